//! The frame of every page, and the page of a problem.

use axum::response::{IntoResponse, Response};
use form_urlencoded::byte_serialize;
use maud::{DOCTYPE, Markup, html};

use crate::admin::problem::Problem;
use crate::admin::request::text;
use crate::clock::Moment;

/// The pages that are always one step away.
const PAGES: [(&str, &str); 4] = [
    ("/_sandbox/", "Customers"),
    ("/_sandbox/page/outbox", "Outbox"),
    ("/_sandbox/page/calls", "Calls"),
    ("/_sandbox/page/control", "Control"),
];

/// A page. `at` is the address of the one of [`PAGES`] to which it belongs.
pub(super) fn page(title: &str, at: &str, now: Option<Moment>, content: &Markup) -> Response {
    framed(200, title, at, now, content)
}

fn framed(status: u16, title: &str, at: &str, now: Option<Moment>, content: &Markup) -> Response {
    let html = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (title) " · sandbox" }
                link rel="icon" type="image/svg+xml" href="/_sandbox/page/icon.svg";
                link rel="stylesheet" href="/_sandbox/page/style.css";
            }
            body {
                header {
                    nav {
                        a.brand href="/_sandbox/" { "sandbox" }
                        @for (address, name) in PAGES {
                            a href=(address) aria-current=[(address == at).then_some("page")] {
                                (name)
                            }
                        }
                    }
                    @if let Some(now) = now {
                        a.clock href="/_sandbox/page/control" title="the sandbox's clock" {
                            (moment(&now.to_string()))
                        }
                    }
                }
                main { h1 { (title) } (content) }
            }
        }
    };
    text(status, "text/html; charset=utf-8", html.into_string())
}

/// A moment, short for people and whole for programs.
pub(super) fn moment(text: &str) -> Markup {
    let short = text.trim_end_matches('Z').replace('T', " ");
    html! { time datetime=(text) { (short) } }
}

/// The page of one customer.
pub(super) fn path_of(vendor: &str, id: &str) -> String {
    // Of a form's spelling only the blank differs from that of a path.
    let id: String = byte_serialize(id.as_bytes()).collect();
    format!("/_sandbox/page/customers/{vendor}/{}", id.replace('+', "%20"))
}

/// A problem as a page.
pub(super) struct Trouble(Problem);

impl From<Problem> for Trouble {
    fn from(problem: Problem) -> Self {
        Self(problem)
    }
}

impl IntoResponse for Trouble {
    fn into_response(self) -> Response {
        let detail = self.0.detail().to_owned();
        let status = self.0.into_response().status();
        let title = status.canonical_reason().unwrap_or("Not done");
        let content = html! {
            p.trouble role="alert" { (detail) }
            p { a href="/_sandbox/" { "Back to the customers" } }
        };
        framed(status.as_u16(), title, "", None, &content)
    }
}

/// What a page's handler gives.
pub(super) type Shown = Result<Response, Trouble>;
