//! What an unchanged update says.

use alloc::string::String;

use crate::adobe::contacts::Contacts;
use crate::adobe::record::{
    Address, CompanyProfile, Contact, Customer, SentAddress, SentCompanyProfile, SentContact,
    Update,
};
use crate::json::Text;
use crate::member::Field;

impl<'a> Update<'a> {
    /// An update that changes nothing: everything that an update may change, as it is stored,
    /// borrowed from the record. Accepted under every policy, unless a stored contact has no e-mail
    /// address or two have the same. Edit it, then send it.
    ///
    /// It names every contact, and every contact that an accepted update names gets the welcome
    /// e-mail: where that is not wanted, `profile_mut().contacts` is set to [`Field::Absent`].
    ///
    /// ```
    /// use customer_core::adobe::{Customer, Facts, Policy, Update, decide_update};
    /// use customer_core::member::Field;
    ///
    /// let customer = Customer::from_json(r#"{"externalReferenceId": "342", "companyProfile": {
    ///     "address": {"city": "San Jose", "addressLine2": "Apt 123"},
    ///     "contacts": [{"firstName": "Mickey", "lastName": "Mouse", "email": "mickey@mouse.com"}]
    /// }}"#)?;
    /// let facts = Facts::unknown(Policy::documented());
    /// let update = Update::echo(&customer);
    /// assert!(decide_update(&customer, &update, &facts)?.is_unchanged());
    ///
    /// // The phone of a contact.
    /// let mut update = Update::echo(&customer);
    /// let contact = update.contact_mut("mickey@mouse.com").unwrap();
    /// contact.phone_number = Field::Value("408-123-4567".into());
    /// assert_eq!(decide_update(&customer, &update, &facts)?.changes().len(), 1);
    ///
    /// // An address line cleared.
    /// let mut update = Update::echo(&customer);
    /// update.address_mut().address_line2 = Field::Value("".into());
    /// assert_eq!(decide_update(&customer, &update, &facts)?.changes().len(), 1);
    ///
    /// // The partner's own id.
    /// let mut update = Update::echo(&customer);
    /// update.external_reference_id = Field::Value("99999".into());
    /// assert_eq!(decide_update(&customer, &update, &facts)?.changes().len(), 1);
    /// # Ok::<(), Box<dyn core::error::Error>>(())
    /// ```
    pub fn echo(record: &'a Customer) -> Self {
        let document = &record.document;
        let profile = document.company_profile.as_ref();
        Self {
            external_reference_id: optional(&document.external_reference_id),
            global_sales_enabled: document.global_sales_enabled.map_or(Field::Absent, Field::Value),
            company_profile: profile.map_or(Field::Null, |one| Field::Value(one.into())),
            ..Self::default()
        }
    }
}

/// What need not be there: left out where the record has none.
fn optional(stored: &Option<String>) -> Field<Text<'_>> {
    stored.as_deref().map_or(Field::Absent, |text| Field::Value(text.into()))
}

/// What some deployments must always send: null where the record has none.
fn required(stored: &Option<String>) -> Field<Text<'_>> {
    stored.as_deref().map_or(Field::Null, |text| Field::Value(text.into()))
}

impl<'a> From<&'a CompanyProfile> for SentCompanyProfile<'a> {
    fn from(stored: &'a CompanyProfile) -> Self {
        let segment = stored.market_segment.as_ref();
        let contacts = stored.contacts.as_ref().map(Contacts::as_slice);
        Self {
            company_name: required(&stored.company_name),
            preferred_language: required(&stored.preferred_language),
            market_segment: segment
                .map_or(Field::Absent, |segment| Field::Value(segment.as_str().into())),
            address: stored.address.as_ref().map_or(Field::Null, |one| Field::Value(one.into())),
            contacts: contacts.map_or(Field::Absent, |contacts| {
                Field::Value(contacts.iter().map(|one| Field::Value(one.into())).collect())
            }),
            ..Self::default()
        }
    }
}

impl<'a> From<&'a Address> for SentAddress<'a> {
    fn from(stored: &'a Address) -> Self {
        Self {
            country: required(&stored.country),
            region: required(&stored.region),
            city: required(&stored.city),
            address_line1: required(&stored.address_line1),
            address_line2: optional(&stored.address_line2),
            postal_code: required(&stored.postal_code),
            phone_number: optional(&stored.phone_number),
            ..Self::default()
        }
    }
}

/// A contact as an update repeats it.
impl<'a> From<&'a Contact> for SentContact<'a> {
    fn from(stored: &'a Contact) -> Self {
        Self {
            first_name: required(&stored.first_name),
            last_name: required(&stored.last_name),
            email: required(&stored.email),
            phone_number: optional(&stored.phone_number),
            ..Self::default()
        }
    }
}
