//! The one list of vendors: what a vendor is, which there are, and what is the same for all.
//!
//! The JSON contract, the generators, laws, benches and fuzz targets dispatch from here. A new
//! vendor is new files, one line in [`for_each_vendor!`](crate::for_each_vendor), and what the
//! compiler then asks for.

mod append;
#[doc(hidden)]
pub mod built;
#[cfg(feature = "endpoint")]
mod endpoint;
mod fold;
#[cfg(feature = "endpoint")]
mod given;
mod register;
mod rules;
#[cfg(all(test, feature = "plan"))]
mod tables;
#[cfg(test)]
mod tests;
mod types;
#[cfg(feature = "plan")]
mod wished;

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt::Debug;

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::decision::{
    Changes, Complaint, FactName, FactRow, Misfit, Needs, Next, ReadingRow, Refusal, Rejection,
    Response, Rule, TwoSteps,
};
use crate::json::{At, Errors, FormError, Node, Pointer, Stored, Unreadable, Writer};
use crate::member::{Part, Shape};
#[cfg(feature = "plan")]
use crate::plan::Wish;

pub use append::{Answered, Appending, EntryOf, FoldedOf, Looking, Sent, Step};
#[cfg(feature = "endpoint")]
pub use endpoint::Endpoint;
pub use fold::fold;
#[cfg(feature = "endpoint")]
pub use given::Given;
pub use register::*;
pub use rules::{rule, rules};
#[cfg(feature = "plan")]
pub use types::Planned;
pub use types::{Applied, AskedOf};

