//! What is stored: the account as the vendor's page shows it, and what a running update will
//! make of it.

mod carried;

use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

pub use self::carried::{Options, Services};
use crate::json::{At, Errors, Reader, Reason, Unreadable, Writer, read_whole, stored};
use crate::member::{Member, Others, object, words};

words! {
    /// Where an account is in its life. Open: a word that no page lists is kept as it came.
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
        line1: String = "addressLine1",
        /// Second line.
        line2: String = "addressLine2",
        /// City.
        city: String = "city",
        /// State.
        state: String = "state",
        /// Country.
        country: String = "country",
        /// Postal code.
        postal_code: String = "postalCode",
    }
}

object! {
    /// The one contact of an account.
    pub struct Contact, sent as SentContact {
        /// Always `admin`.
        kind: String = "type",
        /// E-mail address.
        email: String = "email",
        /// First name.
        first_name: String = "firstName",
        /// Last name.
        last_name: String = "lastName",
        /// Phone number.
        phone: String = "phone",
        /// Address.
        address: Address = "address",
    }
}

object! {
    /// The account object of the vendor's page.
    pub struct Profile, sent as Update {
        /// The vendor's id.
        id: String = "id",
        /// Where the account is in its life.
        status: Status = "status",
        /// When it was created.
        insert_ts: String = "insertTs",
        /// When it last changed.
        update_ts: String = "updateTs",
        /// The partner's id.
        external_id: String = "externalId",
        /// Name of the account.
        name: String = "name",
        /// Website.
        website: String = "website",
        /// Country where the account was set up.
        provision_country: String = "provisionCountry",
        /// Its contact: a list of at most one.
        contacts: Vec<Contact> = "contacts",
        /// What it subscribes to.
        services: Services = "services",
        /// What is switched off while it is deactivated.
        deactivated_options: Options = "deactivatedOptions",
        /// `POC`, `Internal` or `Production`.
        kind: String = "type",
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
        read_whole(text, |from, errors| Self::read(from, &At::ROOT, errors))
    }

    /// The account object as JSON text.
    pub fn to_json(&self) -> String {
        let mut out = String::new();
        Member::write(self, &mut Writer::new(&mut out));
        out
    }

    /// The contact that an update means: the first.
    pub fn contact(&self) -> Option<&Contact> {
        self.contacts.as_deref().and_then(<[Contact]>::first)
    }

    /// Whether it is an account and nothing around one: `data` is the name of what may stand around
    /// an account, and of no member inside.
    fn is_bare(&self) -> bool {
        self.others.get("data").is_none()
    }

    /// Tells what is around this account, read at `at`, where only a bare one may be.
    pub fn must_be_bare(&self, at: &At<'_>, errors: &mut Errors) {
        if !self.is_bare() {
            errors.push(&at.name("data"), Reason::Unknown);
        }
    }

