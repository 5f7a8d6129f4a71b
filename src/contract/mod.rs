//! The JSON contract: one question in, one answer out, for programs in any language.
//!
//! [`apply`] is total: any text gets an answer. It is a thin layer over the vendors: it reads the
//! question, asks the vendor, and writes what the vendor says.

mod adobe;
mod answer;
mod commvault;
mod envelope;
mod ibm;
mod read;

use alloc::string::String;

use crate::decision::{Changes, Next, Rejection, Response};
use crate::json::{At, Errors, Node, Writer};

pub use answer::{apply, apply_bytes};

/// The largest question in bytes.
pub const SIZE_MAX: usize = 16 * 1024 * 1024;

/// Version of this contract.
pub const VERSION: i64 = 1;

/// What the contract asks of a vendor.
trait Contract {
    /// Record as the contract holds it (document and internal state).
    type Record;
    /// Everything that can happen.
    type Input<'a>;
    /// What the caller looked up, the policy included.
    type Facts;
    /// What was decided.
    type Decision;

    /// Names of the presets; the first is the default.
    const POLICIES: &'static [&'static str];

    /// Reads `customer` (at `/customer`) and `internal` (at `/internal`), as far as they are there.
    fn record(
        customer: Option<Node<'_, '_>>,
        internal: Option<Node<'_, '_>>,
        errors: &mut Errors,
    ) -> Option<Self::Record>;

    /// Reads the only member of `input`: its name and value; `at` is `/input/<name>`. `None`
    /// without an error when this vendor has no such input.
    fn input<'a>(
        name: &str,
        value: Node<'_, 'a>,
        at: &At<'_>,
        errors: &mut Errors,
    ) -> Option<Self::Input<'a>>;

    /// Reads `facts` (at `/facts`, if there) under the preset named `policy`.
    fn facts(facts: Option<Node<'_, '_>>, policy: &str, errors: &mut Errors)
    -> Option<Self::Facts>;

    /// The vendor's `decide`.
    fn decide(
        record: &Self::Record,
        input: &Self::Input<'_>,
        facts: &Self::Facts,
    ) -> Result<Self::Decision, Rejection>;

    /// The vendor's `evolve`.
    fn evolve(record: &mut Self::Record, decision: &Self::Decision);

    /// The changes, in document order.
    fn changes(decision: &Self::Decision) -> Changes;

    /// Writes the effects as elements of an open list; `after` is the record afterwards.
    fn write_effects(after: &Self::Record, decision: &Self::Decision, w: &mut Writer<'_>);

    /// Writes the document in the form it came in.
    fn write_customer(record: &Self::Record, w: &mut Writer<'_>);

    /// Writes the internal state as one object.
    fn write_internal(record: &Self::Record, w: &mut Writer<'_>);

    /// What the vendor answers to an accepted input; `None` for an event that is no API call.
    fn accepted(
        after: &Self::Record,
        input: &Self::Input<'_>,
        decision: &Self::Decision,
    ) -> Option<Response>;

    /// What the vendor answers to a refused input; `None` for an event that is no API call.
    fn refused(input: &Self::Input<'_>, rejection: &Rejection) -> Option<Response>;

    /// What to do next after an accepted input.
    fn next(decision: &Self::Decision) -> Next;

    /// Whether `rejection` says that the record can't be used at all: then it is unreadable there.
    fn unreadable(_rejection: &Rejection) -> Option<String> {
        None
    }
}
