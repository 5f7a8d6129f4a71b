//! The loop around a log, over a log that is simulated.
//!
//! Goal: whatever a store does, an update that was acknowledged is in the log once and at that
//! revision, no update is there twice, and all readers agree. Method: a log in memory answers
//! appends with stored, conflict, unclear and stored, unclear and lost, unclear and late; its reads
//! lag behind or fail; writers end at any moment and begin anew with the update that they had. Every
//! schedule of these is drawn from its number, so that a failure can be run again:
//! `SCHEDULES=100000 FIRST=4711`. The verifier is the one of `cluster`. The control: a writer that
//! decides again without looking for its own entry is found out.

use std::collections::VecDeque;

use customer_core::adobe::{Customer, Facts, Policy, Update, decide_update};
use customer_core::decision::{Event, Folded};
use customer_core::value::Intent;
use customer_core::vendors::{
    Adobe, Answered, Appending, EntryOf, FoldedOf, Looking, Sent, Step, Vendor,
};

use verify::{Acknowledged, Report, Verifier};

#[path = "../../cluster/src/verify.rs"]
#[allow(dead_code, reason = "the cluster uses more of it")]
mod verify;

type V = Adobe;
type Entry = EntryOf<V>;

const CUSTOMERS: [&str; 2] = ["a", "b"];
const WRITERS: usize = 3;
const UPDATES: u64 = 2;

/// Numbers that look random: SplitMix64.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.next() % end as u64).unwrap()
    }

    fn percent(&mut self, of_hundred: u64) -> bool {
        self.next() % 100 < of_hundred
    }
}

/// A log of all customers in one order, as a stream with subjects is. An entry's sequence is its
/// place in it, which is not the customer's revision.
#[derive(Default)]
struct Log {
    entries: Vec<(usize, Entry)>,
    /// Appends that have not arrived: customer, expected sequence, entry.
    late: Vec<(usize, usize, Entry)>,
}

impl Log {
    /// The sequence of the customer's last entry; 0 if there is none.
    fn last(&self, customer: usize) -> usize {
        self.entries.iter().rposition(|(other, _)| *other == customer).map_or(0, |at| at + 1)
    }

    /// Appends if nobody was faster.
    fn put(&mut self, customer: usize, expected: usize, entry: &Entry) -> Option<usize> {
        (self.last(customer) == expected).then(|| {
            self.entries.push((customer, entry.clone()));
            self.entries.len()
        })
    }

    fn arrive(&mut self, random: &mut Random) {
        if !self.late.is_empty() {
            let at = random.below(self.late.len());
            let (customer, expected, entry) = self.late.swap_remove(at);
            self.put(customer, expected, &entry);
        }
    }

    fn append(
        &mut self,
        random: &mut Random,
        customer: usize,
        expected: usize,
        entry: &Entry,
    ) -> (Answered, usize) {
        match random.below(10) {
            0 => (Answered::Unclear, 0),
            1 => {
                self.late.push((customer, expected, entry.clone()));
                (Answered::Unclear, 0)
            }
            2 => {
                self.put(customer, expected, entry);
                (Answered::Unclear, 0)
            }
            _ => match self.put(customer, expected, entry) {
                Some(sequence) => (Answered::Stored, sequence),
                None => (Answered::Conflict, 0),
            },
        }
    }

    /// What a replica has of a customer's log behind a sequence. It may lag.
    fn read(&self, random: &mut Random, customer: usize, behind: usize) -> Vec<(usize, Entry)> {
        let mut end = self.entries.len();
        if random.percent(25) {
            end = random.below(end + 1);
        }
        let behind = behind.min(end);
        let of = self.entries[behind..end].iter().enumerate();
        of.filter(|(_, (other, _))| *other == customer)
            .map(|(at, (_, entry))| (behind + at + 1, entry.clone()))
            .collect()
    }
}

/// What a writer does with an answer that is no clean acknowledgement.
#[derive(Clone, Copy, PartialEq)]
enum Loop {
    /// As it must be.
    Ours,
    /// Reads what came since and decides again, without looking for its own entry.
    DecidesAgain,
}

#[expect(clippy::large_enum_variant, reason = "one for each writer")]
enum State {
    Idle,
    Decide(Appending<V>),
    Sent(Sent<V>),
    Look(Looking<V>),
}

/// One writer: what it still has to do, and its caches, one for each customer.
struct Writer {
    kind: Loop,
    updates: VecDeque<(usize, Intent)>,
    caches: [(FoldedOf<V>, usize); CUSTOMERS.len()],
    state: State,
    acknowledged: Vec<Acknowledged>,
}

