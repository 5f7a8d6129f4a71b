//! What is stored: the document `{"Customer": {...}}`, as a read by id returns it.
//!
//! Members stand in the order in which answers list them. Where public clients disagree about a
//! member's JSON type, it is kept as raw JSON: what is only carried has to survive, not to be
//! understood.

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::decision::Change;
use crate::json::{
    At, Document, Errors, Path, PathStep, Reader, Reason, Unreadable, Writer, deserialize,
    read_whole, serialize,
};
use crate::member::{Field, Member, Number, Others, Raw, Value, object, words};

words! {
    /// Where a customer stands in its life cycle.
    pub enum CustomerState {
        /// May use its services.
        Active = "ACTIVE",
        /// May not use its services for now.
        Suspended = "SUSPENDED",
        /// On its way out: to a caller it no longer exists.
        DeregisterPending = "DEREGISTER_PENDING",
    }
}

words! {
    /// What an address is for.
    pub enum AddressType {
        /// Bills go here.
        Billing = "BILLING",
        /// Mail goes here.
        Mailing = "MAILING",
        /// Both.
        Multipurpose = "MULTIPURPOSE",
    }
}

words! {
    /// How an account is paid.
    pub enum PaymentMethodType {
        /// By card.
        CreditCard = "CREDIT_CARD",
        /// By order.
        PurchaseOrder = "PURCHASE_ORDER",
        /// By invoice.
        Invoice = "INVOICE",
        /// Not at all.
        None = "NONE",
    }
}

object! {
    /// One postal address of an organization.
    pub struct Address, sent as SentAddress {
        /// Street and number.
        address_line1: String = "AddressLine1",
        /// More of the street.
        address_line2: String = "AddressLine2",
        /// What the address is for.
        address_type: AddressType = "AddressType",
        /// City.
        city: String = "City",
        /// Country or region, by its English name.
        country: String = "Country",
        /// State, by its English name.
        state: String = "State",
        /// Postal code.
        postal_code: String = "PostalCode",
        /// Read-only: code of the state.
        state_code: String = "StateCode",
        /// Read-only: code of the country.
        country_code: String = "CountryCode",
        /// Read-only: when the address last changed.
        modified: String = "Modified",
    }
}

object! {
    /// The primary contact person.
    pub struct Contact, sent as SentContact {
        /// Last name.
        family_name: String = "FamilyName",
        /// First name.
        given_name: String = "GivenName",
        /// E-mail address.
        email_address: String = "EmailAddress",
        /// What stands before the name.
        name_prefix: String = "NamePrefix",
        /// What stands behind the name.
        name_suffix: String = "NameSuffix",
        /// Number as an employee.
        employee_number: String = "EmployeeNumber",
        /// Preferred language; without one a reader assumes `en_US`.
        language_preference: String = "LanguagePreference",
        /// Phone at work.
        work_phone: String = "WorkPhone",
        /// Phone at home.
        home_phone: String = "HomePhone",
        /// Mobile phone.
        mobile_phone: String = "MobilePhone",
        /// Fax.
        fax: String = "Fax",
        /// Job title.
        job_title: String = "JobTitle",
        /// Web site.
        web_site_address: String = "WebSiteAddress",
        /// Time zone; not an IANA name.
        time_zone: String = "TimeZone",
        /// Where a photo is stored.
        photo: String = "Photo",
        /// Read-only: distinguished name.
        dn: String = "DN",
        /// Read-only: when the contact was created.
        created: String = "Created",
        /// Read-only: when the contact last changed.
        modified: String = "Modified",
        /// Read-only: whether or when it was deleted.
        deleted: Raw = "Deleted",
        /// Read-only: how the person signs in.
        security_realm: String = "SecurityRealm",
    }
}

