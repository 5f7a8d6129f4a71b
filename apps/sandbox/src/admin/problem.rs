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
    /// is told.
    pub(crate) fn unreadable(error: &serde_json::Error) -> Self {
        let what = match error.classify() {
            Category::Data => "a member is missing, unknown, there twice or of another type",
            Category::Eof => "the JSON ends too early",
            Category::Io | Category::Syntax => "it is no JSON",
        };
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
