//! Answers to wishes, held against the table and against each other.

use serde_json::{Value, json};

use super::{Ask, Dice, Expected, Goals, Table, Wanted, World, expected, reader};

/// Everything that one wish is held against; a difference as a text.
///
/// # Errors
///
/// What differs.
pub fn compared(
    world: &World,
    wanted: &Wanted,
    table: &Table,
    completions: &[Table],
    dice: &mut Dice,
    ask: Ask,
) -> Result<&'static str, String> {
    let goals = Goals::new(world, wanted);
    let must = expected(world, &goals, wanted, table, completions);
    let mut question = world.question();
    question["wish"] = match wanted.is_whole {
        true => json!({"document": wanted.document}),
        false => json!({"merge": world.merge(wanted)}),
    };
    if world.vendor == "adobe" && !wanted.resend.is_empty() {
        question["resend"] = json!(wanted.resend);
    }
    if !wanted.acknowledge.is_empty() {
        question["acknowledge"] = json!(wanted.acknowledge);
    }
    let answer = ask(&question);
    told(&must, &answer).map_err(|why| format!("{why}\n  {question}\n  {}", short(&answer)))?;
    let twice = follow(world, wanted, &question, &answer, ask);
    twice.map_err(|why| format!("{why}\n  {question}\n  {}", short(&answer)))?;
    if wanted.is_whole && dice.one_in(4) {
        alike(world, wanted, &question, &answer, ask)?;
    }
    Ok(must.verdict)
}

/// The answer is as it must be.
fn told(must: &Expected, answer: &Value) -> Result<(), String> {
    let verdict = answer["verdict"].as_str().unwrap_or_default();
    if verdict != must.verdict {
        return Err(format!("verdict {verdict} for {must:?}"));
    }
    let losses = |value: &Value| -> Vec<String> {
        let all = value.as_array().into_iter().flatten();
        let mut all: Vec<_> = all.filter_map(Value::as_str).map(str::to_owned).collect();
        all.sort();
        all
    };
    if verdict == "planned" {
        if !must.bodies.contains(&answer["update"].to_string()) {
            return Err(format!("update {} for {must:?}", answer["update"]));
        }
        if losses(&answer["losses"]) != must.losses {
            return Err(format!("losses for {must:?}"));
        }
    }
    let nearest = &answer["nearest"];
    if nearest.is_null() != must.nearest.is_empty() {
        return Err(format!("nearest {} for {must:?}", nearest["update"]));
    }
    if !nearest.is_null() {
        if !must.nearest.contains(&nearest["update"].to_string()) {
            return Err(format!("nearest {} for {must:?}", nearest["update"]));
        }
        if losses(&nearest["losses"]) != must.nearest_losses {
            return Err(format!("losses of nearest for {must:?}"));
        }
    }
    let obstacles = answer["obstacles"].as_array().map_or(0, Vec::len);
    let is_refused = verdict == "unreachable" || verdict == "undecided";
    if is_refused != (obstacles > 0) {
        return Err("obstacles where none are, or none where some are".into());
    }
    if is_refused && answer["next"] != next(answer) {
        return Err(format!("next {} and not {}", answer["next"], next(answer)));
    }
    Ok(())
}

/// What to do next, by what would do it.
fn next(answer: &Value) -> &'static str {
    let all = answer["obstacles"].as_array().into_iter().flatten();
    let words: Vec<&str> = all.filter_map(|one| one["instead"].as_str()).collect();
    let has = |some: &[&str]| words.iter().any(|word| some.contains(word));
    if has(&["support-ticket", "admin-console", "other-endpoint", "not-at-this-vendor"]) {
        "stop"
    } else if has(&["acknowledge", "other-value", "two-steps"]) {
        "fix"
    } else if has(&["facts"]) {
        "lookup"
    } else {
        "wait"
    }
}

/// The plan is what its update is answered; afterwards there is nothing to plan.
fn follow(
    world: &World,
    wanted: &Wanted,
    question: &Value,
    answer: &Value,
    ask: Ask,
) -> Result<(), String> {
    for plan in [answer, &answer["nearest"]] {
        if plan["update"].is_null() {
            continue;
        }
        let mut asked = world.question();
        asked["input"] = json!({"update": plan["update"]});
        let done = ask(&asked);
        for name in ["customer", "internal", "changes", "effects", "response", "next"] {
            if done[name] != plan[name] {
                return Err(format!("{name} of the update: {}", done[name]));
            }
        }
        if std::ptr::eq(plan, answer) && wanted.resend.is_empty() {
            let mut again = question.clone();
            again["customer"] = done["customer"].clone();
            again["internal"] = done["internal"].clone();
            if world.vendor == "ibm" {
                put_version(&mut again);
            }
            let again = ask(&again);
            if again["verdict"] != "nothing" {
                return Err(format!("a second time: {again}"));
            }
        }
    }
    steps(world, wanted, answer, ask)
}

/// A wished document carries the token of the record that it was made from.
fn put_version(question: &mut Value) {
    let version = question["customer"].pointer("/Customer/Version").cloned();
    if let Some(wished) = question["wish"].pointer_mut("/document/Customer/Version") {
        *wished = version.unwrap_or_default();
    }
}

