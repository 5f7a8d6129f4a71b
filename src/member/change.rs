//! What a decision changes: one place, its old and its new value, and why.

use alloc::vec::Vec;
use core::fmt;

use serde::{Deserialize, Serialize};

use super::Value;
use crate::json::{At, Path, Writer, stored};

/// Why a member changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Cause {
    /// The request gave it this value.
    Set,
    /// The request said that it has no value.
    Cleared,
    /// The request left it out, and that deletes.
    Omitted,
    /// It came or went with its list.
    Replaced,
    /// A rule computed it from other members.
    Derived,
}

impl Cause {
    /// All of them.
    pub const ALL: &'static [Self] =
        &[Self::Set, Self::Cleared, Self::Omitted, Self::Replaced, Self::Derived];

    /// The word of the JSON contract.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Set => "set",
            Self::Cleared => "cleared",
            Self::Omitted => "omitted",
            Self::Replaced => "replaced",
            Self::Derived => "derived",
        }
    }
}

/// Whether a value came, went, or became another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum ChangeKind {
    /// No value before.
    Added,
    /// Another value before.
    Modified,
    /// No value after.
    Removed,
}

impl ChangeKind {
    /// All of them.
    pub const ALL: &'static [Self] = &[Self::Added, Self::Modified, Self::Removed];

    /// The word of the JSON contract.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Added => "added",
            Self::Modified => "modified",
            Self::Removed => "removed",
        }
    }
}

impl fmt::Display for Cause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Display for ChangeKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

stored! {
    /// One change. `Debug` does not show values that may be personal.
    #[derive(Clone, Debug, PartialEq, Eq, Hash)]
    #[non_exhaustive]
    pub struct Change {
        /// Where: what went points into the old record, everything else into the new one.
        pub path: Path,
        /// Why.
        pub cause: Cause,
        /// The value before, if there was one.
        pub before: Option<Value>,
        /// The value after, if there is one.
        pub after: Option<Value>,
    }
}

impl Change {
    /// A change for [`Member::put`](super::Member::put). A decision makes its own.
    ///
    /// ```
    /// use customer_core::json::Path;
    /// use customer_core::member::{Cause, Change, ChangeKind, Value};
    ///
    /// let place = Path::ROOT.name("name");
    /// let change = Change::new(place, Cause::Set, None, Some(Value::Text("Acme".into())));
    /// assert_eq!(change.kind(), ChangeKind::Added);
    /// ```
    pub const fn new(
        path: Path,
        cause: Cause,
        before: Option<Value>,
        after: Option<Value>,
    ) -> Self {
        Self { path, cause, before, after }
    }

    /// Adds a change at this place.
    #[inline(never)]
    pub(crate) fn push(
        changes: &mut Changes,
        at: &At<'_>,
        cause: Cause,
        before: Option<Value>,
        after: Option<Value>,
    ) {
        changes.push(Self { path: at.path(), cause, before, after });
    }

    /// Whether a value came, went, or became another.
    pub const fn kind(&self) -> ChangeKind {
        match (&self.before, &self.after) {
            (None, _) => ChangeKind::Added,
            (Some(_), Some(_)) => ChangeKind::Modified,
            (Some(_), None) => ChangeKind::Removed,
        }
    }

    /// Writes it as an object of the JSON contract.
    pub fn write(&self, w: &mut Writer<'_>) {
        w.begin_object();
        w.member("pointer", self.path.pointer().as_str());
        w.member("kind", self.kind().as_str());
        w.member("cause", self.cause.as_str());
        if let Some(before) = &self.before {
            w.name("before");
            before.write(w);
        }
        if let Some(after) = &self.after {
            w.name("after");
            after.write(w);
        }
        w.end_object();
    }
}

/// Changes in document order. Empty if and only if the record stays as it is.
pub type Changes = Vec<Change>;
