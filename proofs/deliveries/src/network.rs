//! Messages in flight: a bag, because any of them may be the next to arrive.

use crate::Bounds;

/// What is in flight, in a canonical order.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Network<M> {
    flying: Vec<M>,
    /// How many more may be sent.
    left: u8,
    /// How many more may be doubled.
    doubles: u8,
    most: usize,
}

/// What becomes of one message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate<M> {
    /// It arrives now, however long ago it was sent.
    Arrives(M),
    /// There are two of it now.
    Doubles(M),
    /// It never arrives.
    IsLost(M),
}

impl<M: Clone + Ord> Network<M> {
    /// Nothing in flight.
    pub fn new(bounds: Bounds) -> Self {
        let Bounds { sent, doubled, flying } = bounds;
        Self { flying: Vec::new(), left: sent, doubles: doubled, most: flying }
    }

    /// Whether another message can be sent.
    pub fn may_send(&self) -> bool {
        self.left > 0 && self.flying.len() < self.most
    }

    /// A message sets out, and counts as one that was sent.
    pub fn send(&mut self, message: M) {
        self.left -= 1;
        self.put(message);
    }

    /// A message that the world itself sends sets out if there may be one more; else it is lost at once.
    pub fn cast(&mut self, message: M) {
        if self.flying.len() < self.most {
            self.put(message);
        }
    }

    fn put(&mut self, message: M) {
        let at = self.flying.partition_point(|other| *other <= message);
        self.flying.insert(at, message);
    }

    /// Everything that may become of a message now.
    pub fn fates(&self) -> impl Iterator<Item = Fate<M>> + '_ {
        let doubles = self.doubles > 0 && self.flying.len() < self.most;
        let all = self.flying.iter().enumerate();
        let different = all.filter(|(at, message)| *at == 0 || self.flying[at - 1] != **message);
        different.flat_map(move |(_, message)| {
            let double = doubles.then(|| Fate::Doubles(message.clone()));
            [Fate::Arrives(message.clone()), Fate::IsLost(message.clone())]
                .into_iter()
                .chain(double)
        })
    }

    /// Lets it happen; the message, if it arrives.
    pub fn suffer(&mut self, fate: Fate<M>) -> Option<M> {
        match fate {
            Fate::Arrives(message) => {
                self.take(&message);
                Some(message)
            }
            Fate::IsLost(message) => {
                self.take(&message);
                None
            }
            Fate::Doubles(message) => {
                self.doubles -= 1;
                self.put(message);
                None
            }
        }
    }

    fn take(&mut self, message: &M) {
        let at = self.flying.iter().position(|other| other == message).expect("it is in flight");
        self.flying.remove(at);
    }
}
