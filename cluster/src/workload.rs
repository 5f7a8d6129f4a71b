//! What the writers do: updates of Adobe customers, each a function of its intent, so that whoever
//! has a log can decide everything again.

use customer_core::adobe::{Customer, Event, Facts, Policy, Update, decide};
use customer_core::json::Writer;
use customer_core::value::Intent;
use customer_core::vendors::{Adobe, Vendor};
use sha2::{Digest as _, Sha256};

use crate::random::hash;

/// The id of a customer.
pub fn name(number: u64) -> String {
    format!("c{number:06}")
}

/// A customer before its first update.
pub fn initial(id: &str) -> Result<Customer, String> {
    let text = format!(
        r#"{{"customerId":"{id}","externalReferenceId":"none","companyProfile":{{
        "companyName":"Company {id}","preferredLanguage":"en-US","marketSegment":"COM","address":{{
        "country":"US","region":"CA","city":"San Jose","addressLine1":"1 First Street",
        "postalCode":"95110","phoneNumber":"8005550100"}},"contacts":[{{"firstName":"Ada",
        "lastName":"Byron","email":"ada@example.com","phoneNumber":"8005550101"}}]}}}}"#
    );
    Customer::from_json(&text).map_err(|error| error.to_string())
}

/// The body of an update.
pub fn body(intent: &Intent) -> String {
    let number = hash(intent.as_str().as_bytes());
    let digits = number % 10_000_000;
    match number % 3 {
        0 => format!(r#"{{"externalReferenceId":"{}"}}"#, intent.as_str()),
        1 => format!(
            r#"{{"companyProfile":{{"address":{{"country":"US","region":"CA","city":"San Jose",
            "addressLine1":"{digits} First Street","postalCode":"95110",
            "phoneNumber":"8005550100"}}}}}}"#
        ),
        _ => format!(
            r#"{{"companyProfile":{{"contacts":[{{"firstName":"Ada","lastName":"Byron",
            "email":"ada@example.com","phoneNumber":"800{digits:07}"}}]}}}}"#
        ),
    }
}

/// What an update decides; creates a customer that is not there.
pub fn event(id: &str, record: Option<&Customer>, body: &str) -> Result<Event, String> {
    let Some(record) = record else { return Ok(Event::Created(initial(id)?)) };
    let update = Update::from_json(body).map_err(|error| error.to_string())?;
    let facts = Facts::unknown(Policy::documented());
    let decided = decide(record, &update.into(), &facts);
    decided.map(Event::Decided).map_err(|error| error.to_string())
}

/// A record as one line, as `customer replay` writes it.
pub fn line(key: &str, record: &Customer) -> String {
    let mut line = String::new();
    let mut w = Writer::new(&mut line);
    w.begin_object();
    w.member("key", key);
    w.member("vendor", Adobe::NAME);
    w.name("customer");
    Adobe::write_document(record, false, &mut w);
    w.name("internal");
    Adobe::write_internal(record, &mut w);
    w.end_object();
    line.push('\n');
    line
}

/// An update as one line, as `customer replay` reads it.
pub fn request(key: &str, body: &str) -> String {
    let mut line = String::new();
    let mut w = Writer::new(&mut line);
    w.begin_object();
    w.member("key", key);
    w.member("vendor", Adobe::NAME);
    w.name("input");
    w.begin_object();
    w.name("update");
    w.raw(&body.replace('\n', " "));
    w.end_object();
    w.end_object();
    line.push('\n');
    line
}

/// SHA-256 as hexadecimal digits.
pub fn sha256(bytes: impl AsRef<[u8]>) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_update_is_accepted() {
        let mut record = initial("c1").unwrap();
        for number in 0..100 {
            let body = body(&Intent::parse(format!("w0-{number}")).unwrap());
            let Event::Decided(decision) = event("c1", Some(&record), &body).unwrap() else {
                panic!("there is a record")
            };
            assert!(!decision.is_unchanged(), "{body}");
            customer_core::adobe::evolve(&mut record, &decision).unwrap();
        }
    }
}
