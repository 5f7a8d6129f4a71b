//! Values kept as they came: raw JSON, exact numbers, and the value of a change.

use alloc::boxed::Box;
use alloc::string::String;
use core::fmt;
use core::str::FromStr;

use serde::de::{Deserialize, Deserializer};
use serde::ser::{Serialize, Serializer};

use super::member::Member;
use super::number::Number;
use crate::json::{Document, FormError, InlineStr, PathStep, Writer, equal, unnamed};

/// A JSON value as text, exactly as it came: digits, escapes and blanks included.
///
/// Compare with [`Raw::same_value`]; `==` compares the text. `Debug` does not show it. With serde
/// it is a string that holds the JSON text, so that no format can touch its numbers.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Raw(Box<str>);

impl Raw {
    /// A raw value from its JSON text.
    ///
    /// # Errors
    ///
    /// Whatever [`Document::parse`] refuses.
    pub fn parse(text: &str) -> Result<Self, FormError> {
        Document::parse(text)?;
        Ok(Self(text.trim_matches([' ', '\n', '\r', '\t']).into()))
    }

    /// Text that is known to be one JSON value.
    pub(crate) fn trusted(text: impl Into<Box<str>>) -> Self {
        Self(text.into())
    }

    /// What `write` writes.
    pub(crate) fn written(write: impl FnOnce(&mut Writer<'_>)) -> Self {
        let mut text = String::new();
        write(&mut Writer::new(&mut text));
        Self::boxed(text)
    }

    #[inline(never)]
    fn boxed(text: String) -> Self {
        Self(text.into_boxed_str())
    }

    /// The JSON text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The JSON text, owned.
    pub fn into_string(self) -> String {
        self.0.into_string()
    }

    /// Whether both are the same value, however they are spelt (`1.0` is `1`, `"\u0041"` is `"A"`).
    pub fn same_value(&self, other: &str) -> bool {
        if *self.0 == *other {
            return true;
        }
        match (Document::parse(&self.0), Document::parse(other)) {
            (Ok(one), Ok(two)) => equal::same(one.root(), two.root()),
            _ => false,
        }
    }
}

impl FromStr for Raw {
    type Err = FormError;

    fn from_str(text: &str) -> Result<Self, FormError> {
        Self::parse(text)
    }
}

impl AsRef<str> for Raw {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

/// A number is a value.
impl From<Number> for Raw {
    fn from(number: Number) -> Self {
        Self(number.into_text())
    }
}

impl fmt::Debug for Raw {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("…")
    }
}

impl Serialize for Raw {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for Raw {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).map_err(unnamed)
    }
}

/// One side of a change: a value that a member had or has.
#[derive(Clone, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Value {
    /// A text.
    Text(InlineStr),
    /// A boolean.
    Flag(bool),
    /// An integer.
    Integer(i64),
    /// Anything larger: an element, a list, a member that the model does not know.
    Json(Raw),
}

impl Value {
    /// The value as a member of type `M`, if it is one.
    pub(crate) fn read<M: Member>(&self) -> Option<M> {
        M::read_value(self)
    }

    /// The same as text.
    #[inline(never)]
    pub(super) fn raw(&self) -> Raw {
        Raw::written(|w| self.write(w))
    }

    /// The value of a member.
    pub(crate) fn of<M: Member>(member: &M) -> Self {
        Self::Json(Raw::written(|w| member.write(w)))
    }

    /// Whether it is `null`, which is no value.
    pub(crate) fn is_null(&self) -> bool {
        matches!(self, Self::Json(raw) if raw.as_str() == "null")
    }

    /// Whether what is at `path` below this value is `value`; null and what is not there are
    /// no value.
    pub(crate) fn holds(&self, path: &[PathStep], value: Option<&Self>) -> bool {
        if let ([], Self::Json(this), Some(Self::Json(that))) = (path, self, value)
            && this == that
        {
            return true;
        }
        let whole = self.raw();
        let Ok(document) = Document::parse(whole.as_str()) else { return false };
        let found = path.iter().try_fold(document.root(), |node, step| match step {
            PathStep::Name(name) => node.member(name),
            PathStep::Index(index) => node.elements()?.nth(*index),
        });
        let found = found.filter(|node| !node.is_null());
        let value = value.filter(|value| !value.is_null());
        match (found, value) {
            (None, None) => true,
            (Some(found), Some(value)) => {
                let value = value.raw();
                Document::parse(value.as_str()).is_ok_and(|value| equal::same(found, value.root()))
            }
            _ => false,
        }
    }

    /// The same of a value that nobody needs any more: whoever made it need not drop it.
    #[inline(never)]
    pub(super) fn holds_once(self, path: &[PathStep], value: Option<&Self>) -> bool {
        self.holds(path, value)
    }

    /// Writes it as JSON.
    pub fn write(&self, w: &mut Writer<'_>) {
        match self {
            Self::Text(text) => w.text(text),
            Self::Flag(flag) => w.flag(*flag),
            Self::Integer(integer) => w.number(integer),
            Self::Json(raw) => w.raw(raw.as_str()),
        }
    }
}

impl fmt::Debug for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(_) => f.write_str("\"…\""),
            Self::Flag(flag) => write!(f, "{flag}"),
            Self::Integer(integer) => write!(f, "{integer}"),
            Self::Json(raw) => write!(f, "{raw:?}"),
        }
    }
}