    /// Drops the address of the contact when nothing is left in it.
    pub(super) fn drop_blank_address(&mut self) {
        let contact = self.contacts.as_deref_mut().and_then(<[Contact]>::first_mut);
        if let Some(contact) = contact
            && contact.address.as_ref().is_some_and(Address::has_nothing)
        {
            contact.address = None;
        }
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

/// The values of a running update, and the status once it has succeeded.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase", deny_unknown_fields)]
enum Pending {
    /// The values of the account itself, under this status.
    Same(Status),
    /// Other values.
    Other(Box<Profile>),
}

stored! {
    /// A stored account: what the vendor shows, and, apart from it, what a running update will make
    /// of it.
    ///
    /// ```
    /// # use customer_core::commvault::{Account, Status};
    /// let account = Account::from_json(r#"{"data": {"status": "active", "name": "Acme"}}"#)?;
    /// assert_eq!(account.profile.status, Some(Status::Active));
    /// assert_eq!(account.to_json(), r#"{"status":"active","name":"Acme"}"#);
    /// assert!(account.pending().is_none());
    /// # Ok::<(), customer_core::json::Unreadable>(())
    /// ```
    #[derive(Clone, Debug, PartialEq)]
    pub struct Account {
        /// What a read shows: while an update runs, the old values.
        pub profile: Profile,
        /// Kept so that an update which changes nothing needs no copy of the account.
        pending: Option<Pending>,
    }
}

impl Account {
    /// An account without a running update.
    pub const fn new(profile: Profile) -> Self {
        Self { profile, pending: None }
    }

    /// The same account with an update running that will make it read as `pending`.
    #[must_use]
    pub fn with_pending(mut self, pending: Profile) -> Self {
        // Whether both are the same under one status.
        let status = core::mem::replace(&mut self.profile.status, pending.status.clone());
        let same = self.profile == pending;
        self.profile.status = status;
        self.pending = Some(match &pending.status {
            Some(status @ (Status::Active | Status::Deactivated)) if same => {
                Pending::Same(status.clone())
            }
            _ => Pending::Other(Box::new(pending)),
        });
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
        let read = read_whole(text, |from, errors| read_either(from, &At::ROOT, errors));
        read.map(|(profile, _)| Self::new(profile))
    }

    /// What a read shows, as JSON text: the bare account object.
    pub fn to_json(&self) -> String {
        self.profile.to_json()
    }

    /// Writes what a read shows: the bare account object.
    pub fn write(&self, w: &mut Writer<'_>) {
        Member::write(&self.profile, w);
    }

    /// The account as it will read if the running update succeeds.
    pub fn pending(&self) -> Option<Profile> {
        Some(match self.pending.as_ref()? {
            Pending::Same(status) => {
                Profile { status: Some(status.clone()), ..self.profile.clone() }
            }
            Pending::Other(profile) => Profile::clone(profile),
        })
    }

    /// Whether it is known what the running update brings.
    pub(super) const fn has_pending(&self) -> bool {
        self.pending.is_some()
    }

    /// Its values, where they are not the account's own.
    pub(super) fn pending_values(&self) -> Option<&Profile> {
        match &self.pending {
            Some(Pending::Other(profile)) => Some(profile),
            Some(Pending::Same(_)) | None => None,
        }
    }

    /// The status after success, as the running update says; `None` when none is known to run.
    pub(super) fn pending_status(&self) -> Option<Status> {
        let status = match self.pending.as_ref()? {
            Pending::Same(status) => Some(status),
            Pending::Other(profile) => profile.status.as_ref(),
        };
        Some(match status {
            Some(Status::Deactivated) => Status::Deactivated,
            _ => Status::Active,
        })
    }

    /// Starts an update that keeps all values.
    pub(super) fn run_same(&mut self, status: Status) {
        self.pending = Some(Pending::Same(status));
    }

    /// Starts an update that ends in other values.
    pub(super) fn run_other(&mut self, profile: Profile) {
        self.pending = Some(Pending::Other(Box::new(profile)));
    }

    /// Ends the running update; its values, where they are not the account's own.
    pub(super) fn end(&mut self) -> Ended {
        match self.pending.take() {
            None => Ended::Unknown,
            Some(Pending::Same(_)) => Ended::Same,
            Some(Pending::Other(profile)) => Ended::Other(profile),
        }
    }
}

/// What a running update leaves behind.
pub(super) enum Ended {
    /// Nothing was known of it.
    Unknown,
    /// The values stay.
    Same,
    /// These values.
    Other(Box<Profile>),
}

/// Reads an account object, bare or inside `data`, and whether it was inside. A bare one has no
/// member `data`, so it is read as bare first.
pub(crate) fn read_either(
    from: &mut Reader<'_>,
    at: &At<'_>,
    errors: &mut Errors,
) -> Option<(Profile, bool)> {
    let (mut again, before) = (from.clone(), errors.count());
    let bare = Profile::read(from, at, errors)?;
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
            read = Profile::read(&mut again, &inside, errors);
            if let Some(profile) = &read {
                profile.must_be_bare(&inside, errors);
            }
        }
    }
    crate::json::sort_by(&mut beside, Ord::cmp);
    for name in &beside {
        errors.push(&at.other(name), Reason::Unknown);
    }
    read.map(|profile| (profile, true))
}
