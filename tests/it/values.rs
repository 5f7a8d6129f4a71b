//! The nouns of the domain: what is one, what is not, and where the limits are.
//!
//! Goal: every shape that a value may have is named once, and every way to miss it by one step.

use customer_core::value::{
    Country, Email, LengthUnit, TextError, TextOf, longer_than, same_address, shorter_than,
};

#[test]
fn addresses_of_every_shape() {
    let addresses = [
        "a@b.c",
        "a.b.c@d.e.f",
        "!#$%&'*+/=?^_`{|}~-@b.c",
        "A1@X-1.y--2",
        // Quoted, with what must stand behind a backslash.
        r#""a"@b.c"#,
        r#"""@b.c"#,
        r#""a@b"@c.d"#,
        r#""a..b"@c.d"#,
        r#""a\ b"@c.d"#,
        r#""a\"b"@c.d"#,
        r#""a\\"@c.d"#,
        "\"\u{1}\u{8}\u{b}\u{c}\u{e}\u{1f}!~\u{7f}\"@b.c",
        "\"\\\u{1}\\\t\\\u{b}\\\u{c}\\\u{e}\\\u{7f}\"@b.c",
        // Literals.
        "a@[1.2.3.4]",
        "a@[255.0.10.255]",
        "a@[1.2.3.tag:x]",
        "a@[1.2.3.t-g:!\"~\u{1}]",
        r"a@[1.2.3.tag:\]\[\ ]",
    ];
    for text in addresses {
        assert!(Email::parse(text).is_ok(), "{text}");
    }
}

#[test]
fn what_is_no_address() {
    let others = [
        "a", "a@", "@b.c", "a@b", "a@.c", "a@b.", "a@b..c", ".a@b.c", "a.@b.c", "a..b@c.d",
        "a b@c.d", "a(@b.c", "a,b@c.d", "a@b@c.d", "ä@b.c", "a@ä.c", "a@-b.c", "a@b-.c", "a@b_c.d",
        "a@b c.d", "a\"@b.c", "\"@b.c", "\"a@b.c", "a@b.c ",
    ];
    let quoted = [
        "\"a b\"@c.d",
        "\"a\tb\"@c.d",
        "\"a\"b\"@c.d",
        "\"a\\\"@c.d",
        "\"a\nb\"@c.d",
        "\"a\\\nb\"@c.d",
        "\"a\rb\"@c.d",
        "\"ä\"@b.c",
        "\"\\ä\"@b.c",
        "\"\u{0}\"@b.c",
        "\"\\\u{0}\"@b.c",
    ];
    let literals = [
        "a@[1.2.3]",
        "a@[1.2.3.256]",
        "a@[256.2.3.4]",
        "a@[1.2.3.4.5]",
        "a@[1.2.3.]",
        "a@[]",
        "a@[1.2.3.0004]",
        "a@[0001.2.3.4]",
        "a@[.2.3.4]",
        "a@[x.2.3.4]",
        "a@[+1.2.3.4]",
        "a@[1.2.x.4]",
        "a@[1.2.3.+4]",
        "a@[1.2.3.:x]",
        "a@[1.2.3.tag:]",
        "a@[1.2.3.-t:x]",
        "a@[1.2.3.tag]",
        "a@[1.2.3.t:[x]]",
        "a@[1.2.3.tag:x y]",
        "a@[1.2.3.tag:\\]",
        "a@[1.2.3.4",
        "a@1.2.3.4]",
    ];
    for text in others.iter().chain(&quoted).chain(&literals) {
        assert_eq!(Email::parse(*text), Err(TextError::Form), "{text}");
    }
}

#[test]
fn letter_case_does_not_tell_addresses_apart() {
    assert!(same_address("a@b.c", "a@b.c") && same_address("A.b@C.d", "a.B@c.D"));
    assert!(!same_address("a@b.c", "a@b.cc") && !same_address("ä@b.c", "Ä@b.c"));
}

#[test]
fn a_text_is_kept_and_not_shown() {
    let text = TextOf::<1, 4>::parse("Acme").unwrap();
    assert_eq!((text.as_str(), format!("{text:?}").as_str()), ("Acme", "TextOf(…)"));
}

#[test]
fn an_address_has_up_to_240_characters() {
    let long = |count: usize| format!("{}@b.c", "a".repeat(count.saturating_sub(4)));
    assert!(Email::parse(long(240)).is_ok());
    assert_eq!(Email::parse(long(241)), Err(TextError::Long(240)));
    assert_eq!(Email::parse(""), Err(TextError::Short(1)));
}

#[test]
fn a_country_has_two_or_three_letters() {
    for text in ["US", "us", "USA"] {
        assert!(Country::parse(text).is_ok(), "{text}");
    }
    for text in ["", "U", "USAA", "U1", "Ü1", "ÜS", "U S"] {
        assert_eq!(Country::parse(text), Err(TextError::Form), "{text}");
    }
}

#[test]
fn lengths_are_counted_in_their_unit() {
    // One scalar value, two units, four bytes.
    for (count, max, scalars, units) in [
        (1, 0, true, true),
        (1, 1, false, true),
        (1, 2, false, false),
        (2, 1, true, true),
        (2, 2, false, true),
        (2, 3, false, true),
        (2, 4, false, false),
        (2, 8, false, false),
        (2, 9, false, false),
    ] {
        let text = "🐸".repeat(count);
        assert_eq!(longer_than(&text, max, LengthUnit::Scalars), scalars, "{count} {max}");
        assert_eq!(longer_than(&text, max, LengthUnit::Utf16), units, "{count} {max}");
    }
    for (text, min, short) in [
        ("", 0, false),
        ("", 1, true),
        ("a", 1, false),
        ("a", 2, true),
        ("🐸", 1, false),
        ("🐸", 2, true),
        ("🐸🐸", 2, false),
        ("aaaa", 5, true),
        ("aaaaa", 5, false),
    ] {
        assert_eq!(shorter_than(text, min), short, "{text} {min}");
    }
}
