//! The three-year commitment: its dates, and what happens to it over time.
use super::adobe::OFFERS;
use super::{
    Accepted, Causes, Wrong, accepted, adobe, int, put, read::Request, rejected, same, some, text,
};
use serde_json::{Map, Value, json};

pub(crate) const KINDS: [&str; 2] = ["commitmentRequest", "recommitmentRequest"];

/// What a term says.
const SAYS: [&str; 4] = ["status", "startDate", "endDate", "minimumQuantities"];

/// A day as a number (0 is 1 March of the year 0), from `YYYY-MM-DD`.
pub(crate) fn date(s: &str) -> Option<i64> {
    let digits = |r: std::ops::Range<usize>| {
        s.get(r).filter(|t| t.bytes().all(|b| b.is_ascii_digit()))?.parse::<i64>().ok()
    };
    let (y, m, d) = (digits(0..4)?, digits(5..7)?, digits(8..10)?);
    let dashes = s.len() == 10 && s.get(4..5) == Some("-") && s.get(7..8) == Some("-");
    let n = number(y, m, d);
    (dashes && y >= 1 && (1..=12).contains(&m) && d >= 1 && civil(n) == (y, m, d)).then_some(n)
}

/// There is no day behind 31 December 9999.
const LAST: i64 = 3_652_364;

fn number(y: i64, m: i64, d: i64) -> i64 {
    let (y, m) = if m > 2 { (y, m - 3) } else { (y - 1, m + 9) };
    365 * y + y.div_euclid(4) - y.div_euclid(100) + y.div_euclid(400) + (153 * m + 2) / 5 + d - 1
}

fn civil(n: i64) -> (i64, i64, i64) {
    let mut y = n.div_euclid(366);
    while number(y + 1, 3, 1) <= n {
        y += 1;
    }
    let left = n - number(y, 3, 1);
    let m = (5 * left + 2) / 153;
    let d = left - (153 * m + 2) / 5 + 1;
    if m < 10 { (y, m + 3, d) } else { (y + 1, m - 9, d) }
}

pub(crate) fn show(n: i64) -> String {
    let (y, m, d) = civil(n.min(LAST));
    format!("{y:04}-{m:02}-{d:02}")
}

/// 29 February becomes 1 March where the year is a common one.
pub(crate) fn years(n: i64, more: i64) -> i64 {
    let (y, m, d) = civil(n);
    number(y + more, m, d).min(LAST)
}

/// The day after, if there is one.
fn after(n: i64) -> Option<i64> {
    Some(n + 1).filter(|n| *n <= LAST)
}

pub(crate) fn day(v: &Value, at: &str) -> Option<i64> {
    date(text(v, at)?)
}

/// The term object of an entry; missing, null and one that says nothing are none.
pub(crate) fn term<'a>(entry: Option<&'a Value>, name: &str) -> Option<&'a Value> {
    some(entry?.get(name)).filter(|v| SAYS.iter().any(|name| !v[*name].is_null()))
}

/// The status of a term in today's words, `""` when there is none.
pub(crate) fn status<'a>(entry: Option<&'a Value>, name: &str) -> &'a str {
    match term(entry, name).and_then(|t| text(t, "/status")).unwrap_or("") {
        "ACTIVE" if name == "commitment" => "COMMITTED",
        "INACTIVE" if name == "commitment" => "",
        s => s,
    }
}

fn list(term: &Value) -> Vec<Value> {
    term.get("minimumQuantities").and_then(Value::as_array).cloned().unwrap_or_default()
}

/// What is promised of each offer type; the first counts.
pub(crate) fn quantities(term: &Value) -> Vec<(String, i64)> {
    let one = |q: &Value| Some((text(q, "/offerType")?.to_string(), int(q.get("quantity")?)?));
    let all: Vec<_> = list(term).iter().filter_map(one).collect();
    let first = |o: &&str| all.iter().find(|q| q.0 == **o).cloned();
    OFFERS.iter().filter_map(first).collect()
}

