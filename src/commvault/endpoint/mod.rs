//! The partner API of accounts over HTTP, without I/O.
//!
//! | call | answers |
//! |---|---|
//! | `PUT`, `PATCH /api/v1/partner/accounts/{id}` | 200 with the account: `updating`, old values |
//! | `GET /api/v1/partner/accounts/{id}` | 200 with the account |
//! | `GET /api/v1/partner/accounts` | 200 with a page of accounts, and `metadata` |
//!
//! Accounts stand inside `data`. A list takes `filter`, `sort`, `pageNumber` and `pageSize`.
//!
//! The first step that fails answers:
//!
//! | step | what | refused by |
//! |---|---|---|
//! | 1 | path, then method | 404, 405 with `Allow` |
//! | 2 | `Authorization: Bearer <token>` of a known caller | 401 with `WWW-Authenticate: Bearer` |
//! | 3 | the token may use the partner APIs | 403 |
//! | 4 | nothing: whoever plays the vendor may answer with a fault here ([`admitted`]) | |
//! | 5 | size, `Content-Type`, `Accept` | 413, 415, 406 |
//! | 6 | the body can be read; the parameters of the list | 400 |
//! | 7 | the account exists and is the partner's | 404, code 1006 |
//! | 8 | status, values, uniqueness: [`decide`](super::decide) | 409, 400, 409 |
//!
//! A path that is not below `/api/v1/partner` is answered by a problem (RFC 9457). Every error has
//! the vendor's form, `{"error": {"code": ..., "message": ...}}`; the message names places and
//! rules and never a value.
//!
//! There are no idempotency keys: an update that is sent twice is refused while the first one runs,
//! and runs again afterwards.
//!
//! ```
//! use customer_core::commvault::endpoint::{Caller, admitted, call, failed, respond, unavailable};
//! use customer_core::commvault::{Account, Facts, Policy};
//! use customer_core::endpoint::{Found, Fresh, Known, Tenant};
//! use customer_core::http::{Limits, Request};
//! use customer_core::value::Timestamp;
//!
//! let headers: &[(&str, &[u8])] = &[("Authorization", b"Bearer t")];
//! let target = "/api/v1/partner/accounts/7194";
//! let call = call(&Request { method: "GET", target, headers, body: b"" }, &Limits::default());
//! assert_eq!(call.wanted().customer, Some("7194"));
//!
//! let fresh = Fresh { request_id: "", customer_id: "" };
//! let account = Account::from_json(r#"{"id": "7194", "status": "active"}"#)?;
//! let caller = Caller::new("partner-1");
//! let mut known = Known::nothing(Timestamp::parse("2026-02-20T12:00:00")?, fresh);
//! assert!(!admitted(&call, &known)); // nobody who is known
//! known.caller = Some(&caller);
//! assert!(admitted(&call, &known));
//! known.record = Some(Found { record: &account, revision: 3, tenant: Tenant::Own });
//! let responded = respond(&call, &known, &Facts::unknown(Policy::documented()));
//! let reply = &responded.reply().unwrap().reply;
//! assert_eq!(reply.status, 200);
//! assert_eq!(reply.body.as_deref(), Some(r#"{"data":{"id":"7194","status":"active"}}"#));
//!
//! // A service that fails by itself, or can't look up what a call depends on.
//! assert_eq!(failed(&call, 500, &fresh).status, 500);
//! assert_eq!(unavailable(&call, &fresh).status, 503);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod call;
mod list;
mod respond;
mod route;

use alloc::borrow::Cow;
use alloc::string::String;
use core::fmt;

use super::{Account, Decision, Effect, Event, Fact};
use crate::decision::{Misfit, unknown_members};
use crate::endpoint::{self, needed, optional};
use crate::json::{At, Errors, Node};

pub use call::{Call, call};
pub use list::{Query, SORTED_BY};
pub use respond::{admitted, failed, respond, unavailable};
pub use route::is_id;

/// What a call wants to be looked up.
pub type Wanted<'c> = endpoint::Wanted<'c, Query>;
/// What was looked up.
pub type Known<'k> = endpoint::Known<'k, Account, Caller>;
/// What follows from a call.
pub type Responded = endpoint::Responded<Account, Decision, Effect, Fact>;
/// What one transaction stores.
pub type Write = endpoint::Write<Account, Decision, Effect>;

/// Who calls.
#[derive(Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Caller {
    /// The partner whose token it is.
    pub partner: String,
    /// Whether the token may use the partner APIs.
    pub may_use_partner_apis: bool,
}

/// Does not show the partner.
impl fmt::Debug for Caller {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Caller")
            .field("may_use_partner_apis", &self.may_use_partner_apis)
            .finish_non_exhaustive()
    }
}

impl Caller {
    /// A partner with a token for the partner APIs.
    pub fn new(partner: impl Into<String>) -> Self {
        Self { partner: partner.into(), may_use_partner_apis: true }
    }

    /// Reads `partner` and, if it is there, `partnerApis`.
    pub(crate) fn read(node: Node<'_, '_>, at: &At<'_>, errors: &mut Errors) -> Option<Self> {
        let partner = needed::<String>(node, "partner", at, errors);
        let may_use = optional::<bool>(node, "partnerApis", at, errors);
        unknown_members(node, &["partner", "partnerApis"], at, errors);
        Some(Self { partner: partner?, may_use_partner_apis: may_use.unwrap_or(true) })
    }
}

/// An id in the spelling in which ids are compared: ASCII case aside.
///
/// ```
/// use customer_core::commvault::endpoint::key;
/// assert_eq!(key("7194AF6F"), key("7194af6f"));
/// ```
pub fn key(id: &str) -> Cow<'_, str> {
    // Rule: commvault.account.id-case
    Cow::Owned(id.to_ascii_lowercase())
}

/// One step of the fold over the events of an account.
///
/// ```
/// use customer_core::commvault::{Account, endpoint::fold};
/// use customer_core::decision::Event;
///
/// let stored = fold(None, &Event::Created(Account::default()))?;
/// assert_eq!(stored, Some(Account::default()));
/// assert!(fold(None, &Event::Removed).is_err());
/// # Ok::<(), customer_core::decision::Misfit>(())
/// ```
///
/// # Errors
///
/// An event that does not fit: a second `Created`, anything before the first one, and what
/// [`evolve`](super::evolve) does not take.
pub fn fold(stored: Option<Account>, event: &Event) -> Result<Option<Account>, Misfit> {
    event.fold(stored, super::evolve)
}
