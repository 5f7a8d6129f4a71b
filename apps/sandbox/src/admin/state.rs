//! What is to be seen of the whole service: outbox, journal, health, metrics.

use alloc::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use customer_core::contract::VENDORS;
use serde::Serialize;
use serde_json::json;
use serde_json::value::RawValue;

use super::extract::Query;
use super::problem::Problem;
use super::request::{json, looking, raw, reading, text};
use crate::service::Service;
use crate::store::{Effect, Span, Stored, Tables};
use crate::vendor::{Played, with_vendor};

/// Which part of the outbox is asked for.
#[derive(Default)]
pub(crate) struct Asked {
    pub(crate) vendor: Option<String>,
    pub(crate) id: Option<String>,
    pub(crate) effect: Option<String>,
    pub(crate) after: Option<i64>,
    pub(crate) limit: Option<u64>,
}

/// A row of the outbox.
#[derive(Serialize)]
pub(crate) struct Row {
    pub(crate) sequence: i64,
    pub(crate) vendor: String,
    pub(crate) id: String,
    pub(crate) revision: u64,
    pub(crate) effect: String,
    /// The effect, as the contract writes it.
    pub(crate) data: Box<RawValue>,
    pub(crate) at: String,
    pub(crate) done: bool,
}

fn key_of<V: Played>(id: &str) -> String {
    V::key(id).into_owned()
}

/// Effects of the records that have an id. How ids are compared is a matter of each vendor.
fn of_id(tables: &dyn Tables, id: &str, whole: Span<'_>) -> Stored<Vec<Effect>> {
    let mut found = Vec::new();
    for vendor in VENDORS.iter().filter(|one| whole.vendor.is_none_or(|name| name == one.name)) {
        let key = with_vendor!(vendor.name, key_of(id));
        let span = Span { vendor: Some(vendor.name), key: key.as_deref(), ..whole };
        found.extend(tables.effects(&span)?);
    }
    found.sort_by_key(|effect| effect.sequence);
    let limit = whole.limit.and_then(|limit| usize::try_from(limit).ok());
    found.truncate(limit.unwrap_or(usize::MAX));
    Ok(found)
}

/// The rows of the outbox that are asked for, by sequence.
pub(crate) fn outbox(tables: &dyn Tables, asked: &Asked) -> Stored<Vec<Row>> {
    let whole = Span {
        vendor: asked.vendor.as_deref(),
        key: None,
        effect: asked.effect.as_deref(),
        after: asked.after.unwrap_or(i64::MIN),
        limit: asked.limit,
    };
    let rows = match &asked.id {
        Some(id) => of_id(tables, id, whole)?,
        None => tables.effects(&whole)?,
    };
    let shown = |row: Effect| {
        Ok(Row {
            sequence: row.sequence,
            vendor: row.vendor,
            id: row.id,
            revision: row.revision,
            effect: row.effect,
            data: raw(row.data)?,
            at: row.at.to_string(),
            done: row.done_at.is_some(),
        })
    };
    rows.into_iter().map(shown).collect()
}

/// `GET /_sandbox/outbox`
pub(super) async fn get_outbox(
    State(service): State<Arc<Service>>,
    query: Query,
) -> Result<Response, Problem> {
    let (vendor, id, effect) = (query.text("vendor")?, query.text("id")?, query.text("effect")?);
    let (after, limit) = (query.number("after")?, query.number("limit")?);
    let asked = Asked { vendor, id, effect, after, limit };
    let rows = looking(&service, move |tables, _, _| outbox(tables, &asked).map(Ok));
    json(200, &rows.await?)
}

/// `GET /_sandbox/journal`
pub(super) async fn get_journal(State(service): State<Arc<Service>>) -> Result<Response, Problem> {
    json(200, &service.journal.all())
}

/// `GET /_sandbox/health`
pub(super) async fn get_health(State(service): State<Arc<Service>>) -> Result<Response, Problem> {
    let answers = reading(&service, |_, _, _| Ok(Ok(()))).await;
    answers.map_err(|_| Problem::new(503, "the store does not answer"))?;
    let version = env!("CARGO_PKG_VERSION");
    json(200, &json!({ "status": "ok", "version": version, "store": service.store.kind() }))
}

/// `GET /metrics`
pub(super) async fn get_metrics(State(service): State<Arc<Service>>) -> Result<Response, Problem> {
    let pending = reading(&service, |tables, _, _| tables.count_open_effects().map(Ok)).await?;
    let metrics = service.metrics.text(pending);
    let metrics = metrics.map_err(|_| Problem::new(500, "the metrics can't be written"))?;
    Ok(text(200, "text/plain; version=0.0.4", metrics))
}
