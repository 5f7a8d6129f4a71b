//! The tables in SQL, inside one transaction of any database that speaks it.

use customer_core::endpoint::{AnswerKeyRef, Revision, StoredAnswer};

use super::read::{self, EFFECT, PERFORMED};
use super::schema::RESET;
use super::sql::{Key, Lock, Rows, Sql, Value};
use super::statements::SqlTables;
use super::{
    Claim, Effect, Event, Fault, Open, Owned, Owner, Row, Span, StoreError, Stored, Tables, Token,
    Work,
};
use crate::clock::Moment;

/// The values of a statement.
macro_rules! values {
    ($($value:expr),* $(,)?) => { &[$(Value::from($value)),*] };
}

impl<S: Sql> Tables for SqlTables<S> {
    fn settings(&self) -> Stored<Vec<(String, String)>> {
        let sql = "SELECT name, value FROM setting";
        let settings = self.all(sql, &[], |mut row| Ok((row.text(0)?, row.text(1)?)))?;
        self.seen.replace(settings.clone());
        Ok(settings)
    }

    /// What another writer has set since it was seen is not lost: then this one looks again.
    fn set(&self, name: &str, value: Option<&str>) -> Stored<()> {
        let mut seen = self.seen.borrow_mut();
        let at = seen.iter().position(|(one, _)| one == name);
        let before = at.map(|at| seen.swap_remove(at).1);
        seen.extend(value.map(|value| (name.to_owned(), value.to_owned())));
        match (before.as_deref(), value) {
            (None, None) => Ok(()),
            (Some(before), None) => {
                let sql = "DELETE FROM setting WHERE name = ?1 AND value = ?2";
                self.only(sql, values![name, before])
            }
            (None, Some(value)) => {
                let sql = "INSERT INTO setting (name, value) VALUES (?1, ?2)";
                self.only(sql, values![name, value])
            }
            (Some(before), Some(value)) => {
                let sql = "UPDATE setting SET value = ?1 WHERE name = ?2 AND value = ?3";
                self.only(sql, values![value, name, before])
            }
        }
    }

    fn next_number(&self, vendor: &str, first: u64) -> Stored<u64> {
        let next = "INSERT INTO number (vendor, last) VALUES (?1, ?2) \
                    ON CONFLICT (vendor) DO UPDATE SET last = number.last + 1 RETURNING last";
        let found = self.one(next, values![vendor, first], |mut row| row.count(0))?;
        found.ok_or(StoreError::Unreadable("a number"))
    }

    fn hold(&self, vendor: &str, key: &str) -> Stored<()> {
        let keeping = self.sql.keeping(Rows::Wait);
        if !keeping.is_empty() {
            let sql = format!("SELECT id FROM record WHERE vendor = ?1 AND key = ?2{keeping}");
            self.is_there(&sql, values![vendor, Key(key)])?;
        }
        Ok(())
    }

    fn record(&self, vendor: &str, tenant: &str, key: &str) -> Stored<Option<Row>> {
        let sql = format!(
            "SELECT id, revision, document, facts FROM record \
             WHERE vendor = ?1 AND key = ?2 AND tenant = ?3{}",
            self.sql.keeping(Rows::Wait)
        );
        self.one(&sql, values![vendor, Key(key), tenant], read::record)
    }

    fn records(&self, vendor: &str, tenant: &str) -> Stored<Vec<Row>> {
        let sql = "SELECT id, revision, document, facts FROM record \
                   WHERE vendor = ?1 AND tenant = ?2 ORDER BY key";
        self.all(sql, values![vendor, tenant], read::record)
    }

    fn owner(&self, vendor: &str, key: &str) -> Stored<Option<Owner>> {
        let sql = "SELECT id, tenant, revision FROM record WHERE vendor = ?1 AND key = ?2";
        self.one(sql, values![vendor, Key(key)], read::owner)
    }

    fn owners(&self, vendor: &str) -> Stored<Vec<Owner>> {
        let sql = "SELECT id, tenant, revision FROM record WHERE vendor = ?1 ORDER BY key";
        self.all(sql, values![vendor], read::owner)
    }

    fn count(&self, vendor: &str) -> Stored<u64> {
        let sql = "SELECT count(*) FROM record WHERE vendor = ?1";
        Ok(self.one(sql, values![vendor], |mut row| row.count(0))?.unwrap_or_default())
    }

    fn newest(&self, vendor: &str, from: u64, most: u64) -> Stored<Vec<Owner>> {
        let sql = "SELECT id, tenant, revision FROM record WHERE vendor = ?1 \
                   ORDER BY key DESC LIMIT ?2 OFFSET ?3";
        self.all(sql, values![vendor, most, from], read::owner)
    }

