//! Compares the core with the model on mutated cases: `differ SECONDS [SEED] [VENDOR]`.
//!
//! Takes the questions of `tests/cases` as JSON Lines on standard input, mutates them, asks both, and
//! prints one example for each kind of difference.
use customer_core_fuzz::model;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;
use std::io::BufRead as _;
use std::time::{Duration, Instant};

struct Rng(u64);

impl Rng {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    fn below(&mut self, n: usize) -> usize {
        if n == 0 { 0 } else { (self.next() % n as u64) as usize }
    }
}

/// Prose and rule ids are each side's own.
fn strip(value: &mut Value) {
    match value {
        Value::Object(members) => {
            for prose in ["message", "rule", "ResponseMessage", "ExceptionMessage", "Useraction"] {
                members.shift_remove(prose);
            }
            if members.contains_key("pointer") && members.get("code").is_some_and(Value::is_null) {
                members.shift_remove("code");
            }
            let mut sorted: Vec<_> = std::mem::take(members).into_iter().collect();
            sorted.sort_by(|a, b| a.0.cmp(&b.0));
            *members = Map::from_iter(sorted);
            members.values_mut().for_each(strip);
        }
        Value::Array(list) => list.iter_mut().for_each(strip),
        _ => {}
    }
}

fn places(value: &Value, at: String, all: &mut Vec<String>) {
    match value {
        Value::Object(members) => members.iter().for_each(|(name, v)| {
            places(v, format!("{at}/{}", name.replace('~', "~0").replace('/', "~1")), all);
        }),
        Value::Array(list) => {
            list.iter().enumerate().for_each(|(i, v)| places(v, format!("{at}/{i}"), all));
        }
        _ => {}
    }
    all.push(at);
}

fn mutate(question: &mut Value, pool: &[Value], rng: &mut Rng) {
    let mut all = vec![];
    places(question, String::new(), &mut all);
    let inner: Vec<_> = all.iter().filter(|p| p.matches('/').count() >= 2).cloned().collect();
    if inner.is_empty() {
        return;
    }
    let place = inner[rng.below(inner.len())].clone();
    let (parent, name) = place.rsplit_once('/').unwrap();
    let name = name.replace("~1", "/").replace("~0", "~");
    let other = inner[rng.below(inner.len())].clone();
    let copied = question.pointer(&other).cloned().unwrap_or(Value::Null);
    let value = match rng.below(12) {
        0 => Value::Null,
        1 => json!(""),
        2 => json!({}),
        3 => json!([]),
        4 => copied,
        5 => json!(rng.below(40)),
        6 => json!(true),
        7 => json!("x".repeat(rng.below(90))),
        _ => pool[rng.below(pool.len())].clone(),
    };
    let pooled = pool[rng.below(pool.len())].clone();
    match question.pointer_mut(parent) {
        Some(Value::Object(members)) => match rng.below(8) {
            0 | 1 => {
                members.shift_remove(&name);
            }
            2 => {
                members.insert("zzz".into(), pooled);
            }
            3 => {
                let key = ["email", "status", "id", "name", "type", "Version", "country", "phone"];
                members.insert(key[rng.below(key.len())].into(), pooled);
            }
            _ => {
                members.insert(name, value);
            }
        },
        Some(Value::Array(list)) => {
            let index = name.parse::<usize>().unwrap_or(0).min(list.len().saturating_sub(1));
            match rng.below(5) {
                0 => {
                    list.remove(index);
                }
                1 => {
                    let copy = list[index].clone();
                    list.push(copy);
                }
                2 => list.reverse(),
                3 => list.insert(index, pooled),
                _ => list[index] = value,
            }
        }
        _ => {}
    }
}

/// Takes one value over from another question of the same vendor: same path, other content.
fn cross(question: &mut Value, other: &Value, rng: &mut Rng) {
    let mut all = vec![];
    places(other, String::new(), &mut all);
    let place = &all[rng.below(all.len())];
    if place.is_empty() {
        return;
    }
    let (parent, name) = place.rsplit_once('/').unwrap();
    if let (Some(Value::Object(members)), Some(value)) =
        (question.pointer_mut(parent), other.pointer(place))
    {
        members.insert(name.replace("~1", "/").replace("~0", "~"), value.clone());
    }
}

