//! The flat form: the attributes of the page's tables side by side.

use alloc::string::String;
use alloc::vec::Vec;

use super::super::check::Attributes;
use super::super::record::{
    Account, Address, Contact, Organization, Profile, SentAccount, SentAddress, SentContact,
    SentOrganization, SentProfile,
};
use super::{Form, Holder, Spelling, Update, read_field};
use crate::json::{At, Document, Errors, Reason, Text, Writer};
use crate::member::{Field, Member, Number, OtherMembers, Part, Raw, SentOthers, Shape};

/// Members of the nested form that a flat body has no place for, by name: it would mix the two.
const CONTAINERS: [&str; 5] =
    ["AddressSet", "Contact", "CustomerAccountSet", "CustomerIdentifierSet", "Organization"];

/// Members that no flat body has.
const NESTED: &[&str] = &[
    "Customer",
    "AddressSet",
    "Contact",
    "CustomerAccountSet",
    "CustomerIdentifierSet",
    "Organization",
];

/// What a flat body is, member by member as it is read.
pub(super) const UPDATE: Shape =
    Shape::Object { name: "FlatUpdate", parts: PARTS, others: OtherMembers::Without(NESTED) };

/// The attributes of a flat body: text, where nothing else is said.
macro_rules! attributes {
    ($( $name:literal $(= $shape:expr)?, )+) => {
        const PARTS: &[Part] =
            &[$( Part::new($name, [$( $shape, )? Shape::Text][0], "") ),+];

        /// What a body begins with that is read: the nested form, or an attribute.
        const NAMES: &[&str] = &["Customer", $( $name ),+];
    };
}

attributes! {
    "CustomerNumber",
    "Id" = Shape::Number,
    "CustomerState",
    "SuspensionDate",
    "IsGuest" = Shape::Any,
    "LastSyncDate",
    "CustomerType",
    "Version" = Shape::INTEGER,
    "OrgName",
    "Phone",
    "AddressLine1",
    "AdressLine1",
    "AddressLine2",
    "AdressLine2",
    "AddressType",
    "AdressType",
    "City",
    "Country",
    "State",
    "PostalCode",
    "FamilyName",
    "GivenName",
    "EmailAddress",
    "NamePrefix",
    "NameSuffix",
    "EmployeeNumber",
    "LanguagePreference",
    "WorkPhone",
    "HomePhone",
    "MobilePhone",
    "Fax",
    "JobTitle",
    "WebSiteAddress",
    "WebsiteAddress",
    "TimeZone",
    "Photo",
    "AccountNumber",
    "LocationName",
    "PaymentMethodType",
    "CurrencyType",
}

/// Reads a flat body from its members.
pub(super) fn read<'a>(body: SentOthers<'a>, at: &At<'_>, errors: &mut Errors) -> Update<'a> {
    let known = Vec::with_capacity(40);
    Flat { body, at, errors, known, spellings: Vec::new() }.read()
}

/// Writes a flat body: the attributes of each object, one object after the other.
pub(super) fn write(update: &Update<'_>, document: &SentProfile<'_>, w: &mut Writer<'_>) {
    w.begin_object();
    let is_beside = |name: &str| !CONTAINERS.contains(&name);
    members::<Profile>(document, is_beside, w);
    if let Some(organization) = document.organization.value() {
        attributes::<Organization>(Some(organization), w);
        attributes::<Address>(first(&organization.address_set), w);
        attributes::<Contact>(organization.contact.value(), w);
    }
    attributes::<Account>(first(&document.customer_account_set), w);
    for Spelling { holder: _, name, said } in &update.spellings {
        w.name(name);
        match said {
            Field::Value(text) => w.text(text),
            Field::Absent | Field::Null => w.null(),
        }
    }
    w.end_object();
}

fn first<T>(set: &Field<Vec<Field<T>>>) -> Option<&T> {
    set.value()?.first()?.value()
}

fn attributes<T: Attributes>(sent: Option<&T::Sent<'_>>, w: &mut Writer<'_>) {
    if let Some(sent) = sent {
        members::<T>(sent, |name| T::NAMES.contains(&name), w);
    }
}

/// Writes the `wanted` members of an object.
fn members<T: Member>(sent: &T::Sent<'_>, wanted: impl Fn(&str) -> bool, w: &mut Writer<'_>) {
    let whole = Raw::written(|w| T::write_sent(sent, w));
    let Ok(whole) = Document::parse(whole.as_str()) else { return };
    for (name, value) in whole.root().members().into_iter().flatten() {
        if wanted(&name) {
            w.name(&name);
            w.raw(value.raw());
        }
    }
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

impl<'a> Flat<'_, 'a> {
    /// Reads member by member in the order of the model, so that errors come in it.
    fn read(mut self) -> Update<'a> {
        let mut document = self.profile();
        let organization = SentOrganization {
            org_name: self.text("OrgName"),
            phone: self.text("Phone"),
            address_set: Field::Value(Vec::from([Field::Value(self.address())])),
            contact: Field::Value(self.contact()),
            ..SentOrganization::default()
        };
        document.organization = Field::Value(organization);
        let account = SentAccount {
            account_number: self.text("AccountNumber"),
            location_name: self.text("LocationName"),
            payment_method_type: self.text("PaymentMethodType"),
            currency_type: self.text("CurrencyType"),
            ..SentAccount::default()
        };
        document.customer_account_set = Field::Value(Vec::from([Field::Value(account)]));
        // Rule: ibm.flat.mixed
        for name in CONTAINERS.into_iter().filter(|name| self.body.get(name).is_some()) {
            self.errors.push(&self.at.other(name), Reason::none_of(NAMES));
        }
        let known = |name: &str| self.known.contains(&name) || CONTAINERS.contains(&name);
        self.body.retain(|name| !known(name));
        document.others = self.body;
        Update { form: Form::Flat, document: Field::Value(document), spellings: self.spellings }
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
        let holder = Holder::Address(0);
        SentAddress {
            address_line1: self.spelt("AddressLine1", "AdressLine1", holder),
            address_line2: self.spelt("AddressLine2", "AdressLine2", holder),
            address_type: self.spelt("AddressType", "AdressType", holder),
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
            web_site_address: self.spelt("WebSiteAddress", "WebsiteAddress", Holder::Contact),
            time_zone: self.text("TimeZone"),
            photo: self.text("Photo"),
            ..SentContact::default()
        }
    }

    /// An attribute that has another spelling; what was sent under that one is noted.
    fn spelt(&mut self, own: &'static str, name: &'static str, holder: Holder) -> Field<Text<'a>> {
        let read = self.text(own);
        let said = self.text(name);
        if !said.is_absent() {
            self.spellings.push(Spelling { holder, name, said });
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
