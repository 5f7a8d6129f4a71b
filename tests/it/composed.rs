//! Two updates, one after the other, said as one: member by member.
//!
//! Goal: the one update says what the two in turn say, or names the places at which no update can.
//! Method: tables of pairs, with the update that is expected of each. That it does what the two do
//! on every record is in `verb_laws`.

use customer_core::decision::TwoSteps;
use customer_core::{adobe, commvault, ibm};

fn places(two: &TwoSteps) -> Vec<&str> {
    two.places().iter().map(|place| place.as_str()).collect()
}

/// The body with these members, of which an empty text says none.
fn object(members: &[&str]) -> String {
    let said: Vec<_> = members.iter().copied().filter(|one| !one.is_empty()).collect();
    format!("{{{}}}", said.join(","))
}

mod of_adobe {
    use super::{adobe, object, places};
    use adobe::{Policy, Update, compose};

    #[track_caller]
    fn composed(first: &str, second: &str) -> Result<String, Vec<String>> {
        let read = |text| Update::from_json(text).unwrap_or_else(|error| panic!("{error}: {text}"));
        match compose(&read(first), &read(second), &Policy::documented()) {
            Ok(both) => Ok(both.to_json()),
            Err(two) => Err(places(&two).into_iter().map(String::from).collect()),
        }
    }

    /// Rows of what the first one says, the second one, and both; `around` makes an update of it.
    #[track_caller]
    fn says(rows: &[[&str; 3]], around: impl Fn(&str) -> String) {
        for [first, second, both] in rows {
            let written = Update::from_json(&around(both)).unwrap().to_json();
            let found = composed(&around(first), &around(second));
            assert_eq!(found, Ok(written), "{first} then {second}");
        }
    }

