//! What is answered to small wishes at IBM.
//!
//! Goal and method: those of `plan_answers`.

use crate::plan_answers::answers;
use serde_json::json;

/// And leaves out what could not be sent, if that is acknowledged.
#[test]
fn ibm_a_body_says_what_has_a_value() {
    let table = json!([
        [{"/Customer/Organization/Contact/NamePrefix": ""},
            {"merge": {"Customer": {"Organization": {"Contact": {"GivenName": "Z"}}}}}, {},
         {"update": {"/Customer/Organization/Contact/GivenName": "Z",
             "/Customer/Organization/Contact/NamePrefix": "(gone)"}}],
        [{"/Customer/Organization/Contact/NamePrefix": "XXXXXXXXXXXXXXXXXXXXX"},
            {"merge": {"Customer": {"Organization": {"Contact": {"GivenName": "Z"}}}}}, {},
         {"obstacles": [["ibm.length.maximum", "/Customer/Organization/Contact/NamePrefix",
             "acknowledge"]]}],
        [{"/Customer/Organization/Contact/NamePrefix": "XXXXXXXXXXXXXXXXXXXXX"},
            {"merge": {"Customer": {"Organization": {"Contact": {"GivenName": "Z"}}}}},
            {"acknowledge": ["/Customer/Organization/Contact/NamePrefix"]},
         {"update": {"/Customer/Organization/Contact/GivenName": "Z",
             "/Customer/Organization/Contact/NamePrefix": "(gone)"}}],
        [{"/Customer/Organization/Contact/NamePrefix": "XXXXXXXXXXXXXXXXXXXXX"},
            {"merge": {"Customer": {"Organization": {"Contact": {"NamePrefix":
            "YYYYYYYYYYYYYYYYYYYYY"}}}}},
            {"acknowledge": ["/Customer/Organization/Contact/NamePrefix"]},
         {"obstacles": [["ibm.length.maximum", "/Customer/Organization/Contact/NamePrefix",
             "other-value"]]}],
        [{"/Customer/Organization/Contact/NamePrefix": "Dr"},
            {"merge": {"Customer": {"Organization": {"Contact": {"NamePrefix": ""}}}}}, {},
         {"update": {"/Customer/Organization/Contact/NamePrefix": "(gone)"}}],
        [{"/Customer/Organization/Contact/NamePrefix": "Dr"},
            {"merge": {"Customer": {"Organization": {"Contact": {"NamePrefix": null}}}}}, {},
         {"update": {"/Customer/Organization/Contact/NamePrefix": "(gone)"}}],
        [{}, {"merge": {"Customer": {"Organization": {"Contact": {"NamePrefix": ""}}}}}, {},
         "nothing"],
        [{}, {"merge": {"Customer": {"Organization": {"Contact": {"WorkPhone": ""}}}}}, {},
         {"obstacles": [["ibm.required.blank", "/Customer/Organization/Contact/WorkPhone",
             "not-at-this-vendor"]]}],
        [{}, {"merge": {"Customer": {"Organization": {"OrgName": ""}}}}, {},
         {"obstacles": [["ibm.required.blank", "/Customer/Organization/OrgName",
             "not-at-this-vendor"]]}],
        [{"/Customer/Organization/OrgName": ""},
            {"merge": {"Customer": {"Organization": {"Contact": {"GivenName": "Z"}}}}}, {},
         {"obstacles": [["ibm.required.blank", "/Customer/Organization/OrgName",
             "other-value"]]}],
    ]);
    answers("ibm", &json!({}), &table);
}

