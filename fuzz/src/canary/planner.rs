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
    let rule = json!({"rule": "none", "pointer": "", "message": "", "instead": "other-value"});
    json!({"version": 1, "verdict": "unreachable", "response": null, "next": "fix",
        "obstacles": [rule]})
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
