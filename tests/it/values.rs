//! The nouns of the domain: what is one, what is not, and where the limits are.
//!
//! Goal: every shape that a value may have is named once, and every way to miss it by one step.

use customer_core::value::{
    Date, DateError, Email, Language, LengthUnit, Offer, OfferError, Owned, Quantities, Quantity,
    QuantityError, TextError, Timestamp, TimestampError, longer_than, same_address, shorter_than,
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
fn an_address_is_kept_and_not_shown() {
    let text = Email::parse("a@b.c").unwrap();
    assert_eq!((text.as_str(), format!("{text:?}").as_str()), ("a@b.c", "Email(…)"));
    assert_eq!("a@b.c".parse(), Ok(text.clone()));
    assert_eq!(Email::try_from("a@b.c"), Ok(text.clone()));
    assert_eq!(Email::try_from(String::from("a@b")), Err(TextError::Form));
    assert!(text == "a@b.c" && text != *"A@b.c" && text.as_ref() == "a@b.c");
    assert_eq!(String::from(text), "a@b.c");
    assert_eq!("pt-BR".parse::<Language>().unwrap().as_str(), "pt-BR");
}

#[test]
fn an_address_has_up_to_240_characters() {
    let long = |count: usize| format!("{}@b.c", "a".repeat(count.saturating_sub(4)));
    assert!(Email::parse(long(240)).is_ok());
    assert_eq!(Email::parse(long(241)), Err(TextError::Long(240)));
    assert_eq!(Email::parse(""), Err(TextError::Short(1)));
}

#[test]
fn days_are_those_of_the_time_crate() {
    for day in [Date::MIN, Date::MAX, Date::parse("2024-02-29").unwrap()] {
        assert_eq!(Date::try_from(time::Date::from(day)), Ok(day));
        assert_eq!(day.to_string().parse(), Ok(day));
    }
    let year = |year| time::Date::from_calendar_date(year, time::Month::January, 1).unwrap();
    for outside in [-1, 0] {
        assert_eq!(Date::try_from(year(outside)), Err(DateError::Day));
    }
    assert_eq!(Date::try_from(year(1)), Ok(Date::MIN));
    assert_eq!("2024-2-29".parse::<Date>(), Err(DateError::Form));
}

#[test]
fn moments_are_those_of_the_time_crate() {
    let moment = Timestamp::new(Date::MAX, 23, 59, 58).unwrap();
    assert_eq!((moment.hour(), moment.minute(), moment.second()), (23, 59, 58));
    assert_eq!((moment.date(), moment.to_string().parse()), (Date::MAX, Ok(moment)));
    let same = time::PrimitiveDateTime::from(moment);
    assert_eq!(Timestamp::try_from(same), Ok(moment));
    let fraction = same.replace_nanosecond(1).unwrap();
    assert_eq!(Timestamp::try_from(fraction), Err(TimestampError::Form));
    let outside = time::Date::from_calendar_date(0, time::Month::January, 1).unwrap();
    let outside = time::PrimitiveDateTime::new(outside, time::Time::MIDNIGHT);
    assert_eq!(Timestamp::try_from(outside), Err(TimestampError::Day));
    for (hour, minute, second) in [(24, 0, 0), (0, 60, 0), (0, 0, 60)] {
        let moment = Timestamp::new(Date::MIN, hour, minute, second);
        assert_eq!(moment, Err(TimestampError::Clock));
    }
}

#[test]
fn quantities_are_digits() {
    for (text, quantity) in [
        ("0", Ok(Quantity::default())),
        ("10", Ok(10_u16.into())),
        ("007", Ok(Quantity::of(7))),
        ("2147483647", Ok(Quantity::MAX)),
        ("2147483648", Err(QuantityError)),
        ("4294967296", Err(QuantityError)),
        ("", Err(QuantityError)),
        ("+1", Err(QuantityError)),
        ("-1", Err(QuantityError)),
        ("1.0", Err(QuantityError)),
    ] {
        assert_eq!(text.parse(), quantity, "{text}");
    }
    assert_eq!(Quantity::try_from(-1_i64), Err(QuantityError));
    assert_eq!(Quantity::try_from(7_i64), Ok(Quantity::of(7)));
}

#[test]
fn offers_are_collected() {
    let (one, two) = (Quantity::of(1), Quantity::of(2));
    let listed: Quantities =
        [(Offer::License, one), (Offer::Consumables, one), (Offer::License, two)]
            .into_iter()
            .collect();
    assert_eq!(listed, Quantities::new(Some(two), Some(one)));
    assert_eq!(Quantities::default(), Quantities::NONE);
    assert_eq!(("LICENSE".parse(), Offer::License.as_ref()), (Ok(Offer::License), "LICENSE"));
    assert_eq!("licence".parse::<Offer>(), Err(OfferError));
    assert_eq!(Owned::default(), Owned::NOTHING);
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
