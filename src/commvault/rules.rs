//! Every rule of the vendor by name: those that refuse, in order of precedence, then those that
//! never do. No page gives a code for any of them, but for an account that does not exist.
//!
//! The first rows are about the call and not about the account: only an endpoint refuses by them.
//!
//! The first rule of several decides the HTTP status and the next step: the status of the account,
//! then the values, then what another account has. Violations are listed with the status first and
//! then in the order of the document.

mod call;

use crate::decision::Instead::{
    Acknowledge, Facts, NotAtThisVendor, OtherEndpoint, OtherValue, SupportTicket, TwoSteps, Wait,
};
use crate::decision::Remedy::{By, Is, Never};
use crate::decision::{Instead, Obstructed, Ways, rules};

#[cfg(feature = "endpoint")]
pub(super) use call::*;

const INTRODUCTION: &str = "Update Account, introduction";
const REQUEST: &str = "Update Account, Request Body";
const CONTACT: &str = "Update Account, Contact Object";
const ADDRESS: &str = "Update Account, Address Object";
const ACCOUNT: &str = "Get Account by Id, Response Body";
const LIFE: &str = "Update, Activate and Deactivate Account, introductions";
const ACCOUNTS: &str = "List Accounts, query parameters";
const USAGE: &str = "Get Aggregator Usage, responses";
const ERRORS: &str = "Get Reseller by Id, example of an error";
const SILENT: &str = "no page says; this crate";

