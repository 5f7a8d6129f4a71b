//! Paths and methods.

use crate::endpoint::Methods;
use crate::http::{below, is_segment};

/// What the paths of the API begin with.
const BASE: &str = "/v3";

/// What a path leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Route {
    Customers,
    Customer,
    OfReseller,
    Token,
}

impl Route {
    /// The route of a path: `None` if it is not one of the vendor's, and in it `None` if it leads
    /// nowhere.
    pub(super) fn of(path: &str) -> Option<Option<Self>> {
        if matches!(path, "/ims/token/v3" | "/ims/token/v2") {
            return Some(Some(Self::Token));
        }
        let rest = below(path, BASE)?;
        if rest == "/customers" {
            return Some(Some(Self::Customers));
        }
        let leads = |route: &Self| route.id(path).is_some_and(is_segment);
        Some([Self::Customer, Self::OfReseller].into_iter().find(leads))
    }

    /// The id in a path of this route: of a customer or a reseller.
    pub(super) fn id(self, path: &str) -> Option<&str> {
        match self {
            Self::Customer => path.strip_prefix("/v3/customers/"),
            Self::OfReseller => path.strip_prefix("/v3/resellers/")?.strip_suffix("/customers"),
            Self::Customers | Self::Token => None,
        }
    }

    /// The methods that it has.
    pub(super) const fn methods(&self) -> Methods {
        match self {
            Self::Customers | Self::Token => Methods { list: &["POST"], allow: &("Allow", "POST") },
            Self::Customer => Methods { list: &["GET", "PATCH"], allow: &("Allow", "GET, PATCH") },
            Self::OfReseller => Methods { list: &["GET"], allow: &("Allow", "GET") },
        }
    }

    /// The path with names in place of ids.
    pub(super) const fn template(self) -> &'static str {
        match self {
            Self::Customers => "/v3/customers",
            Self::Customer => "/v3/customers/{customer-id}",
            Self::OfReseller => "/v3/resellers/{reseller-id}/customers",
            Self::Token => "/ims/token/{version}",
        }
    }
}
