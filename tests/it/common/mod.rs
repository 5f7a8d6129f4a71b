//! What the tests of laws share: records and requests of every vendor, drawn from small pools.
//!
//! Goal: one description of each vendor's documents from which records, requests, circumstances and
//! sequences are drawn. Method: a record is one of the stored ones of `tests/cases` with a few
//! edits; a request is an echo of the record, or nothing, with a few edits. Pools are small, so that
//! values collide; they hold texts at their limits and dates at the edges of windows.

#![allow(dead_code, unreachable_pub, reason = "every test uses its own part")]
#![allow(
    clippy::too_many_lines,
    clippy::arithmetic_side_effects,
    reason = "tables; tests may stop"
)]

pub mod places;

use std::path::PathBuf;
use std::{fmt, fs};

use customer_core::decision::{Rule, RuleKind};
use customer_core::json::{At, Document, Errors, Writer};
use customer_core::value::Date;
use customer_core::vendors::{self, Vendor};
use proptest::prelude::*;
use proptest::strategy::Union;
use serde_json::{Map, Value, json};

/// A place of a vendor's document and the values that are drawn for it.
#[derive(Clone, Debug)]
pub struct Place {
    pub pointer: &'static str,
    pub pool: Vec<Value>,
    /// The first so many values may be stored, and an echo of them is accepted.
    pub sound: usize,
    /// Whether a record without it is accepted as an echo, too.
    pub optional: bool,
}

/// What an edit does to its place.
#[derive(Clone, Debug)]
pub enum To {
    Absent,
    Null,
    Value(Value),
}

/// One edit of a document.
#[derive(Clone, Debug)]
pub struct Edit {
    pub pointer: &'static str,
    pub to: To,
}

/// From what a request is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Start {
    Echo,
    Nothing,
}

/// What happens next, told so that it can be made from any record.
#[derive(Clone, Debug)]
pub enum How {
    Update { start: Start, edits: Vec<Edit> },
    Event(Value),
}

/// An input and its circumstances.
#[derive(Clone, Debug)]
pub struct Step {
    pub how: How,
    pub facts: Value,
}

/// A whole question. Shown as the JSON text that the contract would get: `Debug` of the core hides
/// what a counterexample has to show.
#[derive(Clone, PartialEq)]
pub struct Ask {
    pub vendor: &'static str,
    pub policy: &'static str,
    pub customer: Value,
    pub internal: Option<Value>,
    pub input: Value,
    pub facts: Value,
}

impl Ask {
    /// The question of the JSON contract.
    pub fn value(&self) -> Value {
        let mut question = json!({
            "vendor": self.vendor, "policy": self.policy, "customer": self.customer,
            "input": self.input, "facts": self.facts,
        });
        if let Some(internal) = &self.internal {
            question["internal"] = internal.clone();
        }
        question
    }

    /// The same as text.
    pub fn question(&self) -> String {
        self.value().to_string()
    }

    /// The body of the update, if it is one.
    pub fn update(&self) -> Option<&Value> {
        self.input.get("update")
    }
}

impl fmt::Debug for Ask {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.question())
    }
}

/// What the tests need of a vendor beyond the trait: what its documents hold, and facts. A vendor
/// without it does not compile here, so no vendor of the list escapes the laws.
pub trait Lab: Vendor {
    /// All places of the document.
    fn places() -> Vec<Place>;
    /// Facts under which nothing is refused for want of a fact.
    fn generous() -> Value;
    /// Other values of single facts.
    fn other_facts() -> Vec<(&'static str, Vec<Value>)>;
    /// Inputs that are no update.
    fn events() -> Vec<Value>;
    /// The internal part of a record, `None` when it is left out.
    fn internals() -> BoxedStrategy<Option<Value>> {
        Just(None).boxed()
    }
    /// Names of the stored records whose echo is accepted under every preset.
    fn sound_records() -> &'static [&'static str];

    /// Reads a record, if it is readable.
    fn try_record(customer: &Value, internal: Option<&Value>) -> Option<Self::Record> {
        let internal = internal.cloned().unwrap_or_else(|| json!({}));
        let (customer, internal) = (customer.to_string(), internal.to_string());
        let customer = Document::parse(&customer).ok()?;
        let internal = Document::parse(&internal).ok()?;
        let mut errors = Errors::default();
        let parts = (Some(customer.root()), Some(internal.root()));
        let (record, _) = Self::read_record(parts.0, parts.1, &mut errors)?;
        errors.is_empty().then_some(record)
    }

