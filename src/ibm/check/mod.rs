//! What is refused. Everything is looked at before anything is changed, and all violations are
//! reported: the state, then everything required and valid in document order, then a stale copy.

mod attribute;
mod member;

use alloc::vec::Vec;

use super::facts::{Facts, Null, Policy, Unregister};
use super::record::{
    Account, Address, CUSTOMER, Contact, Customer, CustomerState, Identifier, Organization,
    Profile, SentAccount, SentAddress, SentContact, SentIdentifier, SentOrganization, SentProfile,
};
use super::rules;
use super::update::{Form, Holder, Operation, Update};
use crate::decision::{Rule, Violation};
use crate::json::{At, Pointer, sort_by_key};
use crate::member::Field;

#[cfg(feature = "plan")]
pub(super) use attribute::Attribute;
pub(super) use attribute::{Attributes, Slot};

/// What checking an update has found.
pub(super) struct Checked {
    /// Everything that is wrong, whatever the caller's role and organization are.
    pub(super) violations: Vec<Violation>,
    /// Whether it may change something: not if every member is a plain echo.
    pub(super) may_change: bool,
}

/// Checks everything in an update.
pub(super) fn check(record: &Customer, update: &Update<'_>, policy: &Policy) -> Checked {
    let mut violations = Vec::new();
    state(&record.document, &mut violations);
    let root = At::ROOT;
    let inside = root.name(CUSTOMER);
    let at = if update.form() == Form::Flat { &root } else { &inside };
    let (may_change, is_current, size) = (false, true, 0);
    let mut check = Check { policy, update, violations, may_change, is_current, size };
    match update.document() {
        Field::Null if policy.null == Null::Refuse => check.refuse(&rules::NULL, at),
        Field::Absent | Field::Null => check.all(&record.document, &SentProfile::default(), at),
        Field::Value(sent) => check.all(&record.document, sent, at),
    }
    Checked { violations: check.violations, may_change: check.may_change }
}

/// Checks an operation: everything that is wrong, whatever the caller's role and organization are.
pub(super) fn operation(record: &Customer, operation: Operation, facts: &Facts) -> Vec<Violation> {
    let mut violations = Vec::new();
    state(&record.document, &mut violations);
    let wrong = match (&record.document.customer_state, operation) {
        (None, _) => Some(&rules::OPERATION),
        (Some(CustomerState::Suspended), Operation::Suspend) => Some(&rules::SUSPEND),
        (Some(CustomerState::Active), Operation::Unsuspend) => Some(&rules::UNSUSPEND),
        _ => None,
    };
    violations.extend(wrong.map(at_state));
    // Rule: ibm.unregister.gone
    let has_subscriptions = facts.active_subscriptions.is_some_and(|count| count > 0);
    if asks_subscriptions(operation, &facts.policy) && has_subscriptions {
        let place = Pointer::new(super::OPERATION);
        violations.push(Violation::new(&rules::SUBSCRIPTIONS, place));
    }
    violations
}

/// Whether an operation asks for the number of active subscriptions.
pub(super) fn asks_subscriptions(operation: Operation, policy: &Policy) -> bool {
    operation == Operation::Unregister && policy.unregister == Unregister::Refuse
}

/// Why a caller that is known may not change this customer.
pub(super) fn caller(facts: &Facts) -> Vec<Violation> {
    let mut violations = Vec::new();
    let mut refuse = |rule: &'static Rule, place: &str| {
        violations.push(Violation::new(rule, Pointer::new(place)));
    };
    if facts.role.as_ref().is_some_and(|role| !role.may_update()) {
        refuse(&rules::ROLE, "/facts/role");
    }
    if facts.same_organization == Some(false) {
        refuse(&rules::ORGANIZATION, "/facts/sameOrganization");
    }
    violations
}

/// Whether there is still a customer to change. One without a state may be updated: to refuse it
/// would lock every record that was read before its state was known.
pub(super) fn state(stored: &Profile, violations: &mut Vec<Violation>) {
    match stored.customer_state {
        // Rule: ibm.state.missing
        // Rule: ibm.state.update
        None | Some(CustomerState::Active | CustomerState::Suspended) => {}
        Some(CustomerState::DeregisterPending | CustomerState::Other(_)) => {
            violations.push(at_state(&rules::STATE));
        }
    }
}

