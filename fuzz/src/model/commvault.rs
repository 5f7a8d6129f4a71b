//! Commvault: update of an account. Merged member by member, and settled later.
use super::{
    Accepted, Causes, S, Wrong, accepted, beside, join, put, read::Request, rejected, same, some,
    sort, text, types,
};
use serde_json::{Value, json};
use std::sync::LazyLock;

const MEMBERS: &str = "id status insertTs updateTs externalId name website provisionCountry
    contacts[{ type email firstName lastName phone address{ addressLine1 addressLine2 city state
    country postalCode } } services[?
    deactivatedOptions{ } type";
pub(crate) static ACCOUNT: LazyLock<S> = LazyLock::new(|| S::read(&mut MEMBERS.split_whitespace()));
static WRAPPED: LazyLock<S> =
    LazyLock::new(|| S::read(&mut ["data{"].into_iter().chain(MEMBERS.split_whitespace())));
const TRIPLE: [&str; 3] = ["email", "firstName", "lastName"];

/// A record is the account itself, or an object with nothing but it in `data`.
pub(crate) fn shape(customer: &Value) -> &'static S {
    if customer.get("data").is_some() { &WRAPPED } else { &ACCOUNT }
}

/// Faults of form of a record.
pub(crate) fn form(v: &Value, at: &str, bad: &mut Vec<String>) {
    if v.get("data").is_some_and(Value::is_null) {
        bad.push(join(at, "data"));
    }
    types(shape(v), v, at, true, bad);
    if let Some(inside) = v.get("data") {
        bare(inside, &join(at, "data"), bad);
        beside("data", v, at, bad);
    }
}

/// `data` stands around an account and never inside.
pub(crate) fn bare(v: &Value, at: &str, bad: &mut Vec<String>) {
    bad.extend(v.get("data").map(|_| join(at, "data")));
}

struct Case<'a> {
    rq: &'a Request,
    lenient: bool,
    /// `/data` when the record came wrapped.
    root: &'static str,
    old: Value,
    wrong: Vec<Wrong>,
    state: Option<&'static str>,
}

pub(crate) fn answer(rq: &Request) -> Value {
    let root = if shape(&rq.customer).knows("data") { "/data" } else { "" };
    let old = rq.customer.pointer(root).cloned().unwrap_or_default();
    let c = Case { rq, lenient: rq.policy == "lenient", root, old, wrong: vec![], state: None };
    if rq.kind == "update" { c.update() } else { c.settled() }
}

