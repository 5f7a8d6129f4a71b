//! `sandbox verify`: every history, folded, is its record.

use alloc::collections::BTreeSet;
use std::io::{self, Write as _};
use std::process::ExitCode;

use crate::failure::Failure;
use crate::store::{self, Event, Stored, Tables};
use crate::vendor::Played;
use crate::{history, service};

/// What was found.
#[derive(Default)]
struct Found {
    records: u64,
    events: u64,
    /// Vendor, id, and what is wrong with it.
    different: Vec<(&'static str, String, &'static str)>,
}

/// Verifies a store.
pub(crate) fn run(name: &str) -> Result<ExitCode, Failure> {
    let broken = |error: store::StoreError| Failure::new(error.to_string(), "check --store");
    let store = store::open_old(name).map_err(broken)?;
    let Found { records, events, different } =
        store::read(&*store, service::deadline(), all).map_err(broken)?;
    let lines = different.iter().map(|(vendor, id, what)| format!("{vendor} {id}: {what}\n"));
    let count = different.len();
    let last = format!("{records} records, {events} events, {count} differences\n");
    let text: String = lines.chain([last]).collect();
    // Nobody needs to read it: how it ends says the same.
    let _ = io::stdout().write_all(text.as_bytes());
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
    let mut alone: BTreeSet<String> = tables.histories(V::NAME)?.into_iter().collect();
    for owner in tables.owners(V::NAME)? {
        let key = V::key(&owner.id);
        alone.remove(&*key);
        found.records = found.records.saturating_add(1);
        let row = tables.record(V::NAME, &owner.tenant, &key)?;
        let events = tables.events(V::NAME, &key)?;
        let folded = fold::<V>(&events, found).flatten().map(Some);
        // Compared as records: an older version wrote another text of the same record.
        let stored = row.as_ref().map(|row| (history::record::<V>(row).ok(), row.revision));
        let last = events.last().map(|event| event.revision);
        if folded.is_none() || stored != folded.zip(last) {
            found.different.push((V::NAME, owner.id, "the record is not its history"));
        }
    }
    // What was removed has a history that ends so, and no record.
    for key in alone {
        let events = tables.events(V::NAME, &key)?;
        if fold::<V>(&events, found) != Some(None) {
            found.different.push((V::NAME, key, "there is a history, and no record"));
        }
    }
    Ok(())
}

/// What a history comes to: `None` if that can't be said, and in it `None` once it is removed.
fn fold<V: Played>(events: &[Event], found: &mut Found) -> Option<Option<V::Record>> {
    let mut folded = None;
    let mut fits = true;
    for (expected, event) in (0_u64..).zip(events) {
        found.events = found.events.saturating_add(1);
        fits &= event.revision == expected;
        match history::event::<V>(event).ok().map(|event| V::fold(folded.take(), &event)) {
            Some(Ok(after)) => folded = after,
            _ => fits = false,
        }
    }
    fits.then_some(folded)
}
