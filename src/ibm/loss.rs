//! What an update would lose.

use alloc::vec::Vec;

use super::facts::Policy;
use super::merge::merge;
use super::record::Customer;
use super::update::Update;
use crate::decision::losses;
use crate::json::Pointer;

/// The places of the document that an update would take away without saying so, whatever the vendor
/// has against it, an old lock token included: in a full replacement, all that is left out.
///
/// ```
/// use customer_core::ibm::{Customer, Policy, Update, preview_loss};
///
/// let customer = r#"{"Customer": {"Version": 7, "Organization": {"OrgName": "Acme", "Phone": "1",
///     "Contact": {"GivenName": "Jo", "JobTitle": "Buyer"}}}}"#;
/// let customer = Customer::from_json(customer)?;
/// let update = Update::from_json(r#"{"Customer": {"Organization": {"Phone": "2"}}}"#)?;
/// let lost = preview_loss(&customer, &update, &Policy::documented());
/// let lost: Vec<_> = lost.iter().map(|place| place.as_str()).collect();
/// assert_eq!(lost, [
///     "/Customer/Organization/OrgName",
///     "/Customer/Organization/Contact/GivenName",
///     "/Customer/Organization/Contact/JobTitle",
/// ]);
/// # Ok::<(), customer_core::json::Unreadable>(())
/// ```
pub fn preview_loss(record: &Customer, update: &Update<'_>, policy: &Policy) -> Vec<Pointer> {
    // The token counts no further where it can't, and is no loss.
    losses(&merge(&record.document, &update.completed(), policy, 0))
}
