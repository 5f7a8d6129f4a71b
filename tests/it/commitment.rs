//! The commitment machine, one named case for each sentence of its rules.

use customer_core::commitment::{
    self, Commitment, Fact, Facts, Input, Kind, Outcome, Place, Policy, Request, RequestStatus,
    Running, RunningStatus, Transition,
};
use customer_core::value::{Date, Offer, Owned, Quantities, Quantity};

const NOTHING: Owned = Owned::NOTHING;

fn date(text: &str) -> Date {
    Date::parse(text).unwrap()
}

fn listed(license: impl Into<Option<u16>>, consumables: impl Into<Option<u16>>) -> Quantities {
    Quantities::new(license.into().map(Quantity::of), consumables.into().map(Quantity::of))
}

const fn owned(license: u64, consumables: u64) -> Owned {
    Owned { license, consumables }
}

fn facts(today: &str, owned: Owned) -> Facts {
    let today = (!today.is_empty()).then(|| date(today));
    Facts { today, owned: Some(owned), policy: Policy::documented() }
}

fn ask(kind: Kind, quantities: Quantities) -> Input {
    Input::Requested { kind, quantities }
}

fn term(text: &str) -> (Option<Date>, Option<Date>) {
    let (start, end) = text.split_once("..").unwrap();
    (Date::parse(start).ok(), Date::parse(end).ok())
}

fn running(status: RunningStatus, dates: &str, quantities: Quantities) -> Commitment {
    let (start, end) = term(dates);
    let running = Some(Running { status, start, end, quantities });
    Commitment { running, ..Commitment::NONE }
}

fn committed(dates: &str, quantities: Quantities) -> Commitment {
    running(RunningStatus::Committed, dates, quantities)
}

fn request(status: RequestStatus, dates: &str, quantities: Quantities) -> Option<Request> {
    let (start, end) = term(dates);
    Some(Request { status, start, end, quantities })
}

fn requested(quantities: Quantities) -> Option<Request> {
    request(RequestStatus::Requested, "..", quantities)
}

/// The answer to an input that must not be refused.
#[track_caller]
fn given(record: &Commitment, input: Input, facts: &Facts) -> Outcome {
    commitment::apply(record, &input, facts).unwrap()
}

/// The rules that refuse, each with its place, where nothing is missing.
#[track_caller]
fn refused(record: &Commitment, input: Input, facts: &Facts) -> Vec<(&'static str, Place)> {
    let rejection = commitment::decide(record, &input, facts).unwrap_err();
    assert!(rejection.needs().is_empty(), "{rejection}");
    rejection.iter().map(|refusal| (refusal.rule.id, refusal.at)).collect()
}

