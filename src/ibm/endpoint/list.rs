//! Lists of customers: pages and named queries.

use alloc::string::String;
use alloc::vec::Vec;
use core::cmp::Ordering;
use core::fmt;

use super::{Caller, is_present};
use crate::decision::Rule;
use crate::endpoint::page;
use crate::http::{Parameter, parameter};
use crate::ibm::{Customer, rules};
use crate::value::same_address;

/// Why a query is refused: the rule and the parameter.
pub(super) type Wrong = (&'static Rule, &'static str);

/// The query of a list.
#[derive(Clone, PartialEq, Eq)]
pub struct Query(Selection);

#[derive(Clone, PartialEq, Eq)]
enum Selection {
    /// A page, from 1, with so many customers.
    Page { number: u64, size: u64 },
    /// Those with this e-mail address.
    Email(String),
    /// Those with this name.
    Name(String),
}

/// It may hold an e-mail address.
impl fmt::Debug for Query {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Selection::Page { number, size } => {
                write!(f, "Page {{ number: {number}, size: {size} }}")
            }
            Selection::Email(_) => f.write_str("Email(..)"),
            Selection::Name(_) => f.write_str("Name(..)"),
        }
    }
}

impl Query {
    /// Reads the parameters; or the first that has another form.
    pub(super) fn read(query: Option<&str>) -> Result<Self, Wrong> {
        let query = query.unwrap_or_default();
        let needed = |name: &'static str| match parameter(query, name) {
            Parameter::Once(value) if !value.is_empty() => Ok(value.into_owned()),
            Parameter::Once(_) | Parameter::Missing => Err((&rules::LIST_MISSING, name)),
            Parameter::Invalid => Err((&rules::LIST_INVALID, name)),
        };
        let named = match parameter(query, "_namedQuery") {
            Parameter::Missing => return Self::paged(query),
            Parameter::Once(named) => named,
            Parameter::Invalid => return Err((&rules::LIST_INVALID, "_namedQuery")),
        };
        match &*named {
            // Rule: ibm.list.subscriber-email
            "getCustomersByContactEmail" | "getCustomersBySubscriberEmail" => {
                needed("emailAddress").map(|email| Self(Selection::Email(email)))
            }
            "getCustomerByOrgName" => needed("orgName").map(|name| Self(Selection::Name(name))),
            _ => Err((&rules::LIST_INVALID, "_namedQuery")),
        }
    }

    fn paged(query: &str) -> Result<Self, Wrong> {
        let number = |name, default, range: core::ops::RangeInclusive<u64>| {
            let wrong = (&rules::LIST_INVALID, name);
            match parameter(query, name) {
                Parameter::Missing => Ok(default),
                Parameter::Once(digits) if digits.bytes().all(|b| b.is_ascii_digit()) => {
                    digits.parse().ok().filter(|n| range.contains(n)).ok_or(wrong)
                }
                Parameter::Once(_) | Parameter::Invalid => Err(wrong),
            }
        };
        let page = number("_pageNumber", 1, 1..=u64::MAX)?;
        Ok(Self(Selection::Page { number: page, size: number("_pageSize", 25, 1..=100)? }))
    }

    /// Whether it is a named query, for which an empty list is an error.
    pub const fn is_named(&self) -> bool {
        !matches!(self.0, Selection::Page { .. })
    }

    /// Whether a customer belongs to the list of this caller. Who is unregistered is in none.
    pub fn matches(&self, caller: &Caller, customer: &Customer) -> bool {
        let organization = customer.document.organization.as_ref();
        let is_meant = match &self.0 {
            Selection::Page { .. } => true,
            // Rule: ibm.list.email-case
            Selection::Name(name) => {
                organization.and_then(|one| one.org_name.as_ref()) == Some(name)
            }
            Selection::Email(email) => organization
                .and_then(|one| one.contact.as_ref()?.email_address.as_deref())
                .is_some_and(|own| same_address(own, email)),
        };
        is_meant && is_present(customer) && caller.sees(customer)
    }

    /// The order of every list: by id, the shorter one first.
    pub fn compare(a: &Customer, b: &Customer) -> Ordering {
        fn id(one: &Customer) -> Option<(usize, &str)> {
            one.id().map(|id| (id.len(), id))
        }
        id(a).cmp(&id(b))
    }

    /// The page of these customers that the query means, and how many the whole list has.
    pub fn page<'r>(
        &self,
        caller: &Caller,
        customers: impl IntoIterator<Item = &'r Customer>,
    ) -> (Vec<&'r Customer>, u64) {
        let customers = customers.into_iter();
        let all = customers.filter(|one| self.matches(caller, one)).collect();
        let (skip, take) = match self.0 {
            Selection::Page { number, size } => {
                (number.saturating_sub(1).saturating_mul(size), size)
            }
            Selection::Email(_) | Selection::Name(_) => (0, u64::MAX),
        };
        page(all, |a, b| Self::compare(a, b), skip, take)
    }
}
