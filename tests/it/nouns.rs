//! The types of members: what each of them repeats, how two of one differ, and how one is changed.
//!
//! Goal: no type keeps a difference to itself. Method: the same questions to every type of scalar.

use core::fmt::Debug;
use core::hash::{Hash, Hasher};
use core::slice::from_ref;
use std::collections::HashSet;
use std::hash::DefaultHasher;

use customer_core::decision::{Cause, Change};
use customer_core::ibm::CustomerState;
use customer_core::json::{
    At, Document, Errors, InlineStr, Path, PathStep, Pointer, Reason, Text, Writer,
};
use customer_core::member::{Echo, Field, Member, Number, Raw, Redacted, RedactedSent, Value};
use customer_core::{adobe, commvault};

/// A change to this value.
fn to(after: Option<Value>) -> [Change; 1] {
    [Change::new(Path::ROOT, Cause::Set, None, after)]
}

fn stored<M: Member>(text: &str) -> M {
    let document = Document::parse(text).unwrap();
    let mut errors = Errors::default();
    assert!(errors.is_empty());
    let read = document.root().read(&At::ROOT, &mut errors);
    errors.finish(read).unwrap()
}

fn sent<M: Member>(text: Option<&'static str>) -> Field<M::Sent<'static>> {
    match text {
        None => Field::Absent,
        Some("null") => Field::Null,
        Some(text) => {
            let document = Document::parse(text).unwrap();
            Field::Value(document.root().read_sent::<M>(&At::ROOT, &mut Errors::default()).unwrap())
        }
    }
}

/// What is told of a request that should repeat what is stored.
fn echoes<M: Member>(one: Option<&M>, text: Option<&'static str>) -> Vec<(String, Echo)> {
    let mut found = Vec::new();
    let root = At::ROOT;
    M::echo(one, &sent::<M>(text), &root.name("m"), &mut |at, echo| {
        found.push((at.pointer().to_string(), echo));
    });
    found
}

fn changes<M: Member>(before: Option<&M>, after: Option<&M>) -> Vec<Change> {
    let mut found = Vec::new();
    M::differ(before, after, &Path::ROOT.name("m"), &mut |change| found.push(change));
    found
}

/// A scalar: `same` spells the first value, `other` another one, `foreign` is of no use to it.
#[track_caller]
fn scalar<M: Member + Debug>(
    first: &str,
    same: &'static str,
    other: &'static str,
    foreign: &Value,
) {
    let (one, two) = (stored::<M>(first), stored::<M>(other));
    let told = |echo| vec![("/m".to_owned(), echo)];
    for nothing in [None, Some("null")] {
        assert_eq!(echoes::<M>(None, nothing), []);
    }
    assert_eq!(echoes(Some(&one), None), []);
    assert_eq!(echoes(Some(&one), Some("null")), told(Echo::Null));
    assert_eq!(echoes(Some(&one), Some(same)), []);
    assert_eq!(echoes(Some(&one), Some(other)), told(Echo::Different));
    assert_eq!(echoes::<M>(None, Some(same)), told(Echo::Different));

    assert_eq!(changes(Some(&one), Some(&one.clone())), []);
    assert_eq!(changes::<M>(None, None), []);
    for (before, after) in [(Some(&one), Some(&two)), (None, Some(&one)), (Some(&one), None)] {
        let found = changes(before, after);
        assert_eq!(found.len(), 1);
        let change = found.into_iter().next().unwrap();
        assert_eq!((change.path.pointer().as_str(), change.cause), ("/m", Cause::Set));
        assert_eq!(
            (change.before.is_some(), change.after.is_some()),
            (before.is_some(), after.is_some())
        );
        // And it makes one of the other.
        let mut slot = before.cloned();
        M::put(&mut slot, &[PathStep::Index(0)], from_ref(&change));
        assert!(slot.as_ref() == before, "a scalar has nothing inside");
        M::put(&mut slot, &[], from_ref(&change));
        assert!(slot.as_ref() == after);
    }
    let mut slot = Some(one.clone());
    M::put(&mut slot, &[], &to(Some(foreign.clone())));
    assert!(slot == Some(one.clone()), "what does not fit is left alone");
    assert_eq!(format!("{:?}", Redacted(&one)), format!("{one:?}"));
    assert_eq!(format!("{:?}", RedactedSent::<M>(&Field::Absent)), "absent");
    assert_eq!(format!("{:?}", RedactedSent::<M>(&Field::Null)), "null");
}

#[test]
fn integers() {
    scalar::<i64>("7", "7", "8", &Value::Text("8".into()));
    assert_eq!(format!("{:?}", Redacted(&7_i64)), "7");
    assert_eq!(format!("{:?}", RedactedSent::<i64>(&Field::Value(7))), "7");
}

#[test]
fn flags() {
    scalar::<bool>("true", "true", "false", &Value::Integer(0));
    assert_eq!(format!("{:?}", RedactedSent::<bool>(&Field::Value(false))), "false");
    let document = Document::parse(r#""true""#).unwrap();
    let mut errors = Errors::default();
    assert_eq!(document.root().read::<bool>(&At::ROOT, &mut errors), None);
    let found = errors.finish::<()>(None).unwrap_err().errors;
    assert_eq!(
        found.first().map(|error| error.reason.clone()),
        Some(Reason::expected("true or false"))
    );
}

#[test]
fn numbers_and_values_that_are_only_carried() {
    scalar::<Number>("1.0", "1", "1.1", &Value::Text("8".into()));
    let one: Raw = stored(r#"{"a":1}"#);
    assert_eq!(echoes(Some(&one), Some(r#"{ "a" : 1.0 }"#)), []);
    assert_eq!(echoes(Some(&one), Some(r#"{"a":2}"#)), [("/m".into(), Echo::Different)]);
    assert_eq!(echoes(Some(&one), Some("null")), [("/m".into(), Echo::Null)]);
    let shown = RedactedSent::<Raw>(&Field::Value("{}".into()));
    assert_eq!(format!("{:?} {shown:?}", Redacted(&one)), "… …");
}

#[test]
fn words() {
    scalar::<CustomerState>(r#""ACTIVE""#, r#""\u0041CTIVE""#, r#""x""#, &Value::Flag(true));
}

/// A word that nobody knows is kept, and not shown.
#[test]
fn unknown_words() {
    let word = CustomerState::from("GONE");
    assert!(!word.is_known() && word != "LOST");
    assert_eq!((word.as_str(), format!("{word:?}").as_str()), ("GONE", "Other(…)"));
}

/// Short ones and long ones.
#[test]
fn texts_of_a_decision() {
    let long = "x".repeat(30);
    let all = ["", "a", "b", &long].map(<InlineStr>::from);
    for (one, other) in
        all.iter().enumerate().flat_map(|one| all.iter().enumerate().map(move |other| (one, other)))
    {
        assert_eq!(one.1 == other.1, one.0 == other.0);
    }
    assert_eq!(all.iter().chain(&all).collect::<HashSet<_>>().len(), all.len());
    let hash = |hashed: &dyn Fn(&mut DefaultHasher)| {
        let mut hasher = DefaultHasher::new();
        hashed(&mut hasher);
        hasher.finish()
    };
    assert_eq!(hash(&|state| <InlineStr>::from("a").hash(state)), hash(&|state| "a".hash(state)));
    assert_eq!(format!("{:?}", <InlineStr>::from("a")), "\"…\"");
    assert_eq!(format!("{:?}", Value::Text("a".into())), "\"…\"");
}

#[test]
fn texts() {
    let (one, empty) = (stored::<String>(r#""a""#), String::new());
    let told = |echo| vec![("/m".to_owned(), echo)];
    assert_eq!(echoes(Some(&one), Some(r#""\u0061""#)), []);
    assert_eq!(echoes(Some(&one), Some(r#""b""#)), told(Echo::Different));
    assert_eq!(echoes(Some(&one), Some(r#""""#)), told(Echo::Empty));
    assert_eq!(echoes::<String>(None, Some(r#""""#)), told(Echo::Empty));
    assert_eq!(echoes(Some(&empty), Some(r#""""#)), []);
    assert_eq!(echoes(Some(&one), Some("null")), told(Echo::Null));
    let mut slot = Some(one.clone());
    String::put(&mut slot, &[], &to(Some(Value::Flag(true))));
    assert_eq!(slot, Some(one.clone()));
    String::put(&mut slot, &[], &to(Some(Value::Text("longer than before".into()))));
    assert_eq!(slot.as_deref(), Some("longer than before"));
    String::put(&mut slot, &[], &to(None));
    assert_eq!(slot, None);
    String::put(&mut slot, &[], &to(Some(Value::Text("new".into()))));
    assert_eq!(slot.as_deref(), Some("new"));
    assert_eq!(changes(Some(&one), Some(&empty)).len(), 1);
}

/// Leaf by leaf; lists of objects element by element, other lists as one value.
#[test]
fn what_nobody_knows_differs_where_it_differs() {
    let account = |x: &str| commvault::Account::from_json(&format!(r#"{{"x":{x}}}"#)).unwrap();
    let told = |before: &str, after: &str| {
        let changes = commvault::diff(&account(before), &account(after));
        let told = changes.iter().map(|one| {
            (one.path.pointer().to_string(), one.before.is_some(), one.after.is_some(), one.cause)
        });
        told.collect::<Vec<_>>()
    };
    let change = |place: &str, before, after, cause| (place.to_owned(), before, after, cause);
    let list = told(r#"[{"a":1,"b":1},{"a":2},{"a":3}]"#, r#"[{"b":2,"a":1.0},{"a":2}]"#);
    let first = change("/x/0/b", true, true, Cause::Set);
    assert_eq!(list, [first, change("/x/2", true, false, Cause::Replaced)]);
    assert_eq!(told("[]", r#"[{}]"#), [change("/x/0", false, true, Cause::Replaced)]);
    assert_eq!(told("[1,2]", "[1,3]"), [change("/x", true, true, Cause::Set)]);
    assert_eq!(told("[1]", r#"[{"a":1}]"#), [change("/x", true, true, Cause::Set)]);
    assert_eq!(
        told(r#"{"b":1,"a":null,"c":{"d":1}}"#, r#"{"a":2,"c":{"e":1}}"#),
        [
            change("/x/a", false, true, Cause::Set),
            change("/x/b", true, false, Cause::Set),
            change("/x/c/d", true, false, Cause::Set),
            change("/x/c/e", false, true, Cause::Set),
        ]
    );
    assert_eq!(told("null", r#"{"a":{"b":1}}"#), [change("/x/a/b", false, true, Cause::Set)]);
    assert_eq!(told(r#"{"a":1}"#, "7"), [change("/x", true, true, Cause::Set)]);
    assert_eq!(told("1.0", "10e-1"), []);
}

/// As Adobe writes them.
#[test]
fn places_with_dots() {
    let at = At::ROOT;
    let at = at.name("contacts");
    let at = at.index(0);
    assert_eq!(at.name("email").dotted(), "contacts[0].email");
    for (pointer, dotted) in [
        ("", ""),
        ("/a", "a"),
        ("/a/0/b/10", "a[0].b[10]"),
        // A document is an object: its first step is a name.
        ("/0/a", "0.a"),
        ("/a~1b/~0c/~01/~/d~2", "a/b.~c.~1.~.d~2"),
        ("/a//b", "a..b"),
        ("/1a/a1", "1a.a1"),
    ] {
        assert_eq!(Pointer::new(pointer).dotted(), dotted, "{pointer}");
    }
}

#[test]
fn members_that_nobody_knows() {
    let update = commvault::Update::from_json(r#"{"name": "a"}"#).unwrap();
    assert!(update.others.is_empty() && update.others.iter().next().is_none());
    let update = commvault::Update::from_json(r#"{"y": 1.0, "name": "a", "x": null}"#).unwrap();
    assert!(!update.others.is_empty());
    assert_eq!(update.others.iter().collect::<Vec<_>>(), [("x", "null"), ("y", "1.0")]);
    assert_eq!((update.others.get("y"), update.others.get("name")), (Some("1.0"), None));
}

/// A text of a request is written as it was said, whether it had to be decoded or not.
#[test]
fn texts_are_written_again() {
    let said = r#"["plain","d\u00e9cod\u00e9",null]"#;
    let Field::Value(texts) = sent::<Vec<String>>(Some(said)) else { panic!("a list") };
    let mut out = String::new();
    Vec::<String>::write_sent(&texts, &mut Writer::new(&mut out));
    assert_eq!(out, r#"["plain","décodé",null]"#);
    for text in [Text::from("plain"), Text::from(String::from("owned"))] {
        assert_eq!(serde_json::to_string(&text).unwrap(), format!("\"{}\"", &*text));
    }
}

/// A document that is sent as it is stored is the document; null is no value.
#[test]
fn what_is_stored_is_sent_as_it_reads() {
    fn echoed<M: Member>(stored: &M) -> serde_json::Value {
        let mut out = String::new();
        M::write_sent(&stored.sent(), &mut Writer::new(&mut out));
        crate::common::parse(&out)
    }
    fn valued(value: serde_json::Value) -> serde_json::Value {
        use serde_json::Value::{Array, Object};
        match value {
            Array(list) => list.into_iter().map(valued).collect(),
            Object(members) => {
                let members = members.into_iter().filter(|(_, value)| !value.is_null());
                members.map(|(name, value)| (name, valued(value))).collect()
            }
            other => other,
        }
    }
    for (name, record) in crate::common::stored("adobe") {
        let customer = adobe::Customer::from_json(&record.to_string()).unwrap();
        assert_eq!(valued(echoed(&customer.document)), valued(record), "{name}");
    }
    for (name, record) in crate::common::stored("commvault") {
        let account = record.get("data").unwrap_or(&record);
        let read = commvault::Account::from_json(&account.to_string()).unwrap();
        assert_eq!(valued(echoed(&read.document)), valued(account.clone()), "{name}");
    }
}

/// However many steps lead there.
#[test]
fn a_place_is_a_path_and_a_pointer() {
    fn down(at: &At<'_>, step: usize, path: &Path) {
        assert_eq!((&at.path(), at.pointer()), (path, path.pointer()));
        match step {
            8 => {}
            _ if step.is_multiple_of(2) => {
                down(&at.name("list"), step.wrapping_add(1), &path.clone().name("list"));
            }
            _ => down(&at.index(step), step.wrapping_add(1), &path.clone().index(step)),
        }
    }
    down(&At::ROOT, 0, &Path::ROOT);
}

#[test]
fn places_are_shown_and_stored() {
    let path = Path::ROOT.name("list").index(3).other("a/b");
    assert_eq!(path.to_string(), "/list/3/a~1b");
    // No model has these names.
    assert_eq!(format!("{path:?}"), "`/…/3/…`");
    // As many steps as there may be.
    let mut deep = Path::ROOT;
    for step in 0..12 {
        deep.push(PathStep::Index(step));
        let stored = serde_json::to_string(&deep).unwrap();
        assert_eq!(serde_json::from_str::<Path>(&stored).unwrap(), deep);
        assert_eq!(deep.steps().len(), step.wrapping_add(1));
    }
    let expected = |text: &str| serde_json::from_str::<Path>(text).unwrap_err().to_string();
    assert!(expected("1").contains("expected a list of names and indices"));
    assert!(expected("[true]").contains("expected a name or an index"));
    assert!(expected("[-1]").contains("expected a name or an index"));
}

#[test]
fn places_show_their_indices_and_no_unknown_name() {
    let steps = [PathStep::Index(7), PathStep::Name("status".into()), PathStep::Name("Jo".into())];
    assert_eq!(format!("{steps:?}"), "[7, status, …]");
}

/// No contact is no contact, however it is said.
#[test]
fn an_empty_list_of_contacts_is_none() {
    let customer = |profile: &str| {
        let text = format!(r#"{{"companyProfile": {profile}}}"#);
        adobe::Customer::from_json(&text).unwrap()
    };
    let (without, empty) = (customer("{}"), customer(r#"{"contacts": []}"#));
    assert!(adobe::diff(&without, &empty).is_empty());
    assert!(adobe::diff(&empty, &without).is_empty());
}

#[test]
fn needs_are_none_at_first() {
    let none = customer_core::decision::Needs::<adobe::Fact>::default();
    assert!(none.is_empty() && none.facts().next().is_none());
}
