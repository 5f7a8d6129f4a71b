//! What the writers do: updates of every vendor's customers. Each is a function of its intent and
//! of the record before it, so that whoever has a log can decide everything again.

use customer_core::commvault::{self, Status};
use customer_core::decision::Event;
use customer_core::json::{At, Document, Errors, Writer};
use customer_core::value::Intent;
use customer_core::vendors::{Adobe, Commvault, Ibm, VENDORS, Vendor};
use customer_core::{adobe, ibm};
use sha2::{Digest as _, Sha256};

use crate::random::hash;

/// What a vendor's customers are, and what is asked of them.
pub trait Load: Vendor {
    /// The document of a customer before its first update.
    fn document(id: &str) -> String;

    /// What comes next: the members `input` and, where it needs them, `facts` of a question of the
    /// contract.
    fn request(id: &str, record: &Self::Record, intent: &Intent) -> String;
}

/// The id of a customer. Vendors take turns.
pub fn name(number: u64) -> String {
    let count = u64::try_from(VENDORS.len()).unwrap_or(1).max(1);
    let at = usize::try_from(number % count).unwrap_or_default();
    let vendor = VENDORS.get(at).map_or("none", |(name, _)| *name);
    format!("{vendor}-{number:06}")
}

/// The vendor of a customer, as its id says.
pub fn vendor(id: &str) -> &'static str {
    let said = id.split_once('-').map(|(vendor, _)| vendor);
    let known = VENDORS.iter().find(|(name, _)| Some(*name) == said);
    known.map_or("none", |(name, _)| *name)
}

fn number(intent: &Intent) -> u64 {
    hash(intent.as_str().as_bytes())
}

impl Load for Adobe {
    fn document(id: &str) -> String {
        format!(
            r#"{{"customerId":"{id}","externalReferenceId":"none","companyProfile":{{
            "companyName":"Company {id}","preferredLanguage":"en-US","marketSegment":"COM",
            "address":{{"country":"US","region":"CA","city":"San Jose","addressLine1":"1 First Street",
            "postalCode":"95110","phoneNumber":"8005550100"}},"contacts":[{{"firstName":"Ada",
            "lastName":"Byron","email":"ada@example.com","phoneNumber":"8005550101"}}]}}}}"#
        )
    }

    fn request(_: &str, _: &adobe::Customer, intent: &Intent) -> String {
        let number = number(intent);
        let digits = number % 10_000_000;
        let body = match number % 3 {
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
        };
        format!(r#"{{"input":{{"update":{body}}}}}"#)
    }
}

/// The whole document of a customer of IBM.
fn customer_of_ibm(id: &str, version: i64, digits: u64) -> String {
    format!(
        r#"{{"Customer":{{"Version":{version},"CustomerState":"ACTIVE","CustomerNumber":"{id}",
        "Organization":{{"OrgName":"Company {id}","AddressSet":[{{"AddressLine1":"1 Main Street",
        "AddressType":"MAILING","City":"Littleton","Country":"United States",
        "State":"Massachusetts","PostalCode":"01460"}}],"Contact":{{"FamilyName":"Byron",
        "GivenName":"Ada","EmailAddress":"ada@example.com","WorkPhone":"800{digits:07}"}}}},
        "CustomerAccountSet":[{{"AccountNumber":"","LocationName":"Headquarters"}}]}}}}"#
    )
}

impl Load for Ibm {
    fn document(id: &str) -> String {
        customer_of_ibm(id, 0, 0)
    }

