//! From an accepted update to a decision. Cannot fail: whatever was against it is known by now.
//!
//! Each part of an update is taken apart here as in the checks: a new member does not compile until
//! it is decided whether it changes anything. Members with an underscore are those that an update
//! may only repeat.

use alloc::string::String;
use alloc::vec::Vec;

use super::change::Decision;
use super::check::{Checked, Intent};
use super::contacts::{self, Sent};
use super::effect;
use super::record::{
    Benefit, BenefitType, Customer, SentAddress, SentBenefit, SentCommitment, SentCompanyProfile,
    SentLinkedMembership, Update,
};
use crate::commitment::Kind;
use crate::decision::{Cause, Change, Changes};
use crate::json::{At, Text};
use crate::member::{Edit, Field, Raw, Value};

/// The decision for an accepted update.
#[inline(always)]
pub(super) fn merge(
    record: &Customer,
    update: &Update<'_>,
    intent: &Intent,
    checked: &Checked,
) -> Decision {
    let mut decision = Decision::of(record);
    if checked.account {
        account(record, update, intent, &mut decision.profile);
        benefits(record, update, intent, checked, &mut decision);
    }
    if let (true, Some(sent)) = (checked.profile, update.company_profile.value()) {
        profile(record, sent, intent, &mut decision.profile);
    }
    decision.group_created = intent.group;
    if let Some(sent) = sent_contacts(update) {
        if let Some((matching, others)) = &checked.contacts {
            contacts::merge(record, sent, matching, others.clone(), &mut decision);
        }
        decision.welcomed = true;
        effect::administrators(record, sent, &mut decision);
    }
    decision
}

/// The contacts that an update names; an empty list names none.
fn sent_contacts<'u, 'a>(update: &'u Update<'a>) -> Option<&'u [Sent<'a>]> {
    let sent = update.company_profile.value()?.contacts.value()?;
    (!sent.is_empty()).then_some(sent)
}

/// A text member: the discipline of a partial update, and an empty text is no value.
#[inline]
pub(super) fn text(
    stored: Option<&str>,
    sent: &Field<Text<'_>>,
    at: &At<'_>,
    name: &'static str,
    changes: &mut Changes,
) {
    match Edit::partial(sent.as_ref()) {
        Edit::Set(sent) if stored != Some(sent) => {
            set(stored, sent, at, name, changes);
        }
        // Rule: adobe.member.omitted-stays
        Edit::Set(_) | Edit::Keep | Edit::Clear => {}
    }
}

#[inline(never)]
fn set(stored: Option<&str>, sent: &str, at: &At<'_>, name: &'static str, changes: &mut Changes) {
    let before = stored.map(|text| Value::Text(text.into()));
    let (cause, after) = if sent.is_empty() {
        (Cause::Cleared, None)
    } else {
        (Cause::Set, Some(Value::Text(sent.into())))
    };
    if before.is_some() || after.is_some() {
        // As `Change::push` does: here it is worth a few steps.
        changes.push(Change { path: at.name(name).path(), cause, before, after });
    }
}

fn account(record: &Customer, update: &Update<'_>, intent: &Intent, changes: &mut Changes) {
    let Update {
        external_reference_id,
        customer_id: _,
        reseller_id: _,
        distributor_id: _,
        global_sales_enabled,
        tags: _,
        linked_membership,
        company_profile: _, // by itself, as the benefits
        discounts: _,
        benefits: _,
        coterm_date: _,
        creation_date: _,
        status: _,
        links: _,
        others: _,
    } = update;
    let (stored, at) = (&record.document, &At::ROOT);
    let reference = stored.external_reference_id.as_deref();
    text(reference, external_reference_id, at, "externalReferenceId", changes);
    let global_sales = match Edit::partial(*global_sales_enabled) {
        Edit::Set(sent) => Some(sent),
        Edit::Keep | Edit::Clear => intent.global_sales,
    };
    if let Some(after) = global_sales.filter(|after| stored.global_sales_enabled != Some(*after)) {
        let cause = if global_sales_enabled.is_absent() { Cause::Omitted } else { Cause::Set };
        let before = stored.global_sales_enabled.map(Value::Flag);
        let after = Some(Value::Flag(after));
        Change::push(changes, &at.name("globalSalesEnabled"), cause, before, after);
    }
    if let (true, Some(group)) = (intent.group, linked_membership.value()) {
        let SentLinkedMembership {
            id: _,
            name,
            kind,
            membership: _,
            creation_date: _,
            country: _,
            benefit_types: _,
            others: _,
        } = group;
        let at = at.name("linkedMembership");
        text(None, name, &at, "name", changes);
        text(None, kind, &at, "type", changes);
        // Rule: adobe.linked-membership.created
        let after = Some(Value::Text("OWNER".into()));
        Change::push(changes, &at.name("linkedMembershipType"), Cause::Derived, None, after);
    }
}

