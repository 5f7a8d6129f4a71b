//! Laws about one step: whether each was put to the test in it, and whether it was kept.

use customer_core::decision::Rule;
use stateright::Model;

/// What was seen in the last step. Kept in the state, so that properties can speak of steps.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Judge {
    tested: u32,
    broken: u32,
    /// The rules that refused, by their place in the table.
    refused: u128,
    /// What else happened, as the model numbers it.
    happened: u32,
}

impl Judge {
    /// If the premise holds the law is tested; then the conclusion must hold.
    pub fn law(&mut self, law: u32, premise: bool, conclusion: impl FnOnce() -> bool) {
        if premise {
            self.tested |= 1 << law;
            if !conclusion() {
                self.broken |= 1 << law;
            }
        }
    }

    /// This rule refused.
    pub fn refuse(&mut self, rule: usize) {
        self.refused |= 1 << rule;
    }

    /// This happened.
    pub fn note(&mut self, what: u32) {
        self.happened |= 1 << what;
    }
}

/// A state with a judge.
pub trait Judged {
    /// The judge of the last step.
    fn judge(&self) -> &Judge;
}

/// The law was not broken in the last step.
pub fn kept<M: Model<State: Judged>, const LAW: u32>(_: &M, state: &M::State) -> bool {
    state.judge().broken & 1 << LAW == 0
}

/// The law was put to the test in the last step.
pub fn tested<M: Model<State: Judged>, const LAW: u32>(_: &M, state: &M::State) -> bool {
    state.judge().tested & 1 << LAW != 0
}

/// The rule refused in the last step.
pub fn refused<M: Model<State: Judged>, const RULE: usize>(_: &M, state: &M::State) -> bool {
    state.judge().refused & 1 << RULE != 0
}

/// It happened in the last step.
pub fn happened<M: Model<State: Judged>, const WHAT: u32>(_: &M, state: &M::State) -> bool {
    state.judge().happened & 1 << WHAT != 0
}

/// The properties of a list of laws: each `always`, and `sometimes` put to the test.
#[macro_export]
macro_rules! laws {
    ($($law:ident: $says:expr;)*) => {
        [$(
            stateright::Property::always($says, $crate::judge::kept::<Self, { $law }>),
            stateright::Property::sometimes(
                concat!("put to the test: ", $says),
                $crate::judge::tested::<Self, { $law }>,
            ),
        )*]
    };
}

/// The properties of a list of rules: each refuses `sometimes`.
#[macro_export]
macro_rules! refusals {
    ($rules:expr; $($id:literal)*) => {
        [$(stateright::Property::sometimes(
            $id,
            $crate::judge::refused::<Self, { $crate::judge::place($rules, $id) }>,
        ),)*]
    };
}

/// The place of the rule of this name in its table. A name that is none does not compile.
pub const fn place(rules: &[Rule], id: &str) -> usize {
    let mut at = 0;
    while !is_same(rules[at].id.as_bytes(), id.as_bytes()) {
        at += 1;
    }
    at
}

const fn is_same(one: &[u8], other: &[u8]) -> bool {
    let mut at = 0;
    while at < one.len() && at < other.len() && one[at] == other[at] {
        at += 1;
    }
    at == one.len() && at == other.len()
}

/// The properties of a list of things: each happens `sometimes`.
#[macro_export]
macro_rules! happenings {
    ($($what:ident: $says:expr;)*) => {
        [$(stateright::Property::sometimes($says, $crate::judge::happened::<Self, { $what }>),)*]
    };
}
