//! No value is magic: other names and other years give the same answer, renamed.

use std::collections::BTreeSet;

use customer_core::generate::{Case, Source};
use serde_json::Value;

use super::subject::Subject;
use super::values::asked;

/// Members whose text means nothing: names, streets, ids of the partner.
const OPAQUE: [&str; 17] = [
    "firstName",
    "lastName",
    "email",
    "systemAdmins",
    "companyName",
    "addressLine1",
    "addressLine2",
    "city",
    "externalReferenceId",
    "FamilyName",
    "GivenName",
    "EmailAddress",
    "OrgName",
    "AddressLine1",
    "City",
    "JobTitle",
    "LocationName",
];

/// Names of people and companies, streets and partner's ids written with other letters: the answer
/// is the same with those letters.
pub fn renaming_renames<S: Subject>(case: &Case<S::W>, _: &mut Source<'_>) {
    let question = asked::<S::W>(case);
    let (mut opaque, mut others) = (BTreeSet::new(), BTreeSet::new());
    texts(&question, false, &mut opaque, &mut others);
    // An address is the same in another case, so a text that stands elsewhere stays in every case.
    let others: BTreeSet<_> = others.iter().map(|text| text.to_ascii_lowercase()).collect();
    let taken = |text: &str| others.contains(&text.to_ascii_lowercase());
    let free: BTreeSet<String> =
        opaque.into_iter().filter(|text| !taken(text) && !taken(&turned(text))).collect();
    let rename = |text: &str| free.contains(text).then(|| turned(text));
    let mut renamed = question;
    each_text(&mut renamed, &rename);
    let mut answer = S::answer(&case.question);
    each_text(&mut answer, &rename);
    let other = S::answer(&renamed.to_string());
    assert_eq!(answer, other, "renamed: {renamed}\nof {case:?}");
}

/// Letters turned by half the alphabet, so that lengths, cases and what is equal stay.
fn turned(text: &str) -> String {
    let turn = |c: char| match c {
        'a'..='m' | 'A'..='M' => char::from(c as u8 + 13),
        'n'..='z' | 'N'..='Z' => char::from(c as u8 - 13),
        other => other,
    };
    text.chars().map(turn).collect()
}

/// All texts, by whether they stand under a member whose text means nothing.
fn texts(value: &Value, free: bool, opaque: &mut BTreeSet<String>, others: &mut BTreeSet<String>) {
    match value {
        Value::String(text) => {
            let set = if free { opaque } else { others };
            set.insert(text.clone());
        }
        Value::Array(list) => list.iter().for_each(|one| texts(one, free, opaque, others)),
        Value::Object(members) => {
            for (name, one) in members {
                // Names of members are told in answers, too.
                others.insert(name.clone());
                texts(one, free || OPAQUE.contains(&name.as_str()), opaque, others);
            }
        }
        _ => {}
    }
}

fn each_text(value: &mut Value, change: &dyn Fn(&str) -> Option<String>) {
    match value {
        Value::String(text) => {
            if let Some(other) = change(text) {
                *text = other;
            }
        }
        Value::Array(list) => list.iter_mut().for_each(|one| each_text(one, change)),
        Value::Object(members) => members.values_mut().for_each(|one| each_text(one, change)),
        _ => {}
    }
}

/// All days four years later, leap days and all: the answer is the same, four years later. Between
/// 1901 and 2099 every fourth year is a leap year.
pub fn four_years_later_is_four_years_later<S: Subject>(case: &Case<S::W>, more: &mut Source<'_>) {
    let years = more.pick(&[4, 8, 28, -4, -28]);
    let mut question = asked::<S::W>(case);
    let mut plain = true;
    let mut answer = S::answer(&case.question);
    for text in [&question, &answer] {
        each_year(text, &mut |year| plain &= (1932..2068).contains(&year));
    }
    if !plain {
        return;
    }
    let later = |text: &str| {
        let year = year(text)?;
        Some(format!("{:04}{}", year + years, &text[4..]))
    };
    each_text(&mut question, &later);
    each_text(&mut answer, &later);
    let other = S::answer(&question.to_string());
    assert_eq!(answer, other, "{years} years later: {question}\nof {case:?}");
}

/// The year of a text that begins with a day.
fn year(text: &str) -> Option<i32> {
    let bytes = text.as_bytes();
    let form = |at: usize, byte: &u8| {
        if at == 4 || at == 7 { *byte == b'-' } else { byte.is_ascii_digit() }
    };
    let day = bytes.get(..10)?;
    day.iter().enumerate().all(|(at, byte)| form(at, byte)).then(|| text[..4].parse().ok())?
}

fn each_year(value: &Value, then: &mut dyn FnMut(i32)) {
    match value {
        Value::String(text) => year(text).into_iter().for_each(then),
        Value::Array(list) => list.iter().for_each(|one| each_year(one, then)),
        Value::Object(members) => members.values().for_each(|one| each_year(one, then)),
        _ => {}
    }
}
