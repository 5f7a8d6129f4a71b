//! What the laws are put to: a vendor, or a vendor with a bug.

use std::fmt::Debug;

use customer_core::decision::{Changes, Misfit, Needs, Rejection, Violation};
use customer_core::generate::{Case, Generate};
use customer_core::vendors::Vendor;
use serde_json::Value;

use crate::json;

/// What the laws must know of a vendor beyond the trait `Vendor`.
pub trait Lawful: Generate {
    /// Whether an update names what changes, and all else stays.
    const PATCHES: bool;

    /// What waits for a vendor's answer, as a document.
    fn pending(record: &Self::Record) -> Option<String>;
    /// A late answer of the vendor, yes or no, where it settles later.
    fn settlement(yes: bool) -> Option<Self::Input<'static>>;
    /// Whether asking the same again may be another thing.
    fn opens_something(case: &Case<Self>) -> bool;
    /// Whether no update is taken any more.
    fn closed(record: &Self::Record) -> bool;
    /// The same facts, each time with one more that permits.
    fn guards(facts: &Self::Facts) -> Vec<Self::Facts>;
    /// `facts`, but this fact as `other` has it.
    fn with_fact(facts: &Self::Facts, other: &Self::Facts, fact: Self::Fact) -> Self::Facts;
    /// What holds of every step from one record to the next.
    fn step(before: &Self::Record, after: &Self::Record, decision: &Self::Decision);

    /// The record's document.
    fn document(record: &Self::Record) -> String {
        Self::to_json(record)
    }

    /// The record's document, and whatever else it holds, as text.
    fn written(record: &Self::Record) -> String {
        Self::to_stored(record).into_string()
    }

    /// The record written and read again.
    fn reread(record: &Self::Record) -> Self::Record {
        Self::from_stored(&Self::to_stored(record)).expect("its own text")
    }

    /// An update with this body, if it is of the right form.
    fn body(text: &str) -> Option<Self::Input<'static>> {
        let update = Self::update(text).ok()?;
        Some(Self::owned(update.into()))
    }
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
    /// All violations, or the facts that are missing.
    fn decide(
        record: &Record<Self>,
        input: &Input<Self>,
        facts: &Facts<Self>,
    ) -> Result<Decision<Self>, Rejected<Self>> {
        <Self::W as Vendor>::decide(record, input, facts)
    }

    /// `needs`.
    fn needs(record: &Record<Self>, input: &Input<Self>, facts: &Facts<Self>) -> Asked<Self> {
        <Self::W as Vendor>::needs(record, input, &<Self::W as Vendor>::policy_of(facts))
    }

    /// `apply`.
    ///
    /// # Errors
    ///
    /// All violations, or the facts that are missing.
    fn apply(
        record: &Record<Self>,
        input: &Input<Self>,
        facts: &Facts<Self>,
    ) -> Result<(Record<Self>, Decision<Self>), Rejected<Self>> {
        let outcome = <Self::W as Vendor>::apply(record, input, facts)?;
        Ok((outcome.after, outcome.decision))
    }

    /// `evolve`.
    ///
    /// # Errors
    ///
    /// A record that the decision was not made for.
    fn evolve(record: &mut Record<Self>, decision: &Decision<Self>) -> Result<(), Misfit> {
        <Self::W as Vendor>::evolve(record, decision)
    }

    /// The changes of a decision.
    fn changes(decision: &Decision<Self>) -> Changes {
        <Self::W as Vendor>::changes(decision)
    }

    /// What differs.
    fn diff(before: &Record<Self>, after: &Record<Self>) -> Changes {
        <Self::W as Vendor>::diff(before, after)
    }

    /// The violations of a rejection, in order.
    fn violations(rejection: &Rejected<Self>) -> Vec<Violation> {
        rejection.violations().cloned().collect()
    }

    /// How many effects a decision has.
    fn effects(decision: &Decision<Self>, after: &Record<Self>) -> usize {
        <Self::W as Vendor>::effects(decision, after).len()
    }

    /// The record written and read again.
    fn reread(record: &Record<Self>) -> Record<Self> {
        <Self::W as Lawful>::reread(record)
    }

    /// The decision as it is stored.
    ///
    /// # Errors
    ///
    /// None for any decision: that is a law.
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
/// The rejection of a subject.
pub type Rejected<S> = Rejection<<<S as Subject>::W as Vendor>::Fact>;
/// The needs of a subject.
pub type Asked<S> = Needs<<<S as Subject>::W as Vendor>::Fact>;