    /// Reads an input, owned, if it is readable.
    fn try_input(input: &Value) -> Option<Self::Input<'static>> {
        let text = input.to_string();
        let document = Document::parse(&text).ok()?;
        let (name, value) = document.root().members()?.next()?;
        let mut errors = Errors::default();
        let input = Self::read_input(&name, value, &At::ROOT, &mut errors)?;
        errors.is_empty().then(|| Self::owned(input))
    }

    /// Reads a record that is readable.
    #[track_caller]
    fn record(customer: &Value, internal: Option<&Value>) -> Self::Record {
        Self::try_record(customer, internal)
            .unwrap_or_else(|| panic!("can't be read: {customer} with {internal:?}"))
    }

    /// Reads an input that is readable.
    #[track_caller]
    fn input(input: &Value) -> Self::Input<'static> {
        Self::try_input(input).unwrap_or_else(|| panic!("can't be read: {input}"))
    }

    /// Reads facts.
    fn facts(facts: &Value, policy: &str) -> Self::Facts {
        let text = facts.to_string();
        let document = Document::parse(&text).unwrap();
        let mut errors = Errors::default();
        let policy = Self::policy(policy).unwrap();
        let facts = Self::read_facts(Some(document.root()), policy, &At::ROOT, &mut errors);
        assert!(errors.is_empty(), "{errors:?}");
        facts
    }

    /// The decision as a stored event.
    fn store(decision: &Self::Decision) -> String {
        serde_json::to_string(decision).unwrap()
    }

    /// A stored event as a decision.
    fn restore(text: &str) -> Self::Decision {
        serde_json::from_str(text).unwrap()
    }

    /// The document of a record as JSON text.
    fn document(record: &Self::Record) -> String {
        Self::to_json(record)
    }

    /// What the document does not show.
    fn internal(record: &Self::Record) -> Option<Value> {
        let mut out = String::new();
        Self::write_internal(record, &mut Writer::new(&mut out));
        Some(parse(&out))
    }
}

/// Whether only an endpoint refuses by this rule: it is about an HTTP call or about a record that is
/// to be created, and no input of a record meets it.
pub fn is_of_a_call(rule: &Rule) -> bool {
    let mut steps = rule.id.split('.').skip(1);
    let subjects = [
        "body", "caller", "create", "header", "list", "method", "path", "register", "reseller",
        "size", "token",
    ];
    let ids = [
        "adobe.company-name.form",
        "adobe.country.form",
        "commvault.account.exists",
        "ibm.customer.exists",
        "ibm.id.digits",
    ];
    steps.next().is_some_and(|subject| subjects.contains(&subject)) || ids.contains(&rule.id)
}

/// The rules by which an input of a record may be refused.
pub fn refusing<W: Vendor>() -> impl Iterator<Item = &'static Rule> {
    W::RULES.iter().filter(|rule| rule.kind == RuleKind::Refuses && !is_of_a_call(rule))
}

pub fn date(value: &Value) -> Date {
    Date::parse(value.as_str().unwrap()).unwrap()
}

impl Lab for vendors::Adobe {
    fn places() -> Vec<Place> {
        places::adobe()
    }

    fn generous() -> Value {
        json!({
            "today": "2026-03-03", "activeSubscriptions": 0, "activeSubscriptionsInDeployments": 0,
            "resellerMarketSegments": ["COM", "EDU", "GOV"], "partnerGlobalSales": true,
            "partnerLargeGovernmentAgency": true, "owned": {"LICENSE": 0, "CONSUMABLES": 0},
        })
    }

    fn other_facts() -> Vec<(&'static str, Vec<Value>)> {
        let today = [
            "2026-03-10",
            "2026-03-11",
            "2026-04-02",
            "2026-04-03",
            "2026-05-02",
            "2028-02-29",
            "2028-03-31",
            "2028-04-01",
            "2028-05-01",
            "2028-05-02",
        ];
        vec![
            ("today", today.into_iter().map(|day| json!(day)).collect()),
            ("activeSubscriptions", vec![json!(1)]),
            ("activeSubscriptionsInDeployments", vec![json!(1)]),
            ("resellerMarketSegments", vec![json!([]), json!(["EDU"])]),
            ("partnerGlobalSales", vec![json!(false)]),
            ("partnerLargeGovernmentAgency", vec![json!(false)]),
            (
                "owned",
                vec![
                    json!({"LICENSE": 20}),
                    json!({"LICENSE": 19, "CONSUMABLES": 2000}),
                    json!({"LICENSE": 5000, "CONSUMABLES": 5000}),
                ],
            ),
        ]
    }

