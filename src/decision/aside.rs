//! A value that is set aside until it is known how to read it.
//!
//! serde has such a form of its own, for untagged enums, but its reader may panic.

use alloc::string::String;
use alloc::vec::{self, Vec};
use core::fmt;
use core::marker::PhantomData;

use serde::de::value::{MapAccessDeserializer, SeqDeserializer};
use serde::de::{
    Deserialize, DeserializeSeed, Deserializer, Error, IntoDeserializer, MapAccess, SeqAccess,
    Visitor,
};
use serde::forward_to_deserialize_any;

/// How many levels may be inside each other: enough for anything that was written.
const LEVELS_MAX: usize = 256;

/// The value.
pub(super) enum Aside {
    Nothing,
    Flag(bool),
    Signed(i64),
    Unsigned(u64),
    Float(f64),
    Text(String),
    List(Vec<Self>),
    Map(Vec<(String, Self)>),
}

impl<'de> Deserialize<'de> for Aside {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        Take { levels: LEVELS_MAX }.deserialize(from)
    }
}

/// Takes whatever a deserializer holds.
#[derive(Clone, Copy)]
struct Take {
    /// How many more levels may be inside.
    levels: usize,
}

impl Take {
    /// The same one level further in.
    fn inside<E: Error>(self) -> Result<Self, E> {
        let levels = self.levels.checked_sub(1);
        Ok(Self { levels: levels.ok_or_else(|| E::custom("nested too deep"))? })
    }
}

impl<'de> DeserializeSeed<'de> for Take {
    type Value = Aside;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<Aside, D::Error> {
        from.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Take {
    type Value = Aside;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_unit<E: Error>(self) -> Result<Aside, E> {
        Ok(Aside::Nothing)
    }

    fn visit_none<E: Error>(self) -> Result<Aside, E> {
        Ok(Aside::Nothing)
    }

    fn visit_bool<E: Error>(self, v: bool) -> Result<Aside, E> {
        Ok(Aside::Flag(v))
    }

    fn visit_i64<E: Error>(self, v: i64) -> Result<Aside, E> {
        Ok(Aside::Signed(v))
    }

    fn visit_u64<E: Error>(self, v: u64) -> Result<Aside, E> {
        Ok(Aside::Unsigned(v))
    }

    fn visit_f64<E: Error>(self, v: f64) -> Result<Aside, E> {
        Ok(Aside::Float(v))
    }

    fn visit_str<E: Error>(self, v: &str) -> Result<Aside, E> {
        Ok(Aside::Text(v.into()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Aside, A::Error> {
        let inside = self.inside()?;
        let mut elements = Vec::new();
        while let Some(element) = seq.next_element_seed(inside)? {
            elements.push(element);
        }
        Ok(Aside::List(elements))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Aside, A::Error> {
        let inside = self.inside()?;
        let mut members = Vec::new();
        while let Some(name) = map.next_key()? {
            members.push((name, map.next_value_seed(inside)?));
        }
        Ok(Aside::Map(members))
    }
}

impl<'de, E: Error> IntoDeserializer<'de, E> for Aside {
    type Deserializer = Read<E>;

    fn into_deserializer(self) -> Read<E> {
        Read { value: self, error: PhantomData }
    }
}

/// Reads the value after all.
pub(super) struct Read<E> {
    value: Aside,
    error: PhantomData<E>,
}

impl<'de, E: Error> Deserializer<'de> for Read<E> {
    type Error = E;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, E> {
        match self.value {
            Aside::Nothing => visitor.visit_unit(),
            Aside::Flag(flag) => visitor.visit_bool(flag),
            Aside::Signed(number) => visitor.visit_i64(number),
            Aside::Unsigned(number) => visitor.visit_u64(number),
            Aside::Float(number) => visitor.visit_f64(number),
            Aside::Text(text) => visitor.visit_string(text),
            Aside::List(elements) => {
                let mut elements = SeqDeserializer::new(elements.into_iter());
                let value = visitor.visit_seq(&mut elements)?;
                elements.end()?;
                Ok(value)
            }
            Aside::Map(members) => visitor.visit_map(Members::of(members)),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, E> {
        match self.value {
            Aside::Nothing => visitor.visit_none(),
            _ => visitor.visit_some(self),
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        visitor: V,
    ) -> Result<V::Value, E> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _name: &'static str,
        _variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, E> {
        match self.value {
            Aside::Text(text) => visitor.visit_enum(text.into_deserializer()),
            Aside::Map(members) => {
                visitor.visit_enum(MapAccessDeserializer::new(Members::of(members)))
            }
            // Whoever wants a variant takes nothing else, and says so.
            _ => self.deserialize_any(visitor),
        }
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit
        unit_struct seq tuple tuple_struct map struct identifier ignored_any
    }
}

/// The members of a map, one after the other.
pub(super) struct Members<E> {
    rest: vec::IntoIter<(String, Aside)>,
    /// Of the member whose name was read.
    value: Option<Aside>,
    error: PhantomData<E>,
}

impl<E> Members<E> {
    pub(super) fn of(members: Vec<(String, Aside)>) -> Self {
        Self { rest: members.into_iter(), value: None, error: PhantomData }
    }

    /// Whether there is another name to read.
    pub(super) fn is_any_left(&self) -> bool {
        !self.rest.as_slice().is_empty()
    }

    /// Whether a name was read, and its value not yet.
    pub(super) const fn has_value(&self) -> bool {
        self.value.is_some()
    }
}

impl<'de, E: Error> MapAccess<'de> for Members<E> {
    type Error = E;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, E> {
        let Some((name, value)) = self.rest.next() else { return Ok(None) };
        self.value = Some(value);
        seed.deserialize(name.into_deserializer()).map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, E> {
        // Nobody asks for a value twice.
        let value = self.value.take().unwrap_or(Aside::Nothing);
        seed.deserialize(value.into_deserializer())
    }
}
