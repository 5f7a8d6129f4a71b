//! The three-year commitment: requests, answers, orders, renewals and days that pass.
//!
//! The partner asks, the customer answers what was presented, orders and renewals come in, and each
//! day a job says which day it is. All of these are messages. Each carries the day on which it was
//! sent, for that is when it happened; the clock stops at the edges of every window.

use customer_core::commitment::{
    Commitment, Decision, Facts, Input, Kind, Policy, RULES, Request, RequestStatus, Running,
    RunningStatus, Transition, apply, decide, evolve,
};
use customer_core::value::{Date, Owned, Quantities, Quantity};
use stateright::{Model, Property};

use crate::judge::{Judge, Judged};
use crate::network::{Fate, Network};
use crate::{Bounds, Inbox, happenings, laws, refusals};

/// A message; days are places of the clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Message {
    /// The partner asks for these of the list of quantities; `None` is a day nobody noted.
    Ask { number: u8, kind: Kind, quantities: u8, day: Option<u8> },
    /// The customer answers the request with this number.
    Answer { to: u8, yes: bool, day: u8 },
    /// An order was processed; so much is owned now.
    Order { owned: u8, day: u8 },
    /// A renewal was processed with so much.
    Renewal { number: u8, owned: u8, day: u8 },
    /// The daily job; `None` is one that does not say which day it is.
    Day { day: Option<u8> },
}

/// One thing that can happen in this world.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Action {
    /// Somebody sends a message.
    Send(Message),
    /// Something becomes of one that is in flight.
    Network(Fate<Message>),
    /// The clock goes on to its next edge, and the daily job reports it.
    Tick,
}

/// The world.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct State {
    /// What the service stores.
    pub record: Commitment,
    /// Another record, made from the decisions as they are stored and nothing else.
    replica: Commitment,
    clock: u8,
    network: Network<Message>,
    /// The number of the next request or renewal.
    next: u8,
    /// The latest request that was accepted, and the latest renewal.
    asked: u8,
    renewed: u8,
    /// What is owned, as the service looked it up.
    owned: u8,
    judge: Judge,
}

impl Judged for State {
    fn judge(&self) -> &Judge {
        &self.judge
    }
}

/// The model: what is checked under which bounds.
#[derive(Clone, Debug)]
pub struct World {
    /// What the service leaves out.
    pub inbox: Inbox,
    /// The readings.
    pub policy: Policy,
    /// How much may happen.
    pub bounds: Bounds,
    /// Where the clock stops.
    pub days: Vec<Date>,
}

const ONE_PENDING: u32 = 0;
const DATES: u32 = 1;
const ENDED: u32 = 2;
const ANSWERED: u32 = 3;
const WINDOW: u32 = 4;
const FLOOR: u32 = 5;
const ACCEPTED: u32 = 6;
const AGAIN: u32 = 7;
const STORED: u32 = 8;
const RENEWED: u32 = 9;

/// The name of the law that only a service with numbers keeps: answers.
pub const LAW_ANSWERED: &str = "an answer counts for the request that it was given to";
/// Likewise: what was accepted.
pub const LAW_ACCEPTED: &str = "what was accepted gives way to its end or to a later request only";
/// Likewise: renewals.
pub const LAW_RENEWED: &str = "a renewal moves the anniversary once";

const LEFT_OUT: u32 = 0;
const UNDECIDED: u32 = 1;
const TRANSITIONS: u32 = 2;

/// Day 0 of the clock.
fn start() -> Date {
    Date::new(2027, 3, 1).expect("a day")
}

/// The anniversary, a hundred days on: far from every acceptance.
fn coterm() -> Date {
    start().add_days(100)
}

/// The last day of a commitment that is accepted in the first weeks.
fn end() -> Date {
    coterm().add_years(2).add_days(-1)
}

/// Where the clock stops: at the edges of the seven days from day 0, of the thirty from day 7, of
/// the last thirty of the term, of the seven across its end, and after the term that follows.
pub fn few_days() -> Vec<Date> {
    let first = [0, 7, 8, 37, 38].map(|day| start().add_days(day));
    let last = [-31, -30, 0, 1].map(|day| end().add_days(day));
    [&first[..], &last[..], &[end().add_years(3).add_days(1)]].concat()
}

/// The same, with the days beside and between them.
pub fn many_days() -> Vec<Date> {
    let first = [0, 1, 7, 8, 31, 37, 38].map(|day| start().add_days(day));
    let last = [-31, -30, -7, 0, 1, 8].map(|day| end().add_days(day));
    let next = end().add_years(3);
    [&first[..], &last[..], &[next, next.add_days(1)]].concat()
}

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

