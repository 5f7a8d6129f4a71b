//! What an update costs in allocations.
//!
//! Goal: an update that changes nothing allocates nothing, in any vendor; a refusal allocates for its
//! violations and nothing else; a change allocates for what changes. Method: a counting allocator,
//! one count a thread; records, requests and facts are made before the window opens.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
#![allow(clippy::too_many_lines)]
#![allow(missing_docs, clippy::std_instead_of_alloc, clippy::std_instead_of_core)]
#![allow(clippy::arithmetic_side_effects)]
#![allow(unsafe_code, reason = "a counting allocator can't be written without")]

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;
use std::hint::black_box;

use customer_core::json::{At, Document, InlineStr};
use customer_core::value::{Owned, Timestamp};
use customer_core::{adobe, commvault, ibm};

struct Counting;

thread_local! {
    static COUNT: Cell<usize> = const { Cell::new(0) };
}

fn count_one() {
    // Gone while the thread ends; nobody counts then.
    let _ = COUNT.try_with(|count| count.set(count.get() + 1));
}

// SAFETY: every call is handed on as it came.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        count_one();
        // SAFETY: the caller's promise is handed on.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, at: *mut u8, layout: Layout) {
        // SAFETY: the caller's promise is handed on.
        unsafe { System.dealloc(at, layout) }
    }

    unsafe fn realloc(&self, at: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        count_one();
        // SAFETY: the caller's promise is handed on.
        unsafe { System.realloc(at, layout, size) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

/// How often `f` allocates, and what it gives.
fn counted<T>(f: impl FnOnce() -> T) -> (usize, T) {
    let before = COUNT.with(Cell::get);
    let value = black_box(f());
    (COUNT.with(Cell::get) - before, value)
}

#[test]
fn the_counter_counts() {
    let (count, text) = counted(|| String::from("a"));
    assert_eq!((count, text.len()), (1, 1));
    let (count, _) = counted(Vec::<String>::new);
    assert_eq!(count, 0);
}

/// Up to 22 bytes are kept in place; a longer one that is owned already moves in.
#[test]
fn a_short_text_of_a_decision_costs_nothing() {
    for (length, from_text) in [(0, 0), (22, 0), (23, 1), (100, 1)] {
        let text = "x".repeat(length);
        let (count, small) = counted(|| <InlineStr>::from(text.as_str()));
        assert_eq!((count, small.as_str()), (from_text, text.as_str()));
        let (count, small) = counted(|| <InlineStr>::from(text));
        assert_eq!((count, small.len()), (0, length));
    }
}

/// Its length is known before it is written.
#[test]
fn a_place_is_written_out_in_one_allocation() {
    let root = At::ROOT;
    let profile = root.name("companyProfile");
    let contacts = profile.name("contacts");
    let contact = contacts.index(9_999);
    let (count, pointer) = counted(|| contact.other("nickname").pointer());
    assert_eq!((count, pointer.as_str()), (1, "/companyProfile/contacts/9999/nickname"));
}

/// What is readable needs no tape.
#[test]
fn plain_texts_are_read_without_an_allocation() {
    let text = r#"{"externalId": "X", "name": "Acme", "website": null}"#;
    let (count, update) = counted(|| commvault::Update::from_json(text));
    assert!(update.is_ok());
    assert_eq!(count, 0);
}

/// The tape and the list of what is open: few names are compared where they stand.
#[test]
fn a_document_of_few_members_is_read_in_two_allocations() {
    let members: Vec<_> = (0..16).map(|n| format!(r#""n{n}":"{}""#, "x".repeat(20))).collect();
    let text = format!("{{{}}}", members.join(","));
    let (count, document) = counted(|| Document::parse(&text));
    assert!(document.is_ok());
    assert_eq!(count, 2);
}

/// The list of what is open, the tape, and what looks names up, which both grow by doubling.
#[test]
fn a_document_of_many_members_is_read_in_few_allocations() {
    let members: Vec<_> = (0..4_000).map(|n| format!(r#""n{n}":{n}"#)).collect();
    let text = format!("{{{}}}", members.join(","));
    let (count, document) = counted(|| Document::parse(&text));
    assert!(document.is_ok());
    assert!(count < 40, "{count}");
}

fn contacts(count: usize) -> String {
    let each = (0..count).map(|n| {
        format!(r#"{{"firstName":"Jo{n}","lastName":"Doe","email":"jo{n}@acme.com","phoneNumber":"{n}"}}"#)
    });
    each.collect::<Vec<_>>().join(",")
}

/// A full profile, everything in it that a customer can have.
fn adobe_document(count: usize, city: &str) -> String {
    format!(
        r#"{{"externalReferenceId":"342","customerId":"9876543210","resellerId":"5556667778",
        "globalSalesEnabled":false,"tags":["a"],
        "companyProfile":{{"companyName":"Acme","preferredLanguage":"en-US","marketSegment":"COM",
        "address":{{"country":"US","region":"CA","city":"{city}","addressLine1":"1 Way",
        "addressLine2":"Apt 2","postalCode":"95110","phoneNumber":"1"}},
        "contacts":[{}]}},
        "discounts":[{{"offerType":"LICENSE","level":"02"}}],
        "benefits":[{{"type":"THREE_YEAR_COMMIT","commitment":{{"startDate":"2026-03-03",
        "endDate":"2028-05-01","status":"COMMITTED",
        "minimumQuantities":[{{"offerType":"LICENSE","quantity":20}}]}},
        "commitmentRequest":null,"recommitmentRequest":null}}],
        "cotermDate":"2026-05-02","creationDate":"2019-05-02T22:49:52Z","status":"1000",
        "links":{{"self":{{"uri":"/v3","method":"GET","headers":[]}}}}}}"#,
        contacts(count)
    )
}

fn adobe_facts(policy: adobe::Policy) -> adobe::Facts {
    adobe::Facts { owned: Some(Owned::NOTHING), ..adobe::Facts::unknown(policy) }
}

#[test]
fn adobe_unchanged_allocates_nothing() {
    for (count, policy) in [1, 2, 10, 1000]
        .into_iter()
        .flat_map(|n| [(n, adobe::Policy::documented()), (n, adobe::Policy::observed())])
    {
        let text = adobe_document(count, "San Jose");
        let mut record = adobe::Customer::from_json(&text).unwrap();
        let facts = adobe_facts(policy);
        // An echo of the whole document, and a request that says nothing.
        for text in [&*text, "{}"] {
            if text == "{}" && policy == adobe::Policy::observed() {
                continue;
            }
            let input = adobe::Update::from_json(text).unwrap().into();
            let (allocated, done) = counted(|| {
                let decision = adobe::decide(&record, &input, &facts)?;
                adobe::evolve(&mut record, &decision).unwrap();
                Ok::<_, customer_core::Rejection<adobe::Fact>>(decision)
            });
            let done = done.unwrap();
            assert!(done.is_unchanged());
            assert_eq!(allocated, 0, "{count} contacts, {policy:?}");
            // Every contact is welcomed again: an effect is owned, so its address is a copy.
            let (allocated, effects) = counted(|| done.effects(&record).count());
            let welcomed = if text == "{}" { 0 } else { count };
            assert_eq!((allocated, effects), (welcomed, welcomed));
        }
    }
}

/// All 29 mutable attributes.
fn ibm_document(city: &str) -> String {
    format!(
        r#"{{"Customer":{{"CustomerNumber":"CN-1","Id":1,"CustomerState":"ACTIVE","Version":7,
        "Organization":{{"OrgName":"Acme","Phone":"1","AddressSet":[{{"AddressLine1":"1 Way",
        "AddressLine2":"Suite 2","AddressType":"BILLING","City":"{city}","Country":"United States",
        "State":"Massachusetts","PostalCode":"02110","StateCode":"MA"}}],
        "Contact":{{"FamilyName":"Doe","GivenName":"Jo","EmailAddress":"jo@acme.example",
        "NamePrefix":"Dr","NameSuffix":"Jr","EmployeeNumber":"1","LanguagePreference":"en_US",
        "WorkPhone":"1","HomePhone":"2","MobilePhone":"3","Fax":"4","JobTitle":"Boss",
        "WebSiteAddress":"acme.example","TimeZone":"America/Central","Photo":"jo.png","DN":"cn=jo"}},
        "Owner":1}},"CustomerAccountSet":[{{"AccountNumber":"A","LocationName":"Boston",
        "PaymentMethodType":"INVOICE","CurrencyType":"USD"}}],
        "CustomerIdentifierSet":[{{"Value":"9","CustomerIdType":"SIEBEL_ID"}}],"Tier":"gold"}}}}"#
    )
}

fn ibm_facts(policy: ibm::Policy) -> ibm::Facts {
    ibm::Facts {
        policy,
        role: Some(ibm::Role::CustomerAdministrator),
        same_organization: Some(true),
        active_subscriptions: Some(0),
    }
}

#[test]
fn ibm_unchanged_allocates_nothing() {
    for policy in [ibm::Policy::documented(), ibm::Policy::observed(), ibm::Policy::viewer()] {
        let text = ibm_document("Boston");
        let mut record = ibm::Customer::from_json(&text).unwrap();
        let input = ibm::Input::Update(ibm::Update::from_json(&text).unwrap());
        let facts = ibm_facts(policy);
        let (allocated, done) = counted(|| {
            let decision = ibm::decide(&record, &input, &facts)?;
            ibm::evolve(&mut record, &decision).unwrap();
            Ok::<_, customer_core::Rejection<ibm::Fact>>(decision)
        });
        assert!(done.unwrap().is_unchanged());
        assert_eq!(allocated, 0, "{policy:?}");
    }
}

fn commvault_document(website: &str, phone: &str) -> String {
    format!(
        r#"{{"status":"active","externalId":"X","name":"Acme","website":"{website}",
        "insertTs":"2021-06-07T21:16:48","updateTs":"2021-06-07T21:16:48",
        "provisionCountry":"United States","type":"Production","services":[{{"sku":"A"}}],
        "contacts":[{{"type":"admin","firstName":"Jo","lastName":"Doe","email":"jo@acme.com",
        "phone":"{phone}","address":{{"addressLine1":"1 Way","addressLine2":"Suite 2",
        "city":"Boston","state":"Massachusetts","country":"United States","postalCode":"02110"}}}}]}}"#
    )
}