impl Writer {
    fn step(&mut self, log: &mut Log, random: &mut Random) {
        let Some((customer, intent)) = self.updates.front().cloned() else { return };
        let state = std::mem::replace(&mut self.state, State::Idle);
        if random.percent(3) {
            // It ends, and another one begins with what was asked and nothing else.
            self.caches = Default::default();
            let anew = Folded::default();
            self.state = State::Look(Looking::new(anew, intent));
            return;
        }
        let (cache, position) = &mut self.caches[customer];
        let next = match state {
            State::Idle => Step::Decide(Appending::new(std::mem::take(cache), intent.clone())),
            State::Decide(appending) => {
                let event = event(appending.record(), &intent);
                self.state = State::Sent(appending.decided(event).unwrap());
                return;
            }
            State::Sent(sent) => {
                let (answer, at) = log.append(random, customer, *position, sent.entry());
                if answer == Answered::Stored {
                    *position = at;
                }
                sent.answered(answer)
            }
            // No answer from anybody: it stays as it is.
            State::Look(looking) if random.percent(10) => Step::Look(looking),
            State::Look(looking) => {
                self.state = State::Idle;
                look(self.kind, looking, &intent, log.read(random, customer, *position), position)
            }
        };
        match next {
            Step::Decide(appending) => self.state = State::Decide(appending),
            Step::Look(looking) => self.state = State::Look(looking),
            Step::Done { folded, revision } => {
                self.caches[customer].0 = folded;
                self.updates.pop_front();
                let customer = CUSTOMERS[customer].to_owned();
                self.acknowledged.push(Acknowledged { customer, revision, intent });
            }
        }
    }
}

fn look(
    kind: Loop,
    mut looking: Looking<V>,
    intent: &Intent,
    entries: Vec<(usize, Entry)>,
    position: &mut usize,
) -> Step<V> {
    for (at, entry) in entries {
        looking.take(&entry).unwrap();
        *position = at;
    }
    match (kind, looking.read()) {
        (Loop::DecidesAgain, Step::Done { folded, .. }) => {
            Step::Decide(Appending::new(folded, intent.clone()))
        }
        (_, step) => step,
    }
}