    /// The whole document, with the token of the record that it was made from.
    fn request(id: &str, record: &ibm::Customer, intent: &Intent) -> String {
        let digits = number(intent) % 9_999_999 + 1;
        let body = customer_of_ibm(id, record.document.version.unwrap_or(0), digits);
        let facts = r#"{"role":"VSR","sameOrganization":true}"#;
        format!(r#"{{"input":{{"update":{body}}},"facts":{facts}}}"#)
    }
}

impl Load for Commvault {
    fn document(id: &str) -> String {
        format!(
            r#"{{"id":"{id}","status":"active","externalId":"{id}","name":"Company {id}",
            "website":"none.example","contacts":[{{"type":"admin","email":"ada@example.com",
            "firstName":"Ada","lastName":"Byron","phone":"8005550100"}}]}}"#
        )
    }

    /// An update, and then its end, which every fourth time is a failure.
    fn request(id: &str, record: &commvault::Account, intent: &Intent) -> String {
        let number = number(intent);
        if record.document.status == Some(Status::Updating) {
            let how = if number.is_multiple_of(4) { "failed" } else { "succeeded" };
            return format!(r#"{{"input":{{"settled":"{how}"}}}}"#);
        }
        format!(
            r#"{{"input":{{"update":{{"externalId":"{id}","name":"Company {id}",
            "website":"{number}.example","contacts":[{{}}]}}}}}}"#
        )
    }
}

/// What an intent decides; creates a customer that is not there.
pub fn event<V: Load>(
    id: &str,
    record: Option<&V::Record>,
    intent: &Intent,
) -> Result<Event<V::Record, V::Decision>, String> {
    let Some(record) = record else {
        let made = V::from_json(&V::document(id));
        return made.map(Event::Created).map_err(|error| error.to_string());
    };
    let request = V::request(id, record, intent);
    let document = Document::parse(&request).map_err(|error| error.to_string())?;
    let (input, facts) = asked::<V>(&document)?;
    let decided = V::decide(record, &input, &facts);
    decided.map(Event::Decided).map_err(|error| error.to_string())
}

/// Input and facts of a request.
fn asked<'a, V: Load>(request: &Document<'a>) -> Result<(V::Input<'a>, V::Facts), String> {
    let (at, root, mut errors) = (At::ROOT, request.root(), Errors::default());
    let policy = V::read_policy(None, &at, &mut errors);
    let facts = V::read_facts(root.member("facts"), policy, &at, &mut errors);
    let input = root.member("input").and_then(|input| input.members()?.next());
    let input = input.and_then(|(name, value)| V::read_input(&name, value, &at, &mut errors));
    let input = errors.finish(input).map_err(|error| error.to_string())?;
    Ok((input, facts))
}

/// A record as one line, as `customer replay` writes it.
pub fn line<V: Vendor>(key: &str, record: &V::Record) -> String {
    let mut line = String::new();
    let mut w = Writer::new(&mut line);
    w.begin_object();
    w.member("key", key);
    w.member("vendor", V::NAME);
    w.name("customer");
    V::write_document(record, false, &mut w);
    w.name("internal");
    V::write_internal(record, &mut w);
    w.end_object();
    line.push('\n');
    line
}

/// A request as one line, as `customer replay` reads it.
pub fn request<V: Load>(key: &str, record: &V::Record, intent: &Intent) -> String {
    let request = V::request(key, record, intent).replace('\n', " ");
    let rest = request.strip_prefix('{').unwrap_or_default();
    format!("{{\"key\":\"{key}\",\"vendor\":\"{}\",{rest}\n", V::NAME)
}

/// SHA-256 as hexadecimal digits.
pub fn sha256(bytes: impl AsRef<[u8]>) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use customer_core::for_each_vendor;
    use customer_core::vendors::{self, fold};

    use super::*;

    fn every_update_is_accepted<V: Load>() {
        let mut record = None;
        for number in 0..100 {
            let intent = Intent::parse(format!("w0-{number}")).unwrap();
            let event = event::<V>("c1", record.as_ref(), &intent).unwrap();
            if let Event::Decided(decision) = &event {
                assert!(!V::is_unchanged(decision), "{number}");
            }
            record = fold::<V>(record, &event).unwrap();
        }
    }

    macro_rules! each {
        ($( $(#[$doc:meta])* $V:ident = $module:ident :: $Record:ident, $name:literal; )*) => {
            #[test]
            fn every_update_of_every_vendor_is_accepted() {
                $( every_update_is_accepted::<vendors::$V>(); )*
            }

            #[test]
            fn vendors_take_turns() {
                let names: Vec<String> = (0..=VENDORS.len() as u64).map(name).collect();
                let found: Vec<&str> = names.iter().map(|name| vendor(name)).collect();
                assert_eq!(found, [$( $name, )* "adobe"]);
            }
        };
    }
    for_each_vendor!(each);
}
