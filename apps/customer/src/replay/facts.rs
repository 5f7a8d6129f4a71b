//! What a request's line says that was looked up: the facts of the contract, and its presets.

use customer_core::json::{At, Errors, Node, Reason};
use customer_core::member::Member;
use customer_core::value::{Date, Owned, Timestamp};
use customer_core::{adobe, commvault, ibm};

/// Members of an object that may hold only these; null is an error.
pub(super) struct Members<'n, 't, 'a> {
    node: Option<Node<'t, 'a>>,
    at: &'n At<'n>,
}

impl<'n, 't, 'a> Members<'n, 't, 'a> {
    /// The members of `node`; all but `known` are errors.
    pub(super) fn of(
        node: Option<Node<'t, 'a>>,
        known: &[&str],
        at: &'n At<'n>,
        errors: &mut Errors,
    ) -> Self {
        let node = node.filter(|node| node.object(at, errors).is_some());
        for (name, value) in node.and_then(Node::members).into_iter().flatten() {
            if !known.contains(&&*name) {
                errors.push(&at.other(&name), Reason::Unknown);
            } else if value.is_null() {
                errors.push(&at.other(&name), Reason::Null);
            }
        }
        Self { node, at }
    }

    /// A member as it is.
    pub(super) fn node(&self, name: &str) -> Option<Node<'t, 'a>> {
        self.node?.member(name).filter(|node| !node.is_null())
    }

    /// A member of type `M`.
    pub(super) fn read<M: Member>(&self, name: &'static str, errors: &mut Errors) -> Option<M> {
        self.node(name)?.read(&self.at.name(name), errors)
    }

    /// A count: 0 to 2^63-1.
    fn count(&self, name: &'static str, errors: &mut Errors) -> Option<u64> {
        let count = u64::try_from(self.read::<i64>(name, errors)?).ok();
        self.checked(name, count, Reason::Range, errors)
    }

    /// A text of a form.
    pub(super) fn text<T>(
        &self,
        name: &'static str,
        what: &'static str,
        parse: impl FnOnce(&str) -> Option<T>,
        errors: &mut Errors,
    ) -> Option<T> {
        let read = self.node(name)?.text().and_then(|text| parse(&text));
        self.checked(name, read, Reason::Expected(what), errors)
    }

    fn checked<T>(
        &self,
        name: &'static str,
        read: Option<T>,
        reason: Reason,
        errors: &mut Errors,
    ) -> Option<T> {
        if read.is_none() {
            errors.push(&self.at.name(name), reason);
        }
        read
    }
}

/// The policy of this name, the vendor's first one when none is named.
fn policy<P>(
    name: Option<Node<'_, '_>>,
    default: P,
    by_name: impl FnOnce(&str) -> Option<P>,
    errors: &mut Errors,
) -> Option<P> {
    let Some(node) = name else { return Some(default) };
    let policy = node.text().and_then(|name| by_name(&name));
    if policy.is_none() {
        errors.push(&At::ROOT.name("policy"), Reason::Word);
    }
    policy
}

/// A date `YYYY-MM-DD`.
pub(super) const DATE: &str = "a date YYYY-MM-DD";

/// Adobe's facts.
pub(super) fn adobe(
    facts: Option<Node<'_, '_>>,
    preset: Option<Node<'_, '_>>,
    errors: &mut Errors,
) -> Option<adobe::Facts> {
    let known = [
        "today",
        "activeSubscriptions",
        "activeSubscriptionsInDeployments",
        "resellerMarketSegments",
        "partnerGlobalSales",
        "partnerLargeGovernmentAgency",
        "owned",
    ];
    let at = &At::ROOT;
    let at = at.name("facts");
    let read = Members::of(facts, &known, &at, errors);
    let documented = adobe::Policy::documented();
    let mut found =
        adobe::Facts::unknown(policy(preset, documented, adobe::Policy::by_name, errors)?);
    found.today = read.text("today", DATE, |text| Date::parse(text).ok(), errors);
    found.active_subscriptions = read.count("activeSubscriptions", errors);
    found.active_subscriptions_in_deployments =
        read.count("activeSubscriptionsInDeployments", errors);
    found.reseller_market_segments = segments(&read, errors);
    found.partner_global_sales = read.read("partnerGlobalSales", errors);
    found.partner_large_government_agency = read.read("partnerLargeGovernmentAgency", errors);
    let owned_at = at.name("owned");
    let owned = Members::of(read.node("owned"), &["LICENSE", "CONSUMABLES"], &owned_at, errors);
    found.owned = Owned {
        license: owned.count("LICENSE", errors).unwrap_or(0),
        consumables: owned.count("CONSUMABLES", errors).unwrap_or(0),
    };
    Some(found)
}

fn segments(read: &Members<'_, '_, '_>, errors: &mut Errors) -> Option<Vec<adobe::MarketSegment>> {
    let segments: Vec<adobe::MarketSegment> = read.read("resellerMarketSegments", errors)?;
    let at = read.at.name("resellerMarketSegments");
    for (index, segment) in segments.iter().enumerate() {
        if !segment.is_known() {
            errors.push(&at.index(index), Reason::Word);
        }
    }
    Some(segments)
}

/// IBM's facts.
pub(super) fn ibm(
    facts: Option<Node<'_, '_>>,
    preset: Option<Node<'_, '_>>,
    errors: &mut Errors,
) -> Option<ibm::Facts> {
    let at = &At::ROOT;
    let at = at.name("facts");
    let known = ["role", "sameOrganization", "activeSubscriptions"];
    let read = Members::of(facts, &known, &at, errors);
    Some(ibm::Facts {
        policy: policy(preset, ibm::Policy::documented(), ibm::Policy::by_name, errors)?,
        role: read.read("role", errors),
        same_organization: read.read("sameOrganization", errors),
        active_subscriptions: read.count("activeSubscriptions", errors),
    })
}

/// Commvault's facts.
pub(super) fn commvault(
    facts: Option<Node<'_, '_>>,
    preset: Option<Node<'_, '_>>,
    errors: &mut Errors,
) -> Option<commvault::Facts> {
    let at = &At::ROOT;
    let at = at.name("facts");
    let read = Members::of(facts, &["now", "externalIdTaken", "nameTaken"], &at, errors);
    let stamp = "a timestamp YYYY-MM-DDTHH:MM:SS";
    let documented = commvault::Policy::documented();
    Some(commvault::Facts {
        policy: policy(preset, documented, commvault::Policy::by_name, errors)?,
        now: read.text("now", stamp, |text| Timestamp::parse(text).ok(), errors),
        external_id_taken: read.read("externalIdTaken", errors),
        name_taken: read.read("nameTaken", errors),
    })
}
