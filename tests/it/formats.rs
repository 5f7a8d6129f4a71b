//! Records in other formats than JSON: whatever a deserializer may hand over.
//!
//! Goal: a format that knows options, wrappers or floats stores the same record. Method: values of
//! serde's model by hand, read as members that a record only carries.

use customer_core::commvault::Profile;
use customer_core::json::Text;
use serde::de::value::{
    BorrowedStrDeserializer, Error, MapDeserializer, SeqDeserializer, StringDeserializer,
};
use serde::de::{Deserialize, Deserializer, IntoDeserializer, Visitor};
use serde::forward_to_deserialize_any;

/// A value as a format holds it.
#[derive(Clone)]
enum Held {
    Nothing,
    Unit,
    Present(Box<Held>),
    Wrapped(Box<Held>),
    Flag(bool),
    Signed(i64),
    Unsigned(u64),
    Float(f64),
    Text(&'static str),
    Bytes(&'static [u8]),
    List(Vec<Held>),
    Map(Vec<(&'static str, Held)>),
}

impl<'de> Deserializer<'de> for Held {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self {
            Self::Nothing => visitor.visit_none(),
            Self::Unit => visitor.visit_unit(),
            Self::Present(inner) => visitor.visit_some(*inner),
            Self::Wrapped(inner) => visitor.visit_newtype_struct(*inner),
            Self::Flag(flag) => visitor.visit_bool(flag),
            Self::Signed(number) => visitor.visit_i64(number),
            Self::Unsigned(number) => visitor.visit_u64(number),
            Self::Float(number) => visitor.visit_f64(number),
            Self::Text(text) => visitor.visit_str(text),
            Self::Bytes(bytes) => visitor.visit_bytes(bytes),
            Self::List(list) => visitor.visit_seq(SeqDeserializer::new(list.into_iter())),
            Self::Map(members) => visitor.visit_map(MapDeserializer::new(members.into_iter())),
        }
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option
        unit unit_struct newtype_struct seq tuple tuple_struct map struct enum identifier
        ignored_any
    }
}

impl IntoDeserializer<'_, Error> for Held {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}

fn present(held: Held) -> Held {
    Held::Present(Box::new(held))
}

fn wrapped(held: Held) -> Held {
    Held::Wrapped(Box::new(held))
}

/// The text of the only member of a record, which is `held`.
fn carried(held: Held) -> Result<String, String> {
    let record = Held::Map(vec![("x", held)]);
    let read = Profile::deserialize(record).map_err(|error| error.to_string())?;
    let json = read.to_json();
    Ok(json.strip_prefix("{\"x\":").and_then(|rest| rest.strip_suffix('}')).unwrap().into())
}

#[test]
fn whatever_a_format_hands_over_is_kept() {
    for (held, text) in [
        (Held::Nothing, "null"),
        (Held::Unit, "null"),
        (Held::Flag(true), "true"),
        (Held::Flag(false), "false"),
        (Held::Signed(-5), "-5"),
        (Held::Signed(i64::MIN), "-9223372036854775808"),
        (Held::Unsigned(u64::MAX), "18446744073709551615"),
        (Held::Float(1.5), "1.5"),
        (Held::Float(-0.0), "-0.0"),
        (Held::Float(1e300), "1e300"),
        (Held::Text("a\"b"), r#""a\"b""#),
        (Held::List(vec![]), "[]"),
        (Held::List(vec![Held::Unit, present(Held::Signed(7))]), "[null,7]"),
        (Held::Map(vec![]), "{}"),
        (Held::Map(vec![("b", Held::Nothing), ("a", Held::Text(""))]), r#"{"b":null,"a":""}"#),
    ] {
        let all =
            [held.clone(), present(held.clone()), wrapped(held.clone()), wrapped(present(held))];
        for held in all {
            assert_eq!(carried(held), Ok(text.into()));
        }
    }
}

#[test]
fn a_text_is_borrowed_or_owned_as_it_is_handed_over() {
    let owned: StringDeserializer<Error> = String::from("a").into_deserializer();
    assert_eq!(Text::deserialize(owned), Ok(Text::from("a")));
    let borrowed = BorrowedStrDeserializer::<Error>::new("b");
    assert_eq!(Text::deserialize(borrowed), Ok(Text::from("b")));
    assert_eq!(Text::deserialize(Held::Text("c")), Ok(Text::from("c")));
}

#[test]
fn what_json_cannot_carry_is_refused() {
    for number in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
        assert_eq!(carried(Held::Float(number)), Err("a number that JSON can't carry".into()));
    }
    let bytes = "invalid type: byte array, expected a document";
    assert_eq!(carried(Held::Bytes(b"x")), Err(bytes.into()));
    assert_eq!(carried(present(Held::List(vec![Held::Bytes(b"x")]))), Err(bytes.into()));
}

/// `serde_json` hands a number's exact text over as an object with one member of a name of its own
/// when anybody in the build asked it to.
#[test]
fn a_number_with_its_exact_text_stays_a_number() {
    let number = |text| Held::Map(vec![("$serde_json::private::Number", Held::Text(text))]);
    for text in ["1.50", "-0", "1e400", "123456789012345678901234567890"] {
        assert_eq!(carried(number(text)), Ok(text.into()));
    }
    for text in ["", "x", "1 ", "1,2", "01", "1.", "\"1\""] {
        assert_eq!(carried(number(text)), Err("not a number".into()), "{text}");
    }
}

/// Values that are carried by their text: a number, an array or an object. Nothing else is one.
#[test]
fn a_value_that_is_carried_by_its_text_is_that_value() {
    let one = |name, held| Held::Map(vec![(name, held)]);
    assert_eq!(carried(one("$number", Held::Text("1.50"))), Ok("1.50".into()));
    let object = r#"{ "b": 1e2, "a": "\u0041" }"#;
    assert_eq!(carried(one("$json", Held::Text(object))), Ok(object.into()));
    assert_eq!(carried(one("$$number", Held::Text("1"))), Ok(r#"{"$number":"1"}"#.into()));
    for (held, text) in [
        (one("$number", Held::Text("1.")), r#"{"$number":"1."}"#),
        (one("$number", Held::Signed(1)), r#"{"$number":1}"#),
        (one("$json", Held::Text("[")), r#"{"$json":"["}"#),
        (
            Held::Map(vec![("$number", Held::Text("1")), ("a", Held::Unit)]),
            r#"{"$number":"1","a":null}"#,
        ),
        (
            Held::Map(vec![("a", Held::Unit), ("$number", Held::Text("1"))]),
            r#"{"a":null,"$number":"1"}"#,
        ),
    ] {
        assert_eq!(carried(held), Ok(text.into()));
    }
}
