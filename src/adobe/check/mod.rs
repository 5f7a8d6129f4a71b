//! The checks: everything that is against an update, in one walk in the model's order.
//!
//! Guards judge the state that would result, so what an update asks for is gathered first
//! ([`Asked`]). The walk also notes in which parts anything differs: only these need a merge.

mod asked;
mod benefits;
mod commitment_request;
mod contacts;
mod group;
mod profile;
mod segment;
mod text;

use alloc::vec::Vec;
use core::ops::Range;

pub(super) use asked::Asked;

use super::contacts::Matching;
use super::facts::Facts;
use super::record::{Customer, Resource, Status, Update};
use super::{response, rules};
use crate::decision::{Limit, Rejection, Rule, Violation};
use crate::json::{At, Pointer};
use crate::member::{Echo, Field, Member, SentOthers};
use text::TextRule;

/// One walk over one update.
pub(super) struct Check<'c> {
    record: &'c Customer,
    facts: &'c Facts,
    asked: &'c Asked,
    violations: Vec<Violation>,
    /// Whether anything differs in the part that is being walked.
    differs: bool,
    profile: bool,
    contacts: Option<(Matching, Range<usize>)>,
}

/// What a walk over an update that may be made has found out.
pub(super) struct Checked {
    /// Whether anything differs beside company profile and contacts.
    pub(super) account: bool,
    /// Whether anything differs in the company profile, its contacts aside.
    pub(super) profile: bool,
    /// If the contact list differs: who is who, and between whom all are that differ.
    pub(super) contacts: Option<(Matching, Range<usize>)>,
}

/// Everything that is against the update, or what was found out about it.
pub(super) fn check(
    record: &Customer,
    update: &Update<'_>,
    facts: &Facts,
    asked: &Asked,
) -> Result<Checked, Rejection> {
    let violations = Vec::new();
    let (differs, profile) = (false, false);
    let mut check = Check { record, facts, asked, violations, differs, profile, contacts: None };
    check.resource(update);
    let Check { mut violations, differs, profile, contacts, .. } = check;
    let checked = Checked { account: differs, profile, contacts };
    if violations.is_empty() {
        return Ok(checked);
    }
    response::order(&mut violations);
    let next = response::next(&record.resource, &violations);
    Rejection::new(violations, next).map_or(Ok(checked), Err)
}

