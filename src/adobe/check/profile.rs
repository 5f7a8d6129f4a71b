//! Company profile and address.

use super::{Check, TextRule};
use crate::adobe::record::{Address, SentAddress, Update};
use crate::adobe::{postal, rules};
use crate::json::{At, Text};
use crate::member::Field;

impl Check<'_> {
    pub(super) fn profile(&mut self, update: &Update<'_>, at: &At<'_>) {
        let stored = self.record.resource.company_profile.as_ref();
        let sent = match &update.company_profile {
            Field::Absent => {
                self.required(&update.company_profile, &At::ROOT, "companyProfile");
                return self.sub_segment_missing(at);
            }
            Field::Null => {
                self.null(stored.is_some(), at);
                return self.sub_segment_missing(at);
            }
            Field::Value(sent) => sent,
        };
        self.required(&sent.company_name, at, "companyName");
        let name = stored.and_then(|one| one.company_name.as_ref());
        self.fixed(name, &sent.company_name, at, "companyName", &rules::COMPANY_NAME_FIXED);
        self.required(&sent.preferred_language, at, "preferredLanguage");
        let language = stored.and_then(|one| one.preferred_language.as_deref());
        self.language(language, &sent.preferred_language, at);
        self.segment(sent, at);
        self.required(&sent.address, at, "address");
        self.address(
            stored.and_then(|one| one.address.as_ref()),
            &sent.address,
            &at.name("address"),
        );
        self.differs_in(|check| check.contacts(sent, &at.name("contacts")));
        self.unknown(&sent.others, at);
    }

    fn address(&mut self, stored: Option<&Address>, sent: &Field<SentAddress<'_>>, at: &At<'_>) {
        let sent = match sent {
            Field::Absent => return,
            Field::Null => return self.null(stored.is_some(), at),
            Field::Value(sent) => sent,
        };
        let fixed = &rules::COUNTRY_FIXED;
        self.required(&sent.country, at, "country");
        let country = stored.and_then(|one| one.country.as_ref());
        self.fixed(country, &sent.country, at, "country", fixed);
        self.required(&sent.region, at, "region");
        let region = stored.and_then(|one| one.region.as_ref());
        self.fixed(region, &sent.region, at, "region", fixed);
        self.required(&sent.city, at, "city");
        let city = stored.and_then(|one| one.city.as_deref());
        self.text(city, &sent.city, at, "city", &TextRule::CITY);
        self.required(&sent.address_line1, at, "addressLine1");
        let line1 = stored.and_then(|one| one.address_line1.as_deref());
        self.text(line1, &sent.address_line1, at, "addressLine1", &TextRule::LINE1);
        let line2 = stored.and_then(|one| one.address_line2.as_deref());
        self.text(line2, &sent.address_line2, at, "addressLine2", &TextRule::LINE2);
        self.required(&sent.postal_code, at, "postalCode");
        self.postal_code(stored, &sent.postal_code, at);
        let phone = stored.and_then(|one| one.phone_number.as_deref());
        self.text(phone, &sent.phone_number, at, "phoneNumber", &TextRule::ADDRESS_PHONE);
        self.unknown(&sent.others, at);
    }

    /// Length for everybody; the shape only where a deployment checks it. The country is the
    /// stored one: it can't change.
    fn postal_code(&mut self, stored: Option<&Address>, sent: &Field<Text<'_>>, at: &At<'_>) {
        let code = stored.and_then(|one| one.postal_code.as_deref());
        let before = self.violations.len();
        self.text(code, sent, at, "postalCode", &TextRule::POSTAL_CODE);
        let (Some(sent), Some(country)) =
            (sent.value(), stored.and_then(|one| one.country.as_deref()))
        else {
            return;
        };
        let fits = self.violations.len() == before && code != Some(&**sent);
        if fits && self.facts.policy.postal_code_shapes && !postal::fits(country, sent) {
            self.fail(&rules::POSTAL_CODE_SHAPE, &at.name("postalCode"));
        }
    }
}
