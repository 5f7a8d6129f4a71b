//! What every member of an object does, on one made up for it.

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;

use super::{Member, Number, Raw, Value};
use crate::json::{PathStep, read_whole};

super::words! {
    /// A colour.
    pub enum Colour {
        /// Red.
        Red = "RED",
    }
}

super::object! {
    /// What is inside.
    pub struct Inner, sent as SentInner {
        /// A text.
        text: String = "text",
        /// A number.
        number: Number = "number",
    }
}

super::object! {
    /// One member of each kind.
    pub struct Outer, sent as SentOuter {
        /// A text.
        text: String = "text",
        /// A flag.
        flag: bool = "flag",
        /// An integer.
        count: i64 = "count",
        /// A word.
        colour: Colour = "colour",
        /// An object.
        inner: Inner = "inner",
        /// A list of objects.
        list: Vec<Inner> = "list",
        /// A list of texts.
        texts: Vec<String> = "texts",
        /// Anything.
        raw: Raw = "raw",
    }
}

const OUTER: &str = r#"{
    "text": "a", "flag": true, "count": 7, "colour": "RED", "inner": {"text": "b", "number": 1.50},
    "list": [{"text": "c"}, {}], "texts": ["d", "e"], "raw": {"f": [1e2]},
    "0": {"x": [{"y": "z"}, null]}, "gone": null
}"#;

fn read<M: Member>(text: &str) -> M {
    read_whole(text, |from, errors| M::read(from, &crate::json::At::ROOT, errors)).unwrap()
}

fn path(text: &str) -> Vec<PathStep> {
    let step = |step: &str| match step.strip_prefix(['#']) {
        Some(index) => PathStep::Index(index.parse().unwrap()),
        None => PathStep::Name(Cow::Owned(String::from(step))),
    };
    text.split('/').filter(|step| !step.is_empty()).map(step).collect()
}

fn json(text: &str) -> Option<Value> {
    Some(Value::Json(Raw::parse(text).unwrap()))
}

#[test]
fn a_member_holds_what_stands_at_a_place_and_nothing_else() {
    let outer: Outer = read(OUTER);
    // Place, what stands there in other spellings, and what does not.
    let cases: &[(&str, &[Option<Value>], &[Option<Value>])] = &[
        (
            "text",
            &[Some(Value::Text("a".into())), json(r#""\u0061""#)],
            &[Some(Value::Text("b".into())), json("1")],
        ),
        ("text/a", &[None], &[Some(Value::Text("a".into()))]),
        (
            "flag",
            &[Some(Value::Flag(true)), json("true")],
            &[Some(Value::Flag(false)), Some(Value::Integer(1))],
        ),
        (
            "count",
            &[Some(Value::Integer(7)), json("7.0"), json("70e-1")],
            &[Some(Value::Integer(8)), Some(Value::Text("7".into()))],
        ),
        ("colour", &[Some(Value::Text("RED".into()))], &[Some(Value::Text("red".into()))]),
        ("inner", &[json(r#"{"number":1.5,"text":"b"}"#)], &[json(r#"{"text":"b"}"#)]),
        ("inner/text", &[Some(Value::Text("b".into()))], &[]),
        ("inner/number", &[json("1.50"), json("15e-1")], &[json("1.51")]),
        ("inner/other", &[None, json("null")], &[json("1")]),
        ("list", &[json(r#"[{"text":"c"},{}]"#)], &[json("[{}]")]),
        ("list/#0", &[json(r#"{ "text": "c" }"#)], &[json("{}")]),
        ("list/#0/text", &[Some(Value::Text("c".into()))], &[]),
        ("list/#1", &[json("{}")], &[]),
        ("list/#2", &[None], &[json("{}")]),
        ("list/text", &[None], &[Some(Value::Text("c".into()))]),
        ("texts", &[json(r#"["d","e"]"#)], &[json(r#"["e","d"]"#)]),
        ("texts/#1", &[Some(Value::Text("e".into()))], &[Some(Value::Text("d".into()))]),
        ("raw", &[json(r#"{"f":[100]}"#), json(r#"{"f": [1e2]}"#)], &[json(r#"{"f":[1]}"#)]),
        ("raw/f/#0", &[Some(Value::Integer(100)), json("100")], &[Some(Value::Integer(1))]),
        ("0/x/#0/y", &[Some(Value::Text("z".into()))], &[Some(Value::Text("y".into()))]),
        ("0/x/#1", &[None, json("null")], &[Some(Value::Integer(0))]),
        ("#0/x", &[None], &[json(r#"[{"y":"z"},null]"#)]),
        ("gone", &[None, json("null")], &[Some(Value::Flag(false))]),
        ("", &[json(OUTER)], &[json("{}")]),
    ];
    for (place, held, not) in cases {
        let steps = path(place);
        for value in *held {
            assert!(outer.holds(&steps, value.as_ref()), "{place} {value:?}");
        }
        for value in *not {
            assert!(!outer.holds(&steps, value.as_ref()), "{place} {value:?}");
        }
        let nothing = held.iter().any(Option::is_none);
        assert_eq!(outer.holds(&steps, None), nothing, "{place}");
        // The way that reads what is written says the same as the one that does not.
        for value in held.iter().chain(*not) {
            let whole = Value::of(&outer).holds(&steps, value.as_ref());
            assert_eq!(whole, outer.holds(&steps, value.as_ref()), "{place} {value:?}");
        }
    }
}
