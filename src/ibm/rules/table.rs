//! The rules: every reading of this vendor, named, with what it rests on.
//!
//! First those that refuse, in order of precedence, then those that never do.

use crate::decision::{Evidence, Reading, Rule};

/// A value is missing or empty.
const MISSING_CODE: &str = "BZSAP1033E";

/// A value is not valid.
const INVALID_CODE: &str = "BZSAP1011E";

/// A rule that refuses becomes a constant; all of them become [`RULES`].
macro_rules! rules {
    (
        refuse { $($NAME:ident: $id:literal, $evidence:ident, $source:literal, $code:expr;
            says $says:literal; hint $hint:literal; { $($preset:ident = $decides:literal,)* })* }
        note { $($note:literal, $grade:ident, $from:literal; says $tells:literal;
            { $($name:ident = $reads:literal,)* })* }
    ) => {
        $(
            #[doc = $says]
            pub(in super::super) const $NAME: Rule = Rule {
                id: $id,
                evidence: Evidence::$evidence,
                source: $source,
                code: $code,
                says: $says,
                hint: $hint,
                readings: &[$(Reading { preset: stringify!($preset), decides: $decides }),*],
            };
        )*

        /// Every rule of this vendor: those that refuse in order of precedence, then the others.
        pub const RULES: &[Rule] = &[$($NAME,)* $(Rule {
            id: $note,
            evidence: Evidence::$grade,
            source: $from,
            code: None,
            says: $tells,
            hint: "",
            readings: &[$(Reading { preset: stringify!($name), decides: $reads }),*],
        },)*];
    };
}

