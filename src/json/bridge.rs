//! The one bridge between documents and serde: through JSON text, so that every reader and every
//! writer exists once. Meant for storing records; the fast way is JSON itself.
//!
//! # What is written
//!
//! Objects are maps and arrays are lists, both of unknown length. A format that describes itself
//! (JSON, CBOR, MessagePack) reads them back; one that does not (postcard, bincode) could not, and
//! so refuses them when they are written, with its own error.
//!
//! Some values are written as a map with one member, so that no format, no database and no feature
//! of `serde_json` can make another value of them:
//!
//! - a number other than an integer that fits `i64` or `u64` (`1.50`, `1e2`, `-0`, 23 digits), by
//!   its exact text: `{"$number": "1.50"}`;
//! - an array or an object that is only carried, and a string that is spelt unusually, by its exact
//!   text: `{"$json": "{ \"b\": 1, \"a\": 2 }"}`.
//!
//! So that an object is never taken for one of these, a member name that is `number` or `json`
//! behind one `$` or more gets one `$` more, and loses it when it is read. The names that
//! `serde_json` keeps for itself are treated alike.
//!
//! What was stored before there were escapes is still read: floats are numbers, carried arrays and
//! objects are themselves, and a name is itself unless it is the only one and its value is a text
//! of that kind.

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use serde::de::{self, DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use serde::ser::{Error as _, Serialize, SerializeMap, SerializeSeq, Serializer};

use super::errors::Errors;
use super::node::Node;
use super::reader::{Reader, read_whole};
use super::scan;
use super::tape::Document;
use super::writer::Writer;

/// How many levels of wrappers and containers are taken from a deserializer: enough for anything
/// that was written, and few enough for any stack.
const LEVELS_MAX: usize = 256;

/// The only member of the map that stands for a number.
const NUMBER: &str = "$number";

/// The only member of the map that stands for a value by its exact text.
const JSON: &str = "$json";

/// How `serde_json` hands over a number's exact text when anybody in the build has switched its
/// `arbitrary_precision` on: as an object with this one member.
const JSON_NUMBER: &str = "$serde_json::private::Number";

/// Member names that mean something to readers, without their `$`.
const RESERVED: [&str; 4] =
    ["number", "json", "serde_json::private::Number", "serde_json::private::RawValue"];

/// Whether a member name is one of those behind one `$` or more.
fn is_reserved(name: &str) -> bool {
    name.starts_with(['$']) && RESERVED.contains(&name.trim_start_matches(['$']))
}

/// A member name as it is written.
fn escaped(name: &str) -> Cow<'_, str> {
    if !is_reserved(name) {
        return Cow::Borrowed(name);
    }
    let mut escaped = String::from("$");
    escaped.push_str(name);
    Cow::Owned(escaped)
}

/// The member name that was written so.
fn unescaped(name: &str) -> &str {
    match name.strip_prefix('$') {
        Some(inner) if is_reserved(inner) => inner,
        _ => name,
    }
}

/// The value that a map with the only member `name` stands for, if it does; `text` is its value.
fn escape(name: &str, text: &str) -> Option<String> {
    let document = Document::parse(text).ok()?;
    let inner = document.root().text()?;
    let fits = match name {
        NUMBER => scan::is_number(&inner),
        _ => Document::parse(&inner).is_ok(),
    };
    fits.then(|| String::from(inner))
}

/// Writes with `write`, then hands the document to `serializer`.
pub(crate) fn serialize<S: Serializer>(
    write: impl FnOnce(&mut Writer<'_>),
    serializer: S,
) -> Result<S::Ok, S::Error> {
    let (mut text, mut carried) = (String::new(), Vec::new());
    write(&mut Writer::noting(&mut text, &mut carried));
    // Refuses what would be refused when it is read.
    let document = Document::parse(&text).map_err(S::Error::custom)?;
    Written { node: document.root(), carried: &carried }.serialize(serializer)
}

/// Takes a document from `deserializer`, then reads it with `read`.
pub(crate) fn deserialize<'de, D: Deserializer<'de>, T>(
    deserializer: D,
    read: impl FnOnce(&mut Reader<'_>, &mut Errors) -> Option<T>,
) -> Result<T, D::Error> {
    let mut text = String::new();
    Transcribe::new(&mut Writer::new(&mut text)).deserialize(deserializer)?;
    read_whole(&text, read).map_err(|error| de::Error::custom(error.unnamed()))
}

/// Takes a document from `deserializer`, then reads it from its root.
pub(crate) fn deserialize_node<'de, D: Deserializer<'de>, T>(
    deserializer: D,
    read: impl FnOnce(Node<'_, '_>, &mut Errors) -> Option<T>,
) -> Result<T, D::Error> {
    let mut text = String::new();
    Transcribe::new(&mut Writer::new(&mut text)).deserialize(deserializer)?;
    let document = Document::parse(&text).map_err(de::Error::custom)?;
    let mut errors = Errors::default();
    let value = read(document.root(), &mut errors);
    errors.finish(value).map_err(|error| de::Error::custom(error.unnamed()))
}

/// A value of a document, as serde writes it.
struct Written<'t, 'a> {
    node: Node<'t, 'a>,
    /// Where values begin that are only carried, in order.
    carried: &'t [usize],
}

impl<'t, 'a> Written<'t, 'a> {
    const fn of(&self, node: Node<'t, 'a>) -> Self {
        Self { node, carried: self.carried }
    }

    fn is_carried(&self) -> bool {
        self.carried.binary_search(&self.node.start()).is_ok()
    }
}

impl Serialize for Written<'_, '_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let node = self.node;
        if let Some(text) = node.text() {
            if self.is_carried() && quoted(&text) != node.raw() {
                return serialize_escape(JSON, node.raw(), serializer);
            }
            return serializer.serialize_str(&text);
        }
        if let Some(flag) = node.flag() {
            return serializer.serialize_bool(flag);
        }
        if let Some(number) = node.number() {
            return serialize_number(number, serializer);
        }
        if !node.is_null() && self.is_carried() {
            return serialize_escape(JSON, node.raw(), serializer);
        }
        if let Some(elements) = node.elements() {
            let mut list = serializer.serialize_seq(None)?;
            for element in elements {
                list.serialize_element(&self.of(element))?;
            }
            return list.end();
        }
        if let Some(members) = node.members() {
            let mut map = serializer.serialize_map(None)?;
            for (name, value) in members {
                map.serialize_entry(&*escaped(&name), &self.of(value))?;
            }
            return map.end();
        }
        serializer.serialize_unit()
    }
}

