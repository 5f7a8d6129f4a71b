//! Adobe: customers, updates, events, facts.

mod request;
mod shape;

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::case::{question, spelt};
use super::commitment::{self, term};
use super::edit::Editor;
use super::{Case, Generate, Source, Tree, value};
use crate::adobe::{
    AccountInput, CommitmentInput, Customer, EmptyContacts, Facts, Inactive, Input, MarketSegment,
    OmittedGlobalSales, OmittedProfile, OtherName, Policy, PostalCodes, Update,
};
use crate::value::{Date, Owned};
use crate::vendors::{Adobe, Vendor as _};

/// The simplest customer.
const FAIRMONT: &str = r#"{"externalReferenceId":"342","customerId":"9876543210",
"resellerId":"5556667778","globalSalesEnabled":false,"companyProfile":{"companyName":"Fairmont",
"preferredLanguage":"en-US","marketSegment":"COM","address":{"country":"US","region":"CA",
"city":"San Jose","addressLine1":"200 Fairmont Ave","addressLine2":"Apt 123",
"postalCode":"95110-1234","phoneNumber":"800-123-4567"},"contacts":[{"firstName":"Mickey",
"lastName":"Mouse","email":"mickey@mouse.com","phoneNumber":"408-123-4567"}]},
"cotermDate":"2026-05-02","creationDate":"2019-05-02T22:49:52Z","status":"1000"}"#;

const DONALD: &str = r#"{"firstName":"Donald","lastName":"Duck","email":"donald@duck.com"}"#;

const GROUP: &str = r#"{"id":"51001315","name":"The group","type":"STANDARD",
"linkedMembershipType":"OWNER","creationDate":"2024-07-17T03:47:35"}"#;

const AGENCY: &str = r#"{"type":"LARGE_GOVERNMENT_AGENCY","status":"ACTIVE"}"#;

/// A customer: an ordinary one and some edits.
///
/// ```
/// use customer_core::generate::{Source, adobe};
/// let customer = adobe::customer(&mut Source::new(&[]));
/// assert_eq!(customer.document.contacts().len(), 1);
/// assert!(customer.document.benefits.is_none());
/// ```
pub fn customer(source: &mut Source<'_>) -> Customer {
    let ordinary = Tree::parse(FAIRMONT).unwrap_or_default();
    let mut tree = ordinary.clone();
    situation(&mut tree, source);
    let near = tree.clone();
    let editor = Editor { sent: false, near: &near };
    if source.one_in(2) {
        editor.edit_some(&mut tree, &shape::RESOURCE, source);
    }
    if source.one_in(10) {
        editor.blank_some(&mut tree, &shape::RESOURCE, source);
    }
    let read = Customer::from_json(&tree.to_json()).or_else(|_| Customer::from_json(FAIRMONT));
    let mut customer = read.unwrap_or_default();
    let internal = &mut customer.internal;
    internal.requested_on = source.maybe(2, value::date);
    internal.accepted_on = source.maybe(2, value::date);
    if let Some(gone) = source.maybe(3, |source| source.pick(&["goofy@dog.com", "x"])) {
        internal.system_admins.push(gone.into());
    }
    if source.one_in(8) {
        internal.system_admins.truncate(1);
    }
    customer
}

/// One of the situations in which updates differ.
fn situation(tree: &mut Tree, source: &mut Source<'_>) {
    match source.below(10) {
        1..=3 => tree.set("benefits", Tree::List(Vec::from([three_years(source)]))),
        4 => segment(tree, "EDU", Some("K_12")),
        5 => segment(tree, "GOV", None),
        6 => {
            segment(tree, "GOV", Some("FEDERAL"));
            let agency = Tree::parse(AGENCY).unwrap_or_default();
            tree.set("benefits", Tree::List(Vec::from([agency])));
        }
        7 => tree.set("linkedMembership", Tree::parse(GROUP).unwrap_or_default()),
        8 => tree.set("globalSalesEnabled", Tree::Flag(true)),
        9 => {
            tree.set("status", Tree::text("1002"));
            if source.one_in(2) {
                let mut benefit = three_years(source);
                if let Some(request @ Tree::Object(_)) = benefit.get_mut("commitmentRequest") {
                    request.drop_member("status");
                }
                tree.set("benefits", Tree::List(Vec::from([benefit])));
            }
        }
        _ => {}
    }
    if source.one_in(5) {
        let links = source.pick(shape::LINKS);
        tree.set("links", Tree::parse(links).unwrap_or_default());
    }
    if source.one_in(6) {
        tree.set("distributorId", Tree::text("7778889990"));
    }
    if source.one_in(3) {
        let profile = tree.get_mut("companyProfile");
        if let Some(Tree::List(contacts)) = profile.and_then(|one| one.get_mut("contacts")) {
            contacts.push(Tree::parse(DONALD).unwrap_or_default());
        }
    }
    match source.below(5) {
        1 | 2 => tree.set("cotermDate", Tree::Text(value::date(source).to_string())),
        3 => tree.drop_member("cotermDate"),
        // An anniversary that has passed, some of them long ago.
        4 => {
            let years = source.pick(&[-1, -2, -5, -13]);
            tree.set("cotermDate", Tree::Text(value::date(source).add_years(years).to_string()));
        }
        _ => {}
    }
}

