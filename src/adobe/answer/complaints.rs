//! What a refusal of Adobe complains about: its dotted paths and offer types, as places in the
//! update.

use alloc::string::String;
use alloc::vec::Vec;

use super::{Asked, ErrorBody};
use crate::adobe::commitment::says_something;
use crate::adobe::decide_update;
use crate::adobe::facts::Facts;
use crate::adobe::record::{BenefitType, Commitment, LinkedMembership, SentCommitment, Update};
use crate::adobe::response::{ADDRESS, MESSAGES, QUANTITY};
use crate::adobe::rules;
use crate::decision::{Complaint, Rule, Violation};
use crate::json::{At, Document, Index, Node, Pointer};

/// How many details are searched for in the update. No answer of the vendor has as many, and each
/// costs a walk.
const SEARCHED_MAX: usize = 256;

/// The complaints, in the order of the details. Of a record and an update that are known, the rules
/// of this crate tell every violation that needs no fact: where one of them is what a detail names,
/// it is the place.
pub(super) fn of(body: &ErrorBody, asked: &Asked<'_, '_>) -> Vec<Complaint> {
    if body.code.is_empty() {
        return Vec::from([Complaint::by(&rules::ANSWER_UNKNOWN, Pointer::default())]);
    }
    let certain = certain(body, asked);
    if body.details.is_empty() {
        if certain.is_empty() {
            let place = asked.update.filter(|_| body.code == QUANTITY).and_then(quantities);
            return Vec::from([complaint(body, place.unwrap_or_default())]);
        }
        return certain.iter().map(|one| violated(body, one)).collect();
    }
    detailed(body, asked, &certain)
}

/// The violations with the code of the answer that are certain.
fn certain(body: &ErrorBody, asked: &Asked<'_, '_>) -> Vec<Violation> {
    let (Some(record), Some(update)) = (asked.record, asked.update) else { return Vec::new() };
    let facts = Facts::unknown(asked.policy);
    let Err(rejection) = decide_update(record, update, &facts) else { return Vec::new() };
    let code = of_rule(&body.code);
    let is_same = |one: &&Violation| one.code.map(of_rule) == Some(code);
    rejection.violations().filter(is_same).cloned().collect()
}

/// 1118 stands for 1117.
pub(super) fn of_rule(code: &str) -> &str {
    if code == ADDRESS { "1117" } else { code }
}

/// What a violation is called in the details.
fn name(violation: &Violation) -> String {
    // Of a quantity that is the offer type; nothing else has details of its own.
    match violation.details.first() {
        Some(offer) => offer.clone(),
        None => violation.pointer.dotted(),
    }
}

/// One complaint for each detail, in their order; offer types come in the order of the update.
fn detailed(body: &ErrorBody, asked: &Asked<'_, '_>, certain: &[Violation]) -> Vec<Complaint> {
    let details = body.details.iter().map(|detail| (&**detail, ""));
    let details = Index::of(details, body.details.len());
    // By the first detail of a name: how often it is there, and what is certain of its place.
    let mut named: Vec<Named<'_>> = Vec::new();
    named.resize_with(body.details.len(), Named::default);
    for detail in &body.details {
        if let Some(named) = details.get((detail, "")).and_then(|first| named.get_mut(first)) {
            named.count = named.count.saturating_add(1);
        }
    }
    let mut in_order = Vec::new();
    for one in certain {
        let first = details.get((&name(one), ""));
        if let Some(named) = first.and_then(|first| named.get_mut(first)) {
            named.certain.push(one);
            in_order.push(one);
        }
    }
    let mut in_order = in_order.into_iter().filter(|_| body.code == QUANTITY);
    let sent = asked.update.map(Update::to_json);
    let sent = sent.as_deref().and_then(|text| Document::parse(text).ok());
    let mut searched = 0;
    let mut complaints = Vec::with_capacity(body.details.len());
    for detail in &body.details {
        let named = details.get((detail, "")).and_then(|first| named.get_mut(first));
        let known = named.and_then(Named::next);
        let known = known.map(|known| in_order.next().map_or(known, Known::Violation));
        complaints.push(match known {
            Some(Known::Violation(one)) => violated(body, one),
            Some(Known::Place(place)) => complaint(body, place.clone()),
            None => {
                searched = usize::min(SEARCHED_MAX, searched).saturating_add(1);
                let root = sent.as_ref().map(Document::root).filter(|_| searched <= SEARCHED_MAX);
                complaint(body, place(body, detail, asked.update, root))
            }
        });
    }
    complaints
}

/// What is known of the details of one name.
#[derive(Default)]
struct Named<'v> {
    count: usize,
    certain: Vec<&'v Violation>,
    seen: usize,
}

