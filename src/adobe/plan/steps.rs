//! Two steps: an address passes from one contact to another.

use alloc::vec::Vec;

use super::foreign::by_address;
use super::places::{contacts, same_text};
use crate::adobe::rules;
use crate::decision::Instead;
use crate::json::{Folded, Pointer};
use crate::plan::{Case, Finding, Json, Step, attempt_with, is_below};
use crate::vendors::Adobe;

/// Offers the wished list with the old addresses first, and then the wished list.
pub(super) fn two_steps(case: &Case<'_, Adobe>, found: &mut [Finding<Adobe>]) {
    let is_name = |one: &Finding<Adobe>| *one.rule == rules::CONTACT_NAME_FIXED;
    if !found.iter().any(is_name) {
        return;
    }
    let place = contacts();
    let Some(goal) = case.goals.iter().position(|goal| goal.place == place) else { return };
    let (list, passed) = with_old_addresses(case);
    if passed.is_empty() {
        return;
    }
    let Some(first) = attempt_with(case, &case.all(), Some((goal, list))) else { return };
    let second = case.over(&first.after);
    let Some(then) = attempt_with(&second, &second.all(), None) else { return };
    let (Some(first), Some(then)) = (first.input(), then.input()) else { return };
    for one in found.iter_mut().filter(|one| is_name(one)) {
        if passed.iter().any(|at| is_below(one.pointer.as_str(), at.as_str())) {
            one.instead = Some(Instead::TwoSteps);
            one.steps = Vec::from([first.clone(), then.clone()]);
        }
    }
}

/// The wished list in which whoever takes over an address still has the old one, and who that is.
fn with_old_addresses(case: &Case<'_, Adobe>) -> (Json, Vec<Pointer>) {
    let place = contacts();
    let stored = place.get(&case.stored).map_or(&[][..], Json::elements);
    let wished = place.get(&case.target).map_or(&[][..], Json::elements);
    let (known, kept) = (by_address(stored), by_address(wished));
    let named = |one: &Json, two: &Json| {
        ["firstName", "lastName"].iter().all(|name| same_text(one.get(name), two.get(name)))
    };
    let mut passed = Vec::new();
    let mut used = alloc::vec![false; stored.len()];
    let mut list = Vec::with_capacity(wished.len());
    for (index, one) in wished.iter().enumerate() {
        let mut said = one.clone();
        let owner = one.text_of("email").and_then(|email| known.get(Folded(email)));
        let owner = owner.and_then(|owner| stored.get(owner));
        if owner.is_some_and(|owner| !named(owner, one)) {
            // Somebody stored under these names whose own address the list drops.
            let own = stored.iter().enumerate().find(|(number, old)| {
                let email = old.text_of("email");
                named(old, one)
                    && used.get(*number) == Some(&false)
                    && email.is_some_and(|email| kept.get(Folded(email)).is_none())
            });
            if let Some((number, old)) = own
                && let Some(email) = old.get("email")
            {
                if let Some(slot) = used.get_mut(number) {
                    *slot = true;
                }
                said.put("email", email.clone());
                passed.push(place.then(Step::Index(index)).pointer(&case.target, &case.stored));
            }
        }
        list.push(said);
    }
    (Json::List(list), passed)
}
