//! Token calls: their form is read here, and their answers are written here; the token is the
//! caller's.

use alloc::borrow::Cow;
use alloc::string::String;
use core::fmt;

use super::call::OPENING;
use super::route::Route;
use crate::adobe::response::answered;
use crate::endpoint::open;
use crate::http::{Fields, Limits, Parameter, Reply, Request, Target, parameter};
use crate::json::written;

/// A token call in good form.
#[derive(Clone, PartialEq, Eq)]
pub struct TokenCall {
    /// The client.
    pub client_id: String,
    /// Its secret.
    pub client_secret: String,
    /// What one second counts in the answer: version 2 speaks of milliseconds.
    unit: u64,
}

/// Neither client nor secret.
impl fmt::Debug for TokenCall {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TokenCall(..)")
    }
}

/// Whether a request is a token call by its path.
pub fn is_token(request: &Request<'_>) -> bool {
    Route::of(&Target::of(request.target).path) == Some(Some(Route::Token))
}

/// Reads a token call.
///
/// ```
/// use customer_core::adobe::endpoint::token;
/// use customer_core::http::{Limits, Request};
///
/// let headers: &[(&str, &[u8])] = &[("Content-Type", b"application/x-www-form-urlencoded")];
/// let body = b"grant_type=client_credentials&client_id=c&client_secret=s&scope=openid";
/// let request = Request { method: "POST", target: "/ims/token/v3", headers, body };
/// let call = token(&request, &Limits::default()).unwrap();
/// assert_eq!(call.client_id, "c");
/// let body = call.issued("abc", 86_399).body.unwrap();
/// assert_eq!(body, r#"{"access_token":"abc","token_type":"bearer","expires_in":86399}"#);
/// ```
///
/// # Errors
///
/// The answer to a call in another form: `invalid_request`, `unsupported_grant_type`, and what
/// path, method and size are refused by.
pub fn token(request: &Request<'_>, limits: &Limits) -> Result<TokenCall, Reply> {
    let target = Target::of(request.target);
    let route = Route::of(&target.path);
    match open(request, limits, route, Route::methods, &OPENING) {
        Ok(Route::Token) => {}
        Ok(_) => return Err(super::call::plain(404)),
        Err(stop) => return Err(stop.reply(answered)),
    }
    if request.body.len() > limits.body {
        return Err(super::call::plain(413));
    }
    let form = form(request).ok_or_else(|| error("invalid_request", "the body is no form"))?;
    let query = target.query.unwrap_or_default();
    let [grant, client_id, client_secret] =
        ["grant_type", "client_id", "client_secret"].map(|name| value(form, query, name));
    let missing = || error("invalid_request", "a parameter is missing, empty or repeated");
    let grant = grant.ok_or_else(missing)?;
    let client_id = client_id.ok_or_else(missing)?.into_owned();
    let client_secret = client_secret.ok_or_else(missing)?.into_owned();
    if grant != "client_credentials" {
        return Err(error("unsupported_grant_type", "grant_type must be client_credentials"));
    }
    let unit = if target.path.ends_with("v2") { 1000 } else { 1 };
    Ok(TokenCall { client_id, client_secret, unit })
}

impl TokenCall {
    /// The answer with a token that is good for so many seconds.
    pub fn issued(&self, token: &str, seconds: u64) -> Reply {
        let body = written(|w| {
            w.begin_object();
            w.member("access_token", token);
            w.member("token_type", "bearer");
            w.name("expires_in");
            w.number(seconds.saturating_mul(self.unit));
            w.end_object();
        });
        Reply::json(200, Some(body))
    }

    /// The answer to a client that is not known, or has another secret.
    pub fn refused(&self) -> Reply {
        invalid_client()
    }
}

/// The answer to a client that is not known.
pub(super) fn invalid_client() -> Reply {
    error("invalid_client", "unknown client or wrong secret")
}

/// The body as a form; an empty one needs no type.
fn form<'a>(request: &Request<'a>) -> Option<&'a str> {
    if request.body.is_empty() {
        return Some("");
    }
    let fields = Fields::of(request);
    let is_form = fields.sends_any("application/x-www-form-urlencoded") && fields.is_plain();
    core::str::from_utf8(request.body).ok().filter(|_| is_form)
}

/// The value of a parameter: that of the body, else that of the query.
fn value<'a>(form: &'a str, query: &'a str, name: &str) -> Option<Cow<'a, str>> {
    let found = match parameter(form, name) {
        Parameter::Missing => parameter(query, name),
        found => found,
    };
    match found {
        Parameter::Once(value) if !value.is_empty() => Some(value),
        Parameter::Once(_) | Parameter::Missing | Parameter::Invalid => None,
    }
}

fn error(name: &str, description: &str) -> Reply {
    let body = written(|w| {
        w.begin_object();
        w.member("error", name);
        w.member("error_description", description);
        w.end_object();
    });
    Reply::json(400, Some(body))
}