    fn insert(&self, owned: &Owned<'_>, row: &Row) -> Stored<()> {
        let sql = "INSERT INTO record (vendor, key, tenant, id, revision, document, facts) \
                   VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
        let Owned { vendor, tenant, key } = *owned;
        let Row { id, revision, document, facts } = row;
        self.only(sql, values![vendor, Key(key), tenant, id, *revision, document, facts])
    }

    fn update(&self, owned: &Owned<'_>, base: Revision, document: &str) -> Stored<()> {
        let sql = "UPDATE record SET revision = revision + 1, document = ?1 \
                   WHERE vendor = ?2 AND key = ?3 AND tenant = ?4 AND revision = ?5";
        self.only(sql, values![document, owned.vendor, Key(owned.key), owned.tenant, base])
    }

    fn remove(&self, owned: &Owned<'_>, base: Revision) -> Stored<()> {
        let Owned { vendor, tenant, key } = *owned;
        self.run("DELETE FROM due WHERE vendor = ?1 AND key = ?2", values![vendor, Key(key)])?;
        let sql = "DELETE FROM record \
                   WHERE vendor = ?1 AND key = ?2 AND tenant = ?3 AND revision = ?4";
        self.only(sql, values![vendor, Key(key), tenant, base])
    }

    fn set_facts(&self, owned: &Owned<'_>, facts: &str) -> Stored<()> {
        let sql = "UPDATE record SET facts = ?1 WHERE vendor = ?2 AND key = ?3 AND tenant = ?4";
        self.only(sql, values![facts, owned.vendor, Key(owned.key), owned.tenant])
    }

    fn claim(&self, owned: &Owned<'_>, claims: &[Claim]) -> Stored<()> {
        let Owned { vendor, tenant, key } = *owned;
        self.run("DELETE FROM claim WHERE vendor = ?1 AND key = ?2", values![vendor, Key(key)])?;
        for (name, value) in claims {
            let sql = "INSERT INTO claim (vendor, key, tenant, name, value) \
                       VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT DO NOTHING";
            self.run(sql, values![vendor, Key(key), tenant, *name, Key(value)])?;
        }
        Ok(())
    }

    fn is_claimed(&self, owned: &Owned<'_>, (name, value): &Claim) -> Stored<bool> {
        let Owned { vendor, tenant, key } = *owned;
        self.sql.lock(Lock::Claims { vendor, tenant })?;
        let sql = "SELECT key FROM claim WHERE vendor = ?1 AND tenant = ?2 AND name = ?3 \
                   AND value = ?4 AND key <> ?5 LIMIT 1";
        self.is_there(sql, values![vendor, tenant, *name, Key(value), Key(key)])
    }

    fn due_claims(
        &self,
        owned: &Owned<'_>,
        (name, value): &Claim,
        now: Moment,
    ) -> Stored<Vec<String>> {
        // Only what is due is looked through, however many have the same.
        let sql = "SELECT due.key FROM due CROSS JOIN claim WHERE due.vendor = ?1 \
                   AND due.at <= ?2 AND claim.vendor = due.vendor AND claim.key = due.key \
                   AND claim.name = ?3 AND claim.value = ?4 AND claim.tenant = ?5 \
                   AND claim.key <> ?6";
        let Owned { vendor, tenant, key } = *owned;
        let values = values![vendor, now, *name, Key(value), tenant, Key(key)];
        self.all(sql, values, |mut row| row.text(0))
    }

    fn add_event(&self, owned: &Owned<'_>, event: &Event) -> Stored<()> {
        let sql = "INSERT INTO event (vendor, key, revision, event, cause, at) \
                   VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
        let Event { revision, event, cause, at } = event;
        self.only(sql, values![owned.vendor, Key(owned.key), *revision, event, cause, *at])
    }

    fn histories(&self, vendor: &str) -> Stored<Vec<String>> {
        let sql = "SELECT DISTINCT key FROM event WHERE vendor = ?1 ORDER BY key";
        self.all(sql, values![vendor], |mut row| row.text(0))
    }

    fn events(&self, vendor: &str, key: &str) -> Stored<Vec<Event>> {
        let sql = "SELECT revision, event, cause, at FROM event \
                   WHERE vendor = ?1 AND key = ?2 ORDER BY revision";
        self.all(sql, values![vendor, Key(key)], read::event)
    }

    fn add_effect(&self, effect: &Effect) -> Stored<()> {
        self.sql.lock(Lock::Outbox)?;
        let sql = "INSERT INTO outbox (vendor, key, id, revision, effect, data, at) \
                   VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
        let Effect { vendor, key, id, revision, effect, data, at, .. } = effect;
        self.only(sql, values![vendor, Key(key), id, *revision, effect, data, *at])
    }

