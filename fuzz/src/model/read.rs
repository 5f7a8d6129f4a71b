//! From text to a request: strict JSON first (the first fault only), then the form (all faults).
use super::policy::{self, Kind};
use super::{
    S, adobe, beside, commitment, commvault, ibm, int, join, plain_numbers, too_long, types,
};
use serde_json::{Map, Value};

pub(crate) struct Request {
    pub id: Option<Value>,
    pub vendor: String,
    pub customer: Value,
    pub internal: Map<String, Value>,
    /// `update`, `commitment`, `account`, `operation` or `settled`.
    pub kind: String,
    pub input: Value,
    pub facts: Map<String, Value>,
    preset: String,
    readings: Map<String, Value>,
}

/// What is wrong with a request that can't be read, and its `id` where that can be read.
pub(crate) struct Unread {
    pub id: Option<Value>,
    pub places: Vec<String>,
}

impl Request {
    pub(crate) fn fact(&self, name: &str) -> Option<i64> {
        self.facts.get(name).and_then(int)
    }
    pub(crate) fn flag(&self, name: &str) -> Option<bool> {
        self.facts.get(name)?.as_bool()
    }
    pub(crate) fn word(&self, name: &str) -> Option<&str> {
        self.facts.get(name)?.as_str()
    }
    /// Whether the policy reads an open point so.
    pub(crate) fn reads(&self, reading: &str, choice: &str) -> bool {
        let own = self.readings.get(reading).and_then(Value::as_str);
        own.unwrap_or_else(|| policy::choice(&self.vendor, &self.preset, reading)) == choice
    }
    /// The number that the policy sets; none where any will do.
    pub(crate) fn open_number(&self, reading: &str) -> Option<i64> {
        match self.readings.get(reading) {
            Some(own) => int(own),
            None => policy::number(&self.preset, reading),
        }
    }
    /// The same, where the reading is always a number.
    pub(crate) fn number(&self, reading: &str) -> i64 {
        self.open_number(reading).unwrap_or(0)
    }
}

/// Bytes of a whole request, and of one document in it.
const REQUEST: usize = 16 << 20;
const DOCUMENT: usize = 4 << 20;
/// How deep a vendor's document may be from its own root.
const DEPTH: usize = 100;

pub(crate) fn request(line: &str) -> Result<Request, Unread> {
    let of_syntax = |place| Unread { id: None, places: vec![place] };
    let mut sizes = vec![];
    let Value::Object(o) = json(line, &mut sizes).map_err(of_syntax)? else {
        return Err(of_syntax(String::new()));
    };
    let name = o.get("vendor").and_then(Value::as_str).unwrap_or("");
    if let Some(place) = documents(name, &o).into_iter().find_map(|(at, v)| too_deep(v, &at, 1)) {
        // The whole is JSON, so its sender can be told by its `id`.
        let id = o.get("id").filter(|id| is_id(id)).cloned();
        return Err(Unread { id, places: vec![place] });
    }
    let mut bad = vec![];
    if line.len() > REQUEST {
        bad.push(String::new());
    }
    let large = |at: &str| sizes.iter().any(|(place, size)| place == at && *size > DOCUMENT);
    if o.get("version").is_some_and(|v| int(v) != Some(1)) {
        bad.push("/version".into());
    }
    let is_known = !policy::presets(name).is_empty();
    if !is_known {
        bad.push("/vendor".into());
    }
    let customer = o.get("customer").cloned().unwrap_or(Value::Null);
    match name {
        _ if !customer.is_object() || large("/customer") => bad.push("/customer".into()),
        "adobe" => types(&adobe::CUSTOMER, &customer, "/customer", true, &mut bad),
        "ibm" => ibm::form(&customer, "/customer", &mut bad),
        "commvault" => commvault::form(&customer, "/customer", &mut bad),
        _ => {}
    }
    let internal = if large("/internal") {
        bad.push("/internal".into());
        Map::new()
    } else {
        section(&o, "internal", is_known.then(|| policy::internal(name)), &mut bad)
    };
    let other = ["wish", "compose", "answer"].iter().any(|kind| o.contains_key(*kind));
    let mut chosen = None;
    match o.get("input") {
        Some(Value::Object(i)) if i.len() == 1 => chosen = i.iter().next(),
        None if other => {}
        _ => bad.push("/input".into()),
    }
    if let Some((kind, v)) = chosen.filter(|_| is_known) {
        let at = join("/input", kind);
        if large(&at) { bad.push(at) } else { input(name, kind, v, &at, &mut bad) }
    }
    let facts = section(&o, "facts", is_known.then(|| policy::facts(name)), &mut bad);
    let (preset, readings) = chosen_policy(name, o.get("policy"), &mut bad);
    let id = o.get("id").filter(|id| is_id(id)).cloned();
    if o.contains_key("id") && id.is_none() {
        bad.push("/id".into());
    }
    for (name, needed) in OF_OTHERS {
        if o.contains_key(name) && (needed.is_empty() || !o.contains_key(needed)) {
            bad.push(join("", name));
        }
    }
    let known = |k: &&String| MEMBERS.contains(&k.as_str()) || OF_OTHERS.iter().any(|o| o.0 == *k);
    let mut strangers: Vec<_> = o.keys().filter(|k| !known(k)).collect();
    strangers.sort();
    bad.extend(strangers.into_iter().map(|k| join("", k)));
    match (bad.is_empty(), chosen) {
        (true, Some((kind, v))) => {
            let (mut customer, mut input) = (customer, v.clone());
            match name {
                "adobe" => {
                    plain_numbers(&adobe::CUSTOMER, &mut customer);
                    plain_numbers(&adobe::CUSTOMER, &mut input);
                }
                "ibm" => plain_numbers(&ibm::DOCUMENT, &mut customer),
                _ => {}
            }
            Ok(Request {
                id,
                vendor: name.into(),
                customer,
                internal,
                kind: kind.clone(),
                input,
                facts,
                preset,
                readings,
            })
        }
        _ => Err(Unread { id, places: bad }),
    }
}

