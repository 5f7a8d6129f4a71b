//! What is made to hurt: too deep, too wide, too long, too often.
//!
//! Goal: whatever stands wherever in a question, a record, a request or a vendor's answer, it is
//! answered, on a stack of 256 KiB (this build has no optimisation; a service's needs less), in
//! memory of at most [`A`] bytes for each byte read and [`B`] more, and in linear work. Method:
//! every bomb at every place in small, some of them in full size; linear work by the bytes
//! allocated, everywhere, and by callgrind's count of instructions where it is installed.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
#![allow(missing_docs, clippy::std_instead_of_alloc, clippy::std_instead_of_core)]
#![allow(clippy::arithmetic_side_effects, clippy::string_slice)]
#![allow(unsafe_code, reason = "a counting allocator can't be written without")]

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;
use std::hint::black_box;
use std::process::{Command, Stdio};

use customer_core::contract::DOCUMENT_SIZE_MAX;
use customer_core::json::{Document, Reason};
use customer_core::member::{Raw, SentOthers};
use customer_core::{adobe, commvault, contract, ibm};
use serde_json::{Value, json};

/// Bytes allocated at once, at most, for each byte that is read.
const A: usize = 512;
/// And these, whatever is read.
const B: usize = 16 * 1024;
/// The stack that is enough.
const STACK: usize = 256 * 1024;

struct Counting;

thread_local! {
    static HELD: Cell<usize> = const { Cell::new(0) };
    static PEAK: Cell<usize> = const { Cell::new(0) };
    static TOTAL: Cell<usize> = const { Cell::new(0) };
}

fn taken(size: usize) {
    let _ = HELD.try_with(|held| {
        held.set(held.get().wrapping_add(size));
        let _ = PEAK.try_with(|peak| peak.set(peak.get().max(held.get())));
    });
    let _ = TOTAL.try_with(|total| total.set(total.get().wrapping_add(size)));
}

fn given(size: usize) {
    let _ = HELD.try_with(|held| held.set(held.get().saturating_sub(size)));
}