    fn effects(&self, span: &Span<'_>) -> Stored<Vec<Effect>> {
        let sql = format!(
            "{EFFECT} WHERE sequence > ?1 AND (CAST(?2 AS TEXT) IS NULL OR vendor = ?2) \
             AND (CAST(?3 AS TEXT) IS NULL OR key = ?3) \
             AND (CAST(?4 AS TEXT) IS NULL OR effect = ?4) ORDER BY sequence LIMIT ?5"
        );
        let limit = span.limit.unwrap_or(u64::MAX);
        let values = values![span.after, span.vendor, span.key.map(Key), span.effect, limit];
        self.all(&sql, values, read::effect)
    }

    fn open_effects(&self, most: u64) -> Stored<Vec<Open>> {
        let sql = format!(
            "SELECT sequence, vendor, effect FROM outbox WHERE sequence > {PERFORMED} \
             ORDER BY sequence LIMIT ?1"
        );
        self.all(&sql, values![most], read::open)
    }

    fn last_open_effect(&self, most: u64) -> Stored<(u64, i64)> {
        let sql = format!(
            "SELECT count(*), coalesce(max(sequence), 0) FROM (SELECT sequence FROM outbox \
             WHERE sequence > {PERFORMED} ORDER BY sequence LIMIT ?1) AS open"
        );
        let found = self.one(&sql, values![most], |mut row| Ok((row.count(0)?, row.number(1)?)))?;
        Ok(found.unwrap_or_default())
    }

    fn count_open_effects(&self) -> Stored<u64> {
        let sql = format!("SELECT count(*) FROM outbox WHERE sequence > {PERFORMED}");
        Ok(self.one(&sql, &[], |mut row| row.count(0))?.unwrap_or_default())
    }

    /// Sequences become visible in their order, so one row speaks for all up to it. To mark each
    /// would write all of them a second time.
    fn close_effects(&self, last: i64, at: Moment) -> Stored<()> {
        let sql = "INSERT INTO performed (last, at) SELECT CAST(?1 AS BIGINT), CAST(?2 AS BIGINT) \
                   WHERE NOT EXISTS (SELECT 1 FROM performed WHERE last >= ?1) \
                   ON CONFLICT DO NOTHING";
        self.run(sql, values![last, at])?;
        Ok(())
    }

    fn answer(&self, key: AnswerKeyRef<'_>) -> Stored<Option<StoredAnswer>> {
        let sql = "SELECT request_id, digest, status, body, stored_at FROM entry \
                   WHERE client = ?1 AND method = ?2 AND path = ?3 AND correlation_id = ?4";
        let values = values![key.client, key.method, Key(key.path), Key(key.correlation_id)];
        self.one(sql, values, |row| read::answer(key, row))
    }

    fn uses_request_id(&self, key: AnswerKeyRef<'_>, id: &str, since: &str) -> Stored<bool> {
        let sql = "SELECT path FROM entry WHERE client = ?1 AND request_id = ?2 \
                   AND stored_at > ?3 AND NOT (method = ?4 AND path = ?5 AND correlation_id = ?6)";
        let AnswerKeyRef { client, method, path, correlation_id } = key;
        self.is_there(sql, values![client, Key(id), since, method, Key(path), Key(correlation_id)])
    }

    fn add_answer(&self, answer: &StoredAnswer, since: &str) -> Stored<()> {
        let StoredAnswer { key, request_id, body_digest, status, body, stored_at, .. } = answer;
        let (client, method) = (&*key.client, &*key.method);
        let (path, correlation_id) = (&*key.path, &*key.correlation_id);
        let request_id = request_id.as_deref().map(Key);
        let (digest, stored_at) = (body_digest.to_string(), stored_at.to_string());
        let insert = "INSERT INTO entry (client, method, path, correlation_id, request_id, digest, \
                      status, body, stored_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9) \
                      ON CONFLICT DO NOTHING";
        let values = values![
            client,
            method,
            Key(path),
            Key(correlation_id),
            request_id,
            &digest,
            u64::from(*status),
            &**body,
            &stored_at
        ];
        if self.run(insert, values)? == 1 {
            return Ok(());
        }
        // Of what is in the way, this no longer counts.
        let sql = "DELETE FROM entry WHERE client = ?1 AND stored_at <= ?2 AND (request_id = ?3 \
                   OR method = ?4 AND path = ?5 AND correlation_id = ?6)";
        let older = values![client, since, request_id, method, Key(path), Key(correlation_id)];
        self.run(sql, older)?;
        self.only(insert, values)
    }

