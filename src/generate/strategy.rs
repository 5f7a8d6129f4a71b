//! Strategies for proptest. What shrinks is the choices: fewer, then smaller ones.

use alloc::vec::Vec;
use core::fmt;

use proptest::arbitrary::Arbitrary;
use proptest::prelude::Rng as _;
use proptest::strategy::{NewTree, Strategy, ValueTree};
use proptest::test_runner::TestRunner;

use super::{Source, for_each_generated};

/// How many choices a case is given at most.
const CHOICES: usize = 400;

/// A strategy of what `make` generates.
///
/// ```
/// use customer_core::generate;
/// use proptest::test_runner::{Config, TestError, TestRunner};
///
/// // A wrong claim: no customer has two contacts. It shrinks to an ordinary one who has.
/// let config = Config { failure_persistence: None, ..Config::default() };
/// let customers = generate::strategy(generate::adobe::customer);
/// let found = TestRunner::new(config).run(&customers, |customer| {
///     assert!(customer.document.contacts().len() < 2);
///     Ok(())
/// });
/// let Err(TestError::Fail(_, customer)) = found else { panic!("{found:?}") };
/// assert_eq!(customer.document.contacts().len(), 2);
/// assert_eq!(customer.document.company_profile.unwrap().company_name.unwrap(), "Fairmont");
/// ```
pub fn strategy<T: fmt::Debug>(make: fn(&mut Source<'_>) -> T) -> Generated<T> {
    Generated { make }
}

/// A strategy made by [`strategy`].
pub struct Generated<T> {
    make: fn(&mut Source<'_>) -> T,
}

impl<T> Clone for Generated<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Generated<T> {}

impl<T> fmt::Debug for Generated<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Generated")
    }
}

impl<T: fmt::Debug> Strategy for Generated<T> {
    type Tree = Choices<T>;
    type Value = T;

    fn new_tree(&self, runner: &mut TestRunner) -> NewTree<Self> {
        let rng = runner.rng();
        let mut bytes = Vec::from([0; CHOICES]);
        rng.fill_bytes(&mut bytes);
        // Short ones too: much of them is the simplest.
        let length = usize::try_from(rng.next_u32()).unwrap_or(0);
        bytes.truncate(length.checked_rem(CHOICES).unwrap_or(0));
        let mut source = Source::new(&bytes);
        let _ = (self.make)(&mut source);
        let used = source.used();
        bytes.truncate(used);
        let moves = Moves { size: used, at: 0, kind: 0 };
        Ok(Choices { make: self.make, failing: bytes.clone(), bytes, moves, helped: false })
    }
}

/// Choices on their way to fewer and smaller ones.
pub struct Choices<T> {
    make: fn(&mut Source<'_>) -> T,
    /// The last that failed.
    failing: Vec<u8>,
    /// The ones that are tried.
    bytes: Vec<u8>,
    moves: Moves,
    /// Whether anything was won since the moves began: then they begin again.
    helped: bool,
}

impl<T> fmt::Debug for Choices<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Choices").field(&self.bytes).finish()
    }
}

/// What to try next: spans of half the length, a quarter, and so on down to one byte; each span is
/// dropped, then zeroed, then made smaller.
#[derive(Clone, Copy)]
struct Moves {
    size: usize,
    at: usize,
    kind: u8,
}

impl Moves {
    /// The next attempt on `failing`, or `None` when all were made.
    fn next(&mut self, failing: &[u8]) -> Option<Vec<u8>> {
        while self.size > 0 {
            if self.at >= failing.len() {
                self.size = self.size.checked_div(2).unwrap_or(0);
                self.at = 0;
                continue;
            }
            let end = self.at.saturating_add(self.size).min(failing.len());
            let mut bytes = failing.to_vec();
            match self.kind {
                0 => drop(bytes.drain(self.at..end)),
                1 => bytes.get_mut(self.at..end).unwrap_or_default().fill(0),
                _ => {
                    for byte in bytes.get_mut(self.at..end).unwrap_or_default() {
                        *byte = if self.kind == 2 { *byte >> 1 } else { byte.saturating_sub(1) };
                    }
                }
            }
            self.kind = self.kind.saturating_add(1);
            if self.kind > 3 {
                self.kind = 0;
                self.at = end;
            }
            if bytes != failing {
                return Some(bytes);
            }
        }
        None
    }
}

impl<T> Choices<T> {
    fn advance(&mut self) -> bool {
        let mut next = self.moves.next(&self.failing);
        if next.is_none() && core::mem::take(&mut self.helped) {
            self.moves = Moves { size: self.failing.len(), at: 0, kind: 0 };
            next = self.moves.next(&self.failing);
        }
        match next {
            Some(bytes) => {
                self.bytes = bytes;
                true
            }
            None => {
                self.bytes.clone_from(&self.failing);
                false
            }
        }
    }
}

impl<T: fmt::Debug> ValueTree for Choices<T> {
    type Value = T;

    fn current(&self) -> T {
        (self.make)(&mut Source::new(&self.bytes))
    }

    fn simplify(&mut self) -> bool {
        self.helped |= self.bytes != self.failing;
        self.failing.clone_from(&self.bytes);
        // What worked once may work here again.
        self.moves.kind = 0;
        self.advance()
    }

    fn complicate(&mut self) -> bool {
        self.advance()
    }
}

macro_rules! strategies {
    ($( $Type:ty = $make:path; )*) => { $(
        impl Arbitrary for $Type {
            type Parameters = ();
            type Strategy = Generated<Self>;

            fn arbitrary_with((): ()) -> Generated<Self> {
                strategy($make)
            }
        }
    )* };
}

for_each_generated!(strategies);