/// A string as it is usually spelt.
fn quoted(text: &str) -> String {
    let mut quoted = String::new();
    Writer::new(&mut quoted).text(text);
    quoted
}

/// An integer as it is, any other number by its text.
fn serialize_number<S: Serializer>(number: &str, serializer: S) -> Result<S::Ok, S::Error> {
    if number != "-0" {
        if let Ok(integer) = number.parse::<i64>() {
            return serializer.serialize_i64(integer);
        }
        if let Ok(integer) = number.parse::<u64>() {
            return serializer.serialize_u64(integer);
        }
    }
    serialize_escape(NUMBER, number, serializer)
}

fn serialize_escape<S: Serializer>(name: &str, text: &str, to: S) -> Result<S::Ok, S::Error> {
    let mut map = to.serialize_map(None)?;
    map.serialize_entry(name, text)?;
    map.end()
}

/// Writes whatever a deserializer holds as JSON text.
struct Transcribe<'w, 'o> {
    to: &'w mut Writer<'o>,
    /// How many more levels may be inside.
    levels: usize,
}

impl<'w, 'o> Transcribe<'w, 'o> {
    const fn new(to: &'w mut Writer<'o>) -> Self {
        Self { to, levels: LEVELS_MAX }
    }

    /// The same one level further in.
    fn inside<E: de::Error>(&mut self) -> Result<Transcribe<'_, 'o>, E> {
        match self.levels.checked_sub(1) {
            Some(levels) => Ok(Transcribe { to: &mut *self.to, levels }),
            None => Err(E::custom("nested too deep")),
        }
    }
}

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
        self.to.null();
        Ok(())
    }

    fn visit_none<E: de::Error>(self) -> Result<(), E> {
        self.visit_unit()
    }

    fn visit_some<D: Deserializer<'de>>(mut self, deserializer: D) -> Result<(), D::Error> {
        self.inside()?.deserialize(deserializer)
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(
        mut self,
        deserializer: D,
    ) -> Result<(), D::Error> {
        self.inside()?.deserialize(deserializer)
    }

    fn visit_bool<E: de::Error>(self, v: bool) -> Result<(), E> {
        self.to.flag(v);
        Ok(())
    }

    fn visit_i64<E: de::Error>(self, v: i64) -> Result<(), E> {
        self.to.number(v);
        Ok(())
    }

    fn visit_u64<E: de::Error>(self, v: u64) -> Result<(), E> {
        self.to.number(v);
        Ok(())
    }

    fn visit_f64<E: de::Error>(self, v: f64) -> Result<(), E> {
        if !v.is_finite() {
            return Err(E::custom("a number that JSON can't carry"));
        }
        self.to.number(format_args!("{v:?}"));
        Ok(())
    }

    fn visit_str<E: de::Error>(self, v: &str) -> Result<(), E> {
        self.to.text(v);
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(mut self, mut seq: A) -> Result<(), A::Error> {
        self.to.begin_list();
        while seq.next_element_seed(self.inside()?)?.is_some() {}
        self.to.end_list();
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut map: A) -> Result<(), A::Error> {
        let Some(first) = map.next_key::<String>()? else {
            self.to.begin_object();
            self.to.end_object();
            return Ok(());
        };
        if first == JSON_NUMBER {
            let number: String = map.next_value()?;
            if !scan::is_number(&number) {
                return Err(de::Error::custom("not a number"));
            }
            self.to.raw(&number);
            return Ok(());
        }
        if first != NUMBER && first != JSON {
            self.to.begin_object();
            self.to.name(unescaped(&first));
            map.next_value_seed(self.inside()?)?;
            return self.members(map.next_key()?, map);
        }
        // Known only behind the value: whether there are more members.
        let mut value = String::new();
        let to = &mut Writer::new(&mut value);
        map.next_value_seed(Transcribe { to, ..self.inside()? })?;
        let next: Option<String> = map.next_key()?;
        match escape(&first, &value) {
            Some(inner) if next.is_none() => {
                self.to.raw(&inner);
                Ok(())
            }
            _ => {
                self.to.begin_object();
                self.to.name(&first);
                self.to.raw(&value);
                self.members(next, map)
            }
        }
    }
}

impl Transcribe<'_, '_> {
    /// Writes the members of an object from the one named `next` on, and its end.
    fn members<'de, A: MapAccess<'de>>(
        mut self,
        mut next: Option<String>,
        mut map: A,
    ) -> Result<(), A::Error> {
        while let Some(name) = next {
            self.to.name(unescaped(&name));
            map.next_value_seed(self.inside()?)?;
            next = map.next_key()?;
        }
        self.to.end_object();
        Ok(())
    }
}
