//! What a run found, as a row of a table.

use std::collections::BTreeMap;
use std::path::Path;

use customer_core::decision::Event;
use customer_core::value::Intent;
use customer_core::vendors::{EntryOf, FoldedOf};
use customer_core::{for_each_vendor, vendors};

use crate::engine;
use crate::verify::{Acknowledged, Report, Verifier};
use crate::workload::{self, Load};

/// What the writers noted.
#[derive(Default)]
pub struct Notes {
    /// What they were told.
    pub acknowledged: Vec<Acknowledged>,
    /// How long each update took, in microseconds.
    pub micros: Vec<u64>,
    /// What their caches had at the end: customer, revision, digest.
    pub caches: Vec<(String, u64, String)>,
}

impl Notes {
    /// Reads the notes of a folder.
    pub fn read(folder: &Path) -> Result<Self, String> {
        let mut notes = Self::default();
        for entry in std::fs::read_dir(folder).map_err(|error| error.to_string())? {
            let path = entry.map_err(|error| error.to_string())?.path();
            let text = || std::fs::read_to_string(&path).map_err(|error| error.to_string());
            match path.extension().and_then(|ending| ending.to_str()) {
                Some("acknowledged") => notes.read_acknowledged(&text()?)?,
                Some("caches") => notes.read_caches(&text()?)?,
                _ => {}
            }
        }
        notes.micros.sort_unstable();
        Ok(notes)
    }

    fn read_acknowledged(&mut self, text: &str) -> Result<(), String> {
        for line in text.lines() {
            let parts: Vec<&str> = line.split(' ').collect();
            let [customer, revision, intent, micros] = parts.as_slice() else {
                return Err(format!("no note: {line}"));
            };
            self.acknowledged.push(Acknowledged {
                customer: (*customer).to_owned(),
                revision: number(revision)?,
                intent: Intent::parse(*intent).map_err(|error| error.to_string())?,
            });
            self.micros.push(number(micros)?);
        }
        Ok(())
    }

    fn read_caches(&mut self, text: &str) -> Result<(), String> {
        for line in text.lines() {
            let parts: Vec<&str> = line.split(' ').collect();
            let [customer, revision, digest] = parts.as_slice() else {
                return Err(format!("no note: {line}"));
            };
            let cache = ((*customer).to_owned(), number(revision)?, (*digest).to_owned());
            self.caches.push(cache);
        }
        Ok(())
    }

    /// The time that so many of thousand updates took at most, in milliseconds.
    pub fn millis(&self, of_thousand: usize) -> f64 {
        let last = self.micros.len().saturating_sub(1);
        let at = (self.micros.len() * of_thousand / 1000).min(last);
        self.micros.get(at).map_or(0.0, |micros| millis(*micros))
    }
}

#[expect(clippy::cast_precision_loss, reason = "shown with one digit")]
fn millis(micros: u64) -> f64 {
    micros as f64 / 1000.0
}

fn number(text: &str) -> Result<u64, String> {
    text.parse().map_err(|_| format!("no number: {text}"))
}

/// What reading the whole log once gave.
#[derive(Default)]
pub struct Read {
    /// Lost, misplaced, twice, wrong base.
    pub report: Report,
    /// SHA-256 of all records, as `customer replay` writes them.
    pub digest: String,
    /// Caches of writers that are not as the log makes the record.
    pub stale: u64,
    /// How many effects the log has, customer by customer.
    pub effects: BTreeMap<String, u64>,
}

/// Each customer's revision and record, as a line.
type Lines = BTreeMap<String, (u64, String)>;

