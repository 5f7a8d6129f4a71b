//! A Commvault account: updates, and the answers that end them.
//!
//! The partner sends updates; the vendor accepts one (`updating`), works on it, and says some time
//! later how it ended (`active` or `update_failure`). Updates and answers are messages. No answer
//! names the update that it ends, so the service numbers what it has started; an open one shows
//! what happens otherwise.

use std::collections::HashMap;

use customer_core::commvault::{
    Account, Busy, Deactivated, Decision, Facts, Input, Policy, Profile, RULES, Settlement, Status,
    Update, decide, evolve,
};
use stateright::{Model, Property};

use crate::judge::{Judge, Judged};
use crate::network::{Fate, Network};
use crate::{Bounds, Inbox, happenings, laws, refusals};

/// A message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Message {
    /// The partner wants this website: 0 is none.
    Update { number: u8, website: u8 },
    /// The vendor says how the update with this number ended.
    Settled { number: u8, well: bool },
}

/// One thing that can happen in this world.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// The partner sends an update with this website.
    Send(u8),
    /// The vendor is done with the update with this number, so or so.
    Finish { number: u8, well: bool },
    /// Something becomes of a message in flight.
    Network(Fate<Message>),
}

/// An account, as small as it can be told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Told {
    /// Its place in [`STATUSES`].
    pub status: u8,
    website: u8,
    /// What is pending: the website, and whether success leads back to `deactivated`.
    pending: Option<(u8, bool)>,
    /// Whether it was deactivated before its updates failed.
    was_off: bool,
}

/// Every status; the last is one that no page lists.
pub const STATUSES: [&str; 7] =
    ["active", "updating", "update_failure", "deactivated", "activating", "deactivating", "frozen"];
const UPDATING: u8 = 1;
const DEACTIVATED: u8 = 3;

/// How many websites there are, none included.
const WEBSITES: u8 = 3;

/// The world.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct State {
    /// What the service stores.
    pub account: Told,
    /// The same, made from the decisions as they are stored and nothing else.
    replica: Told,
    network: Network<Message>,
    next: u8,
    /// The latest update that was accepted; whether it still runs, by the bookkeeper's own account.
    accepted: u8,
    runs: bool,
    /// What it wants, and what the last one that succeeded wanted.
    wants: u8,
    shows: u8,
    /// Updates that the vendor works on: a bit for each number.
    works: u16,
    judge: Judge,
}

impl Judged for State {
    fn judge(&self) -> &Judge {
        &self.judge
    }
}

/// The model: what is checked under which bounds.
pub struct World {
    inbox: Inbox,
    policy: Policy,
    bounds: Bounds,
    accounts: HashMap<Told, Account>,
    updates: Vec<Update<'static>>,
}

const PENDING: u32 = 0;
const OLD_VALUE: u32 = 1;
const ONE_RUNS: u32 = 2;
const ITS_OWN: u32 = 3;
const SHOWN: u32 = 4;
const KEPT: u32 = 5;
const OFF: u32 = 6;
const ENDS: u32 = 7;
const STORED: u32 = 8;
const FAITHFUL: u32 = 9;

/// The name of a law that only a service with numbers keeps.
pub const LAW_ITS_OWN: &str = "an answer ends the update that it is about and no other";
/// Likewise.
pub const LAW_SHOWN: &str = "the account shows what the last update that succeeded wanted";
/// Likewise.
pub const LAW_KEPT: &str = "an update that runs is pending, and none that does not";

const LEFT_OUT: u32 = 0;
const REPLACED: u32 = 1;
const SUCCEEDED: u32 = 2;
const FAILED: u32 = 3;
const RETURNED: u32 = 4;
const LATE: u32 = 5;

fn website(place: u8) -> Option<String> {
    (place > 0).then(|| format!("site-{place}.example"))
}

