//! One function from bytes for each target of cargo-fuzz. It returns when all holds, and panics
//! with the case when something does not.

use customer_core::decision::Asked;
use customer_core::for_each_vendor;
use customer_core::generate::{Source, Tree};
use customer_core::vendors::{self, Adobe, Commvault, Ibm, Vendor};

use crate::laws::{self, Lawful};
use crate::{endpoint, generate, json, machine as machines, oracle, plans, search, undo};

/// A target: what its bytes are made into, and what is checked.
pub type Target = fn(&[u8]);

/// Every target that must hold, by name. `canary` is none: it must fail.
pub const TARGETS: [(&str, Target); 14] = [
    ("read_record", read_record),
    ("read_request", read_request),
    ("decide_model", decide_model),
    ("laws", laws),
    ("sequence", sequence),
    ("machine", machine),
    ("mutated_json", mutated_json),
    ("json_contract", json_contract),
    ("endpoint_adobe", endpoint_adobe),
    ("endpoint_ibm", endpoint_ibm),
    ("endpoint_commvault", endpoint_commvault),
    ("plan_adobe", plan_adobe),
    ("plan_ibm", plan_ibm),
    ("plan_commvault", plan_commvault),
];

/// Any text as a record: no panic; what is read is written, read and written the same.
pub fn read_record(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    macro_rules! each {
        ($( $(#[$doc:meta])* $Vendor:ident = $module:ident :: $Record:ident, $name:literal; )*) => {
            $( a_record::<vendors::$Vendor>(text); )*
        };
    }
    for_each_vendor!(each);
    if let Some(tree) = Tree::parse(text) {
        written_and_read(&tree.to_json(), |text| Some(Tree::parse(text)?.to_json()));
        assert!(json::read(text).is_some(), "read here and nowhere else: {text}");
    }
}

/// Any text as a request or as a vendor's answer: no panic; owned or borrowed, it says the same.
pub fn read_request(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    macro_rules! each {
        ($( $(#[$doc:meta])* $Vendor:ident = $module:ident :: $Record:ident, $name:literal; )*) => {
            $( a_request::<vendors::$Vendor>(text); )*
        };
    }
    for_each_vendor!(each);
}

fn a_record<W: Lawful>(text: &str) {
    let Ok(record) = W::from_json(text) else { return };
    written_and_read(&W::to_json(&record), |text| Some(W::to_json(&W::from_json(text).ok()?)));
    assert!(W::reread(&record) == record);
}

fn a_request<V: Vendor>(text: &str) {
    if let Ok(update) = V::update(text) {
        let text = V::update_to_json(&update);
        assert_eq!(V::update_to_json(&V::own_update(update)), text);
        written_and_read(&text, |text| Some(V::update_to_json(&V::update(text).ok()?)));
    }
    for status in [200, 204, 400, 404, 409, 500, 0] {
        answered::<V>(status, text);
    }
}

/// Any text is an answer: what it complains about has a place, and there is a next step.
fn answered<V: Vendor>(status: u16, text: &str) {
    let answer = V::answer(status, text);
    let update = V::update(text).ok();
    let record = V::from_json(text).ok();
    let Some(policy) = V::policy(V::PRESETS[0]) else { return };
    let asked = Asked { record: record.as_ref(), update: update.as_ref(), policy };
    let complaints = V::complaints(&answer, &asked);
    assert_eq!(complaints.is_empty(), V::is_accepted(&answer));
    let _ = V::next_after(&answer, &asked);
}

/// What was written is read, and written the same again.
pub fn written_and_read(text: &str, read: impl Fn(&str) -> Option<String>) {
    assert_eq!(read(text).as_deref(), Some(text), "written otherwise");
}

/// A generated question: the core and the model answer the same.
pub fn decide_model(data: &[u8]) {
    oracle::agree(&generate::question(&mut Source::new(data)));
}

/// A generated case: every law.
pub fn laws(data: &[u8]) {
    laws::hold(&mut Source::new(data));
}

/// A record and up to twelve things that happen to it: the laws at each, and the decisions, from
/// the first record on, lead to the last.
pub fn sequence(data: &[u8]) {
    let mut source = Source::new(data);
    macro_rules! each {
        ($( $(#[$doc:meta])* $Vendor:ident = $module:ident :: $Record:ident, $name:literal; )*) => {
            &[$( steps::<vendors::$Vendor> ),*]
        };
    }
    let all: &[fn(&mut Source<'_>)] = for_each_vendor!(each);
    all[source.below(all.len())](&mut source);
}

fn steps<W: Lawful>(source: &mut Source<'_>) {
    let mut case = W::case(source);
    let first = case.record.clone();
    let mut decisions = vec![];
    for _ in 0..=source.below(12) {
        laws::three_verbs_agree::<W>(&case, &mut source.clone());
        laws::every_step_is_allowed::<W>(&case, &mut source.clone());
        laws::decision_is_difference::<W>(&case, &mut source.clone());
        laws::stored_decisions_replay::<W>(&case, &mut source.clone());
        if let Ok(decision) = W::decide(&case.record, &case.input, &case.facts) {
            W::evolve(&mut case.record, &decision).expect("it fits");
            decisions.push(decision);
            laws::a_record_can_be_written::<W>(&case, &mut source.clone());
        }
        let days = source.pick(&[0, 1, 7, 8, 30, 31, 365, 1096]);
        source.turn_to(source.today().add_days(days));
        case = W::then(case.record, source);
    }
    let mut folded = first;
    for decision in &decisions {
        W::evolve(&mut folded, decision).expect("it fits");
    }
    assert!(folded == case.record, "the decisions do not lead to {case:?}");
}

/// The commitment alone: many events with days between them.
pub fn machine(data: &[u8]) {
    machines::hold(&mut Source::new(data));
}

/// A valid question with structured edits: always an answer of the contract, the same however the
/// question is spelt, and the model answers the same.
pub fn mutated_json(data: &[u8]) {
    let question = generate::mutated(&mut Source::new(data));
    laws::of_the_contract(&oracle::agree(&question));
}

/// Any bytes: always one answer of the contract.
pub fn json_contract(data: &[u8]) {
    let answer = json::answer(&customer_core::contract::apply_bytes(data));
    laws::of_the_contract(&answer);
    if let Ok(text) = std::str::from_utf8(data) {
        let again = json::answer(&customer_core::contract::apply(text));
        assert_eq!(answer, again, "bytes and text differ");
    }
}

/// Any bytes as a call to Adobe: one reply, and what it stores fits.
pub fn endpoint_adobe(data: &[u8]) {
    endpoint::hold::<Adobe>(data);
}

/// Any bytes as a call to IBM.
pub fn endpoint_ibm(data: &[u8]) {
    endpoint::hold::<Ibm>(data);
}

/// Any bytes as a call to Commvault.
pub fn endpoint_commvault(data: &[u8]) {
    endpoint::hold::<Commvault>(data);
}

/// A record, a wish and facts at Adobe: the laws of a plan, and of an undo.
pub fn plan_adobe(data: &[u8]) {
    planned::<Adobe>(data);
}

/// The same at IBM.
pub fn plan_ibm(data: &[u8]) {
    planned::<Ibm>(data);
}

/// The same at Commvault.
pub fn plan_commvault(data: &[u8]) {
    planned::<Commvault>(data);
}

fn planned<W: Lawful>(data: &[u8]) {
    let planning = plans::planning::<W>(&mut Source::new(data));
    plans::hold(&planning, search::ask);
    if let Some(question) = undo::undoing::<W>(&mut Source::new(data)) {
        undo::holds(&question, search::ask);
    }
}

/// A wrong law: no update changes anything. A harness in which this holds finds nothing.
pub fn canary(data: &[u8]) {
    let question = generate::question(&mut Source::new(data));
    let answer = json::answer(&customer_core::contract::apply(&question));
    assert_ne!(answer["verdict"], "applied", "the canary sings: {question}");
}
