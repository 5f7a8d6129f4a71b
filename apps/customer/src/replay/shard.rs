//! One shard: the customers whose keys fall to it, and the thread that holds them.

use std::io;
use std::sync::mpsc::{Receiver, Sender};

use customer_core::contract::SIZE_MAX;
use customer_core::json::{Document, FormError, Pointer, Reason, Unreadable};
use serde::{Deserialize, Serialize};

use super::record::{self, Record, Verdict};
use super::rejects::{self, File};
use super::store::{Customers, Store, Touched};

/// Bytes of records that are handed over at once.
const CHUNK: usize = 1 << 20;

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

    fn iter(&self) -> impl Iterator<Item = (u64, &[u8])> {
        let mut start = 0;
        self.lines.iter().map(move |(number, end)| {
            let line = self.bytes.get(start..*end).unwrap_or_default();
            start = *end;
            (*number, line)
        })
    }
}

/// What a shard is told.
pub(super) enum Message {
    /// Take these lines.
    Lines(Kind, Batch),
    /// Hand over every record that changed since the last time.
    Checkpoint,
}

/// What a shard answers.
pub(super) enum Done {
    /// A batch was taken.
    Batch {
        /// Line number and text of what goes to the rejects.
        rejects: Vec<(u64, String)>,
        /// What became of its lines.
        counts: Counts,
    },
    /// Records, one a line.
    Records(String),
    /// All changed records were handed over.
    Settled,
    /// The store failed.
    Failed(io::Error),
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
    /// The line can't be read.
    pub(super) unreadable: u64,
    /// No customer has this key.
    pub(super) unknown: u64,
}

impl Counts {
    /// All of them.
    pub(super) fn total(&self) -> u64 {
        [self.applied, self.unchanged, self.rejected, self.unreadable, self.unknown]
            .into_iter()
            .fold(0, u64::saturating_add)
    }

    /// Adds those of a batch.
    pub(super) fn add(&mut self, other: Self) {
        let mut pairs = [
            (&mut self.applied, other.applied),
            (&mut self.unchanged, other.unchanged),
            (&mut self.rejected, other.rejected),
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
}

impl Shard {
    /// A shard without customers.
    pub(super) const fn new(store: Store) -> Self {
        Self { store }
    }

    /// Does what it is told until nobody is left to tell it.
    pub(super) fn run(mut self, told: &Receiver<Message>, answers: &Sender<Done>) -> Self {
        for message in told {
            let done = match message {
                Message::Lines(kind, batch) => self.take(kind, &batch),
                Message::Checkpoint => {
                    let mut gone = false;
                    let mut tell = |lines| gone |= answers.send(Done::Records(lines)).is_err();
                    let settled = self.store.settle(CHUNK, &mut tell);
                    if gone {
                        break;
                    }
                    settled.map(|()| Done::Settled)
                }
            };
            if answers.send(done.unwrap_or_else(Done::Failed)).is_err() {
                break;
            }
        }
        self
    }

    fn take(&mut self, kind: Kind, batch: &Batch) -> io::Result<Done> {
        let (mut rejects, mut counts) = (Vec::new(), Counts::default());
        self.store.open(&mut |customers| {
            for (number, line) in batch.iter() {
                let reject = match kind {
                    Kind::State => load(customers, number, line)?,
                    Kind::Journal => restore(customers, line)?,
                    Kind::Updates => ask(customers, number, line, &mut counts)?,
                };
                rejects.extend(reject.map(|text| (number, text)));
            }
            Ok(())
        })?;
        Ok(Done::Batch { rejects, counts })
    }

    /// Its customers.
    pub(super) const fn store(&self) -> &Store {
        &self.store
    }
}

fn load(customers: &mut dyn Customers, number: u64, line: &[u8]) -> io::Result<Option<String>> {
    let read = parse(line).and_then(|document| {
        let key = record::key(&document)?.into_owned();
        Ok((key, Record::read(&document)?))
    });
    Ok(match read {
        Err(unreadable) => Some(rejects::unreadable(File::State, number, &unreadable)),
        Ok((key, record)) => {
            let added = customers.add(number, &key, record)?;
            (!added).then(|| rejects::other(File::State, number, rejects::TWICE))
        }
    })
}

/// Takes a record from the journal, which this program has written.
fn restore(customers: &mut dyn Customers, line: &[u8]) -> io::Result<Option<String>> {
    let Ok(document) = parse(line) else { return Ok(None) };
    let (Ok(key), Ok(new)) = (record::key(&document), Record::read(&document)) else {
        return Ok(None);
    };
    let mut new = Some(new);
    customers.visit(&key, &mut |record| {
        if let Some(new) = new.take() {
            *record = new;
        }
        Touched::Restored
    })?;
    Ok(None)
}

fn ask(
    customers: &mut dyn Customers,
    number: u64,
    line: &[u8],
    counts: &mut Counts,
) -> io::Result<Option<String>> {
    let read = parse(line).and_then(|document| Ok((record::key(&document)?, document)));
    let (key, document) = match read {
        Ok(read) => read,
        Err(unreadable) => {
            counts.unreadable = counts.unreadable.saturating_add(1);
            return Ok(Some(rejects::unreadable(File::Updates, number, &unreadable)));
        }
    };
    let mut reject = None;
    let found = customers.visit(&key, &mut |record| match record.ask(&document) {
        Verdict::Rejected(rejection) => {
            counts.rejected = counts.rejected.saturating_add(1);
            reject = Some(rejects::rejected(File::Updates, number, &rejection));
            Touched::No
        }
        Verdict::Unreadable(unreadable) => {
            counts.unreadable = counts.unreadable.saturating_add(1);
            reject = Some(rejects::unreadable(File::Updates, number, &unreadable));
            Touched::No
        }
        // What the document does not show can change with an unchanged document as well.
        Verdict::Unchanged => {
            counts.unchanged = counts.unchanged.saturating_add(1);
            Touched::Yes
        }
        Verdict::Applied => {
            counts.applied = counts.applied.saturating_add(1);
            Touched::Yes
        }
    })?;
    if !found {
        counts.unknown = counts.unknown.saturating_add(1);
        return Ok(Some(rejects::other(File::Updates, number, rejects::UNKNOWN)));
    }
    Ok(reject)
}

/// A line as a document.
pub(super) fn parse(line: &[u8]) -> Result<Document<'_>, Unreadable> {
    let nowhere = |reason| FormError { pointer: Pointer::default(), reason };
    if line.len() > SIZE_MAX {
        return Err(nowhere(Reason::Size).into());
    }
    let text = core::str::from_utf8(line).map_err(|_| nowhere(Reason::Encoding))?;
    Ok(Document::parse(text)?)
}
