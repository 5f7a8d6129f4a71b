//! Laws of the three-year commitment alone: many events, days between them.
//!
//! As in [`crate::laws`], a law is stated once; canaries put it to a machine with a bug.

use customer_core::commitment::{
    self, Commitment, Decision, Facts, Input, Kind, Policy, Rejection, RequestStatus,
    RunningStatus, Transition,
};
use customer_core::decision::Misfit;
use customer_core::generate::{Source, commitment as generate, value};
use customer_core::value::Date;

/// Whatever behaves like the machine.
pub trait Clockwork {
    /// `decide`.
    ///
    /// # Errors
    ///
    /// Every reason.
    fn decide(record: &Commitment, input: &Input, facts: &Facts) -> Result<Decision, Rejection> {
        commitment::decide(record, input, facts)
    }

    /// `apply`.
    ///
    /// # Errors
    ///
    /// Every reason.
    fn apply(record: &Commitment, input: &Input, facts: &Facts) -> Result<Commitment, Rejection> {
        commitment::apply(record, input, facts).map(|outcome| outcome.after)
    }

    /// `evolve`.
    ///
    /// # Errors
    ///
    /// A commitment that the decision was not made for.
    fn evolve(record: &mut Commitment, decision: &Decision) -> Result<(), Misfit> {
        commitment::evolve(record, decision)
    }

    /// A stored decision, read.
    fn restore(text: &str) -> Option<Decision> {
        serde_json::from_str(text).ok()
    }
}

/// The machine itself.
pub enum Machine {}

impl Clockwork for Machine {}

/// A commitment, what happens to it, and what is known.
#[derive(Clone, Copy, Debug)]
pub struct Moment {
    /// What is stored.
    pub record: Commitment,
    /// What happens.
    pub input: Input,
    /// What was looked up.
    pub facts: Facts,
}

