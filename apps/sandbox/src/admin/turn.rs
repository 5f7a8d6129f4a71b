//! What can be turned: faults, the clock, knobs; and the way back.

use alloc::sync::Arc;

use axum::extract::{Request, State};
use axum::response::Response;
use customer_core::json::Document;
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::extract::Path;
use super::problem::{Given, Problem};
use super::request::{body, empty, json, looking, no_form, reading, writing};
use crate::clock::Moment;
use crate::due;
use crate::fault::{self, Asked};
use crate::knobs::{self, Current};
use crate::object::{self, given};
use crate::service::Service;
use crate::store::Tables;

/// `GET /_sandbox/faults`
pub(super) async fn get_faults(State(service): State<Arc<Service>>) -> Result<Response, Problem> {
    json(200, &looking(&service, |tables, _, _| fault::list(tables).map(Ok)).await?)
}

/// `GET /_sandbox/faults/{number}`
pub(super) async fn get_fault(
    State(service): State<Arc<Service>>,
    Path(number): Path<String>,
) -> Result<Response, Problem> {
    let number = number_of(&number)?;
    let faults = looking(&service, |tables, _, _| fault::list(tables).map(Ok)).await?;
    let found = faults.iter().find(|fault| fault.n == number);
    json(200, found.ok_or_else(no_fault)?)
}

/// The number of a fault in a path.
fn number_of(text: &str) -> Result<i64, Problem> {
    text.parse().map_err(|_| no_fault())
}

fn no_fault() -> Problem {
    Problem::new(404, "no fault has this number")
}

/// `POST /_sandbox/faults`
pub(super) async fn post_fault(
    State(service): State<Arc<Service>>,
    request: Request,
) -> Result<Response, Problem> {
    if !service.access.faults {
        return Err(Problem::new(403, "faults need --allow-faults on this address"));
    }
    let asked = Asked::read(&body(request).await?)?;
    let added = writing(&service, move |tables, service, now| add(tables, service, now, &asked));
    json(201, &added.await?)
}

/// Adds a fault. It is for what comes, so what was due before is done first.
pub(crate) fn add(
    tables: &dyn Tables,
    service: &Service,
    now: &Current,
    asked: &Asked,
) -> Given<fault::Shown> {
    due::perform_all(tables, service, now)?;
    fault::add(tables, asked).map(Ok)
}

/// Removes a fault, or all of them; whether there was one. What was due before has met them.
pub(crate) fn remove(
    tables: &dyn Tables,
    service: &Service,
    now: &Current,
    number: Option<i64>,
) -> Given<bool> {
    due::perform_all(tables, service, now)?;
    tables.remove_faults(number).map(Ok)
}

/// `DELETE /_sandbox/faults`
pub(super) async fn delete_faults(
    State(service): State<Arc<Service>>,
    request: Request,
) -> Result<Response, Problem> {
    no_form(&request)?;
    writing(&service, |tables, service, now| remove(tables, service, now, None)).await?;
    Ok(empty())
}

/// `DELETE /_sandbox/faults/{number}`
pub(super) async fn delete_fault(
    State(service): State<Arc<Service>>,
    Path(number): Path<String>,
    request: Request,
) -> Result<Response, Problem> {
    no_form(&request)?;
    let number = number_of(&number)?;
    let removed =
        writing(&service, move |tables, service, now| remove(tables, service, now, Some(number)));
    if removed.await? { Ok(empty()) } else { Err(no_fault()) }
}

fn shown(now: &Current) -> Value {
    json!({ "now": now.at.to_string() })
}

/// `GET /_sandbox/clock`
pub(super) async fn get_clock(State(service): State<Arc<Service>>) -> Result<Response, Problem> {
    json(200, &reading(&service, |_, _, now| Ok(Ok(shown(now)))).await?)
}

/// How the clock is to be moved.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Moving {
    #[serde(default, deserialize_with = "given")]
    set: Option<String>,
    #[serde(default, deserialize_with = "given")]
    advance_seconds: Option<u64>,
}

/// Moves the clock: never backwards, never beyond its end.
pub(crate) fn advance(tables: &dyn Tables, now: &Current, moving: &Moving) -> Given<Value> {
    let to = match moving {
        Moving { set: Some(text), advance_seconds: None } => Moment::parse(text),
        Moving { set: None, advance_seconds: Some(seconds) } => {
            let seconds = i64::try_from(*seconds).unwrap_or(i64::MAX);
            Some(now.at.later(seconds.saturating_mul(1000)))
        }
        _ => return Ok(Err(Problem::bad("say set, or advance_seconds"))),
    };
    let Some(to) = to else { return Ok(Err(Problem::bad("set is no moment of RFC 3339"))) };
    if to.seconds() < now.at.seconds() {
        return Ok(Err(Problem::bad("the clock never goes backwards")));
    }
    if to > Moment::LAST {
        return Ok(Err(Problem::bad("the clock ends with the year 9999")));
    }
    // What is shown is cut to the second; setting that again moves nothing.
    let to = to.max(now.at);
    knobs::set_clock(tables, to)?;
    Ok(Ok(json!({ "now": to.to_string() })))
}

/// `PUT /_sandbox/clock`
pub(super) async fn put_clock(
    State(service): State<Arc<Service>>,
    request: Request,
) -> Result<Response, Problem> {
    let body = body(request).await?;
    let moving: Moving = object::read(&body).map_err(|e| Problem::unreadable(&e))?;
    let moved = writing(&service, move |tables, _, now| advance(tables, now, &moving));
    json(200, &moved.await?)
}

/// `GET /_sandbox/config`
pub(super) async fn get_config(State(service): State<Arc<Service>>) -> Result<Response, Problem> {
    json(200, &reading(&service, |_, _, now| Ok(Ok(now.knobs.json()))).await?)
}

/// Turns knobs, all that are given or none. What was due before is done as they were.
pub(crate) fn set_knobs(
    tables: &dyn Tables,
    service: &Service,
    now: &Current,
    asked: &Map<String, Value>,
) -> Given<Value> {
    let settings = match now.knobs.asked(asked) {
        Ok(settings) => settings,
        Err(why) => return Ok(Err(Problem::bad(why))),
    };
    due::perform_all(tables, service, now)?;
    for (name, value) in settings {
        tables.set(&name, Some(&value))?;
    }
    Ok(Ok(Current::read(tables, &service.start)?.knobs.json()))
}

/// The members of a body. Of two with one name a map keeps the last, and nobody knows which is
/// meant.
fn members(body: &[u8]) -> Result<Map<String, Value>, Problem> {
    let members = object::read(body).map_err(|error| Problem::unreadable(&error))?;
    let text = str::from_utf8(body).map_err(|_| Problem::bad("the body is not UTF-8"))?;
    Document::parse(text).map_err(|error| Problem::bad(error.to_string()))?;
    Ok(members)
}

/// `PATCH /_sandbox/config`
pub(super) async fn patch_config(
    State(service): State<Arc<Service>>,
    request: Request,
) -> Result<Response, Problem> {
    let asked = members(&body(request).await?)?;
    let knobs =
        writing(&service, move |tables, service, now| set_knobs(tables, service, now, &asked));
    json(200, &knobs.await?)
}

/// `POST /_sandbox/reset`
pub(super) async fn post_reset(
    State(service): State<Arc<Service>>,
    request: Request,
) -> Result<Response, Problem> {
    no_form(&request)?;
    writing(&service, |tables, _, _| tables.reset().map(Ok)).await?;
    service.journal.clear();
    service.recent.clear();
    Ok(empty())
}
