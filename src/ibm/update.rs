//! What was asked for: the body of a PUT as it arrived, or a call of the life cycle.
//!
//! The page's tables are flat, the documents of every public client are nested; both forms are
//! read. A flat body is sorted into the nested one here, so that the rest of the vendor knows one
//! form; only the places of violations remember how it was sent.

mod flat;
mod input;

use alloc::string::String;
use alloc::vec::Vec;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::record::{
    CUSTOMER, Customer, Profile, SentAccount, SentAddress, SentContact, SentOrganization,
    SentProfile,
};
#[cfg(feature = "endpoint")]
use crate::json::read_body;
use crate::json::{
    At, Errors, Reader, Reason, Text, Unreadable, Writer, deserialize, read_document, serialize,
    utf8, written,
};
use crate::member::{Field, Member, OtherMembers, Part, Raw, SentOthers, Shape};

pub use input::{Input, Operation};

/// What a body is: nested, or flat.
pub(super) const UPDATE: Shape = Shape::OneOf(&[
    Shape::Object {
        name: "Update",
        parts: &[Part::new(CUSTOMER, Profile::SENT, "The customer as it will be.").needed()],
        others: OtherMembers::Closed,
    },
    flat::UPDATE,
]);

/// How a body was arranged.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[expect(clippy::exhaustive_enums, reason = "it is nested, or flat")]
pub enum Form {
    /// `{"Customer": {"Organization": {...}, ...}}`.
    #[default]
    Nested,
    /// `{"OrgName": ..., "AddressLine1": ...}`: all attributes side by side.
    Flat,
}

/// The body of a PUT. It borrows from the text that it was read from.
///
/// ```
/// use customer_core::ibm::{Form, Update};
///
/// let flat = Update::from_json(r#"{"OrgName": "Acme", "Version": 7}"#).unwrap();
/// assert_eq!(flat.form(), Form::Flat);
/// assert_eq!(flat.to_json(), r#"{"Version":7,"OrgName":"Acme"}"#);
/// let nested = Update::from_json(r#"{"Customer": {"Version": 7}}"#).unwrap();
/// assert_eq!(nested.into_owned().form(), Form::Nested);
/// ```
///
/// An update repeats the whole customer. [`Update::echo`] starts from the record, so a program says
/// only what it changes: a phone, a web site cleared, a job title.
///
/// ```
/// # use customer_core::ibm::{Customer, Facts, Policy, Role, Update, decide_update};
/// use customer_core::member::Field;
/// # let customer = Customer::from_json(r#"{"Customer": {"Version": 7, "Organization": {
/// #     "OrgName": "Acme", "AddressSet": [{"AddressLine1": "1 Way", "AddressType": "BILLING",
/// #         "City": "Boston", "Country": "United States", "State": "Massachusetts",
/// #         "PostalCode": "02110"}],
/// #     "Contact": {"FamilyName": "Doe", "GivenName": "Jo", "EmailAddress": "jo@acme.example",
/// #         "WorkPhone": "1", "WebSiteAddress": "acme.example"}},
/// #     "CustomerAccountSet": [{"AccountNumber": "", "LocationName": "Boston"}]}}"#).unwrap();
///
/// let mut update = Update::echo(&customer);
/// update.organization_mut().phone = Field::Value("+1 555 0101".into());
/// update.contact_mut().web_site_address = Field::Absent;
/// update.contact_mut().job_title = Field::Value("Purchaser".into());
/// # let facts = Facts {
/// #     role: Some(Role::Vsr),
/// #     same_organization: Some(true),
/// #     ..Facts::unknown(Policy::documented())
/// # };
/// # let changes = decide_update(&customer, &update, &facts).unwrap().changes();
/// # assert_eq!(changes.len(), 4);
/// ```
/// Serde is for queues and stores, and reads what it wrote. A body that came from elsewhere is read
/// by [`from_json`](Self::from_json) or [`from_slice`](Update::from_slice): serde may change its
/// numbers without a word (`1.50` to `1.5`), and takes `{"$number": "1.50"}` for one.
///
/// ```
/// # use customer_core::ibm::Update;
/// let body = r#"{"Customer": {"Score": 12345678901234567890123}}"#;
/// assert!(Update::from_json(body).unwrap().to_json().contains("12345678901234567890123"));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Update<'a> {
    form: Form,
    document: Field<SentProfile<'a>>,
    spellings: Vec<Spelling<'a>>,
}

