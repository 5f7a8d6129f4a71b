//! What an attempt is to bring, and what may not be left out of it.

use alloc::vec::Vec;

use super::attempt::Chosen;
use super::case::Case;
use super::place::{is_around, is_at_or_below};
use super::planner::Planner;
use crate::json::{Pointer, sort_by};

/// What is chosen, by the places of the stored document.
pub(super) struct Wanted<'w, 'c, V: Planner> {
    case: &'w Case<'c, V>,
    is_part: bool,
    /// The places that are chosen, and those that are wished for, in order.
    chosen: Vec<Pointer>,
    owned: Vec<Pointer>,
}

impl<'w, 'c, V: Planner> Wanted<'w, 'c, V> {
    pub(super) fn of(case: &'w Case<'c, V>, all: &Chosen) -> Self {
        let (mut chosen, mut owned) = (Vec::new(), Vec::new());
        for (goal, is_chosen) in case.goals.iter().zip(&all.goals) {
            let list = if *is_chosen { &mut chosen } else { &mut owned };
            list.push(goal.place.pointer(&case.stored, &case.target));
        }
        sort_by(&mut chosen, Ord::cmp);
        sort_by(&mut owned, Ord::cmp);
        Self { case, is_part: all.is_part, chosen, owned }
    }

    /// Whether a change is what is chosen, or named and not wished otherwise.
    pub(super) fn has(&self, pointer: &str) -> bool {
        if is_at_or_below(pointer, &self.chosen) {
            return true;
        }
        let is_owned = is_at_or_below(pointer, &self.owned);
        !is_owned && !self.is_part && self.case.names(pointer)
    }

    /// Whether what is chosen of the wish names a place, or one inside of it.
    pub(super) fn speaks_of(&self, pointer: &str) -> bool {
        match self.is_part {
            true => self.has(pointer) || is_around(pointer, &self.chosen),
            false => self.case.speaks_of(pointer),
        }
    }
}
