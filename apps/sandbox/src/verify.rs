//! `sandbox verify`: every history, folded, is its record.

use std::process::ExitCode;

use crate::failure::Failure;
use crate::history;
use crate::service;
use crate::store::{self, Stored, Tables};
use crate::vendor::Played;

/// What was found.
#[derive(Default)]
struct Found {
    records: u64,
    events: u64,
    /// Vendor and id of each record that is not its history.
    different: Vec<(&'static str, String)>,
}

/// Verifies a store.
pub(crate) fn run(name: &str) -> Result<ExitCode, Failure> {
    let broken = |error: store::StoreError| Failure::new(error.to_string(), "check --store");
    let store = store::open_old(name).map_err(broken)?;
    let found = store::read(&*store, service::deadline(), all).map_err(broken)?;
    for (vendor, id) in &found.different {
        println!("{vendor} {id}: the record is not its history");
    }
    let Found { records, events, different } = found;
    println!("{records} records, {events} events, {} differences", different.len());
    Ok(if different.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn all(tables: &dyn Tables) -> Stored<Found> {
    let mut found = Found::default();
    macro_rules! each {
        ($($(#[$doc:meta])* $Vendor:ident = $module:ident :: $Record:ident, $name:literal;)*) => {
            $( of::<customer_core::vendors::$Vendor>(tables, &mut found)?; )*
        };
    }
    customer_core::for_each_vendor!(each);
    Ok(found)
}

fn of<V: Played>(tables: &dyn Tables, found: &mut Found) -> Stored<()> {
    for owner in tables.owners(V::NAME)? {
        let key = V::key(&owner.id);
        found.records = found.records.saturating_add(1);
        let row = tables.record(V::NAME, &owner.tenant, &key)?;
        let events = tables.events(V::NAME, &key)?;
        let mut folded = None;
        let mut fits = true;
        for (expected, event) in (0_u64..).zip(&events) {
            found.events = found.events.saturating_add(1);
            fits &= event.revision == expected;
            match history::event::<V>(event).ok().map(|event| V::fold(folded.take(), &event)) {
                Some(Ok(after)) => folded = after,
                _ => fits = false,
            }
        }
        // Compared as records: an older version wrote another text of the same record.
        let stored = row.as_ref().map(|row| (history::record::<V>(row).ok(), row.revision));
        let last = events.last().map(|event| event.revision);
        if !fits || stored != folded.map(Some).zip(last) {
            found.different.push((V::NAME, owner.id));
        }
    }
    Ok(())
}