    fn events() -> Vec<Value> {
        let names = ["accepted", "declined", "elapsed", "ordered", "renewed"];
        let mut all: Vec<_> = names.into_iter().map(|name| json!({"commitment": name})).collect();
        all.push(json!({"account": "activated"}));
        all.push(json!({"account": {"inactive": "1014"}}));
        all
    }

    fn internals() -> BoxedStrategy<Option<Value>> {
        let days = vec!["2026-02-24", "2026-03-03", "2026-03-04"];
        let day = move || proptest::option::of(proptest::sample::select(days.clone()));
        let admins = vec![json!([]), json!(["donald@duck.com"]), json!(["MINNIE@mouse.com"])];
        let admins = proptest::option::of(proptest::sample::select(admins));
        let some = (day(), day(), admins).prop_map(|(requested, accepted, admins)| {
            let mut internal = json!({});
            if let Some(day) = requested {
                internal["requestedOn"] = json!(day);
            }
            if let Some(day) = accepted {
                internal["acceptedOn"] = json!(day);
            }
            if let Some(admins) = admins {
                internal["systemAdmins"] = admins;
            }
            internal
        });
        proptest::option::of(some).boxed()
    }

    fn sound_records() -> &'static [&'static str] {
        &[
            "page-sample",
            "duo",
            "campus",
            "large-agency",
            "owner",
            "requested",
            "accepted",
            "committed-both",
        ]
    }
}

impl Lab for vendors::Ibm {
    fn places() -> Vec<Place> {
        places::ibm()
    }

    fn generous() -> Value {
        json!({"role": "CustomerAdministrator", "sameOrganization": true, "activeSubscriptions": 0})
    }

    fn other_facts() -> Vec<(&'static str, Vec<Value>)> {
        vec![
            ("role", vec![json!("VSR"), json!("User"), json!("Nobody")]),
            ("sameOrganization", vec![json!(false)]),
            ("activeSubscriptions", vec![json!(1)]),
        ]
    }

    fn events() -> Vec<Value> {
        let names = ["suspendCustomer", "unsuspendCustomer", "unregisterCustomer"];
        names.into_iter().map(|name| json!({"operation": name})).collect()
    }

    fn sound_records() -> &'static [&'static str] {
        &["full", "minimal", "extras", "served", "suspended"]
    }
}

impl Lab for vendors::Commvault {
    fn places() -> Vec<Place> {
        places::commvault()
    }

    fn generous() -> Value {
        json!({"now": "2026-03-03T10:00:00", "externalIdTaken": false, "nameTaken": false})
    }

    fn other_facts() -> Vec<(&'static str, Vec<Value>)> {
        vec![
            ("now", vec![json!("2021-06-07T21:16:48"), json!("2028-02-29T23:59:59")]),
            ("externalIdTaken", vec![json!(true)]),
            ("nameTaken", vec![json!(true)]),
        ]
    }

    fn events() -> Vec<Value> {
        vec![json!({"settled": "succeeded"}), json!({"settled": "failed"})]
    }

    fn internals() -> BoxedStrategy<Option<Value>> {
        let before = proptest::option::weighted(0.3, Just("deactivated"));
        let pending = (records::<Self>(None), edits::<Self>(0..3), before).prop_map(
            |(record, edits, before)| {
                let pending = body::<Self>(&edited_record::<Self>(&record, &edits));
                let mut internal = json!({"pending": pending});
                if let Some(before) = before {
                    internal["statusBefore"] = json!(before);
                }
                internal
            },
        );
        proptest::option::weighted(0.3, pending).boxed()
    }

    fn sound_records() -> &'static [&'static str] {
        &["acme", "phoned", "bare", "town", "failed", "stocked"]
    }
}

/// The stored records of `tests/cases`, by name.
pub fn stored(vendor: &str) -> Map<String, Value> {
    let file = PathBuf::from(customer_core_fuzz::cases::FOLDER);
    let file = file.join(vendor).join("records.json");
    let mut read: Value = serde_json::from_str(&fs::read_to_string(file).unwrap()).unwrap();
    match read["records"].take() {
        Value::Object(records) => records,
        _ => panic!("records of {vendor}"),
    }
}

