//! Errors of form: where a document is unreadable, and why.

use alloc::vec::Vec;
use core::fmt;

use super::reason::Reason;
use crate::json::{At, Pointer, sort_by_key, stored};

stored! {
    /// One error of form with its place. Never quotes the input.
    #[derive(Clone, Debug, PartialEq, Eq, Hash)]
    #[non_exhaustive]
    pub struct FormError {
        /// Where.
        pub pointer: Pointer,
        /// Why.
        pub reason: Reason,
    }
}

impl FormError {
    /// An error at a place: for a program that reads documents of its own beside those of ours.
    pub const fn new(pointer: Pointer, reason: Reason) -> Self {
        Self { pointer, reason }
    }
}

impl fmt::Display for FormError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} at {}", self.reason, self.pointer.spoken())
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
        // What was there before is not looked at: a list of a thousand objects stays linear.
        let Some(inside @ [_, ..]) = self.found.get_mut(from..) else { return };
        let below = at.pointer().as_str().len().saturating_add(1);
        let rank = |error: &FormError| {
            let name = error.pointer.as_str().get(below..)?.split(['/']).next()?;
            names.iter().position(|one| *one == name)
        };
        sort_by_key(inside, |error| rank(error).unwrap_or(usize::MAX));
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
    ///
    /// # Errors
    ///
    /// Everything that was wrong. `None` without an error that was noted is unreadable without one.
    pub fn finish<T>(self, value: Option<T>) -> Result<T, Unreadable> {
        match value {
            Some(value) if self.found.is_empty() => Ok(value),
            _ => Err(self.unreadable()),
        }
    }

    /// Everything that was wrong.
    pub(crate) fn unreadable(self) -> Unreadable {
        Unreadable { errors: self.found }
    }
}

stored! {
    /// A document that can't be read: everything that is wrong with its form. Of syntax, the first:
    /// then nothing else is listed. A name that is there twice, and what is too deep, are syntax.
    #[derive(Clone, Debug, PartialEq, Eq, Hash)]
    #[non_exhaustive]
    pub struct Unreadable {
        /// What is wrong, in document order.
        pub errors: Vec<FormError>,
    }
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

impl Unreadable {
    /// The same for an error of serde, which ends in logs: no place of it has the name of a member
    /// that the model does not know, because that may be a text of a person.
    pub(crate) fn unnamed(mut self) -> Self {
        for FormError { pointer, reason } in &mut self.errors {
            let at = pointer.as_str();
            let known = match reason {
                // The object that it is in.
                Reason::Unknown | Reason::NoneOf(_) => {
                    at.rsplit_once(['/']).map_or("", |parent| parent.0)
                }
                // Found in the text, before anybody knows what belongs.
                Reason::Duplicate | Reason::Depth => "",
                _ => continue,
            };
            *pointer = Pointer::new(known);
        }
        self
    }
}
