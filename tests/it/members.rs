//! Absent, null and a value, for every member of every model, with and without a stored value.
//!
//! Goal: the three states of a member exhaustively, at every vendor and in every preset. Method: one
//! row a member with six answers, in the order *stored: absent, null, another value; not stored:
//! absent, null, a value*. `=` it stays, `+` it gets the value, `-` it has none afterwards, `x` the
//! update is refused, `?` it gets a value that nobody sent. A member of a model without a row fails the test.

use crate::common::{Ask, Lab, To, answer, body, put, stored_record};
use customer_core::{adobe, commvault, ibm, vendors};
use serde_json::{Value, json};

/// A member: its place, the value that is stored, another one, and what each preset does.
struct Row(&'static str, Value, Value, Vec<&'static str>);

fn at(value: &Value, pointer: &str) -> Option<Value> {
    value.pointer(pointer).filter(|found| !found.is_null()).cloned()
}

/// What one state of one member does.
fn outcome<W: Lab>(record: &Value, policy: &'static str, pointer: &str, to: &To) -> char {
    let mut update = body::<W>(record);
    put(&mut update, pointer, to);
    let mut facts = W::generous();
    // Without a clock no time stamp moves.
    facts.as_object_mut().unwrap().shift_remove("now");
    let ask = Ask {
        vendor: W::NAME,
        policy,
        customer: record.clone(),
        internal: None,
        input: json!({ "update": update }),
        facts,
    };
    let answer = answer(&ask.question());
    let after = match answer["verdict"].as_str().unwrap() {
        "rejected" => return 'x',
        "unreadable" => return '!',
        _ if W::NAME == "commvault" => &answer["internal"]["pending"],
        _ => &answer["customer"],
    };
    let (before, after) = (at(record, pointer), at(after, pointer));
    match to {
        _ if before == after => '=',
        _ if after.is_none() => '-',
        To::Value(value) if after.as_ref() == Some(value) => '+',
        // A document can say more of a new object than the request: ids, roles, a status.
        To::Value(Value::Object(_) | Value::Array(_)) => '+',
        _ => '?',
    }
}

fn check<W: Lab>(records: &dyn Fn(&str) -> Value, rows: &[Row], names: &[(&str, &[&str])]) {
    let mut wrong = Vec::new();
    for Row(pointer, stored, other, expected) in rows {
        let mut with = records(pointer);
        put(&mut with, pointer, &To::Value(stored.clone()));
        let mut without = with.clone();
        put(&mut without, pointer, &To::Absent);
        for (policy, expected) in W::PRESETS.iter().zip(expected) {
            let mut got = String::new();
            for record in [&with, &without] {
                for to in [To::Absent, To::Null, To::Value(other.clone())] {
                    got.push(outcome::<W>(record, policy, pointer, &to));
                }
            }
            if got != *expected {
                wrong.push(format!("{pointer} ({policy}): expected {expected}, got {got}"));
            }
        }
        assert_eq!(expected.len(), W::PRESETS.len(), "{pointer}");
    }
    assert!(wrong.is_empty(), "{}:\n{}", W::NAME, wrong.join("\n"));
    for (parent, names) in names {
        for name in *names {
            let place = format!("{parent}/{name}");
            assert!(rows.iter().any(|row| row.0 == place), "no row for {place}");
        }
    }
}

/// The same in both presets.
fn alike(pointer: &'static str, stored: Value, other: Value, does: &'static str) -> Row {
    Row(pointer, stored, other, vec![does, does])
}

/// A member that no update of Adobe may change.
fn fixed(pointer: &'static str, stored: Value, other: Value) -> Row {
    alike(pointer, stored, other, "=xx==x")
}

/// A member that every update of Adobe's `observed` preset must have.
fn needed(pointer: &'static str, stored: Value, other: Value) -> Row {
    Row(pointer, stored, other, vec!["=x+==+", "xx+x=+"])
}

/// A member that an update of Adobe may change.
fn free(pointer: &'static str, stored: Value, other: Value) -> Row {
    alike(pointer, stored, other, "=x+==+")
}

