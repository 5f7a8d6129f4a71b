//! The one transaction of a call: look up, respond, store.

use alloc::collections::BTreeSet;
use std::time::Instant;

use customer_core::decision::Refusal;
use customer_core::endpoint::{Digest, Found, Fresh, Known, Replied, Revision, Tenant};
use customer_core::http::{self, Request};
use serde::Serialize;
use sha2::{Digest as _, Sha256};

use super::answer::Answer;
use super::outcome::{Kept, Outcome, Reply, Reported, Step};
use super::{How, keep};
use crate::crash::Point;
use crate::fault::{self, Phase, Target, Waiting};
use crate::knobs::Current;
use crate::service::Service;
use crate::store::{self, End, Owned, Row, StoreError, Stored, Tables};
use crate::vendor::{Identity, Played};
use crate::{due, history, token};

/// The call that an event comes from.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Cause<'c> {
    call: String,
    client: &'c str,
    request_id: Option<&'c str>,
    correlation_id: Option<&'c str>,
}

/// A vendor's call on its way.
pub(super) struct Turn<'t, V: Played> {
    pub(super) service: &'t Service,
    pub(super) call: V::Call<'t>,
    method: &'t str,
    request_id: String,
    digest: Digest,
    how: How,
}

impl<'t, V: Played> Turn<'t, V> {
    pub(super) fn new(
        service: &'t Service,
        request: &Request<'t>,
        call: V::Call<'t>,
        how: How,
        request_id: String,
    ) -> Self {
        // It is only compared with those of stored answers.
        let digest = match V::wanted(&call).answer {
            Some(_) => Digest(Sha256::digest(request.body).into()),
            None => Digest::NONE,
        };
        Self { service, call, method: request.method, request_id, digest, how }
    }

    /// Runs the transaction and makes the answer.
    pub(super) fn run(&self) -> Step {
        let mut answer = match self.outcome() {
            Ok(Outcome::Replied(reported)) => {
                if reported.kept != Kept::Nothing {
                    self.service.crash.pass(Point::K3);
                }
                self.answer(*reported)
            }
            Ok(Outcome::Fault(asked)) => {
                self.service.metrics.fault(asked.kind.as_str());
                if let Some(milliseconds) = asked.ms {
                    return Step::Wait(milliseconds);
                }
                let mut answer = Answer::of(self.failed(500));
                answer.fault(&asked, |status| self.failed(status));
                answer
            }
            Ok(Outcome::NeedsBody) => return Step::NeedsBody,
            Ok(Outcome::NeedsWriter | Outcome::Behind(_) | Outcome::Unknown)
            | Err(StoreError::Late | StoreError::Moved) => {
                Answer::of(V::unavailable(&self.call, &self.fresh("")))
            }
            Err(error) => {
                tracing::error!(vendor = V::NAME, %error, "a call failed");
                Answer::of(self.failed(500))
            }
        };
        if self.how.delayed && answer.report.fault.is_none() {
            answer.faulted(fault::Kind::Delay);
        }
        self.report(&mut answer);
        Step::done(answer)
    }

    /// The answer to a call that can't be run.
    pub(super) fn fail(&self) -> Step {
        let mut answer = Answer::of(self.failed(500));
        self.report(&mut answer);
        Step::done(answer)
    }

    fn fresh<'f>(&'f self, customer_id: &'f str) -> Fresh<'f> {
        Fresh { request_id: &self.request_id, customer_id }
    }

    fn failed(&self, status: u16) -> http::Reply {
        V::failed(&self.call, status, &self.fresh(""))
    }

    /// What comes of it, after what is due in the records that it depends on. That is done in a
    /// transaction of its own: two calls that hold their records, and wait for each other's, would
    /// wait for ever.
    fn outcome(&self) -> Stored<Outcome<V>> {
        let Self { service, how, .. } = self;
        let mut writes = V::is_write(&self.call);
        loop {
            match self.transaction(writes)? {
                Outcome::NeedsWriter if !writes => writes = true,
                Outcome::Behind(keys) if Instant::now() < how.deadline => {
                    store::write(&*service.store, how.deadline, |tables| {
                        due::perform_of::<V>(tables, service, &keys)
                    })?;
                }
                outcome => return Ok(outcome),
            }
        }
    }

    fn transaction(&self, writes: bool) -> Stored<Outcome<V>> {
        let (mut found, mut tries) = (None, 0_u64);
        let mut job = |tables: &dyn Tables| {
            tries = tries.saturating_add(1);
            if tries > 1 {
                self.service.metrics.conflict();
            }
            let (outcome, end) = self.inside(tables, writes)?;
            found = Some(outcome);
            Ok(end)
        };
        if writes {
            self.service.store.write(self.how.deadline, &mut job)?;
        } else {
            self.service.store.read(self.how.deadline, &mut job)?;
        }
        found.ok_or(StoreError::Unreadable("an outcome"))
    }