pub(crate) fn index(customer: &Value) -> Option<usize> {
    let all = customer.get("benefits")?.as_array()?;
    all.iter().position(|b| text(b, "/type") == Some("THREE_YEAR_COMMIT"))
}

/// Writes the entry with all three terms, null for those that hold nothing.
pub(crate) fn write(customer: &mut Value, mut entry: Value) {
    for name in ["commitment", KINDS[0], KINDS[1]] {
        let members = entry.get(name).and_then(Value::as_object);
        let is_kept = |(name, v): (&String, &Value)| !v.is_null() || !SAYS.contains(&name.as_str());
        if !members.is_some_and(|members| members.iter().any(is_kept)) {
            put(&mut entry, &format!("/{name}"), Some(Value::Null));
        }
    }
    let k = index(customer);
    match (k, customer.get_mut("benefits").and_then(Value::as_array_mut)) {
        (Some(k), Some(all)) => all.splice(k..=k, [entry]).for_each(drop),
        (_, Some(all)) => all.push(entry),
        _ => put(customer, "/benefits", Some(json!([entry]))),
    }
}

/// Drops the internal dates from which nothing runs any more.
pub(crate) fn tidy(internal: &mut Map<String, Value>, entry: &Value) {
    if !KINDS.iter().any(|k| status(Some(entry), k) == "REQUESTED") {
        internal.shift_remove("requestedOn");
    }
    if status(Some(entry), KINDS[0]) != "ACCEPTED" {
        internal.shift_remove("acceptedOn");
    }
}

/// Moves what is owned out of an accepted request into the commitment, all of it or one type.
fn settle(entry: &mut Value, owned: &dyn Fn(&str) -> i64) {
    let Some(request) = term(Some(entry), KINDS[0]).cloned() else { return };
    let bought = |q: &Value| {
        let have = owned(text(q, "/offerType").unwrap_or(""));
        q.get("quantity").and_then(int).is_some_and(|n| have >= n)
    };
    let mut promised: Vec<Value> = vec![];
    for q in list(&request).into_iter().filter(promises) {
        if !promised.iter().any(|p| p["offerType"] == q["offerType"]) {
            promised.push(q);
        }
    }
    let (reached, open): (Vec<_>, Vec<_>) = promised.into_iter().partition(bought);
    if reached.is_empty() {
        return;
    }
    let rest: Vec<_> = list(&request).into_iter().filter(|q| !promises(q)).collect();
    let running = status(Some(entry), "commitment") == "COMMITTED";
    let (mut commitment, mut all) = (request.clone(), rest.clone());
    if let (true, Some(c)) = (running, term(Some(entry), "commitment")) {
        (commitment, all) = (c.clone(), list(c));
    }
    // All of a request that follows nothing: it becomes the commitment.
    let whole = !running && open.is_empty();
    let before = all.clone();
    for q in reached {
        let is_same = |o: &&mut Value| promises(o) && o["offerType"] == q["offerType"];
        match all.iter_mut().find(is_same) {
            // What nobody knows of the committed one stays.
            Some(o) => put(o, "/quantity", q.get("quantity").cloned()),
            None => all.push(q),
        }
    }
    if whole {
        all = list(&request);
    } else if all != before {
        let place = |q: &Value| OFFERS.iter().position(|o| q["offerType"] == **o && promises(q));
        all.sort_by_key(|q| place(q).unwrap_or(OFFERS.len()));
        all.dedup_by(|later, first| promises(first) && place(later) == place(first));
    }
    if !running {
        put(&mut commitment, "/status", Some(json!("COMMITTED")));
    }
    put(&mut commitment, "/minimumQuantities", Some(json!(all)));
    put(entry, "/commitment", Some(commitment));
    if open.is_empty() {
        put(entry, "/commitmentRequest", Some(Value::Null));
    } else {
        put(entry, "/commitmentRequest/minimumQuantities", Some(json!([open, rest].concat())));
    }
}

/// What names no offer type, or no quantity, promises nothing.
fn promises(q: &Value) -> bool {
    OFFERS.iter().any(|o| q["offerType"] == **o) && q["quantity"].is_u64()
}

