//! The commitment machine, every state with every input at every edge: against expectations
//! written by hand, against its laws, and as the table in its documentation.
//!
//! `UPDATE=1 cargo test --test it exhaustive` rewrites the table.

use core::fmt::Write as _;

use customer_core::commitment::{
    self, Commitment, Decision, Fact, Facts, Input, Kind, Place, Policy, Rejection, Request,
    RequestStatus, Running, RunningStatus, Transition, decide, evolve,
};
use customer_core::value::{Date, Offer, Owned, Quantities, Quantity};

use RequestStatus::{Accepted, Created, Declined, Expired, Noncompliant, Requested};

/// Statuses of the commitment; `None` is no commitment at all.
const RUNNING: [Option<RunningStatus>; 5] = [
    None,
    Some(RunningStatus::Committed),
    Some(RunningStatus::Noncompliant),
    Some(RunningStatus::Expired),
    Some(RunningStatus::Other),
];

/// Statuses of a request.
const REQUEST: [Option<RequestStatus>; 8] = [
    None,
    Some(Created),
    Some(Requested),
    Some(Accepted),
    Some(Declined),
    Some(Expired),
    Some(Noncompliant),
    Some(RequestStatus::Other),
];

/// How many states there are.
const STATES: u32 = 5 * 8 * 8;

/// What a commitment is about, without its dates.
type State = (Option<RunningStatus>, Option<RequestStatus>, Option<RequestStatus>);

/// Day 0: the pending request was made, or the accepted one accepted.
fn day(number: i64) -> Date {
    Date::new(2027, 3, 1).unwrap().add_days(number)
}

/// The last day of the running term, counted from day 0: 2027-06-09.
const TERM: i64 = 100;
/// The last day of the term after it: 2030-06-09.
const NEXT_TERM: i64 = 1196;

const fn listed(license: Option<u16>, consumables: Option<u16>) -> Quantities {
    let license = match license {
        Some(number) => Some(Quantity::of(number)),
        None => None,
    };
    let consumables = match consumables {
        Some(number) => Some(Quantity::of(number)),
        None => None,
    };
    Quantities::new(license, consumables)
}

const COMMITTED: Quantities = listed(Some(20), None);
const ASKED: Quantities = listed(Some(30), Some(2000));
const ASKED_AGAIN: Quantities = listed(Some(15), None);

const NOTHING: Owned = Owned::NOTHING;
const LICENSES: Owned = Owned { license: 30, consumables: 1999 };
const CONSUMABLES: Owned = Owned { license: 29, consumables: 2000 };
const ALL: Owned = Owned { license: 30, consumables: 2000 };

fn states() -> impl Iterator<Item = State> {
    RUNNING.into_iter().flat_map(|running| {
        REQUEST.into_iter().flat_map(move |request| {
            REQUEST.into_iter().map(move |recommitment| (running, request, recommitment))
        })
    })
}

/// A record in this state, with the dates that belong to it.
fn record((running, request, recommitment): State) -> Commitment {
    let (start, end) = (Some(day(TERM).add_years(-3).add_days(1)), Some(day(TERM)));
    let running = running.map(|status| Running { status, start, end, quantities: COMMITTED });
    let made = |status, quantities, term: (Option<Date>, Option<Date>)| {
        let shown = if status == Accepted { term } else { (None, None) };
        Request { status, start: shown.0, end: shown.1, quantities }
    };
    let next = (Some(day(TERM + 1)), Some(day(NEXT_TERM)));
    let waits = [request, recommitment].contains(&Some(Requested));
    let accepted = request == Some(Accepted);
    Commitment {
        running,
        request: request.map(|status| made(status, ASKED, (start, end))),
        recommitment: recommitment.map(|status| made(status, ASKED_AGAIN, next)),
        requested_on: waits.then(|| day(0)),
        accepted_on: accepted.then(|| day(0)),
        coterm: Some(day(TERM + 1)),
    }
}

fn state(record: &Commitment) -> State {
    (
        record.running.map(|part| part.status),
        record.request.map(|part| part.status),
        record.recommitment.map(|part| part.status),
    )
}

fn facts(today: Option<i64>, owned: Owned, policy: Policy) -> Facts {
    Facts { today: today.map(day), owned: Some(owned), policy }
}

/// What is missing, then the rules that refuse.
fn rules_of(rejection: &Rejection) -> Vec<&'static str> {
    let needs = rejection.needs().iter().map(|need| match need.fact {
        Fact::Today => "needs today",
        Fact::Owned => "needs owned",
    });
    needs.chain(rejection.iter().map(|refusal| refusal.rule.id)).collect()
}

