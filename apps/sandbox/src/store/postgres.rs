//! PostgreSQL: a database that several processes on several machines use at once.
//!
//! A transaction is read committed: each statement sees what others have committed, and what this
//! one is to change it locks first. So of two writers on one record one waits, decides on what the
//! other left, and neither is tried again. Where nothing is there to be locked, constraints and
//! comparisons find the lost race: the transaction is rolled back and done again.

use core::future::Future;
use core::time::Duration;
use std::collections::HashMap;
use std::thread;
use std::time::Instant;

use parking_lot::Mutex;
use sha2::{Digest as _, Sha256};
use tokio::runtime::{Handle, Runtime};
use tokio::time::timeout_at;
use tokio_postgres::error::SqlState;
use tokio_postgres::{Client, Config, NoTls, Statement};

use super::pool::Pool;
use super::postgres_sql::PostgresSql;
use super::schema::{VERSION, postgres};
use super::statements::SqlTables;
use super::{End, IfEmpty, Job, Store, StoreError, Stored};

/// How many connections a process has at most.
const CONNECTIONS: usize = 16;

/// How long a new connection is waited for.
const CONNECT: Duration = Duration::from_secs(5);

/// How long an answer is waited for that the server should have given up itself.
const GRACE: Duration = Duration::from_millis(500);

/// How long a commit is waited for.
const COMMIT: Duration = Duration::from_secs(60);

/// A transaction of a process that is suspended is ended by the server, so that others go on.
const SESSION: &str = "SET idle_in_transaction_session_timeout = '60s'; \
                       SET client_min_messages = warning; SET lock_timeout = 0;";

/// A database of PostgreSQL.
pub(crate) struct Postgres {
    config: Config,
    /// The names of locks are those of the schema: one database may have several stores.
    schema: String,
    pool: Pool<Option<Connection>>,
    runtime: Background,
}

/// Where connections are read. It ends without waiting, wherever that happens.
struct Background(Option<Runtime>);

impl Drop for Background {
    fn drop(&mut self) {
        if let Some(runtime) = self.0.take() {
            runtime.shutdown_background();
        }
    }
}

/// A connection, and the statements that it knows.
pub(super) struct Connection {
    pub(super) client: Client,
    pub(super) statements: Mutex<HashMap<String, Statement>>,
}

impl Postgres {
    /// Connects.
    pub(crate) fn connect(url: &str, if_empty: IfEmpty) -> Stored<Self> {
        let failed = |what: &str| StoreError::Failed(what.to_owned());
        // The error may show a part of the URL, which may be the password.
        let mut config: Config =
            url.parse().map_err(|_| failed("the URL is none of a database of PostgreSQL"))?;
        config.connect_timeout(CONNECT).application_name("sandbox");
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(1)
            .thread_name("postgres")
            .enable_all()
            .build()
            .map_err(|error| StoreError::Failed(error.to_string()))?;
        let pool = Pool::new((0..CONNECTIONS).map(|_| None).collect());
        let runtime = Background(Some(runtime));
        let mut store = Self { config, schema: String::new(), pool, runtime };
        let deadline = after(CONNECT.saturating_mul(2));
        let connection = store.open(deadline)?;
        let sql = "SELECT coalesce(current_schema(), '')";
        let row = store.wait(deadline, connection.client.query_one(sql, &[]))?;
        store.schema = row.try_get(0)?;
        store.make(&connection, if_empty, deadline)?;
        Ok(store)
    }

    /// Two processes may open a new database at once.
    fn make(&self, connection: &Connection, if_empty: IfEmpty, deadline: Instant) -> Stored<()> {
        let lock = lock_key(&self.schema, "tables", &[]);
        let client = &connection.client;
        let begin = format!("BEGIN; SELECT pg_advisory_xact_lock({lock})");
        self.wait(deadline, client.batch_execute(&begin))?;
        let tables = "SELECT count(*), count(*) FILTER (WHERE tablename = 'version') \
                      FROM pg_tables WHERE schemaname = current_schema()";
        let row = self.wait(deadline, client.query_one(tables, &[]))?;
        let (tables, versions): (i64, i64) = (row.try_get(0)?, row.try_get(1)?);
        if tables == 0 && if_empty == IfEmpty::Refuse {
            return Err(StoreError::Empty);
        }
        if tables == 0 {
            let insert = format!("INSERT INTO version VALUES ({VERSION}); COMMIT");
            let make = format!("{}{insert}", postgres());
            return self.wait(deadline, client.batch_execute(&make));
        }
        let mut found = 0;
        if versions == 1 {
            let sql = "SELECT version::bigint FROM version";
            let row = self.wait(deadline, client.query_opt(sql, &[]))?;
            found = row.map(|row| row.try_get(0)).transpose()?.unwrap_or_default();
        }
        self.wait(deadline, client.batch_execute("COMMIT"))?;
        if found == VERSION { Ok(()) } else { Err(StoreError::Version { found, known: VERSION }) }
    }

    fn handle(&self) -> Stored<&Handle> {
        let runtime = self.runtime.0.as_ref().map(Runtime::handle);
        runtime.ok_or_else(|| StoreError::Failed("PostgreSQL: closed".into()))
    }

    fn open(&self, deadline: Instant) -> Stored<Connection> {
        let handle = self.handle()?;
        let opened = async {
            let (client, connection) = self.config.connect(NoTls).await?;
            // It ends with the client, or with the server: the next question says so.
            handle.spawn(async { drop(connection.await) });
            client.batch_execute(SESSION).await?;
            Ok(client)
        };
        let client = self.wait(deadline, opened)?;
        Ok(Connection { client, statements: Mutex::new(HashMap::new()) })
    }

