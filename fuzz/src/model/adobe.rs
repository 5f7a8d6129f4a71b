//! Adobe: PATCH of a customer. What is left out is kept; the list of contacts is replaced whole.
use super::S::{Any, Arr, Obj, Str};
use super::commitment::{self, KINDS, status};
use super::texts::{is_language, postal};
use super::{
    Accepted, Causes, Need, S, Wrong, accepted, dotted, join, object, pair, put, read::Request,
    rejected, same, some, sort, text, undecided, value,
};
use serde_json::{Map, Value, json};
use std::sync::LazyLock;

pub(crate) const SEGMENTS: [&str; 3] = ["COM", "EDU", "GOV"];
pub(crate) const OFFERS: [&str; 2] = ["LICENSE", "CONSUMABLES"];
pub(crate) const TYC: &str = "THREE_YEAR_COMMIT";
pub(crate) const LGA: &str = "LARGE_GOVERNMENT_AGENCY";
const PROFILE: &str = "/companyProfile";
const ADDRESS: &str = "/companyProfile/address";
pub(crate) const CONTACTS: &str = "/companyProfile/contacts";
const SEGMENT: &str = "/companyProfile/marketSegment";
const SUBSEGMENTS: &str = "/companyProfile/marketSubSegments";
const GLOBAL: &str = "/globalSalesEnabled";

const TERM: &str = "startDate endDate status minimumQuantities[{ offerType quantity% } }";

