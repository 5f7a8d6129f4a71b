//! A stored account: the document, and what the vendor keeps to itself.

use alloc::boxed::Box;
use alloc::string::String;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::carried::SWITCHES_TEXT;
use super::{Address, Contact, Profile, Status, read_either, report_wrapped};
use crate::commvault::facts::Deactivated;
use crate::decision::{is_readable, read_stored, unknown_members, write_stored};
use crate::json::{
    At, Document, Errors, Node, Reason, Stored, Unreadable, Writer, deserialize_node, read_wrapped,
    serialize, utf8, written,
};
use crate::member::visit::Object as _;
use crate::member::{Member as _, OtherMembers, Part, Shape};

/// A stored account: what the vendor shows, and, apart from it, what a running update will make of
/// it.
///
/// ```
/// # use customer_core::commvault::{Account, Status};
/// let account = Account::from_json(r#"{"data": {"status": "active", "name": "Acme"}}"#)?;
/// assert_eq!(account.document.status, Some(Status::Active));
/// assert_eq!(account.to_json(), r#"{"status":"active","name":"Acme"}"#);
/// assert!(account.pending().is_none());
/// assert_eq!(Account::from_stored(&account.to_stored())?, account);
/// # Ok::<(), customer_core::json::Unreadable>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Account {
    /// What a read shows: while an update runs, the old values.
    pub document: Profile,
    /// Kept so that an update which changes nothing needs no copy of the account.
    pending: Option<Pending>,
    /// The status to return to where it is not `active`.
    status_before: Option<Status>,
}

/// The values of a running update, and the status once it has succeeded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::commvault) enum Pending {
    /// The values of the account itself, under this status.
    Same(Status),
    /// Other values.
    Other(Box<Profile>),
}

/// An account with nothing around it.
const BARE: Shape = Profile::STORED.without(&["data"]);

/// Names of the members of a record, of all its objects, a slash before each: no name of a person.
pub(crate) const NAMES: &[&str] =
    &[Profile::TEXT, Contact::TEXT, Address::TEXT, SWITCHES_TEXT, "/data/pending/statusBefore"];

/// The members of what the vendor keeps to itself.
const INTERNAL: &[&str] = &["pending", "statusBefore"];

impl Account {
    /// The member that wraps a document which came wrapped.
    pub(crate) const WRAPPER: Option<&'static str> = Some("data");

    /// What the document is: bare, or wrapped.
    pub(crate) const DOCUMENT: Shape = Shape::OneOf(&[
        BARE,
        Shape::Object {
            name: "Wrapped",
            parts: &[Part::new("data", BARE, "The account.").needed().not_null()],
            others: OtherMembers::Closed,
        },
    ]);

    /// What the vendor keeps to itself.
    pub(crate) const INTERNAL: Shape = Shape::Object {
        name: "Internal",
        parts: &[
            Part::new(
                "pending",
                BARE,
                "The account as it will read if the running update succeeds.",
            ),
            Part::new(
                "statusBefore",
                Status::STORED,
                "The status to return to where it is not `active`.",
            ),
        ],
        others: OtherMembers::Closed,
    };

    /// The member of `internal` that is a document as well.
    pub(crate) const PENDING: Option<&'static str> = Some("pending");

    /// An account without a running update.
    pub const fn new(document: Profile) -> Self {
        Self { document, pending: None, status_before: None }
    }

    /// The same account with an update running that will make it read as `pending`.
    #[must_use]
    pub fn with_pending(mut self, pending: Profile) -> Self {
        // Whether both are the same under one status.
        let status = core::mem::replace(&mut self.document.status, pending.status.clone());
        let same = self.document == pending;
        self.document.status = status;
        self.pending = Some(match &pending.status {
            Some(status) if same => Pending::Same(status.clone()),
            _ => Pending::Other(Box::new(pending)),
        });
        self
    }

    /// The same account with a status that success returns to, where it is not `active`.
    #[must_use]
    pub fn with_status_before(mut self, status: Status) -> Self {
        self.status_before =
            Some(status).filter(|status| !matches!(status.as_str(), "" | "active"));
        self
    }

