//! Lists: of whom the order counts and of whom not.

use std::collections::BTreeSet;

use customer_core::generate::{Case, Source};
use serde_json::Value;

use super::subject::Subject;
use super::values::asked;

/// The contacts of Adobe are a set: sent in another order they are accepted or refused alike, and
/// the same people are there afterwards. Where two have one address, their order is their own.
pub fn contacts_are_a_set<S: Subject>(case: &Case<S::W>, _: &mut Source<'_>) {
    let mut question = asked::<S::W>(case);
    let at = "/input/update/companyProfile/contacts";
    let Some(Value::Array(sent)) = question.pointer_mut(at) else { return };
    let mails: BTreeSet<_> = sent.iter().map(|one| mail(one).to_ascii_lowercase()).collect();
    if mails.len() < sent.len() {
        return;
    }
    sent.reverse();
    let turned = question.to_string();
    let answers = [S::answer(&case.question), S::answer(&turned)];
    let refused = answers.each_ref().map(|answer| answer.get("violations").is_some());
    assert_eq!(refused[0], refused[1], "the order of contacts refuses: {case:?}");
    let people = answers.each_ref().map(|answer| {
        let list = answer["customer"].pointer("/companyProfile/contacts").and_then(Value::as_array);
        let mut all: Vec<_> = list.into_iter().flatten().map(Value::to_string).collect();
        all.sort();
        all
    });
    assert_eq!(people[0], people[1], "the order of contacts counts: {case:?}");
}

fn mail(contact: &Value) -> &str {
    contact["email"].as_str().unwrap_or_default()
}