rules! {
refuse {
    ROLE_KNOWN: "ibm.role.known", Chosen,
    "the contract: a fact left out refuses", None;
    says "the caller's role was not looked up";
    hint "look up the role, then ask again"; {}
    ROLE: "ibm.role.permitted", Documented,
    "Update customer profile, introduction", None;
    says "only a CustomerAdministrator or a VSR may change a customer";
    hint "call with one of these roles"; {}
    ORGANIZATION_KNOWN: "ibm.organization.known", Chosen,
    "the contract: a fact left out refuses", None;
    says "whether the customer is part of the caller's organization was not looked up";
    hint "look it up, then ask again"; {}
    ORGANIZATION: "ibm.organization.own", Documented,
    "Update customer profile, introduction", None;
    says "the customer must be part of the caller's own organization";
    hint "call from that organization"; {}
    STATE: "ibm.state.present", Observed,
    "client smartcloud-administrator, states; SocialSDK, UnregisterCustomerTest", None;
    says "only a customer that is ACTIVE or SUSPENDED is found";
    hint "nothing: the customer is on its way out"; {}
    SUSPEND: "ibm.suspend.active", Observed,
    "client SocialSDK, live tests of the life cycle", Some(INVALID_CODE);
    says "only an ACTIVE customer can be suspended";
    hint "nothing: it is suspended already"; {}
    UNSUSPEND: "ibm.unsuspend.suspended", Observed,
    "client SocialSDK, live tests of the life cycle", Some(INVALID_CODE);
    says "only a SUSPENDED customer can be unsuspended";
    hint "nothing: it is active already"; {}
    SUBSCRIPTIONS_KNOWN: "ibm.unregister.known", Chosen,
    "the contract: a fact left out refuses", None;
    says "the number of active subscriptions was not looked up";
    hint "look it up, then ask again"; {
        documented = "asked for",
        observed = "not asked for",
        viewer = "asked for",
    }
    SUBSCRIPTIONS: "ibm.unregister.subscriptions", Documented,
    "HTTP status codes, 409; SocialSDK, CustomerManagementService", None;
    says "a customer with active subscriptions can't be unregistered";
    hint "cancel the subscriptions first"; {
        documented = "refused",
        observed = "they are cancelled with it",
        viewer = "refused",
    }
    MISSING: "ibm.required.missing", Documented,
    "Update customer profile, Mutable attributes", Some(MISSING_CODE);
    says "a required attribute is missing";
    hint "send it, also when it does not change"; {
        documented = "the article's table",
        observed = "that and PaymentMethodType",
        viewer = "the page's second table",
    }
    BLANK: "ibm.required.blank", Observed,
    "client SocialSDK, RegisterCustomerTest", Some(MISSING_CODE);
    says "a required attribute is empty";
    hint "send a value"; {
        documented = "AccountNumber may be empty",
        observed = "State and PostalCode too",
        viewer = "AccountNumber may be empty",
    }
    SET_MISSING: "ibm.set.missing", Inferred,
    "Update customer profile, Mutable attributes", Some(MISSING_CODE);
    says "a set that holds required attributes is missing or empty";
    hint "send at least one element"; {}
    NULL: "ibm.null.refused", Chosen,
    "nobody says what null means", Some(INVALID_CODE);
    says "null is no value";
    hint "leave the member out to delete it"; {
        documented = "refused",
        observed = "reads as missing; an element of a set is refused",
        viewer = "refused",
    }
    LENGTH: "ibm.length.maximum", Documented,
    "Update customer profile, Mutable attributes", Some(INVALID_CODE);
    says "the value is too long";
    hint "shorten it"; {
        documented = "counted in Unicode scalar values",
        observed = "counted in UTF-16 code units",
        viewer = "counted in Unicode scalar values",
    }
    WORD: "ibm.word.listed", Documented,
    "Update customer profile, AddressType and PaymentMethodType", Some(INVALID_CODE);
    says "the value is not one of the list";
    hint "send a word of the list"; {
        documented = "exact",
        observed = "any ASCII case, stored in capitals",
        viewer = "exact",
    }
    SPELLING: "ibm.spelling.agree", Inferred,
    "Update customer profile, Input", Some(INVALID_CODE);
    says "two spellings of one attribute have different values";
    hint "send one of them"; {}
    SET_SINGLE: "ibm.set.single", Observed,
    "clients SocialSDK and smartcloud-administrator, samples", Some(INVALID_CODE);
    says "the set must have exactly one element";
    hint "send one element"; {
        documented = "exactly one address and one account",
        observed = "one or more",
        viewer = "exactly one address and one account",
    }
    READ_ONLY: "ibm.read-only.same", Chosen,
    "client smartcloud-administrator, models", Some(INVALID_CODE);
    says "a read-only member can't be changed";
    hint "repeat its value or leave it out"; {
        documented = "another value is refused",
        observed = "another value is ignored",
        viewer = "another value is refused",
    }
    STALE: "ibm.version.stale", Documented,
    "Update customer profile, Avoiding stale payload error", None;
    says "the request was not made from the current record";
    hint "read the record, make the change again, send again"; {}
    EXHAUSTED: "ibm.version.exhausted", Chosen,
    "the contract: integers have 64 bits", None;
    says "the lock token can't count any further";
    hint "nothing: the record can't change any more"; {}
}
note {
    "ibm.checks.order", Chosen, "nobody says in which order the server checks";
    says
        "role, then state, then everything required and valid, then stale; all violations are told";
    {}
    "ibm.form.unreadable", Chosen, "the contract: types are the form";
    says "a member of another type, or one beside Customer, is unreadable, before any rule"; {}
    "ibm.form.flat", Inferred, "Update customer profile, Input";
    says
        "a flat body is read too; Version, read-only and unknown members at its top are Customer's";
    {}
    "ibm.flat.identifiers", Chosen, "Update customer profile, Mutable attributes";
    says "a flat body has no place for identifiers: they stay"; {}
    "ibm.flat.mixed", Chosen, "nobody says what a mixed body means";
    says
        "Organization, CustomerAccountSet or CustomerIdentifierSet in a flat body are unreadable";
    {}
    "ibm.omitted.deleted", Documented, "Update customer profile, Mutable attributes";
    says "an attribute that is left out is deleted"; {}
    "ibm.empty.deleted", Documented, "Register customer";
    says "an optional attribute that is sent empty is deleted"; {}
    "ibm.empty.account-number", Inferred, "Update customer profile, AccountNumber";
    says "an empty AccountNumber says that none exists and is stored"; {}
    "ibm.empty.exact", Chosen, "nobody says what blank means";
    says "only the empty text is blank, a space is not"; {}
    "ibm.spelling.accepted", Observed, "Update customer profile, Input; clients";
    says "other spellings are accepted and never written"; {}
    "ibm.set.replaced", Inferred, "Update customer profile, Mutable attributes";
    says "sets are replaced whole; elements are matched by index"; {}
    "ibm.organization.missing", Chosen, "the contract: one violation for each place";
    says
        "a missing Organization or Contact is told attribute by attribute, a missing set once";
    {}
    "ibm.identifiers.omitted", Inferred, "Update customer profile, Mutable attributes";
    says
        "identifiers that are left out are deleted; their attributes are checked for length only";
    {}
    "ibm.identifiers.empty", Chosen, "nobody says what an empty set means";
    says "an empty CustomerIdentifierSet removes the elements and stays as an empty list"; {}
    "ibm.language.default", Documented, "Update customer profile, Input";
    says "en_US is what a reader assumes, it is never written"; {}
    "ibm.email.form", Chosen, "nobody says which form is checked";
    says "the form of an e-mail address is not checked"; {}
    "ibm.version.token", Inferred, "client smartcloud-administrator, models; Hibernate";
    says "Version of Customer is the lock token; missing or null counts as 0 on both sides"; {}
    "ibm.version.counts", Inferred, "Hibernate, StaleStateException";
    says "an applied change adds 1 to Version, an unchanged request does not"; {}
    "ibm.unknown.kept", Chosen, "nobody lists all members";
    says "unknown members stay when they are left out and take the value that is sent"; {}
    "ibm.unknown.null", Chosen, "nobody says what null means";
    says "null for an unknown member is an echo of a stored null, else it is no value"; {
        documented = "refused",
        observed = "reads as missing",
        viewer = "refused",
    }
    "ibm.read-only.kept", Observed, "client SocialSDK, live tests";
    says "read-only members stay as they are, those of matched elements too"; {}
    "ibm.state.missing", Chosen, "nobody says whether every record has a state";
    says "a record without a state counts as ACTIVE"; {}
    "ibm.state.update", Chosen, "nobody says whether a suspended customer can be updated";
    says "ACTIVE and SUSPENDED may be updated, and stay so"; {}
    "ibm.operation.token", Chosen, "nobody says what an operation does to the lock token";
    says "operations need the role, add 1 to Version, and ask for no attributes"; {}
    "ibm.suspension.date", Observed, "client SocialSDK, live tests of the life cycle";
    says "SuspensionDate is never invented and goes with unsuspend"; {}
    "ibm.unregister.pending", Observed, "client smartcloud-administrator, states";
    says "unregistering leads to DEREGISTER_PENDING"; {}
    "ibm.answer.success", Observed, "client SocialSDK, updateCustomerProfile";
    says "success is 204 with an empty body"; {}
    "ibm.answer.error", Observed, "client SocialSDK, BssException";
    says "errors are a BSSResponse; MessageCode is that of the first violation"; {}
    "ibm.answer.stale", Documented, "Update customer profile, Avoiding stale payload error";
    says "a stale request is answered as 500"; {}
}
}