fn at_state(rule: &'static Rule) -> Violation {
    Violation::new(rule, Pointer::new("/Customer/CustomerState"))
}

/// Checks read-only members one by one: the stored object, and what was sent of each.
macro_rules! read_only {
    ($check:ident, $stored:expr, $at:expr; $($member:ident = $name:literal),* $(,)?) => {
        $( if !$member.is_absent() {
            let stored = $stored.and_then(|stored| stored.$member.as_ref());
            $check.read_only(stored, $member, &$at.name($name));
        } )*
    };
}

struct Check<'c, 'a> {
    policy: &'c Policy,
    update: &'c Update<'a>,
    violations: Vec<Violation>,
    may_change: bool,
    /// Whether the update was made from the stored record.
    is_current: bool,
    /// How many bytes of unknown members it brings.
    size: usize,
}

impl Check<'_, '_> {
    fn refuse(&mut self, rule: &'static Rule, at: &At<'_>) {
        self.violations.push(Violation::new(rule, at.pointer()));
    }

    /// In a flat body every member is at the top.
    fn below<'p>(&self, at: &'p At<'p>, name: &'static str) -> At<'p> {
        if self.update.form() == Form::Flat { *at } else { at.name(name) }
    }

    /// The document, and at last whether it was made from the current record.
    fn all(&mut self, stored: &Profile, sent: &SentProfile<'_>, at: &At<'_>) {
        // One that was left out fits only a record that has none either.
        // Rule: ibm.version.token
        self.is_current = match sent.version.value() {
            Some(version) => *version == stored.version.unwrap_or(0),
            None => stored.version.is_none(),
        };
        // Rule: ibm.checks.order
        self.profile(stored, sent, at);
        if !self.is_current {
            self.refuse(&rules::STALE, &at.name("Version"));
        }
        // What would make the record too large to be read again is behind all that the vendor says.
        if self.size > 0 {
            sort_by_key(&mut self.violations, |violation| violation.rule == &rules::UNKNOWN_SIZE);
        }
    }

    // Each object is taken apart as a whole, so that a new member does not compile until it is
    // decided about. Attributes, named with an underscore, are in the table of `attribute.rs`.

    fn profile(&mut self, stored: &Profile, sent: &SentProfile<'_>, at: &At<'_>) {
        let SentProfile {
            customer_number: _,
            id,
            customer_state,
            suspension_date,
            is_guest,
            last_sync_date,
            customer_type,
            version: _,
            organization,
            customer_account_set,
            customer_identifier_set,
            others: _,
        } = sent;
        let stored = Some(stored);
        self.slots::<Profile>(stored, Some(sent), Holder::Plain, at);
        read_only!(self, stored, at;
            id = "Id", customer_state = "CustomerState", suspension_date = "SuspensionDate",
            is_guest = "IsGuest", last_sync_date = "LastSyncDate", customer_type = "CustomerType",
        );
        let known = stored.and_then(|stored| stored.organization.as_ref());
        let inside = self.below(at, "Organization");
        match organization {
            Field::Value(sent) => self.organization(known, sent, &inside),
            // An organization that is missing lacks every required attribute: each is a violation.
            Field::Absent | Field::Null if !self.is_null(organization, &inside) => {
                // Rule: ibm.organization.missing
                self.organization(known, &SentOrganization::default(), &inside);
            }
            Field::Absent | Field::Null => {}
        }
        let accounts = stored.and_then(|stored| stored.customer_account_set.as_deref());
        let set = self.below(at, "CustomerAccountSet");
        self.set::<Account>(accounts, customer_account_set, true, &set, Self::account);
        // A flat body has no place for them.
        // Rule: ibm.flat.identifiers
        if self.update.form() == Form::Nested {
            let identifiers = stored.and_then(|stored| stored.customer_identifier_set.as_deref());
            let set = at.name("CustomerIdentifierSet");
            let sent = customer_identifier_set;
            self.may_change |= identifiers.is_none() && sent.value().is_some();
            self.set::<Identifier>(identifiers, sent, false, &set, Self::identifier);
        }
        self.unknown::<Profile>(stored, sent, at);
    }

    fn organization(
        &mut self,
        stored: Option<&Organization>,
        sent: &SentOrganization<'_>,
        at: &At<'_>,
    ) {
        let SentOrganization {
            org_name: _,
            phone: _,
            owner,
            created,
            modified,
            industry,
            party_type,
            company_size,
            security_realm,
            customer_type,
            is_partner,
            is_sync_pending,
            address_set,
            contact,
            others: _,
        } = sent;
        self.slots::<Organization>(stored, Some(sent), Holder::Plain, at);
        read_only!(self, stored, at;
            owner = "Owner", created = "Created", modified = "Modified", industry = "Industry",
            party_type = "PartyType", company_size = "CompanySize",
            security_realm = "SecurityRealm", customer_type = "CustomerType",
            is_partner = "IsPartner", is_sync_pending = "IsSyncPending",
        );
        let addresses = stored.and_then(|stored| stored.address_set.as_deref());
        let set = self.below(at, "AddressSet");
        self.set::<Address>(addresses, address_set, true, &set, Self::address);
        let known = stored.and_then(|stored| stored.contact.as_ref());
        let inside = self.below(at, "Contact");
        match contact {
            Field::Value(sent) => self.contact(known, sent, &inside),
            Field::Absent | Field::Null if !self.is_null(contact, &inside) => {
                self.contact(known, &SentContact::default(), &inside);
            }
            Field::Absent | Field::Null => {}
        }
        self.unknown::<Organization>(stored, sent, at);
    }

    fn address(
        &mut self,
        index: usize,
        stored: Option<&Address>,
        sent: &SentAddress<'_>,
        at: &At<'_>,
    ) {
        let SentAddress {
            address_line1: _,
            address_line2: _,
            address_type: _,
            city: _,
            country: _,
            state: _,
            postal_code: _,
            state_code,
            country_code,
            modified,
            others: _,
        } = sent;
        self.slots::<Address>(stored, Some(sent), Holder::Address(index), at);
        read_only!(self, stored, at;
            state_code = "StateCode", country_code = "CountryCode", modified = "Modified",
        );
        self.unknown::<Address>(stored, sent, at);
    }

    fn contact(&mut self, stored: Option<&Contact>, sent: &SentContact<'_>, at: &At<'_>) {
        let SentContact {
            family_name: _,
            given_name: _,
            email_address: _,
            name_prefix: _,
            name_suffix: _,
            employee_number: _,
            language_preference: _,
            work_phone: _,
            home_phone: _,
            mobile_phone: _,
            fax: _,
            job_title: _,
            web_site_address: _,
            time_zone: _,
            photo: _,
            dn,
            created,
            modified,
            deleted,
            security_realm,
            others: _,
        } = sent;
        self.slots::<Contact>(stored, Some(sent), Holder::Contact, at);
        read_only!(self, stored, at;
            dn = "DN", created = "Created", modified = "Modified", deleted = "Deleted",
            security_realm = "SecurityRealm",
        );
        self.unknown::<Contact>(stored, sent, at);
    }

    fn account(&mut self, _: usize, stored: Option<&Account>, sent: &SentAccount<'_>, at: &At<'_>) {
        let SentAccount {
            account_number: _,
            location_name: _,
            payment_method_type: _,
            currency_type: _,
            vendor_id,
            others: _,
        } = sent;
        self.slots::<Account>(stored, Some(sent), Holder::Plain, at);
        read_only!(self, stored, at; vendor_id = "VendorId");
        self.unknown::<Account>(stored, sent, at);
    }

    fn identifier(
        &mut self,
        _: usize,
        stored: Option<&Identifier>,
        sent: &SentIdentifier<'_>,
        at: &At<'_>,
    ) {
        let SentIdentifier { value: _, customer_id_type: _, others: _ } = sent;
        self.slots::<Identifier>(stored, Some(sent), Holder::Plain, at);
        self.unknown::<Identifier>(stored, sent, at);
    }

    /// Refuses a null, where the policy refuses it.
    fn is_null<T>(&mut self, sent: &Field<T>, at: &At<'_>) -> bool {
        let null = matches!(sent, Field::Null) && self.policy.null == Null::Refuse;
        if null {
            self.refuse(&rules::NULL, at);
        }
        null
    }
}