/// What the machine makes of it: the state afterwards, or the rules that refuse.
fn answered(record: &Commitment, input: Input, facts: &Facts) -> Result<State, Vec<&'static str>> {
    match commitment::apply(record, &input, facts) {
        Ok(outcome) => Ok(state(&outcome.after)),
        Err(rejection) => Err(rules_of(&rejection)),
    }
}

// ---------------------------------------------------------------------------------------------
// Expectations by hand.

fn pending(request: Option<RequestStatus>) -> bool {
    matches!(request, Some(Requested | Accepted))
}

/// What a request expects: which rules refuse it.
fn refused_request(
    kind: Kind,
    (running, request, recommitment): State,
    (license, consumables): (Option<u16>, Option<u16>),
    floor: (Option<u16>, Option<u16>),
    today: Option<i64>,
    last_days_only: bool,
) -> Vec<&'static str> {
    let mut rules = Vec::new();
    let committed = running == Some(RunningStatus::Committed);
    if today.is_none() {
        rules.push("needs today");
    }
    let first = kind == Kind::Commitment;
    if pending(if first { recommitment } else { request }) {
        rules.push("commitment.request.one-kind-at-a-time");
    }
    if !first && !committed {
        rules.push("commitment.recommitment.needs-commitment");
    }
    if !first
        && committed
        && last_days_only
        && today.is_some_and(|today| !(70..=100).contains(&today))
    {
        rules.push("commitment.recommitment.window");
    }
    if license.is_none() && consumables.is_none() {
        rules.push("commitment.quantities.at-least-one");
    }
    let floor = if first && committed { floor } else { (None, None) };
    for (asked, floor) in [(license, floor.0), (consumables, floor.1)] {
        if asked.is_none() && floor.is_some() {
            rules.push("commitment.quantities.committed-listed");
        }
    }
    for (asked, floor, least) in [(license, floor.0, 10), (consumables, floor.1, 1000)] {
        let Some(asked) = asked else { continue };
        if asked < least {
            rules.push("commitment.quantity.minimum");
        }
        if floor.is_some_and(|floor| asked < floor) {
            rules.push("commitment.quantity.committed");
        }
    }
    rules
}

/// What an acceptance expects.
fn accepted(
    (running, request, recommitment): State,
    asked_on: Option<i64>,
    today: Option<i64>,
    owned: Option<Owned>,
) -> Result<State, Vec<&'static str>> {
    let committed = Some(RunningStatus::Committed);
    let first = request == Some(Requested);
    let second = !first && recommitment == Some(Requested);
    let mut rules = Vec::new();
    if today.is_none() {
        rules.push("needs today");
    }
    if owned.is_none() {
        rules.push("needs owned");
    }
    if !first && !second {
        rules.push("commitment.answer.needs-request");
    } else if matches!((asked_on, today), (Some(asked), Some(today)) if today - asked >= 8) {
        rules.push("commitment.answer.window");
    }
    let over = today.is_some_and(|today| today >= 101);
    if second && (running != committed || over) {
        rules.push("commitment.recommitment.in-time");
    }
    if first && running == committed && over {
        rules.push("commitment.increase.in-time");
    }
    let (Some(owned), true) = (owned, rules.is_empty()) else { return Err(rules) };
    if second {
        return Ok((running, request, Some(Accepted)));
    }
    Ok(match (owned.license >= 30, owned.consumables >= 2000) {
        (true, true) => (committed, None, recommitment),
        (false, false) => (running, Some(Accepted), recommitment),
        _ => (committed, Some(Accepted), recommitment),
    })
}

/// What a refusal by the customer expects.
fn declined(
    (running, request, recommitment): State,
    asked_on: Option<i64>,
    today: Option<i64>,
) -> Result<State, Vec<&'static str>> {
    let mut rules = Vec::new();
    if asked_on.is_some() && today.is_none() {
        rules.push("needs today");
    }
    let after = match (request, recommitment) {
        (Some(Requested), _) => (running, Some(Declined), recommitment),
        (_, Some(Requested)) => (running, request, Some(Declined)),
        _ => {
            rules.push("commitment.answer.needs-request");
            return Err(rules);
        }
    };
    if matches!((asked_on, today), (Some(asked), Some(today)) if today - asked >= 8) {
        rules.push("commitment.answer.window");
    }
    if rules.is_empty() { Ok(after) } else { Err(rules) }
}

/// What a day that passes expects.
fn elapsed((running, request, recommitment): State, today: i64) -> State {
    let request = match request {
        Some(Requested) if today >= 8 => Some(Expired),
        Some(Accepted) if today >= 31 => Some(Noncompliant),
        other => other,
    };
    match (running, recommitment) {
        (_, Some(Accepted)) if today >= 1197 => (Some(RunningStatus::Expired), request, None),
        (_, Some(Accepted)) if today >= 101 => (Some(RunningStatus::Committed), request, None),
        (Some(RunningStatus::Committed), _) if today >= 101 => {
            let recommitment =
                if recommitment == Some(Requested) { Some(Expired) } else { recommitment };
            (Some(RunningStatus::Expired), request, recommitment)
        }
        (_, Some(Requested)) if today >= 8 => (running, request, Some(Expired)),
        _ => (running, request, recommitment),
    }
}

