//! Linked membership: a group is made once, and never changed.

use alloc::string::String;
use alloc::vec::Vec;

use super::{Check, TextRule};
use crate::adobe::record::{Resource, SentLinkedMembership};
use crate::adobe::{rules, three_years};
use crate::json::At;
use crate::member::Field;

/// The types that a group may have.
const KINDS: [&str; 2] = ["STANDARD", "CONSORTIUM"];

impl Check<'_> {
    pub(super) fn group(
        &mut self,
        stored: &Resource,
        sent: &Field<SentLinkedMembership<'_>>,
        at: &At<'_>,
    ) {
        if let Some(group) = stored.group() {
            return self.fixed(Some(group), sent, at, "linkedMembership", &rules::GROUP_FIXED);
        }
        let Field::Value(group) = sent else { return };
        let at = &at.name("linkedMembership");
        self.differs = true;
        // Whatever is Adobe's to say can't be said by a request.
        let fixed = &rules::GROUP_FIXED;
        self.fixed::<String>(None, &group.id, at, "id", fixed);
        self.text(None, &group.name, at, "name", &TextRule::GROUP_NAME);
        if group.name.value().is_none() {
            self.fail(&rules::GROUP_COMPLETE, &at.name("name"));
        }
        match group.kind.value().map(|kind| &**kind) {
            None => self.fail(&rules::GROUP_COMPLETE, &at.name("type")),
            Some("") => self.fail(&rules::EMPTY_TEXT, &at.name("type")),
            Some(kind) if KINDS.contains(&kind) => {}
            Some(_) => self.fail(&rules::GROUP_KIND, &at.name("type")),
        }
        self.fixed::<String>(None, &group.membership, at, "linkedMembershipType", fixed);
        self.fixed::<String>(None, &group.creation_date, at, "creationDate", fixed);
        self.fixed::<String>(None, &group.country, at, "country", fixed);
        self.fixed::<Vec<String>>(None, &group.benefit_types, at, "benefitTypes", fixed);
        self.unknown(&group.others, at);
        if self.asked.any_request() || three_years::state(self.record).is_live() {
            self.fail(&rules::COMMITMENT_EXCLUDES, at);
        }
    }
}
