//! Between the document's benefit and the commitment machine: one maps to the other and back.

mod document;

use alloc::string::String;

use super::facts::Facts;
use super::record::{
    Benefit, BenefitType, Commitment, Customer, MinimumQuantity, SentCommitment,
    SentMinimumQuantity,
};
use crate::commitment::{self as machine, Kind, RequestStatus, RunningStatus};
use crate::json::At;
use crate::member::{Echo, Field, Member, quantity};
use crate::value::{Date, Offer, Quantities, Quantity};

pub(super) use document::{benefit_after, repeats};

/// The member that holds a request of this kind.
pub(super) const fn name(kind: Kind) -> &'static str {
    match kind {
        Kind::Commitment => "commitmentRequest",
        Kind::Recommitment => "recommitmentRequest",
    }
}

/// The machine's state in this record.
pub(super) fn state(record: &Customer) -> machine::Commitment {
    let benefit =
        record.document.benefit(&BenefitType::ThreeYearCommit).map(|(_, benefit)| benefit);
    let coterm = record.document.coterm_date.as_deref();
    machine::Commitment {
        running: benefit.and_then(|one| running(one.commitment.as_ref()?)),
        request: benefit.and_then(|one| request(one.commitment_request.as_ref()?)),
        recommitment: benefit.and_then(|one| request(one.recommitment_request.as_ref()?)),
        requested_on: record.internal.requested_on,
        accepted_on: record.internal.accepted_on,
        coterm: coterm.and_then(|text| Date::parse(text).ok()),
    }
}

/// Whether a group and a large-government benefit are excluded. To the machine a request that is
/// `COMMITTED`, and a commitment that is `REQUESTED` or `ACCEPTED`, leads nowhere; here it counts
/// like any other of these words.
pub(super) fn is_live(record: &Customer) -> bool {
    let benefit = record.document.benefit(&BenefitType::ThreeYearCommit);
    let named = benefit.is_some_and(|(_, benefit)| {
        let Benefit { commitment, commitment_request, recommitment_request, .. } = benefit;
        [commitment, commitment_request, recommitment_request].into_iter().flatten().any(|term| {
            matches!(term.status.as_deref(), Some("REQUESTED" | "ACCEPTED" | "COMMITTED"))
        })
    });
    named || state(record).is_live()
}

/// What the machine decides about this record.
pub(super) fn decide(
    record: &Customer,
    input: &machine::Input,
    facts: &Facts,
) -> Result<machine::Decision, machine::Rejection> {
    machine::decide(&state(record), input, &known(facts))
}

/// What it decides about a new request.
pub(super) fn decide_request(
    record: &Customer,
    kind: Kind,
    sent: &SentCommitment<'_>,
    facts: &Facts,
) -> Result<machine::Decision, machine::Rejection> {
    machine::decide_request(&state(record), kind, asked(sent), &known(facts))
}

/// What the machine may know.
const fn known(facts: &Facts) -> machine::Facts {
    let policy = facts.policy.commitment;
    machine::Facts { today: facts.today, owned: facts.owned, policy }
}

/// What a new request would do, whatever is against it.
pub(super) fn requested(
    record: &Customer,
    kind: Kind,
    sent: &SentCommitment<'_>,
) -> machine::Decision {
    machine::requested(&state(record), kind, asked(sent))
}

/// `ACTIVE` is an older word for `COMMITTED`; `INACTIVE` and any other count as none.
fn running(term: &Commitment) -> Option<machine::Running> {
    let status = match term.status.as_deref()? {
        "COMMITTED" | "ACTIVE" => RunningStatus::Committed,
        "NONCOMPLIANT" => RunningStatus::Noncompliant,
        "EXPIRED" => RunningStatus::Expired,
        _ => RunningStatus::Other,
    };
    let (start, end) = dates(term);
    Some(machine::Running { status, start, end, quantities: quantities(term) })
}

