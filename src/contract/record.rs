//! A record of any vendor, kept between questions.

use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;
use core::any::Any;
use core::marker::PhantomData;

use super::answer::{Answer, Decided, FactId, placed};
use super::asked::Asked;
use super::limits::{DOCUMENT_DEPTH_MAX, DOCUMENT_SIZE_MAX, holds, sized};
use super::planned::Planned;
use super::question::Question;
use super::wish::{self, Parted};
use crate::decision::Changes;
use crate::json::{At, Errors, Node, Unreadable, Writer};
use crate::plan::Planner;
use crate::vendors::{self, Vendor};

/// A record as the contract shows it: `vendor`, `customer` and `internal`.
///
/// ```
/// use customer_core::contract::{Question, Record, Verdict};
/// use customer_core::json::Document;
///
/// let document = Document::parse(r#"{"vendor":"commvault","customer":{"status":"updating"}}"#)?;
/// let mut record = Record::read(Question::of(&document), &["vendor", "customer", "internal"])?;
///
/// let document = Document::parse(r#"{"input":{"settled":"failed"}}"#)?;
/// let answer = record.ask(Question::of(&document), &["input", "facts", "policy"]);
/// assert_eq!(answer.verdict(), Verdict::Applied);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct Record(Box<dyn Held>);

impl core::fmt::Debug for Record {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("Record").field("vendor", &self.vendor()).finish_non_exhaustive()
    }
}

impl Record {
    /// Reads `vendor`, `customer` and `internal` of a question; `known` are the members that may
    /// stand in it, these three included.
    ///
    /// # Errors
    ///
    /// Everything that is wrong with the form of these members (`{}`), and members that are not
    /// `known`.
    pub fn read(
        question: Question<'_, '_>,
        known: &'static [&'static str],
    ) -> Result<Self, Unreadable> {
        let mut errors = Errors::default();
        if !question.opens(&mut errors)? {
            return errors.finish(None);
        }
        let record =
            question.vendor(&mut errors).and_then(|vendor| vendor.read(question, &mut errors));
        question.close(known, &mut errors);
        errors.finish(record)
    }

    /// Decides the `input` of a question under its `facts` and `policy`, and makes the changes.
    /// `known` are the members that may stand in it, these three included.
    pub fn ask(&mut self, question: Question<'_, '_>, known: &'static [&'static str]) -> Answer {
        self.0.ask(question, known).unwrap_or_else(Answer::from)
    }

    /// The facts that the `input` of a question asks for under its `policy`, given or not.
    ///
    /// # Errors
    ///
    /// Everything that is wrong with the form of these members, and members that are not `known`.
    pub fn needs(
        &self,
        question: Question<'_, '_>,
        known: &'static [&'static str],
    ) -> Result<Vec<FactId>, Unreadable> {
        self.0.needs(question, known)
    }

    /// What differs between the documents of this record and of a later one of the same vendor, as
    /// the contract's changes place it; `None` if the vendors differ.
    pub fn diff(&self, after: &Self) -> Option<Changes> {
        self.0.diff(after.0.holding())
    }

    /// The vendor's name.
    pub fn vendor(&self) -> &'static str {
        self.0.vendor()
    }

    /// The vendor's id of the record, if it has one.
    pub fn id(&self) -> Option<&str> {
        self.0.id()
    }

    /// The vendor's own record.
    pub(super) fn as_any(&self) -> &dyn Any {
        self.0.as_any()
    }

    /// Writes the document in the form it came in.
    pub fn write_customer(&self, w: &mut Writer<'_>) {
        self.0.write_customer(w);
    }

    /// Writes what the vendor keeps to itself, as one object.
    pub fn write_internal(&self, w: &mut Writer<'_>) {
        self.0.write_internal(w);
    }
}

/// A vendor, chosen by its name.
pub(super) trait Chosen: Sync {
    /// The member that may wrap the document.
    fn wrapper(&self) -> Option<&'static str>;

    /// The member of `internal` that is a document as well.
    fn pending(&self) -> Option<&'static str>;

    /// Reads `customer` and `internal`.
    fn read(&self, question: Question<'_, '_>, errors: &mut Errors) -> Option<Record>;

    /// Reads whatever is there of a question.
    fn check(&self, question: Question<'_, '_>, errors: &mut Errors);

