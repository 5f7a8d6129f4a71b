//! Laws: equations that hold for every record, input and facts, at every vendor.
//!
//! Each is a function that returns when the law holds and panics with the case when it does not.

use std::fmt::Debug;

use customer_core::generate::{Case, Generate, Source, Tree};
use customer_core::kernel::{Changes, Rejection};
use customer_core::roster::{Adobe, Commvault, Ibm};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::json;

/// What the laws ask of a wing beyond its three verbs.
pub trait Lawful: Generate<Decision: Serialize + DeserializeOwned> {
    /// The record's document, and whatever else it holds, as text.
    fn written(record: &Self::Record) -> String;
    /// The record read from its document; what the document does not show is taken from `record`.
    fn reread(record: &Self::Record) -> Self::Record;
    /// `apply`.
    fn apply(case: &Case<Self>) -> Result<(Self::Record, Self::Decision), Rejection>;
    /// Whether asking the same again may be another thing.
    fn opens_something(case: &Case<Self>) -> bool;
    /// What holds of every step from one record to the next.
    fn step(before: &Self::Record, after: &Self::Record, decision: &Self::Decision);
}

/// All laws over one case.
pub fn all<W: Lawful>(case: &Case<W>) {
    verbs_agree(case);
    refusal_is_complete(case);
    decision_is_difference(case);
    nothing_differs_from_itself(case);
    asking_again_changes_nothing(case);
    an_echo_stays_one(case);
    facts_only_permit(case);
    a_decision_can_be_stored(case);
    a_record_can_be_written(case);
    nothing_personal_is_shown(case);
    an_answer_is_of_the_contract(case);
    spelling_does_not_matter(case);
    an_answer_can_be_sent_back(case);
}

/// All laws over what the bytes choose: a vendor, a case, and once in four times a policy that is
/// no preset (for which no question exists).
pub fn hold(source: &mut Source<'_>) {
    fn ask<W: Lawful>(source: &mut Source<'_>) {
        let mut case = W::case(source);
        all(&case);
        if source.one_in(4) {
            case.facts = W::under_any_policy(&case.facts, source);
            all_of_policies(&case);
        }
    }
    match source.below(3) {
        1 => ask::<Ibm>(source),
        2 => ask::<Commvault>(source),
        _ => ask::<Adobe>(source),
    }
}

/// The laws that do not ask the JSON contract, which knows presets only.
fn all_of_policies<W: Lawful>(case: &Case<W>) {
    verbs_agree(case);
    refusal_is_complete(case);
    decision_is_difference(case);
    asking_again_changes_nothing(case);
    an_echo_stays_one(case);
    facts_only_permit(case);
    a_decision_can_be_stored(case);
}

/// `apply(r, i, f) = decide, then evolve`; and twice the same question, the same answer.
pub fn verbs_agree<W: Lawful>(case: &Case<W>) {
    let decided = W::decide(&case.record, &case.input, &case.facts);
    let again = W::decide(&case.record, &case.input, &case.facts);
    assert_eq!(decided, again, "the answer depends on something else: {case:?}");
    match (W::apply(case), decided) {
        (Ok((after, applied)), Ok(decision)) => {
            assert_eq!(applied, decision, "apply decides otherwise: {case:?}");
            assert!(evolved::<W>(&case.record, &decision) == after, "apply is not both: {case:?}");
            W::step(&case.record, &after, &decision);
        }
        (Err(one), Err(two)) => assert_eq!(one, two, "apply refuses otherwise: {case:?}"),
        _ => panic!("apply and decide disagree: {case:?}"),
    }
}

/// A refusal names rules of the wing, each place at most once a rule.
pub fn refusal_is_complete<W: Lawful>(case: &Case<W>) {
    let Err(rejection) = W::decide(&case.record, &case.input, &case.facts) else { return };
    let mut seen = std::collections::HashSet::new();
    for violation in rejection.violations() {
        let known = W::RULES.iter().any(|rule| rule.id == violation.rule.id);
        assert!(known, "{} is not in the table: {case:?}", violation.rule.id);
        let place = (violation.rule.id, violation.pointer.clone(), violation.details.clone());
        // Said once for each committed offer that is not listed, at the list that lacks them.
        let first = seen.insert(place) || violation.rule.id.ends_with(".committed-listed");
        assert!(first, "{} twice at {}: {case:?}", violation.rule.id, violation.pointer);
    }
}

/// `changes(decide(r, i, f)) = diff(r, evolve(r, decision))`, causes aside.
pub fn decision_is_difference<W: Lawful>(case: &Case<W>) {
    let Ok(decision) = W::decide(&case.record, &case.input, &case.facts) else { return };
    let after = evolved::<W>(&case.record, &decision);
    let (told, found) = (W::changes(&decision), W::diff(&case.record, &after));
    assert!(
        without_cause(&told) == without_cause(&found),
        "the decision tells {} and {} differ: {case:?}",
        list(&told),
        list(&found)
    );
}

