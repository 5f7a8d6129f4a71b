//! Where the state is: records, events, outbox, answers, due work, tokens, faults, settings.
//!
//! [`Store`] is the small trait that a database implements; everything above it works on
//! [`Tables`] inside one transaction and knows no database. Nothing here assumes that one process
//! alone uses the store, and nothing here decides anything.

mod pool;
mod postgres;
mod postgres_sql;
mod read;
mod row;
mod schema;
mod sql;
mod sqlite;
mod statements;
mod tables;

use alloc::sync::Arc;
use std::path::Path;
use std::time::Instant;

use customer_core::endpoint::{AnswerKeyRef, Revision, StoredAnswer};
use thiserror::Error;

use crate::clock::Moment;

use postgres::Postgres;
pub(crate) use row::{Claim, Effect, Event, Fault, Open, Owned, Owner, Row, Span, Token, Work};
pub(crate) use sqlite::Sqlite;

/// Why something was not stored. Never shows a value.
#[derive(Debug, Error)]
pub(crate) enum StoreError {
    /// Somebody else was faster: read again, decide again.
    #[error("the record was changed meanwhile")]
    Moved,
    /// Others were writing until the time was over.
    #[error("the store was busy until the time was over")]
    Late,
    /// The store is of another version.
    #[error("the store has version {found}; this program reads version {known}")]
    Version {
        /// The version of the store.
        found: i64,
        /// The version of this program.
        known: i64,
    },
    /// There is nothing in it, and nothing is to be made.
    #[error("the store is empty")]
    Empty,
    /// What is stored can't be read.
    #[error("{0} in the store can't be read")]
    Unreadable(&'static str),
    /// The database fails.
    #[error("the store fails: {0}")]
    Failed(String),
}

/// The result of everything that a store does.
pub(crate) type Stored<T> = Result<T, StoreError>;

/// How a transaction ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum End {
    /// What was written stays.
    Commit,
    /// Nothing was written that is to stay.
    Rollback,
}

/// What is done inside one transaction. It may be called again after a lost race.
pub(crate) type Job<'j> = dyn FnMut(&dyn Tables) -> Stored<End> + 'j;

/// A database.
pub(crate) trait Store: Send + Sync {
    /// What kind it is: `memory`, `sqlite` or `postgres`.
    fn kind(&self) -> &'static str;

    /// How many threads can work with it at once, if more would only wait for each other.
    fn threads(&self) -> Option<usize>;

    /// Whether a transaction would begin at once and wait neither for others nor for a disk or a
    /// server.
    fn is_at_hand(&self) -> bool;

