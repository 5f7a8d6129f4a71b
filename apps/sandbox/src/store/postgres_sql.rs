//! Statements in a transaction of PostgreSQL.

use alloc::borrow::Cow;
use core::error::Error;
use std::time::Instant;

use bytes::BytesMut;
use customer_core::endpoint::Digest;
use sha2::{Digest as _, Sha256};
use tokio::runtime::Handle;
use tokio_postgres::types::{IsNull, ToSql, Type, to_sql_checked};
use tokio_postgres::{Row, Statement};

use super::postgres::{Connection, lock_key, wait};
use super::sql::{Cell, Cells, Lock, Rows, Sql, Value};
use super::{StoreError, Stored};

/// The longest text of an index that stands for itself.
const KEY: usize = 400;

/// A transaction that has begun.
pub(super) struct PostgresSql<'t> {
    pub(super) connection: &'t Connection,
    pub(super) handle: &'t Handle,
    pub(super) deadline: Instant,
    pub(super) schema: &'t str,
    pub(super) writes: bool,
}

impl PostgresSql<'_> {
    fn statement(&self, sql: &str) -> Stored<Statement> {
        if let Some(known) = self.connection.statements.lock().get(sql) {
            return Ok(known.clone());
        }
        let text = sql.replace('?', "$");
        let made = wait(self.handle, self.deadline, self.connection.client.prepare(&text))?;
        self.connection.statements.lock().insert(sql.to_owned(), made.clone());
        Ok(made)
    }
}

fn values<'v>(values: &'v [Value<'v>]) -> Vec<&'v (dyn ToSql + Sync)> {
    values.iter().map(|value| value as &(dyn ToSql + Sync)).collect()
}

impl Sql for PostgresSql<'_> {
    fn run(&self, sql: &str, given: &[Value<'_>]) -> Stored<u64> {
        let (statement, given) = (self.statement(sql)?, values(given));
        wait(self.handle, self.deadline, self.connection.client.execute(&statement, &given))
    }

    fn rows(&self, sql: &str, given: &[Value<'_>]) -> Stored<Vec<Cells>> {
        let (statement, given) = (self.statement(sql)?, values(given));
        let rows = self.connection.client.query(&statement, &given);
        wait(self.handle, self.deadline, rows)?.iter().map(cells).collect()
    }

    fn batch(&self, sql: &str) -> Stored<()> {
        wait(self.handle, self.deadline, self.connection.client.batch_execute(sql))
    }

    fn keeping(&self, rows: Rows) -> &'static str {
        match rows {
            _ if !self.writes => "",
            Rows::Wait => " FOR UPDATE",
            Rows::Skip => " FOR UPDATE SKIP LOCKED",
        }
    }

    fn lock(&self, lock: Lock<'_>) -> Stored<()> {
        let key = match lock {
            Lock::Claims { vendor, tenant } => lock_key(self.schema, "claims", &[vendor, tenant]),
            Lock::Outbox => lock_key(self.schema, "outbox", &[]),
            Lock::Tokens { client } => lock_key(self.schema, "tokens", &[client]),
            Lock::All => lock_key(self.schema, "all", &[]),
        };
        self.rows("SELECT pg_advisory_xact_lock(?1)::text", &[Value::Number(key)]).map(drop)
    }
}

fn cells(row: &Row) -> Stored<Cells> {
    let cell = |column: usize, kind: &Type| {
        Ok(match *kind {
            Type::INT8 => row.try_get::<_, Option<i64>>(column)?.map_or(Cell::Null, Cell::Number),
            Type::TEXT => {
                let text = row.try_get::<_, Option<&str>>(column)?;
                text.map_or(Cell::Null, |text| Cell::Text(read(text)))
            }
            _ => Cell::Null,
        })
    };
    let columns = row.columns().iter().enumerate();
    let cells = columns.map(|(column, named)| cell(column, named.type_()));
    Ok(Cells(cells.collect::<Result<_, StoreError>>()?))
}

/// PostgreSQL's texts have no U+0000, which is legal in JSON: it is written as U+0001 and `0`, and
/// U+0001 as itself and `1`.
fn write(text: &str) -> Cow<'_, str> {
    if text.contains(['\0', '\u{1}']) {
        Cow::Owned(text.replace('\u{1}', "\u{1}1").replace('\0', "\u{1}0"))
    } else {
        Cow::Borrowed(text)
    }
}

fn read(text: &str) -> String {
    if text.contains('\u{1}') {
        text.replace("\u{1}0", "\0").replace("\u{1}1", "\u{1}")
    } else {
        text.to_owned()
    }
}

/// What stands for a text that is too long for an index, which takes 2,700 bytes a row.
fn long(text: &str) -> Option<String> {
    (text.len() > KEY).then(|| Digest(Sha256::digest(text).into()).to_string())
}

impl ToSql for Value<'_> {
    fn to_sql(
        &self,
        kind: &Type,
        out: &mut BytesMut,
    ) -> Result<IsNull, Box<dyn Error + Sync + Send>> {
        match self {
            Self::Null => Ok(IsNull::Yes),
            Self::Number(number) => number.to_sql(kind, out),
            Self::Text(text) => write(text).to_sql(kind, out),
            Self::Key(text) => match long(text) {
                Some(digest) => digest.to_sql(kind, out),
                None => write(text).to_sql(kind, out),
            },
            Self::Bytes(bytes) => bytes.to_sql(kind, out),
        }
    }

    fn accepts(kind: &Type) -> bool {
        [Type::INT8, Type::TEXT, Type::BYTEA].contains(kind)
    }

    to_sql_checked!();
}

impl core::fmt::Debug for Value<'_> {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("Value(..)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_with_nul_are_written_without_and_read_back() {
        for text in ["", "a", "\0", "\u{1}", "\u{1}0", "\0\u{1}1\0", "a\u{1}\u{1}01"] {
            assert!(!write(text).contains('\0'));
            assert_eq!(read(&write(text)), text);
        }
        assert_ne!(write("\0"), write("\u{1}0"));
    }
}
