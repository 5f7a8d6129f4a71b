//! Why a place can't be read.

use alloc::borrow::Cow;
use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;
use core::hash::{Hash, Hasher};

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::tape::{DEPTH_MAX, DOCUMENT_DEPTH_MAX, DOCUMENT_SIZE_MAX, TEXT_SIZE_MAX};

/// Why a place can't be read.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Reason {
    /// The text ends too early.
    Incomplete,
    /// Not JSON here.
    Syntax,
    /// Not UTF-8 here.
    Encoding,
    /// A second member of the same name.
    Duplicate,
    /// Nested deeper than [`DEPTH_MAX`](crate::json::DEPTH_MAX).
    Depth,
    /// Something follows the document.
    Trailing,
    /// A text of more than so many bytes.
    Size(usize),
    /// A list of more than so many elements.
    Count(usize),
    /// What comes of it would be larger than
    /// [`DOCUMENT_SIZE_MAX`](crate::json::DOCUMENT_SIZE_MAX) or deeper than
    /// [`DOCUMENT_DEPTH_MAX`](crate::json::DOCUMENT_DEPTH_MAX).
    Beyond,
    /// Of another JSON type than this one.
    Expected(Cow<'static, str>),
    /// A number outside its range.
    Range,
    /// Null where a value must be.
    Null,
    /// A member that must be there is not.
    Missing,
    /// A member that does not belong here.
    Unknown,
    /// Not one of the known words.
    Word,
    /// None of these words.
    OneOf(Words),
    /// A member that does not belong here; these do.
    NoneOf(Words),
    /// A stored form of a later version than any that this crate reads. Nothing else is said of
    /// it: what it holds is not known here.
    Later {
        /// The version.
        version: u32,
        /// The latest version that is read.
        most: u32,
    },
}

impl Reason {
    /// Of another JSON type than `what`.
    pub const fn expected(what: &'static str) -> Self {
        Self::Expected(Cow::Borrowed(what))
    }

    /// None of these words.
    pub const fn one_of(words: &'static [&'static str]) -> Self {
        Self::OneOf(Words::known(words))
    }

    /// A member that does not belong here; these do.
    pub const fn none_of(names: &'static [&'static str]) -> Self {
        Self::NoneOf(Words::known(names))
    }
}

/// Why a text is not one value of JSON: what the scanner can say. Smaller than a reason, because
/// every step of reading may end with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fault {
    Incomplete,
    Syntax,
    Duplicate,
    Depth,
    Trailing,
    Size,
}

impl From<Fault> for Reason {
    fn from(fault: Fault) -> Self {
        match fault {
            Fault::Incomplete => Self::Incomplete,
            Fault::Syntax => Self::Syntax,
            Fault::Duplicate => Self::Duplicate,
            Fault::Depth => Self::Depth,
            Fault::Trailing => Self::Trailing,
            Fault::Size => Self::Size(TEXT_SIZE_MAX),
        }
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Incomplete => "the text ends too early",
            Self::Syntax => "not JSON",
            Self::Encoding => "not UTF-8",
            Self::Duplicate => "this member is there twice",
            Self::Depth => {
                return write!(
                    f,
                    "nested too deep: at most {DEPTH_MAX} levels, {DOCUMENT_DEPTH_MAX} in a \
                     vendor's document"
                );
            }
            Self::Trailing => "something follows the document",
            Self::Size(most) => {
                f.write_str("too large: at most ")?;
                return write_bytes(*most, f);
            }
            Self::Count(most) => return write!(f, "too large: at most {most} elements"),
            Self::Beyond => {
                f.write_str("too large: what comes of it has at most ")?;
                write_bytes(DOCUMENT_SIZE_MAX, f)?;
                return write!(f, " and {DOCUMENT_DEPTH_MAX} levels");
            }
            Self::Expected(what) => return write!(f, "must be {what}"),
            Self::Range => "number out of range",
            Self::Null => "must not be null",
            Self::Missing => "this member is missing",
            Self::Unknown => "no such member here",
            Self::Word => "not one of the known words",
            Self::OneOf(words) => return list("must be one of ", words, f),
            Self::NoneOf(names) if names.iter().next().is_none() => "no such member here",
            Self::NoneOf(names) => return list("no such member here; known are ", names, f),
            Self::Later { version, most } => {
                return write!(f, "of the later version {version} (this crate reads up to {most})");
            }
        })
    }
}

/// A number of bytes, in MiB if they are whole ones.
fn write_bytes(bytes: usize, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    const MIB: usize = 1024 * 1024;
    match bytes.checked_rem(MIB) {
        Some(0) => write!(f, "{} MiB", bytes / MIB),
        _ => write!(f, "{bytes} bytes"),
    }
}

fn list(before: &str, words: &Words, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    f.write_str(before)?;
    for (at, word) in words.iter().enumerate() {
        f.write_str(if at == 0 { "" } else { ", " })?;
        f.write_str(word)?;
    }
    Ok(())
}

/// The words that a place may hold, or the names that may stand there.
#[derive(Clone)]
pub struct Words(Kept);

#[derive(Clone)]
enum Kept {
    Known(&'static [&'static str]),
    /// What was stored.
    Read(Box<[Box<str>]>),
}

impl Words {
    const fn known(words: &'static [&'static str]) -> Self {
        Self(Kept::Known(words))
    }

    /// The words, in order.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        let (known, read) = match &self.0 {
            Kept::Known(words) => (*words, &[] as &[Box<str>]),
            Kept::Read(words) => (&[] as &[&str], &**words),
        };
        known.iter().copied().chain(read.iter().map(|word| &**word))
    }
}

impl PartialEq for Words {
    fn eq(&self, other: &Self) -> bool {
        self.iter().eq(other.iter())
    }
}

impl Eq for Words {}

impl Hash for Words {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.iter().for_each(|word| word.hash(state));
    }
}

impl fmt::Debug for Words {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.iter()).finish()
    }
}

impl Serialize for Words {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.iter().collect::<Vec<_>>())
    }
}

impl<'de> Deserialize<'de> for Words {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let words = Vec::<String>::deserialize(deserializer)?;
        Ok(Self(Kept::Read(words.into_iter().map(String::into_boxed_str).collect())))
    }
}