/// Its elements keep what only the vendor gives, and what no page knows.
#[test]
fn ibm_a_set_keeps_what_nobody_may_change() {
    let stored = json!(
        {"/Customer/Organization/AddressSet/0/StateCode": "MA",
            "/Customer/Organization/AddressSet/0/Modified": "2020",
            "/Customer/Organization/AddressSet/0/zOld": 1});
    let table = json!([
        [{}, {"merge": {"Customer": {"Organization": {"AddressSet": [{"AddressLine1": "1 Street",
            "AddressType": "BILLING", "City": "C", "Country": "United States",
            "State": "Massachusetts", "PostalCode": "02110"}]}}}}, {},
         {"update": {"/Customer/Organization/AddressSet/0/City": "C"}}],
        [{}, {"merge": {"Customer": {"Organization": {"AddressSet": [{"AddressLine1": "1 Street",
            "AddressType": "BILLING", "City": "C", "Country": "United States",
            "State": "Massachusetts", "PostalCode": "02110", "StateCode": "XX"}]}}}}, {},
         {"obstacles": [["ibm.read-only.same", "/Customer/Organization/AddressSet/0/StateCode",
             "not-at-this-vendor"]],
             "nearest": {"/Customer/Organization/AddressSet/0/City": "C"}}],
        [{}, {"merge": {"Customer": {"Organization": {"AddressSet": [{"AddressLine1": "1 Street",
            "AddressType": "BILLING", "City": "C", "Country": "United States",
            "State": "Massachusetts", "PostalCode": "02110", "AddressLine2": null,
            "zOld": null}]}}}}, {},
         {"update": {"/Customer/Organization/AddressSet/0/City": "C"}}],
        [{}, {"merge": {"Customer": {"Organization": {"AddressSet": [{"AddressLine1": "1 Street",
            "AddressType": "BILLING", "City": "C", "Country": "United States",
            "State": "Massachusetts", "PostalCode": "02110", "zOld": 2}]}}}}, {},
         {"update": {"/Customer/Organization/AddressSet/0/City": "C",
             "/Customer/Organization/AddressSet/0/zOld": 2}}],
        [{}, {"merge": {"Customer": {"Organization": {"AddressSet": [{"AddressLine1": "1 Street",
            "AddressType": "BILLING", "City": "Boston", "Country": "United States",
            "State": "Massachusetts", "PostalCode": "02110", "zOld": 1}]}}}}, {},
         "nothing"],
        [{}, {"merge": {"Customer": {"Organization": {"AddressSet": [{"AddressLine1": "1 Street",
            "AddressType": "BILLING", "City": "boston", "Country": "United States",
            "State": "Massachusetts", "PostalCode": "02110"}]}}}}, {},
         {"update": {"/Customer/Organization/AddressSet/0/City": "boston"}}],
        [{}, {"merge": {"Customer": {"Organization": {"AddressSet": [{"AddressLine1": "1 Street",
            "AddressType": "BILLING", "City": "Boston", "Country": "United States",
            "State": "Massachusetts", "PostalCode": "02110"}, {"AddressLine1": "1 Street",
            "AddressType": "BILLING", "City": "Boston", "Country": "United States",
            "State": "Massachusetts", "PostalCode": "02110"}]}}}}, {},
         {"obstacles": [["ibm.set.single", "/Customer/Organization/AddressSet", "other-value"]]}],
        [{}, {"merge": {"Customer": {"Organization": {"AddressSet": []}}}}, {},
         {"obstacles": [["ibm.set.missing", "/Customer/Organization/AddressSet",
             "not-at-this-vendor"]]}],
        [{"/Customer/CustomerIdentifierSet": [{"Value": "1", "CustomerIdType": "T"},
            {"Value": "2", "CustomerIdType": "T"}]},
            {"merge": {"Customer": {"CustomerIdentifierSet": [{"Value": "2",
            "CustomerIdType": "T"}]}}}, {},
         {"update": {"/Customer/CustomerIdentifierSet": [{"Value": "2",
             "CustomerIdType": "T"}]}}],
        [{"/Customer/CustomerIdentifierSet": [{"Value": "1", "CustomerIdType": "T"}]},
            {"merge": {"Customer": {"CustomerIdentifierSet": [{"Value": "1",
            "CustomerIdType": "T"}, {"Value": "2", "CustomerIdType": "T"}]}}}, {},
         {"update": {"/Customer/CustomerIdentifierSet": [{"Value": "1", "CustomerIdType": "T"},
             {"Value": "2", "CustomerIdType": "T"}]}}],
        [{"/Customer/CustomerIdentifierSet": [{"Value": "1", "CustomerIdType": "T", "zOld": 1}]},
            {"merge": {"Customer": {"CustomerIdentifierSet": [{"Value": "1",
            "CustomerIdType": "T", "zOld": null}, {"Value": "2", "CustomerIdType": "T"}]}}}, {},
         {"update": {"/Customer/CustomerIdentifierSet": [{"Value": "1", "CustomerIdType": "T",
             "zOld": 1}, {"Value": "2", "CustomerIdType": "T"}]}}],
        [{"/Customer/CustomerIdentifierSet": [{"Value": "1", "CustomerIdType": "T", "zOld": 1}]},
            {"merge": {"Customer": {"CustomerIdentifierSet": [{"Value": "1",
            "CustomerIdType": "T", "zNew": null}, {"Value": "2", "CustomerIdType": "T"}]}}}, {},
         {"update": {"/Customer/CustomerIdentifierSet": [{"Value": "1", "CustomerIdType": "T",
             "zOld": 1}, {"Value": "2", "CustomerIdType": "T"}]}}],
    ]);
    answers("ibm", &stored, &table);
}

