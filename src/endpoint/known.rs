//! What the caller looks up for a call, and what it found.

use core::fmt;

use super::{AnswerKeyRef, Digest, StoredAnswer};
use crate::decision::Revision;
use crate::value::Timestamp;

/// What a call wants to be looked up before it can be answered. All of it is in the head.
///
/// What is `None` need not be looked up. `Q` is the vendor's query of a list.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Wanted<'c, Q> {
    /// By what the caller shows who it is.
    pub credential: Credential<'c>,
    /// The id of the customer.
    pub customer: Option<&'c str>,
    /// The id of the reseller.
    pub reseller: Option<&'c str>,
    /// The key under which an answer may be stored.
    pub answer: Option<AnswerKeyRef<'c>>,
    /// The request id, to be looked for in stored answers of the same client with other keys.
    pub request_id: Option<&'c str>,
    /// The query of a list.
    pub list: Option<&'c Q>,
}

/// By what a caller shows who it is.
#[derive(Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Credential<'c> {
    /// Nothing that could be looked up: the call is refused, or needs none.
    None,
    /// A token.
    Bearer(&'c str),
    /// A user and a password.
    Basic {
        /// The user.
        user: &'c str,
        /// The password.
        password: &'c str,
    },
    /// An API key and a token.
    ApiKey {
        /// The API key.
        key: &'c str,
        /// The token, if one was sent in good form.
        token: Option<&'c str>,
    },
}

/// Only of what kind it is.
impl fmt::Debug for Credential<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::None => "None",
            Self::Bearer(_) => "Bearer(..)",
            Self::Basic { .. } => "Basic(..)",
            Self::ApiKey { .. } => "ApiKey(..)",
        })
    }
}

/// What is wanted, not the values.
impl<Q> fmt::Debug for Wanted<'_, Q> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Wanted")
            .field("credential", &self.credential)
            .field("customer", &self.customer.is_some())
            .field("reseller", &self.reseller.is_some())
            .field("answer", &self.answer.is_some())
            .field("request_id", &self.request_id.is_some())
            .field("list", &self.list.is_some())
            .finish()
    }
}

/// What was looked up. `None` means: looked up, and not there.
///
/// `R` is the vendor's record, `C` who calls.
#[non_exhaustive]
pub struct Known<'k, R, C> {
    /// The only clock, in UTC.
    pub now: Timestamp,
    /// The only randomness.
    pub fresh: Fresh<'k>,
    /// Whose credential this is.
    pub caller: Option<&'k C>,
    /// The record of the wanted customer.
    pub record: Option<Found<'k, R>>,
    /// The answer that is stored under the wanted key.
    pub answer: Option<&'k StoredAnswer>,
    /// Whether another stored answer of this client, not yet too old, has the wanted request id.
    pub request_id_used: bool,
    /// A digest of the body, made by the caller; it is only compared with those of stored answers.
    pub digest: Digest,
    /// The page of the wanted list: only the caller's own records.
    pub page: &'k [&'k R],
    /// How many records the whole list has.
    pub total: u64,
}

impl<'k, R, C> Known<'k, R, C> {
    /// Nothing was found.
    pub const fn nothing(now: Timestamp, fresh: Fresh<'k>) -> Self {
        Self {
            now,
            fresh,
            caller: None,
            record: None,
            answer: None,
            request_id_used: false,
            digest: Digest::NONE,
            page: &[],
            total: 0,
        }
    }
}

impl<R, C> Clone for Known<'_, R, C> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<R, C> Copy for Known<'_, R, C> {}

/// What is there, not the values.
impl<R, C> fmt::Debug for Known<'_, R, C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Known")
            .field("now", &self.now)
            .field("caller", &self.caller.is_some())
            .field("record", &self.record.as_ref().map(|found| found.revision))
            .field("answer", &self.answer.is_some())
            .field("request_id_used", &self.request_id_used)
            .field("page", &self.page.len())
            .field("total", &self.total)
            .finish_non_exhaustive()
    }
}

/// A record that was looked up by its id.
#[expect(clippy::exhaustive_structs, reason = "a service makes it from what it has stored")]
pub struct Found<'k, R> {
    /// The record.
    pub record: &'k R,
    /// Its revision.
    pub revision: Revision,
    /// Whose it is.
    pub tenant: Tenant,
}

impl<R> Clone for Found<'_, R> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<R> Copy for Found<'_, R> {}

impl<R> fmt::Debug for Found<'_, R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Found")
            .field("revision", &self.revision)
            .field("tenant", &self.tenant)
            .finish_non_exhaustive()
    }
}

/// Whose a record is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[expect(clippy::exhaustive_enums, reason = "it is the caller's, or it is not")]
pub enum Tenant {
    /// The caller's own.
    #[default]
    Own,
    /// Somebody else's.
    Other,
}

/// Values that nobody has had before, made by the caller. One that is needed and empty is
/// [asked for](crate::endpoint::Lookup::fresh): nothing is created without an id.
#[derive(Clone, Copy)]
#[expect(clippy::exhaustive_structs, reason = "a service makes each value")]
pub struct Fresh<'k> {
    /// A request id, a UUID in lower case; used at a vendor whose answers say one.
    pub request_id: &'k str,
    /// The id of a customer, in the vendor's form; used if one is created.
    pub customer_id: &'k str,
}

impl Fresh<'_> {
    /// The name of `request_id` among what is given.
    pub(crate) const REQUEST_ID: &'static str = "requestId";

    /// The name of `customer_id` among what is given.
    pub(crate) const CUSTOMER_ID: &'static str = "customerId";
}

impl fmt::Debug for Fresh<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Fresh(..)")
    }
}
