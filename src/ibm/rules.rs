//! What is refused, and in which order: role, state, then everything required and valid, then
//! stale.

mod attribute;
mod check;
mod table;

pub(super) use attribute::{Attributes, Slot};
pub(super) use check::{Checked, operation, update};
pub use table::RULES;
pub(super) use table::{
    EXHAUSTED, ORGANIZATION, ORGANIZATION_KNOWN, ROLE, ROLE_KNOWN, STALE, STATE, SUBSCRIPTIONS,
    SUBSCRIPTIONS_KNOWN, SUSPEND, UNSUSPEND,
};
