//! What is stored: the account as the vendor's page shows it, and what a running update will
//! make of it.

mod account;
mod carried;

use alloc::string::String;
use alloc::vec::Vec;

use super::facts::EmptyText;
use crate::json::{At, Errors, Reader, Reason, Text, Unreadable, read_document, written};
use crate::member::{Field, Member, Others, object, open_enum};
use crate::value;

pub use account::Account;
pub(crate) use account::NAMES;
pub(super) use account::Pending;
pub use carried::{Options, Services};

/// The longest contact list, as stored and in an update.
pub const CONTACTS_MAX: usize = value::CONTACTS_MAX;

open_enum! {
    /// Where an account is in its life. Open: a word that no page lists is kept as it came.
    // Rule: commvault.status.open
    pub enum Status {
        /// Being activated.
        Activating = "activating",
        /// In use.
        Active = "active",
        /// An update runs.
        Updating = "updating",
        /// The last update failed; the old values still hold.
        UpdateFailure = "update_failure",
        /// Being deactivated.
        Deactivating = "deactivating",
        /// Switched off.
        Deactivated = "deactivated",
    }
}

object! {
    /// Where a contact lives. Every attribute can be cleared.
    pub struct Address, sent as SentAddress {
        /// First line.
        line1: String as Text<'a> = "addressLine1",
        /// Second line.
        line2: String as Text<'a> = "addressLine2",
        /// City.
        city: String as Text<'a> = "city",
        /// State.
        state: String as Text<'a> = "state",
        /// Country.
        country: String as Text<'a> = "country",
        /// Postal code.
        postal_code: String as Text<'a> = "postalCode",
    }
}

object! {
    /// A contact of an account.
    pub struct Contact, sent as SentContact {
        /// `admin`; others are kept and never updated.
        kind: String as Text<'a> = "type",
        /// E-mail address.
        email: String as Text<'a> = "email",
        /// First name.
        first_name: String as Text<'a> = "firstName",
        /// Last name.
        last_name: String as Text<'a> = "lastName",
        /// Phone number.
        phone: String as Text<'a> = "phone",
        /// Address.
        address: Address as SentAddress<'a> = "address",
    }
}

object! {
    /// The account object of the vendor's page.
    pub struct Profile,
    ///
    /// An update names what it changes, and three members that are required all the same.
    /// [`echo`](Self::echo) starts with those, so a program says only what it changes: a web site
    /// cleared, a phone set.
    ///
    /// ```
    /// use customer_core::commvault::{Account, Facts, Policy, SentContact, Update, decide_update};
    /// use customer_core::member::Field;
    ///
    /// let account = Account::from_json(r#"{"status": "active", "externalId": "X1",
    ///     "name": "Acme", "website": "acme.example", "contacts": [{"type": "admin",
    ///         "firstName": "Jo", "lastName": "Doe", "email": "jo@acme.example"}]}"#)?;
    /// let mut update = Update::echo(&account);
    /// update.website = Field::Null;
    /// update.set_contact(SentContact { phone: Field::Value("1".into()), ..Default::default() });
    ///
    /// let facts = Facts::unknown(Policy::documented());
    /// let decision = decide_update(&account, &update, &facts)?;
    /// assert_eq!(decision.pending_changes().len(), 2);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// Serde is for queues and stores, and reads what it wrote. A body that came from elsewhere is
    /// read by [`from_json`](Self::from_json) or [`from_slice`](Update::from_slice): serde may
    /// change its numbers without a word (`1.50` to `1.5`, and of many digits the value), and takes
    /// `{"$number": "1.50"}` for a number.
    ///
    /// ```
    /// # use customer_core::commvault::Update;
    /// let body = r#"{"score": 1.50}"#;
    /// assert_eq!(Update::from_json(body)?.to_json(), r#"{"score":1.50}"#);
    ///
    /// let body = r#"{"score": {"$number": "1.50"}}"#;
    /// assert!(Update::from_json(body)?.to_json().contains("$number"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    sent as Update {
        /// The vendor's id.
        id: String as Text<'a> = "id",
        /// Where the account is in its life.
        status: Status as Text<'a> = "status",
        /// When it was created.
        insert_ts: String as Text<'a> = "insertTs",
        /// When it last changed.
        update_ts: String as Text<'a> = "updateTs",
        /// The partner's id.
        external_id: String as Text<'a> = "externalId",
        /// Name of the account.
        name: String as Text<'a> = "name",
        /// Website.
        website: String as Text<'a> = "website",
        /// Country where the account was set up.
        provision_country: String as Text<'a> = "provisionCountry",
        /// Its contacts; the page has one.
        contacts: Vec<Contact> as Vec<Field<SentContact<'a>>> = "contacts",
        /// What it subscribes to.
        services: Services as Text<'a> = "services",
        /// What is switched off while it is deactivated.
        deactivated_options: Options as Text<'a> = "deactivatedOptions",
        /// `POC`, `Internal` or `Production`.
        kind: String as Text<'a> = "type",
    }
}

