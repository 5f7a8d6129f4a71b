//! What is stored: the document `{"Customer": {...}}`, as a read by id returns it.

mod model;

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::decision::{Change, is_readable, read_stored, unknown_members, write_stored};
use crate::json::{
    At, Document, Errors, Node, Path, PathStep, Reader, Reason, Stored, Unreadable, Writer,
    deserialize_node, read_document, serialize, utf8, written,
};
use crate::member::visit::Object;
use crate::member::{Field, Member, OtherMembers, Others, Part, Shape, Value};

pub use model::{
    Account, Address, AddressType, Contact, CustomerState, Identifier, Organization,
    PaymentMethodType, Profile, SentAccount, SentAddress, SentContact, SentIdentifier,
    SentOrganization, SentProfile,
};

/// The member of the document that holds the customer.
pub(super) const CUSTOMER: &str = "Customer";

/// Names of the members of a record, of all its objects, a slash before each: no name of a person.
pub(crate) const NAMES: &[&str] = &[
    "/Customer",
    Profile::TEXT,
    Organization::TEXT,
    Address::TEXT,
    Contact::TEXT,
    Account::TEXT,
    Identifier::TEXT,
];

/// The stored document.
///
/// ```
/// use customer_core::ibm::Customer;
///
/// let customer = Customer::from_json(r#"{"Customer": {"Version": 7, "Tier": 1.50}}"#)?;
/// assert_eq!(customer.document.version, Some(7));
/// assert_eq!(customer.to_json(), r#"{"Customer":{"Version":7,"Tier":1.50}}"#);
/// // What a store keeps is exact, to the last digit.
/// assert_eq!(Customer::from_stored(&customer.to_stored())?, customer);
/// # Ok::<(), customer_core::json::Unreadable>(())
/// ```
#[derive(Clone, PartialEq, Eq, Default)]
#[expect(clippy::exhaustive_structs, reason = "a caller builds it")]
pub struct Customer {
    /// The value of `Customer`.
    pub document: Profile,
    /// Members beside `Customer`, exactly as they came.
    pub others: Others,
}

impl Customer {
    /// The contract shows the document always in one form.
    pub(crate) const WRAPPER: Option<&'static str> = None;

    /// What the document is.
    pub(crate) const DOCUMENT: Shape = Shape::Object {
        name: "Customer",
        parts: &[Part::new(CUSTOMER, Profile::STORED, "All that is modelled.").needed().not_null()],
        others: OtherMembers::Read,
    };

    /// What the vendor keeps to itself: nothing.
    pub(crate) const INTERNAL: Shape = Shape::EMPTY;

    /// The member of `internal` that is a document as well: none.
    pub(crate) const PENDING: Option<&'static str> = None;

    /// Reads a document.
    ///
    /// # Errors
    ///
    /// Text that is not JSON (`{`), a document of another form: no `Customer` (`{}`), a member of
    /// another type (`{"Customer": {"Version": "7"}}`), or one beyond 4 MiB or 100 levels.
    pub fn from_json(text: &str) -> Result<Self, Unreadable> {
        read_document(text, |from, errors| Self::read(from, &At::ROOT, errors))
    }

    /// Reads a document from bytes.
    ///
    /// # Errors
    ///
    /// As [`from_json`](Self::from_json), and bytes that are not UTF-8.
    pub fn from_slice(bytes: &[u8]) -> Result<Self, Unreadable> {
        Self::from_json(utf8(bytes)?)
    }

    /// The document as JSON, members in the order of the model.
    pub fn to_json(&self) -> String {
        written(|w| self.write(w))
    }

    /// The record as one exact text for a store. [`from_stored`](Self::from_stored) reads it, also
    /// where it is larger than a document may be; of a record that was built deeper than 128 levels
    /// it does not.
    pub fn to_stored(&self) -> Stored {
        Stored::new(written(|w| self.write_stored(w)))
    }

