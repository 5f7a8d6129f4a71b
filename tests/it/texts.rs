//! Types that hold a text, a number or a place: what they are made from and compare with.
//!
//! Goal: each does what a user of the standard library expects of it, and keeps what it was given.

use std::borrow::Cow;
use std::collections::{BTreeSet, HashSet};

use customer_core::json::{InlineStr, Path, PathStep, Pointer, Stored, Text, Unreadable};
use customer_core::member::{Number, NumberError, Raw, SentOthers};

#[test]
fn texts_are_texts() {
    let (short, long) = ("a", "a text of more than 22 bytes");
    for text in [short, long, ""] {
        let all = [Text::from(text), Text::from(text.to_owned()), Text::from(Cow::from(text))];
        for one in &all {
            assert!(*one == *text && one == text && one.as_str() == text && one.as_ref() == text);
            assert_eq!(String::from(one.clone()), text);
            assert_eq!(Cow::from(one.clone()), text);
        }
        assert_eq!(Text::from(&text.to_owned()), all[0]);

        let small = <InlineStr>::from(text);
        assert!(small == *text && small == text && small.as_ref() == text);
        assert_eq!(String::from(small), text);
        let stored = Stored::new(text);
        assert!(stored == *text && stored == text && stored.as_ref() == text);
        assert_eq!(String::from(stored), text);
        let pointer = Pointer::new(text);
        assert!(pointer == *text && pointer == text && pointer.as_ref() == text);
        assert_eq!(String::from(pointer), text);
    }
    assert_eq!(<InlineStr>::default(), "");
}

/// Found in a set by a text, and ordered as texts are.
#[test]
fn texts_are_found_by_texts() {
    let words = ["b", "a", "a text of more than 22 bytes", "B"];
    let mut sorted = words;
    sorted.sort_unstable();
    let texts: HashSet<Text<'_>> = words.iter().map(|word| Text::from(*word)).collect();
    let smalls: HashSet<InlineStr> = words.iter().map(|word| InlineStr::from(*word)).collect();
    for word in words {
        assert!(texts.contains(word) && smalls.contains(word));
    }
    assert!(!texts.contains("c") && !smalls.contains("c"));
    let ordered: BTreeSet<InlineStr> = words.iter().map(|word| InlineStr::from(*word)).collect();
    assert!(ordered.iter().eq(&sorted) && ordered.contains("B"));
}

#[test]
fn numbers_are_checked_and_kept() {
    for text in ["0", "-0", "1.50", "1e2", "1E+2", "-0.0", "12345678901234567890123"] {
        let number = Number::parse(text).unwrap();
        assert_eq!((number.as_str(), number.as_ref()), (text, text));
        assert_eq!(text.parse(), Ok(number.clone()));
        assert_eq!(Raw::from(number).as_str(), text);
    }
    for text in ["", " 1", "1 ", "01", "+1", "1.", ".1", "1e", "NaN", "0x1", "1,5", "\"1\""] {
        assert_eq!(Number::parse(text), Err(NumberError), "{text}");
    }
    assert_eq!(Number::from(i64::MIN).as_str(), "-9223372036854775808");
    assert_eq!(Number::from(u64::MAX).as_str(), "18446744073709551615");
    assert_ne!(Number::parse("1.0"), Number::parse("1"));
    assert!(Number::from(1_i64).same_value("10e-1"));
}

#[test]
fn values_are_checked_and_kept() {
    let raw: Raw = " {\"a\": 1.50}\n".parse().unwrap();
    assert_eq!((raw.as_str(), raw.as_ref()), ("{\"a\": 1.50}", "{\"a\": 1.50}"));
    assert_eq!(raw.into_string(), "{\"a\": 1.50}");
    let error = "{\"a\": 1, \"a\": 2}".parse::<Raw>().unwrap_err();
    assert_eq!(error.pointer, "/a");
    let error: Box<dyn std::error::Error> = error.into();
    assert_eq!(error.to_string(), "this member is there twice at `/a`");
}

/// Sorted by name, and one of a name.
#[test]
fn unknown_members_are_put_into_an_update() {
    let raw = |text: &str| text.parse::<Raw>().unwrap();
    let mut others = SentOthers::default();
    for (name, value) in [("b", "1"), ("a", "[1.50]"), ("c", "null"), ("b", "{}")] {
        others.insert(name, raw(value));
    }
    others.insert(String::from("d"), raw("\"x\""));
    others.remove("c");
    others.remove("x");
    let all: Vec<_> = others.iter().collect();
    assert_eq!(all, [("a", "[1.50]"), ("b", "{}"), ("d", "\"x\"")]);
    assert_eq!((others.get("b"), others.get("c")), (Some("{}"), None));
}

#[test]
fn paths_are_collected_from_steps() {
    let steps = [PathStep::Name("a".into()), PathStep::Index(0), PathStep::Name("b/c".into())];
    let path: Path = steps.iter().cloned().collect();
    assert_eq!(path.steps(), steps);
    assert_eq!(path.to_string(), "/a/0/b~1c");
    assert_eq!(Pointer::from(&path), "/a/0/b~1c");
    assert_eq!(Path::default(), Path::ROOT);
}

#[test]
fn what_is_unreadable_is_found_in_a_set() {
    let error = Raw::parse("[").unwrap_err();
    let all: HashSet<Unreadable> = [error.clone().into(), error.into()].into_iter().collect();
    assert_eq!(all.len(), 1);
}
