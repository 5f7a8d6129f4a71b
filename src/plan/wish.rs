//! What is wished.

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;
use core::marker::PhantomData;

use super::planner::Planner;
use super::tree::Json;
use crate::json::{At, Document, Errors, Node, Pointer, Reason, Unreadable};
use crate::neutral;
use crate::vendors::Vendor;

/// What is wished, and what belongs to a wish. Made for one vendor, since its documents have that
/// vendor's form: no other vendor's `plan` takes it.
pub struct Wish<V> {
    pub(super) want: Want,
    /// E-mail addresses whose welcome e-mail is wanted. Only Adobe mails.
    pub resend: Vec<String>,
    /// Places of the stored document at or below which a loss is accepted.
    pub acknowledge: Vec<Pointer>,
    /// Whether every loss inside of the document is accepted, but not that of all of it: what it is
    /// wrapped in is acknowledged.
    pub(crate) acknowledges_inside: bool,
    /// The vendor's words for neutral codes.
    pub words: Words,
    vendor: PhantomData<fn() -> V>,
}

impl<V> Clone for Wish<V> {
    fn clone(&self) -> Self {
        Self {
            want: self.want.clone(),
            resend: self.resend.clone(),
            acknowledge: self.acknowledge.clone(),
            acknowledges_inside: self.acknowledges_inside,
            words: self.words.clone(),
            vendor: PhantomData,
        }
    }
}

/// Shows no document.
impl<V> fmt::Debug for Wish<V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Wish").field("kind", &self.want.name()).finish_non_exhaustive()
    }
}

/// The vendor's words for neutral codes, each list from the code to the word.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "a caller builds it")]
pub struct Words {
    /// Countries, by ISO 3166-1 alpha-2.
    pub country: Vec<(String, String)>,
    /// Regions, by ISO 3166-2, or what follows the hyphen there.
    pub region: Vec<(String, String)>,
    /// Languages, as `ll-CC`.
    pub language: Vec<(String, String)>,
}

/// The kinds of wishes.
#[derive(Clone)]
pub(super) enum Want {
    Document(Json),
    Merge(Json),
    Customer(Json),
    Rebase { base: Json, mine: Json },
    Undo { before: Json, after: Option<Json> },
}

impl Want {
    const fn name(&self) -> &'static str {
        match self {
            Self::Document(_) => "document",
            Self::Merge(_) => "merge",
            Self::Customer(_) => "customer",
            Self::Rebase { .. } => "rebase",
            Self::Undo { .. } => "undo",
        }
    }
}

/// The names of the kinds in the JSON contract.
pub(crate) const KINDS: &[&str] = &["document", "merge", "customer", "rebase", "undo"];

impl<V> Wish<V> {
    fn new(want: Want) -> Self {
        Self {
            want,
            resend: Vec::new(),
            acknowledge: Vec::new(),
            acknowledges_inside: false,
            words: Words::default(),
            vendor: PhantomData,
        }
    }

    /// Whether it says nothing at all.
    pub(super) fn is_blank(&self) -> bool {
        let is_blank = matches!(&self.want, Want::Merge(patch) if patch.is_blank());
        is_blank && self.resend.is_empty()
    }

    /// Whether it is a neutral customer.
    pub const fn is_neutral(&self) -> bool {
        matches!(self.want, Want::Customer(_))
    }

    /// A neutral customer is wished.
    pub fn customer(customer: &neutral::SentCustomer<'_>) -> Self {
        Self::new(Want::Customer(neutral::tree(customer)))
    }
}

impl<V: Vendor> Wish<V> {
    /// Reads a wish: an object with exactly one member, as in the JSON contract. A document in it
    /// is the vendor's, with the member that wraps it where there is one (`Customer` at IBM).
    ///
    /// # Errors
    ///
    /// Everything that is wrong with its form: no object with exactly one member (`{}`), a member
    /// that is no kind of wish (`{"x": 1}`), one of another type (`{"merge": []}`), a document that
    /// is missing (`{"undo": {}}`).
    pub fn from_json(text: &str) -> Result<Self, Unreadable> {
        V::wish(text)
    }
}

#[allow(private_bounds, reason = "every vendor is one")]
impl<V: Planner> Wish<V> {
    /// Reads a wish from its text.
    pub(crate) fn parse(text: &str) -> Result<Self, Unreadable> {
        let document = Document::parse(text)?;
        let mut errors = Errors::default();
        let wish = Self::read(document.root(), false, &At::ROOT, &mut errors);
        errors.finish(wish)
    }

    /// Reads a wish; `wrapped` says whether the record came wrapped, as its documents then must.
    pub(crate) fn read(
        node: Node<'_, '_>,
        wrapped: bool,
        at: &At<'_>,
        errors: &mut Errors,
    ) -> Option<Self> {
        let mut members = node.object(at, errors)?;
        let only = members.next().filter(|_| members.next().is_none());
        let Some((name, value)) = only else {
            errors.push(at, Reason::expected("an object with exactly one member"));
            return None;
        };
        let place = at.other(&name);
        let want = match &*name {
            "document" => Want::Document(document::<V>(value, wrapped, &place, errors)?),
            "merge" => Want::Merge(patch::<V>(value, wrapped, &place, errors)?),
            "customer" => Want::Customer(neutral::read(value, &place, errors)?),
            "rebase" => {
                let [base, mine] = parts(value, REBASE, &place, errors, whole::<V>(wrapped))?;
                Want::Rebase { base: base?, mine: mine? }
            }
            "undo" => {
                let [before, after] = parts(value, UNDO, &place, errors, whole::<V>(wrapped))?;
                Want::Undo { before: before?, after }
            }
            _ => {
                errors.push(&place, Reason::none_of(KINDS));
                return None;
            }
        };
        Some(Self::new(want))
    }
}

