//! Stored answers: which calls have one, and what it is.

use super::{Call, Known, Responded};
use crate::decision::Next;
use crate::endpoint::{AnswerKeyRef, Replayed, Replied, StoredAnswer};
use crate::http::Reply;

/// How many days a stored answer counts. From the last second on it is as if there were none.
pub const KEPT_DAYS: i64 = 10;

impl Call<'_> {
    /// The key of the answer to a write whose head names one.
    pub(super) fn key(&self) -> Option<AnswerKeyRef<'_>> {
        let client = self.api_key()?;
        let correlation_id = self.correlation_id()?;
        let (method, path) = (self.request.method, self.path());
        // Rule: adobe.idempotency.reads
        self.is_write().then_some(AnswerKeyRef { client, method, path, correlation_id })
    }
}

/// The stored answer to a write, if it counts.
pub(super) fn stored<'k>(call: &Call<'_>, known: &Known<'k>) -> Option<&'k StoredAnswer> {
    // Rule: adobe.idempotency.replayed
    known.answer.filter(|answer| call.is_write() && answer.is_young(known.now, KEPT_DAYS))
}

/// A stored answer again; `reply` says it.
pub(super) fn replay(answer: &StoredAnswer, known: &Known<'_>, reply: Reply) -> Responded {
    let is_same = answer.body_digest == known.digest;
    Responded::Reply(Replied {
        reply,
        replayed: Some(if is_same { Replayed::SameBody } else { Replayed::OtherBody }),
        write: None,
        next: next(answer),
        refusal: None,
    })
}

/// What to do after a stored answer, as far as it says so.
fn next(answer: &StoredAnswer) -> Next {
    match answer.status {
        200..=299 => Next::Done,
        404 => Next::Stop,
        _ => Next::Fix,
    }
}

/// The answer to be stored with what follows from a call.
pub(super) fn entry(call: &Call<'_>, known: &Known<'_>, reply: &Reply) -> Option<StoredAnswer> {
    let key = call.key()?.into_owned();
    let id = call.request_id().unwrap_or(known.fresh.request_id);
    let body = reply.body.clone().unwrap_or_default();
    Some(StoredAnswer::new(key, Some(id.into()), known.digest, (reply.status, body), known.now))
}