fn commvault_facts(policy: commvault::Policy, now: Option<Timestamp>) -> commvault::Facts {
    commvault::Facts { policy, now, external_id_taken: Some(false), name_taken: Some(false) }
}

#[test]
fn commvault_unchanged_allocates_nothing() {
    let now = Timestamp::parse("2026-03-03T10:00:00").unwrap();
    for policy in [commvault::Policy::documented(), commvault::Policy::lenient()] {
        for now in [None, Some(now)] {
            let text = commvault_document("acme.com", "1");
            let mut record = commvault::Account::from_json(&text).unwrap();
            let input = commvault::Update::from_json(&text).unwrap().into();
            let facts = commvault_facts(policy, now);
            let (allocated, done) = counted(|| {
                let decision = commvault::decide(&record, &input, &facts)?;
                commvault::evolve(&mut record, &decision).unwrap();
                Ok::<_, customer_core::Rejection<commvault::Fact>>(decision)
            });
            assert!(done.unwrap().pending_changes().is_empty());
            assert_eq!(allocated, 0, "{now:?} {policy:?}");
            // And so does its end.
            let input = commvault::Settlement::Succeeded.into();
            let (allocated, done) = counted(|| {
                let decision = commvault::decide(&record, &input, &facts)?;
                commvault::evolve(&mut record, &decision).unwrap();
                Ok::<_, customer_core::Rejection<commvault::Fact>>(decision)
            });
            assert!(done.is_ok());
            assert_eq!(allocated, 0, "settled, {now:?} {policy:?}");
        }
    }
}

