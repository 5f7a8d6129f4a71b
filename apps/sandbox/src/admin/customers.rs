//! Records: who has which, one record, a record as it is, its facts.

use alloc::sync::Arc;

use axum::extract::{Request, State};
use axum::response::Response;
use customer_core::contract::Question;
use customer_core::json::{Document, Errors, Unreadable, Writer};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use super::extract::Path;
use super::problem::{Given, Problem};
use super::request::{body, empty, json, looking, raw, writing};
use crate::due;
use crate::history::{self, Happened, keep, sandbox};
use crate::knobs::Current;
use crate::object::{self, given};
use crate::service::Service;
use crate::store::{Owned, Row, Stored, Tables};
use crate::vendor::{Facts, Played, is_nameable, unsettable, with_vendor};

/// A record in the list of its vendor.
#[derive(Serialize)]
pub(crate) struct Listed {
    pub(crate) id: String,
    pub(crate) tenant: String,
    pub(crate) revision: u64,
}

/// One record, as the contract writes it.
#[derive(Serialize)]
pub(crate) struct Shown {
    pub(crate) customer: Box<RawValue>,
    pub(crate) internal: Box<RawValue>,
    pub(crate) facts: Facts,
    pub(crate) revision: u64,
}

/// A record to be placed as it is.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Placing<'b> {
    /// Only in a line of `--load`.
    #[serde(default, deserialize_with = "given")]
    pub(crate) vendor: Option<String>,
    tenant: String,
    #[serde(borrow)]
    customer: &'b RawValue,
    #[serde(borrow, default, deserialize_with = "given")]
    internal: Option<&'b RawValue>,
    #[serde(borrow, default, deserialize_with = "given")]
    facts: Option<&'b RawValue>,
}

/// What was placed.
#[derive(Serialize)]
pub(crate) struct Placed {
    pub(crate) id: String,
    pub(crate) tenant: String,
    pub(crate) revision: u64,
}

/// The problem of a path that names no vendor.
pub(crate) fn no_vendor() -> Problem {
    Problem::new(404, "no such vendor")
}

/// The records of a vendor.
pub(crate) fn list<V: Played>(tables: &dyn Tables) -> Stored<Vec<Listed>> {
    let owners = tables.owners(V::NAME)?;
    let listed = |one: crate::store::Owner| Listed {
        id: one.id,
        tenant: one.tenant,
        revision: one.revision,
    };
    Ok(owners.into_iter().map(listed).collect())
}

/// A record with its tenant, whoever that is.
pub(crate) fn find<V: Played>(
    tables: &dyn Tables,
    service: &Service,
    now: &Current,
    id: &str,
    writes: bool,
) -> Stored<Option<(String, Row)>> {
    let key = V::key(id);
    if writes {
        tables.hold(V::NAME, &key)?;
        due::perform::<V>(tables, service, Some(&key), now)?;
    }
    let Some(owner) = tables.owner(V::NAME, &key)? else { return Ok(None) };
    let row = tables.record(V::NAME, &owner.tenant, &key)?;
    Ok(row.map(|row| (owner.tenant, row)))
}

/// One record. A writer does first what is due.
pub(crate) fn show<V: Played>(
    tables: &dyn Tables,
    service: &Service,
    now: &Current,
    id: &str,
) -> Given<Shown> {
    let Some((tenant, row)) = find::<V>(tables, service, now, id, true)? else {
        return Ok(Err(Problem::no_record()));
    };
    let record = history::record::<V>(&row)?;
    let (mut customer, mut internal) = (String::new(), String::new());
    V::write_document(&record, false, &mut Writer::new(&mut customer));
    V::write_internal(&record, &mut Writer::new(&mut internal));
    let mut facts = V::facts(&service.tenants, &tenant, Some(&record));
    facts.extend(due::set(&row.facts)?);
    let (customer, internal) = (raw(customer)?, raw(internal)?);
    Ok(Ok(Shown { customer, internal, facts, revision: row.revision }))
}

/// Places a record as it is.
pub(crate) fn place<V: Played>(
    tables: &dyn Tables,
    service: &Service,
    now: &Current,
    placing: &Placing<'_>,
) -> Given<Placed> {
    let mut record = match read::<V>(placing) {
        Ok(record) => record,
        Err(problem) => return Ok(Err(problem)),
    };
    let tenant = placing.tenant.as_str();
    if !V::tenants(&service.tenants).contains(&tenant) {
        return Ok(Err(Problem::bad("the vendor has no such tenant")));
    }
    if !V::may_own(&service.tenants, tenant, &record) {
        return Ok(Err(Problem::bad("the tenant can't own this record")));
    }
    let facts = placing.facts.map_or("{}", RawValue::get);
    if let Some(why) = unsettable::<V>(facts, now.knobs.policy::<V>()?) {
        return Ok(Err(Problem::bad(why)));
    }
    let id = match V::id(&record).map(V::plain) {
        Some(id) if V::is_id(&id) && is_nameable(&id) => id.into_owned(),
        Some(_) => return Ok(Err(Problem::bad("no call can name this id"))),
        None => history::new_id::<V>(tables)?,
    };
    V::set_id(&mut record, &id);
    if let Err(why) = within_limits::<V>(&record) {
        return Ok(Err(Problem::bad(why.to_string())));
    }
    let key = V::key(&id);
    if tables.owner(V::NAME, &key)?.is_some() {
        return Ok(Err(Problem::new(409, "the id is in use")));
    }
    let owned = Owned { vendor: V::NAME, tenant, key: &key };
    let happened = Happened::<V> {
        event: customer_core::decision::Event::Created(record),
        effects: Vec::new(),
        cause: sandbox("placed"),
        at: now.at,
        facts: facts.to_owned(),
    };
    let revision = keep::<V>(tables, &owned, None, happened)?.revision;
    Ok(Ok(Placed { id: id.clone(), tenant: tenant.to_owned(), revision }))
}