    /// Reads an account object, bare or inside `data`.
    ///
    /// # Errors
    ///
    /// Text that is no JSON (`{`), that is no object (`[]`), has a member of another type
    /// (`{"name":1}`), anything beside `data` (`{"data":{},"name":"Acme"}`), or another `data`
    /// inside (`{"data":{"data":{}}}`).
    pub fn from_json(text: &str) -> Result<Self, Unreadable> {
        let around = |(_, wrapped): &(Profile, bool)| usize::from(*wrapped);
        let read = read_wrapped(text, around, |from, errors| read_either(from, &At::ROOT, errors));
        read.map(|(document, _)| Self::new(document))
    }

    /// The same from bytes.
    ///
    /// # Errors
    ///
    /// Bytes that are not UTF-8, and what [`from_json`](Self::from_json) does not read.
    pub fn from_slice(bytes: &[u8]) -> Result<Self, Unreadable> {
        Self::from_json(utf8(bytes)?)
    }

    /// What a read shows, as JSON text: the bare account object.
    pub fn to_json(&self) -> String {
        self.document.to_json()
    }

    /// The vendor's id of the account.
    pub fn id(&self) -> Option<&str> {
        self.document.id.as_deref()
    }

    /// The account as it will read if the running update succeeds.
    pub fn pending(&self) -> Option<Profile> {
        // Rule: commvault.updating.pending
        Some(match self.pending.as_ref()? {
            Pending::Same(status) => {
                Profile { status: Some(status.clone()), ..self.document.clone() }
            }
            Pending::Other(profile) => Profile::clone(profile),
        })
    }

    /// The status to return to where it is not `active`.
    pub const fn status_before(&self) -> Option<&Status> {
        self.status_before.as_ref()
    }

    /// What is known of the running update.
    pub(in crate::commvault) const fn running(&self) -> Option<&Pending> {
        self.pending.as_ref()
    }

    /// The status that success returns to where it is not `active`. While an update runs its
    /// pending account shows it as well: nobody makes a deactivated account active by leaving the
    /// policy out.
    pub(in crate::commvault) fn returns_to(&self, reading: Deactivated) -> Option<Status> {
        let kept = self.status_before.as_ref().filter(|_| reading == Deactivated::Return);
        let shown = match &self.pending {
            _ if self.document.status != Some(Status::Updating) => None,
            Some(Pending::Same(status)) => Some(status),
            Some(Pending::Other(profile)) => profile.status.as_ref(),
            None => None,
        };
        // Rule: commvault.settled.deactivated
        kept.or(shown.filter(|status| **status == Status::Deactivated)).cloned()
    }

    /// Starts or ends an update; gives what was known of the one before.
    pub(in crate::commvault) fn run(
        &mut self,
        pending: Option<Pending>,
        status_before: Option<Status>,
    ) -> Option<Pending> {
        self.status_before = status_before;
        core::mem::replace(&mut self.pending, pending)
    }

    /// The account with all that the vendor keeps to itself, exactly.
    /// [`from_stored`](Self::from_stored) reads it, also where it is larger than a document may be;
    /// not one that was built with more than [`CONTACTS_MAX`](crate::commvault::CONTACTS_MAX)
    /// contacts, which `decide` refuses, or with a pending account of another id.
    pub fn to_stored(&self) -> Stored {
        Stored::from(written(|w| self.write_stored(w)))
    }

    /// Whether it can be read again wherever an account is read: in a question, by
    /// [`from_json`](Self::from_json) and [`from_stored`](Self::from_stored).
    ///
    /// Neither `decide` nor `evolve` measures the whole record: what a call adds is looked at, what
    /// was there is not. A service that stores what others send asks after an update that makes
    /// the record larger, and refuses it there; the contract and the endpoint do.
    ///
    /// ```
    /// use customer_core::commvault::Account;
    /// let mut account = Account::from_json(r#"{"status": "active", "name": "Acme"}"#)?;
    /// assert!(account.is_readable());
    /// account.document.name = Some("x".repeat(4 * 1024 * 1024));
    /// assert!(!account.is_readable());
    /// # Ok::<(), customer_core::json::Unreadable>(())
    /// ```
    pub fn is_readable(&self) -> bool {
        is_readable(|w| self.document.write(w), |w| self.write_internal(w), Self::read_parts)
    }

