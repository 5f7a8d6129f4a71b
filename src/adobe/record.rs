//! The customer as Adobe holds it: the document that a GET shows, and what it does not show.

mod document;

use alloc::string::String;
use alloc::vec::Vec;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::decision::{FactValue, is_readable, read_stored, unknown_members, write_stored};
use crate::json::{
    At, Document, Errors, Node, Reason, Stored, Unreadable, Writer, deserialize_node,
    read_document, serialize, stored, to_text, utf8, written,
};
use crate::member::visit::Object;
use crate::member::{Member, OtherMembers, Part, Shape};
use crate::value::Date;

pub use document::{
    Address, Benefit, BenefitType, Commitment, CompanyProfile, Contact, Discount, LinkedMembership,
    MarketSegment, MinimumQuantity, Resource, SentAddress, SentBenefit, SentCommitment,
    SentCompanyProfile, SentContact, SentDiscount, SentLinkedMembership, SentMinimumQuantity,
    Status, Update,
};

/// Names of the members of a record, of all its objects, a slash before each: no name of a person.
pub(crate) const NAMES: &[&str] = &[
    Resource::TEXT,
    LinkedMembership::TEXT,
    CompanyProfile::TEXT,
    Address::TEXT,
    Contact::TEXT,
    Discount::TEXT,
    Benefit::TEXT,
    Commitment::TEXT,
    MinimumQuantity::TEXT,
    "/requestedOn/acceptedOn/systemAdmins",
];

/// The members of what the vendor keeps to itself.
const INTERNAL: &[&str] = &["requestedOn", "acceptedOn", "systemAdmins"];

/// A customer: its document and what the vendor knows besides.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
#[expect(clippy::exhaustive_structs, reason = "a caller builds it")]
pub struct Customer {
    /// What a GET shows.
    pub document: Resource,
    /// What it does not show.
    pub internal: Internal,
}

stored! {
    /// What the vendor knows and its document does not show.
    #[derive(Clone, PartialEq, Eq, Default)]
    #[expect(clippy::exhaustive_structs, reason = "a caller builds it")]
    pub struct Internal {
        /// The day of the pending request, from which the answer window runs.
        pub requested_on: Option<Date>,
        /// The day of the acceptance, from which the compliance window runs.
        pub accepted_on: Option<Date>,
        /// E-mail addresses ever synced to the Admin Console. It only grows.
        pub system_admins: Vec<String>,
    }
}

/// Shows the dates, and of the administrators only how many there are.
impl core::fmt::Debug for Internal {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("Internal")
            .field("requested_on", &self.requested_on)
            .field("accepted_on", &self.accepted_on)
            .field("system_admins", &self.system_admins.len())
            .finish()
    }
}

impl Customer {
    /// The member that may wrap the document: none.
    pub(crate) const WRAPPER: Option<&'static str> = None;

    /// What the document is.
    pub(crate) const DOCUMENT: Shape = Resource::STORED;

    /// What the vendor keeps to itself.
    pub(crate) const INTERNAL: Shape = Shape::Object {
        name: "Internal",
        parts: &[
            Part::new(
                "requestedOn",
                Shape::Date,
                "The day of the pending request, from which the answer window runs.",
            ),
            Part::new(
                "acceptedOn",
                Shape::Date,
                "The day of the acceptance, from which the compliance window runs.",
            ),
            Part::new(
                "systemAdmins",
                Vec::<String>::STORED,
                "E-mail addresses ever synced to the Admin Console. It only grows.",
            ),
        ],
        others: OtherMembers::Closed,
    };

    /// The member of `internal` that is a document as well: none.
    pub(crate) const PENDING: Option<&'static str> = None;

    /// A customer with this document, whose administrators are its contacts.
    pub fn new(document: Resource) -> Self {
        document.of_customer()
    }

    /// Adobe's id of the customer.
    pub fn id(&self) -> Option<&str> {
        self.document.customer_id.as_deref()
    }

    /// Reads a customer document; the administrators are its contacts.
    ///
    /// # Errors
    ///
    /// Everything that is wrong with its form: no object (`[]`), a member of another type
    /// (`{"status": 1000}`). Of syntax only the first error: no JSON (`{`), or a name that is there
    /// twice.
    ///
    /// ```
    /// use customer_core::adobe::Customer;
    /// let customer = Customer::from_json(r#"{"status": "1000"}"#).unwrap();
    /// assert_eq!(customer.to_json(), r#"{"status":"1000"}"#);
    /// assert!(Customer::from_json(r#"{"status": 1000}"#).is_err());
    /// ```
    pub fn from_json(text: &str) -> Result<Self, Unreadable> {
        Resource::read_customer(text)
    }

    /// The same from bytes.
    ///
    /// # Errors
    ///
    /// As [`from_json`](Self::from_json), and bytes that are not UTF-8.
    pub fn from_slice(bytes: &[u8]) -> Result<Self, Unreadable> {
        Self::from_json(utf8(bytes)?)
    }

    /// Writes the document, in one order whatever order it came in.
    pub fn to_json(&self) -> String {
        written(|w| self.document.write(w))
    }