    /// Reads the whole question and answers it; `errors` are those of the members before.
    fn answer(
        &self,
        question: Question<'_, '_>,
        errors: Errors,
    ) -> Result<(Record, Answer), Unreadable>;

    /// Reads the whole question, which has a wish, and plans.
    fn plan(
        &self,
        question: Question<'_, '_>,
        errors: Errors,
    ) -> Result<Box<dyn Planned>, Unreadable>;

    /// Reads a part of a comparison; `errors` are those of the part.
    fn plan_part(
        &self,
        question: Question<'_, '_>,
        wish: Option<Node<'_, '_>>,
        errors: &mut Errors,
    ) -> Option<Parted>;
}

/// A record of one vendor, behind one type.
trait Held: Send {
    fn vendor(&self) -> &'static str;
    fn id(&self) -> Option<&str>;
    fn write_customer(&self, w: &mut Writer<'_>);
    fn write_internal(&self, w: &mut Writer<'_>);
    fn ask(
        &mut self,
        question: Question<'_, '_>,
        known: &'static [&'static str],
    ) -> Result<Answer, Unreadable>;
    fn needs(
        &self,
        question: Question<'_, '_>,
        known: &'static [&'static str],
    ) -> Result<Vec<FactId>, Unreadable>;
    fn diff(&self, after: &dyn Any) -> Option<Changes>;
    /// The vendor's own record.
    fn as_any(&self) -> &dyn Any;
    /// The record and how it came.
    fn holding(&self) -> &dyn Any;
}

struct Choice<V>(PhantomData<fn() -> V>);

pub(super) struct Holding<V: Vendor> {
    pub(super) record: V::Record,
    /// Whether the document came wrapped.
    pub(super) wrapped: bool,
    /// At least the size of document and internal state, each as it is written.
    pub(super) size: usize,
    /// At least their depth.
    pub(super) depth: usize,
}

impl<V: Planner> Chosen for Choice<V> {
    fn plan(
        &self,
        question: Question<'_, '_>,
        errors: Errors,
    ) -> Result<Box<dyn Planned>, Unreadable> {
        wish::planned::<V>(question, errors)
    }

    fn plan_part(
        &self,
        question: Question<'_, '_>,
        wish: Option<Node<'_, '_>>,
        errors: &mut Errors,
    ) -> Option<Parted> {
        wish::planned_part::<V>(question, wish, errors)
    }

    fn wrapper(&self) -> Option<&'static str> {
        V::WRAPPER
    }

    fn pending(&self) -> Option<&'static str> {
        V::PENDING
    }

    fn read(&self, question: Question<'_, '_>, errors: &mut Errors) -> Option<Record> {
        let holding = Holding::<V>::read(question, errors)?;
        Some(Record(Box::new(holding)))
    }

    fn check(&self, question: Question<'_, '_>, errors: &mut Errors) {
        Holding::<V>::read(question, errors);
        Asked::<V>::read(question, errors);
    }

    fn answer(
        &self,
        question: Question<'_, '_>,
        mut errors: Errors,
    ) -> Result<(Record, Answer), Unreadable> {
        let holding = Holding::<V>::read(question, &mut errors);
        let asked = Asked::<V>::read(question, &mut errors);
        question.close_whole(&mut errors);
        let (mut holding, asked) = errors.finish(holding.zip(asked))?;
        let answer = holding.decide(&asked)?;
        Ok((Record(Box::new(holding)), answer))
    }
}

impl<V: Vendor> Held for Holding<V> {
    fn vendor(&self) -> &'static str {
        V::NAME
    }

    fn id(&self) -> Option<&str> {
        V::record_id(&self.record)
    }

    fn write_customer(&self, w: &mut Writer<'_>) {
        V::write_document(&self.record, self.wrapped, w);
    }

    fn write_internal(&self, w: &mut Writer<'_>) {
        V::write_internal(&self.record, w);
    }

    fn ask(
        &mut self,
        question: Question<'_, '_>,
        known: &'static [&'static str],
    ) -> Result<Answer, Unreadable> {
        let asked = Asked::<V>::open(question, known)?;
        self.decide(&asked)
    }

    fn needs(
        &self,
        question: Question<'_, '_>,
        known: &'static [&'static str],
    ) -> Result<Vec<FactId>, Unreadable> {
        let Asked { input, facts, .. } = Asked::<V>::open(question, known)?;
        let needs = V::needs(&self.record, &input, &V::policy_of(&facts));
        Ok(needs.iter().map(FactId::of).collect())
    }

    fn diff(&self, after: &dyn Any) -> Option<Changes> {
        let after = after.downcast_ref::<Self>()?;
        let wrappers = [self, after].map(|one| V::WRAPPER.filter(|_| one.wrapped));
        Some(placed(V::diff(&self.record, &after.record), wrappers))
    }

    fn as_any(&self) -> &dyn Any {
        &self.record
    }

    fn holding(&self) -> &dyn Any {
        self
    }
}