/// The members of a question with an input.
const MEMBERS: [&str; 8] =
    ["version", "vendor", "customer", "internal", "input", "facts", "policy", "id"];

/// The members of other questions, and what each of them must stand with.
const OF_OTHERS: [(&str, &str); 8] = [
    ("wish", ""),
    ("resend", "wish"),
    ("acknowledge", "wish"),
    ("words", "wish"),
    ("intent", "wish"),
    ("compare", ""),
    ("compose", ""),
    ("answer", ""),
];

/// A text of at most 128 characters, or an integer of any size.
fn is_id(id: &Value) -> bool {
    let is_plain = |n: &serde_json::Number| !n.to_string().contains(['.', 'e', 'E']);
    id.as_str().is_some_and(|id| id.chars().count() <= 128)
        || matches!(id, Value::Number(n) if is_plain(n))
}

fn input(vendor: &str, kind: &str, v: &Value, at: &str, bad: &mut Vec<String>) {
    if v.as_str().is_some_and(|word| policy::events(vendor, kind).contains(&word)) {
        return;
    }
    match (vendor, kind, v) {
        ("adobe", "account", Value::Object(o)) => {
            let code = o.get("inactive").and_then(Value::as_str);
            if !code.is_some_and(|code| policy::INACTIVE.contains(&code)) {
                bad.push(join(at, "inactive"));
            }
            beside("inactive", v, at, bad);
        }
        _ if kind != "update" || !v.is_object() => bad.push(at.into()),
        ("adobe", ..) => types(&adobe::CUSTOMER, v, at, false, bad),
        ("ibm", ..) => ibm::update_form(v, at, bad),
        _ => types(&commvault::ACCOUNT, v, at, false, bad),
    }
}

/// The preset, and the readings that are set by themselves.
fn chosen_policy(
    vendor: &str,
    policy: Option<&Value>,
    bad: &mut Vec<String>,
) -> (String, Map<String, Value>) {
    let presets = policy::presets(vendor);
    let listed = |p: &str| presets.is_empty() || presets.contains(&p);
    let mut preset = "documented".to_string();
    let mut readings = Map::new();
    match policy {
        None => {}
        Some(Value::String(word)) if listed(word) => preset = word.clone(),
        Some(Value::Object(o)) => {
            match o.get("preset") {
                None => {}
                Some(Value::String(word)) if listed(word) => preset = word.clone(),
                _ => bad.push("/policy/preset".into()),
            }
            let mut own: Vec<_> = o.iter().filter(|(name, _)| *name != "preset").collect();
            own.sort_by_key(|(name, _)| (policy::position(vendor, name), *name));
            for (name, choice) in own {
                if presets.is_empty() || policy::offers(vendor, name, choice) {
                    readings.insert(name.clone(), choice.clone());
                } else {
                    bad.push(join("/policy", name));
                }
            }
        }
        _ => bad.push("/policy".into()),
    }
    (preset, readings)
}

/// The vendor's documents in a request, in the order of its text.
fn documents<'a>(vendor: &str, o: &'a Map<String, Value>) -> Vec<(String, &'a Value)> {
    let mut found = vec![];
    for (name, v) in o {
        match name.as_str() {
            "customer" => found.push(root(vendor, v)),
            "internal" if vendor == "commvault" => {
                found.extend(v.get("pending").map(|v| ("/internal/pending".into(), v)));
            }
            "input" => found.extend(v.get("update").map(|v| ("/input/update".into(), v))),
            "wish" => {
                let wished = v.as_object().into_iter().flatten();
                found.extend(wished.map(|(kind, v)| (join("/wish", kind), v)));
            }
            _ => {}
        }
    }
    found
}

