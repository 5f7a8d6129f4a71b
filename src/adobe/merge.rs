//! From an accepted update to a decision. Cannot fail: whatever was against it is known by now.

use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;
use core::ops::Range;

use super::change::{ContactList, Decision, Slot};
use super::checks::{Asked, Checked};
use super::contacts::{Contacts, Match, Matching, Sent};
use super::facts::Facts;
use super::record::{
    Benefit, BenefitType, Contact, Customer, SentAddress, SentCompanyProfile, SentContact, Update,
};
use super::{effect, three_years};
use crate::commitment::{self as machine, Kind};
use crate::decision::{Cause, Change, Changes};
use crate::json::{At, Path, Text};
use crate::member::{Edit, Field, Raw, Value};

/// The decision for an accepted update.
pub(super) fn merge(
    record: &Customer,
    update: &Update<'_>,
    facts: &Facts,
    asked: &Asked,
    checked: &Checked,
) -> Decision {
    let mut decision = Decision::NONE;
    if checked.account {
        resource(record, update, asked, &mut decision.profile);
        benefits(record, update, facts, asked, &mut decision);
    }
    if let (true, Some(sent)) = (checked.profile, update.company_profile.value()) {
        profile(record, sent, asked, &mut decision.profile);
    }
    decision.group_created = asked.group;
    if let Some(sent) = sent_contacts(update) {
        if let Some((matching, others)) = &checked.contacts {
            contacts(record, sent, matching, others.clone(), &mut decision);
        }
        decision.welcomed = true;
        effect::administrators(record, sent, &mut decision);
    }
    decision
}

/// The contacts that an update names; an empty list names nobody.
fn sent_contacts<'u, 'a>(update: &'u Update<'a>) -> Option<&'u [Sent<'a>]> {
    let sent = update.company_profile.value()?.contacts.value()?;
    (!sent.is_empty()).then_some(sent)
}

/// A text member: the discipline of a partial update, and an empty text is no value.
#[inline]
fn text(
    stored: Option<&str>,
    sent: &Field<Text<'_>>,
    at: &At<'_>,
    name: &'static str,
    changes: &mut Changes,
) {
    match Edit::partial(sent.as_ref()) {
        Edit::Set(sent) if stored != Some(sent) => {
            set(stored, sent, &at.name(name), changes);
        }
        Edit::Set(_) | Edit::Keep | Edit::Clear => {}
    }
}

fn set(stored: Option<&str>, sent: &str, at: &At<'_>, changes: &mut Changes) {
    let before = stored.map(|text| Value::Text(text.into()));
    let (cause, after) = if sent.is_empty() {
        (Cause::Cleared, None)
    } else {
        (Cause::Set, Some(Value::Text(sent.into())))
    };
    if before.is_some() || after.is_some() {
        changes.push(Change { path: at.path(), cause, before, after });
    }
}

fn resource(record: &Customer, update: &Update<'_>, asked: &Asked, changes: &mut Changes) {
    let (stored, at) = (&record.resource, &At::ROOT);
    let reference = stored.external_reference_id.as_deref();
    text(reference, &update.external_reference_id, at, "externalReferenceId", changes);
    let global_sales = match Edit::partial(update.global_sales_enabled) {
        Edit::Set(sent) => Some(sent),
        Edit::Keep | Edit::Clear => asked.global_sales,
    };
    if let Some(after) = global_sales.filter(|after| stored.global_sales_enabled != Some(*after)) {
        let cause =
            if update.global_sales_enabled.is_absent() { Cause::Omitted } else { Cause::Set };
        let before = stored.global_sales_enabled.map(Value::Flag);
        let path = at.name("globalSalesEnabled").path();
        changes.push(Change { path, cause, before, after: Some(Value::Flag(after)) });
    }
    if let (true, Some(group)) = (asked.group, update.linked_membership.value()) {
        let at = at.name("linkedMembership");
        text(None, &group.name, &at, "name", changes);
        text(None, &group.kind, &at, "type", changes);
        let path = at.name("linkedMembershipType").path();
        let after = Some(Value::Text("OWNER".into()));
        changes.push(Change { path, cause: Cause::Derived, before: None, after });
    }
}