/// Notes what is wrong with the form of a wish at every vendor; whether it is a neutral
/// customer, as far as that is seen.
pub(crate) fn check(node: Node<'_, '_>, at: &At<'_>, errors: &mut Errors) -> bool {
    let Some(mut members) = node.object(at, errors) else { return true };
    let only = members.next().filter(|_| members.next().is_none());
    let Some((name, value)) = only else {
        errors.push(at, Reason::expected("an object with exactly one member"));
        return true;
    };
    let place = at.other(&name);
    let object =
        |node: Node<'_, '_>, at: &At<'_>, errors: &mut Errors| node.object(at, errors).map(|_| ());
    match &*name {
        "document" | "merge" => {
            object(value, &place, errors);
        }
        "rebase" => {
            parts(value, REBASE, &place, errors, object);
        }
        "undo" => {
            parts(value, UNDO, &place, errors, object);
        }
        "customer" => {
            neutral::read(value, &place, errors);
        }
        _ => errors.push(&place, Reason::none_of(KINDS)),
    }
    *name == *"customer" || !KINDS.contains(&&*name)
}

/// The documents of a wish of two, and how many of them must be there.
type Parts = (&'static [&'static str; 2], usize);

const REBASE: Parts = (&["base", "mine"], 2);
const UNDO: Parts = (&["before", "after"], 1);

/// How a whole document is read.
fn whole<V: Planner>(wrapped: bool) -> impl Fn(Node<'_, '_>, &At<'_>, &mut Errors) -> Option<Json> {
    move |node, at, errors| document::<V>(node, wrapped, at, errors)
}

/// What is inside the wrapper of a document that must be wrapped, or must not.
fn inside<'t, 'a, V: Planner>(
    node: Node<'t, 'a>,
    wrapped: bool,
    at: &At<'_>,
    errors: &mut Errors,
) -> Option<Node<'t, 'a>> {
    let Some(wrapper) = V::WRAPPER else { return Some(node) };
    let found = node.member(wrapper);
    if !wrapped {
        if found.is_some() {
            errors.push(&at.name(wrapper), Reason::Unknown);
            return None;
        }
        return Some(node);
    }
    let before = errors.count();
    let known: &[&str] = const {
        match V::WRAPPER {
            Some(name) => &[name],
            None => &[],
        }
    };
    for (name, _) in node.members()?.filter(|(name, _)| **name != *wrapper) {
        errors.push(&at.other(&name), Reason::none_of(known));
    }
    (errors.count() == before).then_some(found).flatten()
}

/// A whole document in the form of the record's.
fn document<V: Planner>(
    node: Node<'_, '_>,
    wrapped: bool,
    at: &At<'_>,
    errors: &mut Errors,
) -> Option<Json> {
    let node = node.sized(at, errors)?;
    node.object(at, errors)?;
    let before = errors.count();
    let inner = inside::<V>(node, wrapped, at, errors);
    let place = V::WRAPPER.filter(|_| wrapped).map(|name| at.name(name));
    let place = place.as_ref().unwrap_or(at);
    let Some(inner) = inner else {
        if errors.count() == before {
            errors.push(place, Reason::Missing);
        }
        return None;
    };
    V::check_document(inner, place, errors);
    (errors.count() == before).then(|| Json::of(inner, V::SHAPE))
}

/// A merge patch with the types of the document.
fn patch<V: Planner>(
    node: Node<'_, '_>,
    wrapped: bool,
    at: &At<'_>,
    errors: &mut Errors,
) -> Option<Json> {
    let node = node.sized(at, errors)?;
    node.object(at, errors)?;
    let before = errors.count();
    let inner = inside::<V>(node, wrapped, at, errors);
    // A patch without the wrapper's member wishes for nothing.
    let Some(inner) = inner else { return Some(Json::object()) };
    let place = V::WRAPPER.filter(|_| wrapped).map(|name| at.name(name));
    let place = place.as_ref().unwrap_or(at);
    inner.object(place, errors)?;
    V::check_patch(inner, place, errors);
    (errors.count() == before).then(|| Json::of(inner, V::SHAPE))
}

/// Two documents, of which the first `needed` must be there.
fn parts<T>(
    node: Node<'_, '_>,
    (names, needed): Parts,
    at: &At<'_>,
    errors: &mut Errors,
    document: impl Fn(Node<'_, '_>, &At<'_>, &mut Errors) -> Option<T>,
) -> Option<[Option<T>; 2]> {
    node.object(at, errors)?;
    let before = errors.count();
    let mut read = |index: usize, name: &'static str| {
        let place = at.name(name);
        match node.member(name) {
            None if index < needed => {
                errors.push(&place, Reason::Missing);
                None
            }
            None => None,
            Some(value) => document(value, &place, errors),
        }
    };
    let [one, two] = *names;
    let found = [read(0, one), read(1, two)];
    for (name, _) in node.members()?.filter(|(name, _)| !names.contains(&&**name)) {
        errors.push(&at.other(&name), Reason::none_of(names));
    }
    (errors.count() == before).then_some(found)
}
