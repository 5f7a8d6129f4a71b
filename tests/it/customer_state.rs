//! The state of an IBM customer: every state with every call, every caller and every edge of the
//! lock token, against a table written by hand from the vendor's pages and the readings.

use crate::common::refusing;
use std::collections::{BTreeMap, BTreeSet};

use customer_core::decision::Next;
use customer_core::ibm::{
    self, Customer, Facts, Input, Operation, Policy, Rejection, Role, Update, apply,
};
use customer_core::vendors;
use serde_json::{Value, json};

/// What a stored customer says of its state, as JSON; what that counts as.
const STATES: [(Option<&str>, &str); 8] = [
    (None, "none"),
    (Some("null"), "none"),
    (Some("\"ACTIVE\""), "active"),
    (Some("\"SUSPENDED\""), "suspended"),
    (Some("\"DEREGISTER_PENDING\""), "gone"),
    (Some("\"active\""), "gone"),
    (Some("\"FROZEN\""), "gone"),
    (Some("\"\""), "gone"),
];

/// A call by state: the state afterwards, or the rule that refuses.
const CALLS: [(Call, [(&str, &str); 4]); 7] = [
    (
        Call::Suspend,
        [
            ("none", "ibm.operation.state"),
            ("active", "SUSPENDED"),
            ("suspended", "ibm.suspend.active"),
            ("gone", "ibm.state.present"),
        ],
    ),
    (
        Call::Unsuspend,
        [
            ("none", "ibm.operation.state"),
            ("active", "ibm.unsuspend.suspended"),
            ("suspended", "ACTIVE"),
            ("gone", "ibm.state.present"),
        ],
    ),
    (
        Call::Unregister,
        [
            ("none", "ibm.operation.state"),
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

const STAYS: [(&str, &str); 4] =
    [("none", ""), ("active", ""), ("suspended", ""), ("gone", "ibm.state.present")];

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

/// The role, and the rule that refuses it; likewise the organization and the subscriptions. `None`
/// is what was not looked up.
const ROLES: [(Option<&str>, &str); 5] = [
    (None, ""),
    (Some("CustomerAdministrator"), ""),
    (Some("VSR"), ""),
    (Some("User"), "ibm.role.permitted"),
    (Some("vsr"), "ibm.role.permitted"),
];
const ORGANIZATIONS: [(Option<bool>, &str); 3] =
    [(None, ""), (Some(false), "ibm.organization.own"), (Some(true), "")];
const SUBSCRIPTIONS: [(Option<u64>, &str); 3] =
    [(None, ""), (Some(0), ""), (Some(1), "ibm.unregister.subscriptions")];

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

/// The document afterwards and whether anything changed, or why not.
type Expected = Result<(Value, bool), Refused>;

/// The facts that are missing, the violations, what to do next, and the status of the answer.
type Refused = (Vec<&'static str>, Violations, Next, Option<u16>);

/// A caller who is known to have no right, alone.
fn stranger(asked: &Asked) -> Option<Refused> {
    let wrong = [
        (ROLES[asked.role].1, "/facts/role"),
        (ORGANIZATIONS[asked.organization].1, "/facts/sameOrganization"),
    ];
    let wrong: Vec<_> = wrong.into_iter().filter(|(rule, _)| !rule.is_empty()).collect();
    (!wrong.is_empty()).then(|| (Vec::new(), owned(&wrong), Next::Stop, Some(403)))
}

fn owned(wrong: &[(&str, &str)]) -> Violations {
    wrong.iter().map(|(rule, place)| (rule.to_string(), place.to_string())).collect()
}

fn expected(before: &Stored, asked: &Asked) -> Expected {
    if let Some(refused) = stranger(asked) {
        return Err(refused);
    }
    let asks_count = asked.call == Call::Unregister && asked.preset != "observed";
    let needs = [
        (ROLES[asked.role].0.is_none(), "role"),
        (ORGANIZATIONS[asked.organization].0.is_none(), "sameOrganization"),
        (asks_count && SUBSCRIPTIONS[asked.subscriptions].0.is_none(), "activeSubscriptions"),
    ];
    let needs: Vec<_> = needs.iter().filter(|need| need.0).map(|need| need.1).collect();
    let mut wrong: Vec<(&str, &str)> = Vec::new();
    let row = CALLS.iter().find(|(call, _)| *call == asked.call).unwrap();
    let cell = row.1.iter().find(|(state, _)| *state == before.counts_as).unwrap().1;
    let state = if cell.starts_with("ibm.") { cell } else { "" };
    wrong.push((state, "/Customer/CustomerState"));
    if asks_count {
        wrong.push((SUBSCRIPTIONS[asked.subscriptions].1, "/input/operation"));
    }
    if asked.call == Call::State && asked.preset != "observed" {
        wrong.push(("ibm.read-only.same", "/Customer/CustomerState"));
    }
    if asked.call == Call::Stale {
        wrong.push(("ibm.version.stale", "/Customer/Version"));
    }
    wrong.retain(|(rule, _)| !rule.is_empty());
    if !needs.is_empty() {
        return Err((needs, owned(&wrong), Next::Lookup, None));
    }
    let changes = asked.call != Call::Echo;
    if wrong.is_empty() && changes && before.version.1.is_none() {
        wrong.push(("ibm.version.exhausted", "/Customer/Version"));
    }
    if let Some((first, _)) = wrong.first() {
        let (status, next) = match *first {
            "ibm.state.present" => (404, Next::Stop),
            "ibm.suspend.active"
            | "ibm.unsuspend.suspended"
            | "ibm.operation.state"
            | "ibm.version.exhausted" => (400, Next::Stop),
            "ibm.unregister.subscriptions" => (409, Next::Wait),
            "ibm.version.stale" => (500, Next::Refetch),
            _ => (400, Next::Fix),
        };
        return Err((needs, owned(&wrong), next, Some(status)));
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

fn refusal(rejection: &Rejection) -> Refused {
    let needs = rejection.needs().iter().map(|need| need.fact.name());
    let found = rejection.violations();
    let found = found.map(|one| (one.rule.id.to_owned(), one.pointer.as_str().to_owned()));
    let status = rejection.refusal().and_then(ibm::refused).map(|response| response.status);
    (needs.collect(), found.collect(), rejection.next(), status)
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
                let verdict = if answered.0.is_empty() { "rejected" } else { "undecided" };
                *self.verdicts.entry(verdict).or_default() += 1;
                let rules: BTreeSet<_> = answered.1.into_iter().map(|(rule, _)| rule).collect();
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
    // The figure that TRUST.md gives.
    assert_eq!(8 * 2 * 5 * 7 * 3 * 5 * 3 * 3, 75_600);
    assert_eq!(counts.verdicts.values().sum::<u32>(), 75_600);
    assert_eq!(
        pairs(&counts.verdicts),
        [("applied", 1_216), ("rejected", 53_184), ("unchanged", 720), ("undecided", 20_480)]
    );
    assert_eq!(
        pairs(&counts.states),
        [("ACTIVE", 516), ("DEREGISTER_PENDING", 160), ("SUSPENDED", 516), ("none", 744)]
    );
    assert_eq!(
        pairs(&counts.rules),
        [
            ("ibm.operation.state", 3_240),
            ("ibm.organization.own", 25_200),
            ("ibm.read-only.same", 2_880),
            ("ibm.role.permitted", 30_240),
            ("ibm.state.present", 15_120),
            ("ibm.suspend.active", 540),
            ("ibm.unregister.subscriptions", 960),
            ("ibm.unsuspend.suspended", 540),
            ("ibm.version.exhausted", 304),
            ("ibm.version.stale", 4_320),
        ]
    );
    // Every rule about the caller, the state and the lock token refused something.
    let about = [
        "role",
        "organization",
        "state",
        "suspend",
        "unsuspend",
        "operation",
        "unregister",
        "version",
    ];
    for rule in refusing::<vendors::Ibm>() {
        let subject = rule.id.split('.').nth(1).unwrap();
        let is_seen = counts.rules.contains_key(rule.id);
        assert!(is_seen || !about.contains(&subject), "{} refused nothing", rule.id);
    }
}
