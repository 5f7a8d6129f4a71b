//! Adobe's contacts: the list is replaced whole, and each of them is known by its address.
use super::adobe::{CONTACTS, Case};
use super::texts::{is_email, is_name};
use super::{join, pair, put, some, text, value};
use serde_json::{Value, json};
use std::collections::HashSet;

impl Case<'_> {
    pub(crate) fn contacts(&mut self) {
        let Some(v) = self.up.pointer(CONTACTS) else { return };
        let stored = some(self.st.pointer(CONTACTS));
        let old = stored.and_then(Value::as_array).cloned().unwrap_or_default();
        let Some(new) = v.as_array() else {
            if value(stored).is_some() {
                self.no("1117", CONTACTS);
            }
            return;
        };
        if new.is_empty() {
            if self.rq.reads("empty-contacts", "refuse") && stored != Some(v) {
                self.no("1117", CONTACTS);
            }
            return;
        }
        let lower = |v: &Value| v.as_str().unwrap_or("").to_ascii_lowercase();
        let mut seen = HashSet::new();
        let mut list = vec![];
        for ((i, c), from) in new.iter().enumerate().zip(pair(&old, new)) {
            let at = format!("{CONTACTS}/{i}");
            if c.is_null() {
                self.no("1117", &at);
                continue;
            }
            let was = from.and_then(|k| old.get(k)).cloned().unwrap_or(json!({}));
            let mut now = was.clone();
            let email = some(c.get("email")).map(lower);
            let known = email.is_some() && some(was.get("email")).map(lower) == email;
            match (&email, text(c, "/email")) {
                (Some(e), Some(t)) => {
                    let fresh = seen.insert(e.clone());
                    if !fresh || !(known || is_email(t)) {
                        self.no("1117", &format!("{at}/email"));
                    }
                    if !known {
                        put(&mut now, "/email", Some(json!(t)));
                    }
                }
                _ => self.no("1122", &format!("{at}/email")),
            }
            for name in ["firstName", "lastName"] {
                let here = format!("{at}/{name}");
                let had = was.get(name);
                match c.get(name) {
                    None => self.no("1122", &here),
                    Some(v) if known && had == Some(v) => {}
                    Some(Value::Null) if value(had).is_some() => self.no("1117", &here),
                    Some(Value::Null) if known => {}
                    Some(Value::Null) => self.no("1122", &here),
                    Some(v) if v == "" => self.no("1117", &here),
                    Some(_) if known && self.rq.reads("other-name", "ignore") => {}
                    Some(_) if known => self.no("1119", &here),
                    Some(v) if !is_name(v.as_str().unwrap_or("")) => self.no("1117", &here),
                    Some(v) => put(&mut now, &join("", name), Some(v.clone())),
                }
            }
            let phone = value(was.get("phoneNumber"));
            let mut clear = None;
            match c.get("phoneNumber") {
                None => clear = Some("omitted"),
                Some(v) if known && was.get("phoneNumber") == Some(v) => {}
                Some(Value::Null) if phone.is_none() => {}
                Some(v) if v == "" || (v.is_null() && !known) => clear = Some("cleared"),
                Some(Value::String(t)) if t.chars().count() <= 40 => {
                    put(&mut now, "/phoneNumber", Some(json!(t)));
                }
                Some(_) => self.no("1117", &format!("{at}/phoneNumber")),
            }
            if let (Some(cause), Some(k), Some(_)) = (clear, from, phone) {
                put(&mut now, "/phoneNumber", None);
                self.causes.insert(format!("-{CONTACTS}/{k}/phoneNumber"), cause);
            }
            list.push(now);
        }
        let emails = |l: &[Value]| {
            l.iter().filter_map(|c| some(c.get("email")).cloned()).collect::<Vec<_>>()
        };
        let mut admins = self
            .internal
            .get("systemAdmins")
            .and_then(Value::as_array)
            .cloned()
            .unwrap_or_default();
        let mut console: HashSet<String> = admins.iter().map(lower).collect();
        let named: HashSet<String> = emails(&list).iter().map(lower).collect();
        let (mut added, mut remain) = (vec![], vec![]);
        for (now, sent) in list.iter().zip(new.iter().filter(|c| !c.is_null())) {
            let Some(e) = some(now.get("email")) else { continue };
            self.mails.push(json!({"effect": "welcome-email", "email": e}));
            if console.insert(lower(e)) {
                // The console gets what was sent; the record keeps its own spelling.
                added.push(json!({"effect": "system-admin-added", "email": sent["email"]}));
                admins.push(sent["email"].clone());
            }
        }
        for e in emails(&old).into_iter().filter(|e| !named.contains(&lower(e))) {
            if console.contains(&lower(&e)) {
                remain.push(json!({"effect": "system-admin-remains", "email": e}));
            }
        }
        self.mails.extend(added.into_iter().chain(remain));
        self.internal.insert("systemAdmins".into(), Value::Array(admins));
        put(&mut self.after, CONTACTS, Some(Value::Array(list)));
    }
}
