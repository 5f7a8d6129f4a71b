//! What was asked for: the body of a PUT as it arrived, or a call of the life cycle.
//!
//! The page's tables are flat, the documents of every public client are nested; both forms are
//! read. A flat body is sorted into the nested one here, so that the rest of the vendor knows one
//! form; only the places of violations remember how it was sent.

use alloc::string::String;
use alloc::vec::Vec;

use super::record::{
    Profile, SentAccount, SentAddress, SentContact, SentOrganization, SentProfile, WRAPPER,
};
use crate::json::{At, Errors, Reader, Reason, Text, Unreadable, read_whole};
use crate::member::{Field, Member, Number, Raw, SentOthers};

/// How a body was arranged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Form {
    /// `{"Customer": {"Organization": {...}, ...}}`.
    Nested,
    /// `{"OrgName": ..., "AddressLine1": ...}`: all attributes side by side.
    Flat,
}

/// The body of a PUT. It borrows from the text it was read from.
///
/// ```
/// use customer_core::ibm::{Form, Update};
///
/// let flat = Update::from_json(r#"{"OrgName": "Acme", "Version": 7}"#).unwrap();
/// assert_eq!(flat.form(), Form::Flat);
/// let nested = Update::from_json(r#"{"Customer": {"Version": 7}}"#).unwrap();
/// assert_eq!(nested.into_owned().form(), Form::Nested);
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Update<'a> {
    form: Form,
    profile: Field<SentProfile<'a>>,
    spellings: Vec<Spelling<'a>>,
}

/// A value that was sent under the other spelling of an attribute.
#[derive(Clone, Debug, PartialEq)]
struct Spelling<'a> {
    place: Place,
    name: &'static str,
    said: Field<Text<'a>>,
}

/// An object of the profile.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// The profile, the organization, an account or an identifier: no other spellings.
    Plain,
    /// The address at this index.
    Address(usize),
    /// The contact.
    Contact,
}

/// Other spellings of the attributes of an address.
pub(super) const ADDRESS_SPELLINGS: &[&str] = &["AdressLine1", "AdressLine2", "AdressType"];

/// The other spelling of the attribute of a contact.
pub(super) const CONTACT_SPELLINGS: &[&str] = &["WebsiteAddress"];

/// Members of the nested form that a flat body has no place for, by name: it would mix the two.
const CONTAINERS: [&str; 5] =
    ["AddressSet", "Contact", "CustomerAccountSet", "CustomerIdentifierSet", "Organization"];

impl<'a> Update<'a> {
    /// Reads a body of either form.
    ///
    /// # Errors
    ///
    /// Text that is not JSON (`{`), a member of another type (`{"OrgName": 5}`), a member beside
    /// `Customer` (`{"Customer": {}, "OrgName": "x"}`).
    pub fn from_json(text: &'a str) -> Result<Self, Unreadable> {
        read_whole(text, |from, errors| Self::read(from, &At::ROOT, errors))
    }

    /// How the body was arranged.
    pub const fn form(&self) -> Form {
        self.form
    }

    /// What it says, in nested form; null when `Customer` was null.
    pub const fn profile(&self) -> &Field<SentProfile<'a>> {
        &self.profile
    }

    /// The same body, owned.
    pub fn into_owned(self) -> Update<'static> {
        let spellings = self.spellings.into_iter().map(|spelling| Spelling {
            place: spelling.place,
            name: spelling.name,
            said: spelling.said.map(Text::into_owned),
        });
        Update {
            form: self.form,
            spellings: spellings.collect(),
            profile: self.profile.map(Profile::own),
        }
    }

    /// Reads a body that stands at `at`.
    pub(crate) fn read(from: &mut Reader<'a>, at: &At<'_>, errors: &mut Errors) -> Option<Self> {
        let inside = at.name(WRAPPER);
        let (mut beside, mut profile) = (SentOthers::default(), None);
        let mut members = from.object(at, errors)?;
        while let Some(name) = members.next(from) {
            if *name != *WRAPPER {
                beside.push(name, from.raw());
                continue;
            }
            if profile.is_some() {
                errors.push(&inside, Reason::Duplicate);
            }
            profile = Some(match from.null() {
                true => Field::Null,
                false => {
                    Profile::read_sent(from, &inside, errors).map_or(Field::Absent, Field::Value)
                }
            });
        }
        beside.settle(at, errors);
        let Some(profile) = profile else { return Some(Flat::new(beside, at, errors).read()) };
        let mut spellings = Vec::new();
        read_spellings(&profile, &inside, errors, &mut spellings);
        for (name, _) in beside.iter() {
            errors.push(&at.other(name), Reason::Unknown);
        }
        Some(Self { form: Form::Nested, profile, spellings })
    }

    /// Whether anything was sent under another spelling.
    pub(super) const fn has_spellings(&self) -> bool {
        !self.spellings.is_empty()
    }

    /// What was sent under the other spelling `name` of an attribute at `place`.
    pub(super) fn spelling(&self, place: Place, name: &str) -> Field<&str> {
        let mut found = self.spellings.iter();
        match found.find(|one| one.place == place && one.name == name) {
            None => Field::Absent,
            Some(spelling) => spelling.said.as_ref().map(|text| &**text),
        }
    }
}