fn adobe_rows() -> Vec<Row> {
    let term = json!({"startDate": "2026-03-03", "endDate": "2028-05-01", "status": "COMMITTED",
        "minimumQuantities": [{"offerType": "LICENSE", "quantity": 20}]});
    let ask = |n: i64| json!({"minimumQuantities": [{"offerType": "LICENSE", "quantity": n}]});
    let three_years = |n: i64| json!([{"type": "THREE_YEAR_COMMIT", "commitmentRequest": ask(n)}]);
    let group =
        json!({"id": "1", "name": "G", "type": "STANDARD", "linkedMembershipType": "OWNER"});
    let profile = json!({"companyName": "Fairmont"});
    let address = json!({"country": "US", "city": "San Jose"});
    let contact = |email: &str| json!([{"firstName": "A", "lastName": "B", "email": email}]);
    vec![
        free("/externalReferenceId", json!("342"), json!("9")),
        fixed("/customerId", json!("1"), json!("2")),
        fixed("/resellerId", json!("1"), json!("2")),
        fixed("/distributorId", json!("1"), json!("2")),
        Row("/globalSalesEnabled", json!(true), json!(false), vec!["=x+==+", "?x+==+"]),
        fixed("/tags", json!(["a"]), json!(["b"])),
        alike("/linkedMembership", group, json!({"name": "H", "type": "STANDARD"}), "=xx==+"),
        fixed("/linkedMembership/id", json!("1"), json!("2")),
        fixed("/linkedMembership/name", json!("G"), json!("H")),
        fixed("/linkedMembership/type", json!("STANDARD"), json!("CONSORTIUM")),
        fixed("/linkedMembership/linkedMembershipType", json!("OWNER"), json!("MEMBER")),
        fixed("/linkedMembership/creationDate", json!("2024"), json!("2025")),
        fixed("/linkedMembership/country", json!("US"), json!("CA")),
        fixed("/linkedMembership/benefitTypes", json!(["A"]), json!(["B"])),
        Row("/companyProfile", profile, json!({"companyName": "Acme"}), vec!["=xx==x", "xxxx=x"]),
        Row(
            "/companyProfile/companyName",
            json!("Fairmont"),
            json!("Acme"),
            vec!["=xx==x", "xxxx=x"],
        ),
        needed("/companyProfile/preferredLanguage", json!("en-US"), json!("de-DE")),
        free("/companyProfile/marketSegment", json!("COM"), json!("EDU")),
        fixed("/companyProfile/marketSubSegments", json!(["K_12"]), json!(["HIGHER_ED"])),
        Row("/companyProfile/address", address, json!({"country": "DE"}), vec!["=xx==x", "xxxx=x"]),
        Row("/companyProfile/address/country", json!("US"), json!("CA"), vec!["=xx==x", "xxxx=x"]),
        Row("/companyProfile/address/region", json!("CA"), json!("NY"), vec!["=xx==x", "xxxx=x"]),
        needed("/companyProfile/address/city", json!("San Jose"), json!("Salem")),
        needed("/companyProfile/address/addressLine1", json!("1 Ave"), json!("2 Ave")),
        free("/companyProfile/address/addressLine2", json!("Apt 1"), json!("Apt 2")),
        needed("/companyProfile/address/postalCode", json!("95110"), json!("95111")),
        free("/companyProfile/address/phoneNumber", json!("1"), json!("2")),
        free("/companyProfile/contacts", contact("a@b.com"), contact("c@b.com")),
        // A contact is named whole, so what must be in it must be sent.
        Row(
            "/companyProfile/contacts/0/firstName",
            json!("Mickey"),
            json!("Minnie"),
            vec!["xxxx=x", "xx=x=="],
        ),
        Row(
            "/companyProfile/contacts/0/lastName",
            json!("Mouse"),
            json!("Duck"),
            vec!["xxxx=x", "xx=x=="],
        ),
        Row(
            "/companyProfile/contacts/0/email",
            json!("mickey@mouse.com"),
            json!("m@mouse.com"),
            vec!["xx+xx+", "xx+xx+"],
        ),
        alike("/companyProfile/contacts/0/phoneNumber", json!("1"), json!("2"), "-x+==+"),
        fixed("/discounts", json!([{"level": "02"}]), json!([{"level": "03"}])),
        fixed("/discounts/0/offerType", json!("LICENSE"), json!("CONSUMABLES")),
        fixed("/discounts/0/level", json!("02"), json!("03")),
        fixed("/discounts/0/discountCode", json!("A"), json!("B")),
        alike("/benefits", three_years(20), three_years(30), "=x+==+"),
        Row(
            "/benefits/0/type",
            json!("THREE_YEAR_COMMIT"),
            json!("NONE"),
            // An entry without a type is an echo of one without.
            vec!["xxx==x", "xxx==x"],
        ),
        fixed("/benefits/0/status", json!("ACTIVE"), json!("PENDING")),
        fixed("/benefits/0/commitment", term, json!({"status": "EXPIRED"})),
        fixed("/benefits/0/commitment/startDate", json!("2026-03-03"), json!("2026-03-04")),
        fixed("/benefits/0/commitment/endDate", json!("2028-05-01"), json!("2028-05-02")),
        fixed("/benefits/0/commitment/status", json!("COMMITTED"), json!("EXPIRED")),
        fixed(
            "/benefits/0/commitment/minimumQuantities",
            json!([{"offerType": "LICENSE", "quantity": 20}]),
            json!([{"offerType": "LICENSE", "quantity": 30}]),
        ),
        alike("/benefits/0/commitmentRequest", ask(20), ask(30), "=x+==+"),
        // Under `observed` only in the last days of the term.
        Row("/benefits/0/recommitmentRequest", ask(20), ask(30), vec!["=x+==+", "=xx==x"]),
        fixed("/cotermDate", json!("2026-05-02"), json!("2026-05-03")),
        fixed("/creationDate", json!("2019"), json!("2020")),
        fixed("/status", json!("1000"), json!("1004")),
        fixed("/links", json!({"self": {"uri": "/a"}}), json!({"self": {"uri": "/b"}})),
        fixed("/links/self", json!({"uri": "/a"}), json!({"uri": "/b"})),
        fixed("/links/self/uri", json!("/a"), json!("/b")),
        fixed("/links/self/method", json!("GET"), json!("PUT")),
        fixed("/links/self/headers", json!([1]), json!([2])),
        // What the model does not know is refused, however it is sent.
        alike("/nickname", json!("Fi"), json!("Fo"), "=xx=xx"),
        alike("/companyProfile/nickname", json!("Fi"), json!("Fo"), "=xx=xx"),
        alike("/companyProfile/address/county", json!("a"), json!("b"), "=xx=xx"),
    ]
}