/// What an update decides: creates what is not there, removes it now and then, or else gives it the
/// reference that the intent names.
fn event(record: Option<&Customer>, intent: &Intent) -> Event<Customer, <V as Vendor>::Decision> {
    match record {
        None => Event::Created(Customer::default()),
        Some(_) if intent.as_str().ends_with(['0', '1', '2']) => Event::Removed,
        Some(record) => {
            let body = format!(r#"{{"externalReferenceId":"{}"}}"#, intent.as_str());
            let facts = Facts::unknown(Policy::documented());
            let update = Update::from_json(&body).unwrap();
            Event::Decided(decide_update(record, &update, &facts).unwrap())
        }
    }
}

/// One schedule, drawn from its number: what the verifier finds.
fn run(number: u64, kind: Loop) -> Report {
    let random = &mut Random(number);
    let mut log = Log::default();
    let mut writers: Vec<Writer> = (0..WRITERS)
        .map(|writer| {
            let intent = |n| Intent::parse(format!("{writer}-{n}{}", random.below(10))).unwrap();
            let intents: Vec<_> = (0..UPDATES).map(intent).collect();
            let updates = intents.into_iter().map(|one| (random.below(CUSTOMERS.len()), one));
            Writer {
                kind,
                updates: updates.collect(),
                caches: Default::default(),
                state: State::Idle,
                acknowledged: Vec::new(),
            }
        })
        .collect();
    let mut steps = 0;
    while writers.iter().any(|writer| !writer.updates.is_empty()) {
        steps += 1;
        assert!(steps < 10_000, "schedule {number} does not end");
        if random.percent(10) {
            log.arrive(random);
        }
        let at = random.below(WRITERS);
        writers[at].step(&mut log, random);
    }
    while !log.late.is_empty() {
        log.arrive(random);
    }
    judge(number, &log, writers)
}

fn judge(number: u64, log: &Log, writers: Vec<Writer>) -> Report {
    let mut verifier = Verifier::<V>::default();
    for (customer, entry) in &log.entries {
        verifier.take(CUSTOMERS[*customer], entry);
    }
    for mut writer in writers {
        writer.acknowledged.iter().for_each(|one| verifier.acknowledged(one));
        // Every reader agrees: each cache, caught up to the end.
        for (customer, (cache, position)) in writer.caches.iter_mut().enumerate() {
            for (_, entry) in log.entries[*position..].iter().filter(|(of, _)| *of == customer) {
                cache.take::<V>(entry).unwrap();
            }
            let mut logs = verifier.records();
            let read = logs.find(|(of, _)| *of == CUSTOMERS[customer]);
            let nothing = Folded::default();
            assert!(*cache == *read.map_or(&nothing, |(_, folded)| folded), "schedule {number}");
        }
    }
    verifier.report()
}

fn number(name: &str, default: u64) -> u64 {
    std::env::var(name).map_or(default, |text| text.parse().expect("a number"))
}

#[test]
fn an_acknowledged_update_is_in_the_log_once_in_every_schedule() {
    let first = number("FIRST", 0);
    let updates = WRITERS as u64 * UPDATES;
    for schedule in first..first + number("SCHEDULES", 100_000) {
        let report = run(schedule, Loop::Ours);
        let sound = Report { acknowledged: updates, stored: updates, ..Report::default() };
        assert_eq!(report, sound, "schedule {schedule}");
    }
}

/// The control: a verifier that can't fail proves nothing.
#[test]
fn deciding_again_without_looking_is_found_out() {
    let found = (0..1_000).filter(|schedule| !run(*schedule, Loop::DecidesAgain).is_sound());
    let reports: Vec<_> = found.map(|schedule| run(schedule, Loop::DecidesAgain)).collect();
    assert!(reports.len() > 100, "{} of 1,000 schedules", reports.len());
    assert!(reports.iter().all(|report| report.twice > 0));
}

fn intent(text: &str) -> Intent {
    Intent::parse(text).unwrap()
}

/// The same entry on the same base, sent again at any later time: a conflict, its own entry is found
/// at the revision that it made, and the log is as long as before.
#[test]
fn appending_twice_is_once() {
    let random = &mut Random(1);
    let mut log = Log::default();
    let mut sent: Vec<(Sent<V>, usize)> = Vec::new();
    for number in 0..1_000 {
        let mut folded = Folded::default();
        log.entries.iter().for_each(|(_, entry)| folded.take::<V>(entry).unwrap());
        let expected = log.last(0);
        let appending = Appending::new(folded, intent(&format!("{number}-5")));
        let event = event(appending.record(), &intent(&format!("{number}-5")));
        let one = appending.decided(event).unwrap();
        assert_eq!(log.put(0, expected, one.entry()), Some(number + 1));
        sent.push((one, expected));

        let (again, expected) = sent[random.below(sent.len())].clone();
        let base = again.entry().base;
        assert_eq!(log.put(0, expected, again.entry()), None);
        let Step::Look(mut looking) = again.answered(Answered::Conflict) else { panic!() };
        assert_eq!(looking.revision(), base);
        for (_, entry) in &log.entries[expected..] {
            looking.take(entry).unwrap();
        }
        let Step::Done { folded, revision } = looking.read() else { panic!("not found") };
        assert_eq!((revision, folded.revision), (base + 1, log.entries.len() as u64));
    }
}

/// A snapshot is a cache: stored at any revision and read again, it leads to the same record.
#[test]
fn a_snapshot_and_the_entries_after_it_are_the_fold_from_the_start() {
    let (mut folded, mut snapshots) = (Folded::default(), Vec::new());
    for number in 0..100 {
        snapshots.push(serde_json::to_string(&folded).unwrap());
        let intent = intent(&format!("{number}-{}", number % 10));
        let event = event(folded.record.as_ref(), &intent);
        let entry = Entry::new(folded.revision, intent, event);
        folded.take::<V>(&entry).unwrap();
        for snapshot in &mut snapshots {
            let mut read: FoldedOf<V> = serde_json::from_str(snapshot).unwrap();
            read.take::<V>(&entry).unwrap();
            *snapshot = serde_json::to_string(&read).unwrap();
        }
    }
    let whole = serde_json::to_string(&folded).unwrap();
    assert!(snapshots.iter().all(|snapshot| *snapshot == whole));
    let later = whole.replacen("\"version\":1", "\"version\":2", 1);
    assert!(serde_json::from_str::<FoldedOf<V>>(&later).is_err());
}

/// What was refused leaves the record as it was; what was accepted says how it will be.
#[test]
fn an_update_that_is_not_sent_leaves_its_record() {
    let created = event(None, &intent("1-1"));
    let appending = Appending::<V>::new(Folded::default(), intent("1-1"));
    let sent = appending.decided(created).unwrap();
    let after = sent.after().cloned();
    assert!(after.is_some());
    let Step::Done { folded, revision } = sent.answered(Answered::Stored) else { panic!() };
    assert_eq!((&folded.record, revision), (&after, 1));
    let again = Appending::<V>::new(folded, intent("2-1"));
    let left = again.into_folded();
    assert_eq!((left.record, left.revision), (after, 1));
}
