//! Everything against an update, in one walk over it that collects what is wrong and which facts
//! are missing. A member that is new to the model does not compile until it is decided about here.

mod settled;

use alloc::vec::Vec;

use super::facts::{Busy, Deactivated, Fact, Facts, Foreign, Missing, Policy};
use super::record::{
    Address, CONTACTS_MAX, Contact, Profile, SentAddress, SentContact, Status, Update,
};
use super::{Needs, Rejection, rules};
use crate::decision::{Limit, Next, Rule, Violation, answering};
use crate::json::{At, Text};
use crate::member::{Field, Member, Others, SentOthers};
use crate::value::same;

pub(super) use settled::settled;

/// Refuses an update of this account with everything that is wrong with it, or says which facts are
/// missing; of another update it says whether it may change a value.
pub(super) fn check(
    stored: &Profile,
    update: &Update<'_>,
    facts: &Facts,
) -> Result<bool, Rejection> {
    let mut check = Check::new(facts);
    // Rule: commvault.update.order
    check.status(stored.status.as_ref());
    check.account(stored, update);
    let Check { violations, needs, may_change, facts: _ } = check;
    if violations.is_empty() && needs.is_empty() {
        return Ok(may_change);
    }
    Rejection::unless_none(violations, needs, |violations| {
        answering(violations).map_or(Next::Done, |one| one.rule.next)
    })?;
    Ok(may_change)
}

/// The limit of a list of contacts.
const AT_MOST: Limit = Limit::AtMost(CONTACTS_MAX as u64);

/// Whether an account has more contacts than a reader takes: one that was built so.
fn is_too_long(account: &Profile) -> bool {
    account.contacts.as_ref().is_some_and(|list| list.len() > CONTACTS_MAX)
}

/// The facts that an update asks for, given or not.
pub(super) fn needs(stored: &Profile, update: &Update<'_>, policy: &Policy) -> Needs {
    let unknown = Facts::unknown(*policy);
    let mut check = Check::new(&unknown);
    check.identity(stored.external_id.as_deref(), &update.external_id, EXTERNAL_ID);
    check.identity(stored.name.as_deref(), &update.name, NAME);
    check.needs
}

/// In which stage a rule is looked at: the state first, then the document.
#[cfg(feature = "plan")]
pub(super) fn stage(rule: &Rule) -> u16 {
    let states = [&rules::UPDATING, &rules::CHANGING, &rules::DEACTIVATED, &rules::UNKNOWN_STATUS];
    u16::from(!states.contains(&rule))
}

/// The rule by which an account in this status can't be updated, if it can't.
pub(super) fn status_rule(status: Option<&Status>, policy: &Policy) -> Option<&'static Rule> {
    Some(match status {
        // Rule: commvault.status.updatable
        Some(Status::Active | Status::UpdateFailure) => return None,
        Some(Status::Updating) if policy.busy == Busy::Replace => return None,
        Some(Status::Deactivated) if policy.deactivated == Deactivated::Return => return None,
        Some(Status::Updating) => &rules::UPDATING,
        Some(Status::Activating | Status::Deactivating) => &rules::CHANGING,
        Some(Status::Deactivated) => &rules::DEACTIVATED,
        Some(Status::Other(_)) | None => &rules::UNKNOWN_STATUS,
    })
}

/// A member that names the account to its partner.
struct Identity {
    name: &'static str,
    fact: Fact,
}

const EXTERNAL_ID: &Identity = &Identity { name: "externalId", fact: Fact::ExternalIdTaken };

const NAME: &Identity = &Identity { name: "name", fact: Fact::NameTaken };

struct Check<'f> {
    facts: &'f Facts,
    violations: Vec<Violation>,
    needs: Needs,
    /// Whether a text was sent that is not plainly the stored one.
    may_change: bool,
}

impl<'f> Check<'f> {
    const fn new(facts: &'f Facts) -> Self {
        Self { facts, violations: Vec::new(), needs: Needs::NONE, may_change: false }
    }

    fn refuse(&mut self, rule: &'static Rule, at: &At<'_>) {
        self.violations.push(Violation::new(rule, at.pointer()));
    }

    #[cold]
    fn too_many(&mut self, at: &At<'_>) {
        let violation = Violation::new(&rules::CONTACTS_MOST, at.pointer());
        self.violations.push(violation.with_limit(AT_MOST));
    }

    /// The place is the whole update, for nothing in it is at fault.
    fn status(&mut self, status: Option<&Status>) {
        if let Some(rule) = status_rule(status, &self.facts.policy) {
            self.refuse(rule, &At::ROOT);
        }
    }

