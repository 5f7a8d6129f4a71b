//! Where everything comes from: a format of serde that may hold any value of any shape.

use alloc::string::String;
use core::hint::black_box;

use serde::de::{
    Deserialize, DeserializeOwned, DeserializeSeed, Deserializer, EnumAccess, IntoDeserializer,
    MapAccess, SeqAccess, VariantAccess, Visitor,
};

use crate::sink::Failed;

/// Reads a `T` out of anything.
pub(crate) fn load<T: DeserializeOwned>() -> Result<T, Failed> {
    T::deserialize(Any)
}

/// Reads a `T` that may borrow.
pub(crate) fn load_borrowed<T: Deserialize<'static>>() -> Result<T, Failed> {
    T::deserialize(Any)
}

/// Any value: the optimiser doesn't know which.
#[derive(Clone, Copy)]
struct Any;

impl<'de> Deserializer<'de> for Any {
    type Error = Failed;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failed> {
        match black_box(0_u8) {
            0 => visitor.visit_unit(),
            1 => visitor.visit_bool(black_box(true)),
            2 => visitor.visit_i64(black_box(1)),
            3 => visitor.visit_u64(black_box(1)),
            4 => visitor.visit_f64(black_box(1.0)),
            5 => visitor.visit_str(black_box("a")),
            6 => visitor.visit_borrowed_str(black_box("a")),
            7 => visitor.visit_string(String::from(black_box("a"))),
            8 => visitor.visit_seq(self),
            9 => visitor.visit_map(self),
            10 => visitor.visit_none(),
            11 => visitor.visit_some(self),
            12 => visitor.visit_newtype_struct(self),
            13 => visitor.visit_enum(self),
            14 => visitor.visit_bytes(black_box(b"a")),
            15 => visitor.visit_char(black_box('a')),
            _ => Err(Failed),
        }
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option
        unit unit_struct newtype_struct seq tuple tuple_struct map struct enum identifier
        ignored_any
    }
}

impl<'de> SeqAccess<'de> for Any {
    type Error = Failed;

    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, Failed> {
        if black_box(false) { Ok(None) } else { seed.deserialize(*self).map(Some) }
    }

    fn size_hint(&self) -> Option<usize> {
        black_box(None)
    }
}

impl<'de> MapAccess<'de> for Any {
    type Error = Failed;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, Failed> {
        if black_box(false) { Ok(None) } else { seed.deserialize(*self).map(Some) }
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Failed> {
        seed.deserialize(*self)
    }
}

impl<'de> EnumAccess<'de> for Any {
    type Error = Failed;
    type Variant = Self;

    fn variant_seed<V: DeserializeSeed<'de>>(self, seed: V) -> Result<(V::Value, Self), Failed> {
        let name: serde::de::value::StrDeserializer<'_, Failed> =
            black_box("a").into_deserializer();
        Ok((seed.deserialize(name)?, self))
    }
}

impl<'de> VariantAccess<'de> for Any {
    type Error = Failed;

    fn unit_variant(self) -> Result<(), Failed> {
        if black_box(false) { Err(Failed) } else { Ok(()) }
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value, Failed> {
        seed.deserialize(self)
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Failed> {
        visitor.visit_seq(self)
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Failed> {
        visitor.visit_map(self)
    }
}
