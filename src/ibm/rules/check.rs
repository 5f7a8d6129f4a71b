//! The checks. All of them look before anything is changed, and all violations are told.

use alloc::vec::Vec;

use super::super::facts::{Facts, Null, Policy, ReadOnly, SetSize, Unregister};
use super::super::record::{
    Account, Address, Contact, Customer, CustomerState, Identifier, Organization, Profile,
    SentContact, SentOrganization, SentProfile, WRAPPER,
};
use super::super::update::{Form, Operation, Place, Update};
use super::attribute::{Attributes, Slot};
use super::table;
use crate::decision::{Limit, Rule, Violation};
use crate::json::{At, Pointer};
use crate::member::{Field, Member};
use crate::value::longer_than;

/// What is to be said of an update.
pub(in super::super) struct Checked {
    /// Everything that is against it.
    pub(in super::super) found: Vec<Violation>,
    /// Whether it may change something: not if every member rests.
    pub(in super::super) may_change: bool,
}

/// Looks at everything in an update.
pub(in super::super) fn update(record: &Customer, update: &Update<'_>, facts: &Facts) -> Checked {
    let mut found = Vec::new();
    caller(facts, &mut found);
    state(&record.profile, &mut found);
    let root = At::ROOT;
    let inside = root.name(WRAPPER);
    let at = if update.form() == Form::Flat { &root } else { &inside };
    let mut check = Check { policy: &facts.policy, update, found, may_change: false };
    match update.profile() {
        Field::Null if facts.policy.null == Null::Refused => check.refuse(&table::NULL, at),
        Field::Absent | Field::Null => check.all(&record.profile, &SentProfile::default(), at),
        Field::Value(sent) => check.all(&record.profile, sent, at),
    }
    Checked { found: check.found, may_change: check.may_change }
}

/// Everything that is against an operation.
pub(in super::super) fn operation(
    record: &Customer,
    operation: Operation,
    facts: &Facts,
) -> Vec<Violation> {
    let mut found = Vec::new();
    caller(facts, &mut found);
    state(&record.profile, &mut found);
    let stored = record.profile.customer_state.as_ref();
    let is_suspended = stored == Some(&CustomerState::Suspended);
    let wrong = match operation {
        Operation::Suspend if is_suspended => Some(&table::SUSPEND),
        Operation::Unsuspend if stored.is_none_or(|state| *state == CustomerState::Active) => {
            Some(&table::UNSUSPEND)
        }
        _ => None,
    };
    found.extend(wrong.map(at_state));
    let asks = facts.policy.unregister == Unregister::Conflict;
    if operation == Operation::Unregister && asks {
        match facts.active_subscriptions {
            Some(0) => {}
            None => found.push(fact(&table::SUBSCRIPTIONS_KNOWN, "/facts/activeSubscriptions")),
            Some(_) => found.push(fact(&table::SUBSCRIPTIONS, "/input/operation")),
        }
    }
    found
}

/// Who asks.
fn caller(facts: &Facts, found: &mut Vec<Violation>) {
    match &facts.role {
        None => found.push(fact(&table::ROLE_KNOWN, "/facts/role")),
        Some(role) if !role.may_update() => found.push(fact(&table::ROLE, "/facts/role")),
        Some(_) => {}
    }
    let own = "/facts/sameOrganization";
    match facts.same_organization {
        None => found.push(fact(&table::ORGANIZATION_KNOWN, own)),
        Some(false) => found.push(fact(&table::ORGANIZATION, own)),
        Some(true) => {}
    }
}

/// Whether there is still a customer to change. One without a state counts as active: to refuse it
/// would lock every record that was read before the state was known.
fn state(stored: &Profile, found: &mut Vec<Violation>) {
    match stored.customer_state {
        None | Some(CustomerState::Active | CustomerState::Suspended) => {}
        Some(CustomerState::DeregisterPending | CustomerState::Other(_)) => {
            found.push(at_state(&table::STATE));
        }
    }
}

fn fact(rule: &'static Rule, pointer: &str) -> Violation {
    Violation::new(rule, Pointer::new(pointer))
}

fn at_state(rule: &'static Rule) -> Violation {
    fact(rule, "/Customer/CustomerState")
}

/// Repeats one check for read-only members, in the order of the model.
macro_rules! read_only {
    (
        $check:ident, $stored:expr, $sent:expr, $at:expr;
        $($member:ident = $name:literal),* $(,)?
    ) => {
        $( if !$sent.$member.is_absent() {
            let stored = $stored.and_then(|stored| stored.$member.as_ref());
            $check.read_only(stored, &$sent.$member, &$at.name($name));
        } )*
    };
}

struct Check<'c, 'a> {
    policy: &'c Policy,
    update: &'c Update<'a>,
    found: Vec<Violation>,
    may_change: bool,
}

