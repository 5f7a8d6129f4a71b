//! How statements are run in one transaction, and how their rows are read.

use core::cell::RefCell;

use super::sql::{Cells, Sql, Value};
use super::{StoreError, Stored};

/// The tables of one transaction.
pub(super) struct SqlTables<S> {
    pub(super) sql: S,
    /// The settings as this transaction has seen them.
    pub(super) seen: RefCell<Vec<(String, String)>>,
}

impl<S: Sql> SqlTables<S> {
    pub(super) const fn new(sql: S) -> Self {
        Self { sql, seen: RefCell::new(Vec::new()) }
    }

    pub(super) fn run(&self, sql: &str, values: &[Value<'_>]) -> Stored<u64> {
        self.sql.run(sql, values)
    }

    pub(super) fn one<T>(
        &self,
        sql: &str,
        values: &[Value<'_>],
        read: impl FnOnce(Cells) -> Stored<T>,
    ) -> Stored<Option<T>> {
        self.sql.rows(sql, values)?.into_iter().next().map(read).transpose()
    }

    pub(super) fn all<T>(
        &self,
        sql: &str,
        values: &[Value<'_>],
        read: impl FnMut(Cells) -> Stored<T>,
    ) -> Stored<Vec<T>> {
        self.sql.rows(sql, values)?.into_iter().map(read).collect()
    }

    pub(super) fn is_there(&self, sql: &str, values: &[Value<'_>]) -> Stored<bool> {
        Ok(!self.sql.rows(sql, values)?.is_empty())
    }

    /// Exactly one row was changed, or somebody else was faster.
    pub(super) fn only(&self, sql: &str, values: &[Value<'_>]) -> Stored<()> {
        if self.run(sql, values)? == 1 { Ok(()) } else { Err(StoreError::Moved) }
    }
}
