//! Reading a question: its own members here, the vendor's documents by the vendor.

use alloc::string::String;

use super::answer::Answer;
use super::limits::depth;
use super::record::{Chosen, chosen};
use super::verbs::Verb;
use super::{Record, VERSION};
use crate::decision::{exact_integer, unknown_members};
use crate::json::{At, Document, Errors, Node, Reason, Text, Unreadable};

/// The members of a question, in the order in which errors are reported.
const MEMBERS: &[&str] = &[
    "version",
    "vendor",
    "customer",
    "internal",
    "input",
    "facts",
    "policy",
    "id",
    "wish",
    "resend",
    "acknowledge",
    "words",
    "intent",
];

/// The longest `id`, in Unicode scalar values.
pub const ID_MAX: usize = 128;

/// What names a question to its sender: JSON text of a string or an integer.
#[derive(Clone)]
pub(super) struct Id(Option<String>);

impl Id {
    /// No `id`, or none that can be echoed.
    pub(super) const NONE: Self = Self(None);

    /// The JSON text to echo.
    pub(super) fn as_json(&self) -> Option<&str> {
        self.0.as_deref()
    }
}

/// A question, or a part of one: an object with members of the contract.
#[derive(Clone, Copy)]
pub struct Question<'t, 'a> {
    document: &'t Document<'a>,
    root: Node<'t, 'a>,
    /// Whether parts may be missing that an answer needs.
    partial: bool,
}

impl<'t, 'a> Question<'t, 'a> {
    /// A question from a document that was read.
    pub const fn of(document: &'t Document<'a>) -> Self {
        Self { document, root: document.root(), partial: false }
    }

    /// A part of it.
    pub(super) const fn part(self, root: Node<'t, 'a>) -> Self {
        Self { document: self.document, root, partial: false }
    }

    /// A member, whatever it is.
    pub(super) fn member(self, name: &str) -> Option<Node<'t, 'a>> {
        self.root.member(name)
    }

    /// Whether it asks for a plan.
    pub(super) fn is_wish(self) -> bool {
        self.root.member("wish").is_some() && self.root.member("input").is_none()
    }

    /// Whether it compares vendors.
    pub(super) fn is_comparison(self) -> bool {
        self.root.member("compare").is_some()
    }

    /// What is asked without a record, where that is what is asked.
    pub(super) fn verb(self) -> Option<Verb> {
        let asks_else = ["input", "wish"].iter().any(|name| self.root.member(name).is_some());
        Verb::ALL.into_iter().find(|verb| !asks_else && self.root.member(verb.name()).is_some())
    }

    /// The place of a document that is nested too deep, as an error of its own.
    pub(super) fn within_depth(self, node: Node<'_, '_>, at: &At<'_>) -> Result<(), Unreadable> {
        Ok(depth(self.document, node, at)?)
    }

    /// The `id`, if there is one that can be echoed.
    pub(super) fn id(self) -> Id {
        self.root.member("id").map_or(Id::NONE, |node| read_id(node).unwrap_or(Id::NONE))
    }

    /// Reads the whole question and answers it.
    pub(super) fn answer(self) -> Result<(Record, Answer), Unreadable> {
        let mut errors = Errors::default();
        if !self.opens(&mut errors)? {
            return errors.finish(None);
        }
        self.version(&mut errors);
        match self.vendor(&mut errors) {
            Some(vendor) => vendor.answer(self, errors),
            None => {
                self.shapes(&mut errors);
                self.close_whole(&mut errors);
                errors.finish(None)
            }
        }
    }

    /// Reads every part that is there, and decides nothing. Parts may be missing.
    ///
    /// ```
    /// use customer_core::contract::Question;
    /// use customer_core::json::Document;
    ///
    /// let check = |text| Question::of(&Document::parse(text).unwrap()).check();
    /// assert_eq!(check(r#"{"vendor": "ibm", "facts": {"role": "VSR"}}"#), Ok(()));
    /// let unreadable = check(r#"{"vendor": "ibm", "facts": {"rule": "VSR"}}"#).unwrap_err();
    /// assert_eq!(unreadable.errors[0].pointer.as_str(), "/facts/rule");
    /// ```
    ///
    /// # Errors
    ///
    /// Everything that is wrong with the form of what is there
    /// (`{"vendor": "ibm", "customer": []}`).
    pub fn check(self) -> Result<(), Unreadable> {
        let this = Self { partial: true, ..self };
        let mut errors = Errors::default();
        if !this.opens(&mut errors)? {
            return errors.finish(None);
        }
        this.version(&mut errors);
        match this.vendor(&mut errors) {
            Some(vendor) => vendor.check(this, &mut errors),
            None => this.shapes(&mut errors),
        }
        this.close_whole(&mut errors);
        errors.finish(Some(()))
    }

