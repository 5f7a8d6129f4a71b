//! Every rule of the vendor by name: those that refuse in order of precedence, then how an update
//! is read. Only the table.

pub(super) mod call;

use super::remedy::{BLOCKED, DROPPED, EXCLUDES, INCOMPLETE, OWNED, RENAMED, REQUIRED};
use crate::commitment::rules as machine;
use crate::decision::Instead::{
    AdminConsole, Facts, NotAtThisVendor, OtherEndpoint, OtherValue, SupportTicket, TwoSteps, Wait,
};
use crate::decision::Remedy::{By, Is, Never};
use crate::decision::{answers, rules};

#[cfg(feature = "endpoint")]
pub(super) use call::*;

const UPDATE: &str = "Update customer account, usage instructions and contact management rules";
const MAIL: &str = "Update customer account, sending a welcome email";
const RESOURCES: &str = "Resources and validations pages";
const ERRORS: &str = "Error handling page";
const LOCALES: &str = "Supported locales page";
const SEGMENTS: &str = "Market segment page";
const GROUPS: &str = "Linked membership page";
const LGA: &str = "Large government agency pages";
const THREE_YEARS: &str = "Three-year commit page";
const ACCOUNTS: &str = "Create customer account and status codes pages";
const HEADERS: &str = "API headers page";
const IDEMPOTENCY: &str = "Idempotency page";
const LISTS: &str = "Get customer accounts of a reseller page";
const CREATION: &str = "Create customer account page";
const CLIENTS: &str = "public clients";
const OURS: &str = "this crate";

const _: () = assert!(answers(RULES, false), "a code without a status");