/// A violation is a pointer and, at times, a detail; the list of them grows by doubling.
const A_VIOLATION: usize = 3;
/// Vectors of violations: collected, ordered, split into the first and the rest.
const A_REFUSAL: usize = 8;

#[test]
fn a_refusal_allocates_for_its_violations() {
    // However long the record is, and however much of the request is in order.
    for count in [1, 100] {
        let text = adobe_document(count, "San Jose");
        let record = adobe::Customer::from_json(&text).unwrap();
        let facts = adobe_facts(adobe::Policy::documented());
        for wrong in 1..=4 {
            let mut sent = text.clone();
            let places = [("9876543210", "1"), ("Acme", "Ecma"), ("95110", ""), ("San Jose", "<")];
            for (from, to) in &places[..wrong] {
                sent = sent.replacen(&format!("\"{from}\""), &format!("\"{to}\""), 1);
            }
            let input = adobe::Update::from_json(&sent).unwrap().into();
            let (allocated, refused) = counted(|| adobe::decide(&record, &input, &facts));
            let violations = refused.unwrap_err().violations().count();
            assert_eq!(violations, wrong);
            let bound = A_REFUSAL + A_VIOLATION * violations;
            assert!(allocated <= bound, "{allocated} for {violations} with {count} contacts");
        }
    }
    let text = ibm_document("Boston");
    let record = ibm::Customer::from_json(&text).unwrap();
    for wrong in 1..=3 {
        let mut sent = text.clone();
        for (from, to) in &[("\"Acme\"", "\"\""), ("\"Doe\"", "null"), ("BILLING", "HOME")][..wrong]
        {
            sent = sent.replacen(from, to, 1);
        }
        let input = ibm::Input::Update(ibm::Update::from_json(&sent).unwrap());
        let facts = ibm_facts(ibm::Policy::documented());
        let (allocated, refused) = counted(|| ibm::decide(&record, &input, &facts));
        let violations = refused.unwrap_err().violations().count();
        assert_eq!(violations, wrong);
        assert!(allocated <= A_REFUSAL + A_VIOLATION * violations, "{allocated} for {violations}");
    }
    let text = commvault_document("acme.com", "1");
    let record = commvault::Account::from_json(&text).unwrap();
    for wrong in 1..=3 {
        let mut sent = text.clone();
        for (from, to) in &[("\"X\"", "null"), ("\"Acme\"", "\"\""), ("admin", "owner")][..wrong] {
            sent = sent.replacen(from, to, 1);
        }
        let input = commvault::Update::from_json(&sent).unwrap().into();
        let facts = commvault_facts(commvault::Policy::documented(), None);
        let (allocated, refused) = counted(|| commvault::decide(&record, &input, &facts));
        let violations = refused.unwrap_err().violations().count();
        assert_eq!(violations, wrong);
        assert!(allocated <= A_REFUSAL + A_VIOLATION * violations, "{allocated} for {violations}");
    }
}

