//! Benefits: what is stored may be repeated; a request or a conversion is something new.

use super::Check;
use crate::commitment::Kind;
use crate::kernel::{At, Field};
use crate::vendor::adobe::record::{Benefit, BenefitType, SentBenefit};
use crate::vendor::adobe::{rules, three_years};

/// Countries whose customers may be large government agencies.
const LARGE_GOVERNMENT: [&str; 2] = ["US", "CA"];

/// The benefits of a request.
type SentBenefits<'a> = Field<alloc::vec::Vec<Field<SentBenefit<'a>>>>;

impl Check<'_> {
    pub(super) fn benefits(&mut self, sent: &SentBenefits<'_>, at: &At<'_>) {
        let sent = match sent {
            Field::Absent => return,
            Field::Null => return self.null(self.record.resource.benefits.is_some(), at),
            Field::Value(sent) => sent,
        };
        let (mut three_years, mut large_government) = (false, false);
        for (index, benefit) in sent.iter().enumerate() {
            let at = at.index(index);
            let Field::Value(benefit) = benefit else {
                self.fail(&rules::NULL_OVER_VALUE, &at);
                continue;
            };
            let kind = match benefit.kind.value() {
                None => {
                    self.fail(&rules::BENEFIT_TYPE_REQUIRED, &at.name("type"));
                    self.unknown(&benefit.others, &at);
                    continue;
                }
                Some(kind) if kind.is_empty() => {
                    self.fail(&rules::EMPTY_TEXT, &at.name("type"));
                    self.unknown(&benefit.others, &at);
                    continue;
                }
                Some(kind) => BenefitType::from(&**kind),
            };
            let seen = match kind {
                BenefitType::ThreeYearCommit => &mut three_years,
                BenefitType::LargeGovernment => &mut large_government,
                BenefitType::Other(_) => {
                    self.fail(&rules::BENEFIT_KNOWN, &at.name("type"));
                    self.unknown(&benefit.others, &at);
                    continue;
                }
            };
            if core::mem::replace(seen, true) {
                self.fail(&rules::BENEFIT_ONCE, &at);
                self.unknown(&benefit.others, &at);
                continue;
            }
            self.benefit(&kind, benefit, &at);
            if self.asked.conversion == Some(index) {
                self.conversion(&at);
            }
        }
    }

    fn benefit(&mut self, kind: &BenefitType, sent: &SentBenefit<'_>, at: &At<'_>) {
        let stored = self.record.resource.benefit(kind).map(|(_, stored)| stored);
        let fixed = &rules::READ_ONLY;
        let status = stored.and_then(|one| one.status.as_ref());
        self.fixed(status, &sent.status, at, "status", fixed);
        let term = |part: fn(&Benefit) -> Option<&super::super::record::Commitment>| {
            stored.and_then(part).filter(|term| term.is_there())
        };
        let running = term(|one| one.commitment.as_ref());
        // `{}` says as little as null.
        if sent.commitment.value().is_none_or(three_years::says_something) {
            self.fixed(running, &sent.commitment, at, "commitment", fixed);
        }
        let parts = [
            (
                Kind::Commitment,
                term(|one| one.commitment_request.as_ref()),
                &sent.commitment_request,
            ),
            (
                Kind::Recommitment,
                term(|one| one.recommitment_request.as_ref()),
                &sent.recommitment_request,
            ),
        ];
        for (kind_of_request, stored, sent) in parts {
            let name = match kind_of_request {
                Kind::Commitment => "commitmentRequest",
                Kind::Recommitment => "recommitmentRequest",
            };
            let asked =
                *kind == BenefitType::ThreeYearCommit && self.asked.request(kind_of_request);
            match sent.value() {
                Some(request) if asked => {
                    self.request(kind_of_request, stored, request, &at.name(name))
                }
                // `{}` says as little as null, and null over nothing is an echo.
                Some(request) if !three_years::says_something(request) => {}
                _ => self.fixed(stored, sent, at, name, fixed),
            }
        }
        self.unknown(&sent.others, at);
    }

    /// A conversion to a large-government customer.
    fn conversion(&mut self, at: &At<'_>) {
        let stored = &self.record.resource;
        if !self.asked.is_government(stored) {
            self.fail(&rules::LARGE_GOVERNMENT_SEGMENT, at);
        }
        match self.facts.partner_large_government_agency {
            Some(true) => {}
            Some(false) => self.fail(&rules::LARGE_GOVERNMENT_PARTNER, at),
            None => {
                let fact = "partnerLargeGovernmentAgency";
                self.fail_fact(&rules::LARGE_GOVERNMENT_PARTNER, fact, at);
            }
        }
        let address = stored.company_profile.as_ref().and_then(|one| one.address.as_ref());
        let country = address.and_then(|one| one.country.as_deref());
        if !country.is_some_and(|country| LARGE_GOVERNMENT.contains(&country)) {
            self.fail(&rules::LARGE_GOVERNMENT_COUNTRY, at);
        }
        if self.asked.any_request() || three_years::state(self.record).is_live() {
            self.fail(&rules::COMMITMENT_EXCLUDES, at);
        }
        self.differs = true;
    }
}
