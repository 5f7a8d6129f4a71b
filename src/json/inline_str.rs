//! Text that a decision keeps: most is short, and short text needs no allocation.

use alloc::boxed::Box;
use alloc::string::String;
use core::borrow::Borrow;
use core::cmp::Ordering;
use core::fmt;
use core::hash::{Hash, Hasher};
use core::ops::Deref;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Owned text; up to `ROOM` bytes of it are kept in place. `Debug` does not show it: it may be a
/// name or an address. With 22 bytes it is no larger than a `String`.
///
/// ```
/// # use customer_core::json::InlineStr;
/// assert_eq!(&*<InlineStr>::from("Fairmont"), "Fairmont");
/// ```
#[derive(Clone)]
pub struct InlineStr<const ROOM: usize = 22>(Kept<ROOM>);

#[derive(Clone)]
enum Kept<const ROOM: usize> {
    Here { len: u8, bytes: [u8; ROOM] },
    Elsewhere(Box<str>),
}

impl<const ROOM: usize> InlineStr<ROOM> {
    /// The text.
    pub fn as_str(&self) -> &str {
        match &self.0 {
            Kept::Here { len, bytes } => {
                let text = bytes.get(..usize::from(*len)).unwrap_or_default();
                // It came from a text, whole.
                core::str::from_utf8(text).unwrap_or_default()
            }
            Kept::Elsewhere(text) => text,
        }
    }

    /// Whether it is `text`; unlike [`as_str`](Self::as_str) this does not look whether what is
    /// kept is a text.
    pub(crate) fn is(&self, text: &str) -> bool {
        match &self.0 {
            Kept::Here { len, bytes } => bytes.get(..usize::from(*len)) == Some(text.as_bytes()),
            Kept::Elsewhere(kept) => **kept == *text,
        }
    }
}

impl<const ROOM: usize> From<&str> for InlineStr<ROOM> {
    fn from(text: &str) -> Self {
        let mut bytes = [0; ROOM];
        match (bytes.get_mut(..text.len()), u8::try_from(text.len())) {
            (Some(slot), Ok(len)) => {
                slot.copy_from_slice(text.as_bytes());
                Self(Kept::Here { len, bytes })
            }
            _ => Self(Kept::Elsewhere(text.into())),
        }
    }
}

impl<const ROOM: usize> From<String> for InlineStr<ROOM> {
    fn from(text: String) -> Self {
        if text.len() <= ROOM {
            return Self::from(text.as_str());
        }
        Self(Kept::Elsewhere(text.into_boxed_str()))
    }
}

impl<const ROOM: usize> From<InlineStr<ROOM>> for String {
    fn from(text: InlineStr<ROOM>) -> Self {
        match text.0 {
            Kept::Elsewhere(text) => Self::from(text),
            Kept::Here { .. } => Self::from(text.as_str()),
        }
    }
}

impl<const ROOM: usize> Default for InlineStr<ROOM> {
    fn default() -> Self {
        Self::from("")
    }
}

impl<const ROOM: usize> AsRef<str> for InlineStr<ROOM> {
    fn as_ref(&self) -> &str {
        self.as_str()
    }
}

impl<const ROOM: usize> PartialEq<str> for InlineStr<ROOM> {
    fn eq(&self, other: &str) -> bool {
        self.is(other)
    }
}

impl<const ROOM: usize> PartialEq<&str> for InlineStr<ROOM> {
    fn eq(&self, other: &&str) -> bool {
        self.is(other)
    }
}

impl<const ROOM: usize> Borrow<str> for InlineStr<ROOM> {
    fn borrow(&self) -> &str {
        self.as_str()
    }
}

impl<const ROOM: usize> Deref for InlineStr<ROOM> {
    type Target = str;

    fn deref(&self) -> &str {
        self.as_str()
    }
}

impl<const ROOM: usize> PartialEq for InlineStr<ROOM> {
    fn eq(&self, other: &Self) -> bool {
        **self == **other
    }
}

impl<const ROOM: usize> Eq for InlineStr<ROOM> {}

impl<const ROOM: usize> PartialOrd for InlineStr<ROOM> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl<const ROOM: usize> Ord for InlineStr<ROOM> {
    fn cmp(&self, other: &Self) -> Ordering {
        self.as_str().cmp(other.as_str())
    }
}

impl<const ROOM: usize> Hash for InlineStr<ROOM> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.as_str().hash(state);
    }
}

impl<const ROOM: usize> fmt::Debug for InlineStr<ROOM> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("\"…\"")
    }
}

impl<const ROOM: usize> Serialize for InlineStr<ROOM> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self)
    }
}

impl<'de, const ROOM: usize> Deserialize<'de> for InlineStr<ROOM> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(Self::from)
    }
}

#[cfg(test)]
mod tests {
    use alloc::string::String;

    use super::InlineStr;

    #[test]
    fn every_length_is_kept() {
        kept::<22>();
        kept::<38>();
    }

    fn kept<const ROOM: usize>() {
        for len in 0..=25 {
            let text = "aé".repeat(len).chars().take(len).collect::<String>();
            let (small, taken) =
                (InlineStr::<ROOM>::from(&*text), InlineStr::<ROOM>::from(text.clone()));
            assert_eq!(&*small, text, "{len}");
            assert!(small == taken && small.clone() == small, "{len}");
        }
    }
}
