//! What an update would lose.

use alloc::boxed::Box;
use alloc::vec::Vec;

use super::check::{self, Intent};
use super::commitment;
use super::facts::{EmptyContacts, Facts, Policy};
use super::merge::{merge, sent_request};
use super::record::{Customer, Update};
use crate::decision::losses;
use crate::json::{At, Pointer};

/// The places of the document that an update would take away without saying so, whatever the vendor
/// has against it: contacts that the list leaves out and phones that they leave out, sub-segments
/// that go with the market segment, and what a new request for a commitment replaces.
///
/// ```
/// use customer_core::adobe::{Customer, Policy, Update, preview_loss};
///
/// let customer = Customer::from_json(r#"{"companyProfile": {
///     "marketSegment": "GOV", "marketSubSegments": ["STATE"],
///     "contacts": [{"email": "ada@example.com", "phoneNumber": "1"}, {"email": "bo@example.com"}]
/// }}"#)?;
/// let update = Update::from_json(r#"{"companyProfile": {
///     "marketSegment": "COM", "contacts": [{"email": "ada@example.com"}]}}"#)?;
/// let lost = preview_loss(&customer, &update, &Policy::documented());
/// let lost: Vec<_> = lost.iter().map(|place| place.as_str()).collect();
/// assert_eq!(lost, [
///     "/companyProfile/marketSubSegments",
///     "/companyProfile/contacts/0/phoneNumber",
///     "/companyProfile/contacts/1",
/// ]);
/// # Ok::<(), customer_core::json::Unreadable>(())
/// ```
pub fn preview_loss(record: &Customer, update: &Update<'_>, policy: &Policy) -> Vec<Pointer> {
    let intent = Intent::of(&record.document, update, policy);
    let mut checked = check::found(record, update, &Facts::unknown(*policy), &intent);
    if let (None, Some((kind, sent))) = (&checked.request, sent_request(update, &intent)) {
        let requested = commitment::requested(record, kind, sent);
        checked.request = Some(Box::new(requested));
    }
    let lost = losses(&merge(record, update, &intent, &checked).changes());
    if !empties(update, policy) {
        return lost;
    }
    // In document order: the benefits are behind the contacts.
    let is_behind = |place: &Pointer| place.as_str().starts_with("/benefits");
    let (behind, mut lost): (Vec<_>, Vec<_>) = lost.into_iter().partition(is_behind);
    let at = At::ROOT;
    let at = at.name("companyProfile");
    let at = at.name("contacts");
    lost.extend((0..record.document.contacts().len()).map(|index| at.index(index).pointer()));
    lost.extend(behind);
    lost
}

/// Whether an empty contact list would leave nobody.
fn empties(update: &Update<'_>, policy: &Policy) -> bool {
    let contacts = update.company_profile.value().and_then(|one| one.contacts.value());
    policy.empty_contacts == EmptyContacts::Refuse && contacts.is_some_and(Vec::is_empty)
}
