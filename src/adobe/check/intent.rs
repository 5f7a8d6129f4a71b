//! What an update asks for, so that guards can judge the state that would result.

use crate::adobe::facts::{OmittedGlobalSales, Policy};
use crate::adobe::record::{BenefitType, MarketSegment, Resource, Update};
use crate::adobe::three_years;
use crate::commitment::Kind;
use crate::member::Field;

/// What an update asks for beyond plain members. `None` means: not asked for.
#[derive(Clone, Debug, Default)]
pub(in crate::adobe) struct Asked {
    /// Another market segment, a known one.
    pub(in crate::adobe) segment: Option<MarketSegment>,
    /// Global sales switched.
    pub(in crate::adobe) global_sales: Option<bool>,
    /// A new group.
    pub(in crate::adobe) group: bool,
    /// Conversion to large government, by the benefit at this index of the request.
    pub(in crate::adobe) conversion: Option<usize>,
    /// The index in the request of the three-year-commitment benefit.
    pub(in crate::adobe) three_years: Option<usize>,
    /// A new commitment request.
    pub(in crate::adobe) commitment: bool,
    /// A new recommitment request.
    pub(in crate::adobe) recommitment: bool,
}

impl Asked {
    /// Gathers what `update` asks for.
    pub(in crate::adobe) fn of(stored: &Resource, update: &Update<'_>, policy: &Policy) -> Self {
        let mut asked = Self {
            segment: segment(stored, update),
            global_sales: global_sales(stored, update, policy),
            group: stored.group().is_none() && update.linked_membership.value().is_some(),
            ..Self::default()
        };
        asked.gather_benefits(stored, update);
        asked
    }

    fn gather_benefits(&mut self, stored: &Resource, update: &Update<'_>) {
        for (index, benefit) in update.benefits.value().into_iter().flatten().enumerate() {
            let Some(benefit) = benefit.value() else { continue };
            match benefit.kind.value().map(|kind| BenefitType::from(&**kind)) {
                Some(BenefitType::LargeGovernment)
                    if self.conversion.is_none()
                        && stored.benefit(&BenefitType::LargeGovernment).is_none() =>
                {
                    self.conversion = Some(index);
                }
                Some(BenefitType::ThreeYearCommit) if self.three_years.is_none() => {
                    self.three_years = Some(index);
                    let old = stored.benefit(&BenefitType::ThreeYearCommit).map(|(_, old)| old);
                    self.commitment = three_years::is_request(
                        old.and_then(|old| old.commitment_request.as_ref()),
                        &benefit.commitment_request,
                    );
                    self.recommitment = three_years::is_request(
                        old.and_then(|old| old.recommitment_request.as_ref()),
                        &benefit.recommitment_request,
                    );
                }
                _ => {}
            }
        }
    }

    /// Whether the customer would be a commercial one.
    pub(super) fn is_commercial(&self, stored: &Resource) -> bool {
        *self.segment_after(stored) == MarketSegment::Commercial
    }

    /// Whether the customer would be a government one.
    pub(super) fn is_government(&self, stored: &Resource) -> bool {
        *self.segment_after(stored) == MarketSegment::Government
    }

    fn segment_after<'s>(&'s self, stored: &'s Resource) -> &'s MarketSegment {
        self.segment.as_ref().unwrap_or_else(|| stored.segment())
    }

    /// Whether global sales would be on.
    pub(super) fn global_sales_after(&self, stored: &Resource) -> bool {
        self.global_sales.or(stored.global_sales_enabled).unwrap_or_default()
    }

    /// Whether a new request of this kind is asked for.
    pub(in crate::adobe) fn request(&self, kind: Kind) -> bool {
        match kind {
            Kind::Commitment => self.commitment,
            Kind::Recommitment => self.recommitment,
        }
    }

    /// Whether any new request is asked for.
    pub(super) fn any_request(&self) -> bool {
        self.commitment || self.recommitment
    }
}

fn segment(stored: &Resource, update: &Update<'_>) -> Option<MarketSegment> {
    let sent = update.company_profile.value()?.market_segment.value()?;
    if stored.segment().as_str() == &**sent {
        return None;
    }
    Some(MarketSegment::from(&**sent)).filter(MarketSegment::is_known)
}

fn global_sales(stored: &Resource, update: &Update<'_>, policy: &Policy) -> Option<bool> {
    let before = stored.global_sales_enabled.unwrap_or_default();
    let after = match update.global_sales_enabled {
        Field::Value(sent) => sent,
        Field::Absent if policy.omitted_global_sales == OmittedGlobalSales::False => false,
        Field::Absent | Field::Null => before,
    };
    (after != before).then_some(after)
}