fn kind(core: &Value, model: &Value) -> String {
    let mut kinds = vec![];
    for part in
        ["verdict", "violations", "customer", "internal", "changes", "effects", "response", "next"]
    {
        if core[part] != model[part] {
            let hint = match part {
                "verdict" => format!("verdict {} / {}", core[part], model[part]),
                "violations" => {
                    let list = |v: &Value| -> Vec<String> {
                        v[part]
                            .as_array()
                            .into_iter()
                            .flatten()
                            .map(|v| {
                                format!(
                                    "{}{}",
                                    digits(v["pointer"].as_str().unwrap_or("?")),
                                    v["code"]
                                )
                            })
                            .collect()
                    };
                    let (a, b) = (list(core), list(model));
                    let only = |a: &[String], b: &[String]| {
                        a.iter()
                            .filter(|x| !b.contains(x))
                            .take(2)
                            .cloned()
                            .collect::<Vec<_>>()
                            .join(",")
                    };
                    format!("violations +[{}] -[{}]", only(&a, &b), only(&b, &a))
                }
                other => other.to_string(),
            };
            kinds.push(hint);
            if part == "violations" || part == "verdict" {
                continue;
            }
            break;
        }
    }
    kinds.join(" | ")
}

fn digits(pointer: &str) -> String {
    pointer
        .split('/')
        .map(|s| if s.parse::<u32>().is_ok() { "#" } else { s })
        .collect::<Vec<_>>()
        .join("/")
}

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let seconds: u64 = arguments.get(1).and_then(|s| s.parse().ok()).unwrap_or(10);
    let mut rng =
        Rng(arguments.get(2).and_then(|s| s.parse().ok()).unwrap_or(88_172_645_463_325_252));
    let only = arguments.get(3).cloned();
    let questions: Vec<Value> = std::io::stdin()
        .lock()
        .lines()
        .filter_map(|line| serde_json::from_str(&line.ok()?).ok())
        .filter(|q: &Value| only.as_deref().is_none_or(|only| q["vendor"] == only))
        .collect();
    let mut pools: BTreeMap<String, Vec<Value>> = BTreeMap::new();
    let mut by_vendor: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (i, question) in questions.iter().enumerate() {
        let vendor = question["vendor"].as_str().unwrap_or("").to_owned();
        by_vendor.entry(vendor.clone()).or_default().push(i);
        let mut all = vec![];
        places(question, String::new(), &mut all);
        for place in all.iter().filter(|p| p.matches('/').count() >= 3) {
            let value = question.pointer(place).cloned().unwrap();
            let pool = pools.entry(vendor.clone()).or_default();
            if pool.len() < 4000 {
                pool.push(value);
            }
        }
    }
    let (mut count, mut differing) = (0u64, 0u64);
    let mut seen: BTreeMap<String, (u64, String)> = BTreeMap::new();
    let started = Instant::now();
    let mut verdicts: BTreeMap<String, u64> = BTreeMap::new();
    while started.elapsed() < Duration::from_secs(seconds) {
        let index = if (count as usize) < questions.len() {
            count as usize
        } else {
            rng.below(questions.len())
        };
        let mut question = questions[index].clone();
        let vendor = question["vendor"].as_str().unwrap_or("").to_owned();
        if count as usize >= questions.len() {
            for _ in 0..=rng.below(3) {
                if rng.below(2) == 0 {
                    let peers = &by_vendor[&vendor];
                    let other = &questions[peers[rng.below(peers.len())]];
                    cross(&mut question, other, &mut rng);
                } else {
                    mutate(&mut question, &pools[&vendor], &mut rng);
                }
            }
        }
        count += 1;
        let text = question.to_string();
        let answer = customer_core::json::apply(&text);
        let mut reader = serde_json::Deserializer::from_str(&answer);
        reader.disable_recursion_limit();
        let mut core: Value = serde::Deserialize::deserialize(&mut reader).unwrap();
        let mut model = model::answer(&text);
        strip(&mut core);
        strip(&mut model);
        *verdicts.entry(core["verdict"].to_string()).or_default() += 1;
        if core != model {
            differing += 1;
            let entry = seen
                .entry(format!("{vendor}: {}", kind(&core, &model)))
                .or_insert_with(|| (0, format!("  asked {text}\n  core  {core}\n  model {model}")));
            entry.0 += 1;
            let example = format!("  asked {text}\n  core  {core}\n  model {model}");
            if example.len() < entry.1.len() {
                entry.1 = example;
            }
        }
    }
    let mut kinds: Vec<_> = seen.into_iter().collect();
    kinds.sort_by_key(|(_, (n, _))| std::cmp::Reverse(*n));
    for (kind, (n, example)) in &kinds {
        println!("{n} x {kind}\n{example}");
    }
    eprintln!(
        "{count} questions, {differing} differ in {} kinds, verdicts {verdicts:?}",
        kinds.len()
    );
}
