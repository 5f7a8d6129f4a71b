//! Every rule of the vendor by name: refusals in order of precedence, then rules that never refuse.

use crate::decision::{Evidence, Reading, Rule};

const INTRODUCTION: &str = "Update Account, introduction";
const BODY: &str = "Update Account, Request Body";
const CONTACT: &str = "Update Account, Contact Object";
const ADDRESS: &str = "Update Account, Address Object";
const ACCOUNT: &str = "Get Account by Id, Response Body";
const LIFE: &str = "Update, Activate and Deactivate Account, introductions";
const ERRORS: &str = "Get Reseller by Id, example of an error";
const SILENT: &str = "no page says; this crate";

/// What the two presets decide; one text where they agree.
macro_rules! readings {
    ($documented:literal, $lenient:literal) => {
        &[
            Reading { preset: "documented", decides: $documented },
            Reading { preset: "lenient", decides: $lenient },
        ]
    };
    ($both:literal) => {
        readings!($both, $both)
    };
}

/// Declares the rules and lists them in the same order. No page gives a code for any of them.
macro_rules! rules {
    ($( $NAME:ident = $id:literal, $evidence:ident, $source:expr, $says:literal, $hint:literal,
        $readings:expr; )+) => {
        $( #[doc = concat!("`", $id, "`: ", $says, ".")]
        pub(in crate::commvault) const $NAME: Rule = Rule {
            id: $id,
            evidence: Evidence::$evidence,
            source: $source,
            code: None,
            says: $says,
            hint: $hint,
            readings: $readings,
        }; )+

        /// Every rule of the vendor: refusals in order of precedence, then rules that never refuse.
        pub const RULES: &[Rule] = &[$( $NAME, )+];
    };
}