// SAFETY: every call is handed on as it came.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        taken(layout.size());
        // SAFETY: the caller's promise is handed on.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, at: *mut u8, layout: Layout) {
        given(layout.size());
        // SAFETY: the caller's promise is handed on.
        unsafe { System.dealloc(at, layout) }
    }

    unsafe fn realloc(&self, at: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        given(layout.size());
        taken(size);
        // SAFETY: the caller's promise is handed on.
        unsafe { System.realloc(at, layout, size) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

/// What `work` allocates: the most at one time, and in all.
fn allocated<T>(work: impl FnOnce() -> T) -> (usize, usize, T) {
    let (held, total) = (HELD.get(), TOTAL.get());
    PEAK.set(held);
    let done = work();
    (PEAK.get() - held, TOTAL.get() - total, done)
}

/// Runs `work` where there is little stack.
fn on_a_small_stack<T: Send>(work: impl FnOnce() -> T + Send) -> T {
    std::thread::scope(|scope| {
        let small = std::thread::Builder::new().stack_size(STACK);
        small.spawn_scoped(scope, work).unwrap().join().unwrap()
    })
}

#[test]
fn the_allocator_counts() {
    let (peak, total, _) = allocated(|| {
        drop(black_box(vec![0_u8; 1000]));
        drop(black_box(vec![0_u8; 3000]));
    });
    assert_eq!((peak, total), (3000, 4000));
}

/// Names of all bombs.
const BOMBS: [&str; 28] = [
    "deep lists",
    "deep objects",
    "lists without end",
    "members",
    "one name again and again",
    "numbers",
    "nulls",
    "empty objects",
    "wrong objects",
    "lists of lists",
    "text",
    "escapes",
    "surrogate pairs",
    "four bytes",
    "combining",
    "bidi",
    "digits",
    "negative digits",
    "fraction",
    "huge exponent",
    "half a surrogate",
    "escaped nothing",
    "nothing",
    "byte order mark",
    "an open text",
    "names with escapes",
    "minus zero",
    "float",
];

fn list(count: usize, each: impl Fn(usize) -> String) -> String {
    let all: Vec<String> = (0..count).map(each).collect();
    all.join(",")
}

/// A value, or what looks like one, of about `count` parts.
fn bomb(name: &str, count: usize) -> String {
    match name {
        "deep lists" => format!("{}{}", "[".repeat(count), "]".repeat(count)),
        "deep objects" => format!("{}0{}", r#"{"a":"#.repeat(count), "}".repeat(count)),
        "lists without end" => "[".repeat(count),
        "members" => format!("{{{}}}", list(count, |n| format!("\"k{}\":{n}", n * 7919 % count))),
        "one name again and again" => format!("{{{}}}", list(count, |_| "\"a\":0".into())),
        "names with escapes" => {
            format!("{{{}}}", list(count, |n| format!("\"\\u0041~/{n}\":null")))
        }
        "numbers" => format!("[{}]", list(count, |n| n.to_string())),
        "nulls" => format!("[{}]", list(count, |_| "null".into())),
        "empty objects" => format!("[{}]", list(count, |_| "{}".into())),
        "wrong objects" => {
            let each = |n| format!(r#"{{"email":{n},"type":[],"offerType":"x","quantity":"y"}}"#);
            format!("[{}]", list(count, each))
        }
        "lists of lists" => format!("[{}]", list(count, |_| "[[0]]".into())),
        "text" => format!("\"{}\"", "x".repeat(count)),
        "escapes" => format!("\"{}\"", "\\n\\u00e9\\\"".repeat(count)),
        "surrogate pairs" => format!("\"{}\"", "\\ud83d\\ude00".repeat(count)),
        "four bytes" => format!("\"{}\"", "😀".repeat(count)),
        "combining" => format!("\"e{}\"", "\u{301}".repeat(count)),
        "bidi" => format!("\"{}\"", "\u{202e}\u{2066}".repeat(count)),
        "digits" => "9".repeat(count),
        "negative digits" => format!("-{}", "1".repeat(count)),
        "fraction" => format!("0.{}1", "0".repeat(count)),
        "huge exponent" => format!("1e{}", "9".repeat(count)),
        "minus zero" => "-0".into(),
        "float" => "1.5".into(),
        "half a surrogate" => r#""\ud800""#.into(),
        "escaped nothing" => r#""\u0000""#.into(),
        "nothing" => "\"\u{0}\"".into(),
        "byte order mark" => "\u{feff}1".into(),
        "an open text" => format!("\"{}", "x".repeat(count)),
        other => panic!("no such bomb: {other}"),
    }
}

/// A question of each vendor, everything in it that has a place of its own.
fn question(vendor: &str) -> Value {
    match vendor {
        "adobe" => {
            let customer = json!({
                "externalReferenceId": "1", "customerId": "2", "status": "1000", "extra": 1,
                "companyProfile": {"companyName": "Acme", "preferredLanguage": "en-US",
                    "marketSegment": "COM", "marketSubSegments": [],
                    "address": {"country": "US", "region": "CA", "city": "Salem"},
                    "contacts": [{"firstName": "Jo", "lastName": "Doe", "email": "jo@acme.com"}]},
                "benefits": [{"type": "THREE_YEAR_COMMIT", "commitment": {"status": "COMMITTED",
                    "startDate": "2026-01-01", "endDate": "2028-01-01",
                    "minimumQuantities": [{"offerType": "LICENSE", "quantity": 10}]},
                    "commitmentRequest": null, "recommitmentRequest": null}],
                "discounts": [{"offerType": "LICENSE", "level": "02"}],
                "linkedMembership": null, "links": {"self": {"uri": "/"}},
            });
            json!({"vendor": vendor, "version": 1, "policy": "documented",
                "customer": customer, "internal": {"requestedOn": null},
                "input": {"update": customer},
                "facts": {"today": "2026-03-01", "activeSubscriptions": 1, "owned": {"LICENSE": 1},
                    "resellerMarketSegments": ["COM"]}})
        }
        "ibm" => {
            let customer = json!({"Customer": {"CustomerNumber": "1", "Id": 1, "Version": 7,
                "CustomerState": "ACTIVE", "Extra": {"a": [1]},
                "Organization": {"OrgName": "Acme", "AddressSet": [{"AddressLine1": "1 Way",
                    "AddressType": "BILLING", "City": "Boston", "Country": "US",
                    "State": "MA", "PostalCode": "02110"}],
                    "Contact": {"FamilyName": "Doe", "GivenName": "Jo", "WorkPhone": "1",
                        "EmailAddress": "jo@acme.com"}},
                "CustomerAccountSet": [{"AccountNumber": "A", "LocationName": "Boston"}],
                "CustomerIdentifierSet": [{"Value": "9"}]}});
            json!({"vendor": vendor, "policy": "documented", "customer": customer,
                "internal": {}, "input": {"update": customer},
                "facts": {"role": "VSR", "sameOrganization": true, "activeSubscriptions": 0}})
        }
        _ => {
            let account = json!({"status": "active", "externalId": "X", "name": "Acme",
                "website": "a.com", "extra": [1], "updateTs": "2021-06-07T21:16:48",
                "services": [{"sku": "A"}],
                "contacts": [{"type": "admin", "firstName": "Jo", "lastName": "Doe",
                    "email": "jo@acme.com", "phone": "1", "address": {"city": "Boston"}}]});
            json!({"vendor": "commvault", "customer": account, "internal": {"pending": account},
                "input": {"update": account}, "facts": {"nameTaken": false}})
        }
    }
}

const VENDORS: [&str; 3] = ["adobe", "ibm", "commvault"];

/// Every place of a document, the whole of it included.
fn places(value: &Value, at: &str, found: &mut Vec<String>) {
    found.push(at.to_owned());
    match value {
        Value::Object(members) => {
            members.iter().for_each(|(name, value)| places(value, &format!("{at}/{name}"), found));
        }
        Value::Array(list) => {
            let each = list.iter().enumerate();
            each.for_each(|(n, value)| places(value, &format!("{at}/{n}"), found));
        }
        _ => {}
    }
}

/// `document` with `bomb` in place of what stands at `place`.
fn armed(document: &Value, place: &str, bomb: &str) -> String {
    let mut document = document.clone();
    *document.pointer_mut(place).unwrap() = json!("HERE");
    document.to_string().replacen("\"HERE\"", bomb, 1)
}

/// Asks the contract, and looks at the answer. Gives the verdict.
fn asked(question: &str) -> &'static str {
    let answer = contract::apply(question);
    let head = |verdict: &str| format!(r#"{{"version":1,"verdict":"{verdict}","#);
    let verdicts = ["applied", "unchanged", "rejected", "undecided", "unreadable"];
    let of_wishes = ["planned", "nothing", "unreachable"];
    let mut verdicts = verdicts.into_iter().chain(of_wishes);
    let verdict = verdicts.find(|verdict| answer.starts_with(&head(verdict)));
    let verdict = verdict.unwrap_or_else(|| panic!("no verdict: {answer:.200}"));
    if verdict == "undecided" {
        assert!(answer.contains(r#""needs":[{"fact":""#), "no fact is named: {answer:.200}");
        assert!(answer.contains(r#""response":null"#), "answered for the vendor: {answer:.200}");
    }
    if ["rejected", "unreadable"].contains(&verdict) {
        let told = r#""violations":[{"rule":""#;
        assert!(answer.contains(told), "nothing is told: {answer:.200}");
        let place = answer.split(r#""pointer":""#).nth(1).and_then(|rest| rest.chars().next());
        assert!(matches!(place, Some('"' | '/')), "no place: {answer:.200}");
        assert!(!answer.contains(r#""message":"""#), "no kind: {answer:.200}");
    }
    assert!(answer.ends_with('}') && !answer.contains('\n'));
    verdict
}

/// Every reader of the library, on anything.
fn read_by_all(text: &str) {
    let read = (Document::parse(text).is_ok(), Raw::parse(text).is_ok());
    assert_eq!(read.0, read.1);
    let told = |error: customer_core::json::Unreadable| {
        assert!(!error.to_string().is_empty());
    };
    adobe::Customer::from_json(text).err().map(told);
    adobe::Update::from_json(text).err().map(told);
    ibm::Customer::from_json(text).err().map(told);
    ibm::Update::from_json(text).err().map(told);
    commvault::Account::from_json(text).err().map(told);
    commvault::Update::from_json(text).err().map(told);
    for status in [200, 400] {
        let asked = adobe::Asked::unknown(adobe::Policy::documented());
        black_box(adobe::Answer::read(status, text).complaints(&asked));
        let asked = ibm::Asked::unknown(ibm::Policy::documented());
        black_box(ibm::Answer::read(status, text).complaints(&asked));
        let asked = commvault::Asked::unknown(commvault::Policy::documented());
        black_box(commvault::Answer::read(status, text).complaints(&asked));
    }
}

/// Decides, evolves, compares, writes and drops, without the contract around.
fn used(vendor: &str, record: &str, update: &str) -> bool {
    match vendor {
        "adobe" => {
            let Ok(record) = adobe::Customer::from_json(record) else { return false };
            let Ok(update) = adobe::Update::from_json(update) else { return false };
            let facts = adobe::Facts::unknown(adobe::Policy::observed());
            let done = adobe::apply(&record, &update.into(), &facts);
            done.map(|done| {
                let found = adobe::diff(&record, &done.after);
                assert_eq!(done.decision.changes(), found);
                black_box((done.decision.effects(&done.after).count(), done.after.to_json()));
            })
            .map_err(|why| black_box(why.refusal().map(adobe::refused)))
            .is_ok()
        }
        "ibm" => {
            let Ok(record) = ibm::Customer::from_json(record) else { return false };
            let Ok(update) = ibm::Update::from_json(update) else { return false };
            let facts = ibm::Facts {
                role: Some(ibm::Role::Vsr),
                ..ibm::Facts::unknown(ibm::Policy::observed())
            };
            let done = ibm::apply(&record, &ibm::Input::Update(update), &facts);
            done.map(|done| {
                let found = ibm::diff(&record, &done.after);
                assert_eq!(done.decision.changes(), found);
                black_box(done.after.to_json());
            })
            .map_err(|why| black_box(why.refusal().map(ibm::refused)))
            .is_ok()
        }
        _ => {
            let Ok(record) = commvault::Account::from_json(record) else { return false };
            let Ok(update) = commvault::Update::from_json(update) else { return false };
            let facts = commvault::Facts::unknown(commvault::Policy::lenient());
            let done = commvault::apply(&record, &update.into(), &facts);
            done.map(|done| {
                assert_eq!(done.decision.changes(), commvault::diff(&record, &done.after));
                black_box(done.after.to_json());
            })
            .map_err(|why| black_box(why.refusal().map(commvault::refused)))
            .is_ok()
        }
    }
}

/// Asks, and holds the memory against its bound.
fn within_bounds(text: &str, what: &str) -> &'static str {
    let (peak, _, verdict) = allocated(|| asked(text));
    let bound = A * text.len() + B;
    assert!(peak <= bound, "{what}: {peak} bytes for {}", text.len());
    verdict
}

/// Small bombs, but too deep ones among them: what is kept of a place takes no more than its text.
#[test]
fn every_bomb_at_every_place_is_answered() {
    let verdicts = on_a_small_stack(|| {
        let mut verdicts = std::collections::BTreeMap::new();
        for vendor in VENDORS {
            let question = question(vendor);
            assert!(["applied", "unchanged", "rejected"].contains(&asked(&question.to_string())));
            let mut all = Vec::new();
            places(&question, "", &mut all);
            assert!(all.len() > 30, "{}", all.len());
            for place in all {
                for name in BOMBS {
                    let text = armed(&question, &place, &bomb(name, 150));
                    let verdict = within_bounds(&text, &format!("{name} at {vendor} {place}"));
                    *verdicts.entry(verdict).or_insert(0) += 1;
                }
            }
        }
        verdicts
    });
    println!("{verdicts:?}");
    for verdict in ["applied", "rejected", "unreadable"] {
        assert!(verdicts.get(verdict).copied().unwrap_or(0) > 50, "{verdicts:?}");
    }
}

/// The same without the contract: record and update apart, and as the answers of a vendor.
#[test]
fn every_bomb_is_read_and_used() {
    let accepted = on_a_small_stack(|| {
        let mut accepted = 0;
        for vendor in VENDORS {
            let question = question(vendor);
            let (record, update) = (&question["customer"], &question["input"]["update"]);
            let mut all = Vec::new();
            places(record, "", &mut all);
            for place in all {
                for name in BOMBS {
                    let bomb = bomb(name, 130);
                    let sent = armed(update, &place, &bomb);
                    let stored = armed(record, &place, &bomb);
                    accepted += u32::from(used(vendor, &record.to_string(), &sent));
                    accepted += u32::from(used(vendor, &stored, &update.to_string()));
                    accepted += u32::from(used(vendor, &stored, &sent));
                    if place.matches('/').count() < 3 {
                        read_by_all(&stored);
                    }
                }
            }
        }
        accepted
    });
    assert!(accepted > 300, "{accepted}");
}

/// The full sizes: 10^5 deep, 10^5 members, a list of 10^6, a text of 64 MiB.
#[test]
fn the_largest_bombs_are_answered() {
    let sizes = [
        ("deep lists", 100_000),
        ("deep objects", 100_000),
        ("lists without end", 100_000),
        ("members", 100_000),
        ("one name again and again", 100_000),
        ("numbers", 1_000_000),
        ("digits", 1_000_000),
    ];
    let questions: Vec<(String, String)> = VENDORS
        .into_iter()
        .flat_map(|vendor| {
            let question = question(vendor);
            let inside = if vendor == "ibm" { "/Customer/Extra" } else { "/extra" };
            let customer = format!("/customer{inside}");
            let update = format!("/input/update{inside}");
            sizes.into_iter().flat_map(move |(name, count)| {
                let what = format!("{name} of {vendor}");
                let bomb = bomb(name, count);
                [
                    (what.clone(), armed(&question, &customer, &bomb)),
                    (what, armed(&question, &update, &bomb)),
                ]
            })
        })
        .collect();
    on_a_small_stack(|| {
        for (what, question) in &questions {
            within_bounds(question, what);
        }
    });
    // As large as a document may be: nothing of it is copied.
    let told = r#"{"externalReferenceId":}"#.len();
    let text =
        |size: usize| format!(r#"{{"externalReferenceId":{}}}"#, bomb("text", size - told - 2));
    let largest = text(DOCUMENT_SIZE_MAX);
    assert_eq!(largest.len(), DOCUMENT_SIZE_MAX);
    let record = adobe::Customer::from_json("{}").unwrap();
    let facts = adobe::Facts::unknown(adobe::Policy::documented());
    let (peak, _, codes) = allocated(|| {
        let update = adobe::Update::from_json(&largest).unwrap();
        let refused = adobe::decide(&record, &update.into(), &facts);
        refused.unwrap_err().violations().map(|one| one.code).collect::<Vec<_>>()
    });
    assert_eq!(codes, [Some("1117")]);
    assert!(peak < B, "{peak} bytes beside the text");
    // Larger: not even looked at.
    for size in [DOCUMENT_SIZE_MAX + 1, 64 * 1024 * 1024] {
        let text = text(size);
        let (peak, _, read) = allocated(|| adobe::Update::from_json(&text).map(drop));
        assert_eq!(read.unwrap_err().errors[0].reason, Reason::Size(DOCUMENT_SIZE_MAX));
        assert!(peak < B, "{peak} bytes for an update that is too large");
    }
    let text = text(64 * 1024 * 1024);
    let (peak, _, verdict) = allocated(|| asked(&text));
    assert_eq!(verdict, "unreadable");
    assert!(peak < B, "{peak} bytes for a question that is too large");
}

fn people(count: usize, who: impl Fn(usize) -> usize) -> Value {
    let each = |n: usize| {
        let n = who(n);
        json!({"firstName": format!("Jo{n}"), "lastName": "Doe", "email": format!("jo{n}@a.com")})
    };
    (0..count).map(each).collect()
}

/// Two lists of contacts that meet.
fn meeting(stored: Value, sent: Value) -> String {
    let mut question = question("adobe");
    question["customer"]["companyProfile"]["contacts"] = stored;
    question["input"] = json!({"update": {"companyProfile": {"contacts": sent}}});
    question.to_string()
}

/// So many contacts under another name.
fn renamed(count: usize) -> Value {
    let mut list = people(count, |n| n);
    for one in list.as_array_mut().unwrap() {
        one["firstName"] = json!("Other");
    }
    list
}

/// The first half of so many contacts, each with the address of one of the other half.
fn passed_on(count: usize) -> Value {
    let mut list = people(count / 2, |n| n);
    for (n, one) in list.as_array_mut().unwrap().iter_mut().enumerate() {
        one["email"] = json!(format!("jo{}@a.com", n + count / 2));
    }
    list
}

/// Wishes that grow, by name.
fn wished(name: &str, count: usize) -> String {
    let (vendor, what) = name.split_once(' ').unwrap();
    let mut question = question(vendor);
    question.as_object_mut().unwrap().remove("input");
    if vendor != "commvault" {
        question.as_object_mut().unwrap().remove("internal");
    }
    let mut wished = question["customer"].clone();
    let inside = if vendor == "ibm" { "/Customer" } else { "" };
    let with_members = |document: &Value, value: &dyn Fn(usize) -> Value| {
        let mut document = document.clone();
        let object = document.pointer_mut(inside).unwrap().as_object_mut().unwrap();
        object.extend((0..count).map(|n| (format!("k{}", n * 7919 % count), value(n))));
        document
    };
    let ids = |value: &dyn Fn(usize) -> String| -> Value {
        (0..count).map(|n| json!({"Value": value(n)})).collect()
    };
    let contacts = "/companyProfile/contacts";
    let set = "/Customer/CustomerIdentifierSet";
    let wish = match what {
        "members" => json!({"document": with_members(&wished, &|n| json!(n))}),
        "members merged away" => {
            question["customer"] = with_members(&wished, &|n| json!(n));
            json!({"merge": with_members(&json!({"Customer": {}}), &|_| Value::Null)})
        }
        "conflicts" => {
            let base = wished.clone();
            question["customer"] = with_members(&wished, &|_| json!(1));
            json!({"rebase": {"base": base, "mine": with_members(&wished, &|_| json!(2))}})
        }
        "other names" | "addresses that pass on" => {
            *question["customer"].pointer_mut(contacts).unwrap() = people(count, |n| n);
            let list = if what == "other names" { renamed(count) } else { passed_on(count) };
            *wished.pointer_mut(contacts).unwrap() = list;
            json!({"document": wished})
        }
        "mails" => {
            *question["customer"].pointer_mut(contacts).unwrap() = people(count, |n| n);
            let who: Value = (0..count).map(|n| format!("jo{}@a.com", n + count / 2)).collect();
            question["resend"] = who;
            json!({"merge": {}})
        }
        "long identifiers" => {
            *question["customer"].pointer_mut(set).unwrap() = ids(&|n| n.to_string());
            *wished.pointer_mut(set).unwrap() = ids(&|_| "9".repeat(60));
            json!({"document": wished})
        }
        "acknowledged identifiers" => {
            *question["customer"].pointer_mut(set).unwrap() = ids(&|_| "9".repeat(60));
            question["acknowledge"] = (0..count).map(|n| format!("{set}/{n}/Value")).collect();
            json!({"merge": {"Customer": {"Organization": {"OrgName": "Other"}}}})
        }
        "quantities" => {
            let each = |n: usize| json!({"offerType": format!("o{n}"), "quantity": n});
            let list: Value = (0..count).map(each).collect();
            let request = json!({"type": "THREE_YEAR_COMMIT",
                "commitmentRequest": {"minimumQuantities": list}});
            json!({"merge": {"benefits": [request]}})
        }
        other => panic!("no such wish: {other}"),
    };
    question["wish"] = wish;
    question.to_string()
}

/// Questions that grow, by name.
fn growing(name: &str, count: usize) -> String {
    let (what, place) = name.split_once(" in ").unwrap_or((name, ""));
    let renamed =
        |n: usize| json!({"firstName": "Jo", "lastName": "Doe", "email": format!("jo{n}@b.com")});
    let mut same = people(count, |n| n);
    for one in same.as_array_mut().unwrap() {
        one["firstName"] = json!("Jo");
    }
    match what {
        "contacts reversed" => meeting(people(count, |n| n), people(count, |n| count - n)),
        "contacts all new" => meeting(people(count, |n| n), people(count, |n| n + count)),
        "contacts all alike" => meeting(people(count, |_| 1), people(count, |_| 1)),
        "wish" => wished(place, count),
        "contacts of one name" => meeting(same, (0..count).map(renamed).collect()),
        bomb_name => {
            let (vendor, place) = place.split_once(' ').unwrap();
            armed(&question(vendor), place, &bomb(bomb_name, count))
        }
    }
}

/// What grows in a test: the place is behind `in`.
const GROWING: [&str; 27] = [
    "wish in ibm long identifiers",
    "contacts reversed",
    "contacts all new",
    "contacts all alike",
    "contacts of one name",
    "members in adobe /customer/extra",
    "members in adobe /input/update",
    "names with escapes in ibm /customer/Customer/Extra",
    "members in commvault /input/update",
    "wrong objects in adobe /input/update/companyProfile/contacts",
    "empty objects in adobe /input/update/companyProfile/contacts",
    "wrong objects in adobe /customer/benefits",
    "wrong objects in adobe /input/update/benefits/0/commitment/minimumQuantities",
    "empty objects in ibm /input/update/Customer/CustomerAccountSet",
    "wrong objects in ibm /customer/Customer/CustomerIdentifierSet",
    "escapes in commvault /input/update/name",
    "members in commvault /internal",
    "wish in adobe members",
    "wish in ibm members",
    "wish in commvault members",
    "wish in ibm members merged away",
    "wish in ibm conflicts",
    "wish in adobe other names",
    "wish in adobe addresses that pass on",
    "wish in adobe mails",
    "wish in adobe quantities",
    "wish in ibm acknowledged identifiers",
];

/// Single steps that grow, without a question around, which would hide what they cost.
const STEPS: [&str; 10] = [
    "puts of ibm",
    "puts of ibm far down",
    "identifiers beside members of ibm",
    "phones beside members of adobe",
    "nulls of adobe",
    "nulls of ibm",
    "nulls of commvault",
    "nulls in an answer of adobe",
    "unknown members one by one",
    "unknown members at once",
];

/// So many members, all of them `value`.
fn named(letter: char, count: usize, value: &str) -> String {
    list(count, |n| format!("\"{letter}{n:06}\":{value}"))
}

/// A customer of IBM with these members at `place`.
fn ibm_with(place: &str, members: &str) -> String {
    let mut customer = question("ibm")["customer"].take();
    let at = customer.pointer_mut(place).unwrap();
    let more: Value = serde_json::from_str(&format!("{{{members}}}")).unwrap();
    at.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    customer.to_string()
}

/// What makes of one customer of IBM another one.
fn turned(stored: &str, sent: &str) -> Box<dyn FnMut()> {
    let mut record = ibm::Customer::from_json(stored).unwrap();
    let update = ibm::Input::Update(ibm::Update::from_json(sent).unwrap());
    let facts = ibm::Facts {
        role: Some(ibm::Role::Vsr),
        same_organization: Some(true),
        active_subscriptions: Some(0),
        ..ibm::Facts::unknown(ibm::Policy::documented())
    };
    let decision = ibm::decide(&record, &update, &facts).unwrap();
    assert!(decision.changes().len() > 500);
    Box::new(move || ibm::evolve(&mut record, &decision).unwrap())
}

/// The same of Adobe.
fn turned_adobe(stored: &str, sent: &str) -> Box<dyn FnMut()> {
    let mut record = adobe::Customer::from_json(stored).unwrap();
    let update = adobe::Update::from_json(sent).unwrap().into();
    let facts = adobe::Facts::unknown(adobe::Policy::documented());
    let decision = adobe::decide(&record, &update, &facts).unwrap();
    assert!(decision.changes().len() > 500);
    Box::new(move || adobe::evolve(&mut record, &decision).unwrap())
}

/// A record in which a member is null again and again, behind as many that the model has not.
fn nulls(name: &str, count: usize) -> String {
    let again = list(count, |_| format!("\"{name}\":null"));
    format!("{{{},{again}}}", list(count, |_| "\"a\":1".into()))
}

/// One step, ready to be taken.
fn step(name: &str, count: usize) -> Box<dyn FnMut()> {
    let fails = |failed: bool| assert!(failed);
    match name {
        "puts of ibm" | "puts of ibm far down" => {
            let is_down = name.ends_with("down");
            let place = if is_down { "/Customer/Organization" } else { "/Customer" };
            let old = named('z', count, "1");
            let both = format!("{},{old}", named('a', count, "2"));
            turned(&ibm_with(place, &old), &ibm_with(place, &both))
        }
        "identifiers beside members of ibm" => {
            let members = named('z', count, "1");
            let set = |value: &str| {
                let all = list(count, |n| format!(r#"{{"Value":"{value}{n}"}}"#));
                let set = format!(r#""CustomerIdentifierSet":[{all}],{members}"#);
                ibm_with("/Customer", &set)
            };
            turned(&set("1"), &set("2"))
        }
        "phones beside members of adobe" => {
            let members = named('z', count, "1");
            let profile = |phone: &str| {
                let each = |n: usize| {
                    format!(
                        r#"{{"firstName":"Jo","lastName":"Doe","email":"jo{n}@a.com",
                        "phoneNumber":"{phone}"}}"#
                    )
                };
                format!(r#""companyProfile":{{"contacts":[{}]}}"#, list(count, each))
            };
            let record = format!("{{{},{members}}}", profile("800-123-4567"));
            turned_adobe(&record, &format!("{{{}}}", profile("800-123-9999")))
        }
        "nulls of adobe" => {
            let text = nulls("status", count);
            Box::new(move || fails(adobe::Customer::from_json(&text).is_err()))
        }
        "nulls of ibm" => {
            let text = format!(r#"{{"Customer":{}}}"#, nulls("Id", count));
            Box::new(move || fails(ibm::Customer::from_json(&text).is_err()))
        }
        "nulls of commvault" => {
            let text = nulls("id", count);
            Box::new(move || fails(commvault::Account::from_json(&text).is_err()))
        }
        "nulls in an answer of adobe" => {
            let text = nulls("status", count);
            Box::new(move || fails(adobe::Answer::read(200, &text).document().is_none()))
        }
        "unknown members one by one" => Box::new(move || {
            let mut others = SentOthers::default();
            for n in 0..count {
                others.insert(format!("a{n:06}"), Raw::parse("1").unwrap());
            }
            assert_eq!(others.iter().count(), count);
        }),
        "unknown members at once" => Box::new(move || {
            let mut others = SentOthers::default();
            let names = (0..count).rev().map(|n| format!("a{n:06}"));
            others.extend(names.map(|name| (name, Raw::parse("1").unwrap())));
            assert_eq!(others.iter().count(), count);
        }),
        other => panic!("no such step: {other}"),
    }
}

/// How much more ten times as much may cost: everything is linear, but for texts and tables that
/// double, and for numbers that get a digit more.
const TENFOLD: f64 = 12.5;

/// Ten times the question, about ten times the bytes allocated in all.
#[test]
fn allocation_is_linear() {
    for name in GROWING {
        let bytes = |count: usize| {
            let question = growing(name, count);
            on_a_small_stack(|| allocated(|| asked(&question)).1) as f64
        };
        let (one, ten) = (bytes(800), bytes(8000));
        println!("{name}: {one} bytes, ten times as much {ten}");
        assert!(ten <= TENFOLD * one, "{name}: {one} bytes, ten times as much {ten}");
    }
}

/// The same of single steps.
#[test]
fn allocation_of_steps_is_linear() {
    for name in STEPS {
        let bytes = |count: usize| {
            let mut step = step(name, count);
            allocated(&mut step).1 as f64
        };
        let (one, ten) = (bytes(STEP_COUNTS[0]), bytes(STEP_COUNTS[1]));
        println!("{name}: {one} bytes, ten times as much {ten}");
        assert!(ten <= TENFOLD * one, "{name}: {one} bytes, ten times as much {ten}");
    }
}

/// Where callgrind counts.
#[inline(never)]
fn measured(work: &mut dyn FnMut()) {
    work();
}

/// The variable that makes this test program work off all questions, for callgrind.
const CHILD: &str = "CUSTOMER_CORE_BOMBS";

/// As many of the first are counted by callgrind: all wishes would take it minutes.
const WATCHED: usize = 17;

/// How much is asked: a little, and ten times as much.
const COUNTS: [usize; 2] = [150, 1500];

/// The same of single steps: moving a list costs so little for each member that few show nothing.
const STEP_COUNTS: [usize; 2] = [800, 8000];

/// Only in a process that callgrind watches; in any other there is nothing to do.
#[test]
fn the_watched_one() {
    match std::env::var(CHILD).as_deref() {
        Ok("questions") => {
            for name in GROWING.into_iter().take(WATCHED) {
                for count in COUNTS {
                    let question = growing(name, count);
                    measured(&mut || {
                        black_box(asked(&question));
                    });
                }
            }
        }
        Ok("steps") => {
            for name in STEPS {
                STEP_COUNTS.into_iter().for_each(|count| measured(&mut *step(name, count)));
            }
        }
        _ => {}
    }
}

/// Instructions that the library takes for each of `what`, so many in all, counted in one run.
fn instructions(what: &str, runs: usize) -> Vec<f64> {
    let folder = std::env::temp_dir().join(format!("bombs-{what}-{}", std::process::id()));
    std::fs::create_dir(&folder).unwrap();
    let status = Command::new("valgrind")
        .args(["-q", "--tool=callgrind", "--toggle-collect=*bombs::measured*"])
        .arg("--dump-after=bombs::measured")
        .arg(format!("--callgrind-out-file={}", folder.join("out").display()))
        .arg(std::env::current_exe().unwrap())
        .args(["--exact", "the_watched_one", "--test-threads=1"])
        .env(CHILD, what)
        .stdout(Stdio::null())
        .status()
        .unwrap();
    assert!(status.success(), "callgrind failed");
    // One file for each call, numbered from 1.
    let counts = (1..=runs).map(|number| {
        let text = std::fs::read_to_string(folder.join(format!("out.{number}"))).unwrap();
        let total = text.lines().find_map(|line| line.strip_prefix("totals: ")).unwrap();
        total.trim().parse().unwrap()
    });
    let counts = counts.collect();
    let _ = std::fs::remove_dir_all(folder);
    counts
}

/// Whether nothing can be counted here.
fn lacks_callgrind() -> bool {
    let version = Command::new("valgrind").arg("--version").stdout(Stdio::null()).status();
    if version.is_ok_and(|status| status.success()) {
        return false;
    }
    // Set by the gates: what is skipped there fails.
    let is_gate = std::env::var_os("SKIP_NOTHING").is_some();
    assert!(!is_gate, "no valgrind here to count instructions, and nothing may be skipped");
    println!("skipped: no valgrind here to count instructions");
    true
}

/// Ten times as much takes about ten times the instructions.
fn takes_ten_times(what: &str, names: &[&str]) {
    if lacks_callgrind() {
        return;
    }
    let counted = instructions(what, names.len() * 2);
    for (name, counts) in names.iter().zip(counted.chunks(2)) {
        let (one, ten) = (counts[0], counts[1]);
        println!("{name}: {one} instructions, ten times as much {:.1} times", ten / one);
        assert!(one > 100_000.0, "{name}: {one} instructions are none");
        assert!(ten <= TENFOLD * one, "{name}: {:.1} times the instructions", ten / one);
    }
}

#[test]
fn work_is_linear() {
    takes_ten_times("questions", &GROWING[..WATCHED]);
}

#[test]
fn work_of_steps_is_linear() {
    takes_ten_times("steps", &STEPS);
}
