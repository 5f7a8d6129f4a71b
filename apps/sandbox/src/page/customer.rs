//! One customer: what it is, everything that happened to it, and what may happen next.

use alloc::sync::Arc;

use axum::Extension;
use axum::extract::{Request, State};
use maud::{Markup, html};
use serde_json::Value;

use super::form::{FormToken, go};
use super::frame::{Shown, moment, page, path_of};
use super::inputs::{Offered, offered};
use super::outbox::worded;
use super::pretty::pretty;
use super::seen::Seen;
use crate::admin::customers::{find, no_vendor, set_facts, show};
use crate::admin::extract::Path;
use crate::admin::history::{Entry, of};
use crate::admin::inputs::put;
use crate::admin::problem::{Given, Problem};
use crate::admin::request::writing;
use crate::clock::Moment;
use crate::history;
use crate::knobs::Current;
use crate::service::Service;
use crate::store::Tables;
use crate::vendor::with_vendor;

/// Everything about one customer.
struct Whole {
    label: &'static str,
    title: String,
    state: String,
    tenant: String,
    revision: u64,
    customer: String,
    internal: String,
    /// All facts, and those that were set by hand.
    facts: (String, String),
    history: Vec<Entry>,
    inputs: Vec<Offered>,
    now: Moment,
}

fn whole<V: Seen>(tables: &dyn Tables, service: &Service, now: &Current, id: &str) -> Given<Whole> {
    let shown = match show::<V>(tables, service, now, id)? {
        Ok(shown) => shown,
        Err(problem) => return Ok(Err(problem)),
    };
    let history = match of::<V>(tables, service, now, id)? {
        Ok(history) => history,
        Err(problem) => return Ok(Err(problem)),
    };
    let Some((tenant, row)) = find::<V>(tables, service, now, id, true)? else {
        return Ok(Err(Problem::no_record()));
    };
    let record = history::record::<V>(&row)?;
    let inputs = offered::<V>(&record, &shown.facts, now)?;
    let document: Value = serde_json::from_str(shown.customer.get()).unwrap_or_default();
    Ok(Ok(Whole {
        label: V::LABEL,
        title: V::title(&document),
        state: V::state(&document),
        tenant,
        revision: shown.revision,
        customer: shown.customer.get().to_owned(),
        internal: shown.internal.get().to_owned(),
        facts: (Value::Object(shown.facts).to_string(), row.facts),
        history,
        inputs,
        now: now.at,
    }))
}

/// `GET /_sandbox/page/customers/{vendor}/{id}`
pub(super) async fn get(
    State(service): State<Arc<Service>>,
    Extension(token): Extension<FormToken>,
    Path((vendor, id)): Path<(String, String)>,
) -> Shown {
    let path = path_of(&vendor, &id);
    let of_whom = (vendor.clone(), id.clone());
    let whole = writing(&service, move |tables, service, now| {
        let whole = with_vendor!(&*of_whom.0, whole(tables, service, now, &of_whom.1));
        whole.unwrap_or_else(|| Ok(Err(no_vendor())))
    })
    .await?;
    let content = html! {
        p.facts {
            span { (whole.label) } code { (id) }
            span.state { (whole.state) }
            span { "tenant " (whole.tenant) } span { "revision " (whole.revision) }
        }
        (buttons(&whole, &path, &token))
        section {
            h2 { "History" }
            ol.history reversed { @for entry in whole.history.iter().rev() { (happened(entry)) } }
        }
        div.columns {
            section { h2 { "Document" } (pretty(&whole.customer)) }
            section {
                h2 { "What the vendor keeps to itself" }
                (pretty(&whole.internal))
                h2 { "Facts" }
                (pretty(&whole.facts.0))
                details {
                    summary { "Set facts" }
                    (token.form(&format!("{path}/facts"), &html! {
                        label {
                            "Set by hand, in place of what was set before"
                            textarea name="facts" rows="4" spellcheck="false" { (whole.facts.1) }
                        }
                        button { "Set" }
                    }))
                }
            }
        }
    };
    let title = if whole.title.is_empty() { &id } else { &whole.title };
    Ok(page(title, "/_sandbox/", Some(whole.now), &content))
}

fn buttons(whole: &Whole, path: &str, token: &FormToken) -> Markup {
    let action = format!("{path}/input");
    html! {
        section.next {
            h2 { "What may happen next" }
            @for offered in &whole.inputs {
                (token.form(&action, &html! {
                    p { (offered.about) }
                    @for (words, input) in &offered.buttons {
                        button name="input" value=(input) { (words) } " "
                    }
                }))
            }
            @if whole.inputs.is_empty() {
                p.empty { "Nothing but calls of a client." }
            }
        }
    }
}

