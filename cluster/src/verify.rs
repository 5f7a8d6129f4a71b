//! Holds logs against what was acknowledged. No I/O: the simulated log of the core's tests is
//! judged by the same code as real servers are.

use std::collections::{BTreeMap, HashMap};

use customer_core::decision::{Folded, Revision};
use customer_core::value::Intent;
use customer_core::vendors::{EntryOf, FoldedOf, Vendor};

/// What a writer was told: this update made that revision of this customer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Acknowledged {
    /// Whose log.
    pub customer: String,
    /// Which revision.
    pub revision: Revision,
    /// Which update.
    pub intent: Intent,
}

/// What was found. A sound log has zero in all but the first two.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// Updates that were acknowledged.
    pub acknowledged: u64,
    /// Entries in the logs.
    pub stored: u64,
    /// Acknowledged, and not in the log.
    pub lost: u64,
    /// Acknowledged, and in the log at another revision.
    pub misplaced: u64,
    /// Entries with an intent that the log has already.
    pub twice: u64,
    /// Entries that were not decided on the one before, or do not fit it.
    pub wrong_base: u64,
}

impl Report {
    /// Adds what was found elsewhere.
    pub const fn add(&mut self, other: Self) {
        self.acknowledged += other.acknowledged;
        self.stored += other.stored;
        self.lost += other.lost;
        self.misplaced += other.misplaced;
        self.twice += other.twice;
        self.wrong_base += other.wrong_base;
    }

    /// Whether nothing is wrong.
    pub const fn is_sound(&self) -> bool {
        self.lost == 0 && self.misplaced == 0 && self.twice == 0 && self.wrong_base == 0
    }
}

/// One customer's log, as far as it was read.
struct Log<V: Vendor> {
    folded: FoldedOf<V>,
    /// The base of the next entry.
    next: Revision,
    intents: HashMap<Intent, Revision>,
}

/// Reads the logs of many customers, entry by entry.
pub struct Verifier<V: Vendor> {
    logs: BTreeMap<String, Log<V>>,
    report: Report,
}

impl<V: Vendor> Default for Verifier<V> {
    fn default() -> Self {
        Self { logs: BTreeMap::new(), report: Report::default() }
    }
}

impl<V: Vendor> Verifier<V> {
    /// Takes the next entry of a customer's log.
    pub fn take(&mut self, customer: &str, entry: &EntryOf<V>) {
        if !self.logs.contains_key(customer) {
            let log = Log { folded: Folded::default(), next: 0, intents: HashMap::new() };
            self.logs.insert(customer.to_owned(), log);
        }
        let Some(log) = self.logs.get_mut(customer) else { return };
        self.report.stored += 1;
        let is_next = entry.base == log.next;
        // Behind a wrong base nothing fits any more; count only what is wrong by itself.
        let fits = log.folded.revision != log.next || log.folded.take::<V>(entry).is_ok();
        self.report.wrong_base += u64::from(!is_next || !fits);
        let revision = entry.base.saturating_add(1);
        log.next = revision;
        if log.intents.insert(entry.intent.clone(), revision).is_some() {
            self.report.twice += 1;
        }
    }

    /// Takes what a writer was told. All logs have been read.
    pub fn acknowledged(&mut self, told: &Acknowledged) {
        self.report.acknowledged += 1;
        let log = self.logs.get(&told.customer);
        match log.and_then(|log| log.intents.get(&told.intent)) {
            None => self.report.lost += 1,
            Some(revision) if *revision != told.revision => self.report.misplaced += 1,
            Some(_) => {}
        }
    }

    /// What was found.
    pub const fn report(&self) -> Report {
        self.report
    }

    /// Every customer, and its record as the log makes it.
    pub fn records(&self) -> impl Iterator<Item = (&str, &FoldedOf<V>)> {
        self.logs.iter().map(|(customer, log)| (customer.as_str(), &log.folded))
    }
}

#[cfg(test)]
mod tests {
    use customer_core::decision::Event;
    use customer_core::ibm::Customer;
    use customer_core::vendors::Ibm;

    use super::*;

    /// Entries `(base, intent)` that create and remove in turn, and one acknowledgement.
    fn found(entries: &[(Revision, &str)], (revision, intent): (Revision, &str)) -> Report {
        let intent_of = |text| Intent::parse(text).unwrap();
        let mut verifier = Verifier::<Ibm>::default();
        for (base, intent) in entries {
            let create = base % 2 == 0;
            let event = if create { Event::Created(Customer::default()) } else { Event::Removed };
            verifier.take("c", &EntryOf::<Ibm>::new(*base, intent_of(*intent), event));
        }
        let (customer, intent) = ("c".to_owned(), intent_of(intent));
        verifier.acknowledged(&Acknowledged { customer, revision, intent });
        verifier.report()
    }

    /// A verifier that can't fail proves nothing: each defect is counted, once.
    #[test]
    fn every_defect_is_found() {
        let sound = Report { acknowledged: 1, stored: 2, ..Report::default() };
        assert_eq!(found(&[(0, "a"), (1, "b")], (2, "b")), sound);
        let lost = found(&[(0, "a"), (1, "b")], (2, "c"));
        assert_eq!(lost, Report { lost: 1, ..sound });
        let misplaced = found(&[(0, "a"), (1, "b")], (1, "b"));
        assert_eq!(misplaced, Report { misplaced: 1, ..sound });
        let twice = found(&[(0, "a"), (1, "a")], (2, "a"));
        assert_eq!(twice, Report { twice: 1, ..sound });
        let fork = found(&[(0, "a"), (0, "b")], (1, "b"));
        assert_eq!(fork, Report { wrong_base: 1, ..sound });
        let gap = found(&[(0, "a"), (3, "b")], (4, "b"));
        assert_eq!(gap, Report { wrong_base: 1, ..sound });
        let unfit = found(&[(0, "a"), (1, "b"), (2, "d"), (2, "c")], (3, "c"));
        assert_eq!(unfit, Report { stored: 4, wrong_base: 1, ..sound });
        assert!([lost, misplaced, twice, fork, gap].iter().all(|report| !report.is_sound()));
    }
}
