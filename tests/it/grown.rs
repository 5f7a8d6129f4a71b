//! Records that typed updates make larger.
//!
//! Goal: what `decide` and `evolve` accept is read back from what is stored, and a service can ask
//! whether it may also be shown and sent. Method: updates that are built in a program, beyond the
//! limits that a reader of text has.

use customer_core::adobe::{self, CONTACTS_MAX};
use customer_core::commvault::{Account, Profile};
use customer_core::decision::{Limit, Rejection};
use customer_core::ibm::{self, Customer, Facts, Policy, Role, SentProfile, Update};
use customer_core::json::{Reason, Text};
use customer_core::member::{Field, Raw, SentOthers, Value};
use customer_core::value::Timestamp;
use customer_core::vendors::{Adobe, Ibm, Vendor};

/// A contact list of a request, so long.
fn people(count: usize) -> Field<Vec<Field<adobe::SentContact<'static>>>> {
    let word = |text: String| Field::Value(Text::from(text).into_owned());
    let one = |number: usize| adobe::SentContact {
        first_name: word("Ada".into()),
        last_name: word(format!("B{number}")),
        email: word(format!("a{number}@b.com")),
        ..adobe::SentContact::default()
    };
    Field::Value((0..count).map(|number| Field::Value(one(number))).collect())
}

fn with_people(count: usize) -> adobe::Update<'static> {
    let profile = adobe::SentCompanyProfile {
        contacts: people(count),
        ..adobe::SentCompanyProfile::default()
    };
    adobe::Update { company_profile: Field::Value(profile), ..adobe::Update::default() }
}

/// The first violation: rule, place and limit.
fn first<F>(rejection: &Rejection<F>) -> (&'static str, &str, Option<Limit>) {
    let first = rejection.violations().next().unwrap();
    (first.rule.id, first.pointer.as_str(), first.limit)
}

