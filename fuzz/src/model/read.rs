//! From text to a request: strict JSON first (the first fault only), then the form (all faults).
use super::{S, adobe, commitment, commvault, ibm, int, join, types};
use serde_json::{Map, Value};

pub(crate) struct Request {
    pub vendor: String,
    pub customer: Value,
    pub internal: Map<String, Value>,
    /// `update`, `commitment`, `operation` or `settled`.
    pub kind: String,
    pub input: Value,
    pub facts: Map<String, Value>,
    pub policy: String,
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
}

/// Of each vendor: its events, its facts and its internal members with their kinds, its presets.
struct Vendor {
    events: (&'static str, &'static [&'static str]),
    facts: &'static [(&'static str, &'static str)],
    internal: &'static [(&'static str, &'static str)],
    policies: &'static [&'static str],
}

fn vendor(name: &str) -> Option<Vendor> {
    Some(match name {
        "adobe" => Vendor {
            events: ("commitment", &["accepted", "declined", "elapsed", "ordered", "renewed"]),
            facts: &[
                ("today", "date"),
                ("activeSubscriptions", "count"),
                ("activeSubscriptionsInDeployments", "count"),
                ("resellerMarketSegments", "segments"),
                ("partnerGlobalSales", "flag"),
                ("partnerLargeGovernmentAgency", "flag"),
                ("owned", "owned"),
            ],
            internal: &[("requestedOn", "date"), ("acceptedOn", "date"), ("systemAdmins", "words")],
            policies: &["documented", "observed"],
        },
        "ibm" => Vendor {
            events: ("operation", &["suspendCustomer", "unsuspendCustomer", "unregisterCustomer"]),
            facts: &[
                ("role", "word"),
                ("sameOrganization", "flag"),
                ("activeSubscriptions", "count"),
            ],
            internal: &[],
            policies: &["documented", "observed", "viewer"],
        },
        "commvault" => Vendor {
            events: ("settled", &["succeeded", "failed"]),
            facts: &[("now", "stamp"), ("externalIdTaken", "flag"), ("nameTaken", "flag")],
            internal: &[("pending", "account")],
            policies: &["documented", "lenient"],
        },
        _ => return None,
    })
}

pub(crate) fn request(text: &str) -> Result<Request, Vec<String>> {
    let Value::Object(o) = json(text).map_err(|p| vec![p])? else {
        return Err(vec![String::new()]);
    };
    let mut bad = vec![];
    if o.get("version").is_some_and(|v| int(v) != Some(1)) {
        bad.push("/version".into());
    }
    let name = o.get("vendor").and_then(Value::as_str).unwrap_or("");
    let known = vendor(name);
    if known.is_none() {
        bad.push("/vendor".into());
    }
    let customer = o.get("customer").cloned().unwrap_or(Value::Null);
    match name {
        _ if !customer.is_object() => bad.push("/customer".into()),
        "adobe" => types(&adobe::CUSTOMER, &customer, "/customer", true, &mut bad),
        "ibm" => ibm::form(&customer, "/customer", &mut bad),
        "commvault" => commvault::form(&customer, "/customer", &mut bad),
        _ => {}
    }
    let internal = section(&o, "internal", known.as_ref().map(|k| k.internal), &mut bad);
    let mut chosen = None;
    match o.get("input") {
        Some(Value::Object(i)) if i.len() == 1 => chosen = i.iter().next(),
        None if o.contains_key("wish") => {}
        _ => bad.push("/input".into()),
    }
    if let (Some((kind, v)), Some(k)) = (chosen, &known) {
        let at = join("/input", kind);
        let event = kind == k.events.0 && v.as_str().is_some_and(|w| k.events.1.contains(&w));
        match name {
            _ if event => {}
            _ if kind != "update" || !v.is_object() => bad.push(at),
            "adobe" => types(&adobe::CUSTOMER, v, &at, false, &mut bad),
            "ibm" => ibm::update_form(v, &at, &mut bad),
            _ => types(&commvault::ACCOUNT, v, &at, false, &mut bad),
        }
    }
    let facts = section(&o, "facts", known.as_ref().map(|k| k.facts), &mut bad);
    let policy = o.get("policy").map_or(Some("documented"), Value::as_str);
    let listed = |p: &str| known.as_ref().is_none_or(|k| k.policies.contains(&p));
    if !policy.is_some_and(listed) {
        bad.push("/policy".into());
    }
    for name in ["wish", "resend", "acknowledge"] {
        if o.contains_key(name) && (name == "wish" || !o.contains_key("wish")) {
            bad.push(join("", name));
        }
    }
    let mine = [
        "version",
        "vendor",
        "customer",
        "internal",
        "input",
        "facts",
        "policy",
        "wish",
        "resend",
        "acknowledge",
    ];
    let mut strangers: Vec<_> = o.keys().filter(|k| !mine.contains(&k.as_str())).collect();
    strangers.sort();
    bad.extend(strangers.into_iter().map(|k| join("", k)));
    match (bad.is_empty(), chosen) {
        (true, Some((kind, v))) => Ok(Request {
            vendor: name.into(),
            customer,
            internal,
            kind: kind.clone(),
            input: v.clone(),
            facts,
            policy: policy.unwrap_or("documented").into(),
        }),
        _ => Err(bad),
    }
}

/// `internal` or `facts`: an object of exactly typed members.
fn section(
    o: &Map<String, Value>,
    name: &str,
    known: Option<&[(&str, &str)]>,
    bad: &mut Vec<String>,
) -> Map<String, Value> {
    let Some(v) = o.get(name) else { return Map::new() };
    let Value::Object(m) = v else {
        bad.push(join("", name));
        return Map::new();
    };
    let Some(known) = known else { return Map::new() };
    for (k, kind) in known {
        if let Some(v) = m.get(*k) {
            check(kind, v, &join(&join("", name), k), bad);
        }
    }
    let mut strangers: Vec<_> = m.keys().filter(|k| known.iter().all(|(n, _)| n != k)).collect();
    strangers.sort();
    bad.extend(strangers.into_iter().map(|k| join(&join("", name), k)));
    m.clone()
}

fn check(kind: &str, v: &Value, at: &str, bad: &mut Vec<String>) {
    if v.is_null() && at.starts_with("/internal") {
        return;
    }
    let date = |s: &str| commitment::date(s).is_some();
    let good = match kind {
        "date" => v.as_str().is_some_and(date),
        "stamp" => v.as_str().is_some_and(|s| {
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
        "count" => int(v).is_some_and(|n| n >= 0),
        "flag" => v.is_boolean(),
        "word" => v.is_string(),
        "account" => {
            types(&commvault::ACCOUNT, v, at, true, bad);
            commvault::bare(v, at, bad);
            true
        }
        "words" => {
            types(&S::Arr(Box::new(S::Str)), v, at, true, bad);
            true
        }
        "segments" => {
            for (i, s) in v.as_array().into_iter().flatten().enumerate() {
                if !s.as_str().is_some_and(|s| adobe::SEGMENTS.contains(&s)) {
                    bad.push(format!("{at}/{i}"));
                }
            }
            v.is_array()
        }
        _ => {
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
fn json(text: &str) -> Result<Value, String> {
    if text.len() > 16 << 20 {
        return Err(String::new());
    }
    let mut p = Parser { text, i: 0, depth: 0, path: String::new() };
    let v = p.value()?;
    match p.peek() {
        None => Ok(v),
        Some(_) => Err(String::new()),
    }
}

struct Parser<'a> {
    text: &'a str,
    i: usize,
    depth: usize,
    path: String,
}

impl Parser<'_> {
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
                    let v = self.value()?;
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
