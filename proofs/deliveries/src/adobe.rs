//! An Adobe customer: partial updates, delivered at least once, without a lock.
//!
//! A PATCH sets the partner's reference, or replaces the list of contacts. To have it twice in a row
//! changes nothing more, but mails every contact again; to have an old one late puts the old value
//! back, for Adobe has no lock: a service numbers what it sends.

use std::collections::HashMap;

use customer_core::adobe::{
    Customer, Decision, Effect, Facts, Policy, Update, apply, decide, evolve,
};
use stateright::{Model, Property};

use crate::judge::{Judge, Judged};
use crate::network::{Fate, Network};
use crate::{Bounds, Inbox, happenings, laws};

/// A customer, as small as it can be told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Told {
    reference: u8,
    contact: u8,
    /// Who ever became an administrator: a bit for each contact.
    admins: u8,
}

/// A PATCH: the reference or the contact that it wants. The last contact is none that is accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Message {
    number: u8,
    wants: Wants,
}

/// What a PATCH says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Wants {
    /// Another reference.
    Reference(u8),
    /// This contact, and no other.
    Contact(u8),
}

/// One thing that can happen in this world.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// The partner sends a PATCH.
    Send(Wants),
    /// Something becomes of a message in flight.
    Network(Fate<Message>),
}

/// The world.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct State {
    /// What the service stores.
    pub customer: Told,
    /// The same, made from the decisions as they are stored and nothing else.
    replica: Told,
    network: Network<Message>,
    next: u8,
    /// The latest PATCH that was accepted.
    accepted: u8,
    /// What the latest of each kind wanted, and its number.
    wanted: [(u8, u8); 2],
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
}

const AGAIN: u32 = 0;
const LATEST: u32 = 1;
const ADMINS: u32 = 2;
const MAILED: u32 = 3;
const ONCE: u32 = 4;
const REFUSED: u32 = 5;
const STORED: u32 = 6;
const FAITHFUL: u32 = 7;

/// The name of a law that only a service with numbers keeps.
pub const LAW_LATEST: &str = "the customer reads as the latest update of each part wanted";
/// Likewise.
pub const LAW_ONCE: &str = "an update mails once";

const LEFT_OUT: u32 = 0;
const IDLE_MAIL: u32 = 1;
const REMAINS: u32 = 2;

/// How many references and how many contacts there are.
const REFERENCES: u8 = 3;
const CONTACTS: u8 = 3;

fn email(contact: u8) -> String {
    format!("ada-{contact}@example.com")
}

