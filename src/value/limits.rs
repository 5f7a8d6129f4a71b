//! Lengths: how long a text is, and in what unit.

/// As many contacts a list may have, at every vendor and in a neutral customer.
pub(crate) const CONTACTS_MAX: usize = 10_000;

/// In what unit a vendor counts the length of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(clippy::exhaustive_enums, reason = "a deployment chooses one")]
pub enum LengthUnit {
    /// Unicode scalar values.
    Scalars,
    /// UTF-16 code units, as a Java client counts.
    Utf16,
}

/// Whether `text` is longer than `max`. Counts only when the bytes alone do not settle it.
///
/// ```
/// # use customer_core::value::{LengthUnit, longer_than};
/// assert!(!longer_than("žába", 4, LengthUnit::Scalars));
/// assert!(longer_than("🐸", 1, LengthUnit::Utf16));
/// ```
pub fn longer_than(text: &str, max: usize, unit: LengthUnit) -> bool {
    text.len() > max
        && match unit {
            LengthUnit::Scalars => text.chars().count() > max,
            LengthUnit::Utf16 => text.encode_utf16().count() > max,
        }
}

/// Whether `text` is shorter than `min` Unicode scalar values.
///
/// ```
/// # use customer_core::value::shorter_than;
/// assert!(shorter_than("žába", 5));
/// assert!(!shorter_than("žába", 4));
/// ```
pub fn shorter_than(text: &str, min: usize) -> bool {
    // No scalar value takes more than four bytes.
    text.len() < min.saturating_mul(4) && text.chars().count() < min
}
