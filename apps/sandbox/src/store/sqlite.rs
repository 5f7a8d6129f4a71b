//! SQLite: a file that several processes may use, or memory.
//!
//! One connection writes; in a file others read beside it (WAL). In memory the one connection does
//! both, by the same code.

use core::time::Duration;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::Instant;

use parking_lot::{Mutex, MutexGuard};
use rusqlite::types::{ToSql, ToSqlOutput, ValueRef};
use rusqlite::{Connection, ErrorCode, OpenFlags, params_from_iter};

use super::pool::Pool;
use super::schema::{SQLITE, VERSION};
use super::sql::{Cell, Cells, Lock, Rows, Sql, Value};
use super::statements::SqlTables;
use super::{End, IfEmpty, Job, Store, StoreError, Stored};

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
    readers: Option<Pool<Connection>>,
}

impl Sqlite {
    /// An empty store in memory.
    pub(crate) fn memory() -> Stored<Self> {
        let writer = Connection::open_in_memory()?;
        prepare(&writer)?;
        Ok(Self { writer: Mutex::new(writer), readers: None })
    }

    /// The store in a file.
    pub(crate) fn file(path: &Path, if_empty: IfEmpty) -> Stored<Self> {
        let path = &literal(path);
        let mut flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        flags.set(OpenFlags::SQLITE_OPEN_CREATE, if_empty == IfEmpty::Make);
        let writer = Connection::open_with_flags(path, flags)?;
        // To switch to the log writes already.
        if if_empty == IfEmpty::Refuse && state(&writer)? == (0, 0) {
            return Err(StoreError::Empty);
        }
        prepare(&writer)?;
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let open = || {
            let reader = Connection::open_with_flags(path, flags)?;
            reader.busy_timeout(BUSY)?;
            reader.set_prepared_statement_cache_capacity(STATEMENTS);
            Ok(reader)
        };
        let readers = (0..READERS).map(|_| open()).collect::<rusqlite::Result<_>>()?;
        Ok(Self { writer: Mutex::new(writer), readers: Some(Pool::new(readers)) })
    }

    fn writer(&self, deadline: Instant) -> Stored<MutexGuard<'_, Connection>> {
        self.writer.try_lock_until(deadline).ok_or(StoreError::Late)
    }
}

/// The same path in a spelling that SQLite takes for nothing but a path: a name that begins with
/// `file:` may be a URI to it, by how it was built.
fn literal(path: &Path) -> PathBuf {
    if path.is_relative() { Path::new(".").join(path) } else { path.to_owned() }
}

/// Settings of a connection that writes, and the tables if there are none.
fn prepare(connection: &Connection) -> Stored<()> {
    connection.busy_timeout(BUSY)?;
    keep_a_log(connection)?;
    connection.pragma_update(None, "synchronous", "FULL")?;
    connection.set_prepared_statement_cache_capacity(STATEMENTS);
    // Two processes may open a new file at once.
    connection.execute_batch("BEGIN IMMEDIATE")?;
    let made = make(connection);
    connection.execute_batch(if made.is_ok() { "COMMIT" } else { "ROLLBACK" })?;
    made
}

/// Switches the file to WAL. While another process opens the same new file this is refused at once,
/// without the wait that other statements have.
fn keep_a_log(connection: &Connection) -> Stored<()> {
    let began = Instant::now();
    loop {
        let switched = connection.pragma_update(None, "journal_mode", "WAL");
        match switched.map_err(StoreError::from) {
            Err(StoreError::Moved) if began.elapsed() < BUSY => {
                thread::sleep(Duration::from_millis(1));
            }
            switched => return switched,
        }
    }
}

/// The version of a database, and how many tables it has.
fn state(connection: &Connection) -> Stored<(i64, i64)> {
    let one = |sql: &str| connection.query_row(sql, [], |row| row.get(0));
    Ok((one("PRAGMA user_version")?, one("SELECT count(*) FROM sqlite_schema")?))
}

fn make(connection: &Connection) -> Stored<()> {
    match state(connection)? {
        (VERSION, _) => Ok(()),
        (0, 0) => {
            connection.execute_batch(SQLITE)?;
            connection.pragma_update(None, "user_version", VERSION)?;
            Ok(())
        }
        (found, _) => Err(StoreError::Version { found, known: VERSION }),
    }
}

