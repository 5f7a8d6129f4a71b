//! What an update would lose.

use alloc::vec::Vec;

use super::change::Decision;
use super::facts::Policy;
use super::merge::merge;
use super::record::{Account, Update};
use crate::decision::losses;
use crate::json::Pointer;

/// The places of the document that an update would take away without saying so, whatever the vendor
/// has against it: none at this vendor, where what is left out stays.
///
/// ```
/// use customer_core::commvault::{Account, Policy, Update, preview_loss};
///
/// let account = Account::from_json(r#"{"status": "active", "website": "acme.example"}"#)?;
/// let update = Update::from_json(r#"{"name": "Acme"}"#)?;
/// assert!(preview_loss(&account, &update, &Policy::documented()).is_empty());
/// # Ok::<(), customer_core::json::Unreadable>(())
/// ```
pub fn preview_loss(account: &Account, update: &Update<'_>, policy: &Policy) -> Vec<Pointer> {
    let values = merge(&account.document, update, policy);
    losses(&Decision::started(account, policy, None, values).changes())
}