object! {
    /// The organization behind a customer.
    pub struct Organization, sent as SentOrganization {
        /// Its name.
        org_name: String = "OrgName",
        /// Its phone.
        phone: String = "Phone",
        /// Its addresses.
        address_set: Vec<Address> = "AddressSet",
        /// Its contact person.
        contact: Contact = "Contact",
        /// Read-only: who owns it.
        owner: Raw = "Owner",
        /// Read-only: when it was created.
        created: String = "Created",
        /// Read-only: when it last changed.
        modified: String = "Modified",
        /// Read-only: its industry.
        industry: String = "Industry",
        /// Read-only: person or organization.
        party_type: String = "PartyType",
        /// Read-only: its size.
        company_size: Raw = "CompanySize",
        /// Read-only: how its people sign in.
        security_realm: String = "SecurityRealm",
        /// Read-only: direct or through a reseller.
        customer_type: String = "CustomerType",
        /// Read-only: whether it is a partner.
        is_partner: Raw = "IsPartner",
        /// Read-only: whether it waits for a synchronisation.
        is_sync_pending: Raw = "IsSyncPending",
    }
}

object! {
    /// One account of a customer.
    pub struct Account, sent as SentAccount {
        /// Its number; an empty one says that none exists.
        account_number: String = "AccountNumber",
        /// Name of the location.
        location_name: String = "LocationName",
        /// How it is paid.
        payment_method_type: PaymentMethodType = "PaymentMethodType",
        /// Its currency.
        currency_type: String = "CurrencyType",
        /// Read-only: the vendor it belongs to.
        vendor_id: Raw = "VendorId",
    }
}

object! {
    /// What another system calls this customer.
    pub struct Identifier, sent as SentIdentifier {
        /// The identifier.
        value: String = "Value",
        /// Which system it is from.
        customer_id_type: String = "CustomerIdType",
    }
}

object! {
    /// The profile: what stands inside `Customer`.
    pub struct Profile, sent as SentProfile {
        /// Customer number.
        customer_number: String = "CustomerNumber",
        /// Read-only: the id that the server gave.
        id: Number = "Id",
        /// Read-only: where the customer stands; without one it counts as active.
        customer_state: CustomerState = "CustomerState",
        /// Read-only: since when it is suspended.
        suspension_date: String = "SuspensionDate",
        /// Read-only: whether it is a guest.
        is_guest: Raw = "IsGuest",
        /// Read-only: when it was last synchronised.
        last_sync_date: String = "LastSyncDate",
        /// Read-only: direct or through a reseller.
        customer_type: String = "CustomerType",
        /// The lock token: a request that was made from another one is stale.
        version: i64 = "Version",
        /// The organization.
        organization: Organization = "Organization",
        /// Its accounts.
        customer_account_set: Vec<Account> = "CustomerAccountSet",
        /// What other systems call it.
        customer_identifier_set: Vec<Identifier> = "CustomerIdentifierSet",
    }
}

/// The member that wraps the profile.
pub(super) const WRAPPER: &str = "Customer";

/// The stored document.
///
/// ```
/// use customer_core::ibm::Customer;
///
/// let customer = Customer::from_json(r#"{"Customer": {"Version": 7, "Tier": 1.50}}"#).unwrap();
/// assert_eq!(customer.profile.version, Some(7));
/// assert_eq!(customer.to_json(), r#"{"Customer":{"Version":7,"Tier":1.50}}"#);
/// ```
#[derive(Clone, PartialEq, Default)]
pub struct Customer {
    /// What stands inside `Customer`.
    pub profile: Profile,
    /// Members beside `Customer`, exactly as they came.
    pub others: Others,
}

impl Customer {
    /// Reads a document.
    ///
    /// # Errors
    ///
    /// Text that is not JSON (`{`), or a document of another form: no `Customer` (`{}`), a member
    /// of another type (`{"Customer": {"Version": "7"}}`).
    pub fn from_json(text: &str) -> Result<Self, Unreadable> {
        read_whole(text, |from, errors| Self::read(from, &At::ROOT, errors))
    }

    /// The document as JSON, members in the order of the model.
    pub fn to_json(&self) -> String {
        let mut out = String::new();
        self.write(&mut Writer::new(&mut out));
        out
    }

    /// Writes the document.
    pub fn write(&self, w: &mut Writer<'_>) {
        w.begin_object();
        w.name(WRAPPER);
        self.profile.write(w);
        self.others.write(&[], w);
        w.end_object();
    }