impl Case<'_> {
    fn no(&mut self, rank: usize, at: &str, pointer: &str) {
        let fact = pointer.starts_with("/facts/");
        self.wrong.push(Wrong {
            rank,
            code: None,
            at: at.into(),
            pointer: pointer.into(),
            fact,
            detail: None,
        });
    }

    fn bad(&mut self, at: &str) {
        self.no(1, at, at);
    }

    fn stamped(&self, v: &mut Value) {
        if let Some(now) = self.rq.word("now") {
            put(v, "/updateTs", Some(json!(now)));
        }
    }

    fn done(
        &self,
        new: Value,
        pending: Option<Value>,
        effects: Vec<Value>,
        api: bool,
        next: &'static str,
    ) -> Value {
        let mut after = self.rq.customer.clone();
        match after.get_mut("data").filter(|_| self.root == "/data") {
            Some(data) => *data = new,
            None => after = new,
        }
        let derived = ["status", "updateTs"].map(|n| (format!("{}/{n}", self.root), "derived"));
        let internal = pending.map_or(json!({}), |p| json!({"pending": p}));
        let causes = Causes::from(derived);
        let done = Accepted { after, internal, effects, causes, otherwise: "set", next };
        let respond = |after: &Value| match api {
            true => json!({"status": 200, "body": {"data": after.pointer(self.root)}}),
            false => Value::Null,
        };
        accepted(shape(&self.rq.customer), &self.rq.customer, done, &respond)
    }

    fn settled(mut self) -> Value {
        let pending = some(self.rq.internal.get("pending")).cloned();
        let good = self.rq.input == "succeeded";
        let running = text(&self.old, "/status") == Some("updating");
        let (mut new, status) = match (good, pending) {
            _ if !running => {
                self.no(0, "", "/input/settled");
                return rejected(&self.wrong, Value::Null, "stop");
            }
            (true, None) => {
                self.no(0, "", "/internal/pending");
                return rejected(&self.wrong, Value::Null, "fix");
            }
            (true, Some(p)) => {
                let back = text(&p, "/status").filter(|s| *s == "deactivated");
                let status = back.unwrap_or("active").to_string();
                (p, status)
            }
            (false, _) => (self.old.clone(), "update_failure".to_string()),
        };
        put(&mut new, "/status", Some(json!(status)));
        // Only a settlement whose moment is known moves it.
        put(&mut new, "/updateTs", self.old.get("updateTs").cloned());
        self.stamped(&mut new);
        self.done(new, None, vec![], false, if good { "done" } else { "retry" })
    }

    fn update(mut self) -> Value {
        let status = text(&self.old, "/status").unwrap_or("").to_string();
        self.state = match status.as_str() {
            "active" | "update_failure" => None,
            "updating" | "deactivated" if self.lenient => None,
            "updating" | "activating" | "deactivating" => Some("wait"),
            _ => Some("stop"),
        };
        if self.state.is_some() {
            self.no(0, "", "");
        }
        let (up, old) = (self.rq.input.clone(), self.old.clone());
        self.others(&ACCOUNT, &["externalId", "name", "website", "contacts"], &up, &old, "");
        let mut pending = old.clone();
        for (name, fact) in [("externalId", "externalIdTaken"), ("name", "nameTaken")] {
            let at = join("", name);
            match up.get(name) {
                None if self.lenient => {}
                Some(Value::String(t)) if !t.is_empty() => {
                    let taken = self.rq.flag(fact);
                    if up.get(name) != old.get(name) && taken != Some(false) {
                        let place =
                            if taken.is_some() { at.clone() } else { format!("/facts/{fact}") };
                        self.no(2, &at, &place);
                    }
                    put(&mut pending, &at, Some(json!(t)));
                }
                _ => self.bad(&at),
            }
        }
        self.optional(&mut pending, "/website", up.get("website"));
        match up.get("contacts").map(|c| (c, c.as_array().map(Vec::as_slice))) {
            None | Some((_, Some([]))) if self.lenient => {}
            Some((_, Some([Value::Null]))) => self.bad("/contacts/0"),
            Some((_, Some([contact]))) => self.contact(&mut pending, contact),
            _ => self.bad("/contacts"),
        }
        if !self.wrong.is_empty() {
            return self.refuse();
        }
        let last = some(self.rq.internal.get("pending")).and_then(|p| text(p, "/status"));
        let back = status == "deactivated" || (status == "updating" && last == Some("deactivated"));
        let mut new = old;
        put(&mut pending, "/status", Some(json!(if back { "deactivated" } else { "active" })));
        put(&mut new, "/status", Some(json!("updating")));
        self.stamped(&mut pending);
        self.stamped(&mut new);
        let effect = json!({"effect": "await-settlement", "from": "updating"});
        self.done(new, Some(pending), vec![effect], true, "poll")
    }

    /// Members that can't be updated pass as an echo only; `lenient` does not look at them.
    fn others(&mut self, s: &S, open: &[&str], v: &Value, old: &Value, at: &str) {
        for (name, v) in v.as_object().into_iter().flatten() {
            let stored = old.get(name);
            let echo = stored.is_some_and(|o| same(o, v))
                || (s.knows(name) && v.is_null() && stored.is_none());
            if !self.lenient && !open.contains(&name.as_str()) && !echo {
                self.bad(&join(at, name));
            }
        }
    }

    /// Null clears; an empty string is a value, or null for `lenient`.
    fn optional(&self, pending: &mut Value, at: &str, v: Option<&Value>) {
        let Some(v) = v else { return };
        let clears = v.is_null() || (self.lenient && v == "");
        if !clears {
            put(pending, at, Some(v.clone()));
        } else if some(pending.pointer(at)).is_some() {
            put(pending, at, None);
        }
    }

    /// Whether there is something to store.
    fn asks(&self, v: &Value) -> bool {
        match v {
            Value::Null => false,
            Value::Object(o) => {
                let known = ACCOUNT.member("contacts").item().member("address");
                o.iter().any(|(name, v)| known.knows(name) && self.asks(v))
            }
            v => !(self.lenient && v == ""),
        }
    }

    fn contact(&mut self, pending: &mut Value, c: &Value) {
        let at = "/contacts/0";
        let stored = self.old.pointer(at).cloned().unwrap_or_default();
        let kinds = ACCOUNT.member("contacts").item();
        self.others(
            kinds,
            &["type", "email", "firstName", "lastName", "phone", "address"],
            c,
            &stored,
            at,
        );
        if c.get("type").is_some_and(|t| t != "admin") {
            self.bad(&format!("{at}/type"));
        }
        let mut new = if stored.is_null() { json!({"type": "admin"}) } else { stored.clone() };
        let given = TRIPLE.iter().any(|n| c.get(*n).is_some());
        let more = ["phone", "address"].iter().any(|n| self.asks(&c[*n]));
        if given || (stored.is_null() && more) {
            for name in TRIPLE {
                match c.get(name).and_then(Value::as_str) {
                    Some(t) if !t.is_empty() => put(&mut new, &join("", name), Some(json!(t))),
                    _ => self.bad(&join(at, name)),
                }
            }
        }
        self.optional(&mut new, "/phone", c.get("phone"));
        match c.get("address") {
            Some(Value::Null) if some(new.get("address")).is_none() => {}
            Some(Value::Null) => put(&mut new, "/address", None),
            Some(a) if *a != json!({}) => {
                let had = stored.get("address").cloned().unwrap_or_default();
                let names: Vec<&str> =
                    kinds.member("address").members().iter().map(|m| m.0.as_str()).collect();
                self.others(kinds.member("address"), &names, a, &had, &join(at, "address"));
                for name in names {
                    self.optional(&mut new, &format!("/address/{name}"), a.get(name));
                }
                let empty =
                    |a: &Value| a.as_object().is_none_or(|o| o.values().all(Value::is_null));
                if new.get("address").is_some_and(|a| *a != had && empty(a)) {
                    put(&mut new, "/address", None);
                }
            }
            _ => {}
        }
        if stored.is_null() && (given || more) {
            put(pending, "/contacts", Some(json!([new])));
        } else if let Some(first) = pending.pointer_mut(at).filter(|_| !stored.is_null()) {
            *first = new;
        }
    }

    fn refuse(mut self) -> Value {
        let status =
            if self.state.is_some() || self.wrong.iter().all(|w| w.rank == 2) { 409 } else { 400 };
        for w in &mut self.wrong {
            w.rank = w.rank.min(1);
        }
        sort(&ACCOUNT, &mut self.wrong);
        let body = json!({"error": {"code": status, "message": "refused"}});
        rejected(&self.wrong, json!({"status": status, "body": body}), self.state.unwrap_or("fix"))
    }
}