impl Check<'_> {
    /// Whether anything differs in the part that `walk` walks.
    #[inline]
    fn differs_in(&mut self, walk: impl FnOnce(&mut Self)) -> bool {
        let around = core::mem::replace(&mut self.differs, false);
        walk(self);
        core::mem::replace(&mut self.differs, around)
    }

    #[cold]
    fn fail(&mut self, rule: &'static Rule, at: &At<'_>) {
        self.violations.push(Violation::new(rule, at.pointer()));
    }

    #[cold]
    fn fail_limit(&mut self, rule: &'static Rule, at: &At<'_>, limit: Limit) {
        self.violations.push(Violation::new(rule, at.pointer()).with_limit(limit));
    }

    /// A fact that was not looked up refuses, at the fact; the vendor's body names the member.
    #[cold]
    fn fail_fact(&mut self, rule: &'static Rule, fact: &'static str, at: &At<'_>) {
        let facts = At::ROOT;
        let facts = facts.name("facts");
        let violation = Violation::new(rule, facts.name(fact).pointer());
        self.violations.push(violation.with_detail(at.dotted()));
    }

    /// A member that an update may repeat and not change.
    #[inline]
    fn fixed<M: Member>(
        &mut self,
        stored: Option<&M>,
        sent: &Field<M::Sent<'_>>,
        at: &At<'_>,
        name: &'static str,
        rule: &'static Rule,
    ) {
        if !sent.is_absent() {
            self.sent_fixed(stored, sent, &at.name(name), rule);
        }
    }

    fn sent_fixed<M: Member>(
        &mut self,
        stored: Option<&M>,
        sent: &Field<M::Sent<'_>>,
        at: &At<'_>,
        rule: &'static Rule,
    ) {
        M::echo(stored, sent, at, &mut |at, echo| {
            let rule = match echo {
                Echo::Unknown => &rules::MEMBER_UNKNOWN,
                Echo::Null => &rules::NULL_OVER_VALUE,
                Echo::Empty => &rules::EMPTY_TEXT,
                Echo::Different => rule,
            };
            self.fail(rule, at);
        });
    }

    /// Null is an echo where there is no value, and refused elsewhere.
    fn null(&mut self, has_value: bool, at: &At<'_>) {
        if has_value {
            self.fail(&rules::NULL_OVER_VALUE, at);
        }
    }

    /// A member that some deployments must always send.
    #[inline]
    fn required<T>(&mut self, sent: &Field<T>, at: &At<'_>, name: &'static str) {
        if sent.is_absent() && self.facts.policy.profile_required {
            self.fail(&rules::MEMBER_REQUIRED, &at.name(name));
        }
    }

    #[inline]
    fn unknown(&mut self, others: &SentOthers<'_>, at: &At<'_>) {
        if !others.is_empty() {
            self.sent_unknown(others, at);
        }
    }

    #[cold]
    fn sent_unknown(&mut self, others: &SentOthers<'_>, at: &At<'_>) {
        for (name, _) in others.iter() {
            self.fail(&rules::MEMBER_UNKNOWN, &at.other(name));
        }
    }

    fn resource(&mut self, update: &Update<'_>) {
        let (stored, at) = (&self.record.resource, &At::ROOT);
        if matches!(stored.status, Some(Status::Pending | Status::Blocked)) {
            self.violations.push(Violation::new(&rules::ACCOUNT_BLOCKED, Pointer::default()));
        }
        self.text(
            stored.external_reference_id.as_deref(),
            &update.external_reference_id,
            at,
            "externalReferenceId",
            &TextRule::REFERENCE,
        );
        let fixed = &rules::READ_ONLY;
        self.fixed(stored.customer_id.as_ref(), &update.customer_id, at, "customerId", fixed);
        self.fixed(stored.reseller_id.as_ref(), &update.reseller_id, at, "resellerId", fixed);
        self.global_sales(stored, update);
        self.fixed(stored.tags.as_ref(), &update.tags, at, "tags", fixed);
        self.group(stored, &update.linked_membership, at);
        self.profile = self.differs_in(|check| check.profile(update, &at.name("companyProfile")));
        self.fixed(stored.discounts.as_ref(), &update.discounts, at, "discounts", fixed);
        self.benefits(&update.benefits, at);
        self.fixed(stored.coterm_date.as_ref(), &update.coterm_date, at, "cotermDate", fixed);
        let created = &update.creation_date;
        self.fixed(stored.creation_date.as_ref(), created, at, "creationDate", fixed);
        self.fixed(stored.status.as_ref(), &update.status, at, "status", fixed);
        self.fixed(stored.links.as_ref(), &update.links, at, "links", fixed);
        self.unknown(&update.others, at);
    }

    fn global_sales(&mut self, stored: &Resource, update: &Update<'_>) {
        let at = At::ROOT;
        let at = at.name("globalSalesEnabled");
        match update.global_sales_enabled {
            Field::Null => self.null(stored.global_sales_enabled.is_some(), &at),
            Field::Value(sent) => self.differs |= stored.global_sales_enabled != Some(sent),
            // Left out it may be read as off.
            Field::Absent => self.differs |= self.asked.global_sales.is_some(),
        }
        match self.asked.global_sales {
            None => {}
            Some(true) => {
                match self.facts.partner_global_sales {
                    Some(true) => {}
                    Some(false) => self.fail(&rules::GLOBAL_SALES_PARTNER, &at),
                    None => self.fail_fact(&rules::GLOBAL_SALES_PARTNER, "partnerGlobalSales", &at),
                }
                if !self.asked.is_commercial(stored) {
                    self.fail(&rules::GLOBAL_SALES_COMMERCIAL, &at);
                }
            }
            Some(false) => match self.facts.active_subscriptions_in_deployments {
                Some(0) => {}
                Some(_) => self.fail(&rules::GLOBAL_SALES_OFF, &at),
                None => {
                    let fact = "activeSubscriptionsInDeployments";
                    self.fail_fact(&rules::GLOBAL_SALES_OFF, fact, &at);
                }
            },
        }
    }
}