/// A nested body made in code and not read from text.
impl<'a> From<SentProfile<'a>> for Update<'a> {
    fn from(profile: SentProfile<'a>) -> Self {
        Self { form: Form::Nested, profile: Field::Value(profile), spellings: Vec::new() }
    }
}

/// Reads the other spellings inside a nested profile: the model does not know them.
fn read_spellings<'a>(
    profile: &Field<SentProfile<'a>>,
    at: &At<'_>,
    errors: &mut Errors,
    found: &mut Vec<Spelling<'a>>,
) {
    let Some(organization) = profile.value().and_then(|one| one.organization.value()) else {
        return;
    };
    let at = at.name("Organization");
    let mut read = |others, at: &At<'_>, place, names: &[&'static str]| {
        for name in names {
            let said = read_field::<String>(others, name, at, errors);
            if !said.is_absent() {
                found.push(Spelling { place, name, said });
            }
        }
    };
    let set = at.name("AddressSet");
    for (index, address) in organization.address_set.value().into_iter().flatten().enumerate() {
        if let Some(address) = address.value() {
            read(&address.others, &set.index(index), Place::Address(index), ADDRESS_SPELLINGS);
        }
    }
    if let Some(contact) = organization.contact.value() {
        read(&contact.others, &at.name("Contact"), Place::Contact, CONTACT_SPELLINGS);
    }
}

/// One member among others.
fn read_field<'a, M: Member>(
    others: &SentOthers<'a>,
    name: &'static str,
    at: &At<'_>,
    errors: &mut Errors,
) -> Field<M::Sent<'a>> {
    let Some(mut from) = others.reader(name) else { return Field::Absent };
    if from.null() {
        return Field::Null;
    }
    M::read_sent(&mut from, &at.name(name), errors).map_or(Field::Absent, Field::Value)
}

/// A flat body that is being read.
struct Flat<'f, 'a> {
    body: SentOthers<'a>,
    at: &'f At<'f>,
    errors: &'f mut Errors,
    /// What was asked for, so that the rest is unknown.
    known: Vec<&'static str>,
    spellings: Vec<Spelling<'a>>,
}

impl<'f, 'a> Flat<'f, 'a> {
    fn new(body: SentOthers<'a>, at: &'f At<'f>, errors: &'f mut Errors) -> Self {
        Self { body, at, errors, known: Vec::with_capacity(40), spellings: Vec::new() }
    }

