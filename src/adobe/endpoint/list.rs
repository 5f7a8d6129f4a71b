//! The list of a reseller's customers: which of them, in what order, which page.

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;
use core::cmp::Ordering;
use core::fmt;

use super::Caller;
use crate::adobe::{Customer, Status, rules};
use crate::decision::{Refusal, Violation};
use crate::endpoint::page;
use crate::http::{Parameter, find, parameter};
use crate::json::{At, Writer};
use crate::member::Member as _;
use crate::value::{Date, Timestamp};

/// The query of a list.
#[derive(Clone, PartialEq, Eq)]
pub struct Query {
    reseller: String,
    status: Status,
    company_name: Option<String>,
    from: Option<String>,
    to: Option<String>,
    offset: u64,
    limit: u64,
    by_name: bool,
    ascending: bool,
}

/// A company name may be a person's.
impl fmt::Debug for Query {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Query")
            .field("company_name", &self.company_name.is_some())
            .field("offset", &self.offset)
            .field("limit", &self.limit)
            .finish_non_exhaustive()
    }
}

/// A status that the page of the list names, and that no customer is known to have.
const FILTERED: &str = "1026";

impl Query {
    /// Reads the parameters; or refuses each that has another form.
    pub(super) fn read(reseller: &str, query: Option<&str>) -> Result<Self, Refusal> {
        let query = query.unwrap_or_default();
        let text = |name: &'static str| match parameter(query, name) {
            Parameter::Missing => Ok(None),
            Parameter::Once(value) => Ok(Some(value)),
            Parameter::Invalid => Err(name),
        };
        let status = text("status").and_then(|word| match word {
            None => Ok(Status::Active),
            Some(word) => {
                let is_one = |status: &Status| status.is_known() || status.as_str() == FILTERED;
                Some(Status::from(&*word)).filter(is_one).ok_or("status")
            }
        });
        let moment =
            |name| text(name)?.map(|one| moment(&one).map(String::from).ok_or(name)).transpose();
        let number = |name, default, range: core::ops::RangeInclusive<u64>| match text(name)? {
            None => Ok(default),
            Some(digits) if digits.bytes().all(|b| b.is_ascii_digit()) => {
                digits.parse().ok().filter(|n| range.contains(n)).ok_or(name)
            }
            Some(_) => Err(name),
        };
        let is_second = |name, [first, second]: [&str; 2]| match text(name)?.as_deref() {
            None => Ok(false),
            Some(word) if word == first => Ok(false),
            Some(word) if word == second => Ok(true),
            Some(_) => Err(name),
        };
        let mut wrong = Vec::new();
        let read = Self {
            reseller: reseller.into(),
            status: found(status, Status::Active, &mut wrong),
            company_name: found(text("company-name"), None, &mut wrong).map(Cow::into_owned),
            from: found(moment("from-created-date"), None, &mut wrong),
            to: found(moment("to-created-date"), None, &mut wrong),
            offset: found(number("offset", 0, 0..=u64::MAX), 0, &mut wrong),
            limit: found(number("limit", 20, 1..=50), 0, &mut wrong),
            by_name: found(
                is_second("sort-by", ["creationDate", "companyName"]),
                false,
                &mut wrong,
            ),
            ascending: found(is_second("order-by", ["desc", "asc"]), false, &mut wrong),
        };
        match Refusal::new(wrong, rules::PARAMETER.next) {
            None => Ok(read),
            Some(refusal) => Err(refusal),
        }
    }

    /// Whether a customer belongs to the list: it is one of the reseller's.
    pub fn matches(&self, customer: &Customer) -> bool {
        let made = customer.document.creation_date.as_deref().unwrap_or_default();
        // A day means all of it.
        let day = |bound: &str| made.get(..bound.len()).unwrap_or(made).cmp(bound);
        customer.document.reseller_id.as_ref() == Some(&self.reseller)
            && customer.document.status.as_ref() == Some(&self.status)
            && self.company_name.as_deref().is_none_or(|name| is_like(company(customer), name))
            && self.from.as_deref().is_none_or(|from| day(from) != Ordering::Less)
            && self.to.as_deref().is_none_or(|to| day(to) != Ordering::Greater)
    }

    /// The order of the list; customers that are alike stand by their id, in the same direction:
    /// of those that were created within one second the last one comes first, as of all.
    pub fn compare(&self, a: &Customer, b: &Customer) -> Ordering {
        let order = if self.by_name {
            company(a).cmp(company(b))
        } else {
            a.document.creation_date.cmp(&b.document.creation_date)
        };
        let order = order.then_with(|| a.id().cmp(&b.id()));
        if self.ascending { order } else { order.reverse() }
    }

    /// The page of these customers that the query means, and how many the whole list has.
    pub fn page<'r>(
        &self,
        caller: &Caller,
        customers: impl IntoIterator<Item = &'r Customer>,
    ) -> (Vec<&'r Customer>, u64) {
        let customers = customers.into_iter();
        let all = customers.filter(|one| caller.sees(one) && self.matches(one)).collect();
        page(all, |a, b| self.compare(a, b), self.offset, self.limit)
    }

    /// Writes a page.
    pub(super) fn write(&self, page: &[&Customer], total: u64, w: &mut Writer<'_>) {
        w.begin_object();
        let numbers = [
            ("totalCount", total),
            ("count", u64::try_from(page.len()).unwrap_or(u64::MAX)),
            ("offset", self.offset),
            ("limit", self.limit),
        ];
        for (name, number) in numbers {
            w.name(name);
            w.number(number);
        }
        w.name("accounts");
        w.begin_list();
        page.iter().for_each(|customer| write_one(customer, w));
        w.end_list();
        w.end_object();
    }
}