#[test]
fn every_request_is_judged_as_expected() {
    let licenses = [None, Some(9), Some(10), Some(19), Some(20)];
    let consumables = [None, Some(999), Some(1000), Some(1499), Some(1500)];
    let floors = [(Some(20), None), (Some(20), Some(1500)), (None, Some(1500))];
    let days = [None, Some(0), Some(69), Some(70), Some(100), Some(101)];
    let policies = [(Policy::documented(), false), (Policy::observed(), true)];
    let mut cases = 0_u32;
    for before in states() {
        for (floor, license, more, today) in cross4(&floors, &licenses, &consumables, &days) {
            for ((policy, last_days_only), kind) in cross2(&policies, &Kind::ALL) {
                let mut record = record(before);
                if let Some(running) = &mut record.running {
                    running.quantities = listed(floor.0, floor.1);
                }
                let asked = (license, more);
                let input = Input::Requested { kind, quantities: listed(license, more) };
                let rules = refused_request(kind, before, asked, floor, today, last_days_only);
                let expected = match kind {
                    _ if !rules.is_empty() => Err(rules),
                    Kind::Commitment => Ok((before.0, Some(Requested), before.2)),
                    Kind::Recommitment => Ok((before.0, before.1, Some(Requested))),
                };
                let facts = facts(today, ALL, policy);
                assert_eq!(
                    answered(&record, input, &facts),
                    expected,
                    "{before:?} {input:?} {today:?}"
                );
                cases += 1;
            }
        }
    }
    assert_eq!(cases, STATES * 3 * 5 * 5 * 6 * 2 * 2);
}

#[test]
fn every_answer_is_judged_as_expected() {
    let asked = [None, Some(0), Some(93), Some(95)];
    let days = [None, Some(-1), Some(0), Some(6), Some(7), Some(8), Some(100), Some(101)];
    let mut cases = 0_u32;
    for before in states() {
        let owned = [None, Some(NOTHING), Some(LICENSES), Some(CONSUMABLES), Some(ALL)];
        for (asked_on, today, owned, policy) in cross4(&asked, &days, &owned, &policies()) {
            let record = Commitment { requested_on: asked_on.map(day), ..record(before) };
            let facts = Facts { today: today.map(day), owned, policy };
            let yes = answered(&record, Input::Accepted, &facts);
            assert_eq!(yes, accepted(before, asked_on, today, owned), "{record:?} {facts:?}");
            let no = answered(&record, Input::Declined, &facts);
            assert_eq!(no, declined(before, asked_on, today), "{record:?} {facts:?}");
            cases += 2;
        }
    }
    assert_eq!(cases, STATES * 4 * 8 * 5 * 2 * 2);
}

#[test]
fn every_day_that_passes_does_what_is_expected() {
    let days: Vec<_> = (-2..=105).chain(1190..=1200).collect();
    for before in states() {
        for (&today, policy) in days.iter().zip(policies().into_iter().cycle()) {
            let facts = facts(Some(today), ALL, policy);
            let after = answered(&record(before), Input::Elapsed, &facts);
            assert_eq!(after, Ok(elapsed(before, today)), "{before:?} day {today}");
        }
        let unknown = answered(&record(before), Input::Elapsed, &facts(None, ALL, policies()[0]));
        assert_eq!(unknown, Err(vec!["needs today"]));
    }
}

#[test]
fn every_order_and_every_renewal_does_what_is_expected() {
    for before in states() {
        for (owned, today) in cross2(&OWNED, &[None, Some(0), Some(70), Some(71), Some(2000)]) {
            let facts = facts(today, owned, Policy::documented());
            let (running, request, recommitment) = before;
            // An accepted request shows the dates of the commitment: it has no term of its own.
            let lost =
                matches!(running, Some(RunningStatus::Expired | RunningStatus::Noncompliant));
            let ordered = match (request, owned.license >= 30, owned.consumables >= 2000) {
                _ if lost => before,
                (Some(Accepted), true, true) => {
                    (Some(RunningStatus::Committed), None, recommitment)
                }
                (Some(Accepted), true, false) | (Some(Accepted), false, true) => {
                    (Some(RunningStatus::Committed), request, recommitment)
                }
                _ => before,
            };
            assert_eq!(answered(&record(before), Input::Ordered, &facts), Ok(ordered));
            let kept = owned.license >= 20 || running != Some(RunningStatus::Committed);
            let running = if kept { running } else { Some(RunningStatus::Noncompliant) };
            let renewed = match today {
                None => Err(vec!["needs today"]),
                Some(..=70) => Err(vec!["commitment.renewal.in-time"]),
                Some(_) => Ok((running, request, recommitment)),
            };
            assert_eq!(answered(&record(before), Input::Renewed, &facts), renewed);
        }
    }
}

