//! Forms: what a browser sends, and proof that it was one of the page's own.

use alloc::collections::BTreeMap;
use core::fmt::Write as _;

use axum::extract::Request;
use axum::http::header::{CONTENT_TYPE, LOCATION};
use axum::http::{HeaderValue, StatusCode};
use axum::response::Response;
use maud::{Markup, html};
use serde_json::{Map, Value};
use sha2::{Digest as _, Sha256};

use crate::admin::problem::Problem;
use crate::admin::request::whole;
use crate::config::Secret;
use crate::service::Service;

/// The field that holds the token.
const FIELD: &str = "form_token";

/// What another site can't know, in every form of the page.
#[derive(Clone)]
pub(super) struct FormToken(Secret);

impl FormToken {
    /// Where there is an administrator's token, all processes that have it make the same form
    /// token; on loopback it is good until the service ends.
    pub(super) fn of(service: &Service) -> Self {
        let mut digest = Sha256::new();
        digest.update(b"a form of the sandbox's page");
        match service.access.tokens.first() {
            Some(token) => digest.update(token.reveal()),
            None => {
                let mut random = [0_u8; 32];
                // Without randomness the token is empty, and no form is accepted.
                if getrandom::fill(&mut random).is_err() {
                    return Self(Secret::made(String::new()));
                }
                digest.update(random);
            }
        }
        let mut text = String::new();
        for byte in digest.finalize() {
            let _ = write!(text, "{byte:02x}");
        }
        Self(Secret::made(text))
    }

    /// A form that posts to `action`.
    pub(super) fn form(&self, action: &str, content: &Markup) -> Markup {
        html! {
            form method="post" action=(action) {
                input type="hidden" name=(FIELD) value=(self.0.reveal());
                (content)
            }
        }
    }

    /// Reads a form of the page.
    pub(super) async fn read(&self, request: Request) -> Result<Fields, Problem> {
        let (parts, body) = request.into_parts();
        let media = parts.headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
        let media = media.unwrap_or_default().split(';').next().unwrap_or_default();
        if !media.trim().eq_ignore_ascii_case("application/x-www-form-urlencoded") {
            return Err(Problem::new(415, "the body must be a form of the page"));
        }
        let read = whole(&parts, body).await?;
        let (mut fields, mut doubled) = (BTreeMap::new(), false);
        for (name, value) in form_urlencoded::parse(&read).into_owned() {
            doubled |= fields.insert(name, value).is_some();
        }
        let sent = fields.get(FIELD).map(String::as_str).unwrap_or_default();
        if sent.is_empty() || !self.0.is(sent) {
            let why = "this form is not of the page as it is now: go back, reload, try again";
            return Err(Problem::new(403, why));
        }
        if doubled {
            return Err(Problem::bad("a field of the form is there twice"));
        }
        Ok(Fields(fields))
    }
}

/// The fields of a form. A field left empty is not there.
pub(super) struct Fields(BTreeMap<String, String>);

impl Fields {
    /// The text of a field.
    pub(super) fn text(&self, name: &str) -> Option<&str> {
        let text = self.0.get(name).map(|text| text.trim());
        text.filter(|text| !text.is_empty())
    }

    /// The fields of these names as a JSON object: numbers where the API takes numbers.
    pub(super) fn json(
        &self,
        texts: &[&str],
        numbers: &[&str],
    ) -> Result<Map<String, Value>, Problem> {
        let mut object = Map::new();
        for name in texts {
            if let Some(text) = self.text(name) {
                object.insert((*name).to_owned(), text.into());
            }
        }
        for name in numbers {
            if let Some(text) = self.text(name) {
                let number: u64 = text
                    .parse()
                    .map_err(|_| Problem::bad(format!("{name} is not a number of 0 or more")))?;
                object.insert((*name).to_owned(), number.into());
            }
        }
        Ok(object)
    }
}

/// Sends the browser to another page, after a form was done.
pub(super) fn go(to: &str) -> Result<Response, Problem> {
    let mut response = Response::new(axum::body::Body::empty());
    *response.status_mut() = StatusCode::SEE_OTHER;
    let to = HeaderValue::from_str(to).map_err(|_| Problem::bad("there is no such page"))?;
    response.headers_mut().insert(LOCATION, to);
    Ok(response)
}
