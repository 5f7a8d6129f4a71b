//! IBM: PUT of a customer. What is left out is deleted, except what the page does not know.
use super::{
    Accepted, Causes, Need, S, Wrong, accepted, beside, join, place, put, read::Request, rejected,
    same, some, sort, text, tree, types, undecided, unreadable, whole,
};
use serde_json::{Map, Value, json};
use std::sync::LazyLock;

pub(crate) static DOCUMENT: LazyLock<S> = LazyLock::new(|| {
    let words = "Customer{ CustomerNumber Id# CustomerState SuspensionDate IsGuest? LastSyncDate
        CustomerType Version= Organization{ OrgName Phone Owner? Created Modified Industry PartyType
        CompanySize? SecurityRealm CustomerType IsPartner! IsSyncPending? AddressSet[{ AddressLine1
        AdressLine1 AddressLine2 AdressLine2 AddressType AdressType City Country State PostalCode
        StateCode CountryCode Modified } Contact{ FamilyName GivenName EmailAddress NamePrefix
        NameSuffix EmployeeNumber LanguagePreference WorkPhone HomePhone MobilePhone Fax JobTitle
        WebSiteAddress WebsiteAddress TimeZone Photo DN Created Modified Deleted? SecurityRealm } }
        CustomerAccountSet[{ AccountNumber LocationName PaymentMethodType CurrencyType VendorId? }
        CustomerIdentifierSet[{ Value CustomerIdType } }";
    S::read(&mut words.split_whitespace())
});

const CUSTOMER: &str = "/Customer";
const ORGANIZATION: &str = "/Customer/Organization";
const ADDRESSES: &str = "/Customer/Organization/AddressSet";
const CONTACT: &str = "/Customer/Organization/Contact";
const ACCOUNTS: &str = "/Customer/CustomerAccountSet";
const IDENTIFIERS: &str = "/Customer/CustomerIdentifierSet";
const VERSION: &str = "/Customer/Version";

/// What may change, by the place it lives: names and maximum lengths. `!` marks what is required,
/// `+` what all but the page's viewer require, `*` what all but its article require.
const ATTRIBUTES: [(&str, &str); 6] = [
    (CUSTOMER, "CustomerNumber 50"),
    (ORGANIZATION, "OrgName! 255 Phone 30"),
    (
        ADDRESSES,
        "AddressLine1! 255 AddressLine2 100 AddressType! 15 City! 50 Country! 50 State! 50
        PostalCode! 20",
    ),
    (
        CONTACT,
        "FamilyName! 255 GivenName! 255 EmailAddress! 255 NamePrefix 10 NameSuffix 10
        EmployeeNumber 10 LanguagePreference 15 WorkPhone+ 30 HomePhone 30 MobilePhone 30 Fax 30
        JobTitle 50 WebSiteAddress 255 TimeZone 255 Photo 255",
    ),
    (ACCOUNTS, "AccountNumber! 255 LocationName+ 255 PaymentMethodType* 25 CurrencyType 25"),
    (IDENTIFIERS, "Value 50 CustomerIdType 25"),
];

/// Name, mark and maximum length.
type Attribute = (&'static str, &'static str, usize);

static READ: LazyLock<Vec<(&str, Vec<Attribute>)>> = LazyLock::new(|| {
    let one = |p: &[&'static str]| {
        let [word, max] = p else { return None };
        let name = word.trim_end_matches(['!', '+', '*']);
        Some((name, word.strip_prefix(name).unwrap_or(""), max.parse().unwrap_or(0)))
    };
    let read = |words: &'static str| {
        words.split_whitespace().collect::<Vec<_>>().chunks(2).filter_map(one).collect()
    };
    ATTRIBUTES.iter().map(|(home, words)| (*home, read(words))).collect()
});

/// Each attribute that lives there.
fn attributes(home: &str) -> &'static [Attribute] {
    READ.iter().find(|a| a.0 == home).map_or(&[], |a| &a.1)
}