    /// One without any value makes no group, whatever else it names.
    #[test]
    fn a_group_is_that_of_the_first_who_makes_one() {
        let group = |inside: &str| format!(r#""linkedMembership":{{{inside}}}"#);
        let (one, two) = (group(r#""type":"STANDARD""#), group(r#""type":"CONSORTIUM""#));
        let (empty, other) = (group(""), group(r#""id":null,"zNew":1"#));
        let null = r#""linkedMembership":null"#;
        let rows = [
            [&*one, &*two, &*one],
            [&*one, &*empty, &*one],
            [&*empty, &*two, &*two],
            [&*other, &*two, &*two],
            [&*empty, &*other, &*other],
            [&*empty, null, null],
            [&*empty, "", &*empty],
        ];
        says(&rows, |inside| format!("{{{inside}}}"));
    }

    /// A benefit without a type can only repeat what is stored, by its number among those.
    #[test]
    fn a_benefit_without_a_type_is_repeated_once() {
        let (typed, one, two) = (r#"{"type":"X"}"#, r#"{"status":"1"}"#, r#"{"status":"2"}"#);
        let list = |all: &[&str]| all.join(",");
        let rows = [
            [list(&[one]), list(&[two, typed, two]), list(&[one, typed, two])],
            [list(&[one, typed, two]), list(&["{}", typed]), list(&[one, typed, two])],
            [list(&[typed]), list(&[one, two]), list(&[typed, one, two])],
        ];
        for row in &rows {
            let [first, second, both] = row.each_ref().map(String::as_str);
            says(&[[first, second, both]], |list| format!(r#"{{"benefits":[{list}]}}"#));
        }
    }

    /// A text that was taken away stays so where null says that there is none.
    #[test]
    fn a_text_is_that_of_the_last_who_says_one() {
        let (a, b) = (r#""externalReferenceId":"a""#, r#""externalReferenceId":"b""#);
        let (empty, null) = (r#""externalReferenceId":"""#, r#""externalReferenceId":null"#);
        let rows = [
            [a, "", a],
            ["", a, a],
            [a, b, b],
            [a, empty, empty],
            [a, null, null],
            [empty, null, empty],
            [empty, a, a],
            [null, "", null],
            [null, a, a],
            ["", null, null],
            [null, null, null],
        ];
        says(&rows, |said| object(&[said]));
        // The same of the texts of an address that may have no value.
        says(&rows, |said| {
            let line = said.replace("externalReferenceId", "addressLine2");
            let phone = said.replace("externalReferenceId", "phoneNumber");
            format!(r#"{{"companyProfile":{{"address":{}}}}}"#, object(&[&line, &phone]))
        });
    }

    #[test]
    fn a_list_of_sub_segments_is_that_of_the_last_who_names_one() {
        let (one, two) = (r#""marketSubSegments":["K_12"]"#, r#""marketSubSegments":["STATE"]"#);
        let (none, null) = (r#""marketSubSegments":[]"#, r#""marketSubSegments":null"#);
        let (segment, both) =
            (r#""marketSegment":"EDU""#, r#""marketSegment":"EDU","marketSubSegments":["K_12"]"#);
        says(
            &[
                [one, two, two],
                [one, none, one],
                [one, null, one],
                [one, "", one],
                ["", one, one],
                ["", none, none],
                ["", null, null],
                [null, none, null],
                [null, one, one],
                [segment, null, segment],
                [segment, one, both],
                [both, null, both],
            ],
            |said| format!(r#"{{"companyProfile":{}}}"#, object(&[said])),
        );
    }

    #[test]
    fn a_group_is_made_once() {
        let one = r#""linkedMembership":{"name":"A","type":"STANDARD"}"#;
        let two = r#""linkedMembership":{"name":"B","type":"CONSORTIUM"}"#;
        let null = r#""linkedMembership":null"#;
        let rows = [
            [one, two, one],
            [one, null, one],
            [one, "", one],
            ["", two, two],
            [null, two, two],
            [null, "", null],
            ["", null, null],
        ];
        says(&rows, |said| object(&[said]));
    }

    #[test]
    fn an_empty_list_says_nothing_after_another() {
        for (name, element) in [
            ("benefits", r#"{"type":"THREE_YEAR_COMMIT"}"#),
            ("contacts", r#"{"firstName":"A","lastName":"B","email":"a@b.c"}"#),
        ] {
            let list = |inside: &str| format!(r#""{name}":{inside}"#);
            let (some, none, null) = (list(&format!("[{element}]")), list("[]"), list("null"));
            let rows = [
                [&*some, &none, &some],
                [&null, &none, &null],
                ["", &none, &none],
                [&none, &some, &some],
                [&none, &none, &none],
                [&some, "", &some],
                [&some, &null, &null],
            ];
            says(&rows, |said| match name {
                "contacts" => format!(r#"{{"companyProfile":{}}}"#, object(&[said])),
                _ => object(&[said]),
            });
        }
    }

    /// Who goes and has the name of somebody who stays may be that one on the record.
    #[test]
    fn a_list_that_drops_a_namesake_needs_a_step_of_its_own() {
        let list = |people: &[(&str, &str)]| {
            let one = |(name, email): &(&str, &str)| {
                format!(r#"{{"firstName":"{name}","lastName":"B","email":"{email}"}}"#)
            };
            let people: Vec<_> = people.iter().map(one).collect();
            format!(r#"{{"companyProfile":{{"contacts":[{}]}}}}"#, people.join(","))
        };
        let (ada, other, bea) = (("Ada", "1@b.c"), ("Ada", "2@b.c"), ("Bea", "3@b.c"));
        let list_of_both = |first: &[_], second: &[_]| composed(&list(first), &list(second));
        let refused = Err(vec!["/companyProfile/contacts".to_owned()]);
        assert_eq!(list_of_both(&[ada, bea], &[ada]), Ok(list(&[ada])));
        assert_eq!(list_of_both(&[ada, other], &[other, ada]), Ok(list(&[other, ada])));
        assert_eq!(list_of_both(&[ada, other], &[ada]), refused);
        assert_eq!(list_of_both(&[ada], &[bea]), refused);
    }

    fn benefit(members: &[&str]) -> String {
        let members = [&[r#""type":"THREE_YEAR_COMMIT""#], members].concat();
        format!(r#"{{"benefits":[{}]}}"#, object(&members))
    }

    /// What the first one asks for has no status or dates yet that the second one could repeat.
    #[test]
    fn a_request_is_that_of_the_last_who_asks_for_something() {
        let ten = r#""minimumQuantities":[{"offerType":"LICENSE","quantity":10}]"#;
        let twenty = r#""minimumQuantities":[{"offerType":"LICENSE","quantity":20}]"#;
        let (start, end) = (r#""startDate":"2026-01-01""#, r#""endDate":"2026-12-31""#);
        let (no_start, no_end) = (r#""startDate":null"#, r#""endDate":null"#);
        let (open, done) = (r#""status":"REQUESTED""#, r#""status":"ACCEPTED""#);
        let of = |members: &[&str]| format!(r#""commitmentRequest":{}"#, object(members));
        let (null, nothing) = (r#""commitmentRequest":null"#.to_owned(), of(&[]));
        let rows = [
            [String::new(), nothing.clone(), nothing.clone()],
            [null.clone(), nothing.clone(), null.clone()],
            [null, of(&[ten]), of(&[ten])],
            [of(&[ten]), nothing.clone(), of(&[ten])],
            [of(&[ten]), String::new(), of(&[ten])],
            [of(&[ten]), of(&[twenty]), of(&[twenty])],
            [of(&[ten]), of(&[twenty, start, end]), of(&[twenty])],
            [of(&[ten]), of(&[twenty, no_start, no_end]), of(&[twenty])],
            [of(&[ten]), of(&[twenty, open, start]), of(&[twenty])],
            [of(&[ten, open]), of(&[twenty, start]), of(&[twenty])],
            [of(&[ten, open]), of(&[twenty, done, start]), of(&[twenty])],
            [of(&[ten, open]), of(&[ten, open, start, end]), of(&[ten, open, start, end])],
            [of(&[ten, open]), of(&[ten, open, no_start]), of(&[ten, open])],
            [nothing, of(&[twenty, open, no_start]), of(&[twenty, open, no_start])],
        ];
        let rows = rows.each_ref().map(|row| row.each_ref().map(|said| &**said));
        says(&rows, |said| benefit(&[said]));
    }

    /// A request with a status may repeat a stored one, and one that names nothing asks for
    /// nothing.
    #[test]
    fn requests_of_both_kinds_need_two_steps() {
        let list = r#""minimumQuantities":[{"offerType":"LICENSE","quantity":10}]"#;
        let of = |kind: &str, inside: &[&str]| format!(r#""{kind}":{}"#, object(inside));
        let (one, other) = ("commitmentRequest", "recommitmentRequest");
        for (first, second) in [(one, other), (other, one)] {
            let ask = |before: &[&str], after: &[&str]| {
                let (before, after) = (of(first, before), of(second, after));
                composed(&benefit(&[&before]), &benefit(&[&after]))
            };
            assert_eq!(ask(&[list], &[list]), Err(vec![format!("/benefits/0/{second}")]));
            let with_status = [list, r#""status":"ACCEPTED""#];
            for (before, after) in [
                (&[][..], &[list][..]),
                (&[list], &[]),
                (&with_status, &[list]),
                (&[list], &with_status),
            ] {
                let both = ask(before, after).unwrap();
                assert!(both.contains(first) && both.contains(second), "{both}");
            }
            let twice =
                composed(&benefit(&[&of(first, &[list])]), &benefit(&[&of(first, &[list])]));
            assert!(twice.is_ok(), "{twice:?}");
            assert!(composed(&benefit(&[]), &benefit(&[&of(second, &[list])])).is_ok());
        }
    }
}

mod of_commvault {
    use super::{commvault, object};
    use commvault::{Foreign, Missing, Policy, Update, compose};

    #[track_caller]
    fn says(policy: &Policy, rows: &[[&str; 3]]) {
        for [first, second, both] in rows {
            let (one, two) =
                (Update::from_json(first).unwrap(), Update::from_json(second).unwrap());
            let found = compose(&one, &two, policy).unwrap();
            assert_eq!(found, Update::from_json(both).unwrap(), "{first} then {second}");
        }
    }

    /// What the vendor changes meanwhile can't be repeated, unless nothing has been sent before.
    #[test]
    fn what_moves_meanwhile_is_said_as_the_first_one_says_it() {
        let moved = r#"{"status":"updating","updateTs":"2026-01-02T03:04:05"}"#;
        let (status, name) = (r#"{"status":"active"}"#, r#"{"name":"Acme"}"#);
        let after_name = r#"{"name":"Acme","status":"updating","updateTs":"2026-01-02T03:04:05"}"#;
        let documented = Policy::documented();
        assert_eq!(documented.foreign, Foreign::Refuse);
        says(&documented, &[[name, moved, name], [status, moved, status], ["{}", moved, moved]]);
        // One that lacks everything is refused for either of the two that it lacks.
        for policy in [
            Policy { contacts: Missing::Keep, ..documented },
            Policy { identity: Missing::Keep, ..documented },
        ] {
            says(&policy, &[["{}", moved, moved], [name, moved, name]]);
        }
        // Where nothing is required it is accepted.
        let kept = Policy { identity: Missing::Keep, contacts: Missing::Keep, ..documented };
        says(&kept, &[["{}", moved, "{}"], [name, moved, name]]);
        // And where nobody looks, it is the second one's.
        let ignored = Policy { foreign: Foreign::Ignore, ..documented };
        says(&ignored, &[["{}", moved, moved], [name, moved, after_name], [status, moved, moved]]);
        says(&Policy::lenient(), &[["{}", moved, moved], [name, moved, after_name]]);
    }

    #[test]
    fn a_contact_is_said_member_by_member() {
        let list = |inside: &str| format!(r#"{{"contacts":[{inside}]}}"#);
        let (none, null) = (list(""), r#"{"contacts":null}"#.to_owned());
        let (phone, email) = (list(r#"{"phone":"7"}"#), list(r#"{"email":"a@b.c"}"#));
        let both = list(r#"{"email":"a@b.c","phone":"7"}"#);
        let two = list(r#"{"phone":"8"},{"phone":"9"}"#);
        let rows = [
            [&phone, &email, &both],
            [&phone, &none, &phone],
            [&none, &none, &none],
            [&two, &none, &two],
            [&none, &phone, &phone],
            [&phone, &two, &two],
            [&phone, &null, &null],
            [&null, &phone, &phone],
        ];
        says(&Policy::documented(), &rows.map(|row| row.map(|text| &**text)));
    }

    /// Whoever clears the whole address clears each attribute that is not set again.
    #[test]
    fn an_address_is_said_attribute_by_attribute() {
        let with = |address: &str| format!(r#"{{"contacts":[{{"address":{address}}}]}}"#);
        let of = |members: &[&str]| with(&object(members));
        let (city, bray) = (r#""city":"Cork""#, r#""city":"Bray""#);
        let (line1, line2) = (r#""addressLine1":"1 Way""#, r#""addressLine2":null"#);
        let cleared = of(&[
            r#""addressLine1":null,"addressLine2":null,"city":"Bray","state":null,"country":null"#,
            r#""postalCode":null"#,
        ]);
        let rows = [
            [of(&[city, line1]), of(&[bray, line2]), of(&[bray, line1, line2])],
            [of(&[city]), of(&[]), of(&[city])],
            [with("null"), of(&[]), with("null")],
            [with("null"), of(&[bray]), cleared],
            [of(&[city]), with("null"), with("null")],
        ];
        let rows = rows.each_ref().map(|row| row.each_ref().map(|text| &**text));
        says(&Policy::documented(), &rows);
    }
}

mod of_ibm {
    use super::{ibm, object, places};
    use ibm::{Form, Null, Policy, Update, compose};

    fn nested(members: &[&str]) -> String {
        format!(r#"{{"Customer":{}}}"#, object(members))
    }

    #[track_caller]
    fn says(policy: &Policy, first: &str, second: &str, both: &str) {
        let (one, two) = (Update::from_json(first).unwrap(), Update::from_json(second).unwrap());
        let found = compose(&one, &two, policy).unwrap_or_else(|two| panic!("{two}: {first}"));
        let expected = Update::from_json(both).unwrap();
        assert_eq!(found.to_json(), expected.to_json(), "{first} then {second}");
        assert_eq!(found.form(), expected.form(), "{first} then {second}");
    }

    /// The vendor keeps what a request leaves out of the members that nobody knows, in every
    /// object; of the others only the lock token is that of the first one.
    #[test]
    fn members_that_only_the_first_one_has_are_said_again() {
        let of = |version: u8, name: &str, mark: &str| {
            let m = |number: u8| mark.replace('#', &number.to_string());
            format!(
                r#"{{"Customer":{{"Version":{version},"Organization":{{"OrgName":"{name}",
                "AddressSet":[{{"City":"{name}"{}}}],"Contact":{{"GivenName":"{name}"{}}}{}}},
                "CustomerAccountSet":[{{"LocationName":"{name}"{}}}],
                "CustomerIdentifierSet":[{{"Value":"{name}"{}}}]{}}}}}"#,
                m(1),
                m(2),
                m(3),
                m(4),
                m(5),
                m(6)
            )
        };
        let marked = r#","zMark":#"#;
        let documented = Policy::documented();
        says(&documented, &of(7, "A", marked), &of(8, "B", ""), &of(7, "B", marked));
        says(
            &documented,
            &of(7, "A", marked),
            &of(8, "B", r#","zMark":2.50"#),
            &of(7, "B", r#","zMark":2.50"#),
        );
        says(&documented, &of(7, "A", ""), &of(8, "B", marked), &of(7, "B", marked));
        // What was left out of the first one is left out of both.
        says(&documented, &nested(&[]), &nested(&[r#""Version":8"#]), &nested(&[]));
    }

    /// Null is a value that is refused, or it says nothing.
    #[test]
    fn a_null_hides_an_earlier_member_unless_it_says_nothing() {
        let first = nested(&[r#""zMark":1.50,"zOther":1"#]);
        let second = nested(&[r#""zMark":null,"zNew":null,"zOther":2"#]);
        let documented = Policy::documented();
        assert_eq!(documented.null, Null::Refuse);
        says(&documented, &first, &second, &second);
        let missing = Policy { null: Null::Missing, ..documented };
        let both = nested(&[r#""zMark":1.50,"zNew":null,"zOther":2"#]);
        says(&missing, &first, &second, &both);
    }

    /// What is sent under another spelling is the attribute, and no member that nobody knows.
    #[test]
    fn another_spelling_of_the_first_one_is_not_said_again() {
        let address = |members: &str| {
            nested(&[&format!(r#""Organization":{{"AddressSet":[{{{members}}}]}}"#)])
        };
        let first = address(r#""AdressLine1":"1 Way","zMark":1"#);
        let both = address(r#""AddressLine1":"2 Way","zMark":1"#);
        says(&Policy::documented(), &first, &address(r#""AddressLine1":"2 Way""#), &both);
    }

    /// A flat body has no place for identifiers.
    #[test]
    fn two_flat_bodies_are_flat_and_identifiers_those_of_the_nested_one() {
        let documented = Policy::documented();
        let identifiers = r#""CustomerIdentifierSet":[{"Value":"9"}]"#;
        let name = |name: &str| format!(r#""Organization":{{"OrgName":"{name}"}}"#);
        let flat = r#"{"Version":7,"OrgName":"B"}"#;
        let other = r#"{"Version":7,"OrgName":"A"}"#;
        says(&documented, other, r#"{"OrgName":"B","Version":8}"#, flat);
        let both = Update::from_json(other).unwrap();
        assert_eq!(compose(&both, &both, &documented).unwrap().form(), Form::Flat);
        let sets = r#""Organization":{"AddressSet":[{}]},"CustomerAccountSet":[{}]"#;
        let first = nested(&[r#""Version":7"#, sets, identifiers]);
        let found = compose(
            &Update::from_json(&first).unwrap(),
            &Update::from_json(r#"{"OrgName":"B"}"#).unwrap(),
            &documented,
        )
        .unwrap();
        assert_eq!(found.form(), Form::Nested);
        assert!(found.to_json().contains(identifiers), "{}", found.to_json());
        let second = nested(&[r#""Version":8"#, &name("B"), identifiers]);
        says(&documented, other, &second, &nested(&[r#""Version":7"#, &name("B"), identifiers]));
    }

    /// Of a set that is longer than before, some elements would be those of the record.
    #[test]
    fn a_set_that_grows_needs_a_step_of_its_own() {
        let set = |name: &str, count: usize| {
            let inside = vec!["{}"; count].join(",");
            match name {
                "AddressSet" => {
                    nested(&[&format!(r#""Organization":{{"AddressSet":[{inside}]}}"#)])
                }
                _ => nested(&[&format!(r#""{name}":[{inside}]"#)]),
            }
        };
        let grows = |first: &str, second: &str| {
            let (one, two) =
                (Update::from_json(first).unwrap(), Update::from_json(second).unwrap());
            let found = compose(&one, &two, &Policy::observed());
            found.map_or_else(|two| places(&two).join(" "), |_| "fits".to_owned())
        };
        for (name, place) in [
            ("AddressSet", "/Customer/Organization/AddressSet"),
            ("CustomerAccountSet", "/Customer/CustomerAccountSet"),
            ("CustomerIdentifierSet", "/Customer/CustomerIdentifierSet"),
        ] {
            for (before, after) in [(0, 1), (1, 2), (2, 3), (0, 3)] {
                assert_eq!(grows(&set(name, before), &set(name, after)), place);
                assert_eq!(grows(&set(name, after), &set(name, before)), "fits", "{name}");
                assert_eq!(grows(&set(name, after), &set(name, after)), "fits", "{name}");
            }
            assert_eq!(grows("{\"Customer\":{}}", &set(name, 1)), place);
        }
        // In a flat body the place is the whole, whose two sets have one element each.
        let town = r#"{"City":"Cork"}"#;
        assert_eq!(grows("{\"Customer\":{}}", town), " ");
        assert_eq!(grows(&set("CustomerAccountSet", 1), town), "");
        assert_eq!(grows(town, town), "fits");
        // After a flat body identifiers are those of the record, as they are for the result.
        assert_eq!(grows(town, &set("CustomerIdentifierSet", 2)), "fits");
        assert_eq!(grows(town, &set("AddressSet", 2)), "/Customer/Organization/AddressSet");
    }
}