    /// Everything that is looked up, decided and stored. A reader that finds something to write
    /// says so.
    fn inside(&self, tables: &dyn Tables, writes: bool) -> Stored<(Outcome<V>, End)> {
        let Self { service, call, .. } = self;
        let wanted = V::wanted(call);
        let key = wanted.customer.map(|id| V::key(id).into_owned());
        let key = key.as_deref();
        if let Some(key) = key.filter(|_| writes) {
            tables.hold(V::NAME, key)?;
        }
        let now = Current::read(tables, &service.start)?;
        let issued = |sent: &str| token::owner(tables, sent, now.at);
        let identity = V::identify(&service.tenants, &wanted.credential, &issued)?;
        let mut known = Known::nothing(now.stamp, self.fresh(""));
        known.digest = self.digest;
        known.caller = identity.as_ref().map(|identity| &*identity.caller);
        let admitted = V::admitted(call, &known);
        let Some(identity) = identity.as_ref().filter(|_| admitted) else {
            return self.respond(known, &now).map(|outcome| (outcome, End::Rollback));
        };
        if wanted.list.is_some() {
            let due = tables.due(V::NAME, None, now.at)?.into_iter();
            let keys = due.filter(|work| work.tenant == identity.tenant).map(|work| work.key);
            let keys: BTreeSet<_> = keys.collect();
            if !keys.is_empty() {
                return Ok((Outcome::Behind(keys), End::Rollback));
            }
        }
        let target = Target { vendor: V::NAME, method: Some(self.method), key };
        let faults = match self.how.delayed {
            true => Waiting::NONE,
            false => Waiting::read(tables, &target)?,
        };
        let is_target = faults.has(Phase::Before);
        if is_target {
            if !writes {
                return Ok((Outcome::NeedsWriter, End::Rollback));
            }
            if let Some(asked) = faults.take(tables, Phase::Before)? {
                return Ok((Outcome::Fault(asked.clone()), End::Commit));
            }
        }
        let mut was_due = false;
        if key.is_some() && writes {
            was_due = due::perform::<V>(tables, service, key, &now)?;
        } else if key.is_some() && !tables.due(V::NAME, key, now.at)?.is_empty() {
            return Ok((Outcome::NeedsWriter, End::Rollback));
        }
        if V::is_write(call) && !self.how.awaits {
            service.crash.pass(Point::K1);
        }
        let (mut outcome, mut end) = self.look(tables, &now, identity, known, writes)?;
        // It is looked at again from the start, and all of this with it.
        if matches!(outcome, Outcome::NeedsBody | Outcome::Behind(_)) {
            return Ok((outcome, End::Rollback));
        }
        // A fault that was passed over counts as well.
        if was_due || is_target {
            end = End::Commit;
        }
        if let Outcome::Replied(reported) = &mut outcome
            && reported.kept != Kept::Nothing
        {
            reported.after = faults.take(tables, Phase::After)?.cloned();
            service.crash.pass(Point::K2);
        }
        Ok((outcome, end))
    }

    /// Looks up what is wanted, and responds.
    fn look(
        &self,
        tables: &dyn Tables,
        now: &Current,
        identity: &Identity<'_, V::Caller>,
        known: Known<'_, V::Record, V::Caller>,
        writes: bool,
    ) -> Stored<(Outcome<V>, End)> {
        let call = &self.call;
        let wanted = V::wanted(call);
        let tenant = identity.tenant;
        let (mut row, mut record, mut new_id) = (None, None, String::new());
        let mut tenancy = Tenant::Own;
        if let Some(id) = wanted.customer {
            let key = V::key(id);
            row = tables.record(V::NAME, tenant, &key)?;
            record = row.as_ref().map(|row| self.read(&key, row, writes)).transpose()?;
            if row.is_none() && tables.owner(V::NAME, &key)?.is_some() {
                // That it is there is all that is said of it.
                (record, tenancy) = (Some(Box::default()), Tenant::Other);
            }
        } else if V::is_write(call) {
            new_id = history::new_id::<V>(tables)?;
        }
        let revision = row.as_ref().map(|row| row.revision);
        let mut known = known;
        known.fresh = Fresh { request_id: &self.request_id, customer_id: &new_id };
        known.record = record.as_deref().map(|record| Found {
            record,
            revision: revision.unwrap_or_default(),
            tenant: tenancy,
        });
        let since = now.answers_since(customer_core::adobe::endpoint::KEPT_DAYS);
        let answer = wanted.answer.map(|key| tables.answer(key)).transpose()?.flatten();
        known.answer = answer.as_ref();
        if let (Some(key), Some(id)) = (wanted.answer, wanted.request_id) {
            known.request_id_used = tables.uses_request_id(key, id, &since)?;
        }
        let mut records = Vec::new();
        if wanted.list.is_some() {
            let rows = tables.records(V::NAME, tenant)?;
            records = rows.iter().map(history::record::<V>).collect::<Stored<_>>()?;
        }
        let listed = wanted.list.map(|query| V::page(query, &identity.caller, &records));
        if let Some((page, total)) = &listed {
            (known.page, known.total) = (page, *total);
        }
        if !writes || !V::is_write(call) {
            return Ok((self.respond(known, now)?, End::Rollback));
        }
        let key = wanted.customer.map_or_else(|| V::key(&new_id), V::key);
        let owned = Owned { vendor: V::NAME, tenant, key: &key };
        let set = due::set(row.as_ref().map_or("{}", |row| &row.facts))?;
        let replied = match self.decide(tables, &owned, &known, set, now)? {
            Ok(replied) => replied,
            Err(outcome) => return Ok((outcome, End::Rollback)),
        };
        if self.how.awaits && is_about_body(&replied) {
            return Ok((Outcome::NeedsBody, End::Rollback));
        }
        let before = record.filter(|_| tenancy == Tenant::Own).zip(revision);
        let recent = &self.service.recent;
        let what = keep::What { recent, name: identity.name, now, since: &since, owned };
        let (mut outcome, end) = self.store(tables, replied, before, &what)?;
        if let Outcome::Replied(reported) = &mut outcome
            && reported.kept == Kept::Event
            && wanted.customer.is_none()
        {
            reported.created = Some(new_id);
        }
        Ok((outcome, end))
    }

