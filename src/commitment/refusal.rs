//! Why an input is not accepted: every reason with its rule and its place, and what is missing.

use alloc::vec::Vec;
use core::fmt;

use super::{Fact, Facts, Kind};
use crate::decision::Rule;
use crate::value::Offer;

/// One reason. Holds no value of the input: it can always be logged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Refusal {
    /// What it violates.
    pub rule: &'static Rule,
    /// Where.
    pub at: Place,
}

/// The place of a reason. Code that embeds the machine maps it to a place of its documents.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Place {
    /// The event itself.
    Event,
    /// The request of this kind as a whole.
    Request(Kind),
    /// The list of quantities of a request.
    Quantities(Kind),
    /// The quantity of one offer of a request.
    Quantity(Kind, Offer),
    /// The list of quantities of a request, for want of this offer.
    Missing(Kind, Offer),
}

/// A fact that an input asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Need {
    /// Which fact.
    pub fact: Fact,
    /// The rule that rests on it.
    pub rule: &'static Rule,
}

/// The facts that an input asks for, each once, in the order of [`Fact`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Needs([Option<Need>; 2]);

impl Needs {
    pub(super) fn new(today: Option<&'static Rule>, owned: Option<&'static Rule>) -> Self {
        Self([
            today.map(|rule| Need { fact: Fact::Today, rule }),
            owned.map(|rule| Need { fact: Fact::Owned, rule }),
        ])
    }

    /// Each of them, in order.
    pub fn iter(&self) -> impl Iterator<Item = Need> + use<> {
        self.0.into_iter().flatten()
    }

    /// Whether no fact is asked for.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.iter().next().is_none()
    }

    /// Those of them that were not looked up.
    pub(super) fn missing(self, facts: &Facts) -> Self {
        Self(self.0.map(|need| need.filter(|need| !facts.knows(need.fact))))
    }
}

/// Why one input is not accepted: all reasons against it, in document order, and the facts that are
/// missing. Never without either.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Rejection {
    reasons: Vec<Refusal>,
    needs: Needs,
}

impl Rejection {
    /// Accepts when there is no reason not to, and no fact is missing.
    pub(super) fn unless_none(reasons: Vec<Refusal>, needs: Needs) -> Result<(), Self> {
        if reasons.is_empty() && needs.is_empty() { Ok(()) } else { Err(Self { reasons, needs }) }
    }

    /// The reasons in document order; beside missing facts those that are certain.
    #[must_use]
    pub fn as_slice(&self) -> &[Refusal] {
        &self.reasons
    }

    /// The reasons in document order.
    pub fn iter(&self) -> core::slice::Iter<'_, Refusal> {
        self.reasons.iter()
    }

    /// The facts that are missing.
    #[must_use]
    pub const fn needs(&self) -> &Needs {
        &self.needs
    }
}

impl<'a> IntoIterator for &'a Rejection {
    type Item = &'a Refusal;
    type IntoIter = core::slice::Iter<'a, Refusal>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl fmt::Display for Rejection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut first = true;
        let mut begin = |f: &mut fmt::Formatter<'_>| {
            if core::mem::replace(&mut first, false) { Ok(()) } else { f.write_str("; ") }
        };
        for need in self.needs.iter() {
            begin(f)?;
            let fact = match need.fact {
                Fact::Today => "today",
                Fact::Owned => "owned",
            };
            write!(f, "not looked up: {fact}")?;
        }
        for refusal in &self.reasons {
            begin(f)?;
            f.write_str(refusal.rule.says)?;
        }
        Ok(())
    }
}

impl core::error::Error for Rejection {}