/// One changed text: its old and its new value in the decision. A record takes the new one in place
/// where it has room, and else allocates once more.
const A_TEXT: usize = 2;
/// The list of changes, which grows by doubling.
const A_CHANGE: usize = 3;

#[test]
fn a_change_allocates_for_what_changes() {
    for longer in ["", " and more text"] {
        a_change_allocates(longer);
    }
}

/// Sends other texts, `longer` behind each.
fn a_change_allocates(longer: &str) {
    let mut found = Vec::new();
    let other = |sent: &str, from: &str, to: &str| {
        let to = match to.strip_suffix('"') {
            Some(to) => format!("{to}{longer}\""),
            None => format!("{to}{longer}"),
        };
        sent.replacen(from, &to, 1)
    };
    for count in [1, 100] {
        let text = adobe_document(count, "San Jose");
        let record = adobe::Customer::from_json(&text).unwrap();
        let facts = adobe_facts(adobe::Policy::documented());
        for changed in 1..=4 {
            let mut sent = text.clone();
            for (from, to) in &[
                ("\"342\"", "\"9\""),
                ("San Jose", "Salem"),
                ("1 Way", "2 Way"),
                ("Apt 2", "Apt 3"),
            ][..changed]
            {
                sent = other(&sent, from, to);
            }
            let input = adobe::Update::from_json(&sent).unwrap().into();
            let (decided, decision) = counted(|| adobe::decide(&record, &input, &facts).unwrap());
            let mut after = record.clone();
            let (evolved, done) = counted(|| adobe::evolve(&mut after, &decision));
            assert_eq!(done, Ok(()));
            assert_eq!(decision.changes().len(), changed);
            found.push(("adobe", count, changed, decided, evolved));
        }
    }
    let text = ibm_document("Boston");
    let record = ibm::Customer::from_json(&text).unwrap();
    for changed in 1..=4 {
        let mut sent = text.clone();
        for (from, to) in
            &[("Boston", "Salem"), ("1 Way", "2 Way"), ("\"Acme\"", "\"Ecma\""), ("Boss", "Chief")]
                [..changed]
        {
            sent = other(&sent, from, to);
        }
        let input = ibm::Input::Update(ibm::Update::from_json(&sent).unwrap());
        let facts = ibm_facts(ibm::Policy::documented());
        let (decided, decision) = counted(|| ibm::decide(&record, &input, &facts).unwrap());
        let mut after = record.clone();
        let (evolved, done) = counted(|| ibm::evolve(&mut after, &decision));
        assert_eq!(done, Ok(()));
        assert_eq!(decision.changes().len(), changed + 1, "and the lock token");
        found.push(("ibm", 1, changed, decided, evolved));
    }
    let text = commvault_document("acme.com", "1");
    let record = commvault::Account::from_json(&text).unwrap();
    for changed in 1..=4 {
        let mut sent = text.clone();
        for (from, to) in &[
            ("acme.com", "b.com"),
            ("Boston", "Salem"),
            ("1 Way", "2 Way"),
            ("Suite 2", "Suite 3"),
        ][..changed]
        {
            sent = other(&sent, from, to);
        }
        let input = commvault::Update::from_json(&sent).unwrap().into();
        let facts = commvault_facts(commvault::Policy::documented(), None);
        let (decided, decision) = counted(|| commvault::decide(&record, &input, &facts).unwrap());
        let mut after = record.clone();
        let (evolved, done) = counted(|| commvault::evolve(&mut after, &decision));
        assert_eq!(done, Ok(()));
        assert_eq!(decision.pending_changes().len(), changed);
        // What a running update will make of the account is a copy of it, once.
        let (copy, _) = counted(|| record.document.clone());
        found.push(("commvault", 1, changed, decided, evolved - copy));
    }
    let grown = usize::from(!longer.is_empty());
    for (vendor, contacts, changed, decided, evolved) in found {
        println!(
            "{vendor}, {contacts} contacts, {changed} texts: decide {decided}, evolve {evolved}"
        );
        let allowed = A_TEXT * changed + A_CHANGE;
        assert!(decided + evolved <= allowed + grown * changed, "{vendor}: {decided} + {evolved}");
    }
}
