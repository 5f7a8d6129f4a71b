//! Between the document's benefit and the commitment machine: one maps to the other and back.

use alloc::string::String;
use alloc::vec::Vec;

use super::facts::Facts;
use super::record::{Benefit, BenefitType, Commitment, Customer, MinimumQuantity, SentCommitment};
use crate::commitment::{self as machine, Kind, RequestStatus, RunningStatus, Transition};
use crate::json::{At, shown, sort_by_key};
use crate::member::{Echo, Field, Member};
use crate::value::{Date, Offer, Quantities, Quantity};

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

/// What the machine decides about this record.
pub(super) fn decide(
    record: &Customer,
    input: &machine::Input,
    facts: &Facts,
) -> Result<machine::Decision, machine::Refusals> {
    let policy = facts.policy.commitment;
    let facts = machine::Facts { today: facts.today, owned: facts.owned, policy };
    machine::decide(&state(record), input, &facts)
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

/// Of an offer type that is listed twice the first counts, as in a request.
fn quantities(term: &Commitment) -> Quantities {
    let mut quantities = Quantities::NONE;
    for (offer, quantity) in term.minimum_quantities.iter().flatten().filter_map(promise) {
        if quantities.of(offer).is_none() {
            quantities.insert(offer, quantity);
        }
    }
    quantities
}

/// An element without a known offer type or without a quantity promises nothing.
fn promise(one: &MinimumQuantity) -> Option<(Offer, Quantity)> {
    Some((Offer::try_from(one.offer_type.as_deref()?).ok()?, one.quantity?))
}

/// The benefit after a decision of the machine. A part that only moves on keeps whatever the
/// machine does not know of it; for a part without a value null is written.
pub(super) fn benefit_after(
    before: &Benefit,
    decision: &machine::Decision,
    sent: Option<(Kind, &SentCommitment<'_>)>,
) -> Benefit {
    let mut after = before.clone();
    if let Some(changed) = &decision.running {
        let asked = match decision.transitions.contains(Transition::TakenOver) {
            true => &before.recommitment_request,
            false => &before.commitment_request,
        };
        let bound = changed.before.filter(|old| old.status == RunningStatus::Committed);
        let (old, new) = (bound.map(View::from), changed.after.map(View::from));
        after.commitment = new.map(|new| {
            // The agreement that binds goes on, or another begins: then as it was asked for.
            match old.filter(|old| old.start == new.start) {
                Some(old) => move_on(before.commitment.as_ref(), Some(old), new),
                None => {
                    let old = asked.as_ref().and_then(request).map(View::from);
                    move_on(asked.as_ref(), old, new)
                }
            }
        });
    }
    let parts = [
        (Kind::Commitment, &decision.request, &mut after.commitment_request),
        (Kind::Recommitment, &decision.recommitment, &mut after.recommitment_request),
    ];
    for (kind, changed, part) in parts {
        let Some(changed) = changed else { continue };
        let asked = sent.and_then(|(of, update)| (of == kind).then_some(update));
        *part = changed.after.map(View::from).map(|new| match asked {
            Some(update) => {
                let mut term = move_on(None, None, new);
                term.minimum_quantities = Some(listed(new.quantities, &sent_offers(update)));
                term
            }
            None => move_on(part.as_ref(), changed.before.map(View::from), new),
        });
    }
    blanks_to_null(&mut after);
    after
}

/// What the machine knows of a commitment or a request.
#[derive(Clone, Copy)]
struct View {
    status: &'static str,
    start: Option<Date>,
    end: Option<Date>,
    quantities: Quantities,
}

impl From<machine::Running> for View {
    fn from(one: machine::Running) -> Self {
        let status = one.status.as_str();
        Self { status, start: one.start, end: one.end, quantities: one.quantities }
    }
}

impl From<machine::Request> for View {
    fn from(one: machine::Request) -> Self {
        let status = one.status.as_str();
        Self { status, start: one.start, end: one.end, quantities: one.quantities }
    }
}

/// A part after the machine moved it on from `old`: only what changed is written anew.
fn move_on(stored: Option<&Commitment>, old: Option<View>, new: View) -> Commitment {
    let mut term = stored.cloned().unwrap_or_default();
    Commitment::NAMES.iter().for_each(|name| term.others.forget(name));
    if old.is_none_or(|old| old.status != new.status) {
        term.status = Some(new.status.into());
    }
    if old.is_none_or(|old| old.start != new.start) {
        term.start_date = new.start.as_ref().map(shown);
    }
    if old.is_none_or(|old| old.end != new.end) {
        term.end_date = new.end.as_ref().map(shown);
    }
    // A list that says the same stays as it is, and where there is none, none is made up.
    if old.is_some_and(|old| old.quantities == new.quantities) {
        return term;
    }
    let known = term.minimum_quantities.take().unwrap_or_default();
    let mut quantities = listed(new.quantities, &[]);
    for one in &mut quantities {
        let mut promises = known.iter().filter(|known| promise(known).is_some());
        let same = promises.find(|known| known.offer_type == one.offer_type);
        one.others = same.map(|same| same.others.clone()).unwrap_or_default();
    }
    // What promises nothing is kept all the same.
    quantities.extend(known.into_iter().filter(|one| promise(one).is_none()));
    term.minimum_quantities = Some(quantities);
    term
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

/// Quantities as a list, in the order in which they were asked for, else in the usual one.
fn listed(quantities: Quantities, order: &[Offer]) -> Vec<MinimumQuantity> {
    let mut listed: Vec<_> = quantities.iter().collect();
    let place = |offer: &Offer| order.iter().position(|one| one == offer);
    sort_by_key(&mut listed, |(offer, _)| place(offer).unwrap_or(usize::MAX));
    let element = |(offer, quantity): (Offer, _)| MinimumQuantity {
        offer_type: Some(offer.as_str().into()),
        quantity: Some(quantity),
        ..MinimumQuantity::default()
    };
    listed.into_iter().map(element).collect()
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
        && update.minimum_quantities.value().into_iter().flatten().enumerate().all(|(at, one)| {
            let stored = term.minimum_quantities.as_ref().and_then(|list| list.get(at));
            stored.zip(one.value()).is_some_and(|(stored, one)| {
                stored.offer_type.is_some() == one.offer_type.value().is_some()
                    && stored.quantity.is_some() == one.quantity.value().is_some()
            })
        });
    Commitment::echo(stored, sent, &At::ROOT, &mut |_, echo| {
        // What nobody knows is refused as such, and can't be sent back.
        same &= echo == Echo::Unknown;
    });
    same
}

/// The quantities that a request asks for, the first of each type. One that can't be read is listed
/// all the same, and it is not what is too low.
pub(super) fn asked(update: &SentCommitment<'_>) -> Quantities {
    let mut quantities = Quantities::NONE;
    for one in update.minimum_quantities.value().into_iter().flatten() {
        let Some(one) = one.value() else { continue };
        let offer = one.offer_type.value().and_then(|text| Offer::try_from(&**text).ok());
        let quantity = one.quantity.value().and_then(|text| super::quantity::parse(text));
        if let Some(offer) = offer.filter(|offer| quantities.of(*offer).is_none()) {
            quantities.insert(offer, quantity.unwrap_or(Quantity::MAX));
        }
    }
    quantities
}