/// The id of a record that is to be placed, if it has one.
pub(crate) fn named<V: Played>(placing: &Placing<'_>) -> Option<String> {
    let record = read::<V>(placing).ok()?;
    V::id(&record).map(|id| V::plain(id).into_owned())
}

fn read<V: Played>(placing: &Placing<'_>) -> Result<V::Record, Problem> {
    let bad = |error: &dyn core::fmt::Display| Problem::bad(error.to_string());
    let customer = Document::parse(placing.customer.get()).map_err(|error| bad(&error))?;
    let internal = placing.internal.map(|text| Document::parse(text.get())).transpose();
    let internal = internal.map_err(|error| bad(&error))?;
    let mut errors = Errors::default();
    let internal = internal.as_ref().map(Document::root);
    let read = V::read_record(Some(customer.root()), internal, &mut errors);
    errors.finish(read.map(|(record, _)| record)).map_err(|error| bad(&error))
}

/// Whether a record, as it is written, is within the limits of documents: what is stored must be
/// readable again, and so must what comes of it.
fn within_limits<V: Played>(record: &V::Record) -> Result<(), Unreadable> {
    let (mut customer, mut internal) = (String::new(), String::new());
    V::write_document(record, false, &mut Writer::new(&mut customer));
    V::write_internal(record, &mut Writer::new(&mut internal));
    let vendor = V::NAME;
    let whole = format!(r#"{{"vendor":"{vendor}","customer":{customer},"internal":{internal}}}"#);
    Question::of(&Document::parse(&whole)?).check()
}

/// Sets the facts of a record, in place of what was set before.
pub(crate) fn set_facts<V: Played>(
    tables: &dyn Tables,
    service: &Service,
    now: &Current,
    (id, facts): (&str, &str),
) -> Given<()> {
    let Some((tenant, _)) = find::<V>(tables, service, now, id, true)? else {
        return Ok(Err(Problem::no_record()));
    };
    if let Some(why) = unsettable::<V>(facts, now.knobs.policy::<V>()?) {
        return Ok(Err(Problem::bad(why)));
    }
    let key = V::key(id);
    tables.set_facts(&Owned { vendor: V::NAME, tenant: &tenant, key: &key }, facts)?;
    Ok(Ok(()))
}

/// `GET /_sandbox/{vendor}/customers`
pub(super) async fn get_list(
    State(service): State<Arc<Service>>,
    Path(vendor): Path<String>,
) -> Result<Response, Problem> {
    let listed = looking(&service, move |tables, _, _| {
        Ok(with_vendor!(&*vendor, list(tables)).transpose()?.ok_or_else(no_vendor))
    });
    json(200, &listed.await?)
}

/// `GET /_sandbox/{vendor}/customers/{id}`
pub(super) async fn get_one(
    State(service): State<Arc<Service>>,
    Path((vendor, id)): Path<(String, String)>,
) -> Result<Response, Problem> {
    let shown = writing(&service, move |tables, service, now| {
        let shown = with_vendor!(&*vendor, show(tables, service, now, &id));
        shown.unwrap_or_else(|| Ok(Err(no_vendor())))
    });
    json(200, &shown.await?)
}

/// `POST /_sandbox/{vendor}/customers`
pub(super) async fn post(
    State(service): State<Arc<Service>>,
    Path(vendor): Path<String>,
    request: Request,
) -> Result<Response, Problem> {
    let body = body(request).await?;
    let placed = writing(&service, move |tables, service, now| {
        let placing: Placing<'_> = match object::read(&body) {
            Ok(placing) => placing,
            Err(error) => return Ok(Err(Problem::unreadable(&error))),
        };
        if placing.vendor.as_ref().is_some_and(|named| *named != vendor) {
            return Ok(Err(Problem::bad("the body names another vendor than the path")));
        }
        let placed = with_vendor!(&*vendor, place(tables, service, now, &placing));
        placed.unwrap_or_else(|| Ok(Err(no_vendor())))
    });
    json(201, &placed.await?)
}

/// `PUT /_sandbox/{vendor}/customers/{id}/facts`
pub(super) async fn put_facts(
    State(service): State<Arc<Service>>,
    Path((vendor, id)): Path<(String, String)>,
    request: Request,
) -> Result<Response, Problem> {
    let body = body(request).await?;
    writing(&service, move |tables, service, now| {
        let Ok(facts) = str::from_utf8(&body) else {
            return Ok(Err(Problem::bad("the body is not UTF-8")));
        };
        let set = with_vendor!(&*vendor, set_facts(tables, service, now, (&id, facts)));
        set.unwrap_or_else(|| Ok(Err(no_vendor())))
    })
    .await?;
    Ok(empty())
}