fn segment(tree: &mut Tree, segment: &str, sub_segment: Option<&str>) {
    if let Some(profile) = tree.get_mut("companyProfile") {
        profile.set("marketSegment", Tree::text(segment));
        if let Some(word) = sub_segment {
            profile.set("marketSubSegments", Tree::List(Vec::from([Tree::text(word)])));
        }
    }
}

fn three_years(source: &mut Source<'_>) -> Tree {
    let running =
        ["COMMITTED", "COMMITTED", "COMMITTED", "NONCOMPLIANT", "EXPIRED", "ACTIVE", "INACTIVE"];
    // An empty one has no value: the request came with the creation of the account.
    let asked = ["REQUESTED", "ACCEPTED", "REQUESTED", "ACCEPTED", "DECLINED", "EXPIRED", ""];
    let mut benefit = Tree::object().with("type", Tree::text("THREE_YEAR_COMMIT"));
    let parts = [
        ("commitment", &running, 3),
        ("commitmentRequest", &asked, 2),
        ("recommitmentRequest", &asked, 3),
    ];
    for (name, statuses, rarely) in parts {
        let part = match source.below(rarely) {
            0 if name == "commitment" => Some(term(statuses, source)),
            1 => Some(term(statuses, source)),
            0 => Some(Tree::Null),
            _ => None,
        };
        benefit = benefit.with_some(name, part);
    }
    benefit
}

/// A request body for `customer`: an echo or a scene, and some edits.
pub fn update(customer: &Customer, source: &mut Source<'_>) -> Update<'static> {
    Update::from_json(&request::body(customer, source).to_json())
        .map(Update::into_owned)
        .unwrap_or_default()
}

/// A request body for a customer that is generated along with it.
pub fn any_update(source: &mut Source<'_>) -> Update<'static> {
    update(&customer(source), source)
}

/// Anything that may happen to a customer that is generated along with it.
pub fn any_input(source: &mut Source<'_>) -> Input<'static> {
    case(source).input
}

/// What was looked up; the simplest permits everything.
pub fn facts(source: &mut Source<'_>) -> Facts {
    let segments = |source: &mut Source<'_>| {
        let all = [MarketSegment::Commercial, MarketSegment::Education, MarketSegment::Government];
        all.into_iter().filter(|_| !source.one_in(4)).collect::<Vec<_>>()
    };
    let count = |source: &mut Source<'_>| {
        source.unless(8, |source| source.either(0, &[0, 0, 1, 2, i64::MAX.unsigned_abs()]))
    };
    let flag = |source: &mut Source<'_>| source.unless(10, |source| !source.one_in(5));
    let preset = source.pick(&PRESETS);
    if source.one_in(32) {
        return Facts::unknown(Policy::by_name(preset).unwrap_or_else(Policy::documented));
    }
    Facts {
        policy: Policy::by_name(preset).unwrap_or_else(Policy::documented),
        today: source.unless(12, value::date),
        active_subscriptions: count(source),
        active_subscriptions_in_deployments: count(source),
        reseller_market_segments: source.unless(8, segments),
        partner_global_sales: flag(source),
        partner_large_government_agency: flag(source),
        owned: source.unless(12, value::owned),
    }
}

const PRESETS: [&str; 3] = ["documented", "documented", "observed"];

/// A preset, or a mixture of both.
pub fn policy(source: &mut Source<'_>) -> Policy {
    let preset = if source.one_in(2) { Policy::observed() } else { Policy::documented() };
    if !source.one_in(2) {
        return preset;
    }
    Policy {
        omitted_profile: source.either(OmittedProfile::Keep, &[OmittedProfile::Refuse]),
        omitted_global_sales: source.either(OmittedGlobalSales::Keep, &[OmittedGlobalSales::False]),
        empty_contacts: source.either(EmptyContacts::Refuse, &[EmptyContacts::Keep]),
        other_name: source.either(OtherName::Refuse, &[OtherName::Ignore]),
        postal_codes: source.either(PostalCodes::Length, &[PostalCodes::Shape]),
        commitment: commitment::policy(source),
    }
}

/// A customer, something that happens to it, and facts.
pub fn case(source: &mut Source<'_>) -> Case<Adobe> {
    Adobe::case(source)
}

impl Generate for Adobe {
    fn record(source: &mut Source<'_>) -> Customer {
        customer(source)
    }

    fn then(record: Customer, source: &mut Source<'_>) -> Case<Self> {
        let is_new = record.document.status.as_ref().is_some_and(|one| one.as_str() == "1002");
        let (input, said) = match if is_new && source.one_in(2) { 3 } else { source.below(9) } {
            1 | 2 | 4 => {
                let event = source.either(CommitmentInput::Accepted, CommitmentInput::ALL);
                let said = Tree::object().with("commitment", Tree::text(event.name()));
                (Input::Commitment(event), said)
            }
            3 => {
                let account = source.either(
                    AccountInput::Activated,
                    &[
                        AccountInput::Activated,
                        AccountInput::Inactive(Inactive::Duplicate),
                        AccountInput::Inactive(Inactive::Blocked),
                        AccountInput::Activated,
                    ],
                );
                let said = match account {
                    AccountInput::Activated => Tree::text("activated"),
                    AccountInput::Inactive(code) => {
                        Tree::object().with("inactive", Tree::text(code.name()))
                    }
                };
                (Input::Account(account), Tree::object().with("account", said))
            }
            _ => {
                let body = request::body(&record, source);
                let read = Update::from_json(&body.to_json()).map(Update::into_owned);
                let body = if read.is_ok() { body } else { Tree::object() };
                (Input::Update(read.unwrap_or_default()), Tree::object().with("update", body))
            }
        };
        let mut facts = facts(source);
        if source.one_in(4) {
            facts.policy = policy(source);
        }
        let named = [("documented", Policy::documented()), ("observed", Policy::observed())];
        let spelt = spelt(facts.policy, &named, Policy::write, source);
        let members = [
            ("customer", Tree::parse(&record.to_json()).unwrap_or_default()),
            ("internal", internal_tree(&record, source)),
            ("input", said),
            ("facts", facts_tree(&facts)),
        ];
        let question = question(Self::NAME, spelt, members, source);
        Case { record, input, facts, question }
    }

    fn permitting(facts: &Facts) -> Facts {
        let all = [MarketSegment::Commercial, MarketSegment::Education, MarketSegment::Government];
        Facts {
            today: facts.today.or_else(|| Date::parse("2026-03-01").ok()),
            owned: facts.owned.or(Some(Owned::NOTHING)),
            active_subscriptions: Some(0),
            active_subscriptions_in_deployments: Some(0),
            reseller_market_segments: Some(Vec::from(all)),
            partner_global_sales: Some(true),
            partner_large_government_agency: Some(true),
            ..facts.clone()
        }
    }

    fn under_any_policy(facts: &Facts, source: &mut Source<'_>) -> Facts {
        Facts { policy: policy(source), ..facts.clone() }
    }

    fn echo(record: &Customer) -> Option<Input<'static>> {
        let body = record.to_json();
        Update::from_json(&body).ok().map(|update| Input::Update(update.into_owned()))
    }
}