/// A request without a status came with the creation of the account.
fn request(term: &Commitment) -> Option<machine::Request> {
    let status = match term.has_value().then_some(term.status.as_deref().unwrap_or_default())? {
        "" => RequestStatus::Created,
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

/// A text that is no day counts as none.
fn dates(term: &Commitment) -> (Option<Date>, Option<Date>) {
    let date = |text: &Option<String>| text.as_deref().and_then(|text| Date::parse(text).ok());
    (date(&term.start_date), date(&term.end_date))
}

fn quantities(term: &Commitment) -> Quantities {
    listed(term.minimum_quantities.iter().flatten())
}

/// What a list promises. Of an offer type that is there twice the larger quantity binds.
fn listed<'q>(list: impl Iterator<Item = &'q MinimumQuantity>) -> Quantities {
    let mut quantities = Quantities::NONE;
    for (offer, quantity) in list.filter_map(promise) {
        let known = quantities.of(offer).unwrap_or(Quantity::ZERO);
        // Rule: adobe.commitment.listed-twice
        quantities.insert(offer, quantity.max(known));
    }
    quantities
}

/// An element without a known offer type or without a quantity promises nothing.
fn promise(one: &MinimumQuantity) -> Option<(Offer, Quantity)> {
    Some((Offer::try_from(one.offer_type.as_deref()?).ok()?, one.quantity?))
}

/// Whether a part of a request asks for something new: it says anything, and it is not the stored
/// part as a whole, its status included.
pub(super) fn is_request(stored: Option<&Commitment>, sent: &Field<SentCommitment<'_>>) -> bool {
    let Some(update) = sent.value() else { return false };
    says_something(update) && !is_echo(stored, sent, update)
}

/// Whether a part of a request names any member; `{}` does not.
pub(super) fn says_something(update: &SentCommitment<'_>) -> bool {
    let SentCommitment { start_date, end_date, status, minimum_quantities, others } = update;
    !start_date.is_absent()
        || !end_date.is_absent()
        || !status.is_absent()
        || !minimum_quantities.is_absent()
        || !others.is_empty()
}

/// Whether a part of a request has its status and is the stored part as a whole: what is sent is
/// as stored, and what is stored is sent.
fn is_echo(
    stored: Option<&Commitment>,
    sent: &Field<SentCommitment<'_>>,
    update: &SentCommitment<'_>,
) -> bool {
    let Some(term) = stored else { return false };
    let SentCommitment { start_date, end_date, status, minimum_quantities, others: _ } = update;
    let has = |stored: &Option<String>| stored.as_deref().is_some_and(|text| !text.is_empty());
    let says = |sent: &Field<_>| sent.value().is_some();
    let list = minimum_quantities.value();
    let known = term.minimum_quantities.as_deref().unwrap_or_default();
    let mut same = says(status)
        && (!has(&term.start_date) || says(start_date))
        && (!has(&term.end_date) || says(end_date))
        && (known.is_empty() || list.is_some())
        && list.into_iter().flatten().zip(known).all(|(one, known)| {
            one.value().is_some_and(|SentMinimumQuantity { offer_type, quantity, others: _ }| {
                (known.offer_type.is_none() || says(offer_type))
                    && (known.quantity.is_none() || says(quantity))
            })
        });
    Commitment::echo(stored, sent, &At::ROOT, &mut |_, echo| {
        // What the model does not know is refused by itself.
        same &= matches!(echo, Echo::Unknown | Echo::Blank);
    });
    same
}

/// The quantities that a request asks for, the first of each type. One that can't be read is listed
/// all the same, and it is not what is too low.
pub(super) fn asked(update: &SentCommitment<'_>) -> Quantities {
    let mut quantities = Quantities::NONE;
    for one in update.minimum_quantities.value().into_iter().flatten() {
        let Some(SentMinimumQuantity { offer_type, quantity, others: _ }) = one.value() else {
            continue;
        };
        let offer = offer_type.value().and_then(|text| Offer::try_from(&**text).ok());
        let quantity = quantity.value().and_then(|text| quantity::parse(text));
        if let Some(offer) = offer.filter(|offer| quantities.of(*offer).is_none()) {
            quantities.insert(offer, quantity.unwrap_or(Quantity::MAX));
        }
    }
    quantities
}