    /// Reads member by member in the order of the model, so that errors come in it.
    fn read(mut self) -> Update<'a> {
        let mut profile = self.profile();
        let organization = SentOrganization {
            org_name: self.text("OrgName"),
            phone: self.text("Phone"),
            address_set: Field::Value(Vec::from([Field::Value(self.address())])),
            contact: Field::Value(self.contact()),
            ..SentOrganization::default()
        };
        profile.organization = Field::Value(organization);
        let account = SentAccount {
            account_number: self.text("AccountNumber"),
            location_name: self.text("LocationName"),
            payment_method_type: self.text("PaymentMethodType"),
            currency_type: self.text("CurrencyType"),
            ..SentAccount::default()
        };
        profile.customer_account_set = Field::Value(Vec::from([Field::Value(account)]));
        for name in CONTAINERS.into_iter().filter(|name| self.body.get(name).is_some()) {
            self.errors.push(&self.at.other(name), Reason::Unknown);
        }
        let known = |name: &str| self.known.contains(&name) || CONTAINERS.contains(&name);
        self.body.retain(|name| !known(name));
        profile.others = self.body;
        Update { form: Form::Flat, profile: Field::Value(profile), spellings: self.spellings }
    }

    fn profile(&mut self) -> SentProfile<'a> {
        SentProfile {
            customer_number: self.text("CustomerNumber"),
            id: self.field::<Number>("Id"),
            customer_state: self.text("CustomerState"),
            suspension_date: self.text("SuspensionDate"),
            is_guest: self.field::<Raw>("IsGuest"),
            last_sync_date: self.text("LastSyncDate"),
            customer_type: self.text("CustomerType"),
            version: self.field::<i64>("Version"),
            ..SentProfile::default()
        }
    }

    fn address(&mut self) -> SentAddress<'a> {
        let place = Place::Address(0);
        SentAddress {
            address_line1: self.spelt("AddressLine1", "AdressLine1", place),
            address_line2: self.spelt("AddressLine2", "AdressLine2", place),
            address_type: self.spelt("AddressType", "AdressType", place),
            city: self.text("City"),
            country: self.text("Country"),
            state: self.text("State"),
            postal_code: self.text("PostalCode"),
            ..SentAddress::default()
        }
    }

    fn contact(&mut self) -> SentContact<'a> {
        SentContact {
            family_name: self.text("FamilyName"),
            given_name: self.text("GivenName"),
            email_address: self.text("EmailAddress"),
            name_prefix: self.text("NamePrefix"),
            name_suffix: self.text("NameSuffix"),
            employee_number: self.text("EmployeeNumber"),
            language_preference: self.text("LanguagePreference"),
            work_phone: self.text("WorkPhone"),
            home_phone: self.text("HomePhone"),
            mobile_phone: self.text("MobilePhone"),
            fax: self.text("Fax"),
            job_title: self.text("JobTitle"),
            web_site_address: self.spelt("WebSiteAddress", "WebsiteAddress", Place::Contact),
            time_zone: self.text("TimeZone"),
            photo: self.text("Photo"),
            ..SentContact::default()
        }
    }

    /// An attribute that has another spelling; what was sent under that one is noted.
    fn spelt(&mut self, own: &'static str, name: &'static str, place: Place) -> Field<Text<'a>> {
        let read = self.text(own);
        let said = self.text(name);
        if !said.is_absent() {
            self.spellings.push(Spelling { place, name, said });
        }
        read
    }

    fn text(&mut self, name: &'static str) -> Field<Text<'a>> {
        self.field::<String>(name)
    }

    fn field<M: Member>(&mut self, name: &'static str) -> Field<M::Sent<'a>> {
        self.known.push(name);
        read_field::<M>(&self.body, name, self.at, self.errors)
    }
}

/// A call of the life cycle around the update.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Operation {
    /// An active customer may no longer use its services.
    Suspend,
    /// A suspended customer may use them again.
    Unsuspend,
    /// The customer goes.
    Unregister,
}

impl Operation {
    /// The operation of this name.
    ///
    /// ```
    /// use customer_core::ibm::Operation;
    ///
    /// assert_eq!(Operation::parse("suspendCustomer"), Some(Operation::Suspend));
    /// assert_eq!(Operation::parse("SuspendCustomer"), None);
    /// ```
    pub fn parse(name: &str) -> Option<Self> {
        [Self::Suspend, Self::Unsuspend, Self::Unregister]
            .into_iter()
            .find(|operation| operation.as_str() == name)
    }

    /// Its name.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Suspend => "suspendCustomer",
            Self::Unsuspend => "unsuspendCustomer",
            Self::Unregister => "unregisterCustomer",
        }
    }
}

/// Everything that can happen to a customer.
#[derive(Clone, Debug, PartialEq)]
#[expect(clippy::large_enum_variant, reason = "an update is the rule, an operation the exception")]
pub enum Input<'a> {
    /// A PUT.
    Update(Update<'a>),
    /// A call of the life cycle.
    Operation(Operation),
}