/// What a vendor is: its types, and the same functions that its module has.
///
/// For code that is generic over vendors. A service that speaks to one of them calls
/// `adobe::decide` and needs no trait. Sealed: the list here is the only one.
///
/// All its types may go to another thread, and what it stores lives as long as it is kept:
///
/// ```
/// use customer_core::vendors::Vendor;
///
/// async fn read<V: Vendor>(id: &str) -> V::Record {
///     let _ = id;
///     V::Record::default()
/// }
///
/// /// Asks for the record, decides, and names what is due.
/// async fn handle<V: Vendor>(id: String, body: String, facts: V::Facts) -> Vec<String> {
///     let record = read::<V>(&id).await;
///     let Ok(update) = V::update(&body) else { return Vec::new() };
///     let Ok(outcome) = V::apply(&record, &update.into(), &facts) else { return Vec::new() };
///     let again = read::<V>(&id).await;
///     assert_eq!(again, V::Record::default());
///     let due = V::effects(&outcome.decision, &outcome.after).into_iter();
///     due.map(|effect| V::effect_key(&effect, "c42/7")).collect()
/// }
///
/// fn spawned<T: Send + 'static>(_: T) {}
///
/// fn serve<V: Vendor>(facts: V::Facts) {
///     spawned(handle::<V>("42".into(), "{}".into(), facts));
/// }
/// # use customer_core::{adobe, vendors::Adobe};
/// serve::<Adobe>(adobe::Facts::unknown(adobe::Policy::documented()));
/// ```
pub trait Vendor: sealed::Sealed + Copy + Debug + 'static {
    /// The vendor's name in the JSON contract.
    const NAME: &'static str;
    /// Every rule, those that refuse in order of precedence.
    const RULES: &'static [Rule];
    /// Names of the presets; the first is the default.
    const PRESETS: &'static [&'static str];
    /// Name and choices of each reading of the policy.
    const READINGS: &'static [ReadingRow];
    /// Name and type of each fact.
    const FACTS: &'static [FactRow];
    /// Names of the inputs in the JSON contract.
    const INPUTS: &'static [&'static str];
    /// What each input is.
    const INPUT_PARTS: &'static [Part];
    /// What the document is, in each form that it may come in.
    const DOCUMENT: Shape;
    /// What the vendor keeps to itself.
    const INTERNAL: Shape;
    /// What each effect is in the JSON contract.
    const EFFECTS: &'static [Shape];

    /// What is stored.
    type Record: Clone
        + PartialEq
        + Eq
        + Debug
        + Send
        + Sync
        + Default
        + Serialize
        + DeserializeOwned
        + 'static;
    /// The body of an update.
    type Update<'a>: Clone + Eq + Debug + Send + Sync;
    /// Everything that can happen to a record.
    type Input<'a>: Clone + Eq + Debug + Send + Sync + From<Self::Update<'a>>;
    /// The readings.
    type Policy: Copy + Eq + Debug + Send + Sync + Serialize + DeserializeOwned + 'static;
    /// The name of a fact.
    type Fact: FactName + Send + Sync;
    /// What the caller looked up.
    type Facts: Clone + Eq + Debug + Send + Sync + Serialize + DeserializeOwned + 'static;
    /// An answer of the vendor, read back.
    type Answer: Clone + Eq + Debug + Send + Sync + 'static;
    /// What was decided.
    type Decision: Clone + Eq + Debug + Send + Sync + Serialize + DeserializeOwned + 'static;
    /// Follow-up work.
    type Effect: Clone + Eq + Debug + Send + Sync + Serialize + DeserializeOwned + 'static;

    /// The preset of this name.
    fn policy(name: &str) -> Option<Self::Policy>;

    /// Facts of which none was looked up.
    fn unknown(policy: Self::Policy) -> Self::Facts;

    /// The vendor's id of a record, if it has one.
    fn record_id(record: &Self::Record) -> Option<&str>;

    /// The readings in force.
    fn policy_of(facts: &Self::Facts) -> Self::Policy;

    /// Whether a fact was looked up.
    fn knows(facts: &Self::Facts, fact: Self::Fact) -> bool;

    /// The facts that this input asks for, given or not.
    fn needs(
        record: &Self::Record,
        input: &Self::Input<'_>,
        policy: &Self::Policy,
    ) -> Needs<Self::Fact>;

    /// Decides what `input` does to `record`.
    ///
    /// # Errors
    ///
    /// All violations, or the facts that are missing.
    fn decide(
        record: &Self::Record,
        input: &Self::Input<'_>,
        facts: &Self::Facts,
    ) -> Result<Self::Decision, Rejection<Self::Fact>>;

    /// Makes the changes.
    ///
    /// # Errors
    ///
    /// A record that does not read as the one that the decision was made for; it stays as it is.
    fn evolve(record: &mut Self::Record, decision: &Self::Decision) -> Result<(), Misfit>;

    /// Decides, then makes the changes on a copy.
    ///
    /// # Errors
    ///
    /// As `decide`.
    fn apply(record: &Self::Record, input: &Self::Input<'_>, facts: &Self::Facts) -> Applied<Self>;

    /// The changes of a decision, in document order.
    fn changes(decision: &Self::Decision) -> Changes;

    /// Whether a decision leaves the document as it is.
    fn is_unchanged(decision: &Self::Decision) -> bool;

    /// What is due after a decision, in order; `after` is the record after it.
    fn effects(decision: &Self::Decision, after: &Self::Record) -> Vec<Self::Effect>;

    /// A key by which a worker recognises an effect that it has carried out; `decision` is the
    /// caller's name for the decision. It may hold personal data, as the effect does.
    fn effect_key(effect: &Self::Effect, decision: &str) -> String;

    /// What to do next after an accepted input.
    fn next(decision: &Self::Decision) -> Next;

    /// Plans how a wish is brought about.
    ///
    /// # Errors
    ///
    /// Everything in the way, or the facts that are missing.
    #[cfg(feature = "plan")]
    fn plan(record: &Self::Record, wish: &Wish<Self>, facts: &Self::Facts) -> Planned<Self>;

    /// Reads a wish, as [`Wish::from_json`] does.
    ///
    /// # Errors
    ///
    /// Everything that is wrong with its form.
    #[cfg(feature = "plan")]
    fn wish(text: &str) -> Result<Wish<Self>, Unreadable>;

    /// What differs between two records, found by comparing them.
    fn diff(before: &Self::Record, after: &Self::Record) -> Changes;

    /// Whether an input is an API call, which gets an HTTP answer.
    fn is_call(input: &Self::Input<'_>) -> bool;

    /// What the vendor answers to an accepted call; `after` is the record after it.
    fn accepted(after: &Self::Record) -> Response;

    /// What the vendor answers to a refused input; `None` where it is no API call.
    fn refused(input: &Self::Input<'_>, refusal: &Refusal) -> Option<Response>;

    /// Reads an answer of the vendor.
    fn answer(status: u16, body: &str) -> Self::Answer;

    /// Whether an answer says that the vendor accepted.
    fn is_accepted(answer: &Self::Answer) -> bool;

    /// What an answer complains about; nothing if the vendor accepted.
    fn complaints(answer: &Self::Answer, asked: &AskedOf<'_, '_, Self>) -> Vec<Complaint>;

    /// What to do next after an answer.
    fn next_after(answer: &Self::Answer, asked: &AskedOf<'_, '_, Self>) -> Next;

    /// Reads the vendor's document of a record.
    ///
    /// # Errors
    ///
    /// Everything that is wrong with its form.
    fn from_json(text: &str) -> Result<Self::Record, Unreadable>;

    /// Writes the vendor's document of a record.
    fn to_json(record: &Self::Record) -> String;

    /// Reads the body of an update.
    ///
    /// # Errors
    ///
    /// Everything that is wrong with its form.
    fn update(text: &str) -> Result<Self::Update<'_>, Unreadable>;

    /// Writes the body of an update.
    fn update_to_json(update: &Self::Update<'_>) -> String;

    /// The same update, owned.
    fn own_update(update: Self::Update<'_>) -> Self::Update<'static>;

    /// The update that does what `first` does and then `second`.
    ///
    /// # Errors
    ///
    /// The places of the second one that need a step of their own.
    fn compose<'a>(
        first: &Self::Update<'a>,
        second: &Self::Update<'a>,
        policy: &Self::Policy,
    ) -> Result<Self::Update<'a>, TwoSteps>;

    /// The places of the document that an update would take away without saying so, whatever the
    /// vendor has against it.
    fn preview_loss(
        record: &Self::Record,
        update: &Self::Update<'_>,
        policy: &Self::Policy,
    ) -> Vec<Pointer>;

    /// The same input, owned.
    fn owned(input: Self::Input<'_>) -> Self::Input<'static>;

    /// Writes a record with all that the vendor keeps to itself, exactly.
    fn to_stored(record: &Self::Record) -> Stored;

    /// Reads what [`to_stored`](Self::to_stored) wrote.
    ///
    /// # Errors
    ///
    /// A text that is no stored record of this vendor.
    fn from_stored(stored: &Stored) -> Result<Self::Record, Unreadable>;

    /// Whether a record can be read again wherever one is read: within the limits of a document.
    fn is_readable(record: &Self::Record) -> bool;

    /// Reads a record of the contract, and whether its document came wrapped.
    #[doc(hidden)]
    fn read_record(
        customer: Option<Node<'_, '_>>,
        internal: Option<Node<'_, '_>>,
        errors: &mut Errors,
    ) -> Option<(Self::Record, bool)>;

    /// The member that wraps a document which came wrapped.
    #[doc(hidden)]
    const WRAPPER: Option<&'static str>;

    /// The member of `internal` that is a document as well.
    #[doc(hidden)]
    const PENDING: Option<&'static str>;

    /// Writes the document, wrapped if it came so.
    #[doc(hidden)]
    fn write_document(record: &Self::Record, wrapped: bool, w: &mut Writer<'_>);

    /// Writes what the vendor keeps to itself, as one object.
    #[doc(hidden)]
    fn write_internal(record: &Self::Record, w: &mut Writer<'_>);

    /// Reads the input of this name; `None` without an error when there is no such input.
    #[doc(hidden)]
    fn read_input<'a>(
        name: &str,
        value: Node<'_, 'a>,
        at: &At<'_>,
        errors: &mut Errors,
    ) -> Option<Self::Input<'a>>;

    /// Reads the body of an update, found at `at`.
    #[doc(hidden)]
    fn read_update<'a>(
        value: Node<'_, 'a>,
        at: &At<'_>,
        errors: &mut Errors,
    ) -> Option<Self::Update<'a>>;

    /// Reads `policy`.
    #[doc(hidden)]
    fn read_policy(node: Option<Node<'_, '_>>, at: &At<'_>, errors: &mut Errors) -> Self::Policy;

    /// Reads `facts`.
    #[doc(hidden)]
    fn read_facts(
        node: Option<Node<'_, '_>>,
        policy: Self::Policy,
        at: &At<'_>,
        errors: &mut Errors,
    ) -> Self::Facts;

    /// The record that an answer shows, and whether its document came wrapped.
    #[doc(hidden)]
    fn record_in(answer: &Self::Answer) -> Option<(Self::Record, bool)>;

    /// Writes an effect as an object of the contract.
    #[doc(hidden)]
    fn write_effect(effect: &Self::Effect, w: &mut Writer<'_>);

    /// Where and how the record itself is at fault, if that is what a refusal says.
    #[doc(hidden)]
    fn at_fault(refusal: &Refusal) -> Option<FormError>;
}

mod sealed {
    pub trait Sealed {}
}

/// Calls `$then!` with one line for each vendor that is built: doc, name, module, record type.
///
/// Which are built is asked of this crate's features, not of those of the crate that calls.
#[macro_export]
macro_rules! for_each_vendor {
    ($then:ident) => {
        $crate::built_vendors! {
            $then []
            /// Adobe VIP Marketplace: a partial update; the contact list is replaced whole.
            Adobe = adobe::Customer, "adobe";
            /// IBM BSS: a full replacement; what is left out is deleted.
            Ibm = ibm::Customer, "ibm";
            /// Commvault: absent keeps, null clears; settles later.
            Commvault = commvault::Account, "commvault";
        }
    };
}