fn profile(record: &Customer, sent: &SentCompanyProfile<'_>, asked: &Asked, changes: &mut Changes) {
    let stored = record.resource.company_profile.as_ref();
    let at = At::ROOT;
    let at = at.name("companyProfile");
    let language = stored.and_then(|one| one.preferred_language.as_deref());
    text(language, &sent.preferred_language, &at, "preferredLanguage", changes);
    let segment = stored.and_then(|one| one.market_segment.as_ref()).map(|one| one.as_str());
    text(segment, &sent.market_segment, &at, "marketSegment", changes);
    sub_segments(
        stored.and_then(|one| one.market_sub_segments.as_ref()),
        sent,
        asked,
        &at,
        changes,
    );
    if let Some(address) = sent.address.value() {
        self::address(record, address, &at.name("address"), changes);
    }
}

/// Sent ones are set where they differ; a change of segment drops those that were not sent anew.
fn sub_segments(
    stored: Option<&Vec<String>>,
    sent: &SentCompanyProfile<'_>,
    asked: &Asked,
    at: &At<'_>,
    changes: &mut Changes,
) {
    let words: Vec<&str> = sent
        .market_sub_segments
        .value()
        .into_iter()
        .flatten()
        .filter_map(|one| one.value().map(|word| &**word))
        .collect();
    let echo =
        stored.is_some_and(|stored| stored.iter().map(|one| &**one).eq(words.iter().copied()));
    let path = at.name("marketSubSegments").path();
    if !words.is_empty() && !echo {
        let before = stored.map(Value::of);
        let after = Value::Json(Raw::written(|w| {
            w.begin_list();
            words.iter().for_each(|word| w.text(word));
            w.end_list();
        }));
        changes.push(Change { path, cause: Cause::Set, before, after: Some(after) });
    } else if let (Some(stored), Some(_)) = (stored, &asked.segment) {
        let before = Some(Value::of(stored));
        changes.push(Change { path, cause: Cause::Derived, before, after: None });
    }
}

fn address(record: &Customer, sent: &SentAddress<'_>, at: &At<'_>, changes: &mut Changes) {
    let profile = record.resource.company_profile.as_ref();
    let stored = profile.and_then(|one| one.address.as_ref());
    let members = [
        ("city", stored.and_then(|one| one.city.as_deref()), &sent.city),
        ("addressLine1", stored.and_then(|one| one.address_line1.as_deref()), &sent.address_line1),
        ("addressLine2", stored.and_then(|one| one.address_line2.as_deref()), &sent.address_line2),
        ("postalCode", stored.and_then(|one| one.postal_code.as_deref()), &sent.postal_code),
        ("phoneNumber", stored.and_then(|one| one.phone_number.as_deref()), &sent.phone_number),
    ];
    for (name, stored, sent) in members {
        text(stored, sent, at, name, changes);
    }
}

