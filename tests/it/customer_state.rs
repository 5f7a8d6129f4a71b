//! The state of an IBM customer: every state with every call, every caller and every edge of the
//! lock token, against a table written by hand from the vendor's pages and the readings.

use std::collections::{BTreeMap, BTreeSet};

use customer_core::decision::{Next, Rejection};
use customer_core::ibm::{
    self, Customer, Facts, Input, Operation, Policy, RULES, Role, Update, apply,
};
use serde_json::{Value, json};

/// What a stored customer says of its state, as JSON; what that counts as.
const STATES: [(Option<&str>, &str); 8] = [
    (None, "active"),
    (Some("null"), "active"),
    (Some("\"ACTIVE\""), "active"),
    (Some("\"SUSPENDED\""), "suspended"),
    (Some("\"DEREGISTER_PENDING\""), "gone"),
    (Some("\"active\""), "gone"),
    (Some("\"FROZEN\""), "gone"),
    (Some("\"\""), "gone"),
];

/// A call by state: the state afterwards, or the rule that refuses.
const CALLS: [(Call, [(&str, &str); 3]); 7] = [
    (
        Call::Suspend,
        [
            ("active", "SUSPENDED"),
            ("suspended", "ibm.suspend.active"),
            ("gone", "ibm.state.present"),
        ],
    ),
    (
        Call::Unsuspend,
        [
            ("active", "ibm.unsuspend.suspended"),
            ("suspended", "ACTIVE"),
            ("gone", "ibm.state.present"),
        ],
    ),
    (
        Call::Unregister,
        [
            ("active", "DEREGISTER_PENDING"),
            ("suspended", "DEREGISTER_PENDING"),
            ("gone", "ibm.state.present"),
        ],
    ),
    (Call::Echo, STAYS),
    (Call::Put, STAYS),
    (Call::Stale, STAYS),
    (Call::State, STAYS),
];

const STAYS: [(&str, &str); 3] = [("active", ""), ("suspended", ""), ("gone", "ibm.state.present")];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Call {
    Suspend,
    Unsuspend,
    Unregister,
    /// The stored document again.
    Echo,
    /// Another telephone number.
    Put,
    /// The same, made from another version.
    Stale,
    /// Another state and another telephone number.
    State,
}

/// The role, the rule that refuses it; likewise the organization and the subscriptions.
const ROLES: [(Option<&str>, &str); 5] = [
    (None, "ibm.role.known"),
    (Some("CustomerAdministrator"), ""),
    (Some("VSR"), ""),
    (Some("User"), "ibm.role.permitted"),
    (Some("vsr"), "ibm.role.permitted"),
];
const ORGANIZATIONS: [(Option<bool>, &str); 3] =
    [(None, "ibm.organization.known"), (Some(false), "ibm.organization.own"), (Some(true), "")];
const SUBSCRIPTIONS: [(Option<u64>, &str, &str); 3] = [
    (None, "ibm.unregister.known", "/facts/activeSubscriptions"),
    (Some(0), "", ""),
    (Some(1), "ibm.unregister.subscriptions", "/input/operation"),
];

/// The stored lock token as JSON, and the one after a change.
const VERSIONS: [(Option<&str>, Option<i64>); 5] = [
    (None, Some(1)),
    (Some("null"), Some(1)),
    (Some("7"), Some(8)),
    (Some("9223372036854775806"), Some(i64::MAX)),
    (Some("9223372036854775807"), None),
];