/// One entry of the history.
fn happened(entry: &Entry) -> Markup {
    let cause: Value = serde_json::from_str(entry.cause.get()).unwrap_or_default();
    let changes: Value = serde_json::from_str(entry.changes.get()).unwrap_or_default();
    let changes = changes.as_array().map(Vec::as_slice).unwrap_or_default();
    html! {
        li id=(format!("revision-{}", entry.revision)) {
            div.heading {
                h3 { (cause_in_words(&cause)) }
                span.when { "revision " (entry.revision) " · " (moment(&entry.at)) }
            }
            (ids(&cause))
            @if !changes.is_empty() {
                div.scroll { table.changes {
                    thead { tr { th { "Place" } th { "Before" } th { "After" } th { "Cause" } } }
                    tbody { @for change in changes { tr {
                        td { code { (text(change, "pointer")) } }
                        td.before { (value(change, "before")) }
                        td.after { (value(change, "after")) }
                        td { (text(change, "cause")) }
                    } } }
                } }
            }
            @if !entry.effects.is_empty() {
                ul.effects { @for effect in &entry.effects {
                    li { (worded(&serde_json::from_str(effect.get()).unwrap_or_default())) }
                } }
            }
            @if let Some(document) = &entry.document {
                details { summary { "The document then" } (pretty(document.get())) }
            }
        }
    }
}

fn cause_in_words(cause: &Value) -> String {
    match (cause.get("call"), cause.get("sandbox")) {
        (Some(call), _) => call.as_str().unwrap_or_default().to_owned(),
        (None, Some(word)) => format!("sandbox: {}", word.as_str().unwrap_or_default()),
        _ => String::new(),
    }
}

fn ids(cause: &Value) -> Markup {
    let known = [("client", "by"), ("requestId", "request"), ("correlationId", "correlation")];
    let ids: Vec<_> =
        known.iter().filter_map(|(name, word)| Some((*word, cause.get(name)?.as_str()?))).collect();
    html! {
        @if !ids.is_empty() {
            p.ids { @for (word, id) in ids { span { (word) " " code { (id) } } " " } }
        }
    }
}

fn text<'v>(change: &'v Value, name: &str) -> &'v str {
    change.get(name).and_then(Value::as_str).unwrap_or_default()
}

fn value(change: &Value, name: &str) -> Markup {
    html! {
        @match change.get(name) {
            None => span.none { "–" },
            Some(value @ (Value::Object(_) | Value::Array(_))) => (pretty(&value.to_string())),
            Some(value) => code { (value.to_string()) },
        }
    }
}

/// `POST /_sandbox/page/customers/{vendor}/{id}/input`
pub(super) async fn post_input(
    State(service): State<Arc<Service>>,
    Extension(token): Extension<FormToken>,
    Path((vendor, id)): Path<(String, String)>,
    request: Request,
) -> Shown {
    let fields = token.read(request).await?;
    let input = fields.text("input").unwrap_or_default().to_owned();
    let path = path_of(&vendor, &id);
    let answer = writing(&service, move |tables, service, now| {
        let answer = with_vendor!(&*vendor, put(tables, service, now, (&id, &input)));
        answer.unwrap_or_else(|| Ok(Err(no_vendor())))
    });
    let answer: Value = serde_json::from_str(&answer.await?).unwrap_or_default();
    match text(&answer, "verdict") {
        "applied" => Ok(go(&path)?),
        verdict => {
            let first = answer.pointer("/violations/0/message").and_then(Value::as_str);
            let why = first.unwrap_or("nothing would change any more");
            Err(Problem::new(409, format!("{verdict}: {why}")).into())
        }
    }
}

/// `POST /_sandbox/page/customers/{vendor}/{id}/facts`
pub(super) async fn post_facts(
    State(service): State<Arc<Service>>,
    Extension(token): Extension<FormToken>,
    Path((vendor, id)): Path<(String, String)>,
    request: Request,
) -> Shown {
    let fields = token.read(request).await?;
    let facts = fields.text("facts").unwrap_or("{}").to_owned();
    let path = path_of(&vendor, &id);
    writing(&service, move |tables, service, now| {
        let set = with_vendor!(&*vendor, set_facts(tables, service, now, (&id, &facts)));
        set.unwrap_or_else(|| Ok(Err(no_vendor())))
    })
    .await?;
    Ok(go(&path)?)
}