/// What happens to the contact list. In a list of the stored order only `others` can differ, and
/// of these only phones: such changes are changes like any other.
fn contacts(
    record: &Customer,
    sent: &[Sent<'_>],
    matching: &Matching,
    others: Range<usize>,
    decision: &mut Decision,
) {
    let profile = record.resource.company_profile.as_ref();
    let nobody = Contacts::default();
    let stored = profile.and_then(|one| one.contacts.as_ref()).unwrap_or(&nobody);
    match matching {
        Matching::Aligned => {
            let stored = stored.as_slice().iter().enumerate().zip(sent);
            let count = others.end.saturating_sub(others.start);
            for ((index, stored), sent) in stored.skip(others.start).take(count) {
                if let Field::Value(sent) = sent {
                    pair(stored, index, sent, index, false, &mut decision.profile);
                }
            }
        }
        Matching::Mapped(_) => {
            decision.contacts = contact_list(stored, sent, matching).map(Box::new);
        }
    }
}

/// What happens to a list in another order, or `None` when it stays as it is.
fn contact_list(stored: &Contacts, sent: &[Sent<'_>], matching: &Matching) -> Option<ContactList> {
    let mut list = ContactList::default();
    let mut moved = stored.as_slice().len() != sent.len();
    for (index, sent) in sent.iter().enumerate() {
        let Field::Value(sent) = sent else { continue };
        match matching.at(index) {
            Match::Known(old) | Match::Renamed(old) => {
                moved |= old != index;
                if let Some(stored) = stored.as_slice().get(old) {
                    let renamed = matches!(matching.at(index), Match::Renamed(_));
                    pair(stored, old, sent, index, renamed, &mut list.edits);
                }
            }
            Match::New | Match::Repeated(_) => moved = true,
        }
    }
    if moved {
        list.before = stored.as_slice().len();
        list.slots = Some(slots(matching, sent));
        dropped(stored, &mut list);
        if list.is_mere_reorder() {
            list.whole = Some((Value::of(stored), reordered(stored, &list)));
        }
    }
    (moved || !list.edits.is_empty()).then_some(list)
}

fn slots(matching: &Matching, sent: &[Sent<'_>]) -> Vec<Slot> {
    let contacts = sent.iter().filter_map(Field::value).enumerate();
    contacts
        .map(|(index, sent)| match matching.at(index) {
            Match::Known(old) | Match::Renamed(old) => Slot::Kept(old),
            Match::New | Match::Repeated(_) => Slot::New(new_contact(sent)),
        })
        .collect()
}

fn dropped(stored: &Contacts, list: &mut ContactList) {
    let mut kept = alloc::vec![false; stored.as_slice().len()];
    for slot in list.slots.iter().flatten() {
        if let Slot::Kept(old) = slot
            && let Some(kept) = kept.get_mut(*old)
        {
            *kept = true;
        }
    }
    let contacts = stored.as_slice().iter().enumerate().zip(kept);
    list.dropped = contacts
        .filter(|(_, kept)| !kept)
        .map(|((index, contact), _)| (index, contact.clone()))
        .collect();
}

fn reordered(stored: &Contacts, list: &ContactList) -> Value {
    let slots = list.slots.iter().flatten();
    let contacts = slots.filter_map(|slot| match slot {
        Slot::Kept(old) => stored.as_slice().get(*old).cloned(),
        Slot::New(contact) => Some(contact.clone()),
    });
    Value::of(&contacts.collect::<Vec<Contact>>())
}

/// The edits of one contact that stays; only e-mail and phone can differ.
fn pair(
    stored: &Contact,
    old: usize,
    sent: &SentContact<'_>,
    new: usize,
    renamed: bool,
    edits: &mut Changes,
) {
    let at = At::ROOT;
    let at = at.name("companyProfile");
    let at = at.name("contacts");
    if renamed {
        text(stored.email.as_deref(), &sent.email, &at.index(new), "email", edits);
    }
    // What goes points into the old document.
    let gone = match &sent.phone_number {
        Field::Absent => Some(Cause::Omitted),
        Field::Value(sent) if sent.is_empty() && stored.phone_number.as_deref() != Some("") => {
            Some(Cause::Cleared)
        }
        Field::Null | Field::Value(_) => None,
    };
    match (gone, &stored.phone_number) {
        (Some(cause), Some(phone)) => {
            let path = at.index(old).name("phoneNumber").path();
            let before = Some(Value::Text(phone.as_str().into()));
            edits.push(Change { path, cause, before, after: None });
        }
        (Some(_), None) => {}
        (None, phone) => {
            let at = at.index(new);
            text(phone.as_deref(), &sent.phone_number, &at, "phoneNumber", edits);
        }
    }
}

fn new_contact(sent: &SentContact<'_>) -> Contact {
    let text = |field: &Field<Text<'_>>| {
        field.value().filter(|text| !text.is_empty()).map(|text| String::from(&**text))
    };
    Contact {
        first_name: text(&sent.first_name),
        last_name: text(&sent.last_name),
        email: text(&sent.email),
        phone_number: text(&sent.phone_number),
        ..Contact::default()
    }
}

/// New entries of the benefits: a request goes through the machine, a conversion waits.
fn benefits(
    record: &Customer,
    update: &Update<'_>,
    facts: &Facts,
    asked: &Asked,
    decision: &mut Decision,
) {
    let sent = |index: usize| update.benefits.value()?.get(index)?.value();
    let mut count = record.resource.benefits.as_ref().map_or(0, Vec::len);
    let kind = if asked.commitment { Kind::Commitment } else { Kind::Recommitment };
    if asked.commitment || asked.recommitment {
        let part = asked.three_years.and_then(sent).and_then(|benefit| match kind {
            Kind::Commitment => benefit.commitment_request.value(),
            Kind::Recommitment => benefit.recommitment_request.value(),
        });
        if let Some(part) = part {
            let input = machine::Input::Requested { kind, quantities: three_years::asked(part) };
            // The checks asked the same, and nothing was against it.
            let decided = three_years::decide(record, &input, facts);
            let decided = decided.unwrap_or(machine::Decision::NONE);
            decision.commitment(record, &decided, Some((kind, part)), &mut count);
        }
    }
    if asked.conversion.is_some() {
        let benefit = Benefit {
            kind: Some(BenefitType::LargeGovernment),
            status: Some("PENDING_UPGRADE".into()),
            ..Benefit::default()
        };
        let path = Path::ROOT.name("benefits").index(count);
        let after = Some(Value::of(&benefit));
        decision.benefits.push(Change { path, cause: Cause::Replaced, before: None, after });
    }
}