/// What was found; else `other`, and a violation at the name of what has another form.
fn found<T>(found: Result<T, &'static str>, other: T, wrong: &mut Vec<Violation>) -> T {
    found.unwrap_or_else(|name| {
        wrong.push(Violation::new(&rules::PARAMETER, At::ROOT.name(name).pointer()));
        other
    })
}

/// The seven members that a list shows.
fn write_one(customer: &Customer, w: &mut Writer<'_>) {
    let document = &customer.document;
    w.begin_object();
    let member = |w: &mut Writer<'_>, name, value: Option<&str>| {
        if let Some(value) = value {
            w.member(name, value);
        }
    };
    member(w, "externalReferenceId", document.external_reference_id.as_deref());
    member(w, "customerId", document.customer_id.as_deref());
    member(w, "resellerId", document.reseller_id.as_deref());
    member(w, "status", document.status.as_ref().map(Status::as_str));
    w.name("companyProfile");
    w.begin_object();
    let profile = document.company_profile.as_ref();
    member(w, "companyName", profile.and_then(|one| one.company_name.as_deref()));
    w.end_object();
    member(w, "creationDate", document.creation_date.as_deref());
    if let Some(links) = &document.links {
        w.name("links");
        links.write(w);
    }
    w.end_object();
}

fn company(customer: &Customer) -> &str {
    let profile = customer.document.company_profile.as_ref();
    profile.and_then(|one| one.company_name.as_deref()).unwrap_or_default()
}

/// A day, or a moment with or without its `Z`.
fn moment(text: &str) -> Option<&str> {
    let bare = text.strip_suffix('Z').unwrap_or(text);
    let is_day = Date::parse(text).is_ok();
    if is_day { Some(text) } else { Timestamp::parse(bare).ok().map(|_| bare) }
}

/// Whether `text` is like `pattern`, ASCII case aside; `*` stands for anything.
fn is_like(text: &str, pattern: &str) -> bool {
    let (text, pattern) = (text.to_ascii_lowercase(), pattern.to_ascii_lowercase());
    let mut parts = pattern.split(['*']);
    let first = parts.next().unwrap_or_default();
    let Some(mut rest) = text.strip_prefix(first) else { return false };
    let Some(last) = parts.next_back() else { return rest.is_empty() };
    for part in parts {
        let Some(at) = find(rest, part) else { return false };
        rest = rest.get(at.saturating_add(part.len())..).unwrap_or_default();
    }
    rest.ends_with(last)
}