    /// Reads what [`to_stored`](Self::to_stored) wrote.
    ///
    /// # Errors
    ///
    /// A text that is no stored account: one of another vendor, or one with an error of form in
    /// one of its parts. One of a later version (`{"version": 2, ...}`) has one error, with
    /// [`Reason::Later`]: the reader is to be updated, the text is not broken.
    pub fn from_stored(stored: &Stored) -> Result<Self, Unreadable> {
        let document = Document::parse(stored.as_str())?;
        let mut errors = Errors::default();
        let account = Self::read_stored(document.root(), &mut errors);
        errors.finish(account)
    }

    fn write_stored(&self, w: &mut Writer<'_>) {
        let customer = |w: &mut Writer<'_>| self.write_document(false, w);
        write_stored("commvault", customer, |w| self.write_internal(w), w);
    }

    fn read_stored(node: Node<'_, '_>, errors: &mut Errors) -> Option<Self> {
        read_stored(&["commvault"], node, errors, Self::read_parts)
    }

    /// Reads an account of the contract, and whether its document came wrapped.
    pub(crate) fn read_parts(
        customer: Option<Node<'_, '_>>,
        internal: Option<Node<'_, '_>>,
        errors: &mut Errors,
    ) -> Option<(Self, bool)> {
        let root = At::ROOT;
        let at = root.name("customer");
        let read = customer.and_then(|node| read_either(&mut node.reader(), &at, errors));
        let at = root.name("internal");
        let internal = internal.filter(|node| node.object(&at, errors).is_some());
        // To the vendor's own state null is no value.
        let member = |name| internal?.member(name).filter(|node| !node.is_null());
        let document = read.as_ref().filter(|(_, wrapped)| {
            let inside = Self::WRAPPER.filter(|_| *wrapped);
            has_id_or_none(inside.map_or(customer, |name| customer?.member(name)))
        });
        let document = document.map(|(document, _)| document);
        let pending = member("pending")
            .and_then(|node| read_pending(node, document, &at.name("pending"), errors));
        let before = member("statusBefore")
            .and_then(|node| node.read::<Status>(&at.name("statusBefore"), errors));
        if let Some(node) = internal {
            unknown_members(node, INTERNAL, &at, errors);
        }
        let (document, wrapped) = read?;
        let mut account = Self::new(document);
        if let Some(pending) = pending {
            account = account.with_pending(pending);
        }
        if let Some(before) = before {
            account = account.with_status_before(before);
        }
        Some((account, wrapped))
    }

    /// Writes the document, wrapped if it came so.
    pub(crate) fn write_document(&self, wrapped: bool, w: &mut Writer<'_>) {
        let Some(wrapper) = Self::WRAPPER.filter(|_| wrapped) else {
            return self.document.write(w);
        };
        w.begin_object();
        w.name(wrapper);
        self.document.write(w);
        w.end_object();
    }

    /// Writes what the vendor keeps to itself, as one object.
    pub(crate) fn write_internal(&self, w: &mut Writer<'_>) {
        w.begin_object();
        if let Some(pending) = self.pending() {
            w.name("pending");
            pending.write(w);
        }
        if let Some(status) = &self.status_before {
            w.member("statusBefore", status.as_str());
        }
        w.end_object();
    }
}

/// Whether an account has an id or none, and not one of another type, which is reported by itself.
fn has_id_or_none(account: Option<Node<'_, '_>>) -> bool {
    let id = account.and_then(|account| account.member("id"));
    id.is_none_or(|id| id.is_null() || id.text().is_some())
}

/// Reads a pending account: a bare one, with the id of the account.
fn read_pending(
    node: Node<'_, '_>,
    document: Option<&Profile>,
    at: &At<'_>,
    errors: &mut Errors,
) -> Option<Profile> {
    let before = errors.count();
    let read = Profile::read_within(&mut node.reader(), at, errors)?;
    report_wrapped(Some(&read), at, errors);
    if has_id_or_none(Some(node))
        && document.is_some_and(|document| !document.is_same_account(&read))
    {
        errors.push(&at.name("id"), Reason::expected("the id of the account"));
        errors.arrange(before, at, Profile::NAMES);
    }
    Some(read)
}

impl Serialize for Account {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serialize(|w| self.write_stored(w), serializer)
    }
}

impl<'de> Deserialize<'de> for Account {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserialize_node(deserializer, Self::read_stored)
    }
}
