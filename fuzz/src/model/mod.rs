//! Entry point, and what the vendors share: shapes, order, equality, the diff, the answers.
//!
//! Only questions with an `input` are answered, without `intent`. Prose members are the model's
//! own, and ids of rules are left out, of violations and of needs.
use serde::Deserialize as _;
use serde_json::{Map, Value, json};
use std::collections::{HashMap, HashSet, VecDeque};

mod adobe;
mod benefits;
mod commitment;
mod commvault;
mod contacts;
mod ibm;
mod policy;
mod read;
mod texts;

/// Answers one request, numbers spelt as `serde_json` spells them.
pub fn answer(request: &str) -> Value {
    let text = text_of(request);
    let mut reader = serde_json::Deserializer::from_str(&text);
    reader.disable_recursion_limit();
    Value::deserialize(&mut reader).unwrap_or_default()
}

/// Answers one request, every carried number with its exact text.
pub fn text_of(request: &str) -> String {
    let (id, answer) = match read::request(request) {
        Err(read::Unread { id, places }) => (id, unreadable(places)),
        Ok(mut rq) => {
            let answer = match rq.vendor.as_str() {
                "adobe" => adobe::answer(&rq),
                "ibm" => ibm::answer(&rq),
                "commvault" => commvault::answer(&rq),
                other => panic!("say what {other} answers"),
            };
            let beyond = read::beyond_limits(&rq.vendor, &answer);
            let place = join("/input", &rq.kind);
            (rq.id.take(), if beyond { unreadable(vec![place]) } else { answer })
        }
    };
    let mut whole: Map<String, Value> = id.map(|id| ("id".into(), id)).into_iter().collect();
    if let Value::Object(members) = answer {
        whole.extend(members);
    }
    Value::Object(whole).to_string()
}

/// An object of values as they are: `json!` would spell their numbers anew.
pub(crate) fn object<const N: usize>(members: [(&str, Value); N]) -> Value {
    Value::Object(members.into_iter().map(|(name, v)| (name.to_string(), v)).collect())
}

/// The shape of a document: types, known members, and the order of members.
pub(crate) enum S {
    Str,
    Bool,
    Num,
    /// Any number in an update, 0 to 2^31-1 in a record.
    Qty,
    /// 64 bits, signed.
    Int,
    Any,
    Obj(Vec<(String, S)>),
    Arr(Box<S>),
    /// A list whose elements have an identity of their own.
    People(Box<S>),
}

static ANY: S = S::Any;

impl S {
    /// From words: a name is a string; `!` marks a boolean, `#` a number, `%` a quantity, `=` an
    /// integer, `?` anything, `[]` a list of strings, `{` an object,
    /// `[{` a list of them, `<{` one whose elements have an identity.
    pub(crate) fn read(words: &mut dyn Iterator<Item = &str>) -> S {
        let mut members = vec![];
        while let Some(w) = words.next().filter(|w| *w != "}") {
            let name = w.trim_end_matches(|c: char| !c.is_alphanumeric() && c != '_');
            let s = match w.strip_prefix(name).unwrap_or("") {
                "" => S::Str,
                "!" => S::Bool,
                "#" => S::Num,
                "%" => S::Qty,
                "=" => S::Int,
                "[]" => S::Arr(Box::new(S::Str)),
                "{" => S::read(words),
                "[{" => S::Arr(Box::new(S::read(words))),
                "<{" => S::People(Box::new(S::read(words))),
                _ => S::Any,
            };
            members.push((name.to_string(), s));
        }
        S::Obj(members)
    }
    pub(crate) fn members(&self) -> &[(String, S)] {
        if let S::Obj(m) = self { m } else { &[] }
    }
    pub(crate) fn member(&self, name: &str) -> &S {
        self.members().iter().find(|m| m.0 == name).map_or(&ANY, |m| &m.1)
    }
    pub(crate) fn knows(&self, name: &str) -> bool {
        self.members().iter().any(|m| m.0 == name)
    }
    pub(crate) fn item(&self) -> &S {
        if let S::Arr(i) | S::People(i) = self { i } else { &ANY }
    }
}

