//! Inputs by hand: what happens to a record outside of calls.

use alloc::sync::Arc;

use axum::extract::{Request, State};
use axum::response::Response;
use customer_core::contract::{self, Verdict};
use customer_core::decision::Event;
use customer_core::json::{At, Document, Errors, Writer};
use serde_json::Value;

use super::customers::{find, no_vendor};
use super::extract::Path;
use super::problem::{Given, Problem};
use super::request::{body, text, writing};
use crate::due;
use crate::history::{self, Happened, keep, sandbox};
use crate::knobs::Current;
use crate::service::Service;
use crate::store::{Owned, Stored, Tables};
use crate::vendor::{Facts, Played, read_facts, with_vendor};

/// Puts an input, and gives the contract's answer whatever its verdict.
pub(crate) fn put<V: Played>(
    tables: &dyn Tables,
    service: &Service,
    now: &Current,
    (id, sent): (&str, &str),
) -> Given<String> {
    let document = match Document::parse(sent) {
        Ok(document) => document,
        Err(error) => return Ok(Err(Problem::bad(error.to_string()))),
    };
    let (name, input) = match read::<V>(&document) {
        Ok(read) => read,
        Err(problem) => return Ok(Err(problem)),
    };
    let Some((tenant, row)) = find::<V>(tables, service, now, id, true)? else {
        return Ok(Err(Problem::no_record()));
    };
    let record = history::record::<V>(&row)?;
    let mut facts = V::facts(&service.tenants, &tenant, Some(&record));
    facts.extend(due::set(&row.facts)?);
    facts.extend(V::circumstances(now.stamp));
    let policy = now.knobs.policy::<V>()?;
    let mut answer = String::new();
    let question = question::<V>(&record, sent, &facts, now);
    // Unreadable is also what would lead beyond a limit.
    if contract::apply_into(question.as_bytes(), &mut answer) == Verdict::Unreadable {
        return Ok(Ok(answer));
    }
    let Ok(decision) = V::decide(&record, &input, &read_facts::<V>(&facts, policy)?) else {
        return Ok(Ok(answer));
    };
    let key = V::key(id);
    let owned = Owned { vendor: V::NAME, tenant: &tenant, key: &key };
    if let Some(due) = V::does(&name) {
        tables.remove_due(V::NAME, &key, due.as_str())?;
    }
    let mut after = record.clone();
    if V::evolve(&mut after, &decision).is_err() {
        return Ok(Ok(answer));
    }
    let effects = V::effects(&decision, &after);
    if after != record || !effects.is_empty() {
        let cause = sandbox("input");
        let (event, at) = (Event::Decided(decision), now.at);
        let happened = Happened { event, effects, cause, at, facts: String::new() };
        keep::<V>(tables, &owned, Some((Box::new(record), row.revision)), happened)?;
    }
    Ok(Ok(answer))
}

/// The only member of the body, if it is an input of this vendor and no call.
fn read<'d, V: Played>(document: &'d Document<'_>) -> Result<(String, V::Input<'d>), Problem> {
    let inputs: Vec<_> = V::INPUTS.iter().filter(|name| **name != "update").copied().collect();
    let other = || {
        let known = inputs.join(", ");
        Problem::bad(format!("an input is an object with exactly one member of {known}"))
    };
    let mut members = document.root().members().into_iter().flatten();
    let (Some((name, value)), None) = (members.next(), members.next()) else {
        return Err(other());
    };
    if !inputs.contains(&name.as_str()) {
        return Err(other());
    }
    let mut errors = Errors::default();
    let input = V::read_input(&name, value, &At::ROOT.other(&name), &mut errors);
    match errors.finish(Some(input)) {
        Ok(Some(input)) => Ok((name.as_str().to_owned(), input)),
        Ok(None) => Err(other()),
        Err(unreadable) => Err(Problem::bad(unreadable.to_string())),
    }
}

/// The same as a question of the contract.
fn question<V: Played>(record: &V::Record, input: &str, facts: &Facts, now: &Current) -> String {
    let (mut customer, mut internal) = (String::new(), String::new());
    V::write_document(record, false, &mut Writer::new(&mut customer));
    V::write_internal(record, &mut Writer::new(&mut internal));
    let facts = Value::Object(facts.clone());
    let policies = now.knobs.policy.iter();
    let policy = policies.filter(|(name, _)| *name == V::NAME).map(|(_, preset)| *preset);
    format!(
        r#"{{"vendor":"{}","customer":{customer},"internal":{internal},"input":{input},"#,
        V::NAME
    ) + &format!(r#""facts":{facts},"policy":"{}"}}"#, policy.collect::<String>())
}

/// `POST /_sandbox/{vendor}/customers/{id}/input`
pub(super) async fn post(
    State(service): State<Arc<Service>>,
    Path((vendor, id)): Path<(String, String)>,
    request: Request,
) -> Result<Response, Problem> {
    let body = body(request).await?;
    let answer = writing(&service, move |tables, service, now| {
        let Ok(sent) = str::from_utf8(&body) else {
            return Ok(Err(Problem::bad("the body is not UTF-8")));
        };
        let answer: Option<Given<String>> =
            with_vendor!(&*vendor, put(tables, service, now, (&id, sent)));
        answer.unwrap_or_else(|| Stored::Ok(Err(no_vendor())))
    });
    Ok(text(200, "application/json", answer.await?))
}