    /// Reads a document that stands at `at`.
    pub(crate) fn read(from: &mut Reader<'_>, at: &At<'_>, errors: &mut Errors) -> Option<Self> {
        let inside = at.name(WRAPPER);
        let (mut others, mut profile) = (Others::default(), Field::Absent);
        let mut members = from.object(at, errors)?;
        while let Some(name) = members.next(from) {
            if *name != *WRAPPER {
                others.push(&name, from.raw());
                continue;
            }
            if !profile.is_absent() {
                errors.push(&inside, Reason::Duplicate);
            }
            profile = match from.null() {
                true => Field::Null,
                false => Field::Value(Profile::read(from, &inside, errors)),
            };
        }
        others.settle(at, errors);
        match profile {
            Field::Absent => errors.push(&inside, Reason::Missing),
            Field::Null => errors.push(&inside, Reason::Null),
            Field::Value(profile) => {
                let mut profile = profile?;
                profile.respell(&inside, errors);
                return Some(Self { profile, others });
            }
        }
        None
    }

    /// Makes one change. Total: what does not fit is left alone.
    pub(super) fn put(&mut self, path: &[PathStep], value: Option<&Value>) {
        match path.split_first() {
            Some((PathStep::Name(name), rest)) if *name == WRAPPER => {
                self.profile.put_in(rest, value);
            }
            _ => {}
        }
    }

    /// Tells every difference, in document order.
    pub(super) fn differ(&self, after: &Self, each: &mut dyn FnMut(Change)) {
        let at = Path::ROOT.name(WRAPPER);
        Profile::differ(Some(&self.profile), Some(&after.profile), &at, each);
        Others::differ(Some(&self.others), Some(&after.others), &[], &Path::ROOT, each);
    }
}

/// Without personal data.
impl fmt::Debug for Customer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Customer").field("profile", &self.profile).finish_non_exhaustive()
    }
}

impl Serialize for Customer {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serialize(|w| self.write(w), serializer)
    }
}

impl<'de> Deserialize<'de> for Customer {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserialize(deserializer, |from, errors| Self::read(from, &At::ROOT, errors))
    }
}

impl Profile {
    /// Puts what stands under another spelling under the right one: it is never shown again. Both
    /// with different values are more than one can be.
    fn respell(&mut self, at: &At<'_>, errors: &mut Errors) {
        let Some(organization) = &mut self.organization else { return };
        let at = at.name("Organization");
        let set = at.name("AddressSet");
        for (index, address) in organization.address_set.iter_mut().flatten().enumerate() {
            let (others, at) = (&mut address.others, set.index(index));
            let [line1, line2] = [&mut address.address_line1, &mut address.address_line2];
            respelt(others, ("AddressLine1", "AdressLine1"), line1, &at, errors);
            respelt(others, ("AddressLine2", "AdressLine2"), line2, &at, errors);
            let kind = &mut address.address_type;
            respelt(others, ("AddressType", "AdressType"), kind, &at, errors);
        }
        if let Some(contact) = &mut organization.contact {
            let (others, site) = (&mut contact.others, &mut contact.web_site_address);
            let names = ("WebSiteAddress", "WebsiteAddress");
            respelt(others, names, site, &at.name("Contact"), errors);
        }
    }
}

fn respelt<M: Member + PartialEq>(
    others: &mut Others,
    (own, other): (&'static str, &'static str),
    slot: &mut Option<M>,
    at: &At<'_>,
    errors: &mut Errors,
) {
    let Some(raw) = others.get(other).cloned() else { return };
    others.forget(other);
    if raw.as_str() == "null" {
        return;
    }
    let at = at.name(other);
    let Ok(document) = Document::parse(raw.as_str()) else { return };
    let read = document.root().read::<M>(&at, errors);
    if slot.is_none() {
        others.forget(own);
        *slot = read;
    } else if read.is_some() && read != *slot {
        errors.push(&at, Reason::Duplicate);
    }
}
