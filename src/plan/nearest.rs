//! The largest part of a wish that can be brought about.

use alloc::vec::Vec;

use super::attempt::{Chosen, Done, attempt};
use super::case::Case;
use super::finding::{Finding, Owner};
use super::planner::Planner;
use crate::json::Folded;

/// As many places may stand in the way; beyond that nothing is searched.
const MOST: usize = 12;

/// The plan for the largest set of wished places that can be brought about together; of several
/// equally large, the one that has the earliest place in which they differ.
pub(crate) fn nearest<V: Planner>(case: &Case<'_, V>, found: &[Finding<V>]) -> Option<Done<V>> {
    let mut chosen = Chosen { is_part: true, ..case.all() };
    let mut refused = alloc::vec![false; case.goals.len()];
    let mut of_resend = alloc::vec![false; case.wish.resend.len()];
    let mut count = note(found, &mut refused, &mut of_resend);
    let joint: Vec<usize> = case
        .goals
        .iter()
        .enumerate()
        .filter(|(_, goal)| V::is_joint(&goal.place) && !goal.is_barred)
        .map(|(index, _)| index)
        .collect();
    while count <= MOST {
        // What is alone and is refused can't be had, and is in nobody's way.
        for ((goal, refused), slot) in case.goals.iter().zip(&refused).zip(&mut chosen.goals) {
            if *refused && !V::is_joint(&goal.place) {
                *slot = false;
            }
        }
        if of_resend.contains(&true) {
            chosen = mailed(case, &chosen, V::mailing().as_ref()).unwrap_or(chosen);
        }
        if let Some(done) = together(case, &chosen, &joint) {
            return Some(done);
        }
        // What is in the way of an accepted body shows only once nothing is refused.
        let mut plain = chosen.clone();
        for index in &joint {
            if let Some(slot) = plain.goals.get_mut(*index) {
                *slot = false;
            }
        }
        let more = attempt(case, &plain).findings;
        let total = note(&more, &mut refused, &mut of_resend);
        if total == count {
            return None;
        }
        count = total;
    }
    None
}

/// Notes whose findings these are; gives how many places and addresses are noted.
fn note<V: Planner>(found: &[Finding<V>], refused: &mut [bool], of_resend: &mut [bool]) -> usize {
    for one in found {
        let slot = match one.owner {
            Owner::Goal(index) => refused.get_mut(index),
            Owner::Resend(index) => of_resend.get_mut(index),
            Owner::Nobody => None,
        };
        if let Some(slot) = slot {
            *slot = true;
        }
    }
    let all = refused.iter().chain(of_resend.iter());
    all.filter(|one| **one).count()
}

/// The best choice of the place that mails depend on, and of the addresses: the place or without.
fn mailed<V: Planner>(
    case: &Case<'_, V>,
    chosen: &Chosen,
    mailing: Option<&super::Place>,
) -> Option<Chosen> {
    let place = case.goals.iter().position(|goal| Some(&goal.place) == mailing);
    let mut best: Option<(usize, Chosen)> = None;
    let is_chosen = place.and_then(|place| chosen.goals.get(place)) == Some(&true);
    let choices: &[bool] = if is_chosen { &[true, false] } else { &[false] };
    for with in choices {
        let mut choice = chosen.clone();
        let mut document = &case.stored;
        if let Some(index) = place
            && let Some(slot) = choice.goals.get_mut(index)
        {
            *slot = *with;
            if *with {
                document = &case.target;
            }
        }
        let mut held = usize::from(*with);
        let addresses = V::addresses(document);
        for (address, slot) in case.wish.resend.iter().zip(&mut choice.resend) {
            *slot = addresses.get(Folded(address)).is_some();
            held = held.saturating_add(usize::from(*slot));
        }
        if best.as_ref().is_none_or(|(most, _)| held > *most) {
            best = Some((held, choice));
        }
    }
    best.map(|(_, choice)| choice)
}

/// The largest part of what may be in each other's way, with all of the rest.
fn together<V: Planner>(case: &Case<'_, V>, chosen: &Chosen, joint: &[usize]) -> Option<Done<V>> {
    let nothing = |chosen: &Chosen| {
        let open = |(goal, chosen): (&super::Goal, &bool)| *chosen && !goal.holds;
        !case.goals.iter().zip(&chosen.goals).any(open) && !chosen.resend.contains(&true)
    };
    for size in (0..=joint.len()).rev() {
        let mut picked: Vec<usize> = (0..size).collect();
        loop {
            let mut choice = chosen.clone();
            for (at, index) in joint.iter().enumerate() {
                if let Some(slot) = choice.goals.get_mut(*index) {
                    *slot = picked.contains(&at);
                }
            }
            if !nothing(&choice)
                && let Some(done) = attempt(case, &choice).done
            {
                return Some(done);
            }
            if !next_set(&mut picked, joint.len()) {
                break;
            }
        }
    }
    None
}

/// The next set of as many numbers below `count`, in order; whether there is one.
fn next_set(picked: &mut [usize], count: usize) -> bool {
    let size = picked.len();
    for at in (0..size).rev() {
        let most = count.saturating_sub(size).saturating_add(at);
        let Some(value) = picked.get(at).copied() else { continue };
        if value >= most {
            continue;
        }
        for (step, slot) in picked.iter_mut().skip(at).enumerate() {
            *slot = value.saturating_add(1).saturating_add(step);
        }
        return true;
    }
    false
}
