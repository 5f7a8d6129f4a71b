//! Every model in a size that takes seconds, with its number of states; what breaks where the
//! service does not number its messages; and, when asked for, the models in a size that takes
//! minutes.

use customer_core::commitment::RULES;
use customer_core::{
    adobe as at_adobe, commitment as machine, commvault as at_commvault, ibm as at_ibm,
};
use customer_core_deliveries::Inbox::{Numbered, Open};
use customer_core_deliveries::commitment::few_days;
use customer_core_deliveries::{
    Bounds, Inbox, adobe, commitment, commvault, explore, ibm, replica, way_to,
};
use stateright::Model as _;

const fn bounds(sent: u8, doubled: u8, flying: usize) -> Bounds {
    Bounds { sent, doubled, flying }
}

fn commitments(inbox: Inbox, policy: machine::Policy, bounds: Bounds) -> commitment::World {
    commitment::World { inbox, policy, bounds, days: few_days() }
}

#[test]
fn commitment() {
    let world = commitments(Numbered, machine::Policy::observed(), bounds(2, 1, 2));
    assert_eq!(explore("commitment, observed", world), 659_563);
}

#[test]
fn commvault() {
    let world =
        commvault::World::new(Numbered, at_commvault::Policy::documented(), bounds(4, 1, 3));
    assert_eq!(explore("commvault, documented", world), 73_727);
    let world = commvault::World::new(Numbered, at_commvault::Policy::lenient(), bounds(4, 1, 3));
    assert_eq!(explore("commvault, lenient", world), 753_590);
}

#[test]
fn ibm() {
    let world = ibm::World::new(Numbered, at_ibm::Policy::documented(), bounds(3, 1, 2));
    assert_eq!(explore("ibm, documented", world), 290_653);
}

#[test]
fn adobe() {
    let world = adobe::World::new(Numbered, at_adobe::Policy::documented(), bounds(4, 1, 3));
    assert_eq!(explore("adobe, documented", world), 160_337);
}

/// A replica that hears of the decisions by messages, with a token in the record and without one.
#[test]
fn replicas() {
    let world = replica::World::<replica::Ibm>::new(bounds(4, 2, 4));
    assert_eq!(explore("replica, ibm", world), 208_178);
    let world = replica::World::<replica::Commvault>::new(bounds(5, 2, 4));
    assert_eq!(explore("replica, commvault", world), 59_733);
    let world = replica::World::<replica::Timeless>::new(bounds(5, 2, 4));
    assert_eq!(explore("replica, commvault without a clock", world), 103_269);
    let world = replica::World::<replica::Adobe>::new(bounds(4, 2, 4));
    assert_eq!(explore("replica, adobe", world), 250_030);
}

/// The known exception: where nothing in the record counts its changes, a decision that comes again
/// is carried out again as soon as its places read as it had found them, and decisions about
/// different places overtake each other.
#[test]
fn what_a_replica_without_a_token_takes() {
    let world = || replica::World::<replica::Adobe>::new(bounds(3, 1, 3));
    happens(world(), replica::SEEN_AGAIN);
    happens(world(), replica::SEEN_UNLIKE);
    let world = replica::World::<replica::Timeless>::new(bounds(5, 1, 3));
    happens(world, replica::SEEN_AGAIN);
}

/// There is a way, and it is short.
#[track_caller]
fn happens<M>(world: M, what: &'static str)
where
    M: stateright::Model + Send + Sync + 'static,
    M::State: Clone + core::fmt::Debug + core::hash::Hash + Send + Sync + PartialEq,
    M::Action: core::fmt::Debug + Clone + PartialEq,
{
    let way = way_to(world, what).expect(what);
    println!("{what}: by");
    for action in &way {
        println!("  {action:?}");
    }
    assert!((2..=12).contains(&way.len()), "{what}");
}

/// A law that the core can't keep alone, for a message does not say what it is about, is broken when
/// the service asks about whatever arrives.
#[test]
fn what_a_service_without_numbers_breaks() {
    let world = || commitments(Open, machine::Policy::documented(), bounds(4, 1, 2));
    for law in [commitment::LAW_ANSWERED, commitment::LAW_ACCEPTED, commitment::LAW_RENEWED] {
        breaks(world(), law);
    }
    let world = || commvault::World::new(Open, at_commvault::Policy::documented(), bounds(2, 1, 3));
    for law in [commvault::LAW_ITS_OWN, commvault::LAW_SHOWN, commvault::LAW_KEPT] {
        breaks(world(), law);
    }
    let world = ibm::World::new(Open, at_ibm::Policy::documented(), bounds(2, 1, 2));
    breaks(world, ibm::LAW_ONCE);
    let world = || adobe::World::new(Open, at_adobe::Policy::documented(), bounds(2, 1, 3));
    for law in [adobe::LAW_LATEST, adobe::LAW_ONCE] {
        breaks(world(), law);
    }
}

/// There is a way, and it is short.
#[track_caller]
fn breaks<M>(world: M, law: &'static str)
where
    M: stateright::Model + Send + Sync + 'static,
    M::State: Clone + core::fmt::Debug + core::hash::Hash + Send + Sync + PartialEq,
    M::Action: core::fmt::Debug + Clone + PartialEq,
{
    let way = way_to(world, law).expect(law);
    println!("{law}: broken by");
    for action in &way {
        println!("  {action:?}");
    }
    assert!((2..=12).contains(&way.len()), "{law}");
}

/// And what the core keeps all the same: the lock token needs no help.
#[test]
fn what_a_service_without_numbers_keeps() {
    let world = || ibm::World::new(Open, at_ibm::Policy::documented(), bounds(2, 2, 2));
    for law in [
        "no update is lost: each attribute is what its client last put with success",
        "a body that was not made from the current record changes nothing",
        "a body that changed something is stale when it comes again",
        "a customer on its way out stays as it is",
    ] {
        assert!(world().properties().iter().any(|one| one.name == law), "{law}");
        assert_eq!(way_to(world(), law), None, "{law}");
    }
}

/// The one refusal that a service with numbers never meets.
#[test]
fn an_open_service_asks_about_answers_that_nothing_waits_for() {
    let rule = "commvault.settled.nothing-runs";
    let world = commvault::World::new(Open, at_commvault::Policy::documented(), bounds(1, 1, 2));
    assert!(way_to(world, rule).is_some());
}

#[test]
fn every_refusal_of_the_commitment_is_a_property() {
    let world = commitments(Numbered, machine::Policy::observed(), bounds(1, 0, 1));
    let properties = world.properties();
    // Days beyond the calendar are years away from the days of this model.
    let never = ["commitment.day.beyond"];
    for rule in RULES.iter().filter(|rule| !rule.hint.is_empty() && !never.contains(&rule.id)) {
        assert!(properties.iter().any(|one| one.name == rule.id), "{}", rule.id);
    }
}

/// The commitment with one more message, under both presets: many minutes.
#[test]
#[ignore = "takes minutes"]
fn campaign() {
    let world = commitments(Numbered, machine::Policy::observed(), bounds(3, 1, 2));
    assert_eq!(explore("commitment, observed, campaign", world), 5_346_695);
    let world = commitments(Numbered, machine::Policy::documented(), bounds(3, 1, 2));
    assert_eq!(explore("commitment, documented, campaign", world), 5_454_895);
}
