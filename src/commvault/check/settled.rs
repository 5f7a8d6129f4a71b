//! Everything against the end of an update.

use alloc::vec::Vec;

use super::{AT_MOST, is_too_long};
use crate::commvault::record::{Account, Pending, Profile, Status};
use crate::commvault::update::Settlement;
use crate::commvault::{Needs, Rejection, rules};
use crate::decision::Violation;
use crate::json::Pointer;

/// Refuses the end of an update where none can settle.
pub(in crate::commvault) fn settled(
    account: &Account,
    settlement: Settlement,
) -> Result<(), Rejection> {
    let Some(violation) = against(account, settlement) else { return Ok(()) };
    let next = violation.rule.next;
    Rejection::unless_none(Vec::from([violation]), Needs::NONE, |_| next)
}

fn against(account: &Account, settlement: Settlement) -> Option<Violation> {
    let refused = |rule, place| Some(Violation::new(rule, Pointer::new(place)));
    let too_many = |place| {
        let violation = Violation::new(&rules::SETTLED_MOST, Pointer::new(place));
        Some(violation.with_limit(AT_MOST))
    };
    if account.document.status != Some(Status::Updating) {
        return refused(&rules::NOTHING_RUNS, "/input/settled");
    }
    let brings: Option<&Profile> = match (settlement, account.running()) {
        (Settlement::Succeeded, None) => {
            return refused(&rules::NEEDS_PENDING, "/internal/pending");
        }
        (Settlement::Succeeded, Some(Pending::Other(pending))) => Some(pending),
        (Settlement::Succeeded, Some(Pending::Same(_))) | (Settlement::Failed, _) => None,
    };
    match brings {
        Some(pending) if !account.document.is_same_account(pending) => {
            refused(&rules::SAME_ACCOUNT, "/internal/pending/id")
        }
        // What no reader would have read is not stored either.
        Some(pending) if is_too_long(pending) => too_many("/internal/pending/contacts"),
        None if is_too_long(&account.document) => too_many("/customer/contacts"),
        Some(_) | None => None,
    }
}