rules! {
    UPDATING = "commvault.status.updating", Chosen, SILENT,
        "an update runs already",
        "wait until it has settled, then send the same update",
        readings!("refused", "the new update takes its place");
    CHANGING = "commvault.status.changing", Chosen, SILENT,
        "an account that is being activated or deactivated can't be updated",
        "wait until it is active, then send the same update",
        readings!("refused");
    DEACTIVATED = "commvault.status.deactivated", Chosen, SILENT,
        "a deactivated account can't be updated",
        "activate the account first",
        readings!("refused", "runs, and success leads back to deactivated");
    UNKNOWN_STATUS = "commvault.status.unknown", Chosen, SILENT,
        "an account without a known status can't be updated",
        "ask the vendor what the status means",
        readings!("refused");
    READ_ONLY = "commvault.member.read-only", Inferred, BODY,
        "an update can't change this member",
        "leave it out, or repeat what is stored",
        readings!("refused unless equal to what is stored", "ignored");
    REQUIRED = "commvault.identity.required", Documented, BODY,
        "this member is required",
        "send it; the stored value changes nothing",
        readings!("refused", "missing keeps the stored value");
    HAS_VALUE = "commvault.identity.has-value", Inferred, BODY,
        "this member can be neither null nor empty",
        "send a value; the stored one changes nothing",
        readings!("refused");
    UNIQUE = "commvault.identity.unique", Documented, BODY,
        "another account of the partner may have this value",
        "look up whether it is free, or choose another value",
        readings!("refused unless looked up and free; the account's own value is never taken");
    CONTACTS_REQUIRED = "commvault.contacts.required", Documented, BODY,
        "the contacts are required",
        "send a list with one element; an empty object in it changes nothing",
        readings!("refused", "missing keeps the stored contact");
    CONTACTS_VALUE = "commvault.contacts.has-value", Inferred, BODY,
        "the contacts and their element can't be null",
        "send a list with one element; an empty object in it changes nothing",
        readings!("refused");
    CONTACTS_ONE = "commvault.contacts.exactly-one", Documented, ACCOUNT,
        "an account has exactly one contact",
        "send a list with one element",
        readings!("refused", "more than one refused; an empty list keeps the stored contact");
    CONTACT_TYPE = "commvault.contact.type", Documented, ACCOUNT,
        "the only type of contact is admin",
        "leave it out, or send admin",
        readings!("refused");
    NAMES_VALUE = "commvault.contact.has-value", Inferred, CONTACT,
        "this member of the contact can be neither null nor empty",
        "send a value, or leave out first name, last name and e-mail",
        readings!("refused");
    ALL_OR_NONE = "commvault.contact.all-or-none", Documented, INTRODUCTION,
        "first name, last name and e-mail are sent together or not at all",
        "send all three, or none of them",
        readings!("refused at each missing one");
    NO_CONTACT = "commvault.contact.none-stored", Chosen, SILENT,
        "without a stored contact, phone and address need first name, last name and e-mail",
        "send all three with them",
        readings!("refused at all three; together they create a contact of type admin");
    UNKNOWN_MEMBER = "commvault.member.unknown", Inferred, BODY,
        "an update has no such member",
        "leave it out",
        readings!("refused unless equal to what is stored", "ignored");
    NOTHING_RUNS = "commvault.settled.nothing-runs", Inferred, INTRODUCTION,
        "no update runs that could settle",
        "read the account again",
        readings!("refused");
    NEEDS_PENDING = "commvault.settled.needs-pending", Chosen, SILENT,
        "success needs the account as it will read",
        "pass the pending account of the answer that started the update",
        readings!("success refused; failure needs nothing");

    ORDER = "commvault.update.order", Chosen, SILENT,
        "the status is judged first, then the members in the order of the account object",
        "", readings!("everything that is wrong is told at once");
    NOT_WRAPPED = "commvault.update.not-wrapped", Documented, BODY,
        "the request body is not wrapped in data; data is a member that nobody knows",
        "", readings!("refused as unknown", "ignored as unknown");
    EXACT = "commvault.identity.compared-exactly", Chosen, SILENT,
        "values are compared exactly, letter case included",
        "", readings!("another letter case is another value");
    WEBSITE = "commvault.website.merged", Documented, BODY,
        "the website is kept when left out, cleared by null, set by a value",
        "", readings!("absent keeps, null clears, a value sets");
    APART = "commvault.contact.apart-from-names", Inferred, INTRODUCTION,
        "phone and address change independently of first name, last name and e-mail",
        "", readings!("absent keeps, null clears, a value sets or is merged");
    ATTRIBUTES = "commvault.address.by-attribute", Documented, ADDRESS,
        "inside an address each attribute is kept when left out, cleared by null, set by a value",
        "", readings!("absent keeps, null clears, a value sets");
    EMPTY_ADDRESS = "commvault.address.empty-object", Inferred, INTRODUCTION,
        "an address without attributes changes nothing",
        "", readings!("kept");
    LAST_ATTRIBUTE = "commvault.address.last-attribute", Chosen, SILENT,
        "an address whose last attribute is cleared goes with it",
        "", readings!("no address; an unknown member keeps it");
    EMPTY_TEXT = "commvault.text.empty", Chosen, SILENT,
        "an empty text in a member that may have no value",
        "", readings!("a value", "read as null");
    UPDATABLE = "commvault.status.updatable", Documented, INTRODUCTION,
        "an accepted update makes the status updating; a failed one may be sent again",
        "", readings!("active and update_failure become updating");
    OPEN = "commvault.status.open", Inferred, LIFE,
        "a status that no page lists is kept as it is",
        "", readings!("kept");
    OLD_VALUES = "commvault.updating.shows-old-values", Chosen, SILENT,
        "while an update runs the account shows the old values",
        "", readings!("the new ones are pending");
    FROM_OLD = "commvault.updating.starts-from-old-values", Chosen, SILENT,
        "an update that replaces a running one starts from the values that are shown",
        "", readings!("can't happen", "what was pending is forgotten");
    PENDING = "commvault.updating.pending", Chosen, SILENT,
        "the pending account is bare and reads as after success, with the time of the start",
        "", readings!("status as after success, updateTs as at the start");
    AWAIT = "commvault.updating.awaited", Documented, INTRODUCTION,
        "an accepted update is followed until the status is no longer updating",
        "", readings!("await-settlement from updating");
    UNCHANGED = "commvault.update.unchanged", Inferred, INTRODUCTION,
        "an update that repeats what is stored runs like any other",
        "", readings!("status updating; what is pending equals the account");
    SUCCEEDED = "commvault.settled.succeeded", Documented, INTRODUCTION,
        "success brings the pending values and the status active",
        "", readings!("active", "active, or deactivated where the update started from it");
    FAILED = "commvault.settled.failed", Documented, INTRODUCTION,
        "failure leaves the old values and the status update_failure",
        "", readings!("what was pending is forgotten");
    CLOCK = "commvault.update-ts.clock", Chosen, SILENT,
        "updateTs is the time of the start, then the time of the end",
        "", readings!("without a known time it stays");
    ANSWER = "commvault.answer.account", Documented, ACCOUNT,
        "an accepted update is answered with the account as a read shows it",
        "", readings!("200 with the account inside data");
    ERROR_CODE = "commvault.answer.error-code", Inferred, ERRORS,
        "an error has a code and a message; only 1006, no such account, is known",
        "", readings!("the code repeats the HTTP status");
    ERROR_STATUS = "commvault.answer.error-status", Chosen, SILENT,
        "the HTTP status of a refusal",
        "", readings!("409 with a wrong status, else 400 with a wrong value, else 409");
}
