//! The company profile.

use super::Check;
use crate::adobe::record::SentCompanyProfile;
use crate::adobe::rules;
use crate::json::At;
use crate::member::Field;

impl Check<'_> {
    pub(super) fn profile(&mut self, sent: &Field<SentCompanyProfile<'_>>, at: &At<'_>) {
        let stored = self.record.document.company_profile.as_ref();
        let around = at;
        let at = &at.name("companyProfile");
        let sent = match sent {
            Field::Absent => {
                self.required(sent, around, "companyProfile");
                return self.no_sub_segment_sent(at);
            }
            Field::Null => {
                self.null(stored.is_some(), at);
                return self.no_sub_segment_sent(at);
            }
            Field::Value(sent) => sent,
        };
        let SentCompanyProfile {
            company_name,
            preferred_language,
            market_segment,
            market_sub_segments,
            address,
            contacts,
            others,
        } = sent;
        self.required(company_name, at, "companyName");
        let name = stored.and_then(|one| one.company_name.as_ref());
        self.read_only_text(name, company_name, at, "companyName", &rules::COMPANY_NAME_FIXED);
        self.required(preferred_language, at, "preferredLanguage");
        let language = stored.and_then(|one| one.preferred_language.as_deref());
        let mut differs = self.language(language, preferred_language, at);
        differs |= self.segment(market_segment, at);
        differs |= self.sub_segments(market_sub_segments, at);
        self.required(address, at, "address");
        let stored_address = stored.and_then(|one| one.address.as_ref());
        differs |= self.address(stored_address, address, &at.name("address"));
        self.found.profile = differs;
        self.contacts(contacts, at);
        self.unknown(stored.map(|one| &one.others), others, at);
    }
}
