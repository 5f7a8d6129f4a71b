//! Two lists of benefits, one after the other.

use alloc::vec::Vec;

use super::Composing;
use crate::adobe::commitment::says_something;
use crate::adobe::record::{SentBenefit, SentCommitment};
use crate::json::{At, Index};
use crate::member::Field;

/// The benefits of an update.
type SentBenefits<'a> = Field<Vec<Field<SentBenefit<'a>>>>;

/// A request for a commitment.
type SentRequest<'a> = Field<SentCommitment<'a>>;

impl Composing<'_> {
    /// By type. What a list lacks stays, so an empty one says nothing.
    pub(super) fn benefits<'a>(
        &mut self,
        first: &SentBenefits<'a>,
        second: &SentBenefits<'a>,
    ) -> SentBenefits<'a> {
        let (one, two) = match (first, second) {
            (_, Field::Value(two)) if two.is_empty() && !first.is_absent() => {
                return first.clone();
            }
            (Field::Value(one), Field::Value(two)) => (one, two),
            _ => return first.then(second),
        };
        let mut both = one.clone();
        let mut places = Index::for_count(one.len());
        for (place, benefit) in one.iter().enumerate() {
            if let Some(kind) = kind(benefit) {
                places.get_or_insert((kind, ""), place);
            }
        }
        // One without a type can only repeat what is stored: the first update says so as well.
        let is_nameless =
            |one: &Field<SentBenefit<'_>>| one.value().is_some() && kind(one).is_none();
        let repeated = one.iter().filter(|one| is_nameless(one)).count();
        let mut nameless = 0_usize;
        for (index, benefit) in two.iter().enumerate() {
            if is_nameless(benefit) {
                nameless = nameless.saturating_add(1);
                if nameless <= repeated {
                    continue;
                }
            }
            let place = kind(benefit).and_then(|kind| places.get((kind, "")));
            match (place.and_then(|place| both.get_mut(place)), benefit) {
                (Some(Field::Value(both)), Field::Value(second)) => {
                    let at = At::ROOT;
                    let at = at.name("benefits");
                    *both = self.benefit(both, second, &at.index(index));
                }
                _ => both.push(benefit.clone()),
            }
        }
        Field::Value(both)
    }

    /// One benefit after both. Its status is Adobe's: the second update can repeat one that is not
    /// stored before the first.
    fn benefit<'a>(
        &mut self,
        first: &SentBenefit<'a>,
        second: &SentBenefit<'a>,
        at: &At<'_>,
    ) -> SentBenefit<'a> {
        let SentBenefit {
            kind,
            status: _,
            commitment,
            commitment_request,
            recommitment_request,
            others,
        } = second;
        if asks(&first.recommitment_request) && asks(commitment_request) {
            self.places.push(at.name("commitmentRequest").pointer());
        }
        if asks(&first.commitment_request) && asks(recommitment_request) {
            self.places.push(at.name("recommitmentRequest").pointer());
        }
        SentBenefit {
            kind: first.kind.then(kind),
            status: first.status.clone(),
            commitment: first.commitment.then(commitment),
            commitment_request: request(&first.commitment_request, commitment_request),
            recommitment_request: request(&first.recommitment_request, recommitment_request),
            others: first.others.then(others),
        }
    }
}

/// The type of a benefit, if it says one.
fn kind<'s>(benefit: &'s Field<SentBenefit<'_>>) -> Option<&'s str> {
    benefit.value()?.kind.value().map(|kind| &**kind)
}

/// Whether it asks for something new on every record: only with a status can a request repeat a
/// stored one.
fn asks(sent: &SentRequest<'_>) -> bool {
    sent.value().is_some_and(|sent| says_something(sent) && sent.status.value().is_none())
}

/// The request after both: that of the second update. Where the first one asks for something new,
/// the second one can only repeat that or ask for something else, and the status that it may name
/// is not stored yet.
fn request<'a>(first: &SentRequest<'a>, second: &SentRequest<'a>) -> SentRequest<'a> {
    let (one, two) = match (first, second) {
        (_, Field::Value(two)) if !says_something(two) && !first.is_absent() => {
            return first.clone();
        }
        (Field::Value(one), Field::Value(two)) if says_something(one) => (one, two),
        _ => return first.then(second),
    };
    let is_status = |sent: &SentCommitment<'_>| sent.status.value().is_some();
    let same_status = is_status(one) && one.status == two.status;
    // Null says that there is no date, perhaps since the first update.
    let date = |sent: &Field<_>| match sent {
        Field::Value(_) if same_status => Field::clone(sent),
        _ => Field::Absent,
    };
    Field::Value(SentCommitment {
        start_date: date(&two.start_date),
        end_date: date(&two.end_date),
        status: if same_status { two.status.clone() } else { Field::Absent },
        minimum_quantities: two.minimum_quantities.clone(),
        others: two.others.clone(),
    })
}
