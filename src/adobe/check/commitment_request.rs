//! A new (re)commitment request: its form here, its conditions by the machine.

use alloc::vec::Vec;

use super::Check;
use crate::adobe::record::{BenefitType, Commitment, SentCommitment};
use crate::adobe::{quantity, rules, three_years};
use crate::commitment::{self as machine, Kind, Place, Refusal};
use crate::decision::{Rule, Violation};
use crate::json::{At, sort_by_key};
use crate::member::Field;
use crate::value::{Offer, Quantities};

/// How far the quantities of a request can be read.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Readable {
    All,
    Partly,
    Nothing,
}

impl Check<'_> {
    pub(super) fn request(
        &mut self,
        kind: Kind,
        stored: Option<&Commitment>,
        sent: &SentCommitment<'_>,
        at: &At<'_>,
    ) {
        self.differs = true;
        let refusals = self.machine(kind, sent);
        // What stands at the request comes before what stands inside.
        let about = |refusal: &&Refusal| {
            !matches!(refusal.at, Place::Quantities(_) | Place::Quantity(..) | Place::Missing(..))
        };
        for refusal in refusals.iter().filter(about) {
            self.refusal(refusal, sent, at);
        }
        if kind == Kind::Recommitment && self.asked.commitment {
            self.fail(&rules::ONE_REQUEST, at);
        }
        let resource = &self.record.resource;
        let excluded = resource.group().is_some()
            || self.asked.group
            || resource.benefit(&BenefitType::LargeGovernment).is_some()
            || self.asked.conversion.is_some();
        if excluded {
            self.fail(&rules::COMMITMENT_EXCLUDES, at);
        }
        let own = [
            ("startDate", &sent.start_date, stored.map(|one| one.start_date.is_some())),
            ("endDate", &sent.end_date, stored.map(|one| one.end_date.is_some())),
            ("status", &sent.status, stored.map(|one| one.status.is_some())),
        ];
        for (name, member, has_value) in own {
            match member {
                Field::Absent => {}
                Field::Null => self.null(has_value.unwrap_or_default(), &at.name(name)),
                Field::Value(_) => self.fail(&rules::READ_ONLY, &at.name(name)),
            }
        }
        let inside = self.violations.len();
        let readable = self.quantities(stored, sent, &at.name("minimumQuantities"));
        let mut last = None;
        for refusal in refusals.iter().filter(|refusal| !about(refusal)) {
            // Where the form is broken, it is still certain which quantity is too low and which
            // type is not listed; one that is below two minimums is told once.
            let certain = match readable {
                Readable::All => true,
                Readable::Partly => !matches!(refusal.at, Place::Quantities(_)),
                Readable::Nothing => false,
            };
            // Offers that are not listed are missing in one place.
            let place = match refusal.at {
                Place::Missing(kind, _) => Place::Missing(kind, Offer::License),
                place => place,
            };
            if certain && last != Some(place) {
                last = Some(place);
                self.refusal(refusal, sent, at);
                // What the list lacks stands at the list, before what its elements lack.
                if let (Place::Missing(..), Some(told)) = (place, self.violations.get_mut(inside..))
                {
                    told.reverse();
                    if let Some((_, rest)) = told.split_first_mut() {
                        rest.reverse();
                    }
                }
            }
        }
        self.unknown(&sent.others, at);
    }

    /// The machine's conditions, in the order in which the quantities stand in the request.
    fn machine(&self, kind: Kind, sent: &SentCommitment<'_>) -> Vec<Refusal> {
        let input = machine::Input::Requested { kind, quantities: three_years::asked(sent) };
        let decided = three_years::decide(self.record, &input, self.facts);
        let mut refusals: Vec<Refusal> = decided.err().into_iter().flatten().collect();
        sort_by_key(&mut refusals, |refusal| match refusal.at {
            Place::Quantity(_, offer) => place_of(sent, offer).saturating_add(1),
            _ => 0,
        });
        refusals
    }

    /// The form of the quantities. Tells how far the machine can judge them.
    fn quantities(
        &mut self,
        stored: Option<&Commitment>,
        sent: &SentCommitment<'_>,
        at: &At<'_>,
    ) -> Readable {
        let list = match &sent.minimum_quantities {
            Field::Value(list) => list,
            Field::Null if stored.is_some_and(|one| one.minimum_quantities.is_some()) => {
                self.fail(&rules::NULL_OVER_VALUE, at);
                return Readable::Nothing;
            }
            Field::Absent | Field::Null => {
                self.fail(&rules::QUANTITIES_REQUIRED, at);
                return Readable::Nothing;
            }
        };
        let before = self.violations.len();
        let mut seen = Quantities::NONE;
        for (index, one) in list.iter().enumerate() {
            let at = at.index(index);
            let Field::Value(one) = one else {
                self.fail(&rules::NULL_OVER_VALUE, &at);
                continue;
            };
            let offer_at = at.name("offerType");
            let number = one.quantity.value().and_then(|number| quantity::parse(number));
            match one.offer_type.value() {
                None => self.fail(&rules::QUANTITIES_REQUIRED, &offer_at),
                Some(offer) if offer.is_empty() => self.fail(&rules::EMPTY_TEXT, &offer_at),
                Some(offer) => match Offer::try_from(&**offer) {
                    Err(_) => self.fail(&rules::OFFER_KNOWN, &offer_at),
                    Ok(offer) => {
                        let quantity = number.unwrap_or(crate::value::Quantity::ZERO);
                        if seen.insert(offer, quantity).is_some() {
                            self.fail(&rules::OFFER_KNOWN, &offer_at);
                        }
                    }
                },
            }
            let quantity_at = at.name("quantity");
            match (&one.quantity, number) {
                (Field::Value(_), Some(_)) => {}
                (Field::Value(_), None) => self.fail(&rules::QUANTITY_WHOLE, &quantity_at),
                (Field::Absent | Field::Null, _) => {
                    self.fail(&rules::QUANTITIES_REQUIRED, &quantity_at);
                }
            }
            self.unknown(&one.others, &at);
        }
        if self.violations.len() == before { Readable::All } else { Readable::Partly }
    }

    fn refusal(&mut self, refusal: &Refusal, sent: &SentCommitment<'_>, at: &At<'_>) {
        let Some(rule) = rule_of(refusal.rule) else { return };
        let list_at = at.name("minimumQuantities");
        match refusal.at {
            Place::Today => self.fail_fact(rule, "today", at),
            Place::Request(_) | Place::Event => self.fail(rule, at),
            Place::Missing(..) => self.fail(rule, &list_at),
            Place::Quantities(_) => {
                let mut violation = Violation::new(rule, list_at.pointer());
                violation.details = Offer::ALL.iter().map(|offer| offer.as_str().into()).collect();
                self.violations.push(violation);
            }
            Place::Quantity(_, offer) => {
                let element = list_at.index(place_of(sent, offer));
                let violation = Violation::new(rule, element.name("quantity").pointer());
                self.violations.push(violation.with_detail(offer.as_str()));
            }
        }
    }
}