#[test]
fn every_activation_makes_the_request_of_the_creation() {
    for before in states() {
        let (running, request, recommitment) = before;
        // A recommitment follows a commitment, which no account has at its creation.
        let made = request == Some(Created);
        let after = made.then_some((running, Some(Requested), recommitment));
        let known = facts(Some(0), NOTHING, Policy::documented());
        let activated = answered(&record(before), Input::Activated, &known);
        assert_eq!(activated, Ok(after.unwrap_or(before)), "{before:?}");
        let unknown = Facts::unknown(Policy::documented());
        let activated = answered(&record(before), Input::Activated, &unknown);
        let expected = if after.is_some() { Err(vec!["needs today"]) } else { Ok(before) };
        assert_eq!(activated, expected, "{before:?}");
    }
}

const OWNED: [Owned; 4] = [NOTHING, LICENSES, CONSUMABLES, ALL];

fn policies() -> [Policy; 2] {
    [Policy::documented(), Policy::observed()]
}

fn cross2<A: Copy, B: Copy>(a: &[A], b: &[B]) -> Vec<(A, B)> {
    a.iter().flat_map(|&a| b.iter().map(move |&b| (a, b))).collect()
}

fn cross4<A: Copy, B: Copy, C: Copy, D: Copy>(
    a: &[A],
    b: &[B],
    c: &[C],
    d: &[D],
) -> Vec<(A, B, C, D)> {
    let right = cross2(c, d);
    cross2(a, b)
        .into_iter()
        .flat_map(|(a, b)| right.iter().map(move |&(c, d)| (a, b, c, d)))
        .collect()
}

// ---------------------------------------------------------------------------------------------
// Laws.

/// Every state with its dates, without the internal ones, and without any.
fn records() -> Vec<Commitment> {
    let mut all = Vec::new();
    for state in states() {
        let whole = record(state);
        let blank = Commitment { requested_on: None, accepted_on: None, ..whole };
        let mut bare = Commitment { coterm: None, ..blank };
        if let Some(running) = &mut bare.running {
            (running.start, running.end) = (None, None);
        }
        for request in [&mut bare.request, &mut bare.recommitment].into_iter().flatten() {
            (request.start, request.end, request.quantities) = (None, None, Quantities::NONE);
        }
        let ends = Commitment {
            requested_on: Some(Date::MAX),
            accepted_on: Some(Date::MIN),
            coterm: Some(Date::MAX),
            ..whole
        };
        all.extend([whole, blank, bare, ends]);
    }
    all
}

fn inputs() -> Vec<Input> {
    let lists = [
        Quantities::NONE,
        listed(Some(10), None),
        listed(None, Some(1000)),
        ASKED,
        Quantities::new(Some(Quantity::MAX), Some(Quantity::ZERO)),
    ];
    let mut inputs: Vec<_> = cross2(&Kind::ALL, &lists)
        .into_iter()
        .map(|(kind, quantities)| Input::Requested { kind, quantities })
        .collect();
    inputs.extend([
        Input::Accepted,
        Input::Declined,
        Input::Elapsed,
        Input::Ordered,
        Input::Renewed,
        Input::Activated,
    ]);
    inputs
}

fn all_facts() -> Vec<Facts> {
    let days = [0, 8, 31, 70, TERM + 1, NEXT_TERM + 1].map(|number| Some(day(number)));
    let days = [&days[..], &[None, Some(Date::MIN), Some(Date::MAX)]].concat();
    let owned = [None, Some(NOTHING), Some(LICENSES)];
    let mut all = Vec::new();
    for ((today, owned), policy) in cross2(&cross2(&days, &owned), &policies()) {
        all.push(Facts { today, owned, policy });
    }
    all
}

/// Looks at every record with every input under all facts.
fn each(mut look: impl FnMut(&Commitment, &Input, &Facts, Result<Decision, Rejection>)) {
    let (inputs, all_facts) = (inputs(), all_facts());
    for record in records() {
        for input in &inputs {
            for facts in &all_facts {
                look(&record, input, facts, decide(&record, input, facts));
            }
        }
    }
}

