//! The nouns of updating: what every wing shares and none owns.
//!
//! Field (what the wire said), edit (what it means), place, rule, violation, rejection, change,
//! outcome, next. Nothing here knows a vendor.

mod change;
mod edit;
mod field;
mod format;
mod index;
mod next;
mod outcome;
mod pointer;
mod rejection;
mod response;
mod rule;
mod shown;
mod sorted;
mod stored;
pub mod wire;

pub use change::{Cause, Change, ChangeKind, Changes};
pub use edit::Edit;
pub use field::Field;
pub use format::Format;
pub(crate) use index::{Folded, Index, Key, hash_folded};
pub use next::Next;
pub use outcome::Outcome;
pub use pointer::{At, Pointer, Step};
pub use rejection::{Limit, Rejection, Violation};
pub use response::Response;
pub use rule::{Evidence, Reading, Rule};
pub(crate) use shown::{code, shown};
pub(crate) use sorted::{Crowd, sort_by, sort_by_key};
pub(crate) use stored::stored;
