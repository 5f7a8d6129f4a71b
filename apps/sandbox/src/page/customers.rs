//! The customers of all vendors, and examples to begin with.

use alloc::sync::Arc;

use axum::Extension;
use axum::extract::{Request, State};
use customer_core::contract::VENDORS;
use customer_core::json::Writer;
use maud::{Markup, html};
use serde_json::{Value, json};

use super::form::{FormToken, go};
use super::frame::{Shown, page, path_of};
use super::seen::Seen;
use crate::admin::customers::{Placed, Placing, no_vendor, place};
use crate::admin::extract::{Path, Query};
use crate::admin::problem::{Given, Problem};
use crate::admin::request::{looking, writing};
use crate::knobs::Current;
use crate::service::Service;
use crate::store::{Owner, Stored, Tables};
use crate::vendor::with_vendor;
use crate::{history, object};

/// How many customers of a vendor a page shows.
const MOST: usize = 50;

/// How many of a vendor's customers are looked at for a part of a name or an id.
const SEARCHED: u64 = 1000;

/// What is to be shown.
#[derive(Clone)]
struct Asked {
    /// Part of an id or a name.
    q: String,
    /// The vendor whose list is turned over, and how many are left out.
    vendor: String,
    from: usize,
}

impl Asked {
    fn read(query: &Query) -> Result<Self, Problem> {
        let (q, vendor) = (query.text("q")?, query.text("vendor")?);
        let from = query.number("from")?.unwrap_or_default();
        Ok(Self { q: q.unwrap_or_default(), vendor: vendor.unwrap_or_default(), from })
    }
}

/// A customer in the list.
struct Line {
    id: String,
    tenant: String,
    title: String,
    state: String,
    revision: u64,
}

/// The customers of one vendor.
struct Group {
    vendor: &'static str,
    label: &'static str,
    lines: Vec<Line>,
    from: usize,
    /// How many are listed on all pages.
    total: usize,
    /// How many there are, if not all of them were searched.
    beyond: Option<u64>,
}

fn group<V: Seen>(tables: &dyn Tables, asked: &Asked) -> Stored<Group> {
    let wanted = asked.q.trim().to_lowercase();
    let count = tables.count(V::NAME)?;
    let from = if asked.vendor == V::NAME { asked.from } else { 0 };
    let mut group = Group {
        vendor: V::NAME,
        label: V::LABEL,
        lines: Vec::new(),
        from,
        total: usize::try_from(count).unwrap_or(usize::MAX),
        beyond: None,
    };
    // Ids that the sandbox gives grow: the newest come first.
    if wanted.is_empty() {
        for owner in tables.newest(V::NAME, wide(from), wide(MOST))? {
            group.lines.extend(line::<V>(tables, owner)?);
        }
        return Ok(group);
    }
    group.beyond = (count > SEARCHED).then_some(count);
    let mut owners = tables.newest(V::NAME, 0, SEARCHED)?;
    let exact = tables.owner(V::NAME, &V::key(asked.q.trim()))?;
    owners.extend(exact.filter(|exact| owners.iter().all(|one| one.id != exact.id)));
    group.total = 0;
    for owner in owners {
        let Some(line) = line::<V>(tables, owner)? else { continue };
        let has = |text: &str| text.to_lowercase().contains(&wanted);
        if has(&line.title) || has(&line.id) {
            if group.total >= from && group.lines.len() < MOST {
                group.lines.push(line);
            }
            group.total = group.total.saturating_add(1);
        }
    }
    Ok(group)
}

fn wide(count: usize) -> u64 {
    u64::try_from(count).unwrap_or(u64::MAX)
}

fn line<V: Seen>(tables: &dyn Tables, owner: Owner) -> Stored<Option<Line>> {
    let Some(row) = tables.record(V::NAME, &owner.tenant, &V::key(&owner.id))? else {
        return Ok(None);
    };
    let Owner { id, tenant, revision } = owner;
    // One that is broken is listed with the others.
    let Ok(record) = history::record::<V>(&row) else {
        let (title, state) = (String::new(), "can't be read".to_owned());
        return Ok(Some(Line { id, tenant, title, state, revision }));
    };
    let mut text = String::new();
    V::write_document(&record, false, &mut Writer::new(&mut text));
    let document: Value = serde_json::from_str(&text).unwrap_or_default();
    let (title, state) = (V::title(&document), V::state(&document));
    Ok(Some(Line { id, tenant, title, state, revision }))
}

