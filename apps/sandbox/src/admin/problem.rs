//! Errors of the sandbox's own routes: problems of RFC 9457.

use axum::response::{IntoResponse, Response};
use customer_core::http::Reply;
use serde_json::error::Category;

use crate::http;
use crate::store::{StoreError, Stored};

/// Why a route refuses.
#[derive(Debug)]
pub(crate) struct Problem {
    status: u16,
    detail: String,
}

impl Problem {
    /// A refusal.
    pub(crate) fn new(status: u16, detail: impl Into<String>) -> Self {
        Self { status, detail: detail.into() }
    }

    /// Something that can't be meant.
    pub(crate) fn bad(detail: impl Into<String>) -> Self {
        Self::new(400, detail)
    }

    /// A body that can't be read. The error's own words hold values of the body, so only its place
    /// is said.
    pub(crate) fn unreadable(error: &serde_json::Error) -> Self {
        let what = what_is_wrong(error);
        let (line, column) = (error.line(), error.column());
        if line == 0 {
            return Self::bad(what);
        }
        Self::bad(format!("{what}: line {line}, column {column}"))
    }

    /// Whether something is in use already.
    pub(crate) const fn is_conflict(&self) -> bool {
        self.status == 409
    }

    /// What is wrong.
    pub(crate) fn detail(&self) -> &str {
        &self.detail
    }

    /// There is no such record.
    pub(crate) fn no_record() -> Self {
        Self::new(404, "no record of this vendor has this id")
    }
}

/// What is wrong with a text that can't be read. Only names that the program knows are shown.
pub(crate) fn what_is_wrong(error: &serde_json::Error) -> String {
    match error.classify() {
        Category::Data => {}
        Category::Eof => return "the JSON ends too early".to_owned(),
        Category::Io | Category::Syntax => return "it is no JSON".to_owned(),
    }
    // The library has no other way to say which member it is about.
    let text = error.to_string();
    let named = |start: &str| {
        let name = text.strip_prefix(start)?.split('`').next()?;
        Some(name.to_owned())
    };
    if let Some(name) = named("missing field `") {
        return format!("{name} is missing");
    }
    if let Some(name) = named("duplicate field `") {
        return format!("{name} is there twice");
    }
    if text.starts_with("unknown field `")
        && let Some((_, known)) = text.rsplit_once("`, expected ")
    {
        let known: Vec<_> = known.split('`').skip(1).step_by(2).collect();
        return format!("a member is none of {}", known.join(", "));
    }
    // What is expected is the program's own; in front of it is what was sent.
    match text.rsplit_once(", expected ") {
        Some((_, expected)) => {
            let expected = expected.split(" at line ").next().unwrap_or_default();
            format!("a value is not as expected: {}", expected.replace('`', ""))
        }
        None => "a value is not as expected".to_owned(),
    }
}

impl From<StoreError> for Problem {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Late | StoreError::Moved => Self::new(503, "the store is busy"),
            error => {
                tracing::error!(%error, "a route failed");
                Self::new(500, "the store fails")
            }
        }
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        http::own(Reply::problem(self.status, &self.detail))
    }
}

/// What a route gives, or why not; the outer result is the store's.
pub(crate) type Given<T> = Stored<Result<T, Problem>>;
