//! What the tables need of a database: statements with numbered values, rows, and locks.

use super::{StoreError, Stored};
use crate::clock::Moment;

/// A value of a statement.
#[derive(Clone, Copy)]
pub(super) enum Value<'v> {
    Null,
    Number(i64),
    Text(&'v str),
    /// A text that is in an index and only compared. Where an index takes none of any length, a
    /// digest stands for a long one.
    Key(&'v str),
    Bytes(&'v [u8]),
}

/// Marks a text as [`Value::Key`].
#[derive(Clone, Copy)]
pub(super) struct Key<'k>(pub(super) &'k str);

impl<'k> From<Key<'k>> for Value<'k> {
    fn from(key: Key<'k>) -> Self {
        Self::Key(key.0)
    }
}

impl<'k> From<Option<Key<'k>>> for Value<'k> {
    fn from(key: Option<Key<'k>>) -> Self {
        key.map_or(Self::Null, Self::from)
    }
}

impl<'v> From<&'v str> for Value<'v> {
    fn from(text: &'v str) -> Self {
        Self::Text(text)
    }
}

impl<'v> From<&'v String> for Value<'v> {
    fn from(text: &'v String) -> Self {
        Self::Text(text)
    }
}

impl<'v> From<Option<&'v str>> for Value<'v> {
    fn from(text: Option<&'v str>) -> Self {
        text.map_or(Self::Null, Self::Text)
    }
}

impl<'v> From<&'v [u8; 32]> for Value<'v> {
    fn from(bytes: &'v [u8; 32]) -> Self {
        Self::Bytes(bytes)
    }
}

impl From<i64> for Value<'_> {
    fn from(number: i64) -> Self {
        Self::Number(number)
    }
}

impl From<Option<i64>> for Value<'_> {
    fn from(number: Option<i64>) -> Self {
        number.map_or(Self::Null, Self::Number)
    }
}

/// Databases count with a sign.
impl From<u64> for Value<'_> {
    fn from(number: u64) -> Self {
        Self::Number(i64::try_from(number).unwrap_or(i64::MAX))
    }
}

impl From<Moment> for Value<'_> {
    fn from(at: Moment) -> Self {
        Self::Number(at.0)
    }
}

/// One column of a row.
pub(super) enum Cell {
    Null,
    Number(i64),
    Text(String),
}

/// The columns of a row, in order.
pub(super) struct Cells(pub(super) Vec<Cell>);

impl Cells {
    fn take(&mut self, column: usize) -> Cell {
        let cell = self.0.get_mut(column);
        cell.map_or(Cell::Null, |cell| core::mem::replace(cell, Cell::Null))
    }

    pub(super) fn text(&mut self, column: usize) -> Stored<String> {
        self.maybe(column)?.ok_or(StoreError::Unreadable("a column"))
    }

    pub(super) fn maybe(&mut self, column: usize) -> Stored<Option<String>> {
        match self.take(column) {
            Cell::Text(text) => Ok(Some(text)),
            Cell::Null => Ok(None),
            Cell::Number(_) => Err(StoreError::Unreadable("a column")),
        }
    }

    pub(super) fn number(&mut self, column: usize) -> Stored<i64> {
        match self.take(column) {
            Cell::Number(number) => Ok(number),
            Cell::Null | Cell::Text(_) => Err(StoreError::Unreadable("a column")),
        }
    }

    pub(super) fn count(&mut self, column: usize) -> Stored<u64> {
        Ok(u64::try_from(self.number(column)?).unwrap_or_default())
    }

    pub(super) fn moment(&mut self, column: usize) -> Stored<Moment> {
        self.number(column).map(Moment)
    }

    pub(super) fn maybe_moment(&mut self, column: usize) -> Stored<Option<Moment>> {
        match self.take(column) {
            Cell::Null => Ok(None),
            Cell::Number(number) => Ok(Some(Moment(number))),
            Cell::Text(_) => Err(StoreError::Unreadable("a column")),
        }
    }
}

/// What a writer keeps for itself until its end, where it is not the only one anyway.
#[derive(Clone, Copy)]
pub(super) enum Lock<'l> {
    /// What the records of a tenant take for themselves: of two that look whether it is free, one
    /// sees what the other has taken.
    Claims { vendor: &'l str, tenant: &'l str },
    /// The next places of the outbox. They become visible in their order, or a reader that goes on
    /// behind the last one it has seen would miss one for ever.
    Outbox,
    /// The tokens of a client.
    Tokens { client: &'l str },
    /// The whole store.
    All,
}

/// How rows are read that the transaction is to change.
#[derive(Clone, Copy)]
pub(super) enum Rows {
    /// Wait for others who have them.
    Wait,
    /// Leave out what others have.
    Skip,
}

/// One transaction of a database that speaks SQL. Values are numbered: `?1`, `?2`.
pub(super) trait Sql {
    /// Runs a statement; how many rows it changed.
    fn run(&self, sql: &str, values: &[Value<'_>]) -> Stored<u64>;
    /// Runs a query.
    fn rows(&self, sql: &str, values: &[Value<'_>]) -> Stored<Vec<Cells>>;
    /// Runs statements without values.
    fn batch(&self, sql: &str) -> Stored<()>;
    /// What is written behind a query for rows that nobody else may change before the end. Empty
    /// for a reader, and where there is one writer.
    fn keeping(&self, rows: Rows) -> &'static str;
    /// Waits for a lock and holds it until the end.
    fn lock(&self, lock: Lock<'_>) -> Stored<()>;
}
