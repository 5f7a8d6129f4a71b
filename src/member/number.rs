//! Numbers and values that are only carried.

use alloc::boxed::Box;
use core::fmt;
use core::str::FromStr;

use thiserror::Error;

use super::member::{Echo, Member, differ_scalar, echo_scalar};
use super::raw::{Raw, Value};
use crate::json::{At, Errors, Path, Reader, Reason, Text, Writer, equal, is_number, to_text};
use crate::member::{Change, Field, Shape};

/// A number as it was spelt. Compare with [`Number::same_value`]; `==` compares the text. `Debug`
/// does not show it: it may be an id.
///
/// ```
/// # use customer_core::member::Number;
/// let number = Number::parse("1.50")?;
/// assert_eq!(number.as_str(), "1.50");
/// assert!(number.same_value("15e-1"));
/// assert_eq!(Number::from(7_i64), Number::parse("7")?);
/// assert!(Number::parse("1.").is_err());
/// # Ok::<(), customer_core::member::NumberError>(())
/// ```
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Number(Box<str>);

/// A text that is no number of JSON. Never holds the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Error)]
#[error("a number must be one of JSON: digits, perhaps with a sign, a fraction and an exponent")]
#[expect(clippy::exhaustive_structs, reason = "it is no number, and that is all")]
pub struct NumberError;

impl Number {
    /// A number from its JSON text, which is kept exactly.
    ///
    /// # Errors
    ///
    /// Anything else: `1.`, `01`, `+1`, ` 1`, `NaN`.
    pub fn parse(text: &str) -> Result<Self, NumberError> {
        if is_number(text) { Ok(Self::new(text)) } else { Err(NumberError) }
    }

    /// Its exact text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    fn new(text: &str) -> Self {
        Self(text.into())
    }

    pub(super) fn into_text(self) -> Box<str> {
        self.0
    }

    /// Whether both are the same decimal.
    pub fn same_value(&self, other: &str) -> bool {
        equal::same_number(&self.0, other)
    }
}

impl FromStr for Number {
    type Err = NumberError;

    fn from_str(text: &str) -> Result<Self, NumberError> {
        Self::parse(text)
    }
}

impl AsRef<str> for Number {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl From<i64> for Number {
    fn from(number: i64) -> Self {
        Self(to_text(&number).into_boxed_str())
    }
}

impl From<u64> for Number {
    fn from(number: u64) -> Self {
        Self(to_text(&number).into_boxed_str())
    }
}

/// A member that is kept as raw text: `$read` gives the text of a value that fits.
macro_rules! carried {
    ($type:ty, $scalar:literal, $shape:expr, $what:literal, $read:expr, $make:expr) => {
        impl Member for $type {
            type Sent<'a> = Text<'a>;

            const SCALAR: bool = $scalar;

            const STORED: Shape = $shape;

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
                    errors.push(at, Reason::expected($what));
                }
                read.map(Text::from)
            }

            fn write(&self, w: &mut Writer<'_>) {
                w.raw(self.as_str());
            }

            fn bound(&self) -> usize {
                self.as_str().len()
            }

            fn write_sent(sent: &Text<'_>, w: &mut Writer<'_>) {
                w.raw(sent);
            }

            fn own(sent: Text<'_>) -> Text<'static> {
                sent.into_owned()
            }

            fn sent(&self) -> Text<'_> {
                Text::from(self.as_str())
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

carried!(Number, true, Shape::Number, "a number", Reader::number, Number::new);
carried!(
    Raw,
    true,
    Shape::Any,
    "a value",
    |from: &mut Reader<'a>| Some(from.raw()),
    |text: &str| { Raw::trusted(text) }
);

impl fmt::Debug for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("…")
    }
}