const SPELLINGS: [(&str, &str); 4] = [
    ("AddressLine1", "AdressLine1"),
    ("AddressLine2", "AdressLine2"),
    ("AddressType", "AdressType"),
    ("WebSiteAddress", "WebsiteAddress"),
];

fn enumeration(name: &str) -> &'static [&'static str] {
    match name {
        "AddressType" => &["BILLING", "MAILING", "MULTIPURPOSE"],
        "PaymentMethodType" => &["CREDIT_CARD", "PURCHASE_ORDER", "INVOICE", "NONE"],
        _ => &[],
    }
}

fn other_spelling(name: &str) -> Option<&'static str> {
    SPELLINGS.iter().find(|s| s.0 == name).map(|s| s.1)
}

/// Faults of form of a nested document.
pub(crate) fn form(v: &Value, at: &str, bad: &mut Vec<String>) {
    if v.get("Customer").is_none() || (v["Customer"].is_null() && at == "/customer") {
        bad.push(join(at, "Customer"));
    }
    let stored = at == "/customer";
    let mut wrong = vec![];
    types(&DOCUMENT, v, at, stored, &mut wrong);
    // Other spellings are looked at last.
    let is_spelt = |at: &String| SPELLINGS.iter().any(|s| at.ends_with(&join("", s.1)));
    let (mut spelt, own): (Vec<_>, Vec<_>) = wrong.into_iter().partition(is_spelt);
    for node in nodes(v).iter().filter(|_| stored) {
        for (right, other) in SPELLINGS {
            let value = |name| v.pointer(&join(node, name)).and_then(Value::as_str);
            if value(right).zip(value(other)).is_some_and(|(a, b)| a != b) {
                spelt.push(format!("{at}{node}/{other}"));
            }
        }
    }
    spelt.sort_by_cached_key(|p| place(&DOCUMENT, p.strip_prefix(at).unwrap_or(p)));
    bad.extend(own.into_iter().chain(spelt));
    if !stored {
        // A record keeps what it holds there.
        beside("Customer", v, at, bad);
    }
}

/// The places of all addresses and of the contact.
fn nodes(v: &Value) -> Vec<String> {
    let n = v.pointer(ADDRESSES).and_then(Value::as_array).map_or(0, Vec::len);
    (0..n).map(|i| format!("{ADDRESSES}/{i}")).chain([CONTACT.to_string()]).collect()
}

/// The stored record in the right spellings.
fn canonical(v: &Value) -> Value {
    let mut v = v.clone();
    for at in nodes(&v) {
        for (right, other) in SPELLINGS {
            let (a, b) = (v.pointer(&join(&at, right)), v.pointer(&join(&at, other)));
            if let Some(b) = b.cloned() {
                let keep = some(a).cloned().unwrap_or(b);
                put(&mut v, &join(&at, other), None);
                put(&mut v, &join(&at, right), Some(keep));
            }
        }
    }
    v
}

/// The nested document that a flat body stands for.
fn nested(flat: &Map<String, Value>) -> Value {
    let organization = json!({"AddressSet": [{}], "Contact": {}});
    let mut v = json!({"Customer": {"Organization": organization, "CustomerAccountSet": [{}]}});
    for (name, value) in flat {
        let right = SPELLINGS.iter().find(|s| s.1 == name).map_or(name.as_str(), |s| s.0);
        let lives = |home: &&str| attributes(home).iter().any(|a| a.0 == right);
        let home = [ORGANIZATION, ADDRESSES, CONTACT, ACCOUNTS].into_iter().find(lives);
        let home = match home.unwrap_or(CUSTOMER) {
            h if h == ADDRESSES || h == ACCOUNTS => format!("{h}/0"),
            h => h.to_string(),
        };
        put(&mut v, &join(&home, name), Some(value.clone()));
    }
    v
}

fn is_flat(update: &Value) -> bool {
    update.get("Customer").is_none()
}

/// What the body shows for a place of the nested document.
fn shown(flat: bool, at: &str) -> String {
    match at.rsplit_once('/') {
        Some((_, last)) if flat => format!("/{last}"),
        _ => at.to_string(),
    }
}

