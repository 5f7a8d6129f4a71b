//! Every rule of the vendor by name, refusals first, in order of precedence.

use crate::commitment;
use crate::decision::{Evidence, Reading, Rule};

const UPDATE: &str = "Update customer account, usage instructions and contact management rules";
const MAIL: &str = "Update customer account, sending a welcome email";
const RESOURCES: &str = "Resources and validations pages";
const ERRORS: &str = "Error handling page";
const SEGMENTS: &str = "Market segment page";
const GROUPS: &str = "Linked membership page";
const LGA: &str = "Large government agency pages";
const THREE_YEARS: &str = "Three-year commit page";
const CLIENTS: &str = "public clients";
const OURS: &str = "this crate";

/// Both presets decide alike.
const ALIKE: &[Reading] = &[];

/// What the two presets decide.
macro_rules! readings {
    ($documented:literal, $observed:literal) => {
        &[
            Reading { preset: "documented", decides: $documented },
            Reading { preset: "observed", decides: $observed },
        ]
    };
}

macro_rules! rules {
    (
        refusing { $( $Name:ident = $id:literal, $evidence:ident, $source:expr, $code:expr,
            $says:literal, $hint:literal, $readings:expr; )+ }
        events { $( $Event:path, )+ }
        quiet { $( $Quiet:ident = $quiet_id:literal, $quiet_evidence:ident, $quiet_source:expr,
            $quiet_says:literal, $quiet_readings:expr; )+ }
    ) => {
        $( #[doc = concat!("`", $id, "`: ", $says, ".")]
        pub const $Name: Rule = Rule {
            id: $id,
            evidence: Evidence::$evidence,
            source: $source,
            code: $code,
            says: $says,
            hint: $hint,
            readings: $readings,
        }; )+
        $( #[doc = concat!("`", $quiet_id, "`: ", $quiet_says, ".")]
        pub const $Quiet: Rule = Rule {
            id: $quiet_id,
            evidence: Evidence::$quiet_evidence,
            source: $quiet_source,
            code: None,
            says: $quiet_says,
            hint: "",
            readings: $quiet_readings,
        }; )+

        /// All rules, the machine's included.
        pub const RULES: &[Rule] = &[$( $Name, )+ $( $Event, )+ $( $Quiet, )+];
    };
}

