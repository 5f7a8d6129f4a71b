//! The history of a record: each change with its place, before, after, and cause.

use alloc::sync::Arc;
use std::collections::HashMap;

use axum::extract::State;
use axum::response::Response;
use customer_core::decision::Event;
use customer_core::endpoint::Revision;
use customer_core::json::Writer;
use serde::Serialize;
use serde_json::value::RawValue;

use super::customers::{find, no_vendor};
use super::extract::Path;
use super::problem::{Given, Problem};
use super::request::{json, raw, writing};
use crate::history;
use crate::knobs::Current;
use crate::service::Service;
use crate::store::{self, Effect, Span, Stored, Tables};
use crate::vendor::{Played, with_vendor};

/// One entry of a history.
#[derive(Serialize)]
pub(crate) struct Entry {
    pub(crate) revision: u64,
    pub(crate) at: String,
    pub(crate) cause: Box<RawValue>,
    /// The changes, as the contract writes them.
    pub(crate) changes: Box<RawValue>,
    /// The effects, as the contract writes them.
    pub(crate) effects: Vec<Box<RawValue>>,
    /// The document with which it began.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) document: Option<Box<RawValue>>,
}

/// The history of a record, oldest first.
pub(crate) fn of<V: Played>(
    tables: &dyn Tables,
    service: &Service,
    now: &Current,
    id: &str,
) -> Given<Vec<Entry>> {
    if find::<V>(tables, service, now, id, true)?.is_none() {
        return Ok(Err(Problem::no_record()));
    }
    let key = V::key(id);
    let span = Span { vendor: Some(V::NAME), key: Some(&key), ..Span::default() };
    // Each is looked at once: both lists grow with every call.
    let mut effects: HashMap<Revision, Vec<Effect>> = HashMap::new();
    for effect in tables.effects(&span)? {
        effects.entry(effect.revision).or_default().push(effect);
    }
    let events = tables.events(V::NAME, &key)?;
    let entries = events.iter().map(|event| {
        let own = effects.remove(&event.revision).unwrap_or_default();
        entry::<V>(event, own)
    });
    entries.collect::<Stored<Vec<_>>>().map(Ok)
}

fn entry<V: Played>(row: &store::Event, effects: Vec<Effect>) -> Stored<Entry> {
    let (mut changes, mut document) = (String::new(), None);
    let mut w = Writer::new(&mut changes);
    w.begin_list();
    match history::event::<V>(row)? {
        Event::Created(record) => {
            let mut text = String::new();
            V::write_document(&record, false, &mut Writer::new(&mut text));
            document = Some(raw(text)?);
        }
        Event::Decided(decision) => {
            V::changes(&decision).into_iter().for_each(|change| change.write(&mut w));
        }
        Event::Removed => {}
    }
    w.end_list();
    let effects = effects.into_iter().map(|effect| raw(effect.data)).collect::<Stored<_>>()?;
    Ok(Entry {
        revision: row.revision,
        at: row.at.to_string(),
        cause: raw(row.cause.clone())?,
        changes: raw(changes)?,
        effects,
        document,
    })
}

/// `GET /_sandbox/{vendor}/customers/{id}/history`
pub(super) async fn get(
    State(service): State<Arc<Service>>,
    Path((vendor, id)): Path<(String, String)>,
) -> Result<Response, Problem> {
    let entries = writing(&service, move |tables, service, now| {
        let entries = with_vendor!(&*vendor, of(tables, service, now, &id));
        entries.unwrap_or_else(|| Ok(Err(no_vendor())))
    });
    json(200, &entries.await?)
}