/// `diff(r, r) = {}`.
pub fn nothing_differs_from_itself<W: Lawful>(case: &Case<W>) {
    assert!(W::diff(&case.record, &case.record).is_empty(), "{case:?}");
}

/// What was accepted, asked again, changes nothing or is refused; a request that opens something
/// and a lock token that is used up are named exceptions.
pub fn asking_again_changes_nothing<W: Lawful>(case: &Case<W>) {
    let Ok(decision) = W::decide(&case.record, &case.input, &case.facts) else { return };
    if W::opens_something(case) {
        return;
    }
    let after = evolved::<W>(&case.record, &decision);
    if let Ok(again) = W::decide(&after, &case.input, &case.facts) {
        let changes = W::changes(&again);
        assert!(changes.is_empty(), "asked again, {} change: {case:?}", list(&changes));
    }
}

/// If a record's own document is accepted as an update, and changes nothing, then so is that of the
/// record after any accepted update.
pub fn an_echo_stays_one<W: Lawful>(case: &Case<W>) {
    let facts = W::permitting(&case.facts);
    let accepts = |record: &W::Record| {
        let echo = W::echo(record)?;
        W::decide(record, &echo, &facts).ok().map(|decision| W::changes(&decision))
    };
    if accepts(&case.record).is_none_or(|changes| !changes.is_empty()) {
        return;
    }
    let Ok(decision) = W::decide(&case.record, &case.input, &facts) else { return };
    let after = evolved::<W>(&case.record, &decision);
    if W::opens_something(case) {
        return;
    }
    match accepts(&after) {
        Some(changes) => {
            assert!(changes.is_empty(), "an echo changes {}: {case:?}", list(&changes))
        }
        None => panic!("the record afterwards refuses its own echo: {case:?}"),
    }
}

/// What is accepted with some facts is accepted with facts that permit more.
pub fn facts_only_permit<W: Lawful>(case: &Case<W>) {
    if W::decide(&case.record, &case.input, &case.facts).is_ok() {
        let permitting = W::permitting(&case.facts);
        let decided = W::decide(&case.record, &case.input, &permitting);
        assert!(decided.is_ok(), "more permission refuses: {case:?}");
    }
}

/// `read(write(decision)) = decision`, and makes the same record.
pub fn a_decision_can_be_stored<W: Lawful>(case: &Case<W>) {
    let Ok(decision) = W::decide(&case.record, &case.input, &case.facts) else { return };
    let text = match serde_json::to_string(&decision) {
        Ok(text) => text,
        // Numbers that are only carried may be beyond what a format can hold exactly.
        Err(error) if error.to_string().contains("exactly") => return,
        Err(error) => panic!("can't be stored: {error}: {case:?}"),
    };
    let read: W::Decision =
        serde_json::from_str(&text).unwrap_or_else(|error| panic!("{error} in {text}: {case:?}"));
    let (one, two) = (evolved::<W>(&case.record, &decision), evolved::<W>(&case.record, &read));
    assert!(W::diff(&one, &two).is_empty(), "stored as {text}: {case:?}");
    assert!(W::changes(&decision).len() == W::changes(&read).len(), "stored as {text}: {case:?}");
}

/// `read(write(r)) = r`, and written again the text is the same.
pub fn a_record_can_be_written<W: Lawful>(case: &Case<W>) {
    let read = W::reread(&case.record);
    assert!(read == case.record, "read back otherwise: {case:?}");
    assert_eq!(W::written(&read), W::written(&case.record), "written otherwise: {case:?}");
}

/// No name, address, phone or e-mail address in anything but the documents.
pub fn nothing_personal_is_shown<W: Lawful>(case: &Case<W>) {
    let tree = Tree::parse(&case.question).expect("a question is JSON");
    let mut secrets = vec![];
    personal(&tree, &mut secrets);
    secrets.retain(|secret| is_nobodys_word(secret));
    let mut shown = vec![debug(&case.record), debug(&case.input)];
    match W::decide(&case.record, &case.input, &case.facts) {
        Ok(decision) => {
            shown.push(debug(&decision));
            shown.push(debug(&W::changes(&decision)));
        }
        Err(rejection) => {
            shown.push(rejection.to_string());
            shown.push(debug(&rejection));
        }
    }
    for text in &shown {
        for secret in &secrets {
            assert!(!text.contains(secret), "{secret} is shown in {text}: {case:?}");
        }
    }
}

/// The answer is JSON of the contract, and says what `decide` says.
pub fn an_answer_is_of_the_contract<W: Lawful>(case: &Case<W>) {
    let answer = json::answer(&customer_core::json::apply(&case.question));
    of_the_contract(&answer);
    let verdict = answer["verdict"].as_str().unwrap_or_default();
    let expected = match W::decide(&case.record, &case.input, &case.facts) {
        Ok(decision) if W::changes(&decision).is_empty() => "unchanged",
        Ok(_) => "applied",
        Err(_) => "rejected",
    };
    let exhausted = answer["violations"][0]["pointer"] == "/customer/Customer/Version";
    assert!(verdict == expected || exhausted, "{verdict}, not {expected}: {case:?}\n{answer}");
}