fn profile(status: u8, place: u8) -> Profile {
    let mut profile = Profile::from_json(r#"{"externalId": "X", "name": "Acme"}"#).expect("it is");
    profile.status = Some(Status::from(STATUSES[usize::from(status)]));
    profile.website = website(place);
    profile
}

fn account(told: Told) -> Account {
    let mut account = Account::new(profile(told.status, told.website));
    if told.was_off {
        account = account.with_status_before(Status::Deactivated);
    }
    match told.pending {
        None => account,
        Some((website, back)) => {
            account.with_pending(profile(if back { DEACTIVATED } else { 0 }, website))
        }
    }
}

/// Every account that can be told.
fn accounts() -> HashMap<Told, Account> {
    let mut all = HashMap::new();
    for status in 0..7 {
        for website in 0..WEBSITES {
            for place in 0..=2 * WEBSITES {
                let pending = place.checked_sub(1).map(|place| (place / 2, place % 2 == 1));
                for was_off in [false, true] {
                    let told = Told { status, website, pending, was_off };
                    all.insert(told, account(told));
                }
            }
        }
    }
    all
}

fn place_of(website: Option<&String>) -> u8 {
    (0..WEBSITES).find(|place| self::website(*place).as_ref() == website).expect("one of ours")
}

/// The account as it is told; what can't be told is lost.
fn tell(account: &Account) -> Told {
    let status = account.document.status.as_ref().map_or("", |status| status.as_str());
    let status = STATUSES.iter().position(|one| *one == status).expect("one of ours");
    let pending = account
        .pending()
        .map(|one| (place_of(one.website.as_ref()), one.status == Some(Status::Deactivated)));
    let status = u8::try_from(status).expect("few");
    let was_off = account.status_before() == Some(&Status::Deactivated);
    Told { status, website: place_of(account.document.website.as_ref()), pending, was_off }
}

impl World {
    /// The model under one policy.
    pub fn new(inbox: Inbox, policy: Policy, bounds: Bounds) -> Self {
        let updates = (0..WEBSITES).map(|place| {
            let website = website(place).map_or("null".into(), |text| format!("\"{text}\""));
            let contacts = r#""contacts":[{}]"#;
            let body =
                format!(r#"{{"externalId":"X","name":"Acme","website":{website},{contacts}}}"#);
            Update::from_json(&body).expect("a body").into_owned()
        });
        Self { inbox, policy, bounds, accounts: accounts(), updates: updates.collect() }
    }

    fn is_asked(&self, state: &State, message: &Message) -> bool {
        self.inbox == Inbox::Open
            || match *message {
                Message::Update { number, .. } => number > state.accepted,
                Message::Settled { number, .. } => state.runs && number == state.accepted,
            }
    }

    fn arrives(&self, state: &mut State, message: Message) {
        let late = matches!(message, Message::Settled { number, .. }
            if !state.runs || number != state.accepted);
        if late {
            state.judge.note(LATE);
        }
        if !self.is_asked(state, &message) {
            state.judge.note(LEFT_OUT);
            return;
        }
        let input = match message {
            Message::Update { website, .. } => {
                Input::Update(self.updates[usize::from(website)].clone())
            }
            Message::Settled { well: true, .. } => Input::Settled(Settlement::Succeeded),
            Message::Settled { well: false, .. } => Input::Settled(Settlement::Failed),
        };
        let stored = &self.accounts[&state.account];
        let before = state.clone();
        match decide(stored, &input, &Facts::unknown(self.policy)) {
            Err(rejection) => {
                for violation in rejection.violations() {
                    let place = RULES.iter().position(|rule| rule == violation.rule);
                    state.judge.refuse(place.expect("a rule of the table"));
                }
            }
            Ok(decision) => {
                let mut after = stored.clone();
                evolve(&mut after, &decision).expect("it fits");
                state.account = tell(&after);
                let is_told = self.accounts[&state.account] == after;
                state.judge.law(FAITHFUL, true, || is_told);
                self.replay(state, &decision);
                book(state, &message);
                self.judge(&before, state, &message);
            }
        }
        if let Message::Update { .. } = message {
            self.judge_start(&before, state);
        }
    }

    fn replay(&self, state: &mut State, decision: &Decision) {
        let text = serde_json::to_string(decision).expect("a decision is JSON");
        let stored: Decision = serde_json::from_str(&text).expect("it reads as it wrote");
        let mut replica = self.accounts[&state.replica].clone();
        evolve(&mut replica, &stored).expect("it fits");
        state.replica = tell(&replica);
    }

    /// Whether an update was rightly accepted, or refused, for what it found.
    fn judge_start(&self, before: &State, after: &mut State) {
        let started = after.runs && after.accepted != before.accepted;
        let replaces = self.policy.busy == Busy::Replace;
        after.judge.law(ONE_RUNS, before.runs, || started == replaces);
        let returns = self.policy.deactivated == Deactivated::Return;
        let back = after.account.pending.is_some_and(|one| one.1);
        let is_off = before.account.status == DEACTIVATED;
        after.judge.law(OFF, is_off, || started == returns && back == returns);
    }

    fn judge(&self, before: &State, after: &mut State, message: &Message) {
        let mut judge = after.judge;
        let (old, new) = (before.account, after.account);
        judge.law(PENDING, true, || new.pending.is_some() == (new.status == UPDATING));
        judge.law(STORED, true, || after.replica == after.account);
        match *message {
            Message::Update { .. } => {
                judge.law(OLD_VALUE, true, || new.website == old.website && new.status == UPDATING);
                if before.runs {
                    judge.note(REPLACED);
                }
            }
            Message::Settled { number, well } => {
                judge.law(ITS_OWN, true, || before.runs && number == before.accepted);
                judge.note(if well { SUCCEEDED } else { FAILED });
                let back = old.pending.is_some_and(|one| one.1);
                if well && back {
                    judge.note(RETURNED);
                }
                let ends = if !well {
                    2
                } else if back {
                    DEACTIVATED
                } else {
                    0
                };
                judge.law(ENDS, true, || new.status == ends && new.pending.is_none());
            }
        }
        judge.law(SHOWN, true, || new.website == after.shows);
        let wants = new.pending.map(|one| one.0);
        judge.law(KEPT, true, || wants == after.runs.then_some(after.wants));
        after.judge = judge;
    }
}

/// The bookkeeper: what runs, and what the account should show.
fn book(state: &mut State, message: &Message) {
    match *message {
        Message::Update { number, website } => {
            (state.accepted, state.runs, state.wants) = (number, true, website);
            state.works |= 1 << number;
        }
        Message::Settled { number, well } => {
            if state.runs && number == state.accepted {
                state.runs = false;
                if well {
                    state.shows = state.wants;
                }
            }
        }
    }
}

impl Model for World {
    type State = State;
    type Action = Action;

    /// An account in each status.
    fn init_states(&self) -> Vec<State> {
        let each = (0..7).map(|status| {
            // Of one that runs already it was not kept what is pending: its number is 0.
            let account = Told { status, website: 1, pending: None, was_off: false };
            let runs = status == UPDATING;
            State {
                account,
                replica: account,
                network: Network::new(self.bounds),
                next: 1,
                accepted: 0,
                runs,
                wants: 0,
                shows: 1,
                works: u16::from(runs),
                judge: Judge::default(),
            }
        });
        each.collect()
    }

    fn actions(&self, state: &State, actions: &mut Vec<Action>) {
        actions.extend(state.network.fates().map(Action::Network));
        if state.network.may_send() {
            actions.extend((0..WEBSITES).map(Action::Send));
        }
        for number in 0..state.next {
            if state.works & 1 << number != 0 {
                actions.push(Action::Finish { number, well: true });
                actions.push(Action::Finish { number, well: false });
            }
        }
    }

    fn next_state(&self, last: &State, action: Action) -> Option<State> {
        let mut state = State { judge: Judge::default(), ..last.clone() };
        match action {
            Action::Send(website) => {
                state.network.send(Message::Update { number: state.next, website });
                state.next += 1;
            }
            Action::Finish { number, well } => {
                state.works &= !(1 << number);
                state.network.cast(Message::Settled { number, well });
            }
            Action::Network(fate) => {
                if let Some(message) = state.network.suffer(fate) {
                    self.arrives(&mut state, message);
                }
            }
        }
        Some(state)
    }

    fn properties(&self) -> Vec<Property<Self>> {
        let mut all = Vec::from(laws! {
            PENDING: "something is pending while an update runs, and only then";
            OLD_VALUE: "the old value is shown while an update runs";
            ONE_RUNS: "a second update is refused, or takes the place of the first";
            ITS_OWN: "an answer ends the update that it is about and no other";
            SHOWN: "the account shows what the last update that succeeded wanted";
            KEPT: "an update that runs is pending, and none that does not";
            OFF: "a deactivated account stays so, or comes back to it";
            ENDS: "an answer ends in its own status and leaves nothing pending";
            STORED: "the decisions, stored and read again, lead to the same account";
            FAITHFUL: "nothing but status, website and what is pending ever changes";
        });
        all.extend(happenings! {
            LEFT_OUT: "a message is left out";
            LATE: "an answer comes that nothing waits for";
            SUCCEEDED: "an update succeeds";
            FAILED: "an update fails";
        });
        all.extend(refusals![RULES;
            "commvault.status.changing"
            "commvault.status.unknown"
        ]);
        all.extend(refusals![RULES; "commvault.settled.needs-pending"]);
        // A service with numbers never asks about an answer that nothing waits for.
        if self.inbox == Inbox::Open {
            all.extend(refusals![RULES; "commvault.settled.nothing-runs"]);
        }
        match self.policy.busy {
            Busy::Refuse => all.extend(refusals![RULES;
                "commvault.status.updating"
                "commvault.status.deactivated"
            ]),
            Busy::Replace => all.extend(happenings! {
                REPLACED: "an update takes the place of one that runs";
                RETURNED: "a deactivated account is updated and deactivated again";
            }),
        }
        all.extend(statuses());
        all
    }
}

/// The account is in each status.
fn statuses() -> Vec<Property<World>> {
    macro_rules! each {
        ($($place:literal $name:literal),*) => {
            vec![$(Property::sometimes($name, |_: &World, state: &State| {
                state.account.status == $place
            })),*]
        };
    }
    each![
        0 "active", 1 "updating", 2 "update_failure", 3 "deactivated", 4 "activating",
        5 "deactivating", 6 "frozen"
    ]
}