    fn wait<T>(
        &self,
        deadline: Instant,
        answer: impl Future<Output = Result<T, tokio_postgres::Error>>,
    ) -> Stored<T> {
        wait(self.handle()?, deadline, answer)
    }

    /// One transaction on a connection of the pool.
    fn once(&self, deadline: Instant, begin: &str, writes: bool, job: &mut Job<'_>) -> Stored<()> {
        self.pool.with(deadline, |slot| {
            // Nothing was done yet: for the caller it is as if others had the store.
            let connection = self.begin(slot, deadline, begin).map_err(|error| {
                tracing::warn!(%error, "no transaction");
                StoreError::Late
            })?;
            let late = deadline.checked_add(GRACE).unwrap_or(deadline);
            let sql = PostgresSql {
                connection: &connection,
                handle: self.handle()?,
                deadline: late,
                schema: &self.schema,
                writes,
            };
            let done = job(&SqlTables::new(sql));
            let commits = matches!(done, Ok(End::Commit)) && Instant::now() < deadline;
            let end = match &done {
                // A commit that began is waited for. If its answer is lost, nobody knows whether
                // it happened: it is not tried again here, but by a client with the same id.
                Ok(End::Commit) if commits => {
                    let commit = "SET LOCAL statement_timeout = 0; COMMIT";
                    self.wait(after(COMMIT), connection.client.batch_execute(commit))
                }
                _ => self.wait(late, connection.client.batch_execute("ROLLBACK")),
            };
            // A connection that did not end its transaction is not used again.
            *slot = end.is_ok().then_some(connection);
            match done {
                Ok(End::Commit) if !commits => Err(StoreError::Late),
                Ok(End::Commit) => end,
                Ok(End::Rollback) => Ok(()),
                Err(error) => Err(error),
            }
        })
    }

    /// A connection with a transaction that has begun. One that broke since it was used last is
    /// made anew.
    fn begin(
        &self,
        slot: &mut Option<Connection>,
        deadline: Instant,
        begin: &str,
    ) -> Stored<Connection> {
        let left = deadline.saturating_duration_since(Instant::now()).as_millis();
        let begin = format!("{begin}; SET LOCAL statement_timeout = {}", left.max(1));
        let until = deadline.checked_add(GRACE).unwrap_or(deadline);
        if let Some(old) = slot.take().filter(|old| !old.client.is_closed())
            && self.wait(until, old.client.batch_execute(&begin)).is_ok()
        {
            return Ok(old);
        }
        let new = self.open(until)?;
        self.wait(until, new.client.batch_execute(&begin))?;
        Ok(new)
    }
}

impl Store for Postgres {
    fn kind(&self) -> &'static str {
        "postgres"
    }

    fn threads(&self) -> Option<usize> {
        None
    }

    fn is_at_hand(&self) -> bool {
        false
    }

    fn read(&self, deadline: Instant, job: &mut Job<'_>) -> Stored<()> {
        self.once(deadline, "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY", false, job)
    }

    fn write(&self, deadline: Instant, job: &mut Job<'_>) -> Stored<()> {
        // Writers share this lock; a reset has it alone.
        let all = lock_key(&self.schema, "all", &[]);
        let begin = format!(
            "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE; \
             SELECT pg_advisory_xact_lock_shared({all})"
        );
        loop {
            match self.once(deadline, &begin, true, job) {
                Err(StoreError::Moved) if Instant::now() < deadline => {
                    thread::sleep(Duration::from_millis(1));
                }
                Err(StoreError::Moved) => return Err(StoreError::Late),
                done => return done,
            }
        }
    }

    fn close(&self) -> Stored<()> {
        Ok(())
    }
}

/// A moment from now.
fn after(time: Duration) -> Instant {
    let now = Instant::now();
    now.checked_add(time).unwrap_or(now)
}

/// Waits for an answer of the server.
pub(super) fn wait<T>(
    handle: &Handle,
    deadline: Instant,
    answer: impl Future<Output = Result<T, tokio_postgres::Error>>,
) -> Stored<T> {
    let answer = async { timeout_at(deadline.into(), answer).await };
    handle.block_on(answer).map_err(|_| StoreError::Late)?.map_err(StoreError::from)
}

/// The number of a lock.
pub(super) fn lock_key(schema: &str, lock: &str, of: &[&str]) -> i64 {
    let mut digest = Sha256::new();
    for part in [schema, lock].iter().chain(of) {
        digest.update(part.as_bytes());
        digest.update([0]);
    }
    let digest: [u8; 32] = digest.finalize().into();
    let mut number = [0; 8];
    number.iter_mut().zip(digest).for_each(|(to, from)| *to = from);
    i64::from_be_bytes(number)
}

impl From<tokio_postgres::Error> for StoreError {
    fn from(error: tokio_postgres::Error) -> Self {
        // Texts of the server may show values; codes don't.
        let Some(code) = error.code() else {
            return Self::Failed(
                "PostgreSQL: no connection, or an answer that can't be read".into(),
            );
        };
        if [SqlState::UNIQUE_VIOLATION, SqlState::T_R_SERIALIZATION_FAILURE].contains(code)
            || *code == SqlState::T_R_DEADLOCK_DETECTED
        {
            Self::Moved
        } else if [SqlState::QUERY_CANCELED, SqlState::LOCK_NOT_AVAILABLE].contains(code) {
            Self::Late
        } else {
            Self::Failed(format!("PostgreSQL: {}", code.code()))
        }
    }
}