/// What may be asked for: less, more, too little, nothing.
const ASKED: [Quantities; 4] =
    [listed(Some(20), None), listed(Some(20), Some(1000)), listed(Some(9), None), Quantities::NONE];

/// What may be owned.
const OWNED: [Owned; 3] = [
    Owned::NOTHING,
    Owned { license: 20, consumables: 0 },
    Owned { license: 20, consumables: 1000 },
];

impl World {
    fn day(&self, place: u8) -> Date {
        self.days[usize::from(place)]
    }

    /// Whether the service asks the core at all.
    fn is_asked(&self, state: &State, message: &Message) -> bool {
        self.inbox == Inbox::Open
            || match *message {
                Message::Ask { number, .. } => number > state.asked,
                Message::Answer { to, .. } => to == state.asked,
                Message::Renewal { number, .. } => number > state.renewed,
                Message::Order { .. } | Message::Day { .. } => true,
            }
    }

    fn arrives(&self, state: &mut State, message: Message) {
        if !self.is_asked(state, &message) {
            state.judge.note(LEFT_OUT);
            return;
        }
        let (input, day, owned) = match message {
            Message::Ask { kind, quantities, day, .. } => {
                let quantities = ASKED[usize::from(quantities)];
                (Input::Requested { kind, quantities }, day, state.owned)
            }
            Message::Answer { yes: true, day, .. } => (Input::Accepted, Some(day), state.owned),
            Message::Answer { yes: false, day, .. } => (Input::Declined, Some(day), state.owned),
            Message::Order { owned, day } => (Input::Ordered, Some(day), owned),
            Message::Renewal { owned, day, .. } => (Input::Renewed, Some(day), owned),
            Message::Day { day } => (Input::Elapsed, day, state.owned),
        };
        state.owned = owned;
        let today = day.map(|place| self.day(place));
        let owned = Some(OWNED[usize::from(owned)]);
        let facts = Facts { today, owned, policy: self.policy };
        match apply(&state.record, &input, &facts) {
            Err(rejection) => {
                if !rejection.needs().is_empty() {
                    state.judge.note(UNDECIDED);
                }
                for refusal in &rejection {
                    let place = RULES.iter().position(|rule| rule == refusal.rule);
                    state.judge.refuse(place.expect("a rule of the table"));
                }
            }
            Ok(outcome) => {
                let before = state.clone();
                state.record = outcome.after;
                let text = serde_json::to_string(&outcome.decision).expect("a decision is JSON");
                let stored: Decision = serde_json::from_str(&text).expect("it reads as it wrote");
                evolve(&mut state.replica, &stored).expect("it fits");
                match message {
                    Message::Ask { number, .. } => state.asked = number,
                    Message::Renewal { number, .. } => state.renewed = number,
                    _ => {}
                }
                self.judge(&before, state, &message, &outcome.decision, &facts);
            }
        }
    }

    fn judge(
        &self,
        before: &State,
        after: &mut State,
        message: &Message,
        decision: &Decision,
        facts: &Facts,
    ) {
        let mut judge = after.judge;
        let (old, new) = (&before.record, &after.record);
        let happened = |transition| decision.transitions.contains(transition);
        for transition in decision.transitions.iter() {
            judge.note(TRANSITIONS + place_of(transition));
        }
        let pending = |kind| new.pending(kind).is_some();
        let (first, second) = (pending(Kind::Commitment), pending(Kind::Recommitment));
        judge.law(ONE_PENDING, first || second, || !(first && second));
        let stands = |status| {
            [new.request, new.recommitment].iter().flatten().any(|one| one.status == status)
        };
        judge.law(DATES, new.requested_on.is_some() || new.accepted_on.is_some(), || {
            (new.requested_on.is_none() || stands(RequestStatus::Requested))
                && (new.accepted_on.is_none() || stands(RequestStatus::Accepted))
        });
        let moved = !decision.transitions.is_empty();
        judge.law(ENDED, moved && has_ended(old), || stays_ended(old, new, decision));
        if let Message::Answer { to, day, .. } = *message {
            judge.law(ANSWERED, moved, || to == before.asked);
            let asked_on = old.requested_on.expect("a request that waits has its day");
            judge.law(WINDOW, moved, || asked_on.days_until(self.day(day)) <= 7);
        }
        if let (Some(old), Some(new)) = (old.committed(), new.committed())
            && old.start == new.start
        {
            judge.law(FLOOR, old.quantities != new.quantities, || {
                old.quantities.iter().all(|(offer, least)| new.quantities.of(offer) >= Some(least))
            });
        }
        for kind in Kind::ALL {
            let accepted = |record: &Commitment| {
                record.request_of(kind).is_some_and(|one| one.status == RequestStatus::Accepted)
            };
            judge.law(ACCEPTED, accepted(old) && !accepted(new), || {
                let ended =
                    [Transition::Committed, Transition::RequestNoncompliant, Transition::TakenOver];
                let later =
                    matches!(message, Message::Ask { number, .. } if *number > before.asked);
                // An increase ends with the commitment that it would increase.
                let with_it = happened(Transition::RequestExpired(kind))
                    && (happened(Transition::CommitmentExpired)
                        || happened(Transition::CommitmentNoncompliant));
                ended.into_iter().any(happened) || with_it || later
            });
        }
        if let Message::Day { day: Some(day) } = *message {
            judge.law(AGAIN, moved, || (0..=day).all(|day| self.is_quiet(new, day, facts)));
        }
        if let Message::Renewal { number, .. } = *message {
            judge.law(RENEWED, old.coterm != new.coterm, || number > before.renewed);
        }
        judge.law(STORED, moved, || after.replica == after.record);
        after.judge = judge;
    }

