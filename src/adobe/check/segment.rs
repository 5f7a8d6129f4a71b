//! Market segment and sub-segments.

use alloc::string::String;
use alloc::vec::Vec;

use super::Check;
use crate::adobe::record::{BenefitType, MarketSegment, SentCompanyProfile};
use crate::adobe::rules;
use crate::json::At;
use crate::member::Field;

/// Sub-segments of education, which the customer sets.
const EDUCATION: [&str; 3] = ["K_12", "HIGHER_ED", "NON_PROFIT"];

/// Sub-segments of government, which go with the large-government benefit.
const GOVERNMENT: [&str; 2] = ["FEDERAL", "STATE"];

impl Check<'_> {
    pub(super) fn segment(&mut self, sent: &SentCompanyProfile<'_>, at: &At<'_>) {
        let segment_at = at.name("marketSegment");
        let profile = self.record.resource.company_profile.as_ref();
        let stored = profile.and_then(|one| one.market_segment.as_ref());
        match &sent.market_segment {
            Field::Absent => {}
            Field::Null => self.null(stored.is_some(), &segment_at),
            Field::Value(sent) if stored.is_some_and(|one| one.as_str() == &**sent) => {}
            Field::Value(sent) if sent.is_empty() => self.fail(&rules::EMPTY_TEXT, &segment_at),
            Field::Value(sent) => {
                self.differs = true;
                if !MarketSegment::from(&**sent).is_known() {
                    self.fail(&rules::SEGMENT_KNOWN, &segment_at);
                }
            }
        }
        if self.asked.segment.is_some() {
            self.segment_guards(&segment_at);
        }
        self.sub_segments(sent, &at.name("marketSubSegments"));
    }

    fn segment_guards(&mut self, at: &At<'_>) {
        let (facts, asked, stored) = (self.facts, self.asked, &self.record.resource);
        match facts.active_subscriptions {
            Some(0) => {}
            Some(_) => self.fail(&rules::SEGMENT_NEEDS_NO_SUBSCRIPTION, at),
            None => {
                let rule = &rules::SEGMENT_NEEDS_NO_SUBSCRIPTION;
                self.fail_fact(rule, "activeSubscriptions", at);
            }
        }
        match (&facts.reseller_market_segments, &asked.segment) {
            (Some(enabled), Some(segment)) if enabled.contains(segment) => {}
            (Some(_), _) => self.fail(&rules::SEGMENT_ENABLED, at),
            (None, _) => self.fail_fact(&rules::SEGMENT_ENABLED, "resellerMarketSegments", at),
        }
        let on = asked.global_sales_after(stored) && asked.global_sales.is_none();
        if on && !asked.is_commercial(stored) {
            self.fail(&rules::GLOBAL_SALES_COMMERCIAL, at);
        }
        if stored.benefit(&BenefitType::LargeGovernment).is_some() && !asked.is_government(stored) {
            self.fail(&rules::LARGE_GOVERNMENT_SEGMENT, at);
        }
    }

    fn sub_segments(&mut self, sent: &SentCompanyProfile<'_>, at: &At<'_>) {
        let profile = self.record.resource.company_profile.as_ref();
        let stored = profile.and_then(|one| one.market_sub_segments.as_ref());
        let sent = match &sent.market_sub_segments {
            Field::Absent => return self.conversion_keeps(stored, at),
            Field::Null => {
                self.null(stored.is_some(), at);
                return self.conversion_keeps(stored, at);
            }
            Field::Value(sent) => sent,
        };
        let words = || sent.iter().filter_map(|one| one.value().map(|text| &**text));
        let listed = stored.map_or(&[][..], |stored| stored.as_slice());
        let echo = words().eq(listed.iter().map(|one| &**one)) && words().count() == sent.len();
        if echo || sent.is_empty() {
            return self.conversion_keeps(stored, at);
        }
        self.differs = true;
        for (index, one) in sent.iter().enumerate() {
            let at = at.index(index);
            match one.value() {
                None => self.fail(&rules::NULL_OVER_VALUE, &at),
                Some(word) if word.is_empty() => self.fail(&rules::EMPTY_TEXT, &at),
                Some(word) if EDUCATION.contains(&&**word) || GOVERNMENT.contains(&&**word) => {}
                Some(_) => self.fail(&rules::SEGMENT_KNOWN, &at),
            }
        }
        if self.asked.conversion.is_some() {
            if !are_governmental(words()) {
                self.fail(&rules::LARGE_GOVERNMENT_SUB_SEGMENT, at);
            }
            return;
        }
        if words().any(|word| EDUCATION.contains(&word)) {
            self.fail(&rules::SUB_SEGMENT_FIXED, at);
        }
        let large = self.record.resource.benefit(&BenefitType::LargeGovernment).is_some();
        if !large && words().any(|word| GOVERNMENT.contains(&word)) {
            self.fail(&rules::LARGE_GOVERNMENT_SUB_SEGMENT, at);
        }
    }

    /// A conversion that sends no other sub-segments needs stored ones that fit, and a change of
    /// segment drops those.
    #[inline]
    fn conversion_keeps(&mut self, stored: Option<&Vec<String>>, at: &At<'_>) {
        if self.asked.conversion.is_some() {
            self.conversion_fits(stored, at);
        }
    }

    fn conversion_fits(&mut self, stored: Option<&Vec<String>>, at: &At<'_>) {
        let words = || stored.into_iter().flatten().map(|one| &**one);
        if self.asked.segment.is_some() || !are_governmental(words()) {
            self.fail(&rules::LARGE_GOVERNMENT_SUB_SEGMENT, at);
        }
    }

    /// A conversion without a company profile.
    pub(super) fn sub_segment_missing(&mut self, at: &At<'_>) {
        let profile = self.record.resource.company_profile.as_ref();
        let stored = profile.and_then(|one| one.market_sub_segments.as_ref());
        self.conversion_keeps(stored, &at.name("marketSubSegments"));
    }
}

/// Whether the large-government benefit may stand beside these sub-segments: one of government
/// among them, none of education.
fn are_governmental<'a>(mut words: impl Iterator<Item = &'a str> + Clone) -> bool {
    words.clone().any(|word| GOVERNMENT.contains(&word))
        && !words.any(|word| EDUCATION.contains(&word))
}
