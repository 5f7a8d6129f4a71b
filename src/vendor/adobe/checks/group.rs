//! Linked membership: a group is made once, and never changed.

use super::{Check, TextRule};
use crate::kernel::{At, Field};
use crate::vendor::adobe::record::{LinkedMembership, Resource, SentLinkedMembership};
use crate::vendor::adobe::{rules, three_years};

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
            return self.fixed(Some(group), sent, at, &rules::GROUP_FIXED);
        }
        let Field::Value(group) = sent else { return };
        self.differs = true;
        // Whatever is Adobe's to say can't be said by a request.
        let own = SentLinkedMembership {
            name: Field::Absent,
            kind: Field::Absent,
            others: Default::default(),
            ..group.clone()
        };
        let id_only = SentLinkedMembership { id: own.id.clone(), ..Default::default() };
        let rest = SentLinkedMembership { id: Field::Absent, ..own };
        let fixed = &rules::GROUP_FIXED;
        self.fixed::<LinkedMembership>(None, &Field::Value(id_only), at, fixed);
        self.text(None, &group.name, &at.name("name"), &TextRule::GROUP_NAME);
        if group.name.value().is_none() {
            self.fail(&rules::GROUP_COMPLETE, &at.name("name"));
        }
        match group.kind.value().map(|kind| &**kind) {
            None => self.fail(&rules::GROUP_COMPLETE, &at.name("type")),
            Some("") => self.fail(&rules::EMPTY_TEXT, &at.name("type")),
            Some(kind) if KINDS.contains(&kind) => {}
            Some(_) => self.fail(&rules::GROUP_KIND, &at.name("type")),
        }
        self.fixed::<LinkedMembership>(None, &Field::Value(rest), at, fixed);
        self.unknown(&group.others, at);
        if self.asked.any_request() || three_years::state(self.record).is_live() {
            self.fail(&rules::COMMITMENT_EXCLUDES, at);
        }
    }
}