/// A value that was sent under the other spelling of an attribute.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Spelling<'a> {
    holder: Holder,
    name: &'static str,
    said: Field<Text<'a>>,
}

/// An object of the document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Holder {
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

impl<'a> Update<'a> {
    /// Reads a body of either form.
    ///
    /// # Errors
    ///
    /// Everything that is wrong with its form: a member of another type (`{"OrgName": 5}`), or
    /// beside `Customer` (`{"Customer": {}, "OrgName": "x"}`), more than 4 MiB. Of syntax only the
    /// first: no JSON (`{`), a name that is there twice, more than 100 levels.
    pub fn from_json(text: &'a str) -> Result<Self, Unreadable> {
        read_document(text, |from, errors| Self::read(from, &At::ROOT, errors))
    }

    /// Reads the body of a call.
    #[cfg(feature = "endpoint")]
    pub(super) fn from_body(body: &'a [u8]) -> Result<Self, Unreadable> {
        read_body(utf8(body)?, |from, errors| Self::read(from, &At::ROOT, errors))
    }

    /// What an update says that changes nothing: the document as it reads, borrowed. A null that is
    /// stored is left out, because the vendor does not take it back.
    ///
    /// A record that lacks a required attribute has no such update: this one is refused then.
    pub fn echo(record: &'a Customer) -> Self {
        Self::from(record.document.sent())
    }

    /// How the body was arranged.
    pub const fn form(&self) -> Form {
        self.form
    }

    /// What it says, in nested form; null when `Customer` was null.
    pub const fn document(&self) -> &Field<SentProfile<'a>> {
        &self.document
    }

    /// What it says, to be changed. A flat body stays one, and [`to_json`](Self::to_json) writes
    /// only what it has a place for.
    pub fn document_mut(&mut self) -> &mut SentProfile<'a> {
        self.document.get_or_insert_default()
    }

    /// What it says of the organization, to be changed.
    pub fn organization_mut(&mut self) -> &mut SentOrganization<'a> {
        self.document_mut().organization.get_or_insert_default()
    }

    /// What it says of the contact person, to be changed.
    pub fn contact_mut(&mut self) -> &mut SentContact<'a> {
        self.organization_mut().contact.get_or_insert_default()
    }

    /// What it says of the addresses, to be changed.
    pub fn addresses_mut(&mut self) -> &mut Vec<Field<SentAddress<'a>>> {
        self.organization_mut().address_set.get_or_insert_default()
    }

    /// What it says of the accounts, to be changed.
    pub fn accounts_mut(&mut self) -> &mut Vec<Field<SentAccount<'a>>> {
        self.document_mut().customer_account_set.get_or_insert_default()
    }

    /// The body as JSON, in its form.
    pub fn to_json(&self) -> String {
        written(|w| self.write(w))
    }

    /// Writes the body, in its form.
    pub fn write(&self, w: &mut Writer<'_>) {
        if let (Form::Flat, Field::Value(document)) = (self.form, &self.document) {
            return flat::write(self, document, w);
        }
        w.begin_object();
        w.name(CUSTOMER);
        match &self.document {
            Field::Absent | Field::Null => w.null(),
            Field::Value(document) => Profile::write_sent(document, w),
        }
        w.end_object();
    }

    /// The same body, owned.
    pub fn into_owned(self) -> Update<'static> {
        let spellings = self.spellings.into_iter().map(|spelling| Spelling {
            holder: spelling.holder,
            name: spelling.name,
            said: spelling.said.map(Text::into_owned),
        });
        Update {
            form: self.form,
            spellings: spellings.collect(),
            document: self.document.map(Profile::own),
        }
    }

    /// Reads a body; `at` is its place.
    pub(crate) fn read(from: &mut Reader<'a>, at: &At<'_>, errors: &mut Errors) -> Option<Self> {
        let inside = at.name(CUSTOMER);
        let (mut beside, mut document) = (SentOthers::default(), None);
        let mut members = from.object(at, errors)?;
        while let Some(name) = members.next(from) {
            if *name != *CUSTOMER {
                beside.push(name, from.raw());
                continue;
            }
            if document.is_some() {
                errors.push(&inside, Reason::Duplicate);
            }
            document = Some(if from.null() {
                Field::Null
            } else {
                Profile::read_sent(from, &inside, errors).map_or(Field::Absent, Field::Value)
            });
        }
        beside.settle(at, errors);
        // Rule: ibm.form.flat
        let Some(document) = document else { return Some(flat::read(beside, at, errors)) };
        let mut spellings = Vec::new();
        read_spellings(&document, &inside, errors, &mut spellings);
        for (name, _) in beside.iter() {
            // Rule: ibm.form.unreadable
            errors.push(&at.other(name), Reason::none_of(&[CUSTOMER]));
        }
        Some(Self { form: Form::Nested, document, spellings })
    }

    /// Makes it nested. What was sent under another spelling goes where the attribute is.
    pub(super) fn make_nested(&mut self) {
        if core::mem::replace(&mut self.form, Form::Nested) == Form::Nested {
            return;
        }
        let Field::Value(document) = &mut self.document else { return };
        let Field::Value(organization) = &mut document.organization else { return };
        for Spelling { holder, name, said } in &self.spellings {
            let said = Raw::written(|w| match said {
                Field::Value(text) => w.text(text),
                Field::Absent | Field::Null => w.null(),
            });
            match (holder, &mut organization.address_set, &mut organization.contact) {
                (Holder::Address(index), Field::Value(set), _) => {
                    if let Some(Field::Value(address)) = set.get_mut(*index) {
                        address.others.insert(*name, said);
                    }
                }
                (Holder::Contact, _, Field::Value(contact)) => contact.others.insert(*name, said),
                _ => {}
            }
        }
    }

    /// The same with every object and every set that a full replacement has: what is missing holds
    /// nothing.
    pub(super) fn completed(&self) -> Self {
        let mut whole = self.clone();
        let organization = whole.organization_mut();
        organization.address_set.get_or_insert_default();
        organization.contact.get_or_insert_default();
        whole.accounts_mut();
        whole
    }

    /// Whether anything was sent under another spelling.
    pub(super) const fn has_spellings(&self) -> bool {
        !self.spellings.is_empty()
    }

    /// What was sent under the other spelling `name` of an attribute of `holder`.
    pub(super) fn spelling(&self, holder: Holder, name: &str) -> Field<&str> {
        let mut found = self.spellings.iter();
        match found.find(|one| one.holder == holder && one.name == name) {
            None => Field::Absent,
            Some(spelling) => spelling.said.as_ref().map(|text| &**text),
        }
    }
}

