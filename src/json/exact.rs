//! A record as one exact text.

use alloc::string::String;
use core::fmt;

/// A record as it is stored: one JSON text that holds all of it, numbers to the last digit.
///
/// `Display` gives the text for the store, [`Stored::new`] takes it back; `Debug` shows only its
/// length, because it holds personal data. With serde it is that text, in every format.
#[derive(Clone, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(transparent)]
pub struct Stored(String);

impl Stored {
    /// A stored record from its text, taken as it is: reading it checks it.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The text, owned.
    pub fn into_string(self) -> String {
        self.0
    }
}

impl fmt::Display for Stored {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for Stored {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Stored({} bytes)", self.0.len())
    }
}

impl From<String> for Stored {
    fn from(text: String) -> Self {
        Self(text)
    }
}

impl From<&str> for Stored {
    fn from(text: &str) -> Self {
        Self(text.into())
    }
}

impl From<Stored> for String {
    fn from(stored: Stored) -> Self {
        stored.0
    }
}

super::reads_as_text!(Stored);