#[test]
fn apply_is_decide_and_evolve() {
    each(|record, input, facts, decided| {
        let applied = commitment::apply(record, input, facts);
        let Ok(decision) = decided else {
            assert_eq!(applied.map(|outcome| outcome.decision), decided);
            return;
        };
        let after = applied_after(record, &decision);
        assert_eq!(applied.unwrap(), commitment::Outcome { after, decision });
        assert_eq!(decision.is_unchanged(), after == *record);
        // Delivered twice it does not fit, and the record stays as it is.
        let mut twice = after;
        assert_eq!(evolve(&mut twice, &decision).is_err(), !decision.is_unchanged());
        assert_eq!(twice, after);
    });
}

fn applied_after(record: &Commitment, decision: &Decision) -> Commitment {
    let mut after = *record;
    evolve(&mut after, decision).unwrap();
    after
}

#[test]
fn a_decision_names_exactly_what_differs_and_leads_back() {
    each(|record, _, _, decided| {
        let Ok(decision) = decided else { return };
        let mut back = applied_after(record, &decision);
        let mut back_again = decision;
        back_again.running = decision.running.map(swap);
        back_again.request = decision.request.map(swap);
        back_again.recommitment = decision.recommitment.map(swap);
        back_again.requested_on = decision.requested_on.map(swap);
        back_again.accepted_on = decision.accepted_on.map(swap);
        back_again.coterm = decision.coterm.map(swap);
        evolve(&mut back, &back_again).unwrap();
        assert_eq!(back, *record);
        assert!(decision.running.is_none_or(|part| part.before != part.after));
        assert!(decision.request.is_none_or(|part| part.before != part.after));
        assert!(decision.recommitment.is_none_or(|part| part.before != part.after));
        assert!(decision.is_unchanged() || !decision.transitions.is_empty());
    });
}

fn swap<T>(part: commitment::Changed<T>) -> commitment::Changed<T> {
    commitment::Changed { before: part.after, after: part.before }
}

#[test]
fn a_decision_survives_being_stored() {
    let mut seen = Vec::new();
    each(|_, _, _, decided| {
        let Ok(decision) = decided else { return };
        if seen.contains(&decision.transitions) {
            return;
        }
        seen.push(decision.transitions);
        let json = serde_json::to_string(&decision).unwrap();
        assert_eq!(serde_json::from_str::<Decision>(&json).unwrap(), decision, "{json}");
    });
    assert!(seen.len() > 15, "{seen:?}");
}

#[test]
fn elapsed_twice_is_elapsed_once() {
    each(|record, input, facts, decided| {
        let (Input::Elapsed, Ok(decision)) = (input, decided) else { return };
        let after = applied_after(record, &decision);
        let again = decide(&after, input, facts).unwrap();
        assert!(again.is_unchanged() && again.transitions.is_empty());
    });
}

#[test]
fn one_long_silence_is_many_days() {
    for record in records().into_iter().step_by(2).filter(|record| record.coterm != Some(Date::MAX))
    {
        let mut day_by_day = record;
        let mut story = Vec::new();
        for number in (0..=110).chain(1190..=1200) {
            let facts = facts(Some(number), NOTHING, Policy::documented());
            let step = commitment::apply(&day_by_day, &Input::Elapsed, &facts).unwrap();
            day_by_day = step.after;
            story.extend(step.decision.transitions.iter());
            let leap = commitment::apply(&record, &Input::Elapsed, &facts).unwrap();
            assert_eq!(leap.after, day_by_day, "{record:?} day {number}");
            let told: Vec<_> = leap.decision.transitions.iter().collect();
            assert_eq!(told, story, "{record:?} day {number}");
        }
    }
}

#[test]
fn what_has_ended_stays_until_something_new_is_agreed() {
    each(|record, input, _, decided| {
        let Ok(decision) = decided else { return };
        let after = applied_after(record, &decision);
        let ended = |status| status != RunningStatus::Committed;
        if record.running.is_none_or(|running| ended(running.status)) {
            let agreed = [Transition::Committed, Transition::Split, Transition::TakenOver];
            let new = decision.transitions.iter().any(|happened| agreed.contains(&happened));
            assert_eq!(after.running != record.running, new, "{record:?} {input:?}");
        }
        for kind in Kind::ALL {
            let before = record.request_of(kind);
            if before.is_some_and(|request| !request.status.is_pending()) {
                let new = decision.transitions.contains(Transition::Requested(kind));
                assert!(after.request_of(kind) == before || new, "{record:?} {input:?}");
            }
        }
    });
}

#[test]
fn dates_from_which_nothing_runs_are_dropped() {
    each(|record, _, _, decided| {
        let Ok(decision) = decided else { return };
        let after = applied_after(record, &decision);
        if decision.transitions.is_empty() {
            assert_eq!(after, *record);
            return;
        }
        let (_, request, recommitment) = state(&after);
        let waits = [request, recommitment].contains(&Some(Requested));
        assert!(after.requested_on.is_none() || waits);
        assert!(after.accepted_on.is_none() || request == Some(Accepted));
    });
}

