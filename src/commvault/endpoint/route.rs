//! Paths and methods.

use crate::endpoint::Methods;
use crate::http::{below, is_segment};

/// What all paths of the vendor begin with.
const BASE: &str = "/api/v1/partner";

/// What a path leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Route {
    Accounts,
    Account,
}

/// Whether a text can be the id in the path of an account: it is one segment, and not empty.
///
/// ```
/// use customer_core::commvault::endpoint::is_id;
/// assert!(is_id("00000000-0000-4000-8000-000000000001") && !is_id("a/b"));
/// ```
pub fn is_id(text: &str) -> bool {
    is_segment(text)
}

impl Route {
    /// The route of a path: `None` if it is not below the vendor's, and in it `None` if it leads
    /// nowhere.
    pub(super) fn of(path: &str) -> Option<Option<Self>> {
        let rest = below(path, BASE)?;
        if rest == "/accounts" {
            return Some(Some(Self::Accounts));
        }
        Some(Self::id(path).is_some_and(is_id).then_some(Self::Account))
    }

    /// The id in the path of an account.
    pub(super) fn id(path: &str) -> Option<&str> {
        path.strip_prefix("/api/v1/partner/accounts/")
    }

    /// The methods that it has.
    pub(super) const fn methods(&self) -> Methods {
        match self {
            Self::Accounts => Methods { list: &["GET"], allow: &("Allow", "GET") },
            // Rule: commvault.update.verbs
            Self::Account => {
                Methods { list: &["GET", "PATCH", "PUT"], allow: &("Allow", "GET, PATCH, PUT") }
            }
        }
    }

    /// The path with names in place of ids.
    pub(super) const fn template(self) -> &'static str {
        match self {
            Self::Accounts => "/api/v1/partner/accounts",
            Self::Account => "/api/v1/partner/accounts/{id}",
        }
    }
}
