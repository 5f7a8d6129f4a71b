//! Planning at this vendor: what its places are, and the body that says what is wished.
//!
//! A body says only what does not hold. The contact list is in it if it is to change or if
//! somebody is to be mailed again, since everybody in it is mailed.

mod body;
mod commitment;
mod foreign;
mod places;
mod steps;

use alloc::vec::Vec;

use super::record::{Customer, MarketSegment, Resource};
use super::{Decision, Fact, Facts, Input, Policy, Update, rules};
use crate::decision::{Rule, Violation};
use crate::json::{At, Errors, Folded, Index, Node, Pointer, Reason, Writer};
use crate::member::{self, Member as _};
use crate::neutral::Reached;
use crate::plan::{
    self, Body, Case, Exclusive, Finding, Goal, Json, Part, People, Place, Planner, Shape, Sketch,
    Step, Wish,
};
use crate::vendors::Adobe;

use places::{contacts, is_request, profile};

/// How a wish is brought about.
pub type Plan = plan::Plan<Update<'static>, Decision>;
/// Why a wish can't be brought about by one update.
pub type Unreachable = plan::Unreachable<Update<'static>, Decision, Input<'static>, Fact>;

/// Plans the smallest update that makes the customer read as `wish` says.
///
/// ```
/// use customer_core::adobe::{Customer, Facts, Policy, plan};
/// use customer_core::plan::Wish;
/// use customer_core::vendors::Adobe;
///
/// let customer = Customer::from_json(r#"{"companyProfile": {"preferredLanguage": "en-US"}}"#)?;
/// let wish = r#"{"merge": {"companyProfile": {"preferredLanguage": "de-DE"}}}"#;
/// let wish = Wish::<Adobe>::from_json(wish)?;
/// let plan = plan(&customer, &wish, &Facts::unknown(Policy::documented()))?;
/// let body = r#"{"companyProfile":{"preferredLanguage":"de-DE"}}"#;
/// assert_eq!(plan.update.unwrap().to_json(), body);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// What is missing is named, to be looked up before the next question:
///
/// ```
/// use customer_core::adobe::{Customer, Fact, Facts, Policy, plan};
/// use customer_core::plan::Wish;
///
/// let customer = Customer::from_json(
///     r#"{"resellerId": "1", "companyProfile": {"marketSegment": "COM"}}"#,
/// )?;
/// let wish = r#"{"merge": {"companyProfile": {"marketSegment": "EDU"}}}"#;
/// let facts = Facts::unknown(Policy::documented());
/// let unreachable = plan(&customer, &Wish::from_json(wish)?, &facts).unwrap_err();
/// let missing: Vec<Fact> = unreachable.needs().map(|need| need.fact).collect();
/// assert_eq!(missing, [Fact::ActiveSubscriptions, Fact::ResellerMarketSegments]);
/// # Ok::<(), customer_core::json::Unreadable>(())
/// ```
///
/// # Errors
///
/// Everything in its way; the smallest: another company name.
#[inline]
pub fn plan(record: &Customer, wish: &Wish<Adobe>, facts: &Facts) -> Result<Plan, Unreachable> {
    plan::plan::<Adobe>(record, wish, facts)
}

use Part::{List, Object, Owned};

const PLACE: Part = Part::Place;

static ADDRESS: Shape = Shape(&[
    ("country", PLACE),
    ("region", PLACE),
    ("city", PLACE),
    ("addressLine1", PLACE),
    ("addressLine2", PLACE),
    ("postalCode", PLACE),
    ("phoneNumber", PLACE),
]);

static CONTACT: Shape =
    Shape(&[("firstName", PLACE), ("lastName", PLACE), ("email", PLACE), ("phoneNumber", PLACE)]);

static PROFILE: Shape = Shape(&[
    ("companyName", PLACE),
    ("preferredLanguage", PLACE),
    ("marketSegment", PLACE),
    ("marketSubSegments", PLACE),
    ("address", Object(&ADDRESS)),
    ("contacts", List(&CONTACT)),
]);

static DISCOUNT: Shape = Shape(&[("offerType", Owned), ("level", Owned), ("discountCode", Owned)]);

static QUANTITY: Shape = Shape(&[("offerType", PLACE), ("quantity", PLACE)]);

static TERM: Shape = Shape(&[
    ("startDate", Owned),
    ("endDate", Owned),
    ("status", Owned),
    ("minimumQuantities", List(&QUANTITY)),
]);

static BENEFIT: Shape = Shape(&[
    ("type", Owned),
    ("status", Owned),
    ("commitment", Object(&TERM)),
    ("commitmentRequest", Object(&TERM)),
    ("recommitmentRequest", Object(&TERM)),
]);

static GROUP: Shape = Shape(&[
    ("id", PLACE),
    ("name", PLACE),
    ("type", PLACE),
    ("linkedMembershipType", PLACE),
    ("creationDate", PLACE),
    ("country", PLACE),
    ("benefitTypes", PLACE),
]);

