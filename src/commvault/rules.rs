//! What is refused: the checks, in order of precedence. Each looks at everything and collects.

mod table;

use alloc::string::String;
use alloc::vec::Vec;

use super::facts::{Busy, Deactivated, EmptyText, Facts, Foreign, Missing};
use super::record::{Account, Address, Contact, Profile, SentAddress, SentContact, Status, Update};
use crate::decision::{Next, Rejection, Rule, Violation};
use crate::json::{At, Pointer, Text};
use crate::member::{Field, Member, Others, SentOthers};

pub use table::RULES;
pub(super) use table::UNIQUE;
use table::{
    ALL_OR_NONE, CHANGING, CONTACT_TYPE, CONTACTS_ONE, CONTACTS_REQUIRED, CONTACTS_VALUE,
    DEACTIVATED, HAS_VALUE, NAMES_VALUE, NEEDS_PENDING, NO_CONTACT, NOTHING_RUNS, READ_ONLY,
    REQUIRED, UNKNOWN_MEMBER, UNKNOWN_STATUS, UPDATING,
};

/// Refuses an update of this account with everything that is wrong with it; of another one it
/// tells whether it may change a value.
pub(super) fn check(
    stored: &Profile,
    update: &Update<'_>,
    facts: &Facts,
) -> Result<bool, Rejection> {
    let mut check = Check { facts, found: Vec::new(), may_change: false };
    check.status(stored.status.as_ref());
    check.account(stored, update);
    let next = match check.found.first() {
        None => return Ok(check.may_change),
        Some(first) => way(first.rule),
    };
    Rejection::new(check.found, next).map_or(Ok(false), Err)
}

/// Refuses the end of an update where none can settle.
pub(super) fn check_settled(account: &Account, needs_pending: bool) -> Result<(), Rejection> {
    let runs = account.profile.status == Some(Status::Updating);
    let (rule, place, next): (&'static Rule, _, _) = if !runs {
        (&NOTHING_RUNS, "/input/settled", Next::Stop)
    } else if needs_pending && !account.has_pending() {
        (&NEEDS_PENDING, "/internal/pending", Next::Fix)
    } else {
        return Ok(());
    };
    let found = Vec::from([Violation::new(rule, Pointer::new(place))]);
    Rejection::new(found, next).map_or(Ok(()), Err)
}

/// Whether the rule is about the status of the account.
pub(super) fn is_status(rule: &Rule) -> bool {
    [UPDATING, CHANGING, DEACTIVATED, UNKNOWN_STATUS].contains(rule)
}

/// What to do after a refusal whose first violation is of this rule: the status always is first.
fn way(first: &Rule) -> Next {
    if *first == UPDATING || *first == CHANGING {
        Next::Wait
    } else if is_status(first) {
        Next::Stop
    } else {
        Next::Fix
    }
}

/// A walk over an update that collects what is wrong.
struct Check<'f> {
    facts: &'f Facts,
    found: Vec<Violation>,
    /// Whether a text was sent that is not plainly the stored one.
    may_change: bool,
}

