//! What `apply` hands back.

/// The record afterwards and the decision that made it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use]
pub struct Outcome<R, D> {
    /// The record after the decision.
    pub after: R,
    /// What was decided: changes and effects.
    pub decision: D,
}
