//! Between the document's benefit and the commitment machine: one maps to the other and back.

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::record::{Benefit, BenefitType, Commitment, Customer, MinimumQuantity, SentCommitment};
use crate::commitment::{self as machine, Kind, RequestStatus, RunningStatus};
use crate::kernel::wire::Member;
use crate::kernel::{At, Field};
use crate::value::{Date, Offer, Quantities};

/// The machine's state in this record.
pub(super) fn state(record: &Customer) -> machine::Commitment {
    let benefit =
        record.resource.benefit(&BenefitType::ThreeYearCommit).map(|(_, benefit)| benefit);
    let coterm = record.resource.coterm_date.as_deref();
    machine::Commitment {
        running: benefit.and_then(|one| running(one.commitment.as_ref()?)),
        request: benefit.and_then(|one| request(one.commitment_request.as_ref()?)),
        recommitment: benefit.and_then(|one| request(one.recommitment_request.as_ref()?)),
        requested_on: record.internal.requested_on,
        accepted_on: record.internal.accepted_on,
        coterm: coterm.and_then(|text| Date::parse(text).ok()),
    }
}

/// `ACTIVE` is an older word for `COMMITTED`; `INACTIVE` and any other count as none.
fn running(term: &Commitment) -> Option<machine::Running> {
    let status = match term.is_there().then_some(term.status.as_deref()?)? {
        "COMMITTED" | "ACTIVE" => RunningStatus::Committed,
        "NONCOMPLIANT" => RunningStatus::Noncompliant,
        "EXPIRED" => RunningStatus::Expired,
        _ => RunningStatus::Other,
    };
    let (start, end) = dates(term);
    Some(machine::Running { status, start, end, quantities: quantities(term) })
}

fn request(term: &Commitment) -> Option<machine::Request> {
    let status = match term.is_there().then_some(term.status.as_deref().unwrap_or_default())? {
        "REQUESTED" => RequestStatus::Requested,
        "ACCEPTED" => RequestStatus::Accepted,
        "DECLINED" => RequestStatus::Declined,
        "EXPIRED" => RequestStatus::Expired,
        "NONCOMPLIANT" => RequestStatus::Noncompliant,
        _ => RequestStatus::Other,
    };
    let (start, end) = dates(term);
    Some(machine::Request { status, start, end, quantities: quantities(term) })
}

fn dates(term: &Commitment) -> (Option<Date>, Option<Date>) {
    let date = |text: &Option<String>| text.as_deref().and_then(|text| Date::parse(text).ok());
    (date(&term.start_date), date(&term.end_date))
}

fn quantities(term: &Commitment) -> Quantities {
    let mut quantities = Quantities::NONE;
    for one in term.minimum_quantities.iter().flatten() {
        let offer = one.offer_type.as_deref().and_then(|text| Offer::try_from(text).ok());
        if let (Some(offer), Some(quantity)) = (offer, one.quantity) {
            quantities.insert(offer, quantity);
        }
    }
    quantities
}