impl Profile {
    /// Reads an account object.
    ///
    /// ```
    /// # use customer_core::commvault::Profile;
    /// let profile = Profile::from_json(r#"{"name": "Acme", "region": 7}"#)?;
    /// assert_eq!(profile.name.as_deref(), Some("Acme"));
    /// assert_eq!(profile.to_json(), r#"{"name":"Acme","region":7}"#);
    /// # Ok::<(), customer_core::json::Unreadable>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Text that is no JSON (`{`), that is no object (`[]`), or has a member of another type
    /// (`{"name":1}`).
    pub fn from_json(text: &str) -> Result<Self, Unreadable> {
        read_document(text, |from, errors| Self::read_within(from, &At::ROOT, errors))
    }

    /// The account object as JSON text.
    pub fn to_json(&self) -> String {
        written(|w| self.write(w))
    }

    /// The contact that an update means, as the vendor's page has it: the first of type `admin`;
    /// where there is none, the first without a type.
    pub fn contact(&self) -> Option<&Contact> {
        self.meant(EmptyText::Value).map(|(_, contact)| contact)
    }

    /// The contact that an update means, and where it is.
    pub(super) fn meant(&self, empty: EmptyText) -> Option<(usize, &Contact)> {
        let contacts = self.contacts.as_deref().unwrap_or_default();
        let first = |is_meant: fn(Option<&str>) -> bool| {
            contacts.iter().position(|one| is_meant(one.kind.as_deref()))
        };
        // Rule: commvault.contact.meant
        let at = first(|kind| kind == Some("admin")).or_else(|| match empty {
            EmptyText::Value => first(|kind| kind.is_none()),
            EmptyText::Null => first(|kind| kind.is_none_or(str::is_empty)),
        })?;
        Some((at, contacts.get(at)?))
    }

    /// Reads an account object with at most as many contacts as a list may have.
    pub(super) fn read_within(
        from: &mut Reader<'_>,
        at: &At<'_>,
        errors: &mut Errors,
    ) -> Option<Self> {
        let before = errors.count();
        let profile = Self::read(from, at, errors)?;
        let count = profile.contacts.as_ref().map_or(0, Vec::len);
        limit_contacts(count, before, at, errors);
        Some(profile)
    }

    /// Whether it is an account and nothing around one: `data` is the name of what may stand around
    /// an account, and of no member inside.
    fn is_bare(&self) -> bool {
        self.others.get("data").is_none()
    }

    /// Whether both have the same id, or none.
    pub(super) fn is_same_account(&self, other: &Self) -> bool {
        fn id(one: &Profile) -> Option<&str> {
            one.id.as_deref().filter(|id| !id.is_empty())
        }
        id(self) == id(other)
    }

    /// Drops the address of a contact when nothing is left in it.
    pub(super) fn drop_blank_address(&mut self, contact: usize) {
        let contact = self.contacts.as_mut().and_then(|contacts| contacts.get_mut(contact));
        if let Some(contact) = contact
            && contact.address.as_ref().is_some_and(Address::has_nothing)
        {
            contact.address = None;
        }
    }
}

/// Notes that a list of contacts is too long; `before` is how many errors there were before the
/// account at `at` was read.
#[inline]
pub(super) fn limit_contacts(count: usize, before: usize, at: &At<'_>, errors: &mut Errors) {
    if count > CONTACTS_MAX {
        errors.push(&at.name("contacts"), Reason::Count(CONTACTS_MAX));
        errors.arrange(before, at, Profile::NAMES);
    }
}

impl Address {
    /// Whether neither an attribute nor an unknown member has a value: nulls are none.
    fn has_nothing(&self) -> bool {
        let Self { line1, line2, city, state, country, postal_code, others } = self;
        [line1, line2, city, state, country, postal_code].into_iter().all(Option::is_none)
            && Others::unknown(others, Self::NAMES).next().is_none()
    }
}

/// Reads an account object, bare or inside `data`, and whether it was inside. A bare one has no
/// member `data`, so it is read as bare first.
pub(super) fn read_either(
    from: &mut Reader<'_>,
    at: &At<'_>,
    errors: &mut Errors,
) -> Option<(Profile, bool)> {
    let (mut again, before) = (from.clone(), errors.count());
    let bare = Profile::read_within(from, at, errors)?;
    if bare.is_bare() {
        return Some((bare, false));
    }
    errors.forget(before);
    let (inside, mut found, mut read, mut beside) = (at.name("data"), false, None, Vec::new());
    let mut members = again.object(at, errors)?;
    while let Some(name) = members.next(&mut again) {
        if *name != *"data" {
            again.raw();
            beside.push(name);
        } else if core::mem::replace(&mut found, true) {
            errors.push(&inside, Reason::Duplicate);
            again.raw();
        } else if again.null() {
            errors.push(&inside, Reason::Null);
        } else {
            read = Profile::read_within(&mut again, &inside, errors);
            report_wrapped(read.as_ref(), &inside, errors);
        }
    }
    crate::json::sort_by(&mut beside, Ord::cmp);
    for name in &beside {
        errors.push(&at.other(name), Reason::none_of(&["data"]));
    }
    read.map(|profile| (profile, true))
}

/// Notes what is around an account, read at `at`, where only a bare one may be.
fn report_wrapped(read: Option<&Profile>, at: &At<'_>, errors: &mut Errors) {
    if read.is_some_and(|profile| !profile.is_bare()) {
        errors.push(&at.name("data"), Reason::none_of(Profile::NAMES));
    }
}
