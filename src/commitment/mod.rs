//! The three-year commitment: a machine of its own.
//!
//! A partner asks a customer to commit to quantities for three years; the customer answers; orders
//! reach the quantities; time and renewals end it. The machine knows no vendor, no document and no
//! error code: code that embeds it maps its [`Place`]s to pointers and its [`RULES`] to codes.
//!
//! [`needs`] says which facts an input asks for, [`decide`] answers a [`Decision`] or everything
//! against the input, [`evolve`] makes the changes, [`apply`] is both. Nothing here reads a clock:
//! time is the input [`Input::Elapsed`], and no other input moves the record to today.
//!
//! ```
//! use customer_core::commitment::{Commitment, Facts, Input, Kind, Policy, Transition, self};
//! use customer_core::value::{Date, Owned, Quantities, Quantity};
//!
//! let quantities = Quantities::new(Some(Quantity::of(25)), None);
//! let asked = Input::Requested { kind: Kind::Commitment, quantities };
//! let mut facts = Facts {
//!     today: Some(Date::parse("2026-03-01")?),
//!     owned: Some(Owned { license: 30, consumables: 0 }),
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
pub(crate) mod rules;
pub mod terms;

use alloc::vec::Vec;

use crate::decision::Rule;
use crate::value::Quantities;

pub use decision::{Changed, Decision, Transition, Transitions, evolve};
pub use input::{Fact, Facts, Input, Kind};
pub use policy::Policy;
pub use record::{Commitment, Request, RequestStatus, Running, RunningStatus};
pub use refusal::{Need, Needs, Place, Refusal, Rejection};
pub use rules::RULES;

/// The facts that an input asks for, given or not.
///
/// ```
/// use customer_core::commitment::{Commitment, Fact, Input, needs};
/// let asked = needs(&Commitment::NONE, &Input::Accepted);
/// assert!(asked.iter().map(|need| need.fact).eq([Fact::Today, Fact::Owned]));
/// ```
#[must_use]
pub fn needs(record: &Commitment, input: &Input) -> Needs {
    match input {
        Input::Requested { .. } => dated(&rules::ANSWER_WINDOW_PASSED),
        Input::Accepted => Needs::new(Some(&rules::ANSWER_WINDOW), Some(&rules::OWNED_COUNTS)),
        Input::Declined if record.requested_on.is_some() => dated(&rules::ANSWER_WINDOW),
        Input::Declined => Needs::new(None, None),
        Input::Elapsed => dated(&rules::ONLY_ELAPSED),
        Input::Ordered => Needs::new(None, Some(&rules::ORDER_REACHES)),
        Input::Renewed => Needs::new(Some(&rules::RENEWAL_IN_TIME), Some(&rules::RENEWAL_BELOW)),
        Input::Activated if record.created().is_some() => dated(&rules::OF_CREATION),
        Input::Activated => Needs::new(None, None),
    }
}

/// The day, which this rule asks for.
fn dated(rule: &'static Rule) -> Needs {
    Needs::new(Some(rule), None)
}

/// What an input would do to a record. Changes nothing.
///
/// ```
/// use customer_core::commitment::{Commitment, Facts, Input, Policy, decide};
/// let facts = Facts { today: None, owned: None, policy: Policy::documented() };
/// // A new account that asked for nothing.
/// let decision = decide(&Commitment::NONE, &Input::Activated, &facts)?;
/// assert!(decision.is_unchanged() && decision.transitions.is_empty());
/// # Ok::<(), customer_core::commitment::Rejection>(())
/// ```
///
/// # Errors
///
/// All reasons why the input is refused, in document order, and the facts that are missing. The
/// smallest: [`Input::Accepted`] where nothing was asked for.
pub fn decide(record: &Commitment, input: &Input, facts: &Facts) -> Result<Decision, Rejection> {
    let mut draft = Draft::of(record, facts);
    match *input {
        Input::Requested { kind, quantities } => {
            return decide_request(record, kind, quantities, facts);
        }
        Input::Accepted => draft.accept(),
        Input::Declined => draft.decline(),
        // Rule: commitment.date.only-elapsed
        Input::Elapsed => draft.elapse(),
        Input::Ordered => draft.order(),
        Input::Renewed => draft.renew(),
        Input::Activated => draft.activate(),
    }
    draft.decided(record, needs(record, input))
}

/// The same for a request: who makes nothing but requests links nothing of the other inputs.
pub(crate) fn decide_request(
    record: &Commitment,
    kind: Kind,
    quantities: Quantities,
    facts: &Facts,
) -> Result<Decision, Rejection> {
    let mut draft = Draft::of(record, facts);
    draft.request(kind, quantities);
    draft.decided(record, dated(&rules::ANSWER_WINDOW_PASSED))
}

/// What a request would do to a record, whatever is against it.
pub(crate) fn requested(record: &Commitment, kind: Kind, quantities: Quantities) -> Decision {
    let facts = Facts { today: None, owned: None, policy: Policy::documented() };
    let mut draft = Draft::of(record, &facts);
    draft.request(kind, quantities);
    Decision::between(record, &draft.after, draft.done)
}

/// One input at work on a copy of the record. A refusal may come at any point, since the copy is
/// thrown away then; where a fact is missing, it looks at all that is certain without it.
struct Draft<'f> {
    after: Commitment,
    done: Transitions,
    facts: &'f Facts,
    reasons: Vec<Refusal>,
}

impl<'f> Draft<'f> {
    fn of(record: &Commitment, facts: &'f Facts) -> Self {
        Self { after: *record, done: Transitions::NONE, facts, reasons: Vec::new() }
    }

    /// What was decided about the record that the draft is of, whose input asks for these facts.
    fn decided(self, record: &Commitment, needs: Needs) -> Result<Decision, Rejection> {
        let Self { mut after, done, facts, reasons } = self;
        Rejection::unless_none(reasons, needs.missing(facts))?;
        // Where nothing happened the record stays exactly as it was stored.
        if !done.is_empty() {
            after.drop_idle_dates();
        }
        Ok(Decision::between(record, &after, done))
    }

    fn refuse(&mut self, rule: &'static Rule, at: Place) {
        self.reasons.push(Refusal { rule, at });
    }

    /// A day that must be stored, if the calendar has it.
    fn day<T>(&mut self, day: Option<T>) -> Option<T> {
        if day.is_none() {
            self.refuse(&rules::DAY_BEYOND, Place::Event);
        }
        day
    }
}

/// Decides and makes the changes on a copy: the example of the [module](self).
///
/// # Errors
///
/// As [`decide`].
pub fn apply(record: &Commitment, input: &Input, facts: &Facts) -> Result<Outcome, Rejection> {
    let decision = decide(record, input, facts)?;
    let mut after = *record;
    decision.make(&mut after);
    Ok(Outcome { after, decision })
}

/// A record after a decision, and the decision.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[must_use]
#[expect(clippy::exhaustive_structs, reason = "a pair that is taken apart")]
pub struct Outcome {
    /// The record afterwards.
    pub after: Commitment,
    /// What was decided.
    pub decision: Decision,
}
