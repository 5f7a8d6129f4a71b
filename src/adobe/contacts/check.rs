//! The contact list: who is who, what may change, and that somebody is left.

use alloc::string::String;

use super::{Check, TextRule};
use crate::adobe::contacts::{Contacts, Match, Matching, Sent};
use crate::adobe::facts::{EmptyContacts, OtherName};
use crate::adobe::record::{Contact, SentCompanyProfile, SentContact};
use crate::adobe::rules;
use crate::decision::Rule;
use crate::json::{At, Text};
use crate::member::Field;
use crate::value::same;

impl Check<'_> {
    /// Notes, if anything differs, who is who and between whom all are that are not sent as stored.
    pub(super) fn contacts(&mut self, sent: &SentCompanyProfile<'_>, at: &At<'_>) {
        let profile = self.record.resource.company_profile.as_ref();
        let stored = profile.and_then(|one| one.contacts.as_ref());
        let sent = match &sent.contacts {
            Field::Absent => return,
            Field::Null => return self.null(stored.is_some(), at),
            Field::Value(sent) => sent,
        };
        if sent.is_empty() {
            let is_echo = stored.is_some_and(|stored| stored.as_slice().is_empty());
            if !is_echo && self.facts.policy.empty_contacts == EmptyContacts::Refuse {
                self.fail(&rules::CONTACTS_AT_LEAST_ONE, at);
            }
            return;
        }
        let nobody = Contacts::default();
        let stored = stored.unwrap_or(&nobody);
        let matching = Matching::of(stored, sent);
        // The stored addresses in their order are always aligned.
        self.differs |= matches!(matching, Matching::Mapped(_));
        let (mut first, mut behind) = (sent.len(), 0);
        for (index, contact) in sent.iter().enumerate() {
            let matched = matching.at(index);
            if let Match::Known(old) = matched
                && is_echo(stored.as_slice().get(old), contact)
            {
                continue;
            }
            (first, behind) = (first.min(index), index.saturating_add(1));
            let at = at.index(index);
            let Field::Value(contact) = contact else {
                self.fail(&rules::NULL_OVER_VALUE, &at);
                continue;
            };
            let old = match matched {
                Match::Known(old) | Match::Renamed(old) => stored.as_slice().get(old),
                Match::Repeated(old) => old.and_then(|old| stored.as_slice().get(old)),
                Match::New => None,
            };
            self.contact(old, matched, contact, &at);
        }
        if self.differs {
            self.contacts = Some((matching, first..behind));
        }
    }

    fn contact(
        &mut self,
        stored: Option<&Contact>,
        matched: Match,
        sent: &SentContact<'_>,
        at: &At<'_>,
    ) {
        let known = matches!(matched, Match::Known(_) | Match::Repeated(Some(_)));
        let first = stored.and_then(|one| one.first_name.as_deref());
        self.name(first, &sent.first_name, known, at, "firstName");
        let last = stored.and_then(|one| one.last_name.as_deref());
        self.name(last, &sent.last_name, known, at, "lastName");
        let email_at = at.name("email");
        match (&sent.email, matched) {
            (Field::Absent | Field::Null, _) => self.fail(&rules::CONTACT_COMPLETE, &email_at),
            (Field::Value(_), Match::Known(_)) => {}
            (Field::Value(_), Match::Repeated(_)) => self.fail(&rules::CONTACT_ONCE, &email_at),
            (Field::Value(_), Match::New | Match::Renamed(_)) => {
                self.email(None, &sent.email, &email_at);
            }
        }
        let phone = stored.and_then(|one| one.phone_number.as_deref());
        if sent.phone_number.is_absent() && phone.is_some() {
            self.differs = true;
        }
        self.text(phone, &sent.phone_number, at, "phoneNumber", &TextRule::CONTACT_PHONE);
        self.unknown(&sent.others, at);
    }

    /// A first or last name: fixed for a known address, checked for a new one.
    fn name(
        &mut self,
        stored: Option<&str>,
        sent: &Field<Text<'_>>,
        known: bool,
        at: &At<'_>,
        name: &'static str,
    ) {
        // Of somebody new there is nothing that null could repeat.
        if sent.is_absent() || (!known && sent.value().is_none()) {
            return self.fail(&rules::CONTACT_COMPLETE, &at.name(name));
        }
        if !known {
            return self.text(None, sent, at, name, &TextRule::NAME);
        }
        let rule: Option<&'static Rule> = match sent {
            Field::Absent => None,
            Field::Null => stored.is_some().then_some(&rules::NULL_OVER_VALUE),
            Field::Value(sent) if stored == Some(sent) => None,
            Field::Value(sent) if sent.is_empty() => Some(&rules::EMPTY_TEXT),
            Field::Value(_) => (self.facts.policy.other_name == OtherName::Refuse)
                .then_some(&rules::CONTACT_NAME_FIXED),
        };
        if let Some(rule) = rule {
            self.fail(rule, &at.name(name));
        }
    }
}

/// Whether a known contact only repeats the stored one: then there is nothing more to look at.
fn is_echo(stored: Option<&Contact>, sent: &Sent<'_>) -> bool {
    let (Some(stored), Field::Value(sent)) = (stored, sent) else { return false };
    let same = |stored: &Option<String>, sent: &Field<Text<'_>>| match (stored, sent) {
        (Some(stored), Field::Value(sent)) => same(stored, sent),
        _ => false,
    };
    same(&stored.phone_number, &sent.phone_number)
        && same(&stored.first_name, &sent.first_name)
        && same(&stored.last_name, &sent.last_name)
        && sent.others.is_empty()
}
