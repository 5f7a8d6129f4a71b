//! Registration: a record where there was none.

use alloc::string::String;
use alloc::vec::Vec;

use super::facts::{Facts, Role};
use super::record::{Customer, CustomerState, Profile};
use super::update::Update;
use super::{Decision, Fact, Happened, Needs, Rejection, check, merge, reject, rules};
use crate::decision::Violation;
use crate::json::{Pointer, to_text};
use crate::member::Number;
use crate::value::Timestamp;

/// What a new customer gets from the server: its id, and the moment.
#[derive(Clone, Copy)]
pub struct Born<'b> {
    id: &'b str,
    now: Timestamp,
}

impl<'b> Born<'b> {
    /// An id that nobody has had, in digits, and the moment in UTC; `None` for what has not the
    /// form of an [id](is_id), by which nobody would find the customer again, or is no number of
    /// JSON, for it could not be stored.
    ///
    /// ```
    /// # use customer_core::ibm::Born;
    /// # use customer_core::value::Timestamp;
    /// let now = Timestamp::parse("2026-02-20T12:00:00").unwrap();
    /// assert!(Born::new("204000117", now).is_some());
    /// for id in ["", "x", "007", "1.5", "1234567890123456789"] {
    ///     assert!(Born::new(id, now).is_none());
    /// }
    /// ```
    pub fn new(id: &'b str, now: Timestamp) -> Option<Self> {
        let is_whole = is_id(id) && Number::parse(id).is_ok();
        is_whole.then_some(Self { id, now })
    }
}

/// Whether a text has the form of a customer's id: 1 to 18 digits.
///
/// ```
/// use customer_core::ibm::is_id;
/// assert!(is_id("100000001") && !is_id("-5") && !is_id(""));
/// ```
pub fn is_id(id: &str) -> bool {
    (1..=18).contains(&id.len()) && id.bytes().all(|b| b.is_ascii_digit())
}

/// Registers a customer: the checks of an update on an empty record, and the members that are the
/// server's. Only a VSR may; whether the organization is the caller's own is not asked.
///
/// ```
/// use customer_core::ibm::{Born, CustomerState, Facts, Policy, Role, Update, create};
/// use customer_core::value::Timestamp;
///
/// let body = r#"{"Customer": {"Organization": {"OrgName": "Acme",
///     "AddressSet": [{"AddressLine1": "1 Way", "AddressType": "BILLING", "City": "Boston",
///         "Country": "United States", "State": "Massachusetts", "PostalCode": "02110"}],
///     "Contact": {"FamilyName": "Doe", "GivenName": "Jo", "EmailAddress": "jo@acme.example",
///         "WorkPhone": "1"}},
///     "CustomerAccountSet": [{"AccountNumber": "", "LocationName": "Boston"}]}}"#;
/// let facts = Facts { role: Some(Role::Vsr), ..Facts::unknown(Policy::documented()) };
/// let now = Timestamp::parse("2026-02-20T12:00:00")?;
/// let born = Born::new("204000117", now).ok_or("no id")?;
/// let customer = create(&Update::from_json(body)?, &facts, &born)?;
/// assert_eq!(customer.id(), Some("204000117"));
/// assert_eq!(customer.document.version, Some(0));
/// assert_eq!(customer.document.customer_state, Some(CustomerState::Active));
/// let organization = customer.document.organization.as_ref().unwrap();
/// assert_eq!(organization.created.as_deref(), Some("02/20/2026 12:00:00"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
///
/// All violations, in order; the smallest: a role that is no VSR, and `{"Customer": {}}`. Or the
/// role, where it is not known.
pub fn create(update: &Update<'_>, facts: &Facts, born: &Born<'_>) -> Result<Customer, Rejection> {
    let mut needs = Needs::NONE;
    match &facts.role {
        Some(Role::Vsr) => {}
        Some(_) => {
            let place = Pointer::new("/facts/role");
            reject(Vec::from([Violation::new(&rules::REGISTER_ROLE, place)]), Needs::NONE)?;
        }
        None => needs.push(Fact::Role, Pointer::default(), &rules::REGISTER_ROLE),
    }
    let mut record = Customer::default();
    // There is no record that it could have been made from, so it is not stale.
    // Rule: ibm.register.token
    record.document.version =
        update.document().value().and_then(|sent| sent.version.value().copied());
    let checked = check::check(&record, update, &facts.policy);
    reject(checked.violations, needs)?;
    let changes = merge::merge(&record.document, update, &facts.policy, 0);
    Decision::new(&record, Happened::Updated, changes).carry_out(&mut record);
    made(&mut record.document, born);
    Ok(record)
}

/// What every customer has that nobody sends.
fn made(document: &mut Profile, born: &Born<'_>) {
    let moment = Some(moment(born.now));
    let realm = || Some(String::from("NON_FEDERATED"));
    document.id = Number::parse(born.id).ok();
    // Rule: ibm.register.made
    document.customer_state = Some(CustomerState::Active);
    document.version = Some(0);
    let organization = document.organization.get_or_insert_default();
    organization.created = moment.clone();
    organization.modified = moment.clone();
    organization.party_type = Some("ORGANIZATION".into());
    organization.security_realm = realm();
    for address in organization.address_set.iter_mut().flatten() {
        address.modified = moment.clone();
    }
    let contact = organization.contact.get_or_insert_default();
    contact.created = moment.clone();
    contact.modified = moment;
    contact.security_realm = realm();
}

/// `MM/DD/YYYY HH:MM:SS`, as the vendor writes moments.
fn moment(now: Timestamp) -> String {
    let day = now.date();
    let clock = (now.hour(), now.minute(), now.second());
    to_text(&format_args!(
        "{:02}/{:02}/{:04} {:02}:{:02}:{:02}",
        day.month(),
        day.day(),
        day.year(),
        clock.0,
        clock.1,
        clock.2
    ))
}