pub(crate) fn update_form(v: &Value, at: &str, bad: &mut Vec<String>) {
    let Some(o) = v.as_object().filter(|_| is_flat(v)) else { return form(v, at, bad) };
    let containers =
        ["Organization", "AddressSet", "Contact", "CustomerAccountSet", "CustomerIdentifierSet"];
    let (mut inner, mut mixed) = (vec![], vec![]);
    let mut rest = o.clone();
    for name in containers {
        if rest.shift_remove(name).is_some() {
            mixed.push(name);
        }
    }
    mixed.sort_unstable();
    types(&DOCUMENT, &nested(&rest), "", false, &mut inner);
    inner.sort_by_cached_key(|p| place(&DOCUMENT, p));
    bad.extend(inner.into_iter().map(|p| format!("{at}{}", shown(true, &p))));
    bad.extend(mixed.into_iter().map(|name| join(at, name)));
}

struct Case<'a> {
    rq: &'a Request,
    before: Value,
    /// Whether the update was made from the stored record.
    fresh: bool,
    flat: bool,
    /// Whether an unknown member has another value, which may have no leaf that tells of it.
    replaces: bool,
    causes: Causes,
    wrong: Vec<Wrong>,
    needs: Vec<Need>,
}

/// The stages in the order in which they answer: the caller, the state, the subscriptions, the
/// values, the lock token.
const STAGES: [(&str, &str); 6] = [
    ("role", "403"),
    ("gone", "404"),
    ("state", "400"),
    ("subscriptions", "409"),
    ("values", "400"),
    ("stale", "500"),
];

const STATE: &str = "/Customer/CustomerState";

pub(crate) fn answer(rq: &Request) -> Value {
    let mut c = Case {
        rq,
        before: canonical(&rq.customer),
        fresh: true,
        flat: rq.kind == "update" && is_flat(&rq.input),
        replaces: false,
        causes: Causes::new(),
        wrong: vec![],
        needs: vec![],
    };
    let role = rq.word("role").map(|role| role == "CustomerAdministrator" || role == "VSR");
    for (fact, good) in [("role", role), ("sameOrganization", rq.flag("sameOrganization"))] {
        match good {
            None => c.need(fact),
            Some(true) => {}
            Some(false) => c.no("role", None, &join("/facts", fact)),
        }
    }
    // A caller who is known to have no right is told nothing else.
    if !c.wrong.is_empty() {
        c.needs.clear();
        return c.refuse("stop");
    }
    let state = text(&c.before, STATE).map(str::to_string);
    if !matches!(state.as_deref(), None | Some("ACTIVE" | "SUSPENDED")) {
        c.no("gone", None, STATE);
    }
    if rq.kind == "update" { c.update() } else { c.operation(state.as_deref()) }
}