static RESOURCE: Shape = Shape(&[
    ("externalReferenceId", PLACE),
    ("customerId", Owned),
    ("resellerId", Owned),
    ("distributorId", Owned),
    ("globalSalesEnabled", PLACE),
    ("tags", Owned),
    ("linkedMembership", Object(&GROUP)),
    ("companyProfile", Object(&PROFILE)),
    ("discounts", List(&DISCOUNT)),
    ("benefits", List(&BENEFIT)),
    ("cotermDate", Owned),
    ("creationDate", Owned),
    ("status", Owned),
    ("links", Owned),
]);

/// The type of the three-year benefit.
const THREE_YEARS: &str = "THREE_YEAR_COMMIT";

/// The type of the large-government benefit.
const LARGE_GOVERNMENT: &str = "LARGE_GOVERNMENT_AGENCY";

impl Planner for Adobe {
    const SHAPE: &'static Shape = &RESOURCE;
    const WISHED: member::Shape = Resource::STORED;
    const PATCH: member::Shape = Resource::SENT;
    const CONFLICT: &'static Rule = &rules::PLAN_CONFLICT;
    // It takes the codes as they are.
    const WORD_UNKNOWN: &'static Rule = &rules::PLAN_KEPT;
    const RESEND: Option<&'static Rule> = Some(&rules::PLAN_RESEND);
    const COLUMN: usize = 0;
    const STATE: &'static str = "/status";

    fn shown(record: &Customer) -> Json {
        Json::parse(&record.to_json(), &RESOURCE)
    }

    fn check_document(node: Node<'_, '_>, at: &At<'_>, errors: &mut Errors) {
        let mut found = Errors::default();
        Resource::read(&mut node.reader(), at, &mut found);
        // Which quantities there are is for a rule to judge.
        let form = found.unreadable().errors.into_iter();
        let form = form.filter(|one| one.reason != Reason::Range);
        form.for_each(|error| errors.push_error(error));
    }

    fn check_patch(node: Node<'_, '_>, at: &At<'_>, errors: &mut Errors) {
        Resource::read_sent(&mut node.reader(), at, errors);
    }

    fn places(_documents: &[&Json], _policy: &Policy, each: &mut dyn FnMut(&Place)) {
        places::each(each);
    }

    fn same(place: &Place, there: Option<&Json>, wished: Option<&Json>, _: &Policy) -> bool {
        places::same(place, there, wished)
    }

    /// A document is compared by the members of a group or request that it gives; a change to one
    /// without any takes it away.
    fn taken_away(place: &Place, there: Option<&Json>, wished: Option<&Json>) -> Option<Pointer> {
        let (there, wished) = there.zip(wished)?;
        let says_nothing = |value: &Json| {
            let has = |name| value.get(name).is_some_and(|member| !member.is_blank());
            match places::is_group(place) {
                true => places::is_blank_term(value),
                false => !has("status") && !has("minimumQuantities"),
            }
        };
        let may_go = places::is_group(place) || is_request(place);
        (may_go && says_nothing(wished) && !says_nothing(there)).then(Pointer::default)
    }

    fn is_joint(place: &Place) -> bool {
        let [Step::Name(first), ..] = place.0.as_slice() else { return false };
        let segment =
            |step: &Step| matches!(step, Step::Name("marketSegment" | "marketSubSegments"));
        matches!(*first, "globalSalesEnabled" | "linkedMembership" | "benefits")
            || place.0.last().is_some_and(segment)
    }

    /// A group that is stored can't be asked for, and what is wished away is not.
    fn asks_for(place: &Place, there: Option<&Json>, wished: Option<&Json>) -> Option<Exclusive> {
        let is_blank = |value: Option<&Json>| value.is_none_or(places::is_blank_term);
        let is_new =
            is_blank(there) && (places::is_group(place) || places::is_large_government(place));
        match is_blank(wished) {
            true => None,
            false if is_request(place) => Some(Exclusive::Commitment),
            false => is_new.then_some(Exclusive::Other),
        }
    }

    fn unsayable(
        place: &Place,
        wished: Option<&Json>,
        pointer: &Pointer,
    ) -> Option<(&'static Rule, Pointer)> {
        if is_request(place) {
            // Only the vendor moves a request on.
            let status = wished?.text_of("status").filter(|status| *status != "REQUESTED");
            status?;
            let mut at = pointer.clone();
            at.push_name("status");
            return Some((&rules::READ_ONLY, at));
        }
        let rule = match wished {
            Some(group) if places::is_group(place) && places::is_blank_term(group) => {
                &rules::GROUP_FIXED
            }
            Some(_) => return None,
            None if places::is_group(place) => &rules::GROUP_FIXED,
            None if places::is_large_government(place) => &rules::BENEFITS_KEPT,
            None => return None,
        };
        Some((rule, pointer.clone()))
    }

    fn foreign(case: &Case<'_, Self>, found: &mut Vec<Finding<Self>>) {
        foreign::foreign(case, &case.stored, found);
    }