    /// Reads, on one state of the whole store.
    fn read(&self, deadline: Instant, job: &mut Job<'_>) -> Stored<()>;

    /// Reads and writes: no other writer comes between. A lost race, and a store that is busy, are
    /// tried again until the deadline. A commit that began is waited for.
    fn write(&self, deadline: Instant, job: &mut Job<'_>) -> Stored<()>;

    /// Puts everything in its final place, before the end of the program.
    fn close(&self) -> Stored<()>;
}

/// Reads one value in a transaction.
pub(crate) fn read<T>(
    store: &dyn Store,
    deadline: Instant,
    mut job: impl FnMut(&dyn Tables) -> Stored<T>,
) -> Stored<T> {
    let mut found = None;
    store.read(deadline, &mut |tables| {
        found = Some(job(tables)?);
        Ok(End::Rollback)
    })?;
    found.ok_or(StoreError::Unreadable("a result"))
}

/// Writes, and commits.
pub(crate) fn write<T>(
    store: &dyn Store,
    deadline: Instant,
    mut job: impl FnMut(&dyn Tables) -> Stored<T>,
) -> Stored<T> {
    let mut done = None;
    store.write(deadline, &mut |tables| {
        done = Some(job(tables)?);
        Ok(End::Commit)
    })?;
    done.ok_or(StoreError::Unreadable("a result"))
}

/// The tables, inside one transaction.
///
/// Records are found by vendor, tenant and key, never without the tenant by anybody who has one.
/// A key is the id in the spelling in which ids are compared.
pub(crate) trait Tables {
    /// The settings that were changed: clock and knobs.
    fn settings(&self) -> Stored<Vec<(String, String)>>;
    /// Changes a setting; `None` returns it to the start's. `Moved` if somebody else has changed it
    /// since this transaction read the settings.
    fn set(&self, name: &str, value: Option<&str>) -> Stored<()>;
    /// A number that nobody has had at this vendor.
    fn next_number(&self, vendor: &str, first: u64) -> Stored<u64>;

    /// Nobody else changes the record with this key before the end. A writer who is about to look
    /// at one record says so first, before it looks at the clock, so that a history goes on in
    /// time.
    fn hold(&self, vendor: &str, key: &str) -> Stored<()>;
    /// A record of this tenant. For a writer: nobody changes it before the end.
    fn record(&self, vendor: &str, tenant: &str, key: &str) -> Stored<Option<Row>>;
    /// All records of this tenant.
    fn records(&self, vendor: &str, tenant: &str) -> Stored<Vec<Row>>;
    /// Whose a record is.
    fn owner(&self, vendor: &str, key: &str) -> Stored<Option<Owner>>;
    /// Whose the records of a vendor are, by id.
    fn owners(&self, vendor: &str) -> Stored<Vec<Owner>>;
    /// How many records a vendor has.
    fn count(&self, vendor: &str) -> Stored<u64>;
    /// Whose a part of the records of a vendor are, the highest keys first: at most so many, behind
    /// so many.
    fn newest(&self, vendor: &str, from: u64, most: u64) -> Stored<Vec<Owner>>;
    /// A new record; `Moved` if the key is in use.
    fn insert(&self, owned: &Owned<'_>, row: &Row) -> Stored<()>;
    /// The next revision of a record; `Moved` if `base` is no longer the current one.
    fn update(&self, owned: &Owned<'_>, base: Revision, document: &str) -> Stored<()>;
    /// Removes a record and what is due for it; `Moved` if `base` is no longer the current one.
    fn remove(&self, owned: &Owned<'_>, base: Revision) -> Stored<()>;
    /// The facts that were set by hand, as one JSON object.
    fn set_facts(&self, owned: &Owned<'_>, facts: &str) -> Stored<()>;
    /// What a record takes for itself among those of its tenant, in place of what it took before.
    fn claim(&self, owned: &Owned<'_>, claims: &[Claim]) -> Stored<()>;
    /// Whether another record of the tenant has taken this.
    fn is_claimed(&self, owned: &Owned<'_>, claim: &Claim) -> Stored<bool>;
    /// The keys of the other records of the tenant that have taken this and have work that is due
    /// at `now`.
    fn due_claims(&self, owned: &Owned<'_>, claim: &Claim, now: Moment) -> Stored<Vec<String>>;

    /// Adds an event to the history of a record.
    fn add_event(&self, owned: &Owned<'_>, event: &Event) -> Stored<()>;
    /// The keys of a vendor's histories, those of removed records included.
    fn histories(&self, vendor: &str) -> Stored<Vec<String>>;
    /// The history of a record, oldest first.
    fn events(&self, vendor: &str, key: &str) -> Stored<Vec<Event>>;

    /// Adds an effect to the outbox.
    fn add_effect(&self, effect: &Effect) -> Stored<()>;
    /// The outbox behind a sequence, at most so many: of a vendor, of a key, of a name.
    fn effects(&self, span: &Span<'_>) -> Stored<Vec<Effect>>;
    /// Effects that nobody has performed, oldest first, at most so many.
    fn open_effects(&self, most: u64) -> Stored<Vec<Open>>;
    /// How many those are, and the sequence of the last one.
    fn last_open_effect(&self, most: u64) -> Stored<(u64, i64)>;
    /// How many effects nobody has performed.
    fn count_open_effects(&self) -> Stored<u64>;
    /// Marks all effects up to this one as performed.
    fn close_effects(&self, last: i64, at: Moment) -> Stored<()>;

    /// The answer of this key.
    fn answer(&self, key: AnswerKeyRef<'_>) -> Stored<Option<StoredAnswer>>;
    /// Whether an answer of this client under another key, stored after `since`, has this request
    /// id.
    fn uses_request_id(&self, key: AnswerKeyRef<'_>, id: &str, since: &str) -> Stored<bool>;
    /// Stores an answer in place of an older one; those stored up to `since` no longer count.
    fn add_answer(&self, answer: &StoredAnswer, since: &str) -> Stored<()>;
    /// Removes answers that were stored up to `since`.
    fn purge_answers(&self, since: &str) -> Stored<()>;

    /// Work that is due at `now`: of one record, which a writer holds already, or of all. A writer
    /// has it for itself; what another one has is not in `all`.
    fn due(&self, vendor: &str, key: Option<&str>, now: Moment) -> Stored<Vec<Work>>;
    /// Sets work of a kind for a record, in place of the same kind.
    fn set_due(&self, vendor: &str, work: &Work) -> Stored<()>;
    /// Removes work of a kind.
    fn remove_due(&self, vendor: &str, key: &str, kind: &str) -> Stored<()>;

    /// Adds a token; of the live ones of its client at most so many stay.
    fn add_token(&self, digest: &[u8; 32], token: &Token, most: u64) -> Stored<()>;
    /// The token with this digest.
    fn token(&self, digest: &[u8; 32]) -> Stored<Option<Token>>;
    /// Removes tokens whose time is up by the clock of the machine.
    fn purge_tokens(&self, machine: Moment) -> Stored<()>;

    /// The faults that are left, in order of insertion; `vendor` limits them.
    fn faults(&self, vendor: Option<&str>) -> Stored<Vec<Fault>>;
    /// Adds a fault and gives its number.
    fn add_fault(&self, vendor: &str, fault: &Fault) -> Stored<i64>;
    /// What is left of a fault; `Moved` if it is no longer as it was read.
    fn use_fault(&self, fault: &Fault, times: u64, skip: u64) -> Stored<()>;
    /// Removes a fault, or all; whether there was one.
    fn remove_faults(&self, number: Option<i64>) -> Stored<bool>;

    /// Empties everything but tokens and the numbers that were given.
    fn reset(&self) -> Stored<()>;
}

/// What is done with a store that has no tables.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum IfEmpty {
    /// They are made.
    Make,
    /// It is none.
    Refuse,
}

/// Whether `--store` names a database on a server and no file.
fn is_postgres(name: &str) -> bool {
    name.starts_with("postgres://") || name.starts_with("postgresql://")
}

/// The name of a store in memory.
const MEMORY: &str = ":memory:";

/// Whether `--store` names no store: nothing, or what looks like [`MEMORY`] and is not.
fn is_no_name(name: &str) -> bool {
    name.trim().is_empty() || (name != MEMORY && name.starts_with(':'))
}

/// Opens the store that `--store` names: `:memory:`, a file, or the URL of a database of
/// PostgreSQL.
pub(crate) fn open(name: &str) -> Stored<Arc<dyn Store>> {
    if is_no_name(name) {
        let what = "--store names nothing: give :memory:, a file (./:name for one that begins with \
                    a colon) or postgres://...";
        return Err(StoreError::Failed(what.into()));
    }
    Ok(match name {
        MEMORY => Arc::new(Sqlite::memory()?),
        _ if is_postgres(name) => Arc::new(Postgres::connect(name, IfEmpty::Make)?),
        _ => Arc::new(Sqlite::file(Path::new(name), IfEmpty::Make)?),
    })
}

/// Opens a store that must be there. Nothing is made: an empty one stays empty.
pub(crate) fn open_old(name: &str) -> Stored<Arc<dyn Store>> {
    if is_no_name(name) || name == MEMORY {
        return open(name);
    }
    if is_postgres(name) {
        return Ok(Arc::new(Postgres::connect(name, IfEmpty::Refuse)?));
    }
    if !Path::new(name).exists() {
        return Err(StoreError::Failed("it is not there".into()));
    }
    Ok(Arc::new(Sqlite::file(Path::new(name), IfEmpty::Refuse)?))
}
