//! An IBM customer: documents read, changed and put back with their lock token.
//!
//! Two clients read the whole document, change the one attribute that is theirs, and put the whole
//! back, as late as the network likes. Others suspend, unsuspend and unregister the customer. A
//! call of these has no lock token, so the service numbers them.

use std::collections::HashMap;

use customer_core::ibm::{
    Customer, CustomerState, Decision, Facts, Input, Operation, Policy, RULES, Role, Update, apply,
    evolve,
};
use stateright::{Model, Property};

use crate::judge::{Judge, Judged};
use crate::network::{Fate, Network};
use crate::{Bounds, Inbox, happenings, laws, refusals};

/// A document, as small as it can be told: its state, its lock token, and what the clients own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Told {
    /// Its place in [`STATES`].
    pub state: u8,
    version: Option<i64>,
    values: [u8; 2],
}

/// The states of a customer; the last is one that no page lists.
pub const STATES: [&str; 4] = ["ACTIVE", "SUSPENDED", "DEREGISTER_PENDING", "FROZEN"];

/// Who calls, and how many subscriptions are known to be active.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Caller {
    /// An administrator, nothing subscribed.
    Administrator,
    /// The same, and something is subscribed.
    Subscribed,
    /// A user of another organization.
    Stranger,
    /// Nobody looked anything up.
    Unknown,
}

/// A message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Message {
    /// A client puts the document that it read, with its own attribute changed.
    Put { client: u8, document: Told, caller: Caller },
    /// A call of the life cycle: suspend, unsuspend, unregister.
    Call { number: u8, operation: u8, caller: Caller },
}

/// One thing that can happen in this world.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// A client reads the document.
    Read(u8),
    /// A client puts what it read last with this value, or somebody makes a call.
    Send(Message),
    /// Something becomes of a message in flight.
    Network(Fate<Message>),
}

/// The world.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct State {
    /// What the service stores.
    pub document: Told,
    /// The same, made from the decisions as they are stored and nothing else.
    replica: Told,
    /// What each client read last.
    read: [Told; 2],
    network: Network<Message>,
    next: u8,
    /// The latest call that was accepted.
    called: u8,
    /// What each client last put with success, by the bookkeeper's own account.
    wanted: [u8; 2],
    /// How many changes were accepted.
    changes: i64,
    first: Option<i64>,
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
    customers: HashMap<Told, Customer>,
    updates: HashMap<Told, Update<'static>>,
}

const NOT_LOST: u32 = 0;
const STALE: u32 = 1;
const COUNTS: u32 = 2;
const TWICE: u32 = 3;
const GONE: u32 = 4;
const PERMITTED: u32 = 5;
const ONCE: u32 = 6;
const STORED: u32 = 7;
const FAITHFUL: u32 = 8;

/// The name of the law that only a service with numbers keeps.
pub const LAW_ONCE: &str = "a call takes effect once, and never after a later one";

const LEFT_OUT: u32 = 0;
const UNCHANGED: u32 = 1;
const OVERTAKEN: u32 = 2;
const UNDECIDED: u32 = 3;

/// The values of an attribute.
const VALUES: u8 = 3;

/// The lock tokens: missing, small, and at their end.
fn versions() -> impl Iterator<Item = Option<i64>> {
    [None].into_iter().chain((0..16).map(Some)).chain([Some(i64::MAX - 1), Some(i64::MAX)])
}

fn text(told: Told) -> String {
    let version = told.version.map_or(String::new(), |version| format!(r#""Version":{version},"#));
    let state = STATES[usize::from(told.state)];
    let [phone, fax] = told.values;
    format!(
        r#"{{"Customer":{{{version}"CustomerState":"{state}","Organization":{{"OrgName":"Acme",
        "Phone":"{phone}","AddressSet":[{{"AddressLine1":"1 Way","AddressType":"BILLING",
        "City":"Boston","Country":"United States","State":"Massachusetts","PostalCode":"02110"}}],
        "Contact":{{"FamilyName":"Doe","GivenName":"Jo","EmailAddress":"jo@acme.example",
        "WorkPhone":"1","Fax":"{fax}"}}}},"CustomerAccountSet":[{{"AccountNumber":"A",
        "LocationName":"Boston"}}]}}}}"#
    )
}

fn every() -> impl Iterator<Item = Told> {
    versions().flat_map(|version| {
        (0..4).flat_map(move |state| {
            (0..VALUES * VALUES).map(move |both| Told {
                state,
                version,
                values: [both / VALUES, both % VALUES],
            })
        })
    })
}

