//! What a decision is made of, at every vendor: rules, violations, needs, changes, what to do next.
//!
//! Nothing here knows a vendor.
//!
//! # Storing
//!
//! Records, updates, inputs, decisions, changes, effects, facts, policies, outcomes, events,
//! entries of a log, refusals and rejections have serde, for formats that describe themselves:
//! JSON, CBOR, MessagePack. There they are given back equal, numbers to the last digit, whatever
//! features `serde_json` is built with. A format that does not describe itself (postcard, bincode)
//! refuses to write any of them, with its own error. A number that is no plain integer is written
//! as `{"$number": "1.50"}` and a carried array or object as `{"$json": "..."}`, so what serde
//! writes is to be read by serde: the vendor's document is `to_json`, and a record as one exact
//! text for any store is `to_stored`. With serde a record has the same members as there, its vendor
//! among them; what serde wrote before is still read.

mod aside;
mod complaint;
mod effect;
mod event;
mod facts;
mod format;
mod instead;
mod log;
mod loss;
mod misfit;
mod need;
mod next;
mod outcome;
mod policy;
mod rejection;
mod response;
mod rule;
mod stored_input;
mod stored_record;
mod two_steps;
mod violation;
mod word;

#[doc(inline)]
pub use crate::member::{Cause, Change, ChangeKind, Changes};
pub use complaint::{Asked, Complaint};
pub use event::Event;
pub use facts::FactRow;
pub use format::Format;
pub use instead::{Instead, Obstructed, Remedy, Ways};
pub use log::{Entry, Folded, Revision, WrongBase};
pub use misfit::{Misfit, Unfit};
pub use need::{FactName, Need, Needs};
pub use next::Next;
pub use outcome::Outcome;
pub use policy::ReadingRow;
pub(crate) use rejection::answering;
pub use rejection::{Refusal, Rejection, Undecided};
pub use response::Response;
pub use rule::{Evidence, Reading, Rule, RuleKind};
pub use two_steps::TwoSteps;
pub use violation::{Limit, Violation};
pub use word::UnknownWord;

pub(crate) use effect::effect_key;
pub(crate) use facts::{
    ClosedWord, FactValue, exact_integer, facts, member as facts_member, stored_facts,
    unknown_members,
};
pub(crate) use loss::losses;
pub(crate) use policy::{Choice, choices, chosen, policy};
pub(crate) use rule::{answers, joined, rules};
pub(crate) use stored_input::{read_input, stored_input};
pub(crate) use stored_record::{is_readable, read_stored, write_stored};
pub(crate) use word::{serde_by_word, words};
