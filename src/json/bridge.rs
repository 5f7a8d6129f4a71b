//! The one bridge between documents and serde: through JSON text, so that every reader and every
//! writer exists once. Meant for storing records in any format; the fast way is JSON itself.

use alloc::string::String;
use core::fmt;

use serde::de::{self, DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use serde::ser::{Error as _, Serialize, SerializeMap, SerializeSeq, Serializer};

use super::errors::Errors;
use super::node::Node;
use super::reader::{Reader, read_whole};
use super::scan;
use super::tape::Document;
use super::writer::Writer;

/// Writes with `write`, then hands the document to `serializer`.
pub(crate) fn serialize<S: Serializer>(
    write: impl FnOnce(&mut Writer<'_>),
    serializer: S,
) -> Result<S::Ok, S::Error> {
    let mut text = String::new();
    write(&mut Writer::new(&mut text));
    let document = Document::parse(&text).map_err(S::Error::custom)?;
    document.root().serialize(serializer)
}

/// Takes a document from `deserializer`, then reads it with `read`.
pub(crate) fn deserialize<'de, D: Deserializer<'de>, T>(
    deserializer: D,
    read: impl FnOnce(&mut Reader<'_>, &mut Errors) -> Option<T>,
) -> Result<T, D::Error> {
    let mut text = String::new();
    Transcribe(&mut Writer::new(&mut text)).deserialize(deserializer)?;
    read_whole(&text, read).map_err(de::Error::custom)
}

/// Takes a document from `deserializer`, then reads it from its root.
pub(crate) fn deserialize_node<'de, D: Deserializer<'de>, T>(
    deserializer: D,
    read: impl FnOnce(Node<'_, '_>, &mut Errors) -> Option<T>,
) -> Result<T, D::Error> {
    let mut text = String::new();
    Transcribe(&mut Writer::new(&mut text)).deserialize(deserializer)?;
    let document = Document::parse(&text).map_err(de::Error::custom)?;
    let mut errors = Errors::default();
    let value = read(document.root(), &mut errors);
    errors.finish(value).map_err(de::Error::custom)
}

impl Serialize for Node<'_, '_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if let Some(text) = self.text() {
            return serializer.serialize_str(&text);
        }
        if let Some(flag) = self.flag() {
            return serializer.serialize_bool(flag);
        }
        if let Some(elements) = self.elements() {
            let mut list = serializer.serialize_seq(None)?;
            for element in elements {
                list.serialize_element(&element)?;
            }
            return list.end();
        }
        if let Some(members) = self.members() {
            let mut map = serializer.serialize_map(None)?;
            for (name, value) in members {
                map.serialize_entry(&*name, &value)?;
            }
            return map.end();
        }
        match self.number() {
            None => serializer.serialize_unit(),
            Some(number) => serialize_number(number, serializer),
        }
    }
}

/// A number that no format can carry exactly is an error and not another number.
fn serialize_number<S: Serializer>(number: &str, serializer: S) -> Result<S::Ok, S::Error> {
    if let Ok(integer) = number.parse::<i64>() {
        return serializer.serialize_i64(integer);
    }
    if let Ok(integer) = number.parse::<u64>() {
        return serializer.serialize_u64(integer);
    }
    match number.parse::<f64>() {
        Ok(float)
            if super::equal::same_number(
                &crate::json::shown(&format_args!("{float:e}")),
                number,
            ) =>
        {
            serializer.serialize_f64(float)
        }
        _ => Err(S::Error::custom("a number that this format can't carry exactly")),
    }
}

/// How `serde_json` hands over a number's exact text when anybody in the build has switched its
/// `arbitrary_precision` on: as an object with this one member.
const NUMBER: &str = "$serde_json::private::Number";

/// Writes whatever a deserializer holds as JSON text.
struct Transcribe<'w, 'o>(&'w mut Writer<'o>);

impl<'de> DeserializeSeed<'de> for Transcribe<'_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Transcribe<'_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a document")
    }

    fn visit_unit<E: de::Error>(self) -> Result<(), E> {
        self.0.null();
        Ok(())
    }

    fn visit_none<E: de::Error>(self) -> Result<(), E> {
        self.visit_unit()
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        self.deserialize(deserializer)
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        self.deserialize(deserializer)
    }

    fn visit_bool<E: de::Error>(self, v: bool) -> Result<(), E> {
        self.0.flag(v);
        Ok(())
    }

    fn visit_i64<E: de::Error>(self, v: i64) -> Result<(), E> {
        self.0.number(v);
        Ok(())
    }

    fn visit_u64<E: de::Error>(self, v: u64) -> Result<(), E> {
        self.0.number(v);
        Ok(())
    }

    fn visit_f64<E: de::Error>(self, v: f64) -> Result<(), E> {
        if !v.is_finite() {
            return Err(E::custom("a number that JSON can't carry"));
        }
        self.0.number(format_args!("{v:?}"));
        Ok(())
    }

    fn visit_str<E: de::Error>(self, v: &str) -> Result<(), E> {
        self.0.text(v);
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        self.0.begin_list();
        while seq.next_element_seed(Transcribe(&mut *self.0))?.is_some() {}
        self.0.end_list();
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let mut next = map.next_key::<String>()?;
        if next.as_deref() == Some(NUMBER) {
            let number: String = map.next_value()?;
            if scan::number(number.as_bytes(), 0) != Ok(number.len()) {
                return Err(de::Error::custom("not a number"));
            }
            self.0.raw(&number);
            return Ok(());
        }
        self.0.begin_object();
        while let Some(name) = next {
            self.0.name(&name);
            map.next_value_seed(Transcribe(&mut *self.0))?;
            next = map.next_key()?;
        }
        self.0.end_object();
        Ok(())
    }
}
