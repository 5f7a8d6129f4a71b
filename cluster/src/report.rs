//! What a run found, as a row of a table.

use std::collections::BTreeMap;
use std::path::Path;

use customer_core::decision::Event;
use customer_core::value::Intent;
use customer_core::vendors::Adobe;

use crate::engine;
use crate::verify::{Acknowledged, Report, Verifier};
use crate::workload;

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

/// Reads entries `(customer, entry)` and holds them against the notes.
pub fn read(entries: &[(String, String)], notes: &Notes) -> Result<Read, String> {
    let mut verifier = Verifier::<Adobe>::default();
    for (customer, text) in entries {
        verifier.take(customer, &engine::entry::<Adobe>(text)?);
    }
    notes.acknowledged.iter().for_each(|one| verifier.acknowledged(one));
    let (mut all, mut lines) = (String::new(), BTreeMap::new());
    for (customer, folded) in verifier.records() {
        let line = folded.record.as_ref().map(|record| workload::line(customer, record));
        let line = line.unwrap_or_default();
        lines.insert(customer, (folded.revision, workload::sha256(&line)));
        all.push_str(&line);
    }
    let same = |(customer, revision, digest): &&(String, u64, String)| {
        lines.get(customer.as_str()).is_none_or(|(at, has)| at != revision || has != digest)
    };
    let stale = notes.caches.iter().filter(same).count() as u64;
    let digest = workload::sha256(&all);
    Ok(Read { report: verifier.report(), digest, stale, effects: effects(entries)? })
}

/// The effects of the log, folded again.
fn effects(entries: &[(String, String)]) -> Result<BTreeMap<String, u64>, String> {
    let mut effects = BTreeMap::new();
    let mut all = BTreeMap::new();
    for (customer, text) in entries {
        let entry = engine::entry::<Adobe>(text)?;
        let folded: &mut customer_core::vendors::FoldedOf<Adobe> =
            all.entry(customer.as_str()).or_default();
        // What is wrong with the log is counted elsewhere.
        if folded.take::<Adobe>(&entry).is_err() {
            continue;
        }
        if let (Some(Event::Decided(decision)), Some(after)) = (entry.event(), &folded.record) {
            let count = decision.effects(after).count() as u64;
            if count > 0 {
                *effects.entry(customer.clone()).or_default() += count;
            }
        }
    }
    Ok(effects)
}

/// Writes what `customer replay` needs to decide everything again: the records as they were
/// created, and each update in the order of its log.
pub fn export(entries: &[(String, String)], folder: &Path) -> Result<(), String> {
    let (mut state, mut updates) = (BTreeMap::new(), String::new());
    for (customer, text) in entries {
        let entry = engine::entry::<Adobe>(text)?;
        match entry.event() {
            Some(Event::Created(record)) => {
                state.insert(customer, workload::line(customer, record));
            }
            _ => updates.push_str(&workload::request(customer, &workload::body(&entry.intent))),
        }
    }
    let state: String = state.into_values().collect();
    let write = |name: &str, text: &str| std::fs::write(folder.join(name), text);
    write("state.jsonl", &state)
        .and_then(|()| write("updates.jsonl", &updates))
        .map_err(|error| error.to_string())
}
