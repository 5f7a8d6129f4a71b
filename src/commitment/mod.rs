//! The three-year commitment: a machine of its own.
//!
//! A partner asks a customer to commit to quantities for three years; the customer answers; orders
//! reach the quantities; time and renewals end it. The machine knows no vendor, no document and no
//! error code: whoever embeds it maps its [`Place`]s to pointers and its [`rules`] to codes.
//!
//! [`decide`] answers all reasons against an input or a [`Decision`], [`evolve`] makes the changes,
//! [`apply`] is both. Nothing here reads a clock: time is the input [`Input::Elapsed`], and no
//! other input moves the record to today.
//!
//! ```
//! use customer_core::commitment::{Commitment, Facts, Input, Kind, Policy, Transition, self};
//! use customer_core::value::{Date, Owned, Quantities, Quantity};
//!
//! let quantities = Quantities::new(Some(Quantity::of(25)), None);
//! let asked = Input::Requested { kind: Kind::Commitment, quantities };
//! let mut facts = Facts {
//!     today: Some(Date::parse("2026-03-01")?),
//!     owned: Owned { license: 30, consumables: 0 },
//!     policy: Policy::documented(),
//! };
//!
//! let outcome = commitment::apply(&Commitment::NONE, &asked, &facts)?;
//! facts.today = Some(Date::parse("2026-03-08")?);
//! let outcome = commitment::apply(&outcome.after, &Input::Accepted, &facts)?;
//!
//! assert!(outcome.decision.transitions.contains(Transition::Committed));
//! let running = outcome.after.committed().unwrap();
//! assert_eq!(running.end, Some(Date::parse("2029-03-07")?));
//! # Ok::<(), Box<dyn core::error::Error>>(())
//! ```
#![doc = include_str!("transitions.md")]

mod answer;
mod decision;
mod elapse;
mod input;
mod order;
mod policy;
mod record;
mod refusal;
mod request;
pub mod rules;
pub mod terms;

pub use decision::{Changed, Decision, Transition, Transitions, evolve};
pub use input::{Facts, Input, Kind};
pub use policy::Policy;
pub use record::{Commitment, Request, RequestStatus, Running, RunningStatus};
pub use refusal::{Place, Refusal, Refusals};
pub use rules::RULES;

/// What an input would do to a record. Changes nothing.
///
/// # Errors
///
/// All reasons why the input is refused, in document order.
pub fn decide(record: &Commitment, input: &Input, facts: &Facts) -> Result<Decision, Refusals> {
    let mut after = *record;
    let done = match *input {
        Input::Requested { kind, quantities } => request::make(&mut after, kind, quantities, facts),
        Input::Accepted => answer::accept(&mut after, facts),
        Input::Declined => answer::decline(&mut after, facts),
        Input::Elapsed => elapse::elapse(&mut after, facts),
        Input::Ordered => Ok(order::settle(&mut after, facts)),
        Input::Renewed => Ok(order::renew(&mut after, facts)),
    }?;
    // Where nothing happened the record stays exactly as it was stored.
    if !done.is_empty() {
        after.drop_idle_dates();
    }
    Ok(Decision::between(record, &after, done))
}

/// Decides and makes the changes on a copy.
///
/// # Errors
///
/// As [`decide`].
pub fn apply(record: &Commitment, input: &Input, facts: &Facts) -> Result<Outcome, Refusals> {
    let decision = decide(record, input, facts)?;
    let mut after = *record;
    evolve(&mut after, &decision);
    Ok(Outcome { after, decision })
}

/// A record after a decision, and the decision.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[must_use]
pub struct Outcome {
    /// The record afterwards.
    pub after: Commitment,
    /// What was decided.
    pub decision: Decision,
}
