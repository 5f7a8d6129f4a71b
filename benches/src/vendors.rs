//! The core, as a service would call it: one way in for all three vendors.

use customer_core::json::Writer;
use customer_core::member::Member as _;
use customer_core::vendors::{Adobe, Commvault, Ibm, Vendor};
use customer_core::{adobe, commvault, ibm};

/// A vendor with its readers and its writer.
pub trait Wire: Vendor {
    /// Reads a record.
    fn record(text: &str) -> Self::Record;
    /// Reads the body of an update.
    fn update(text: &str) -> Self::Input<'_>;
    /// Writes a record into a buffer that is used again.
    fn write(record: &Self::Record, out: &mut String);
    /// Circumstances in which no fact refuses.
    fn facts() -> Self::Facts;
}

/// Parse, decide, evolve: an update as it comes in. Whether it was accepted.
pub fn apply<W: Wire>(record: &mut W::Record, text: &str, facts: &W::Facts) -> bool {
    let update = W::update(text);
    match W::decide(record, &update, facts) {
        Ok(decision) => {
            W::evolve(record, &decision);
            true
        }
        Err(_) => false,
    }
}

/// The document.
pub fn document<W: Wire>(record: &W::Record) -> String {
    let mut out = String::new();
    W::write(record, &mut out);
    out
}

impl Wire for Adobe {
    fn record(text: &str) -> adobe::Customer {
        adobe::Customer::from_json(text).expect("a customer")
    }

    fn update(text: &str) -> adobe::Input<'_> {
        adobe::Input::Update(adobe::Update::from_json(text).expect("an update"))
    }

    fn write(record: &adobe::Customer, out: &mut String) {
        out.clear();
        record.resource.write(&mut Writer::new(out));
    }

    fn facts() -> adobe::Facts {
        adobe::Facts {
            active_subscriptions: Some(0),
            active_subscriptions_in_deployments: Some(0),
            partner_global_sales: Some(true),
            ..adobe::Facts::unknown(adobe::Policy::documented())
        }
    }
}

impl Wire for Ibm {
    fn record(text: &str) -> ibm::Customer {
        ibm::Customer::from_json(text).expect("a customer")
    }

    fn update(text: &str) -> ibm::Input<'_> {
        ibm::Input::Update(ibm::Update::from_json(text).expect("an update"))
    }

    fn write(record: &ibm::Customer, out: &mut String) {
        out.clear();
        record.write(&mut Writer::new(out));
    }

    fn facts() -> ibm::Facts {
        ibm::Facts {
            policy: ibm::Policy::documented(),
            role: Some(ibm::Role::CustomerAdministrator),
            same_organization: Some(true),
            active_subscriptions: Some(0),
        }
    }
}

impl Wire for Commvault {
    fn record(text: &str) -> commvault::Account {
        commvault::Account::from_json(text).expect("an account")
    }

    fn update(text: &str) -> commvault::Input<'_> {
        commvault::Update::from_json(text).expect("an update").into()
    }

    fn write(record: &commvault::Account, out: &mut String) {
        out.clear();
        record.write(&mut Writer::new(out));
    }

    fn facts() -> commvault::Facts {
        commvault::Facts {
            policy: commvault::Policy::documented(),
            now: None,
            external_id_taken: Some(false),
            name_taken: Some(false),
        }
    }
}