    /// Whether nothing falls due on this day.
    fn is_quiet(&self, record: &Commitment, day: u8, facts: &Facts) -> bool {
        let facts = Facts { today: Some(self.day(day)), ..*facts };
        decide(record, &Input::Elapsed, &facts).is_ok_and(|one| one.transitions.is_empty())
    }
}

fn has_ended(record: &Commitment) -> bool {
    let ended = |one: &Request| !one.status.is_pending();
    record.running.is_some_and(|one| one.status != RunningStatus::Committed)
        || [record.request, record.recommitment].iter().flatten().any(ended)
}

/// Nothing that has ended comes back by itself.
fn stays_ended(old: &Commitment, new: &Commitment, decision: &Decision) -> bool {
    let happened = |transition| decision.transitions.contains(transition);
    let agreed = [Transition::Committed, Transition::Split, Transition::TakenOver];
    let running = match old.running {
        Some(running) if running.status != RunningStatus::Committed => {
            old.running == new.running || agreed.into_iter().any(happened)
        }
        _ => true,
    };
    let request = |kind: Kind| match old.request_of(kind) {
        Some(request) if !request.status.is_pending() => {
            new.request_of(kind) == Some(request) || happened(Transition::Requested(kind))
        }
        _ => true,
    };
    running && Kind::ALL.into_iter().all(request)
}

/// A number for each transition.
fn place_of(transition: Transition) -> u32 {
    let of = |first, kind| if kind == Kind::Commitment { first } else { first + 1 };
    match transition {
        Transition::Requested(kind) => of(0, kind),
        Transition::Accepted(kind) => of(2, kind),
        Transition::Declined(kind) => of(4, kind),
        Transition::RequestExpired(kind) => of(6, kind),
        Transition::RequestNoncompliant => 8,
        Transition::Committed => 9,
        Transition::Split => 10,
        Transition::CommitmentExpired => 11,
        Transition::CommitmentNoncompliant => 12,
        Transition::TakenOver => 13,
        Transition::AnniversaryMoved => 14,
        new => panic!("{new:?} has no number"),
    }
}

impl Model for World {
    type State = State;
    type Action = Action;

    /// Nothing yet, with nothing or some of it owned; and a commitment in its last weeks.
    fn init_states(&self) -> Vec<State> {
        let state = |record, clock, owned| State {
            record,
            replica: record,
            clock,
            network: Network::new(self.bounds),
            next: 1,
            asked: 0,
            renewed: 0,
            owned,
            judge: Judge::default(),
        };
        let nothing = Commitment { coterm: Some(coterm()), ..Commitment::NONE };
        let running = Running {
            status: RunningStatus::Committed,
            start: Some(end().add_years(-3).add_days(1)),
            end: Some(end()),
            quantities: ASKED[0],
        };
        let coterm = Some(end().add_days(1));
        let running = Commitment { running: Some(running), coterm, ..Commitment::NONE };
        let last = self.days.iter().position(|day| *day >= end().add_days(-31));
        let last = last.and_then(|place| u8::try_from(place).ok()).expect("in the last weeks");
        vec![state(nothing, 0, 0), state(nothing, 0, 1), state(running, last, 2)]
    }