#[test]
fn ibm_of_several_addresses_one_is_sent() {
    let stored = json!(
        {"/Customer/Organization/AddressSet/1": {"AddressLine1": "1 Street",
            "AddressType": "BILLING", "City": "D", "Country": "United States",
            "State": "Massachusetts", "PostalCode": "02110"}});
    let table = json!([
        [{}, {"merge": {"Customer": {"Organization": {"Contact": {"GivenName": "Z"}}}}}, {},
         {"obstacles": [["ibm.set.single", "/Customer/Organization/AddressSet/1",
             "acknowledge"]]}],
        [{}, {"merge": {"Customer": {"Organization": {"Contact": {"GivenName": "Z"}}}}},
            {"acknowledge": ["/Customer/Organization/AddressSet/1"]},
         {"update": {"/Customer/Organization/AddressSet": [{"AddressLine1": "1 Street",
             "AddressType": "BILLING", "City": "Boston", "Country": "United States",
             "State": "Massachusetts", "PostalCode": "02110"}],
             "/Customer/Organization/Contact/GivenName": "Z"}}],
        [{}, {"merge": {"Customer": {"Organization": {"AddressSet": [{"AddressLine1": "1 Street",
            "AddressType": "BILLING", "City": "D", "Country": "United States",
            "State": "Massachusetts", "PostalCode": "02110"}]}}}}, {},
         {"update": {"/Customer/Organization/AddressSet": [{"AddressLine1": "1 Street",
             "AddressType": "BILLING", "City": "D", "Country": "United States",
             "State": "Massachusetts", "PostalCode": "02110"}]}}],
        [{}, {"merge": {"Customer": {"Organization": {"AddressSet": [{"AddressLine1": "1 Street",
            "AddressType": "BILLING", "City": "D", "Country": "United States",
            "State": "Massachusetts", "PostalCode": "02110"}, {"AddressLine1": "1 Street",
            "AddressType": "BILLING", "City": "Boston", "Country": "United States",
            "State": "Massachusetts", "PostalCode": "02110"}]}}}}, {},
         {"obstacles": [["ibm.set.single", "/Customer/Organization/AddressSet", "other-value"]]}],
    ]);
    answers("ibm", &stored, &table);
}

#[test]
fn ibm_words_are_the_same_in_any_case_where_they_are_words() {
    let stored = json!({"/Customer/CustomerAccountSet/0/PaymentMethodType": "INVOICE"});
    let table = json!([
        [{}, {"merge": {"Customer": {"Organization": {"AddressSet": [{"AddressLine1": "1 Street",
            "AddressType": "billing", "City": "Boston", "Country": "United States",
            "State": "Massachusetts", "PostalCode": "02110"}]}}}}, {},
         {"obstacles": [["ibm.word.listed", "/Customer/Organization/AddressSet/0/AddressType",
             "other-value"]]}],
        [{}, {"merge": {"Customer": {"Organization": {"AddressSet": [{"AddressLine1": "1 Street",
            "AddressType": "billing", "City": "Boston", "Country": "United States",
            "State": "Massachusetts", "PostalCode": "02110"}]}}}}, {"policy": "observed"},
         "nothing"],
        [{}, {"merge": {"Customer": {"Organization": {"AddressSet": [{"AddressLine1": "1 Street",
            "AddressType": "BILLING", "City": "boston", "Country": "United States",
            "State": "Massachusetts", "PostalCode": "02110"}]}}}}, {"policy": "observed"},
         {"update": {"/Customer/Organization/AddressSet/0/City": "boston"}}],
        [{}, {"merge": {"Customer": {"Organization": {"AddressSet": [{"AddressLine1": "1 Street",
            "AddressType": "shipping", "City": "Boston", "Country": "United States",
            "State": "Massachusetts", "PostalCode": "02110"}]}}}}, {"policy": "observed"},
         {"obstacles": [["ibm.word.listed", "/Customer/Organization/AddressSet/0/AddressType",
             "other-value"]]}],
        [{"/Customer/Organization/Contact/Fax": ""},
            {"merge": {"Customer": {"Organization": {"Contact": {"Fax": null}}}}},
            {"policy": "observed"},
         "nothing"],
    ]);
    answers("ibm", &stored, &table);
}

