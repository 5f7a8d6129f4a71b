//! A new (re)commitment request: its form here, its conditions by the machine.

use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;

use super::Check;
use crate::adobe::record::{
    BenefitType, Commitment, MinimumQuantity, SentCommitment, SentMinimumQuantity,
};
use crate::adobe::{commitment, rules};
use crate::commitment::{self as machine, Kind, Place, Refusal};
use crate::decision::{Limit, Rule, Violation};
use crate::json::{At, Text};
use crate::member::{Field, Others, quantity};
use crate::value::{Offer, Quantities, Quantity};

impl Check<'_> {
    pub(super) fn request(
        &mut self,
        kind: Kind,
        stored: Option<&Commitment>,
        sent: &SentCommitment<'_>,
        at: &At<'_>,
    ) {
        let SentCommitment { start_date, end_date, status, minimum_quantities, others } = sent;
        self.found.account = true;
        let refusals = self.machine(kind, sent);
        for refusal in refusals.iter().filter(|one| matches!(one.at, Place::Request(_))) {
            self.refuse(of_vendor(refusal.rule), at);
        }
        if kind == Kind::Recommitment && self.intent.commitment {
            self.refuse(&rules::ONE_REQUEST, at);
        }
        let document = &self.record.document;
        let excluded = document.group().is_some()
            || self.intent.group
            || document.benefit(&BenefitType::LargeGovernment).is_some()
            || self.intent.conversion.is_some();
        if excluded {
            self.refuse(&rules::COMMITMENT_EXCLUDES, at);
        }
        let old =
            |part: fn(&Commitment) -> &Option<String>| stored.and_then(|one| part(one).as_deref());
        self.own(old(|one| &one.start_date), start_date, &at.name("startDate"));
        self.own(old(|one| &one.end_date), end_date, &at.name("endDate"));
        self.own(old(|one| &one.status), status, &at.name("status"));
        match minimum_quantities {
            Field::Absent | Field::Null => {
                self.refuse(&rules::QUANTITIES_REQUIRED, &at.name("minimumQuantities"));
            }
            Field::Value(list) => {
                let stored = stored.and_then(|one| one.minimum_quantities.as_deref());
                let at = at.name("minimumQuantities");
                self.quantities(stored.unwrap_or_default(), list, &refusals, &at);
            }
        }
        self.unknown(stored.map(|one| &one.others), others, at);
    }

    /// What the machine has against it. Its decision is kept for the merge.
    fn machine(&mut self, kind: Kind, sent: &SentCommitment<'_>) -> Vec<Refusal> {
        match commitment::decide_request(self.record, kind, sent, self.facts) {
            Ok(decision) => {
                self.found.request = Some(Box::new(decision));
                Vec::new()
            }
            Err(rejection) => rejection.as_slice().to_vec(),
        }
    }

    /// A member of a request that only the vendor sets.
    fn own(&mut self, stored: Option<&str>, sent: &Field<Text<'_>>, at: &At<'_>) {
        match sent {
            Field::Absent => {}
            Field::Null => self.null(stored.is_some_and(|stored| !stored.is_empty()), at),
            Field::Value(_) => self.refuse(&rules::READ_ONLY, at),
        }
    }

    fn quantities(
        &mut self,
        stored: &[MinimumQuantity],
        sent: &[Field<SentMinimumQuantity<'_>>],
        refusals: &[Refusal],
        at: &At<'_>,
    ) {
        // However many committed offers are missing, they are missing in one place.
        if refusals.iter().any(|one| matches!(one.at, Place::Missing(..))) {
            self.refuse(&rules::COMMITTED_LISTED, at);
        }
        // Where there are entries and none can be read, what is wrong with each is reported.
        if sent.is_empty() {
            self.refuse(&rules::MINIMUM_QUANTITY, at);
        }
        let mut seen = Quantities::NONE;
        for (index, one) in sent.iter().enumerate() {
            let at = at.index(index);
            let Field::Value(one) = one else {
                self.refuse(&rules::NULL_OVER_VALUE, &at);
                continue;
            };
            let SentMinimumQuantity { offer_type, quantity, others } = one;
            let first = self.offer(offer_type, &mut seen, &at.name("offerType"));
            self.quantity(quantity, first, refusals, &at.name("quantity"));
            let stored: Option<&Others> = stored.get(index).map(|stored| &stored.others);
            self.unknown(stored, others, &at);
        }
    }

    /// The offer type of one quantity; the first entry of each type is the one that counts.
    fn offer(
        &mut self,
        sent: &Field<Text<'_>>,
        seen: &mut Quantities,
        at: &At<'_>,
    ) -> Option<Offer> {
        let rule = match sent.value().map(|sent| &**sent) {
            None => &rules::QUANTITIES_REQUIRED,
            Some("") => &rules::EMPTY_TEXT,
            Some(text) => match Offer::try_from(text) {
                Ok(offer) if seen.insert(offer, Quantity::ZERO).is_none() => return Some(offer),
                _ => &rules::OFFER_KNOWN,
            },
        };
        self.refuse(rule, at);
        None
    }

    fn quantity(
        &mut self,
        sent: &Field<Text<'_>>,
        offer: Option<Offer>,
        refusals: &[Refusal],
        at: &At<'_>,
    ) {
        match sent.value().map(|number| quantity::parse(number)) {
            None => return self.refuse(&rules::QUANTITIES_REQUIRED, at),
            Some(None) => return self.refuse(&rules::QUANTITY_WHOLE, at),
            Some(Some(_)) => {}
        }
        let about = |one: &&Refusal| {
            offer.is_some_and(|offer| matches!(one.at, Place::Quantity(_, of) if of == offer))
        };
        // A quantity below two minimums is reported once.
        if let (Some(refusal), Some(offer)) = (refusals.iter().find(about), offer) {
            let rule = of_vendor(refusal.rule);
            let mut violation = Violation::new(rule, at.pointer()).with_detail(offer.as_str());
            if *rule == rules::MINIMUM_QUANTITY {
                let least = self.facts.policy.commitment.least(offer).number();
                violation = violation.with_limit(Limit::AtLeast(u64::from(least)));
            }
            self.violations.push(violation);
        }
    }
}

/// The vendor's rule, with its code, for a rule of the machine.
fn of_vendor(rule: &'static Rule) -> &'static Rule {
    use machine::rules as of;
    let pairs: [(&Rule, &'static Rule); 5] = [
        (&of::ONE_KIND_AT_A_TIME, &rules::OTHER_KIND_PENDING),
        (&of::RECOMMITMENT_NEEDS_COMMITMENT, &rules::RECOMMITMENT_NEEDS_COMMITMENT),
        (&of::RECOMMITMENT_WINDOW, &rules::RECOMMITMENT_WINDOW),
        (&of::MINIMUM_QUANTITY, &rules::MINIMUM_QUANTITY),
        (&of::COMMITTED_QUANTITY, &rules::COMMITTED_QUANTITY),
    ];
    pairs.into_iter().find(|(machine, _)| *machine == rule).map_or(rule, |(_, own)| own)
}
