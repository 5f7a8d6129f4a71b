//! The three-year commitment: its dates, and what happens to it over time.
use super::adobe::OFFERS;
use super::{
    Accepted, Causes, Need, Wrong, accepted, adobe, int, join, put, read::Request, rejected, same,
    some, text, undecided, value, whole,
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

pub(crate) fn shown(n: i64) -> String {
    let (y, m, d) = civil(n);
    format!("{y:04}-{m:02}-{d:02}")
}

/// 29 February becomes 1 March where the year is a common one.
fn years(n: i64, more: i64) -> i64 {
    let (y, m, d) = civil(n);
    number(y + more, m, d)
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

/// What an element promises, if it names an offer type and a quantity.
fn promise(q: &Value) -> Option<(&'static str, i64)> {
    let kind = OFFERS.iter().find(|o| q["offerType"] == **o)?;
    Some((kind, whole(q.get("quantity")?).filter(|n| *n >= 0)?))
}

/// What is promised of each offer type; of a type that is listed twice the larger binds.
pub(crate) fn quantities(term: &Value) -> Vec<(String, i64)> {
    let all = list(term);
    let largest = |o: &&str| all.iter().filter_map(promise).filter(|p| p.0 == *o).max();
    OFFERS.iter().filter_map(largest).map(|(kind, n)| (kind.to_string(), n)).collect()
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
        _ => put(customer, "/benefits", Some(Value::Array(vec![entry]))),
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
    let state = status(Some(entry), "commitment").to_string();
    let running = state == "COMMITTED";
    // A term that is over is not led back into.
    let own = day(entry, "/commitment/endDate") != day(&request, "/endDate");
    if !running && !state.is_empty() && !own {
        return;
    }
    let promised = quantities(&request);
    let reached: Vec<_> = promised.iter().filter(|(kind, n)| owned(kind) >= *n).collect();
    if reached.is_empty() {
        return;
    }
    let is_reached = |q: &Value| promise(q).is_some_and(|p| reached.iter().any(|r| r.0 == p.0));
    let (rest, named): (Vec<_>, Vec<_>) =
        list(&request).into_iter().partition(|q| promise(q).is_none());
    let (taken, open): (Vec<_>, Vec<_>) = named.into_iter().partition(is_reached);
    let mut commitment =
        term(Some(entry), "commitment").filter(|_| running).unwrap_or(&request).clone();
    let place = |q: &Value| {
        let kind = promise(q).map(|p| p.0);
        kind.and_then(|kind| OFFERS.iter().position(|o| *o == kind)).unwrap_or(OFFERS.len())
    };
    let mut all = if running { list(&commitment) } else { [taken.clone(), rest.clone()].concat() };
    if running {
        let before = all.clone();
        for (kind, n) in &reached {
            let Some(q) = taken.iter().find(|q| promise(q) == Some((kind, *n))) else { continue };
            let is_same = |o: &&mut Value| promise(o).is_some_and(|p| p.0 == kind);
            match all.iter_mut().find(is_same) {
                Some(o) if promise(o) == promise(q) => {}
                // What nobody knows of the committed one stays.
                Some(o) => put(o, "/quantity", q.get("quantity").cloned()),
                None => all.push(q.clone()),
            }
        }
        if all != before {
            all.sort_by_key(place);
        }
    } else {
        put(&mut commitment, "/status", Some(json!("COMMITTED")));
        // An end never lies before its start, whatever is stored.
        let [start, end] = ["/startDate", "/endDate"].map(|at| day(&commitment, at));
        if start.zip(end).is_some_and(|(start, end)| end < start) {
            put(&mut commitment, "/endDate", start.map(|day| json!(shown(day))));
        }
        all.sort_by_key(place);
        if open.is_empty() {
            // All of it: the request becomes the commitment as it is.
            all = list(&request);
        }
    }
    put(&mut commitment, "/minimumQuantities", Some(Value::Array(all)));
    put(entry, "/commitment", Some(commitment));
    if open.is_empty() {
        put(entry, "/commitmentRequest", Some(Value::Null));
    } else {
        let left = Value::Array([open, rest].concat());
        put(entry, "/commitmentRequest/minimumQuantities", Some(left));
    }
}

/// The last day of a new term. An anniversary that has passed counts as its next one; without any
/// the first one is a year from the acceptance.
fn end_of_new_term(rq: &Request, coterm: Option<i64>, today: i64) -> i64 {
    let full = rq.number("full-term-years");
    let Some(stored) = coterm else { return last_day(today, full) };
    let mut next = stored;
    let mut n = (civil(today).0 - civil(stored).0 - 1).max(0);
    while next < today {
        next = years(stored, n);
        n += 1;
    }
    if next > LAST {
        return next;
    }
    let is_near = next - rq.number("coterm-window-days") <= today;
    let end = years(next, if is_near { full } else { rq.number("rest-term-years") }) - 1;
    end.max(today)
}

/// The last day of a term of so many years; no earlier than its first.
fn last_day(start: i64, more: i64) -> i64 {
    start.max(years(start, more) - 1)
}

/// Something that happens to the record without a call.
struct Event<'a> {
    rq: &'a Request,
    after: Value,
    internal: Map<String, Value>,
    entry: Value,
    effects: Vec<Value>,
    wrong: Vec<Wrong>,
    needs: Vec<Need>,
    /// Whether the anniversary has moved, if only by no year.
    renewed: bool,
}

/// A refusal is the place of the event, never a vendor's code.
pub(crate) fn event(rq: &Request) -> Value {
    let stored = index(&rq.customer).and_then(|k| rq.customer.get("benefits")?.get(k).cloned());
    let mut e = Event {
        rq,
        after: rq.customer.clone(),
        internal: adobe::internal(rq),
        entry: stored.clone().unwrap_or(json!({"type": "THREE_YEAR_COMMIT"})),
        effects: vec![],
        wrong: vec![],
        needs: vec![],
        renewed: false,
    };
    match (rq.kind.as_str(), rq.input.as_str().unwrap_or("")) {
        ("account", _) => e.account(),
        (_, "accepted") => e.accepted(),
        (_, "declined") => e.declined(),
        (_, "ordered") => e.ordered(),
        (_, "renewed") => e.renewed(),
        _ => e.elapsed(),
    }
    if !e.needs.is_empty() {
        return undecided("adobe", &e.needs, &e.wrong);
    }
    if !e.wrong.is_empty() {
        return rejected(&e.wrong, Value::Null, "stop");
    }
    // Where nothing happened everything stays as it is.
    let moved = stored.is_some_and(|s| !same(&s, &e.entry));
    if moved || e.renewed || (rq.kind == "commitment" && !same(&e.after, &rq.customer)) {
        tidy(&mut e.internal, &e.entry);
    }
    if moved {
        write(&mut e.after, e.entry);
    }
    let done = Accepted {
        after: e.after,
        internal: Value::Object(e.internal),
        effects: e.effects,
        causes: Causes::new(),
        otherwise: "derived",
        next: "done",
    };
    accepted(&adobe::CUSTOMER, &rq.customer, done, &|_| Value::Null)
}

impl Event<'_> {
    fn place(&self) -> String {
        join("/input", &self.rq.kind)
    }

    fn no(&mut self) {
        let (at, pointer) = (String::new(), self.place());
        self.wrong.push(Wrong { rank: 0, code: None, at, pointer, detail: None });
    }

    /// Whether all is known and nothing is wrong.
    fn is_clear(&self) -> bool {
        self.wrong.is_empty() && self.needs.is_empty()
    }

    fn need(&mut self, fact: &'static str) {
        if !self.rq.facts.contains_key(fact) {
            self.needs.push(Need { fact, at: self.place() });
        }
    }

    fn today(&self) -> Option<i64> {
        self.rq.word("today").and_then(date)
    }

    fn owned(&self, kind: &str) -> i64 {
        self.rq.facts.get("owned").and_then(|o| o.get(kind)).and_then(int).unwrap_or(0)
    }

    /// A date that the vendor keeps to itself.
    fn known(&self, name: &str) -> Option<i64> {
        self.rq.internal.get(name).and_then(Value::as_str).and_then(date)
    }

    fn status(&self, name: &str) -> &str {
        status(Some(&self.entry), name)
    }

    fn set(&mut self, at: &str, text: &str) {
        put(&mut self.entry, at, Some(json!(text)));
    }

    /// The last day of the commitment.
    fn end(&self) -> Option<i64> {
        let entry = &self.entry;
        day(entry, "/commitment/endDate").filter(|_| text(entry, "/commitment/status").is_some())
    }

    /// A request of the creation waits until the account is active.
    fn account(&mut self) {
        let code = text(&self.rq.input, "/inactive");
        let request = term(Some(&self.entry), KINDS[0]);
        let waits = request.is_some_and(|r| value(r.get("status")).is_none()) && code.is_none();
        if self.rq.customer.get("status").is_none_or(|status| status != "1002") {
            self.no();
        }
        if waits {
            self.need("today");
        }
        put(&mut self.after, "/status", Some(json!(code.unwrap_or("1000"))));
        if let (true, Some(today)) = (waits, self.today()) {
            self.set("/commitmentRequest/status", "REQUESTED");
            self.internal.insert("requestedOn".into(), json!(shown(today)));
            let effect = json!({"effect": "commitment-terms-presented", "kind": "commitment"});
            self.effects.push(effect);
        }
    }

    fn is_late(&self) -> bool {
        self.known("requestedOn")
            .zip(self.today())
            .is_some_and(|(asked, t)| t > asked + self.rq.number("answer-window-days"))
    }

    /// The request that waits for an answer; refuses without one, and after its window.
    fn waiting(&mut self) -> Option<&'static str> {
        let pending = KINDS.into_iter().find(|k| self.status(k) == "REQUESTED");
        if pending.is_none() || self.is_late() {
            self.no();
        }
        pending
    }

    fn declined(&mut self) {
        let pending = self.waiting();
        if self.known("requestedOn").is_some() {
            self.need("today");
        }
        if let Some(kind) = pending.filter(|_| self.is_clear()) {
            self.set(&format!("/{kind}/status"), "DECLINED");
        }
    }

    fn accepted(&mut self) {
        self.need("today");
        self.need("owned");
        let pending = self.waiting();
        let running = self.status("commitment") == "COMMITTED";
        let over = self.end().zip(self.today()).is_some_and(|(end, today)| today > end);
        if pending == Some(KINDS[1]) && !running || pending.is_some() && running && over {
            self.no();
            if pending != Some(KINDS[1]) || !running {
                return;
            }
        }
        let Some(kind) = pending else { return };
        if kind == KINDS[1] {
            return self.recommit();
        }
        let Some(today) = self.today() else { return };
        let coterm = day(&self.after, "/cotermDate");
        let mut first = None;
        let (start, end) = if running {
            let start = day(&self.entry, "/commitment/startDate");
            (start, self.end().map(|end| end.max(start.unwrap_or(end))))
        } else {
            first = Some(years(today, self.rq.number("anniversary-years")))
                .filter(|_| coterm.is_none());
            (Some(today), Some(end_of_new_term(self.rq, coterm, today)))
        };
        if !self.agree(kind, [first, start, end]) {
            return;
        }
        if let Some(first) = first {
            put(&mut self.after, "/cotermDate", Some(json!(shown(first))));
        }
        self.internal.insert("acceptedOn".into(), json!(shown(today)));
        self.settle();
    }

    /// An accepted recommitment shows the term that it will have, whatever day it is.
    fn recommit(&mut self) {
        let start = self.end().map(|end| end + 1);
        let end = start.map(|start| last_day(start, self.rq.number("full-term-years")));
        self.agree(KINDS[1], [None, start, end]);
    }

    /// Whether nothing is against it: then the request is accepted, with its first and last day.
    fn agree(&mut self, kind: &str, days: [Option<i64>; 3]) -> bool {
        if days.into_iter().flatten().any(|day| day > LAST) {
            self.no();
        }
        if !self.is_clear() {
            return false;
        }
        let [_, start, end] = days;
        // A text that is no date stays where there is none.
        for (name, date) in [("startDate", start), ("endDate", end)] {
            let at = format!("/{kind}/{name}");
            if day(&self.entry, &at) != date {
                put(&mut self.entry, &at, date.map(|d| json!(shown(d))));
            }
        }
        self.set(&format!("/{kind}/status"), "ACCEPTED");
        true
    }

    fn settle(&mut self) {
        let mut entry = self.entry.clone();
        settle(&mut entry, &|kind| self.owned(kind));
        self.entry = entry;
    }

    fn ordered(&mut self) {
        self.need("owned");
        if self.is_clear() && self.status(KINDS[0]) == "ACCEPTED" {
            self.settle();
        }
    }

    fn renewed(&mut self) {
        self.need("today");
        self.need("owned");
        let window = self.rq.number("renewal-window-days");
        let coterm = day(&self.after, "/cotermDate");
        let next = coterm.map(|coterm| years(coterm, self.rq.number("anniversary-years")));
        if coterm.zip(self.today()).is_some_and(|(coterm, today)| today < coterm - window) {
            self.no();
        }
        if next.is_some_and(|next| next > LAST) {
            self.no();
        }
        let committed = term(Some(&self.entry), "commitment").map(quantities).unwrap_or_default();
        let short = committed.iter().any(|(kind, n)| self.owned(kind) < *n);
        if self.status("commitment") == "COMMITTED" && short {
            self.set("/commitment/status", "NONCOMPLIANT");
        }
        self.renewed = next.is_some();
        if let Some(next) = next {
            put(&mut self.after, "/cotermDate", Some(json!(shown(next))));
        }
    }

    /// Everything that ran out up to today, in the order in which it did.
    fn elapsed(&mut self) {
        self.need("today");
        let Some(today) = self.today() else { return };
        for kind in KINDS {
            if self.status(kind) == "REQUESTED" && self.is_late() {
                self.set(&format!("/{kind}/status"), "EXPIRED");
            }
        }
        let window = self.rq.number("compliance-window-days");
        let unreached =
            self.known("acceptedOn").map(|on| on + window + 1).filter(|day| today >= *day);
        loop {
            // Without a commitment before it, an accepted recommitment starts on the day it shows.
            let shown_start = day(&self.entry, "/recommitmentRequest/startDate");
            let start = self.end().map_or(shown_start, |end| Some(end + 1));
            let start = start.filter(|start| today >= *start);
            let accepted = self.status(KINDS[0]) == "ACCEPTED";
            let request_end = day(&self.entry, "/commitmentRequest/endDate");
            if accepted && unreached.is_some_and(|day| start.is_none_or(|start| day < start)) {
                self.set("/commitmentRequest/status", "NONCOMPLIANT");
            } else if accepted
                && start.is_some()
                && !self.status("commitment").is_empty()
                && request_end.is_some()
                && request_end == self.end()
            {
                // An increase ends with its term.
                self.set("/commitmentRequest/status", "EXPIRED");
            }
            match start {
                Some(start) if self.status(KINDS[1]) == "ACCEPTED" => {
                    if !self.take_over(start, shown_start) {
                        return self.no();
                    }
                }
                _ => break,
            }
        }
        if self.status("commitment") == "COMMITTED" && self.end().is_some_and(|end| today > end) {
            self.set("/commitment/status", "EXPIRED");
        }
        if self.status(KINDS[0]) == "ACCEPTED" && unreached.is_some() {
            self.set("/commitmentRequest/status", "NONCOMPLIANT");
        }
    }

    /// The accepted recommitment becomes the commitment; false where its end is no day.
    fn take_over(&mut self, start: i64, shown_start: Option<i64>) -> bool {
        let mut next = term(Some(&self.entry), KINDS[1]).cloned().unwrap_or_default();
        put(&mut next, "/status", Some(json!("COMMITTED")));
        let is_sound = day(&next, "/endDate").is_some_and(|end| end >= start);
        if shown_start != Some(start) || !is_sound {
            let end = last_day(start, self.rq.number("full-term-years"));
            if end > LAST {
                return false;
            }
            put(&mut next, "/endDate", Some(json!(shown(end))));
        }
        put(&mut next, "/startDate", Some(json!(shown(start))));
        put(&mut self.entry, "/commitment", Some(next));
        put(&mut self.entry, "/recommitmentRequest", Some(Value::Null));
        true
    }
}