/// One stored record.
#[track_caller]
pub fn stored_record(vendor: &str, name: &str) -> Value {
    stored(vendor).remove(name).unwrap_or_else(|| panic!("no record {name} of {vendor}"))
}

/// The body of an update that repeats this document.
pub fn body<W: Lab>(document: &Value) -> Value {
    match (W::NAME, document.get("data")) {
        ("commvault", Some(data)) => data.clone(),
        _ => document.clone(),
    }
}

/// Makes edits; one whose place can't be reached does nothing.
pub fn edited(document: &Value, edits: &[Edit]) -> Value {
    let mut after = document.clone();
    let at = if after.get("data").is_some() { "/data" } else { "" };
    for edit in edits {
        put(&mut after, &format!("{at}{}", edit.pointer), &edit.to);
    }
    after
}

/// Makes edits of a record; if it can't be read afterwards, none.
pub fn edited_record<W: Lab>(record: &Value, edits: &[Edit]) -> Value {
    let after = edited(record, edits);
    if W::try_record(&after, None).is_some() { after } else { record.clone() }
}

/// Makes one edit.
pub fn put(document: &mut Value, pointer: &str, to: &To) {
    let (parent, name) = pointer.rsplit_once('/').unwrap();
    let mut at = &mut *document;
    for step in parent.split('/').skip(1) {
        if at.is_null() || (at.is_object() && at.get(step).is_none()) {
            if matches!(to, To::Absent) || step.parse::<usize>().is_ok() {
                return;
            }
            if at.is_null() {
                *at = json!({});
            }
            at[step] = json!({});
        }
        at = match at {
            Value::Object(members) => members.get_mut(step).unwrap(),
            Value::Array(list) => match list.get_mut(step.parse::<usize>().unwrap_or(usize::MAX)) {
                Some(element) => element,
                None => return,
            },
            _ => return,
        };
    }
    if at.is_null() && !matches!(to, To::Absent) {
        *at = json!({});
    }
    let Value::Object(members) = at else { return };
    match to {
        To::Absent => drop(members.shift_remove(name)),
        To::Null => drop(members.insert(name.into(), Value::Null)),
        To::Value(value) => drop(members.insert(name.into(), value.clone())),
    }
}

fn edit_of(place: Place) -> BoxedStrategy<Edit> {
    let pointer = place.pointer;
    let value = match pointer {
        "/companyProfile/contacts" => places::contact_list(),
        _ if place.sound == 0 => proptest::sample::select(place.pool).boxed(),
        _ => {
            let sound = proptest::sample::select(place.pool[..place.sound].to_vec());
            prop_oneof![sound, proptest::sample::select(place.pool)].boxed()
        }
    };
    let to = prop_oneof![
        6 => value.prop_map(To::Value),
        2 => Just(To::Absent),
        1 => Just(To::Null),
    ];
    to.prop_map(move |to| Edit { pointer, to }).boxed()
}

/// Edits anywhere in the document.
pub fn edits<W: Lab>(how_many: std::ops::Range<usize>) -> BoxedStrategy<Vec<Edit>> {
    // An unknown member alone can refuse everything: it is drawn less often.
    let weight = |place: &Place| if places::is_unknown(place.pointer) { 1 } else { 4 };
    let each = W::places().into_iter().map(|place| (weight(&place), edit_of(place)));
    let each = Union::new_weighted(each.collect());
    proptest::collection::vec(each, how_many).boxed()
}

/// Edits after which an echo of the record is still accepted.
pub fn sound_edits<W: Lab>() -> BoxedStrategy<Vec<Edit>> {
    let mut each = Vec::new();
    for place in W::places() {
        let pointer = place.pointer;
        let mut all: Vec<To> = place.pool.into_iter().take(place.sound).map(To::Value).collect();
        if place.optional {
            all.push(To::Absent);
        }
        if !all.is_empty() {
            let to = proptest::sample::select(all);
            each.push(to.prop_map(move |to| Edit { pointer, to }).boxed());
        }
    }
    proptest::collection::vec(Union::new(each), 0..4).boxed()
}

/// A stored record: one of all, or one of these.
pub fn records<W: Lab>(only: Option<&'static [&'static str]>) -> BoxedStrategy<Value> {
    let all: Vec<Value> = stored(W::NAME)
        .into_iter()
        .filter(|(name, _)| only.is_none_or(|only| only.contains(&&**name)))
        .map(|(_, record)| record)
        .collect();
    proptest::sample::select(all).boxed()
}

