//! A replica: a second record that hears of the first by its decisions alone.
//!
//! The service asks the core and stores what it decides, in order. Each decision is sent to the
//! replica as well, as the text that is stored, and the network doubles it, delays it and lets others
//! overtake it. The replica carries out what fits and leaves out what does not, and asks no rule.
//!
//! Where every change moves a token of the vendor, a decision is carried out once, and the replica
//! never reads otherwise than some prefix of the decisions made it. Where there is none, a decision
//! fits again as soon as its places read as it had found them, and decisions about different places
//! fit in any order: both are shown here, and that each place still reads as some prefix made it. A
//! replica of such a vendor takes decisions by their number.

use core::marker::PhantomData;

use customer_core::json::Stored;
use customer_core::member::Field;
use customer_core::value::Timestamp;
use customer_core::vendors::{self, Vendor};
use customer_core::{adobe, commvault, ibm};
use stateright::{Model, Property};

use crate::judge::{Judge, Judged};
use crate::network::{Fate, Network};
use crate::{Bounds, happenings, laws};

/// What a world needs to know of its vendor.
pub trait Scene: Clone + Copy + Send + Sync + 'static {
    /// The vendor.
    type V: Vendor;
    /// Whether every decision that changes something moves a member that never reads as before.
    const HAS_TOKEN: bool;
    /// The record in the beginning.
    fn first() -> <Self::V as Vendor>::Record;
    /// How many inputs there are.
    const INPUTS: u8;
    /// One of them, made from the record as it is.
    fn input(
        record: &<Self::V as Vendor>::Record,
        which: u8,
    ) -> <Self::V as Vendor>::Input<'static>;
    /// Facts for the decision of this number.
    fn facts(number: usize) -> <Self::V as Vendor>::Facts;
    /// What inputs change, each by itself.
    fn parts(record: &<Self::V as Vendor>::Record) -> Vec<String>;
}

/// One thing that can happen in this world.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// The service decides about this input.
    Decide(u8),
    /// Something becomes of a decision in flight, by its place in the log.
    Network(Fate<u8>),
}

/// The world.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct State {
    /// The record of the service before the first decision and after each, as stored.
    history: Vec<String>,
    /// The decisions, as stored.
    log: Vec<String>,
    replica: String,
    /// The decisions that the replica has carried out: a bit for each.
    carried: u16,
    network: Network<u8>,
    judge: Judge,
}

impl Judged for State {
    fn judge(&self) -> &Judge {
        &self.judge
    }
}

/// The model: what is checked under which bounds.
pub struct World<S> {
    bounds: Bounds,
    scene: PhantomData<fn() -> S>,
}

const PREFIX: u32 = 0;
const PARTS: u32 = 1;
const UNTOUCHED: u32 = 2;
const IN_ORDER: u32 = 3;
const EXACT: u32 = 4;
const ONCE: u32 = 5;
const NEVER_AGAIN: u32 = 6;

const MISFIT: u32 = 0;
const RETURNED: u32 = 1;
const UNLIKE: u32 = 2;

/// What happens where there is no token: a known exception.
pub const SEEN_AGAIN: &str = "a decision fits again, because its places read as it had found them";
/// Likewise: decisions about different places overtake each other, or one was left out.
pub const SEEN_UNLIKE: &str = "the replica reads as no prefix of the decisions made it";

impl<S: Scene> World<S> {
    /// The model under these bounds.
    pub const fn new(bounds: Bounds) -> Self {
        Self { bounds, scene: PhantomData }
    }

    fn read(text: &str) -> <S::V as Vendor>::Record {
        S::V::from_stored(&Stored::new(text)).expect("it reads as it wrote")
    }

    fn written(record: &<S::V as Vendor>::Record) -> String {
        S::V::to_stored(record).into_string()
    }

    /// The service decides; what it refuses is no event.
    fn decides(state: &mut State, which: u8) -> Option<()> {
        let mut record = Self::read(state.history.last()?);
        let input = S::input(&record, which);
        let decision = S::V::decide(&record, &input, &S::facts(state.log.len())).ok()?;
        S::V::evolve(&mut record, &decision).expect("it fits");
        state.network.send(u8::try_from(state.log.len()).expect("few"));
        state.log.push(serde_json::to_string(&decision).expect("a decision is JSON"));
        state.history.push(Self::written(&record));
        Some(())
    }