    /// The record in a row. Whoever writes takes it from those that are remembered.
    fn read(&self, key: &str, row: &Row, writes: bool) -> Stored<Box<V::Record>> {
        match writes {
            true => self.service.recent.record::<V>(key, row),
            false => history::record::<V>(row).map(Box::new),
        }
    }

    /// Stores what belongs to a reply.
    fn store(
        &self,
        tables: &dyn Tables,
        replied: Reply<V>,
        before: Option<(Box<V::Record>, Revision)>,
        what: &keep::What<'_>,
    ) -> Stored<(Outcome<V>, End)> {
        let revision = before.as_ref().map(|(_, revision)| *revision);
        let mut reported = Box::new(Reported::of(replied, revision, true, what.now.at));
        let Some(write) = reported.replied.write.take() else {
            return Ok((Outcome::Replied(reported), End::Rollback));
        };
        let cause = self.cause(&reported.replied.reply, what.name)?;
        let next = keep::keep::<V>(tables, write, before, what, cause)?;
        reported.revision = next.or(revision);
        reported.kept = if next.is_some() { Kept::Event } else { Kept::Answer };
        Ok((Outcome::Replied(reported), End::Commit))
    }

    fn cause(&self, reply: &http::Reply, client: &str) -> Stored<String> {
        let cause = Cause {
            call: format!("{} {}", self.method, V::route(&self.call).unwrap_or_default()),
            client,
            request_id: reply.header("X-Request-Id"),
            correlation_id: V::wanted(&self.call).answer.map(|key| key.correlation_id),
        };
        history::json(&cause, "a cause")
    }

    /// What the client gets.
    fn answer(&self, reported: Reported<V>) -> Answer {
        let Reported { replied, after, revision, admitted, kept, created, at } = reported;
        let is_write = V::is_write(&self.call);
        let mut answer = Answer::of(replied.reply);
        answer.report.revision = revision;
        answer.report.id = created;
        answer.report.at = Some(at);
        if let Some(refusal) = &replied.refusal {
            answer.report.rules = refusal.violations().map(|one| one.rule.id).collect();
        }
        if is_write && admitted && replied.replayed.is_none() {
            answer.report.verdict = Some(match answer.reply.status {
                400.. => "rejected",
                _ if kept == Kept::Event => "applied",
                _ => "unchanged",
            });
        }
        if let Some(replayed) = replied.replayed {
            answer.replayed(replayed);
        }
        if let Some(asked) = &after {
            self.service.metrics.fault(asked.kind.as_str());
            answer.fault(asked, |status| self.failed(status));
        }
        if kept != Kept::Nothing && self.service.crash.is_now(Point::K4) {
            answer.tear();
        }
        answer
    }

    /// Fills in what is reported of the call.
    fn report(&self, answer: &mut Answer) {
        let wanted = V::wanted(&self.call);
        let body = answer.reply.body.as_deref().filter(|_| answer.reply.status >= 400);
        let body = body.and_then(|body| serde_json::from_str(body).ok());
        let report = &mut answer.report;
        report.vendor = V::NAME;
        report.route = V::route(&self.call);
        // A creation has said it already.
        report.id = report.id.take().or_else(|| wanted.customer.map(str::to_owned));
        report.correlation_id = V::correlation_id(&self.call).map(str::to_owned);
        report.request_id = answer.reply.header("X-Request-Id").map(str::to_owned);
        report.code = body.as_ref().and_then(V::code);
    }
}

/// Whether a reply to a call with an empty body may be another with the right one: the body is
/// refused, or it is to be compared with the one that was answered before.
fn is_about_body<R, D, E>(replied: &Replied<R, D, E>) -> bool {
    let mut violations = replied.refusal.iter().flat_map(Refusal::violations);
    let is_refused = violations.any(|one| one.rule.id.split('.').nth(1) == Some("body"));
    is_refused || replied.replayed.is_some()
}
