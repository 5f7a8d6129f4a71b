//! Planners with one bug each: the core's answers, one of them changed on the way.

use serde_json::{Value, json};

use crate::search::{Ask, ask};

/// A planner with a bug.
pub struct Planner {
    /// The bug in words.
    pub bug: &'static str,
    /// How it answers.
    pub ask: Ask,
    /// The vendors at whom it shows; all, if empty.
    pub only: &'static [&'static str],
}

/// All of them.
pub const PLANNERS: &[Planner] = &[
    Planner { bug: "what can be had is called unreachable", ask: gives_up, only: &[] },
    Planner { bug: "a plan is called nothing", ask: idles, only: &[] },
    Planner { bug: "what holds is planned again", ask: repeats, only: &[] },
    Planner { bug: "a plan forgets its last member", ask: forgets, only: &[] },
    Planner { bug: "a plan says one member too many", ask: echoes, only: &["adobe", "commvault"] },
    Planner { bug: "a plan also changes what nobody wished", ask: meddles, only: &[] },
    Planner { bug: "no nearest plan is offered", ask: offers_nothing, only: &[] },
    Planner { bug: "a missing fact makes it unreachable", ask: decides, only: &[] },
    Planner { bug: "all contacts are sent, and mailed", ask: mails, only: &["adobe"] },
    Planner {
        bug: "of two with one address only one is known",
        ask: forgets_twins,
        only: &["adobe"],
    },
    Planner { bug: "somebody without an address is new", ask: moves_nameless, only: &["adobe"] },
    Planner { bug: "null is held against a state as well", ask: holds_twice, only: &["adobe"] },
];

/// The answer to an update of the same record.
fn applied(question: &Value, update: &Value) -> Value {
    let mut asked = question.clone();
    let members = asked.as_object_mut().expect("an object");
    members.retain(|name, _| !["wish", "acknowledge", "resend"].contains(&name.as_str()));
    members.insert("input".into(), json!({ "update": update }));
    ask(&asked)
}

/// A plan with another body: all that its update is answered, so that only the body is wrong.
fn with(question: &Value, mut answer: Value, change: impl Fn(&mut Value)) -> Value {
    if answer["verdict"] != "planned" || question.get("wish").is_none() {
        return answer;
    }
    let mut update = answer["update"].clone();
    change(&mut update);
    let done = applied(question, &update);
    if done["customer"].is_null() {
        return answer;
    }
    for name in ["customer", "internal", "changes", "effects", "response", "next"] {
        answer[name] = done[name].clone();
    }
    answer["update"] = update;
    answer
}

fn gives_up(question: &Value) -> Value {
    let answer = ask(question);
    if answer["verdict"] != "planned" {
        return answer;
    }
    unreachable(json!({"version": 1, "response": null}))
}

fn idles(question: &Value) -> Value {
    let answer = ask(question);
    if answer["verdict"] != "planned" {
        return answer;
    }
    json!({"version": 1, "verdict": "nothing", "response": null, "next": "done"})
}

fn offers_nothing(question: &Value) -> Value {
    let mut answer = ask(question);
    answer.as_object_mut().expect("an object").shift_remove("nearest");
    answer
}

fn decides(question: &Value) -> Value {
    let mut answer = ask(question);
    if answer["verdict"] == "undecided" && question.get("wish").is_some() {
        answer["verdict"] = "unreachable".into();
    }
    answer
}

fn repeats(question: &Value) -> Value {
    let mut answer = ask(question);
    if answer["verdict"] == "nothing" {
        let empty = match question["vendor"].as_str() {
            Some("ibm") => question["customer"].clone(),
            _ => json!({}),
        };
        let done = applied(question, &empty);
        if done["customer"].is_null() {
            return answer;
        }
        answer = done;
        answer["verdict"] = "planned".into();
        answer["update"] = empty;
        answer["losses"] = json!([]);
    }
    answer
}

fn forgets(question: &Value) -> Value {
    with(question, ask(question), |update| {
        let inner = match update.get_mut("Customer") {
            Some(inner) => &mut inner["Organization"],
            None => update,
        };
        if let Some(members) = inner.as_object_mut()
            && let Some(last) = members.keys().next_back().cloned()
        {
            members.shift_remove(&last);
        }
    })
}

fn echoes(question: &Value) -> Value {
    with(question, ask(question), |update| match question["vendor"].as_str() {
        Some("adobe") if update["companyProfile"].get("companyName").is_none() => {
            let name = question["customer"]["companyProfile"]["companyName"].clone();
            update["companyProfile"]["companyName"] = name;
        }
        Some("commvault") if update.get("website").is_none() => {
            update["website"] = question["customer"]["website"].clone();
        }
        _ => {}
    })
}

fn meddles(question: &Value) -> Value {
    with(question, ask(question), |update| match question["vendor"].as_str() {
        Some("adobe") => update["externalReferenceId"] = "meddled".into(),
        Some("ibm") => update["Customer"]["Organization"]["OrgName"] = "meddled".into(),
        _ => update["website"] = "meddled".into(),
    })
}

fn mails(question: &Value) -> Value {
    with(question, ask(question), |update| {
        let list = question["customer"]["companyProfile"]["contacts"].clone();
        if list.as_array().is_some_and(|list| !list.is_empty()) {
            update["companyProfile"]["contacts"] = list;
        }
    })
}

/// A neutral wish with people of which `is_odd` is one is refused.
fn refuses(question: &Value, is_odd: impl Fn(&[Value], usize) -> bool) -> Value {
    let people = question.pointer("/wish/customer/contacts").and_then(Value::as_array);
    let people = people.map_or(&[][..], Vec::as_slice);
    let answer = ask(question);
    match answer["verdict"] == "nothing" && (0..people.len()).any(|at| is_odd(people, at)) {
        true => unreachable(answer),
        false => answer,
    }
}

fn unreachable(mut answer: Value) -> Value {
    let rule = json!({"rule": "none", "pointer": "", "message": "", "instead": "other-value"});
    answer["verdict"] = "unreachable".into();
    answer["next"] = "fix".into();
    answer["obstacles"] = json!([rule]);
    answer
}

fn forgets_twins(question: &Value) -> Value {
    let email = |one: &Value| one["email"].as_str().map(str::to_ascii_lowercase);
    refuses(question, |people, at| {
        let one = email(&people[at]);
        one.is_some() && people[..at].iter().any(|other| email(other) == one)
    })
}

fn moves_nameless(question: &Value) -> Value {
    refuses(question, |people, at| people[at].get("email").is_none() && at + 1 < people.len())
}

fn holds_twice(question: &Value) -> Value {
    let mut answer = ask(question);
    let entry = question.pointer("/customer/benefits/0/commitmentRequest/status");
    let is_asked = question.pointer("/wish/customer/commitment") == Some(&Value::Null);
    if is_asked
        && entry.is_some_and(|status| status == "ACCEPTED")
        && let Some(obstacles) = answer["obstacles"].as_array_mut()
    {
        obstacles.push(json!({"rule": "adobe.member.read-only", "message": "", "instead": "wait",
            "pointer": "/benefits/0/commitmentRequest/status"}));
    }
    answer
}
