//! The contact list: which contact is which, what may change, and that at least one is left.

use alloc::string::String;
use alloc::vec::Vec;

use super::matching::{Match, Matching};
use super::{CONTACTS_MAX, Contacts, Sent};
use crate::adobe::check::{Check, TextRule};
use crate::adobe::facts::{EmptyContacts, OtherName};
use crate::adobe::record::{Contact, SentContact};
use crate::adobe::rules;
use crate::decision::{Limit, Rule};
use crate::json::{At, Text};
use crate::member::Field;
use crate::value::same_inlined;

/// The limit of the list.
const AT_MOST: Limit = Limit::AtMost(CONTACTS_MAX as u64);

impl Check<'_> {
    /// Checks the contact list. Records the matching, and the range of differing contacts, if
    /// anything differs.
    #[inline(never)]
    pub(in crate::adobe) fn contacts(&mut self, sent: &Field<Vec<Sent<'_>>>, at: &At<'_>) {
        let at = &at.name("contacts");
        let profile = self.record.document.company_profile.as_ref();
        let stored = profile.and_then(|one| one.contacts.as_ref());
        let is_empty = stored.is_some_and(|stored| stored.as_slice().is_empty());
        let sent = match sent {
            Field::Absent => return,
            Field::Null => return self.null(stored.is_some() && !is_empty, at),
            Field::Value(sent) => sent,
        };
        if sent.len() > CONTACTS_MAX {
            // As of a body that is read: of a list that is too long nothing more is said.
            return self.refuse_beyond(&rules::CONTACTS_MOST, at, AT_MOST);
        }
        if sent.is_empty() {
            if !is_empty && self.facts.policy.empty_contacts == EmptyContacts::Refuse {
                self.refuse(&rules::CONTACTS_AT_LEAST_ONE, at);
            }
            return;
        }
        let none = Contacts::default();
        let stored = stored.unwrap_or(&none);
        let matching = Matching::of(stored, sent);
        // The stored addresses in their order are always aligned.
        let mut differs = matches!(matching, Matching::Mapped(_));
        // Empty until the first contact that is looked at; from then on it reaches to the last.
        let mut range = sent.len()..0;
        let mut look = |index: usize, matched, old, contact: &_| {
            range = range.start.min(index)..index.saturating_add(1);
            let at = at.index(index);
            match contact {
                Field::Value(contact) => differs |= self.contact(old, matched, contact, &at),
                Field::Absent | Field::Null => self.refuse(&rules::NULL_OVER_VALUE, &at),
            }
        };
        let stored = stored.as_slice();
        match &matching {
            Matching::Aligned => {
                for (index, (old, contact)) in stored.iter().zip(sent).enumerate() {
                    if !is_echo(old, contact) {
                        look(index, Match::Known(index), Some(old), contact);
                    }
                }
            }
            Matching::Mapped(matches) => {
                for (index, (matched, contact)) in matches.iter().zip(sent).enumerate() {
                    let old = match *matched {
                        Match::Known(old) | Match::Renamed(old) => stored.get(old),
                        Match::New | Match::Repeated => None,
                    };
                    // Who is renamed has another address, which `is_echo` does not look at.
                    let known = old.filter(|_| matches!(matched, Match::Known(_)));
                    if !known.is_some_and(|old| is_echo(old, contact)) {
                        look(index, *matched, old, contact);
                    }
                }
            }
        }
        if differs {
            self.found.contacts = Some((matching, range));
        }
    }

    /// One contact; whether it differs.
    fn contact(
        &mut self,
        stored: Option<&Contact>,
        matched: Match,
        sent: &SentContact<'_>,
        at: &At<'_>,
    ) -> bool {
        let SentContact { first_name, last_name, email, phone_number, others } = sent;
        let known = stored.filter(|_| matches!(matched, Match::Known(_)));
        self.name(known.map(|one| &one.first_name), first_name, at, "firstName");
        self.name(known.map(|one| &one.last_name), last_name, at, "lastName");
        let email_at = at.name("email");
        match (email, matched) {
            (Field::Absent | Field::Null, _) => self.refuse(&rules::CONTACT_COMPLETE, &email_at),
            (Field::Value(_), Match::Known(_)) => {}
            (Field::Value(_), Match::Repeated) => self.refuse(&rules::CONTACT_ONCE, &email_at),
            (Field::Value(_), Match::New | Match::Renamed(_)) => self.email(email, &email_at),
        }
        // Whoever has a new address is new to every rule, the phone's too.
        let phone = known.and_then(|one| one.phone_number.as_deref());
        // A contact comes whole: a phone number that is left out is deleted.
        let mut differs = phone_number.is_absent() && phone.is_some_and(|phone| !phone.is_empty());
        differs |= self.text(phone, phone_number, at, "phoneNumber", &TextRule::CONTACT_PHONE);
        self.unknown(known.map(|one| &one.others), others, at);
        differs
    }

    /// A first or last name: fixed for a known address, checked for a new one.
    fn name(
        &mut self,
        known: Option<&Option<String>>,
        sent: &Field<Text<'_>>,
        at: &At<'_>,
        name: &'static str,
    ) {
        let Some(stored) = known else {
            // A new contact has no stored name that null could repeat.
            match sent {
                Field::Absent | Field::Null => {
                    self.refuse(&rules::CONTACT_COMPLETE, &at.name(name));
                }
                Field::Value(_) => {
                    self.text(None, sent, at, name, &TextRule::NAME);
                }
            }
            return;
        };
        let stored = stored.as_deref();
        let rule: Option<&'static Rule> = match sent {
            Field::Absent => Some(&rules::CONTACT_COMPLETE),
            Field::Null => {
                let has_value = stored.is_some_and(|stored| !stored.is_empty());
                has_value.then_some(&rules::NULL_OVER_VALUE)
            }
            Field::Value(sent) if stored == Some(sent) => None,
            Field::Value(sent) if sent.is_empty() => Some(&rules::EMPTY_TEXT),
            Field::Value(_) => (self.facts.policy.other_name == OtherName::Refuse)
                .then_some(&rules::CONTACT_NAME_FIXED),
        };
        if let Some(rule) = rule {
            self.refuse(rule, &at.name(name));
        }
    }
}

/// Whether a known contact only repeats the stored one: then there is nothing more to look at.
#[inline(always)]
fn is_echo(stored: &Contact, sent: &Sent<'_>) -> bool {
    let Field::Value(sent) = sent else { return false };
    // The address is that of the stored one: by it they were matched.
    let SentContact { first_name, last_name, email: _, phone_number, others } = sent;
    repeats(&stored.phone_number, phone_number)
        && repeats(&stored.first_name, first_name)
        && repeats(&stored.last_name, last_name)
        && others.is_empty()
}

#[inline(always)]
fn repeats(stored: &Option<String>, sent: &Field<Text<'_>>) -> bool {
    match (stored, sent) {
        (Some(stored), Field::Value(sent)) => same_inlined(stored, sent),
        _ => false,
    }
}
