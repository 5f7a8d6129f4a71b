//! What the laws are put to: a vendor, or a vendor with a bug.

use std::fmt::Debug;

use customer_core::decision::{Changes, Rejection, Violation};
use customer_core::generate::{Case, Generate};
use customer_core::vendors::Vendor;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::json;

/// What the laws must know of a vendor beyond the vendor's verbs.
pub trait Lawful: Generate<Decision: Serialize + DeserializeOwned> {
    /// Whether an update names what changes, and all else stays.
    const PATCHES: bool;

    /// The record's document.
    fn document(record: &Self::Record) -> String;
    /// The record's document, and whatever else it holds, as text.
    fn written(record: &Self::Record) -> String;
    /// The record read from its document; what the document does not show is taken from `record`.
    fn reread(record: &Self::Record) -> Self::Record;
    /// What waits for a vendor's answer, as a document.
    fn pending(record: &Self::Record) -> Option<String>;
    /// An update with this body, if it is of the right form.
    fn update(body: &str) -> Option<Self::Input<'static>>;
    /// A late answer of the vendor, yes or no, where it settles later.
    fn settlement(yes: bool) -> Option<Self::Input<'static>>;
    /// `apply`.
    ///
    /// # Errors
    ///
    /// All violations.
    fn apply(
        record: &Self::Record,
        input: &Self::Input<'_>,
        facts: &Self::Facts,
    ) -> Result<(Self::Record, Self::Decision), Rejection>;
    /// Whether asking the same again may be another thing.
    fn opens_something(case: &Case<Self>) -> bool;
    /// Whether no update is taken any more.
    fn closed(record: &Self::Record) -> bool;
    /// The same facts, each time with one more that permits.
    fn guards(facts: &Self::Facts) -> Vec<Self::Facts>;
    /// The same day and policy, and nothing else looked up.
    fn unknown(facts: &Self::Facts) -> Self::Facts;
    /// How many effects a decision has.
    fn effects(decision: &Self::Decision, after: &Self::Record) -> usize;
    /// What holds of every step from one record to the next.
    fn step(before: &Self::Record, after: &Self::Record, decision: &Self::Decision);
}

/// Whatever behaves like a vendor. Everything that the laws ask goes through here, so that a canary
/// can answer one question wrongly and leave all others to the vendor.
pub trait Subject: Sized {
    /// The vendor.
    type W: Lawful;

    /// `decide`.
    ///
    /// # Errors
    ///
    /// All violations.
    fn decide(
        record: &Record<Self>,
        input: &Input<Self>,
        facts: &Facts<Self>,
    ) -> Result<Decision<Self>, Rejection> {
        <Self::W as Vendor>::decide(record, input, facts)
    }

    /// `apply`.
    ///
    /// # Errors
    ///
    /// All violations.
    fn apply(
        record: &Record<Self>,
        input: &Input<Self>,
        facts: &Facts<Self>,
    ) -> Result<(Record<Self>, Decision<Self>), Rejection> {
        <Self::W as Lawful>::apply(record, input, facts)
    }

    /// `evolve`.
    fn evolve(record: &mut Record<Self>, decision: &Decision<Self>) {
        <Self::W as Vendor>::evolve(record, decision);
    }

    /// The changes of a decision.
    fn changes(decision: &Decision<Self>) -> Changes {
        <Self::W as Vendor>::changes(decision)
    }

    /// What differs.
    fn diff(before: &Record<Self>, after: &Record<Self>) -> Changes {
        <Self::W as Vendor>::diff(before, after)
    }

    /// The violations of a refusal, in order.
    fn violations(rejection: &Rejection) -> Vec<Violation> {
        rejection.violations().cloned().collect()
    }

    /// How many effects a decision has.
    fn effects(decision: &Decision<Self>, after: &Record<Self>) -> usize {
        <Self::W as Lawful>::effects(decision, after)
    }

    /// The record written and read again.
    fn reread(record: &Record<Self>) -> Record<Self> {
        <Self::W as Lawful>::reread(record)
    }

    /// The decision as it is stored.
    ///
    /// # Errors
    ///
    /// Numbers that are only carried may be beyond what a format can hold exactly.
    fn store(decision: &Decision<Self>) -> serde_json::Result<String> {
        serde_json::to_string(decision)
    }

    /// A stored decision.
    ///
    /// # Errors
    ///
    /// The text is no decision.
    fn restore(text: &str) -> serde_json::Result<Decision<Self>> {
        serde_json::from_str(text)
    }

    /// How `Debug` or `Display` shows something.
    fn show(shown: &dyn Debug) -> String {
        format!("{shown:?}")
    }

    /// The answer of the JSON contract.
    fn answer(question: &str) -> Value {
        json::answer(&customer_core::contract::apply(question))
    }
}

/// A vendor is what it is.
impl<W: Lawful> Subject for W {
    type W = W;
}

/// The record of a subject.
pub type Record<S> = <<S as Subject>::W as Vendor>::Record;
/// The input of a subject.
pub type Input<S> = <<S as Subject>::W as Vendor>::Input<'static>;
/// The facts of a subject.
pub type Facts<S> = <<S as Subject>::W as Vendor>::Facts;
/// The decision of a subject.
pub type Decision<S> = <<S as Subject>::W as Vendor>::Decision;
