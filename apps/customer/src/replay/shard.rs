//! One shard: the customers whose keys fall to it, and the thread that holds them.

use std::io;
use std::sync::mpsc::{Receiver, Sender};

use customer_core::contract::{SIZE_MAX, Verdict};
use customer_core::json::{Document, FormError, Pointer, Reason, Unreadable};
use serde::{Deserialize, Serialize};

use super::CHUNK;
use super::changes::Changes;
use super::record;
use super::rejects::{self, File};
use super::store::{Customers, Store, Touched};

/// What the lines of a batch are.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Records to begin with.
    State,
    /// Records as they were at the last checkpoint.
    Journal,
    /// Requests.
    Updates,
}

/// Lines for one shard.
#[derive(Default)]
pub(super) struct Batch {
    bytes: Vec<u8>,
    /// Number and end of each line.
    lines: Vec<(u64, usize)>,
}

impl Batch {
    /// Adds a line.
    pub(super) fn push(&mut self, number: u64, line: &[u8]) {
        self.bytes.extend_from_slice(line);
        self.lines.push((number, self.bytes.len()));
    }

    fn clear(&mut self) {
        self.bytes.clear();
        self.lines.clear();
    }

    fn iter(&self) -> impl Iterator<Item = (u64, &[u8])> {
        let mut start = 0;
        self.lines.iter().map(move |(number, end)| {
            let line = self.bytes.get(start..*end).unwrap_or_default();
            start = *end;
            (*number, line)
        })
    }
}

/// A message to a shard.
pub(super) enum Message {
    /// Take these lines.
    Lines(Kind, Batch),
    /// Hand over every record that changed since the last time.
    Checkpoint,
}

/// What a shard answers.
pub(super) enum Done {
    /// A batch was taken.
    Batch(Taken),
    /// Records, one a line.
    Records(String),
    /// All changed records were handed over.
    Settled,
    /// It can't go on.
    Failed(Trouble),
}

/// What a batch gave.
#[derive(Default)]
pub(super) struct Taken {
    /// Line number and text of what goes to the rejects, and of what was changed.
    pub(super) rejects: Vec<(u64, String)>,
    pub(super) changes: Vec<(u64, String)>,
    /// What became of its lines.
    pub(super) counts: Counts,
    /// The batch, empty, to be filled again: large pieces of memory that go from thread to thread
    /// are dear.
    pub(super) spare: Batch,
}

/// Why a shard can't go on.
pub(super) enum Trouble {
    /// The store failed.
    Store(io::Error),
    /// This line of the journal is none that a run writes.
    Journal(u64),
}

impl From<io::Error> for Trouble {
    fn from(error: io::Error) -> Self {
        Self::Store(error)
    }
}

/// What became of the requests.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Counts {
    /// The document changed.
    pub(super) applied: u64,
    /// Accepted; the document reads as before.
    pub(super) unchanged: u64,
    /// A rule refused.
    pub(super) rejected: u64,
    /// A fact is missing.
    pub(super) undecided: u64,
    /// The line can't be read.
    pub(super) unreadable: u64,
    /// No customer has this key.
    pub(super) unknown: u64,
}

impl Counts {
    /// All of them.
    pub(super) fn total(&self) -> u64 {
        [self.applied, self.unchanged, self.rejected, self.undecided, self.unreadable, self.unknown]
            .into_iter()
            .fold(0, u64::saturating_add)
    }

    /// Adds those of a batch.
    pub(super) fn add(&mut self, other: Self) {
        let mut pairs = [
            (&mut self.applied, other.applied),
            (&mut self.unchanged, other.unchanged),
            (&mut self.rejected, other.rejected),
            (&mut self.undecided, other.undecided),
            (&mut self.unreadable, other.unreadable),
            (&mut self.unknown, other.unknown),
        ];
        for (count, more) in &mut pairs {
            **count = count.saturating_add(*more);
        }
    }
}

/// The customers of one shard.
pub(super) struct Shard {
    store: Store,
    /// Whether changes are wanted.
    tell: bool,
}

impl Shard {
    /// A shard without customers; `tell` if changes are wanted.
    pub(super) const fn new(store: Store, tell: bool) -> Self {
        Self { store, tell }
    }

    /// Does what it is asked until nobody is left to ask.
    pub(super) fn run(mut self, messages: &Receiver<Message>, answers: &Sender<Done>) -> Self {
        for message in messages {
            let done = match message {
                Message::Lines(kind, batch) => self.take(kind, batch).map(Done::Batch),
                Message::Checkpoint => {
                    let mut gone = false;
                    let mut tell = |lines| gone |= answers.send(Done::Records(lines)).is_err();
                    let settled = self.store.settle(CHUNK, &mut tell);
                    if gone {
                        break;
                    }
                    settled.map(|()| Done::Settled).map_err(Trouble::Store)
                }
            };
            if answers.send(done.unwrap_or_else(Done::Failed)).is_err() {
                break;
            }
        }
        self
    }

