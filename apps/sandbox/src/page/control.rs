//! What can be turned: clock, faults, knobs; and the way back.

use alloc::sync::Arc;

use axum::Extension;
use axum::extract::{Request, State};
use customer_core::contract::VENDORS;
use maud::{Markup, html};
use serde_json::{Map, Value};

use super::form::{FormToken, go};
use super::frame::{Shown, moment, page};
use crate::admin::problem::Problem;
use crate::admin::request::{looking, writing};
use crate::admin::turn::{self, Moving, advance, set_knobs};
use crate::fault::{self, Asked, Kind};
use crate::knobs::Knobs;
use crate::object;
use crate::service::Service;

const PAGE: &str = "/_sandbox/page/control";

/// Every kind, and what the client sees.
const KINDS: [(Kind, &str); 9] = [
    (Kind::Status, "the vendor's error; needs status"),
    (Kind::GatewayTimeout, "504"),
    (Kind::NotJson, "500 as text"),
    (Kind::Drop, "no answer, nothing stored"),
    (Kind::DropAfterCommit, "no answer, all stored"),
    (Kind::StatusAfterCommit, "500, all stored"),
    (Kind::Delay, "a late answer; needs ms"),
    (Kind::SettleFail, "Commvault: the next settlement fails"),
    (Kind::Inactivate, "Adobe: the next activation fails; needs code"),
];

/// `GET /_sandbox/page/control`
pub(super) async fn get(
    State(service): State<Arc<Service>>,
    Extension(token): Extension<FormToken>,
) -> Shown {
    let (faults, now) =
        looking(&service, |tables, _, now| Ok(Ok((fault::list(tables)?, now.clone())))).await?;
    let content = html! {
        div.columns {
            section { h2 { "Clock" } (clock(&now.at.to_string(), &token)) }
            section { h2 { "Delays and policies" } (knobs(&now.knobs, &token)) }
        }
        section {
            h2 { "Faults" }
            (left(&faults, &token))
            @if service.access.faults { (adding(&token)) } @else {
                p.empty { "Faults need --allow-faults on this address." }
            }
        }
        section {
            h2 { "Reset" }
            p { "Empties records, histories, outbox, stored answers and faults; clock and delays
                 return to the start's. Tenants and tokens stay." }
            (token.form("/_sandbox/page/reset", &html! { button.danger { "Reset" } }))
        }
    };
    Ok(page("Control", PAGE, Some(now.at), &content))
}

fn clock(now: &str, token: &FormToken) -> Markup {
    let steps = [
        ("60", "1 minute"),
        ("3600", "1 hour"),
        ("86400", "1 day"),
        ("864000", "10 days"),
        ("31536000", "365 days"),
    ];
    html! {
        p { "It is " strong { (moment(now)) } ". The clock never goes backwards." }
        (token.form("/_sandbox/page/clock", &html! {
            p { @for (seconds, words) in steps {
                button name="advance_seconds" value=(seconds) { "+ " (words) } " "
            } }
        }))
        (token.form("/_sandbox/page/clock", &html! {
            label { "Set to" input name="set" placeholder=(now) required; }
            button { "Set the clock" }
        }))
    }
}

fn knobs(knobs: &Knobs, token: &FormToken) -> Markup {
    let numbers = [
        ("activation_delay_ms", "Activation at Adobe, after ms", knobs.activation_delay_ms),
        ("settlement_delay_ms", "Settlement at Commvault, after ms", knobs.settlement_delay_ms),
        ("token_seconds", "Life of a new token, seconds", knobs.token_seconds),
    ];
    token.form(
        "/_sandbox/page/knobs",
        &html! {
            @for (name, words, value) in numbers {
                label { (words) input type="number" min="0" name=(name) value=(value); }
            }
            @for (vendor, chosen) in &knobs.policy {
                label {
                    "Policy of " (vendor)
                    select name=(format!("policy.{vendor}")) {
                        @for preset in presets(vendor) {
                            option value=(preset) selected[preset == chosen] { (preset) }
                        }
                    }
                }
            }
            button { "Set all" }
        },
    )
}

fn presets(vendor: &str) -> &'static [&'static str] {
    VENDORS.iter().find(|one| one.name == vendor).map_or(&[], |one| one.presets)
}

/// The faults that are left.
fn left(faults: &[fault::Shown], token: &FormToken) -> Markup {
    html! {
        @if faults.is_empty() { p.empty { "None waits." } } @else {
            ul.faults { @for fault in faults { li {
                span {
                    strong { (fault.asked.kind.as_str()) } " at " (fault.asked.vendor)
                    @if let Some(method) = &fault.asked.method { ", " (method) }
                    @if let Some(id) = &fault.asked.customer { ", customer " code { (id) } }
                    @if let Some(status) = fault.asked.status { ", status " (status) }
                    @if let Some(code) = &fault.asked.code { ", code " (code) }
                    @if let Some(ms) = fault.asked.ms { ", " (ms) " ms" }
                    ", " (fault.asked.times)
                    @if fault.asked.times == 1 { " time left" } @else { " times left" }
                    @if fault.asked.skip > 0 { ", after " (fault.asked.skip) " calls" }
                }
                (token.form("/_sandbox/page/faults/remove", &html! {
                    button.quiet name="n" value=(fault.n) { "Remove" }
                }))
            } } }
        }
    }
}

