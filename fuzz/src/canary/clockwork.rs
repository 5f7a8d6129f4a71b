//! Machines with a bug.

use std::cell::Cell;

use customer_core::commitment::{
    self, Changed, Commitment, Decision, Facts, Input, Kind, Rejection, RequestStatus, Running,
    RunningStatus,
};
use customer_core::decision::Misfit;
use customer_core::value::{Date, Owned, Quantities};

use super::Clock;
use crate::machine::Clockwork;

type Decided = Result<Decision, Rejection>;

thread_local! {
    static TURN: Cell<bool> = const { Cell::new(false) };
}

/// Declares machines with one bug each, and their table.
macro_rules! clocks {
    ($( $law:ident: $Bug:ident = $doc:literal { $($items:item)* } )*) => {
        $(
            #[doc = $doc]
            pub enum $Bug {}

            impl Clockwork for $Bug {
                $($items)*
            }
        )*

        /// All bugs of the machine.
        pub fn table() -> Vec<Clock> {
            vec![$( Clock {
                law: stringify!($law),
                bug: $doc,
                holds: crate::machine::$law::<$Bug>,
            } ),*]
        }
    };
}

clocks! {
    decides_alike: SecondTime = "the second time it refuses" {
        fn decide(r: &Commitment, i: &Input, f: &Facts) -> Decided {
            let second = TURN.with(|turn| turn.replace(!turn.get()));
            if second { refused() } else { commitment::decide(r, i, f) }
        }
    }
    a_day_is_never_refused: RefusesOrders = "an order is refused" {
        fn decide(r: &Commitment, i: &Input, f: &Facts) -> Decided {
            if *i == Input::Ordered { refused() } else { commitment::decide(r, i, f) }
        }
    }
    apply_is_decide_and_evolve: OnlyDecides = "apply forgets to evolve" {
        fn apply(r: &Commitment, i: &Input, f: &Facts) -> Result<Commitment, Rejection> {
            commitment::decide(r, i, f).map(|_| *r)
        }
    }
    unchanged_is_unchanged: ChangesNothing = "the anniversary changes to what it was" {
        fn decide(r: &Commitment, i: &Input, f: &Facts) -> Decided {
            let mut decision = commitment::decide(r, i, f)?;
            decision.coterm.get_or_insert(Changed { before: r.coterm, after: r.coterm });
            Ok(decision)
        }
    }
    decisions_are_stored: LosesTheDay = "a stored decision loses a day" {
        fn restore(text: &str) -> Option<Decision> {
            let mut decision: Decision = serde_json::from_str(text).ok()?;
            decision.requested_on = None;
            Some(decision)
        }
    }
    nothing_happens_by_itself: Silent = "what happened is not told" {
        fn decide(r: &Commitment, i: &Input, f: &Facts) -> Decided {
            let mut decision = commitment::decide(r, i, f)?;
            decision.transitions = Decision::NONE.transitions;
            Ok(decision)
        }
    }
    windows_run_while_somebody_waits: KeepsTheDay = "the day of a request is kept for ever" {
        fn evolve(record: &mut Commitment, decision: &Decision) -> Result<(), Misfit> {
            let day = record.requested_on;
            commitment::evolve(record, decision)?;
            record.requested_on = record.requested_on.or(day);
            Ok(())
        }
    }
    windows_run_while_somebody_waits: KeepsAcceptance = "the day of an acceptance is kept" {
        fn evolve(record: &mut Commitment, decision: &Decision) -> Result<(), Misfit> {
            let day = record.accepted_on;
            commitment::evolve(record, decision)?;
            record.accepted_on = record.accepted_on.or(day);
            Ok(())
        }
    }
    once_is_enough: NeverDone = "every order commits again" {
        fn decide(r: &Commitment, i: &Input, f: &Facts) -> Decided {
            let mut decision = commitment::decide(r, i, f)?;
            if *i == Input::Ordered && r.running.is_some() {
                decision.transitions = serde_json::from_str("[\"committed\"]").expect("transitions");
            }
            Ok(decision)
        }
    }
    what_binds_goes_on: DeclinesAll = "declining a request ends the commitment" {
        fn decide(r: &Commitment, i: &Input, f: &Facts) -> Decided {
            let mut decision = commitment::decide(r, i, f)?;
            if *i == Input::Declined && r.running.is_some() {
                decision.running = Some(Changed { before: r.running, after: None });
            }
            Ok(decision)
        }
    }
    what_ended_stays: ComesBack = "whatever happens brings back what has ended" {
        fn evolve(record: &mut Commitment, decision: &Decision) -> Result<(), Misfit> {
            commitment::evolve(record, decision)?;
            if let Some(running) = &mut record.running {
                running.status = RunningStatus::Committed;
            }
            Ok(())
        }
    }
    recommitments_follow_a_commitment: FollowsNothing = "nothing can be recommitted to" {
        fn decide(r: &Commitment, i: &Input, f: &Facts) -> Decided {
            let running = Running {
                status: RunningStatus::Committed,
                start: None,
                end: None,
                quantities: Quantities::new(None, None),
            };
            match i {
                Input::Requested { kind: Kind::Recommitment, .. } if r.running.is_none() => {
                    commitment::decide(&Commitment { running: Some(running), ..*r }, i, f)
                }
                _ => commitment::decide(r, i, f),
            }
        }
    }
    ends_lie_behind_starts: EndsEarly = "an accepted term ends the day before it starts" {
        fn evolve(record: &mut Commitment, decision: &Decision) -> Result<(), Misfit> {
            commitment::evolve(record, decision)?;
            let requests = [&mut record.request, &mut record.recommitment];
            for request in requests.into_iter().flatten() {
                if request.status == RequestStatus::Accepted {
                    request.end = request.start.map(|day| day.add_days(-1));
                }
            }
            Ok(())
        }
    }
    nothing_commits_to_what_is_over: CommitsLate = "an order brings back a term that is over" {
        fn evolve(record: &mut Commitment, decision: &Decision) -> Result<(), Misfit> {
            commitment::evolve(record, decision)?;
            if let Some(running) = &mut record.running {
                running.status = RunningStatus::Committed;
            }
            Ok(())
        }
    }
    four_years_later: MagicYear = "one year is magic" {
        fn apply(r: &Commitment, i: &Input, f: &Facts) -> Result<Commitment, Rejection> {
            let magic = f.today.is_some_and(|today| today.year() == 2026);
            if magic { Ok(*r) } else { commitment::apply(r, i, f).map(|outcome| outcome.after) }
        }
    }
    weeks_later: MagicMonth = "in March everybody owns everything" {
        fn apply(r: &Commitment, i: &Input, f: &Facts) -> Result<Commitment, Rejection> {
            let magic = f.today.is_some_and(|today: Date| today.month() == 3);
            let all = Owned { license: u64::MAX, consumables: u64::MAX };
            let facts = Facts { owned: if magic { Some(all) } else { f.owned }, ..*f };
            commitment::apply(r, i, &facts).map(|outcome| outcome.after)
        }
    }
    decisions_fold: FoldsLess = "a replay forgets the anniversary" {
        fn evolve(record: &mut Commitment, decision: &Decision) -> Result<(), Misfit> {
            let mut decision = *decision;
            decision.coterm = None;
            commitment::evolve(record, &decision)
        }
    }
}

/// A refusal of something.
fn refused() -> Decided {
    let facts = Facts { today: None, owned: None, policy: commitment::Policy::documented() };
    commitment::decide(&Commitment::NONE, &Input::Accepted, &facts)
}