/// A law of the machine by its name.
pub struct Law {
    /// The name of its function.
    pub name: &'static str,
    /// Returns when it holds, and panics when it does not.
    pub holds: fn(&Moment, &mut Source<'_>),
}

macro_rules! laws {
    ($( $name:ident; )*) => {
        /// The names of all laws of the machine.
        pub const NAMES: &[&str] = &[$( stringify!($name) ),*];

        /// All laws of the machine.
        pub fn table<C: Clockwork>() -> Vec<Law> {
            vec![$( Law { name: stringify!($name), holds: $name::<C> } ),*]
        }
    };
}

laws! {
    decides_alike;
    a_day_is_never_refused;
    apply_is_decide_and_evolve;
    unchanged_is_unchanged;
    decisions_are_stored;
    nothing_happens_by_itself;
    windows_run_while_somebody_waits;
    once_is_enough;
    what_binds_goes_on;
    what_ended_stays;
    recommitments_follow_a_commitment;
    ends_lie_behind_starts;
    nothing_commits_to_what_is_over;
    four_years_later;
    weeks_later;
    decisions_fold;
}

/// Any moment.
pub fn moment(source: &mut Source<'_>) -> Moment {
    value::turn(source);
    let record = if source.one_in(3) { Commitment::NONE } else { generate::commitment(source) };
    Moment { record, input: generate::input(source), facts: generate::facts(source) }
}

/// A commitment and up to sixteen inputs; the laws after each.
pub fn hold(source: &mut Source<'_>) {
    value::turn(source);
    let start = if source.one_in(3) { generate::commitment(source) } else { Commitment::NONE };
    let mut facts = generate::facts(source);
    let mut record = start;
    for _ in 0..=source.below(16) {
        let input = pass(&mut facts, source);
        for law in table::<Machine>().iter().filter(|law| law.name != "decisions_fold") {
            (law.holds)(&Moment { record, input, facts }, &mut source.clone());
        }
        if let Ok(decision) = commitment::decide(&record, &input, &facts) {
            commitment::evolve(&mut record, &decision).expect("it fits");
        }
    }
}

/// The next input, some days later.
fn pass(facts: &mut Facts, source: &mut Source<'_>) -> Input {
    let input = generate::input(source);
    if source.one_in(2) {
        facts.owned = source.unless(12, value::owned);
    }
    let days = source.pick(&[0, 1, 6, 7, 8, 29, 30, 31, 364, 365, 366, 1095, 1096]);
    facts.today = facts.today.map(|today| today.add_days(days));
    if source.one_in(12) {
        facts.today = None;
    } else if facts.today.is_none() {
        facts.today = Some(value::date(source));
    }
    input
}

fn decided<C: Clockwork>(it: &Moment) -> Option<(Decision, Commitment)> {
    let decision = C::decide(&it.record, &it.input, &it.facts).ok()?;
    let mut after = it.record;
    C::evolve(&mut after, &decision).expect("it fits");
    Some((decision, after))
}

/// The same question, the same answer.
pub fn decides_alike<C: Clockwork>(it: &Moment, _: &mut Source<'_>) {
    let decided = || C::decide(&it.record, &it.input, &it.facts);
    assert_eq!(decided(), decided(), "{it:?}");
}

/// That a day passes or an order comes is a fact and no request: it is refused only where the day,
/// or what is owned, is not known, and where a day beyond the calendar would have to be stored.
pub fn a_day_is_never_refused<C: Clockwork>(it: &Moment, _: &mut Source<'_>) {
    let known = match it.input {
        Input::Elapsed => it.facts.today.is_some(),
        Input::Ordered => it.facts.owned.is_some(),
        _ => return,
    };
    let Err(refused) = C::decide(&it.record, &it.input, &it.facts) else { return };
    let beyond = refused.iter().all(|one| one.rule.id == "commitment.day.beyond");
    assert!(!known || beyond, "{refused}: {it:?}");
}

/// `apply` is `decide` and `evolve`.
pub fn apply_is_decide_and_evolve<C: Clockwork>(it: &Moment, _: &mut Source<'_>) {
    let applied = C::apply(&it.record, &it.input, &it.facts).ok();
    assert_eq!(applied, decided::<C>(it).map(|(_, after)| after), "{it:?}");
}

/// A decision says that nothing changes exactly when nothing does.
pub fn unchanged_is_unchanged<C: Clockwork>(it: &Moment, _: &mut Source<'_>) {
    let Some((decision, after)) = decided::<C>(it) else { return };
    assert_eq!(decision.is_unchanged(), it.record == after, "{it:?}");
}

/// `read(write(d)) = d`.
pub fn decisions_are_stored<C: Clockwork>(it: &Moment, _: &mut Source<'_>) {
    let Some((decision, _)) = decided::<C>(it) else { return };
    let text = serde_json::to_string(&decision).expect("a decision is JSON");
    assert_eq!(C::restore(&text), Some(decision), "{text}: {it:?}");
}

/// Without a transition nothing changes.
pub fn nothing_happens_by_itself<C: Clockwork>(it: &Moment, _: &mut Source<'_>) {
    let Some((decision, after)) = decided::<C>(it) else { return };
    assert!(!decision.transitions.is_empty() || after == it.record, "{it:?}\n{after:?}");
}

/// The dates from which windows run are there only while something waits.
pub fn windows_run_while_somebody_waits<C: Clockwork>(it: &Moment, _: &mut Source<'_>) {
    let Some((decision, after)) = decided::<C>(it) else { return };
    let stands = |status| {
        [after.request, after.recommitment].iter().flatten().any(|one| one.status == status)
    };
    if !decision.transitions.is_empty() {
        let asked = after.requested_on.is_none() || stands(RequestStatus::Requested);
        let accepted = after.accepted_on.is_none() || stands(RequestStatus::Accepted);
        assert!(asked && accepted, "{it:?}\n{after:?}");
    }
}

/// The same day, order or request a second time finds nothing to do; a duplicate changes nothing.
pub fn once_is_enough<C: Clockwork>(it: &Moment, _: &mut Source<'_>) {
    let Some((_, after)) = decided::<C>(it) else { return };
    let second = C::decide(&after, &it.input, &it.facts);
    let done = match it.input {
        Input::Elapsed | Input::Ordered => {
            second.as_ref().is_ok_and(|one| one.transitions.is_empty())
        }
        Input::Requested { .. } => second.as_ref().is_ok_and(Decision::is_unchanged),
        Input::Accepted | Input::Declined | Input::Renewed | Input::Activated => true,
    };
    assert!(done, "a second time: {second:?}\n{it:?}");
}

/// A commitment is never gone, and a request or a refusal leaves it alone.
pub fn what_binds_goes_on<C: Clockwork>(it: &Moment, _: &mut Source<'_>) {
    let Some((_, after)) = decided::<C>(it) else { return };
    if matches!(it.input, Input::Requested { .. } | Input::Declined) {
        assert_eq!(it.record.running, after.running, "{it:?}");
    }
    assert!(it.record.running.is_none() || after.running.is_some(), "a commitment is gone\n{it:?}");
}

/// Nothing leads back from a commitment that ended but a new one: an acceptance, an order that
/// fulfils one, or a recommitment that takes over.
pub fn what_ended_stays<C: Clockwork>(it: &Moment, _: &mut Source<'_>) {
    let Some((_, after)) = decided::<C>(it) else { return };
    let (Some(old), Some(new)) = (it.record.running, after.running) else { return };
    let back = new.status == RunningStatus::Committed;
    if old.status != RunningStatus::Committed && back {
        let accepted = |one: commitment::Request| one.status == RequestStatus::Accepted;
        let led = match it.input {
            Input::Elapsed => it.record.recommitment.is_some_and(accepted),
            other => matches!(other, Input::Accepted | Input::Ordered),
        };
        assert!(led, "a commitment came back\n{it:?}");
    }
}

/// A recommitment is asked for only while a commitment runs, and takes over only if accepted.
pub fn recommitments_follow_a_commitment<C: Clockwork>(it: &Moment, _: &mut Source<'_>) {
    let Some((decision, _)) = decided::<C>(it) else { return };
    let kind = Kind::Recommitment;
    if decision.transitions.contains(Transition::Requested(kind)) {
        assert!(it.record.committed().is_some(), "nothing to follow\n{it:?}");
    }
    if decision.transitions.contains(Transition::TakenOver) {
        let waits = it.record.request_of(kind).map(|request| request.status);
        assert_eq!(waits, Some(RequestStatus::Accepted), "{it:?}");
    }
}

/// A term that a decision makes or moves never ends before it starts.
pub fn ends_lie_behind_starts<C: Clockwork>(it: &Moment, _: &mut Source<'_>) {
    let Some((_, after)) = decided::<C>(it) else { return };
    let terms = |one: &Commitment| {
        let requests = [one.request, one.recommitment].map(|r| r.map(|r| (r.start, r.end)));
        [one.running.map(|one| (one.start, one.end)), requests[0], requests[1]]
    };
    for (old, new) in terms(&it.record).into_iter().zip(terms(&after)) {
        if let Some((Some(start), Some(end))) = new
            && old != new
            && !terms(&it.record).contains(&new)
        {
            assert!(start <= end, "a term ends before it starts\n{it:?}\n{after:?}");
        }
    }
}

/// What becomes COMMITTED today ends today or later.
pub fn nothing_commits_to_what_is_over<C: Clockwork>(it: &Moment, _: &mut Source<'_>) {
    let (Some((_, after)), Some(today)) = (decided::<C>(it), it.facts.today) else { return };
    let was = it.record.committed().is_some();
    let Some(running) = after.committed().filter(|_| !was) else { return };
    // Only an order knows no day: it commits to what was accepted, whatever day it is.
    if it.input != Input::Ordered {
        let over = running.end.is_some_and(|end| end < today);
        assert!(!over, "committed to a term that is over\n{it:?}\n{after:?}");
    }
}

/// Four years later, leap day or not, everything happens four years later.
pub fn four_years_later<C: Clockwork>(it: &Moment, more: &mut Source<'_>) {
    if longest(&it.facts.policy) <= 4 && days(it).iter().all(|day| ordinary(*day)) {
        let cycle = more.pick(&[1461, 2 * 1461, -1461, 7 * 1461]);
        later::<C>(it, cycle);
    }
}

/// Whole weeks later everything happens whole weeks later, where no 29 February comes between.
pub fn weeks_later<C: Clockwork>(it: &Moment, more: &mut Source<'_>) {
    let shift = 7 * (i64::try_from(more.below(104)).unwrap_or(0) + 1);
    let alike = |day: Date| {
        let span = |day: Date, years| day.days_until(day.add_years(years));
        let near = [-1, 0, 1].map(|by| day.add_days(by));
        near.iter().all(|day| (1..5).all(|y| span(*day, y) == span(day.add_days(shift), y)))
    };
    let plain = longest(&it.facts.policy) <= 4;
    if plain && days(it).iter().all(|day| ordinary(*day) && alike(*day)) {
        later::<C>(it, shift);
    }
}

fn later<C: Clockwork>(it: &Moment, by: i64) {
    let shift = |day: Option<Date>| day.map(|day| day.add_days(by));
    let moved = |record: &Commitment| {
        let mut moved = *record;
        for request in [&mut moved.request, &mut moved.recommitment].into_iter().flatten() {
            (request.start, request.end) = (shift(request.start), shift(request.end));
        }
        if let Some(running) = &mut moved.running {
            (running.start, running.end) = (shift(running.start), shift(running.end));
        }
        moved.requested_on = shift(moved.requested_on);
        moved.accepted_on = shift(moved.accepted_on);
        moved.coterm = shift(moved.coterm);
        moved
    };
    let facts = Facts { today: shift(it.facts.today), ..it.facts };
    let now = C::apply(&it.record, &it.input, &it.facts).map(|after| moved(&after));
    let then = C::apply(&moved(&it.record), &it.input, &facts);
    assert_eq!(now, then, "{by} days later: {it:?}");
}

fn days(it: &Moment) -> Vec<Date> {
    let record = &it.record;
    let mut days = vec![it.facts.today, record.requested_on, record.accepted_on, record.coterm];
    for request in [record.request, record.recommitment].into_iter().flatten() {
        days.extend([request.start, request.end]);
    }
    days.extend(record.running.into_iter().flat_map(|running| [running.start, running.end]));
    days.into_iter().flatten().collect()
}

fn ordinary(day: Date) -> bool {
    (1940..2060).contains(&day.year())
}

fn longest(policy: &Policy) -> u16 {
    policy.full_term_years.max(policy.rest_term_years).max(policy.anniversary_years)
}

/// The state is the fold of the stored decisions.
pub fn decisions_fold<C: Clockwork>(it: &Moment, more: &mut Source<'_>) {
    let (mut it, mut events) = (*it, vec![]);
    let start = it.record;
    for _ in 0..=more.below(16) {
        if let Ok(after) = C::apply(&it.record, &it.input, &it.facts) {
            let decision = C::decide(&it.record, &it.input, &it.facts).expect("as applied");
            events.push(serde_json::to_string(&decision).expect("a decision is JSON"));
            it.record = after;
        }
        it.input = pass(&mut it.facts, more);
    }
    let mut folded = start;
    for event in &events {
        let decision = C::restore(event).unwrap_or_else(|| panic!("no decision: {event}"));
        C::evolve(&mut folded, &decision).expect("it fits");
    }
    assert_eq!(folded, it.record, "the decisions do not lead here from {start:?}");
}