impl Check<'_, '_> {
    fn refuse(&mut self, rule: &'static Rule, at: &At<'_>) {
        self.found.push(Violation::new(rule, at.pointer()));
    }

    /// In a flat body every member stands at the top.
    fn below<'p>(&self, at: &'p At<'p>, name: &'static str) -> At<'p> {
        if self.update.form() == Form::Flat { *at } else { at.name(name) }
    }

    /// The profile, and at last whether it was made from the current record.
    fn all(&mut self, stored: &Profile, sent: &SentProfile<'_>, at: &At<'_>) {
        self.profile(Some(stored), sent, at);
        // One that was left out fits only a record that has none either.
        let is_current = match sent.version.value() {
            Some(told) => *told == stored.version.unwrap_or(0),
            None => stored.version.is_none(),
        };
        if !is_current {
            self.refuse(&table::STALE, &at.name("Version"));
        }
    }

    fn profile(&mut self, stored: Option<&Profile>, sent: &SentProfile<'_>, at: &At<'_>) {
        self.slots::<Profile>(stored, Some(sent), Place::Plain, at);
        read_only!(self, stored, sent, at;
            id = "Id", customer_state = "CustomerState", suspension_date = "SuspensionDate",
            is_guest = "IsGuest", last_sync_date = "LastSyncDate", customer_type = "CustomerType",
        );
        let organization = stored.and_then(|stored| stored.organization.as_ref());
        self.organization(organization, &sent.organization, &self.below(at, "Organization"));
        let accounts = stored.and_then(|stored| stored.customer_account_set.as_deref());
        let (set, at_set) = (&sent.customer_account_set, self.below(at, "CustomerAccountSet"));
        self.set::<Account>(accounts, set, true, &at_set, |check, _, stored, sent, at| {
            check.slots::<Account>(stored, Some(sent), Place::Plain, at);
            read_only!(check, stored, sent, at; vendor_id = "VendorId");
            check.others::<Account>(stored, sent, at);
        });
        // A flat body has no place for them.
        if self.update.form() == Form::Nested {
            let identifiers = stored.and_then(|stored| stored.customer_identifier_set.as_deref());
            let (set, at_set) = (&sent.customer_identifier_set, at.name("CustomerIdentifierSet"));
            self.set::<Identifier>(
                identifiers,
                set,
                false,
                &at_set,
                |check, _, stored, sent, at| {
                    check.slots::<Identifier>(stored, Some(sent), Place::Plain, at);
                    check.others::<Identifier>(stored, sent, at);
                },
            );
        }
        self.others::<Profile>(stored, sent, at);
    }

    fn organization(
        &mut self,
        stored: Option<&Organization>,
        sent: &Field<SentOrganization<'_>>,
        at: &At<'_>,
    ) {
        if self.is_null(sent, at) {
            return;
        }
        self.slots::<Organization>(stored, sent.value(), Place::Plain, at);
        let addresses = stored.and_then(|stored| stored.address_set.as_deref());
        let set = sent.value().map_or(&Field::Absent, |sent| &sent.address_set);
        let at_set = self.below(at, "AddressSet");
        self.set::<Address>(addresses, set, true, &at_set, |check, index, stored, sent, at| {
            check.slots::<Address>(stored, Some(sent), Place::Address(index), at);
            read_only!(check, stored, sent, at;
                state_code = "StateCode", country_code = "CountryCode", modified = "Modified",
            );
            check.others::<Address>(stored, sent, at);
        });
        let contact = sent.value().map_or(&Field::Absent, |sent| &sent.contact);
        let known = stored.and_then(|stored| stored.contact.as_ref());
        self.contact(known, contact, &self.below(at, "Contact"));
        let Field::Value(sent) = sent else { return };
        read_only!(self, stored, sent, at;
            owner = "Owner", created = "Created", modified = "Modified", industry = "Industry",
            party_type = "PartyType", company_size = "CompanySize",
            security_realm = "SecurityRealm", customer_type = "CustomerType",
            is_partner = "IsPartner", is_sync_pending = "IsSyncPending",
        );
        self.others::<Organization>(stored, sent, at);
    }

    fn contact(&mut self, stored: Option<&Contact>, sent: &Field<SentContact<'_>>, at: &At<'_>) {
        if self.is_null(sent, at) {
            return;
        }
        self.slots::<Contact>(stored, sent.value(), Place::Contact, at);
        let Field::Value(sent) = sent else { return };
        read_only!(self, stored, sent, at;
            dn = "DN", created = "Created", modified = "Modified", deleted = "Deleted",
            security_realm = "SecurityRealm",
        );
        self.others::<Contact>(stored, sent, at);
    }

    /// Refuses a null, where the policy refuses it.
    fn is_null<T>(&mut self, sent: &Field<T>, at: &At<'_>) -> bool {
        let null = matches!(sent, Field::Null) && self.policy.null == Null::Refused;
        if null {
            self.refuse(&table::NULL, at);
        }
        null
    }

    /// A set: whether it is there and not too large, then every element. A null element is refused
    /// in every preset: left out, it would shift those behind it.
    fn set<'a, T: Attributes>(
        &mut self,
        stored: Option<&[T]>,
        sent: &Field<<Vec<T> as Member>::Sent<'a>>,
        is_required: bool,
        at: &At<'_>,
        each: impl Fn(&mut Self, usize, Option<&T>, &T::Sent<'a>, &At<'_>),
    ) {
        if self.is_null(sent, at) {
            return;
        }
        let stored = stored.unwrap_or_default();
        let list = sent.value().map_or(&[] as &[Field<T::Sent<'a>>], Vec::as_slice);
        self.may_change |= stored.len() != list.len();
        if is_required && list.is_empty() {
            self.refuse(&table::SET_MISSING, at);
        }
        if is_required && list.len() > 1 && self.policy.set_size == SetSize::One {
            let violation = Violation::new(&table::SET_SINGLE, at.pointer());
            self.found.push(violation.with_limit(Limit::AtMost(1)));
        }
        for (index, element) in list.iter().enumerate() {
            let here = if self.update.form() == Form::Flat { *at } else { at.index(index) };
            match element {
                Field::Value(sent) => each(self, index, stored.get(index), sent, &here),
                Field::Absent | Field::Null => self.refuse(&table::NULL, &here),
            }
        }
    }

    fn slots<T: Attributes>(
        &mut self,
        stored: Option<&T>,
        sent: Option<&T::Sent<'_>>,
        place: Place,
        at: &At<'_>,
    ) {
        let update = self.update;
        T::slots(stored, sent, update, place, |slot| self.slot(slot, at));
    }

    /// One attribute: null; else what was told, and that two spellings tell the same.
    fn slot(&mut self, slot: &Slot<'_>, at: &At<'_>) {
        self.may_change = true;
        let (attribute, policy) = (slot.attribute, self.policy);
        let null = self.is_null(&slot.sent, &at.name(attribute.name));
        let other = attribute.other.unwrap_or(attribute.name);
        if self.is_null(&slot.other, &at.name(other)) || null {
            return;
        }
        self.told(slot, at);
        if let (Field::Value(one), Field::Value(two)) = (slot.sent, slot.other)
            && attribute.value(one, policy) != attribute.value(two, policy)
        {
            self.refuse(&table::SPELLING, &at.name(other));
        }
    }

    /// What was told of an attribute: missing, empty, not of the list, too long; one of them.
    fn told(&mut self, slot: &Slot<'_>, at: &At<'_>) {
        let (attribute, policy) = (slot.attribute, self.policy);
        let (name, told) = slot.told(policy);
        let at = at.name(name);
        let Field::Value(text) = told else {
            if attribute.is_required(policy) {
                self.refuse(&table::MISSING, &at);
            }
            return;
        };
        if text.is_empty() {
            if attribute.is_required(policy) && !attribute.keeps_blank(policy) {
                self.refuse(&table::BLANK, &at);
            }
            return;
        }
        if !attribute.words.is_empty() {
            if !attribute.words.contains(&attribute.value(text, policy)) {
                self.refuse(&table::WORD, &at);
            }
            return;
        }
        if longer_than(text, usize::from(attribute.max), policy.length_unit) {
            let limit = Limit::AtMost(u64::from(attribute.max));
            let violation = Violation::new(&table::LENGTH, at.pointer()).with_limit(limit);
            self.found.push(violation);
        }
    }

    fn read_only<M: Member>(&mut self, stored: Option<&M>, sent: &Field<M::Sent<'_>>, at: &At<'_>) {
        if self.policy.read_only == ReadOnly::Ignored || self.is_null(sent, at) {
            return;
        }
        M::echo(stored, sent, at, &mut |at, _| self.refuse(&table::READ_ONLY, at));
    }

    /// Unknown members carry any value. Null is none, unless it repeats a stored null.
    fn others<T: Attributes>(&mut self, stored: Option<&T>, sent: &T::Sent<'_>, at: &At<'_>) {
        for (name, raw) in T::sent_others(sent).iter() {
            let old = stored.and_then(|stored| stored.others().get(name));
            if old.is_some_and(|old| old.as_str() == raw) {
                continue;
            }
            self.may_change = true;
            let is_null = raw == "null" && self.policy.null == Null::Refused;
            if is_null && !T::SPELLINGS.contains(&name) {
                self.refuse(&table::NULL, &at.other(name));
            }
        }
    }
}