/// The members that each verdict has, and nothing else.
pub fn of_the_contract(answer: &Value) {
    let verdict = answer["verdict"].as_str().unwrap_or_default();
    let members: &[&str] = match verdict {
        "applied" | "unchanged" => &["customer", "internal", "changes", "effects", "response"],
        "rejected" => &["violations", "response"],
        "unreadable" => &["violations"],
        other => panic!("no such verdict: {other}"),
    };
    let object = answer.as_object().expect("an object");
    let always = ["version", "verdict", "next"];
    for name in always.iter().chain(members) {
        assert!(object.contains_key(*name), "{name} is missing: {answer}");
    }
    assert_eq!(object.len(), always.len() + members.len(), "one too many: {answer}");
    assert_eq!(answer["version"], 1);
    let nexts = ["done", "poll", "fix", "refetch", "wait", "retry", "stop"];
    assert!(nexts.contains(&answer["next"].as_str().unwrap_or_default()), "{answer}");
    if let Some(violations) = answer.get("violations") {
        assert!(violations.as_array().is_some_and(|list| !list.is_empty()), "{answer}");
    }
    assert_eq!(verdict == "applied", answer["changes"].as_array().is_some_and(|l| !l.is_empty()));
}

/// Order of members, blanks and escapes do not change what the answer means.
pub fn spelling_does_not_matter<W: Lawful>(case: &Case<W>) {
    let tree = Tree::parse(&case.question).expect("a question is JSON");
    let plain = json::answer(&customer_core::json::apply(&case.question));
    for other in [json::reversed(&tree).to_json(), json::escaped(&tree)] {
        let answer = json::answer(&customer_core::json::apply(&other));
        assert_eq!(plain, answer, "spelt otherwise: {other}\nas: {case:?}");
    }
}

/// `customer` and `internal` of an answer are those of a question.
pub fn an_answer_can_be_sent_back<W: Lawful>(case: &Case<W>) {
    let answer = json::answer(&customer_core::json::apply(&case.question));
    let Some(customer) = answer.get("customer") else { return };
    let mut next = json::read(&case.question).expect("a question is JSON");
    next["customer"] = customer.clone();
    next["internal"] = answer["internal"].clone();
    let next = next.to_string();
    let second = json::answer(&customer_core::json::apply(&next));
    of_the_contract(&second);
    let spent = second["violations"][0]["pointer"] == "/customer/Customer/Version";
    assert!(second["verdict"] != "unreadable" || spent, "sent back: {next}\n{second}");
}

fn evolved<W: Lawful>(record: &W::Record, decision: &W::Decision) -> W::Record {
    let mut after = record.clone();
    W::evolve(&mut after, decision);
    after
}

fn without_cause(changes: &Changes) -> Vec<(String, String, String)> {
    let value = |one: &Option<customer_core::kernel::wire::Value>| {
        serde_json::to_string(one).expect("a change is JSON")
    };
    changes
        .iter()
        .map(|change| {
            let place = format!("{} {}", change.kind().as_str(), change.path.pointer());
            (place, value(&change.before), value(&change.after))
        })
        .collect()
}

fn list(changes: &Changes) -> String {
    let places: Vec<_> = changes
        .iter()
        .map(|change| format!("{} {}", change.kind().as_str(), change.path.pointer()))
        .collect();
    format!("{places:?}")
}

fn debug(value: &impl Debug) -> String {
    format!("{value:?}")
}

/// Whether a text is a name, an address or a number, and not a word that rules and types use too.
fn is_nobodys_word(text: &str) -> bool {
    let people = ["Mickey", "Minnie", "Donald", "Mouse", "Aoife", "Byrne", "Fairmont", "Sunnyvale"];
    text.chars().count() > 4
        && (text.contains(['@', ' ']) || !text.is_ascii() || people.contains(&text))
}

/// Texts under members that hold something personal.
fn personal<'t>(tree: &'t Tree, found: &mut Vec<&'t str>) {
    let names = [
        "firstName",
        "lastName",
        "email",
        "phoneNumber",
        "phone",
        "city",
        "addressLine1",
        "companyName",
        "postalCode",
        "systemAdmins",
        "website",
        "FamilyName",
        "GivenName",
        "EmailAddress",
        "WorkPhone",
        "City",
        "AddressLine1",
        "PostalCode",
        "OrgName",
        "Photo",
    ];
    match tree {
        Tree::Object(members) => {
            for (name, value) in members {
                if names.contains(&name.as_str()) {
                    found.extend(value.texts());
                } else {
                    personal(value, found);
                }
            }
        }
        Tree::List(elements) => elements.iter().for_each(|element| personal(element, found)),
        _ => {}
    }
}