    fn actions(&self, state: &State, actions: &mut Vec<Action>) {
        actions.extend(state.network.fates().map(Action::Network));
        if usize::from(state.clock) + 1 < self.days.len() {
            actions.push(Action::Tick);
        }
        if !state.network.may_send() {
            return;
        }
        let (number, day) = (state.next, state.clock);
        let mut send = |message| actions.push(Action::Send(message));
        let (first, second) = (Kind::Commitment, Kind::Recommitment);
        for quantities in 0..3 {
            send(Message::Ask { number, kind: first, quantities, day: Some(day) });
        }
        send(Message::Ask { number, kind: first, quantities: 3, day: None });
        send(Message::Ask { number, kind: second, quantities: 0, day: Some(day) });
        if state.asked > 0 {
            send(Message::Answer { to: state.asked, yes: true, day });
            send(Message::Answer { to: state.asked, yes: false, day });
        }
        for owned in [1, 2] {
            send(Message::Order { owned, day });
        }
        send(Message::Renewal { number, owned: 0, day });
        if day == 0 {
            send(Message::Day { day: None });
        }
    }

    fn next_state(&self, last: &State, action: Action) -> Option<State> {
        let mut state = State { judge: Judge::default(), ..last.clone() };
        match action {
            Action::Send(message) => {
                if let Message::Ask { .. } | Message::Renewal { .. } = message {
                    state.next += 1;
                }
                state.network.send(message);
            }
            Action::Network(fate) => {
                if let Some(message) = state.network.suffer(fate) {
                    self.arrives(&mut state, message);
                }
            }
            Action::Tick => {
                state.clock += 1;
                state.network.cast(Message::Day { day: Some(state.clock) });
            }
        }
        Some(state)
    }

    fn properties(&self) -> Vec<Property<Self>> {
        let mut all = Vec::from(laws! {
            ONE_PENDING: "one request at most is pending";
            DATES: "dates are kept while a window runs from them, and no longer";
            ENDED: "what has ended comes back by a new agreement only";
            ANSWERED: "an answer counts for the request that it was given to";
            WINDOW: "an answer counts within seven days";
            FLOOR: "what is committed never becomes less within its term";
            ACCEPTED: "what was accepted gives way to its end or to a later request only";
            AGAIN: "a day that was processed, and any before it, finds nothing to do";
            RENEWED: "a renewal moves the anniversary once";
            STORED: "the decisions, stored and read again, lead to the same record";
        });
        all.extend(refusals![RULES;
            "commitment.request.one-kind-at-a-time"
            "commitment.recommitment.needs-commitment"
            "commitment.quantities.at-least-one"
            "commitment.quantities.committed-listed"
            "commitment.quantity.minimum"
            "commitment.quantity.committed"
            "commitment.answer.needs-request"
            "commitment.answer.window"
            "commitment.recommitment.in-time"
            "commitment.increase.in-time"
            "commitment.renewal.in-time"
        ]);
        if self.policy.recommitment_window_days.is_some() {
            all.extend(refusals![RULES; "commitment.recommitment.window"]);
        }
        all.extend(happenings! {
            LEFT_OUT: "a message is left out";
            UNDECIDED: "a day that nobody noted leaves it undecided";
        });
        all.extend(self::transitions::<Self>());
        all.extend(statuses());
        all
    }
}

/// Every transition happens.
fn transitions<M: Model<State = State>>() -> Vec<Property<M>> {
    macro_rules! each {
        ($($place:literal $name:literal),*) => {
            vec![$(Property::sometimes(
                $name, crate::judge::happened::<M, { TRANSITIONS + $place }>,
            )),*]
        };
    }
    each![
        0 "requested: commitment", 1 "requested: recommitment", 2 "accepted: commitment",
        3 "accepted: recommitment", 4 "declined: commitment", 5 "declined: recommitment",
        6 "request expired: commitment", 7 "request expired: recommitment",
        8 "request noncompliant", 9 "committed", 10 "split", 11 "commitment expired",
        12 "commitment noncompliant", 13 "taken over", 14 "anniversary moved"
    ]
}

/// Every status is reached that the machine itself gives.
fn statuses() -> Vec<Property<World>> {
    macro_rules! each {
        ($($name:literal: $part:ident $status:expr;)*) => {
            vec![$(Property::sometimes($name, |_: &World, state: &State| {
                state.record.$part.is_some_and(|one| one.status == $status)
            })),*]
        };
    }
    use RequestStatus::{Accepted, Declined, Expired, Noncompliant, Requested};
    each! {
        "commitment COMMITTED": running RunningStatus::Committed;
        "commitment NONCOMPLIANT": running RunningStatus::Noncompliant;
        "commitment EXPIRED": running RunningStatus::Expired;
        "request REQUESTED": request Requested;
        "request ACCEPTED": request Accepted;
        "request DECLINED": request Declined;
        "request EXPIRED": request Expired;
        "request NONCOMPLIANT": request Noncompliant;
        "recommitment REQUESTED": recommitment Requested;
        "recommitment ACCEPTED": recommitment Accepted;
        "recommitment DECLINED": recommitment Declined;
        "recommitment EXPIRED": recommitment Expired;
    }
}
