//! Commvault: update of an account. Merged member by member, and settled later.
use super::{
    Accepted, Causes, Need, S, Wrong, accepted, beside, join, object, put, read::Request, rejected,
    same, some, sort, text, types, undecided, value,
};
use serde_json::{Value, json};
use std::sync::LazyLock;

const MEMBERS: &str = "id status insertTs updateTs externalId name website provisionCountry
    contacts[{ type email firstName lastName phone address{ addressLine1 addressLine2 city state
    country postalCode } } services[{ }
    deactivatedOptions{ disableLogin! disableBackup! disableRestore! } type";
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

/// Whether a pending account is one of another `id`; what is no text is looked at elsewhere.
pub(crate) fn is_another(pending: &Value, customer: Option<&Value>) -> bool {
    let account = customer.map(|c| c.get("data").unwrap_or(c));
    let [mine, its] = [Some(pending), account].map(|v| v.and_then(|v| v.get("id")));
    let texts = [mine, its].map(|id| some(id).is_none_or(Value::is_string));
    let objects = pending.is_object() && account.is_some_and(Value::is_object);
    objects && texts == [true, true] && value(mine) != value(its)
}

struct Case<'a> {
    rq: &'a Request,
    /// `/data` when the record came wrapped.
    root: &'static str,
    old: Value,
    wrong: Vec<Wrong>,
    needs: Vec<Need>,
    state: Option<&'static str>,
}

pub(crate) fn answer(rq: &Request) -> Value {
    let root = if shape(&rq.customer).knows("data") { "/data" } else { "" };
    let old = rq.customer.pointer(root).cloned().unwrap_or_default();
    let c = Case { rq, root, old, wrong: vec![], needs: vec![], state: None };
    if rq.kind == "update" { c.update() } else { c.settled() }
}

impl Case<'_> {
    fn no(&mut self, rank: usize, at: &str, pointer: &str) {
        let (at, pointer) = (at.to_string(), pointer.to_string());
        self.wrong.push(Wrong { rank, code: None, at, pointer, detail: None });
    }

    fn bad(&mut self, at: &str) {
        self.no(1, at, at);
    }

    /// Whether an empty text stands for null.
    fn is_blank(&self, v: &Value) -> bool {
        v == "" && self.rq.reads("empty", "null")
    }

    /// The value, unless it is none.
    fn value<'v>(&self, v: Option<&'v Value>) -> Option<&'v Value> {
        some(v).filter(|v| !self.is_blank(v))
    }

    /// The status to return to that an earlier update has left.
    fn status_before(&self) -> Option<String> {
        let returns = self.rq.reads("deactivated", "returns");
        let kept = self.rq.internal.get("statusBefore").and_then(Value::as_str);
        // What is pending says nothing where no update runs.
        let runs = text(&self.old, "/status") == Some("updating");
        let pending = self.rq.internal.get("pending").and_then(|p| text(p, "/status"));
        let pending = pending.filter(|_| runs);
        let kept = kept.filter(|s| returns && !s.is_empty() && *s != "active");
        // Nobody makes a deactivated account active by leaving the policy out.
        kept.or(pending.filter(|s| *s == "deactivated")).map(str::to_string)
    }

    fn stamped(&self, v: &mut Value) {
        if let Some(now) = self.rq.word("now") {
            put(v, "/updateTs", Some(json!(now)));
        }
    }

    /// `keep` is what stays of the internal state.
    fn done(
        &self,
        new: Value,
        keep: [(&str, Option<Value>); 2],
        effects: Vec<Value>,
        next: &'static str,
    ) -> Value {
        let mut after = self.rq.customer.clone();
        match after.get_mut("data").filter(|_| self.root == "/data") {
            Some(data) => *data = new,
            None => after = new,
        }
        let derived = ["status", "updateTs"].map(|n| (format!("{}/{n}", self.root), "derived"));
        let mut internal = json!({});
        for (name, v) in keep {
            put(&mut internal, &join("", name), v);
        }
        let causes = Causes::from(derived);
        let done = Accepted { after, internal, effects, causes, otherwise: "set", next };
        let respond = |after: &Value| {
            if self.rq.kind != "update" {
                return Value::Null;
            }
            let account = after.pointer(self.root).cloned().unwrap_or_default();
            object([("status", json!(200)), ("body", object([("data", account)]))])
        };
        accepted(shape(&self.rq.customer), &self.rq.customer, done, &respond)
    }

    fn settled(mut self) -> Value {
        let pending = some(self.rq.internal.get("pending")).cloned();
        let good = self.rq.input == "succeeded";
        if text(&self.old, "/status") != Some("updating") {
            self.no(0, "", "/input/settled");
            return rejected(&self.wrong, Value::Null, "stop");
        }
        let before = self.status_before();
        let (mut new, status) = match (good, pending) {
            (true, None) => {
                self.no(0, "", "/internal/pending");
                return rejected(&self.wrong, Value::Null, "fix");
            }
            (true, Some(p)) => (p, before.clone().unwrap_or("active".into())),
            (false, _) => (self.old.clone(), "update_failure".to_string()),
        };
        put(&mut new, "/status", Some(json!(status)));
        // Only a settlement whose moment is known moves it.
        put(&mut new, "/updateTs", self.old.get("updateTs").cloned());
        self.stamped(&mut new);
        let returns = self.rq.reads("deactivated", "returns");
        let before = before.filter(|_| !good && returns).map(Value::String);
        let keep = [("pending", None), ("statusBefore", before)];
        self.done(new, keep, vec![], if good { "done" } else { "retry" })
    }

    fn update(mut self) -> Value {
        let status = text(&self.old, "/status").unwrap_or("").to_string();
        self.state = match status.as_str() {
            "active" | "update_failure" => None,
            "updating" if self.rq.reads("updating", "replaced") => None,
            "deactivated" if self.rq.reads("deactivated", "returns") => None,
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
                None if self.rq.reads("names-missing", "kept") => {}
                Some(Value::String(t)) if !t.is_empty() => {
                    match self.rq.flag(fact).filter(|_| up.get(name) != old.get(name)) {
                        Some(true) => self.no(2, &at, &at),
                        None if up.get(name) != old.get(name) => {
                            self.needs.push(Need { fact, at: at.clone() });
                        }
                        _ => {}
                    }
                    put(&mut pending, &at, Some(json!(t)));
                }
                _ => self.bad(&at),
            }
        }
        self.optional(&mut pending, "/website", up.get("website"));
        match up.get("contacts").map(|c| (c, c.as_array().map(Vec::as_slice))) {
            None | Some((_, Some([]))) if self.rq.reads("contacts-missing", "kept") => {}
            Some((_, Some(list))) if !list.is_empty() => {
                if list.len() > 1 {
                    self.bad("/contacts");
                }
                for (i, contact) in list.iter().enumerate() {
                    let at = format!("/contacts/{i}");
                    if contact.is_null() {
                        self.bad(&at)
                    } else {
                        self.contact(&mut pending, contact, &at)
                    }
                }
            }
            _ => self.bad("/contacts"),
        }
        if !self.wrong.is_empty() || !self.needs.is_empty() {
            return self.refuse();
        }
        let before = match status.as_str() {
            "active" => None,
            "deactivated" => Some(status.clone()),
            _ => self.status_before(),
        };
        let mut new = old;
        put(&mut pending, "/status", Some(json!(before.as_deref().unwrap_or("active"))));
        put(&mut new, "/status", Some(json!("updating")));
        self.stamped(&mut pending);
        self.stamped(&mut new);
        let effect = json!({"effect": "await-settlement", "from": "updating"});
        let returns = self.rq.reads("deactivated", "returns");
        let before = before.filter(|_| returns).map(Value::String);
        self.done(new, [("pending", Some(pending)), ("statusBefore", before)], vec![effect], "poll")
    }

    /// Members that can't be updated pass as an echo only; `lenient` does not look at them.
    fn others(&mut self, s: &S, open: &[&str], v: &Value, old: &Value, at: &str) {
        if self.rq.reads("not-updatable", "ignored") {
            return;
        }
        for (name, v) in v.as_object().into_iter().flatten() {
            let stored = old.get(name);
            let no_value = s.knows(name) && value(stored).is_none() && value(Some(v)).is_none();
            let echo = stored.is_some_and(|o| same(o, v)) || (no_value && *v != "");
            if !open.contains(&name.as_str()) && !echo {
                self.bad(&join(at, name));
            }
        }
    }

    /// Null clears; an empty string is a value, or null.
    fn optional(&self, pending: &mut Value, at: &str, v: Option<&Value>) {
        match v {
            None => {}
            Some(v) if self.value(Some(v)).is_some() => put(pending, at, Some(v.clone())),
            // No value in place of none.
            Some(_) if self.value(pending.pointer(at)).is_none() => {}
            Some(_) => put(pending, at, None),
        }
    }

    /// The index of the stored contact that is meant.
    fn meant(&self) -> Option<usize> {
        let list = self.old.get("contacts")?.as_array()?;
        let is_admin = |c: &Value| text(c, "/type") == Some("admin");
        let of_no_type = |c: &Value| self.value(c.get("type")).is_none();
        list.iter().position(is_admin).or_else(|| list.iter().position(of_no_type))
    }

    fn contact(&mut self, pending: &mut Value, c: &Value, at: &str) {
        let meant = self.meant();
        let stored = meant.and_then(|k| self.old.pointer(&format!("/contacts/{k}"))).cloned();
        let none = json!({});
        let was = stored.as_ref().unwrap_or(&none);
        let kinds = ACCOUNT.member("contacts").item();
        let open = ["type", "email", "firstName", "lastName", "phone", "address"];
        self.others(kinds, &open, c, was, at);
        if c.get("type").is_some_and(|t| t != "admin") {
            self.bad(&join(at, "type"));
        }
        let mut new = stored.clone().unwrap_or(json!({"type": "admin"}));
        let names = |names: &[&str]| names.iter().any(|n| c.get(*n).is_some());
        // Without a contact to merge with, the names are needed for anything.
        let given = names(&TRIPLE) || (stored.is_none() && names(&["phone", "address"]));
        if given {
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
            Some(a) if *a != none => {
                let had = was.get("address").cloned().unwrap_or_default();
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
        match (meant, pending.get_mut("contacts").and_then(Value::as_array_mut)) {
            (Some(k), Some(list)) => list.splice(k..=k, [new]).for_each(drop),
            (None, Some(list)) if given => list.push(new),
            (None, _) if given => put(pending, "/contacts", Some(Value::Array(vec![new]))),
            _ => {}
        }
    }

    fn refuse(mut self) -> Value {
        let status =
            if self.state.is_some() || self.wrong.iter().all(|w| w.rank == 2) { 409 } else { 400 };
        for w in &mut self.wrong {
            w.rank = w.rank.min(1);
        }
        sort(&ACCOUNT, &mut self.wrong);
        if !self.needs.is_empty() {
            return undecided("commvault", &self.needs, &self.wrong);
        }
        let body = json!({"error": {"code": status, "message": "refused"}});
        rejected(&self.wrong, json!({"status": status, "body": body}), self.state.unwrap_or("fix"))
    }
}