impl Update<'static> {
    /// Reads a body of either form from bytes.
    ///
    /// # Errors
    ///
    /// As [`from_json`](Self::from_json), and bytes that are not UTF-8.
    pub fn from_slice(bytes: &[u8]) -> Result<Self, Unreadable> {
        Ok(Update::from_json(utf8(bytes)?)?.into_owned())
    }
}

/// A nested body that says nothing.
impl Default for Update<'_> {
    fn default() -> Self {
        Self::from(SentProfile::default())
    }
}

/// A nested body made in code and not read from text.
impl<'a> From<SentProfile<'a>> for Update<'a> {
    fn from(document: SentProfile<'a>) -> Self {
        Self { form: Form::Nested, document: Field::Value(document), spellings: Vec::new() }
    }
}

impl Serialize for Update<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serialize(|w| self.write(w), serializer)
    }
}

impl<'de> Deserialize<'de> for Update<'static> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserialize(deserializer, |from, errors| {
            Update::read(from, &At::ROOT, errors).map(Update::into_owned)
        })
    }
}

/// Reads the other spellings inside a nested document: the model does not know them.
fn read_spellings<'a>(
    document: &Field<SentProfile<'a>>,
    at: &At<'_>,
    errors: &mut Errors,
    found: &mut Vec<Spelling<'a>>,
) {
    let Some(organization) = document.value().and_then(|one| one.organization.value()) else {
        return;
    };
    let at = at.name("Organization");
    let mut read = |others, at: &At<'_>, holder, names: &[&'static str]| {
        for name in names {
            let said = read_field::<String>(others, name, at, errors);
            if !said.is_absent() {
                found.push(Spelling { holder, name, said });
            }
        }
    };
    let set = at.name("AddressSet");
    for (index, address) in organization.address_set.value().into_iter().flatten().enumerate() {
        if let Some(address) = address.value() {
            read(&address.others, &set.index(index), Holder::Address(index), ADDRESS_SPELLINGS);
        }
    }
    if let Some(contact) = organization.contact.value() {
        read(&contact.others, &at.name("Contact"), Holder::Contact, CONTACT_SPELLINGS);
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
