//! What a member of a record can do: be read, sent, compared, edited, shown.
//!
//! [`Field`] is what the wire said of a member, [`Edit`] what that means. One macro makes the types
//! of an object, and every member of every vendor goes through the same trait.

mod after;
mod change;
mod diff;
mod edit;
mod field;
mod list;
#[expect(clippy::module_inception, reason = "the trait that the module is about")]
mod member;
mod number;
mod object;
mod open_enum;
mod others;
pub(crate) mod quantity;
mod raw;
mod read;
mod scalar;
mod shape;
pub(crate) mod visit;
mod visitors;

#[cfg(test)]
mod tests;

// Public as `decision::Change`; here, because comparing members makes them.
#[doc(hidden)]
pub use change::{Cause, Change, ChangeKind, Changes};
// Machinery: what the types of a document have in common, and a user of documents never asks of.
#[doc(hidden)]
pub use member::{Echo, Member, Redacted, RedactedSent};

pub use edit::Edit;
pub use field::Field;
pub use number::{Number, NumberError};
pub use others::{Others, SentOthers};
pub use raw::{Raw, Value};
pub use shape::{OtherMembers, Part, Shape};

pub(crate) use after::bound_text;
pub(crate) use diff::raw as differ_raw;
pub(crate) use member::{differ_scalar, each_put, echo_text, first_value, text_holds};
pub(crate) use object::{object, sent_type};
pub(crate) use open_enum::open_enum;