    /// Whether it is an object; an error where a document in it is nested too deep.
    pub(super) fn opens(self, errors: &mut Errors) -> Result<bool, Unreadable> {
        if self.root.object(&At::ROOT, errors).is_none() {
            return Ok(false);
        }
        self.depths()?;
        Ok(true)
    }

    /// How deep it is nested.
    pub(super) const fn deepest(self) -> usize {
        self.document.deepest()
    }

    /// Its size in bytes.
    pub(super) fn size(self) -> usize {
        self.root.raw().len()
    }

    /// Documents that are nested too deep: the first of them in the text, alone.
    fn depths(self) -> Result<(), Unreadable> {
        let vendor = self.root.member("vendor").and_then(Node::text);
        self.depths_at(vendor.and_then(|vendor| chosen(&vendor)))
    }

    /// The same of a part, whose vendor is known.
    pub(super) fn depths_at(self, vendor: Option<&'static dyn Chosen>) -> Result<(), Unreadable> {
        for (name, node) in self.root.members().into_iter().flatten() {
            let root = At::ROOT;
            let at = root.other(&name);
            let inner = match &*name {
                // A document that comes wrapped is counted from inside.
                "customer" => vendor.and_then(|vendor| vendor.wrapper()),
                "internal" => vendor.and_then(|vendor| vendor.pending()),
                "input" => Some("update"),
                "wish" => {
                    for (kind, wished) in node.members().into_iter().flatten() {
                        self.wished_depths(vendor, &kind, wished, &at.other(&kind))?;
                    }
                    continue;
                }
                _ => continue,
            };
            let found = inner.and_then(|inner| Some((inner, node.member(inner)?)));
            match found {
                Some((inner, document)) => depth(self.document, document, &at.name(inner))?,
                None if *name == *"customer" => depth(self.document, node, &at)?,
                None => {}
            }
        }
        Ok(())
    }