/// The facts that are missing, and the rules that refuse all the same.
#[track_caller]
fn undecided(
    record: &Commitment,
    input: Input,
    facts: &Facts,
) -> (Vec<Fact>, Vec<(&'static str, Place)>) {
    let rejection = commitment::decide(record, &input, facts).unwrap_err();
    assert!(!rejection.needs().is_empty(), "{rejection}");
    let missing = rejection.needs().iter().map(|need| need.fact).collect();
    (missing, rejection.iter().map(|refusal| (refusal.rule.id, refusal.at)).collect())
}

/// Nothing was looked up.
fn unknown() -> Facts {
    Facts::unknown(Policy::documented())
}

#[track_caller]
fn happened(outcome: &Outcome, expected: &[Transition]) {
    assert_eq!(outcome.decision.transitions.iter().collect::<Vec<_>>(), expected);
}

// Requests.

#[test]
fn a_first_request_waits_without_dates() {
    let quantities = listed(10, 1000);
    let outcome =
        given(&Commitment::NONE, ask(Kind::Commitment, quantities), &facts("2026-03-01", NOTHING));
    let expected = Commitment {
        request: requested(quantities),
        requested_on: Some(date("2026-03-01")),
        ..Commitment::NONE
    };
    assert_eq!(outcome.after, expected);
    happened(&outcome, &[Transition::Requested(Kind::Commitment)]);
}

#[test]
fn a_request_asks_for_the_day_valid_or_not() {
    let input = ask(Kind::Commitment, listed(10, None));
    assert_eq!(undecided(&Commitment::NONE, input, &unknown()), (vec![Fact::Today], vec![]));
    let input = ask(Kind::Commitment, listed(9, None));
    let low = ("commitment.quantity.minimum", Place::Quantity(Kind::Commitment, Offer::License));
    assert_eq!(undecided(&Commitment::NONE, input, &unknown()), (vec![Fact::Today], vec![low]));
}

#[test]
fn all_reasons_are_given_in_document_order() {
    let record = Commitment { request: requested(listed(10, None)), ..Commitment::NONE };
    let kind = Kind::Recommitment;
    let reasons = refused(&record, ask(kind, listed(9, 999)), &facts("2026-03-01", NOTHING));
    assert_eq!(
        reasons,
        [
            ("commitment.request.one-kind-at-a-time", Place::Request(kind)),
            ("commitment.recommitment.needs-commitment", Place::Request(kind)),
            ("commitment.quantity.minimum", Place::Quantity(kind, Offer::License)),
            ("commitment.quantity.minimum", Place::Quantity(kind, Offer::Consumables)),
        ]
    );
}

#[test]
fn reasons_are_walked_and_shown_in_their_order() {
    let record = Commitment { request: requested(listed(10, None)), ..Commitment::NONE };
    let input = ask(Kind::Recommitment, listed(10, None));
    let refusals = commitment::decide(&record, &input, &facts("2026-03-01", NOTHING)).unwrap_err();
    let ids = ["commitment.request.one-kind-at-a-time", "commitment.recommitment.needs-commitment"];
    assert_eq!(refusals.as_slice().iter().map(|refusal| refusal.rule.id).collect::<Vec<_>>(), ids);
    assert_eq!((&refusals).into_iter().map(|refusal| refusal.rule.id).collect::<Vec<_>>(), ids);
    assert_eq!(
        refusals.to_string(),
        "a request must wait while one of the other kind is REQUESTED or ACCEPTED; \
         a recommitment must follow a commitment that is COMMITTED"
    );
}

#[test]
fn a_request_lists_at_least_one_offer() {
    let kind = Kind::Commitment;
    let reasons =
        refused(&Commitment::NONE, ask(kind, Quantities::NONE), &facts("2026-03-01", NOTHING));
    assert_eq!(reasons, [("commitment.quantities.at-least-one", Place::Quantities(kind))]);
}

#[test]
fn a_request_over_a_pending_or_ended_one_of_its_kind_replaces_it() {
    let quantities = listed(20, None);
    for status in [
        RequestStatus::Requested,
        RequestStatus::Accepted,
        RequestStatus::Declined,
        RequestStatus::Expired,
        RequestStatus::Noncompliant,
        RequestStatus::Created,
        RequestStatus::Other,
    ] {
        let before = Commitment {
            request: request(status, "2026-01-01..2028-12-31", listed(10, 1000)),
            requested_on: Some(date("2025-12-30")),
            accepted_on: Some(date("2026-01-01")),
            ..Commitment::NONE
        };
        let facts = facts("2026-01-20", owned(99, 0));
        let after = given(&before, ask(Kind::Commitment, quantities), &facts).after;
        assert_eq!(after.request, requested(quantities), "{status:?}");
        assert_eq!(after.requested_on, Some(date("2026-01-20")));
        assert_eq!(after.accepted_on, None, "the compliance window of the old one is gone");
    }
}

#[test]
fn repeating_a_request_on_the_same_day_changes_nothing_but_happens() {
    let facts = facts("2026-01-20", NOTHING);
    let input = ask(Kind::Commitment, listed(10, None));
    let once = given(&Commitment::NONE, input, &facts).after;
    let twice = given(&once, input, &facts);
    assert!(twice.decision.is_unchanged());
    happened(&twice, &[Transition::Requested(Kind::Commitment)]);
}

#[test]
fn more_on_top_of_a_commitment_lists_all_that_is_committed_and_no_less() {
    let record = committed("2025-01-01..2027-12-31", listed(20, 2000));
    let kind = Kind::Commitment;
    let facts = facts("2026-01-20", NOTHING);
    let reasons = refused(&record, ask(kind, listed(19, None)), &facts);
    assert_eq!(
        reasons,
        [
            ("commitment.quantities.committed-listed", Place::Missing(kind, Offer::Consumables)),
            ("commitment.quantity.committed", Place::Quantity(kind, Offer::License)),
        ]
    );
    assert!(commitment::decide(&record, &ask(kind, listed(20, 2000)), &facts).is_ok());
}

#[test]
fn a_commitment_that_does_not_bind_is_no_floor() {
    for status in [RunningStatus::Noncompliant, RunningStatus::Expired, RunningStatus::Other] {
        let record = running(status, "2025-01-01..2027-12-31", listed(20, 2000));
        let input = ask(Kind::Commitment, listed(10, None));
        let after = given(&record, input, &facts("2026-01-20", NOTHING)).after;
        assert_eq!(after.running, record.running);
    }
}

#[test]
fn a_recommitment_has_no_floor_but_the_minimums() {
    let record = committed("2025-01-01..2027-12-31", listed(20, 2000));
    let input = ask(Kind::Recommitment, listed(10, None));
    let after = given(&record, input, &facts("2026-01-20", NOTHING)).after;
    assert_eq!(after.recommitment, requested(listed(10, None)));
}

#[test]
fn a_recommitment_may_be_limited_to_the_last_thirty_days() {
    let record = committed("2025-01-01..2027-12-31", listed(20, None));
    let input = ask(Kind::Recommitment, listed(10, None));
    for (today, open) in
        [("2027-11-30", false), ("2027-12-01", true), ("2027-12-31", true), ("2028-01-01", false)]
    {
        let documented = facts(today, NOTHING);
        assert!(commitment::decide(&record, &input, &documented).is_ok());
        let observed = Facts { policy: Policy::observed(), ..documented };
        assert_eq!(commitment::decide(&record, &input, &observed).is_ok(), open, "{today}");
    }
    let endless = committed("2025-01-01..", listed(20, None));
    let observed = Facts { policy: Policy::observed(), ..facts("2027-12-01", NOTHING) };
    let reasons = refused(&endless, input, &observed);
    assert_eq!(reasons, [("commitment.recommitment.window", Place::Request(Kind::Recommitment))]);
}

// Answers.

fn waiting(quantities: Quantities, coterm: &str) -> Commitment {
    Commitment {
        request: requested(quantities),
        requested_on: Some(date("2026-03-01")),
        coterm: Date::parse(coterm).ok(),
        ..Commitment::NONE
    }
}

#[test]
fn accepted_without_the_quantities_waits_for_orders() {
    let outcome = given(
        &waiting(listed(10, 1000), "2026-11-21"),
        Input::Accepted,
        &facts("2026-03-08", owned(9, 999)),
    );
    let expected = Commitment {
        request: request(RequestStatus::Accepted, "2026-03-08..2028-11-20", listed(10, 1000)),
        accepted_on: Some(date("2026-03-08")),
        coterm: Some(date("2026-11-21")),
        ..Commitment::NONE
    };
    assert_eq!(outcome.after, expected);
    happened(&outcome, &[Transition::Accepted(Kind::Commitment)]);
}

#[test]
fn accepted_with_the_quantities_is_committed_at_once() {
    let outcome = given(
        &waiting(listed(10, 1000), "2026-11-21"),
        Input::Accepted,
        &facts("2026-03-08", owned(10, 1000)),
    );
    let mut expected = committed("2026-03-08..2028-11-20", listed(10, 1000));
    expected.coterm = Some(date("2026-11-21"));
    assert_eq!(outcome.after, expected);
    happened(&outcome, &[Transition::Accepted(Kind::Commitment), Transition::Committed]);
}

#[test]
fn an_acceptance_can_split_as_an_order_can() {
    let outcome = given(
        &waiting(listed(10, 1000), "2026-11-21"),
        Input::Accepted,
        &facts("2026-03-08", owned(0, 1000)),
    );
    let mut expected = committed("2026-03-08..2028-11-20", listed(None, 1000));
    expected.request = request(RequestStatus::Accepted, "2026-03-08..2028-11-20", listed(10, None));
    expected.accepted_on = Some(date("2026-03-08"));
    expected.coterm = Some(date("2026-11-21"));
    assert_eq!(outcome.after, expected);
    happened(&outcome, &[Transition::Accepted(Kind::Commitment), Transition::Split]);
}

#[test]
fn the_term_ends_three_years_after_a_near_anniversary_and_two_after_a_far_one() {
    for (today, coterm, end) in [
        // The dated samples of the vendor's pages.
        ("2022-11-21", "2023-11-21", "2025-11-20"),
        ("2024-06-10", "2025-06-10", "2027-06-09"),
        ("2024-05-14", "2025-04-12", "2027-04-11"),
        // The edges of the thirty days.
        ("2026-05-10", "2026-06-10", "2028-06-09"),
        ("2026-05-11", "2026-06-10", "2029-06-09"),
        ("2026-06-10", "2026-06-10", "2029-06-09"),
        // One that has passed counts as the next.
        ("2026-06-11", "2026-06-10", "2029-06-09"),
        ("2026-01-29", "2023-03-01", "2028-02-29"),
        ("2026-01-30", "2023-03-01", "2029-02-28"),
        ("2026-03-01", "2020-02-29", "2029-02-28"),
        // 29 February.
        ("2028-02-01", "2028-02-29", "2031-02-28"),
        ("2027-06-01", "2028-02-29", "2030-02-28"),
    ] {
        let record = Commitment { requested_on: None, ..waiting(listed(10, None), coterm) };
        let after = given(&record, Input::Accepted, &facts(today, owned(10, 0))).after;
        let running = after.running.unwrap();
        assert_eq!(running.start, Some(date(today)));
        assert_eq!(running.end, Some(date(end)), "{today} {coterm}");
        assert_eq!(after.coterm, Some(date(coterm)));
    }
}

#[test]
fn without_an_anniversary_the_acceptance_sets_it() {
    for (today, end, coterm) in [
        ("2026-03-08", "2029-03-07", "2027-03-08"),
        ("2028-02-29", "2031-02-28", "2029-03-01"),
        ("2025-02-28", "2028-02-27", "2026-02-28"),
        ("2025-03-01", "2028-02-29", "2026-03-01"),
    ] {
        let record = Commitment { requested_on: None, ..waiting(listed(10, None), "") };
        let after = given(&record, Input::Accepted, &facts(today, NOTHING)).after;
        assert_eq!(after.request.unwrap().end, Some(date(end)), "{today}");
        assert_eq!(after.coterm, Some(date(coterm)), "{today}");
    }
}

#[test]
fn day_seven_still_counts_and_day_eight_is_too_late() {
    let record = waiting(listed(10, None), "");
    for input in [Input::Accepted, Input::Declined] {
        assert!(commitment::decide(&record, &input, &facts("2026-03-08", NOTHING)).is_ok());
        let reasons = refused(&record, input, &facts("2026-03-09", NOTHING));
        assert_eq!(reasons, [("commitment.answer.window", Place::Event)]);
    }
}

#[test]
fn an_answer_to_a_request_of_an_unknown_day_is_allowed() {
    let record = Commitment { requested_on: None, ..waiting(listed(10, None), "") };
    for input in [Input::Accepted, Input::Declined] {
        assert!(commitment::decide(&record, &input, &facts("2099-01-01", NOTHING)).is_ok());
    }
}

#[test]
fn an_answer_needs_a_request() {
    for input in [Input::Accepted, Input::Declined] {
        let reasons = refused(&Commitment::NONE, input, &facts("2026-03-01", NOTHING));
        assert_eq!(reasons, [("commitment.answer.needs-request", Place::Event)]);
    }
}

#[test]
fn an_acceptance_asks_for_both_facts_and_a_refusal_for_the_day_of_a_known_window() {
    let record = waiting(listed(10, None), "");
    let both = vec![Fact::Today, Fact::Owned];
    assert_eq!(undecided(&record, Input::Accepted, &unknown()), (both.clone(), vec![]));
    assert_eq!(undecided(&record, Input::Declined, &unknown()), (vec![Fact::Today], vec![]));
    // Whatever the record holds.
    let none = ("commitment.answer.needs-request", Place::Event);
    let nothing = Commitment::NONE;
    assert_eq!(undecided(&nothing, Input::Accepted, &unknown()), (both, vec![none]));
    let dated = Commitment { requested_on: record.requested_on, ..nothing };
    assert_eq!(undecided(&dated, Input::Declined, &unknown()), (vec![Fact::Today], vec![none]));
    let record = Commitment { requested_on: None, ..record };
    let after = given(&record, Input::Declined, &unknown()).after;
    assert_eq!(after.request.unwrap().status, RequestStatus::Declined);
}

#[test]
fn what_is_owned_is_never_taken_for_nothing() {
    let today = Facts { owned: None, ..facts("2026-03-08", NOTHING) };
    for input in [Input::Accepted, Input::Ordered, Input::Renewed] {
        let (missing, _) = undecided(&waiting(listed(10, None), ""), input, &today);
        assert_eq!(missing, [Fact::Owned], "{input:?}");
    }
}

#[test]
fn needs_are_what_the_input_asks_for_given_or_not() {
    let of = |record: &Commitment, input: Input| -> Vec<Fact> {
        commitment::needs(record, &input).iter().map(|need| need.fact).collect()
    };
    let record = waiting(listed(10, None), "");
    for kind in Kind::ALL {
        assert_eq!(of(&record, ask(kind, Quantities::NONE)), [Fact::Today]);
    }
    assert_eq!(of(&record, Input::Accepted), [Fact::Today, Fact::Owned]);
    assert_eq!(of(&record, Input::Declined), [Fact::Today]);
    assert_eq!(of(&Commitment::NONE, Input::Declined), []);
    assert_eq!(of(&record, Input::Elapsed), [Fact::Today]);
    assert_eq!(of(&record, Input::Ordered), [Fact::Owned]);
    assert_eq!(of(&record, Input::Renewed), [Fact::Today, Fact::Owned]);
    assert_eq!(of(&record, Input::Activated), []);
    let created = request(RequestStatus::Created, "..", listed(10, None));
    let record = Commitment { request: created, ..Commitment::NONE };
    assert_eq!(of(&record, Input::Activated), [Fact::Today]);
}

#[test]
fn a_request_of_the_creation_is_made_when_the_account_is_activated() {
    let created = request(RequestStatus::Created, "..", listed(10, None));
    let record = Commitment { request: created, ..Commitment::NONE };
    assert!(!record.is_live());
    let outcome = given(&record, Input::Activated, &facts("2026-03-01", NOTHING));
    happened(&outcome, &[Transition::Requested(Kind::Commitment)]);
    let expected = Commitment {
        request: requested(listed(10, None)),
        requested_on: Some(date("2026-03-01")),
        ..Commitment::NONE
    };
    assert_eq!(outcome.after, expected);
    let nothing = given(&outcome.after, Input::Activated, &unknown());
    assert!(nothing.decision.is_unchanged());
}

#[test]
fn declined_keeps_the_quantities_and_drops_the_day() {
    let outcome =
        given(&waiting(listed(10, None), ""), Input::Declined, &facts("2026-03-08", NOTHING));
    let expected = Commitment {
        request: request(RequestStatus::Declined, "..", listed(10, None)),
        ..Commitment::NONE
    };
    assert_eq!(outcome.after, expected);
    happened(&outcome, &[Transition::Declined(Kind::Commitment)]);
}

#[test]
fn an_increase_keeps_the_dates_of_the_running_commitment() {
    let mut record = committed("2025-01-01..2027-12-31", listed(20, None));
    record.request = requested(listed(30, None));
    record.coterm = Some(date("2027-01-01"));
    let waits = given(&record, Input::Accepted, &facts("2026-03-01", owned(20, 0))).after;
    assert_eq!(waits.running, record.running);
    assert_eq!(
        waits.request,
        request(RequestStatus::Accepted, "2025-01-01..2027-12-31", listed(30, None))
    );
    let after = given(&waits, Input::Ordered, &facts("", owned(30, 0))).after;
    let mut expected = committed("2025-01-01..2027-12-31", listed(30, None));
    expected.coterm = record.coterm;
    assert_eq!(after, expected);
}

#[test]
fn a_new_commitment_after_one_that_does_not_bind_has_its_own_dates() {
    let mut record =
        running(RunningStatus::Noncompliant, "2025-01-01..2027-12-31", listed(20, 1000));
    record.request = requested(listed(10, None));
    let after = given(&record, Input::Accepted, &facts("2026-03-01", owned(10, 0))).after;
    let mut expected = committed("2026-03-01..2029-02-28", listed(10, None));
    expected.coterm = Some(date("2027-03-01"));
    assert_eq!(after, expected, "nothing of the old one remains");
}

#[test]
fn an_increase_is_accepted_while_its_term_runs_and_no_longer() {
    let mut record = committed("2025-01-01..2027-12-31", listed(20, None));
    record.request = requested(listed(30, None));
    assert!(commitment::decide(&record, &Input::Accepted, &facts("2027-12-31", NOTHING)).is_ok());
    let late = refused(&record, Input::Accepted, &facts("2028-01-01", owned(30, 0)));
    assert_eq!(late, [("commitment.increase.in-time", Place::Event)]);
    // Once time has been told, it is a request for a new term.
    let record = given(&record, Input::Elapsed, &facts("2028-01-01", NOTHING)).after;
    assert_eq!(record.request, requested(listed(30, None)));
    let after = given(&record, Input::Accepted, &facts("2028-01-01", owned(30, 0))).after;
    assert_eq!(after.running, committed("2028-01-01..2030-12-31", listed(30, None)).running);
}

#[test]
fn no_day_lies_behind_the_end_of_the_calendar() {
    let beyond = [("commitment.day.beyond", Place::Event)];
    for (today, coterm) in [
        ("9999-12-31", ""),
        ("9997-01-02", ""),
        ("9998-01-01", "9998-06-01"),
        ("9999-12-31", "2020-01-01"),
    ] {
        let record = Commitment { requested_on: None, ..waiting(listed(10, None), coterm) };
        let refused = refused(&record, Input::Accepted, &facts(today, NOTHING));
        assert_eq!(refused, beyond, "{today} {coterm}");
    }
    // The last day itself is one.
    let record = Commitment { requested_on: None, ..waiting(listed(10, None), "") };
    let after = given(&record, Input::Accepted, &facts("9997-01-01", NOTHING)).after;
    assert_eq!(after.request.unwrap().end, Some(Date::MAX));

    let mut record = committed("9997-01-01..9999-12-31", listed(20, None));
    record.recommitment = requested(listed(15, None));
    let today = facts("9999-12-01", NOTHING);
    assert_eq!(refused(&record, Input::Accepted, &today), beyond);
    let record = Commitment { coterm: Some(date("9999-01-01")), ..Commitment::NONE };
    assert_eq!(refused(&record, Input::Renewed, &today), beyond);
    let mut record = committed("9995-01-01..9997-12-30", listed(20, None));
    record.recommitment = request(RequestStatus::Accepted, "..", listed(15, None));
    assert_eq!(refused(&record, Input::Elapsed, &facts("9997-12-31", NOTHING)), beyond);
}

// Orders.

fn agreed() -> Commitment {
    Commitment {
        request: request(RequestStatus::Accepted, "2026-03-08..2028-11-20", listed(10, 1000)),
        accepted_on: Some(date("2026-03-08")),
        ..Commitment::NONE
    }
}

#[test]
fn an_order_that_reaches_nothing_changes_nothing() {
    let outcome = given(&agreed(), Input::Ordered, &facts("", owned(9, 999)));
    assert!(outcome.decision.is_unchanged());
    happened(&outcome, &[]);
}

#[test]
fn an_order_that_reaches_one_of_two_splits_and_the_next_one_merges() {
    let split = given(&agreed(), Input::Ordered, &facts("", owned(10, 999)));
    happened(&split, &[Transition::Split]);
    let mut expected = committed("2026-03-08..2028-11-20", listed(10, None));
    expected.request =
        request(RequestStatus::Accepted, "2026-03-08..2028-11-20", listed(None, 1000));
    expected.accepted_on = Some(date("2026-03-08"));
    assert_eq!(split.after, expected);

    let merged = given(&split.after, Input::Ordered, &facts("", owned(10, 1000)));
    happened(&merged, &[Transition::Committed]);
    assert_eq!(merged.after, committed("2026-03-08..2028-11-20", listed(10, 1000)));
}

#[test]
fn an_order_does_not_look_at_the_day() {
    let late = given(&agreed(), Input::Ordered, &facts("2026-05-01", owned(10, 1000)));
    happened(&late, &[Transition::Committed]);
}

#[test]
fn a_request_without_quantities_is_never_reached() {
    let mut record = agreed();
    record.request = request(RequestStatus::Accepted, "..", Quantities::NONE);
    happened(&given(&record, Input::Ordered, &facts("", owned(10, 1000))), &[]);
}

#[test]
fn an_order_revives_nothing() {
    for status in [RunningStatus::Expired, RunningStatus::Noncompliant] {
        let mut record = running(status, "2025-01-01..2027-12-31", listed(20, None));
        record.request =
            request(RequestStatus::Accepted, "2025-01-01..2027-12-31", listed(30, None));
        happened(&given(&record, Input::Ordered, &facts("", owned(30, 0))), &[]);
        // Another end is a term of its own.
        record.request =
            request(RequestStatus::Accepted, "2025-01-01..2028-12-31", listed(30, None));
        let after = given(&record, Input::Ordered, &facts("", owned(30, 0))).after;
        assert_eq!(after, committed("2025-01-01..2028-12-31", listed(30, None)));
    }
    // Of any other status there is no commitment that could be revived.
    let mut record = running(RunningStatus::Other, "2025-01-01..2027-12-31", listed(20, None));
    record.request = request(RequestStatus::Accepted, "2025-01-01..2027-12-31", listed(30, None));
    let after = given(&record, Input::Ordered, &facts("", owned(30, 0))).after;
    assert_eq!(after, committed("2025-01-01..2027-12-31", listed(30, None)));
}

#[test]
fn an_end_never_lies_before_its_start_whatever_is_stored() {
    let mut record = Commitment::NONE;
    record.request = request(RequestStatus::Accepted, "2030-01-01..2029-12-31", listed(10, None));
    let after = given(&record, Input::Ordered, &facts("", owned(10, 0))).after;
    assert_eq!(after, committed("2030-01-01..2030-01-01", listed(10, None)));
    let mut record = committed("2024-01-01..2026-12-31", listed(20, None));
    record.recommitment =
        request(RequestStatus::Accepted, "2027-01-01..2026-12-31", listed(15, None));
    let after = given(&record, Input::Elapsed, &facts("2027-01-01", NOTHING)).after;
    assert_eq!(after, committed("2027-01-01..2029-12-31", listed(15, None)));
}

// Time.

#[test]
fn unanswered_after_seven_days_is_expired() {
    let record = waiting(listed(10, None), "");
    happened(&given(&record, Input::Elapsed, &facts("2026-03-08", NOTHING)), &[]);
    let outcome = given(&record, Input::Elapsed, &facts("2026-03-09", NOTHING));
    happened(&outcome, &[Transition::RequestExpired(Kind::Commitment)]);
    let expected = Commitment {
        request: request(RequestStatus::Expired, "..", listed(10, None)),
        ..Commitment::NONE
    };
    assert_eq!(outcome.after, expected);
}

#[test]
fn unreached_after_thirty_days_is_noncompliant_and_a_split_keeps_its_half() {
    let split = given(&agreed(), Input::Ordered, &facts("", owned(10, 0))).after;
    happened(&given(&split, Input::Elapsed, &facts("2026-04-07", NOTHING)), &[]);
    let outcome = given(&split, Input::Elapsed, &facts("2026-04-08", NOTHING));
    happened(&outcome, &[Transition::RequestNoncompliant]);
    assert_eq!(outcome.after.running, split.running);
    assert_eq!(outcome.after.request.unwrap().status, RequestStatus::Noncompliant);
    assert_eq!(outcome.after.accepted_on, None);
}

#[test]
fn a_commitment_is_expired_the_day_after_its_end() {
    let record = committed("2025-01-01..2027-12-31", listed(20, None));
    happened(&given(&record, Input::Elapsed, &facts("2027-12-31", NOTHING)), &[]);
    let outcome = given(&record, Input::Elapsed, &facts("2028-01-01", NOTHING));
    happened(&outcome, &[Transition::CommitmentExpired]);
    let after = running(RunningStatus::Expired, "2025-01-01..2027-12-31", listed(20, None));
    assert_eq!(outcome.after, after);
}

#[test]
fn an_increase_ends_with_its_term() {
    let mut record = committed("2025-01-01..2027-12-31", listed(20, None));
    record.request = request(RequestStatus::Accepted, "2025-01-01..2027-12-31", listed(30, None));
    let expired = [Transition::RequestExpired(Kind::Commitment), Transition::CommitmentExpired];
    // Its window ends on the same day, later, or on no day that is known; a day earlier it counts.
    for (accepted, transitions) in [
        ("2027-12-01", &expired[..]),
        ("2027-12-20", &expired),
        ("", &expired),
        ("2027-11-30", &[Transition::RequestNoncompliant, Transition::CommitmentExpired]),
    ] {
        record.accepted_on = Date::parse(accepted).ok();
        let outcome = given(&record, Input::Elapsed, &facts("2028-01-01", NOTHING));
        happened(&outcome, transitions);
        assert_eq!(outcome.after.accepted_on, None, "{accepted}");
    }
    // A term that lost its force ends as well, and takes the increase with it.
    for status in [RunningStatus::Noncompliant, RunningStatus::Expired] {
        let lost = running(status, "2025-01-01..2027-12-31", listed(20, None));
        let record = Commitment { running: lost.running, accepted_on: None, ..record };
        happened(&given(&record, Input::Elapsed, &facts("2027-12-31", NOTHING)), &[]);
        let outcome = given(&record, Input::Elapsed, &facts("2028-01-01", NOTHING));
        happened(&outcome, &[Transition::RequestExpired(Kind::Commitment)]);
        assert_eq!(outcome.after.running, lost.running);
    }
    // And when another takes over.
    record.accepted_on = None;
    record.recommitment =
        request(RequestStatus::Accepted, "2028-01-01..2030-12-31", listed(15, None));
    let outcome = given(&record, Input::Elapsed, &facts("2028-01-01", NOTHING));
    happened(&outcome, &[Transition::RequestExpired(Kind::Commitment), Transition::TakenOver]);
}

#[test]
fn a_day_that_passes_needs_to_be_known() {
    let missing = undecided(&Commitment::NONE, Input::Elapsed, &unknown());
    assert_eq!(missing, (vec![Fact::Today], vec![]));
}

// Recommitments.

fn recommitting() -> Commitment {
    let mut record = committed("2024-05-14..2027-04-11", listed(20, None));
    record.recommitment = requested(listed(15, None));
    record.requested_on = Some(date("2027-04-05"));
    record
}

#[test]
fn an_accepted_recommitment_shows_the_dates_it_will_have() {
    let outcome = given(&recommitting(), Input::Accepted, &facts("2027-04-11", owned(99, 9999)));
    let mut expected = committed("2024-05-14..2027-04-11", listed(20, None));
    expected.recommitment =
        request(RequestStatus::Accepted, "2027-04-12..2030-04-11", listed(15, None));
    assert_eq!(outcome.after, expected, "no compliance window runs, so no day is kept");
    happened(&outcome, &[Transition::Accepted(Kind::Recommitment)]);
}

#[test]
fn an_accepted_recommitment_takes_over_the_day_after_whatever_is_owned() {
    let waits = given(&recommitting(), Input::Accepted, &facts("2027-04-08", NOTHING)).after;
    happened(&given(&waits, Input::Ordered, &facts("2027-04-09", owned(99, 0))), &[]);
    happened(&given(&waits, Input::Elapsed, &facts("2027-04-11", NOTHING)), &[]);
    let outcome = given(&waits, Input::Elapsed, &facts("2027-04-12", NOTHING));
    happened(&outcome, &[Transition::TakenOver]);
    assert_eq!(outcome.after, committed("2027-04-12..2030-04-11", listed(15, None)));
}

#[test]
fn a_recommitment_stored_without_dates_takes_over_too() {
    let mut record = committed("2024-05-14..2027-04-11", listed(20, None));
    record.recommitment = request(RequestStatus::Accepted, "..", listed(15, None));
    let after = given(&record, Input::Elapsed, &facts("2027-04-12", NOTHING)).after;
    assert_eq!(after, committed("2027-04-12..2030-04-11", listed(15, None)));
}

#[test]
fn dates_shown_by_a_recommitment_hold_if_they_start_the_day_after() {
    let mut record = committed("2024-05-14..2027-04-11", listed(20, None));
    for (shown, end) in
        [("2027-04-12..2029-04-11", "2029-04-11"), ("2027-04-01..2029-03-31", "2030-04-11")]
    {
        record.recommitment = request(RequestStatus::Accepted, shown, listed(15, None));
        let after = given(&record, Input::Elapsed, &facts("2027-04-12", NOTHING)).after;
        let running = after.running.unwrap();
        assert_eq!((running.start, running.end), (Some(date("2027-04-12")), Some(date(end))));
    }
}

#[test]
fn a_recommitment_only_requested_at_the_end_goes_on_but_comes_too_late() {
    let outcome = given(&recommitting(), Input::Elapsed, &facts("2027-04-12", NOTHING));
    happened(&outcome, &[Transition::CommitmentExpired]);
    assert_eq!(outcome.after.recommitment, requested(listed(15, None)));
    assert_eq!(outcome.after.requested_on, Some(date("2027-04-05")));
    let late = [("commitment.recommitment.in-time", Place::Event)];
    let today = facts("2027-04-12", NOTHING);
    assert_eq!(refused(&outcome.after, Input::Accepted, &today), late);
    assert_eq!(refused(&recommitting(), Input::Accepted, &today), late, "said or not");

    let declined = given(&outcome.after, Input::Declined, &today);
    happened(&declined, &[Transition::Declined(Kind::Recommitment)]);
    let expired = given(&outcome.after, Input::Elapsed, &facts("2027-04-13", NOTHING));
    happened(&expired, &[Transition::RequestExpired(Kind::Recommitment)]);
}

#[test]
fn several_things_that_are_due_are_settled_in_time_order() {
    let mut record = recommitting();
    record.requested_on = Some(date("2027-04-01"));
    let outcome = given(&record, Input::Elapsed, &facts("2027-05-01", NOTHING));
    happened(
        &outcome,
        &[Transition::RequestExpired(Kind::Recommitment), Transition::CommitmentExpired],
    );
    let outcome = given(&recommitting(), Input::Elapsed, &facts("2027-05-01", NOTHING));
    happened(
        &outcome,
        &[Transition::CommitmentExpired, Transition::RequestExpired(Kind::Recommitment)],
    );
}

#[test]
fn a_noncompliant_commitment_can_be_followed() {
    let mut record =
        running(RunningStatus::Noncompliant, "2024-05-14..2027-04-11", listed(20, None));
    record.recommitment =
        request(RequestStatus::Accepted, "2027-04-12..2030-04-11", listed(15, None));
    let after = given(&record, Input::Elapsed, &facts("2027-04-12", NOTHING)).after;
    assert_eq!(after, committed("2027-04-12..2030-04-11", listed(15, None)));
}

// Renewals.

#[test]
fn a_renewal_moves_the_anniversary_by_one_year() {
    for (before, after) in [("2026-06-10", "2027-06-10"), ("2028-02-29", "2029-03-01")] {
        let record = Commitment { coterm: Some(date(before)), ..Commitment::NONE };
        let outcome = given(&record, Input::Renewed, &facts(before, NOTHING));
        happened(&outcome, &[Transition::AnniversaryMoved]);
        assert_eq!(outcome.after.coterm, Some(date(after)));
    }
}

#[test]
fn a_renewal_below_what_is_committed_is_noncompliant_for_good() {
    let mut record = committed("2025-01-01..2027-12-31", listed(20, None));
    record.coterm = Some(date("2026-01-01"));
    let kept = given(&record, Input::Renewed, &facts("2026-01-01", owned(20, 0)));
    happened(&kept, &[Transition::AnniversaryMoved]);
    let short = given(&record, Input::Renewed, &facts("2026-01-01", owned(19, 9999)));
    happened(&short, &[Transition::AnniversaryMoved, Transition::CommitmentNoncompliant]);
    let again = given(&short.after, Input::Renewed, &facts("2027-01-01", owned(20, 0))).after;
    assert_eq!(again.running.unwrap().status, RunningStatus::Noncompliant);
    assert_eq!(again.coterm, Some(date("2028-01-01")));
}

#[test]
fn an_anniversary_is_not_renewed_more_than_thirty_days_early() {
    let mut record = committed("2025-01-01..2027-12-31", listed(20, None));
    record.coterm = Some(date("2026-05-02"));
    let early = refused(&record, Input::Renewed, &facts("2026-04-01", NOTHING));
    assert_eq!(early, [("commitment.renewal.in-time", Place::Event)]);
    let outcome = given(&record, Input::Renewed, &facts("2026-04-02", owned(20, 0)));
    happened(&outcome, &[Transition::AnniversaryMoved]);
    // So the same anniversary told twice moves it once.
    let twice = refused(&outcome.after, Input::Renewed, &facts("2026-05-02", owned(20, 0)));
    assert_eq!(twice, [("commitment.renewal.in-time", Place::Event)]);
}

#[test]
fn a_renewal_counts_only_what_is_committed() {
    let mut record = agreed();
    record.running = committed("2026-03-08..2028-11-20", listed(None, 1000)).running;
    let outcome = given(&record, Input::Renewed, &facts("2026-05-02", owned(0, 1000)));
    assert!(outcome.decision.is_unchanged());
    happened(&outcome, &[]);
}

// Numbers and names.

#[test]
fn the_presets_differ_in_the_recommitment_window_alone() {
    let observed = Policy { recommitment_window_days: Some(30), ..Policy::documented() };
    assert_eq!(Policy::observed(), observed);
    assert_eq!(Policy::documented().recommitment_window_days, None);
}

#[test]
fn the_numbers_of_the_agreement() {
    let numbers: Vec<_> = commitment::terms::TERMS.iter().map(|term| term.amount).collect();
    assert_eq!(numbers, [7, 30, 30, 30, 30, 3, 2, 1, 10, 1000]);
    for since in commitment::terms::TERMS.iter().filter_map(|term| term.since) {
        date(since);
    }
}

#[test]
fn rules_have_distinct_ids_and_no_codes() {
    let rules = commitment::RULES;
    for (index, rule) in rules.iter().enumerate() {
        assert!(rule.id.starts_with("commitment."));
        assert!(rule.code.is_none() && !rule.says.is_empty() && !rule.source.is_empty());
        assert!(rules.iter().skip(index + 1).all(|other| other.id != rule.id), "{}", rule.id);
    }
}

#[test]
fn live_is_what_binds_or_is_pending() {
    assert!(!Commitment::NONE.is_live());
    assert!(committed("..", Quantities::NONE).is_live());
    assert!(!running(RunningStatus::Noncompliant, "..", Quantities::NONE).is_live());
    assert!(waiting(listed(10, None), "").is_live());
    assert!(agreed().is_live());
    let ended = Commitment {
        recommitment: request(RequestStatus::Expired, "..", Quantities::NONE),
        ..Commitment::NONE
    };
    assert!(!ended.is_live());
}

#[test]
fn rejections_are_readable_and_hold_no_values() {
    let input = ask(Kind::Commitment, listed(3, None));
    let rejection = commitment::decide(&Commitment::NONE, &input, &unknown()).unwrap_err();
    assert_eq!(
        rejection.to_string(),
        "not looked up: today; a quantity must not be less than the minimum of its offer"
    );
    let waits = waiting(listed(10, None), "2026-11-21");
    let rejection = commitment::decide(&waits, &Input::Accepted, &unknown()).unwrap_err();
    assert_eq!(rejection.to_string(), "not looked up: today; not looked up: owned");
}

/// Delivered twice, late or to another record, a decision changes nothing.
#[test]
fn a_decision_fits_the_record_that_it_was_made_for() {
    let before = waiting(listed(10, None), "2026-11-21");
    let decision =
        commitment::decide(&before, &Input::Accepted, &facts("2026-03-08", owned(10, 0))).unwrap();
    let mut record = before;
    commitment::evolve(&mut record, &decision).unwrap();
    let after = record;
    assert_eq!(
        commitment::evolve(&mut record, &decision).unwrap_err().pointer.as_str(),
        "/running"
    );
    assert_eq!(record, after);
    let mut other = Commitment { requested_on: None, ..before };
    assert_eq!(
        commitment::evolve(&mut other, &decision).unwrap_err().pointer.as_str(),
        "/requested_on"
    );
    assert_eq!(other, Commitment { requested_on: None, ..before });
    // What the decision does not change may be anything.
    let mut other = Commitment { coterm: None, ..before };
    commitment::evolve(&mut other, &decision).unwrap();
    assert_eq!(other, Commitment { coterm: None, ..after });
}

#[test]
fn a_stored_decision_must_say_what_a_part_was_and_is() {
    let whole = r#"{"transitions":["committed"],"request":{"before":null,"after":null}}"#;
    assert!(serde_json::from_str::<commitment::Decision>(whole).is_ok());
    for other in [
        r#"{"transitions":["committed"],"request":{"before":null}}"#,
        r#"{"request":{"before":null,"after":null}}"#,
        r#"{"transitions":[],"surprise":1}"#,
        r#"{"transitions":["split","split","split","split"]}"#,
        r#"{"transitions":[],"coterm":{"before":null,"after":"2026-02-30"}}"#,
    ] {
        assert!(serde_json::from_str::<commitment::Decision>(other).is_err(), "{other}");
    }
}
