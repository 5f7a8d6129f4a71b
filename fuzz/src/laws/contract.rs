//! The JSON contract: the form of its answers, and that only meaning counts.

use customer_core::generate::{Case, Source, Tree};
use serde_json::Value;

use super::subject::Subject;
use crate::json;

/// The answer is JSON of the contract, and says what `decide` says.
pub fn an_answer_is_of_the_contract<S: Subject>(case: &Case<S::W>, _: &mut Source<'_>) {
    let answer = S::answer(&case.question);
    of_the_contract(&answer);
    let verdict = answer["verdict"].as_str().unwrap_or_default();
    let expected = match S::decide(&case.record, &case.input, &case.facts) {
        Ok(decision) if S::changes(&decision).is_empty() => "unchanged",
        Ok(_) => "applied",
        Err(rejection) if !rejection.needs().is_empty() => "undecided",
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
        "undecided" => &["needs", "violations", "response"],
        "rejected" => &["violations", "response"],
        "unreadable" => &["violations"],
        other => panic!("no such verdict: {other}"),
    };
    let object = answer.as_object().expect("an object");
    let always = ["version", "verdict", "next"];
    for name in always.iter().chain(members) {
        assert!(object.contains_key(*name), "{name} is missing: {answer}");
    }
    let known = always.len() + members.len() + usize::from(object.contains_key("id"));
    assert_eq!(object.len(), known, "one too many: {answer}");
    assert_eq!(answer["version"], 1);
    let nexts = ["done", "poll", "fix", "lookup", "refetch", "wait", "retry", "stop"];
    assert!(nexts.contains(&answer["next"].as_str().unwrap_or_default()), "{answer}");
    assert_eq!(answer["next"] == "lookup", verdict == "undecided", "{answer}");
    let list = if verdict == "undecided" { "needs" } else { "violations" };
    if let Some(reasons) = answer.get(list) {
        assert!(reasons.as_array().is_some_and(|list| !list.is_empty()), "{answer}");
    }
    // What the caller has to look up is never said in the vendor's name.
    assert!(verdict != "undecided" || answer["response"].is_null(), "{answer}");
    assert_eq!(verdict == "applied", answer["changes"].as_array().is_some_and(|l| !l.is_empty()));
}

/// Order of members, blanks and escapes do not change what the answer means, nor which violations
/// it tells.
pub fn spelling_is_irrelevant<S: Subject>(case: &Case<S::W>, more: &mut Source<'_>) {
    let tree = Tree::parse(&case.question).expect("a question is JSON");
    let plain = S::answer(&case.question);
    let other = match more.below(3) {
        0 => json::reversed(&tree).to_json(),
        1 => json::escaped(&tree),
        _ => json::shuffled(&tree, more).to_json(),
    };
    assert_eq!(plain, S::answer(&other), "spelt otherwise: {other}\nas: {case:?}");
}

/// `customer` and `internal` of an answer are those of a question.
pub fn an_answer_can_be_sent_back<S: Subject>(case: &Case<S::W>, _: &mut Source<'_>) {
    let answer = S::answer(&case.question);
    let Some(customer) = answer.get("customer") else { return };
    let mut next = json::read(&case.question).expect("a question is JSON");
    next["customer"] = customer.clone();
    next["internal"] = answer["internal"].clone();
    let next = next.to_string();
    let second = S::answer(&next);
    of_the_contract(&second);
    let spent = second["violations"][0]["pointer"] == "/customer/Customer/Version";
    assert!(second["verdict"] != "unreadable" || spent, "sent back: {next}\n{second}");
}
