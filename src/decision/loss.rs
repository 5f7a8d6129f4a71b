//! What an update loses.

use alloc::vec::Vec;

use super::{Cause, Change, ChangeKind};
use crate::json::Pointer;

/// The places of what changes take away that the request did not say should go.
pub(crate) fn losses(changes: &[Change]) -> Vec<Pointer> {
    let is_loss = |change: &&Change| {
        change.kind() == ChangeKind::Removed
            && matches!(change.cause, Cause::Omitted | Cause::Replaced | Cause::Derived)
    };
    changes.iter().filter(is_loss).map(|change| change.path.pointer()).collect()
}