/// Facts: the generous ones with up to two others or without up to two.
pub fn facts<W: Lab>() -> BoxedStrategy<Value> {
    let mut each = Vec::new();
    for (name, values) in W::other_facts() {
        let mut all: Vec<Option<Value>> = values.into_iter().map(Some).collect();
        all.push(None);
        each.push(proptest::sample::select(all).prop_map(move |to| (name, to)).boxed());
    }
    let edits = proptest::collection::vec(Union::new(each), 1..3);
    // Mostly nothing is refused for want of a fact, or hardly anything would be accepted.
    let edits = prop_oneof![3 => Just(Vec::new()), 2 => edits];
    edits
        .prop_map(|edits| {
            let mut facts = W::generous();
            for (name, to) in edits {
                match to {
                    Some(value) => facts[name] = value,
                    None => drop(facts.as_object_mut().unwrap().shift_remove(name)),
                }
            }
            facts
        })
        .boxed()
}

/// What happens next.
pub fn step<W: Lab>() -> BoxedStrategy<Step> {
    // Of a full replacement hardly anything but an echo is accepted.
    let echoes = if W::NAME == "ibm" { 20 } else { 4 };
    let start = prop_oneof![echoes => Just(Start::Echo), 3 => Just(Start::Nothing)];
    let few = prop_oneof![2 => sound_edits::<W>(), 2 => edits::<W>(0..3), 1 => edits::<W>(1..5)];
    let update = (start, few).prop_map(|(start, edits)| How::Update { start, edits });
    let how = match W::events() {
        events if events.is_empty() => update.boxed(),
        events => {
            let event = proptest::sample::select(events).prop_map(How::Event);
            prop_oneof![9 => update, 1 => event].boxed()
        }
    };
    (how, facts::<W>()).prop_map(|(how, facts)| Step { how, facts }).boxed()
}

impl Step {
    /// The input, made for this document.
    pub fn input<W: Lab>(&self, document: &Value) -> Value {
        match &self.how {
            How::Event(event) => event.clone(),
            How::Update { start, edits } => {
                let from = match start {
                    Start::Echo => body::<W>(document),
                    Start::Nothing => json!({}),
                };
                let input = json!({"update": edited(&from, edits)});
                match W::try_input(&input) {
                    Some(_) => input,
                    None => json!({"update": from}),
                }
            }
        }
    }
}

/// How often, and where a counterexample is kept: beside the test, to be committed with its cure.
pub fn config(file: &'static str) -> ProptestConfig {
    use proptest::test_runner::{FileFailurePersistence, RngSeed};
    let failure_persistence = Some(Box::new(FileFailurePersistence::Direct(file)) as Box<_>);
    let mut asked = ProptestConfig { failure_persistence, ..ProptestConfig::default() };
    // The same questions on every run: a failure is one that comes again. `PROPTEST_RNG_SEED` asks
    // for others.
    if asked.rng_seed == RngSeed::Random {
        asked.rng_seed = RngSeed::Fixed(1);
    }
    // Half of the usual number, so that a plain run without optimisation stays short.
    match std::env::var_os("PROPTEST_CASES") {
        Some(_) => asked,
        None => ProptestConfig { cases: 128, ..asked },
    }
}

/// The same with the pending account that of the record: one of another id can't be read.
fn of_account<W: Lab>(mut internal: Value, customer: &Value) -> Value {
    if let Some(pending) = internal.get_mut("pending").and_then(Value::as_object_mut) {
        match body::<W>(customer).get("id") {
            Some(id) => drop(pending.insert("id".into(), id.clone())),
            None => drop(pending.shift_remove("id")),
        }
    }
    internal
}

/// A whole question of this vendor.
pub fn ask<W: Lab>() -> BoxedStrategy<Ask> {
    let few = prop_oneof![2 => sound_edits::<W>(), 1 => edits::<W>(0..4)];
    let record = (records::<W>(None), few, W::internals());
    let policy = proptest::sample::select(W::PRESETS);
    (record, step::<W>(), policy)
        .prop_map(|((record, edits, internal), step, policy)| {
            let customer = edited_record::<W>(&record, &edits);
            let input = step.input::<W>(&customer);
            let internal = internal.map(|internal| of_account::<W>(internal, &customer));
            Ask { vendor: W::NAME, policy, customer, internal, input, facts: step.facts }
        })
        .boxed()
}

