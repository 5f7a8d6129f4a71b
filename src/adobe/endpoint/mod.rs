//! Customers over HTTP, without I/O.
//!
//! | call | answers |
//! |---|---|
//! | `POST /v3/customers` | 201 with the customer, which is pending |
//! | `GET /v3/customers/{customer-id}` | 200 with the customer |
//! | `PATCH /v3/customers/{customer-id}` | 200 with the whole customer afterwards |
//! | `GET /v3/resellers/{reseller-id}/customers` | 200 with a page of customers |
//! | `POST /ims/token/v3`, `/ims/token/v2` | 200 with a token: [`token`] |
//!
//! The first step that fails answers; the code is the vendor's, or repeats the status:
//!
//! | step | what | refused by |
//! |---|---|---|
//! | 1, 2 | path, then method | 404, 405 with `Allow` |
//! | 3 | `X-Api-Key` is there, once, of a client | 403 4115 |
//! | 4 | `Authorization` is there | 403 4117 |
//! | 5 | it reads `Bearer <token>`, and the token is good | 401 4116 |
//! | 6 | the token is of this client | 403 4115 |
//! | 7 | nothing: whoever plays the vendor may answer with a fault here ([`admitted`]) | |
//! | 8 | size, `Content-Type`, `Accept` | 413, 415, 406 |
//! | 9 | `X-Correlation-Id`; the list needs none | 400 4119 |
//! | 10 | a stored answer for this correlation id | that answer |
//! | 11 | the form of `X-Request-Id`, if it is there | 400 400 |
//! | 12 | the request id is new | 400 4120 |
//! | 13 | the body is a JSON object | 400 400 |
//! | 14 | its members have their types; the parameters of the list | 400 1117 |
//! | 15 | customer and reseller exist and are the client's | 404 1116, 1115 |
//! | 16 | everything else: [`decide`](super::decide), [`create`](super::create) | 400 |
//!
//! The id of a customer has 4 to 40 characters of `A-Z`, `a-z`, `0-9` and `-`, and case counts. For
//! a path with any other text no customer is looked up, and the call ends in step 15: whoever plays
//! the vendor gives new customers ids of that form ([`Fresh`](crate::endpoint::Fresh)).
//!
//! Reads pass over steps 10 and 12. A path that is not below `/v3` or a token's is answered by a
//! problem (RFC 9457). Every other answer says its `X-Request-Id`, the one that was sent or a fresh
//! one.
//!
//! # The same call again
//!
//! The answer to a write is stored with the decision in one transaction, under the client, the
//! method, the path and the correlation id, once the body was looked at: success and refusals of
//! steps 13 to 16. For ten days the same call gets it again, whatever its body and request id; then
//! it is a new one. A call that was refused by its head, and one that failed, left nothing behind.
//!
//! ```
//! use customer_core::adobe::endpoint::{Caller, admitted, call, failed, respond, unavailable};
//! use customer_core::adobe::{Customer, Facts, Policy};
//! use customer_core::endpoint::{Found, Fresh, Known, Tenant};
//! use customer_core::http::{Limits, Request};
//! use customer_core::value::Timestamp;
//!
//! let headers: &[(&str, &[u8])] = &[
//!     ("X-Api-Key", b"client-1"),
//!     ("Authorization", b"Bearer t"),
//!     ("X-Correlation-Id", b"c-1"),
//!     ("Content-Type", b"application/json"),
//! ];
//! let body = br#"{"externalReferenceId": "342"}"#;
//! let target = "/v3/customers/P1005053489";
//! let call = call(&Request { method: "PATCH", target, headers, body }, &Limits::default());
//! assert_eq!(call.wanted().customer, Some("P1005053489"));
//!
//! let fresh = Fresh { request_id: "9d6f4d1a-0000-4000-8000-000000000001", customer_id: "" };
//! let customer = Customer::from_json(r#"{"customerId": "P1005053489", "status": "1000"}"#)?;
//! let caller = Caller::new("client-1");
//! let mut known = Known::nothing(Timestamp::parse("2026-02-20T12:00:00")?, fresh);
//! assert!(!admitted(&call, &known)); // nobody who is known
//! known.caller = Some(&caller);
//! assert!(admitted(&call, &known));
//! known.record = Some(Found { record: &customer, revision: 3, tenant: Tenant::Own });
//! let responded = respond(&call, &known, &Facts::unknown(Policy::documented()));
//! let replied = responded.reply().unwrap();
//! assert_eq!(replied.reply.status, 200);
//! let write = replied.write.as_ref().unwrap();
//! assert_eq!(write.base, Some(3));
//! assert!(write.event.is_some() && write.answer.is_some());
//!
//! // A service that fails by itself, or can't look up what a call depends on.
//! assert_eq!(failed(&call, 500, &fresh).status, 500);
//! assert_eq!(unavailable(&call, &fresh).status, 503);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod call;
mod entry;
mod list;
mod respond;
mod route;
mod token;

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use super::{Customer, Decision, Effect, Event, Fact, MarketSegment};
use crate::decision::{FactValue as _, Misfit, choices, facts_member, unknown_members};
use crate::endpoint::{self, needed, optional};
use crate::json::{At, Errors, Node, Reason};

pub use super::is_id;
pub use call::{Call, call};
pub use entry::KEPT_DAYS;
pub use list::Query;
pub use respond::{admitted, failed, respond, unavailable};
pub use token::{TokenCall, is_token, token};