#[test]
fn what_is_not_known_never_runs_out() {
    for record in records() {
        let unknown = Commitment { requested_on: None, accepted_on: None, ..record };
        let facts = Facts { today: Some(Date::MAX), owned: None, policy: policies()[0] };
        let after = commitment::apply(&unknown, &Input::Elapsed, &facts).unwrap().after;
        // An increase ends with its term all the same.
        let ends = |running: Running| running.status != RunningStatus::Other;
        let of_term = |request: Request| {
            let end = unknown.running.filter(|running| ends(*running)).and_then(|one| one.end);
            request.status == Accepted && end.is_some() && request.end == end
        };
        if !unknown.request.is_some_and(of_term) {
            assert_eq!(after.request, unknown.request);
        }
        if after.recommitment != unknown.recommitment {
            assert_eq!(state(&unknown).2, Some(Accepted));
        }
        if unknown.running.is_some_and(|running| running.end.is_none()) {
            assert_eq!(after.running, unknown.running);
        }
    }
}

#[test]
fn reasons_are_never_empty_and_name_rules_of_the_list() {
    let mut seen = Vec::new();
    each(|_, input, _, decided| {
        let Err(rejection) = decided else { return };
        assert!(!rejection.as_slice().is_empty() || !rejection.needs().is_empty());
        for refusal in &rejection {
            assert!(commitment::RULES.contains(refusal.rule));
            assert!(!refusal.rule.hint.is_empty());
            let request = matches!(input, Input::Requested { .. });
            assert_eq!(refusal.at == Place::Event, !request);
            if !seen.contains(&refusal.rule.id) {
                seen.push(refusal.rule.id);
            }
        }
    });
    // Each rule that can refuse does so somewhere, and no other.
    let can: Vec<_> = commitment::RULES.iter().filter(|rule| !rule.hint.is_empty()).collect();
    assert_eq!(seen.len(), can.len(), "{seen:?}");
}

/// No input makes a term that ends before it starts, whatever is stored.
#[test]
fn no_new_term_ends_before_it_starts() {
    let terms = |record: &Commitment| {
        let running = record.running.map(|one| (one.start, one.end));
        let requests =
            Kind::ALL.map(|kind| record.request_of(kind).map(|one| (one.start, one.end)));
        [running, requests[0], requests[1]]
    };
    let mut new = 0_u32;
    let mut turned = Vec::new();
    // Every term of every record, the wrong way round as well.
    for record in records() {
        let mut other = record;
        if let Some(running) = &mut other.running {
            core::mem::swap(&mut running.start, &mut running.end);
        }
        for request in [&mut other.request, &mut other.recommitment].into_iter().flatten() {
            core::mem::swap(&mut request.start, &mut request.end);
        }
        turned.extend([record, other]);
    }
    // A request itself has no term yet.
    let inputs: Vec<_> =
        inputs().into_iter().filter(|one| !matches!(one, Input::Requested { .. })).collect();
    for record in &turned {
        for (input, facts) in cross2(&inputs, &all_facts()) {
            let Ok(outcome) = commitment::apply(record, &input, &facts) else { continue };
            let known = terms(record);
            for term in terms(&outcome.after).into_iter().flatten() {
                if let ((Some(start), Some(end)), false) = (term, known.contains(&Some(term))) {
                    assert!(start <= end, "{record:?} {input:?}");
                    new += 1;
                }
            }
        }
    }
    assert!(new > 1_000, "{new}");
}

#[test]
fn offers_are_judged_in_order() {
    let facts = facts(Some(0), NOTHING, Policy::documented());
    let kind = Kind::Commitment;
    let few = Input::Requested { kind, quantities: listed(Some(1), Some(1)) };
    let refusals = decide(&Commitment::NONE, &few, &facts).unwrap_err();
    let places: Vec<_> = refusals.iter().map(|refusal| refusal.at).collect();
    let offers = Offer::ALL.map(|offer| Place::Quantity(kind, offer));
    assert_eq!(places, offers);
}

// ---------------------------------------------------------------------------------------------
// The table.

struct Guard {
    when: &'static str,
    input: Input,
    facts: Facts,
    asked_on: i64,
}

fn guard(when: &'static str, input: Input, today: Option<i64>, owned: Owned) -> Guard {
    Guard { when, input, facts: facts(today, owned, Policy::documented()), asked_on: 0 }
}

