//! JSON and TOML objects, read as objects: serde also takes a list of the members' values in order
//! for a structure, and a null for a member that is left out. Nobody means either.

use core::fmt;
use core::marker::PhantomData;

use serde::de::value::MapAccessDeserializer;
use serde::de::{DeserializeOwned, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::{Error, Map, Value};

/// A structure that is written as an object.
struct Object<T>(T);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Object<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(Members(PhantomData)).map(Self)
    }
}

struct Members<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for Members<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, members: A) -> Result<T, A::Error> {
        T::deserialize(MapAccessDeserializer::new(members))
    }
}

/// Reads a JSON text that is an object.
pub(crate) fn read<'t, T: Deserialize<'t>>(text: &'t [u8]) -> Result<T, Error> {
    serde_json::from_slice(text).map(|Object(read)| read)
}

/// The same of members that are read already.
pub(crate) fn from_members<T: DeserializeOwned>(members: Map<String, Value>) -> Result<T, Error> {
    serde_json::from_value(Value::Object(members)).map(|Object(read)| read)
}

/// A member that is an object.
pub(crate) fn one<'de, D, T>(deserializer: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de>,
{
    Object::deserialize(deserializer).map(|Object(read)| read)
}

/// A member that is a list of objects.
pub(crate) fn several<'de, D, T>(deserializer: D) -> Result<Vec<T>, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de>,
{
    let read = Vec::<Object<T>>::deserialize(deserializer)?;
    Ok(read.into_iter().map(|Object(read)| read).collect())
}

/// A member that may be left out, and is not null.
pub(crate) fn given<'de, D, T>(deserializer: D) -> Result<Option<T>, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de>,
{
    T::deserialize(deserializer).map(Some)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Inner {
        a: u8,
    }

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Outer {
        #[serde(default, deserialize_with = "given")]
        n: Option<u8>,
        #[serde(default, deserialize_with = "several")]
        all: Vec<Inner>,
    }

    #[test]
    fn only_objects_are_objects_and_null_is_no_member() {
        let outer: Outer = read(br#" {"n": 1, "all": [{"a": 2}]} "#).unwrap();
        assert_eq!((outer.n, outer.all.iter().map(|one| one.a).collect()), (Some(1), vec![2]));
        assert_eq!(read::<Outer>(b"{}").unwrap().n, None);
        for bad in [
            "[1, []]",
            "[]",
            "null",
            r#"{"n": null}"#,
            r#"{"all": [[2]]}"#,
            r#"{"x": 1}"#,
            r#"{"n": 1, "n": 1}"#,
            "{} {}",
        ] {
            assert!(read::<Outer>(bad.as_bytes()).is_err(), "{bad}");
        }
    }
}