fn adding(token: &FormToken) -> Markup {
    let optional = [
        ("method", "Method", "any"),
        ("customer", "Customer", "any"),
        ("status", "Status", "429, 500, 502, 503"),
        ("retry_after", "Retry-After, seconds", "none"),
        ("ms", "Delay, ms", "up to 60000"),
        ("code", "Code", "1004, 1010, 1012, 1014"),
        ("times", "Times", "1"),
        ("skip", "Calls before the first", "0"),
    ];
    token.form(
        "/_sandbox/page/faults",
        &html! {
            div.fields {
                label.wide { "Kind" select name="kind" {
                    @for (kind, words) in KINDS {
                        option value=(kind.as_str()) { (kind.as_str()) ": " (words) }
                    }
                } }
                label { "Vendor" select name="vendor" {
                    @for vendor in VENDORS { option { (vendor.name) } }
                } }
                @for (name, words, hint) in optional {
                    label { (words) input name=(name) placeholder=(hint); }
                }
            }
            button { "Add the fault" }
        },
    )
}

/// `POST /_sandbox/page/clock`
pub(super) async fn post_clock(
    State(service): State<Arc<Service>>,
    Extension(token): Extension<FormToken>,
    request: Request,
) -> Shown {
    let fields = token.read(request).await?.json(&["set"], &["advance_seconds"])?;
    let moving: Moving = read(fields)?;
    writing(&service, move |tables, _, now| advance(tables, now, &moving)).await?;
    Ok(go(PAGE)?)
}

fn read<T: serde::de::DeserializeOwned>(fields: Map<String, Value>) -> Result<T, Problem> {
    object::from_members(fields).map_err(|error| Problem::unreadable(&error))
}

/// `POST /_sandbox/page/knobs`
pub(super) async fn post_knobs(
    State(service): State<Arc<Service>>,
    Extension(token): Extension<FormToken>,
    request: Request,
) -> Shown {
    let fields = token.read(request).await?;
    let numbers = ["activation_delay_ms", "settlement_delay_ms", "token_seconds"];
    let mut asked = fields.json(&[], &numbers)?;
    let mut policy = Map::new();
    for vendor in VENDORS {
        if let Some(preset) = fields.text(&format!("policy.{}", vendor.name)) {
            policy.insert(vendor.name.to_owned(), preset.into());
        }
    }
    asked.insert("policy".to_owned(), policy.into());
    writing(&service, move |tables, service, now| set_knobs(tables, service, now, &asked)).await?;
    Ok(go(PAGE)?)
}

/// `POST /_sandbox/page/faults`
pub(super) async fn post_fault(
    State(service): State<Arc<Service>>,
    Extension(token): Extension<FormToken>,
    request: Request,
) -> Shown {
    let fields = token.read(request).await?;
    if !service.access.faults {
        return Err(Problem::new(403, "faults need --allow-faults on this address").into());
    }
    let fields = fields.json(
        &["kind", "vendor", "method", "customer", "code"],
        &["status", "retry_after", "ms", "times", "skip"],
    )?;
    let asked = Asked::read(Value::Object(fields).to_string().as_bytes())?;
    writing(&service, move |tables, service, now| turn::add(tables, service, now, &asked)).await?;
    Ok(go(PAGE)?)
}

/// `POST /_sandbox/page/faults/remove`
pub(super) async fn post_remove(
    State(service): State<Arc<Service>>,
    Extension(token): Extension<FormToken>,
    request: Request,
) -> Shown {
    let fields = token.read(request).await?;
    let number = fields.text("n").and_then(|text| text.parse().ok());
    let number: i64 = number.ok_or_else(|| Problem::bad("n is the number of a fault"))?;
    // One that is used up meanwhile is gone, which is what was asked for.
    writing(&service, move |tables, service, now| turn::remove(tables, service, now, Some(number)))
        .await?;
    Ok(go(PAGE)?)
}

/// `POST /_sandbox/page/reset`
pub(super) async fn post_reset(
    State(service): State<Arc<Service>>,
    Extension(token): Extension<FormToken>,
    request: Request,
) -> Shown {
    token.read(request).await?;
    writing(&service, |tables, _, _| tables.reset().map(Ok)).await?;
    service.journal.clear();
    Ok(go("/_sandbox/")?)
}