/// What a call wants to be looked up.
pub type Wanted<'c> = endpoint::Wanted<'c, Query>;
/// What was looked up.
pub type Known<'k> = endpoint::Known<'k, Customer, Caller>;
/// What follows from a call.
pub type Responded = endpoint::Responded<Customer, Decision, Effect, Fact>;
/// What one transaction stores.
pub type Write = endpoint::Write<Customer, Decision, Effect>;

/// Who calls: the client of the API key, and what is known of the token beside it.
#[derive(Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Caller {
    /// The client.
    pub client: String,
    /// Its resellers.
    pub resellers: Vec<Reseller>,
    /// Whether the partner is enabled for global sales.
    pub global_sales: bool,
    /// Whether the partner is enabled for large government agencies.
    pub large_government: bool,
    /// What is known of the token.
    pub token: Token,
}

/// Shows neither the key of the client nor ids.
impl fmt::Debug for Caller {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Caller")
            .field("resellers", &self.resellers.len())
            .field("global_sales", &self.global_sales)
            .field("large_government", &self.large_government)
            .field("token", &self.token)
            .finish_non_exhaustive()
    }
}

/// A reseller of a client.
#[derive(Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Reseller {
    /// Its id.
    pub id: String,
    /// The market segments that it is enabled for.
    pub segments: Vec<MarketSegment>,
    /// Whether it may get new customers.
    pub active: bool,
}

/// Does not show the id.
impl fmt::Debug for Reseller {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Reseller")
            .field("segments", &self.segments)
            .field("active", &self.active)
            .finish_non_exhaustive()
    }
}

choices! {
    /// What is known of a token.
    pub enum Token {
        /// It was issued to the client of the API key, and is not expired.
        Own = "own",
        /// It was issued to another client.
        Other = "other",
        /// It was not issued here, or is expired.
        Unknown = "unknown",
    }
}

impl Reseller {
    /// An active reseller with these segments.
    pub fn new(id: impl Into<String>, segments: impl IntoIterator<Item = MarketSegment>) -> Self {
        Self { id: id.into(), segments: segments.into_iter().collect(), active: true }
    }

    fn read(node: Node<'_, '_>, at: &At<'_>, errors: &mut Errors) -> Option<Self> {
        let id = needed::<String>(node, "id", at, errors);
        let segments = facts_member(node, "segments", at, errors)
            .and_then(|node| Vec::<MarketSegment>::read(node, &at.name("segments"), errors));
        let active = optional::<bool>(node, "active", at, errors);
        unknown_members(node, &["id", "segments", "active"], at, errors);
        let segments = segments.unwrap_or_default();
        Some(Self { id: id?, segments, active: active.unwrap_or(true) })
    }
}

impl Caller {
    /// A client with a good token and nothing else.
    pub fn new(client: impl Into<String>) -> Self {
        Self {
            client: client.into(),
            resellers: Vec::new(),
            global_sales: false,
            large_government: false,
            token: Token::Own,
        }
    }

    /// The reseller of this id, if it is the client's.
    pub fn reseller(&self, id: &str) -> Option<&Reseller> {
        self.resellers.iter().find(|reseller| reseller.id == id)
    }

    /// Whether a customer that was found for this client is under a reseller of it. One whose
    /// reseller is not known is.
    pub fn sees(&self, customer: &Customer) -> bool {
        let reseller = customer.document.reseller_id.as_deref();
        reseller.is_none_or(|id| self.reseller(id).is_some())
    }

    /// Reads `client` and, as far as they are there, `resellers`, `globalSales`,
    /// `largeGovernment` and `token`.
    pub(crate) fn read(node: Node<'_, '_>, at: &At<'_>, errors: &mut Errors) -> Option<Self> {
        let client = needed::<String>(node, "client", at, errors);
        let mut resellers = Vec::new();
        if let Some(list) = facts_member(node, "resellers", at, errors) {
            let at = at.name("resellers");
            for (index, element) in list.list(&at, errors).into_iter().flatten().enumerate() {
                resellers.extend(Reseller::read(element, &at.index(index), errors));
            }
        }
        let global_sales = optional::<bool>(node, "globalSales", at, errors);
        let large_government = optional::<bool>(node, "largeGovernment", at, errors);
        let token = optional::<String>(node, "token", at, errors);
        let named = token.as_deref().map(Token::by_name);
        if named == Some(None) {
            errors.push(&at.name("token"), Reason::one_of(Token::NAMES));
        }
        let known = &["client", "resellers", "globalSales", "largeGovernment", "token"];
        unknown_members(node, known, at, errors);
        Some(Self {
            client: client?,
            resellers,
            global_sales: global_sales.unwrap_or_default(),
            large_government: large_government.unwrap_or_default(),
            token: named.flatten().unwrap_or(Token::Own),
        })
    }
}

/// An id in the spelling in which ids are compared: as it is.
///
/// ```
/// assert_eq!(customer_core::adobe::endpoint::key("P1005053489"), "P1005053489");
/// ```
pub const fn key(id: &str) -> Cow<'_, str> {
    Cow::Borrowed(id)
}

/// One step of the fold over the events of a customer.
///
/// ```
/// use customer_core::adobe::{Customer, endpoint::fold};
/// use customer_core::decision::Event;
///
/// let stored = fold(None, &Event::Created(Customer::default()))?;
/// assert_eq!(stored, Some(Customer::default()));
/// assert!(fold(None, &Event::Removed).is_err());
/// # Ok::<(), customer_core::decision::Misfit>(())
/// ```
///
/// # Errors
///
/// An event that does not fit: a second `Created`, anything before the first one, and what
/// [`evolve`](super::evolve) does not take.
pub fn fold(stored: Option<Customer>, event: &Event) -> Result<Option<Customer>, Misfit> {
    event.fold(stored, super::evolve)
}
