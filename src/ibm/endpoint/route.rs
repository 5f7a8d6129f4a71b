//! Paths and methods.

use crate::endpoint::Methods;
use crate::http::{below, is_segment};

/// What all paths of the vendor begin with, in the long form; then comes `/resource`.
const BASE: &str = "/api/bss";
const RESOURCE: &str = "/resource";

/// What a path leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Route {
    Customers,
    Customer,
    Subscriptions,
    Subscribers,
}

impl Route {
    /// The route of a path: `None` if it is not below the vendor's, and in it `None` if it leads
    /// nowhere.
    pub(super) fn of(path: &str) -> Option<Option<Self>> {
        let Some(rest) = resource(path) else {
            return below(path, BASE).map(|_| None);
        };
        Some(match rest {
            "/customer" => Some(Self::Customers),
            "/subscription" => Some(Self::Subscriptions),
            "/subscriber" => Some(Self::Subscribers),
            _ => of_one(rest).is_some_and(is_segment).then_some(Self::Customer),
        })
    }

    /// The id in the path of a customer.
    pub(super) fn id(path: &str) -> Option<&str> {
        of_one(resource(path)?)
    }

    /// The methods that it has.
    pub(super) const fn methods(&self) -> Methods {
        match self {
            Self::Customers => Methods { list: &["GET", "POST"], allow: &("Allow", "GET, POST") },
            Self::Customer => Methods {
                list: &["DELETE", "GET", "POST", "PUT"],
                allow: &("Allow", "DELETE, GET, POST, PUT"),
            },
            Self::Subscriptions | Self::Subscribers => {
                Methods { list: &["GET"], allow: &("Allow", "GET") }
            }
        }
    }

    /// The path with names in place of ids, in its long form.
    pub(super) const fn template(self) -> &'static str {
        match self {
            Self::Customers => "/api/bss/resource/customer",
            Self::Customer => "/api/bss/resource/customer/{id}",
            Self::Subscriptions => "/api/bss/resource/subscription",
            Self::Subscribers => "/api/bss/resource/subscriber",
        }
    }
}

/// What is behind the path of all customers.
fn of_one(rest: &str) -> Option<&str> {
    rest.strip_prefix("/customer/")
}

/// What is behind `/resource`, in the long and the short form.
fn resource(path: &str) -> Option<&str> {
    below(below(path, BASE).unwrap_or(path), RESOURCE)
}