    fn take(&mut self, kind: Kind, mut batch: Batch) -> Result<Taken, Trouble> {
        let mut taken = Taken::default();
        let (mut bad, tell) = (None, self.tell);
        self.store.open(&mut |customers| {
            for (number, line) in batch.iter() {
                match kind {
                    Kind::State => {
                        let reject = load(customers, number, line)?;
                        taken.rejects.extend(reject.map(|text| (number, text)));
                    }
                    Kind::Journal if bad.is_some() => {}
                    Kind::Journal => bad = (!restore(customers, line)?).then_some(number),
                    Kind::Updates => ask(customers, (number, line), tell, &mut taken)?,
                }
            }
            Ok(())
        })?;
        batch.clear();
        taken.spare = batch;
        bad.map_or(Ok(taken), |number| Err(Trouble::Journal(number)))
    }

    /// Its customers.
    pub(super) const fn store(&self) -> &Store {
        &self.store
    }

    /// Its customers, to hand over what changed.
    pub(super) const fn store_mut(&mut self) -> &mut Store {
        &mut self.store
    }
}

fn load(customers: &mut dyn Customers, number: u64, line: &[u8]) -> io::Result<Option<String>> {
    let read = parse(line).and_then(|document| {
        let key = record::key(&document)?.into_owned();
        Ok((key, record::read(&document)?))
    });
    Ok(match read {
        Err(unreadable) => Some(rejects::answered(File::State, number, &unreadable.into())),
        Ok((key, record)) => {
            let added = customers.add(number, &key, record)?;
            (!added).then(|| rejects::other(File::State, number, rejects::TWICE))
        }
    })
}

/// Takes a record from the journal, which this program has written; false if it can't be one.
fn restore(customers: &mut dyn Customers, line: &[u8]) -> io::Result<bool> {
    let read = parse(line).and_then(|document| {
        let key = record::key(&document)?.into_owned();
        Ok((key, record::read(&document)?))
    });
    let Ok((key, new)) = read else { return Ok(false) };
    let mut new = Some(new);
    customers.visit(&key, &mut |record| {
        if let Some(new) = new.take() {
            *record = new;
        }
        Ok(Touched::Restored)
    })
}

fn ask(
    customers: &mut dyn Customers,
    (number, line): (u64, &[u8]),
    tell: bool,
    taken: &mut Taken,
) -> io::Result<()> {
    let read = parse(line).and_then(|document| Ok((record::key(&document)?, document)));
    let (key, document) = match read {
        Ok(read) => read,
        Err(unreadable) => {
            taken.unreadable(number, unreadable);
            return Ok(());
        }
    };
    let found = customers.visit(&key, &mut |record| {
        let answer = record::ask(record, &document);
        let counts = &mut taken.counts;
        let count = match answer.verdict() {
            Verdict::Applied => &mut counts.applied,
            Verdict::Unchanged => &mut counts.unchanged,
            Verdict::Rejected => &mut counts.rejected,
            Verdict::Undecided => &mut counts.undecided,
            _ => &mut counts.unreadable,
        };
        *count = count.saturating_add(1);
        if !answer.is_accepted() {
            taken.rejects.push((number, rejects::answered(File::Updates, number, &answer)));
            return Ok(Touched::No);
        }
        if tell {
            let mut lines = Changes::new(&key, number);
            lines.accepted(&answer, record);
            taken.changes.push((number, lines.into_lines()));
        }
        // What the document does not show can change with an unchanged document as well.
        Ok(Touched::Yes)
    })?;
    if !found {
        taken.counts.unknown = taken.counts.unknown.saturating_add(1);
        let reject = rejects::other(File::Updates, number, rejects::UNKNOWN);
        taken.rejects.push((number, reject));
    }
    Ok(())
}

impl Taken {
    fn unreadable(&mut self, number: u64, unreadable: Unreadable) {
        self.counts.unreadable = self.counts.unreadable.saturating_add(1);
        self.rejects.push((number, rejects::answered(File::Updates, number, &unreadable.into())));
    }
}

/// A line as a document.
pub(super) fn parse(line: &[u8]) -> Result<Document<'_>, Unreadable> {
    let nowhere = |reason| FormError::new(Pointer::default(), reason);
    if line.len() > SIZE_MAX {
        return Err(nowhere(Reason::Size(SIZE_MAX)).into());
    }
    let text = core::str::from_utf8(line).map_err(|_| nowhere(Reason::Encoding))?;
    Ok(Document::parse(text)?)
}
