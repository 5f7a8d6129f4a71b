//! JSON text underneath: what is one, what is not and where, what it says, and what is equal.
//!
//! Goal: the grammar has no corner that is not walked around once. Method: tables, with the place
//! and the reason of every error.

use customer_core::json::{At, Document, Errors, Node, Pointer, Reason, Unreadable, Writer};
use customer_core::member::{Number, Raw};

#[track_caller]
fn refused(text: &str, reason: Reason) {
    refused_at(text, "", reason);
}

#[track_caller]
fn refused_at(text: &str, place: &str, reason: Reason) {
    let error = Document::parse(text).err().unwrap_or_else(|| panic!("{text} is read"));
    assert_eq!((error.pointer, error.reason), (Pointer::new(place), reason), "{text}");
}

/// Cut off anywhere a value is incomplete, but for a number, which may end after any digit.
#[test]
fn a_text_that_ends_too_early() {
    for whole in
        ["true", "false", "null", r#""a\n\u0041\ud83d\ude00b""#, "[ true , {} ]", r#"{ "a" : 1 }"#]
    {
        for end in 0..whole.len() {
            let text = whole.get(..end).unwrap();
            let error = Document::parse(text).err().unwrap_or_else(|| panic!("{text} is read"));
            assert_eq!(error.reason, Reason::Incomplete, "{text}");
        }
        assert!(Document::parse(whole).is_ok(), "{whole}");
    }
    for text in ["-", "1.", "-0.", "1e", "1E+", "1e-", "1.5e"] {
        refused(text, Reason::Incomplete);
    }
    refused_at(r#"{"a": tru"#, "/a", Reason::Incomplete);
    refused_at(r#"{"a": [0, {"b""#, "/a/1/b", Reason::Incomplete);
}

#[test]
fn what_is_no_json() {
    let words = [
        "x", "+1", ".5", "tru ", "trux", "True", "fals]", "nulL", "nul,", "NaN", "'a'", "tx",
        "fa1", "n ",
    ];
    let numbers = ["-a", "- 1", "1.a", "1.e5", "1ea", "1e+ ", "-.5"];
    for text in words.into_iter().chain(numbers) {
        refused(text, Reason::Syntax);
    }
    for text in ["01", "1a", "1.5.5", "1e5e5", "1e5.5", "-01", "00", "nulll", "1 2", "{} {}", "[]]"]
    {
        refused(text, Reason::Trailing);
    }
    for (text, place) in [
        ("[1 2]", "/0"),
        ("[1,]", "/1"),
        ("[,1]", "/0"),
        ("[1,,2]", "/1"),
        ("[1}", "/0"),
        ("{1:2}", ""),
        ("{,}", ""),
        (r#"{"a" 1}"#, "/a"),
        (r#"{"a":1,}"#, ""),
        (r#"{"a":1]"#, "/a"),
        (r#"{"a":1 "b":2}"#, "/a"),
        (r#"{"a"::1}"#, "/a"),
        (r#"{"a":}"#, "/a"),
        (r#"{"a":1,"b":[true,{"c":[,]}]}"#, "/b/1/c/0"),
    ] {
        refused_at(text, place, Reason::Syntax);
    }
}

/// Wherever it stands among the bytes: texts are read eight bytes at a time.
#[test]
fn what_a_text_may_hold() {
    for before in 0..20 {
        for behind in 0..20 {
            let around =
                |middle: &str| format!("\"{}{middle}{}\"", "a".repeat(before), "z".repeat(behind));
            for fine in [" ", "!", "#", "[", "]", "\u{7f}", "é", "€", "😀", r"\\", r#"\""#, r"\/"]
            {
                let text = around(fine);
                let document = Document::parse(&text).unwrap_or_else(|_| panic!("{text}"));
                let read = document.root().text().unwrap();
                let expected = fine.strip_prefix('\\').unwrap_or(fine);
                let expected = around(expected);
                assert_eq!(Some(&*read), expected.get(1..expected.len().wrapping_sub(1)), "{text}");
            }
            for control in ["\0", "\u{1}", "\u{8}", "\t", "\n", "\r", "\u{1f}"] {
                refused(&around(control), Reason::Syntax);
            }
            refused(&around("\""), Reason::Trailing);
        }
    }
}

#[test]
fn escapes_and_what_they_mean() {
    for (escape, meaning) in [
        (r"\b", "\u{8}"),
        (r"\f", "\u{c}"),
        (r"\n", "\n"),
        (r"\r", "\r"),
        (r"\t", "\t"),
        (r"\/", "/"),
        (r"\\", "\\"),
        (r#"\""#, "\""),
        (r"\u0000", "\0"),
        (r"\u00e9\u00E9", "éé"),
        (r"\u20ac", "€"),
        (r"\ud7ff\ue000\uffff", "\u{d7ff}\u{e000}\u{ffff}"),
        (r"\ud800\udc00", "\u{10000}"),
        (r"\ud83d\ude00", "😀"),
        (r"\uD9A5\uDEB7", "\u{796b7}"),
        (r"\udbff\udfff", "\u{10ffff}"),
        (r"\u005cn", r"\n"),
    ] {
        let text = format!("\"x{escape}y{escape}\"");
        let document = Document::parse(&text).unwrap_or_else(|_| panic!("{text}"));
        let read = document.root().text().unwrap();
        assert_eq!(*read, *format!("x{meaning}y{meaning}"), "{text}");
        assert_eq!(document.root().raw(), text);
    }
    for (escape, reason) in [
        (r"\x", Reason::Syntax),
        (r"\U0041", Reason::Syntax),
        (r"\u00g0", Reason::Syntax),
        (r"\u004", Reason::Syntax),
        (r"\ud800", Reason::Syntax),
        (r"\ud800x", Reason::Syntax),
        (r"\ud800\n", Reason::Syntax),
        (r"\ud800\u0041", Reason::Syntax),
        (r"\ud800\ud800", Reason::Syntax),
        (r"\udbff\ue000", Reason::Syntax),
        (r"\udc00", Reason::Syntax),
        (r"\udfff", Reason::Syntax),
    ] {
        refused(&format!("\"{escape}    \""), reason.clone());
        refused_at(&format!("[\"{escape}    \"]"), "/0", reason);
    }
    for text in [r#""\"#, r#""\u"#, r#""\u004"#, r#""\ud800"#, r#""\ud800\"#, r#""\ud800\udc0"#] {
        refused(text, Reason::Incomplete);
    }
}

/// Among few members and among many, whatever spells the name.
#[test]
fn a_name_that_is_there_twice() {
    let (plain, one, two) = (r#""name""#, r#""n\u0061me""#, r#""\u006eame""#);
    for (first, second) in
        [(plain, plain), (plain, one), (one, plain), (one, two), (two, one), (one, one)]
    {
        for between in [0_usize, 1, 14, 15, 16, 17, 40] {
            let members: Vec<_> =
                (0..between).map(|n| format!(r#""x{n}":{{"name":0}},"#)).collect();
            let text = format!("{{{first}:1,{}{second}:2,\"z\":3}}", members.concat());
            refused_at(&text, "/name", Reason::Duplicate);
            let text = format!(r#"{{"a/b~":[0,{text}]}}"#);
            refused_at(&text, "/a~1b~0/1/name", Reason::Duplicate);
        }
    }
}

/// As many names as there are, of one length and with the same ends.
#[test]
fn names_that_are_alike_are_not_the_same() {
    let names = ["\"a1z\"", "\"a2z\"", "\"a\\u0031zz\"", "\"a\\u0032zz\"", "\"\"", "\"\\u0000\""];
    let members = names.map(|name| format!("{name}:1")).join(",");
    let document = format!("{{{members}}}");
    assert!(Document::parse(&document).is_ok(), "{document}");
    let members: Vec<_> = (10..99).map(|n| format!(r#""a{n}z":{n}"#)).collect();
    let document = format!("{{{}}}", members.join(","));
    let document = Document::parse(&document).unwrap();
    assert_eq!(document.root().member("a98z").and_then(Node::number), Some("98"));
}

#[test]
fn a_value_is_what_it_is_and_nothing_else() {
    let text = "\t{ \"n\" : null ,\r\n\"t\":true,\"f\":false,\"i\":-1.50e+2,\"s\":\"\\u0041\",\"l\":[1,[],2],\"o\":{\"a\":{}}}\n";
    let document = Document::parse(text).unwrap();
    let root = document.root();
    assert_eq!(root.raw(), text.trim());
    let kinds = |node: Node<'_, '_>| {
        let mut errors = Errors::default();
        let is_object = node.object(&At::ROOT, &mut errors).is_some();
        let is_list = node.list(&At::ROOT, &mut errors).is_some();
        assert_eq!(errors.count(), [is_object, is_list].iter().filter(|is| !**is).count());
        (
            node.is_null(),
            node.flag(),
            node.number().map(String::from),
            node.text().map(String::from),
            node.elements().map(Iterator::count).filter(|_| is_list),
            node.members().map(Iterator::count).filter(|_| is_object),
        )
    };
    let member = |name: &str| kinds(root.member(name).unwrap());
    assert_eq!(member("n"), (true, None, None, None, None, None));
    assert_eq!(member("t"), (false, Some(true), None, None, None, None));
    assert_eq!(member("f"), (false, Some(false), None, None, None, None));
    assert_eq!(member("i"), (false, None, Some("-1.50e+2".into()), None, None, None));
    assert_eq!(member("s"), (false, None, None, Some("A".into()), None, None));
    assert_eq!(member("l"), (false, None, None, None, Some(3), None));
    assert_eq!(member("o"), (false, None, None, None, None, Some(1)));
    assert_eq!(kinds(root), (false, None, None, None, None, Some(7)));
    assert!(root.member("x").is_none() && root.member("l").unwrap().member("0").is_none());
    let raws: Vec<_> =
        root.members().unwrap().map(|(name, value)| (String::from(name), value.raw())).collect();
    let expected = [
        ("n", "null"),
        ("t", "true"),
        ("f", "false"),
        ("i", "-1.50e+2"),
        ("s", "\"\\u0041\""),
        ("l", "[1,[],2]"),
        ("o", "{\"a\":{}}"),
    ];
    assert_eq!(raws, expected.map(|(name, raw)| (name.into(), raw)));
    let elements: Vec<_> = root.member("l").unwrap().elements().unwrap().map(Node::raw).collect();
    assert_eq!(elements, ["1", "[]", "2"]);
}

#[test]
fn what_is_equal_however_it_is_spelt() {
    let same = |one: &str, two: &str| {
        let is_same = Raw::parse(one).unwrap().same_value(two);
        assert_eq!(is_same, Raw::parse(two).unwrap().same_value(one), "{one} {two}");
        is_same
    };
    let groups: &[&[&str]] = &[
        &["null", " null "],
        &["true"],
        &["false"],
        &["0", "-0", "0.0", "-0.00e7", "0e-9"],
        &["1", "1.0", "10e-1", "0.1e1", "1E0", "0.001e+3", "100e-2"],
        &["-1", "-1.0", "-0.1e1"],
        &["10", "1e1", "10.00"],
        &["0.5", "5e-1", "0.50", "0.05E1"],
        &["0.7"],
        &["1.05", "105e-2", "1.050"],
        &["1.5", "15e-1"],
        &["105", "1.05e2"],
        &["1e400", "10e399", "0.1e401"],
        &["1e-400"],
        &["123456789012345678901234567890", "12345678901234567890123456789e1"],
        &["123456789012345678901234567891"],
        &["\"\""],
        &["\"1\"", r#""\u0031""#],
        &[r#""a/b""#, r#""a\/b""#, r#""\u0061\u002fb""#],
        &["[]", "[ ]"],
        &["[1]", "[1.0]"],
        &["[1,2]", "[ 1, 20e-1 ]"],
        &["[2,1]"],
        &["[[1],2]"],
        &["[1,[2]]"],
        &["{}", "{ }"],
        &[r#"{"a":1,"b":2}"#, r#"{"b":2.0,"\u0061":1}"#],
        &[r#"{"a":2,"b":1}"#],
        &[r#"{"a":1,"c":2}"#],
        &[r#"{"a":1}"#],
        &[r#"{"a":null}"#],
        &[r#"{"a":1,"b":2,"c":3}"#],
        &[r#"{"a":{"b":[1,{"c":"x"}]}}"#, r#"{"a":{"b":[1.0,{"c":"\u0078"}]}}"#],
        &[r#"{"a":{"b":[1,{"c":"y"}]}}"#],
    ];
    for (number, group) in groups.iter().enumerate() {
        for one in *group {
            for (other, others) in groups.iter().enumerate() {
                for two in *others {
                    assert_eq!(same(one, two), number == other, "{one} {two}");
                }
            }
        }
    }
    // What is no value is equal to none.
    assert!(!Raw::parse("1").unwrap().same_value("1x"));
}

/// An exponent beyond all measure is compared by its text.
#[test]
fn numbers_beyond_all_measure() {
    let huge = format!("1e{}", "9".repeat(40));
    assert!(Raw::parse(&huge).unwrap().same_value(&huge));
    assert!(!Raw::parse(&huge).unwrap().same_value(&format!("10e{}", "9".repeat(40))));
    let document = Document::parse(&huge).unwrap();
    let number: Number = document.root().read(&At::ROOT, &mut Errors::default()).unwrap();
    assert_eq!(number.as_str(), huge);
    assert!(number.same_value(&huge) && !number.same_value("1"));
    assert_eq!(format!("{number:?}"), "…");
}

#[test]
fn a_raw_value_keeps_its_text_but_for_the_blanks_around_it() {
    let raw = Raw::parse(" \n\t\r{ \"a\" : 1.50 } \n").unwrap();
    assert_eq!(raw.as_str(), "{ \"a\" : 1.50 }");
    assert_eq!(format!("{raw:?}"), "…");
    assert!(Raw::parse("\u{a0}1").is_err() && Raw::parse("1,").is_err());
    let stored = serde_json::to_string(&raw).unwrap();
    assert_eq!(stored, r#""{ \"a\" : 1.50 }""#);
    assert_eq!(serde_json::from_str::<Raw>(&stored).unwrap(), raw);
    for text in ["1", "\"{\"", "null"] {
        assert!(serde_json::from_str::<Raw>(text).is_err(), "{text}");
    }
}

#[test]
fn integers_count_and_have_64_bits() {
    let read = |text: &str| {
        let document = Document::parse(text).unwrap();
        let mut errors = Errors::default();
        let read = document.root().read::<i64>(&At::ROOT, &mut errors);
        errors.finish(read).map_err(|unreadable: Unreadable| unreadable.errors)
    };
    let reasons = |text: &str| -> Vec<Reason> {
        read(text).unwrap_err().iter().map(|error| error.reason.clone()).collect()
    };
    for number in [0, 1, -1, 10, i64::MAX, i64::MIN] {
        assert_eq!(read(&number.to_string()), Ok(number));
    }
    // By value, however they are spelt.
    for (text, number) in [("-0", 0), ("1.0", 1), ("1e2", 100), ("12E1", 120), ("-0.0", 0)] {
        assert_eq!(read(text), Ok(number), "{text}");
    }
    for text in ["1.5", "1e-1", "\"1\"", "null", "true", "[]", "{}"] {
        assert_eq!(reasons(text), [Reason::expected("an integer")], "{text}");
    }
    for text in ["9223372036854775808", "-9223372036854775809", "99999999999999999999"] {
        assert_eq!(reasons(text), [Reason::Range], "{text}");
    }
}

#[test]
fn what_is_written_is_read_again() {
    let texts =
        ["", "a", "\"", "\\", "\u{1}\u{8}\u{c}\u{1f}", "\n\r\t", "é😀\u{7f}\u{2028}", "a\"b\\c\nd"];
    let mut out = String::from("behind: ");
    let mut w = Writer::new(&mut out);
    w.begin_object();
    w.name("t\"exts");
    w.begin_list();
    texts.iter().for_each(|text| w.text(text));
    w.end_list();
    w.name("others");
    w.begin_list();
    w.begin_list();
    w.end_list();
    w.flag(true);
    w.flag(false);
    w.null();
    w.number(-7);
    w.raw("1.50");
    w.begin_object();
    w.member("a", "b");
    w.end_object();
    w.end_list();
    w.end_object();
    assert_eq!(
        out,
        "behind: {\"t\\\"exts\":[\"\",\"a\",\"\\\"\",\"\\\\\",\"\\u0001\\u0008\\u000c\\u001f\",\
         \"\\n\\r\\t\",\"é😀\u{7f}\u{2028}\",\"a\\\"b\\\\c\\nd\"],\
         \"others\":[[],true,false,null,-7,1.50,{\"a\":\"b\"}]}"
    );
    let text = out.strip_prefix("behind: ").unwrap();
    let document = Document::parse(text).unwrap();
    let read = document.root().member("t\"exts").unwrap().elements().unwrap();
    let read: Vec<_> = read.map(|node| String::from(node.text().unwrap())).collect();
    assert_eq!(read, texts);
}
