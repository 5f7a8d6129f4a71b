//! The checks: everything against an update, in one walk in the model's order.
//!
//! Guards judge the state that would result, so what an update asks for is gathered first
//! ([`Intent`]). The walk takes each part of an update apart without `..`, so that a new member
//! does not compile until it is decided about. It also finds in which parts anything differs: only
//! these need a merge.

mod address;
mod benefits;
mod group;
mod intent;
mod profile;
mod request;
mod segment;
mod text;

use alloc::boxed::Box;
use alloc::vec::Vec;
use core::cmp::Ordering;
use core::ops::Range;

pub(super) use intent::Intent;
pub(super) use text::TextRule;

use super::contacts::Matching;
use super::facts::{Facts, OmittedProfile};
use super::record::{Customer, Resource, Status, Update};
use super::{Fact, Rejection, response, rules};
use crate::commitment as machine;
use crate::decision::{Limit, Next, Rule, Violation};
use crate::json::{At, sort_by};
use crate::member::{Echo, Field, Member, Others, SentOthers};

/// One walk over one update.
pub(super) struct Check<'c> {
    pub(super) record: &'c Customer,
    pub(super) facts: &'c Facts,
    intent: &'c Intent,
    /// In the order of the walk, which is the order of the model.
    violations: Vec<Violation>,
    pub(super) found: Checked,
}

/// What a walk over an update that may be made has found out.
#[derive(Default)]
pub(super) struct Checked {
    /// Whether anything differs beside company profile and contacts.
    pub(super) account: bool,
    /// Whether anything differs in the company profile, its contacts aside.
    pub(super) profile: bool,
    /// If the contact list differs: how its contacts match the stored ones, and the range of
    /// indices outside of which nothing differs.
    pub(super) contacts: Option<(Matching, Range<usize>)>,
    /// What the commitment machine decided about a new request.
    pub(super) request: Option<Box<machine::Decision>>,
}

/// Everything that is against the update and every fact that is missing, or what was found out
/// about it.
#[inline(always)]
pub(super) fn check(
    record: &Customer,
    update: &Update<'_>,
    facts: &Facts,
    intent: &Intent,
) -> Result<Checked, Rejection> {
    let Check { violations, found, .. } = walk(record, update, facts, intent);
    if violations.is_empty() && !intent.asks() {
        return Ok(found);
    }
    let needs = intent.needs().missing(|fact: Fact| facts.knows(fact));
    Rejection::unless_none(in_order(violations), needs, |violations| {
        // Of the two states that one rule refuses, a pending account becomes active.
        let is_pending = record.document.status == Some(Status::Pending);
        match violations {
            [first, ..] if is_pending && *first.rule == rules::ACCOUNT_BLOCKED => Next::Wait,
            others => next(others),
        }
    })
    .map(|()| found)
}

/// What was found out about an update, whatever is against it.
pub(super) fn found(
    record: &Customer,
    update: &Update<'_>,
    facts: &Facts,
    intent: &Intent,
) -> Checked {
    walk(record, update, facts, intent).found
}

fn walk<'c>(
    record: &'c Customer,
    update: &Update<'_>,
    facts: &'c Facts,
    intent: &'c Intent,
) -> Check<'c> {
    let violations = Vec::new();
    let mut check = Check { record, facts, intent, violations, found: Checked::default() };
    check.resource(update);
    check
}

/// Violations in order of precedence, those of one code as the walk met them; 1118 takes the place
/// of 1117 when nothing but members of the address is invalid.
pub(super) fn in_order(mut violations: Vec<Violation>) -> Vec<Violation> {
    let invalid = |violation: &Violation| violation.code == rules::TEXT_LENGTH.code;
    let in_address =
        |violation: &Violation| violation.pointer.as_str().starts_with("/companyProfile/address/");
    // Rule: adobe.errors.address-code
    if violations.iter().filter(|one| invalid(one)).all(in_address) {
        for violation in violations.iter_mut().filter(|one| invalid(one)) {
            violation.code = Some(response::ADDRESS);
        }
    }
    // Rule: adobe.errors.precedence
    sort_by(&mut violations, |one, two| match (one.code, two.code) {
        (one, two) if one == two => Ordering::Equal,
        _ => one.rule.rank.cmp(&two.rule.rank),
    });
    violations
}

/// What to do next: what the violation that answers says.
pub(super) fn next(violations: &[Violation]) -> Next {
    violations.first().map_or(Next::Done, |first| first.rule.next)
}