rules! {
    before call::RULES;
    refuses {
        EXISTS = "commvault.account.exists", Documented, ERRORS,
            code Some("1006"), status Some(404), next Stop, instead Never,
            "no such account",
            "list the accounts of the partner";
        UPDATING = "commvault.status.updating", Chosen, SILENT,
            code None, status Some(409), next Wait, instead Is(Wait),
            "an update runs already",
            "wait until it has settled, then send the same update",
            { documented = "refused", lenient = "the new update takes its place", };
        CHANGING = "commvault.status.changing", Chosen, SILENT,
            code None, status Some(409), next Wait, instead Is(Wait),
            "an account that is being activated or deactivated can't be updated",
            "wait until it is active, then send the same update";
        DEACTIVATED = "commvault.status.deactivated", Chosen, SILENT,
            code None, status Some(409), next Stop, instead Is(OtherEndpoint),
            "a deactivated account can't be updated",
            "activate the account first",
            { documented = "refused", lenient = "runs, and success returns to deactivated", };
        UNKNOWN_STATUS = "commvault.status.unknown", Chosen, SILENT,
            code None, status Some(409), next Stop, instead Is(SupportTicket),
            "an account without a known status can't be updated",
            "ask the vendor what the status means";
        READ_ONLY = "commvault.member.read-only", Inferred, REQUEST,
            code None, status Some(400), next Fix, instead By(OWNED),
            "an update can't change this member",
            "leave it out, or repeat what is stored",
            { documented = "refused unless equal to what is stored", lenient = "ignored", };
        REQUIRED = "commvault.identity.required", Documented, REQUEST,
            code None, status Some(400), next Fix, instead Is(OtherValue),
            "this member is required",
            "send it; the stored value changes nothing",
            { documented = "refused", lenient = "missing keeps the stored value", };
        HAS_VALUE = "commvault.identity.has-value", Inferred, REQUEST,
            code None, status Some(400), next Fix, instead Is(NotAtThisVendor),
            "this member can be neither null nor empty",
            "send a value; the stored one changes nothing";
        CONTACTS_REQUIRED = "commvault.contacts.required", Documented, REQUEST,
            code None, status Some(400), next Fix, instead Never,
            "the contacts are required",
            "send a list with one element; an empty object in it changes nothing",
            { documented = "refused", lenient = "missing keeps the stored contacts", };
        CONTACTS_VALUE = "commvault.contacts.has-value", Inferred, REQUEST,
            code None, status Some(400), next Fix, instead Is(NotAtThisVendor),
            "the contacts and their element can't be null",
            "send a list with one element; an empty object in it changes nothing";
        CONTACTS_ONE = "commvault.contacts.exactly-one", Documented, ACCOUNT,
            code None, status Some(400), next Fix, instead Is(NotAtThisVendor),
            "an update has exactly one contact",
            "send a list with one element",
            {
                documented = "refused",
                lenient = "more than one refused; an empty list keeps the stored contacts",
            };
        CONTACTS_MOST = "commvault.contacts.at-most", Chosen, SILENT,
            code None, status Some(400), next Fix, instead Never,
            "an account can't have so many contacts",
            "give one of the stored contacts the type admin, or take some out";
        CONTACT_TYPE = "commvault.contact.type", Documented, ACCOUNT,
            code None, status Some(400), next Fix, instead Is(NotAtThisVendor),
            "the only type of contact is admin",
            "leave it out, or send admin";
        NAMES_VALUE = "commvault.contact.has-value", Inferred, CONTACT,
            code None, status Some(400), next Fix, instead Is(NotAtThisVendor),
            "this member of the contact can be neither null nor empty",
            "send a value, or leave out first name, last name and e-mail";
        ALL_OR_NONE = "commvault.contact.all-or-none", Documented, INTRODUCTION,
            code None, status Some(400), next Fix, instead Is(OtherValue),
            "first name, last name and e-mail are sent together or not at all",
            "send all three, or none of them";
        NO_CONTACT = "commvault.contact.none-stored", Chosen, SILENT,
            code None, status Some(400), next Fix, instead Is(OtherValue),
            "without a stored contact, phone and address need first name, last name and e-mail",
            "send all three with them";
        UNKNOWN_MEMBER = "commvault.member.unknown", Inferred, REQUEST,
            code None, status Some(400), next Fix, instead Is(NotAtThisVendor),
            "an update has no such member",
            "leave it out",
            { documented = "refused unless equal to what is stored", lenient = "ignored", };
        UNIQUE = "commvault.identity.unique", Documented, REQUEST,
            code None, status Some(409), next Fix,
            instead Is(OtherValue), fact "externalIdTaken" | "nameTaken",
            "another account of the partner has this externalId or name",
            "choose another value";
        NOTHING_RUNS = "commvault.settled.nothing-runs", Inferred, INTRODUCTION,
            code None, status None, next Stop, instead Never,
            "no update runs that could settle",
            "read the account again";
        NEEDS_PENDING = "commvault.settled.needs-pending", Chosen, SILENT,
            code None, status None, next Fix, instead Never,
            "success needs the account as it will read",
            "pass the pending account of the answer that started the update";
        SAME_ACCOUNT = "commvault.settled.same-account", Chosen, SILENT,
            code None, status None, next Fix, instead Never,
            "what is pending is of another account",
            "pass the pending account of the answer that started the update";
        SETTLED_MOST = "commvault.settled.at-most", Chosen, SILENT,
            code None, status None, next Fix, instead Never,
            "an account can't have so many contacts",
            "pass an account that a reader reads";
    }
    also {}
    states {
        ORDER = "commvault.update.order", Chosen, SILENT,
            "the status is judged first, then the members in the order of the account object; \
             everything that is wrong is reported at once";
        NOT_WRAPPED = "commvault.update.not-wrapped", Documented, REQUEST,
            "the request body is not wrapped in data; there, data is an unknown member",
            { documented = "refused as unknown", lenient = "ignored as unknown", };
        OWN_VALUE = "commvault.identity.own-value", Documented, REQUEST,
            "the account's own externalId and name are never taken";
        EXACT = "commvault.identity.compared-exactly", Chosen, SILENT,
            "externalId and name are compared exactly: another letter case is another value";
        WEBSITE = "commvault.website.merged", Documented, REQUEST,
            "the website is kept when left out, cleared by null, set by a value";
        MEANT = "commvault.contact.meant", Chosen, SILENT,
            "an update means the first stored contact of type admin; where there is none, the \
             first without a type; the others stay as and where they are",
            {
                documented = "a missing or null type is none",
                lenient = "an empty type is none as well",
            };
        ADDED = "commvault.contact.added", Chosen, SILENT,
            "where an update means no stored contact, the three names add one of type admin at \
             the end";
        APART = "commvault.contact.apart-from-names", Inferred, INTRODUCTION,
            "phone and address change independently of first name, last name and e-mail: kept \
             when left out, cleared by null, set or merged by a value";
        ATTRIBUTES = "commvault.address.by-attribute", Documented, ADDRESS,
            "inside an address each attribute is kept when left out, cleared by null, set by a \
             value";
        EMPTY_ADDRESS = "commvault.address.empty-object", Inferred, INTRODUCTION,
            "an address without attributes changes nothing";
        LAST_ATTRIBUTE = "commvault.address.last-attribute", Chosen, SILENT,
            "an address whose last attribute is cleared goes with it; an unknown member keeps it";
        EMPTY_TEXT = "commvault.text.empty", Chosen, SILENT,
            "an empty text in a member that may have no value",
            { documented = "a value", lenient = "read as null", };
        NO_VALUE = "commvault.no-value.echo", Chosen, SILENT,
            "no value in place of none changes nothing, and what is stored stays as it is spelt";
        UPDATABLE = "commvault.status.updatable", Documented, INTRODUCTION,
            "an accepted update of an account in status active or update_failure makes it \
             updating";
        OPEN = "commvault.status.open", Inferred, LIFE,
            "a status that no page lists is kept as it is";
        OLD_VALUES = "commvault.updating.shows-old-values", Chosen, SILENT,
            "while an update runs the account shows the old values; the new ones are pending";
        FROM_OLD = "commvault.updating.starts-from-old-values", Chosen, SILENT,
            instead Is(Acknowledge),
            "an update that replaces a running one starts from the values that are shown",
            { documented = "can't happen", lenient = "what was pending is forgotten", };
        PENDING = "commvault.updating.pending", Chosen, SILENT,
            "the pending account is bare and reads as after success, with the time of the start";
        AWAIT = "commvault.updating.awaited", Documented, INTRODUCTION,
            "an accepted update is followed until the status is no longer updating";
        UNCHANGED = "commvault.update.unchanged", Inferred, INTRODUCTION,
            "an update that repeats what is stored runs like any other";
        SUCCEEDED = "commvault.settled.succeeded", Documented, INTRODUCTION,
            "success brings the pending values and the status active",
            {
                documented = "active; internal.statusBefore is ignored",
                lenient = "active, or deactivated where the update started from it, also after \
                           failures in between",
            };
        STAYS_DEACTIVATED = "commvault.settled.deactivated", Chosen, SILENT,
            "an update whose pending account is deactivated ends there, in every reading: nobody \
             makes a deactivated account active by leaving the policy out";
        FAILED = "commvault.settled.failed", Documented, INTRODUCTION,
            "failure leaves the old values and the status update_failure; what was pending is \
             forgotten";
        CLOCK = "commvault.update-ts.clock", Chosen, SILENT,
            "updateTs is the time of the start, then the time of the end; without a known time \
             it stays";
        ANSWER = "commvault.answer.account", Documented, ACCOUNT,
            "an accepted update is answered 200 with the account as a read shows it, inside data";
        ERROR_CODE = "commvault.answer.error-code", Inferred, ERRORS,
            "an error has a code and a message; only 1006, no such account, is known, so the \
             code repeats the HTTP status";
        ANSWER_UNKNOWN = "commvault.answer.unknown", Chosen, SILENT,
            "an answer that is not of the vendor's form is judged by its HTTP status alone";
        VERBS = "commvault.update.verbs", Chosen, SILENT,
            "the page has no verb for an update: PUT and PATCH are accepted, and mean the same";
        ID_CASE = "commvault.account.id-case", Inferred, ACCOUNT,
            "ids are compared without ASCII case, and stay as they are spelt";
        LATER = "commvault.update.repeated", Inferred, INTRODUCTION,
            "the same call twice is two calls: nothing tells them apart";
        ERROR_STATUS = "commvault.answer.error-status", Chosen, SILENT,
            "a refusal is answered 409 for a wrong status, else 400 for a wrong value, else 409";
    }
    plans {
        PLAN_COMPOSE = "commvault.plan.compose", instead Is(TwoSteps),
            "one request can't say what these two say here, one after the other";
        PLAN_CONFLICT = "commvault.plan.conflict", instead Is(OtherValue),
            "others have changed this place as well, and otherwise";
        PLAN_WORD = "commvault.plan.word-unknown", instead Is(Facts),
            "the vendor has its own word for this code, and nobody said which";
    }
}

/// The life of an account has calls of its own.
const OWNED: Ways = Ways { of: &[OtherEndpoint, NotAtThisVendor], by: read_only };

fn read_only(place: &Obstructed<'_>) -> Instead {
    if place.pointer == "/status" { OtherEndpoint } else { NotAtThisVendor }
}
