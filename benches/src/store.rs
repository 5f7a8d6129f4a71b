//! A store of customers, and a log of updates to take in turn.

use crate::payload::{Person, Random, adobe_customer, adobe_sparse, adobe_update, people};
use crate::peers::Peer;

/// `count` updates: 40 % one phone, 20 % one field, 15 % a contact more, 15 % one fewer, 10 %
/// nothing but the reference.
pub fn log(customers: usize, count: usize) -> Vec<(usize, String)> {
    let mut random = Random::new(11);
    let mut entries = Vec::with_capacity(count);
    for _ in 0..count {
        let customer = random.below(customers);
        let reference = random.below(100_000).to_string();
        let mut list: Vec<Person> = people(0, 3);
        match random.below(100) {
            0..40 => list[random.below(3)].1 = 1000 + random.below(9000),
            40..60 => {
                entries.push((customer, adobe_sparse(&reference)));
                continue;
            }
            60..75 => list.push((3 + random.below(5), 4567)),
            75..90 => drop(list.pop()),
            _ => {}
        }
        entries.push((customer, adobe_update(&reference, &list)));
    }
    entries
}

/// A store and its log.
pub struct Store<P: Peer> {
    customers: Vec<P::State>,
    log: Vec<(usize, String)>,
    next: usize,
}

impl<P: Peer> Store<P> {
    /// A store of `count` customers with three contacts each, and a log of `updates`.
    pub fn new(count: usize, updates: usize) -> Self {
        let document = adobe_customer(&people(0, 3));
        let customers = (0..count).map(|_| P::load(&document)).collect();
        Self { customers, log: log(count, updates), next: 0 }
    }

    /// How many updates the log has.
    pub fn len(&self) -> usize {
        self.log.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.log.is_empty()
    }

    /// Takes the next `count` updates; behind the last one comes the first one again.
    pub fn take(&mut self, count: usize) {
        for _ in 0..count {
            let (customer, update) = &self.log[self.next];
            assert!(P::update(&mut self.customers[*customer], update));
            self.next = (self.next + 1) % self.log.len();
        }
    }
}