impl Check<'_> {
    #[cold]
    #[inline(never)]
    pub(super) fn refuse(&mut self, rule: &'static Rule, at: &At<'_>) {
        self.violations.push(Violation::new(rule, at.pointer()));
    }

    #[cold]
    #[inline(never)]
    pub(super) fn refuse_beyond(&mut self, rule: &'static Rule, at: &At<'_>, limit: Limit) {
        self.violations.push(Violation::new(rule, at.pointer()).with_limit(limit));
    }

    /// A member that an update may repeat and not change.
    #[inline]
    fn read_only<M: Member>(
        &mut self,
        stored: Option<&M>,
        sent: &Field<M::Sent<'_>>,
        at: &At<'_>,
        name: &'static str,
        rule: &'static Rule,
    ) {
        if !sent.is_absent() {
            self.sent_read_only(stored, sent, at, name, rule);
        }
    }

    // The place is made here, and not wherever a member is looked at.
    #[inline(never)]
    pub(super) fn sent_read_only<M: Member>(
        &mut self,
        stored: Option<&M>,
        sent: &Field<M::Sent<'_>>,
        at: &At<'_>,
        name: &'static str,
        rule: &'static Rule,
    ) {
        M::echo(stored, sent, &at.name(name), &mut self.refusing(rule));
    }

    /// Refuses what is no echo.
    fn refusing(&mut self, rule: &'static Rule) -> impl FnMut(&At<'_>, Echo) {
        move |at, echo| match echo {
            Echo::Blank => {}
            Echo::Unknown => self.refuse(&rules::MEMBER_UNKNOWN, at),
            Echo::Null => self.refuse(&rules::NULL_OVER_VALUE, at),
            Echo::Empty => self.refuse(&rules::EMPTY_TEXT, at),
            Echo::Different => self.refuse(rule, at),
        }
    }

    /// Null is an echo where there is no value, and refused elsewhere.
    pub(super) fn null(&mut self, has_value: bool, at: &At<'_>) {
        // Rule: adobe.member.no-value
        if has_value {
            self.refuse(&rules::NULL_OVER_VALUE, at);
        }
    }

    /// A member that some deployments must always send.
    #[inline]
    fn required<T>(&mut self, sent: &Field<T>, at: &At<'_>, name: &'static str) {
        if sent.is_absent() && self.facts.policy.omitted_profile == OmittedProfile::Refuse {
            self.refuse_without(at, name);
        }
    }

    #[cold]
    #[inline(never)]
    fn refuse_without(&mut self, at: &At<'_>, name: &'static str) {
        self.refuse(&rules::MEMBER_REQUIRED, &at.name(name));
    }

    /// Members beyond the model: an echo where the record has an equal one at that place.
    #[inline]
    pub(super) fn unknown(&mut self, stored: Option<&Others>, sent: &SentOthers<'_>, at: &At<'_>) {
        if !sent.is_empty() {
            self.sent_unknown(stored, sent, at);
        }
    }

    #[cold]
    fn sent_unknown(&mut self, stored: Option<&Others>, sent: &SentOthers<'_>, at: &At<'_>) {
        for (name, value) in sent.iter() {
            let stored = stored.and_then(|stored| stored.get(name));
            // Rule: adobe.member.unknown-echo
            if !stored.is_some_and(|stored| stored.same_value(value)) {
                self.refuse(&rules::MEMBER_UNKNOWN, &at.other(name));
            }
        }
    }

    fn resource(&mut self, update: &Update<'_>) {
        let Update {
            external_reference_id,
            customer_id,
            reseller_id,
            distributor_id,
            global_sales_enabled,
            tags,
            linked_membership,
            company_profile,
            discounts,
            benefits,
            coterm_date,
            creation_date,
            status,
            links,
            others,
        } = update;
        let (stored, at, fixed) = (&self.record.document, &At::ROOT, &rules::READ_ONLY);
        if matches!(stored.status, Some(Status::Pending | Status::Blocked)) {
            self.refuse(&rules::ACCOUNT_BLOCKED, at);
        }
        let reference = stored.external_reference_id.as_deref();
        let rule = &TextRule::REFERENCE;
        self.found.account |=
            self.text(reference, external_reference_id, at, "externalReferenceId", rule);
        self.read_only_text(stored.customer_id.as_ref(), customer_id, at, "customerId", fixed);
        self.read_only_text(stored.reseller_id.as_ref(), reseller_id, at, "resellerId", fixed);
        let distributor = stored.distributor_id.as_ref();
        self.read_only_text(distributor, distributor_id, at, "distributorId", fixed);
        self.global_sales(stored, global_sales_enabled);
        self.read_only(stored.tags.as_ref(), tags, at, "tags", fixed);
        self.group(stored, linked_membership, at);
        self.profile(company_profile, at);
        self.read_only(stored.discounts.as_ref(), discounts, at, "discounts", fixed);
        self.benefits(benefits, at);
        self.read_only(stored.coterm_date.as_ref(), coterm_date, at, "cotermDate", fixed);
        self.read_only(stored.creation_date.as_ref(), creation_date, at, "creationDate", fixed);
        self.read_only(stored.status.as_ref(), status, at, "status", fixed);
        self.read_only(stored.links.as_ref(), links, at, "links", fixed);
        self.unknown(Some(&stored.others), others, at);
    }

    fn global_sales(&mut self, stored: &Resource, sent: &Field<bool>) {
        let at = At::ROOT;
        let at = at.name("globalSalesEnabled");
        match sent {
            Field::Null => self.null(stored.global_sales_enabled.is_some(), &at),
            Field::Value(sent) => self.found.account |= stored.global_sales_enabled != Some(*sent),
            // Left out it may be read as off.
            Field::Absent => self.found.account |= self.intent.global_sales.is_some(),
        }
        match self.intent.global_sales {
            None => {}
            Some(true) => {
                if self.facts.partner_global_sales == Some(false) {
                    self.refuse(&rules::GLOBAL_SALES_PARTNER, &at);
                }
                if !self.intent.is_commercial(stored) {
                    self.refuse(&rules::GLOBAL_SALES_COMMERCIAL, &at);
                }
            }
            Some(false) => {
                let active = self.facts.active_subscriptions_in_deployments;
                if active.is_some_and(|count| count > 0) {
                    self.refuse(&rules::GLOBAL_SALES_OFF, &at);
                }
            }
        }
    }
}
