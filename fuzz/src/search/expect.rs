//! What a wish must be answered, by the table.

use serde_json::Value;

use super::{Reached, Reader, Table, Wanted, World, reader};

/// What is wished, place by place, and what stays.
pub struct Goals {
    /// The wished places in the model's order, each with what is wished and what is.
    pub wished: Vec<(String, Value, Value)>,
    /// The others, with what is.
    pub kept: Vec<(String, Value)>,
    /// The document that the sets are counted in.
    pub other: Value,
}

/// What must be answered.
#[derive(Debug, PartialEq, Eq)]
pub struct Expected {
    /// The verdict.
    pub verdict: &'static str,
    /// The bodies of which one must be the update.
    pub bodies: Vec<String>,
    /// What is lost.
    pub losses: Vec<String>,
    /// The bodies of which one must be that of the nearest plan.
    pub nearest: Vec<String>,
    /// The losses of it.
    pub nearest_losses: Vec<String>,
}

impl Goals {
    /// Of a wish.
    pub fn new(world: &World, wanted: &Wanted) -> Self {
        let before = world.places(world.read(), &wanted.document);
        let wished = world.places(&wanted.document, world.read());
        Self::of(world, before, wished, &wanted.document, |place| world.names(wanted, place))
    }

    /// Of two readings of places, and which of them are wished for.
    pub fn of(
        world: &World,
        before: Vec<(String, Value)>,
        after: Vec<(String, Value)>,
        other: &Value,
        names: impl Fn(&str) -> bool,
    ) -> Self {
        let rank = reader(world.vendor).rank;
        let mut all: Vec<&String> = before.iter().chain(&after).map(|(name, _)| name).collect();
        all.sort_by_key(|name| (rank(name), (*name).clone()));
        all.dedup();
        let (mut wished, mut kept) = (vec![], vec![]);
        for name in all {
            let old = value(&before, name);
            match names(name) {
                true => wished.push((name.clone(), value(&after, name), old)),
                false => kept.push((name.clone(), old)),
            }
        }
        Self { wished, kept, other: other.clone() }
    }
}

/// What a place has.
pub fn value(places: &[(String, Value)], name: &str) -> Value {
    found(places, name).clone()
}

fn found<'p>(places: &'p [(String, Value)], name: &str) -> &'p Value {
    let one = places.iter().find(|(other, _)| other == name);
    one.map_or(&Value::Null, |(_, value)| value)
}

/// How a document that can be reached stands to the goals.
struct Judged {
    /// Those that hold.
    held: u64,
    /// Whether nothing is otherwise that only the vendor writes.
    is_whole: bool,
    /// What is lost.
    losses: Vec<String>,
}

/// `None`: it changes what nobody wished.
fn judged(
    world: &World,
    goals: &Goals,
    wanted: &Wanted,
    reached: &Reached,
    places: &[(String, Value)],
    reader: &Reader,
) -> Option<Judged> {
    let mut losses = world_losses(world, wanted)?;
    // What goes of a place that is not brought, as accepted losses: nothing, all of it, or something
    // inside of a list that stays. `None`: it goes otherwise.
    let lost = |name: &str, old: &Value, new: &Value| {
        let is_accepted = wanted.acknowledge.iter().any(|pointer| below(name, pointer));
        if new != old && new.is_null() && is_accepted && (reader.may_lose)(world, name) {
            return Some(vec![name.to_owned()]);
        }
        let (mut left, mut lost) = (old.clone(), vec![]);
        for pointer in wanted.acknowledge.iter().filter(|pointer| below(pointer, name)) {
            let inner = pointer.strip_prefix(name).unwrap_or_default();
            let is_there = |list: &Value| list.pointer(inner).is_some_and(|one| !one.is_null());
            let is_gone = !inner.is_empty() && is_there(old) && !is_there(new);
            if is_gone && (reader.may_lose)(world, pointer) {
                super::put(&mut left, inner, None);
                lost.push((*pointer).to_owned());
            }
        }
        (left == *new).then_some(lost)
    };
    let mut held = 0;
    for (at, (name, wished, old)) in goals.wished.iter().enumerate() {
        let new = found(places, name);
        if (reader.holds)(name, wished, new) {
            held |= 1 << (63 - at);
        } else {
            losses.extend(lost(name, old, new)?);
        }
    }
    for (name, old) in &goals.kept {
        losses.extend(lost(name, old, found(places, name))?);
    }
    losses.sort();
    // A place that neither had a value nor was wished for.
    let known = |name: &str| {
        goals.wished.iter().any(|(other, ..)| other == name)
            || goals.kept.iter().any(|(other, _)| other == name)
    };
    if places.iter().any(|(name, value)| !known(name) && !value.is_null()) {
        return None;
    }
    for (at, address) in wanted.resend.iter().enumerate() {
        if reached.mails.contains(&address.to_ascii_lowercase()) {
            held |= 1 << (63 - goals.wished.len() - at);
        }
    }
    let is_whole = (reader.owned)(&wanted.document, &reached.after);
    Some(Judged { held, is_whole, losses })
}