fn profile(
    record: &Customer,
    sent: &SentCompanyProfile<'_>,
    intent: &Intent,
    changes: &mut Changes,
) {
    let SentCompanyProfile {
        company_name: _,
        preferred_language,
        market_segment,
        market_sub_segments,
        address,
        contacts: _, // by themselves
        others: _,
    } = sent;
    let stored = record.document.company_profile.as_ref();
    let at = At::ROOT;
    let at = at.name("companyProfile");
    let language = stored.and_then(|one| one.preferred_language.as_deref());
    text(language, preferred_language, &at, "preferredLanguage", changes);
    let segment = stored.and_then(|one| one.market_segment.as_ref()).map(|one| one.as_str());
    text(segment, market_segment, &at, "marketSegment", changes);
    let listed = stored.and_then(|one| one.market_sub_segments.as_ref());
    sub_segments(listed, market_sub_segments, intent, &at, changes);
    if let Some(address) = address.value() {
        self::address(record, address, &at.name("address"), changes);
    }
}

/// Sent ones are set where they differ; a change of segment drops those that were not sent anew.
fn sub_segments(
    stored: Option<&Vec<String>>,
    sent: &Field<Vec<Field<Text<'_>>>>,
    intent: &Intent,
    at: &At<'_>,
    changes: &mut Changes,
) {
    let mut words: Vec<&str> = Vec::new();
    for word in sent.value().into_iter().flatten() {
        if let Field::Value(word) = word {
            words.push(word);
        }
    }
    let echo =
        stored.is_some_and(|stored| stored.iter().map(|one| &**one).eq(words.iter().copied()));
    let at = &at.name("marketSubSegments");
    if !words.is_empty() && !echo {
        let before = stored.map(Value::of);
        let after = Value::Json(Raw::written(|w| {
            w.begin_list();
            words.iter().for_each(|word| w.text(word));
            w.end_list();
        }));
        Change::push(changes, at, Cause::Set, before, Some(after));
    } else if let (Some(stored), Some(_)) = (stored, &intent.segment) {
        // Rule: adobe.sub-segment.dropped
        let before = Some(Value::of(stored));
        Change::push(changes, at, Cause::Derived, before, None);
    }
}

fn address(record: &Customer, sent: &SentAddress<'_>, at: &At<'_>, changes: &mut Changes) {
    let profile = record.document.company_profile.as_ref();
    let stored = profile.and_then(|one| one.address.as_ref());
    let SentAddress {
        country: _,
        region: _,
        city,
        address_line1,
        address_line2,
        postal_code,
        phone_number,
        others: _,
    } = sent;
    let members = [
        ("city", stored.and_then(|one| one.city.as_deref()), city),
        ("addressLine1", stored.and_then(|one| one.address_line1.as_deref()), address_line1),
        ("addressLine2", stored.and_then(|one| one.address_line2.as_deref()), address_line2),
        ("postalCode", stored.and_then(|one| one.postal_code.as_deref()), postal_code),
        ("phoneNumber", stored.and_then(|one| one.phone_number.as_deref()), phone_number),
    ];
    for (name, stored, sent) in members {
        text(stored, sent, at, name, changes);
    }
}

/// The new request for a commitment, if an update has one.
pub(super) fn sent_request<'u, 'a>(
    update: &'u Update<'a>,
    intent: &Intent,
) -> Option<(Kind, &'u SentCommitment<'a>)> {
    let SentBenefit {
        kind: _,
        status: _,
        commitment: _,
        commitment_request,
        recommitment_request,
        others: _,
    } = update.benefits.value()?.get(intent.three_years?)?.value()?;
    match intent.requested()? {
        Kind::Commitment => Some((Kind::Commitment, commitment_request.value()?)),
        Kind::Recommitment => Some((Kind::Recommitment, recommitment_request.value()?)),
    }
}

/// New entries of the benefits: what the machine decided about a request, and a conversion, which
/// waits.
fn benefits(
    record: &Customer,
    update: &Update<'_>,
    intent: &Intent,
    checked: &Checked,
    decision: &mut Decision,
) {
    // Rule: adobe.benefits.kept
    let mut count = record.document.benefits.as_ref().map_or(0, Vec::len);
    let part = sent_request(update, intent);
    if let (Some(decided), Some(_)) = (&checked.request, part) {
        decision.commitment(record, decided, part, &mut count);
    }
    if intent.conversion.is_some() {
        let benefit = Benefit {
            kind: Some(BenefitType::LargeGovernment),
            // Rule: adobe.large-government.pending
            status: Some("PENDING_UPGRADE".into()),
            ..Benefit::default()
        };
        let at = At::ROOT;
        let at = at.name("benefits");
        let after = Some(Value::of(&benefit));
        Change::push(&mut decision.benefits, &at.index(count), Cause::Replaced, None, after);
    }
}
