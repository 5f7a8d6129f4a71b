//! Two readers of JSON, one grammar: the typed one that every document takes, and the one that
//! knows the place of an error.
//!
//! Goal: the typed readers accept what [`Document`] accepts and nothing else, and what they say
//! does not depend on how a document is spelt. Method: the stored records of `tests/cases`, torn apart
//! and put together again at random, and tables of what is rare.

use crate::common::{parse, stored};
use customer_core::json::{DEPTH_MAX, Document, Reason, Unreadable};
use customer_core::member::Raw;
use customer_core::{adobe, commvault, ibm};
use serde_json::{Map, Value};

/// A typed reader: what it read, written again.
type Read = fn(&str) -> Result<String, Unreadable>;

/// Every typed reader of whole documents, with the vendor whose records it is fed.
const READERS: [(&str, Read); 7] = [
    ("adobe", |text| adobe::Customer::from_json(text).map(|read| read.to_json())),
    ("adobe", |text| adobe::Update::from_json(text).map(|read| read.to_json())),
    ("ibm", |text| ibm::Customer::from_json(text).map(|read| read.to_json())),
    ("ibm", |text| ibm::Update::from_json(text).map(|read| read.to_json())),
    ("commvault", |text| commvault::Account::from_json(text).map(|read| read.to_json())),
    ("commvault", |text| commvault::Profile::from_json(text).map(|read| read.to_json())),
    ("commvault", |text| commvault::Update::from_json(text).map(|read| read.to_json())),
];

/// What one text was found to be.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Found {
    NoDocument,
    OfAnotherForm,
    Readable,
}

/// Holds a reader against the document, and against another spelling of it.
#[track_caller]
fn check(text: &str, read: Read) -> Found {
    let typed = read(text);
    let document = match Document::parse(text) {
        Err(error) => {
            assert_eq!(typed.unwrap_err().errors, [error], "{text}");
            return Found::NoDocument;
        }
        Ok(_) => parse(text),
    };
    let respelt = read(&respell(&document));
    match typed {
        Err(unreadable) => {
            assert!(!unreadable.errors.is_empty(), "{text}");
            for error in &unreadable.errors {
                let there = document.pointer(error.pointer.as_str()).is_some();
                assert_eq!(there, error.reason != Reason::Missing, "{error} in {text}");
            }
            assert_eq!(respelt.unwrap_err(), unreadable, "{text}");
            Found::OfAnotherForm
        }
        Ok(written) => {
            let respelt = respelt.unwrap();
            let same = Raw::parse(&written).unwrap().same_value(&respelt);
            assert!(same, "{text}\nis read as {written}\nand respelt as {respelt}");
            Found::Readable
        }
    }
}

/// The same document: members backwards, blanks everywhere, every letter escaped.
fn respell(document: &Value) -> String {
    match document {
        Value::Object(members) => {
            let members = members.iter().rev();
            let members =
                members.map(|(name, value)| format!("{} :\n{}", quote(name), respell(value)));
            format!(" {{\t{} }}\r", members.collect::<Vec<_>>().join(" ,\n"))
        }
        Value::Array(elements) => {
            format!("[ {} ]", elements.iter().map(respell).collect::<Vec<_>>().join("\t, "))
        }
        Value::String(text) => quote(text),
        other => format!(" {other} "),
    }
}

fn quote(text: &str) -> String {
    let units: Vec<String> = text.encode_utf16().map(|unit| format!("\\u{unit:04x}")).collect();
    format!("\"{}\"", units.concat())
}