// The rules of one code are adjacent: violations are ordered by code, then as in the document.
rules! {
    before call::RULES;
    refuses {
        CONTACTS_MOST = "adobe.contacts.at-most", Chosen, OURS,
            code Some("400"), status Some(400), next Fix, instead Never,
            "a contact list is too long to be read again",
            "send at most 10,000 contacts";
        NOT_FOUND = "adobe.account.not-found", Documented, ERRORS,
            code Some("1116"), status Some(404), next Stop, instead Never,
            "the customer must exist under the caller's reseller",
            "look the customer up again; the core is always given a record";
        ACCOUNT_BLOCKED = "adobe.account.blocked", Documented, ERRORS,
            code Some("1125"), status Some(400), next Stop, instead By(BLOCKED),
            "an account that is pending (1002) or blocked (1012) can't be updated",
            "wait while it is pending; a blocked one needs the vendor's support";
        MEMBER_UNKNOWN = "adobe.member.unknown", Documented, ERRORS,
            code Some("1121"), status Some(400), next Fix, instead Is(NotAtThisVendor),
            "the request has a member that the resource does not know",
            "leave it out";
        CREATE_READ_ONLY = "adobe.create.read-only", Inferred, CREATION,
            code Some("1121"), status Some(400), next Fix, instead Never,
            "a new customer can't be given this member",
            "leave it out";
        CREATE_REQUIRED = "adobe.create.required", Documented, CREATION,
            code Some("1122"), status Some(400), next Fix, instead Never,
            "a new customer must have this member",
            "send it";
        MEMBER_REQUIRED = "adobe.member.required", Observed, CLIENTS,
            code Some("1122"), status Some(400), next Fix, instead By(REQUIRED),
            "this member must be in every update",
            "send it with the stored value", {
                documented = "what is left out stays",
                observed = "company profile, name, language, address, country, region, city, \
                            addressLine1 and postalCode must be sent",
            };
        CONTACT_COMPLETE = "adobe.contact.complete", Documented, RESOURCES,
            code Some("1122"), status Some(400), next Fix, instead By(INCOMPLETE),
            "a contact must have first name, last name and e-mail",
            "send all three";
        GROUP_COMPLETE = "adobe.linked-membership.complete", Documented, GROUPS,
            code Some("1122"), status Some(400), next Fix, instead Is(OtherValue),
            "a new group must have a name and a type",
            "send both";
        BENEFIT_TYPE_REQUIRED = "adobe.benefit.type-required", Inferred, RESOURCES,
            code Some("1122"), status Some(400), next Fix, instead Is(OtherValue),
            "a benefit must have a type",
            "send its type";
        QUANTITIES_REQUIRED = "adobe.commitment.quantities-required", Documented, THREE_YEARS,
            code Some("1122"), status Some(400), next Fix, instead Is(OtherValue),
            "a request must have minimum quantities, each with offer type and quantity",
            "send minimumQuantities";
        COMMITTED_LISTED = "adobe.commitment.committed-listed", Observed, CLIENTS,
            code Some("1122"), status Some(400), next Fix, instead Is(OtherValue),
            "a request on top of a commitment must list every committed offer type",
            "list the committed quantity again";
        NULL_OVER_VALUE = "adobe.null.over-value", Chosen, OURS,
            code Some("1117"), status Some(400), next Fix, instead Is(NotAtThisVendor),
            "null can't take a value away",
            "leave the member out to keep the value";
        EMPTY_TEXT = "adobe.text.empty", Inferred, RESOURCES,
            code Some("1117"), status Some(400), next Fix, instead Is(NotAtThisVendor),
            "an empty text is not a value here",
            "leave the member out to keep the value";
        TEXT_LENGTH = "adobe.text.length", Documented, RESOURCES,
            code Some("1117"), status Some(400), next Fix, instead Is(OtherValue),
            "the text is too long",
            "shorten it";
        TEXT_CHARACTERS = "adobe.text.characters", Documented, RESOURCES,
            code Some("1117"), status Some(400), next Fix, instead Is(OtherValue),
            "the text has a character that is not allowed here",
            "take the character out";
        EMAIL_FORM = "adobe.email.form", Documented, RESOURCES,
            code Some("1117"), status Some(400), next Fix, instead Is(OtherValue),
            "an e-mail address must have the published form",
            "correct the address";
        LANGUAGE_KNOWN = "adobe.language.known", Documented, LOCALES,
            code Some("1117"), status Some(400), next Fix, instead Is(OtherValue),
            "the language must be one of the 43 supported locales",
            "use a locale of the list, in its spelling";
        POSTAL_CODE_SHAPE = "adobe.postal-code.shape", Observed, CLIENTS,
            code Some("1117"), status Some(400), next Fix, instead Is(OtherValue),
            "the postal code must have its country's shape",
            "correct the postal code", {
                documented = "only the length is checked",
                observed = "US, CA, GB, DE, JP, IN, BR, AU, FR and NL are checked",
            };
        COMPANY_NAME = "adobe.company-name.form", Documented, RESOURCES,
            code Some("1117"), status Some(400), next Fix, instead Never,
            "a company name must have 4 to 80 letters, numbers and marks of the page",
            "correct the name";
        COUNTRY = "adobe.country.form", Documented, RESOURCES,
            code Some("1117"), status Some(400), next Fix, instead Never,
            "a country must have the two capital letters of its code",
            "use the code";
        COTERM_DATE = "adobe.create.coterm-date", Documented, CREATION,
            code Some("1117"), status Some(400), next Fix, instead Never,
            "the first anniversary must be a day more than one and at most three years ahead",
            "choose another day, in EDU at most four years ahead";
        CONTACTS_AT_LEAST_ONE = "adobe.contacts.at-least-one", Documented, UPDATE,
            code Some("1117"), status Some(400), next Fix, instead Is(NotAtThisVendor),
            "a customer must have at least one contact",
            "send a contact, or leave the list out to keep it", {
                documented = "an empty list is refused",
                observed = "an empty list keeps the contacts",
            };
        CONTACT_ONCE = "adobe.contacts.once", Chosen, OURS,
            code Some("1117"), status Some(400), next Fix, instead By(INCOMPLETE),
            "an e-mail address must be in the list once",
            "take the later one out";
        SEGMENT_KNOWN = "adobe.market-segment.known", Documented, SEGMENTS,
            code Some("1117"), status Some(400), next Fix, instead Is(OtherValue),
            "a market segment must be COM, EDU or GOV, and a sub-segment one of its five",
            "use a known one";
        GROUP_KIND = "adobe.linked-membership.kind", Documented, GROUPS,
            code Some("1117"), status Some(400), next Fix, instead Is(OtherValue),
            "a group's type must be STANDARD or CONSORTIUM",
            "use one of the two";
        BENEFIT_KNOWN = "adobe.benefit.known", Documented, RESOURCES,
            code Some("1117"), status Some(400), next Fix, instead Is(OtherValue),
            "a benefit must be THREE_YEAR_COMMIT or LARGE_GOVERNMENT_AGENCY",
            "use one of the two";
        BENEFIT_ONCE = "adobe.benefit.once", Chosen, OURS,
            code Some("1117"), status Some(400), next Fix, instead Is(OtherValue),
            "a benefit of one type must be in the list once",
            "take the later one out";
        OFFER_KNOWN = "adobe.commitment.offer-known", Documented, THREE_YEARS,
            code Some("1117"), status Some(400), next Fix, instead Is(OtherValue),
            "an offer type must be LICENSE or CONSUMABLES, and be in the list once",
            "list each of the two at most once";
        QUANTITY_WHOLE = "adobe.commitment.quantity-whole", Documented, THREE_YEARS,
            code Some("1117"), status Some(400), next Fix, instead Is(OtherValue),
            "a quantity must be a whole number from 0 to 2147483647",
            "send such a number";
        ONE_REQUEST = "adobe.commitment.one-request", Documented, UPDATE,
            code Some("1117"), status Some(400), next Fix, instead Is(OtherValue),
            "an update must carry a commitment request or a recommitment request, not both",
            "send one of them";
        OTHER_KIND_PENDING = "adobe.commitment.other-kind-pending", Documented, THREE_YEARS,
            code Some("1117"), status Some(400), next Fix, instead Is(Wait),
            "a request must wait while one of the other kind is REQUESTED or ACCEPTED",
            "wait until that request has ended";
        RECOMMITMENT_NEEDS_COMMITMENT = "adobe.commitment.recommitment-needs-commitment",
            Documented, UPDATE,
            code Some("1117"), status Some(400), next Fix, instead Is(OtherValue),
            "a recommitment must follow a commitment that is COMMITTED",
            "ask for a commitment instead";
        RECOMMITMENT_WINDOW = "adobe.commitment.recommitment-window", Observed, CLIENTS,
            code Some("1117"), status Some(400), next Fix, instead Is(Wait), fact "today",
            "a recommitment must be asked for in the last 30 days of the term",
            "ask in the last 30 days", {
                documented = "at any time of the term",
                observed = "in the last 30 days of the term",
            };
        READ_ONLY = "adobe.member.read-only", Inferred, ERRORS,
            code Some("1119"), status Some(400), next Stop, instead By(OWNED),
            "this member can't be changed by an update",
            "send the stored value or leave it out";
        COMPANY_NAME_FIXED = "adobe.company-name.fixed", Documented, UPDATE,
            code Some("1119"), status Some(400), next Stop, instead Is(SupportTicket),
            "the company name can't be changed",
            "send the stored name; a change of name needs a support ticket";
        COUNTRY_FIXED = "adobe.country.fixed", Documented, UPDATE,
            code Some("1119"), status Some(400), next Stop, instead Is(NotAtThisVendor),
            "country and region can't be changed",
            "send the stored ones";
        CONTACT_NAME_FIXED = "adobe.contact.name-fixed", Documented, UPDATE,
            code Some("1119"), status Some(400), next Stop, instead By(RENAMED),
            "the name of a known e-mail address can't be changed",
            "send the stored name; a change of name needs a support ticket", {
                documented = "another name is refused",
                observed = "the stored name stays",
            };
        SEGMENT_NEEDS_NO_SUBSCRIPTION = "adobe.market-segment.no-subscription", Inferred, UPDATE,
            code Some("1119"), status Some(400), next Stop,
            instead Is(OtherEndpoint), fact "activeSubscriptions",
            "the market segment can be changed only without active subscriptions",
            "let the subscriptions end first";
        SUB_SEGMENT_FIXED = "adobe.sub-segment.fixed", Documented, SEGMENTS,
            code Some("1119"), status Some(400), next Stop, instead Is(AdminConsole),
            "sub-segments of education are set in the Admin Console",
            "send the stored ones or leave them out";
        GROUP_FIXED = "adobe.linked-membership.fixed", Inferred, GROUPS,
            code Some("1119"), status Some(400), next Stop, instead Is(NotAtThisVendor),
            "a group can't be changed, and its id is Adobe's",
            "send the stored group or leave it out";
        SEGMENT_ENABLED = "adobe.market-segment.reseller-enabled", Documented, UPDATE,
            code Some("2135"), status Some(400), next Fix,
            instead Is(OtherEndpoint), fact "resellerMarketSegments",
            "the reseller must be enabled for the market segment",
            "have the reseller enabled first";
        GLOBAL_SALES_PARTNER = "adobe.global-sales.partner-enabled", Documented, ERRORS,
            code Some("1139"), status Some(400), next Stop,
            instead Is(SupportTicket), fact "partnerGlobalSales",
            "the partner must be enabled for global sales",
            "have the partner enabled first";
        GLOBAL_SALES_COMMERCIAL = "adobe.global-sales.commercial", Documented, ERRORS,
            code Some("1142"), status Some(400), next Stop, instead Is(OtherValue),
            "global sales are for the market segment COM only",
            "switch global sales off or stay in COM";
        GLOBAL_SALES_OFF = "adobe.global-sales.off", Observed, CLIENTS,
            code Some("1140"), status Some(400), next Stop,
            instead Is(OtherEndpoint), fact "activeSubscriptionsInDeployments",
            "global sales can be switched off only without active subscriptions in deployments",
            "send true, or let those subscriptions end first", {
                documented = "omitted: it stays",
                observed = "omitted: read as false",
            };
        LARGE_GOVERNMENT_SEGMENT = "adobe.large-government.segment", Documented, LGA,
            code Some("1163"), status Some(400), next Stop, instead Is(OtherValue),
            "the large-government benefit is for the market segment GOV only",
            "use GOV";
        LARGE_GOVERNMENT_PARTNER = "adobe.large-government.partner-enabled", Documented, LGA,
            code Some("1164"), status Some(400), next Stop,
            instead Is(SupportTicket), fact "partnerLargeGovernmentAgency",
            "the partner must be enabled for large government agencies",
            "have the partner enabled first";
        LARGE_GOVERNMENT_COUNTRY = "adobe.large-government.country", Documented, LGA,
            code Some("1167"), status Some(400), next Stop, instead Is(NotAtThisVendor),
            "the large-government benefit is for the US and Canada only",
            "this customer can't have it";
        LARGE_GOVERNMENT_SUB_SEGMENT = "adobe.large-government.sub-segment", Documented, LGA,
            code Some("1168"), status Some(400), next Stop, instead Is(OtherValue),
            "FEDERAL and STATE go with the large-government benefit, and it with one of them",
            "send FEDERAL or STATE with the benefit, and not without";
        COMMITMENT_EXCLUDES = "adobe.commitment.excludes", Documented, GROUPS,
            code Some("1147"), status Some(400), next Stop, instead By(EXCLUDES),
            "a three-year commitment excludes linked membership and large government",
            "end the one before asking for the other";
        MINIMUM_QUANTITY = "adobe.commitment.minimum-quantity", Observed, CLIENTS,
            code Some("1135"), status Some(400), next Fix, instead Is(OtherValue),
            "a request must list LICENSE, CONSUMABLES or both, none below its minimum",
            "raise the quantity";
        COMMITTED_QUANTITY = "adobe.commitment.committed-quantity", Observed, CLIENTS,
            code Some("1135"), status Some(400), next Fix, instead Is(OtherValue),
            "a quantity must not be less than what is committed",
            "raise the quantity";
        ACCOUNT_CHECKED = "adobe.account.checked", Chosen, OURS,
            code None, status None, next Stop, instead Never,
            "only an account that is pending (1002) becomes active or inactive",
            "this account was checked before";
    }
    also {
        machine::ANSWER_NEEDS_REQUEST, machine::ANSWER_WINDOW, machine::RECOMMITMENT_IN_TIME,
        machine::INCREASE_IN_TIME, machine::RENEWAL_IN_TIME, machine::DAY_BEYOND,
        machine::REPLACES, machine::OF_CREATION, machine::OWNED_COUNTS, machine::ORDER_REACHES,
        machine::TERM_END, machine::ANNIVERSARY_AHEAD, machine::INCREASE_KEEPS_TERM,
        machine::SPLIT, machine::NEVER_REVIVED, machine::ANSWER_WINDOW_PASSED,
        machine::COMPLIANCE_WINDOW_PASSED, machine::TERM_OVER, machine::INCREASE_ENDS,
        machine::TAKEOVER, machine::RENEWAL_BELOW, machine::ANNIVERSARY, machine::UNKNOWN_DATES,
        machine::ONLY_ELAPSED,
    }
    states {
        CREATED = "adobe.create.made", Documented, CREATION,
            "a new customer is pending (1002), in COM and without global sales unless it says so";
        CREATED_REQUEST = "adobe.create.request", Documented, "Sandbox page",
            "a commitment request of a new customer has no status until the account is active";
        REPLAYED = "adobe.idempotency.replayed", Documented, IDEMPOTENCY,
            "an answer to a body that was looked at is stored, and given again for 10 days";
        READS_AGAIN = "adobe.idempotency.reads", Chosen, OURS,
            "reads are answered anew each time: a stored one would freeze a poll for ten days";
        OMITTED_STAYS = "adobe.member.omitted-stays", Inferred, UPDATE,
            "what an update leaves out stays as it is";
        REQUEST_NEEDS_TODAY = "adobe.commitment.request-needs-today", Chosen, OURS,
            instead Is(Facts), fact "today",
            "a new request is made on a day, from which its answer window runs";
        UNCHANGED_ACCEPTED = "adobe.member.unchanged-accepted", Chosen, OURS,
            "an unchanged value is accepted before any limit is looked at";
        NO_VALUE = "adobe.member.no-value", Chosen, OURS,
            "no value over another form of it (missing, null, an empty text, an empty list) is an \
             echo: nothing changes";
        UNKNOWN_ECHO = "adobe.member.unknown-echo", Chosen, OURS,
            "an unknown member that the record has with an equal value is an echo";
        LINKS_CARRIED = "adobe.links.carried", Observed, RESOURCES,
            "links are any JSON; objects are compared by the members given, all else by value";
        EMPTY_CLEARS = "adobe.text.empty-clears", Inferred, RESOURCES,
            "an empty addressLine2, address or contact phone, or externalReferenceId is no value";
        CONTACTS_REPLACED = "adobe.contacts.replaced", Documented, UPDATE,
            "the contact list is replaced whole, in the order sent; left out, it stays";
        CONTACT_IDENTITY = "adobe.contact.identity", Inferred, CLIENTS,
            "a contact is its e-mail address, ASCII letter case aside";
        CONTACT_RENAMED = "adobe.contact.new-email", Documented, UPDATE,
            "a new e-mail with the name of a dropped contact is that contact with another e-mail";
        CONTACT_PHONE_OMITTED = "adobe.contact.phone-omitted", Inferred, UPDATE,
            "a contact sent without a phone has none";
        SUB_SEGMENTS_DROPPED = "adobe.sub-segment.dropped", Inferred, SEGMENTS,
            instead By(DROPPED),
            "a change of market segment drops the sub-segments";
        GROUP_CREATED = "adobe.linked-membership.created", Documented, GROUPS,
            "a customer that creates a group is its OWNER";
        BENEFITS_KEPT = "adobe.benefits.kept", Inferred, CLIENTS,
            instead Is(NotAtThisVendor),
            "benefits that an update leaves out stay";
        LISTED_TWICE = "adobe.commitment.listed-twice", Chosen, OURS,
            "of an offer type that is stored twice the larger quantity binds, and both stay until \
             an increase replaces the first";
        ACCOUNT_SETTLES = "adobe.account.settles", Inferred, ACCOUNTS,
            "a checked account is 1000, or 1004, 1010, 1012 or 1014; nothing else changes but a \
             request of the creation";
        CONVERSION_WAITS = "adobe.large-government.pending", Documented, LGA,
            "a conversion to large government is PENDING_UPGRADE";
        ADDRESS_CODE = "adobe.errors.address-code", Documented, ERRORS,
            "1118 answers instead of 1117 when nothing but the address is invalid";
        ERROR_PRECEDENCE = "adobe.errors.precedence", Chosen, ERRORS,
            "one code answers and carries all its paths: 400, 1116, 1125, 1121, 1122, 1117, 1118, \
             1119, 2135, 1139, 1142, 1140, 1163, 1164, 1167, 1168, 1147, 1135";
        ANSWER_UNKNOWN = "adobe.answer.unknown", Chosen, OURS,
            "an answer that is not of the vendor's form is judged by its HTTP status alone";
        WELCOME_EMAIL = "adobe.effect.welcome-email", Documented, MAIL,
            "every contact named in an accepted update gets the welcome e-mail";
        SYSTEM_ADMIN = "adobe.effect.system-admin", Documented, UPDATE,
            "a contact becomes an administrator and stays one when it is dropped";
    }
    plans {
        PLAN_COMPOSE = "adobe.plan.compose", instead Is(TwoSteps),
            "one request can't say what these two say here, one after the other";
        PLAN_CONFLICT = "adobe.plan.conflict", instead Is(OtherValue),
            "others have changed this place as well, and otherwise";
        PLAN_KEPT = "adobe.plan.kept", instead Is(NotAtThisVendor),
            "what says this is accepted and changes nothing";
        PLAN_RESEND = "adobe.plan.resend-known", instead Is(OtherValue),
            "an e-mail is wanted for an address that the customer would not have";
    }
}