/// One that is missing counts as 0.
#[test]
fn ibm_a_lock_token_says_which_record_was_seen() {
    let table = json!([
        [{}, {"merge": {"Customer": {"Version": 7, "CustomerNumber": "9"}}}, {},
         {"update": {"/Customer/CustomerNumber": "9"}}],
        [{}, {"merge": {"Customer": {"Version": 8, "CustomerNumber": "9"}}}, {},
         {"obstacles": [["ibm.version.stale", "/Customer/Version", "other-value"]],
             "nearest": {"/Customer/CustomerNumber": "9"}}],
        [{}, {"merge": {"Customer": {"Version": null, "CustomerNumber": "9"}}}, {},
         {"obstacles": [["ibm.version.stale", "/Customer/Version", "other-value"]],
             "nearest": {"/Customer/CustomerNumber": "9"}}],
        [{}, {"edited": {"/Customer/Version": "(gone)", "/Customer/CustomerNumber": "9"}}, {},
         {"update": {"/Customer/CustomerNumber": "9"}}],
        [{"/Customer/Version": "(gone)"}, {"merge": {"Customer": {"Version": 0,
            "CustomerNumber": "9"}}}, {},
         {"update": {"/Customer/CustomerNumber": "9"}}],
        [{"/Customer/Version": "(gone)"}, {"merge": {"Customer": {"Version": 7,
            "CustomerNumber": "9"}}}, {},
         {"obstacles": [["ibm.version.stale", "/Customer/Version", "other-value"]],
             "nearest": {"/Customer/CustomerNumber": "9"}}],
        [{"/Customer/Version": "(gone)"}, {"merge": {"Customer": {"Version": null,
            "CustomerNumber": "9"}}}, {},
         {"update": {"/Customer/CustomerNumber": "9"}}],
        [{"/Customer/Version": 9_223_372_036_854_775_807_i64},
            {"merge": {"Customer": {"CustomerNumber": "9"}}}, {},
         {"obstacles": [["ibm.version.exhausted", "/Customer/Version", "not-at-this-vendor"]]}],
    ]);
    answers("ibm", &json!({}), &table);
}

