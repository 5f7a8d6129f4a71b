//! Customers in a database, for a state that is larger than the memory.
//!
//! The database is scratch: state and journal are what a killed run goes on from, so nothing here
//! needs to outlive the process. Memory is the database's cache, and one number for each customer
//! that was touched since the last checkpoint.

use alloc::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::{fs, io};

use redb::{
    Builder, Database, Durability, ReadableDatabase as _, ReadableTable as _, Table,
    TableDefinition,
};

use super::plan::shard_files;
use super::record::{self, Record};
use super::stop::Stop;
use super::store::{Customers, Line, Touched, Visit};

/// Bytes of the database that all shards together keep in memory.
const CACHE: usize = 1 << 28;

/// A key's place in the state.
const PLACES: TableDefinition<'_, &str, u64> = TableDefinition::new("places");
/// The lines, by their place in the state.
const LINES: TableDefinition<'_, u64, &str> = TableDefinition::new("lines");

/// The database of one shard; its file goes with it.
pub(super) struct Disk {
    path: PathBuf,
    database: Database,
    touched: BTreeSet<u64>,
}

impl Disk {
    /// Removes what a killed run has left in the folder, which is locked.
    pub(super) fn clear(folder: &Path) -> Result<(), Stop> {
        for path in shard_files(folder)? {
            fs::remove_file(&path).map_err(|error| Stop::Unwritten(path, error))?;
        }
        Ok(())
    }

    /// An empty database in `folder`, for shard `number` of `count`.
    pub(super) fn create(folder: &Path, number: usize, count: usize) -> io::Result<Self> {
        let path = folder.join(format!("shard-{number}.redb"));
        let cache = CACHE.checked_div(count).unwrap_or(CACHE);
        let database = Builder::new().set_cache_size(cache).create(&path).map_err(other)?;
        let disk = Self { path, database, touched: BTreeSet::new() };
        let transaction = disk.database.begin_write().map_err(other)?;
        transaction.open_table(PLACES).map_err(other)?;
        transaction.open_table(LINES).map_err(other)?;
        transaction.commit().map_err(other)?;
        Ok(disk)
    }

    /// Takes a batch in one transaction.
    pub(super) fn open(
        &mut self,
        take: &mut dyn FnMut(&mut dyn Customers) -> io::Result<()>,
    ) -> io::Result<()> {
        let mut transaction = self.database.begin_write().map_err(other)?;
        transaction.set_durability(Durability::None).map_err(other)?;
        let mut open = Open {
            places: transaction.open_table(PLACES).map_err(other)?,
            lines: transaction.open_table(LINES).map_err(other)?,
            touched: &mut self.touched,
            line: String::new(),
        };
        take(&mut open)?;
        drop(open);
        transaction.commit().map_err(other)
    }

    /// Tells every line that was touched since the last time.
    pub(super) fn touched(&mut self, tell: &mut dyn FnMut(&str)) -> io::Result<()> {
        let transaction = self.database.begin_read().map_err(other)?;
        let lines = transaction.open_table(LINES).map_err(other)?;
        for order in core::mem::take(&mut self.touched) {
            if let Some(line) = lines.get(order).map_err(other)? {
                tell(line.value());
            }
        }
        Ok(())
    }

    /// All lines in the order of the state.
    pub(super) fn lines(&self) -> io::Result<impl Iterator<Item = io::Result<Line>> + use<>> {
        let transaction = self.database.begin_read().map_err(other)?;
        let lines = transaction.open_table(LINES).map_err(other)?;
        let all = lines.range::<u64>(..).map_err(other)?;
        Ok(all.map(|line| {
            let (order, line) = line.map_err(other)?;
            Ok((order.value(), line.value().to_owned()))
        }))
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        // Scratch: what can't be removed is removed by the next run.
        let _ = fs::remove_file(&self.path);
    }
}

/// The tables, open for a batch.
struct Open<'t> {
    places: Table<'t, &'static str, u64>,
    lines: Table<'t, u64, &'static str>,
    touched: &'t mut BTreeSet<u64>,
    line: String,
}

impl Customers for Open<'_> {
    fn add(&mut self, order: u64, key: &str, record: Record) -> io::Result<bool> {
        if self.places.get(key).map_err(other)?.is_some() {
            return Ok(false);
        }
        self.places.insert(key, order).map_err(other)?;
        self.put(order, key, &record)?;
        Ok(true)
    }

    fn visit(&mut self, key: &str, visit: &mut Visit<'_>) -> io::Result<bool> {
        let Some(order) = self.places.get(key).map_err(other)?.map(|order| order.value()) else {
            return Ok(false);
        };
        let mut record = self.record(order)?;
        match visit(&mut record)? {
            Touched::No => return Ok(true),
            Touched::Yes => _ = self.touched.insert(order),
            Touched::Restored => {}
        }
        self.put(order, key, &record)?;
        Ok(true)
    }
}

impl Open<'_> {
    /// The record at a place, read from the line that this program wrote.
    fn record(&self, order: u64) -> io::Result<Record> {
        let line = self.lines.get(order).map_err(other)?;
        let read = line.and_then(|line| record::of_line(line.value().as_bytes()).ok());
        read.ok_or_else(|| io::Error::other("the database does not hold what was written to it"))
    }

    fn put(&mut self, order: u64, key: &str, record: &Record) -> io::Result<()> {
        self.line.clear();
        record::write(record, key, &mut self.line);
        self.lines.insert(order, &*self.line).map_err(other)?;
        Ok(())
    }
}

fn other(error: impl Into<redb::Error>) -> io::Error {
    match error.into() {
        redb::Error::Io(error) => error,
        error => io::Error::other(error),
    }
}