fn contacts(contact: u8) -> String {
    let email = if contact < CONTACTS { email(contact) } else { "no address".into() };
    format!(r#"[{{"firstName":"Ada","lastName":"B{contact}","email":"{email}"}}]"#)
}

fn body(wants: Wants) -> String {
    match wants {
        Wants::Reference(reference) => format!(r#"{{"externalReferenceId":"{reference}"}}"#),
        Wants::Contact(contact) => {
            format!(r#"{{"companyProfile":{{"contacts":{}}}}}"#, contacts(contact))
        }
    }
}

fn customer(told: Told) -> Customer {
    let text = format!(
        r#"{{"externalReferenceId":"{}","companyProfile":{{"companyName":"Acme","contacts":{}}}}}"#,
        told.reference,
        contacts(told.contact)
    );
    let mut customer = Customer::from_json(&text).expect("a customer");
    let admins = (0..CONTACTS).filter(|contact| told.admins & 1 << contact != 0);
    customer.internal.system_admins = admins.map(email).collect();
    customer
}

fn every() -> impl Iterator<Item = Told> {
    (0..REFERENCES).flat_map(|reference| {
        (0..CONTACTS).flat_map(move |contact| {
            (0..1 << CONTACTS).map(move |admins| Told { reference, contact, admins })
        })
    })
}

/// The customer as it is told; what can't be told is lost.
fn tell(customer: &Customer) -> Told {
    let reference = customer.document.external_reference_id.as_ref().expect("there is one");
    let place = |text: &str| (0..CONTACTS).find(|one| email(*one) == text).expect("one of ours");
    let [contact] = customer.document.contacts() else { panic!("one contact") };
    Told {
        reference: reference.parse().expect("one of ours"),
        contact: place(contact.email.as_deref().unwrap_or_default()),
        admins: customer.internal.system_admins.iter().map(|one| 1 << place(one)).sum(),
    }
}

/// The same whatever the order in which administrators came.
fn sorted(mut customer: Customer) -> Customer {
    customer.internal.system_admins.sort();
    customer
}

impl World {
    /// The model under one policy.
    pub fn new(inbox: Inbox, policy: Policy, bounds: Bounds) -> Self {
        let customers = every().map(|told| (told, customer(told))).collect();
        Self { inbox, policy, bounds, customers }
    }

    fn arrives(&self, state: &mut State, message: Message) {
        if self.inbox == Inbox::Numbered && message.number <= state.accepted {
            state.judge.note(LEFT_OUT);
            return;
        }
        let text = body(message.wants);
        let input = Update::from_json(&text).expect("a body").into();
        let facts = Facts::unknown(self.policy);
        let stored = &self.customers[&state.customer];
        let before = state.clone();
        let is_wrong = message.wants == Wants::Contact(CONTACTS);
        match apply(stored, &input, &facts) {
            Err(_) => state.judge.law(REFUSED, is_wrong, || true),
            Ok(outcome) => {
                state.judge.law(REFUSED, is_wrong, || false);
                state.customer = tell(&outcome.after);
                let is_told = self.customers[&state.customer] == sorted(outcome.after.clone());
                state.judge.law(FAITHFUL, true, || is_told);
                self.replay(state, &outcome.decision);
                let again = decide(&outcome.after, &input, &facts);
                state.judge.law(AGAIN, true, || again.is_ok_and(|one| one.is_unchanged()));
                self.judge_effects(&before, state, message, &outcome.decision, &outcome.after);
                state.accepted = state.accepted.max(message.number);
                let (part, value) = match message.wants {
                    Wants::Reference(value) => (0, value),
                    Wants::Contact(value) => (1, value),
                };
                if message.number >= state.wanted[part].1 {
                    state.wanted[part] = (value, message.number);
                }
                let (new, wanted) = (state.customer, state.wanted);
                state.judge.law(LATEST, true, || {
                    (new.reference, new.contact) == (wanted[0].0, wanted[1].0)
                });
                let old = before.customer.admins;
                state.judge.law(ADMINS, new.admins != old, || new.admins & old == old);
                let (replica, customer) = (state.replica, state.customer);
                state.judge.law(STORED, true, || replica == customer);
            }
        }
    }

    fn judge_effects(
        &self,
        before: &State,
        after: &mut State,
        message: Message,
        decision: &Decision,
        customer: &Customer,
    ) {
        let mut mailed = 0;
        for effect in decision.effects(customer) {
            match effect {
                Effect::WelcomeEmail { .. } => mailed += 1,
                Effect::SystemAdminRemains { .. } => after.judge.note(REMAINS),
                _ => {}
            }
        }
        let names = matches!(message.wants, Wants::Contact(_));
        after.judge.law(MAILED, names, || mailed == 1);
        after.judge.law(ONCE, mailed > 0, || message.number > before.accepted);
        if mailed > 0 && decision.is_unchanged() {
            after.judge.note(IDLE_MAIL);
        }
    }

    fn replay(&self, state: &mut State, decision: &Decision) {
        let text = serde_json::to_string(decision).expect("a decision is JSON");
        let stored: Decision = serde_json::from_str(&text).expect("it reads as it wrote");
        let mut replica = self.customers[&state.replica].clone();
        evolve(&mut replica, &stored).expect("it fits");
        state.replica = tell(&replica);
    }
}

impl Model for World {
    type State = State;
    type Action = Action;

    fn init_states(&self) -> Vec<State> {
        let customer = Told { reference: 0, contact: 0, admins: 1 };
        vec![State {
            customer,
            replica: customer,
            network: Network::new(self.bounds),
            next: 1,
            accepted: 0,
            wanted: [(0, 0); 2],
            judge: Judge::default(),
        }]
    }

    fn actions(&self, state: &State, actions: &mut Vec<Action>) {
        actions.extend(state.network.fates().map(Action::Network));
        if state.network.may_send() {
            let references = (0..REFERENCES).map(Wants::Reference);
            let wants = references.chain((0..=CONTACTS).map(Wants::Contact));
            actions.extend(wants.map(Action::Send));
        }
    }

    fn next_state(&self, last: &State, action: Action) -> Option<State> {
        let mut state = State { judge: Judge::default(), ..last.clone() };
        match action {
            Action::Send(wants) => {
                state.network.send(Message { number: state.next, wants });
                state.next += 1;
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
            AGAIN: "the same update again changes nothing";
            LATEST: "the customer reads as the latest update of each part wanted";
            ADMINS: "who became an administrator stays one";
            MAILED: "an accepted update mails every contact that it names";
            ONCE: "an update mails once";
            REFUSED: "a contact without an address is refused";
            STORED: "the decisions, stored and read again, lead to the same customer";
            FAITHFUL: "nothing but the reference, the contacts and the administrators ever changes";
        });
        all.extend(happenings! {
            LEFT_OUT: "a message is left out";
            IDLE_MAIL: "an update changes nothing and mails";
            REMAINS: "a contact goes and stays an administrator";
        });
        all
    }
}
