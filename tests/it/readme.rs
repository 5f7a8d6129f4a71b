//! What the README says of the core, asked of the core.
//!
//! Goal: a reader may trust the table of semantics, the limits and the names of the laws. Method:
//! the first word of every cell is a prediction; a small question of the JSON contract checks it.

use std::fs;
use std::path::Path;

use customer_core::{adobe, contract, json as wire};
use serde_json::{Value, json};

fn file(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(name);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// Rows of the table behind `marker`, each with its cells; the heading and the rule are left out.
fn table(marker: &str) -> Vec<Vec<String>> {
    let readme = file("README.md");
    let (_, behind) = readme.split_once(marker).unwrap_or_else(|| panic!("no {marker}"));
    let lines = behind.lines().skip_while(|line| !line.starts_with('|'));
    let rows = lines.take_while(|line| line.starts_with('|')).skip(2);
    let cells = |row: &str| row.trim_matches('|').split(" | ").map(|c| c.trim().into()).collect();
    rows.map(cells).collect()
}

/// The word in bold with which a cell begins.
fn word(cell: &str) -> &str {
    cell.strip_prefix("**").and_then(|rest| rest.split("**").next()).unwrap_or_default()
}

fn ask(question: &Value) -> Value {
    serde_json::from_str(&contract::apply(&question.to_string())).unwrap()
}

/// A vendor's record, a request that changes nothing, and the place of one optional member.
struct Vendor {
    name: &'static str,
    customer: Value,
    update: Value,
    facts: Value,
    /// The optional member that is left out, null, and set.
    member: &'static str,
    /// A list of which one element is sent without its last member, and where that member is.
    list: (&'static str, Value, &'static str),
    /// Where an unknown member is sent.
    around: &'static str,
    /// Makes the record busy, or the request stale.
    outdated: fn(&mut Value),
}

fn vendors() -> [Vendor; 3] {
    let ada = json!({"firstName": "Ada", "lastName": "Byron", "email": "ada@example.com"});
    let mut phoned = ada.clone();
    phoned["phoneNumber"] = json!("1");
    let address = json!({"AddressLine1": "1 Way", "AddressType": "BILLING", "City": "Boston",
        "Country": "United States", "State": "Massachusetts", "PostalCode": "02110"});
    let mut floor = address.clone();
    floor["AddressLine2"] = json!("Floor 2");
    let ibm = json!({"Customer": {"Version": 7, "CustomerState": "ACTIVE",
        "Organization": {"OrgName": "Acme", "WebAddress": "old", "AddressSet": [floor],
            "Contact": {"FamilyName": "Byron", "GivenName": "Ada", "JobTitle": "old",
                "EmailAddress": "ada@example.com", "WorkPhone": "1"}},
        "CustomerAccountSet": [{"AccountNumber": "", "LocationName": "Boston"}]}});
    let account = json!({"status": "active", "externalId": "X1", "name": "Acme", "website": "old",
        "contacts": [{"type": "admin", "firstName": "Ada", "lastName": "Byron",
            "email": "ada@example.com", "phone": "1"}]});
    [
        Vendor {
            name: "adobe",
            customer: json!({"externalReferenceId": "old", "status": "1000",
                "companyProfile": {"contacts": [phoned]}}),
            update: json!({"companyProfile": {}}),
            facts: json!({}),
            member: "/externalReferenceId",
            list: ("/companyProfile/contacts", json!([ada]), "/phoneNumber"),
            around: "",
            outdated: |question| question["customer"]["status"] = json!("1002"),
        },
        Vendor {
            name: "ibm",
            update: ibm.clone(),
            customer: ibm,
            facts: json!({"role": "VSR", "sameOrganization": true}),
            member: "/Customer/Organization/Contact/JobTitle",
            list: ("/Customer/Organization/AddressSet", json!([address]), "/AddressLine2"),
            around: "/Customer",
            outdated: |question| question["customer"]["Customer"]["Version"] = json!(8),
        },
        Vendor {
            name: "commvault",
            customer: account,
            update: json!({"externalId": "X1", "name": "Acme", "contacts": [{}]}),
            facts: json!({}),
            member: "/website",
            list: ("/contacts", json!([{"type": "admin"}]), "/phone"),
            around: "",
            outdated: |question| question["customer"]["status"] = json!("updating"),
        },
    ]
}

/// Gives the member at `pointer` a value, or takes it away.
fn put(document: &mut Value, pointer: &str, value: Option<Value>) {
    let (parent, name) = pointer.rsplit_once('/').unwrap();
    let parent = document.pointer_mut(parent).unwrap().as_object_mut().unwrap();
    match value {
        Some(value) => parent.insert(name.into(), value),
        None => parent.remove(name),
    };
}

impl Vendor {
    fn question(&self, update: &Value) -> Value {
        json!({"vendor": self.name, "customer": self.customer, "facts": self.facts,
            "input": {"update": update}})
    }

    /// What has become of `pointer` in the end: refused, gone, kept, or this value.
    fn becomes(&self, update: &Value, pointer: &str) -> String {
        let mut answer = ask(&self.question(update));
        if answer["verdict"] == "rejected" {
            return "refuse".into();
        }
        if answer["next"] == "poll" {
            answer = ask(&json!({"vendor": self.name, "customer": answer["customer"],
                "internal": answer["internal"], "input": {"settled": "succeeded"}}));
        }
        assert!(answer["verdict"] == "applied" || answer["verdict"] == "unchanged", "{answer}");
        match (self.customer.pointer(pointer), answer["customer"].pointer(pointer)) {
            (_, None) => "gone".into(),
            (Some(before), Some(after)) if before == after => "kept".into(),
            _ => "set".into(),
        }
    }

    /// What the core does in the situation of a row.
    fn does(&self, row: usize) -> String {
        let mut update = self.update.clone();
        match row {
            0..=2 => {
                let value = [None, Some(Value::Null), Some(json!("new"))][row].clone();
                put(&mut update, self.member, value);
                self.becomes(&update, self.member)
            }
            3 => {
                let (list, elements, last) = &self.list;
                put(&mut update, list, Some(elements.clone()));
                self.becomes(&update, &format!("{list}/0{last}"))
            }
            4 => {
                let unknown = format!("{}/colour", self.around);
                put(&mut update, &unknown, Some(json!("red")));
                self.becomes(&update, &unknown)
            }
            5 => {
                let mut question = self.question(&update);
                (self.outdated)(&mut question);
                ask(&question)["verdict"].as_str().unwrap().into()
            }
            _ => ask(&self.question(&update))["next"].as_str().unwrap().into(),
        }
    }
}

#[test]
fn the_table_of_semantics_is_true() {
    let rows = table("<!-- semantics");
    assert_eq!(rows.len(), 7);
    for (row, cells) in rows.iter().enumerate() {
        for (vendor, cell) in vendors().iter().zip(&cells[1..]) {
            let expected = match word(cell) {
                "delete" | "clear" | "replace" => "gone",
                "keep" | "merge" => "kept",
                "set" | "store" => "set",
                "refuse" if row == 5 => "rejected",
                "refuse" => "refuse",
                "at once" => "done",
                "later" => "poll",
                other => panic!("`{other}` in `{cell}` is no known word"),
            };
            assert_eq!(vendor.does(row), expected, "{}, row {row}: {cell}", vendor.name);
        }
    }
}

/// The commitment as a record shows it with this status: what it is before an arrow.
fn committed(status: &str) -> (Value, Value) {
    let quantities = json!([{"offerType": "LICENSE", "quantity": 20}]);
    let mut benefit = json!({"type": "THREE_YEAR_COMMIT"});
    let mut internal = json!({});
    match status {
        "[*]" => {}
        "COMMITTED" => {
            benefit["commitment"] = json!({"startDate": "2026-03-01", "endDate": "2029-02-28",
                "status": status, "minimumQuantities": quantities});
        }
        _ => {
            let since = if status == "ACCEPTED" { "acceptedOn" } else { "requestedOn" };
            internal[since] = json!("2026-03-01");
            benefit["commitmentRequest"] =
                json!({"status": status, "minimumQuantities": quantities});
        }
    }
    (json!({"cotermDate": "2027-03-01", "benefits": [benefit]}), internal)
}

/// The status of the commitment after an arrow with this label.
fn commitment_after(from: &str, label: &str) -> String {
    let asked = json!({"benefits": [{"type": "THREE_YEAR_COMMIT", "commitmentRequest":
        {"minimumQuantities": [{"offerType": "LICENSE", "quantity": 20}]}}]});
    let event = |name: &str| json!({"commitment": name});
    let (input, today, owned) = match label {
        "the partner asks" => (json!({"update": asked}), "2026-03-01", 0),
        "accepted within 7 days" => (event("accepted"), "2026-03-08", 0),
        "accepted, and owned already" => (event("accepted"), "2026-03-08", 20),
        "declined" => (event("declined"), "2026-03-08", 0),
        "7 days pass" => (event("elapsed"), "2026-03-09", 0),
        "the quantities are ordered" => (event("ordered"), "2026-03-31", 20),
        "30 days pass" => (event("elapsed"), "2026-04-01", 0),
        "renewed with less" => (event("renewed"), "2027-03-01", 19),
        "the term ends" => (event("elapsed"), "2029-03-01", 20),
        _ => panic!("nobody knows `{label}`"),
    };
    let (customer, internal) = committed(from);
    let facts = json!({"today": today, "owned": {"LICENSE": owned}});
    let answer = ask(&json!({"vendor": "adobe", "customer": customer, "internal": internal,
        "input": input, "facts": facts}));
    let benefit = &answer["customer"]["benefits"][0];
    let [request, commitment] =
        ["commitmentRequest", "commitment"].map(|of| &benefit[of]["status"]);
    request.as_str().or(commitment.as_str()).unwrap_or_else(|| panic!("{answer}")).into()
}

/// The status of the account after an arrow with this label.
fn account_after(from: &str, label: &str) -> String {
    let account = json!({"status": from, "externalId": "X1", "name": "Acme"});
    let update = json!({"externalId": "X1", "name": "Acme", "contacts": [
        {"firstName": "Ada", "lastName": "Byron", "email": "ada@example.com"}]});
    let input = match label {
        "update" => json!({"update": update}),
        _ => json!({"settled": label}),
    };
    let answer = ask(&json!({"vendor": "commvault", "customer": account,
        "internal": {"pending": account}, "input": input}));
    answer["customer"]["status"].as_str().unwrap_or_else(|| panic!("{answer}")).into()
}

#[test]
fn every_arrow_is_a_move() {
    let readme = file("README.md");
    let lines = readme.lines().filter_map(|line| line.trim().split_once(" --> "));
    let mut arrows = 0_usize;
    for (from, rest) in lines {
        let (to, label) = rest.split_once(": ").unwrap();
        let at_commvault = to.chars().all(|c| c.is_ascii_lowercase() || c == '_');
        let after = if at_commvault { account_after } else { commitment_after };
        assert_eq!(after(from, label), to, "{from}: {label}");
        arrows = arrows.saturating_add(1);
    }
    assert!(arrows >= 13, "only {arrows} arrows were found");
}

#[test]
fn the_limits_are_those_of_the_code() {
    let readme = file("README.md");
    for (what, limit) in [
        ("a question of the JSON contract", format!("{} MiB", contract::SIZE_MAX >> 20)),
        (
            "a record's document, an update, or a document of a wish",
            format!("{} MiB", wire::DOCUMENT_SIZE_MAX >> 20),
        ),
        ("depth of a question", wire::DEPTH_MAX.to_string()),
        ("depth of a document", wire::DOCUMENT_DEPTH_MAX.to_string()),
        ("contacts in a list at Adobe and at Commvault", adobe::CONTACTS_MAX.to_string()),
    ] {
        let line = readme.lines().find(|line| line.starts_with(&format!("| {what} |"))).unwrap();
        assert!(line.replace(',', "").contains(&format!("| {limit} |")), "{line}");
    }
}

#[test]
fn beyond_the_limits_nothing_is_read() {
    let readable =
        |question: &str| !contract::apply(question).contains(r#""verdict":"unreadable""#);
    let adobe = |customer: &str| {
        format!(r#"{{"vendor": "adobe", "customer": {customer}, "input": {{"update": {{}}}}}}"#)
    };
    let padded = |size: usize| {
        let question = adobe("{}");
        " ".repeat(size.saturating_sub(question.len())) + &question
    };
    let nested = |depth: usize| {
        let (open, close) = ("[".repeat(depth), "]".repeat(depth));
        adobe(&format!(r#"{{"colour": {open}{close}}}"#))
    };
    let contacts = |count: usize| {
        adobe(&format!(
            r#"{{"companyProfile": {{"contacts": [{}]}}}}"#,
            vec!["{}"; count].join(",")
        ))
    };
    assert!(
        readable(&padded(contract::SIZE_MAX))
            && !readable(&padded(contract::SIZE_MAX.saturating_add(1)))
    );
    // The customer is one level.
    let depth = wire::DOCUMENT_DEPTH_MAX.saturating_sub(1);
    assert!(readable(&nested(depth)) && !readable(&nested(depth.saturating_add(1))));
    let count = adobe::CONTACTS_MAX;
    assert!(readable(&contacts(count)) && !readable(&contacts(count.saturating_add(1))));
}

#[test]
fn every_law_is_a_test() {
    let (laws, rows) = (file("tests/it/laws.rs"), table("\n## Laws"));
    assert!(!rows.is_empty());
    for row in rows {
        let name = row.last().unwrap().trim_matches('`').to_owned();
        assert!(laws.contains(&format!("fn {name}(")), "{name} is not in tests/it/laws.rs");
    }
}

#[test]
fn every_file_named_is_there() {
    for page in ["README.md", "CONTRIBUTING.md", "CHANGELOG.md"] {
        let text = file(page);
        let links = text.split("](").skip(1).filter_map(|rest| rest.split(')').next());
        for link in links.filter(|link| !link.starts_with("http") && !link.starts_with('#')) {
            let there = Path::new(env!("CARGO_MANIFEST_DIR")).join(link).exists();
            assert!(there, "{page} names {link}");
        }
    }
}