impl Check<'_> {
    fn refuse(&mut self, rule: &'static Rule, at: &At<'_>) {
        self.found.push(Violation::new(rule, at.pointer()));
    }

    /// The place is the whole update, for nothing in it is at fault.
    fn status(&mut self, status: Option<&Status>) {
        let policy = &self.facts.policy;
        let rule: &'static Rule = match status {
            Some(Status::Active | Status::UpdateFailure) => return,
            Some(Status::Updating) if policy.busy == Busy::Replace => return,
            Some(Status::Deactivated) if policy.deactivated == Deactivated::Return => return,
            Some(Status::Updating) => &UPDATING,
            Some(Status::Activating | Status::Deactivating) => &CHANGING,
            Some(Status::Deactivated) => &DEACTIVATED,
            Some(Status::Other(_)) | None => &UNKNOWN_STATUS,
        };
        self.refuse(rule, &At::ROOT);
    }

    /// The members of the account, in its order.
    fn account(&mut self, stored: &Profile, update: &Update<'_>) {
        let at = At::ROOT;
        self.repeats(stored.id.as_ref(), &update.id, "id");
        self.repeats(stored.status.as_ref(), &update.status, "status");
        self.repeats(stored.insert_ts.as_ref(), &update.insert_ts, "insertTs");
        self.repeats(stored.update_ts.as_ref(), &update.update_ts, "updateTs");
        if !self.is_same(stored.external_id.as_ref(), &update.external_id) {
            let taken = self.facts.external_id_taken;
            self.identity(&update.external_id, "externalId", "/facts/externalIdTaken", taken);
        }
        if !self.is_same(stored.name.as_ref(), &update.name) {
            self.identity(&update.name, "name", "/facts/nameTaken", self.facts.name_taken);
        }
        self.is_same(stored.website.as_ref(), &update.website);
        let country = (stored.provision_country.as_ref(), &update.provision_country);
        self.repeats(country.0, country.1, "provisionCountry");
        self.contacts(stored.contact(), &update.contacts, &at.name("contacts"));
        self.repeats(stored.services.as_ref(), &update.services, "services");
        let options = (stored.deactivated_options.as_ref(), &update.deactivated_options);
        self.repeats(options.0, options.1, "deactivatedOptions");
        self.repeats(stored.kind.as_ref(), &update.kind, "type");
        self.unknown(Some(&stored.others), &update.others, &at);
    }

    /// Whether a text was sent as it is stored; if it was sent otherwise, it may change. An empty
    /// one is never the same: what it means, the policy says.
    fn is_same(&mut self, stored: Option<&String>, sent: &Field<Text<'_>>) -> bool {
        let is_same = match (stored, sent) {
            (Some(stored), Field::Value(sent)) => **stored == **sent && !sent.is_empty(),
            _ => false,
        };
        self.may_change |= !is_same && !sent.is_absent();
        is_same
    }

    /// A member of the account that an update may only repeat. Few updates do.
    #[inline]
    fn repeats<M: Member>(
        &mut self,
        stored: Option<&M>,
        sent: &Field<M::Sent<'_>>,
        name: &'static str,
    ) {
        if !sent.is_absent() {
            self.repeated(stored, sent, name);
        }
    }

    fn repeated<M: Member>(
        &mut self,
        stored: Option<&M>,
        sent: &Field<M::Sent<'_>>,
        name: &'static str,
    ) {
        if self.facts.policy.foreign == Foreign::Refuse {
            let root = At::ROOT;
            M::echo(stored, sent, &root.name(name), &mut |at, _| self.refuse(&READ_ONLY, at));
        }
    }

    /// Members that the model does not know. A null is no echo of "nothing stored": it may be a
    /// misspelt member that was meant to be cleared.
    #[inline]
    fn unknown(&mut self, stored: Option<&Others>, sent: &SentOthers<'_>, at: &At<'_>) {
        if !sent.is_empty() {
            self.strangers(stored, sent, at);
        }
    }

    fn strangers(&mut self, stored: Option<&Others>, sent: &SentOthers<'_>, at: &At<'_>) {
        for (name, raw) in sent.iter() {
            let stored = || stored.and_then(|others| others.get(name));
            let is_echo = || stored().is_some_and(|stored| stored.same_value(raw));
            if self.facts.policy.foreign == Foreign::Refuse && !is_echo() {
                self.refuse(&UNKNOWN_MEMBER, &at.other(name));
            }
        }
    }

    /// `externalId` and `name`, where they are not those stored: required, with a value, and free.
    fn identity(
        &mut self,
        sent: &Field<Text<'_>>,
        name: &'static str,
        fact: &'static str,
        taken: Option<bool>,
    ) {
        let root = At::ROOT;
        let at = root.name(name);
        match sent {
            Field::Absent if self.facts.policy.identity == Missing::Refuse => {
                self.refuse(&REQUIRED, &at);
            }
            Field::Absent => {}
            Field::Null => self.refuse(&HAS_VALUE, &at),
            Field::Value(sent) if sent.is_empty() => self.refuse(&HAS_VALUE, &at),
            Field::Value(_) => match taken {
                Some(false) => {}
                Some(true) => self.refuse(&UNIQUE, &at),
                None => {
                    let violation = Violation::new(&UNIQUE, Pointer::new(fact));
                    self.found.push(violation.with_detail(name));
                }
            },
        }
    }

    fn contacts(
        &mut self,
        stored: Option<&Contact>,
        sent: &Field<Vec<Field<SentContact<'_>>>>,
        at: &At<'_>,
    ) {
        let strict = self.facts.policy.contacts == Missing::Refuse;
        match sent.as_ref().map(Vec::as_slice) {
            Field::Absent if strict => self.refuse(&CONTACTS_REQUIRED, at),
            Field::Null => self.refuse(&CONTACTS_VALUE, at),
            Field::Value([]) if strict => self.refuse(&CONTACTS_ONE, at),
            Field::Absent | Field::Value([]) => {}
            Field::Value([Field::Value(contact)]) => {
                self.contact(stored, contact, &at.index(0));
            }
            Field::Value([_]) => self.refuse(&CONTACTS_VALUE, &at.index(0)),
            // Which of them is meant nobody knows, so none of them is looked at.
            Field::Value(_) => self.refuse(&CONTACTS_ONE, at),
        }
    }

    fn contact(&mut self, stored: Option<&Contact>, sent: &SentContact<'_>, at: &At<'_>) {
        match &sent.kind {
            Field::Absent => {}
            Field::Value(kind) if **kind == *"admin" => {}
            Field::Null | Field::Value(_) => self.refuse(&CONTACT_TYPE, &at.name("type")),
        }
        let of = |member: fn(&Contact) -> &Option<String>| stored.and_then(|s| member(s).as_ref());
        let email = self.is_same(of(|stored| &stored.email), &sent.email);
        let first = self.is_same(of(|stored| &stored.first_name), &sent.first_name);
        let last = self.is_same(of(|stored| &stored.last_name), &sent.last_name);
        if !(email && first && last) {
            self.names(stored.is_some(), sent, at);
        }
        self.is_same(of(|stored| &stored.phone), &sent.phone);
        let address = stored.and_then(|stored| stored.address.as_ref());
        match &sent.address {
            Field::Absent => {}
            Field::Null => self.may_change = true,
            Field::Value(sent) => self.address(address, sent, &at.name("address")),
        }
        self.unknown(stored.map(|stored| &stored.others), &sent.others, at);
    }

    /// The three names, which come together.
    fn names(&mut self, is_stored: bool, sent: &SentContact<'_>, at: &At<'_>) {
        let names = [
            (&sent.email, "email"),
            (&sent.first_name, "firstName"),
            (&sent.last_name, "lastName"),
        ];
        let some = names.iter().any(|(sent, _)| !sent.is_absent());
        let homeless = !is_stored && self.has_more(sent);
        for (sent, name) in names {
            match sent {
                Field::Absent if some => self.refuse(&ALL_OR_NONE, &at.name(name)),
                Field::Absent if homeless => self.refuse(&NO_CONTACT, &at.name(name)),
                Field::Absent => {}
                Field::Value(sent) if !sent.is_empty() => {}
                Field::Null | Field::Value(_) => self.refuse(&NAMES_VALUE, &at.name(name)),
            }
        }
    }

    fn address(&mut self, stored: Option<&Address>, sent: &SentAddress<'_>, at: &At<'_>) {
        let of = |member: fn(&Address) -> &Option<String>| stored.and_then(|s| member(s).as_ref());
        self.is_same(of(|stored| &stored.line1), &sent.line1);
        self.is_same(of(|stored| &stored.line2), &sent.line2);
        self.is_same(of(|stored| &stored.city), &sent.city);
        self.is_same(of(|stored| &stored.state), &sent.state);
        self.is_same(of(|stored| &stored.country), &sent.country);
        self.is_same(of(|stored| &stored.postal_code), &sent.postal_code);
        self.unknown(stored.map(|stored| &stored.others), &sent.others, at);
    }

    /// Whether there is a phone or an address to store, for which a contact is needed. What is
    /// only cleared needs none.
    fn has_more(&self, sent: &SentContact<'_>) -> bool {
        let has = |sent: &Field<Text<'_>>| match sent {
            Field::Absent | Field::Null => false,
            Field::Value(sent) => !sent.is_empty() || self.facts.policy.empty == EmptyText::Value,
        };
        has(&sent.phone) || sent.address.value().is_some_and(|sent| attributes(sent).any(has))
    }
}

/// The attributes of an address.
fn attributes<'s, 'a>(sent: &'s SentAddress<'a>) -> impl Iterator<Item = &'s Field<Text<'a>>> {
    let SentAddress { line1, line2, city, state, country, postal_code, others: _ } = sent;
    const { assert!(Address::NAMES.len() == 6) };
    [line1, line2, city, state, country, postal_code].into_iter()
}