macro_rules! dispatch {
    ($( $(#[$doc:meta])* $Vendor:ident = $module:ident :: $Record:ident, $name:literal; )*) => {
        /// Reads entries `(customer, entry)` and holds them against the notes.
        pub fn read(entries: &[(String, String)], notes: &Notes) -> Result<Read, String> {
            let mut customers = entries.iter().map(|(customer, _)| customer);
            if let Some(customer) = customers.find(|one| workload::vendor(one) == "none") {
                return Err(format!("{customer} is of no vendor"));
            }
            let (mut read, mut lines) = (Read::default(), Lines::new());
            $( read_of::<vendors::$Vendor>(entries, notes, &mut read, &mut lines)?; )*
            let is_stale = |(customer, revision, digest): &&(String, u64, String)| {
                lines.get(customer).is_none_or(|(at, line)| {
                    at != revision || workload::sha256(line) != *digest
                })
            };
            read.stale = notes.caches.iter().filter(is_stale).count() as u64;
            let all: String = lines.into_values().map(|(_, line)| line).collect();
            read.digest = workload::sha256(&all);
            Ok(read)
        }

        /// Writes what `customer replay` needs to decide everything again: the records as they were
        /// created, and each request in the order of its log.
        pub fn export(entries: &[(String, String)], folder: &Path) -> Result<(), String> {
            let (mut state, mut updates) = (BTreeMap::new(), String::new());
            $( export_of::<vendors::$Vendor>(entries, &mut state, &mut updates)?; )*
            let state: String = state.into_values().collect();
            let write = |name: &str, text: &str| std::fs::write(folder.join(name), text);
            write("state.jsonl", &state)
                .and_then(|()| write("updates.jsonl", &updates))
                .map_err(|error| error.to_string())
        }
    };
}
for_each_vendor!(dispatch);

/// The same of one vendor's customers.
fn read_of<V: Load>(
    entries: &[(String, String)],
    notes: &Notes,
    read: &mut Read,
    lines: &mut Lines,
) -> Result<(), String> {
    let mut verifier = Verifier::<V>::default();
    walk::<V>(entries, |customer, entry, _, after| {
        verifier.take(customer, entry);
        if let (Some(Event::Decided(decision)), Some(after)) = (entry.event(), after) {
            let count = V::effects(decision, after).len() as u64;
            if count > 0 {
                *read.effects.entry(customer.to_owned()).or_default() += count;
            }
        }
    })?;
    let told = notes.acknowledged.iter().filter(|one| workload::vendor(&one.customer) == V::NAME);
    told.for_each(|one| verifier.acknowledged(one));
    read.report.add(verifier.report());
    for (customer, folded) in verifier.records() {
        let line = folded.record.as_ref().map(|record| workload::line::<V>(customer, record));
        lines.insert(customer.to_owned(), (folded.revision, line.unwrap_or_default()));
    }
    Ok(())
}

fn export_of<V: Load>(
    entries: &[(String, String)],
    state: &mut BTreeMap<String, String>,
    updates: &mut String,
) -> Result<(), String> {
    walk::<V>(entries, |customer, entry, before, _| match (entry.event(), before) {
        (Some(Event::Created(record)), _) => {
            state.insert(customer.to_owned(), workload::line::<V>(customer, record));
        }
        (_, Some(before)) => {
            updates.push_str(&workload::request::<V>(customer, before, &entry.intent));
        }
        (_, None) => {}
    })
}

/// Folds the logs of one vendor's customers: each entry, with the record before and after it. What
/// does not fit leaves nothing after it; the verifier counts it.
fn walk<V: Load>(
    entries: &[(String, String)],
    mut each: impl FnMut(&str, &EntryOf<V>, Option<&V::Record>, Option<&V::Record>),
) -> Result<(), String> {
    let mut all = BTreeMap::<&str, FoldedOf<V>>::new();
    for (customer, text) in entries.iter().filter(|(one, _)| workload::vendor(one) == V::NAME) {
        let entry = engine::entry::<V>(text)?;
        let folded = all.entry(customer).or_default();
        let before = folded.record.clone();
        let fits = folded.take::<V>(&entry).is_ok();
        let after = folded.record.as_ref().filter(|_| fits);
        each(customer, &entry, before.as_ref(), after);
    }
    Ok(())
}