rules! {
    refusing {
        NOT_FOUND = "adobe.account.not-found", Documented, ERRORS, Some("1116"),
            "the customer must exist under the caller's reseller",
            "look the customer up again; the core is always given a record", ALIKE;
        ACCOUNT_BLOCKED = "adobe.account.blocked", Documented, ERRORS, Some("1125"),
            "an account that is pending (1002) or blocked (1012) can't be updated",
            "wait until a pending account is active; a blocked one needs Adobe's support", ALIKE;
        MEMBER_UNKNOWN = "adobe.member.unknown", Documented, ERRORS, Some("1121"),
            "the request has a member that the resource does not know",
            "leave it out", ALIKE;
        MEMBER_REQUIRED = "adobe.member.required", Observed, CLIENTS, Some("1122"),
            "this member must be in every update",
            "send it with the stored value",
            readings!("what is left out stays",
                "company profile, name, language, address, country, region, city, addressLine1 and \
                 postalCode must be sent");
        CONTACT_COMPLETE = "adobe.contact.complete", Documented, RESOURCES, Some("1122"),
            "a contact must have first name, last name and e-mail",
            "send all three", ALIKE;
        GROUP_COMPLETE = "adobe.linked-membership.complete", Documented, GROUPS, Some("1122"),
            "a new group must have a name and a type",
            "send both", ALIKE;
        BENEFIT_TYPE_REQUIRED = "adobe.benefit.type-required", Inferred, RESOURCES, Some("1122"),
            "a benefit must have a type",
            "send its type", ALIKE;
        QUANTITIES_REQUIRED = "adobe.commitment.quantities-required", Documented, THREE_YEARS,
            Some("1122"),
            "a request must have minimum quantities, each with offer type and quantity",
            "send minimumQuantities", ALIKE;
        COMMITTED_LISTED = "adobe.commitment.committed-listed", Observed, CLIENTS, Some("1122"),
            "a request on top of a commitment must list every committed offer type",
            "list the committed quantity again", ALIKE;
        NULL_OVER_VALUE = "adobe.null.over-value", Chosen, OURS, Some("1117"),
            "null can't take a value away",
            "leave the member out to keep the value", ALIKE;
        EMPTY_TEXT = "adobe.text.empty", Inferred, RESOURCES, Some("1117"),
            "an empty text is not a value here",
            "leave the member out to keep the value", ALIKE;
        TEXT_LENGTH = "adobe.text.length", Documented, RESOURCES, Some("1117"),
            "the text is too short or too long",
            "shorten or lengthen it", ALIKE;
        TEXT_CHARACTERS = "adobe.text.characters", Documented, RESOURCES, Some("1117"),
            "the text has a character that is not allowed here",
            "take the character out", ALIKE;
        EMAIL_FORM = "adobe.email.form", Documented, RESOURCES, Some("1117"),
            "an e-mail address must have the published form",
            "correct the address", ALIKE;
        LANGUAGE_KNOWN = "adobe.language.known", Documented, "Supported locales page", Some("1117"),
            "the language must be one of the 43 supported locales",
            "use a locale of the list, in its spelling", ALIKE;
        POSTAL_CODE_SHAPE = "adobe.postal-code.shape", Observed, CLIENTS, Some("1117"),
            "the postal code must have its country's shape",
            "correct the postal code",
            readings!("only the length is checked",
                "US, CA, GB, DE, JP, IN, BR, AU, FR and NL are checked");
        CONTACTS_AT_LEAST_ONE = "adobe.contacts.at-least-one", Documented, UPDATE, Some("1117"),
            "a customer must have at least one contact",
            "send a contact, or leave the list out to keep it",
            readings!("an empty list is refused", "an empty list keeps the contacts");
        CONTACT_ONCE = "adobe.contacts.once", Chosen, OURS, Some("1117"),
            "an e-mail address must stand in the list once",
            "take the later one out", ALIKE;
        SEGMENT_KNOWN = "adobe.market-segment.known", Documented, SEGMENTS, Some("1117"),
            "a market segment must be COM, EDU or GOV, and a sub-segment one of its five",
            "use a known one", ALIKE;
        GROUP_KIND = "adobe.linked-membership.kind", Documented, GROUPS, Some("1117"),
            "a group's type must be STANDARD or CONSORTIUM",
            "use one of the two", ALIKE;
        BENEFIT_KNOWN = "adobe.benefit.known", Documented, RESOURCES, Some("1117"),
            "a benefit must be THREE_YEAR_COMMIT or LARGE_GOVERNMENT_AGENCY",
            "use one of the two", ALIKE;
        BENEFIT_ONCE = "adobe.benefit.once", Chosen, OURS, Some("1117"),
            "a benefit of one type must stand in the list once",
            "take the later one out", ALIKE;
        OFFER_KNOWN = "adobe.commitment.offer-known", Documented, THREE_YEARS, Some("1117"),
            "an offer type must be LICENSE or CONSUMABLES, and stand in the list once",
            "list each of the two at most once", ALIKE;
        QUANTITY_WHOLE = "adobe.commitment.quantity-whole", Documented, THREE_YEARS, Some("1117"),
            "a quantity must be a whole number from 0 to 2147483647",
            "send such a number", ALIKE;
        ONE_REQUEST = "adobe.commitment.one-request", Documented, UPDATE, Some("1117"),
            "an update must carry a commitment request or a recommitment request, not both",
            "send one of them", ALIKE;
        OTHER_KIND_PENDING = "adobe.commitment.other-kind-pending", Documented, THREE_YEARS,
            Some("1117"),
            "a request must wait while one of the other kind is REQUESTED or ACCEPTED",
            "wait until that request has ended", ALIKE;
        RECOMMITMENT_NEEDS_COMMITMENT = "adobe.commitment.recommitment-needs-commitment",
            Documented, UPDATE, Some("1117"),
            "a recommitment must follow a commitment that is COMMITTED",
            "ask for a commitment instead", ALIKE;
        RECOMMITMENT_WINDOW = "adobe.commitment.recommitment-window", Observed, CLIENTS,
            Some("1117"),
            "a recommitment must be asked for in the last 30 days of the term",
            "ask in the last 30 days",
            readings!("at any time of the term", "in the last 30 days of the term");
        REQUEST_NEEDS_TODAY = "adobe.commitment.request-needs-today", Chosen, OURS, Some("1117"),
            "a request needs the day on which it is made",
            "say which day it is", ALIKE;
        READ_ONLY = "adobe.member.read-only", Inferred, ERRORS, Some("1119"),
            "this member can't be changed by an update",
            "send the stored value or leave it out", ALIKE;
        COMPANY_NAME_FIXED = "adobe.company-name.fixed", Documented, UPDATE, Some("1119"),
            "the company name can't be changed",
            "send the stored name; a change of name needs a support ticket", ALIKE;
        COUNTRY_FIXED = "adobe.country.fixed", Documented, UPDATE, Some("1119"),
            "country and region can't be changed",
            "send the stored ones", ALIKE;
        CONTACT_NAME_FIXED = "adobe.contact.name-fixed", Documented, UPDATE, Some("1119"),
            "the name of a known e-mail address can't be changed",
            "send the stored name; a change of name needs a support ticket",
            readings!("another name is refused", "the stored name stays");
        SEGMENT_NEEDS_NO_SUBSCRIPTION = "adobe.market-segment.no-subscription", Inferred, UPDATE,
            Some("1119"),
            "the market segment can be changed only without active subscriptions",
            "let the subscriptions end first", ALIKE;
        SUB_SEGMENT_FIXED = "adobe.sub-segment.fixed", Documented, SEGMENTS, Some("1119"),
            "sub-segments of education are set in the Admin Console",
            "send the stored ones or leave them out", ALIKE;
        GROUP_FIXED = "adobe.linked-membership.fixed", Inferred, GROUPS, Some("1119"),
            "a group can't be changed, and its id is Adobe's",
            "send the stored group or leave it out", ALIKE;
        SEGMENT_ENABLED = "adobe.market-segment.reseller-enabled", Documented, UPDATE, Some("2135"),
            "the reseller must be enabled for the market segment",
            "have the reseller enabled first", ALIKE;
        GLOBAL_SALES_PARTNER = "adobe.global-sales.partner-enabled", Documented, ERRORS,
            Some("1139"),
            "the partner must be enabled for global sales",
            "have the partner enabled first", ALIKE;
        GLOBAL_SALES_COMMERCIAL = "adobe.global-sales.commercial", Documented, ERRORS, Some("1142"),
            "global sales are for the market segment COM only",
            "switch global sales off or stay in COM", ALIKE;
        GLOBAL_SALES_OFF = "adobe.global-sales.off", Observed, CLIENTS, Some("1140"),
            "global sales can be switched off only without active subscriptions in deployments",
            "send true, or let those subscriptions end first",
            readings!("omitted: it stays", "omitted: read as false");
        LARGE_GOVERNMENT_SEGMENT = "adobe.large-government.segment", Documented, LGA, Some("1163"),
            "the large-government benefit is for the market segment GOV only",
            "use GOV", ALIKE;
        LARGE_GOVERNMENT_PARTNER = "adobe.large-government.partner-enabled", Documented, LGA,
            Some("1164"),
            "the partner must be enabled for large government agencies",
            "have the partner enabled first", ALIKE;
        LARGE_GOVERNMENT_COUNTRY = "adobe.large-government.country", Documented, LGA, Some("1167"),
            "the large-government benefit is for the US and Canada only",
            "this customer can't have it", ALIKE;
        LARGE_GOVERNMENT_SUB_SEGMENT = "adobe.large-government.sub-segment", Documented, LGA,
            Some("1168"),
            "FEDERAL and STATE go with the large-government benefit, and it with one of them",
            "send FEDERAL or STATE with the benefit, and not without", ALIKE;
        COMMITMENT_EXCLUDES = "adobe.commitment.excludes", Documented, GROUPS, Some("1147"),
            "a three-year commitment excludes linked membership and large government",
            "end the one before asking for the other", ALIKE;
        MINIMUM_QUANTITY = "adobe.commitment.minimum-quantity", Observed, CLIENTS, Some("1135"),
            "a request must list at least 10 LICENSE or 1000 CONSUMABLES, and no less of either",
            "raise the quantity", ALIKE;
        COMMITTED_QUANTITY = "adobe.commitment.committed-quantity", Observed, CLIENTS, Some("1135"),
            "a quantity must not be less than what is committed",
            "raise the quantity", ALIKE;
    }
    events {
        commitment::rules::EVENT_NEEDS_TODAY, commitment::rules::ANSWER_NEEDS_REQUEST,
        commitment::rules::ANSWER_WINDOW, commitment::rules::RECOMMITMENT_IN_TIME,
        commitment::rules::REPLACES, commitment::rules::OWNED_COUNTS, commitment::rules::TERM_END,
        commitment::rules::INCREASE_KEEPS_TERM, commitment::rules::SPLIT,
        commitment::rules::ANSWER_WINDOW_PASSED, commitment::rules::COMPLIANCE_WINDOW_PASSED,
        commitment::rules::TERM_OVER, commitment::rules::TAKEOVER, commitment::rules::RENEWAL_BELOW,
        commitment::rules::ANNIVERSARY, commitment::rules::UNKNOWN_DATES,
        commitment::rules::ONLY_ELAPSED,
    }
    quiet {
        OMITTED_STAYS = "adobe.member.omitted-stays", Inferred, UPDATE,
            "what an update leaves out stays as it is", ALIKE;
        UNCHANGED_ACCEPTED = "adobe.member.unchanged-accepted", Chosen, OURS,
            "an unchanged value is accepted before any limit is looked at", ALIKE;
        EMPTY_CLEARS = "adobe.text.empty-clears", Inferred, RESOURCES,
            "an empty addressLine2, address or contact phone, or externalReferenceId is no value",
            ALIKE;
        CONTACTS_REPLACED = "adobe.contacts.replaced", Documented, UPDATE,
            "the contact list is replaced whole, in the order sent; left out, it stays", ALIKE;
        CONTACT_IDENTITY = "adobe.contact.identity", Inferred, CLIENTS,
            "a contact is its e-mail address, ASCII letter case aside", ALIKE;
        CONTACT_RENAMED = "adobe.contact.new-email", Documented, UPDATE,
            "a new e-mail with the name of a dropped contact is that contact with another e-mail",
            ALIKE;
        CONTACT_PHONE_OMITTED = "adobe.contact.phone-omitted", Inferred, UPDATE,
            "a contact sent without a phone has none", ALIKE;
        SUB_SEGMENTS_DROPPED = "adobe.sub-segment.dropped", Inferred, SEGMENTS,
            "a change of market segment drops the sub-segments", ALIKE;
        GROUP_CREATED = "adobe.linked-membership.created", Documented, GROUPS,
            "a customer that creates a group is its OWNER", ALIKE;
        BENEFITS_KEPT = "adobe.benefits.kept", Inferred, CLIENTS,
            "benefits that an update leaves out stay", ALIKE;
        CONVERSION_WAITS = "adobe.large-government.pending", Documented, LGA,
            "a conversion to large government is PENDING_UPGRADE", ALIKE;
        ADDRESS_CODE = "adobe.errors.address-code", Documented, ERRORS,
            "1118 answers instead of 1117 when nothing but the address is invalid", ALIKE;
        ERROR_PRECEDENCE = "adobe.errors.precedence", Chosen, ERRORS,
            "one code answers and carries all its paths: 1116, 1125, 1121, 1122, 1117, 1118, 1119, \
             2135, 1139, 1142, 1140, 1163, 1164, 1167, 1168, 1147, 1135",
            ALIKE;
        WELCOME_EMAIL = "adobe.effect.welcome-email", Documented, MAIL,
            "every contact named in an accepted update gets the welcome e-mail", ALIKE;
        SYSTEM_ADMIN = "adobe.effect.system-admin", Documented, UPDATE,
            "a contact becomes an administrator and stays one when it is dropped", ALIKE;
    }
}