/// The document as it is told; what can't be told is lost.
fn tell(customer: &Customer) -> Told {
    let profile = &customer.document;
    let state = profile.customer_state.as_ref().map_or("", CustomerState::as_str);
    let state = STATES.iter().position(|one| *one == state).expect("one of ours");
    let organization = profile.organization.as_ref().expect("there is one");
    let contact = organization.contact.as_ref().expect("there is one");
    let value = |text: Option<&String>| text.expect("there is one").parse().expect("one of ours");
    Told {
        state: u8::try_from(state).expect("few"),
        version: profile.version,
        values: [value(organization.phone.as_ref()), value(contact.fax.as_ref())],
    }
}

impl World {
    /// The model under one policy.
    pub fn new(inbox: Inbox, policy: Policy, bounds: Bounds) -> Self {
        let customer = |told| Customer::from_json(&text(told)).expect("a customer");
        let update = |told| Update::from_json(&text(told)).expect("a body").into_owned();
        Self {
            inbox,
            policy,
            bounds,
            customers: every().map(|told| (told, customer(told))).collect(),
            updates: every().map(|told| (told, update(told))).collect(),
        }
    }

    fn facts(&self, caller: Caller) -> Facts {
        let (role, same_organization, active_subscriptions) = match caller {
            Caller::Administrator => (Some(Role::CustomerAdministrator), Some(true), Some(0)),
            Caller::Subscribed => (Some(Role::Vsr), Some(true), Some(1)),
            Caller::Stranger => (Some(Role::User), Some(false), Some(0)),
            Caller::Unknown => (None, None, None),
        };
        Facts { policy: self.policy, role, same_organization, active_subscriptions }
    }

    fn arrives(&self, state: &mut State, message: Message) {
        let (input, caller) = match message {
            Message::Put { document, caller, .. } => {
                (Input::Update(self.updates[&document].clone()), caller)
            }
            Message::Call { number, operation, caller } => {
                if self.inbox == Inbox::Numbered && number <= state.called {
                    state.judge.note(LEFT_OUT);
                    return;
                }
                let all = [Operation::Suspend, Operation::Unsuspend, Operation::Unregister];
                (Input::Operation(all[usize::from(operation)]), caller)
            }
        };
        let stored = &self.customers[&state.document];
        let before = state.clone();
        match apply(stored, &input, &self.facts(caller)) {
            Err(rejection) => {
                if !rejection.needs().is_empty() {
                    state.judge.note(UNDECIDED);
                }
                for violation in rejection.violations() {
                    let place = RULES.iter().position(|rule| rule == violation.rule);
                    state.judge.refuse(place.expect("a rule of the table"));
                }
            }
            Ok(outcome) => {
                state.document = tell(&outcome.after);
                let is_told = self.customers[&state.document] == outcome.after;
                state.judge.law(FAITHFUL, true, || is_told);
                self.replay(state, &outcome.decision);
                let changed = !outcome.decision.is_unchanged();
                state.changes += i64::from(changed);
                match message {
                    Message::Put { client, document, .. } => {
                        let client = usize::from(client);
                        state.wanted[client] = document.values[client];
                    }
                    Message::Call { number, .. } => state.called = state.called.max(number),
                }
                if !changed {
                    state.judge.note(UNCHANGED);
                }
            }
        }
        self.judge(&before, state, &message);
    }

    fn replay(&self, state: &mut State, decision: &Decision) {
        let text = serde_json::to_string(decision).expect("a decision is JSON");
        let stored: Decision = serde_json::from_str(&text).expect("it reads as it wrote");
        let mut replica = self.customers[&state.replica].clone();
        evolve(&mut replica, &stored).expect("it fits");
        state.replica = tell(&replica);
    }

    fn judge(&self, before: &State, after: &mut State, message: &Message) {
        let mut judge = after.judge;
        let (old, new) = (before.document, after.document);
        let changed = old != new;
        judge.law(NOT_LOST, changed, || new.values == after.wanted);
        let first = after.first.unwrap_or(0);
        judge.law(COUNTS, changed, || new.version == first.checked_add(after.changes));
        let (was_gone, is_permitted) = match *message {
            Message::Put { document, caller, .. } => {
                let stale = document.version.unwrap_or(0) != old.version.unwrap_or(0);
                if stale && document.values != old.values {
                    judge.note(OVERTAKEN);
                }
                judge.law(STALE, stale, || !changed && after.wanted == before.wanted);
                (old.state > 1, is_permitted(caller))
            }
            Message::Call { number, caller, .. } => {
                judge.law(ONCE, changed, || number > before.called);
                (old.state > 1, is_permitted(caller))
            }
        };
        judge.law(GONE, was_gone, || !changed);
        judge.law(PERMITTED, !is_permitted, || !changed);
        judge.law(STORED, changed, || after.replica == after.document);
        if changed && let Message::Put { document, caller, .. } = *message {
            // The same body a second time was not made from the current record any more.
            let again = Input::Update(self.updates[&document].clone());
            let stored = &self.customers[&new];
            let rejected = apply(stored, &again, &self.facts(caller)).err();
            judge.law(TWICE, true, || {
                let refusal = rejected.as_ref().and_then(|one| one.refusal());
                refusal.is_some_and(|one| one.first().rule.id == "ibm.version.stale")
            });
        }
        after.judge = judge;
    }
}

