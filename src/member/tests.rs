//! What every member of an object does, on one made up for it.

#![allow(dead_code, unreachable_pub, reason = "the macros declare what a vendor would use")]

use alloc::borrow::Cow;
use alloc::string::{String, ToString};
use alloc::vec;
use alloc::vec::Vec;

use super::{Cause, Change, Field, Member, Number, Raw, Value};
use crate::formats::{kept, kept_by_all, stored};
use crate::json::{InlineStr, Path, PathStep, Pointer, read_whole};

super::open_enum! {
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
    // Place, what is there in other spellings, and what does not.
    type Case<'a> = (&'a str, &'a [Option<Value>], &'a [Option<Value>]);
    let cases: &[Case<'_>] = &[
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

#[test]
fn records_are_given_back_to_the_last_digit() {
    let numbers = [
        "0",
        "-0",
        "7",
        "-7",
        "1.50",
        "1.5",
        "0.1",
        "1e2",
        "1E+2",
        "-0.0",
        "1e400",
        "0.12345678901234567890",
        "12345678901234567890123",
        "9223372036854775807",
        "-9223372036854775808",
        "-9223372036854775809",
        "18446744073709551615",
        "18446744073709551616",
        r#""a""#,
        r#""\u0061""#,
        r#""\/""#,
        r#""é\n\u0000""#,
        r#""[1.50""#,
        "null",
        "true",
    ];
    for number in numbers {
        for place in [
            alloc::format!(r#"{{"raw":{number}}}"#),
            alloc::format!(r#"{{"x":{number}}}"#),
            alloc::format!(r#"{{"x":[{number},{{"z":{{"z":{number}}},"y":{number}}}]}}"#),
            alloc::format!("{{\"raw\":[ {number}\t,\n{{ }} ]}}"),
            alloc::format!(r#"{{"inner":{{"number":{number}}},"list":[{{"number":{number}}}]}}"#),
        ] {
            if place.contains("inner") && !number.starts_with(['-', '0', '1', '7', '9']) {
                continue;
            }
            let outer: Outer = read(&place);
            stored(&outer);
        }
    }
    kept(&read::<Outer>(OUTER));
    stored(&Outer::default());
}

/// Whatever its members are called, an object stays an object.
#[test]
fn names_that_mean_something_to_readers_are_names() {
    let names = [
        "$number",
        "$$number",
        "$$$number",
        "number",
        "$object",
        "$",
        "$$",
        "$numbers",
        "$serde_json::private::Number",
        "$$serde_json::private::Number",
        "$serde_json::private::RawValue",
        "serde_json::private::Number",
    ];
    for name in names {
        for value in
            [r#""[1]""#, r#""1.50""#, r#""1.50 ""#, r#""x""#, "1.50", "2", "null", "[]", "{}"]
        {
            for more in ["", r#","b":1.50"#, r#","$number":"7""#] {
                if more.contains(name) {
                    continue;
                }
                let object = alloc::format!(r#"{{"{name}":{value}{more}}}"#);
                kept(&read::<Outer>(&alloc::format!(r#"{{"x":[{object}]}}"#)));
                kept(&read::<Outer>(&object));
            }
        }
    }
    let deep = r#"{"$number":"#.repeat(99) + "1.50" + &"}".repeat(99);
    kept(&read::<Outer>(&alloc::format!(r#"{{"x":{deep}}}"#)));
}

/// What was stored before there were escapes.
#[test]
fn plain_numbers_are_still_read() {
    let back: Outer =
        serde_json::from_str(r#"{"x":{"y":1.5,"$number":7,"$numbers":"1"}}"#).unwrap();
    let x = back.others.get("x").map(|raw| String::from(raw.as_str()));
    assert_eq!(x.as_deref(), Some(r#"{"y":1.5,"$number":7,"$numbers":"1"}"#));
    let back: Outer = serde_json::from_str(r#"{"x":{"$number":"a"}}"#).unwrap();
    assert_eq!(back.others.get("x").map(Raw::as_str), Some(r#"{"$number":"a"}"#));
}

/// Everything that can be read can be written, and nothing that could not be read again.
#[test]
fn depth_is_refused_when_it_is_written() {
    let nested = |depth: usize| {
        let raw = "[".repeat(depth) + "1.5" + &"]".repeat(depth);
        Outer { raw: Some(Raw::parse(&raw).unwrap()), ..Outer::default() }
    };
    kept(&nested(127));
    assert!(serde_json::to_string(&nested(128)).is_err());
}

/// A reader without a limit of its own is stopped before the stack ends.
#[test]
fn depth_is_refused_when_it_is_read() {
    let json = alloc::format!(r#"{{"x":{}{}}}"#, "[".repeat(300), "]".repeat(300));
    let mut reader = serde_json::Deserializer::from_str(&json);
    reader.disable_recursion_limit();
    let back = <Outer as serde::Deserialize>::deserialize(&mut reader);
    assert!(back.unwrap_err().to_string().contains("nested too deep"));
}

#[test]
fn changes_are_given_back_or_refused() {
    let values = [
        None,
        Some(Value::Text("a".into())),
        Some(Value::Text("a text of more than 22 bytes".into())),
        Some(Value::Flag(false)),
        Some(Value::Integer(i64::MIN)),
        json("[1.50,{\"$number\":\"1\"}]"),
    ];
    let paths = [
        Path::ROOT,
        Path::ROOT.name("a").other("0").index(0),
        Path::ROOT.other("").other("a/b~").other("-1").index(usize::MAX),
    ];
    for path in paths {
        stored(&path);
        for before in &values {
            let (path, after) = (path.clone(), before.clone());
            let change = Change { path, cause: Cause::Omitted, before: before.clone(), after };
            stored(&change);
        }
    }
    values.iter().for_each(kept_by_all);
}

#[test]
fn small_values_are_given_back_by_every_format() {
    kept_by_all(&<InlineStr>::from("a"));
    kept_by_all(&Pointer::new("/a/0"));
    kept_by_all(&Raw::parse("[1.50]").unwrap());
    kept_by_all(&Colour::Red);
    kept_by_all(&Colour::from("BLUE"));
    kept_by_all(&Cause::Set);
    kept_by_all(&crate::value::Date::MAX);
    kept_by_all(&crate::value::Timestamp::parse("2026-05-02T23:59:59").unwrap());
    kept_by_all(&crate::value::Quantity::MAX);
    kept_by_all(&crate::value::Offer::License);
    kept_by_all(&crate::json::Stored::new("{}"));
    kept_by_all(&Field::<i64>::Null);
    kept_by_all(&Field::Value(0_i64));
    kept_by_all(&Field::Value(String::from("a")));
}

#[test]
fn words_are_texts() {
    for (text, known) in [("RED", true), ("red", false), ("", false)] {
        let colour: Colour = text.parse().unwrap();
        assert_eq!((&colour, colour.is_known()), (&Colour::from(text), known));
        assert!(colour == *text && colour == text && colour.as_ref() == text);
        assert_eq!(String::from(colour.clone()), text);
        assert_eq!(alloc::format!("{colour:>5}"), alloc::format!("{text:>5}"));
    }
    assert_ne!(Colour::from("a").as_str(), Colour::from("b").as_str());
}

/// A member of the model is written from its own field and from nowhere else.
#[test]
fn an_update_writes_no_member_twice() {
    let mut sent = SentOuter { flag: Field::Value(true), ..SentOuter::default() };
    sent.others.insert("flag", Raw::parse("1").unwrap());
    sent.others.insert("other", Raw::parse("2.0").unwrap());
    let written = Raw::written(|w| Outer::write_sent(&sent, w));
    assert_eq!(written.as_str(), r#"{"flag":true,"other":2.0}"#);
}

#[test]
fn a_value_is_not_larger_than_a_text() {
    assert_eq!(size_of::<Option<Value>>(), size_of::<String>());
}

#[test]
fn what_is_written_after_changes_is_what_the_changes_make() {
    let some = r#"{"text": "a", "list": [{"text": "c"}, {}], "inner": {}}"#;
    // The last ones have a member that nobody knows, in an element or beside a null.
    let unknown = r#"{"list": [{"text": "c"}, {"other": 5}]}"#;
    for stored in ["{}", r#"{"raw": {"f": [1e2]}}"#, some, unknown, OUTER] {
        let outer: Outer = read(stored);
        let text = |text: &str| Some(Value::Text(text.into()));
        let all = [
            vec![("text", text("\u{1}\"")), ("count", Some(Value::Integer(8)))],
            vec![("text", None), ("inner/text", text("x")), ("inner/number", json("2.50"))],
            vec![("flag", Some(Value::Flag(false))), ("colour", text("BLUE"))],
            vec![("list/#0/text", text("x")), ("list/#1/text", text("y"))],
            vec![("list/#0/text", None), ("list/#0/number", json("1")), ("texts", None)],
            vec![("raw", json("[1]")), ("gone", None), ("inner", None)],
            vec![("list/#2", json("{}"))],
            vec![("list/#1", None)],
            vec![("list/#1", json(r#"{"text": "z"}"#))],
            vec![("list/#1", json("7"))],
            vec![("other", text("x"))],
            vec![("text/inside", text("x"))],
            vec![("inner/text", text("x")), ("text", text("y")), ("inner/number", json("1"))],
            vec![],
        ];
        for changes in all {
            let change = |(at, after): &(&str, Option<Value>)| Change {
                path: path(at).into_iter().collect(),
                cause: Cause::Set,
                before: None,
                after: after.clone(),
            };
            let changes: Vec<Change> = changes.iter().map(change).collect();
            let mut made = outer.clone();
            super::each_put(&changes, |change, left| made.put_in(change.path.steps(), left));
            let made = crate::json::written(|w| made.write(w));
            let mut count = 0;
            let text = crate::json::written(|w| count = outer.write_after(&changes, 0, w));
            if count == changes.len() {
                assert_eq!(text, made);
            } else {
                // What the model does not know, what comes or goes, and another order.
                let unusual = ["/other", "/gone", "/list/2", "/list/1", "/inner/text"];
                let is_unusual = |one: &Change| unusual.contains(&one.path.pointer().as_str());
                assert!(changes.iter().any(is_unusual), "{made}");
            }
            // How long a record can become is asked by endpoints only.
            #[cfg(feature = "endpoint")]
            {
                let grown: usize = changes.iter().map(Change::bound).sum();
                assert!(made.len() <= outer.bound().saturating_add(grown), "{made}");
            }
        }
    }
}