    fn gone(case: &Case<'_, Self>, after: &Json, found: &mut Vec<Finding<Self>>) {
        // A list is sent whole, and a request is made anew; everything else is said by itself.
        let is_made = |goal: &Goal| {
            !goal.holds && (places::is_contacts(&goal.place) || is_request(&goal.place))
        };
        if case.goals.iter().any(is_made) {
            foreign::foreign(case, after, found);
        }
    }

    fn body(case: &Case<'_, Self>, sketch: &Sketch<'_>) -> Body {
        body::body(case, sketch)
    }

    fn unbrought(
        case: &Case<'_, Self>,
        place: &Place,
        after: &Json,
    ) -> (&'static Rule, Option<Pointer>) {
        let wished = place.get(&case.target);
        if *place == profile("marketSubSegments") && place.get(after).is_none() {
            return (&rules::SUB_SEGMENTS_DROPPED, None);
        }
        if *place != contacts() {
            return (&rules::PLAN_KEPT, None);
        }
        let wished = wished.map_or(&[][..], Json::elements);
        if wished.is_empty() {
            return (&rules::CONTACTS_AT_LEAST_ONE, None);
        }
        let there = place.get(after).map_or(&[][..], Json::elements);
        for (index, (one, two)) in there.iter().zip(wished).enumerate() {
            for name in ["firstName", "lastName"] {
                if !places::same_text(one.get(name), two.get(name)) {
                    let at = contacts().then(Step::Index(index)).name(name);
                    let at = at.pointer(&case.target, &case.stored);
                    return (&rules::CONTACT_NAME_FIXED, Some(at));
                }
            }
        }
        (&rules::PLAN_KEPT, None)
    }

    fn most_favourable(record: &Customer, facts: &Facts) -> Facts {
        use MarketSegment::{Commercial, Education, Government};
        let segments = || Vec::from([Commercial, Education, Government]);
        let enabled = &facts.reseller_market_segments;
        let in_deployments = facts.active_subscriptions_in_deployments;
        let large_government = facts.partner_large_government_agency;
        Facts {
            today: facts.today.or_else(|| Some(places::last_day(&Self::shown(record)))),
            active_subscriptions: facts.active_subscriptions.or(Some(0)),
            active_subscriptions_in_deployments: in_deployments.or(Some(0)),
            reseller_market_segments: enabled.clone().or_else(|| Some(segments())),
            partner_global_sales: facts.partner_global_sales.or(Some(true)),
            partner_large_government_agency: large_government.or(Some(true)),
            ..facts.clone()
        }
    }

    fn stage(rule: &'static Rule) -> u16 {
        // Rules of one code are one stage, as far as a wish meets them.
        let is_same = |one: &&Rule| {
            one.code == rule.code
                && one.code.is_some()
                && !matches!(one.instead, crate::decision::Remedy::Never)
        };
        let same = super::RULES.iter().filter(is_same);
        same.map(|one| one.rank).min().unwrap_or(rule.rank)
    }

    fn left_out(case: &Case<'_, Self>, violation: &Violation) -> Vec<Pointer> {
        let incomplete = [&rules::CONTACT_COMPLETE, &rules::CONTACT_ONCE];
        let list = contacts();
        let stored = list.get(&case.stored).map_or(&[][..], Json::elements);
        if !incomplete.contains(&violation.rule) || stored.len() < 2 {
            return Vec::new();
        }
        let index = plan::steps_of(violation.pointer.as_str()).nth(2);
        let index = index.and_then(|step| step.parse::<usize>().ok());
        let Some((index, one)) = index.and_then(|index| Some((index, stored.get(index)?))) else {
            return Vec::new();
        };
        let at = list.then(Step::Index(index)).pointer(&case.stored, &case.stored);
        let is_wanted = *violation.rule == rules::CONTACT_COMPLETE
            && one.text_of("email").is_some_and(|email| case.mails(email));
        if is_wanted { Vec::new() } else { Vec::from([at]) }
    }

    fn loses(pointer: &Pointer) -> &'static Rule {
        if pointer.as_str().starts_with("/companyProfile/contacts") {
            &rules::CONTACT_COMPLETE
        } else {
            &rules::SUB_SEGMENTS_DROPPED
        }
    }

    fn addresses(document: &Json) -> Index<Folded<'_>> {
        foreign::by_address(contacts().get(document).map_or(&[][..], Json::elements))
    }

    fn mailing() -> Option<Place> {
        Some(contacts())
    }

    fn write_step(input: &Input<'_>, w: &mut Writer<'_>) {
        w.begin_object();
        // No step of a plan is anything else.
        if let Input::Update(update) = input {
            w.name("update");
            w.raw(&update.to_json());
        }
        w.end_object();
    }

    fn people(_: &Policy) -> People {
        People::Many(contacts())
    }

    fn commits() -> bool {
        true
    }

    fn commit(stored: &Json, wished: &Json, reached: &mut Reached) {
        commitment::commit(stored, wished, reached);
    }

    fn committed(stored: &Json) -> Json {
        commitment::committed(stored)
    }

    fn two_steps(case: &Case<'_, Self>, found: &mut [Finding<Self>]) {
        steps::two_steps(case, found);
    }
}
