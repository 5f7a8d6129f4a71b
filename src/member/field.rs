//! What the wire said about one member: nothing, null, or a value.

use core::fmt;
use core::marker::PhantomData;

use serde::de::{Deserialize, Deserializer, Visitor};
use serde::ser::{self, Serialize, Serializer};

/// What a request said about one member.
///
/// Three states, one enum: nobody has to remember which of two nested options means what. There is
/// no conversion from `Option`, because there is no right answer for `None`.
///
/// With serde, ask for it with `#[serde(default, skip_serializing_if = "Field::is_absent")]`.
/// Forgetting either attribute is an error and never a silent "clear":
///
/// ```
/// # use customer_core::member::Field;
/// #[derive(serde::Serialize, serde::Deserialize, PartialEq, Debug)]
/// struct Careless { website: Field<String> } // both attributes forgotten
///
/// assert!(serde_json::from_str::<Careless>("{}").is_err()); // not `Null`
/// assert!(serde_json::to_string(&Careless { website: Field::Absent }).is_err()); // not `null`
/// let cleared: Careless = serde_json::from_str(r#"{"website":null}"#).unwrap();
/// assert_eq!(cleared.website, Field::Null);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[expect(clippy::exhaustive_enums, reason = "JSON says nothing else of a member")]
pub enum Field<T> {
    /// The member was not there.
    #[default]
    Absent,
    /// The member was `null`.
    Null,
    /// The member had a value.
    Value(T),
}

impl<T> Field<T> {
    /// Whether the member was not there.
    pub const fn is_absent(&self) -> bool {
        matches!(self, Self::Absent)
    }

    /// The value, if there was one.
    pub const fn value(&self) -> Option<&T> {
        match self {
            Self::Value(value) => Some(value),
            Self::Absent | Self::Null => None,
        }
    }

    /// The value to edit; where there is none, an empty one takes the place of what was said.
    ///
    /// ```
    /// use customer_core::member::Field;
    ///
    /// let mut field = Field::<Vec<u8>>::Null;
    /// field.get_or_insert_default().push(1);
    /// field.get_or_insert_default().push(2);
    /// assert_eq!(field, Field::Value(vec![1, 2]));
    /// ```
    pub fn get_or_insert_default(&mut self) -> &mut T
    where
        T: Default,
    {
        loop {
            match self {
                Self::Value(value) => return value,
                Self::Absent | Self::Null => *self = Self::Value(T::default()),
            }
        }
    }

    /// The same state around a reference.
    pub const fn as_ref(&self) -> Field<&T> {
        match self {
            Self::Absent => Field::Absent,
            Self::Null => Field::Null,
            Self::Value(value) => Field::Value(value),
        }
    }

    /// What two requests say of a member, one after the other: what the second one says, if it says
    /// anything.
    #[must_use]
    pub fn then(&self, second: &Self) -> Self
    where
        T: Clone,
    {
        if second.is_absent() { self.clone() } else { second.clone() }
    }

    /// The same state around another value.
    pub fn map<U>(self, f: impl FnOnce(T) -> U) -> Field<U> {
        match self {
            Self::Absent => Field::Absent,
            Self::Null => Field::Null,
            Self::Value(value) => Field::Value(f(value)),
        }
    }
}

/// The name serde sees. Reading a newtype struct (and not an option) makes a forgotten
/// `#[serde(default)]` a missing-field error instead of a silent null.
const NAME: &str = "Field";

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Field<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Seen<T>(PhantomData<T>);
        impl<'de, T: Deserialize<'de>> Visitor<'de> for Seen<T> {
            type Value = Field<T>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("null or a value")
            }

            fn visit_newtype_struct<D: Deserializer<'de>>(
                self,
                deserializer: D,
            ) -> Result<Self::Value, D::Error> {
                Ok(match Option::<T>::deserialize(deserializer)? {
                    None => Field::Null,
                    Some(value) => Field::Value(value),
                })
            }
        }
        deserializer.deserialize_newtype_struct(NAME, Seen(PhantomData))
    }
}

impl<T: Serialize> Serialize for Field<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Absent => Err(ser::Error::custom("an absent field cannot be written; skip it")),
            Self::Null => serializer.serialize_none(),
            // As an option: a format that marks values as present reads the mark again.
            Self::Value(value) => serializer.serialize_some(value),
        }
    }
}