impl Case<'_> {
    fn no(&mut self, stage: &str, code: Option<&'static str>, at: &str) {
        let rank = STAGES.iter().position(|s| s.0 == stage).unwrap_or(0);
        let pointer = match stage {
            "values" | "stale" => shown(self.flat, at),
            _ => at.to_string(),
        };
        self.wrong.push(Wrong { rank, code, at: at.into(), pointer, detail: None });
    }

    /// The place that asks for the facts: the body, or the operation.
    fn asks(&self) -> &'static str {
        if self.rq.kind == "update" { "" } else { "/input/operation" }
    }

    fn need(&mut self, fact: &'static str) {
        self.needs.push(Need { fact, at: self.asks().into() });
    }

    fn missing(&mut self, at: &str) {
        self.no("values", Some("BZSAP1033E"), at);
    }

    fn invalid(&mut self, at: &str) {
        self.no("values", Some("BZSAP1011E"), at);
    }

    fn operation(mut self, state: Option<&str>) -> Value {
        let mut after = self.before.clone();
        let to = match (self.rq.input.as_str().unwrap_or(""), state) {
            ("suspendCustomer", Some("ACTIVE")) => "SUSPENDED",
            ("unsuspendCustomer", Some("SUSPENDED")) => {
                if some(after.pointer("/Customer/SuspensionDate")).is_some() {
                    put(&mut after, "/Customer/SuspensionDate", None);
                }
                "ACTIVE"
            }
            ("unregisterCustomer", Some("ACTIVE" | "SUSPENDED")) => "DEREGISTER_PENDING",
            (_, None | Some("ACTIVE" | "SUSPENDED")) => {
                self.no("state", Some("BZSAP1011E"), STATE);
                ""
            }
            _ => "",
        };
        if self.rq.input == "unregisterCustomer" && self.rq.reads("unregister", "refused") {
            match self.rq.fact("activeSubscriptions") {
                None => self.need("activeSubscriptions"),
                Some(0) => {}
                Some(_) => self.no("subscriptions", None, self.asks()),
            }
        }
        put(&mut after, STATE, Some(json!(to)));
        self.finish(after, "derived", "stop")
    }

    fn update(mut self) -> Value {
        let body = match self.rq.input.as_object() {
            Some(o) if self.flat => nested(o),
            _ => self.rq.input.clone(),
        };
        let mut after = self.before.clone();
        if self.nothing(&body["Customer"]) {
            self.invalid(CUSTOMER);
        } else {
            let (mine, theirs) = (some(body.pointer(VERSION)), some(self.before.pointer(VERSION)));
            self.fresh = match (mine, theirs) {
                (None, theirs) => theirs.is_none(),
                (Some(m), theirs) => whole(m) == theirs.map_or(Some(0), whole),
            };
            let new = self.customer(&body["Customer"]);
            put(&mut after, CUSTOMER, Some(new));
            if !self.fresh {
                self.no("stale", None, VERSION);
            }
        }
        self.finish(after, "set", "fix")
    }

    /// Whether null is refused here, and not read as missing.
    fn nothing(&self, v: &Value) -> bool {
        v.is_null() && self.rq.reads("null", "refused")
    }

    fn customer(&mut self, v: &Value) -> Value {
        let old = self.before.get("Customer").cloned().unwrap_or_default();
        let old_org = old.get("Organization").cloned().unwrap_or_default();
        let mut new = self.node(CUSTOMER, CUSTOMER, v, &old);
        let org = v.get("Organization").unwrap_or(&Value::Null);
        if v.get("Organization").is_some_and(|org| self.nothing(org)) {
            self.invalid(ORGANIZATION);
        } else {
            let mut to = self.node(ORGANIZATION, ORGANIZATION, org, &old_org);
            let addresses = self.set(ADDRESSES, org.get("AddressSet"), old_org.get("AddressSet"));
            put(&mut to, "/AddressSet", addresses);
            let old_contact = old_org.get("Contact").cloned().unwrap_or_default();
            match org.get("Contact") {
                Some(c) if self.nothing(c) => self.invalid(CONTACT),
                c => {
                    let contact =
                        self.node(CONTACT, CONTACT, c.unwrap_or(&Value::Null), &old_contact);
                    put(&mut to, "/Contact", Some(contact));
                }
            }
            put(&mut new, "/Organization", Some(to));
        }
        let accounts =
            self.set(ACCOUNTS, v.get("CustomerAccountSet"), old.get("CustomerAccountSet"));
        put(&mut new, "/CustomerAccountSet", accounts);
        let stored = old.get("CustomerIdentifierSet");
        let sent = if self.flat { stored } else { v.get("CustomerIdentifierSet") };
        let identifiers =
            if self.flat { stored.cloned() } else { self.set(IDENTIFIERS, sent, stored) };
        put(&mut new, "/CustomerIdentifierSet", identifiers);
        new
    }

    fn set(&mut self, at: &'static str, v: Option<&Value>, old: Option<&Value>) -> Option<Value> {
        let free = at == IDENTIFIERS;
        match v {
            Some(v) if self.nothing(v) => self.invalid(at),
            Some(Value::Array(list)) if !list.is_empty() || free => {
                if list.len() > 1 && !free && self.rq.reads("sets", "one") {
                    self.invalid(at);
                }
                let one = |(i, e): (usize, &Value)| {
                    let here = format!("{at}/{i}");
                    if e.is_null() {
                        self.invalid(&here);
                        return Value::Null;
                    }
                    let old = old.and_then(|o| o.get(i)).cloned().unwrap_or_default();
                    self.node(at, &here, e, &old)
                };
                return Some(list.iter().enumerate().map(one).collect());
            }
            // Nothing in place of nothing.
            _ if free && some(old).is_none_or(|old| *old == json!([])) => return old.cloned(),
            _ if free => drop(self.causes.insert(at.into(), "omitted")),
            _ => self.missing(at),
        }
        None
    }

    /// One object without its sub-objects: attributes, read-only and unknown members.
    fn node(&mut self, home: &str, at: &str, v: &Value, old: &Value) -> Value {
        let mut new = json!({});
        let mut names = match home {
            CUSTOMER => {
                vec!["Version", "Organization", "CustomerAccountSet", "CustomerIdentifierSet"]
            }
            ORGANIZATION => vec!["AddressSet", "Contact"],
            _ => vec![],
        };
        for &(right, mark, max) in attributes(home) {
            let required = match mark {
                "!" => true,
                "+" => !self.rq.reads("required", "viewer"),
                "*" => !self.rq.reads("required", "article"),
                _ => false,
            };
            let stored = old.get(right);
            let value = self.attribute(&join(at, right), right, required, max, v, stored);
            if value.is_none() && some(stored).is_some() {
                let names = [Some(right), other_spelling(right)].into_iter().flatten();
                let is_cleared = names.into_iter().any(|name| v.get(name) == Some(&json!("")));
                let cause = if is_cleared { "cleared" } else { "omitted" };
                self.causes.insert(join(at, right), cause);
            }
            // No value in place of none leaves what is stored.
            let none = stored.filter(|old| old.is_null() || **old == "").cloned();
            let value = value.filter(|v| !v.is_empty() || none.is_none());
            put(&mut new, &join("", right), value.map(Value::String).or(none));
            names.push(right);
            names.extend(other_spelling(right));
        }
        let s = tree(&DOCUMENT, at);
        for (name, stored) in old.as_object().into_iter().flatten() {
            if (name == "Version" && home == CUSTOMER) || !names.contains(&name.as_str()) {
                put(&mut new, &join("", name), Some(stored.clone()));
            }
        }
        for (name, sent) in
            v.as_object().into_iter().flatten().filter(|(k, _)| !names.contains(&k.as_str()))
        {
            let equal = old.get(name).is_some_and(|o| same(o, sent));
            match (s.knows(name), sent.is_null()) {
                (true, _) if self.rq.reads("read-only", "ignored") || !self.fresh => {}
                (true, false) if equal => {}
                (true, true) if !self.nothing(sent) => {}
                (true, _) => self.invalid(&join(at, name)),
                (false, true) if equal => {}
                (false, true) if self.nothing(sent) => self.invalid(&join(at, name)),
                (false, true) => {}
                (false, false) if equal => {}
                (false, false) => {
                    self.replaces = true;
                    put(&mut new, &join("", name), Some(sent.clone()));
                }
            }
        }
        new
    }

    /// The value to store: none when it is deleted or refused.
    fn attribute(
        &mut self,
        at: &str,
        name: &str,
        required: bool,
        max: usize,
        v: &Value,
        stored: Option<&Value>,
    ) -> Option<String> {
        let (home, _) = at.rsplit_once('/')?;
        let other_at = other_spelling(name).map(|o| join(home, o));
        let listed = enumeration(name);
        let any_case = self.rq.reads("words", "any-case") && !listed.is_empty();
        let stored = stored.and_then(Value::as_str);
        // A word as it is stored, else as the list has it.
        let told = |t: &str| {
            let word = t.to_ascii_uppercase();
            match stored {
                _ if !any_case => t.to_string(),
                Some(old) if t == old => t.to_string(),
                _ if !listed.contains(&word.as_str()) => t.to_string(),
                Some(old) if t.eq_ignore_ascii_case(old) => old.to_string(),
                _ => word,
            }
        };
        let mut found = None;
        for (here, key) in [(Some(at), Some(name)), (other_at.as_deref(), other_spelling(name))] {
            match (here, key.and_then(|k| v.get(k))) {
                (Some(here), Some(null)) if self.nothing(null) => {
                    self.invalid(here);
                    found = found.or(Some((here, None)));
                }
                (Some(here), Some(Value::String(t))) => match found {
                    Some((_, Some(first))) if told(first) != told(t) => self.invalid(here),
                    Some(_) => {}
                    None => found = Some((here, Some(t))),
                },
                _ => {}
            }
        }
        let Some((here, value)) = found else {
            if required {
                self.missing(at);
            }
            return None;
        };
        let value = value?;
        let is_free =
            (name == "State" || name == "PostalCode") && self.rq.reads("empty-state", "stored");
        let may_be_empty = name == "AccountNumber" || is_free;
        if value.is_empty() {
            if required && !may_be_empty {
                self.missing(here);
            }
            return may_be_empty.then(String::new);
        }
        let in_units = self.rq.reads("length", "utf-16");
        let length = if in_units { value.encode_utf16().count() } else { value.chars().count() };
        let value = told(value);
        let echo = any_case && stored == Some(&value);
        if !echo && (length > max || !(listed.is_empty() || listed.contains(&value.as_str()))) {
            self.invalid(here);
        }
        Some(value)
    }

    fn finish(self, mut after: Value, otherwise: &'static str, next400: &str) -> Value {
        if !self.needs.is_empty() || !self.wrong.is_empty() {
            return self.refuse(next400);
        }
        let mut causes = self.causes;
        causes.insert(VERSION.into(), "derived");
        let done = |after| Accepted {
            after,
            internal: json!({}),
            effects: vec![],
            causes: causes.clone(),
            otherwise,
            next: "done",
        };
        let respond = |_: &Value| json!({"status": 204, "body": null});
        let plain = accepted(&DOCUMENT, &self.before, done(after.clone()), &respond);
        // An empty set has no element that differs from none.
        let set = |v: &Value| some(v.pointer(IDENTIFIERS)).is_some();
        let has_set = set(&after) != set(&self.before);
        if plain["verdict"] == "unchanged" && !has_set && !self.replaces {
            return plain;
        }
        let version = some(after.pointer(VERSION)).map_or(Some(0), whole);
        let Some(version) = version.and_then(|n| n.checked_add(1)) else {
            return unreadable(vec![format!("/customer{VERSION}")]);
        };
        put(&mut after, VERSION, Some(json!(version)));
        accepted(&DOCUMENT, &self.before, done(after), &respond)
    }

    fn refuse(mut self, next400: &str) -> Value {
        sort(&DOCUMENT, &mut self.wrong);
        if !self.needs.is_empty() {
            return undecided("ibm", &self.needs, &self.wrong);
        }
        let first = self.wrong.first();
        let status = first.and_then(|w| STAGES.get(w.rank)).map_or("", |stage| stage.1);
        let next = match status {
            "409" => "wait",
            "400" => next400,
            "500" => "refetch",
            _ => "stop",
        };
        let body = match status {
            "500" => json!({
                "ResponseMessage": "Internalservererror", "ExceptionMessage": STALE,
                "ResponseCode": status
            }),
            _ => {
                let mut body = json!({
                    "ResponseCode": status, "Severity": "Error", "ResponseMessage": "refused",
                    "Useraction": "Change the request."
                });
                put(&mut body, "/MessageCode", first.and_then(|w| w.code).map(|c| json!(c)));
                body
            }
        };
        let status = status.parse().unwrap_or(0);
        let response = json!({"status": status, "body": {"BSSResponse": body}});
        rejected(&self.wrong, response, next)
    }
}

/// The page's own words; their blanks are lost in every copy.
const STALE: &str = "StaleObjectStateExceptionOccured-\
    Rowwasupdatedordeletedbyanothertransaction.";
