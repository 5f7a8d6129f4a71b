//! Benefits: what is stored may be repeated; a request or a conversion is something new.

use alloc::vec::Vec;
use core::mem;

use super::Check;
use crate::adobe::record::{Benefit, BenefitType, Commitment, SentBenefit};
use crate::adobe::{rules, three_years};
use crate::commitment::Kind;
use crate::json::At;
use crate::member::{Echo, Field, Member};

/// Countries whose customers may be large government agencies.
const LARGE_GOVERNMENT: [&str; 2] = ["US", "CA"];

/// The benefits of a request.
type SentBenefits<'a> = Field<Vec<Field<SentBenefit<'a>>>>;

impl Check<'_> {
    #[inline]
    pub(super) fn benefits(&mut self, sent: &SentBenefits<'_>, at: &At<'_>) {
        if !sent.is_absent() {
            self.sent_benefits(sent, &at.name("benefits"));
        }
    }

    fn sent_benefits(&mut self, sent: &SentBenefits<'_>, at: &At<'_>) {
        let sent = match sent {
            Field::Absent => return,
            Field::Null => return self.null(self.record.resource.benefits.is_some(), at),
            Field::Value(sent) => sent,
        };
        let (mut three_years, mut large_government, mut others) = (false, false, Vec::new());
        for (index, benefit) in sent.iter().enumerate() {
            let at = at.index(index);
            let Field::Value(benefit) = benefit else {
                self.fail(&rules::NULL_OVER_VALUE, &at);
                continue;
            };
            let kind = match benefit.kind.value() {
                None => {
                    self.fail(&rules::BENEFIT_TYPE_REQUIRED, &at.name("type"));
                    self.strangers(benefit, &at);
                    continue;
                }
                Some(kind) => BenefitType::from(&**kind),
            };
            // One of a type that nobody knows may be repeated where it is stored.
            if !kind.is_known() && self.record.resource.benefit(&kind).is_none() {
                let is_empty = kind.as_str().is_empty();
                let rule = if is_empty { &rules::EMPTY_TEXT } else { &rules::BENEFIT_KNOWN };
                self.fail(rule, &at.name("type"));
                self.strangers(benefit, &at);
                continue;
            }
            let is_second = match &kind {
                BenefitType::ThreeYearCommit => mem::replace(&mut three_years, true),
                BenefitType::LargeGovernment => mem::replace(&mut large_government, true),
                BenefitType::Other(_) => others.contains(&kind),
            };
            if is_second {
                self.fail(&rules::BENEFIT_ONCE, &at);
                self.strangers(benefit, &at);
                continue;
            }
            self.benefit(&kind, benefit, &at);
            if !kind.is_known() {
                others.push(kind);
            }
            if self.asked.conversion == Some(index) {
                self.conversion(&at);
            }
        }
    }

    /// Of an entry that is not looked at any further: the members that nobody knows.
    fn strangers(&mut self, sent: &SentBenefit<'_>, at: &At<'_>) {
        let parts = [
            (&sent.commitment, "commitment"),
            (&sent.commitment_request, "commitmentRequest"),
            (&sent.recommitment_request, "recommitmentRequest"),
        ];
        for (part, name) in parts {
            Commitment::echo(None, part, &at.name(name), &mut |at, echo| {
                if echo == Echo::Unknown {
                    self.fail(&rules::MEMBER_UNKNOWN, at);
                }
            });
        }
        self.unknown(&sent.others, at);
    }

    fn benefit(&mut self, kind: &BenefitType, sent: &SentBenefit<'_>, at: &At<'_>) {
        let stored = self.record.resource.benefit(kind).map(|(_, stored)| stored);
        let fixed = &rules::READ_ONLY;
        let status = stored.and_then(|one| one.status.as_ref());
        self.fixed(status, &sent.status, at, "status", fixed);
        let term = |part: fn(&Benefit) -> Option<&Commitment>| {
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
