//! Rows of the tables, read.

use customer_core::endpoint::{AnswerKeyRef, Digest, StoredAnswer};
use customer_core::value::Timestamp;

use super::sql::Cells;
use super::{Effect, Event, Fault, Open, Owner, Row, StoreError, Stored, Token, Work};

pub(super) fn record(mut row: Cells) -> Stored<Row> {
    let (id, revision) = (row.text(0)?, row.count(1)?);
    Ok(Row { id, revision, document: row.text(2)?, facts: row.text(3)? })
}

pub(super) fn owner(mut row: Cells) -> Stored<Owner> {
    Ok(Owner { id: row.text(0)?, tenant: row.text(1)?, revision: row.count(2)? })
}

pub(super) fn work(mut row: Cells) -> Stored<Work> {
    let (tenant, key) = (row.text(0)?, row.text(1)?);
    Ok(Work { tenant, key, kind: row.text(2)?, at: row.moment(3)? })
}

/// An effect was performed with the first of those performed together that reaches it.
pub(super) const EFFECT: &str = "SELECT sequence, vendor, id, key, revision, effect, data, at, \
    (SELECT performed.at FROM performed WHERE last >= sequence ORDER BY last LIMIT 1) FROM outbox";

/// Up to which effect all are performed.
pub(super) const PERFORMED: &str = "(SELECT coalesce(max(last), 0) FROM performed)";

pub(super) fn effect(mut row: Cells) -> Stored<Effect> {
    Ok(Effect {
        sequence: row.number(0)?,
        vendor: row.text(1)?,
        id: row.text(2)?,
        key: row.text(3)?,
        revision: row.count(4)?,
        effect: row.text(5)?,
        data: row.text(6)?,
        at: row.moment(7)?,
        done_at: row.maybe_moment(8)?,
    })
}

pub(super) fn open(mut row: Cells) -> Stored<Open> {
    Ok(Open { sequence: row.number(0)?, vendor: row.text(1)?, effect: row.text(2)? })
}

pub(super) fn fault(mut row: Cells) -> Stored<Fault> {
    let (number, asked) = (row.number(0)?, row.text(1)?);
    Ok(Fault { number, asked, times: row.count(2)?, skip: row.count(3)? })
}

pub(super) fn answer(key: AnswerKeyRef<'_>, mut row: Cells) -> Stored<StoredAnswer> {
    let unreadable = || StoreError::Unreadable("an answer");
    let request_id = row.maybe(0)?;
    let digest = Digest::parse(&row.text(1)?).ok_or_else(unreadable)?;
    let status = u16::try_from(row.number(2)?).map_err(|_| unreadable())?;
    let body = row.text(3)?;
    let stored_at = Timestamp::parse(&row.text(4)?).map_err(|_| unreadable())?;
    Ok(StoredAnswer::new(key.into_owned(), request_id, digest, (status, body), stored_at))
}

pub(super) fn event(mut row: Cells) -> Stored<Event> {
    let (revision, event) = (row.count(0)?, row.text(1)?);
    Ok(Event { revision, event, cause: row.text(2)?, at: row.moment(3)? })
}

pub(super) fn token(mut row: Cells) -> Stored<Token> {
    Ok(Token { client: row.text(0)?, expires: row.moment(1)?, purge: row.moment(2)? })
}