pub(crate) static CUSTOMER: LazyLock<S> = LazyLock::new(|| {
    let words = format!(
        "externalReferenceId customerId resellerId distributorId globalSalesEnabled! tags[]
        linkedMembership{{ id name type linkedMembershipType creationDate country benefitTypes[] }}
        companyProfile{{ companyName preferredLanguage marketSegment marketSubSegments[] address{{
        country region city addressLine1 addressLine2 postalCode phoneNumber }} contacts<{{
        firstName lastName email phoneNumber }} }} discounts[{{ offerType level discountCode }}
        benefits[{{ type status commitment{{ {TERM} commitmentRequest{{ {TERM} recommitmentRequest{{
        {TERM} }} cotermDate creationDate status links?"
    );
    S::read(&mut words.split_whitespace())
});

/// The codes from the one that wins over all others down to the one that loses to all.
const ORDER: [&str; 17] = [
    "1116", "1125", "1121", "1122", "1117", "1118", "1119", "2135", "1139", "1142", "1140", "1163",
    "1164", "1167", "1168", "1147", "1135",
];

pub(crate) fn answer(rq: &Request) -> Value {
    if rq.kind == "update" { update(rq) } else { commitment::event(rq) }
}

/// The internal state to start from: without a list of admins, the stored contacts are it.
pub(crate) fn internal(rq: &Request) -> Map<String, Value> {
    let mut internal = rq.internal.clone();
    internal.retain(|_, v| !v.is_null());
    if !internal.contains_key("systemAdmins") {
        let contacts = rq.customer.pointer(CONTACTS).and_then(Value::as_array);
        let emails = contacts.into_iter().flatten().filter_map(|c| some(c.get("email"))).cloned();
        internal.insert("systemAdmins".into(), emails.filter(|email| email != "").collect());
    }
    internal
}

pub(crate) struct Case<'a> {
    pub rq: &'a Request,
    pub st: &'a Value,
    pub up: &'a Value,
    pub after: Value,
    pub causes: Causes,
    pub internal: Map<String, Value>,
    pub mails: Vec<Value>,
    pub effects: Vec<Value>,
    pub wrong: Vec<Wrong>,
    pub needs: Vec<Need>,
}

fn update(rq: &Request) -> Value {
    let mut c = Case {
        rq,
        st: &rq.customer,
        up: &rq.input,
        after: rq.customer.clone(),
        causes: Causes::new(),
        internal: internal(rq),
        mails: vec![],
        effects: vec![],
        wrong: vec![],
        needs: vec![],
    };
    let state = text(c.st, "/status").unwrap_or("").to_string();
    if state == "1002" || state == "1012" {
        c.no("1125", "");
    }
    c.strangers(&CUSTOMER, c.up, Some(c.st), "");
    c.profile();
    for name in [
        "customerId",
        "resellerId",
        "distributorId",
        "tags",
        "discounts",
        "cotermDate",
        "creationDate",
        "status",
        "links",
    ] {
        if let Some(v) = c.up.get(name) {
            c.fixed(CUSTOMER.member(name), v, c.st.get(name), &join("", name));
        }
    }
    c.contacts();
    let group = c.membership();
    let (requests, conversion) = c.benefits();
    c.guards(group, &requests, conversion);
    if !c.needs.is_empty() || !c.wrong.is_empty() { c.refuse(&state) } else { c.accept() }
}

impl Case<'_> {
    pub(crate) fn no(&mut self, code: &'static str, at: &str) {
        self.refusal(code, at, Some(dotted(&CUSTOMER, at)));
    }

    pub(crate) fn refusal(&mut self, code: &'static str, at: &str, detail: Option<String>) {
        let rank = ORDER.iter().position(|c| *c == code).unwrap_or(ORDER.len());
        let (at, pointer) = (at.to_string(), at.to_string());
        self.wrong.push(Wrong { rank, code: Some(code), at, pointer, detail });
    }

    pub(crate) fn need(&mut self, fact: &'static str, at: &str) -> bool {
        let missing = !self.rq.facts.contains_key(fact);
        if missing {
            self.needs.push(Need { fact, at: at.into() });
        }
        missing
    }

    /// Refuses if the fact is known and bad.
    fn guard(&mut self, code: &'static str, at: &str, fact: &'static str, good: bool) {
        if !self.need(fact, at) && !good {
            self.no(code, at);
        }
    }

    pub(crate) fn set(&mut self, at: &str, v: Option<Value>, cause: &'static str) {
        put(&mut self.after, at, v);
        self.causes.insert(at.into(), cause);
    }

    /// Members that the page does not know pass where the record has an equal one.
    fn strangers(&mut self, s: &S, v: &Value, old: Option<&Value>, at: &str) {
        for (name, v) in v.as_object().filter(|_| matches!(s, Obj(_))).into_iter().flatten() {
            let old = old.and_then(|old| old.get(name));
            if s.knows(name) {
                self.strangers(s.member(name), v, old, &join(at, name));
            } else if !old.is_some_and(|old| same(old, v)) {
                self.no("1121", &join(at, name));
            }
        }
        let Some(list) = v.as_array() else { return };
        let none = vec![];
        let stored = old.and_then(Value::as_array).unwrap_or(&none);
        // Contacts are themselves by their addresses, benefits by their types; the second of one
        // type is compared with nothing.
        let who = if at == CONTACTS { pair(stored, list) } else { vec![] };
        for (i, v) in list.iter().enumerate() {
            let email = |c: &Value| text(c, "/email").map(str::to_ascii_lowercase);
            let nameless = if at == "/benefits" { self.nameless(i) } else { None };
            let old = match at {
                "/benefits" if nameless.is_some() => nameless.as_ref(),
                CONTACTS => who.get(i).copied().flatten().and_then(|k| stored.get(k)),
                "/benefits" => text(v, "/type").and_then(|kind| {
                    let is_so = |b: &&Value| text(b, "/type") == Some(kind);
                    let again = list.iter().take(i).any(|b| is_so(&b));
                    stored.iter().find(is_so).filter(|_| !again)
                }),
                _ => stored.get(i),
            };
            let old = old.filter(|old| at != CONTACTS || email(old) == email(v));
            self.strangers(s.item(), v, old, &format!("{at}/{i}"));
        }
    }

    /// A member that can't change: an echo passes, anything else is refused where it differs.
    pub(crate) fn fixed(&mut self, s: &S, v: &Value, old: Option<&Value>, at: &str) {
        if old.is_some_and(|old| same(v, old)) {
            return;
        }
        match (v, value(old)) {
            (Value::Null, None) => {}
            (Value::Null, Some(_)) => self.no("1117", at),
            (Value::String(t), _) if t.is_empty() => self.no("1117", at),
            (Value::Array(new), None) if matches!(s, Arr(_)) && new.is_empty() => {}
            (Value::Object(_), None) if matches!(s, Obj(_)) && says_nothing(s, v) => {}
            (Value::Object(o), Some(old)) if old.is_object() => {
                for (name, v) in o.iter().filter(|(k, _)| matches!(s, Any) || s.knows(k)) {
                    self.fixed(s.member(name), v, old.get(name), &join(at, name));
                }
            }
            (Value::Array(new), Some(Value::Array(old)))
                if new.len() == old.len() && matches!(s.item(), Obj(_)) =>
            {
                for (i, (v, old)) in new.iter().zip(old).enumerate() {
                    self.fixed(s.item(), v, Some(old), &format!("{at}/{i}"));
                }
            }
            _ => self.no("1119", at),
        }
    }

    fn text(&mut self, at: &str, blank: bool, good: &dyn Fn(&str) -> bool) {
        let Some(v) = self.up.pointer(at) else { return };
        let old = self.st.pointer(at);
        let has = value(old).is_some();
        match v {
            v if old == Some(v) => {}
            Value::Null if has => self.no("1117", at),
            Value::String(t) => match (t.is_empty(), blank) {
                (true, true) if has => self.set(at, None, "cleared"),
                (true, true) => {}
                (false, _) if good(t) => self.set(at, Some(v.clone()), "set"),
                _ => self.no("1117", at),
            },
            _ => {}
        }
    }

    fn profile(&mut self) {
        for at in [PROFILE, ADDRESS] {
            if self.up.pointer(at).is_some_and(Value::is_null)
                && some(self.st.pointer(at)).is_some()
            {
                self.no("1117", at);
            }
        }
        if self.rq.reads("omitted-profile", "refuse") {
            for name in [
                "",
                "/companyName",
                "/preferredLanguage",
                "/address",
                "/address/country",
                "/address/region",
                "/address/city",
                "/address/addressLine1",
                "/address/postalCode",
            ] {
                let at = format!("{PROFILE}{name}");
                let parent = at.rsplit_once('/').map_or("", |p| p.0);
                if self.up.pointer(parent).is_some_and(|p| p.is_object())
                    && self.up.pointer(&at).is_none()
                {
                    self.no("1122", &at);
                }
            }
        }
        for name in ["companyName", "address/country", "address/region"] {
            let at = format!("{PROFILE}/{name}");
            if let Some(v) = self.up.pointer(&at) {
                self.fixed(&Str, v, self.st.pointer(&at), &at);
            }
        }
        let short = |n: usize| move |t: &str| t.chars().count() <= n;
        let plain =
            |n: usize| move |t: &str| t.chars().count() <= n && !t.contains(['<', '>', '"']);
        let line = |name: &str| format!("{ADDRESS}/{name}");
        self.text("/externalReferenceId", true, &plain(35));
        self.text("/companyProfile/preferredLanguage", false, &is_language);
        self.text(&line("city"), false, &plain(40));
        self.text(&line("addressLine1"), false, &plain(60));
        self.text(&line("addressLine2"), true, &plain(60));
        let country = text(self.st, &line("country")).unwrap_or("");
        let shaped = self.rq.reads("postal-codes", "shape");
        self.text(&line("postalCode"), false, &|t| short(40)(t) && (!shaped || postal(country, t)));
        self.text(&line("phoneNumber"), true, &plain(40));
    }

    /// Whether a new group is asked for.
    fn membership(&mut self) -> bool {
        let at = "/linkedMembership";
        let s = CUSTOMER.member("linkedMembership");
        let Some(v) = self.up.get("linkedMembership") else { return false };
        let stored = group_of(self.st);
        if v.is_null() || stored.is_some() {
            self.fixed(s, v, stored, at);
            return false;
        }
        // Nothing over a group of which nothing is known.
        let is_blank = s.members().iter().all(|(name, _)| some(v.get(name)).is_none());
        if is_blank && some(self.st.get("linkedMembership")).is_some() {
            return false;
        }
        for (name, inner) in s.members() {
            let here = join(at, name);
            match (name.as_str(), some(v.get(name)).map(|v| v.as_str().unwrap_or(""))) {
                ("name" | "type", None) => self.no("1122", &here),
                ("name", Some(t)) if t.is_empty() || t.chars().count() > 80 => {
                    self.no("1117", &here)
                }
                ("type", Some(t)) if t != "STANDARD" && t != "CONSORTIUM" => self.no("1117", &here),
                ("name" | "type", Some(t)) => self.set(&here, Some(json!(t)), "set"),
                _ => self.fixed(inner, v.get(name).unwrap_or(&Value::Null), None, &here),
            }
        }
        self.set(&join(at, "linkedMembershipType"), Some(json!("OWNER")), "derived");
        true
    }

    /// The rules across members, judged on the state that would result.
    fn guards(&mut self, group: bool, requests: &[String], conversion: Option<String>) {
        // the switch of global sales
        let stored = some(self.st.get("globalSalesEnabled"));
        let was_global = stored.is_some_and(|v| *v == true);
        let sent = self.up.get("globalSalesEnabled");
        let global = match sent {
            None => was_global && self.rq.reads("omitted-global-sales", "keep"),
            Some(Value::Null) => {
                if stored.is_some() {
                    self.no("1117", GLOBAL);
                }
                was_global
            }
            Some(v) => {
                self.set(GLOBAL, Some(v.clone()), "set");
                *v == true
            }
        };
        if was_global && !global {
            let cause = if sent.is_some() { "set" } else { "omitted" };
            self.set(GLOBAL, Some(json!(false)), cause);
            let none = self.rq.fact("activeSubscriptionsInDeployments") == Some(0);
            self.guard("1140", GLOBAL, "activeSubscriptionsInDeployments", none);
        } else if global && !was_global {
            let good = self.rq.flag("partnerGlobalSales") == Some(true);
            self.guard("1139", GLOBAL, "partnerGlobalSales", good);
        }
        // the segment
        let stored = self.st.pointer(SEGMENT);
        let old = value(stored).and_then(Value::as_str).unwrap_or("COM");
        let mut segment = old;
        match self.up.pointer(SEGMENT) {
            Some(v) if stored == Some(v) => {}
            Some(Value::Null) if value(stored).is_some() => self.no("1117", SEGMENT),
            Some(Value::String(t)) if !SEGMENTS.contains(&t.as_str()) => self.no("1117", SEGMENT),
            Some(Value::String(t)) => {
                segment = t;
                self.set(SEGMENT, Some(json!(t)), "set");
            }
            _ => {}
        }
        let moved = segment != old;
        if moved {
            let none = self.rq.fact("activeSubscriptions") == Some(0);
            self.guard("1119", SEGMENT, "activeSubscriptions", none);
            let enabled = self.rq.facts.get("resellerMarketSegments").and_then(Value::as_array);
            let enabled = enabled.is_some_and(|l| l.contains(&json!(segment)));
            self.guard("2135", SEGMENT, "resellerMarketSegments", enabled);
        }
        if global && segment != "COM" && (moved || !was_global) {
            self.no("1142", if was_global { SEGMENT } else { GLOBAL });
        }
        // the large-government benefit
        let entries = self.st.get("benefits").and_then(Value::as_array);
        let large = entries.is_some_and(|l| l.iter().any(|b| text(b, "/type") == Some(LGA)));
        if large && moved && segment != "GOV" {
            self.no("1163", SEGMENT);
        }
        self.subsegments(moved, large, conversion.is_some());
        let tyc = commitment::index(self.st).and_then(|k| entries?.get(k));
        let excludes = |k| matches!(status(tyc, k), "REQUESTED" | "ACCEPTED" | "COMMITTED");
        let stored = ["commitment", KINDS[0], KINDS[1]].into_iter().any(excludes);
        let committed = !requests.is_empty() || stored;
        if let Some(at) = &conversion {
            if segment != "GOV" {
                self.no("1163", at);
            }
            let good = self.rq.flag("partnerLargeGovernmentAgency") == Some(true);
            self.guard("1164", at, "partnerLargeGovernmentAgency", good);
            if !matches!(text(self.st, &format!("{ADDRESS}/country")), Some("US" | "CA")) {
                self.no("1167", at);
            }
            if committed {
                self.no("1147", at);
            }
        }
        // groups and commitments exclude each other
        if group && committed {
            self.no("1147", "/linkedMembership");
        }
        let member = group || group_of(self.st).is_some();
        if member || large || conversion.is_some() {
            requests.iter().for_each(|at| self.no("1147", at));
        }
        if group {
            self.effects.push(json!({"effect": "linked-membership-terms-presented"}));
        }
    }

    fn subsegments(&mut self, moved: bool, large: bool, converting: bool) {
        let of_government = |v: &Value| *v == "FEDERAL" || *v == "STATE";
        let of_education = |v: &Value| *v == "K_12" || *v == "HIGHER_ED" || *v == "NON_PROFIT";
        let stored = some(self.st.pointer(SUBSEGMENTS));
        let sent = self.up.pointer(SUBSEGMENTS);
        let mut left = if moved { None } else { stored };
        if sent.is_some_and(Value::is_null) && value(stored).is_some() {
            self.no("1117", SUBSEGMENTS);
        }
        let mut odd = false;
        let wanted = some(sent).and_then(Value::as_array).filter(|l| !l.is_empty());
        if let Some(list) = wanted.filter(|_| sent != stored) {
            for (i, v) in list.iter().enumerate() {
                if !of_government(v) && !of_education(v) {
                    odd = true;
                    self.no("1117", &format!("{SUBSEGMENTS}/{i}"));
                }
            }
            if !converting && list.iter().any(of_education) {
                self.no("1119", SUBSEGMENTS);
            }
            if !converting && !large && list.iter().any(of_government) {
                self.no("1168", SUBSEGMENTS);
            }
            left = sent;
        }
        let list = left.and_then(Value::as_array).cloned().unwrap_or_default();
        let fitting = list.iter().any(of_government) && !list.iter().any(of_education) && !odd;
        if converting && !fitting {
            self.no("1168", SUBSEGMENTS);
        }
        if left.is_none() && stored.is_some() {
            self.set(SUBSEGMENTS, None, "derived");
        } else if left.is_some() && left != stored {
            self.set(SUBSEGMENTS, left.cloned(), "set");
        }
    }

    fn refuse(mut self, state: &str) -> Value {
        let inner =
            |w: &Wrong| w.code != Some("1117") || w.at.starts_with("/companyProfile/address/");
        if self.wrong.iter().all(inner) {
            for w in self.wrong.iter_mut().filter(|w| w.code == Some("1117")) {
                w.code = Some("1118");
                w.rank += 1;
            }
        }
        sort(&CUSTOMER, &mut self.wrong);
        if !self.needs.is_empty() {
            return undecided("adobe", &self.needs, &self.wrong);
        }
        let code = self.wrong.first().and_then(|w| w.code).unwrap_or("");
        let mut details: Vec<String> = vec![];
        for w in self.wrong.iter().filter(|w| w.code == Some(code) && code != "1125") {
            details.extend(w.detail.clone());
        }
        if code == "1135" {
            details.sort_by_key(|d| d != OFFERS[0]);
        }
        let next = match code {
            "1125" if state == "1002" => "wait",
            "1117" | "1118" | "1121" | "1122" | "1135" | "2135" => "fix",
            _ => "stop",
        };
        let body = json!({"code": code, "message": "refused", "additionalDetails": details});
        rejected(&self.wrong, json!({"status": 400, "body": body}), next)
    }

    fn accept(mut self) -> Value {
        self.mails.append(&mut self.effects);
        let done = Accepted {
            after: self.after,
            internal: Value::Object(self.internal),
            effects: self.mails,
            causes: self.causes,
            otherwise: "set",
            next: "done",
        };
        accepted(&CUSTOMER, self.st, done, &|after| {
            object([("status", json!(200)), ("body", after.clone())])
        })
    }
}

/// The group that the customer is in; one of which nothing is known is none.
fn group_of(customer: &Value) -> Option<&Value> {
    let says = |v: &&Value| {
        let known = CUSTOMER.member("linkedMembership").members();
        known.iter().any(|(name, _)| some(v.get(name)).is_some())
    };
    customer.get("linkedMembership").filter(says)
}

/// Whether each member that is given has no value.
fn says_nothing(s: &S, v: &Value) -> bool {
    match v {
        Value::Object(o) => {
            let mut known = o.iter().filter(|(name, _)| matches!(s, Any) || s.knows(name));
            known.all(|(name, v)| says_nothing(s.member(name), v))
        }
        Value::Array(list) => list.is_empty(),
        v => v.is_null(),
    }
}

/// Whether an empty text is sent anywhere but over an empty text.
pub(crate) fn empties(s: &S, v: &Value, old: &Value) -> bool {
    match v {
        Value::Object(o) => {
            let mut known = o.iter().filter(|(name, _)| s.knows(name));
            known.any(|(name, v)| empties(s.member(name), v, &old[name.as_str()]))
        }
        Value::Array(l) => l.iter().enumerate().any(|(i, v)| empties(s.item(), v, &old[i])),
        v => v == "" && old != "",
    }
}

/// What is known of a term, without the members that have no value.
pub(crate) fn bare(s: &S, v: &Value) -> Value {
    match v {
        Value::Object(o) => {
            let known = o.iter().filter(|(k, v)| s.knows(k) && value(Some(v)).is_some());
            known.map(|(k, v)| (k.clone(), bare(s.member(k), v))).collect()
        }
        Value::Array(l) => l.iter().map(|v| bare(s.item(), v)).collect(),
        v => v.clone(),
    }
}
