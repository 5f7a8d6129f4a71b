//! What handlers take from the target of a request, with errors that are problems.

use axum::extract::rejection::PathRejection;
use axum::extract::{FromRequestParts, RawQuery};
use axum::http::request::Parts;

use super::problem::Problem;

/// The variable parts of a path.
pub(crate) struct Path<T>(pub(crate) T);

impl<T, S> FromRequestParts<S> for Path<T>
where
    axum::extract::Path<T>: FromRequestParts<S, Rejection = PathRejection>,
    S: Send + Sync,
{
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let read = axum::extract::Path::from_request_parts(parts, state).await;
        let axum::extract::Path(read) = read.map_err(|_| Problem::bad("the path is not UTF-8"))?;
        Ok(Self(read))
    }
}

/// The parameters of a query. Others than those that a route knows say nothing.
pub(crate) struct Query(Vec<(String, String)>);

impl<S: Send + Sync> FromRequestParts<S> for Query {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let Ok(RawQuery(query)) = RawQuery::from_request_parts(parts, state).await;
        let query = query.unwrap_or_default();
        Ok(Self(form_urlencoded::parse(query.as_bytes()).into_owned().collect()))
    }
}

impl Query {
    /// The text of a parameter, which may be there once.
    pub(crate) fn text(&self, name: &str) -> Result<Option<String>, Problem> {
        let mut values = self.0.iter().filter(|(one, _)| one == name).map(|(_, value)| value);
        let value = values.next().cloned();
        match values.next() {
            None => Ok(value),
            Some(_) => Err(Problem::bad(format!("{name} is there twice"))),
        }
    }

    /// An integer.
    pub(crate) fn number<N: core::str::FromStr>(&self, name: &str) -> Result<Option<N>, Problem> {
        let text = self.text(name)?;
        let number = text.map(|text| text.parse()).transpose();
        number.map_err(|_| Problem::bad(format!("{name} is no integer, or beyond its limits")))
    }
}
