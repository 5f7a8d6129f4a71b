//! The rules: every reading of this vendor, named, with its evidence.
//!
//! The rows that refuse stand in the order in which the vendor looks: the call, by which only an
//! endpoint refuses; the caller, the state, the subscriptions, everything required and valid, the
//! lock token. What is required and valid is one stage: there the violation that comes first in the
//! document answers, whichever row it is of.

mod call;

use crate::decision::Instead::{
    Acknowledge, Facts, NotAtThisVendor, OtherEndpoint, OtherValue, TwoSteps,
};
use crate::decision::Remedy::{By, Is, Never};
use crate::decision::{Instead, Obstructed, Ways, answers, rules};

#[cfg(feature = "endpoint")]
pub(super) use call::*;

const STATUS_CODES: &str = "HTTP status codes";

/// The code for a value that is missing or empty.
const MISSING_CODE: &str = "BZSAP1033E";

/// The code for a value that is not valid.
const INVALID_CODE: &str = "BZSAP1011E";

const _: () = assert!(answers(RULES, true), "every input is an API call");

rules! {
before call::RULES;
refuses {
    REGISTER_ROLE = "ibm.register.role", Documented, "Register customer, introduction",
        code None, status Some(403), next Stop, instead Never, fact "role",
        "only a VSR may register a customer",
        "call with this role";
    ROLE = "ibm.role.permitted", Documented, "Update customer profile, introduction",
        code None, status Some(403), next Stop, instead Is(NotAtThisVendor), fact "role",
        "only a CustomerAdministrator or a VSR may see or change a customer",
        "call with one of these roles";
    ORGANIZATION = "ibm.organization.own", Documented, "Update customer profile, introduction",
        code None, status Some(403), next Stop,
        instead Is(NotAtThisVendor), fact "sameOrganization",
        "the customer must be part of the caller's own organization",
        "call from that organization";
    EXISTS = "ibm.customer.exists", Observed, "client smartcloud-administrator, tests",
        code None, status Some(404), next Stop, instead Never,
        "no such customer",
        "find its id in a list";
    FOUND = "ibm.list.found", Observed, "client smartcloud-administrator, find by name",
        code None, status Some(404), next Stop, instead Never,
        "the named query finds no customer",
        "ask for another value";
    STATE = "ibm.state.present", Observed,
        "client smartcloud-administrator, states; SocialSDK, UnregisterCustomerTest",
        code None, status Some(404), next Stop, instead Is(NotAtThisVendor),
        "only a customer that is ACTIVE or SUSPENDED is found",
        "nothing: the customer is on its way out, or was never here";
    SUSPEND = "ibm.suspend.active", Observed, "client SocialSDK, live tests of the life cycle",
        code Some(INVALID_CODE), status Some(400), next Stop, instead Never,
        "only an ACTIVE customer can be suspended",
        "nothing: it is suspended already";
    UNSUSPEND = "ibm.unsuspend.suspended", Observed,
        "client SocialSDK, live tests of the life cycle",
        code Some(INVALID_CODE), status Some(400), next Stop, instead Never,
        "only a SUSPENDED customer can be unsuspended",
        "nothing: it is active already";
    OPERATION = "ibm.operation.state", Chosen,
        "nobody says what an operation does to a customer without a state",
        code Some(INVALID_CODE), status Some(400), next Stop, instead Never,
        "an operation needs a customer whose state is known",
        "nothing: the record has no CustomerState, and no request can give it one";
    SUBSCRIPTIONS = "ibm.unregister.subscriptions", Documented,
        "HTTP status codes, 409; SocialSDK, CustomerManagementService",
        code None, status Some(409), next Wait, instead Never, fact "activeSubscriptions",
        "a customer with active subscriptions can't be unregistered",
        "cancel the subscriptions first", {
            documented = "refused",
            observed = "they are cancelled with it",
            viewer = "refused",
        };
    MISSING = "ibm.required.missing", Documented, "Update customer profile, Mutable attributes",
        code Some(MISSING_CODE), status Some(400), next Fix, instead By(REQUIRED),
        "a required attribute is missing",
        "send it, also when it does not change", {
            documented = "the article's table",
            observed = "that and PaymentMethodType",
            viewer = "the page's second table",
        };
    BLANK = "ibm.required.blank", Observed, "client SocialSDK, RegisterCustomerTest",
        code Some(MISSING_CODE), status Some(400), next Fix, instead By(REQUIRED),
        "a required attribute is empty",
        "send a value", {
            documented = "AccountNumber may be empty",
            observed = "State and PostalCode too",
            viewer = "AccountNumber may be empty",
        };
    SET_MISSING = "ibm.set.missing", Inferred, "Update customer profile, Mutable attributes",
        code Some(MISSING_CODE), status Some(400), next Fix, instead By(REQUIRED),
        "a set that holds required attributes is missing or empty",
        "send at least one element";
    NULL = "ibm.null.refused", Chosen, "nobody says what null means",
        code Some(INVALID_CODE), status Some(400), next Fix, instead Never,
        "null is no value",
        "leave the member out to delete it", {
            documented = "refused",
            observed = "reads as missing; an element of a set is refused",
            viewer = "refused",
        };
    LENGTH = "ibm.length.maximum", Documented, "Update customer profile, Mutable attributes",
        code Some(INVALID_CODE), status Some(400), next Fix, instead By(INVALID),
        "the value is too long",
        "shorten it", {
            documented = "counted in Unicode scalar values",
            observed = "counted in UTF-16 code units",
            viewer = "counted in Unicode scalar values",
        };
    WORD = "ibm.word.listed", Documented,
        "Update customer profile, AddressType and PaymentMethodType",
        code Some(INVALID_CODE), status Some(400), next Fix, instead By(INVALID),
        "the value is not one of the list",
        "send a word of the list", {
            documented = "exact",
            observed = "any ASCII case; a new word is stored in capitals",
            viewer = "exact",
        };
    SPELLING = "ibm.spelling.agree", Inferred, "Update customer profile, Input",
        code Some(INVALID_CODE), status Some(400), next Fix, instead Is(OtherValue),
        "two spellings of one attribute have different values",
        "send one of them";
    SET_SINGLE = "ibm.set.single", Observed,
        "clients SocialSDK and smartcloud-administrator, samples",
        code Some(INVALID_CODE), status Some(400), next Fix, instead By(INVALID),
        "the set must have exactly one element",
        "send one element", {
            documented = "exactly one address and one account",
            observed = "one or more",
            viewer = "exactly one address and one account",
        };
    READ_ONLY = "ibm.read-only.same", Chosen, "client smartcloud-administrator, models",
        code Some(INVALID_CODE), status Some(400), next Fix, instead By(OWNED),
        "a read-only member can't be changed",
        "repeat its value or leave it out", {
            documented = "another value is refused, unless the copy is old",
            observed = "another value is ignored",
            viewer = "another value is refused, unless the copy is old",
        };
    STALE = "ibm.version.stale", Documented,
        "Update customer profile, Avoiding stale payload error",
        code None, status Some(500), next Refetch, instead Is(OtherValue),
        "the request was not made from the current record",
        "read the record, make the change again, send again";
    UNKNOWN_SIZE = "ibm.unknown.size", Chosen, "nobody says how large a customer may be",
        code Some(INVALID_CODE), status Some(400), next Fix, instead Never,
        "an unknown member makes the customer too large or too deep to be read again",
        "a customer has at most 4 MiB and 100 levels: send less";
    EXHAUSTED = "ibm.version.exhausted", Chosen, "the contract: integers have 64 bits",
        code Some("BZSAP1011E"), status Some(400), next Stop, instead Is(NotAtThisVendor),
        "the lock token can't count any further",
        "nothing: the record can't change any more";
}
also {}
states {
    ROLE_KNOWN = "ibm.role.known", Documented, "Update customer profile, introduction",
        instead Is(Facts), fact "role",
        "every change of a customer depends on the caller's role";
    ORGANIZATION_KNOWN = "ibm.organization.known", Documented,
        "Update customer profile, introduction",
        instead Is(Facts), fact "sameOrganization",
        "every change of a customer depends on the caller's organization";
    CHECKS_ORDER = "ibm.checks.order", Chosen, "nobody says in which order the server checks",
        "role, state, everything required and valid, stale: all are reported, the first answers";
    CALLER_ALONE = "ibm.caller.alone", Chosen, "a stranger must not learn what a record holds",
        "a caller who is known to have no right gets no other reason";
    FORM_UNREADABLE = "ibm.form.unreadable", Chosen, "the contract: types are the form",
        "a member of another type, or one beside Customer, is unreadable, before any rule";
    FORM_FLAT = "ibm.form.flat", Inferred, "Update customer profile, Input",
        "a flat body is read too; Version, read-only and unknown members at its top are Customer's";
    FLAT_IDENTIFIERS = "ibm.flat.identifiers", Chosen,
        "Update customer profile, Mutable attributes",
        "a flat body has no place for identifiers: they stay";
    FLAT_MIXED = "ibm.flat.mixed", Chosen, "nobody says what a mixed body means",
        "Organization, CustomerAccountSet or CustomerIdentifierSet in a flat body are unreadable";
    OMITTED_DELETED = "ibm.omitted.deleted", Documented,
        "Update customer profile, Mutable attributes",
        "an attribute that is left out is deleted";
    EMPTY_DELETED = "ibm.empty.deleted", Documented, "Register customer",
        "an optional attribute that is sent empty is deleted";
    EMPTY_ECHO = "ibm.empty.echo", Inferred, "Register customer; every public client",
        "an optional attribute without a value stays as it is when left out or sent empty";
    EMPTY_ACCOUNT_NUMBER = "ibm.empty.account-number", Inferred,
        "Update customer profile, AccountNumber",
        "an empty AccountNumber says that none exists and is stored";
    EMPTY_EXACT = "ibm.empty.exact", Chosen, "nobody says what blank means",
        "only the empty text is blank, a space is not";
    SPELLING_ACCEPTED = "ibm.spelling.accepted", Observed,
        "Update customer profile, Input; clients",
        "other spellings are accepted and never written";
    WORD_ECHO = "ibm.word.echo", Chosen, "nobody says what an echo in another case means",
        "where case does not count, a stored word that is repeated in any case stays as it is";
    SET_REPLACED = "ibm.set.replaced", Inferred, "Update customer profile, Mutable attributes",
        "sets are replaced whole; elements are matched by index, and keep what nobody may change";
    ORGANIZATION_MISSING = "ibm.organization.missing", Chosen,
        "the contract: one violation for each place",
        "a missing Organization or Contact is reported attribute by attribute, a missing set once";
    IDENTIFIERS_OMITTED = "ibm.identifiers.omitted", Inferred,
        "Update customer profile, Mutable attributes",
        "identifiers that are left out are deleted; their attributes are checked for length only";
    IDENTIFIERS_EMPTY = "ibm.identifiers.empty", Chosen, "nobody says what an empty set means",
        "an empty CustomerIdentifierSet is stored as an empty list, also where there was none";
    LANGUAGE_DEFAULT = "ibm.language.default", Documented, "Update customer profile, Input",
        "en_US is what a reader assumes, it is never written";
    EMAIL_FORM = "ibm.email.form", Chosen, "nobody says which form is checked",
        "the form of an e-mail address is not checked";
    VERSION_TOKEN = "ibm.version.token", Inferred,
        "client smartcloud-administrator, models; Hibernate",
        "Version of Customer is the lock token; missing or null counts as 0 on both sides";
    VERSION_VALUE = "ibm.version.value", Chosen, "the contract: numbers are compared by value",
        "Version is an integer of 64 bits, however it is spelt";
    VERSION_COUNTS = "ibm.version.counts", Inferred, "Hibernate, StaleStateException",
        "an applied change adds 1 to Version, an unchanged request does not";
    UNKNOWN_KEPT = "ibm.unknown.kept", Chosen, "nobody lists all members",
            instead Is(NotAtThisVendor),
        "unknown members stay when they are left out and take the value that is sent";
    UNKNOWN_NULL = "ibm.unknown.null", Chosen, "nobody says what null means",
            instead Is(NotAtThisVendor),
        "null for an unknown member is an echo of a stored null, else it is no value", {
            documented = "refused",
            observed = "reads as missing",
            viewer = "refused",
        };
    READ_ONLY_KEPT = "ibm.read-only.kept", Observed, "client SocialSDK, live tests",
        "read-only members stay as they are, those of matched elements too";
    READ_ONLY_OLD = "ibm.read-only.old", Chosen, "an old copy differs where others have changed it",
        "read-only members of a stale request are not compared";
    CREATED = "ibm.register.made", Observed, "client smartcloud-administrator, models",
        "a registered customer is ACTIVE with Version 0; times, types and realms are the server's";
    REGISTER_TOKEN = "ibm.register.token", Chosen, "nobody says what Version means there",
        "a registration has no lock token: one that is sent is not looked at";
    SUBSCRIBER_EMAIL = "ibm.list.subscriber-email", Chosen,
        "there are no subscribers besides the contact person",
        "both queries for an e-mail address compare that of the contact person";
    EMAIL_CASE = "ibm.list.email-case", Chosen, "nobody says how a query compares",
        "a name is compared exactly, an e-mail address without ASCII case";
    STATE_MISSING = "ibm.state.missing", Chosen, "nobody says whether every record has a state",
        "a record without a state may be updated; operations on it are refused";
    STATE_UPDATE = "ibm.state.update", Chosen,
        "nobody says whether a suspended customer can be updated",
        "ACTIVE and SUSPENDED may be updated, and stay so";
    OPERATION_TOKEN = "ibm.operation.token", Chosen,
        "nobody says what an operation does to the lock token",
        "operations need the role, add 1 to Version, and ask for no attributes";
    SUSPENSION_DATE = "ibm.suspension.date", Observed,
        "client SocialSDK, live tests of the life cycle",
        "SuspensionDate is never invented and goes with unsuspend";
    UNREGISTER_GONE = "ibm.unregister.gone", Chosen, "the contract: all that is wrong",
        "unregistering a customer that is gone reports its active subscriptions as well";
    UNREGISTER_PENDING = "ibm.unregister.pending", Observed,
        "client smartcloud-administrator, states",
        "unregistering leads to DEREGISTER_PENDING";
    ANSWER_SUCCESS = "ibm.answer.success", Observed, "client SocialSDK, updateCustomerProfile",
        "success is 204 with an empty body";
    ANSWER_ERROR = "ibm.answer.error", Observed, "client SocialSDK, BssException",
        "errors are a BSSResponse; MessageCode is that of the first violation";
    ANSWER_UNKNOWN = "ibm.answer.unknown", Chosen, "this crate",
        "an answer that is not of the vendor's form is judged by its HTTP status alone";
    ANSWER_STALE = "ibm.answer.stale", Documented,
        "Update customer profile, Avoiding stale payload error",
        "a stale request is answered as 500, in the page's own words";
}
plans {
    PLAN_COMPOSE = "ibm.plan.compose", instead Is(TwoSteps),
        "one request can't say what these two say here, one after the other";
    PLAN_CONFLICT = "ibm.plan.conflict", instead Is(OtherValue),
        "others have changed this place as well, and otherwise";
    PLAN_WORD = "ibm.plan.word-unknown", instead Is(Facts),
        "the vendor has its own word for this code, and nobody said which";
}
}

/// A required attribute that the wish takes away, or one that the record lacks.
const REQUIRED: Ways = Ways { of: &[NotAtThisVendor, OtherValue], by: required };

fn required(place: &Obstructed<'_>) -> Instead {
    if place.wants_none { NotAtThisVendor } else { OtherValue }
}

/// A value that the vendor does not take: a stored one may be given up.
const INVALID: Ways = Ways { of: &[OtherValue, Acknowledge], by: invalid };

fn invalid(place: &Obstructed<'_>) -> Instead {
    if place.may_be_left_out { Acknowledge } else { OtherValue }
}

/// Three states have an operation that leads to them.
const OWNED: Ways = Ways { of: &[TwoSteps, OtherEndpoint, NotAtThisVendor], by: read_only };

fn read_only(place: &Obstructed<'_>) -> Instead {
    let has_operation = matches!(place.wished, Some("ACTIVE" | "SUSPENDED" | "DEREGISTER_PENDING"));
    let is_state = place.pointer == "/Customer/CustomerState";
    if is_state && has_operation { OtherEndpoint } else { NotAtThisVendor }
}
