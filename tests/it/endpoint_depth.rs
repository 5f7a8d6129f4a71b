//! How deep a body may be, and a record.
//!
//! A body is read up to 128 levels, as a question is. A record has 100 of them: what would be
//! deeper could not be read again, and is refused as a body that can't be read.

use customer_core::ibm;
use customer_core::vendors::{Adobe, Commvault, Ibm};
use serde_json::{Value, json};

use crate::endpoint::{Desk, Sent, Whole, body, ibm_document, respond};
use crate::limits::{depth, nested};

/// The answer to this body, for a caller who may.
fn answered<V: Desk>(sent: Sent, body: &Value) -> Whole<V> {
    respond::<V>(&sent.json(body.to_string()), Some(&V::caller()), Some(&V::record()))
}

fn has_event<V: Desk>(replied: &Whole<V>) -> bool {
    replied.write.as_ref().is_some_and(|write| write.event.is_some())
}

#[test]
fn g10_adobe_reads_128_levels() {
    let creating = || Adobe::updating().by("POST").at("/v3/customers");
    for sent in [Adobe::updating, creating] {
        for levels in [100, 101, 128, 129] {
            let replied = answered::<Adobe>(sent(), &json!({"extra": nested(levels - 1)}));
            assert_eq!(replied.reply.status, 400);
            let error: Value = serde_json::from_str(body(&replied.reply)).unwrap();
            // A member that nobody knows, or no JSON at all.
            let (code, details) =
                if levels <= 128 { ("1121", json!(["extra"])) } else { ("400", json!([])) };
            assert_eq!(error["code"], code, "{levels} levels");
            assert_eq!(error["additionalDetails"], details, "{levels} levels");
            assert!(!has_event::<Adobe>(&replied));
        }
    }
}

#[test]
fn g10_commvault_reads_128_levels() {
    for levels in [100, 101, 128, 129] {
        let update = json!({"externalId": "X1", "name": "Acme", "contacts": [{}],
            "extra": nested(levels - 1)});
        let replied = answered::<Commvault>(Commvault::updating(), &update);
        assert_eq!(replied.reply.status, 400);
        let places: Vec<_> = replied.refusal.as_ref().unwrap().violations().collect();
        assert_eq!(places.len(), 1);
        let place = places[0].pointer.as_str();
        if levels <= 128 {
            assert_eq!(place, "/extra", "{levels} levels");
        } else {
            assert!(place.starts_with("/extra/"), "{levels} levels: {place}");
        }
        assert!(!has_event::<Commvault>(&replied));
    }
}

/// An update of IBM's whose text is so deep, nested or flat.
fn ibm_update(levels: usize, is_flat: bool) -> Value {
    let document = ibm_document("100000001", 7, "123456789");
    let mut update: Value = serde_json::from_str(&document).unwrap();
    if is_flat {
        let customer = update["Customer"].clone();
        update = json!({"Version": customer["Version"], "extra": nested(levels - 1)});
        let objects = [
            &customer["Organization"],
            &customer["Organization"]["AddressSet"][0],
            &customer["Organization"]["Contact"],
            &customer["CustomerAccountSet"][0],
        ];
        for (name, value) in objects.into_iter().filter_map(Value::as_object).flatten() {
            if value.is_string() {
                update[name] = value.clone();
            }
        }
    } else {
        update["Customer"]["extra"] = nested(levels - 2);
    }
    assert_eq!(depth(&update), levels);
    update
}

/// Unknown members of IBM are kept, so that it is the record that limits them.
#[test]
fn g10_ibm_reads_128_levels_and_keeps_100() {
    for (is_flat, most) in [(false, 100), (true, 99)] {
        for levels in [most - 1, most, most + 1, 101, 128, 129] {
            let update = ibm_update(levels, is_flat);
            let replied = answered::<Ibm>(Ibm::updating(), &update);
            let case = format!("{levels} levels, flat: {is_flat}");
            assert_eq!(has_event::<Ibm>(&replied), levels <= most, "{case}");
            if levels > most {
                assert_eq!(replied.reply.status, 400, "{case}");
                assert!(body(&replied.reply).contains("BZSAP1011E"), "{case}");
                continue;
            }
            assert_eq!(replied.reply.status, 204, "{case}");
            let event = replied.write.unwrap().event.unwrap();
            let after = ibm::endpoint::fold(Some(Ibm::record()), &event).unwrap().unwrap();
            assert_eq!(ibm::Customer::from_json(&after.to_json()).unwrap(), after, "{case}");
        }
    }
}

/// The form of a body that is read is good, so that later steps answer.
#[test]
fn g10_ibm_a_stale_body_of_128_levels_is_stale() {
    for (levels, status) in [(100, 500), (101, 500), (128, 500), (129, 400)] {
        let mut update = ibm_update(levels, false);
        update["Customer"]["Version"] = json!(6);
        let replied = answered::<Ibm>(Ibm::updating(), &update);
        assert_eq!(replied.reply.status, status, "{levels} levels");
    }
}

/// A customer that is registered is a record too.
#[test]
fn g10_ibm_registers_100_levels() {
    for (levels, status) in [(100, 200), (101, 400), (128, 400), (129, 400)] {
        let mut update = ibm_update(levels, false);
        let customer = update["Customer"].as_object_mut().unwrap();
        customer.retain(|name, _| !matches!(&**name, "Id" | "Version" | "CustomerState"));
        let sent = Ibm::updating().by("POST").at("/api/bss/resource/customer");
        let replied = answered::<Ibm>(sent, &update);
        assert_eq!(replied.reply.status, status, "{levels} levels: {}", body(&replied.reply));
    }
}
