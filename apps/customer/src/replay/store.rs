//! Where a shard keeps its customers: in memory, or in a database when they don't fit.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::io;

use super::disk::Disk;
use super::record::{self, Record};

/// What a visit did to a record.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Touched {
    /// It is as it was.
    No,
    /// It may have changed, so it belongs into the next checkpoint.
    Yes,
    /// It is now as it was at the last checkpoint.
    Restored,
}

/// Does something to a record.
pub(super) type Visit<'v> = dyn FnMut(&mut Record) -> io::Result<Touched> + 'v;

/// The customers of one shard, while a batch is taken.
pub(super) trait Customers {
    /// Adds a customer, the `order`th of the state; false if there is one with this key.
    fn add(&mut self, order: u64, key: &str, record: Record) -> io::Result<bool>;

    /// Shows the record with this key to `visit`; false if there is none.
    fn visit(&mut self, key: &str, visit: &mut Visit<'_>) -> io::Result<bool>;
}

/// A customer's place in the state, and its line.
pub(super) type Line = (u64, String);

/// The store of one shard.
pub(super) enum Store {
    Memory(Memory),
    Disk(Disk),
}

impl Store {
    /// Takes a batch.
    pub(super) fn open(
        &mut self,
        take: &mut dyn FnMut(&mut dyn Customers) -> io::Result<()>,
    ) -> io::Result<()> {
        match self {
            Self::Memory(memory) => take(memory),
            Self::Disk(disk) => disk.open(take),
        }
    }

    /// Tells the lines of all customers that were touched since the last time, about `chunk`
    /// bytes at once.
    pub(super) fn settle(&mut self, chunk: usize, tell: &mut dyn FnMut(String)) -> io::Result<()> {
        let mut out = String::new();
        let mut add = |line: &str| {
            out.push_str(line);
            out.push('\n');
            if out.len() >= chunk {
                tell(core::mem::take(&mut out));
            }
        };
        match self {
            Self::Memory(memory) => memory.touched(&mut add),
            Self::Disk(disk) => disk.touched(&mut add)?,
        }
        tell(out);
        Ok(())
    }

    /// All customers in the order of the state.
    pub(super) fn lines(&self) -> io::Result<Box<dyn Iterator<Item = io::Result<Line>> + '_>> {
        match self {
            Self::Memory(memory) => Ok(Box::new(memory.lines().map(Ok))),
            Self::Disk(disk) => Ok(Box::new(disk.lines()?)),
        }
    }
}

/// One customer.
struct Slot {
    /// Number of its line in the state.
    order: u64,
    record: Record,
    /// Whether it was touched since the last checkpoint.
    touched: bool,
}

/// Customers in memory.
#[derive(Default)]
pub(super) struct Memory {
    by_key: HashMap<Box<str>, usize>,
    /// In the order of the state.
    slots: Vec<Slot>,
    /// Those that were touched since the last checkpoint.
    touched: Vec<(Box<str>, usize)>,
}

impl Customers for Memory {
    fn add(&mut self, order: u64, key: &str, record: Record) -> io::Result<bool> {
        let Entry::Vacant(entry) = self.by_key.entry(key.into()) else { return Ok(false) };
        entry.insert(self.slots.len());
        self.slots.push(Slot { order, record, touched: false });
        Ok(true)
    }

    fn visit(&mut self, key: &str, visit: &mut Visit<'_>) -> io::Result<bool> {
        let at = self.by_key.get(key).copied();
        let Some((at, slot)) = at.and_then(|at| Some((at, self.slots.get_mut(at)?))) else {
            return Ok(false);
        };
        let touched = visit(&mut slot.record)?;
        if touched == Touched::Yes && !slot.touched {
            slot.touched = true;
            self.touched.push((key.into(), at));
        }
        Ok(true)
    }
}

impl Memory {
    fn touched(&mut self, tell: &mut dyn FnMut(&str)) {
        let mut line = String::new();
        for (key, at) in self.touched.drain(..) {
            let Some(slot) = self.slots.get_mut(at) else { continue };
            slot.touched = false;
            line.clear();
            record::write(&slot.record, &key, &mut line);
            tell(&line);
        }
    }

    fn lines(&self) -> impl Iterator<Item = Line> {
        let mut keys = vec![""; self.slots.len()];
        for (key, at) in &self.by_key {
            if let Some(slot) = keys.get_mut(*at) {
                *slot = &**key;
            }
        }
        self.slots.iter().zip(keys).map(|(slot, key)| {
            let mut line = String::new();
            record::write(&slot.record, key, &mut line);
            (slot.order, line)
        })
    }
}
