//! Everything public that all vendors share: values, places, changes, refusals, JSON underneath.

use alloc::string::String;
use core::fmt::{Debug, Display};
use core::hint::black_box;

use customer_core::decision::{Change, Evidence, FactName, Limit, Next, Rejection};
use customer_core::json::{At, Document, Node, Path, Pointer, Text, Unreadable, Writer};
use customer_core::member::{Edit, Field, Number, Raw, SentOthers, Value};
use customer_core::value::{
    Date, Email, Intent, Language, LengthUnit, Offer, Owned, Quantities, Quantity, Timestamp,
    longer_than, same_address, shorter_than,
};
use customer_core::vendors::{self, VENDORS};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::sink::{debug, display, store};
use crate::source::{load, load_borrowed};

pub(crate) fn all(text: &str) {
    texts(text);
    days(text);
    quantities();
    documents(text);
    places(text);
    edits();
    rules();
}

/// Takes a value in and gives it out by every way that it has.
fn through<T: Debug + Serialize + DeserializeOwned>() -> Option<T> {
    let value = load::<T>().ok()?;
    debug(&value);
    store(&value);
    Some(value)
}

fn read<T: Debug, E: Debug + Display>(value: Result<T, E>) -> Option<T> {
    debug(&value);
    match value {
        Ok(value) => Some(value),
        Err(error) => {
            display(&error);
            None
        }
    }
}

fn texts(text: &str) {
    through::<Email>();
    through::<Language>();
    through::<Intent>();
    if let Ok(text) = load_borrowed::<Text<'static>>() {
        debug(&text);
        store(&text);
    }
    read(Email::parse(text)).map(|value| black_box(value.as_str().len()));
    read(Intent::parse(text)).map(|value| black_box(value.as_str().len()));
    read(Language::parse(text)).map(|value| black_box(value.as_str().len()));
    read(Number::parse(text)).map(|value| black_box(Raw::from(value)));
    let mut others = SentOthers::default();
    if let Ok(raw) = Raw::parse(text) {
        others.insert(String::from(text), raw);
    }
    others.remove(text);
    black_box((others, Number::from(1_i64), Text::from(text) == *text));
    black_box(same_address(text, black_box("b")));
    for unit in [LengthUnit::Scalars, LengthUnit::Utf16] {
        black_box(longer_than(text, black_box(3), unit));
    }
    black_box(shorter_than(text, black_box(3)));
    black_box(Text::from(text).into_owned());
}

fn days(text: &str) {
    read(Date::new(black_box(2026), black_box(2), black_box(29)));
    if let Some(day) = read(Date::parse(text)) {
        display(&day);
        black_box((day.year(), day.month(), day.day(), day.next_day()));
        let moved = day.add_days(black_box(400)).add_years(black_box(3));
        black_box(day.days_until(moved));
    }
    through::<Date>();
    if let Some(stamp) = read(Timestamp::parse(text)) {
        display(&stamp);
        black_box(stamp.date());
    }
    through::<Timestamp>();
}

fn quantities() {
    read(Quantity::new(black_box(-1))).map(|value| black_box(value.number()));
    black_box(Quantity::of(black_box(1)));
    through::<Quantity>();
    through::<Offer>();
    if let Some(mut quantities) = through::<Quantities>() {
        for (offer, quantity) in quantities.iter() {
            display(&offer.as_str());
            let owned = Owned { license: black_box(1), consumables: black_box(1) };
            black_box((owned.of(offer), owned.reaches(offer, quantity)));
        }
        black_box((quantities.of(Offer::License), quantities.is_empty()));
        black_box(quantities.insert(Offer::License, Quantity::ZERO));
        black_box(quantities.remove(Offer::Consumables));
    }
}

fn documents(text: &str) {
    match Document::parse(text) {
        Ok(document) => node(document.root(), text),
        Err(error) => {
            debug(&error);
            display(&error);
        }
    }
    if let Ok(raw) = Raw::parse(text) {
        debug(&raw);
        black_box((raw.as_str().len(), raw.same_value(text)));
    }
    through::<Raw>();
    if let Some(value) = through::<Value>() {
        value.write(&mut Writer::new(&mut String::new()));
    }
}

fn node(node: Node<'_, '_>, text: &str) {
    black_box((node.is_null(), node.raw(), node.text(), node.flag(), node.number()));
    for one in node.elements().into_iter().flatten() {
        black_box(one.raw());
    }
    for (name, one) in node.members().into_iter().flatten() {
        black_box((name, one.raw()));
    }
    black_box(node.member(text).is_some());
}

fn places(text: &str) {
    let root = At::ROOT;
    let (list, other);
    {
        list = root.name("a");
        other = list.other(text);
    }
    let place = other.index(black_box(7));
    black_box((place.pointer(), place.dotted(), place.path()));
    let mut pointer = Pointer::new(text);
    pointer.push_name(text);
    pointer.push_index(black_box(7));
    debug(&pointer);
    display(&pointer);
    black_box((pointer.as_str().len(), pointer.dotted()));
    through::<Pointer>();
    let path = Path::ROOT.name("a").other(text).index(black_box(7));
    debug(&path);
    black_box((path.pointer(), path.steps().len()));
    through::<Path>();
}

fn edits() {
    let field = || load::<Field<String>>().unwrap_or(Field::Absent);
    debug(&field());
    black_box((field().is_absent(), field().value().is_some(), field().as_ref().map(|_| 1)));
    black_box(Edit::partial(field()));
    black_box(Edit::replacing(field()));
    black_box(Edit::explicit(field()));
    let next = black_box(Next::Done);
    debug(&next);
    display(&next.advice());
    display(&black_box(Evidence::Chosen));
    debug(&black_box(Limit::AtLeast(1)));
}

fn rules() {
    for (name, rules) in VENDORS {
        display(name);
        for rule in *rules {
            debug(rule);
            display(rule);
            display(&rule.evidence);
        }
    }
    black_box(vendors::rule(black_box("none")).is_some());
}

/// What a log does with the changes of a decision.
pub(crate) fn changes(changes: &[Change]) {
    let mut out = String::new();
    for change in changes {
        debug(change);
        store(change);
        black_box(change.kind().as_str());
        black_box(change.cause.as_str());
        change.write(&mut Writer::new(&mut out));
    }
}

/// What a service does with a rejection.
pub(crate) fn rejection<F: FactName>(rejection: &Rejection<F>) {
    through::<Rejection<F>>();
    through::<Unreadable>();
    debug(rejection);
    display(rejection);
    store(rejection);
    black_box((rejection.next(), rejection.needs().len()));
    for violation in rejection.violations() {
        debug(violation);
        display(violation);
        store(violation);
    }
}
