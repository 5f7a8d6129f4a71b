//! Two steps: an address passes from one contact to another.

use alloc::vec::Vec;

use super::foreign::by_address;
use super::places::contacts;
use crate::adobe::rules;
use crate::decision::Instead;
use crate::json::{Folded, Pointer, sort_by};
use crate::plan::{Case, Chosen, Finding, Json, Step, attempt_with, is_at_or_below};
use crate::vendors::Adobe;

/// So many obstacles have the two steps, which are the same at each: beyond that an answer would
/// grow with the square of the list.
const MOST: usize = 12;

/// Offers the wished list with the old addresses first, and then the wished list.
pub(super) fn two_steps(case: &Case<'_, Adobe>, found: &mut [Finding<Adobe>]) {
    let is_name = |one: &Finding<Adobe>| *one.rule == rules::CONTACT_NAME_FIXED;
    if !found.iter().any(is_name) {
        return;
    }
    let place = contacts();
    let Some(goal) = case.goals.iter().position(|goal| goal.place == place) else { return };
    let (list, mut passed) = with_old_addresses(case);
    if passed.is_empty() {
        return;
    }
    sort_by(&mut passed, Ord::cmp);
    // Who is to be mailed may come with the second step.
    let unmailed = Chosen { resend: alloc::vec![false; case.wish.resend.len()], ..case.all() };
    let Some(first) = attempt_with(case, &unmailed, Some((goal, list))) else { return };
    let second = case.over(&first.after);
    let Some(then) = attempt_with(&second, &second.all(), None) else { return };
    let (Some(first), Some(then)) = (first.input(), then.input()) else { return };
    let is_passed = |one: &Finding<Adobe>| is_at_or_below(one.pointer.as_str(), &passed);
    let passing = found.iter_mut().filter(|one| is_name(one) && is_passed(one));
    for (number, one) in passing.enumerate() {
        one.instead = Some(Instead::TwoSteps);
        if number < MOST {
            one.steps = Vec::from([first.clone(), then.clone()]);
        }
    }
}

/// First and last name; a missing one is an empty text.
type Names<'n> = [&'n str; 2];

fn names(one: &Json) -> Names<'_> {
    ["firstName", "lastName"].map(|name| one.text_of(name).unwrap_or_default())
}

/// The wished list in which whoever takes over an address still has the old one, and who that is.
fn with_old_addresses(case: &Case<'_, Adobe>) -> (Json, Vec<Pointer>) {
    let place = contacts();
    let stored = place.get(&case.stored).map_or(&[][..], Json::elements);
    let wished = place.get(&case.target).map_or(&[][..], Json::elements);
    let (known, kept) = (by_address(stored), by_address(wished));
    let mut passed = Vec::new();
    // Whose own address the list drops, by names, the first in the order of the list.
    let is_dropped = |email: Option<&str>| email.is_some_and(|it| kept.get(Folded(it)).is_none());
    let dropped = stored.iter().filter(|old| is_dropped(old.text_of("email")));
    let mut dropped: Vec<(Names<'_>, &Json)> = dropped.map(|old| (names(old), old)).collect();
    sort_by(&mut dropped, |(one, _), (two, _)| one.cmp(two));
    let mut used = alloc::vec![0_usize; dropped.len()];
    let mut list = Vec::with_capacity(wished.len());
    for (index, one) in wished.iter().enumerate() {
        let mut said = one.clone();
        let owner = one.text_of("email").and_then(|email| known.get(Folded(email)));
        let owner = owner.and_then(|owner| stored.get(owner));
        if owner.is_some_and(|owner| names(owner) != names(one)) {
            // The first of these names counts how many of them are used.
            let first = dropped.partition_point(|(known, _)| *known < names(one));
            let count = used.get(first).copied().unwrap_or_default();
            let own = dropped.get(first.saturating_add(count));
            if let Some((known, old)) = own
                && *known == names(one)
                && let Some(email) = old.get("email")
            {
                if let Some(slot) = used.get_mut(first) {
                    *slot = count.saturating_add(1);
                }
                said.put("email", email.clone());
                passed.push(place.then(Step::Index(index)).pointer(&case.target, &case.stored));
            }
        }
        list.push(said);
    }
    (Json::List(list), passed)
}
