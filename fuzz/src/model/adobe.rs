//! Adobe: PATCH of a customer. What is left out is kept; the list of contacts is replaced whole.
use super::S::{Obj, Str};
use super::commitment::{self, KINDS, date, quantities, status, term};
use super::{
    Accepted, Causes, S, Wrong, accepted, dotted, int, join, pair, put, read::Request, rejected,
    same, some, sort, text,
};
use serde_json::{Map, Value, json};
use std::collections::HashSet;
use std::sync::LazyLock;

pub(crate) const SEGMENTS: [&str; 3] = ["COM", "EDU", "GOV"];
pub(crate) const OFFERS: [&str; 2] = ["LICENSE", "CONSUMABLES"];
const TYC: &str = "THREE_YEAR_COMMIT";
const LGA: &str = "LARGE_GOVERNMENT_AGENCY";
const PROFILE: &str = "/companyProfile";
const ADDRESS: &str = "/companyProfile/address";
const CONTACTS: &str = "/companyProfile/contacts";
const SEGMENT: &str = "/companyProfile/marketSegment";
const SUBSEGMENTS: &str = "/companyProfile/marketSubSegments";
const GLOBAL: &str = "/globalSalesEnabled";

const TERM: &str = "startDate endDate status minimumQuantities[{ offerType quantity% } }";

