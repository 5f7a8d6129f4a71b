//! No call makes a record that is too large to be read again.
//!
//! Method: records whose text is just at the limit of a document, and an update that makes them
//! longer. It is refused as a body that can't be read, and nothing is stored of it.

use customer_core::contract::DOCUMENT_SIZE_MAX;
use customer_core::vendors::{Adobe, Commvault, Ibm};

use crate::endpoint::{Desk, Sent, body, ibm_document, respond};
use crate::endpoint_adobe::create;
use crate::endpoint_ibm::register;

/// The record of the desk with a member that nobody knows, so long that its text has `size` bytes.
fn of_size<V: Desk>(size: usize) -> V::Record {
    let document = V::to_json(&V::record());
    let with = |length: usize| {
        // IBM's members stand one level further in.
        let at = document.find(r#""Organization""#).unwrap_or(1);
        let (head, tail) = document.split_at(at);
        V::from_json(&format!(r#"{head}"zExtra":"{}",{tail}"#, "x".repeat(length))).unwrap()
    };
    let around = V::to_json(&with(0)).len();
    let record = with(size - around);
    assert_eq!(V::to_json(&record).len(), size);
    record
}

fn grows_to_the_limit_only<V: Desk>(update: &Sent, status: u16, says: &str) {
    let caller = V::caller();
    let room = respond::<V>(update, Some(&caller), Some(&of_size::<V>(DOCUMENT_SIZE_MAX - 512)));
    assert!(room.refusal.is_none(), "{:?}", room.refusal);
    assert!(room.write.unwrap().event.is_some());
    let full = respond::<V>(update, Some(&caller), Some(&of_size::<V>(DOCUMENT_SIZE_MAX)));
    assert_eq!(full.reply.status, status);
    assert!(body(&full.reply).contains(says), "{}", body(&full.reply));
    assert!(full.write.is_none_or(|write| write.event.is_none() && write.effects.is_empty()));
    assert_eq!(full.refusal.unwrap().violations().count(), 1);
}

#[test]
fn g10_a_customer_of_adobe_stays_readable() {
    grows_to_the_limit_only::<Adobe>(&Adobe::updating(), 400, r#""code":""#);
}

#[test]
fn g10_a_customer_of_ibm_stays_readable() {
    let update = Ibm::updating().json(ibm_document("100000001", 7, "123456789"));
    grows_to_the_limit_only::<Ibm>(&update, 400, "BZSAP1011E");
}

#[test]
fn g10_an_account_of_commvault_stays_readable() {
    let body =
        r#"{"externalId":"X1","name":"Acme","website":"longer.acme.example","contacts":[{}]}"#;
    grows_to_the_limit_only::<Commvault>(&Commvault::updating().json(body), 400, r#""code":400"#);
}

/// What an update brings is shown only once it has succeeded, and must be no larger either.
#[test]
fn g10_what_is_pending_stays_readable() {
    let website = "w".repeat(200);
    let body =
        format!(r#"{{"externalId":"X1","name":"Acme","website":"{website}","contacts":[{{}}]}}"#);
    let update = Commvault::updating().json(body);
    let record = of_size::<Commvault>(DOCUMENT_SIZE_MAX - 100);
    let caller = Commvault::caller();
    let replied = respond::<Commvault>(&update, Some(&caller), Some(&record));
    assert_eq!((replied.reply.status, replied.write.is_none()), (400, true));
    // The same of values that fit.
    let replied = respond::<Commvault>(&Commvault::updating(), Some(&caller), Some(&record));
    assert_eq!(replied.reply.status, 200);
}

fn is_refused_as_too_large<V: Desk>(creation: &Sent, code: &str) {
    let replied = respond::<V>(creation, Some(&V::caller()), None);
    assert_eq!(replied.reply.status, 400, "{}", body(&replied.reply));
    assert!(body(&replied.reply).contains(code), "{}", body(&replied.reply));
    assert!(replied.write.is_none_or(|write| write.event.is_none() && write.effects.is_empty()));
}

/// What the vendor adds to a body that is just small enough makes it too large.
#[test]
fn g10_a_new_customer_of_ibm_is_readable() {
    let text = String::from_utf8(register().body).unwrap();
    let with = |length: usize| {
        let extra = format!(r#"{{"Customer":{{"zExtra":"{}","#, "x".repeat(length));
        text.replacen(r#"{"Customer":{"#, &extra, 1)
    };
    let body = with(DOCUMENT_SIZE_MAX - with(0).len());
    assert_eq!(body.len(), DOCUMENT_SIZE_MAX);
    is_refused_as_too_large::<Ibm>(&register().json(body), "BZSAP1011E");
}

#[test]
fn g10_a_new_customer_of_adobe_is_readable() {
    let text = String::from_utf8(create().body).unwrap();
    let (head, tail) = text.split_once(r#""contacts":["#).unwrap();
    let mut body = format!(r#"{head}"contacts":["#);
    let (name, host) = ("\u{3042}".repeat(35), "a.".repeat(100));
    let mut numbers = 0..;
    // Long ones, then short ones for what is left.
    for (name, host) in [(name.as_str(), host.as_str()), ("A", "")] {
        for number in &mut numbers {
            let contact = format!(
                r#"{{"firstName":"{name}","lastName":"{name}","email":"{number}@{host}a.com"}},"#
            );
            if body.len() + contact.len() + tail.len() > DOCUMENT_SIZE_MAX {
                break;
            }
            body.push_str(&contact);
        }
    }
    body.push_str(tail);
    is_refused_as_too_large::<Adobe>(&create().json(body), r#""code":"400""#);
}

/// A member that nobody knows may be as long as a body: what it makes of the record is measured.
#[test]
fn g10_a_customer_of_ibm_with_a_long_new_member_stays_readable() {
    let record = of_size::<Ibm>(DOCUMENT_SIZE_MAX - 20_000);
    let status = |length: usize| {
        let new = format!(r#"{{"Customer":{{"zNew":"{}","#, "y".repeat(length));
        let text = ibm_document("100000001", 7, "2").replacen(r#"{"Customer":{"#, &new, 1);
        let update = Ibm::updating().json(text);
        let replied = respond::<Ibm>(&update, Some(&Ibm::caller()), Some(&record));
        assert_eq!(replied.write.is_some(), replied.reply.status == 204);
        replied.reply.status
    };
    assert_eq!(status(10_000), 204);
    assert_eq!(status(30_000), 400);
}

/// A body may be as long as a document, blanks and all, and no longer.
#[test]
fn g10_a_body_of_ibm_is_read_up_to_the_size_of_a_document() {
    let status = |size: usize| {
        let mut text = ibm_document("100000001", 7, "2");
        text.push_str(&" ".repeat(size - text.len()));
        let update = Ibm::updating().json(text);
        respond::<Ibm>(&update, Some(&Ibm::caller()), Some(&Ibm::record())).reply.status
    };
    assert_eq!([DOCUMENT_SIZE_MAX, DOCUMENT_SIZE_MAX + 1].map(status), [204, 413]);
}
