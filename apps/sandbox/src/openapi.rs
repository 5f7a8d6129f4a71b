//! The documents of the API: one for each vendor, and one for the sandbox's own routes.
//! `openapi/make.py` writes them; a test compares them with what the routes answer.

use axum::extract::Path;
use axum::response::Response;

use crate::admin::problem::Problem;
use crate::admin::request::text;

const DOCUMENTS: [(&str, &str); 4] = [
    ("adobe.json", include_str!("../openapi/adobe.json")),
    ("ibm.json", include_str!("../openapi/ibm.json")),
    ("commvault.json", include_str!("../openapi/commvault.json")),
    ("sandbox.json", include_str!("../openapi/sandbox.json")),
];

/// `GET /_sandbox/openapi/{vendor}.json`
pub(crate) async fn get(Path(name): Path<String>) -> Result<Response, Problem> {
    let found = DOCUMENTS.iter().find(|(one, _)| *one == name);
    let (_, document) = found.ok_or_else(|| Problem::new(404, "no such document"))?;
    Ok(text(200, "application/json", (*document).to_owned()))
}