pub(crate) static CUSTOMER: LazyLock<S> = LazyLock::new(|| {
    let words = format!(
        "externalReferenceId customerId resellerId globalSalesEnabled! tags[] linkedMembership{{ id
        name type linkedMembershipType creationDate country benefitTypes[] }} companyProfile{{
        companyName preferredLanguage marketSegment marketSubSegments[] address{{ country region
        city addressLine1 addressLine2 postalCode phoneNumber }} contacts<{{ firstName lastName
        email phoneNumber }} }} discounts[{{ offerType level discountCode }} benefits[{{ type status
        commitment{{ {TERM} commitmentRequest{{ {TERM} recommitmentRequest{{ {TERM} }} cotermDate
        creationDate status links{{ self{{ uri method headers[]? }} }}"
    );
    S::read(&mut words.split_whitespace())
});

/// The codes from the one that wins over all others down to the one that loses to all.
const ORDER: [&str; 17] = [
    "1116", "1125", "1121", "1122", "1117", "1118", "1119", "2135", "1139", "1142", "1140", "1163",
    "1164", "1167", "1168", "1147", "1135",
];

/// Each between blanks.
const LANGUAGES: &str = " \
    bg-BG cs-CZ da-DK de-DE en-AE en-GB en-IL en-US en-XM es-ES es-LA es-MX es-NA et-EE fi-FI \
    fr-CA fr-FR fr-MA fr-XM hr-HR hu-HU it-IT ja-JP ko-KR lt-LT lv-LV nb-NO nl-NL pl-PL pt-BR \
    ro-RO ru-RU sk-SK sl-SI sr-RS sr-SP sv-SE tr-TR uk-UA zh-CN zh-HANS zh-HANT zh-TW ";

pub(crate) fn answer(rq: &Request) -> Value {
    if rq.kind == "commitment" { commitment::event(rq) } else { update(rq) }
}

/// The internal state to start from: without a list of admins, the stored contacts are it.
pub(crate) fn internal(rq: &Request) -> Map<String, Value> {
    let mut internal = rq.internal.clone();
    internal.retain(|_, v| !v.is_null());
    if !internal.contains_key("systemAdmins") {
        let contacts = rq.customer.pointer(CONTACTS).and_then(Value::as_array);
        let emails = contacts.into_iter().flatten().filter_map(|c| some(c.get("email"))).cloned();
        internal.insert("systemAdmins".into(), emails.collect());
    }
    internal
}

struct Case<'a> {
    rq: &'a Request,
    observed: bool,
    st: &'a Value,
    up: &'a Value,
    after: Value,
    causes: Causes,
    internal: Map<String, Value>,
    mails: Vec<Value>,
    effects: Vec<Value>,
    wrong: Vec<Wrong>,
}

fn update(rq: &Request) -> Value {
    let mut c = Case {
        rq,
        observed: rq.policy == "observed",
        st: &rq.customer,
        up: &rq.input,
        after: rq.customer.clone(),
        causes: Causes::new(),
        internal: internal(rq),
        mails: vec![],
        effects: vec![],
        wrong: vec![],
    };
    let state = text(c.st, "/status").unwrap_or("").to_string();
    if state == "1002" || state == "1012" {
        c.no("1125", "");
    }
    c.strangers(&CUSTOMER, c.up, "");
    c.profile();
    for name in [
        "customerId",
        "resellerId",
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
    if c.wrong.is_empty() { c.accept() } else { c.refuse(&state) }
}

impl Case<'_> {
    fn no(&mut self, code: &'static str, at: &str) {
        self.refusal(code, at, None, Some(dotted(&CUSTOMER, at)));
    }

    fn refusal(
        &mut self,
        code: &'static str,
        at: &str,
        fact: Option<&str>,
        detail: Option<String>,
    ) {
        let rank = ORDER.iter().position(|c| *c == code).unwrap_or(ORDER.len());
        let pointer = fact.map_or(at.to_string(), |f| format!("/facts/{f}"));
        let fact = fact.is_some();
        self.wrong.push(Wrong { rank, code: Some(code), at: at.into(), pointer, fact, detail });
    }

    /// Refuses unless the fact is there and good.
    fn need(&mut self, code: &'static str, at: &str, fact: &str, good: bool) {
        let missing = !self.rq.facts.contains_key(fact);
        if missing || !good {
            self.refusal(code, at, Some(fact).filter(|_| missing), Some(dotted(&CUSTOMER, at)));
        }
    }

    fn set(&mut self, at: &str, v: Option<Value>, cause: &'static str) {
        put(&mut self.after, at, v);
        self.causes.insert(at.into(), cause);
    }

    fn strangers(&mut self, s: &S, v: &Value, at: &str) {
        for (name, v) in v.as_object().filter(|_| matches!(s, Obj(_))).into_iter().flatten() {
            if s.knows(name) {
                self.strangers(s.member(name), v, &join(at, name));
            } else {
                self.no("1121", &join(at, name));
            }
        }
        for (i, v) in v.as_array().into_iter().flatten().enumerate() {
            self.strangers(s.item(), v, &format!("{at}/{i}"));
        }
    }

    /// A member that can't change: an echo passes, anything else is refused where it differs.
    fn fixed(&mut self, s: &S, v: &Value, old: Option<&Value>, at: &str) {
        match (v, some(old)) {
            (Value::Null, None) => {}
            (Value::Null, Some(_)) => self.no("1117", at),
            (v, Some(old)) if same(v, old) && spelt(at, v) => {}
            (Value::String(t), _) if t.is_empty() => self.no("1117", at),
            (Value::Object(o), Some(old)) if old.is_object() => {
                for (name, v) in o.iter().filter(|(k, _)| s.knows(k)) {
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
        let old = some(self.st.pointer(at));
        match v {
            Value::Null if old.is_some() => self.no("1117", at),
            Value::String(t) if Some(v) != old => match (t.is_empty(), blank) {
                (true, true) if old.is_some() => self.set(at, None, "cleared"),
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
        if self.observed {
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
        self.text("/companyProfile/preferredLanguage", false, &|t| {
            !t.contains(' ') && LANGUAGES.contains(&format!(" {t} "))
        });
        self.text(&line("city"), false, &plain(40));
        self.text(&line("addressLine1"), false, &plain(60));
        self.text(&line("addressLine2"), true, &plain(60));
        let country = text(self.st, &line("country")).unwrap_or("");
        let observed = self.observed;
        self.text(&line("postalCode"), false, &|t| {
            short(40)(t) && (!observed || postal(country, t))
        });
        self.text(&line("phoneNumber"), true, &plain(40));
    }

    fn contacts(&mut self) {
        let Some(v) = self.up.pointer(CONTACTS) else { return };
        let stored = some(self.st.pointer(CONTACTS));
        let old = stored.and_then(Value::as_array).cloned().unwrap_or_default();
        let Some(new) = v.as_array() else {
            if stored.is_some() {
                self.no("1117", CONTACTS);
            }
            return;
        };
        if new.is_empty() {
            if !self.observed && stored != Some(v) {
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
                let had = some(was.get(name));
                match c.get(name) {
                    None => self.no("1122", &here),
                    Some(Value::Null) if had.is_some() => self.no("1117", &here),
                    Some(Value::Null) if known => {}
                    Some(Value::Null) => self.no("1122", &here),
                    Some(v) if known && had == Some(v) => {}
                    Some(v) if v == "" => self.no("1117", &here),
                    Some(_) if known && self.observed => {}
                    Some(_) if known => self.no("1119", &here),
                    Some(v) if !is_name(v.as_str().unwrap_or("")) => self.no("1117", &here),
                    Some(v) => put(&mut now, &join("", name), Some(v.clone())),
                }
            }
            let phone = some(was.get("phoneNumber"));
            let mut clear = None;
            match c.get("phoneNumber") {
                None => clear = Some("omitted"),
                Some(Value::Null) if phone.is_none() => {}
                Some(v) if phone == Some(v) => {}
                Some(v) if v == "" => clear = Some("cleared"),
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
        self.internal.insert("systemAdmins".into(), json!(admins));
        put(&mut self.after, CONTACTS, Some(json!(list)));
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

    /// The places of new requests, and of a conversion to a large-government customer.
    fn benefits(&mut self) -> (Vec<String>, Option<String>) {
        let (mut requests, mut conversion) = (vec![], None);
        let stored = some(self.st.get("benefits")).and_then(Value::as_array);
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
                self.no("1122", &format!("{at}/type"));
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
                    let was = if name == "status" {
                        old.and_then(|o| o.get(name))
                    } else {
                        term(old, name)
                    };
                    // `{}` says nothing.
                    let Some(v) = entry.get(name).filter(|v| **v != json!({})) else {
                        continue;
                    };
                    if kind == TYC && KINDS.contains(&name) && v.is_object() {
                        let s = CUSTOMER.member("benefits").item().member(name);
                        let echo = some(v.get("status")).is_some()
                            && spelt(&here, v)
                            && was.is_some_and(|w| same(&bare(s, v), &bare(s, w)));
                        if !echo {
                            self.request(name, v, was, old, &here);
                            requests.push(here);
                        }
                    } else {
                        let s = CUSTOMER.member("benefits").item().member(name);
                        self.fixed(s, v, was, &here);
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

    fn add_benefit(&mut self, entry: Value) {
        match self.after.get_mut("benefits").and_then(Value::as_array_mut) {
            Some(l) => l.push(entry),
            None => put(&mut self.after, "/benefits", Some(json!([entry]))),
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
            match (v.get(name), was.and_then(|w| some(w.get(name)))) {
                (None, _) | (Some(Value::Null), None) => {}
                (Some(Value::Null), Some(_)) => self.no("1117", &join(at, name)),
                (Some(_), _) => self.no("1119", &join(at, name)),
            }
        }
        let first = kind == KINDS[0];
        let today = self.rq.word("today").and_then(date);
        self.need("1117", at, "today", true);
        let other = status(entry, KINDS[usize::from(first)]);
        if other == "REQUESTED" || other == "ACCEPTED" {
            self.no("1117", at);
        }
        let commitment = term(entry, "commitment");
        let running = status(entry, "commitment") == "COMMITTED";
        if !first && !running {
            self.no("1117", at);
        } else if !first && self.observed {
            let end = commitment.and_then(|c| commitment::day(c, "/endDate"));
            let open = |(e, t): (i64, i64)| (e - 30..=e).contains(&t);
            if today.is_some() && !end.zip(today).is_some_and(open) {
                self.no("1117", at);
            }
        }
        let floor = commitment.filter(|_| first && running).map(quantities).unwrap_or_default();
        self.quantities(v, was, &floor, &join(at, "minimumQuantities"));
        let mut next = entry.cloned().unwrap_or(json!({"type": TYC}));
        let mut fresh = json!({"status": "REQUESTED"});
        put(&mut fresh, "/minimumQuantities", v.get("minimumQuantities").cloned());
        // Whoever asks for what is asked for already changes nothing.
        let s = CUSTOMER.member("benefits").item().member(kind);
        let sorted = |term: &Value| {
            let mut term = bare(s, term);
            if let Some(Value::Array(list)) = term.get_mut("minimumQuantities") {
                list.sort_by_key(|q| text(q, "/offerType").map(str::to_owned));
            }
            term
        };
        let again = was.filter(|w| same(&sorted(&fresh), &sorted(w)));
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
            self.internal.insert("requestedOn".into(), json!(commitment::show(t)));
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

    fn quantities(&mut self, v: &Value, was: Option<&Value>, floor: &[(String, i64)], at: &str) {
        let list = match v.get("minimumQuantities") {
            Some(Value::Array(l)) => l,
            Some(Value::Null) if some(was.and_then(|w| w.get("minimumQuantities"))).is_some() => {
                return self.no("1117", at);
            }
            _ => return self.no("1122", at),
        };
        if list.is_empty() {
            self.refusal("1135", at, None, None);
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
                (Some(n), kind) => match (int(n).filter(|n| (0..=0x7fff_ffff).contains(n)), kind) {
                    (None, _) => self.no("1117", &here),
                    (Some(n), Some(kind)) => {
                        let least = if kind == OFFERS[0] { 10 } else { 1000 };
                        let committed = floor.iter().find(|f| f.0 == kind).map_or(0, |f| f.1);
                        if n < least || n < committed {
                            self.refusal("1135", &here, None, Some(kind.into()));
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

    /// The rules across members, judged on the state that would result.
    fn guards(&mut self, group: bool, requests: &[String], conversion: Option<String>) {
        // the switch of global sales
        let was_global = some(self.st.get("globalSalesEnabled")).is_some_and(|v| *v == true);
        let global = match self.up.get("globalSalesEnabled") {
            None => was_global && !self.observed,
            Some(Value::Null) => {
                if some(self.st.get("globalSalesEnabled")).is_some() {
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
            let cause = if self.up.get("globalSalesEnabled").is_some() { "set" } else { "omitted" };
            self.set(GLOBAL, Some(json!(false)), cause);
            let none = self.rq.fact("activeSubscriptionsInDeployments") == Some(0);
            self.need("1140", GLOBAL, "activeSubscriptionsInDeployments", none);
        } else if global && !was_global {
            let good = self.rq.flag("partnerGlobalSales") == Some(true);
            self.need("1139", GLOBAL, "partnerGlobalSales", good);
        }
        // the segment
        let old = text(self.st, SEGMENT).unwrap_or("COM");
        let mut segment = old;
        match self.up.pointer(SEGMENT) {
            Some(Value::Null) if some(self.st.pointer(SEGMENT)).is_some() => {
                self.no("1117", SEGMENT)
            }
            Some(Value::String(t)) if t != old && !SEGMENTS.contains(&t.as_str()) => {
                self.no("1117", SEGMENT)
            }
            Some(Value::String(t)) => segment = t,
            _ => {}
        }
        let moved = segment != old;
        if self.up.pointer(SEGMENT).is_some_and(Value::is_string) {
            self.set(SEGMENT, Some(json!(segment)), "set");
        }
        if moved {
            let none = self.rq.fact("activeSubscriptions") == Some(0);
            self.need("1119", SEGMENT, "activeSubscriptions", none);
            let enabled = self.rq.facts.get("resellerMarketSegments").and_then(Value::as_array);
            let enabled = enabled.is_some_and(|l| l.contains(&json!(segment)));
            self.need("2135", SEGMENT, "resellerMarketSegments", enabled);
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
        let pending = |k: &&str| ["REQUESTED", "ACCEPTED"].contains(&status(tyc, k));
        let running = status(tyc, "commitment") == "COMMITTED";
        let committed = running || !requests.is_empty() || KINDS.iter().any(pending);
        if let Some(at) = &conversion {
            if segment != "GOV" {
                self.no("1163", at);
            }
            let good = self.rq.flag("partnerLargeGovernmentAgency") == Some(true);
            self.need("1164", at, "partnerLargeGovernmentAgency", good);
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
        if sent.is_some_and(Value::is_null) && stored.is_some() {
            self.no("1117", SUBSEGMENTS);
        }
        let wanted = some(sent).and_then(Value::as_array).filter(|l| !l.is_empty());
        if let Some(list) = wanted.filter(|_| sent != stored) {
            for (i, v) in list.iter().enumerate() {
                if !of_government(v) && !of_education(v) {
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
        if converting && (!list.iter().any(of_government) || list.iter().any(of_education)) {
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
        let code = self.wrong.first().and_then(|w| w.code).unwrap_or("");
        let mut details: Vec<String> = vec![];
        for w in self.wrong.iter().filter(|w| w.code == Some(code) && code != "1125") {
            details.extend(w.detail.clone().filter(|d| !details.contains(d)));
        }
        if code == "1135" && details.is_empty() {
            details = OFFERS.iter().map(|o| o.to_string()).collect();
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
        accepted(&CUSTOMER, self.st, done, &|after| json!({"status": 200, "body": after}))
    }
}

/// The group that the customer is in; `{}` is none.
fn group_of(customer: &Value) -> Option<&Value> {
    some(customer.get("linkedMembership")).filter(|v| **v != json!({}))
}

/// A quantity is an integer, and spelt as one.
fn spelt(at: &str, v: &Value) -> bool {
    match v {
        Value::Number(_) => !at.ends_with("/quantity") || int(v).is_some(),
        Value::Array(l) => l.iter().all(|v| spelt(at, v)),
        Value::Object(o) => o.iter().all(|(name, v)| spelt(&join(at, name), v)),
        _ => true,
    }
}

/// What is known of a term, without the members that have no value.
fn bare(s: &S, v: &Value) -> Value {
    match v {
        Value::Object(o) => {
            let known = o.iter().filter(|(k, v)| s.knows(k) && !v.is_null());
            known.map(|(k, v)| (k.clone(), bare(s.member(k), v))).collect()
        }
        Value::Array(l) => l.iter().map(|v| bare(s.item(), v)).collect(),
        v => v.clone(),
    }
}

fn is_name(s: &str) -> bool {
    let good =
        |c: char| c.is_alphabetic() || c.is_numeric() || "-_ \u{3000},.\u{ff06}&'\"".contains(c);
    (1..=35).contains(&s.chars().count()) && s.chars().all(good)
}

fn is_email(s: &str) -> bool {
    // characters of a quoted part or an address literal, each of which may follow a backslash
    let escaped = |t: &str, plain: &dyn Fn(u8) -> bool| {
        let mut b = t.bytes();
        while let Some(c) = b.next() {
            let pair = c == b'\\'
                && b.clone().next().is_some_and(|d| matches!(d, 1..=9 | 11 | 12 | 14..=127));
            if pair {
                b.next();
            } else if !plain(c) {
                return false;
            }
        }
        true
    };
    let odd = |c: u8| matches!(c, 1..=8 | 11 | 12 | 14..=31);
    let Some((local, domain)) = s.rsplit_once('@') else { return false };
    let quoted =
        local.strip_prefix('"').and_then(|l| l.strip_suffix('"')).filter(|_| local.len() > 1);
    let atom = |a: &str| {
        !a.is_empty()
            && a.bytes().all(|c| c.is_ascii_alphanumeric() || b"!#$%&'*+/=?^_`{|}~-".contains(&c))
    };
    let good_local = match quoted {
        Some(q) => escaped(q, &|c| odd(c) || matches!(c, 0x21 | 0x23..=0x5b | 0x5d..=0x7f)),
        None => local.split('.').all(atom),
    };
    let label = |l: &str| {
        !l.is_empty()
            && !l.starts_with('-')
            && !l.ends_with('-')
            && l.bytes().all(|c| c.is_ascii_alphanumeric() || c == b'-')
    };
    let octet = |o: &str| {
        matches!(o.len(), 1..=3) && o.bytes().all(|c| c.is_ascii_digit()) && o.parse::<u8>().is_ok()
    };
    let good_domain = match domain.strip_prefix('[').and_then(|d| d.strip_suffix(']')) {
        Some(literal) => {
            let parts: Vec<&str> = literal.splitn(4, '.').collect();
            let tagged = |t: &str| {
                t.split_once(':').is_some_and(|(tag, rest)| {
                    let content = |c| odd(c) || matches!(c, 0x21..=0x7f);
                    tag.ends_with(|c: char| c.is_ascii_alphanumeric())
                        && tag.bytes().all(|c| c.is_ascii_alphanumeric() || c == b'-')
                        && !rest.is_empty()
                        && escaped(rest, &content)
                })
            };
            let first = parts.len() == 4 && parts.iter().take(3).all(|p| octet(p));
            first && parts.last().is_some_and(|p| octet(p) || tagged(p))
        }
        None => domain.contains('.') && domain.split('.').all(label),
    };
    s.chars().count() <= 240 && good_local && good_domain
}

/// The shapes of ten countries: `9` is a digit, `L` a letter, `U` an upper-case one.
fn postal(country: &str, s: &str) -> bool {
    let shapes: &[&str] = match country {
        "US" => &["99999", "99999-9999"],
        "CA" => &["U9U 9U9"],
        "DE" => &["99999"],
        "JP" => &["9999999", "999-9999"],
        "IN" => &["999999", "999 999"],
        "BR" => &["99999", "99999999", "99999-999"],
        "AU" => &["9999"],
        "FR" => &["99999", "F-99999", "2A999", "2B999", "F-2A999", "F-2B999"],
        "NL" => &["9999LL", "9999 LL"],
        "GB" => {
            let outward =
                |o: &str| ["U9", "U99", "UU9", "UU99", "U9U", "UU9U"].iter().any(|p| fits(p, o));
            let cut = |n| s.split_at_checked(s.len().saturating_sub(n));
            let inward = |(o, i): (&str, &str)| {
                outward(o.strip_suffix(' ').unwrap_or(o)) && (fits("9U", i) || fits("9UU", i))
            };
            return cut(2).is_some_and(inward) || cut(3).is_some_and(inward);
        }
        _ => return true,
    };
    let barred = country == "CA"
        && (s.contains(['D', 'F', 'I', 'O', 'Q', 'U']) || s.starts_with(['W', 'Z']));
    let range = country != "DE" || ("01001"..="99998").contains(&s);
    !barred && range && shapes.iter().any(|p| fits(p, s))
}

fn fits(shape: &str, s: &str) -> bool {
    let one = |p: u8, c: u8| match p {
        b'9' => c.is_ascii_digit(),
        b'L' => c.is_ascii_alphabetic(),
        b'U' => c.is_ascii_uppercase(),
        p => p == c,
    };
    shape.len() == s.len() && shape.bytes().zip(s.bytes()).all(|(p, c)| one(p, c))
}