/// Lists every place where the value has not the JSON type of the shape; null always has.
pub(crate) fn types(s: &S, v: &Value, at: &str, stored: bool, out: &mut Vec<String>) {
    let good = match (s, v) {
        (_, Value::Null) | (S::Any, _) => true,
        (S::Str, v) => v.is_string(),
        (S::Bool, v) => v.is_boolean(),
        (S::Qty, v) if stored => whole(v).is_some_and(|n| (0..=0x7fff_ffff).contains(&n)),
        (S::Num | S::Qty, v) => v.is_number(),
        (S::Int, v) => whole(v).is_some(),
        (S::Obj(members), Value::Object(o)) => {
            for (name, inner) in members {
                if let Some(v) = o.get(name) {
                    types(inner, v, &join(at, name), stored, out);
                }
            }
            true
        }
        // A list that is too long is one error, whatever is in it.
        (_, Value::Array(list)) if too_long(at, list) => false,
        (S::Arr(inner) | S::People(inner), Value::Array(list)) => {
            for (i, v) in list.iter().enumerate() {
                let here = format!("{at}/{i}");
                types(inner, v, &here, stored, out);
                // A request may say null for an element; a record can't hold one.
                if v.is_null() && stored {
                    out.push(here);
                }
            }
            true
        }
        _ => false,
    };
    if !good {
        out.push(at.to_string());
    }
}

/// Numbers that a document gives a meaning to, as plain integers: only what is merely carried keeps
/// its text.
pub(crate) fn plain_numbers(s: &S, v: &mut Value) {
    match (s, v) {
        (S::Qty | S::Int, v) => {
            if let Some(n) = whole(v) {
                *v = json!(n);
            }
        }
        (S::Obj(members), Value::Object(o)) => {
            for (name, inner) in members {
                if let Some(v) = o.get_mut(name) {
                    plain_numbers(inner, v);
                }
            }
        }
        (S::Arr(inner) | S::People(inner), Value::Array(list)) => {
            list.iter_mut().for_each(|v| plain_numbers(inner, v));
        }
        _ => {}
    }
}

/// Whether these are more contacts than a list may hold.
pub(crate) fn too_long(at: &str, list: &[Value]) -> bool {
    at.ends_with("/contacts") && list.len() > 10_000
}

/// Lists whatever stands beside the only member that may be there, by name.
pub(crate) fn beside(only: &str, v: &Value, at: &str, out: &mut Vec<String>) {
    let mut names: Vec<_> = v.as_object().into_iter().flatten().map(|m| m.0).collect();
    names.retain(|name| *name != only);
    names.sort();
    out.extend(names.into_iter().map(|name| join(at, name)));
}

/// The integer of 64 bits that a number's text spells without point or exponent. So the request's
/// own members are read.
pub(crate) fn int(v: &Value) -> Option<i64> {
    let Value::Number(n) = v else { return None };
    n.to_string().parse().ok()
}

/// The whole number of 64 bits that a number is by value, as in a vendor's document.
pub(crate) fn whole(v: &Value) -> Option<i64> {
    let Value::Number(n) = v else { return None };
    let (negative, digits, exponent) = decimal(&n.to_string())?;
    let zeros = usize::try_from(exponent).ok().filter(|zeros| *zeros < 20)?;
    let sign = if negative { "-" } else { "" };
    format!("{sign}0{digits}{}", "0".repeat(zeros)).parse().ok()
}

pub(crate) fn join(at: &str, name: &str) -> String {
    match name.contains(['~', '/']) {
        true => format!("{at}/{}", name.replace('~', "~0").replace('/', "~1")),
        false => [at, "/", name].concat(),
    }
}

fn tokens(at: &str) -> Vec<String> {
    at.split('/').skip(1).map(|t| t.replace("~1", "/").replace("~0", "~")).collect()
}

/// Sorting key: the model's order, strangers last by name.
pub(crate) fn place(mut s: &S, at: &str) -> Vec<(usize, String)> {
    let mut key = vec![];
    for t in tokens(at) {
        if let S::Arr(i) | S::People(i) = s {
            s = i;
            key.push((t.parse().unwrap_or(usize::MAX), String::new()));
        } else {
            let known = s.members().iter().position(|m| m.0 == t);
            s = s.member(&t);
            key.push(known.map_or((usize::MAX, t), |i| (i, String::new())));
        }
    }
    key
}

/// `companyProfile.contacts[0].email` for the pointer of it.
pub(crate) fn dotted(mut s: &S, at: &str) -> String {
    let mut path = String::new();
    for t in tokens(at) {
        if let S::Arr(i) | S::People(i) = s {
            s = i;
            path += &format!("[{t}]");
        } else {
            s = s.member(&t);
            path += if path.is_empty() { "" } else { "." };
            path += &t;
        }
    }
    path
}

