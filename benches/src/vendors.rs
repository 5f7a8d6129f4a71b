//! The core, as a service would call it: one way in for all vendors.

use customer_core::json::{At, Document, Errors, Writer};
use customer_core::vendors::{Adobe, Commvault, Ibm, Vendor};

/// A vendor with facts under which no fact refuses.
pub trait Wire: Vendor {
    /// The facts, as the JSON contract writes them.
    const PERMITTING: &'static str;

    /// Reads a record.
    fn record(text: &str) -> Self::Record {
        Self::from_json(text).expect("a record")
    }

    /// Reads the body of an update.
    fn input(text: &str) -> Self::Input<'_> {
        Self::update(text).expect("an update").into()
    }

    /// Writes a record into a buffer that is used again.
    fn write(record: &Self::Record, out: &mut String) {
        out.clear();
        Self::write_document(record, false, &mut Writer::new(out));
    }

    /// Circumstances in which no fact refuses.
    fn facts() -> Self::Facts {
        let document = Document::parse(Self::PERMITTING).expect("JSON");
        let policy = Self::policy("documented").expect("a preset");
        let mut errors = Errors::default();
        let facts = Self::read_facts(Some(document.root()), policy, &At::ROOT, &mut errors);
        assert!(errors.is_empty(), "{errors:?}");
        facts
    }
}

impl Wire for Adobe {
    const PERMITTING: &'static str = r#"{"activeSubscriptions": 0, "partnerGlobalSales": true,
        "activeSubscriptionsInDeployments": 0}"#;
}

impl Wire for Ibm {
    const PERMITTING: &'static str = r#"{"role": "CustomerAdministrator",
        "sameOrganization": true, "activeSubscriptions": 0}"#;
}

impl Wire for Commvault {
    const PERMITTING: &'static str = r#"{"externalIdTaken": false, "nameTaken": false}"#;
}

/// Parse, decide, evolve: an update as it comes in. Whether it was accepted.
pub fn apply<W: Wire>(record: &mut W::Record, text: &str, facts: &W::Facts) -> bool {
    let update = W::input(text);
    match W::decide(record, &update, facts) {
        Ok(decision) => W::evolve(record, &decision).is_ok(),
        Err(_) => false,
    }
}

/// The document.
pub fn document<W: Wire>(record: &W::Record) -> String {
    let mut out = String::new();
    W::write(record, &mut out);
    out
}