fn internal_tree(customer: &Customer, source: &mut Source<'_>) -> Tree {
    let internal = &customer.internal;
    let day = |date: Date| Tree::Text(date.to_string());
    let admins = internal.system_admins.iter().map(|email| Tree::text(email)).collect();
    // Left out, they are the stored contacts.
    let known = customer.document.contacts().iter().filter_map(|one| one.email.as_deref());
    let is_known = known.eq(internal.system_admins.iter().map(String::as_str));
    let admins = Some(Tree::List(admins)).filter(|_| !is_known || !source.one_in(4));
    Tree::object()
        .with_some("requestedOn", internal.requested_on.map(day))
        .with_some("acceptedOn", internal.accepted_on.map(day))
        .with_some("systemAdmins", admins)
}

fn facts_tree(facts: &Facts) -> Tree {
    let segments = facts.reseller_market_segments.as_ref().map(|segments| {
        Tree::List(segments.iter().map(|segment| Tree::text(segment.as_str())).collect())
    });
    let number = |number: u64| Tree::from(number.min(i64::MAX.unsigned_abs()));
    let owned = facts.owned.map(|owned| {
        Tree::object()
            .with("LICENSE", number(owned.license))
            .with("CONSUMABLES", number(owned.consumables))
    });
    Tree::object()
        .with_some("today", facts.today.map(|day| Tree::Text(day.to_string())))
        .with_some("activeSubscriptions", facts.active_subscriptions.map(number))
        .with_some(
            "activeSubscriptionsInDeployments",
            facts.active_subscriptions_in_deployments.map(number),
        )
        .with_some("resellerMarketSegments", segments)
        .with_some("partnerGlobalSales", facts.partner_global_sales.map(Tree::from))
        .with_some(
            "partnerLargeGovernmentAgency",
            facts.partner_large_government_agency.map(Tree::from),
        )
        .with_some("owned", owned)
}