    /// The members of the account, in its order.
    fn account(&mut self, stored: &Profile, update: &Update<'_>) {
        let Update {
            id,
            status,
            insert_ts,
            update_ts,
            external_id,
            name,
            website,
            provision_country,
            contacts,
            services,
            deactivated_options,
            kind,
            others,
        } = update;
        self.read_only_text(&stored.id, id, "id");
        self.read_only_text(&stored.status, status, "status");
        self.read_only_text(&stored.insert_ts, insert_ts, "insertTs");
        self.read_only_text(&stored.update_ts, update_ts, "updateTs");
        self.identity(stored.external_id.as_deref(), external_id, EXTERNAL_ID);
        self.identity(stored.name.as_deref(), name, NAME);
        self.is_same(stored.website.as_deref(), website);
        self.read_only_text(&stored.provision_country, provision_country, "provisionCountry");
        self.contacts(stored, contacts);
        self.read_only(stored.services.as_ref(), services, "services");
        let options = stored.deactivated_options.as_ref();
        self.read_only(options, deactivated_options, "deactivatedOptions");
        self.read_only_text(&stored.kind, kind, "type");
        self.unknown(Some(&stored.others), others, &At::ROOT);
    }

    /// Whether a text was sent as it is stored; if it was sent otherwise, it may change.
    #[inline]
    fn is_same(&mut self, stored: Option<&str>, sent: &Field<Text<'_>>) -> bool {
        let is_same = match (stored, sent) {
            // Rule: commvault.identity.compared-exactly
            (Some(stored), Field::Value(sent)) => same(stored, sent),
            (_, Field::Absent) => return false,
            (_, Field::Null) | (None, Field::Value(_)) => false,
        };
        self.may_change |= !is_same;
        is_same
    }

    /// The same of a text that can't be empty: an empty one is never the stored one.
    #[inline]
    fn is_same_value(&mut self, stored: Option<&str>, sent: &Field<Text<'_>>) -> bool {
        self.is_same(stored, sent) && stored.is_some_and(|stored| !stored.is_empty())
    }

    /// A text that an update may only repeat. Few updates do.
    #[inline]
    fn read_only_text<T: AsRef<str>>(
        &mut self,
        stored: &Option<T>,
        sent: &Field<Text<'_>>,
        name: &'static str,
    ) {
        if !sent.is_absent() {
            self.repeated_text(stored.as_ref().map(AsRef::as_ref), sent, name);
        }
    }

    /// No value repeats no value.
    fn repeated_text(&mut self, stored: Option<&str>, sent: &Field<Text<'_>>, name: &'static str) {
        let is_echo = match sent {
            Field::Absent => true,
            Field::Null => stored.is_none_or(str::is_empty),
            Field::Value(sent) => stored == Some(&**sent),
        };
        if !is_echo {
            self.differs(&At::ROOT.name(name));
        }
    }

    /// Anything else that an update may only repeat.
    #[inline]
    fn read_only<M: Member>(
        &mut self,
        stored: Option<&M>,
        sent: &Field<M::Sent<'_>>,
        name: &'static str,
    ) {
        if !sent.is_absent() {
            M::echo(stored, sent, &At::ROOT.name(name), &mut |at, _| self.differs(at));
        }
    }

    #[cold]
    fn differs(&mut self, at: &At<'_>) {
        if self.facts.policy.foreign == Foreign::Refuse {
            self.refuse(&rules::READ_ONLY, at);
        }
    }

    /// Members that the model does not know. A null is no echo of "nothing stored": it may be a
    /// misspelt member that was meant to be cleared.
    #[inline]
    fn unknown(&mut self, stored: Option<&Others>, sent: &SentOthers<'_>, at: &At<'_>) {
        if !sent.is_empty() {
            self.unknown_members(stored, sent, at);
        }
    }

    fn unknown_members(&mut self, stored: Option<&Others>, sent: &SentOthers<'_>, at: &At<'_>) {
        for (name, raw) in sent.iter() {
            let stored = || stored.and_then(|others| others.get(name));
            let is_echo = || stored().is_some_and(|stored| stored.same_value(raw));
            if self.facts.policy.foreign == Foreign::Refuse && !is_echo() {
                self.refuse(&rules::UNKNOWN_MEMBER, &at.other(name));
            }
        }
    }

    /// `externalId` and `name`: required, with a value, and where it is not the stored one, not
    /// that of another account.
    #[inline]
    fn identity(&mut self, stored: Option<&str>, sent: &Field<Text<'_>>, identity: &Identity) {
        // Rule: commvault.identity.own-value
        if !self.is_same_value(stored, sent) {
            self.other_identity(sent, identity);
        }
    }

    fn other_identity(&mut self, sent: &Field<Text<'_>>, identity: &Identity) {
        let root = At::ROOT;
        let at = root.name(identity.name);
        let taken = match identity.fact {
            Fact::ExternalIdTaken => self.facts.external_id_taken,
            Fact::NameTaken => self.facts.name_taken,
            Fact::Now => None,
        };
        match sent {
            Field::Absent if self.facts.policy.identity == Missing::Refuse => {
                self.refuse(&rules::REQUIRED, &at);
            }
            Field::Absent => {}
            Field::Null => self.refuse(&rules::HAS_VALUE, &at),
            Field::Value(sent) if sent.is_empty() => self.refuse(&rules::HAS_VALUE, &at),
            Field::Value(_) => match taken {
                Some(false) => {}
                Some(true) => self.refuse(&rules::UNIQUE, &at),
                None => self.needs.push(identity.fact, at.pointer(), &rules::UNIQUE),
            },
        }
    }

