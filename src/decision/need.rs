//! Needs: which facts an input asks for, where, and by which rule.

use alloc::vec::Vec;
use core::fmt;

use super::Rule;
use crate::json::{Pointer, sort_by_key};

/// The name of a fact: one enum at each vendor. Ordered as the contract lists them.
pub trait FactName: Copy + Ord + core::hash::Hash + fmt::Debug + fmt::Display + 'static {
    /// All of them, in order.
    const ALL: &'static [Self];

    /// The name in the JSON contract.
    fn name(self) -> &'static str;
}

/// A fact that an input asks for.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Need<F> {
    /// Which fact.
    pub fact: F,
    /// What asks for it: a place in the update; of an event, in the request.
    pub pointer: Pointer,
    /// The rule that asks for it.
    pub rule: &'static Rule,
}

impl<F: FactName> fmt::Display for Need<F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} (for {}, {})", self.fact.name(), self.pointer.spoken(), self.rule.id)
    }
}

/// The facts that an input asks for, in the order of the contract; one entry for each fact and
/// rule.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Needs<F>(Vec<Need<F>>);

impl<F> Needs<F> {
    /// None.
    pub const NONE: Self = Self(Vec::new());

    /// The entries, in order.
    pub fn as_slice(&self) -> &[Need<F>] {
        &self.0
    }

    /// Whether no fact is asked for.
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The entries, in order.
    pub fn iter(&self) -> core::slice::Iter<'_, Need<F>> {
        self.0.iter()
    }
}

impl<F: FactName> Needs<F> {
    /// Notes that `rule` asks for `fact` at `pointer`. The first place of a fact and rule stays.
    #[cold]
    pub(crate) fn push(&mut self, fact: F, pointer: Pointer, rule: &'static Rule) {
        if self.0.iter().any(|one| one.fact == fact && one.rule == rule) {
            return;
        }
        self.0.push(Need { fact, pointer, rule });
        sort_by_key(&mut self.0, |need| need.fact);
    }

    /// Those of them that `is_known` does not know.
    pub(crate) fn missing(mut self, is_known: impl Fn(F) -> bool) -> Self {
        self.0.retain(|need| !is_known(need.fact));
        self
    }

    /// Whether this fact is asked for.
    pub fn contains(&self, fact: F) -> bool {
        self.0.iter().any(|need| need.fact == fact)
    }

    /// The facts, each once, in order.
    pub fn facts(&self) -> impl Iterator<Item = F> + '_ {
        let before = |at: usize| at.checked_sub(1).and_then(|at| self.0.get(at));
        let new = move |(at, need): (usize, &Need<F>)| {
            (before(at).map(|one| one.fact) != Some(need.fact)).then_some(need.fact)
        };
        self.0.iter().enumerate().filter_map(new)
    }
}

impl<F> Default for Needs<F> {
    fn default() -> Self {
        Self::NONE
    }
}

impl<'n, F> IntoIterator for &'n Needs<F> {
    type Item = &'n Need<F>;
    type IntoIter = core::slice::Iter<'n, Need<F>>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}