/// What is known of one detail.
enum Known<'v> {
    Violation(&'v Violation),
    Place(&'v Pointer),
}

impl<'v> Named<'v> {
    /// The next detail of this name: its violation where there are as many as details, so that none
    /// is known by its place alone, and else the place. `None` if nothing is certain.
    fn next(&mut self) -> Option<Known<'v>> {
        let first = self.certain.first()?;
        let one = self.certain.get(self.seen).filter(|_| self.certain.len() == self.count);
        self.seen = self.seen.saturating_add(1);
        Some(one.map_or(Known::Place(&first.pointer), |one| Known::Violation(one)))
    }
}

/// The place that a detail names; the whole update if it names none.
fn place(
    body: &ErrorBody,
    detail: &str,
    update: Option<&Update<'_>>,
    sent: Option<Node<'_, '_>>,
) -> Pointer {
    if body.code == QUANTITY {
        return update.and_then(|update| quantity(update, detail)).unwrap_or_default();
    }
    let parsed = path(detail);
    let found = sent.and_then(|sent| search(sent, detail));
    found.or(parsed).unwrap_or_default()
}

/// A dotted path as a pointer; `None` for prose.
pub(super) fn path(dotted: &str) -> Option<Pointer> {
    if !dotted.starts_with(char::is_alphabetic) || dotted.contains([' ', '@']) {
        return None;
    }
    let mut pointer = Pointer::default();
    for step in dotted.split(['.']) {
        let (name, indices) = step.split_once(['[']).unwrap_or((step, ""));
        pointer.push_name(name);
        let is_index = |text: &&str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
        for index in indices.split(['[', ']']).filter(is_index) {
            pointer.push_name(index);
        }
    }
    Some(pointer)
}

/// The place of what was sent whose dotted form is `rest`.
fn search(sent: Node<'_, '_>, dotted: &str) -> Option<Pointer> {
    fn below(node: Node<'_, '_>, place: &mut Vec<String>, rest: &str) -> bool {
        if rest.is_empty() && !place.is_empty() {
            return true;
        }
        let is_first = place.is_empty();
        let mut enter = |name: &str, is_index: bool, node: Node<'_, '_>| {
            let behind = if is_index && !is_first {
                rest.strip_prefix('[').and_then(|rest| rest.strip_prefix(name)?.strip_prefix(']'))
            } else {
                let rest = if is_first { Some(rest) } else { rest.strip_prefix('.') };
                rest.and_then(|rest| rest.strip_prefix(name))
            };
            let Some(behind) = behind else { return false };
            place.push(name.into());
            if below(node, place, behind) {
                return true;
            }
            place.pop();
            false
        };
        if let Some(members) = node.members() {
            for (name, value) in members {
                let is_index = !name.is_empty() && name.bytes().all(|b| b.is_ascii_digit());
                if enter(&name, is_index, value) {
                    return true;
                }
            }
        } else if let Some(elements) = node.elements() {
            for (index, value) in elements.enumerate() {
                if enter(&crate::json::to_text(&index), true, value) {
                    return true;
                }
            }
        }
        false
    }
    let mut place = Vec::new();
    below(sent, &mut place, dotted).then(|| {
        let mut pointer = Pointer::default();
        place.iter().for_each(|name| pointer.push_name(name));
        pointer
    })
}

/// The place of the request's quantities.
fn quantities(update: &Update<'_>) -> Option<Pointer> {
    request(update, |at, _| at.name("minimumQuantities").pointer())
}

/// The place of the quantity of this offer type; of all of them, if it is not listed.
fn quantity(update: &Update<'_>, offer: &str) -> Option<Pointer> {
    request(update, |at, request| {
        let at = at.name("minimumQuantities");
        let mut list = request.minimum_quantities.value().into_iter().flatten();
        let is_it = list.position(|one| {
            let found = one.value().and_then(|one| one.offer_type.value());
            found.is_some_and(|found| **found == *offer)
        });
        is_it.map_or_else(|| at.pointer(), |index| at.index(index).name("quantity").pointer())
    })
}

/// What `found` makes of the request for a commitment: one that can only ask for something new, if
/// there is one.
fn request<T>(
    update: &Update<'_>,
    found: impl FnOnce(&At<'_>, &SentCommitment<'_>) -> T,
) -> Option<T> {
    let root = At::ROOT;
    let list = root.name("benefits");
    let benefits = update.benefits.value()?.iter().enumerate();
    let (index, benefit) =
        benefits.filter_map(|(at, one)| Some((at, one.value()?))).find(|(_, one)| {
            one.kind.value().is_some_and(|kind| **kind == *BenefitType::ThreeYearCommit.as_str())
        })?;
    let at = list.index(index);
    let parts = [
        ("commitmentRequest", &benefit.commitment_request),
        ("recommitmentRequest", &benefit.recommitment_request),
    ];
    let parts = parts.map(|(name, part)| {
        let part = part.value().filter(|part| says_something(part))?;
        Some((name, part))
    });
    let is_new = |part: &&Option<(_, &SentCommitment<'_>)>| {
        part.is_some_and(|(_, part)| part.status.value().is_none())
    };
    let new = parts.iter().find(is_new).copied().flatten();
    let (name, part) = new.or_else(|| parts.into_iter().flatten().next())?;
    Some(found(&at.name(name), part))
}

