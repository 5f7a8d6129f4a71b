//! What a wish names.

use alloc::borrow::Cow;
use alloc::vec::Vec;

use super::place::{Place, is_around, is_at_or_below, steps};
use super::tree::Json;
use crate::json::Pointer;

/// What a wish names.
pub(super) enum Named<'c> {
    All,
    Patch(Cow<'c, Json>),
    Places(Vec<Place>, Vec<Pointer>),
}

impl Named<'_> {
    /// Whether it names a place, or one above it.
    pub(super) fn names(&self, pointer: &str) -> bool {
        match self {
            Self::All => true,
            Self::Patch(patch) => {
                let mut found: &Json = patch;
                for step in steps(pointer) {
                    if !found.is_object() {
                        return true;
                    }
                    let Some(next) = found.get(&step) else { return false };
                    found = next;
                }
                true
            }
            Self::Places(_, pointers) => is_at_or_below(pointer, pointers),
        }
    }

    /// Whether it names a place, one above it, or one inside of it.
    pub(super) fn speaks_of(&self, pointer: &str) -> bool {
        let is_inside = match self {
            Self::Places(_, pointers) => is_around(pointer, pointers),
            // The lists of a patch are whole.
            Self::All | Self::Patch(_) => false,
        };
        is_inside || self.names(pointer)
    }
}
