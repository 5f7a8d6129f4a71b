//! Market segment and sub-segments.

use alloc::string::String;
use alloc::vec::Vec;

use super::Check;
use crate::adobe::record::{BenefitType, MarketSegment};
use crate::adobe::rules;
use crate::json::{At, Text};
use crate::member::Field;

/// Sub-segments of education, which the customer sets.
const EDUCATION: [&str; 3] = ["K_12", "HIGHER_ED", "NON_PROFIT"];

/// Sub-segments of government, which go with the large-government benefit.
const GOVERNMENT: [&str; 2] = ["FEDERAL", "STATE"];

/// The sub-segments of a request.
type SentWords<'a> = Field<Vec<Field<Text<'a>>>>;

impl Check<'_> {
    /// The market segment; whether it differs.
    pub(super) fn segment(&mut self, sent: &Field<Text<'_>>, at: &At<'_>) -> bool {
        let at = &at.name("marketSegment");
        let profile = self.record.document.company_profile.as_ref();
        let stored = profile.and_then(|one| one.market_segment.as_ref());
        let stored = stored.map(MarketSegment::as_str);
        let differs = match sent {
            Field::Absent => false,
            Field::Null => {
                self.null(stored.is_some_and(|stored| !stored.is_empty()), at);
                false
            }
            Field::Value(sent) if stored == Some(sent) => false,
            Field::Value(sent) if sent.is_empty() => {
                self.refuse(&rules::EMPTY_TEXT, at);
                false
            }
            Field::Value(sent) => {
                if !MarketSegment::from(&**sent).is_known() {
                    self.refuse(&rules::SEGMENT_KNOWN, at);
                }
                true
            }
        };
        if self.intent.segment.is_some() {
            self.segment_guards(at);
        }
        differs
    }

    fn segment_guards(&mut self, at: &At<'_>) {
        let (facts, intent, stored) = (self.facts, self.intent, &self.record.document);
        if facts.active_subscriptions.is_some_and(|count| count > 0) {
            self.refuse(&rules::SEGMENT_NEEDS_NO_SUBSCRIPTION, at);
        }
        if let (Some(enabled), Some(segment)) = (&facts.reseller_market_segments, &intent.segment)
            && !enabled.contains(segment)
        {
            self.refuse(&rules::SEGMENT_ENABLED, at);
        }
        // Where the update itself switches them on, that is refused at its own member.
        let stays_on = intent.global_sales_after(stored) && intent.global_sales.is_none();
        if stays_on && !intent.is_commercial(stored) {
            self.refuse(&rules::GLOBAL_SALES_COMMERCIAL, at);
        }
        let large = stored.benefit(&BenefitType::LargeGovernment).is_some();
        if large && !intent.is_government(stored) {
            self.refuse(&rules::LARGE_GOVERNMENT_SEGMENT, at);
        }
    }

    /// The sub-segments; whether other ones are sent.
    pub(super) fn sub_segments(&mut self, sent: &SentWords<'_>, at: &At<'_>) -> bool {
        let at = &at.name("marketSubSegments");
        let profile = self.record.document.company_profile.as_ref();
        let stored = profile.and_then(|one| one.market_sub_segments.as_ref());
        let listed = stored.map_or(&[][..], Vec::as_slice);
        let sent = match sent {
            Field::Absent => {
                self.conversion_keeps(listed, at);
                return false;
            }
            Field::Null => {
                self.null(!listed.is_empty(), at);
                self.conversion_keeps(listed, at);
                return false;
            }
            Field::Value(sent) => sent,
        };
        let words = || sent.iter().filter_map(|one| one.value().map(|text| &**text));
        // Of null there is no word, so a list with one may have the stored words and is no echo.
        let is_echo = words().eq(listed.iter().map(|one| &**one)) && words().count() == sent.len();
        if is_echo || sent.is_empty() {
            self.conversion_keeps(listed, at);
            return false;
        }
        let before = self.violations.len();
        for (index, one) in sent.iter().enumerate() {
            let at = at.index(index);
            match one.value() {
                None => self.refuse(&rules::NULL_OVER_VALUE, &at),
                Some(word) if word.is_empty() => self.refuse(&rules::EMPTY_TEXT, &at),
                Some(word) if EDUCATION.contains(&&**word) || GOVERNMENT.contains(&&**word) => {}
                Some(_) => self.refuse(&rules::SEGMENT_KNOWN, &at),
            }
        }
        if self.intent.conversion.is_some() {
            if self.violations.len() > before || !are_governmental(words()) {
                self.refuse(&rules::LARGE_GOVERNMENT_SUB_SEGMENT, at);
            }
            return true;
        }
        if words().any(|word| EDUCATION.contains(&word)) {
            self.refuse(&rules::SUB_SEGMENT_FIXED, at);
        }
        let large = self.record.document.benefit(&BenefitType::LargeGovernment).is_some();
        if !large && words().any(|word| GOVERNMENT.contains(&word)) {
            self.refuse(&rules::LARGE_GOVERNMENT_SUB_SEGMENT, at);
        }
        true
    }

    /// A conversion that sends no other sub-segments needs stored ones that fit, and a change of
    /// segment drops those.
    #[inline]
    fn conversion_keeps(&mut self, stored: &[String], at: &At<'_>) {
        if self.intent.conversion.is_some() {
            self.conversion_fits(stored, at);
        }
    }

    #[cold]
    fn conversion_fits(&mut self, stored: &[String], at: &At<'_>) {
        let words = stored.iter().map(|one| &**one);
        if self.intent.segment.is_some() || !are_governmental(words) {
            self.refuse(&rules::LARGE_GOVERNMENT_SUB_SEGMENT, at);
        }
    }

    /// An update without a company profile.
    pub(super) fn no_sub_segment_sent(&mut self, at: &At<'_>) {
        if self.intent.conversion.is_some() {
            self.sub_segments(&Field::Absent, at);
        }
    }
}

/// Whether the large-government benefit goes with these sub-segments: one of government
/// among them, none of education.
fn are_governmental<'a>(mut words: impl Iterator<Item = &'a str> + Clone) -> bool {
    words.clone().any(|word| GOVERNMENT.contains(&word))
        && !words.any(|word| EDUCATION.contains(&word))
}