/// Where a record's document begins: a wrapped account inside of `data`.
fn root<'a>(vendor: &str, customer: &'a Value) -> (String, &'a Value) {
    match customer.get("data").filter(|_| vendor == "commvault") {
        Some(account) => ("/customer/data".into(), account),
        None => ("/customer".into(), customer),
    }
}

/// The first place that lies deeper than a document may.
fn too_deep(v: &Value, at: &str, depth: usize) -> Option<String> {
    let inner = |name: &str, v: &Value| too_deep(v, &join(at, name), depth + 1);
    match v {
        Value::Object(_) | Value::Array(_) if depth > DEPTH => Some(at.into()),
        Value::Object(o) => o.iter().find_map(|(name, v)| inner(name, v)),
        Value::Array(l) => l.iter().enumerate().find_map(|(i, v)| inner(&i.to_string(), v)),
        _ => None,
    }
}

/// Whether what is left could not be sent back.
pub(crate) fn beyond_limits(vendor: &str, answer: &Value) -> bool {
    let (Some(customer), Some(internal)) = (answer.get("customer"), answer.get("internal")) else {
        return false;
    };
    let (_, document) = root(vendor, customer);
    let pending = internal.get("pending");
    let documents = [Some(document), pending].into_iter().flatten();
    let lists = ["/companyProfile/contacts", "/contacts"];
    [customer, internal].into_iter().any(|v| v.to_string().len() > DOCUMENT)
        || documents.into_iter().any(|v| {
            let contacts =
                lists.into_iter().filter_map(|at| Some((at, v.pointer(at)?.as_array()?)));
            too_deep(v, "", 1).is_some() || contacts.into_iter().any(|(at, l)| too_long(at, l))
        })
}

/// `internal` or `facts`: an object of exactly typed members.
fn section(
    o: &Map<String, Value>,
    name: &str,
    known: Option<&[(&str, Kind)]>,
    bad: &mut Vec<String>,
) -> Map<String, Value> {
    let Some(v) = o.get(name) else { return Map::new() };
    let Value::Object(m) = v else {
        bad.push(join("", name));
        return Map::new();
    };
    let Some(known) = known else { return Map::new() };
    for (k, kind) in known {
        match m.get(*k) {
            None => {}
            // To a vendor's own state null is no value; a fact is left out instead.
            Some(Value::Null) if name == "internal" => {}
            Some(v) => check(*kind, v, &join(&join("", name), k), o, bad),
        }
    }
    let mut strangers: Vec<_> = m.keys().filter(|k| known.iter().all(|(n, _)| n != k)).collect();
    strangers.sort();
    bad.extend(strangers.into_iter().map(|k| join(&join("", name), k)));
    m.clone()
}

fn check(kind: Kind, v: &Value, at: &str, o: &Map<String, Value>, bad: &mut Vec<String>) {
    let date = |s: &str| commitment::date(s).is_some();
    let good = match kind {
        Kind::Date => v.as_str().is_some_and(date),
        Kind::Stamp => v.as_str().is_some_and(|s| {
            let clock = |t: &str| {
                let n: Vec<Option<u8>> = t.split(':').map(|p| p.parse().ok()).collect();
                let shape = t
                    .bytes()
                    .enumerate()
                    .all(|(i, b)| (i % 3 == 2) == (b == b':') && (b == b':' || b.is_ascii_digit()));
                t.len() == 8 && shape && matches!(n[..], [Some(0..=23), Some(0..=59), Some(0..=59)])
            };
            s.split_once('T').is_some_and(|(d, t)| date(d) && clock(t))
        }),
        Kind::Count => int(v).is_some_and(|n| n >= 0),
        Kind::Flag => v.is_boolean(),
        Kind::Word => v.is_string(),
        Kind::Account => {
            if commvault::is_another(v, o.get("customer")) {
                bad.push(join(at, "id"));
            }
            types(&commvault::ACCOUNT, v, at, true, bad);
            commvault::bare(v, at, bad);
            true
        }
        Kind::Words => {
            types(&S::Arr(Box::new(S::Str)), v, at, true, bad);
            true
        }
        Kind::Segments => {
            for (i, s) in v.as_array().into_iter().flatten().enumerate() {
                if !s.as_str().is_some_and(|s| adobe::SEGMENTS.contains(&s)) {
                    bad.push(format!("{at}/{i}"));
                }
            }
            v.is_array()
        }
        Kind::Owned => {
            let mut odd: Vec<_> = v.as_object().into_iter().flatten().collect();
            odd.retain(|(k, n)| {
                !adobe::OFFERS.contains(&k.as_str()) || int(n).is_none_or(|n| n < 0)
            });
            odd.sort_by_key(|(k, _)| (adobe::OFFERS.iter().position(|o| o == k).unwrap_or(2), *k));
            bad.extend(odd.into_iter().map(|(k, _)| join(at, k)));
            v.is_object()
        }
    };
    if !good {
        bad.push(at.into());
    }
}