/// First and last day of a new term, and a first anniversary where there is none yet.
fn new_term(customer: &mut Value, today: i64) -> (i64, i64) {
    let end = match day(customer, "/cotermDate") {
        Some(c) if (c - 30..=c).contains(&today) => years(c, 3) - 1,
        Some(c) => years(c, 2) - 1,
        None => {
            put(customer, "/cotermDate", Some(json!(show(years(today, 1)))));
            years(today, 3) - 1
        }
    };
    (today, end)
}

/// A refusal is the place (empty: the event itself), never a vendor's code.
pub(crate) fn event(rq: &Request) -> Value {
    let mut after = rq.customer.clone();
    let mut internal = adobe::internal(rq);
    match step(rq, &mut after, &mut internal) {
        Err(reasons) => {
            let wrong = |fact: Option<&str>| {
                let pointer = fact.map_or("/input/commitment".into(), |f| format!("/facts/{f}"));
                let at = String::new();
                Wrong { rank: 0, code: None, at, pointer, fact: fact.is_some(), detail: None }
            };
            let wrong: Vec<_> = reasons.into_iter().map(wrong).collect();
            rejected(&wrong, Value::Null, "stop")
        }
        Ok(()) => {
            let internal = Value::Object(internal);
            let (effects, causes) = (vec![], Causes::new());
            let done =
                Accepted { after, internal, effects, causes, otherwise: "derived", next: "done" };
            accepted(&adobe::CUSTOMER, &rq.customer, done, &|_| Value::Null)
        }
    }
}

/// What is against the event: a fact that is missing, or the event itself.
type Reasons = Vec<Option<&'static str>>;

fn step(rq: &Request, after: &mut Value, internal: &mut Map<String, Value>) -> Result<(), Reasons> {
    let owned =
        |kind: &str| rq.facts.get("owned").and_then(|o| o.get(kind)).and_then(int).unwrap_or(0);
    let today = rq.word("today").and_then(date);
    let known = |name: &str| rq.internal.get(name).and_then(Value::as_str).and_then(date);
    let stored = index(after).and_then(|k| after.get("benefits")?.get(k).cloned());
    let mut entry = stored.clone().unwrap_or(json!({"type": "THREE_YEAR_COMMIT"}));
    let mut happened = false;
    match rq.input.as_str().unwrap_or("") {
        "accepted" => accept(after, &mut entry, known("requestedOn"), today, internal, &owned)?,
        "declined" => decline(&mut entry, known("requestedOn"), today)?,
        "ordered" => {
            if status(Some(&entry), KINDS[0]) == "ACCEPTED" {
                settle(&mut entry, &owned);
            }
        }
        "renewed" => {
            let c = term(Some(&entry), "commitment").cloned();
            let short = c.is_some_and(|c| quantities(&c).iter().any(|(k, n)| owned(k) < *n));
            if status(Some(&entry), "commitment") == "COMMITTED" && short {
                set(&mut entry, "/commitment/status", "NONCOMPLIANT");
            }
            if let Some(c) = day(after, "/cotermDate") {
                set(after, "/cotermDate", &show(years(c, 1)));
                happened = true;
            }
        }
        _ => {
            let today = today.ok_or(vec![Some("today")])?;
            elapse(&mut entry, known("requestedOn"), known("acceptedOn"), today);
        }
    }
    // Where nothing happened everything stays as it is.
    let moved = stored.is_some_and(|s| !same(&s, &entry));
    if moved || happened {
        tidy(internal, &entry);
    }
    if moved {
        write(after, entry);
    }
    Ok(())
}

fn set(v: &mut Value, at: &str, text: &str) {
    put(v, at, Some(json!(text)));
}

/// The last day of the commitment.
fn end(entry: &Value) -> Option<i64> {
    day(entry, "/commitment/endDate").filter(|_| text(entry, "/commitment/status").is_some())
}

fn late(requested: Option<i64>, today: Option<i64>) -> bool {
    requested.zip(today).is_some_and(|(r, t)| t > r + 7)
}