impl Store for Sqlite {
    fn kind(&self) -> &'static str {
        if self.readers.is_some() { "sqlite" } else { "memory" }
    }

    /// In memory there is one connection.
    fn threads(&self) -> Option<usize> {
        self.readers.is_none().then_some(1)
    }

    fn is_at_hand(&self) -> bool {
        self.readers.is_none() && !self.writer.is_locked()
    }

    fn read(&self, deadline: Instant, job: &mut Job<'_>) -> Stored<()> {
        let Some(readers) = &self.readers else {
            return once(&*self.writer(deadline)?, "BEGIN", deadline, job);
        };
        readers.with(deadline, |reader| once(reader, "BEGIN", deadline, job))
    }

    fn write(&self, deadline: Instant, job: &mut Job<'_>) -> Stored<()> {
        loop {
            let done = once(&*self.writer(deadline)?, "BEGIN IMMEDIATE", deadline, job);
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
fn once(connection: &Connection, begin: &str, deadline: Instant, job: &mut Job<'_>) -> Stored<()> {
    let transaction = Open::begin(connection, begin)?;
    match job(&SqlTables::new(connection))? {
        End::Rollback => Ok(()),
        // Nothing is stored once the time is over; a commit that began is waited for.
        End::Commit if Instant::now() >= deadline => Err(StoreError::Late),
        End::Commit => transaction.commit(),
    }
}

/// A transaction that is rolled back where it is not committed. Those of rusqlite prepare their
/// statements anew each time.
struct Open<'c>(&'c Connection);

impl<'c> Open<'c> {
    fn begin(connection: &'c Connection, how: &str) -> Stored<Self> {
        let open = Self(connection);
        open.run(how)?;
        Ok(open)
    }

    fn commit(self) -> Stored<()> {
        self.run("COMMIT")
    }

    fn run(&self, sql: &str) -> Stored<()> {
        self.0.prepare_cached(sql)?.execute([])?;
        Ok(())
    }
}

impl Drop for Open<'_> {
    fn drop(&mut self) {
        if !self.0.is_autocommit()
            && let Err(error) = self.run("ROLLBACK")
        {
            tracing::error!(%error, "no rollback");
        }
    }
}

impl ToSql for Value<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match *self {
            Value::Null => ValueRef::Null,
            Value::Number(number) => ValueRef::Integer(number),
            Value::Text(text) | Value::Key(text) => ValueRef::Text(text.as_bytes()),
            Value::Bytes(bytes) => ValueRef::Blob(bytes),
        }))
    }
}

/// One writer at a time has the whole database, so there is nothing to lock in it.
impl Sql for &Connection {
    fn run(&self, sql: &str, values: &[Value<'_>]) -> Stored<u64> {
        let changed = self.prepare_cached(sql)?.execute(params_from_iter(values))?;
        Ok(u64::try_from(changed).unwrap_or(u64::MAX))
    }

    fn rows(&self, sql: &str, values: &[Value<'_>]) -> Stored<Vec<Cells>> {
        let mut statement = self.prepare_cached(sql)?;
        let columns = statement.column_count();
        let mut rows = statement.query(params_from_iter(values))?;
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            let cell = |column| {
                Ok(match row.get_ref(column)? {
                    ValueRef::Integer(number) => Cell::Number(number),
                    ValueRef::Text(text) => {
                        let text = str::from_utf8(text);
                        Cell::Text(text.map_err(|_| StoreError::Unreadable("a text"))?.to_owned())
                    }
                    ValueRef::Null | ValueRef::Real(_) | ValueRef::Blob(_) => Cell::Null,
                })
            };
            found.push(Cells((0..columns).map(cell).collect::<Stored<_>>()?));
        }
        Ok(found)
    }

    fn batch(&self, sql: &str) -> Stored<()> {
        Ok(self.execute_batch(sql)?)
    }

    fn keeping(&self, _: Rows) -> &'static str {
        ""
    }

    fn lock(&self, _: Lock<'_>) -> Stored<()> {
        Ok(())
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_new_file_is_opened_by_several_at_once() {
        for round in 0..20 {
            let folder =
                std::env::temp_dir().join(format!("sandbox-{}-{round}", std::process::id()));
            std::fs::create_dir(&folder).unwrap();
            let path = folder.join("store.db");
            let open = || Sqlite::file(&path, IfEmpty::Make).map(|_| ());
            let opened: Vec<Stored<()>> = thread::scope(|scope| {
                let all: Vec<_> = (0..8).map(|_| scope.spawn(open)).collect();
                all.into_iter().map(|one| one.join().unwrap()).collect()
            });
            std::fs::remove_dir_all(&folder).unwrap();
            assert!(opened.iter().all(Result::is_ok), "{opened:?}");
        }
    }
}