/// Strict JSON: no duplicates, depth of at most 128, number texts kept. The error is the place.
/// How many bytes the text of each limited member has goes into `sizes`.
fn json(text: &str, sizes: &mut Vec<(String, usize)>) -> Result<Value, String> {
    let mut p = Parser { text, i: 0, depth: 0, path: String::new(), sizes };
    let v = p.value()?;
    match p.peek() {
        None => Ok(v),
        Some(_) => Err(String::new()),
    }
}

/// The members that may only be so large.
const LIMITED: [&str; 3] = ["/customer", "/internal", "/input/update"];

struct Parser<'a, 's> {
    text: &'a str,
    i: usize,
    depth: usize,
    path: String,
    sizes: &'s mut Vec<(String, usize)>,
}

impl Parser<'_, '_> {
    /// The next byte that is not white space.
    fn peek(&mut self) -> Option<u8> {
        let rest = self.text.as_bytes().get(self.i..)?;
        self.i += rest.iter().take_while(|b| b" \t\r\n".contains(b)).count();
        self.text.as_bytes().get(self.i).copied()
    }

    fn next(&mut self, wanted: &[u8]) -> Result<u8, String> {
        match self.peek() {
            Some(b) if wanted.contains(&b) => {
                self.i += 1;
                Ok(b)
            }
            _ => Err(self.path.clone()),
        }
    }

    /// The text from here on as far as the bytes satisfy the test.
    fn take(&mut self, mut more: impl FnMut(u8) -> bool) -> &str {
        let start = self.i;
        self.i += self.text.bytes().skip(start).take_while(|b| more(*b)).count();
        self.text.get(start..self.i).unwrap_or("")
    }

    fn string(&mut self) -> Result<String, String> {
        let (mut escaped, mut quotes) = (false, 0);
        let token = self.take(|b| {
            let more = quotes < 2;
            quotes += usize::from(b == b'"' && !escaped);
            escaped = b == b'\\' && !escaped;
            more
        });
        let parsed = serde_json::from_str(token);
        parsed.map_err(|_| self.path.clone())
    }

    fn value(&mut self) -> Result<Value, String> {
        let b = self.peek().ok_or_else(|| self.path.clone())?;
        match b {
            b'"' => return self.string().map(Value::String),
            b'{' | b'[' => {}
            _ => {
                let token = self.take(|b| b.is_ascii_alphanumeric() || b"+-.".contains(&b));
                let parsed = serde_json::from_str::<Value>(token);
                let exact = match &parsed {
                    Ok(Value::Number(_)) => {
                        Some(serde_json::Number::from_string_unchecked(token.into()))
                    }
                    _ => None,
                };
                let parsed = parsed.map_err(|_| self.path.clone())?;
                return Ok(exact.map_or(parsed, Value::Number));
            }
        }
        self.depth += 1;
        if self.depth > 128 {
            return Err(self.path.clone());
        }
        self.i += 1;
        let outer = self.path.len();
        let (mut object, mut list) = (Map::new(), vec![]);
        let close = if b == b'{' { b'}' } else { b']' };
        if self.peek() == Some(close) {
            self.i += 1;
        } else {
            loop {
                if b == b'{' {
                    if self.peek() != Some(b'"') {
                        return Err(self.path.clone());
                    }
                    let key = self.string()?;
                    self.path = join(&self.path, &key);
                    if object.contains_key(&key) {
                        return Err(self.path.clone());
                    }
                    self.next(b":")?;
                    self.peek();
                    let start = self.i;
                    let v = self.value()?;
                    if LIMITED.contains(&self.path.as_str()) {
                        self.sizes.push((self.path.clone(), self.i - start));
                    }
                    object.insert(key, v);
                } else {
                    self.path += &format!("/{}", list.len());
                    let v = self.value()?;
                    list.push(v);
                }
                let ended = self.next(&[b',', close])? == close;
                self.path.truncate(outer);
                if ended {
                    break;
                }
            }
        }
        self.depth -= 1;
        Ok(if b == b'{' { Value::Object(object) } else { Value::Array(list) })
    }
}