fn guards() -> Vec<(&'static str, Vec<Guard>)> {
    vec![
        ("Requested: commitment", requests(Kind::Commitment)),
        ("Requested: recommitment", requests(Kind::Recommitment)),
        ("Accepted", acceptances()),
        (
            "Declined",
            vec![
                guard("day unknown", Input::Declined, None, NOTHING),
                guard("day 7", Input::Declined, Some(7), NOTHING),
                guard("day 8", Input::Declined, Some(8), NOTHING),
            ],
        ),
        ("Elapsed", days()),
        (
            "Ordered",
            vec![
                guard("nothing reached", Input::Ordered, None, NOTHING),
                guard("one of two reached", Input::Ordered, None, LICENSES),
                guard("all reached", Input::Ordered, None, ALL),
            ],
        ),
        (
            "Renewed",
            vec![
                guard("day unknown", Input::Renewed, None, ALL),
                guard("31 days before the anniversary", Input::Renewed, Some(TERM - 30), ALL),
                guard("as committed", Input::Renewed, Some(TERM - 29), ALL),
                guard("below", Input::Renewed, Some(TERM + 1), Owned { license: 19, ..ALL }),
            ],
        ),
        (
            "Activated",
            vec![
                guard("day unknown", Input::Activated, None, NOTHING),
                guard("day 0", Input::Activated, Some(0), NOTHING),
            ],
        ),
    ]
}

fn requests(kind: Kind) -> Vec<Guard> {
    let ask = |when, quantities, today| {
        guard(when, Input::Requested { kind, quantities }, today, NOTHING)
    };
    let observed = |when, today| Guard {
        facts: facts(Some(today), NOTHING, Policy::observed()),
        ..ask(when, COMMITTED, None)
    };
    let mut list = vec![
        ask("day unknown", COMMITTED, None),
        ask("nothing listed", Quantities::NONE, Some(0)),
        ask("below the minimum", listed(Some(20), Some(999)), Some(0)),
        ask("committed offer not listed", listed(None, Some(1000)), Some(0)),
        ask("below the committed", listed(Some(19), None), Some(0)),
        ask("enough", COMMITTED, Some(0)),
    ];
    if kind == Kind::Recommitment {
        list.push(observed("enough, `observed`, 31 days before the end", TERM - 31));
        list.push(observed("enough, `observed`, 30 days before the end", TERM - 30));
        list.push(observed("enough, `observed`, the day after the end", TERM + 1));
    }
    list
}

fn acceptances() -> Vec<Guard> {
    let accept = |when, today, owned| guard(when, Input::Accepted, today, owned);
    let late = accept("day 2, the old term over, nothing owned", Some(TERM + 1), NOTHING);
    vec![
        accept("day unknown", None, NOTHING),
        accept("day 7, nothing owned", Some(7), NOTHING),
        accept("day 7, one of two owned", Some(7), LICENSES),
        accept("day 7, all owned", Some(7), ALL),
        accept("day 8", Some(8), ALL),
        Guard { asked_on: TERM - 1, ..late },
    ]
}

fn days() -> Vec<Guard> {
    let pass = |when, today| guard(when, Input::Elapsed, Some(today), NOTHING);
    vec![
        guard("day unknown", Input::Elapsed, None, NOTHING),
        pass("day 7", 7),
        pass("day 8", 8),
        pass("day 30", 30),
        pass("day 31", 31),
        pass("last day of the term", TERM),
        pass("the day after", TERM + 1),
        pass("the day after the next term", NEXT_TERM + 1),
    ]
}

/// What one case comes to, as the table says it.
fn outcome(before: State, guard: &Guard) -> String {
    let mut record = record(before);
    record.requested_on = record.requested_on.map(|_| day(guard.asked_on));
    match decide(&record, &guard.input, &guard.facts) {
        Err(rejection) => {
            let (needs, refused): (Vec<_>, Vec<_>) =
                rules_of(&rejection).into_iter().partition(|one| one.starts_with("needs"));
            let refused: Vec<_> = refused.iter().map(|id| format!("`{id}`")).collect();
            match (needs.is_empty(), refused.is_empty()) {
                (true, _) => format!("refused: {}", refused.join(", ")),
                (false, true) => format!("undecided: {}", needs.join(", ")),
                _ => format!("undecided: {}; against it {}", needs.join(", "), refused.join(", ")),
            }
        }
        Ok(decision) if decision.transitions.is_empty() => "unchanged".to_owned(),
        Ok(decision) => {
            let names: Vec<_> = decision.transitions.iter().map(Transition::as_str).collect();
            let after = applied_after(&record, &decision);
            let mut text = format!("{}:", names.join(", "));
            let parts = [
                ("commitment", decision.running.is_some(), running_name(state(&after).0)),
                ("request", decision.request.is_some(), request_name(state(&after).1)),
                ("recommitment", decision.recommitment.is_some(), request_name(state(&after).2)),
            ];
            for (part, _, name) in parts.into_iter().filter(|(_, changed, _)| *changed) {
                write!(text, " {part} {name},").unwrap();
            }
            text.truncate(text.len() - 1);
            text
        }
    }
}