/// The value, unless it is missing or null.
pub(crate) fn some(v: Option<&Value>) -> Option<&Value> {
    v.filter(|v| !v.is_null())
}

/// The value, unless it is none to Adobe: missing, null, an empty text, an empty list.
pub(crate) fn value(v: Option<&Value>) -> Option<&Value> {
    v.filter(|v| !v.is_null() && *v != "" && v.as_array().is_none_or(|list| !list.is_empty()))
}

pub(crate) fn text<'a>(v: &'a Value, at: &str) -> Option<&'a str> {
    v.pointer(at)?.as_str()
}

/// Writes or removes the member at the pointer; missing or null parents become objects.
pub(crate) fn put(root: &mut Value, at: &str, v: Option<Value>) {
    let mut here = root;
    let mut path = tokens(at);
    let Some(last) = path.pop() else { return };
    for t in path {
        if here.is_null() {
            *here = json!({});
        }
        here = match here {
            Value::Object(o) => o.entry(t).or_insert(Value::Null),
            Value::Array(list) => match t.parse().ok().and_then(|i: usize| list.get_mut(i)) {
                Some(v) => v,
                None => return,
            },
            _ => return,
        };
    }
    if here.is_null() {
        *here = json!({});
    }
    if let Value::Object(o) = here {
        match v {
            Some(v) => drop(o.insert(last, v)),
            None => drop(o.shift_remove(&last)),
        }
    }
}

/// Equal by value: numbers as numbers, objects in any order.
pub(crate) fn same(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Number(x), Value::Number(y)) => {
            let (x, y) = (x.to_string(), y.to_string());
            x == y || decimal(&x).is_some_and(|x| Some(x) == decimal(&y))
        }
        (Value::Array(x), Value::Array(y)) => {
            x.len() == y.len() && x.iter().zip(y).all(|(x, y)| same(x, y))
        }
        (Value::Object(x), Value::Object(y)) => {
            x.len() == y.len() && x.iter().all(|(k, v)| y.get(k).is_some_and(|w| same(v, w)))
        }
        _ => a == b,
    }
}

/// A number that is sent as it is stored, by value, keeps the stored text.
pub(crate) fn keep_numbers(new: &mut Value, old: &Value) {
    match (new, old) {
        (new @ Value::Number(_), old) if same(new, old) => new.clone_from(old),
        (Value::Array(new), Value::Array(old)) => {
            new.iter_mut().zip(old).for_each(|(new, old)| keep_numbers(new, old));
        }
        (Value::Object(new), Value::Object(old)) => {
            for (name, new) in new {
                if let Some(old) = old.get(name) {
                    keep_numbers(new, old);
                }
            }
        }
        _ => {}
    }
}

/// Sign, digits without outer zeros, and exponent.
fn decimal(n: &str) -> Option<(bool, String, i64)> {
    let (m, e) = n.split_once(['e', 'E']).unwrap_or((n, "0"));
    let (whole, part) =
        m.trim_start_matches('-').split_once('.').unwrap_or((m.trim_start_matches('-'), ""));
    let digits = format!("{whole}{part}");
    let short = digits.trim_end_matches('0');
    let tail = i64::try_from(digits.len() - short.len()).ok()?;
    let short = short.trim_start_matches('0');
    if short.is_empty() {
        return Some((false, String::new(), 0));
    }
    let e =
        e.parse::<i64>().ok()?.checked_sub(i64::try_from(part.len()).ok()?)?.checked_add(tail)?;
    Some((m.starts_with('-'), short.to_string(), e))
}

pub(crate) type Causes = HashMap<String, &'static str>;

/// Compares two documents; causes are looked up by the pointer of the change.
pub(crate) struct Diff<'a> {
    pub causes: &'a Causes,
    pub otherwise: &'static str,
    pub out: Vec<Value>,
}