/// `GET /_sandbox/`
pub(super) async fn get(
    State(service): State<Arc<Service>>,
    Extension(token): Extension<FormToken>,
    query: Query,
) -> Shown {
    let asked = Asked::read(&query)?;
    let query = asked.clone();
    let (groups, now) = looking(&service, move |tables, _, now| {
        let groups = VENDORS.iter().filter_map(|one| with_vendor!(one.name, group(tables, &query)));
        Ok(Ok((groups.collect::<Stored<Vec<_>>>()?, now.at)))
    })
    .await?;
    let content = html! {
        form.search method="get" action="/_sandbox/" role="search" {
            input type="search" name="q" value=(asked.q) placeholder="Name or id"
                aria-label="Name or id";
            button { "Search" }
        }
        @for group in &groups { (section(group, &asked, &token)) }
    };
    Ok(page("Customers", "/_sandbox/", Some(now), &content))
}

fn section(group: &Group, asked: &Asked, token: &FormToken) -> Markup {
    let Group { vendor, label, lines, from, total, beyond } = group;
    let until = from.saturating_add(lines.len());
    let turn = |from: usize| {
        let q: String = form_urlencoded::byte_serialize(asked.q.as_bytes()).collect();
        format!("/_sandbox/?vendor={vendor}&from={from}&q={q}")
    };
    html! {
        section id=(vendor) {
            div.heading {
                h2 { (label) " " span.count { (total) } }
                (token.form(
                    &format!("/_sandbox/page/examples/{vendor}"),
                    &html! { button.quiet { "Add an example" } },
                ))
            }
            @if let Some(count) = beyond {
                p.turn {
                    "Searched: the newest " (SEARCHED) " of " (count) ", and all for the whole id."
                }
            }
            @if lines.is_empty() {
                p.empty {
                    @if asked.q.is_empty() { "No customers yet." } @else { "None found." }
                }
            } @else {
                div.scroll { table.customers {
                    thead { tr {
                        th { "Name" } th { "State" } th { "Id" } th { "Tenant" }
                        th.number { "Revision" }
                    } }
                    tbody { @for line in lines { tr {
                        td { a href=(path_of(vendor, &line.id)) {
                            @if line.title.is_empty() { "(no name)" } @else { (line.title) }
                        } }
                        td { span.state { (line.state) } }
                        td { code { (line.id) } }
                        td { (line.tenant) }
                        td.number { (line.revision) }
                    } } }
                } }
                @if *total > lines.len() {
                    p.turn {
                        (from.saturating_add(1)) " to " (until) " of " (total)
                        @if *from > 0 { " " a href=(turn(from.saturating_sub(MOST))) { "newer" } }
                        @if until < *total { " " a href=(turn(until)) { "older" } }
                    }
                }
            }
        }
    }
}

fn example<V: Seen>(tables: &dyn Tables, service: &Service, now: &Current) -> Given<Placed> {
    let unusable = || Problem::bad("no tenant of this vendor can own the example");
    let tenants: Vec<String> =
        V::tenants(&service.tenants).into_iter().map(str::to_owned).collect();
    for tenant in tenants {
        let body = format!(r#"{{"tenant":{},"customer":{}}}"#, json!(tenant), V::EXAMPLE);
        let Ok(placing) = object::read::<Placing<'_>>(body.as_bytes()) else { break };
        if let Ok(placed) = place::<V>(tables, service, now, &placing)? {
            return Ok(Ok(placed));
        }
    }
    Ok(Err(unusable()))
}

/// Places the example of a vendor.
pub(super) async fn post_example(
    State(service): State<Arc<Service>>,
    Extension(token): Extension<FormToken>,
    Path(vendor): Path<String>,
    request: Request,
) -> Shown {
    token.read(request).await?;
    let named = vendor.clone();
    let placed = writing(&service, move |tables, service, now| {
        let placed = with_vendor!(&*named, example(tables, service, now));
        placed.unwrap_or_else(|| Ok(Err(no_vendor())))
    });
    Ok(go(&path_of(&vendor, &placed.await?.id))?)
}
