//! The benefit after a decision of the machine.

use alloc::vec::Vec;

use super::{listed, promise, request};
use crate::adobe::record::{
    Benefit, Commitment, MinimumQuantity, SentCommitment, SentMinimumQuantity,
};
use crate::commitment::{self as machine, Kind, RunningStatus, Transition};
use crate::json::{sort_by_key, to_text};
use crate::member::{Others, quantity};
use crate::value::{Date, Offer, Quantities};

/// The benefit after a decision of the machine. A part that only moves on keeps whatever the
/// machine does not know of it; for a part without a value null is written. `sent` is the part of
/// an update that asked for a request, unless it only [`repeats`] the one there is.
pub(in crate::adobe) fn benefit_after(
    before: &Benefit,
    decision: &machine::Decision,
    sent: Option<(Kind, &SentCommitment<'_>)>,
) -> Benefit {
    let mut after = before.clone();
    if let Some(changed) = &decision.running {
        let source = match decision.transitions.contains(Transition::TakenOver) {
            true => before.recommitment_request.as_ref(),
            false => before.commitment_request.as_ref(),
        };
        let bound = changed.before.filter(|old| old.status == RunningStatus::Committed);
        let (old, new) = (bound.map(View::from), changed.after.map(View::from));
        after.commitment = new.map(|new| {
            // The agreement that binds goes on, or another begins: then as it was asked for.
            match old.filter(|old| old.start == new.start) {
                Some(old) => move_on(before.commitment.as_ref(), Some(old), new, source),
                None => {
                    let old = source.and_then(request).map(View::from);
                    move_on(source, old, new, None)
                }
            }
        });
    }
    let parts = [
        (Kind::Commitment, &decision.request, &mut after.commitment_request),
        (Kind::Recommitment, &decision.recommitment, &mut after.recommitment_request),
    ];
    for (kind, changed, part) in parts {
        match sent.filter(|(of, _)| *of == kind) {
            Some((_, update)) => *part = Some(fresh(update)),
            None => {
                let Some(changed) = changed else { continue };
                *part = changed
                    .after
                    .map(View::from)
                    .map(|new| move_on(part.as_ref(), changed.before.map(View::from), new, None));
            }
        }
    }
    let others = &mut after.others;
    blank_to_null("commitment", &mut after.commitment, others);
    blank_to_null("commitmentRequest", &mut after.commitment_request, others);
    blank_to_null("recommitmentRequest", &mut after.recommitment_request, others);
    after
}

/// A request as it is made: no dates, and the quantities as they were sent.
#[inline(never)]
fn fresh(update: &SentCommitment<'_>) -> Commitment {
    Commitment {
        status: Some(machine::RequestStatus::Requested.as_str().into()),
        minimum_quantities: Some(sent_quantities(update).collect()),
        ..Commitment::default()
    }
}

fn sent_quantities(update: &SentCommitment<'_>) -> impl Iterator<Item = MinimumQuantity> {
    // Dates and status are the vendor's, and nothing unknown is accepted.
    let SentCommitment { start_date: _, end_date: _, status: _, minimum_quantities, others: _ } =
        update;
    let sent = minimum_quantities.value().into_iter().flatten();
    sent.filter_map(|one| one.value()).map(|one| {
        let SentMinimumQuantity { offer_type, quantity, others: _ } = one;
        MinimumQuantity {
            offer_type: offer_type.value().map(|text| (&**text).into()),
            quantity: quantity.value().and_then(|text| quantity::parse(text)),
            ..MinimumQuantity::default()
        }
    })
}

/// Whether a new request asks for what is requested already, in the same order: then the stored one
/// stays as it is, and its terms are shown again.
pub(in crate::adobe) fn repeats(
    stored: Option<&Commitment>,
    decision: &machine::Decision,
    kind: Kind,
    update: &SentCommitment<'_>,
) -> bool {
    let changed = match kind {
        Kind::Commitment => decision.request.is_some(),
        Kind::Recommitment => decision.recommitment.is_some(),
    };
    let listed = stored.and_then(|term| term.minimum_quantities.as_deref()).unwrap_or_default();
    let mut listed = listed.iter();
    let same = sent_quantities(update).all(|sent| {
        listed
            .next()
            .is_some_and(|old| (&old.offer_type, old.quantity) == (&sent.offer_type, sent.quantity))
    });
    !changed && same && listed.next().is_none()
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

/// A part after the machine moved it on from `old`: only what changed is written anew. What comes
/// into its quantities comes from `source`.
fn move_on(
    stored: Option<&Commitment>,
    old: Option<View>,
    new: View,
    source: Option<&Commitment>,
) -> Commitment {
    let mut term = stored.cloned().unwrap_or_default();
    if old.is_none_or(|old| old.status != new.status) {
        term.others.forget("status");
        term.status = Some(new.status.into());
    }
    if old.is_none_or(|old| old.start != new.start) {
        term.others.forget("startDate");
        term.start_date = new.start.as_ref().map(to_text);
    }
    if old.is_none_or(|old| old.end != new.end) {
        term.others.forget("endDate");
        term.end_date = new.end.as_ref().map(to_text);
    }
    // A list that says the same stays as it is, and where there is none, none is made up.
    if old.is_none_or(|old| old.quantities != new.quantities) {
        term.others.forget("minimumQuantities");
        let list = term.minimum_quantities.get_or_insert_default();
        move_quantities(list, new.quantities, source);
    }
    term
}

/// A list that says other quantities: the first entry of a type says the new one, an entry that
/// promises nothing stays, and of a type that is gone none does.
fn move_quantities(list: &mut Vec<MinimumQuantity>, new: Quantities, source: Option<&Commitment>) {
    list.retain(|one| promise(one).is_none_or(|(offer, _)| new.of(offer).is_some()));
    let before = listed(list.iter());
    for (offer, quantity) in new.iter().filter(|(offer, new)| before.of(*offer) != Some(*new)) {
        let of = |one: &MinimumQuantity| promise(one).is_some_and(|(of, _)| of == offer);
        match list.iter_mut().find(|one| of(one)) {
            Some(one) => one.quantity = Some(quantity),
            None => {
                let source = source.and_then(|term| term.minimum_quantities.as_deref());
                let known = source.unwrap_or_default().iter().find(|one| of(one)).cloned();
                // What comes in was asked for, so the source has it.
                let known = known.into_iter();
                list.extend(known.map(|one| MinimumQuantity { quantity: Some(quantity), ..one }));
            }
        }
    }
    let place = |one: &MinimumQuantity| {
        promise(one).map_or(2, |(offer, _)| match offer {
            Offer::License => 0,
            Offer::Consumables => 1,
        })
    };
    sort_by_key(list, place);
}

/// Null is written for a part without a value.
#[inline(never)]
fn blank_to_null(name: &str, part: &mut Option<Commitment>, others: &mut Others) {
    let has_nothing = |term: &Commitment| {
        !term.has_value() && term.others.unknown(Commitment::NAMES).next().is_none()
    };
    if part.as_ref().is_none_or(has_nothing) {
        *part = None;
        others.set_null(name);
    } else {
        others.forget(name);
    }
}