    /// The replica carries a decision out, if it fits.
    fn arrives(state: &mut State, number: u8) {
        let number = usize::from(number);
        let decision: <S::V as Vendor>::Decision =
            serde_json::from_str(&state.log[number]).expect("it reads as it wrote");
        let changes = S::V::changes(&decision);
        let before = Self::read(&state.replica);
        let mut after = before.clone();
        let done = S::V::evolve(&mut after, &decision);
        state.judge.law(UNTOUCHED, done.is_err(), || after == before);
        state.judge.law(IN_ORDER, state.replica == state.history[number], || done.is_ok());
        state.judge.law(EXACT, done.is_ok(), || S::V::diff(&before, &after).len() == changes.len());
        let changed = done.is_ok() && !changes.is_empty();
        state.judge.law(ONCE, changed, || S::V::evolve(&mut after.clone(), &decision).is_err());
        if done.is_err() {
            state.judge.note(MISFIT);
            return;
        }
        let again = state.carried & 1 << number != 0;
        if changed {
            state.carried |= 1 << number;
        }
        state.replica = Self::written(&after);
        let is_prefix = state.history.contains(&state.replica);
        let values: Vec<Vec<String>> =
            state.history.iter().map(|one| S::parts(&Self::read(one))).collect();
        if S::HAS_TOKEN {
            state.judge.law(NEVER_AGAIN, changed, || !again);
            state.judge.law(PREFIX, changed, || is_prefix);
            return;
        }
        // Each part by itself is some prefix's.
        let parts = S::parts(&after);
        state.judge.law(PARTS, changed, || {
            parts.iter().enumerate().all(|(at, part)| values.iter().any(|one| one[at] == *part))
        });
        if changed && again {
            state.judge.note(RETURNED);
        }
        if !is_prefix {
            state.judge.note(UNLIKE);
        }
    }
}

impl<S: Scene> Model for World<S> {
    type State = State;
    type Action = Action;

    fn init_states(&self) -> Vec<State> {
        let first = Self::written(&S::first());
        vec![State {
            history: vec![first.clone()],
            log: Vec::new(),
            replica: first,
            carried: 0,
            network: Network::new(self.bounds),
            judge: Judge::default(),
        }]
    }

    fn actions(&self, state: &State, actions: &mut Vec<Action>) {
        actions.extend(state.network.fates().map(Action::Network));
        if state.network.may_send() {
            actions.extend((0..S::INPUTS).map(Action::Decide));
        }
    }

    fn next_state(&self, last: &State, action: Action) -> Option<State> {
        let mut state = State { judge: Judge::default(), ..last.clone() };
        match action {
            Action::Decide(which) => Self::decides(&mut state, which)?,
            Action::Network(fate) => {
                if let Some(number) = state.network.suffer(fate) {
                    Self::arrives(&mut state, number);
                }
            }
        }
        Some(state)
    }

    fn properties(&self) -> Vec<Property<Self>> {
        let mut all = Vec::from(laws! {
            UNTOUCHED: "a decision that does not fit leaves the replica as it was";
            IN_ORDER: "the next decision in order fits";
            EXACT: "a decision that fits makes its changes and no other";
            ONCE: "a decision that changed something does not fit at once again";
        });
        all.extend(happenings! { MISFIT: "a decision does not fit"; });
        if S::HAS_TOKEN {
            all.extend(laws! {
                NEVER_AGAIN: "a decision is carried out once";
                PREFIX: "the replica reads as some prefix of the decisions made it";
            });
        } else {
            all.extend(laws! {
                PARTS: "each part reads as some prefix of the decisions made it";
            });
            all.extend(happenings! { RETURNED: SEEN_AGAIN; UNLIKE: SEEN_UNLIKE; });
        }
        all
    }
}

/// An Adobe customer: the reference and the contact, two values each. There is no token.
#[derive(Clone, Copy, Debug)]
pub enum Adobe {}

impl Scene for Adobe {
    type V = vendors::Adobe;
    const HAS_TOKEN: bool = false;
    const INPUTS: u8 = 4;

    fn first() -> adobe::Customer {
        let text = r#"{"externalReferenceId":"0","companyProfile":{"contacts":[
            {"firstName":"Ada","lastName":"B0","email":"ada-0@example.com"}]}}"#;
        adobe::Customer::from_json(text).expect("a customer")
    }

    fn input(_: &adobe::Customer, which: u8) -> adobe::Input<'static> {
        let value = which % 2;
        let text = match which / 2 {
            0 => format!(r#"{{"externalReferenceId":"{value}"}}"#),
            _ => format!(
                r#"{{"companyProfile":{{"contacts":[{{"firstName":"Ada","lastName":"B{value}",
                "email":"ada-{value}@example.com"}}]}}}}"#
            ),
        };
        adobe::Input::Update(adobe::Update::from_json(&text).expect("a body").into_owned())
    }

    fn facts(_: usize) -> adobe::Facts {
        adobe::Facts::unknown(adobe::Policy::documented())
    }

    fn parts(record: &adobe::Customer) -> Vec<String> {
        let reference = record.document.external_reference_id.clone().unwrap_or_default();
        let emails = record.document.contacts().iter().filter_map(|one| one.email.clone());
        vec![reference, emails.collect()]
    }
}