#[test]
fn ibm_the_caller_is_asked_first_and_the_token_last() {
    let table = json!([
        [{}, {"merge": {"Customer": {"Version": 8, "Organization": {"OrgName": ""}}}}, {},
         {"obstacles": [["ibm.required.blank", "/Customer/Organization/OrgName",
             "not-at-this-vendor"], ["ibm.version.stale", "/Customer/Version", "other-value"]]}],
        [{}, {"merge": {"Customer": {"Version": 8, "Organization": {"OrgName": ""}}}},
            {"facts": {}},
         {"obstacles": [["ibm.role.known", "/facts/role", "facts"], ["ibm.organization.known",
             "/facts/sameOrganization", "facts"], ["ibm.required.blank",
             "/Customer/Organization/OrgName", "not-at-this-vendor"], ["ibm.version.stale",
             "/Customer/Version", "other-value"]]}],
        [{}, {"merge": {"Customer": {"Version": 8, "Organization": {"OrgName": ""}}}},
            {"facts": {"role": "CUSTOMER"}},
         {"obstacles": [["ibm.role.permitted", "/facts/role", "not-at-this-vendor"]]}],
        [{"/Customer/CustomerState": "DEREGISTERED"}, {"merge": {"Customer": {"Version": 8,
            "Organization": {"OrgName": ""}}}}, {},
         {"obstacles": [["ibm.state.present", "/Customer/CustomerState", "not-at-this-vendor"],
             ["ibm.required.blank", "/Customer/Organization/OrgName", "not-at-this-vendor"],
             ["ibm.version.stale", "/Customer/Version", "other-value"]]}],
        [{"/Customer/CustomerState": "DEREGISTERED"},
            {"merge": {"Customer": {"Organization": {"OrgName": ""}}}},
            {"facts": {"role": "CUSTOMER"}},
         {"obstacles": [["ibm.role.permitted", "/facts/role", "not-at-this-vendor"]]}],
        [{"/Customer/CustomerState": "DEREGISTER_PENDING"},
            {"merge": {"Customer": {"Organization": {"OrgName": ""}}}}, {"facts": {}},
         {"obstacles": [["ibm.role.known", "/facts/role", "facts"], ["ibm.organization.known",
             "/facts/sameOrganization", "facts"], ["ibm.state.present", "/Customer/CustomerState",
             "not-at-this-vendor"], ["ibm.required.blank", "/Customer/Organization/OrgName",
             "not-at-this-vendor"]]}],
        [{"/Customer/Organization/Contact/NamePrefix": "XXXXXXXXXXXXXXXXXXXXX"},
            {"merge": {"Customer": {"Organization": {"Contact": {"GivenName": "Z"}}}}},
            {"unknown": "role"},
         {"obstacles": [["ibm.role.known", "/facts/role", "facts"], ["ibm.length.maximum",
             "/Customer/Organization/Contact/NamePrefix", "acknowledge"]]}],
        [{"/Customer/Organization/Contact/NamePrefix": "XXXXXXXXXXXXXXXXXXXXX"},
            {"merge": {"Customer": {"Organization": {"Contact": {"GivenName": "Z"}}}}},
            {"unknown": "sameOrganization"},
         {"obstacles": [["ibm.organization.known", "/facts/sameOrganization", "facts"],
             ["ibm.length.maximum", "/Customer/Organization/Contact/NamePrefix",
             "acknowledge"]]}],
        [{"/Customer/zNew": 1}, {"merge": {"Customer": {"zNew": null}}},
            {"unknown": "sameOrganization"},
         {"obstacles": [["ibm.organization.known", "/facts/sameOrganization", "facts"],
             ["ibm.unknown.kept", "/Customer/zNew", "not-at-this-vendor"]]}],
        [{"/Customer/zNew": 1}, {"merge": {"Customer": {"zNew": null}}}, {"unknown": "role"},
         {"obstacles": [["ibm.role.known", "/facts/role", "facts"], ["ibm.unknown.kept",
             "/Customer/zNew", "not-at-this-vendor"]]}],
    ]);
    answers("ibm", &json!({}), &table);
}

