//! What a value looks like on the wire: a table beside each reader, for documentation and schemas.

/// A value of JSON, as the reader of its type takes it.
///
/// Constants only: a program that prints no schema carries none of it. Limits of size and depth are
/// not part of it.
///
/// ```
/// use customer_core::member::{Member, Shape};
///
/// // An element of a request may be null, one of a record may not.
/// assert_eq!(<Vec<String>>::STORED, Shape::List { of: &Shape::Text, null: false });
/// assert_eq!(<Vec<String>>::SENT, Shape::List { of: &Shape::Text, null: true });
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Shape {
    /// Anything.
    Any,
    /// `true` or `false`.
    Flag,
    /// Any number.
    Number,
    /// A whole number of a range.
    Integer {
        /// The least.
        least: i64,
        /// The most.
        most: i64,
    },
    /// Any text.
    Text,
    /// A day: `YYYY-MM-DD`.
    Date,
    /// A day and a time of day: `YYYY-MM-DDTHH:MM:SS`.
    Timestamp,
    /// One of these words, and no other.
    Word(&'static [&'static str]),
    /// Any text; these words mean something to the vendor.
    Open(&'static [&'static str]),
    /// An array.
    List {
        /// What each element is.
        of: &'static Shape,
        /// Whether an element may be null.
        null: bool,
    },
    /// An object.
    Object {
        /// What it is called.
        name: &'static str,
        /// The members that are known, in the order of the model.
        parts: &'static [Part],
        /// What becomes of members with other names.
        others: OtherMembers,
    },
    /// Any of these.
    OneOf(&'static [Shape]),
}

/// Members of an object that the model does not know.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(clippy::exhaustive_enums, reason = "a reader of shapes must do each")]
pub enum OtherMembers {
    /// They are read; whether they are accepted is a rule's matter.
    Read,
    /// These are an error of form, all others are read.
    Without(&'static [&'static str]),
    /// They are an error of form.
    Closed,
}

/// A member of an object.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Part {
    /// Its name on the wire.
    pub name: &'static str,
    /// What it is.
    pub shape: Shape,
    /// What it means, as a sentence.
    pub about: &'static str,
    /// Whether it must be there.
    pub required: bool,
    /// Whether it may be null.
    pub null: bool,
}

impl Part {
    /// A member of a vendor's document: may be left out, and null.
    pub const fn new(name: &'static str, shape: Shape, about: &'static str) -> Self {
        Self { name, shape, about, required: false, null: true }
    }

    /// The same member, not null.
    #[must_use]
    pub const fn not_null(self) -> Self {
        Self { null: false, ..self }
    }

    /// The same member, which must be there.
    #[must_use]
    pub const fn needed(self) -> Self {
        Self { required: true, ..self }
    }
}

impl Shape {
    /// An object without members.
    pub const EMPTY: Self =
        Self::Object { name: "Nothing", parts: &[], others: OtherMembers::Closed };

    /// Whether values of this type are read as whole numbers of 64 bits.
    pub const INTEGER: Self = Self::Integer { least: i64::MIN, most: i64::MAX };

    /// The same object, of which members with these names are an error of form.
    #[must_use]
    pub const fn without(self, names: &'static [&'static str]) -> Self {
        match self {
            Self::Object { name, parts, .. } => {
                Self::Object { name, parts, others: OtherMembers::Without(names) }
            }
            other => other,
        }
    }

    /// The same object under another name.
    #[must_use]
    pub const fn named(self, name: &'static str) -> Self {
        match self {
            Self::Object { parts, others, .. } => Self::Object { name, parts, others },
            other => other,
        }
    }

    /// A number of licences or consumables.
    pub const QUANTITY: Self = Self::Integer { least: 0, most: 2_147_483_647 };

    /// A number of things.
    pub const COUNT: Self = Self::Integer { least: 0, most: i64::MAX };
}