fn below(place: &str, pointer: &str) -> bool {
    let rest = place.strip_prefix(pointer);
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// What any update of this world loses. `None`: and that is not accepted.
fn world_losses(world: &World, wanted: &Wanted) -> Option<Vec<String>> {
    if !world.loses_what_runs() {
        return Some(vec![]);
    }
    wanted.acknowledge.contains(&"").then(|| vec![String::new()])
}

/// What a wish must be answered with.
pub fn expected(
    world: &World,
    goals: &Goals,
    wanted: &Wanted,
    table: &Table,
    completions: &[Table],
) -> Expected {
    let reader = reader(world.vendor);
    let number = goals.wished.len() + wanted.resend.len();
    assert!(number < 60, "a world of too many places");
    let all = if number == 0 { 0 } else { u64::MAX << (64 - number) };
    let mut before = 0;
    for (at, (name, wished, old)) in goals.wished.iter().enumerate() {
        if (reader.holds)(name, wished, old) {
            before |= 1 << (63 - at);
        }
    }
    let mut told = Expected {
        verdict: "nothing",
        bodies: vec![],
        losses: vec![],
        nearest: vec![],
        nearest_losses: vec![],
    };
    if before == all && !wanted.is_foreign {
        return told;
    }
    let judge = |table: &Table| -> Vec<Option<Judged>> {
        let readings = table.readings(world, &goals.other);
        let both = table.reached.iter().zip(readings.iter());
        both.map(|(one, places)| judged(world, goals, wanted, one, places, &reader)).collect()
    };
    let best = best(world, table, judge(table), &reader);
    if let Some((Judged { held, is_whole, losses }, bodies)) = &best
        && *held == all
        && *is_whole
        && !wanted.is_foreign
    {
        told.verdict = "planned";
        (told.losses, told.bodies) = (losses.clone(), bodies.clone());
        return told;
    }
    let can =
        |table: &Table| judge(table).iter().flatten().any(|one| one.held == all && one.is_whole);
    let may = !wanted.is_foreign && completions.iter().any(can);
    told.verdict = if may { "undecided" } else { "unreachable" };
    // A plan that brings nothing and only gives up is none: to send nothing holds more.
    if let Some((Judged { held, losses, .. }, bodies)) = best
        && held & !before != 0
    {
        (told.nearest, told.nearest_losses) = (bodies, losses);
    }
    told
}

/// The most places that can be had together; of as many, the earliest; those that read as wished
/// also where only the vendor writes; the fewest losses, the smallest bodies.
fn best(
    world: &World,
    table: &Table,
    judged: Vec<Option<Judged>>,
    reader: &Reader,
) -> Option<(Judged, Vec<String>)> {
    type Key = (u32, u64, bool, std::cmp::Reverse<(usize, usize)>);
    let mut best: Option<(Key, Judged, Vec<String>)> = None;
    for (one, judged) in table.reached.iter().zip(judged) {
        let Some(judged) = judged else { continue };
        let least = if reader.body.is_some() { 0 } else { one.least };
        let fewest = std::cmp::Reverse((judged.losses.len(), least));
        let key = (judged.held.count_ones(), judged.held, judged.is_whole, fewest);
        let bodies = match reader.body {
            Some(body) => vec![body(world, &one.after).to_string()],
            None => one.bodies.clone(),
        };
        match &mut best {
            Some((old, _, list)) if *old == key => list.extend(bodies),
            Some((old, ..)) if *old > key => {}
            _ => best = Some((key, judged, bodies)),
        }
    }
    best.map(|(_, judged, mut bodies)| {
        bodies.sort();
        bodies.dedup();
        (judged, bodies)
    })
}
