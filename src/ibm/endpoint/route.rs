//! Paths and methods.

use crate::endpoint::Methods;
use crate::http::{Segments, Target};

/// What all paths of the vendor begin with; then comes `/resource`.
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
    /// The route of a target: `None` if it is not below the vendor's paths, and in it `None` if it
    /// leads nowhere.
    pub(super) fn of(target: &Target<'_>) -> Option<Option<Self>> {
        let Some(mut rest) = resource(target) else {
            return target.below(BASE).map(|_| None);
        };
        Some(match (rest.step(), rest.step(), rest.step()) {
            (Some("customer"), None, _) => Some(Self::Customers),
            (Some("customer"), Some(id), None) if !id.is_empty() => Some(Self::Customer),
            (Some("subscription"), None, _) => Some(Self::Subscriptions),
            (Some("subscriber"), None, _) => Some(Self::Subscribers),
            _ => None,
        })
    }

    /// The id in the path of a customer.
    pub(super) fn id<'t>(target: &'t Target<'_>) -> Option<&'t str> {
        let mut rest = resource(target)?;
        rest.step();
        rest.step()
    }

    /// The methods that it has.
    pub(super) const fn methods(&self) -> Methods {
        match self {
            Self::Customers => Methods { list: &["GET", "POST"], allow: "GET, POST" },
            Self::Customer => {
                Methods { list: &["DELETE", "GET", "POST", "PUT"], allow: "DELETE, GET, POST, PUT" }
            }
            Self::Subscriptions | Self::Subscribers => Methods { list: &["GET"], allow: "GET" },
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

/// The segments behind `/resource`, in the long and the short form.
fn resource<'t>(target: &'t Target<'_>) -> Option<Segments<'t>> {
    if let Some(mut rest) = target.below(BASE) {
        return (rest.step() == Some("resource")).then_some(rest);
    }
    target.below(RESOURCE)
}
