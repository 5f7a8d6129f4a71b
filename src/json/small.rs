//! Text that a decision keeps: most is short, and short text needs no allocation.

use alloc::boxed::Box;
use alloc::string::String;
use core::borrow::Borrow;
use core::cmp::Ordering;
use core::fmt;
use core::hash::{Hash, Hasher};
use core::ops::Deref;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// How many bytes fit beside the length.
const ROOM: usize = 22;

/// Owned text; up to 22 bytes of it are kept in place. `Debug` does not show it: it may be a name
/// or an address.
///
/// ```
/// # use customer_core::json::Small;
/// assert_eq!(&*Small::from("Fairmont"), "Fairmont");
/// ```
#[derive(Clone)]
pub struct Small(Kept);

#[derive(Clone)]
enum Kept {
    Here { len: u8, bytes: [u8; ROOM] },
    Elsewhere(Box<str>),
}

impl Small {
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
}

impl From<&str> for Small {
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

impl From<String> for Small {
    fn from(text: String) -> Self {
        if text.len() <= ROOM {
            return Self::from(text.as_str());
        }
        Self(Kept::Elsewhere(text.into_boxed_str()))
    }
}

impl From<Small> for String {
    fn from(text: Small) -> Self {
        match text.0 {
            Kept::Elsewhere(text) => Self::from(text),
            Kept::Here { .. } => Self::from(text.as_str()),
        }
    }
}

impl Default for Small {
    fn default() -> Self {
        Self::from("")
    }
}

super::reads_as_text!(Small);

impl Borrow<str> for Small {
    fn borrow(&self) -> &str {
        self.as_str()
    }
}

impl Deref for Small {
    type Target = str;

    fn deref(&self) -> &str {
        self.as_str()
    }
}

impl PartialEq for Small {
    fn eq(&self, other: &Self) -> bool {
        **self == **other
    }
}

impl Eq for Small {}

impl PartialOrd for Small {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Small {
    fn cmp(&self, other: &Self) -> Ordering {
        self.as_str().cmp(other.as_str())
    }
}

impl Hash for Small {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.as_str().hash(state);
    }
}

impl fmt::Debug for Small {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("\"…\"")
    }
}

impl Serialize for Small {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self)
    }
}

impl<'de> Deserialize<'de> for Small {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(Self::from)
    }
}

#[cfg(test)]
mod tests {
    use alloc::string::String;

    use super::{ROOM, Small};

    #[test]
    fn every_length_is_kept() {
        for len in 0..=ROOM + 2 {
            let text = "aé".repeat(len).chars().take(len).collect::<String>();
            let (small, taken) = (Small::from(&*text), Small::from(text.clone()));
            assert_eq!(&*small, text, "{len}");
            assert!(small == taken && small.clone() == small, "{len}");
        }
    }

    #[test]
    fn a_value_is_not_larger_than_a_text() {
        assert_eq!(size_of::<Option<crate::member::Value>>(), size_of::<String>());
    }
}
