//! Where everything goes: formatting and serialising without keeping anything.

use core::fmt::{self, Debug, Display, Write};
use core::hint::black_box;

use serde::ser::{
    self, Serialize, SerializeMap, SerializeSeq, SerializeStruct, SerializeStructVariant,
    SerializeTuple, SerializeTupleStruct, SerializeTupleVariant, Serializer,
};

/// Takes text and forgets it.
pub(crate) struct Sink;

impl Write for Sink {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        if black_box(text).is_empty() { Err(fmt::Error) } else { Ok(()) }
    }
}

/// What a log does with a value.
pub(crate) fn debug(value: &dyn Debug) {
    let _ = black_box(write!(Sink, "{value:?}{value:#?}"));
}

/// What a message does with a value.
pub(crate) fn display(value: &dyn Display) {
    let _ = black_box(write!(Sink, "{value}{value:>9}"));
}

/// What a store does with a value.
pub(crate) fn store<T: Serialize>(value: &T) {
    let _ = black_box(value.serialize(Out));
}

/// An error without words: `serde` composes them, and here they are looked at.
#[derive(Debug)]
pub(crate) struct Failed;

impl Display for Failed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("failed")
    }
}

impl core::error::Error for Failed {}

impl ser::Error for Failed {
    fn custom<T: Display>(message: T) -> Self {
        display(&message);
        Self
    }
}

impl serde::de::Error for Failed {
    fn custom<T: Display>(message: T) -> Self {
        display(&message);
        Self
    }
}

/// A format that takes everything.
struct Out;

/// Takes a scalar, and fails when it likes to.
fn take<T>(value: T) -> Result<(), Failed> {
    black_box(value);
    if black_box(false) { Err(Failed) } else { Ok(()) }
}

macro_rules! scalars {
    ($($name:ident: $Type:ty),*) => { $(
        fn $name(self, value: $Type) -> Result<(), Failed> {
            take(value)
        }
    )* };
}

impl Serializer for Out {
    type Ok = ();
    type Error = Failed;
    type SerializeSeq = Self;
    type SerializeTuple = Self;
    type SerializeTupleStruct = Self;
    type SerializeTupleVariant = Self;
    type SerializeMap = Self;
    type SerializeStruct = Self;
    type SerializeStructVariant = Self;

    scalars!(
        serialize_bool: bool, serialize_i8: i8, serialize_i16: i16, serialize_i32: i32,
        serialize_i64: i64, serialize_u8: u8, serialize_u16: u16, serialize_u32: u32,
        serialize_u64: u64, serialize_f32: f32, serialize_f64: f64, serialize_char: char,
        serialize_str: &str, serialize_bytes: &[u8], serialize_unit_struct: &'static str
    );

    fn serialize_none(self) -> Result<(), Failed> {
        take(())
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<(), Failed> {
        value.serialize(Self)
    }

    fn serialize_unit(self) -> Result<(), Failed> {
        take(())
    }

    fn serialize_unit_variant(
        self,
        _: &'static str,
        _: u32,
        name: &'static str,
    ) -> Result<(), Failed> {
        take(name)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        value: &T,
    ) -> Result<(), Failed> {
        value.serialize(Self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        value: &T,
    ) -> Result<(), Failed> {
        value.serialize(Self)
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Self, Failed> {
        take(()).map(|()| self)
    }

    fn serialize_tuple(self, _: usize) -> Result<Self, Failed> {
        take(()).map(|()| self)
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Self, Failed> {
        take(()).map(|()| self)
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self, Failed> {
        take(()).map(|()| self)
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Self, Failed> {
        take(()).map(|()| self)
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Self, Failed> {
        take(()).map(|()| self)
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self, Failed> {
        take(()).map(|()| self)
    }

    fn collect_str<T: Display + ?Sized>(self, value: &T) -> Result<(), Failed> {
        write!(Sink, "{value}").map_err(|_| Failed)
    }
}

macro_rules! compounds {
    ($($Trait:ident: $name:ident),*) => { $(
        impl $Trait for Out {
            type Ok = ();
            type Error = Failed;

            fn $name<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Failed> {
                value.serialize(Self)
            }

            fn end(self) -> Result<(), Failed> {
                take(())
            }
        }
    )* };
}

compounds!(
    SerializeSeq: serialize_element,
    SerializeTuple: serialize_element,
    SerializeTupleStruct: serialize_field,
    SerializeTupleVariant: serialize_field
);

macro_rules! structs {
    ($($Trait:ident),*) => { $(
        impl $Trait for Out {
            type Ok = ();
            type Error = Failed;

            fn serialize_field<T: Serialize + ?Sized>(
                &mut self,
                _: &'static str,
                value: &T,
            ) -> Result<(), Failed> {
                value.serialize(Self)
            }

            fn end(self) -> Result<(), Failed> {
                take(())
            }
        }
    )* };
}

structs!(SerializeStruct, SerializeStructVariant);

impl SerializeMap for Out {
    type Ok = ();
    type Error = Failed;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), Failed> {
        key.serialize(Self)
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Failed> {
        value.serialize(Self)
    }

    fn end(self) -> Result<(), Failed> {
        take(())
    }
}
