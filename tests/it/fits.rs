//! Which records a decision fits, alike at every vendor.
//!
//! Goal: a decision is carried out on the record that it was made for. Method: one decision of each
//! vendor, put to records that differ from its own in one thing.

use customer_core::vendors::{Adobe, Commvault, Ibm, Vendor};
use serde_json::{Value, json};

/// A record of each vendor with an id, where the id is, and an update that changes something.
trait Fitted: Vendor {
    /// The member with the id.
    const ID: &'static str;

    fn document() -> Value;

    fn other_id() -> Value;

    fn body() -> Value;

    fn known() -> Self::Facts {
        Self::unknown(Self::policy("documented").unwrap())
    }
}

impl Fitted for Adobe {
    const ID: &'static str = "/customerId";

    fn document() -> Value {
        json!({"customerId": "P1", "status": "1000", "externalReferenceId": "342"})
    }

    fn other_id() -> Value {
        json!("P2")
    }

    fn body() -> Value {
        json!({"externalReferenceId": "99999"})
    }
}

impl Fitted for Ibm {
    const ID: &'static str = "/Customer/Id";

    fn document() -> Value {
        json!({"Customer": {"Id": 204000117, "Version": 7, "CustomerState": "ACTIVE",
            "CustomerNumber": "CN-1", "Organization": {"OrgName": "Acme",
            "AddressSet": [{"AddressLine1": "1 Way", "AddressType": "BILLING", "City": "Boston",
                "Country": "United States", "State": "Massachusetts", "PostalCode": "02110"}],
            "Contact": {"FamilyName": "Doe", "GivenName": "Jo", "WorkPhone": "1",
                "EmailAddress": "jo@acme.example"}},
            "CustomerAccountSet": [{"AccountNumber": "", "LocationName": "Boston"}]}})
    }

    fn other_id() -> Value {
        json!(204000118)
    }

    fn body() -> Value {
        let mut body = Self::document();
        body["Customer"]["CustomerNumber"] = json!("CN-2");
        body
    }

    fn known() -> Self::Facts {
        use customer_core::ibm::{Facts, Policy, Role};
        Facts {
            role: Some(Role::Vsr),
            same_organization: Some(true),
            ..Facts::unknown(Policy::documented())
        }
    }
}

impl Fitted for Commvault {
    const ID: &'static str = "/id";

    fn document() -> Value {
        json!({"id": "7194", "status": "active", "externalId": "X", "name": "Acme"})
    }

    fn other_id() -> Value {
        json!("7195")
    }

    fn body() -> Value {
        json!({"externalId": "X", "name": "Acme", "website": "acme.example", "contacts": [{}]})
    }
}

fn read<V: Vendor>(document: &Value) -> V::Record {
    V::from_json(&document.to_string()).unwrap()
}

fn at<'v>(document: &'v mut Value, pointer: &str) -> &'v mut Value {
    document.pointer_mut(pointer).unwrap()
}

/// A decision that names a record fits one with this id: with another one, or with none, it does not.
fn is_of_its_id<V: Fitted>() {
    let body = V::body().to_string();
    let input = V::Input::from(V::update(&body).unwrap());
    let record = read::<V>(&V::document());
    let decision = V::decide(&record, &input, &V::known()).unwrap();
    assert!(V::evolve(&mut record.clone(), &decision).is_ok());
    let (mut renamed, mut unnamed) = (V::document(), V::document());
    *at(&mut renamed, V::ID) = V::other_id();
    let (parent, name) = V::ID.rsplit_once('/').unwrap();
    at(&mut unnamed, parent).as_object_mut().unwrap().remove(name);
    for other in [renamed, unnamed] {
        let before = read::<V>(&other);
        let mut after = before.clone();
        let misfit = V::evolve(&mut after, &decision).unwrap_err();
        assert_eq!((misfit.pointer.as_str(), &after), (V::ID, &before), "{other}");
    }
}

#[test]
fn a_decision_fits_the_record_of_its_id() {
    is_of_its_id::<Adobe>();
    is_of_its_id::<Ibm>();
    is_of_its_id::<Commvault>();
}
