//! Adobe's benefits: requests for a three-year commitment, and large-government customers.
use super::adobe::{CUSTOMER, Case, LGA, OFFERS, TYC, bare, empties};
use super::commitment::{self, KINDS, quantities, status, term};
use super::{join, keep_numbers, put, same, some, text, value, whole};
use serde_json::{Value, json};
use std::collections::HashSet;

impl Case<'_> {
    /// The places of new requests, and of a conversion to a large-government customer.
    pub(crate) fn benefits(&mut self) -> (Vec<String>, Option<String>) {
        let (mut requests, mut conversion) = (vec![], None);
        let stored = value(self.st.get("benefits")).and_then(Value::as_array);
        let list = self.up.get("benefits");
        if list.is_some_and(Value::is_null) && stored.is_some() {
            self.no("1117", "/benefits");
        }
        let mut seen = HashSet::new();
        for (i, entry) in list.and_then(Value::as_array).into_iter().flatten().enumerate() {
            let at = format!("/benefits/{i}");
            if entry.is_null() {
                self.no("1117", &at);
                continue;
            }
            let Some(kind) = text(entry, "/type") else {
                if self.nameless(i).is_none() {
                    self.no("1122", &format!("{at}/type"));
                }
                continue;
            };
            let old = stored.and_then(|l| l.iter().find(|b| text(b, "/type") == Some(kind)));
            if kind != TYC && kind != LGA && old.is_none() {
                self.no("1117", &format!("{at}/type"));
            } else if !seen.insert(kind) {
                self.no("1117", &at);
            } else {
                for name in ["status", "commitment", KINDS[0], KINDS[1]] {
                    let here = join(&at, name);
                    let is_term = name != "status";
                    let was = if is_term { term(old, name) } else { old.and_then(|o| o.get(name)) };
                    // `{}` says nothing.
                    let Some(v) = entry.get(name).filter(|v| **v != json!({})) else { continue };
                    let s = CUSTOMER.member("benefits").item().member(name);
                    if kind != TYC || !KINDS.contains(&name) || !v.is_object() {
                        self.fixed(s, v, was, &here);
                        continue;
                    }
                    let echo = |was| {
                        let whole = same(&bare(s, v), &bare(s, was));
                        some(v.get("status")).is_some() && whole && !empties(s, v, was)
                    };
                    if !was.is_some_and(echo) {
                        self.request(name, v, was, old, &here);
                        requests.push(here);
                    }
                }
                if kind == LGA && old.is_none() {
                    self.add_benefit(json!({"type": LGA, "status": "PENDING_UPGRADE"}));
                    conversion = Some(at.clone());
                }
            }
        }
        if let [_, second] = &requests[..] {
            self.no("1117", second);
        }
        (requests, conversion)
    }

    /// The stored benefit that one without a type repeats: that of the same number among those
    /// without a type.
    pub(crate) fn nameless(&mut self, index: usize) -> Option<Value> {
        let list = self.up.get("benefits")?.as_array()?.clone();
        let is_nameless = |b: &&Value| b.is_object() && text(b, "/type").is_none();
        let number = list.iter().take(index).filter(is_nameless).count();
        let sent = list.get(index).filter(is_nameless)?;
        let stored = self.st.get("benefits")?.as_array()?;
        let old = stored.iter().filter(is_nameless).nth(number)?.clone();
        let before = self.wrong.len();
        self.fixed(CUSTOMER.member("benefits").item(), sent, Some(&old), "");
        let is_same = self.wrong.len() == before;
        self.wrong.truncate(before);
        is_same.then_some(old)
    }

    fn add_benefit(&mut self, entry: Value) {
        match self.after.get_mut("benefits").and_then(Value::as_array_mut) {
            Some(l) => l.push(entry),
            None => put(&mut self.after, "/benefits", Some(Value::Array(vec![entry]))),
        }
    }

    /// A new request of the kind: checked, and put into the record.
    fn request(
        &mut self,
        kind: &'static str,
        v: &Value,
        was: Option<&Value>,
        entry: Option<&Value>,
        at: &str,
    ) {
        for name in ["startDate", "endDate", "status"] {
            match (v.get(name), was.and_then(|w| value(w.get(name)))) {
                (None, _) | (Some(Value::Null), None) => {}
                (Some(Value::Null), Some(_)) => self.no("1117", &join(at, name)),
                (Some(_), _) => self.no("1119", &join(at, name)),
            }
        }
        let first = kind == KINDS[0];
        let today = self.rq.word("today").and_then(commitment::date);
        self.need("today", at);
        let other = status(entry, KINDS[usize::from(first)]);
        if other == "REQUESTED" || other == "ACCEPTED" {
            self.no("1117", at);
        }
        let commitment = term(entry, "commitment");
        let running = status(entry, "commitment") == "COMMITTED";
        if !first && !running {
            self.no("1117", at);
        } else if let Some(window) =
            self.rq.open_number("recommitment-window-days").filter(|_| !first)
        {
            let end = commitment.and_then(|c| commitment::day(c, "/endDate"));
            let open = |(e, t): (i64, i64)| (e - window..=e).contains(&t);
            if today.is_some() && !end.zip(today).is_some_and(open) {
                self.no("1117", at);
            }
        }
        let floor = commitment.filter(|_| first && running).map(quantities).unwrap_or_default();
        self.quantities(v, &floor, &join(at, "minimumQuantities"));
        let mut next = entry.cloned().unwrap_or(json!({"type": TYC}));
        let s = CUSTOMER.member("benefits").item().member(kind);
        let mut fresh = json!({"status": "REQUESTED"});
        let kept = |name: &str| name == "minimumQuantities" || !s.knows(name);
        for (name, v) in v.as_object().into_iter().flatten().filter(|(name, _)| kept(name)) {
            put(&mut fresh, &join("", name), Some(v.clone()));
        }
        if let Some(was) = was {
            keep_numbers(&mut fresh, was);
        }
        // Whoever asks for what is asked for already changes nothing.
        let again = was.filter(|w| same(&bare(s, &fresh), &bare(s, w)));
        if again.is_none() {
            put(&mut next, &join("", kind), Some(fresh));
        }
        let k = commitment::index(self.st).unwrap_or(0);
        for name in ["status", "startDate", "endDate"] {
            self.causes.insert(format!("/benefits/{k}/{kind}/{name}"), "derived");
        }
        let gone = entry.and_then(|e| e.get(kind)).unwrap_or(&Value::Null);
        self.derived(gone, &format!("/benefits/{k}/{kind}"));
        if let Some(t) = today {
            self.internal.insert("requestedOn".into(), json!(commitment::shown(t)));
        }
        commitment::tidy(&mut self.internal, &next);
        if again.is_none() {
            commitment::write(&mut self.after, next);
        }
        let kind = if first { "commitment" } else { "recommitment" };
        self.effects.push(json!({"effect": "commitment-terms-presented", "kind": kind}));
    }

    /// What a request replaces goes by itself, but for what it says anew.
    fn derived(&mut self, v: &Value, at: &str) {
        for (name, v) in v.as_object().into_iter().flatten() {
            self.derived(v, &join(at, name));
        }
        for (i, v) in v.as_array().into_iter().flatten().enumerate() {
            self.derived(v, &format!("{at}/{i}"));
        }
        if !at.ends_with("/offerType") && !at.ends_with("/quantity") {
            self.causes.insert(at.into(), "derived");
        }
    }

    fn quantities(&mut self, v: &Value, floor: &[(String, i64)], at: &str) {
        let Some(Value::Array(list)) = v.get("minimumQuantities") else {
            return self.no("1122", at);
        };
        if list.is_empty() {
            self.refusal("1135", at, None);
        }
        let mut seen = HashSet::new();
        for (i, q) in list.iter().enumerate() {
            let here = format!("{at}/{i}");
            if q.is_null() {
                self.no("1117", &here);
                continue;
            }
            let mut kind = text(q, "/offerType");
            match kind {
                None => self.no("1122", &format!("{here}/offerType")),
                Some(k) if !OFFERS.contains(&k) || !seen.insert(k) => {
                    self.no("1117", &format!("{here}/offerType"));
                    // The first of a type counts.
                    kind = None;
                }
                _ => {}
            }
            let here = format!("{here}/quantity");
            match (some(q.get("quantity")), kind) {
                (None, _) => self.no("1122", &here),
                (Some(n), kind) => match (whole(n).filter(|n| (0..=0x7fff_ffff).contains(n)), kind)
                {
                    (None, _) => self.no("1117", &here),
                    (Some(n), Some(kind)) => {
                        let reading =
                            if kind == OFFERS[0] { "least-licenses" } else { "least-consumables" };
                        let least = self.rq.number(reading);
                        let committed = floor.iter().find(|f| f.0 == kind).map_or(0, |f| f.1);
                        if n < least || n < committed {
                            self.refusal("1135", &here, Some(kind.into()));
                        }
                    }
                    _ => {}
                },
            }
        }
        if floor.iter().any(|f| !seen.contains(f.0.as_str())) {
            self.no("1122", at);
        }
    }
}
