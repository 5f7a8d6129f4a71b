//! One shard: the customers whose keys fall to it, and the thread that holds them.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::sync::mpsc::{Receiver, Sender};

use customer_core::json::SIZE_MAX;
use customer_core::kernel::wire::{Document, FormError, Reason, Unreadable};
use customer_core::kernel::{Pointer, Rejection};
use serde::{Deserialize, Serialize};

use super::record::{self, Record, Verdict};
use super::rejects::{self, File};

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

/// One customer.
struct Slot {
    /// Number of its line in the state.
    order: u64,
    record: Record,
    /// Whether it changed since the last checkpoint.
    changed: bool,
}

/// The customers of one shard.
#[derive(Default)]
pub(super) struct Shard {
    by_key: HashMap<Box<str>, usize>,
    /// In the order of the state.
    slots: Vec<Slot>,
    /// Those that changed since the last checkpoint.
    changed: Vec<(Box<str>, usize)>,
}

impl Shard {
    /// Does what it is told until nobody is left to tell it.
    pub(super) fn run(mut self, told: &Receiver<Message>, answers: &Sender<Done>) -> Self {
        for message in told {
            let sent = match message {
                Message::Lines(kind, batch) => answers.send(self.take(kind, &batch)),
                Message::Checkpoint => self.settle(answers),
            };
            if sent.is_err() {
                break;
            }
        }
        self
    }

    fn take(&mut self, kind: Kind, batch: &Batch) -> Done {
        let (mut rejects, mut counts) = (Vec::new(), Counts::default());
        for (number, line) in batch.iter() {
            let reject = match kind {
                Kind::State => self.load(number, line),
                Kind::Journal => self.restore(line),
                Kind::Updates => self.ask(number, line, &mut counts),
            };
            rejects.extend(reject.map(|text| (number, text)));
        }
        Done::Batch { rejects, counts }
    }

    fn load(&mut self, number: u64, line: &[u8]) -> Option<String> {
        let read = parse(line).and_then(|document| {
            let key = record::key(&document)?;
            Ok((Box::from(&*key), Record::read(&document)?))
        });
        match read {
            Err(unreadable) => Some(rejects::unreadable(File::State, number, &unreadable)),
            Ok((key, record)) => match self.by_key.entry(key) {
                Entry::Occupied(_) => Some(rejects::other(File::State, number, rejects::TWICE)),
                Entry::Vacant(entry) => {
                    entry.insert(self.slots.len());
                    self.slots.push(Slot { order: number, record, changed: false });
                    None
                }
            },
        }
    }

    /// Takes a record from the journal, which this program has written.
    fn restore(&mut self, line: &[u8]) -> Option<String> {
        let document = parse(line).ok()?;
        let key = record::key(&document).ok()?;
        let slot = self.by_key.get(&*key).and_then(|at| self.slots.get_mut(*at))?;
        slot.record = Record::read(&document).ok()?;
        None
    }

    fn ask(&mut self, number: u64, line: &[u8], counts: &mut Counts) -> Option<String> {
        let read = parse(line).and_then(|document| Ok((record::key(&document)?, document)));
        let (key, document) = match read {
            Ok(read) => read,
            Err(unreadable) => {
                counts.unreadable = counts.unreadable.saturating_add(1);
                return Some(rejects::unreadable(File::Updates, number, &unreadable));
            }
        };
        let at = self.by_key.get(&*key).copied();
        let Some((at, slot)) = at.and_then(|at| Some((at, self.slots.get_mut(at)?))) else {
            counts.unknown = counts.unknown.saturating_add(1);
            return Some(rejects::other(File::Updates, number, rejects::UNKNOWN));
        };
        match slot.record.ask(&document) {
            Verdict::Rejected(rejection) => {
                counts.rejected = counts.rejected.saturating_add(1);
                return Some(rejected(number, &rejection));
            }
            Verdict::Unreadable(unreadable) => {
                counts.unreadable = counts.unreadable.saturating_add(1);
                return Some(rejects::unreadable(File::Updates, number, &unreadable));
            }
            Verdict::Unchanged => counts.unchanged = counts.unchanged.saturating_add(1),
            Verdict::Applied => counts.applied = counts.applied.saturating_add(1),
        }
        // What the document does not show can change with an unchanged document as well.
        if !slot.changed {
            slot.changed = true;
            self.changed.push((Box::from(&*key), at));
        }
        None
    }

    fn settle(&mut self, answers: &Sender<Done>) -> Result<(), std::sync::mpsc::SendError<Done>> {
        let mut out = String::new();
        for (key, at) in self.changed.drain(..) {
            let Some(slot) = self.slots.get_mut(at) else { continue };
            slot.changed = false;
            slot.record.write(&key, &mut out);
            out.push('\n');
            if out.len() >= CHUNK {
                answers.send(Done::Records(core::mem::take(&mut out)))?;
            }
        }
        answers.send(Done::Records(out))?;
        answers.send(Done::Settled)
    }

    /// Its customers in the order of the state: number of the line, key, record.
    pub(super) fn customers(&self) -> impl Iterator<Item = (u64, &str, &Record)> {
        let mut keys = vec![""; self.slots.len()];
        for (key, at) in &self.by_key {
            if let Some(slot) = keys.get_mut(*at) {
                *slot = &**key;
            }
        }
        self.slots.iter().zip(keys).map(|(slot, key)| (slot.order, key, &slot.record))
    }
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

fn rejected(number: u64, rejection: &Rejection) -> String {
    rejects::rejected(File::Updates, number, rejection)
}