/// An IBM customer: two attributes and the state. The lock token counts every change.
#[derive(Clone, Copy, Debug)]
pub enum Ibm {}

impl Scene for Ibm {
    type V = vendors::Ibm;
    const HAS_TOKEN: bool = true;
    const INPUTS: u8 = 6;

    fn first() -> ibm::Customer {
        let text = r#"{"Customer":{"Version":7,"CustomerState":"ACTIVE","Organization":{
            "OrgName":"Acme","Phone":"0","AddressSet":[{"AddressLine1":"1 Way",
            "AddressType":"BILLING","City":"Boston","Country":"United States",
            "State":"Massachusetts","PostalCode":"02110"}],"Contact":{"FamilyName":"Doe",
            "GivenName":"Jo","EmailAddress":"jo@acme.example","WorkPhone":"1","Fax":"0"}},
            "CustomerAccountSet":[{"AccountNumber":"A","LocationName":"Boston"}]}}"#;
        ibm::Customer::from_json(text).expect("a customer")
    }

    fn input(record: &ibm::Customer, which: u8) -> ibm::Input<'static> {
        let mut update = ibm::Update::echo(record);
        let value = Field::Value((which % 2).to_string().into());
        match which {
            0 | 1 => update.organization_mut().phone = value,
            2 | 3 => update.contact_mut().fax = value,
            4 => return ibm::Operation::Suspend.into(),
            _ => return ibm::Operation::Unsuspend.into(),
        }
        ibm::Input::Update(update.into_owned())
    }

    fn facts(_: usize) -> ibm::Facts {
        ibm::Facts {
            role: Some(ibm::Role::CustomerAdministrator),
            same_organization: Some(true),
            ..ibm::Facts::unknown(ibm::Policy::documented())
        }
    }

    fn parts(record: &ibm::Customer) -> Vec<String> {
        vec![record.to_json()]
    }
}

/// A Commvault account: the website, and how updates end. With a clock `updateTs` is a token.
#[derive(Clone, Copy, Debug)]
pub enum Commvault {}

/// The same account of a service that has no clock.
#[derive(Clone, Copy, Debug)]
pub enum Timeless {}

fn account() -> commvault::Account {
    let text = r#"{"status":"active","updateTs":"2026-03-01T12:00:00","externalId":"X",
        "name":"Acme","website":"0"}"#;
    commvault::Account::from_json(text).expect("an account")
}

fn asked(which: u8) -> commvault::Input<'static> {
    match which {
        0 | 1 => {
            let text = format!(
                r#"{{"externalId":"X","name":"Acme","website":"{which}","contacts":[{{}}]}}"#
            );
            let update = commvault::Update::from_json(&text).expect("a body");
            commvault::Input::Update(update.into_owned())
        }
        2 => commvault::Settlement::Succeeded.into(),
        _ => commvault::Settlement::Failed.into(),
    }
}

impl Scene for Commvault {
    type V = vendors::Commvault;
    const HAS_TOKEN: bool = true;
    const INPUTS: u8 = 4;

    fn first() -> commvault::Account {
        account()
    }

    fn input(_: &commvault::Account, which: u8) -> commvault::Input<'static> {
        asked(which)
    }

    fn facts(number: usize) -> commvault::Facts {
        let now = Timestamp::parse(&format!("2026-03-01T13:00:{number:02}")).expect("few");
        let facts = commvault::Facts::unknown(commvault::Policy::documented());
        commvault::Facts { now: Some(now), ..facts }
    }

    fn parts(record: &commvault::Account) -> Vec<String> {
        vec![record.to_json()]
    }
}

impl Scene for Timeless {
    type V = vendors::Commvault;
    const HAS_TOKEN: bool = false;
    const INPUTS: u8 = 4;

    fn first() -> commvault::Account {
        account()
    }

    fn input(_: &commvault::Account, which: u8) -> commvault::Input<'static> {
        asked(which)
    }

    fn facts(_: usize) -> commvault::Facts {
        commvault::Facts::unknown(commvault::Policy::documented())
    }

    fn parts(record: &commvault::Account) -> Vec<String> {
        let document = &record.document;
        let status = document.status.as_ref().map_or("", |status| status.as_str());
        vec![status.into(), document.website.clone().unwrap_or_default()]
    }
}
