//! Two steps: an update, then the operation that leads to the wished state.

use alloc::vec::Vec;

use crate::decision::Instead;
use crate::ibm::{Input, Operation, decide, rules};
use crate::plan::{Case, Finding, attempt_with};
use crate::vendors::Ibm;

const STATE: &str = "/Customer/CustomerState";

/// Offers both, if everything else that is wished can be had by the update.
pub(super) fn two_steps(case: &Case<'_, Ibm>, found: &mut [Finding<Ibm>]) {
    let [one] = found else { return };
    if *one.rule != rules::READ_ONLY || one.pointer.as_str() != STATE || case.holds() {
        return;
    }
    let wished = case.target.get("Customer").and_then(|one| one.text_of("CustomerState"));
    let operation = match wished {
        Some("ACTIVE") => Operation::Unsuspend,
        Some("SUSPENDED") => Operation::Suspend,
        Some("DEREGISTER_PENDING") => Operation::Unregister,
        _ => return,
    };
    let Some(first) = attempt_with(case, &case.all(), None) else { return };
    let then = Input::Operation(operation);
    if decide(&first.after, &then, case.facts).is_err() {
        return;
    }
    if let Some(update) = first.input() {
        one.instead = Some(Instead::TwoSteps);
        one.steps = Vec::from([update, then]);
    }
}
