//! What a decision is made of, at every vendor: rules, violations, changes, what to do next.
//!
//! Nothing here knows a vendor.

mod format;
mod next;
mod outcome;
mod rejection;
mod response;
mod rule;

#[doc(inline)]
pub use crate::member::{Cause, Change, ChangeKind, Changes};
pub use format::Format;
pub use next::Next;
pub use outcome::Outcome;
pub use rejection::{Limit, Rejection, Violation};
pub use response::Response;
pub use rule::{Evidence, Reading, Rule};
