//! The list of accounts: which of them, in what order, which page.

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;
use core::cmp::Ordering;
use core::fmt;

use super::Caller;
use crate::commvault::Account;
use crate::endpoint::page;
use crate::http::{Parameter, find, parameter};

/// The members that a list can be sorted by.
pub const SORTED_BY: &[&str] =
    &["id", "status", "insertTs", "updateTs", "externalId", "name", "website"];

/// What the filter looks at.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Filter {
    Id,
    Name,
    Status,
    SearchTerm,
}

/// The query of a list.
#[derive(Clone, PartialEq, Eq)]
pub struct Query {
    /// The filter as it was sent.
    pub(super) filter: Option<String>,
    by: Option<(Filter, String)>,
    /// The order as it was sent.
    pub(super) sort: String,
    descending: bool,
    member: &'static str,
    page_number: u64,
    page_size: u64,
}

/// The filter may hold an e-mail address.
impl fmt::Debug for Query {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Query")
            .field("filter", &self.filter.is_some())
            .field("sort", &self.member)
            .field("page_number", &self.page_number)
            .field("page_size", &self.page_size)
            .finish()
    }
}

impl Query {
    /// Reads the parameters; or the name of the first that has another form.
    pub(super) fn read(query: Option<&str>) -> Result<Self, &'static str> {
        let query = query.unwrap_or_default();
        let text = |name: &'static str| match parameter(query, name) {
            Parameter::Missing => Ok(None),
            Parameter::Once(value) => Ok(Some(value)),
            Parameter::Invalid => Err(name),
        };
        let filter = text("filter")?.map(Cow::into_owned);
        let by = filter.as_deref().map(|filter| filtered(filter).ok_or("filter")).transpose()?;
        let sort = text("sort")?.map_or_else(|| String::from("desc:updateTs"), Cow::into_owned);
        let (descending, member) = sorted(&sort).ok_or("sort")?;
        let number = |name, default, range: core::ops::RangeInclusive<u64>| match text(name)? {
            None => Ok(default),
            Some(digits) => whole(&digits).filter(|n| range.contains(n)).ok_or(name),
        };
        let page_number = number("pageNumber", 0, 0..=u64::MAX)?;
        let page_size = number("pageSize", 25, 1..=100)?;
        Ok(Self { filter, by, sort, descending, member, page_number, page_size })
    }

    /// Which page, from 0.
    pub const fn page_number(&self) -> u64 {
        self.page_number
    }

    /// How many accounts a page has.
    pub const fn page_size(&self) -> u64 {
        self.page_size
    }

    /// Whether an account belongs to the list.
    pub fn matches(&self, account: &Account) -> bool {
        let Some((filter, value)) = &self.by else { return true };
        let document = &account.document;
        match filter {
            Filter::Id => document.id.as_ref().is_some_and(|id| id.eq_ignore_ascii_case(value)),
            Filter::Name => document.name.as_ref() == Some(value),
            Filter::Status => document.status.as_ref().is_some_and(|one| one.as_str() == value),
            Filter::SearchTerm => {
                let contacts = document.contacts.iter().flatten();
                let emails = contacts.filter_map(|contact| contact.email.as_ref());
                document.name.iter().chain(emails).any(|text| has(text, value))
            }
        }
    }

    /// The order of the list; accounts that are alike stand by their id, in the same direction.
    pub fn compare(&self, a: &Account, b: &Account) -> Ordering {
        let order = self.value(a).cmp(&self.value(b)).then_with(|| a.id().cmp(&b.id()));
        if self.descending { order.reverse() } else { order }
    }

    fn value<'r>(&self, account: &'r Account) -> Option<&'r str> {
        let document = &account.document;
        match self.member {
            "id" => document.id.as_deref(),
            "status" => document.status.as_ref().map(|status| status.as_str()),
            "insertTs" => document.insert_ts.as_deref(),
            "externalId" => document.external_id.as_deref(),
            "name" => document.name.as_deref(),
            "website" => document.website.as_deref(),
            _ => document.update_ts.as_deref(),
        }
    }

    /// The page of these accounts that the query means, and how many the whole list has.
    pub fn page<'r>(
        &self,
        _caller: &Caller,
        accounts: impl IntoIterator<Item = &'r Account>,
    ) -> (Vec<&'r Account>, u64) {
        let all = accounts.into_iter().filter(|one| self.matches(one)).collect();
        let before = self.page_number.saturating_mul(self.page_size);
        page(all, |a, b| self.compare(a, b), before, self.page_size)
    }
}

/// `member=value`.
fn filtered(filter: &str) -> Option<(Filter, String)> {
    let (name, value) = filter.split_once(['='])?;
    let by = match name {
        "id" => Filter::Id,
        "name" => Filter::Name,
        "status" => Filter::Status,
        "searchTerm" => Filter::SearchTerm,
        _ => return None,
    };
    Some((by, value.into()))
}

/// `asc:member` or `desc:member`.
fn sorted(sort: &str) -> Option<(bool, &'static str)> {
    let (order, name) = sort.split_once([':'])?;
    let descending = match order {
        "asc" => false,
        "desc" => true,
        _ => return None,
    };
    let member = SORTED_BY.iter().find(|member| **member == name)?;
    Some((descending, member))
}

/// A whole number in digits alone.
fn whole(digits: &str) -> Option<u64> {
    digits.bytes().all(|b| b.is_ascii_digit()).then(|| digits.parse().ok()).flatten()
}

/// Whether `text` contains `part`, ASCII case aside.
fn has(text: &str, part: &str) -> bool {
    find(&text.to_ascii_lowercase(), &part.to_ascii_lowercase()).is_some()
}
