//! The core behind a bad network, every order of events tried: messages are lost, doubled, late and
//! out of order, and [`stateright`] looks at every state that they can lead to.
//!
//! Each model is a small world around one record: who sends, what is in flight, the service that
//! asks the core and keeps what it decides, and a bookkeeper of its own. The service is either
//! [`Numbered`](Inbox::Numbered), as a service should be, or [`Open`](Inbox::Open): it asks the core
//! about whatever arrives, and the models show what that costs.
//!
//! Every law is an `always` with a `sometimes` that says that it was put to the test; every status,
//! every transition and every refusal is a `sometimes` too.
#![forbid(unsafe_code)]

pub mod adobe;
pub mod commitment;
pub mod commvault;
pub mod ibm;
pub mod judge;
pub mod network;
pub mod replica;

use core::fmt::Debug;
use core::hash::Hash;
use std::time::Instant;

use stateright::{Checker as _, HasDiscoveries, Model};

/// What the service does before it asks the core.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Inbox {
    /// Leaves out what it has had, what is older than what it has, and answers to something else.
    Numbered,
    /// Nothing: whatever arrives is asked.
    Open,
}

/// How much may happen.
#[derive(Clone, Copy, Debug)]
pub struct Bounds {
    /// Messages that are sent in all.
    pub sent: u8,
    /// Messages that are doubled.
    pub doubled: u8,
    /// Messages in flight at one time.
    pub flying: usize,
}

/// Looks at every state and asserts every property; the number of different states.
pub fn explore<M>(name: &str, model: M) -> usize
where
    M: Model + Send + Sync + 'static,
    M::State: Clone + Debug + Hash + Send + Sync + PartialEq,
    M::Action: Debug + Clone + PartialEq,
{
    let began = Instant::now();
    let checker = model.checker().threads(threads()).spawn_bfs().join();
    let (count, depth) = (checker.unique_state_count(), checker.max_depth());
    let seconds = began.elapsed().as_secs_f64();
    let properties = checker.model().properties().len();
    println!("{name}: {count} states, depth {depth}, {properties} properties, {seconds:.1} s");
    checker.assert_properties();
    count
}

/// A short way to what is sometimes so, or to break what is always so; `None` if there is none.
pub fn way_to<M>(model: M, property: &'static str) -> Option<Vec<M::Action>>
where
    M: Model + Send + Sync + 'static,
    M::State: Clone + Debug + Hash + Send + Sync + PartialEq,
    M::Action: Debug + Clone + PartialEq,
{
    let found = HasDiscoveries::AllOf([property].into());
    let checker = model.checker().finish_when(found).threads(1).spawn_bfs().join();
    Some(checker.discovery(property)?.into_actions())
}

fn threads() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from)
}
