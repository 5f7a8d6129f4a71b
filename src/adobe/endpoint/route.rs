//! Paths and methods.

use crate::endpoint::Methods;
use crate::http::Target;

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
    /// The route of a target: `None` if it is not one of the vendor's paths, and in it `None` if it
    /// leads nowhere.
    pub(super) fn of(target: &Target<'_>) -> Option<Option<Self>> {
        if matches!(&*target.path, "/ims/token/v3" | "/ims/token/v2") {
            return Some(Some(Self::Token));
        }
        let mut rest = target.below(BASE)?;
        Some(match (rest.step(), rest.step(), rest.step(), rest.step()) {
            (Some("customers"), None, ..) => Some(Self::Customers),
            (Some("customers"), Some(id), None, _) if !id.is_empty() => Some(Self::Customer),
            (Some("resellers"), Some(id), Some("customers"), None) if !id.is_empty() => {
                Some(Self::OfReseller)
            }
            _ => None,
        })
    }

    /// The id in the path of a customer or a reseller.
    pub(super) fn id<'t>(target: &'t Target<'_>) -> Option<&'t str> {
        let mut rest = target.below(BASE)?;
        rest.step();
        rest.step()
    }

    /// The methods that it has.
    pub(super) const fn methods(&self) -> Methods {
        match self {
            Self::Customers | Self::Token => Methods { list: &["POST"], allow: "POST" },
            Self::Customer => Methods { list: &["GET", "PATCH"], allow: "GET, PATCH" },
            Self::OfReseller => Methods { list: &["GET"], allow: "GET" },
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

/// Whether a text has the form of an account's id.
pub(super) fn is_id(text: &str) -> bool {
    (4..=40).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
}