/// The echo of a sound record under generous facts: every vendor accepts it.
pub fn sound_echo<W: Lab>() -> BoxedStrategy<Ask> {
    let record = (records::<W>(Some(W::sound_records())), sound_edits::<W>());
    let policy = proptest::sample::select(W::PRESETS);
    (record, policy)
        .prop_map(|((record, edits), policy)| {
            let customer = edited_record::<W>(&record, &edits);
            let mut update = body::<W>(&customer);
            places::without_unknown::<W>(&mut update);
            let input = json!({"update": update});
            let facts = W::generous();
            Ask { vendor: W::NAME, policy, customer, internal: None, input, facts }
        })
        .boxed()
}

/// The typed question.
pub struct Typed<W: Lab> {
    pub record: W::Record,
    pub input: W::Input<'static>,
    pub facts: W::Facts,
}

/// Reads a question for the vendor itself, past the contract.
pub fn typed<W: Lab>(ask: &Ask) -> Typed<W> {
    Typed {
        record: W::record(&ask.customer, ask.internal.as_ref()),
        input: W::input(&ask.input),
        facts: W::facts(&ask.facts, ask.policy),
    }
}

/// The document of a record as a value.
pub fn document<W: Lab>(record: &W::Record) -> Value {
    parse(&W::document(record))
}

/// Any JSON text; an answer may be deeper than its question.
#[track_caller]
pub fn parse(text: &str) -> Value {
    use serde::Deserialize as _;
    let mut reader = serde_json::Deserializer::from_str(text);
    reader.disable_recursion_limit();
    let value = Value::deserialize(&mut reader).unwrap_or_else(|e| panic!("{e} in {text}"));
    reader.end().unwrap_or_else(|e| panic!("{e} in {text}"));
    value
}

/// Asks the JSON contract.
#[track_caller]
pub fn answer(question: &str) -> Value {
    parse(&customer_core::contract::apply(question))
}

/// A few bits of chance that shrink to none.
#[derive(Clone, Debug)]
pub struct Dice(u64);

impl Dice {
    pub const fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// A number below `sides`; zero for ever when the seed is zero.
    pub const fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).rotate_left(23);
        (self.0 >> 7) % sides
    }
}

/// The same value in another spelling: members in another order, blanks, escapes. Numbers keep
/// their text.
pub fn respelt(value: &Value, dice: &mut Dice) -> String {
    let mut out = String::new();
    spell(value, dice, &mut out);
    out
}

fn blanks(dice: &mut Dice, out: &mut String) {
    for _ in 0..dice.roll(3) {
        out.push([' ', '\n', '\t', '\r'][dice.roll(4) as usize]);
    }
}

fn spell_text(text: &str, dice: &mut Dice, out: &mut String) {
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '/' if dice.roll(2) == 1 => out.push_str("\\/"),
            c if (c as u32) < 0x20 || dice.roll(5) == 1 => {
                let mut units = [0; 2];
                for unit in c.encode_utf16(&mut units) {
                    let unit = match dice.roll(2) {
                        0 => format!("\\u{unit:04x}"),
                        _ => format!("\\u{unit:04X}"),
                    };
                    out.push_str(&unit);
                }
            }
            c => out.push(c),
        }
    }
    out.push('"');
}

fn spell(value: &Value, dice: &mut Dice, out: &mut String) {
    blanks(dice, out);
    match value {
        Value::Object(members) => {
            let mut members: Vec<_> = members.iter().collect();
            for i in (1..members.len()).rev() {
                let roll = dice.roll(i as u64 + 1) as usize;
                if roll > 0 {
                    members.swap(i, roll - 1);
                }
            }
            out.push('{');
            for (i, (name, value)) in members.into_iter().enumerate() {
                if i > 0 {
                    out.push(',');
                }
                blanks(dice, out);
                spell_text(name, dice, out);
                blanks(dice, out);
                out.push(':');
                spell(value, dice, out);
            }
            out.push('}');
        }
        Value::Array(list) => {
            out.push('[');
            for (i, value) in list.iter().enumerate() {
                if i > 0 {
                    out.push(',');
                }
                spell(value, dice, out);
            }
            out.push(']');
        }
        Value::String(text) => spell_text(text, dice, out),
        other => out.push_str(&other.to_string()),
    }
    blanks(dice, out);
}
