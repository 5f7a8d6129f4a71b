//! The documents of the API: one for each vendor, and one for the sandbox's own routes.
//! `openapi/make.py` writes them; a test compares them with what the routes answer.

use axum::response::Response;
use customer_core::http::{Limits, Request};
use serde_json::Value;

use crate::admin::extract::Path;
use crate::admin::problem::Problem;
use crate::admin::request::text;
use crate::vendor::{Played, with_vendor};

macro_rules! documents {
    ($( $(#[$doc:meta])* $Vendor:ident = $module:ident :: $Record:ident, $name:literal; )*) => {
        /// Each by the name of its file.
        const DOCUMENTS: &[(&str, &str)] = &[
            $( (
                concat!($name, ".json"),
                include_str!(concat!("../openapi/", $name, ".json")),
            ), )*
            ("sandbox.json", include_str!("../openapi/sandbox.json")),
        ];
    };
}

customer_core::for_each_vendor!(documents);

/// `GET /_sandbox/openapi/{vendor}.json`
pub(crate) async fn get(Path(name): Path<String>) -> Result<Response, Problem> {
    let found = DOCUMENTS.iter().find(|(one, _)| *one == name);
    let (_, document) = found.ok_or_else(|| Problem::new(404, "no such document"))?;
    Ok(text(200, "application/json", (*document).to_owned()))
}

/// A call that a vendor has: its name, the route, the method, and the status where it succeeds.
pub(crate) type Call = (&'static str, &'static str, String, String);

/// The calls of all vendors.
pub(crate) fn calls() -> Vec<Call> {
    let mut all = Vec::new();
    for &(name, text) in DOCUMENTS {
        let Some(vendor) = name.strip_suffix(".json") else { continue };
        let document: Value = serde_json::from_str(text).unwrap_or_default();
        for (path, operations) in members(document.get("paths")) {
            for (method, operation) in members(Some(operations)) {
                let method = method.to_uppercase();
                // Several paths may lead to one route.
                let route = with_vendor!(vendor, route(&method, path)).flatten();
                let success =
                    members(operation.get("responses")).find(|(status, _)| status.starts_with('2'));
                if let (Some(route), Some((status, _))) = (route, success) {
                    all.push((vendor, route, method, status.clone()));
                }
            }
        }
    }
    all
}

fn members(of: Option<&Value>) -> impl Iterator<Item = (&String, &Value)> {
    of.and_then(Value::as_object).into_iter().flatten()
}

fn route<V: Played>(method: &str, path: &str) -> Option<&'static str> {
    let request = Request { method, target: path, headers: &[], body: b"" };
    V::route(&V::call(&request, &Limits::default()))
}