impl Diff<'_> {
    fn cause(&self, at: &str) -> &'static str {
        self.causes.get(at).copied().unwrap_or(self.otherwise)
    }

    /// A place of the old list of contacts and one of the new may be the same: the causes of what
    /// goes stand apart.
    fn cause_of_loss(&self, at: &str) -> &'static str {
        self.causes.get(&format!("-{at}")).copied().unwrap_or_else(|| self.cause(at))
    }

    fn push(&mut self, b: Option<&Value>, a: Option<&Value>, at: &str, cause: &str) {
        let kind = match (b, a) {
            (None, _) => "added",
            (_, None) => "removed",
            _ => "modified",
        };
        let mut line = json!({"pointer": at, "kind": kind, "cause": cause});
        for (name, v) in [("/before", b), ("/after", a)] {
            put(&mut line, name, v.cloned());
        }
        self.out.push(line);
    }

    pub(crate) fn walk(
        &mut self,
        s: &S,
        b: Option<&Value>,
        a: Option<&Value>,
        old: &str,
        new: &str,
    ) {
        let (b, a) = (some(b), some(a));
        match (b, a) {
            (None, None) => return,
            (Some(b), Some(a)) if same(b, a) => return,
            _ => {}
        }
        let none = Map::new();
        let object = |v: Option<&Value>| v.is_none_or(Value::is_object);
        if object(b) && object(a) {
            let (x, y) = (b.and_then(Value::as_object), a.and_then(Value::as_object));
            let (x, y) = (x.unwrap_or(&none), y.unwrap_or(&none));
            let mut names: Vec<&String> =
                x.keys().chain(y.keys().filter(|k| !x.contains_key(*k))).collect();
            names.sort_by_cached_key(|k| place(s, &join("", k)));
            for k in names {
                self.walk(s.member(k), x.get(k), y.get(k), &join(old, k), &join(new, k));
            }
            return;
        }
        let scalars = matches!(s, S::Arr(item) if matches!(**item, S::Str));
        let rows = |v: Option<&Value>| match v {
            _ if scalars => None,
            None => Some(vec![]),
            Some(Value::Array(l)) if l.iter().all(Value::is_object) => Some(l.clone()),
            _ => None,
        };
        match (rows(b), rows(a)) {
            // Leaf by leaf and element by element: what is empty differs from nothing in nothing.
            (Some(b), Some(a)) => self.rows(s, &b, &a, old, new),
            _ => {
                let lost = a.is_none();
                let at = if lost { old } else { new };
                self.push(b, a, at, if lost { self.cause_of_loss(at) } else { self.cause(at) });
            }
        }
    }

    fn rows(&mut self, s: &S, b: &[Value], a: &[Value], old: &str, new: &str) {
        let from = if let S::People(_) = s {
            pair(b, a)
        } else {
            (0..a.len()).map(|i| Some(i).filter(|i| *i < b.len())).collect()
        };
        let whole = if self.cause(old) == "omitted" { "omitted" } else { "replaced" };
        let start = self.out.len();
        for (i, v) in a.iter().enumerate() {
            let at = format!("{new}/{i}");
            match from.get(i).copied().flatten() {
                Some(k) => self.walk(s.item(), b.get(k), Some(v), &format!("{old}/{k}"), &at),
                None => self.push(None, Some(v), &at, whole),
            }
        }
        let kept: HashSet<usize> = from.iter().flatten().copied().collect();
        for (k, v) in b.iter().enumerate().filter(|(k, _)| !kept.contains(k)) {
            self.push(Some(v), None, &format!("{old}/{k}"), whole);
        }
        // Document order: whole elements before members, and what went before what came there.
        let order = |line: &Value| {
            let at = line["pointer"].as_str().unwrap_or("");
            let at = at.strip_prefix(old).or_else(|| at.strip_prefix(new)).unwrap_or(at);
            let mut place = place(s, at).into_iter();
            let (index, inside) = (place.next(), place.collect::<Vec<_>>());
            (index, inside, line["kind"] != "removed")
        };
        if let Some(lines) = self.out.get_mut(start..) {
            lines.sort_by_cached_key(order);
        }
        if self.out.len() == start && !from.is_sorted() {
            let (b, a) = (Value::Array(b.to_vec()), Value::Array(a.to_vec()));
            self.push(Some(&b), Some(&a), new, "replaced");
        }
    }
}