impl<V: Vendor> Holding<V> {
    pub(super) fn read(question: Question<'_, '_>, errors: &mut Errors) -> Option<Self> {
        let root = At::ROOT;
        let customer = question.need("customer", errors);
        let customer = sized(customer, &root.name("customer"), errors);
        // The vendor reads `customer` and `internal` together, so the form of `internal` is looked
        // at first; its errors come after those of `customer`.
        let mut later = Errors::default();
        let internal = question.get("internal", &mut later);
        let internal = sized(internal, &root.name("internal"), &mut later);
        let read = V::read_record(customer, internal, errors);
        errors.append(later);
        let (record, wrapped) = read?;
        Some(Self { record, wrapped, size: question.size(), depth: question.deepest() })
    }

    /// Decides and makes the changes. What would lead beyond a limit is unreadable, and changes
    /// nothing.
    fn decide(&mut self, asked: &Asked<'_, V>) -> Result<Answer, Unreadable> {
        let decision = match V::decide(&self.record, &asked.input, &asked.facts) {
            Ok(decision) => decision,
            Err(rejection) => {
                if let Some(refusal) = rejection.refusal()
                    && let Some(error) = V::at_fault(refusal)
                {
                    return Err(error.into());
                }
                return Ok(Answer::rejected::<V>(&asked.input, rejection));
            }
        };
        // Escapes may make a text six times as long.
        let size = self.size.saturating_add(asked.size.saturating_mul(6)).saturating_add(4096);
        let depth = self.depth.max(asked.depth).saturating_add(2);
        let near = size > DOCUMENT_SIZE_MAX || depth > DOCUMENT_DEPTH_MAX;
        let before = near.then(|| self.record.clone());
        if V::evolve(&mut self.record, &decision).is_err() {
            // A decision fits the record that it was made for.
            return Err(asked.beyond());
        }
        (self.size, self.depth) = (size, depth);
        if let Some(before) = before {
            match self.measured() {
                Some(size) => self.size = size,
                None => {
                    self.record = before;
                    return Err(asked.beyond());
                }
            }
        }
        Ok(Answer::accepted::<V>(Decided {
            is_call: V::is_call(&asked.input),
            wrapper: V::WRAPPER.filter(|_| self.wrapped),
            decision,
        }))
    }

    /// The size of the larger of document and internal state; `None` if one is beyond a limit.
    pub(super) fn measured(&self) -> Option<usize> {
        let (mut document, mut internal) = (String::new(), String::new());
        V::write_document(&self.record, self.wrapped, &mut Writer::new(&mut document));
        V::write_internal(&self.record, &mut Writer::new(&mut internal));
        // What is inside `data` or `internal` counts from its own root, one step further in.
        let within = holds(&document, DOCUMENT_DEPTH_MAX.saturating_add(self.wrapped.into()))
            && holds(&internal, DOCUMENT_DEPTH_MAX.saturating_add(1));
        within.then_some(document.len().max(internal.len()))
    }
}

macro_rules! dispatch {
    ($( $(#[$doc:meta])* $Vendor:ident = $module:ident :: $Record:ident, $name:literal; )*) => {
        impl Record {
            /// The names of the vendors.
            pub const VENDORS: &'static [&'static str] = &[$( $name, )*];
        }

        /// The vendor of this name.
        pub(super) fn chosen(name: &str) -> Option<&'static dyn Chosen> {
            match name {
                $( $name => Some(&Choice::<vendors::$Vendor>(PhantomData)), )*
                _ => None,
            }
        }
    };
}
crate::for_each_vendor!(dispatch);
