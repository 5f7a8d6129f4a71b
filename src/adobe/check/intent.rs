//! What an update asks for: guards judge the state that would result, and some ask for facts.

use crate::adobe::facts::{Fact, OmittedGlobalSales, Policy};
use crate::adobe::record::{BenefitType, MarketSegment, Resource, Update};
use crate::adobe::{Needs, commitment, rules};
use crate::commitment::Kind;
use crate::json::At;
use crate::member::Field;

/// What an update asks for beyond plain members. `None` means: not asked for.
#[derive(Clone, Debug, Default)]
pub(in crate::adobe) struct Intent {
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

impl Intent {
    /// Gathers what `update` asks for.
    #[inline]
    pub(in crate::adobe) fn of(stored: &Resource, update: &Update<'_>, policy: &Policy) -> Self {
        let mut intent = Self {
            segment: segment(stored, update),
            global_sales: global_sales(stored, update, policy),
            group: creates_group(stored, update),
            ..Self::default()
        };
        intent.gather_benefits(stored, update);
        intent
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
                    self.commitment = commitment::is_request(
                        old.and_then(|old| old.commitment_request.as_ref()),
                        &benefit.commitment_request,
                    );
                    self.recommitment = commitment::is_request(
                        old.and_then(|old| old.recommitment_request.as_ref()),
                        &benefit.recommitment_request,
                    );
                }
                _ => {}
            }
        }
    }

    /// Whether anything that it asks for needs a fact.
    pub(in crate::adobe) const fn asks(&self) -> bool {
        self.segment.is_some()
            || self.global_sales.is_some()
            || self.conversion.is_some()
            || self.any_request()
    }

    /// The facts that it asks for, given or not, each with its place in the update.
    #[cold]
    pub(in crate::adobe) fn needs(&self) -> Needs {
        let mut needs = Needs::NONE;
        let root = At::ROOT;
        for kind in Kind::ALL.into_iter().filter(|kind| self.request(*kind)) {
            let list = root.name("benefits");
            let entry = list.index(self.three_years.unwrap_or_default());
            let at = entry.name(commitment::name(kind));
            needs.push(Fact::Today, at.pointer(), &rules::REQUEST_NEEDS_TODAY);
        }
        if self.segment.is_some() {
            let at = root.name("companyProfile");
            let at = at.name("marketSegment");
            let rule = &rules::SEGMENT_NEEDS_NO_SUBSCRIPTION;
            needs.push(Fact::ActiveSubscriptions, at.pointer(), rule);
            needs.push(Fact::ResellerMarketSegments, at.pointer(), &rules::SEGMENT_ENABLED);
        }
        let at = root.name("globalSalesEnabled");
        match self.global_sales {
            None => {}
            Some(true) => {
                needs.push(Fact::PartnerGlobalSales, at.pointer(), &rules::GLOBAL_SALES_PARTNER);
            }
            Some(false) => {
                let fact = Fact::ActiveSubscriptionsInDeployments;
                needs.push(fact, at.pointer(), &rules::GLOBAL_SALES_OFF);
            }
        }
        if let Some(index) = self.conversion {
            let list = root.name("benefits");
            let (fact, at) = (Fact::PartnerLargeGovernmentAgency, list.index(index));
            needs.push(fact, at.pointer(), &rules::LARGE_GOVERNMENT_PARTNER);
        }
        needs
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
    pub(super) const fn request(&self, kind: Kind) -> bool {
        match kind {
            Kind::Commitment => self.commitment,
            Kind::Recommitment => self.recommitment,
        }
    }

    /// Whether any new request is asked for.
    pub(super) const fn any_request(&self) -> bool {
        self.commitment || self.recommitment
    }

    /// The kind of the new request; of two, which are refused, the first.
    pub(in crate::adobe) fn requested(&self) -> Option<Kind> {
        Kind::ALL.into_iter().find(|kind| self.request(*kind))
    }
}

/// Whether a new group is asked for. Where one without any value is stored, so does one without any
/// only repeat it.
fn creates_group(stored: &Resource, update: &Update<'_>) -> bool {
    let Some(sent) = update.linked_membership.value() else { return false };
    stored.group().is_none() && (stored.linked_membership.is_none() || sent.has_value())
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