    /// Whether it can be read again wherever a customer is read: in a question, by
    /// [`from_json`](Self::from_json) and [`from_stored`](Self::from_stored).
    ///
    /// Neither `decide` nor `evolve` measures the whole record: what a call adds is looked at, what
    /// was there is not. A service that stores what others send asks after an update that makes
    /// the record larger, and refuses it there; the contract and the endpoint do.
    ///
    /// ```
    /// use customer_core::ibm::Customer;
    /// use customer_core::member::{Raw, Value};
    ///
    /// let mut customer = Customer::from_json(r#"{"Customer": {"Version": 7}}"#)?;
    /// assert!(customer.is_readable());
    /// let large = Raw::parse(&format!("\"{}\"", "x".repeat(4 * 1024 * 1024)))?;
    /// customer.document.others.put("Notes", Some(&Value::Json(large)));
    /// assert!(!customer.is_readable());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn is_readable(&self) -> bool {
        is_readable(|w| self.write(w), |w| self.write_internal(w), Self::read_parts)
    }

    /// Reads what [`to_stored`](Self::to_stored) wrote.
    ///
    /// # Errors
    ///
    /// A text that is no stored customer: one of another vendor, or one with an error of form in
    /// one of its parts. One of a later version (`{"version": 2, ...}`) has one error, with
    /// [`Reason::Later`]: the reader is to be updated, the text is not broken.
    pub fn from_stored(stored: &Stored) -> Result<Self, Unreadable> {
        let document = Document::parse(stored.as_str())?;
        let mut errors = Errors::default();
        let read = read_stored(&["ibm"], document.root(), &mut errors, Self::read_parts);
        errors.finish(read)
    }

    fn write_stored(&self, w: &mut Writer<'_>) {
        write_stored("ibm", |w| self.write(w), |w| self.write_internal(w), w);
    }

    /// The id that the server gave, as it is spelt.
    ///
    /// ```
    /// # use customer_core::ibm::Customer;
    /// let customer = Customer::from_json(r#"{"Customer": {"Id": 204000117}}"#)?;
    /// assert_eq!(customer.id(), Some("204000117"));
    /// # Ok::<(), customer_core::json::Unreadable>(())
    /// ```
    pub fn id(&self) -> Option<&str> {
        self.document.id.as_ref().map(|id| id.as_str())
    }

    /// Writes the document.
    pub fn write(&self, w: &mut Writer<'_>) {
        w.begin_object();
        w.name(CUSTOMER);
        self.document.write(w);
        self.others.write(&[], w);
        w.end_object();
    }

    /// At most how many bytes it is written in.
    #[cfg(feature = "endpoint")]
    pub(super) fn bound(&self) -> usize {
        let around = CUSTOMER.len().saturating_add(6);
        let inside = self.document.bound().saturating_add(self.others.bound());
        inside.saturating_add(around)
    }

    /// Reads `customer` and `internal` of the contract, and whether the document came wrapped:
    /// there is only one form of it.
    pub(crate) fn read_parts(
        customer: Option<Node<'_, '_>>,
        internal: Option<Node<'_, '_>>,
        errors: &mut Errors,
    ) -> Option<(Self, bool)> {
        let at = At::ROOT;
        let place = at.name("customer");
        let read = customer.and_then(|node| Self::read(&mut node.reader(), &place, errors));
        if let Some(internal) = internal {
            let place = at.name("internal");
            internal.object(&place, errors);
            unknown_members(internal, &[], &place, errors);
        }
        read.map(|record| (record, false))
    }

    /// Writes the document as the contract does.
    pub(crate) fn write_document(&self, _wrapped: bool, w: &mut Writer<'_>) {
        self.write(w);
    }

    /// Writes what the vendor keeps to itself: nothing, the lock token is in the document.
    pub(crate) fn write_internal(&self, w: &mut Writer<'_>) {
        w.begin_object();
        w.end_object();
    }

    /// Reads a document; `at` is its place.
    pub(crate) fn read(from: &mut Reader<'_>, at: &At<'_>, errors: &mut Errors) -> Option<Self> {
        let inside = at.name(CUSTOMER);
        let (mut others, mut document) = (Others::default(), Field::Absent);
        let mut members = from.object(at, errors)?;
        while let Some(name) = members.next(from) {
            if *name != *CUSTOMER {
                others.push(&name, from.raw());
                continue;
            }
            if !document.is_absent() {
                errors.push(&inside, Reason::Duplicate);
            }
            document = if from.null() {
                Field::Null
            } else {
                Field::Value(Profile::read(from, &inside, errors))
            };
        }
        others.settle(at, errors);
        match document {
            Field::Absent => errors.push(&inside, Reason::Missing),
            Field::Null => errors.push(&inside, Reason::Null),
            Field::Value(document) => {
                let mut document = document?;
                document.respell(&inside, errors);
                return Some(Self { document, others });
            }
        }
        None
    }

    /// Whether the value at `path` is `value`; null and what is not there are no value.
    pub(super) fn holds(&self, path: &[PathStep], value: Option<&Value>) -> bool {
        match path.split_first() {
            Some((PathStep::Name(name), rest)) if *name == CUSTOMER => {
                self.document.holds(rest, value)
            }
            // No decision changes anything else.
            _ => false,
        }
    }

    /// How many elements the set at `path` has.
    pub(super) fn elements(&self, path: &[PathStep]) -> usize {
        let Some(PathStep::Name(name)) = path.last() else { return 0 };
        let organization = self.document.organization.as_ref();
        match &**name {
            "AddressSet" => {
                organization.and_then(|one| one.address_set.as_ref()).map_or(0, Vec::len)
            }
            "CustomerAccountSet" => self.document.customer_account_set.as_ref().map_or(0, Vec::len),
            "CustomerIdentifierSet" => {
                self.document.customer_identifier_set.as_ref().map_or(0, Vec::len)
            }
            _ => 0,
        }
    }

    /// Makes the first of these changes, which leads to `path`, and those behind it that are made
    /// in one go with it; how many these are. Total: a place that does not exist is left alone.
    pub(super) fn put(&mut self, path: &[PathStep], changes: &[Change]) -> usize {
        match path.split_first() {
            Some((PathStep::Name(name), rest)) if *name == CUSTOMER => {
                self.document.put_in(rest, changes)
            }
            _ => 1,
        }
    }

    /// Reports every difference, in document order.
    pub(super) fn differ(&self, after: &Self, each: &mut dyn FnMut(Change)) {
        let at = Path::ROOT.name(CUSTOMER);
        Profile::differ(Some(&self.document), Some(&after.document), &at, each);
        Others::differ(Some(&self.others), Some(&after.others), &[], &Path::ROOT, each);
    }
}

/// Without personal data.
impl fmt::Debug for Customer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Customer").field("document", &self.document).finish_non_exhaustive()
    }
}

impl Serialize for Customer {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serialize(|w| self.write_stored(w), serializer)
    }
}

impl<'de> Deserialize<'de> for Customer {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserialize_node(deserializer, |node, errors| match node.member(CUSTOMER) {
            // What serde wrote before it wrote the stored form.
            Some(_) => Self::read(&mut node.reader(), &At::ROOT, errors),
            None => read_stored(&["ibm"], node, errors, Self::read_parts),
        })
    }
}

impl Profile {
    /// Moves a value under another spelling to the attribute's own name, the only one that is
    /// written. Two spellings with different values are an error.
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