/// The benefit after a decision of the machine; parts that did not change stay as they were, but
/// for a part without a value null is written.
pub(super) fn benefit_after(
    before: &Benefit,
    decision: &machine::Decision,
    sent: Option<(Kind, &SentCommitment<'_>)>,
) -> Benefit {
    let mut after = before.clone();
    // Quantities keep the order in which they were asked for.
    let asked: Vec<Offer> = sent.map_or_else(
        || offers(before.commitment_request.as_ref()),
        |(_, update)| sent_offers(update),
    );
    if let Some(changed) = &decision.running {
        // A request that becomes the commitment as a whole keeps its order; parts that come
        // together stand in the usual one.
        let whole = before.commitment.as_ref().is_none_or(|term| !term.is_there());
        let order = if whole { asked.clone() } else { offers(before.commitment.as_ref()) };
        let order = if order.len() < 2 { Vec::new() } else { order };
        after.commitment = changed.after.map(|running| {
            term(running.status.as_str(), running.start, running.end, running.quantities, &order)
        });
        keep_others(before.commitment.as_ref(), &mut after.commitment);
    }
    let parts = [
        (&decision.request, &before.commitment_request, &mut after.commitment_request),
        (&decision.recommitment, &before.recommitment_request, &mut after.recommitment_request),
    ];
    for (changed, before, after) in parts {
        let Some(changed) = changed else { continue };
        let order = if sent.is_some() { asked.clone() } else { offers(before.as_ref()) };
        *after = changed.after.map(|request| {
            term(request.status.as_str(), request.start, request.end, request.quantities, &order)
        });
        keep_others(before.as_ref(), after);
    }
    blanks_to_null(&mut after);
    after
}

/// A part that only moved on keeps what nobody knows of it, and dates that are no dates.
fn keep_others(before: Option<&Commitment>, after: &mut Option<Commitment>) {
    let (Some(before), Some(after)) = (before, after) else { return };
    after.others = before.others.clone();
    for name in Commitment::NAMES {
        after.others.forget(name);
    }
    if let (Some(old), Some(new)) = (&before.minimum_quantities, &mut after.minimum_quantities) {
        for new in new {
            let old = old.iter().find(|old| old.offer_type == new.offer_type);
            if let Some(old) = old {
                new.others = old.others.clone();
            }
        }
    }
}

/// Null is written for each part without a value.
fn blanks_to_null(benefit: &mut Benefit) {
    let parts = [
        ("commitment", &mut benefit.commitment),
        ("commitmentRequest", &mut benefit.commitment_request),
        ("recommitmentRequest", &mut benefit.recommitment_request),
    ];
    for (name, part) in parts {
        if part.as_ref().is_none_or(Commitment::is_blank) {
            *part = None;
            benefit.others.set_null(name);
        } else {
            benefit.others.forget(name);
        }
    }
}

fn term(
    status: &str,
    start: Option<Date>,
    end: Option<Date>,
    quantities: Quantities,
    order: &[Offer],
) -> Commitment {
    let mut listed: Vec<_> = quantities.iter().collect();
    // Stable: what nobody asked for in an order stands in the usual one.
    listed
        .sort_by_key(|(offer, _)| order.iter().position(|one| one == offer).unwrap_or(usize::MAX));
    let quantities = listed.into_iter().map(|(offer, quantity)| MinimumQuantity {
        offer_type: Some(offer.as_str().into()),
        quantity: Some(quantity),
        ..MinimumQuantity::default()
    });
    Commitment {
        start_date: start.map(|date| date.to_string()),
        end_date: end.map(|date| date.to_string()),
        status: Some(status.into()),
        minimum_quantities: Some(quantities.collect()),
        ..Commitment::default()
    }
}

fn offers(term: Option<&Commitment>) -> Vec<Offer> {
    let listed = term.and_then(|term| term.minimum_quantities.as_ref()).into_iter().flatten();
    listed.filter_map(|one| Offer::try_from(one.offer_type.as_deref()?).ok()).collect()
}

fn sent_offers(update: &SentCommitment<'_>) -> Vec<Offer> {
    let listed = update.minimum_quantities.value().into_iter().flatten();
    listed.filter_map(|one| Offer::try_from(&**one.value()?.offer_type.value()?).ok()).collect()
}

/// Whether a part of a request asks for something new: it says anything, and it is not the stored
/// part as a whole, its status included.
pub(super) fn is_request(stored: Option<&Commitment>, sent: &Field<SentCommitment<'_>>) -> bool {
    let Some(update) = sent.value() else { return false };
    says_something(update) && !is_echo(stored, sent, update)
}

/// Whether a part of a request says anything; `{}` does not.
pub(super) fn says_something(update: &SentCommitment<'_>) -> bool {
    !update.status.is_absent()
        || !update.start_date.is_absent()
        || !update.end_date.is_absent()
        || !update.minimum_quantities.is_absent()
        || !update.others.is_empty()
}

fn is_echo(
    stored: Option<&Commitment>,
    sent: &Field<SentCommitment<'_>>,
    update: &SentCommitment<'_>,
) -> bool {
    let Some(term) = stored else { return false };
    let mut same = update.status.value().is_some()
        && term.start_date.is_some() == update.start_date.value().is_some()
        && term.end_date.is_some() == update.end_date.value().is_some()
        && term.minimum_quantities.is_some() == update.minimum_quantities.value().is_some()
        && update.minimum_quantities.value().into_iter().flatten().all(|one| {
            one.value().is_some_and(|one| {
                one.offer_type.value().is_some() && one.quantity.value().is_some()
            })
        });
    Commitment::echo(stored, sent, &At::ROOT, &mut |_, _| same = false);
    same
}

/// The quantities that a request asks for, as far as they can be read.
pub(super) fn asked(update: &SentCommitment<'_>) -> Quantities {
    let mut quantities = Quantities::NONE;
    for one in update.minimum_quantities.value().into_iter().flatten() {
        let Some(one) = one.value() else { continue };
        let offer = one.offer_type.value().and_then(|text| Offer::try_from(&**text).ok());
        let quantity = one.quantity.value().and_then(|text| super::quantity::parse(text));
        if let (Some(offer), Some(quantity)) = (offer, quantity) {
            quantities.insert(offer, quantity);
        }
    }
    quantities
}