fn presets() -> [(&'static str, Policy); 3] {
    [
        ("documented", Policy::documented()),
        ("observed", Policy::observed()),
        ("viewer", Policy::viewer()),
    ]
}

/// One stored customer, as it is and as the table sees it.
struct Stored {
    customer: Customer,
    document: String,
    counts_as: &'static str,
    state: Option<&'static str>,
    suspended_on: bool,
    version: (Option<&'static str>, Option<i64>),
}

fn document(state: Option<&str>, date: bool, version: Option<&str>, phone: &str) -> String {
    let mut members = Vec::new();
    members.extend(state.map(|state| format!(r#""CustomerState":{state}"#)));
    members.extend(date.then(|| r#""SuspensionDate":"03/01/2015 10:00:00""#.to_owned()));
    members.extend(version.map(|version| format!(r#""Version":{version}"#)));
    members.push(format!(
        r#""Organization":{{"OrgName":"Acme","Phone":"{phone}","AddressSet":[{{"AddressLine1":
        "1 Way","AddressType":"BILLING","City":"Boston","Country":"United States","State":
        "Massachusetts","PostalCode":"02110"}}],"Contact":{{"FamilyName":"Doe","GivenName":"Jo",
        "EmailAddress":"jo@acme.example","WorkPhone":"1"}}}},"CustomerAccountSet":[{{
        "AccountNumber":"A","LocationName":"Boston","PaymentMethodType":"INVOICE"}}]"#
    ));
    format!(r#"{{"Customer":{{{}}}}}"#, members.join(","))
}

fn stored() -> Vec<Stored> {
    let mut all = Vec::new();
    for (state, counts_as) in STATES {
        for suspended_on in [false, true] {
            for version in VERSIONS {
                let document = document(state, suspended_on, version.0, "1");
                let customer = Customer::from_json(&document).unwrap();
                all.push(Stored { customer, document, counts_as, state, suspended_on, version });
            }
        }
    }
    all
}

/// The body that a call sends; none for an operation.
fn body(before: &Stored, call: Call) -> Option<String> {
    let (date, version) = (before.suspended_on, before.version.0);
    Some(match call {
        Call::Suspend | Call::Unsuspend | Call::Unregister => return None,
        // Null is refused under most readings: what has no value is left out.
        Call::Echo => document(before.value(), date, before.token(), "1"),
        Call::Put => document(before.value(), date, before.token(), "2"),
        Call::Stale => {
            let other = if version == Some("7") { "6" } else { "7" };
            document(before.value(), date, Some(other), "2")
        }
        Call::State => document(Some("\"GONE\""), date, before.token(), "2"),
    })
}

impl Stored {
    fn value(&self) -> Option<&'static str> {
        self.state.filter(|state| *state != "null")
    }

    fn token(&self) -> Option<&'static str> {
        self.version.0.filter(|version| *version != "null")
    }
}

struct Asked {
    call: Call,
    role: usize,
    organization: usize,
    subscriptions: usize,
    preset: &'static str,
}

type Violations = Vec<(String, String)>;

/// The document afterwards and whether anything changed, or the refusal.
type Expected = Result<(Value, bool), (Violations, Next, u16)>;

fn expected(before: &Stored, asked: &Asked) -> Expected {
    let mut wrong: Vec<(&str, &str)> = vec![
        (ROLES[asked.role].1, "/facts/role"),
        (ORGANIZATIONS[asked.organization].1, "/facts/sameOrganization"),
    ];
    let row = CALLS.iter().find(|(call, _)| *call == asked.call).unwrap();
    let cell = row.1.iter().find(|(state, _)| *state == before.counts_as).unwrap().1;
    let state = if cell.starts_with("ibm.") { cell } else { "" };
    wrong.push((state, "/Customer/CustomerState"));
    let subscriptions = SUBSCRIPTIONS[asked.subscriptions];
    if asked.call == Call::Unregister && asked.preset != "observed" {
        wrong.push((subscriptions.1, subscriptions.2));
    }
    if asked.call == Call::State && asked.preset != "observed" {
        wrong.push(("ibm.read-only.same", "/Customer/CustomerState"));
    }
    if asked.call == Call::Stale {
        wrong.push(("ibm.version.stale", "/Customer/Version"));
    }
    wrong.retain(|(rule, _)| !rule.is_empty());
    let changes = asked.call != Call::Echo;
    if wrong.is_empty() && changes && before.version.1.is_none() {
        wrong.push(("ibm.version.exhausted", "/Customer/Version"));
    }
    if let Some((first, _)) = wrong.first() {
        let (status, next) = match *first {
            _ if wrong.iter().all(|(rule, _)| rule.ends_with(".known")) => {
                (if first.starts_with("ibm.unregister") { 409 } else { 403 }, Next::Fix)
            }
            "ibm.role.known"
            | "ibm.role.permitted"
            | "ibm.organization.known"
            | "ibm.organization.own" => (403, Next::Stop),
            "ibm.state.present" => (404, Next::Stop),
            "ibm.suspend.active" | "ibm.unsuspend.suspended" => (400, Next::Stop),
            "ibm.unregister.subscriptions" => (409, Next::Wait),
            "ibm.version.stale" => (500, Next::Refetch),
            _ => (400, Next::Fix),
        };
        let wrong = wrong.iter().map(|(rule, place)| (rule.to_string(), place.to_string()));
        return Err((wrong.collect(), next, status));
    }
    let mut after = without_nulls(&before.document);
    let members = after.as_object_mut().unwrap();
    if changes {
        members.insert("Version".to_owned(), json!(before.version.1));
    }
    match asked.call {
        Call::Echo | Call::Stale => {}
        Call::Put | Call::State => {
            members["Organization"]["Phone"] = json!("2");
        }
        _ => drop(members.insert("CustomerState".to_owned(), json!(cell))),
    }
    if asked.call == Call::Unsuspend {
        members.shift_remove("SuspensionDate");
    }
    Ok((after, changes))
}

/// The customer inside of a document; null is no value.
fn without_nulls(document: &str) -> Value {
    let mut document: Value = serde_json::from_str(document).unwrap();
    let mut customer = document["Customer"].take();
    customer.as_object_mut().unwrap().retain(|_, member| !member.is_null());
    customer
}

fn refusal(rejection: &Rejection) -> (Violations, Next, u16) {
    let found = rejection.violations();
    let found = found.map(|one| (one.rule.id.to_owned(), one.pointer.as_str().to_owned()));
    (found.collect(), rejection.next(), ibm::refused(rejection).status)
}

#[derive(Default)]
struct Counts {
    verdicts: BTreeMap<&'static str, u32>,
    rules: BTreeMap<String, u32>,
    states: BTreeMap<String, u32>,
}

impl Counts {
    fn cell(&mut self, before: &Stored, input: &Input<'_>, facts: &Facts, asked: &Asked) {
        let context = || format!("{}\n{input:?}\n{facts:?}", before.document);
        match (apply(&before.customer, input, facts), expected(before, asked)) {
            (Ok(outcome), Ok((after, changes))) => {
                let shown = without_nulls(&outcome.after.to_json());
                assert_eq!(shown, after, "{}", context());
                assert_eq!(outcome.decision.is_unchanged(), !changes, "{}", context());
                let verdict = if changes { "applied" } else { "unchanged" };
                *self.verdicts.entry(verdict).or_default() += 1;
                let state = shown.get("CustomerState").and_then(Value::as_str).unwrap_or("none");
                *self.states.entry(state.to_owned()).or_default() += 1;
            }
            (Err(rejection), Err(expected)) => {
                let answered = refusal(&rejection);
                assert_eq!(answered, expected, "{}", context());
                *self.verdicts.entry("rejected").or_default() += 1;
                let rules: BTreeSet<_> = answered.0.into_iter().map(|(rule, _)| rule).collect();
                for rule in rules {
                    *self.rules.entry(rule).or_default() += 1;
                }
            }
            (answered, expected) => {
                panic!("{:?}\nexpected {expected:?}\n{}", answered.err(), context())
            }
        }
    }

    /// One stored customer with everything that may be asked of it.
    fn all_of(&mut self, before: &Stored) {
        for (call, _) in CALLS {
            let body = body(before, call);
            let input = match (&body, call) {
                (Some(body), _) => Input::Update(Update::from_json(body).unwrap()),
                (None, Call::Suspend) => Input::Operation(Operation::Suspend),
                (None, Call::Unsuspend) => Input::Operation(Operation::Unsuspend),
                (None, _) => Input::Operation(Operation::Unregister),
            };
            for (preset, policy) in presets() {
                for (role, organization, subscriptions) in callers() {
                    let facts = Facts {
                        policy,
                        role: ROLES[role].0.map(Role::from),
                        same_organization: ORGANIZATIONS[organization].0,
                        active_subscriptions: SUBSCRIPTIONS[subscriptions].0,
                    };
                    let asked = Asked { call, role, organization, subscriptions, preset };
                    self.cell(before, &input, &facts, &asked);
                }
            }
        }
    }
}

fn callers() -> Vec<(usize, usize, usize)> {
    let mut all = Vec::new();
    for role in 0..ROLES.len() {
        for organization in 0..ORGANIZATIONS.len() {
            all.extend((0..SUBSCRIPTIONS.len()).map(|some| (role, organization, some)));
        }
    }
    all
}

fn pairs<K: AsRef<str>>(counts: &BTreeMap<K, u32>) -> Vec<(&str, u32)> {
    counts.iter().map(|(name, count)| (name.as_ref(), *count)).collect()
}

#[test]
fn every_state_with_every_call_comes_to_what_the_table_says() {
    let mut counts = Counts::default();
    for before in stored() {
        counts.all_of(&before);
    }
    assert_eq!(counts.verdicts.values().sum::<u32>(), 8 * 2 * 5 * 7 * 3 * 5 * 3 * 3);
    assert_eq!(
        pairs(&counts.verdicts),
        [("applied", 1_664), ("rejected", 73_216), ("unchanged", 720)]
    );
    assert_eq!(
        pairs(&counts.states),
        [("ACTIVE", 516), ("DEREGISTER_PENDING", 320), ("SUSPENDED", 804), ("none", 744)]
    );
    assert_eq!(
        pairs(&counts.rules),
        [
            ("ibm.organization.known", 25_200),
            ("ibm.organization.own", 25_200),
            ("ibm.read-only.same", 7_200),
            ("ibm.role.known", 15_120),
            ("ibm.role.permitted", 30_240),
            ("ibm.state.present", 37_800),
            ("ibm.suspend.active", 1_350),
            ("ibm.unregister.known", 2_400),
            ("ibm.unregister.subscriptions", 2_400),
            ("ibm.unsuspend.suspended", 4_050),
            ("ibm.version.exhausted", 416),
            ("ibm.version.stale", 10_800),
        ]
    );
    // Every rule about the caller, the state and the lock token refused something.
    let about = ["role", "organization", "state", "suspend", "unsuspend", "unregister", "version"];
    for rule in RULES.iter().filter(|rule| !rule.hint.is_empty()) {
        let subject = rule.id.split('.').nth(1).unwrap();
        let is_seen = counts.rules.contains_key(rule.id);
        assert!(is_seen || !about.contains(&subject), "{} refused nothing", rule.id);
    }
}
