//! Errors of form: what makes a document unreadable, and where.

use alloc::vec::Vec;
use core::fmt;

use crate::json::{At, Pointer, sort_by_key};

/// Why a place can't be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
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
    /// Nested deeper than [`DEPTH_MAX`](super::DEPTH_MAX).
    Depth,
    /// Something follows the document.
    Trailing,
    /// Larger than the limit.
    Size,
    /// Of another JSON type than this one.
    Expected(&'static str),
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
    OneOf(&'static [&'static str]),
    /// A member that does not belong here; these do.
    NoneOf(&'static [&'static str]),
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Incomplete => "the text ends too early",
            Self::Syntax => "not JSON",
            Self::Encoding => "not UTF-8",
            Self::Duplicate => "this member is there twice",
            Self::Depth => "nested deeper than 128",
            Self::Trailing => "something follows the document",
            Self::Size => "larger than the limit",
            Self::Expected(what) => return write!(f, "must be {what}"),
            Self::Range => "number out of range",
            Self::Null => "must not be null",
            Self::Missing => "this member is missing",
            Self::Unknown => "no such member here",
            Self::Word => "not one of the known words",
            Self::OneOf(words) => return list("must be one of ", words, f),
            Self::NoneOf(names) => return list("no such member here; known are ", names, f),
        })
    }
}

fn list(before: &str, words: &[&str], f: &mut fmt::Formatter<'_>) -> fmt::Result {
    f.write_str(before)?;
    for (at, word) in words.iter().enumerate() {
        f.write_str(if at == 0 { "" } else { ", " })?;
        f.write_str(word)?;
    }
    Ok(())
}

/// One error of form with its place. Never quotes the input.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct FormError {
    /// Where.
    pub pointer: Pointer,
    /// Why.
    pub reason: Reason,
}

impl fmt::Display for FormError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} at `{}`", self.reason, self.pointer)
    }
}

impl core::error::Error for FormError {}

/// The errors of form found so far, in document order.
#[derive(Clone, Debug, Default)]
pub struct Errors {
    found: Vec<FormError>,
}

impl Errors {
    /// Notes one more.
    #[cold]
    pub fn push(&mut self, at: &At<'_>, reason: Reason) {
        self.found.push(FormError { pointer: at.pointer(), reason });
    }

    /// Notes an error that has its place.
    pub(crate) fn push_error(&mut self, error: FormError) {
        self.found.push(error);
    }

    /// Brings the errors from the one at `from` on, all of them inside of the object at `at`, into
    /// the order of its members' `names`.
    #[cold]
    pub(crate) fn arrange(&mut self, from: usize, at: &At<'_>, names: &[&str]) {
        let count = self.found.len().saturating_sub(from);
        let below = at.pointer().as_str().len().saturating_add(1);
        let rank = |error: &FormError| {
            let name = error.pointer.as_str().get(below..)?.split(['/']).next()?;
            names.iter().position(|one| *one == name)
        };
        // What stands before is not looked at: a list of a thousand objects stays linear.
        let mut inside = Vec::new();
        while let Some(error) = self.found.pop_if(|_| inside.len() < count) {
            inside.push(error);
        }
        inside.reverse();
        sort_by_key(&mut inside, |error| rank(error).unwrap_or(usize::MAX));
        self.found.append(&mut inside);
    }

    /// Forgets the errors from the one at `from` on.
    pub(crate) fn forget(&mut self, from: usize) {
        self.found.truncate(from);
    }

    /// Notes all that was noted elsewhere.
    #[cfg(feature = "contract")]
    pub(crate) fn append(&mut self, mut later: Self) {
        self.found.append(&mut later.found);
    }

    /// Whether nothing was wrong so far.
    pub const fn is_empty(&self) -> bool {
        self.found.is_empty()
    }

    /// How many things were wrong so far.
    pub const fn count(&self) -> usize {
        self.found.len()
    }

    /// `value` if nothing was wrong, else everything that was.
    pub fn finish<T>(self, value: Option<T>) -> Result<T, Unreadable> {
        match value {
            Some(value) if self.found.is_empty() => Ok(value),
            _ => Err(Unreadable { errors: self.found }),
        }
    }
}

/// A document that can't be read: everything that is wrong with its form. Of syntax, the first.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Unreadable {
    /// What is wrong, in document order.
    pub errors: Vec<FormError>,
}

impl From<FormError> for Unreadable {
    fn from(error: FormError) -> Self {
        Self { errors: Vec::from([error]) }
    }
}

impl fmt::Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, error) in self.errors.iter().enumerate() {
            if i > 0 {
                f.write_str("; ")?;
            }
            write!(f, "{error}")?;
        }
        Ok(())
    }
}

impl core::error::Error for Unreadable {}
