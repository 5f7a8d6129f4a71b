//! Linked membership: a group is made once, and never changed.

use alloc::string::String;
use alloc::vec::Vec;

use super::{Check, TextRule};
use crate::adobe::record::{Resource, SentLinkedMembership};
use crate::adobe::{commitment, rules};
use crate::json::At;
use crate::member::Field;

/// The types that a group may have.
const KINDS: [&str; 2] = ["STANDARD", "CONSORTIUM"];

impl Check<'_> {
    #[inline]
    pub(super) fn group(
        &mut self,
        stored: &Resource,
        sent: &Field<SentLinkedMembership<'_>>,
        at: &At<'_>,
    ) {
        if !sent.is_absent() {
            self.sent_group(stored, sent, at);
        }
    }

    fn sent_group(
        &mut self,
        stored: &Resource,
        sent: &Field<SentLinkedMembership<'_>>,
        at: &At<'_>,
    ) {
        if let Some(group) = stored.group() {
            return self.read_only(Some(group), sent, at, "linkedMembership", &rules::GROUP_FIXED);
        }
        let Field::Value(group) = sent else { return };
        let blank = stored.linked_membership.as_ref();
        let at = &at.name("linkedMembership");
        self.unknown(blank.map(|one| &one.others), &group.others, at);
        // A group of no values is none.
        if !self.intent.group {
            return;
        }
        let SentLinkedMembership {
            id,
            name,
            kind,
            membership,
            creation_date,
            country,
            benefit_types,
            others: _,
        } = group;
        self.found.account = true;
        // Whatever is Adobe's to say can't be said by a request.
        let fixed = &rules::GROUP_FIXED;
        self.read_only::<String>(None, id, at, "id", fixed);
        self.text(None, name, at, "name", &TextRule::GROUP_NAME);
        if name.value().is_none() {
            self.refuse(&rules::GROUP_COMPLETE, &at.name("name"));
        }
        match kind.value().map(|kind| &**kind) {
            None => self.refuse(&rules::GROUP_COMPLETE, &at.name("type")),
            Some("") => self.refuse(&rules::EMPTY_TEXT, &at.name("type")),
            Some(kind) if KINDS.contains(&kind) => {}
            Some(_) => self.refuse(&rules::GROUP_KIND, &at.name("type")),
        }
        self.read_only::<String>(None, membership, at, "linkedMembershipType", fixed);
        self.read_only::<String>(None, creation_date, at, "creationDate", fixed);
        self.read_only::<String>(None, country, at, "country", fixed);
        self.read_only::<Vec<String>>(None, benefit_types, at, "benefitTypes", fixed);
        if self.intent.any_request() || commitment::is_live(self.record) {
            self.refuse(&rules::COMMITMENT_EXCLUDES, at);
        }
    }
}