#[test]
fn adobe() {
    let records = |pointer: &str| {
        let name = match pointer {
            one if one.starts_with("/linkedMembership/") => "owner",
            "/companyProfile/marketSubSegments" => "campus",
            "/benefits/0/status" => "large-agency",
            one if one.starts_with("/benefits/0/re") => "committed",
            one if one.starts_with("/benefits/0/commitment/") => "committed",
            one if one.starts_with("/benefits/0") => "requested",
            _ => "fairmont",
        };
        stored_record("adobe", name)
    };
    let benefit = "/benefits/0";
    let names: &[(&str, &[&str])] = &[
        ("", adobe::Resource::NAMES),
        ("/linkedMembership", adobe::LinkedMembership::NAMES),
        ("/companyProfile", adobe::CompanyProfile::NAMES),
        ("/companyProfile/address", adobe::Address::NAMES),
        ("/companyProfile/contacts/0", adobe::Contact::NAMES),
        ("/discounts/0", adobe::Discount::NAMES),
        (benefit, adobe::Benefit::NAMES),
        ("/benefits/0/commitment", adobe::Commitment::NAMES),
    ];
    check::<vendors::Adobe>(&records, &adobe_rows(), names);
}

/// An attribute that a PUT may leave out.
const OPTIONAL: [&str; 3] = ["-x+=x+", "--+==+", "-x+=x+"];
/// An attribute that every table requires.
const REQUIRED: [&str; 3] = ["xx+xx+", "xx+xx+", "xx+xx+"];
/// A member that only the vendor sets.
const READ_ONLY: [&str; 3] = ["=xx=xx", "======", "=xx=xx"];
/// A member that the vendor does not know.
const UNKNOWN: [&str; 3] = ["=x+=x+", "==+==+", "=x+=x+"];

fn ibm_row(pointer: &'static str, stored: Value, other: Value, does: [&'static str; 3]) -> Row {
    Row(pointer, stored, other, does.to_vec())
}