/// Random numbers that are the same in each run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % limit.max(1) as u64).unwrap()
    }

    fn of(&mut self, list: &[&'static str]) -> &'static str {
        list[self.below(list.len())]
    }
}

/// Pieces that are put between others.
const PIECES: &[&str] = &[
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    "\"",
    "\\",
    " ",
    "null",
    "true",
    "false",
    "nul",
    "7",
    "-0",
    "01",
    "1.50",
    "2e3",
    "1e",
    "\"x\"",
    "\"\\u0041\"",
    "\"\\ud800\"",
    "\"\u{1}\"",
    "{}",
    "[]",
    "[null]",
    "\"name\":",
    "\"name\":1,",
    ",\"x\":{\"y\":1,\"y\":2}",
    ",\"x\":[1]",
    "\"Customer\":{},",
    "\"data\":{},",
    "\"\\u0064ata\":null,",
    "\"status\":null,",
    "\u{feff}",
];

/// The text in tokens: marks alone, everything else as it comes between them.
fn pieces(text: &str) -> Vec<&str> {
    text.split_inclusive(['{', '}', '[', ']', ',', ':'])
        .flat_map(|part| match part.char_indices().next_back() {
            Some((0, _)) | None => vec![part],
            Some((last, _)) => <[&str; 2]>::from(part.split_at(last)).into(),
        })
        .collect()
}

/// Values that are put in place of others.
const VALUES: &[&str] = &[
    "null",
    "true",
    "7",
    "-0",
    "1.50",
    "\"\"",
    "\"x\"",
    "{}",
    "[]",
    "[null]",
    "[7,\"x\"]",
    "{\"x\":null}",
    "[{\"name\":1,\"x\":2},3]",
];

/// Tears a text apart: pieces go, come twice, change places, and strangers come between.
fn torn(text: &str, dice: &mut Dice) -> String {
    let mut pieces = pieces(text);
    for _ in 0..=dice.below(2) {
        let (at, other) = (dice.below(pieces.len()), dice.below(pieces.len()));
        match dice.below(6) {
            0 => drop(pieces.remove(at)),
            1 => pieces.insert(at, dice.of(PIECES)),
            2 => pieces[at] = dice.of(PIECES),
            3 => pieces.swap(at, other),
            // A member or an element once more, mostly.
            4 => {
                let end = pieces.len().min(at + 4);
                let copy = pieces[at..end].to_vec();
                pieces.splice(end..end, copy);
            }
            _ => pieces.truncate(at.max(1)),
        }
    }
    pieces.concat()
}

/// Puts other values and other names into a text, and members in front of others.
fn edited(text: &str, dice: &mut Dice) -> String {
    let mut pieces = pieces(text);
    let is_text = |piece: &str| piece.starts_with('"') && piece.len() > 1;
    for _ in 0..=dice.below(3) {
        let (at, other) = (dice.below(pieces.len()), dice.below(pieces.len()));
        let behind = pieces.get(at + 1).copied();
        match pieces[at] {
            "{" if behind != Some("}") => {
                let before = ["\"x\":{\"y\":[1]},", "\"\\u0061\":null,", "\"name\":7,"];
                pieces.insert(at + 1, dice.of(&before));
            }
            "{" | "}" | "[" | "]" | "," | ":" => {}
            _ if behind != Some(":") => pieces[at] = dice.of(VALUES),
            _ if is_text(pieces[other]) => pieces[at] = pieces[other],
            _ => {}
        }
    }
    pieces.concat()
}

#[test]
fn typed_readers_and_documents_agree() {
    let mut dice = Dice(0x2545_F491_4F6C_DD1D);
    for (vendor, read) in READERS {
        let records = stored(vendor);
        let mut texts: Vec<String> = records.values().map(Value::to_string).collect();
        texts.extend(flat(vendor, &records));
        let mut found = [0; 3];
        for text in &texts {
            assert!(check(text, read) != Found::NoDocument, "{text}");
            for _ in 0..700 / texts.len() {
                found[check(&torn(text, &mut dice), read) as usize] += 1;
                found[check(&edited(text, &mut dice), read) as usize] += 1;
            }
        }
        assert!(found.into_iter().all(|count| count > 40), "{vendor}: {found:?}");
    }
}

/// Nowhere else, and nowhere left out.
#[test]
fn commas_stand_between_two() {
    for (vendor, read) in READERS {
        let records = stored(vendor);
        for text in records.values().map(Value::to_string).chain(flat(vendor, &records)) {
            let all = pieces(&text);
            for at in 1..all.len() {
                let (before, behind) = (all[..at].concat(), all[at..].concat());
                let broken = match (all[at - 1], all[at]) {
                    (_, ",") => format!("{before} {}", all[at + 1..].concat()),
                    ("{" | "[", _) | (_, "}" | "]") => format!("{before},{behind}"),
                    _ => continue,
                };
                assert!(check(&broken, read) == Found::NoDocument, "{broken}");
            }
        }
    }
}

/// Bodies in IBM's flat form: the attributes of each object side by side.
fn flat(vendor: &str, records: &Map<String, Value>) -> Vec<String> {
    let bodies = records.values().map(|record| {
        let mut body = Map::new();
        for at in ["/Customer", "/Customer/Organization", "/Customer/Organization/Contact"] {
            let members = record.pointer(at).and_then(Value::as_object);
            let scalars = members.into_iter().flatten();
            body.extend(
                scalars
                    .filter(|(_, value)| !value.is_array() && !value.is_object())
                    .map(|(name, value)| (name.clone(), value.clone())),
            );
        }
        Value::Object(body).to_string()
    });
    if vendor == "ibm" { bodies.collect() } else { Vec::new() }
}

#[test]
fn a_member_that_is_there_twice_is_found_wherever_it_is() {
    let (name, known) = (r#""n\u0061me""#, r#""name""#);
    let twice = [
        ("both with a value", format!(r#"{known}:"a",{name}:"b""#)),
        ("value and null", format!(r#"{known}:"a",{name}:null"#)),
        ("null and value", format!(r#"{name}:null,{known}:"a""#)),
        ("both null", format!(r#"{known}:null,{name}:null"#)),
        ("unknown", r#""x":1,"y":2,"\u0078":3"#.into()),
        ("inside of what is carried", r#""x":[{"y":{"z":1,"z":1}}]"#.into()),
        ("data", r#""data":{"name":"a"},"data":{"name":"a"}"#.into()),
        ("data and null", r#""data":{"name":"a"},"data":null"#.into()),
        ("Customer", r#""Customer":{"Version":1},"Customer":{"Version":1}"#.into()),
        ("Customer and null", r#""Customer":null,"Customer":{"Version":1}"#.into()),
        ("organization", r#""Customer":{"Organization":{"Phone":1,"Phone":2}}"#.into()),
        ("a flat body", r#""OrgName":"a","OrgName":"b""#.into()),
        ("many", (0..40).map(|i| format!(r#""x{}":0"#, i % 39)).collect::<Vec<_>>().join(",")),
    ];
    for (about, members) in &twice {
        for text in [format!("{{{members}}}"), format!(r#"{{"data":{{{members}}}}}"#)] {
            let error = Document::parse(&text).err().expect(about);
            assert_eq!(error.reason, Reason::Duplicate, "{about}");
            for (_, read) in READERS {
                check(&text, read);
            }
        }
    }
}

#[test]
fn depth_counts_what_is_around_a_carried_value() {
    let nest = |depth: usize| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
    for depth in DEPTH_MAX - 4..=DEPTH_MAX + 1 {
        for (_, read) in READERS {
            check(&nest(depth), read);
            check(&format!(r#"{{"x":{}}}"#, nest(depth)), read);
            check(&format!(r#"{{"data":{{"x":{}}}}}"#, nest(depth)), read);
            check(&format!(r#"{{"services":{}}}"#, nest(depth)), read);
            check(&format!(r#"{{"Customer":{{"Organization":{{"x":{}}}}}}}"#, nest(depth)), read);
            check(&format!(r#"{{"links":{{"self":{{"headers":[{}]}}}}}}"#, nest(depth)), read);
        }
    }
    let deep = format!(r#"{{"x":{}}}"#, nest(DEPTH_MAX));
    let error = adobe::Update::from_json(&deep).unwrap_err().errors.remove(0);
    assert_eq!(error.reason, Reason::Depth);
}

#[test]
fn errors_come_in_the_order_of_the_model_however_members_are_sent() {
    let sent = r#"{"status": 1, "companyProfile": {"contacts": [{"email": 1, "firstName": 2}, 3],
        "address": {"phoneNumber": [], "country": {}}, "companyName": 4}, "customerId": 5}"#;
    let errors = adobe::Update::from_json(sent).unwrap_err().errors;
    let places: Vec<&str> = errors.iter().map(|error| error.pointer.as_str()).collect();
    assert_eq!(
        places,
        [
            "/customerId",
            "/companyProfile/companyName",
            "/companyProfile/address/country",
            "/companyProfile/address/phoneNumber",
            "/companyProfile/contacts/0/firstName",
            "/companyProfile/contacts/0/email",
            "/companyProfile/contacts/1",
            "/status",
        ]
    );
    // Other spellings stand behind the model's own, each in its address.
    let sent = r#"{"Customer": {"Organization": {"Contact": {"WebsiteAddress": 1, "Fax": 2},
        "AddressSet": [3, {"AdressLine1": 4, "City": 5}], "OrgName": 6}}, "y": 7, "x": 8}"#;
    let errors = ibm::Update::from_json(sent).unwrap_err().errors;
    let places: Vec<&str> = errors.iter().map(|error| error.pointer.as_str()).collect();
    let inside = "/Customer/Organization/";
    assert_eq!(
        places.iter().map(|place| place.trim_start_matches(inside)).collect::<Vec<_>>(),
        [
            "OrgName",
            "AddressSet/0",
            "AddressSet/1/City",
            "Contact/Fax",
            "AddressSet/1/AdressLine1",
            "Contact/WebsiteAddress",
            "/x",
            "/y",
        ]
    );
}
