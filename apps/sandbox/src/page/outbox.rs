//! The outbox: e-mails as e-mails, everything else as a line.

use alloc::sync::Arc;

use axum::extract::State;
use maud::{Markup, html};
use serde_json::Value;

use super::frame::{Shown, moment, page, path_of};
use super::seen::Seen;
use crate::admin::extract::Query;
use crate::admin::request::looking;
use crate::admin::state::{self, Row};
use crate::store::{Stored, Tables};
use crate::vendor::with_vendor;

/// How much of the outbox a page shows.
const WINDOW: i64 = 200;

/// Which part is asked for.
struct Asked {
    /// Those before this sequence.
    before: Option<i64>,
    /// Only e-mails.
    mails: Option<String>,
}

fn rows(tables: &dyn Tables, after: i64, limit: u64) -> Stored<Vec<Row>> {
    let (after, limit) = (Some(after), Some(limit));
    state::outbox(tables, &state::Asked { after, limit, ..state::Asked::default() })
}

/// The last sequence, found by halving: the outbox is too long to be read whole.
fn last(tables: &dyn Tables) -> Stored<i64> {
    let (mut low, mut step) = (0_i64, 1_i64 << 40);
    while step > 0 {
        let next = low.saturating_add(step);
        if !rows(tables, next, 1)?.is_empty() {
            low = next;
        }
        step /= 2;
    }
    Ok(low.saturating_add(1))
}

/// A part of the outbox, the newest first, and the sequence before which there are more.
fn part(tables: &dyn Tables, asked: &Asked) -> Stored<(Vec<Row>, Option<i64>)> {
    let end = match asked.before {
        Some(before) => before,
        None => last(tables)?.saturating_add(1),
    };
    let after = end.saturating_sub(1).saturating_sub(WINDOW);
    let mut part = rows(tables, after, WINDOW.unsigned_abs())?;
    part.retain(|row| row.sequence < end && (asked.mails.is_none() || is_mail(&row.effect)));
    part.reverse();
    let first = rows(tables, i64::MIN, 1)?;
    let older = first.first().is_some_and(|row| row.sequence <= after);
    Ok((part, older.then(|| after.saturating_add(1))))
}

/// `GET /_sandbox/page/outbox`
pub(super) async fn get(
    State(service): State<Arc<crate::service::Service>>,
    query: Query,
) -> Shown {
    let asked = Asked { before: query.number("before")?, mails: query.text("mails")? };
    let only_mails = asked.mails.is_some();
    let ((rows, older), now) =
        looking(&service, move |tables, _, now| Ok(Ok((part(tables, &asked)?, now.at)))).await?;
    let mails = if only_mails { "&mails=on" } else { "" };
    let content = html! {
        p {
            "What the vendors would send and do. Nothing leaves the sandbox. "
            @if only_mails {
                a href="/_sandbox/page/outbox" { "Show everything" }
            } @else {
                a href="/_sandbox/page/outbox?mails=on" { "Show e-mails only" }
            }
        }
        @if rows.is_empty() { p.empty { "Nothing yet." } }
        ol.outbox reversed { @for row in &rows { (effect(row)) } }
        @if let Some(last) = older {
            p.turn { a href=(format!("/_sandbox/page/outbox?before={last}{mails}")) { "older" } }
        }
    };
    Ok(page("Outbox", "/_sandbox/page/outbox", Some(now), &content))
}

fn is_mail(effect: &str) -> bool {
    effect.ends_with("-email")
}

fn label<V: Seen>() -> &'static str {
    V::LABEL
}

fn effect(row: &Row) -> Markup {
    let data: Value = serde_json::from_str(row.data.get()).unwrap_or_default();
    let vendor = with_vendor!(&*row.vendor, label()).unwrap_or_default();
    let to = data.get("email").and_then(Value::as_str).filter(|_| is_mail(&row.effect));
    let about = html! {
        a href=(path_of(&row.vendor, &row.id)) { code { (row.id) } }
        " revision " (row.revision) " · " (moment(&row.at))
        @if !row.done { " · not performed yet" }
    };
    html! {
        @if let Some(to) = to {
            li.mail {
                p.to { "To " strong { (to) } }
                h3 { (in_words(&row.effect)) }
                p.about { (vendor) " · " (about) }
            }
        } @else {
            li { p { (worded(&data)) } p.about { (vendor) " · " (about) } }
        }
    }
}

/// An effect in words.
pub(super) fn worded(effect: &Value) -> Markup {
    let name = effect.get("effect").and_then(Value::as_str).unwrap_or_default();
    let others = effect.as_object().into_iter().flatten().filter(|(name, _)| *name != "effect");
    html! {
        span.effect.mail[is_mail(name)] { (in_words(name)) }
        @for (name, value) in others {
            " " span.about { (name) } " "
            code { (value.as_str().map_or_else(|| value.to_string(), str::to_owned)) }
        }
    }
}

/// `welcome-email` as `Welcome email`.
fn in_words(name: &str) -> String {
    let words = name.replace('-', " ");
    let mut chars = words.chars();
    let first = chars.next().map(|first| first.to_ascii_uppercase());
    first.into_iter().chain(chars).collect()
}