#[test]
fn a_customer_does_not_get_more_contacts_than_are_read() {
    let customer = adobe::Customer::from_json(r#"{"customerId": "P1"}"#).unwrap();
    let facts = adobe::Facts::unknown(adobe::Policy::documented());
    let decision = adobe::decide_update(&customer, &with_people(CONTACTS_MAX), &facts).unwrap();
    let mut after = customer.clone();
    adobe::evolve(&mut after, &decision).unwrap();
    assert_eq!(adobe::Customer::from_stored(&after.to_stored()).unwrap(), after);
    assert!(after.is_readable());

    let more = with_people(CONTACTS_MAX + 1);
    let rejection = adobe::decide_update(&customer, &more, &facts).unwrap_err();
    let expected = ("adobe.contacts.at-most", "/companyProfile/contacts");
    let (rule, place, limit) = first(&rejection);
    assert_eq!(((rule, place), limit), (expected, Some(Limit::AtMost(10_000))));
    let refusal = rejection.refusal().unwrap();
    assert_eq!(refusal.violations().count(), 1);
    let error = Adobe::at_fault(refusal).unwrap();
    assert_eq!(error.pointer.as_str(), "/input/update/companyProfile/contacts");
    assert_eq!(error.reason, Reason::Count(CONTACTS_MAX));
    // As the endpoint answers a body that can't be read: the status, and no place.
    let response = adobe::refused(refusal).unwrap();
    assert_eq!(response.status, 400);
    let body = response.body.unwrap();
    assert!(body.starts_with(r#"{"code":"400","#), "{body}");
    assert!(body.ends_with(r#""additionalDetails":[]}"#), "{body}");

    // Nor is one created with more.
    let born = adobe::Born::new("P100", Timestamp::parse("2026-02-20T12:00:00").unwrap()).unwrap();
    let rejection = adobe::create(&more, &facts, &born).unwrap_err();
    assert!(rejection.violations().any(|one| one.rule.id == expected.0));
}

/// A stored list that says more than any decision does fits nowhere, and none is read.
#[test]
fn a_contact_list_that_is_too_long_is_no_list() {
    let many = vec![adobe::Contact::default(); CONTACTS_MAX + 1];
    let text = serde_json::to_string(&many).unwrap();
    assert!(serde_json::from_str::<adobe::Contacts>(&text).is_err());
    assert!(adobe::Contacts::new(many).is_none());
    let customer = adobe::Customer::from_json(r#"{"customerId": "P1"}"#).unwrap();
    let facts = adobe::Facts::unknown(adobe::Policy::documented());
    let decision = adobe::decide_update(&customer, &with_people(2), &facts).unwrap();
    let mut stored = serde_json::to_value(&decision).unwrap();
    let slots = stored.pointer_mut("/contacts/slots").unwrap().as_array_mut().unwrap();
    let one = slots[0].clone();
    slots.resize(CONTACTS_MAX + 1, one);
    let decision: adobe::Decision = serde_json::from_value(stored).unwrap();
    let misfit = adobe::evolve(&mut customer.clone(), &decision).unwrap_err();
    assert_eq!(misfit.pointer.as_str(), "/companyProfile/contacts");
}

const IBM: &str = r#"{"Customer": {"Id": 5, "CustomerState": "ACTIVE", "Version": 7,
    "Organization": {"OrgName": "Acme",
    "AddressSet": [{"AddressLine1": "1 Way", "AddressType": "BILLING", "City": "Boston",
        "Country": "United States", "State": "Massachusetts", "PostalCode": "02110"}],
    "Contact": {"FamilyName": "Doe", "GivenName": "Jo", "EmailAddress": "jo@acme.example",
        "WorkPhone": "1"}},
    "CustomerAccountSet": [{"AccountNumber": "", "LocationName": "Boston"}]}}"#;

fn vsr() -> Facts {
    Facts {
        role: Some(Role::Vsr),
        same_organization: Some(true),
        ..Facts::unknown(Policy::documented())
    }
}

fn nested(levels: usize) -> Raw {
    Raw::parse(&format!("{}{}", "[".repeat(levels), "]".repeat(levels))).unwrap()
}

fn text(bytes: usize) -> Raw {
    Raw::parse(&format!("\"{}\"", "x".repeat(bytes - 2))).unwrap()
}

/// The objects of the document that hold unknown members, and how many levels are around them.
type Place = for<'s> fn(&'s mut SentProfile<'static>) -> &'s mut SentOthers<'static>;

const PLACES: [(Place, usize); 5] = [
    (|sent| &mut sent.others, 2),
    (|sent| &mut value(&mut sent.organization).others, 3),
    (|sent| &mut value(&mut value(&mut sent.organization).contact).others, 4),
    (|sent| &mut value(&mut value(&mut value(&mut sent.organization).address_set)[0]).others, 5),
    (|sent| &mut value(&mut value(&mut sent.customer_account_set)[0]).others, 4),
];

fn value<T>(field: &mut Field<T>) -> &mut T {
    match field {
        Field::Value(value) => value,
        Field::Absent | Field::Null => panic!("it has no value"),
    }
}

/// The record sent back with one more member.
fn with(record: &Customer, place: Place, name: &'static str, raw: Raw) -> Update<'static> {
    let mut update = Update::echo(record).into_owned();
    place(update.document_mut()).insert(name, raw);
    update
}

/// A member may be as deep as leaves a document of 100 levels.
#[test]
fn an_unknown_member_is_not_deeper_than_a_document() {
    let record = Customer::from_json(IBM).unwrap();
    for (place, around) in PLACES {
        let most = with(&record, place, "x", nested(100 - around));
        let outcome = ibm::apply(&record, &most.into(), &vsr()).unwrap();
        assert!(outcome.after.is_readable(), "{around}");
        assert_eq!(Customer::from_json(&outcome.after.to_json()).unwrap(), outcome.after);
        for levels in [101 - around, 125] {
            let more = with(&record, place, "x", nested(levels));
            let rejection = ibm::decide_update(&record, &more, &vsr()).unwrap_err();
            let (rule, pointer, limit) = first(&rejection);
            assert_eq!((rule, limit), ("ibm.unknown.size", Some(Limit::AtMost(100))));
            assert!(pointer.ends_with("/x"), "{pointer}");
            let error = Ibm::at_fault(rejection.refusal().unwrap()).unwrap();
            assert_eq!((error.pointer.as_str(), error.reason), ("/input/update", Reason::Beyond));
        }
    }
    // What is stored is no reason to refuse what repeats it.
    let mut deep = record.clone();
    deep.document.others.put("x", Some(&Value::Json(nested(120))));
    assert!(ibm::decide_update(&deep, &Update::echo(&deep), &vsr()).is_ok());
    assert!(!deep.is_readable());
    let born = ibm::Born::new("6", Timestamp::parse("2026-02-20T12:00:00").unwrap()).unwrap();
    let new = with(&record, PLACES[0].0, "x", nested(99));
    let rejection = ibm::create(&new, &vsr(), &born).unwrap_err();
    assert!(rejection.violations().any(|one| one.rule.id == "ibm.unknown.size"));
}

/// One update brings at most what a document may have; several may make the record larger, and what
/// is stored is read back all the same.
#[test]
fn a_record_that_grows_says_so() {
    const MOST: usize = 4 * 1024 * 1024;
    let record = Customer::from_json(IBM).unwrap();
    let update = with(&record, PLACES[0].0, "x", text(MOST));
    let rejection = ibm::decide_update(&record, &update, &vsr()).unwrap_err();
    let expected = ("ibm.unknown.size", "/Customer/x", Some(Limit::AtMost(MOST as u64)));
    assert_eq!(first(&rejection), expected);
    let mut record = record;
    for (name, is_readable) in [("a", true), ("b", false), ("c", false)] {
        let update = with(&record, PLACES[0].0, name, text(MOST - 4096));
        let decision = ibm::decide_update(&record, &update, &vsr()).unwrap();
        ibm::evolve(&mut record, &decision).unwrap();
        assert_eq!(record.is_readable(), is_readable, "{name}");
        assert_eq!(Ibm::is_readable(&record), is_readable);
        assert_eq!(Customer::from_stored(&record.to_stored()).unwrap(), record);
    }
}

/// What is small enough may still be read by nobody: so asking reads, and does not only measure.
#[test]
fn a_record_that_no_reader_takes_is_not_readable() {
    let mut record = Customer::from_json(IBM).unwrap();
    assert!(record.is_readable());
    let organization = record.document.organization.as_mut().unwrap();
    let address = &mut organization.address_set.as_mut().unwrap()[0];
    // The other spelling of an attribute that is there, with another value.
    address.others.put("AdressLine1", Some(&Value::Text("2 Way".into())));
    assert!(!record.is_readable());
    assert!(Customer::from_json(&record.to_json()).is_err());
    assert!(Customer::from_stored(&record.to_stored()).is_err());

    let mut account = Account::from_json(r#"{"id": "7", "status": "updating"}"#).unwrap();
    let pending = |id: &str| Profile::from_json(&format!(r#"{{"id": "{id}"}}"#)).unwrap();
    assert!(account.clone().with_pending(pending("7")).is_readable());
    account = account.with_pending(pending("8"));
    assert!(!account.is_readable());
    assert!(Account::from_stored(&account.to_stored()).is_err());
}
