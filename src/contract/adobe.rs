//! Adobe's part of the contract.

use alloc::string::String;
use alloc::vec::Vec;

use super::Contract;
use super::read::Closed;
use crate::adobe::{
    Customer, Decision, Event, Facts, Input, MarketSegment, Policy, Resource, decide, evolve,
};
use crate::decision::{Changes, Next, Rejection, Response};
use crate::json::{At, Errors, Node, Reason, Writer};
use crate::member::Member;
use crate::value::Owned;

/// Adobe in the contract.
pub(super) enum Vendor {}

impl Contract for Vendor {
    type Record = Customer;
    type Input<'a> = Input<'a>;
    type Facts = Facts;
    type Decision = Decision;

    const POLICIES: &'static [&'static str] = Policy::NAMES;

    fn record(
        customer: Option<Node<'_, '_>>,
        internal: Option<Node<'_, '_>>,
        errors: &mut Errors,
    ) -> Option<Customer> {
        let at = At::ROOT;
        let place = at.name("customer");
        let resource = customer.and_then(|customer| customer.read::<Resource>(&place, errors));
        let at = at.name("internal");
        let known = &["requestedOn", "acceptedOn", "systemAdmins"];
        let closed = Closed::open(internal, known, &at, errors).nullable();
        let requested_on = closed.date("requestedOn", &at, errors);
        let accepted_on = closed.date("acceptedOn", &at, errors);
        let system_admins: Option<Vec<String>> = closed.read("systemAdmins", &at, errors);
        closed.close(&at, errors);
        let mut record = Customer::new(resource?);
        record.internal.requested_on = requested_on;
        record.internal.accepted_on = accepted_on;
        if let Some(system_admins) = system_admins {
            record.internal.system_admins = system_admins;
        }
        Some(record)
    }

    fn input<'a>(
        name: &str,
        value: Node<'_, 'a>,
        at: &At<'_>,
        errors: &mut Errors,
    ) -> Option<Input<'a>> {
        match name {
            "update" => value.read_sent::<Resource>(at, errors).map(Input::Update),
            "commitment" => {
                let event = Event::by_name(&value.read::<String>(at, errors)?);
                if event.is_none() {
                    errors.push(at, Reason::Word);
                }
                event.map(Input::Commitment)
            }
            _ => None,
        }
    }

    fn facts(facts: Option<Node<'_, '_>>, policy: &str, errors: &mut Errors) -> Option<Facts> {
        let at = At::ROOT;
        let at = at.name("facts");
        let known = &[
            "today",
            "activeSubscriptions",
            "activeSubscriptionsInDeployments",
            "resellerMarketSegments",
            "partnerGlobalSales",
            "partnerLargeGovernmentAgency",
            "owned",
        ];
        let closed = Closed::open(facts, known, &at, errors);
        let facts = Facts {
            policy: Policy::by_name(policy)?,
            today: closed.date("today", &at, errors),
            active_subscriptions: closed.count("activeSubscriptions", &at, errors),
            active_subscriptions_in_deployments: closed.count(
                "activeSubscriptionsInDeployments",
                &at,
                errors,
            ),
            reseller_market_segments: segments(&closed, &at, errors),
            partner_global_sales: closed.read("partnerGlobalSales", &at, errors),
            partner_large_government_agency: closed.read(
                "partnerLargeGovernmentAgency",
                &at,
                errors,
            ),
            owned: owned(&closed, &at, errors),
        };
        closed.close(&at, errors);
        Some(facts)
    }

    fn decide(record: &Customer, input: &Input<'_>, facts: &Facts) -> Result<Decision, Rejection> {
        decide(record, input, facts)
    }

    fn evolve(record: &mut Customer, decision: &Decision) {
        evolve(record, decision);
    }

    fn changes(decision: &Decision) -> Changes {
        decision.changes()
    }

    fn write_effects(after: &Customer, decision: &Decision, w: &mut Writer<'_>) {
        for effect in decision.effects(after) {
            effect.write(w);
        }
    }

    fn write_customer(record: &Customer, w: &mut Writer<'_>) {
        record.resource.write(w);
    }

    fn write_internal(record: &Customer, w: &mut Writer<'_>) {
        let internal = &record.internal;
        w.begin_object();
        if let Some(date) = internal.requested_on {
            w.member("requestedOn", &crate::json::shown(&date));
        }
        if let Some(date) = internal.accepted_on {
            w.member("acceptedOn", &crate::json::shown(&date));
        }
        w.name("systemAdmins");
        internal.system_admins.write(w);
        w.end_object();
    }

    fn accepted(after: &Customer, input: &Input<'_>, _: &Decision) -> Option<Response> {
        matches!(input, Input::Update(_)).then(|| crate::adobe::accepted(after))
    }

    fn refused(input: &Input<'_>, rejection: &Rejection) -> Option<Response> {
        matches!(input, Input::Update(_)).then(|| crate::adobe::refused(rejection))
    }

    fn next(decision: &Decision) -> Next {
        decision.next()
    }
}

/// The segments that the reseller is enabled for; only the three that exist.
fn segments(
    closed: &Closed<'_, '_>,
    at: &At<'_>,
    errors: &mut Errors,
) -> Option<Vec<MarketSegment>> {
    let list = closed.get("resellerMarketSegments", at, errors)?;
    let at = at.name("resellerMarketSegments");
    let mut words = Vec::new();
    for (index, element) in list.list(&at, errors)?.enumerate() {
        let at = at.index(index);
        match element.read::<MarketSegment>(&at, errors) {
            Some(word) if !word.is_known() => errors.push(&at, Reason::Word),
            word => words.extend(word),
        }
    }
    Some(words)
}

/// What is owned; a type that is left out counts as none.
fn owned(closed: &Closed<'_, '_>, at: &At<'_>, errors: &mut Errors) -> Owned {
    let node = closed.get("owned", at, errors);
    let at = at.name("owned");
    let closed = Closed::open(node, &["LICENSE", "CONSUMABLES"], &at, errors);
    let license = closed.count("LICENSE", &at, errors).unwrap_or_default();
    let consumables = closed.count("CONSUMABLES", &at, errors).unwrap_or_default();
    closed.close(&at, errors);
    Owned { license, consumables }
}
