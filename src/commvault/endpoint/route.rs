//! Paths and methods.

use crate::endpoint::Methods;
use crate::http::Target;

/// What all paths of the vendor begin with.
const BASE: &str = "/api/v1/partner";

/// What a path leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Route {
    Accounts,
    Account,
}

impl Route {
    /// The route of a target: `None` if it is not below the vendor's paths, and in it `None` if it
    /// leads nowhere.
    pub(super) fn of(target: &Target<'_>) -> Option<Option<Self>> {
        let mut rest = target.below(BASE)?;
        Some(match (rest.step(), rest.step(), rest.step()) {
            (Some("accounts"), None, _) => Some(Self::Accounts),
            (Some("accounts"), Some(id), None) if !id.is_empty() => Some(Self::Account),
            _ => None,
        })
    }

    /// The id in the path of an account.
    pub(super) fn id<'t>(target: &'t Target<'_>) -> Option<&'t str> {
        let mut rest = target.below(BASE)?;
        rest.step();
        rest.step()
    }

    /// The methods that it has.
    pub(super) const fn methods(&self) -> Methods {
        match self {
            Self::Accounts => Methods { list: &["GET"], allow: "GET" },
            // Rule: commvault.update.verbs
            Self::Account => Methods { list: &["GET", "PATCH", "PUT"], allow: "GET, PATCH, PUT" },
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