    fn purge_answers(&self, since: &str) -> Stored<()> {
        self.run("DELETE FROM entry WHERE stored_at <= ?1", values![since])?;
        Ok(())
    }

    fn due(&self, vendor: &str, key: Option<&str>, now: Moment) -> Stored<Vec<Work>> {
        let Some(key) = key else {
            // Work whose record is in use is left to whoever uses it, or to the next look.
            let sql = format!(
                "SELECT due.tenant, due.key, due.kind, due.at FROM due \
                 JOIN record ON record.vendor = due.vendor AND record.key = due.key \
                 WHERE due.vendor = ?1 AND due.at <= ?2 ORDER BY due.at{}",
                self.sql.keeping(Rows::Skip)
            );
            return self.all(&sql, values![vendor, now], read::work);
        };
        let sql = "SELECT tenant, key, kind, at FROM due \
                   WHERE vendor = ?1 AND key = ?2 AND at <= ?3 ORDER BY at";
        self.all(sql, values![vendor, Key(key), now], read::work)
    }

    fn set_due(&self, vendor: &str, work: &Work) -> Stored<()> {
        let sql = "INSERT INTO due (vendor, key, kind, tenant, at) VALUES (?1, ?2, ?3, ?4, ?5) \
                   ON CONFLICT (vendor, key, kind) \
                   DO UPDATE SET tenant = excluded.tenant, at = excluded.at";
        self.only(sql, values![vendor, Key(&work.key), &work.kind, &work.tenant, work.at])
    }

    fn remove_due(&self, vendor: &str, key: &str, kind: &str) -> Stored<()> {
        let sql = "DELETE FROM due WHERE vendor = ?1 AND key = ?2 AND kind = ?3";
        self.run(sql, values![vendor, Key(key), kind])?;
        Ok(())
    }

    fn add_token(&self, digest: &[u8; 32], token: &Token, most: u64) -> Stored<()> {
        let client = token.client.as_str();
        self.sql.lock(Lock::Tokens { client })?;
        let sql = "INSERT INTO token (digest, client, expires, purge) VALUES (?1, ?2, ?3, ?4)";
        self.only(sql, values![digest, client, token.expires, token.purge])?;
        let sql = "DELETE FROM token WHERE digest IN (SELECT digest FROM token \
                   WHERE client = ?1 ORDER BY expires DESC LIMIT ?2 OFFSET ?3)";
        self.run(sql, values![client, u64::MAX, most])?;
        Ok(())
    }

    fn token(&self, digest: &[u8; 32]) -> Stored<Option<Token>> {
        let sql = "SELECT client, expires, purge FROM token WHERE digest = ?1";
        self.one(sql, values![digest], read::token)
    }

    fn purge_tokens(&self, machine: Moment) -> Stored<()> {
        self.run("DELETE FROM token WHERE purge <= ?1", values![machine])?;
        Ok(())
    }

    fn faults(&self, vendor: Option<&str>) -> Stored<Vec<Fault>> {
        let sql = "SELECT number, asked, times, skip FROM fault \
                   WHERE CAST(?1 AS TEXT) IS NULL OR vendor = ?1 ORDER BY number";
        self.all(sql, values![vendor], read::fault)
    }

    fn add_fault(&self, vendor: &str, fault: &Fault) -> Stored<i64> {
        let sql = "INSERT INTO fault (vendor, asked, times, skip) VALUES (?1, ?2, ?3, ?4) \
                   RETURNING number";
        let values = values![vendor, &fault.asked, fault.times, fault.skip];
        self.one(sql, values, |mut row| row.number(0))?.ok_or(StoreError::Unreadable("a fault"))
    }

    fn use_fault(&self, fault: &Fault, times: u64, skip: u64) -> Stored<()> {
        let (number, was) = (fault.number, [fault.times, fault.skip]);
        if times == 0 {
            let sql = "DELETE FROM fault WHERE number = ?1 AND times = ?2 AND skip = ?3";
            return self.only(sql, values![number, was[0], was[1]]);
        }
        let sql = "UPDATE fault SET times = ?1, skip = ?2 \
                   WHERE number = ?3 AND times = ?4 AND skip = ?5";
        self.only(sql, values![times, skip, number, was[0], was[1]])
    }

    fn remove_faults(&self, number: Option<i64>) -> Stored<bool> {
        let sql = "DELETE FROM fault WHERE CAST(?1 AS BIGINT) IS NULL OR number = ?1";
        Ok(self.run(sql, values![number])? > 0)
    }

    fn reset(&self) -> Stored<()> {
        self.sql.lock(Lock::All)?;
        self.seen.borrow_mut().clear();
        self.sql.batch(RESET)
    }
}
