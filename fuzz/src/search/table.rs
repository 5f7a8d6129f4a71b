//! What every body of a world leads to.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use serde_json::{Map, Value};

use super::{World, ask, members, reader};

/// The places of every document of a table.
type Readings = Rc<Vec<Vec<(String, Value)>>>;

/// A document that can be reached, and how.
pub struct Reached {
    /// The document as it will read.
    pub after: Value,
    /// Who is mailed.
    pub mails: Vec<String>,
    /// The fewest members.
    pub least: usize,
    /// The bodies of so many members.
    pub bodies: Vec<String>,
}

/// Everything that can be reached with some facts.
pub struct Table {
    /// The documents, each once for everybody who is mailed on the way.
    pub reached: Vec<Reached>,
    /// How many bodies were decided.
    pub decided: usize,
    /// How the documents read beside another one, by the lengths of its lists: nothing else of it
    /// matters.
    readings: RefCell<HashMap<String, Readings>>,
}

impl Table {
    /// Decides every body of the world with these facts.
    pub fn new(world: &World, facts: &Map<String, Value>) -> Self {
        let reader = reader(world.vendor);
        let mut question = world.question();
        question["facts"] = Value::Object(facts.clone());
        let mut reached: Vec<Reached> = vec![];
        let mut known: HashMap<String, usize> = HashMap::new();
        for body in &world.bodies {
            question["input"] = serde_json::json!({ "update": body });
            let answer = ask(&question);
            let verdict = answer["verdict"].as_str().unwrap_or_default();
            assert!(verdict != "unreadable", "a world with a body of no form: {question} {answer}");
            if verdict != "applied" && verdict != "unchanged" {
                continue;
            }
            let pending = answer["internal"].get("pending");
            let after = pending.unwrap_or(&answer["customer"]).clone();
            if !(reader.is_settled)(body, &after) {
                continue;
            }
            let mails = mails(&answer);
            let (count, text) = (members(body), body.to_string());
            let at = *known.entry(format!("{after}{mails:?}")).or_insert(reached.len());
            if at == reached.len() {
                reached.push(Reached { after, mails, least: count, bodies: vec![text] });
                continue;
            }
            let one = &mut reached[at];
            if count < one.least {
                (one.least, one.bodies) = (count, vec![]);
            }
            if count == one.least {
                one.bodies.push(text);
            }
        }
        Self { reached, decided: world.bodies.len(), readings: RefCell::default() }
    }

    /// The places of each document, beside another one.
    pub fn readings(&self, world: &World, other: &Value) -> Readings {
        let mut lengths = String::new();
        measure(other, "", &mut lengths);
        let mut known = self.readings.borrow_mut();
        let readings = known.entry(lengths).or_insert_with(|| {
            let all = self.reached.iter().map(|one| world.places(&one.after, other));
            Rc::new(all.collect())
        });
        Rc::clone(readings)
    }
}

/// Notes where lists are, and how long.
fn measure(value: &Value, at: &str, lengths: &mut String) {
    match value {
        Value::Object(members) => {
            for (name, inner) in members {
                measure(inner, &format!("{at}/{name}"), lengths);
            }
        }
        Value::Array(list) => {
            lengths.push_str(&format!("{at}:{};", list.len()));
            list.iter()
                .enumerate()
                .for_each(|(n, one)| measure(one, &format!("{at}/{n}"), lengths));
        }
        _ => {}
    }
}

/// The addresses that an answer mails, in order.
pub fn mails(answer: &Value) -> Vec<String> {
    let effects = answer["effects"].as_array().into_iter().flatten();
    let mails = effects.filter(|effect| effect["effect"] == "welcome-email");
    mails.filter_map(|effect| effect["email"].as_str()).map(str::to_ascii_lowercase).collect()
}