/// Two spellings with two values are for nobody to choose from.
#[test]
fn ibm_another_spelling_is_the_same_attribute() {
    let table = json!([
        [{}, {"merge": {"Customer": {"Organization": {"AddressSet": [{"AddressType": "BILLING",
            "City": "Boston", "Country": "United States", "State": "Massachusetts",
            "PostalCode": "02110", "AdressLine1": "2 Street"}]}}}}, {},
         {"update": {"/Customer/Organization/AddressSet/0/AddressLine1": "2 Street"}}],
        [{}, {"merge": {"Customer": {"Organization": {"AddressSet": [{"AddressLine1": "1 Street",
            "AddressType": "BILLING", "City": "Boston", "Country": "United States",
            "State": "Massachusetts", "PostalCode": "02110", "AdressLine2": "x"}]}}}}, {},
         {"update": {"/Customer/Organization/AddressSet/0/AddressLine2": "x"}}],
        [{}, {"merge": {"Customer": {"Organization": {"AddressSet": [{"AddressLine1": "1 Street",
            "AddressType": "BILLING", "City": "Boston", "Country": "United States",
            "State": "Massachusetts", "PostalCode": "02110", "AdressType": "SHIPPING"}]}}}}, {},
         {"obstacles": [["ibm.spelling.agree", "/Customer/Organization/AddressSet/0/AdressType",
             "other-value"]]}],
        [{}, {"merge": {"Customer": {"Organization": {"AddressSet": [{"AddressLine1": "1 Street",
            "City": "Boston", "Country": "United States", "State": "Massachusetts",
            "PostalCode": "02110", "AdressType": "BILLING"}]}}}}, {},
         "nothing"],
        [{}, {"merge": {"Customer": {"Organization": {"AddressSet": [{"AddressLine1": "1 Street",
            "AddressType": "BILLING", "City": "Boston", "Country": "United States",
            "State": "Massachusetts", "PostalCode": "02110", "AdressLine1": null}]}}}}, {},
         "nothing"],
        [{}, {"merge": {"Customer": {"Organization": {"AddressSet": [{"AddressLine1": "1 Street",
            "AddressType": "BILLING", "City": "Boston", "Country": "United States",
            "State": "Massachusetts", "PostalCode": "02110", "AdressLine1": "1 Street"}]}}}}, {},
         "nothing"],
        [{}, {"merge": {"Customer": {"Organization": {"AddressSet": [{"AddressLine1": null,
            "AddressType": "BILLING", "City": "Boston", "Country": "United States",
            "State": "Massachusetts", "PostalCode": "02110", "AdressLine1": "2"}]}}}}, {},
         {"update": {"/Customer/Organization/AddressSet/0/AddressLine1": "2"}}],
        [{}, {"merge": {"Customer": {"Organization": {"AddressSet": [{"AddressLine1": "1 Street",
            "AddressType": "BILLING", "City": "Boston", "Country": "United States",
            "State": "Massachusetts", "PostalCode": "02110", "AdressLine1": ["x"]}]}}}}, {},
         {"unreadable": ["/wish/merge/Customer/Organization/AddressSet/0/AdressLine1"]}],
        [{}, {"merge": {"Customer": {"Organization": {"Contact": {"WebsiteAddress":
            "n.example"}}}}}, {},
         {"update": {"/Customer/Organization/Contact/WebSiteAddress": "n.example"}}],
        [{}, {"edited": {"/Customer/Organization/Contact/WebsiteAddress": "n.example"}}, {},
         {"obstacles": [["ibm.spelling.agree", "/Customer/Organization/Contact/WebsiteAddress",
             "other-value"]]}],
        [{}, {"rebased": [{}, {"/Customer/Organization/Contact/WebsiteAddress": "n.example"}]},
            {},
         {"obstacles": [["ibm.spelling.agree", "/Customer/Organization/Contact/WebsiteAddress",
             "other-value"]]}],
        [{}, {"rebased": [{"/Customer/Organization/Contact/WebsiteAddress": "n.example"},
            {"/Customer/CustomerNumber": "9"}]}, {},
         {"update": {"/Customer/CustomerNumber": "9"}}],
        [{}, {"rebased": [{}, {"/Customer/Organization/Contact/WebsiteAddress": "w.example"}]},
            {},
         "nothing"],
        [{}, {"rebased": [{"/Customer/Organization/Contact/WebsiteAddress": "n.example"},
            {"/Customer/Organization/Contact/WebSiteAddress": "m.example"}]}, {},
         {"obstacles": [["ibm.spelling.agree", "/Customer/Organization/Contact/WebsiteAddress",
             "other-value"]]}],
        [{}, {"edited": {"/Customer/Organization/Contact/WebSiteAddress": "m.example",
            "/Customer/Organization/Contact/WebsiteAddress": "n.example",
            "/Customer/CustomerNumber": "9"}}, {},
         {"obstacles": [["ibm.spelling.agree", "/Customer/Organization/Contact/WebsiteAddress",
             "other-value"]], "nearest": {"/Customer/CustomerNumber": "9"}}],
    ]);
    answers("ibm", &json!({}), &table);
}

#[test]
fn ibm_nothing_belongs_beside_the_customer() {
    let table = json!([
        [{}, {"merge": {"Customer": {}, "zX": 1}}, {}, {"unreadable": ["/wish/merge/zX"]}],
        [{}, {"merge": {"zX": 1}}, {}, {"unreadable": ["/wish/merge/zX"]}],
        [{}, {"edited": {"/zX": 1}}, {}, {"unreadable": ["/wish/document/zX"]}],
        [{}, {"merge": {}}, {}, "nothing"],
    ]);
    answers("ibm", &json!({}), &table);
}

