//! The postal address.

use super::{Check, TextRule};
use crate::adobe::facts::PostalCodes;
use crate::adobe::record::{Address, SentAddress};
use crate::adobe::{postal, rules};
use crate::json::{At, Text};
use crate::member::Field;

impl Check<'_> {
    /// Whether anything differs.
    pub(super) fn address(
        &mut self,
        stored: Option<&Address>,
        sent: &Field<SentAddress<'_>>,
        at: &At<'_>,
    ) -> bool {
        let sent = match sent {
            Field::Absent => return false,
            Field::Null => {
                self.null(stored.is_some(), at);
                return false;
            }
            Field::Value(sent) => sent,
        };
        let SentAddress {
            country,
            region,
            city,
            address_line1,
            address_line2,
            postal_code,
            phone_number,
            others,
        } = sent;
        let fixed = &rules::COUNTRY_FIXED;
        self.required(country, at, "country");
        let old = stored.and_then(|one| one.country.as_ref());
        self.read_only_text(old, country, at, "country", fixed);
        self.required(region, at, "region");
        let old = stored.and_then(|one| one.region.as_ref());
        self.read_only_text(old, region, at, "region", fixed);
        self.required(city, at, "city");
        let old = stored.and_then(|one| one.city.as_deref());
        let mut differs = self.text(old, city, at, "city", &TextRule::CITY);
        self.required(address_line1, at, "addressLine1");
        let old = stored.and_then(|one| one.address_line1.as_deref());
        differs |= self.text(old, address_line1, at, "addressLine1", &TextRule::LINE1);
        let old = stored.and_then(|one| one.address_line2.as_deref());
        differs |= self.text(old, address_line2, at, "addressLine2", &TextRule::LINE2);
        self.required(postal_code, at, "postalCode");
        differs |= self.postal_code(stored, postal_code, at);
        let old = stored.and_then(|one| one.phone_number.as_deref());
        differs |= self.text(old, phone_number, at, "phoneNumber", &TextRule::ADDRESS_PHONE);
        self.unknown(stored.map(|one| &one.others), others, at);
        differs
    }

    /// Length for everybody; the shape only where a deployment checks it. The country is the
    /// stored one: it can't change.
    fn postal_code(
        &mut self,
        stored: Option<&Address>,
        sent: &Field<Text<'_>>,
        at: &At<'_>,
    ) -> bool {
        let code = stored.and_then(|one| one.postal_code.as_deref());
        let before = self.violations.len();
        let differs = self.text(code, sent, at, "postalCode", &TextRule::POSTAL_CODE);
        if !differs || self.facts.policy.postal_codes == PostalCodes::Length {
            return differs;
        }
        let country = stored.and_then(|one| one.country.as_deref());
        let is_valid = self.violations.len() == before;
        if let (Some(sent), Some(country), true) = (sent.value(), country, is_valid)
            && !postal::fits(country, sent)
        {
            self.refuse(&rules::POSTAL_CODE_SHAPE, &at.name("postalCode"));
        }
        differs
    }
}
