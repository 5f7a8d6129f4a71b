//! The version of a stored form.

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;
use core::marker::PhantomData;

use serde::de::value::MapAccessDeserializer;
use serde::de::{
    Deserialize, DeserializeSeed, Deserializer, Error, IntoDeserializer as _, MapAccess, Visitor,
};
use serde::ser::{Serialize, Serializer};

use super::aside::{Aside, Members};
use crate::json::unread;

/// The name of the member that holds it.
const VERSION: &str = "version";

/// The version of a stored form: written as `N`, read from any version up to `N`. Takes no memory.
/// A decision of a later form is refused, and never half understood; the error says which version
/// it is of, so that it is not taken for a broken one.
///
/// ```
/// # use customer_core::decision::Format;
/// assert_eq!(serde_json::to_string(&Format::<2>).unwrap(), "2");
/// assert!(serde_json::from_str::<Format<2>>("1").is_ok());
/// let later = serde_json::from_str::<Format<2>>("3").unwrap_err().to_string();
/// assert!(later.starts_with("of the later version 3 (this crate reads up to 2)"));
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[expect(clippy::exhaustive_structs, reason = "the version is all that it says")]
pub struct Format<const N: u32>;

/// A version that is later than any that is read.
struct Later {
    version: u32,
    most: u32,
}

impl fmt::Display for Later {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { version, most } = self;
        write!(f, "of the later version {version} (this crate reads up to {most})")
    }
}

impl<const N: u32> Format<N> {
    /// The version that is written.
    pub const fn number(self) -> u32 {
        N
    }

    /// Reads a form that has its version as a member, and says of one of a later version that it is
    /// one. Such a form may have members that are not known here, and a store may put these before
    /// the version: so they are set aside until it is known.
    pub(crate) fn read<'de, T, D>(from: D, what: &'static str) -> Result<T, D::Error>
    where
        T: Deserialize<'de>,
        D: Deserializer<'de>,
    {
        let mut later = None;
        let parts = Parts::<N, T> { later: &mut later, form: PhantomData };
        let read = from.deserialize_map(parts);
        read.map_err(|_| match later {
            Some(later) => D::Error::custom(format_args!("a stored {what} {later}")),
            None => unread(what),
        })
    }
}

impl<const N: u32> Serialize for Format<N> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_u32(N)
    }
}

impl<'de, const N: u32> Deserialize<'de> for Format<N> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match u32::deserialize(deserializer)? {
            0 => Err(D::Error::custom("no version of a stored form")),
            version if version <= N => Ok(Self),
            version => Err(D::Error::custom(Later { version, most: N })),
        }
    }
}

/// Looks for the version among the members of a form, then reads the form.
struct Parts<'l, const N: u32, T> {
    /// Where a later version is noted.
    later: &'l mut Option<Later>,
    form: PhantomData<T>,
}

impl<'de, const N: u32, T: Deserialize<'de>> Visitor<'de> for Parts<'_, N, T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a stored form")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<T, A::Error> {
        let mut before = Vec::new();
        while let Some(name) = map.next_key()? {
            let Name::Other(name) = name else {
                let version = map.next_value()?;
                if version > N {
                    *self.later = Some(Later { version, most: N });
                    return Err(A::Error::custom("of a later version"));
                }
                let (before, version) = (Members::of(before), Some(version));
                let all = All { before, version, rest: map };
                return T::deserialize(MapAccessDeserializer::new(all));
            };
            before.push((name, map.next_value::<Aside>()?));
        }
        Err(A::Error::missing_field(VERSION))
    }
}

/// The name of a member. That of the version, which is mostly the first one, takes no memory.
enum Name {
    Version,
    Other(String),
}

impl<'de> Deserialize<'de> for Name {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Named;

        impl Visitor<'_> for Named {
            type Value = Name;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("the name of a member")
            }

            fn visit_str<E: Error>(self, name: &str) -> Result<Name, E> {
                Ok(if name == VERSION { Name::Version } else { Name::Other(name.into()) })
            }
        }

        from.deserialize_identifier(Named)
    }
}

/// All members of a form, in the order in which they were found.
struct All<A, E> {
    /// Those before the version.
    before: Members<E>,
    /// The version, until it was taken.
    version: Option<u32>,
    rest: A,
}

impl<'de, A: MapAccess<'de>> MapAccess<'de> for All<A, A::Error> {
    type Error = A::Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, A::Error> {
        match self.version {
            _ if self.before.is_any_left() => self.before.next_key_seed(seed),
            Some(_) => seed.deserialize(VERSION.into_deserializer()).map(Some),
            None => self.rest.next_key_seed(seed),
        }
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, A::Error> {
        if self.before.has_value() {
            return self.before.next_value_seed(seed);
        }
        match self.version.take() {
            Some(version) => seed.deserialize(version.into_deserializer()),
            None => self.rest.next_value_seed(seed),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Format;
    use crate::decision::Next;
    use crate::formats::kept_by_all;

    #[test]
    fn small_values_are_given_back_by_every_format() {
        kept_by_all(&Next::Poll);
        kept_by_all(&Format::<2>);
    }
}