fn ibm_rows() -> Vec<Row> {
    let texts: &[(&str, &[&str], [&str; 3])] = &[
        ("/Customer", &["CustomerNumber"], OPTIONAL),
        ("/Customer", &["SuspensionDate", "IsGuest", "LastSyncDate", "CustomerType"], READ_ONLY),
        ("/Customer", &["Tier"], UNKNOWN),
        ("/Customer/Organization", &["OrgName"], REQUIRED),
        ("/Customer/Organization", &["Phone"], OPTIONAL),
        ("/Customer/Organization", &["Segment"], UNKNOWN),
        (
            "/Customer/Organization",
            &[
                "Owner",
                "Created",
                "Modified",
                "Industry",
                "PartyType",
                "CompanySize",
                "SecurityRealm",
                "CustomerType",
                "IsSyncPending",
            ],
            READ_ONLY,
        ),
        (
            "/Customer/Organization/AddressSet/0",
            &["AddressLine1", "City", "Country", "State", "PostalCode"],
            REQUIRED,
        ),
        ("/Customer/Organization/AddressSet/0", &["AddressLine2"], OPTIONAL),
        (
            "/Customer/Organization/AddressSet/0",
            &["StateCode", "CountryCode", "Modified"],
            READ_ONLY,
        ),
        ("/Customer/Organization/AddressSet/0", &["Verified"], UNKNOWN),
        ("/Customer/Organization/Contact", &["FamilyName", "GivenName", "EmailAddress"], REQUIRED),
        ("/Customer/Organization/Contact", &["WorkPhone"], [REQUIRED[0], REQUIRED[1], OPTIONAL[2]]),
        (
            "/Customer/Organization/Contact",
            &[
                "NamePrefix",
                "NameSuffix",
                "EmployeeNumber",
                "LanguagePreference",
                "HomePhone",
                "MobilePhone",
                "Fax",
                "JobTitle",
                "WebSiteAddress",
                "TimeZone",
                "Photo",
            ],
            OPTIONAL,
        ),
        (
            "/Customer/Organization/Contact",
            &["DN", "Created", "Modified", "Deleted", "SecurityRealm"],
            READ_ONLY,
        ),
        ("/Customer/Organization/Contact", &["Nickname"], UNKNOWN),
        ("/Customer/CustomerAccountSet/0", &["AccountNumber"], REQUIRED),
        (
            "/Customer/CustomerAccountSet/0",
            &["LocationName"],
            [REQUIRED[0], REQUIRED[1], OPTIONAL[2]],
        ),
        ("/Customer/CustomerAccountSet/0", &["CurrencyType"], OPTIONAL),
        ("/Customer/CustomerAccountSet/0", &["VendorId"], READ_ONLY),
        ("/Customer/CustomerAccountSet/0", &["CreditLimit"], UNKNOWN),
        ("/Customer/CustomerIdentifierSet/0", &["Value", "CustomerIdType"], OPTIONAL),
        ("/Customer/CustomerIdentifierSet/0", &["Source"], UNKNOWN),
    ];
    let mut rows: Vec<Row> = texts
        .iter()
        .flat_map(|(parent, names, does)| names.iter().map(move |name| (parent, name, does)))
        .map(|(parent, name, does)| {
            let pointer: &'static str = Box::leak(format!("{parent}/{name}").into_boxed_str());
            ibm_row(pointer, json!("1"), json!("2"), *does)
        })
        .collect();
    let address = |city: &str| {
        json!([{"AddressLine1": "1", "AddressType": "BILLING", "City": city, "Country": "U",
            "State": "M", "PostalCode": "0"}])
    };
    let account = |number: &str| json!([{"AccountNumber": number, "LocationName": "L", "PaymentMethodType": "NONE"}]);
    let contact = |name: &str| json!({"FamilyName": name, "GivenName": "G", "EmailAddress": "e", "WorkPhone": "1"});
    let organization =
        |name: &str| json!({"OrgName": name, "AddressSet": address("C"), "Contact": contact("F")});
    let payment = "/Customer/CustomerAccountSet/0/PaymentMethodType";
    rows.extend([
        ibm_row("/Customer/Id", json!(1), json!(2), READ_ONLY),
        ibm_row("/Customer/CustomerState", json!("ACTIVE"), json!("SUSPENDED"), READ_ONLY),
        ibm_row("/Customer/Organization/IsPartner", json!(false), json!(true), READ_ONLY),
        // The lock token: nothing but itself is current; without one it counts as 0.
        ibm_row("/Customer/Version", json!(7), json!(8), ["xxx==x", "xxx==x", "xxx==x"]),
        ibm_row("/Customer/Organization", organization("A"), organization("B"), REQUIRED),
        ibm_row("/Customer/Organization/AddressSet", address("A"), address("B"), REQUIRED),
        ibm_row(
            "/Customer/Organization/AddressSet/0/AddressType",
            json!("BILLING"),
            json!("MAILING"),
            REQUIRED,
        ),
        ibm_row("/Customer/Organization/Contact", contact("A"), contact("B"), REQUIRED),
        ibm_row("/Customer/CustomerAccountSet", account("A"), account("B"), REQUIRED),
        ibm_row(payment, json!("NONE"), json!("INVOICE"), [OPTIONAL[0], REQUIRED[1], REQUIRED[2]]),
        ibm_row(
            "/Customer/CustomerIdentifierSet",
            json!([{"Value": "1"}]),
            json!([{"Value": "2"}]),
            OPTIONAL,
        ),
    ]);
    rows
}

