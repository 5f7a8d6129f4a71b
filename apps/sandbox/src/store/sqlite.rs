//! SQLite: a file that several processes may use, or memory.
//!
//! One connection writes; in a file others read beside it (WAL). In memory the one connection does
//! both, by the same code.

use core::time::Duration;
use std::path::Path;
use std::thread;
use std::time::Instant;

use parking_lot::{Condvar, Mutex, MutexGuard};
use rusqlite::{Connection, ErrorCode, OpenFlags, TransactionBehavior};

use super::schema::{CREATE, VERSION};
use super::tables::SqlTables;
use super::{End, Job, Store, StoreError, Stored};

/// How long SQLite itself waits for another process.
const BUSY: Duration = Duration::from_secs(5);

/// How many connections read a file at once.
const READERS: usize = 8;

/// How many statements a connection keeps ready.
const STATEMENTS: usize = 128;

/// A store in SQLite.
pub(crate) struct Sqlite {
    writer: Mutex<Connection>,
    /// `None` in memory: there the writer reads as well.
    readers: Option<Readers>,
}

struct Readers {
    idle: Mutex<Vec<Connection>>,
    returned: Condvar,
}

impl Sqlite {
    /// An empty store in memory.
    pub(crate) fn memory() -> Stored<Self> {
        let writer = Connection::open_in_memory()?;
        prepare(&writer)?;
        Ok(Self { writer: Mutex::new(writer), readers: None })
    }

    /// The store in a file, which is made if it is not there.
    pub(crate) fn file(path: &Path) -> Stored<Self> {
        let writer = Connection::open(path)?;
        prepare(&writer)?;
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let open = || {
            let reader = Connection::open_with_flags(path, flags)?;
            reader.busy_timeout(BUSY)?;
            reader.set_prepared_statement_cache_capacity(STATEMENTS);
            Ok(reader)
        };
        let idle = (0..READERS).map(|_| open()).collect::<rusqlite::Result<_>>()?;
        let readers = Readers { idle: Mutex::new(idle), returned: Condvar::new() };
        Ok(Self { writer: Mutex::new(writer), readers: Some(readers) })
    }

    fn writer(&self, deadline: Instant) -> Stored<MutexGuard<'_, Connection>> {
        self.writer.try_lock_until(deadline).ok_or(StoreError::Late)
    }
}

/// Settings of a connection that writes, and the tables if there are none.
fn prepare(connection: &Connection) -> Stored<()> {
    connection.busy_timeout(BUSY)?;
    connection.pragma_update(None, "journal_mode", "WAL")?;
    connection.pragma_update(None, "synchronous", "FULL")?;
    connection.set_prepared_statement_cache_capacity(STATEMENTS);
    // Two processes may open a new file at once.
    connection.execute_batch("BEGIN IMMEDIATE")?;
    let made = make(connection);
    connection.execute_batch(if made.is_ok() { "COMMIT" } else { "ROLLBACK" })?;
    made
}

fn make(connection: &Connection) -> Stored<()> {
    let found: i64 = connection.query_row("PRAGMA user_version", [], |row| row.get(0))?;
    let tables: i64 =
        connection.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
    match (found, tables) {
        (VERSION, _) => Ok(()),
        (0, 0) => {
            connection.execute_batch(CREATE)?;
            connection.pragma_update(None, "user_version", VERSION)?;
            Ok(())
        }
        _ => Err(StoreError::Version { found, known: VERSION }),
    }
}

impl Store for Sqlite {
    fn kind(&self) -> &'static str {
        if self.readers.is_some() { "sqlite" } else { "memory" }
    }

    fn read(&self, deadline: Instant, job: &mut Job<'_>) -> Stored<()> {
        let Some(readers) = &self.readers else {
            let mut writer = self.writer(deadline)?;
            return once(&mut writer, TransactionBehavior::Deferred, deadline, job);
        };
        let mut idle = readers.idle.lock();
        let mut reader = loop {
            if let Some(reader) = idle.pop() {
                break reader;
            }
            if readers.returned.wait_until(&mut idle, deadline).timed_out() {
                return Err(StoreError::Late);
            }
        };
        drop(idle);
        let done = once(&mut reader, TransactionBehavior::Deferred, deadline, job);
        readers.idle.lock().push(reader);
        readers.returned.notify_one();
        done
    }

    fn write(&self, deadline: Instant, job: &mut Job<'_>) -> Stored<()> {
        loop {
            let done = {
                let mut writer = self.writer(deadline)?;
                once(&mut writer, TransactionBehavior::Immediate, deadline, job)
            };
            match done {
                Err(StoreError::Moved) if Instant::now() < deadline => {
                    thread::sleep(Duration::from_millis(1));
                }
                Err(StoreError::Moved) => return Err(StoreError::Late),
                done => return done,
            }
        }
    }

    fn close(&self) -> Stored<()> {
        let writer = self.writer.lock();
        if self.readers.is_some() {
            writer.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?;
        }
        Ok(())
    }
}

/// One transaction. What fails on the way is rolled back.
fn once(
    connection: &mut Connection,
    behavior: TransactionBehavior,
    deadline: Instant,
    job: &mut Job<'_>,
) -> Stored<()> {
    let transaction = connection.transaction_with_behavior(behavior)?;
    match job(&SqlTables { sql: &transaction })? {
        End::Rollback => transaction.rollback()?,
        // Nothing is stored once the time is over; a commit that began is waited for.
        End::Commit if Instant::now() >= deadline => return Err(StoreError::Late),
        End::Commit => transaction.commit()?,
    }
    Ok(())
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        match error.sqlite_error_code() {
            // Another process writes, or was faster.
            Some(
                ErrorCode::DatabaseBusy
                | ErrorCode::DatabaseLocked
                | ErrorCode::ConstraintViolation,
            ) => Self::Moved,
            Some(code) => Self::Failed(format!("SQLite: {code:?}")),
            // Its text may show a value.
            None => Self::Failed("SQLite refuses a statement or a value".into()),
        }
    }
}