/// Two steps lead where they say.
fn steps(world: &World, wanted: &Wanted, answer: &Value, ask: Ask) -> Result<(), String> {
    let Some(obstacles) = answer["obstacles"].as_array() else { return Ok(()) };
    for obstacle in obstacles.iter().filter(|one| one["instead"] == "two-steps") {
        let mut asked = world.question();
        for step in obstacle["steps"].as_array().into_iter().flatten() {
            asked["input"] = step.clone();
            let done = ask(&asked);
            if done["verdict"] != "applied" {
                return Err(format!("a step is answered {}", done["verdict"]));
            }
            asked["customer"] = done["customer"].clone();
            asked["internal"] = done["internal"].clone();
        }
        let places = world.places(&asked["customer"], &wanted.document);
        let goals = Goals::new(world, wanted);
        let holds = reader(world.vendor).holds;
        for (name, wished, _) in &goals.wished {
            if !holds(name, wished, &super::expect::value(&places, name)) {
                return Err(format!("two steps do not bring {name}"));
            }
        }
    }
    Ok(())
}

/// The same wish, said otherwise, is answered the same.
fn alike(
    world: &World,
    wanted: &Wanted,
    question: &Value,
    answer: &Value,
    ask: Ask,
) -> Result<(), String> {
    let mut asked = question.clone();
    asked["wish"] = json!({"rebase": {"base": world.read(), "mine": wanted.document}});
    let rebased = ask(&asked);
    // A rebase says nothing of what the vendor alone writes. It does not name what stays, so what
    // is no longer valid may be given up; a document names it, so it needs another value.
    let is_lossy = world.vendor == "ibm"
        && world.losses.iter().any(|place| (reader(world.vendor).may_lose)(world, place));
    // A rebase and a merge take away an unknown member that the document does not speak of: a
    // document can't wish such a member away (docs/PLANNING.md).
    let unknown = "/Customer/zNew";
    let has = |document: &Value| document.pointer(unknown).is_some_and(|value| !value.is_null());
    let gives_up = has(world.read()) && !has(&wanted.document);
    if gives_up {
        return Ok(());
    }
    // Sub-segments are dropped with the segment: a document that names them wants to keep them.
    let drops = "adobe.sub-segment.dropped";
    let obstacles = || answer["obstacles"].as_array().into_iter().flatten();
    let wants_kept = obstacles().any(|one| one["rule"] == drops && one["instead"] != "acknowledge");
    // Nor does it say anything of the dates of a request that is made anew.
    let wants_dates = obstacles().any(|one| {
        let place = one["pointer"].as_str().unwrap_or_default();
        one["rule"] == "adobe.member.read-only" && place.ends_with("Date")
    });
    if !wants_dates && !wanted.is_foreign && !is_lossy && !wants_kept {
        same(answer, &rebased)
            .map_err(|why| format!("rebase: {why}\n  {asked}\n  {}", short(&rebased)))?;
    }
    asked["wish"] = json!({"merge": world.merge(wanted)});
    let merged = ask(&asked);
    if is_lossy || wants_kept {
        return Ok(());
    }
    same(answer, &merged).map_err(|why| format!("merge: {why}\n  {asked}\n  {}", short(&merged)))
}

fn same(one: &Value, other: &Value) -> Result<(), String> {
    for name in ["verdict", "update", "losses", "next", "customer"] {
        if one[name] != other[name] {
            return Err(format!("{name} {} and {}", one[name], other[name]));
        }
    }
    if one["nearest"]["update"] != other["nearest"]["update"] {
        return Err(format!("nearest {}", one["nearest"]["update"]));
    }
    Ok(())
}

/// Two bodies one after the other, and the one that is composed of them.
///
/// # Errors
///
/// What differs.
pub fn composed(world: &World, dice: &mut Dice, ask: Ask) -> Result<bool, String> {
    let first = dice.pick(&world.bodies);
    let mut second = dice.pick(&world.bodies);
    let mut asked = world.question();
    let mut apply = |body: &Value, is_settled: bool| -> Option<Value> {
        asked["input"] = json!({ "update": body });
        let done = ask(&asked);
        if done["verdict"] != "applied" && done["verdict"] != "unchanged" {
            return None;
        }
        asked["customer"] = match done["internal"].get("pending") {
            Some(pending) if is_settled => pending.clone(),
            _ => done["customer"].clone(),
        };
        let pending = done["internal"].get("pending").cloned();
        asked["internal"] = if is_settled { json!({}) } else { done["internal"].clone() };
        Some(pending.unwrap_or_else(|| done["customer"].clone()))
    };
    let Some(between) = apply(&first, true) else { return Ok(false) };
    if let Some(version) = between.pointer("/Customer/Version") {
        super::put(&mut second, "/Customer/Version", Some(version.clone()));
    }
    let Some(end) = apply(&second, false) else { return Ok(false) };
    let question = json!({"vendor": world.vendor, "policy": world.policy,
        "compose": [first, second]});
    // A composed body has the switch of the second, also where that lacks it (docs/PLANNING.md): so
    // one that the record does not have is not reset.
    let name = "globalSalesEnabled";
    let resets = world.policy == "observed" && world.read().get(name).is_none();
    if resets && question["compose"][0].get(name).is_some() {
        return Ok(false);
    }
    let composed = ask(&question);
    if composed["verdict"] != "composed" {
        return Ok(false);
    }
    let mut at_once = world.question();
    at_once["input"] = json!({"update": composed["update"]});
    let done = ask(&at_once);
    let pending = done["internal"].get("pending");
    let after = pending.unwrap_or(&done["customer"]);
    if after.is_null() || world.places(after, &end) != world.places(&end, after) {
        return Err(format!(
            "compose\n  {question}\n  {composed}\n  {at_once}\n  {after}\n  {end}"
        ));
    }
    Ok(true)
}

/// What of an answer tells most.
fn short(answer: &Value) -> Value {
    let mut short = json!({});
    for name in ["verdict", "update", "obstacles", "losses", "violations", "next"] {
        if let Some(value) = answer.get(name) {
            short[name] = value.clone();
        }
    }
    short
}
