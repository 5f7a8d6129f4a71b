//! A quantity as a member: stored ones are whole numbers, sent ones any number until they are
//! checked.

use core::fmt;

use crate::decision::Change;
use crate::json::{At, Errors, Path, Reader, Reason, Text, Writer};
use crate::member::{Echo, Field, Member, Number, Raw, Value, differ_scalar};
use crate::value::Quantity;

impl Member for Quantity {
    type Sent<'a> = Text<'a>;

    const SCALAR: bool = true;

    fn read(from: &mut Reader<'_>, at: &At<'_>, errors: &mut Errors) -> Option<Self> {
        let quantity = parse(&Self::read_sent(from, at, errors)?);
        if quantity.is_none() {
            errors.push(at, Reason::Range);
        }
        quantity
    }

    fn read_sent<'a>(from: &mut Reader<'a>, at: &At<'_>, errors: &mut Errors) -> Option<Text<'a>> {
        Number::read_sent(from, at, errors)
    }

    fn write(&self, w: &mut Writer<'_>) {
        w.number(self);
    }

    fn write_sent(sent: &Text<'_>, w: &mut Writer<'_>) {
        w.raw(sent);
    }

    fn own(sent: Text<'_>) -> Text<'static> {
        sent.into_owned()
    }

    fn echo(
        stored: Option<&Self>,
        sent: &Field<Text<'_>>,
        at: &At<'_>,
        found: &mut dyn FnMut(&At<'_>, Echo),
    ) {
        match (stored, sent) {
            (_, Field::Absent) | (None, Field::Null) => {}
            (Some(_), Field::Null) => found(at, Echo::Null),
            (Some(stored), Field::Value(sent)) if parse(sent) == Some(*stored) => {}
            (_, Field::Value(_)) => found(at, Echo::Different),
        }
    }

    fn differ(
        before: Option<&Self>,
        after: Option<&Self>,
        at: &Path,
        each: &mut dyn FnMut(Change),
    ) {
        differ_scalar(before, after, at, each, |quantity| {
            Value::Json(Raw::written(|w| w.number(quantity)))
        });
    }

    fn show(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self, f)
    }

    fn show_sent(_: &Text<'_>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("…")
    }
}

/// A whole number from 0 to 2^31 - 1, spelt without fraction and exponent.
pub(super) fn parse(number: &str) -> Option<Quantity> {
    if !number.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    number.parse().ok().and_then(|number| Quantity::new(number).ok())
}