const fn is_permitted(caller: Caller) -> bool {
    matches!(caller, Caller::Administrator | Caller::Subscribed)
}

impl Model for World {
    type State = State;
    type Action = Action;

    /// Customers in each state, and with lock tokens that are missing, small, and at their end.
    fn init_states(&self) -> Vec<State> {
        let all = [
            (0, None),
            (0, Some(7)),
            (1, Some(0)),
            (0, Some(i64::MAX - 1)),
            (2, Some(7)),
            (3, Some(7)),
        ];
        let each = all.map(|(state, version)| {
            let document = Told { state, version, values: [0, 0] };
            State {
                document,
                replica: document,
                read: [document; 2],
                network: Network::new(self.bounds),
                next: 1,
                called: 0,
                wanted: [0, 0],
                changes: 0,
                first: version,
                judge: Judge::default(),
            }
        });
        each.into()
    }

    fn actions(&self, state: &State, actions: &mut Vec<Action>) {
        actions.extend(state.network.fates().map(Action::Network));
        for client in 0..2 {
            if state.read[client] != state.document {
                actions.push(Action::Read(u8::from(client == 1)));
            }
        }
        if !state.network.may_send() {
            return;
        }
        let mut send = |message| actions.push(Action::Send(message));
        for client in 0..2_u8 {
            for value in 0..VALUES {
                let mut document = state.read[usize::from(client)];
                document.values[usize::from(client)] = value;
                send(Message::Put { client, document, caller: Caller::Administrator });
            }
        }
        let document = state.read[0];
        for caller in [Caller::Stranger, Caller::Unknown] {
            send(Message::Put { client: 0, document, caller });
        }
        let number = state.next;
        for operation in 0..3 {
            send(Message::Call { number, operation, caller: Caller::Administrator });
        }
        for caller in [Caller::Subscribed, Caller::Unknown] {
            send(Message::Call { number, operation: 2, caller });
        }
    }

    fn next_state(&self, last: &State, action: Action) -> Option<State> {
        let mut state = State { judge: Judge::default(), ..last.clone() };
        match action {
            Action::Read(client) => state.read[usize::from(client)] = state.document,
            Action::Send(message) => {
                if let Message::Call { .. } = message {
                    state.next += 1;
                }
                state.network.send(message);
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
            NOT_LOST: "no update is lost: each attribute is what its client last put with success";
            STALE: "a body that was not made from the current record changes nothing";
            COUNTS: "the lock token counts the changes";
            TWICE: "a body that changed something is stale when it comes again";
            GONE: "a customer on its way out stays as it is";
            PERMITTED: "who may not change a customer changes nothing";
            ONCE: "a call takes effect once, and never after a later one";
            STORED: "the decisions, stored and read again, lead to the same record";
            FAITHFUL: "nothing but state, lock token and the two attributes ever changes";
        });
        all.extend(happenings! {
            UNCHANGED: "an update changes nothing and is accepted";
            OVERTAKEN: "a body arrives that another has overtaken";
            UNDECIDED: "a caller whom nobody looked up leaves it undecided";
        });
        if self.inbox == Inbox::Numbered {
            all.extend(happenings! { LEFT_OUT: "a message is left out"; });
        }
        // The caller, the state, the calls, the subscriptions, and the lock token.
        all.extend(refusals![RULES;
            "ibm.role.permitted"
            "ibm.organization.own"
            "ibm.state.present"
            "ibm.suspend.active"
            "ibm.unsuspend.suspended"
            "ibm.unregister.subscriptions"
            "ibm.version.stale"
            "ibm.version.exhausted"
        ]);
        all.extend(states());
        all
    }
}

/// The customer is in each state.
fn states() -> Vec<Property<World>> {
    macro_rules! each {
        ($($place:literal $name:literal),*) => {
            vec![$(Property::sometimes($name, |_: &World, state: &State| {
                state.document.state == $place
            })),*]
        };
    }
    each![0 "ACTIVE", 1 "SUSPENDED", 2 "DEREGISTER_PENDING", 3 "FROZEN"]
}