    /// All of the customer as one exact text: the document, and what it does not show.
    /// [`from_stored`](Self::from_stored) reads it, also where it is larger than a document may be.
    ///
    /// ```
    /// use customer_core::adobe::Customer;
    /// let customer = Customer::from_json(r#"{"status": "1000", "score": 1.50}"#).unwrap();
    /// let stored = customer.to_stored();
    /// assert_eq!(Customer::from_stored(&stored).unwrap(), customer);
    /// assert!(stored.as_str().contains("1.50"));
    /// ```
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
    /// use customer_core::adobe::Customer;
    /// let mut customer = Customer::from_json(r#"{"status": "1000"}"#).unwrap();
    /// assert!(customer.is_readable());
    /// customer.document.external_reference_id = Some("x".repeat(4 * 1024 * 1024));
    /// assert!(!customer.is_readable());
    /// ```
    pub fn is_readable(&self) -> bool {
        is_readable(|w| self.document.write(w), |w| self.write_internal(w), Self::read_parts)
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
        let read = read_stored(&["adobe"], document.root(), &mut errors, Self::read_parts);
        errors.finish(read)
    }

    fn write_stored(&self, w: &mut Writer<'_>) {
        write_stored("adobe", |w| self.document.write(w), |w| self.write_internal(w), w);
    }

    /// Reads the two parts of a customer, found at `/customer` and `/internal`. Without the second
    /// one, or without administrators in it, these are the contacts.
    pub(crate) fn read_parts(
        customer: Option<Node<'_, '_>>,
        internal: Option<Node<'_, '_>>,
        errors: &mut Errors,
    ) -> Option<(Self, bool)> {
        let at = At::ROOT;
        let place = at.name("customer");
        let document = customer.and_then(|customer| customer.read::<Resource>(&place, errors));
        let place = at.name("internal");
        let internal = internal.filter(|node| node.object(&place, errors).is_some());
        let dates = ["requestedOn", "acceptedOn"].map(|name| {
            let node = member(internal, name)?;
            Date::read(node, &place.name(name), errors)
        });
        let system_admins = member(internal, "systemAdmins")
            .and_then(|node| node.read::<Vec<String>>(&place.name("systemAdmins"), errors));
        if let Some(node) = internal {
            unknown_members(node, INTERNAL, &place, errors);
        }
        let mut record = match system_admins {
            Some(system_admins) => {
                let internal = Internal { system_admins, ..Internal::default() };
                Self { document: document?, internal }
            }
            None => Self::new(document?),
        };
        [record.internal.requested_on, record.internal.accepted_on] = dates;
        Some((record, false))
    }

    /// Writes the document.
    pub(crate) fn write_document(&self, _wrapped: bool, w: &mut Writer<'_>) {
        self.document.write(w);
    }

    /// Writes what the document does not show, as one object.
    pub(crate) fn write_internal(&self, w: &mut Writer<'_>) {
        let internal = &self.internal;
        w.begin_object();
        if let Some(date) = internal.requested_on {
            w.member("requestedOn", &to_text(&date));
        }
        if let Some(date) = internal.accepted_on {
            w.member("acceptedOn", &to_text(&date));
        }
        w.name("systemAdmins");
        internal.system_admins.write(w);
        w.end_object();
    }
}

/// What makes a customer of a document is a method of that: the compiler puts it beside what drops
/// one.
impl Resource {
    fn of_customer(self) -> Customer {
        let emails = self.contacts().iter().filter_map(|contact| contact.email.clone());
        let system_admins = emails.filter(|email| !email.is_empty()).collect();
        Customer { document: self, internal: Internal { system_admins, ..Internal::default() } }
    }

    fn read_customer(text: &str) -> Result<Customer, Unreadable> {
        read_document(text, |from, errors| Self::read(from, &At::ROOT, errors))
            .map(Self::of_customer)
    }
}

impl Serialize for Customer {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serialize(|w| self.write_stored(w), serializer)
    }
}

impl<'de> Deserialize<'de> for Customer {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserialize_node(deserializer, |node, errors| match node.member("document") {
            Some(document) => Self::read_unnamed(node, document, errors),
            None => read_stored(&["adobe"], node, errors, Self::read_parts),
        })
    }
}

impl Customer {
    /// Reads what serde wrote before it wrote the stored form.
    fn read_unnamed(
        node: Node<'_, '_>,
        document: Node<'_, '_>,
        errors: &mut Errors,
    ) -> Option<Self> {
        let root = At::ROOT;
        let at = root.name("internal");
        let internal = node.member("internal").filter(|node| node.object(&at, errors).is_some());
        let [requested_on, accepted_on] = ["requested_on", "accepted_on"].map(|name| {
            let node = member(internal, name)?;
            Date::read(node, &at.name(name), errors)
        });
        let at_admins = at.name("system_admins");
        let Some(admins) = member(internal, "system_admins") else {
            errors.push(&at_admins, Reason::Missing);
            return None;
        };
        let system_admins = admins.read(&at_admins, errors)?;
        unknown_members(internal?, &["requested_on", "accepted_on", "system_admins"], &at, errors);
        unknown_members(node, &["document", "internal"], &root, errors);
        let document = document.read(&root.name("document"), errors)?;
        Some(Self { document, internal: Internal { requested_on, accepted_on, system_admins } })
    }
}

/// A member of what the vendor keeps to itself; null is as good as left out.
fn member<'t, 'a>(node: Option<Node<'t, 'a>>, name: &str) -> Option<Node<'t, 'a>> {
    node?.member(name).filter(|found| !found.is_null())
}
