//! The three-year commitment: records, inputs, facts.

use alloc::string::ToString;
use alloc::vec::Vec;

use super::{Source, Tree, value};
use crate::commitment::{
    Commitment, Facts, Input, Kind, Policy, Request, RequestStatus, Running, RunningStatus,
};
use crate::value::{Date, Quantities, Quantity};

/// Any commitment: most of them such as the machine makes them, some such as it never would.
///
/// ```
/// use customer_core::commitment::Commitment;
/// use customer_core::generate::{Source, commitment};
/// assert_eq!(commitment::commitment(&mut Source::new(&[])), Commitment::NONE);
/// ```
pub fn commitment(source: &mut Source<'_>) -> Commitment {
    Commitment {
        running: source.maybe(2, running),
        request: source.maybe(2, request),
        recommitment: source.maybe(3, request),
        requested_on: source.maybe(2, value::date),
        accepted_on: source.maybe(2, value::date),
        coterm: source.maybe(2, value::date),
    }
}

fn running(source: &mut Source<'_>) -> Running {
    use RunningStatus::{Committed, Expired, Noncompliant, Other};
    let status = source.either(Committed, &[Committed, Noncompliant, Expired, Other]);
    let (start, end) = (source.unless(6, value::date), source.unless(6, value::date));
    Running { status, start, end, quantities: value::quantities(source) }
}

fn request(source: &mut Source<'_>) -> Request {
    use RequestStatus::{Accepted, Created, Declined, Expired, Noncompliant, Other, Requested};
    let others = [Accepted, Requested, Accepted, Declined, Expired, Noncompliant, Created, Other];
    let status = source.either(Requested, &others);
    let (start, end) = match status {
        Accepted => (source.unless(6, value::date), source.unless(6, value::date)),
        _ => (source.maybe(6, value::date), source.maybe(6, value::date)),
    };
    Request { status, start, end, quantities: value::quantities(source) }
}

/// Anything that can happen.
pub fn input(source: &mut Source<'_>) -> Input {
    match source.below(9) {
        1 => Input::Accepted,
        2 => Input::Declined,
        3 => Input::Ordered,
        4 => Input::Renewed,
        5 | 6 => Input::Requested {
            kind: source.either(Kind::Commitment, &[Kind::Recommitment]),
            quantities: value::quantities(source),
        },
        8 => Input::Activated,
        _ => Input::Elapsed,
    }
}

/// What was looked up.
pub fn facts(source: &mut Source<'_>) -> Facts {
    let today = source.unless(12, value::date);
    Facts { today, owned: source.unless(12, value::owned), policy: policy(source) }
}

/// A preset, or once in eight times other windows, terms and minimums.
pub fn policy(source: &mut Source<'_>) -> Policy {
    let preset = if source.one_in(2) { Policy::observed() } else { Policy::documented() };
    if !source.one_in(8) {
        return preset;
    }
    let numbers = [0, 1, 3, 7, 29, 30, 31, 365, u16::MAX];
    let mut number = |usual: u16| source.either(usual, &numbers);
    let window = number(0);
    let any_or_so = [None, Some(30), Some(window)];
    Policy {
        answer_window_days: number(preset.answer_window_days),
        compliance_window_days: number(preset.compliance_window_days),
        coterm_window_days: number(preset.coterm_window_days),
        renewal_window_days: number(preset.renewal_window_days),
        full_term_years: number(preset.full_term_years),
        rest_term_years: number(preset.rest_term_years),
        anniversary_years: number(preset.anniversary_years),
        recommitment_window_days: source.either(preset.recommitment_window_days, &any_or_so),
        least_licenses: source.either(preset.least_licenses, &[Quantity::ZERO, Quantity::MAX]),
        least_consumables: source
            .either(preset.least_consumables, &[Quantity::ZERO, Quantity::of(10)]),
    }
}

/// A commitment as a document lists it, in one of these states.
pub(super) fn term(statuses: &[&str], source: &mut Source<'_>) -> Tree {
    let day = |source: &mut Source<'_>| Tree::Text(value::date(source).to_string());
    let status = source.pick(statuses);
    let dated = matches!(status, "COMMITTED" | "ACCEPTED") || source.one_in(6);
    let start = if dated { source.unless(8, day) } else { None };
    let end = if dated { source.unless(8, end) } else { None };
    Tree::object()
        .with_some("startDate", start)
        .with_some("endDate", end)
        .with("status", Tree::text(status))
        .with("minimumQuantities", listed(value::quantities(source), source))
}

/// The end of a term: near today, or a term away.
fn end(source: &mut Source<'_>) -> Tree {
    let near: Date = value::date(source);
    let years = source.pick(&[3, 0, 2, 1]);
    Tree::Text(near.add_years(years).add_days(-1).to_string())
}

/// Quantities as a document lists them: now and then in another order, with an offer type that is
/// listed twice, or beside an element that promises nothing.
pub(super) fn listed(quantities: Quantities, source: &mut Source<'_>) -> Tree {
    let mut list: Vec<Tree> = quantities
        .iter()
        .map(|(offer, quantity)| {
            Tree::object()
                .with("offerType", Tree::text(offer.as_str()))
                .with("quantity", Tree::Number(quantity.to_string()))
        })
        .collect();
    match source.below(24) {
        20 => list.reverse(),
        21 | 22 => {
            let quantity = Tree::Number(value::quantity(source).to_string());
            list.extend(list.first().cloned().map(|one| one.with("quantity", quantity)));
        }
        23 => {
            let odd = [r#"{"offerType":"LICENSE"}"#, r#"{"offerType":"STORAGE","quantity":5}"#];
            list.extend(Tree::parse(source.pick(&odd)));
        }
        _ => {}
    }
    Tree::List(list)
}