#[test]
fn ibm() {
    let names: &[(&str, &[&str])] = &[
        ("/Customer", ibm::Profile::NAMES),
        ("/Customer/Organization", ibm::Organization::NAMES),
        ("/Customer/Organization/AddressSet/0", ibm::Address::NAMES),
        ("/Customer/Organization/Contact", ibm::Contact::NAMES),
        ("/Customer/CustomerAccountSet/0", ibm::Account::NAMES),
        ("/Customer/CustomerIdentifierSet/0", ibm::Identifier::NAMES),
    ];
    check::<vendors::Ibm>(&|_| stored_record("ibm", "full"), &ibm_rows(), names);
}

fn commvault_rows() -> Vec<Row> {
    const MERGED: &str = "=-+==+";
    let read_only = |pointer, stored, other| Row(pointer, stored, other, vec!["=xx==x", "======"]);
    // Only an echo of an unknown member is accepted, and null echoes nothing.
    let unknown = |pointer| Row(pointer, json!("1"), json!("2"), vec!["=xx=xx", "======"]);
    let merged = |pointer| alike(pointer, json!("1"), json!("2"), MERGED);
    let required = |pointer, stored, other| Row(pointer, stored, other, vec!["xx+xx+", "=x+=x+"]);
    let john =
        |first: &str| json!([{"firstName": first, "lastName": "Doe", "email": "j@acme.com"}]);
    vec![
        read_only("/id", json!("1"), json!("2")),
        read_only("/insertTs", json!("1"), json!("2")),
        read_only("/updateTs", json!("1"), json!("2")),
        read_only("/provisionCountry", json!("1"), json!("2")),
        read_only("/services", json!([{"sku": "1"}]), json!([{"sku": "2"}])),
        read_only("/deactivatedOptions", json!({"a": 1}), json!({"a": 2})),
        read_only("/type", json!("POC"), json!("Production")),
        required("/externalId", json!("1"), json!("2")),
        required("/name", json!("1"), json!("2")),
        merged("/website"),
        required("/contacts", john("John"), john("Jo")),
        alike("/contacts/0/type", json!("admin"), json!("owner"), "=xx=xx"),
        // Together or not at all: one alone is missing, and none of them can be without a value.
        alike("/contacts/0/email", json!("a@b.com"), json!("c@d.com"), "xx+xx+"),
        alike("/contacts/0/firstName", json!("1"), json!("2"), "xx+xx+"),
        alike("/contacts/0/lastName", json!("1"), json!("2"), "xx+xx+"),
        merged("/contacts/0/phone"),
        alike("/contacts/0/address", json!({"city": "a"}), json!({"city": "b"}), MERGED),
        merged("/contacts/0/address/addressLine1"),
        merged("/contacts/0/address/addressLine2"),
        merged("/contacts/0/address/city"),
        merged("/contacts/0/address/state"),
        merged("/contacts/0/address/country"),
        merged("/contacts/0/address/postalCode"),
        unknown("/industry"),
        unknown("/contacts/0/title"),
        unknown("/contacts/0/address/county"),
    ]
}

#[test]
fn commvault() {
    // The status decides whether there is an update at all: `/status` has no row of its own.
    let top: Vec<&str> =
        commvault::Profile::NAMES.iter().copied().filter(|name| *name != "status").collect();
    let names: &[(&str, &[&str])] = &[
        ("", &top),
        ("/contacts/0", commvault::Contact::NAMES),
        ("/contacts/0/address", commvault::Address::NAMES),
    ];
    check::<vendors::Commvault>(&|_| stored_record("commvault", "acme"), &commvault_rows(), names);
}
