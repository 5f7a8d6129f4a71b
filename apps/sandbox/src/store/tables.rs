//! The tables in SQLite, inside one transaction.

use customer_core::endpoint::{AnswerKeyRef, Digest, Revision, StoredAnswer};
use customer_core::value::Timestamp;
use rusqlite::types::FromSql;
use rusqlite::{Connection, OptionalExtension as _, Params, Row as SqlRow, params};

use super::schema::RESET;
use super::{
    Claim, Effect, Event, Fault, Owned, Owner, Row, Span, StoreError, Stored, Tables, Token, Work,
};
use crate::clock::Moment;

/// The tables of one transaction.
pub(super) struct SqlTables<'t> {
    pub(super) sql: &'t Connection,
}

impl SqlTables<'_> {
    fn run(&self, sql: &str, values: impl Params) -> Stored<usize> {
        Ok(self.sql.prepare_cached(sql)?.execute(values)?)
    }

    fn one<T>(
        &self,
        sql: &str,
        values: impl Params,
        read: impl FnOnce(&SqlRow<'_>) -> rusqlite::Result<T>,
    ) -> Stored<Option<T>> {
        Ok(self.sql.prepare_cached(sql)?.query_row(values, read).optional()?)
    }

    fn all<T>(
        &self,
        sql: &str,
        values: impl Params,
        read: impl FnMut(&SqlRow<'_>) -> rusqlite::Result<T>,
    ) -> Stored<Vec<T>> {
        let mut statement = self.sql.prepare_cached(sql)?;
        let rows = statement.query_map(values, read)?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    fn is_there(&self, sql: &str, values: impl Params) -> Stored<bool> {
        Ok(self.one(sql, values, |_| Ok(()))?.is_some())
    }

    /// Exactly one row was changed, or somebody else was faster.
    fn only(&self, sql: &str, values: impl Params) -> Stored<()> {
        if self.run(sql, values)? == 1 { Ok(()) } else { Err(StoreError::Moved) }
    }
}

/// SQLite counts with a sign.
fn signed(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

fn count(row: &SqlRow<'_>, column: usize) -> rusqlite::Result<u64> {
    let number: i64 = row.get(column)?;
    Ok(u64::try_from(number).unwrap_or_default())
}

fn moment(row: &SqlRow<'_>, column: usize) -> rusqlite::Result<Moment> {
    row.get(column).map(Moment)
}

fn get<T: FromSql>(row: &SqlRow<'_>) -> rusqlite::Result<T> {
    row.get(0)
}

fn record(row: &SqlRow<'_>) -> rusqlite::Result<Row> {
    Ok(Row { id: row.get(0)?, revision: count(row, 1)?, document: row.get(2)?, facts: row.get(3)? })
}

fn owner(row: &SqlRow<'_>) -> rusqlite::Result<Owner> {
    Ok(Owner { id: row.get(0)?, tenant: row.get(1)?, revision: count(row, 2)? })
}

const EFFECT: &str = "SELECT sequence, vendor, id, key, revision, effect, data, at, done_at \
                      FROM outbox";

fn effect(row: &SqlRow<'_>) -> rusqlite::Result<Effect> {
    Ok(Effect {
        sequence: row.get(0)?,
        vendor: row.get(1)?,
        id: row.get(2)?,
        key: row.get(3)?,
        revision: count(row, 4)?,
        effect: row.get(5)?,
        data: row.get(6)?,
        at: moment(row, 7)?,
        done_at: row.get::<_, Option<i64>>(8)?.map(Moment),
    })
}

fn fault(row: &SqlRow<'_>) -> rusqlite::Result<Fault> {
    Ok(Fault {
        number: row.get(0)?,
        asked: row.get(1)?,
        times: count(row, 2)?,
        skip: count(row, 3)?,
    })
}

/// Columns of an answer beside its key.
type Answered = (Option<String>, String, u16, String, String);

fn answer(key: AnswerKeyRef<'_>, columns: Answered) -> Stored<StoredAnswer> {
    let (request_id, digest, status, body, stored_at) = columns;
    let unreadable = || StoreError::Unreadable("an answer");
    let digest = Digest::parse(&digest).ok_or_else(unreadable)?;
    let stored_at = Timestamp::parse(&stored_at).map_err(|_| unreadable())?;
    Ok(StoredAnswer::new(key.into_owned(), request_id, digest, (status, body), stored_at))
}

impl Tables for SqlTables<'_> {
    fn settings(&self) -> Stored<Vec<(String, String)>> {
        self.all("SELECT name, value FROM setting", [], |row| Ok((row.get(0)?, row.get(1)?)))
    }

    fn set(&self, name: &str, value: Option<&str>) -> Stored<()> {
        match value {
            Some(value) => self.run("REPLACE INTO setting VALUES (?, ?)", [name, value])?,
            None => self.run("DELETE FROM setting WHERE name = ?", [name])?,
        };
        Ok(())
    }

    fn next_number(&self, vendor: &str, first: u64) -> Stored<u64> {
        let next = "INSERT INTO number VALUES (?1, ?2) \
                    ON CONFLICT DO UPDATE SET last = last + 1 RETURNING last";
        let found = self.one(next, params![vendor, signed(first)], |row| count(row, 0))?;
        found.ok_or(StoreError::Unreadable("a number"))
    }

    fn record(&self, vendor: &str, tenant: &str, key: &str) -> Stored<Option<Row>> {
        let sql = "SELECT id, revision, document, facts FROM record \
                   WHERE vendor = ? AND key = ? AND tenant = ?";
        self.one(sql, [vendor, key, tenant], record)
    }

    fn records(&self, vendor: &str, tenant: &str) -> Stored<Vec<Row>> {
        let sql = "SELECT id, revision, document, facts FROM record \
                   WHERE vendor = ? AND tenant = ? ORDER BY key";
        self.all(sql, [vendor, tenant], record)
    }

    fn owner(&self, vendor: &str, key: &str) -> Stored<Option<Owner>> {
        let sql = "SELECT id, tenant, revision FROM record WHERE vendor = ? AND key = ?";
        self.one(sql, [vendor, key], owner)
    }

    fn owners(&self, vendor: &str) -> Stored<Vec<Owner>> {
        let sql = "SELECT id, tenant, revision FROM record WHERE vendor = ? ORDER BY key";
        self.all(sql, [vendor], owner)
    }

    fn insert(&self, owned: &Owned<'_>, row: &Row) -> Stored<()> {
        let sql = "INSERT INTO record (vendor, key, tenant, id, revision, document, facts) \
                   VALUES (?, ?, ?, ?, ?, ?, ?)";
        let Owned { vendor, tenant, key } = owned;
        let Row { id, revision, document, facts } = row;
        self.only(sql, params![vendor, key, tenant, id, signed(*revision), document, facts])
    }

    fn update(&self, owned: &Owned<'_>, base: Revision, document: &str) -> Stored<()> {
        let sql = "UPDATE record SET revision = revision + 1, document = ?1 \
                   WHERE vendor = ?2 AND key = ?3 AND tenant = ?4 AND revision = ?5";
        self.only(sql, params![document, owned.vendor, owned.key, owned.tenant, signed(base)])
    }

    fn remove(&self, owned: &Owned<'_>, base: Revision) -> Stored<()> {
        let sql = "DELETE FROM record WHERE vendor = ? AND key = ? AND tenant = ? AND revision = ?";
        self.only(sql, params![owned.vendor, owned.key, owned.tenant, signed(base)])
    }

    fn set_facts(&self, owned: &Owned<'_>, facts: &str) -> Stored<()> {
        let sql = "UPDATE record SET facts = ? WHERE vendor = ? AND key = ? AND tenant = ?";
        self.only(sql, [facts, owned.vendor, owned.key, owned.tenant])
    }

    fn claim(&self, owned: &Owned<'_>, claims: &[Claim]) -> Stored<()> {
        let Owned { vendor, tenant, key } = owned;
        self.run("DELETE FROM claim WHERE vendor = ? AND key = ?", [vendor, key])?;
        for (name, value) in claims {
            let sql = "INSERT INTO claim (vendor, key, tenant, name, value) \
                       VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING";
            self.run(sql, params![vendor, key, tenant, name, value])?;
        }
        Ok(())
    }

    fn is_claimed(&self, owned: &Owned<'_>, (name, value): &Claim) -> Stored<bool> {
        let sql = "SELECT 1 FROM claim WHERE vendor = ? AND tenant = ? AND name = ? \
                   AND value = ? AND key <> ? LIMIT 1";
        self.is_there(sql, params![owned.vendor, owned.tenant, name, value, owned.key])
    }

    fn add_event(&self, owned: &Owned<'_>, event: &Event) -> Stored<()> {
        let sql = "INSERT INTO event (vendor, key, revision, event, cause, at) \
                   VALUES (?, ?, ?, ?, ?, ?)";
        let Event { revision, event, cause, at } = event;
        let values = params![owned.vendor, owned.key, signed(*revision), event, cause, at.0];
        self.only(sql, values)
    }

    fn events(&self, vendor: &str, key: &str) -> Stored<Vec<Event>> {
        let sql = "SELECT revision, event, cause, at FROM event \
                   WHERE vendor = ? AND key = ? ORDER BY revision";
        self.all(sql, [vendor, key], |row| {
            Ok(Event {
                revision: count(row, 0)?,
                event: row.get(1)?,
                cause: row.get(2)?,
                at: moment(row, 3)?,
            })
        })
    }

    fn add_effect(&self, effect: &Effect) -> Stored<()> {
        let sql = "INSERT INTO outbox (vendor, key, id, revision, effect, data, at) \
                   VALUES (?, ?, ?, ?, ?, ?, ?)";
        let Effect { vendor, key, id, revision, effect, data, at, .. } = effect;
        self.only(sql, params![vendor, key, id, signed(*revision), effect, data, at.0])
    }

    fn effects(&self, span: &Span<'_>) -> Stored<Vec<Effect>> {
        // A limit of -1 is none.
        let limit = span.limit.map_or(-1, signed);
        let sql = format!(
            "{EFFECT} WHERE sequence > ?1 AND (?2 IS NULL OR vendor = ?2) \
             AND (?3 IS NULL OR key = ?3) AND (?4 IS NULL OR effect = ?4) \
             AND (?5 IS NULL OR id = ?5) ORDER BY sequence LIMIT ?6"
        );
        let values = params![span.after, span.vendor, span.key, span.effect, span.id, limit];
        self.all(&sql, values, effect)
    }

    fn open_effects(&self, most: u64) -> Stored<Vec<Effect>> {
        let sql = format!("{EFFECT} WHERE done_at IS NULL ORDER BY sequence LIMIT ?");
        self.all(&sql, [signed(most)], effect)
    }

    fn count_open_effects(&self) -> Stored<u64> {
        let sql = "SELECT count(*) FROM outbox WHERE done_at IS NULL";
        Ok(self.one(sql, [], |row| count(row, 0))?.unwrap_or_default())
    }

    fn close_effect(&self, sequence: i64, at: Moment) -> Stored<()> {
        let sql = "UPDATE outbox SET done_at = ? WHERE sequence = ? AND done_at IS NULL";
        self.run(sql, [at.0, sequence])?;
        Ok(())
    }

    fn answer(&self, key: AnswerKeyRef<'_>) -> Stored<Option<StoredAnswer>> {
        let sql = "SELECT request_id, digest, status, body, stored_at FROM entry \
                   WHERE client = ? AND method = ? AND path = ? AND correlation_id = ?";
        let values = [key.client, key.method, key.path, key.correlation_id];
        let found = self.one(sql, values, |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?))
        })?;
        found.map(|columns| answer(key, columns)).transpose()
    }

    fn uses_request_id(&self, key: AnswerKeyRef<'_>, id: &str, since: &str) -> Stored<bool> {
        let sql = "SELECT 1 FROM entry WHERE client = ?1 AND request_id = ?2 AND stored_at > ?3 \
                   AND NOT (method = ?4 AND path = ?5 AND correlation_id = ?6)";
        let values = [key.client, id, since, key.method, key.path, key.correlation_id];
        self.is_there(sql, values)
    }

    fn add_answer(&self, answer: &StoredAnswer, since: &str) -> Stored<()> {
        let StoredAnswer { key, request_id, body_digest, status, body, stored_at, .. } = answer;
        if let Some(id) = request_id {
            let sql = "DELETE FROM entry WHERE client = ? AND request_id = ? AND stored_at <= ?";
            self.run(sql, [&*key.client, id, since])?;
        }
        let sql = "DELETE FROM entry WHERE client = ? AND method = ? AND path = ? \
                   AND correlation_id = ? AND stored_at <= ?";
        self.run(sql, [&*key.client, &key.method, &key.path, &key.correlation_id, since])?;
        let sql = "INSERT INTO entry (client, method, path, correlation_id, request_id, digest, \
                   status, body, stored_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)";
        let (digest, stored_at) = (body_digest.to_string(), stored_at.to_string());
        let values = params![
            key.client,
            key.method,
            key.path,
            key.correlation_id,
            request_id,
            digest,
            status,
            body,
            stored_at
        ];
        self.only(sql, values)
    }

    fn purge_answers(&self, since: &str) -> Stored<()> {
        self.run("DELETE FROM entry WHERE stored_at <= ?", [since])?;
        Ok(())
    }

    fn due(&self, vendor: &str, key: Option<&str>, now: Moment) -> Stored<Vec<Work>> {
        let read = |row: &SqlRow<'_>| {
            Ok(Work {
                tenant: row.get(0)?,
                key: row.get(1)?,
                kind: row.get(2)?,
                at: moment(row, 3)?,
            })
        };
        match key {
            Some(key) => {
                let sql = "SELECT tenant, key, kind, at FROM due \
                           WHERE vendor = ? AND key = ? AND at <= ? ORDER BY at";
                self.all(sql, params![vendor, key, now.0], read)
            }
            None => {
                let sql = "SELECT tenant, key, kind, at FROM due \
                           WHERE vendor = ? AND at <= ? ORDER BY at";
                self.all(sql, params![vendor, now.0], read)
            }
        }
    }

    fn set_due(&self, vendor: &str, work: &Work) -> Stored<()> {
        let sql = "REPLACE INTO due (vendor, key, kind, tenant, at) VALUES (?, ?, ?, ?, ?)";
        self.only(sql, params![vendor, work.key, work.kind, work.tenant, work.at.0])
    }

    fn remove_due(&self, vendor: &str, key: &str, kind: &str) -> Stored<()> {
        let sql = "DELETE FROM due WHERE vendor = ? AND key = ? AND kind = ?";
        self.run(sql, [vendor, key, kind])?;
        Ok(())
    }

    fn add_token(&self, digest: &[u8; 32], token: &Token, most: u64) -> Stored<()> {
        let sql = "INSERT INTO token (digest, client, expires, purge) VALUES (?, ?, ?, ?)";
        self.only(sql, params![digest, token.client, token.expires.0, token.purge.0])?;
        let sql = "DELETE FROM token WHERE digest IN (SELECT digest FROM token \
                   WHERE client = ? ORDER BY expires DESC LIMIT -1 OFFSET ?)";
        self.run(sql, params![token.client, signed(most)])?;
        Ok(())
    }

    fn token(&self, digest: &[u8; 32]) -> Stored<Option<Token>> {
        let sql = "SELECT client, expires, purge FROM token WHERE digest = ?";
        self.one(sql, [digest], |row| {
            Ok(Token { client: row.get(0)?, expires: moment(row, 1)?, purge: moment(row, 2)? })
        })
    }

    fn purge_tokens(&self, machine: Moment) -> Stored<()> {
        self.run("DELETE FROM token WHERE purge <= ?", [machine.0])?;
        Ok(())
    }

    fn faults(&self, vendor: Option<&str>) -> Stored<Vec<Fault>> {
        let sql = "SELECT number, asked, times, skip FROM fault \
                   WHERE ?1 IS NULL OR vendor = ?1 ORDER BY number";
        self.all(sql, [vendor], fault)
    }

    fn add_fault(&self, vendor: &str, fault: &Fault) -> Stored<i64> {
        let sql = "INSERT INTO fault (vendor, asked, times, skip) VALUES (?, ?, ?, ?) \
                   RETURNING number";
        let values = params![vendor, fault.asked, signed(fault.times), signed(fault.skip)];
        self.one(sql, values, get)?.ok_or(StoreError::Unreadable("a fault"))
    }

    fn use_fault(&self, number: i64, times: u64, skip: u64) -> Stored<()> {
        if times == 0 {
            return self.only("DELETE FROM fault WHERE number = ?", [number]);
        }
        let sql = "UPDATE fault SET times = ?, skip = ? WHERE number = ?";
        self.only(sql, [signed(times), signed(skip), number])
    }

    fn remove_faults(&self, number: Option<i64>) -> Stored<bool> {
        Ok(self.run("DELETE FROM fault WHERE ?1 IS NULL OR number = ?1", [number])? > 0)
    }

    fn reset(&self) -> Stored<()> {
        Ok(self.sql.execute_batch(RESET)?)
    }
}