fn running_name(status: Option<RunningStatus>) -> &'static str {
    status.map_or("none", RunningStatus::as_str)
}

fn request_name(status: Option<RequestStatus>) -> &'static str {
    match status {
        None => "none",
        Some(Created) => "of the creation",
        Some(status) => status.as_str(),
    }
}

/// A set of statuses in few words.
fn words(set: &[&'static str], all: &[&'static str]) -> String {
    let missing: Vec<_> = all.iter().copied().filter(|name| !set.contains(name)).collect();
    match missing[..] {
        [] => "any".to_owned(),
        ["REQUESTED", "ACCEPTED"] => "not pending".to_owned(),
        [one] => format!("not {one}"),
        [one, two] if all.len() > 5 => format!("neither {one} nor {two}"),
        _ => set.join(", "),
    }
}

/// Rows of the three statuses that lead to one outcome, as few as merging neighbours gives.
type Row = (Vec<&'static str>, Vec<&'static str>, Vec<&'static str>, String);

fn rows(guard: &Guard) -> Vec<Row> {
    let mut rows: Vec<Row> = Vec::new();
    for running in RUNNING {
        let mut of_running: Vec<Row> = Vec::new();
        for request in REQUEST {
            let mut of_request: Vec<Row> = Vec::new();
            for recommitment in REQUEST {
                let outcome = outcome((running, request, recommitment), guard);
                let name = request_name(recommitment);
                match of_request.iter_mut().find(|row| row.3 == outcome) {
                    Some(row) => row.2.push(name),
                    None => of_request.push((vec![], vec![], vec![name], outcome)),
                }
            }
            for row in of_request {
                match of_running.iter_mut().find(|other| (&other.2, &other.3) == (&row.2, &row.3)) {
                    Some(other) => other.1.push(request_name(request)),
                    None => of_running.push((vec![], vec![request_name(request)], row.2, row.3)),
                }
            }
        }
        for row in of_running {
            let same =
                |other: &&mut Row| (&other.1, &other.2, &other.3) == (&row.1, &row.2, &row.3);
            match rows.iter_mut().find(same) {
                Some(other) => other.0.push(running_name(running)),
                None => rows.push((vec![running_name(running)], row.1, row.2, row.3)),
            }
        }
    }
    rows
}

const HEAD: &str = "\
# Transitions

Every state with every input, generated from the machine itself and checked by a test. Days count
from the one on which the pending request was made, or the accepted one was accepted. The term of
the commitment ends on day 100, and the accepted recommitment follows it; one offer is committed,
two are requested. A part that is not named stays as it is.
";

fn table() -> (String, usize) {
    let running: Vec<_> = RUNNING.into_iter().map(running_name).collect();
    let requests: Vec<_> = REQUEST.into_iter().map(request_name).collect();
    let (mut text, mut count) = (HEAD.to_owned(), 0);
    for (title, guards) in guards() {
        write!(text, "\n## {title}\n\n").unwrap();
        text.push_str("| when | commitment | request | recommitment | outcome |\n");
        text.push_str("|---|---|---|---|---|\n");
        for guard in guards {
            for row in rows(&guard) {
                let (first, second) = (words(&row.0, &running), words(&row.1, &requests));
                let (third, outcome) = (words(&row.2, &requests), row.3);
                writeln!(text, "| {} | {first} | {second} | {third} | {outcome} |", guard.when)
                    .unwrap();
                count += 1;
            }
        }
    }
    (text, count)
}

#[test]
fn the_table_in_the_documentation_is_current() {
    let (text, rows) = table();
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/src/commitment/transitions.md");
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(path, &text).unwrap();
    }
    let stored = std::fs::read_to_string(path).unwrap();
    assert!(stored == text, "the table is not current; run with UPDATE=1");
    assert_eq!(rows, 155);
}

#[test]
fn the_cases_of_the_table_are_counted() {
    let (mut refused, mut undecided, mut unchanged, mut moved) = (0, 0, 0, 0);
    for (_, guards) in guards() {
        for guard in &guards {
            for before in states() {
                match outcome(before, guard).as_str() {
                    "unchanged" => unchanged += 1,
                    text if text.starts_with("refused") => refused += 1,
                    text if text.starts_with("undecided") => undecided += 1,
                    _ => moved += 1,
                }
            }
        }
    }
    assert_eq!((refused, undecided, unchanged, moved), (5901, 1715, 2990, 2514));
    assert_eq!(refused + undecided + unchanged + moved, STATES * 41);
}