/// For each new contact the index of the old one that it continues: the same address, else the
/// first unclaimed old contact that is dropped and has exactly the same names.
pub(crate) fn pair(old: &[Value], new: &[Value]) -> Vec<Option<usize>> {
    let email =
        |c: &Value| text(c, "/email").filter(|e| !e.is_empty()).map(str::to_ascii_lowercase);
    let names =
        |c: &Value| Some((text(c, "/firstName")?.to_string(), text(c, "/lastName")?.to_string()));
    let mut by_email = HashMap::new();
    for (k, c) in old.iter().enumerate() {
        if let Some(e) = email(c) {
            by_email.entry(e).or_insert(k);
        }
    }
    // The second of two equal addresses is compared with nobody.
    let mut sent = HashSet::new();
    let first: Vec<bool> =
        new.iter().map(|c| sent.insert(email(c)) || email(c).is_none()).collect();
    let known = |(c, first): (&Value, &bool)| by_email.get(&email(c).filter(|_| *first)?).copied();
    let mut from: Vec<_> = new.iter().zip(&first).map(known).collect();
    let taken: HashSet<_> = from.iter().flatten().copied().collect();
    let mut dropped: HashMap<_, VecDeque<usize>> = HashMap::new();
    for (k, c) in old.iter().enumerate().filter(|(k, _)| !taken.contains(k)) {
        dropped.entry(names(c)).or_default().push_back(k);
    }
    for ((c, f), first) in new.iter().zip(&mut from).zip(first) {
        let who = names(c);
        if f.is_none() && first && who.is_some() && email(c).is_some() {
            *f = dropped.get_mut(&who).and_then(VecDeque::pop_front);
        }
    }
    from
}

/// One refusal: `at` is the member concerned, `pointer` what the answer shows.
pub(crate) struct Wrong {
    pub rank: usize,
    pub code: Option<&'static str>,
    pub at: String,
    pub pointer: String,
    pub detail: Option<String>,
}

/// A fact that is asked for and was not given, and the place that asks for it.
pub(crate) struct Need {
    pub fact: &'static str,
    pub at: String,
}

pub(crate) fn sort(s: &S, wrong: &mut [Wrong]) {
    wrong.sort_by_cached_key(|w| (w.rank, place(s, &w.at)));
}

fn violations(wrong: &[Wrong]) -> Value {
    wrong.iter().map(|w| json!({"pointer": w.pointer, "code": w.code})).collect()
}

/// Nothing is said in the vendor's name while a fact is missing; what is certain stands beside.
pub(crate) fn undecided(vendor: &str, needs: &[Need], wrong: &[Wrong]) -> Value {
    let mut list = vec![];
    for fact in policy::facts(vendor) {
        let first = needs.iter().find(|n| n.fact == fact.0);
        list.extend(first.map(|n| json!({"fact": n.fact, "pointer": n.at})));
    }
    json!({
        "version": 1, "verdict": "undecided", "needs": list, "violations": violations(wrong),
        "response": null, "next": "lookup"
    })
}

pub(crate) fn rejected(wrong: &[Wrong], response: Value, next: &str) -> Value {
    json!({
        "version": 1, "verdict": "rejected", "violations": violations(wrong),
        "response": response, "next": next
    })
}

pub(crate) fn unreadable(places: Vec<String>) -> Value {
    let list: Vec<_> = places.into_iter().map(|p| json!({"pointer": p, "code": null})).collect();
    json!({"version": 1, "verdict": "unreadable", "violations": list, "next": "fix"})
}

/// What an accepted input leaves behind, before changes are told from it.
pub(crate) struct Accepted {
    pub after: Value,
    pub internal: Value,
    pub effects: Vec<Value>,
    pub causes: Causes,
    pub otherwise: &'static str,
    pub next: &'static str,
}

/// Tells the changes; `respond` renders the vendor's answer from the record afterwards.
pub(crate) fn accepted(
    s: &S,
    before: &Value,
    done: Accepted,
    respond: &dyn Fn(&Value) -> Value,
) -> Value {
    let mut diff = Diff { causes: &done.causes, otherwise: done.otherwise, out: vec![] };
    diff.walk(s, Some(before), Some(&done.after), "", "");
    let after = if diff.out.is_empty() { before.clone() } else { done.after };
    let verdict = if diff.out.is_empty() { "unchanged" } else { "applied" };
    let response = respond(&after);
    object([
        ("version", json!(1)),
        ("verdict", json!(verdict)),
        ("customer", after),
        ("internal", done.internal),
        ("changes", Value::Array(diff.out)),
        ("effects", Value::Array(done.effects)),
        ("response", response),
        ("next", json!(done.next)),
    ])
}

/// The shape at a place.
pub(crate) fn tree<'a>(s: &'a S, at: &str) -> &'a S {
    tokens(at).iter().fold(s, |s, t| if matches!(s, S::Obj(_)) { s.member(t) } else { s.item() })
}