/// An update and an operation, where the update can be had.
#[test]
fn ibm_a_state_is_reached_in_two_steps() {
    let table = json!([
        [{"/Customer/CustomerState": "SUSPENDED"},
            {"edited": {"/Customer/CustomerState": "ACTIVE", "/Customer/CustomerNumber": "9"}},
            {},
         {"obstacles": [["ibm.read-only.same", "/Customer/CustomerState", "two-steps"]],
             "steps": [{"update": {"/Customer/CustomerNumber": "9"}},
             {"operation": "unsuspendCustomer"}], "nearest": {"/Customer/CustomerNumber": "9"}}],
        [{}, {"edited": {"/Customer/CustomerState": "SUSPENDED",
            "/Customer/CustomerNumber": "9"}}, {},
         {"obstacles": [["ibm.read-only.same", "/Customer/CustomerState", "two-steps"]],
             "steps": [{"update": {"/Customer/CustomerNumber": "9"}},
             {"operation": "suspendCustomer"}], "nearest": {"/Customer/CustomerNumber": "9"}}],
        [{}, {"edited": {"/Customer/CustomerState": "DEREGISTER_PENDING",
            "/Customer/CustomerNumber": "9"}}, {},
         {"obstacles": [["ibm.read-only.same", "/Customer/CustomerState", "other-endpoint"]],
             "nearest": {"/Customer/CustomerNumber": "9"}}],
        [{}, {"edited": {"/Customer/CustomerState": "SUSPENDED"}}, {},
         {"obstacles": [["ibm.read-only.same", "/Customer/CustomerState", "other-endpoint"]]}],
        [{}, {"edited": {"/Customer/CustomerState": "NEW", "/Customer/CustomerNumber": "9"}}, {},
         {"obstacles": [["ibm.read-only.same", "/Customer/CustomerState", "not-at-this-vendor"]],
             "nearest": {"/Customer/CustomerNumber": "9"}}],
        [{}, {"edited": {"/Customer/CustomerState": "SUSPENDED", "/Customer/Id": 8,
            "/Customer/CustomerNumber": "9"}}, {},
         {"obstacles": [["ibm.read-only.same", "/Customer/Id", "not-at-this-vendor"],
             ["ibm.read-only.same", "/Customer/CustomerState", "other-endpoint"]],
             "nearest": {"/Customer/CustomerNumber": "9"}}],
    ]);
    answers("ibm", &json!({}), &table);
}

#[test]
fn ibm_a_conflict_shows_all_three_sides() {
    let table = json!([
        [{}, {"rebased": [{"/Customer/Organization/OrgName": "Old"},
            {"/Customer/Organization/OrgName": "New"}]}, {},
         {"obstacles": [["ibm.plan.conflict", "/Customer/Organization/OrgName", "other-value"]],
             "sides": {"base": "Old", "mine": "New", "theirs": "Works"}}],
        [{}, {"rebased": [{"/Customer/CustomerNumber": "1"},
            {"/Customer/CustomerNumber": "(gone)"}]}, {},
         "nothing"],
        [{}, {"rebased": [{"/Customer/CustomerNumber": "1"}, {"/Customer/CustomerNumber": "2"}]},
            {},
         {"obstacles": [["ibm.plan.conflict", "/Customer/CustomerNumber", "other-value"]],
             "sides": {"base": "1", "mine": "2"}}],
        [{}, {"rebased": [{"/Customer/Organization/OrgName": "Old"},
            {"/Customer/Organization/OrgName": "New", "/Customer/CustomerNumber": "3"}]}, {},
         {"obstacles": [["ibm.plan.conflict", "/Customer/Organization/OrgName", "other-value"]],
             "sides": {"base": "Old", "mine": "New", "theirs": "Works"},
             "nearest": {"/Customer/CustomerNumber": "3"}}],
        [{}, {"rebased": [{}, {"/Customer/a~1b~0c": 1}]}, {}, {"update": {"/Customer/a/b~c": 1}}],
        [{"/Customer/a~1b~0c": 1}, {"merge": {"Customer": {"a/b~c": null,
            "CustomerNumber": "9"}}}, {},
         {"obstacles": [["ibm.unknown.kept", "/Customer/a~1b~0c", "not-at-this-vendor"]],
             "nearest": {"/Customer/CustomerNumber": "9"}}],
        [{"/Customer/a~1b~0c": 1}, {"edited": {"/Customer/a~1b~0c": "(gone)",
            "/Customer/CustomerNumber": "9"}}, {},
         {"update": {"/Customer/CustomerNumber": "9"}}],
    ]);
    answers("ibm", &json!({}), &table);
}
