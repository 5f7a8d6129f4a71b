//! The customer resource over HTTP, without I/O.
//!
//! Every path is there with and without `/api/bss` before it.
//!
//! | call | answers |
//! |---|---|
//! | `PUT /resource/customer/{id}` | 204 |
//! | `GET /resource/customer/{id}` | 200 `{"Customer": {...}}` |
//! | `DELETE /resource/customer/{id}` | 204: unregistered; a read is 404 from then on |
//! | `POST /resource/customer/{id}` | 204; `x-operation`: `suspendCustomer`, `unsuspendCustomer` |
//! | `POST /resource/customer` | 200 `{"Long": <id>}`: registered |
//! | `GET /resource/customer` | 200 `{"List": [...]}`; `_pageNumber` from 1, `_pageSize` 1 to 100 |
//! | the same with `_namedQuery` | 200 `{"List": [...]}`, 404 when it finds none |
//! | `GET /resource/subscription`, `/resource/subscriber` | 200 `{"List":[]}` |
//!
//! The first step that fails answers:
//!
//! | step | what | refused by |
//! |---|---|---|
//! | 1, 2 | path, then method | 404, 405 with `Allow` |
//! | 3 | `Authorization: Basic` of a known user | 401 with `WWW-Authenticate: Basic realm="BSS"` |
//! | 4 | nothing: whoever plays the vendor may answer with a fault here ([`admitted`]) | |
//! | 5 | size, `Content-Type`, `Accept` | 413, 415, 406 |
//! | 6 | the id has 1 to 18 digits | 400 |
//! | 7 | the body can be read | 400 |
//! | 8 | role and organization | 403 |
//! | 9 | the customer exists and is not unregistered | 404 |
//! | 10 | `x-operation`, the parameters of a list, values: [`decide`](super::decide) | 400 |
//! | 11 | the lock token | 500 |
//!
//! A path of somebody else is answered by a problem (RFC 9457). Every other answer that is not 204
//! has a JSON body, because clients read one. There are no idempotency headers: the lock token lets
//! an update in once.
//!
//! A customer of another organization is 403, whatever it holds.
//!
//! ```
//! use customer_core::endpoint::{Fresh, Known};
//! use customer_core::http::{Limits, Request};
//! use customer_core::ibm::endpoint::{Caller, admitted, call, failed, respond, unavailable};
//! use customer_core::ibm::{Facts, Policy, Role};
//! use customer_core::value::Timestamp;
//!
//! let headers: &[(&str, &[u8])] = &[("Authorization", b"Basic dnNyMTpwdw==")];
//! let target = "/api/bss/resource/customer/204000117";
//! let call = call(&Request { method: "GET", target, headers, body: b"" }, &Limits::default());
//! assert_eq!(call.wanted().customer, Some("204000117"));
//!
//! let caller = Caller::new(Role::Vsr);
//! let fresh = Fresh { request_id: "", customer_id: "" };
//! let mut known = Known::nothing(Timestamp::parse("2026-02-20T12:00:00")?, fresh);
//! let facts = Facts::unknown(Policy::documented());
//! assert_eq!(respond(&call, &known, &facts).reply().unwrap().reply.status, 401);
//! assert!(!admitted(&call, &known)); // nobody who is known
//! known.caller = Some(&caller);
//! assert!(admitted(&call, &known));
//! assert_eq!(respond(&call, &known, &facts).reply().unwrap().reply.status, 404);
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

use super::{Customer, CustomerState, Decision, Effect, Event, Fact, Role};
use crate::decision::{Misfit, unknown_members};
use crate::endpoint::{self, needed, optional};
use crate::json::{At, Errors, Node};

pub use super::is_id;
pub use call::{Call, call};
pub use list::Query;
pub use respond::{admitted, failed, respond, unavailable};

/// What a call wants to be looked up.
pub type Wanted<'c> = endpoint::Wanted<'c, Query>;
/// What was looked up.
pub type Known<'k> = endpoint::Known<'k, Customer, Caller>;
/// What follows from a call.
pub type Responded = endpoint::Responded<Customer, Decision, Effect, Fact>;
/// What one transaction stores.
pub type Write = endpoint::Write<Customer, Decision, Effect>;

/// Who calls.
#[derive(Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Caller {
    /// The role in which it acts.
    pub role: Role,
    /// The id of the customer whose organization it belongs to; a VSR belongs to none.
    pub organization: Option<String>,
}

/// Shows the role; of the organization, whether there is one.
impl fmt::Debug for Caller {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Caller")
            .field("role", &self.role)
            .field("organization", &self.organization.is_some())
            .finish_non_exhaustive()
    }
}

impl Caller {
    /// A caller that belongs to no customer.
    pub const fn new(role: Role) -> Self {
        Self { role, organization: None }
    }

    /// The same, of the organization of this customer.
    #[must_use]
    pub fn of(mut self, customer: impl Into<String>) -> Self {
        self.organization = Some(customer.into());
        self
    }

    /// Reads `role` and, if it is there, `organization`.
    pub(crate) fn read(node: Node<'_, '_>, at: &At<'_>, errors: &mut Errors) -> Option<Self> {
        let role = needed::<Role>(node, "role", at, errors);
        let organization = optional::<String>(node, "organization", at, errors);
        unknown_members(node, &["role", "organization"], at, errors);
        Some(Self { role: role?, organization })
    }

    /// Whether a customer of the caller's vendor is one that it may see and change: a VSR all of
    /// them, others their own.
    pub fn sees(&self, customer: &Customer) -> bool {
        self.role == Role::Vsr
            || self.organization.as_deref().is_some_and(|own| {
                customer.document.id.as_ref().is_some_and(|id| id.same_value(own))
            })
    }
}

/// Whether there is still a customer to be found.
fn is_present(customer: &Customer) -> bool {
    let state = customer.document.customer_state.as_ref();
    state.is_none_or(|state| matches!(state, CustomerState::Active | CustomerState::Suspended))
}

/// An id in the spelling in which ids are compared: they are numbers, so without leading zeros.
///
/// ```
/// use customer_core::ibm::endpoint::key;
/// assert_eq!(key("007"), key("7"));
/// assert_eq!(key("000"), "0");
/// ```
pub fn key(id: &str) -> Cow<'_, str> {
    let digits = id.trim_start_matches(['0']);
    Cow::Borrowed(if digits.is_empty() && !id.is_empty() { "0" } else { digits })
}

/// One step of the fold over the events of a customer.
///
/// ```
/// use customer_core::ibm::{Customer, endpoint::fold};
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
