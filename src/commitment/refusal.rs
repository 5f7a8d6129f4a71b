//! Why an input is refused: every reason, each with its rule and its place.

use alloc::vec::Vec;
use core::fmt;

use super::Kind;
use crate::decision::Rule;
use crate::value::Offer;

/// One reason. Holds no value of the input: it can always be logged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Refusal {
    /// What it violates.
    pub rule: &'static Rule,
    /// Where.
    pub at: Place,
}

/// Where a reason stands; whoever embeds the machine knows how its documents spell that.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Place {
    /// The fact that is missing: the day.
    Today,
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

/// All reasons why one input is refused, in document order. Never empty.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Refusals(Vec<Refusal>);

impl Refusals {
    pub(super) fn one(reason: Refusal) -> Self {
        Self(alloc::vec![reason])
    }

    /// Accepts when there is no reason not to.
    pub(super) fn unless_none(reasons: Vec<Refusal>) -> Result<(), Self> {
        if reasons.is_empty() { Ok(()) } else { Err(Self(reasons)) }
    }

    /// The reasons in document order.
    #[must_use]
    pub fn as_slice(&self) -> &[Refusal] {
        &self.0
    }

    /// The reasons in document order.
    pub fn iter(&self) -> core::slice::Iter<'_, Refusal> {
        self.0.iter()
    }
}

impl<'a> IntoIterator for &'a Refusals {
    type Item = &'a Refusal;
    type IntoIter = core::slice::Iter<'a, Refusal>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl IntoIterator for Refusals {
    type Item = Refusal;
    type IntoIter = alloc::vec::IntoIter<Refusal>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl fmt::Display for Refusals {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, refusal) in self.0.iter().enumerate() {
            if index > 0 {
                f.write_str("; ")?;
            }
            f.write_str(refusal.rule.says)?;
        }
        Ok(())
    }
}

impl core::error::Error for Refusals {}