    fn contacts(&mut self, stored: &Profile, sent: &Field<Vec<Field<SentContact<'_>>>>) {
        let root = At::ROOT;
        let at = root.name("contacts");
        // No update takes contacts out.
        if is_too_long(stored) {
            return self.too_many(&at);
        }
        let strict = self.facts.policy.contacts == Missing::Refuse;
        let sent = match sent {
            Field::Absent if strict => return self.refuse(&rules::CONTACTS_REQUIRED, &at),
            Field::Null => return self.refuse(&rules::CONTACTS_VALUE, &at),
            Field::Value(sent) if sent.is_empty() && strict => {
                return self.refuse(&rules::CONTACTS_ONE, &at);
            }
            Field::Absent => return,
            Field::Value(sent) => sent,
        };
        if sent.len() > 1 {
            self.refuse(&rules::CONTACTS_ONE, &at);
        }
        let meant = stored.meant(self.facts.policy.empty).map(|(_, contact)| contact);
        let is_full = stored.contacts.as_ref().is_some_and(|list| list.len() >= CONTACTS_MAX);
        for (index, contact) in sent.iter().enumerate() {
            let at = at.index(index);
            match contact {
                Field::Value(contact) => self.contact(meant, contact, &at),
                Field::Absent | Field::Null => self.refuse(&rules::CONTACTS_VALUE, &at),
            }
            if is_full && meant.is_none() && contact.value().is_some_and(has_name) {
                self.too_many(&at);
            }
        }
    }

    fn contact(&mut self, stored: Option<&Contact>, sent: &SentContact<'_>, at: &At<'_>) {
        let SentContact { kind, email, first_name, last_name, phone, address, others } = sent;
        match kind {
            Field::Absent => {}
            Field::Value(kind) if **kind == *"admin" => {}
            Field::Null | Field::Value(_) => self.refuse(&rules::CONTACT_TYPE, &at.name("type")),
        }
        let are_same = match stored {
            Some(stored) => {
                self.is_same(stored.phone.as_deref(), phone);
                let email = self.is_same_value(stored.email.as_deref(), email);
                let first = self.is_same_value(stored.first_name.as_deref(), first_name);
                let last = self.is_same_value(stored.last_name.as_deref(), last_name);
                email && first && last
            }
            None => {
                self.may_change = true;
                false
            }
        };
        if !are_same {
            self.names(stored.is_some(), sent, at);
        }
        match address {
            Field::Absent => {}
            Field::Null => self.may_change = true,
            Field::Value(sent) => {
                let stored = stored.and_then(|stored| stored.address.as_ref());
                self.address(stored, sent, &at.name("address"));
            }
        }
        self.unknown(stored.map(|stored| &stored.others), others, at);
    }

    /// The three names, which come together; without a stored contact, phone and address need them.
    fn names(&mut self, is_stored: bool, sent: &SentContact<'_>, at: &At<'_>) {
        let some = has_name(sent);
        let has_more = !sent.phone.is_absent() || !sent.address.is_absent();
        let lacks_contact = !is_stored && has_more;
        for (sent, name) in names(sent) {
            match sent {
                Field::Absent if some => self.refuse(&rules::ALL_OR_NONE, &at.name(name)),
                Field::Absent if lacks_contact => self.refuse(&rules::NO_CONTACT, &at.name(name)),
                Field::Absent => {}
                Field::Value(sent) if !sent.is_empty() => {}
                Field::Null | Field::Value(_) => self.refuse(&rules::NAMES_VALUE, &at.name(name)),
            }
        }
    }

    fn address(&mut self, stored: Option<&Address>, sent: &SentAddress<'_>, at: &At<'_>) {
        let SentAddress { line1, line2, city, state, country, postal_code, others } = sent;
        match stored {
            Some(stored) => {
                self.is_same(stored.line1.as_deref(), line1);
                self.is_same(stored.line2.as_deref(), line2);
                self.is_same(stored.city.as_deref(), city);
                self.is_same(stored.state.as_deref(), state);
                self.is_same(stored.country.as_deref(), country);
                self.is_same(stored.postal_code.as_deref(), postal_code);
            }
            None => self.may_change = true,
        }
        self.unknown(stored.map(|stored| &stored.others), others, at);
    }
}

/// The three names of a contact, in the order of the model.
fn names<'s, 'a>(sent: &'s SentContact<'a>) -> [(&'s Field<Text<'a>>, &'static str); 3] {
    [(&sent.email, "email"), (&sent.first_name, "firstName"), (&sent.last_name, "lastName")]
}

/// Whether one of the three names was sent.
fn has_name(sent: &SentContact<'_>) -> bool {
    names(sent).iter().any(|(name, _)| !name.is_absent())
}