/// A complaint at a place, by the rule if code and place leave one.
fn complaint(body: &ErrorBody, pointer: Pointer) -> Complaint {
    let says = || {
        let says = MESSAGES.iter().find(|said| said.code == body.code);
        says.map_or("The request is refused", |said| said.message)
    };
    let complaint = match rule(&body.code, pointer.as_str()) {
        Some(rule) => Complaint::by(rule, pointer),
        None => Complaint::of(says(), pointer),
    };
    complaint.with_code(body.code.as_str())
}

fn violated(body: &ErrorBody, violation: &Violation) -> Complaint {
    Complaint::by(violation.rule, violation.pointer.clone()).with_code(body.code.as_str())
}

/// The rule of a code at a place, if only one of an update has it.
fn rule(code: &str, pointer: &str) -> Option<&'static Rule> {
    Some(match code {
        "1116" => &rules::NOT_FOUND,
        "1125" => &rules::ACCOUNT_BLOCKED,
        "1121" => &rules::MEMBER_UNKNOWN,
        "1119" => return fixed(pointer),
        "1122" => return required(pointer),
        "2135" => &rules::SEGMENT_ENABLED,
        "1139" => &rules::GLOBAL_SALES_PARTNER,
        "1142" => &rules::GLOBAL_SALES_COMMERCIAL,
        "1140" => &rules::GLOBAL_SALES_OFF,
        "1163" => &rules::LARGE_GOVERNMENT_SEGMENT,
        "1164" => &rules::LARGE_GOVERNMENT_PARTNER,
        "1167" => &rules::LARGE_GOVERNMENT_COUNTRY,
        "1168" => &rules::LARGE_GOVERNMENT_SUB_SEGMENT,
        "1147" => &rules::COMMITMENT_EXCLUDES,
        _ => return None,
    })
}

/// The rule by which a place can't be changed.
fn fixed(pointer: &str) -> Option<&'static Rule> {
    Some(match *steps(pointer) {
        ["companyProfile", "companyName"] => &rules::COMPANY_NAME_FIXED,
        ["companyProfile", "address", "country" | "region"] => &rules::COUNTRY_FIXED,
        ["companyProfile", "marketSegment"] => &rules::SEGMENT_NEEDS_NO_SUBSCRIPTION,
        ["companyProfile", "marketSubSegments"] => &rules::SUB_SEGMENT_FIXED,
        ["companyProfile", "contacts", at, "firstName" | "lastName"] if is_index(at) => {
            &rules::CONTACT_NAME_FIXED
        }
        ["linkedMembership", ref inside @ ..] if is_of(inside, LinkedMembership::NAMES) => {
            &rules::GROUP_FIXED
        }
        [
            "customerId" | "resellerId" | "distributorId" | "cotermDate" | "creationDate"
            | "status",
        ] => &rules::READ_ONLY,
        ["tags" | "discounts" | "links", ..] => &rules::READ_ONLY,
        ["benefits", at, "status"] if is_index(at) => &rules::READ_ONLY,
        [
            "benefits",
            at,
            "commitment" | "commitmentRequest" | "recommitmentRequest",
            ref inside @ ..,
        ] if is_index(at) && is_of(inside, Commitment::NAMES) => &rules::READ_ONLY,
        _ => return None,
    })
}

/// The rule by which a place must have a value. Of quantities it may be one of two.
fn required(pointer: &str) -> Option<&'static Rule> {
    Some(match *steps(pointer) {
        ["companyProfile"]
        | ["companyProfile", "companyName" | "preferredLanguage" | "address"]
        | [
            "companyProfile",
            "address",
            "country" | "region" | "city" | "addressLine1" | "postalCode",
        ] => &rules::MEMBER_REQUIRED,
        ["companyProfile", "contacts", at, "firstName" | "lastName" | "email"] if is_index(at) => {
            &rules::CONTACT_COMPLETE
        }
        ["linkedMembership", "name" | "type"] => &rules::GROUP_COMPLETE,
        ["benefits", at, "type"] if is_index(at) => &rules::BENEFIT_TYPE_REQUIRED,
        [
            "benefits",
            at,
            "commitmentRequest" | "recommitmentRequest",
            "minimumQuantities",
            quantity,
            "offerType" | "quantity",
        ] if is_index(at) && is_index(quantity) => &rules::QUANTITIES_REQUIRED,
        _ => return None,
    })
}

/// The steps of a pointer. Names that the model has need no escapes.
fn steps(pointer: &str) -> Vec<&str> {
    pointer.split(['/']).skip(1).collect()
}

/// Whether a step leads to an element.
fn is_index(step: &str) -> bool {
    step.parse::<usize>().is_ok()
}

/// Whether steps lead nowhere, or first to one of these members.
fn is_of(steps: &[&str], names: &[&str]) -> bool {
    steps.first().is_none_or(|first| names.contains(first))
}
