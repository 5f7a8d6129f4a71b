//! Two updates that no single one says.

use alloc::vec::Vec;
use core::fmt;

use super::Rule;
use crate::json::Pointer;

/// Why two updates can't be said as one: the places of the second one that need a step of their
/// own. There is always one.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct TwoSteps {
    rule: &'static Rule,
    places: Vec<Pointer>,
}

impl TwoSteps {
    /// Nothing if there are no such places.
    pub(crate) fn unless_none(rule: &'static Rule, places: Vec<Pointer>) -> Result<(), Self> {
        if places.is_empty() { Ok(()) } else { Err(Self { rule, places }) }
    }

    /// The rule of the vendor.
    pub const fn rule(&self) -> &'static Rule {
        self.rule
    }

    /// The places in the second update, in the order of the model.
    pub fn places(&self) -> &[Pointer] {
        &self.places
    }
}

impl fmt::Display for TwoSteps {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:", self.rule.says)?;
        for place in &self.places {
            write!(f, " `{place}`")?;
        }
        Ok(())
    }
}

impl core::error::Error for TwoSteps {}
