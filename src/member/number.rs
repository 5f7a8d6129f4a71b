//! Numbers and values that are only carried, and integers that count.

use core::fmt;

use super::member::{Echo, Member, differ_scalar, echo_scalar};
use super::raw::{Number, Raw, Value};
use crate::json::{At, Errors, Path, PathStep, Reader, Reason, Text, Writer};
use crate::member::{Change, Field};

/// A member that is kept as raw text: `$read` gives the text of a value that fits.
macro_rules! carried {
    ($type:ty, $scalar:literal, $what:literal, $read:expr, $make:expr) => {
        impl Member for $type {
            type Sent<'a> = Text<'a>;

            const SCALAR: bool = $scalar;

            fn read(from: &mut Reader<'_>, at: &At<'_>, errors: &mut Errors) -> Option<Self> {
                Self::read_sent(from, at, errors).map(|text| $make(&text))
            }

            fn read_sent<'a>(
                from: &mut Reader<'a>,
                at: &At<'_>,
                errors: &mut Errors,
            ) -> Option<Text<'a>> {
                let read: Option<&'a str> = $read(from);
                if read.is_none() {
                    errors.push(at, Reason::Expected($what));
                }
                read.map(Text::from)
            }

            fn write(&self, w: &mut Writer<'_>) {
                w.raw(self.as_str());
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
                echo_scalar(stored, sent, at, found, |stored, sent| stored.same_value(sent));
            }

            fn differ(
                before: Option<&Self>,
                after: Option<&Self>,
                at: &Path,
                each: &mut dyn FnMut(Change),
            ) {
                differ_scalar(before, after, at, each, |one| {
                    Value::Json(Raw::trusted(one.as_str()))
                });
            }

            fn show(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("…")
            }

            fn show_sent(_: &Text<'_>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("…")
            }
        }
    };
}

carried!(Number, true, "a number", Reader::number, Number::new);
carried!(Raw, true, "a value", |from: &mut Reader<'a>| Some(from.raw()), |text: &str| {
    Raw::trusted(text)
});

impl fmt::Debug for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("…")
    }
}

/// An integer of 64 bits; a fraction or an exponent is no integer.
impl Member for i64 {
    type Sent<'a> = i64;

    const SCALAR: bool = true;

    fn read(from: &mut Reader<'_>, at: &At<'_>, errors: &mut Errors) -> Option<Self> {
        let Some(text) = from.number().filter(|t| !t.contains(['.', 'e', 'E']) && *t != "-0")
        else {
            errors.push(at, Reason::Expected("an integer"));
            return None;
        };
        let read = text.parse().ok();
        if read.is_none() {
            errors.push(at, Reason::Range);
        }
        read
    }

    fn read_sent<'a>(from: &mut Reader<'a>, at: &At<'_>, errors: &mut Errors) -> Option<i64> {
        Self::read(from, at, errors)
    }

    fn write(&self, w: &mut Writer<'_>) {
        w.number(self);
    }

    fn write_sent(sent: &i64, w: &mut Writer<'_>) {
        w.number(sent);
    }

    fn own(sent: i64) -> i64 {
        sent
    }

    fn put(slot: &mut Option<Self>, path: &[PathStep], value: Option<&Value>) {
        match (path, value) {
            ([], Some(Value::Integer(integer))) => *slot = Some(*integer),
            ([], None) => *slot = None,
            _ => {}
        }
    }

    fn holds(&self, path: &[PathStep], value: Option<&Value>) -> bool {
        match (path, value) {
            ([], Some(Value::Integer(integer))) => self == integer,
            _ => Value::Integer(*self).holds(path, value),
        }
    }

    fn echo(
        stored: Option<&Self>,
        sent: &Field<i64>,
        at: &At<'_>,
        found: &mut dyn FnMut(&At<'_>, Echo),
    ) {
        echo_scalar(stored, sent, at, found, |stored, sent| stored == sent);
    }

    fn differ(
        before: Option<&Self>,
        after: Option<&Self>,
        at: &Path,
        each: &mut dyn FnMut(Change),
    ) {
        differ_scalar(before, after, at, each, |integer| Value::Integer(*integer));
    }

    fn show(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self, f)
    }

    fn show_sent(sent: &i64, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(sent, f)
    }
}