/// Where an offer stands in the request's list.
fn place_of(sent: &SentCommitment<'_>, offer: Offer) -> usize {
    let mut listed = sent.minimum_quantities.value().into_iter().flatten();
    let place = listed.position(|one| {
        let listed = one.value().and_then(|one| one.offer_type.value());
        listed.is_some_and(|listed| &**listed == offer.as_str())
    });
    place.unwrap_or_default()
}

/// The vendor's rule, with its code, for a rule of the machine.
fn rule_of(rule: &'static Rule) -> Option<&'static Rule> {
    use machine::rules as of;
    let pairs: [(&Rule, &'static Rule); 8] = [
        (&of::REQUEST_NEEDS_TODAY, &rules::REQUEST_NEEDS_TODAY),
        (&of::ONE_KIND_AT_A_TIME, &rules::OTHER_KIND_PENDING),
        (&of::RECOMMITMENT_NEEDS_COMMITMENT, &rules::RECOMMITMENT_NEEDS_COMMITMENT),
        (&of::RECOMMITMENT_WINDOW, &rules::RECOMMITMENT_WINDOW),
        (&of::AT_LEAST_ONE_OFFER, &rules::MINIMUM_QUANTITY),
        (&of::COMMITTED_OFFER_LISTED, &rules::COMMITTED_LISTED),
        (&of::MINIMUM_QUANTITY, &rules::MINIMUM_QUANTITY),
        (&of::COMMITTED_QUANTITY, &rules::COMMITTED_QUANTITY),
    ];
    pairs.into_iter().find(|(machine, _)| *machine == rule).map(|(_, own)| own)
}
