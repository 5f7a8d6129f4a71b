//! Benefits: what is stored may be repeated; a request or a conversion is something new.

use alloc::vec::Vec;
use core::mem;

use super::Check;
use crate::adobe::record::{Benefit, BenefitType, Commitment, SentBenefit, SentCommitment};
use crate::adobe::{commitment, rules};
use crate::commitment::Kind;
use crate::json::At;
use crate::member::{Echo, Field, Member};

/// Countries whose customers may be large government agencies.
const LARGE_GOVERNMENT: [&str; 2] = ["US", "CA"];

/// The benefits of a request.
type SentBenefits<'a> = Field<Vec<Field<SentBenefit<'a>>>>;

/// The types of which a request has named a benefit.
#[derive(Default)]
struct Named {
    three_years: bool,
    large_government: bool,
    others: Vec<BenefitType>,
}

impl Named {
    /// Whether this type was named before.
    fn again(&mut self, kind: &BenefitType) -> bool {
        match kind {
            BenefitType::ThreeYearCommit => mem::replace(&mut self.three_years, true),
            BenefitType::LargeGovernment => mem::replace(&mut self.large_government, true),
            BenefitType::Other(_) => {
                let again = self.others.contains(kind);
                if !again {
                    self.others.push(kind.clone());
                }
                again
            }
        }
    }
}

impl Check<'_> {
    #[inline]
    pub(super) fn benefits(&mut self, sent: &SentBenefits<'_>, at: &At<'_>) {
        if !sent.is_absent() {
            self.sent_benefits(sent, &at.name("benefits"));
        }
    }

    fn sent_benefits(&mut self, sent: &SentBenefits<'_>, at: &At<'_>) {
        let stored = self.record.document.benefits.as_ref();
        let sent = match sent {
            Field::Absent => return,
            Field::Null => return self.null(stored.is_some_and(|list| !list.is_empty()), at),
            Field::Value(sent) => sent,
        };
        let mut named = Named::default();
        let mut nameless = stored.into_iter().flatten().filter(|one| one.kind.is_none());
        for (index, entry) in sent.iter().enumerate() {
            let at = at.index(index);
            let Field::Value(benefit) = entry else {
                self.refuse(&rules::NULL_OVER_VALUE, &at);
                continue;
            };
            let Some(kind) = benefit.kind.value().map(|kind| BenefitType::from(&**kind)) else {
                if !nameless.next().is_some_and(|stored| self.repeats(stored, entry, &at)) {
                    self.refuse(&rules::BENEFIT_TYPE_REQUIRED, &at.name("type"));
                    self.unknown_within(benefit, &at);
                }
                continue;
            };
            let stored = self.record.document.benefit(&kind).map(|(_, stored)| stored);
            // One of a type that the model does not know may be repeated where it is stored.
            if !kind.is_known() && stored.is_none() {
                let is_empty = kind.as_str().is_empty();
                let rule = if is_empty { &rules::EMPTY_TEXT } else { &rules::BENEFIT_KNOWN };
                self.refuse(rule, &at.name("type"));
                self.unknown_within(benefit, &at);
                continue;
            }
            if named.again(&kind) {
                self.refuse(&rules::BENEFIT_ONCE, &at);
                self.unknown_within(benefit, &at);
                continue;
            }
            if self.intent.conversion == Some(index) {
                self.conversion(&at);
            }
            self.benefit(&kind, stored, benefit, &at);
        }
    }

    /// Whether an entry without a type repeats the stored one that has none either; then only its
    /// members beyond the model are looked at.
    fn repeats(&mut self, stored: &Benefit, sent: &Field<SentBenefit<'_>>, at: &At<'_>) -> bool {
        let (mut is_same, before) = (true, self.violations.len());
        Benefit::echo(Some(stored), sent, at, &mut |at, echo| match echo {
            Echo::Blank => {}
            Echo::Unknown => self.refuse(&rules::MEMBER_UNKNOWN, at),
            Echo::Null | Echo::Empty | Echo::Different => is_same = false,
        });
        if !is_same {
            self.violations.truncate(before);
        }
        is_same
    }

    /// The members beyond the model in an entry that is not looked at any further: no stored one
    /// is at its place.
    fn unknown_within(&mut self, sent: &SentBenefit<'_>, at: &At<'_>) {
        let SentBenefit {
            kind: _,
            status: _,
            commitment,
            commitment_request,
            recommitment_request,
            others,
        } = sent;
        let parts = [
            (commitment, "commitment"),
            (commitment_request, "commitmentRequest"),
            (recommitment_request, "recommitmentRequest"),
        ];
        for (part, name) in parts {
            Commitment::echo(None, part, &at.name(name), &mut |at, echo| {
                if echo == Echo::Unknown {
                    self.refuse(&rules::MEMBER_UNKNOWN, at);
                }
            });
        }
        self.unknown(None, others, at);
    }

    fn benefit(
        &mut self,
        kind: &BenefitType,
        stored: Option<&Benefit>,
        sent: &SentBenefit<'_>,
        at: &At<'_>,
    ) {
        let SentBenefit {
            kind: _,
            status,
            commitment,
            commitment_request,
            recommitment_request,
            others,
        } = sent;
        let fixed = &rules::READ_ONLY;
        self.read_only(stored.and_then(|one| one.status.as_ref()), status, at, "status", fixed);
        let term = |part: fn(&Benefit) -> Option<&Commitment>| {
            stored.and_then(part).filter(|term| term.has_value())
        };
        self.term(term(|one| one.commitment.as_ref()), commitment, at, "commitment");
        let parts = [
            (Kind::Commitment, term(|one| one.commitment_request.as_ref()), commitment_request),
            (
                Kind::Recommitment,
                term(|one| one.recommitment_request.as_ref()),
                recommitment_request,
            ),
        ];
        for (of, stored, sent) in parts {
            let name = commitment::name(of);
            let is_new = *kind == BenefitType::ThreeYearCommit && self.intent.request(of);
            match sent.value() {
                Some(request) if is_new => self.request(of, stored, request, &at.name(name)),
                _ => self.term(stored, sent, at, name),
            }
        }
        self.unknown(stored.map(|one| &one.others), others, at);
    }

    /// A commitment or a request that may be repeated and not changed. `{}` says nothing.
    fn term(
        &mut self,
        stored: Option<&Commitment>,
        sent: &Field<SentCommitment<'_>>,
        at: &At<'_>,
        name: &'static str,
    ) {
        if sent.value().is_none_or(commitment::says_something) {
            self.read_only(stored, sent, at, name, &rules::READ_ONLY);
        }
    }

    /// A conversion to a large-government customer.
    fn conversion(&mut self, at: &At<'_>) {
        let stored = &self.record.document;
        if !self.intent.is_government(stored) {
            self.refuse(&rules::LARGE_GOVERNMENT_SEGMENT, at);
        }
        if self.facts.partner_large_government_agency == Some(false) {
            self.refuse(&rules::LARGE_GOVERNMENT_PARTNER, at);
        }
        let address = stored.company_profile.as_ref().and_then(|one| one.address.as_ref());
        let country = address.and_then(|one| one.country.as_deref());
        if !country.is_some_and(|country| LARGE_GOVERNMENT.contains(&country)) {
            self.refuse(&rules::LARGE_GOVERNMENT_COUNTRY, at);
        }
        if self.intent.any_request() || commitment::is_live(self.record) {
            self.refuse(&rules::COMMITMENT_EXCLUDES, at);
        }
        self.found.account = true;
    }
}
