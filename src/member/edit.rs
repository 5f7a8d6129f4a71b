//! What a field means: the three merge disciplines, in one place.

use super::Field;

/// What an update wants for one member.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(clippy::exhaustive_enums, reason = "no edit is anything else")]
pub enum Edit<T> {
    /// Leave it as it is.
    Keep,
    /// It shall have no value.
    Clear,
    /// It shall have this value.
    Set(T),
}

impl<T> Edit<T> {
    /// Absent keeps, null is an echo of "no value" and keeps, a value sets.
    ///
    /// The discipline of a partial update without a word for "clear" (Adobe). A null over a stored
    /// value never gets here: the rules refuse it first.
    ///
    /// ```
    /// # use customer_core::member::{Edit, Field};
    /// assert_eq!(Edit::partial(Field::<u8>::Absent), Edit::Keep);
    /// assert_eq!(Edit::partial(Field::<u8>::Null), Edit::Keep);
    /// assert_eq!(Edit::partial(Field::Value(7)), Edit::Set(7));
    /// ```
    pub fn partial(field: Field<T>) -> Self {
        match field {
            Field::Absent | Field::Null => Self::Keep,
            Field::Value(value) => Self::Set(value),
        }
    }

    /// Absent clears, null clears, a value sets.
    ///
    /// The discipline of a full replacement (IBM): what is not sent again is gone.
    ///
    /// ```
    /// # use customer_core::member::{Edit, Field};
    /// assert_eq!(Edit::replacing(Field::<u8>::Absent), Edit::Clear);
    /// assert_eq!(Edit::replacing(Field::<u8>::Null), Edit::Clear);
    /// assert_eq!(Edit::replacing(Field::Value(7)), Edit::Set(7));
    /// ```
    pub fn replacing(field: Field<T>) -> Self {
        match field {
            Field::Absent | Field::Null => Self::Clear,
            Field::Value(value) => Self::Set(value),
        }
    }

    /// Absent keeps, null clears, a value sets.
    ///
    /// The discipline of an explicit-null update (Commvault).
    ///
    /// ```
    /// # use customer_core::member::{Edit, Field};
    /// assert_eq!(Edit::explicit(Field::<u8>::Absent), Edit::Keep);
    /// assert_eq!(Edit::explicit(Field::<u8>::Null), Edit::Clear);
    /// assert_eq!(Edit::explicit(Field::Value(7)), Edit::Set(7));
    /// ```
    pub fn explicit(field: Field<T>) -> Self {
        match field {
            Field::Absent => Self::Keep,
            Field::Null => Self::Clear,
            Field::Value(value) => Self::Set(value),
        }
    }
}
