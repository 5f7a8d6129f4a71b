//! Flags and integers: scalars that are copied, and that a request carries as they are stored.

use core::fmt;

use super::member::{Echo, Member, differ_scalar, echo_scalar, first_value};
use super::raw::Value;
use crate::json::{At, Errors, Path, PathStep, Reader, Reason, Writer, equal};
use crate::member::{Change, Field, Shape};

/// A scalar of this shape that is `$Variant` of a change; `$read` gives it or what is wrong,
/// `$write` writes it.
macro_rules! copied {
    ($(#[$meta:meta])* $type:ty, $Variant:ident, $shape:expr, $read:expr, $write:expr) => {
        $(#[$meta])*
        impl Member for $type {
            type Sent<'a> = Self;

            const SCALAR: bool = true;

            const STORED: Shape = $shape;

            fn read(from: &mut Reader<'_>, at: &At<'_>, errors: &mut Errors) -> Option<Self> {
                let read: Result<Self, Reason> = $read(from);
                match read {
                    Ok(scalar) => Some(scalar),
                    Err(reason) => {
                        errors.push(at, reason);
                        None
                    }
                }
            }

            fn read_sent<'a>(
                from: &mut Reader<'a>,
                at: &At<'_>,
                errors: &mut Errors,
            ) -> Option<Self> {
                Self::read(from, at, errors)
            }

            fn write(&self, w: &mut Writer<'_>) {
                $write(w, *self);
            }

            fn write_sent(sent: &Self, w: &mut Writer<'_>) {
                $write(w, *sent);
            }

            fn own(sent: Self) -> Self {
                sent
            }

            fn sent(&self) -> Self {
                *self
            }

            fn put(slot: &mut Option<Self>, path: &[PathStep], changes: &[Change]) -> usize {
                match (path, first_value(changes)) {
                    ([], Some(Value::$Variant(scalar))) => *slot = Some(*scalar),
                    ([], None) => *slot = None,
                    _ => {}
                }
                1
            }

            fn holds(&self, path: &[PathStep], value: Option<&Value>) -> bool {
                match (path, value) {
                    ([], Some(Value::$Variant(scalar))) => self == scalar,
                    _ => Value::$Variant(*self).holds(path, value),
                }
            }

            fn echo(
                stored: Option<&Self>,
                sent: &Field<Self>,
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
                differ_scalar(before, after, at, each, |scalar| Value::$Variant(*scalar));
            }

            fn show(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Debug::fmt(self, f)
            }

            fn show_sent(sent: &Self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Debug::fmt(sent, f)
            }
        }
    };
}

copied!(
    bool,
    Flag,
    Shape::Flag,
    |from: &mut Reader<'_>| from.flag().ok_or(Reason::expected("true or false")),
    |w: &mut Writer<'_>, flag| w.flag(flag)
);

copied!(
    /// An integer of 64 bits, however it is spelt: `7.0` is 7.
    i64,
    Integer,
    Shape::INTEGER,
    |from: &mut Reader<'_>| {
        from.number().ok_or(Reason::expected("an integer")).and_then(equal::integer)
    },
    |w: &mut Writer<'_>, integer| w.number(integer)
);
