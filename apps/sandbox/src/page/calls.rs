//! The last calls to the vendors.

use alloc::sync::Arc;

use axum::extract::State;
use maud::html;

use super::frame::{Shown, moment, page};
use crate::admin::request::reading;
use crate::service::Service;

/// `GET /_sandbox/page/calls`
pub(super) async fn get(State(service): State<Arc<Service>>) -> Shown {
    let now = reading(&service, |_, _, now| Ok(Ok(now.at))).await?;
    let mut calls = service.journal.all();
    calls.reverse();
    let content = html! {
        p { "The last calls to the vendors, newest first: no queries, no bodies." }
        @if calls.is_empty() {
            p.empty { "None yet." }
        } @else {
            div.scroll { table {
                thead { tr {
                    th { "At" } th { "Call" } th { "Answer" } th { "Id" } th { "Correlation" }
                    th.number { "Revision" }
                } }
                tbody { @for call in &calls { tr {
                    td { (moment(&call.at.to_string())) }
                    td { code { (call.method) " " (call.route.unwrap_or("?")) } }
                    td.failed[call.status >= 400] {
                        (call.status) @if let Some(code) = &call.code { " " code { (code) } }
                    }
                    td { code { (call.id.as_deref().unwrap_or_default()) } }
                    td { code { (call.correlation_id.as_deref().unwrap_or_default()) } }
                    td.number { @if let Some(revision) = call.revision { (revision) } }
                } } }
            } }
        }
    };
    Ok(page("Calls", "/_sandbox/page/calls", Some(now), &content))
}