/// The request that waits for an answer, unless it has waited too long.
fn waiting(
    entry: &Value,
    requested: Option<i64>,
    today: Option<i64>,
) -> (Option<&'static str>, Reasons) {
    let pending = KINDS.into_iter().find(|k| status(Some(entry), k) == "REQUESTED");
    let bad = pending.is_none() || late(requested, today);
    (pending, if bad { vec![None] } else { vec![] })
}

fn decline(entry: &mut Value, requested: Option<i64>, today: Option<i64>) -> Result<(), Reasons> {
    let (pending, mut reasons) = waiting(entry, requested, today);
    if pending.is_some() && requested.is_some() && today.is_none() {
        reasons.push(Some("today"));
    }
    match pending {
        Some(kind) if reasons.is_empty() => set(entry, &format!("/{kind}/status"), "DECLINED"),
        _ => return Err(reasons),
    }
    Ok(())
}

fn accept(
    customer: &mut Value,
    entry: &mut Value,
    requested: Option<i64>,
    today: Option<i64>,
    internal: &mut Map<String, Value>,
    owned: &dyn Fn(&str) -> i64,
) -> Result<(), Reasons> {
    let (pending, mut reasons) = waiting(entry, requested, today);
    if today.is_none() {
        reasons.push(Some("today"));
    }
    let running = status(Some(entry), "commitment") == "COMMITTED";
    let over = end(entry).zip(today).is_some_and(|(e, t)| t > e);
    if pending == Some(KINDS[1]) && (!running || over) {
        reasons.push(None);
    }
    let (Some(kind), Some(today), true) = (pending, today, reasons.is_empty()) else {
        return Err(reasons);
    };
    let dates = match (kind == KINDS[0], running) {
        (true, true) => (day(entry, "/commitment/startDate"), end(entry)),
        (true, false) => {
            let (start, end) = new_term(customer, today);
            (Some(start), Some(end))
        }
        _ => {
            let start = end(entry).and_then(after);
            (start, start.map(|s| years(s, 3) - 1))
        }
    };
    // A text that is no date stays where there is none.
    for (name, date) in [("startDate", dates.0), ("endDate", dates.1)] {
        let at = format!("/{kind}/{name}");
        if day(entry, &at) != date {
            put(entry, &at, date.map(|d| json!(show(d))));
        }
    }
    set(entry, &format!("/{kind}/status"), "ACCEPTED");
    if kind == KINDS[0] {
        internal.insert("acceptedOn".into(), json!(show(today)));
        settle(entry, owned);
    }
    Ok(())
}

fn elapse(entry: &mut Value, requested: Option<i64>, accepted: Option<i64>, today: i64) {
    for kind in KINDS {
        if status(Some(entry), kind) == "REQUESTED" && late(requested, Some(today)) {
            set(entry, &format!("/{kind}/status"), "EXPIRED");
        }
    }
    let unreached = accepted.is_some_and(|a| today > a + 30);
    if status(Some(entry), KINDS[0]) == "ACCEPTED" && unreached {
        set(entry, "/commitmentRequest/status", "NONCOMPLIANT");
    }
    loop {
        // Without a commitment before it, an accepted recommitment starts on the day it shows.
        let shown = day(entry, "/recommitmentRequest/startDate");
        let start = end(entry).map_or(shown, after).filter(|start| today >= *start);
        let Some(start) = start else { return };
        if status(Some(entry), KINDS[1]) == "ACCEPTED" {
            let mut next = term(Some(entry), KINDS[1]).cloned().unwrap_or_default();
            set(&mut next, "/status", "COMMITTED");
            if shown != Some(start) || day(&next, "/endDate").is_none() {
                set(&mut next, "/endDate", &show(years(start, 3) - 1));
            }
            set(&mut next, "/startDate", &show(start));
            put(entry, "/commitment", Some(next));
            put(entry, "/recommitmentRequest", Some(Value::Null));
        } else {
            if status(Some(entry), "commitment") == "COMMITTED" && end(entry).is_some() {
                set(entry, "/commitment/status", "EXPIRED");
            }
            return;
        }
    }
}