    /// The same of a wish of this kind: each document of it counts from its own root, and one that
    /// comes wrapped from inside.
    fn wished_depths(
        self,
        vendor: Option<&'static dyn Chosen>,
        kind: &str,
        wished: Node<'_, '_>,
        at: &At<'_>,
    ) -> Result<(), Unreadable> {
        let inside = |node: Node<'_, '_>, at: &At<'_>| {
            let wrapper = vendor.and_then(|vendor| vendor.wrapper());
            match wrapper.and_then(|wrapper| Some((wrapper, node.member(wrapper)?))) {
                Some((wrapper, document)) => depth(self.document, document, &at.name(wrapper)),
                None => depth(self.document, node, at),
            }
        };
        match kind {
            "document" | "merge" => inside(wished, at)?,
            "rebase" | "undo" => {
                for (name, document) in wished.members().into_iter().flatten() {
                    inside(document, &at.other(&name))?;
                }
            }
            _ => depth(self.document, wished, at)?,
        }
        Ok(())
    }

    pub(super) fn version(self, errors: &mut Errors) {
        let Some(version) = self.get("version", errors) else { return };
        let at = At::ROOT;
        let at = at.name("version");
        if exact_integer(version, &at, errors).is_some_and(|version| version != VERSION) {
            errors.push(&at, Reason::one_of(&["1"]));
        }
    }

    /// The vendor, by its name.
    pub(super) fn vendor(self, errors: &mut Errors) -> Option<&'static dyn Chosen> {
        let at = At::ROOT;
        let at = at.name("vendor");
        let node = self.need("vendor", errors)?;
        let text: String = node.read(&at, errors)?;
        let found = chosen(&text);
        if found.is_none() {
            errors.push(&at, Reason::one_of(Record::VENDORS));
        }
        found
    }

    /// A question to a record may repeat the record's vendor, and name no other.
    pub(super) fn same_vendor(self, vendor: &'static str, errors: &mut Errors) {
        let at = At::ROOT;
        let at = at.name("vendor");
        if let Some(node) = self.get("vendor", errors)
            && let Some(text) = node.read::<String>(&at, errors)
            && text != vendor
        {
            errors.push(&at, Reason::expected("the vendor of the record"));
        }
    }

    /// A member that may be left out, but not null.
    pub(super) fn get(self, name: &'static str, errors: &mut Errors) -> Option<Node<'t, 'a>> {
        crate::decision::facts_member(self.root, name, &At::ROOT, errors)
    }

    /// A member that must be there.
    pub(super) fn need(self, name: &'static str, errors: &mut Errors) -> Option<Node<'t, 'a>> {
        // A wish takes the place of an input, and is reported once, as what can't be answered yet.
        let wished = name == "input" && self.root.member("wish").is_some();
        if self.root.member(name).is_none() && !wished && !self.partial {
            let at = At::ROOT;
            errors.push(&at.name(name), Reason::Missing);
        }
        self.get(name, errors)
    }

    /// Where the vendor is not known: what holds for the members at every vendor.
    pub(super) fn shapes(self, errors: &mut Errors) {
        let root = At::ROOT;
        let object = |node: Option<Node<'_, '_>>, name, errors: &mut Errors| {
            node.map(|node| node.object(&root.name(name), errors).is_some());
        };
        object(self.need("customer", errors), "customer", errors);
        object(self.get("internal", errors), "internal", errors);
        if let Some(input) = self.need("input", errors) {
            only_member(input, &root.name("input"), errors);
        }
        object(self.get("facts", errors), "facts", errors);
        self.policy_shape(errors);
    }

    /// What holds for a policy at every vendor.
    pub(super) fn policy_shape(self, errors: &mut Errors) {
        let root = At::ROOT;
        if let Some(policy) = self.get("policy", errors)
            && policy.text().is_none()
            && policy.members().is_none()
        {
            let what = "the name of a preset, or an object";
            errors.push(&root.name("policy"), Reason::expected(what));
        }
        // The name of a preset is a text, whatever presets there are.
        if let Some(preset) = self.root.member("policy").and_then(|policy| policy.member("preset"))
        {
            preset.read::<String>(&root.name("policy").name("preset"), errors);
        }
    }

    /// Ends the reading of a whole question.
    pub(super) fn close_whole(self, errors: &mut Errors) {
        self.check_id(errors);
        self.intent(errors);
        self.close(MEMBERS, errors);
    }

    pub(super) fn check_id(self, errors: &mut Errors) {
        let at = At::ROOT;
        let at = at.name("id");
        if let Some(node) = self.get("id", errors)
            && let Err(reason) = read_id(node)
        {
            errors.push(&at, reason);
        }
    }

    /// What does not belong here: a wish beside an input, and what belongs to a wish without one;
    /// then members that nobody knows, by name.
    pub(super) fn close(self, known: &'static [&'static str], errors: &mut Errors) {
        let at = At::ROOT;
        let wish = self.root.member("wish").is_some();
        if wish && known.contains(&"wish") && self.root.member("input").is_some() {
            errors.push(&at.name("wish"), Reason::Unknown);
        }
        for name in ["resend", "acknowledge", "words"] {
            let is_here = known.contains(&name) && self.root.member(name).is_some();
            if !wish && is_here && known.contains(&"wish") {
                errors.push(&at.name(name), Reason::Unknown);
            }
        }
        unknown_members(self.root, known, &at, errors);
    }
}

/// The JSON text of an `id`: a string of at most 128 characters, or an integer.
fn read_id(node: Node<'_, '_>) -> Result<Id, Reason> {
    if let Some(text) = node.text() {
        return match text.chars().nth(ID_MAX) {
            None => Ok(Id(Some(node.raw().into()))),
            Some(_) => Err(Reason::expected("a string of at most 128 characters, or an integer")),
        };
    }
    match node.number() {
        Some(number) if !number.contains(['.', 'e', 'E']) => Ok(Id(Some(number.into()))),
        _ => Err(Reason::expected("a string of at most 128 characters, or an integer")),
    }
}

/// The only member of an object that has exactly one.
pub(super) fn only_member<'t, 'a>(
    node: Node<'t, 'a>,
    at: &At<'_>,
    errors: &mut Errors,
) -> Option<(Text<'a>, Node<'t, 'a>)> {
    let mut members = node.object(at, errors)?;
    let only = members.next().filter(|_| members.next().is_none());
    if only.is_none() {
        errors.push(at, Reason::expected("an object with exactly one member"));
    }
    only
}
