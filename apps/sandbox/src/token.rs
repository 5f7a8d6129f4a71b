//! Tokens of Adobe's clients. The core reads the call and writes the answer.

use customer_core::adobe::endpoint::token;
use customer_core::http::{Limits, Reply, Request};
use sha2::{Digest as _, Sha256};
use std::time::Instant;

use crate::clock::Moment;
use crate::knobs::Current;
use crate::random;
use crate::service::Service;
use crate::store::{self, Stored, Tables, Token};

/// The most tokens of one client that are good at once.
const MOST: u64 = 10_000;

fn digest(token: &str) -> [u8; 32] {
    Sha256::digest(token).into()
}

/// The client that a token was issued to, if it is still good.
pub(crate) fn owner(tables: &dyn Tables, token: &str, now: Moment) -> Stored<Option<String>> {
    let found = tables.token(&digest(token))?;
    Ok(found.filter(|token| now < token.expires).map(|token| token.client))
}

/// Answers a token call.
pub(crate) fn issue(
    service: &Service,
    request: &Request<'_>,
    limits: &Limits,
    deadline: Instant,
) -> Stored<Reply> {
    let call = match token(request, limits) {
        Ok(call) => call,
        Err(reply) => return Ok(reply),
    };
    let mut clients = service.tenants.adobe.client.iter();
    let known = clients.find(|client| client.id.as_str() == call.client_id);
    let Some(client) = known.filter(|client| client.secret.is(&call.client_secret)) else {
        return Ok(call.refused());
    };
    let text = random::token()?;
    let seconds = store::write(&*service.store, deadline, |tables| {
        let now = Current::read(tables, &service.start)?;
        let seconds = now.knobs.token_seconds;
        let life = i64::try_from(seconds).unwrap_or(i64::MAX).saturating_mul(1000);
        let machine = Moment::machine();
        tables.purge_tokens(machine)?;
        let token = Token {
            client: client.id.to_string(),
            expires: now.at.later(life),
            purge: machine.later(life),
        };
        tables.add_token(&digest(&text), &token, MOST)?;
        Ok(seconds)
    })?;
    Ok(call.issued(&text, seconds))
}
