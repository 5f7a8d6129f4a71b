//! What is in the way of a wish, and the obstacle that it is.

use alloc::vec::Vec;

use super::case::Case;
use super::outcome::{Obstacle, Sides};
use super::outside::is_fact;
use super::planner::{Exclusive, ObstacleOf, Planner, Spelt};
use super::tree::Json;
use crate::decision::{Instead, Limit, Need, Obstructed, Rule};
use crate::json::{Pointer, sort_by};

/// Something in the way of the wish.
pub(crate) struct Finding<V: Planner> {
    pub(crate) rule: &'static Rule,
    pub(crate) pointer: Pointer,
    /// The fact that is missing, if that is it.
    pub(crate) fact: Option<V::Fact>,
    /// What asks for a missing fact: the place of the obstacle in the order.
    pub(crate) asked: Option<Pointer>,
    pub(crate) limit: Option<Limit>,
    pub(crate) owner: Owner,
    /// Where it is known already.
    pub(crate) instead: Option<Instead>,
    /// Whether what is stored there may be left out, unnamed as it is.
    pub(crate) may_be_left_out: bool,
    pub(crate) steps: Vec<V::Input<'static>>,
    pub(crate) sides: Option<Sides>,
}

/// Whose finding it is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Owner {
    Nobody,
    Goal(usize),
    Resend(usize),
}

impl<V: Planner> Finding<V> {
    pub(crate) const fn new(rule: &'static Rule, pointer: Pointer) -> Self {
        Self {
            rule,
            pointer,
            fact: None,
            asked: None,
            limit: None,
            owner: Owner::Nobody,
            instead: None,
            may_be_left_out: false,
            steps: Vec::new(),
            sides: None,
        }
    }

    /// Whether the caller itself is refused: then nothing else is reported.
    pub(crate) fn is_caller(&self) -> bool {
        self.asked.is_none() && is_fact(self.rule, &self.pointer)
    }
}

impl<V: Planner> Case<'_, V> {
    /// The obstacles that these findings are.
    pub(crate) fn obstacles(&self, found: Vec<Finding<V>>) -> Vec<ObstacleOf<V>> {
        let wants_both = self.wants_both();
        let mut spelt: Vec<&Spelt> = self.spelt.iter().filter(|one| !one.differs).collect();
        sort_by(&mut spelt, |one, two| one.own.cmp(&two.own));
        found.into_iter().map(|one| self.obstacle(one, &spelt, wants_both)).collect()
    }

    fn obstacle(&self, found: Finding<V>, spelt: &[&Spelt], wants_both: bool) -> ObstacleOf<V> {
        let goal = match found.owner {
            Owner::Goal(index) => self.goals.get(index),
            Owner::Nobody | Owner::Resend(_) => None,
        };
        let at = found.pointer.as_str();
        let place = Obstructed {
            pointer: at,
            wants_none: goal.is_some_and(|goal| goal.value.as_ref().is_none_or(Json::is_blank)),
            wished: self.target.at(at).and_then(Json::text),
            stored: self.stored.at(at).and_then(Json::text),
            may_be_left_out: found.may_be_left_out,
            wants_both,
        };
        let instead = found.instead.unwrap_or_else(|| found.rule.instead.at(&place));
        let given = spelt.binary_search_by(|one| one.own.cmp(&found.pointer)).ok();
        let given = given.and_then(|at| spelt.get(at));
        let pointer = match given {
            Some(spelt) => spelt.given.clone(),
            None => goal
                .and_then(|goal| self.in_wish(goal, &found.pointer))
                .unwrap_or_else(|| found.pointer.clone()),
        };
        let Finding { rule, fact, asked, limit, steps, sides, .. } = found;
        let need = fact.map(|fact| {
            let asked = asked.unwrap_or_default();
            let pointer = goal.and_then(|goal| self.in_wish(goal, &asked)).unwrap_or(asked);
            Need { fact, pointer, rule }
        });
        Obstacle { rule, pointer, need, limit, instead, steps, sides }
    }

    /// Whether both kinds of what excludes each other are asked for.
    fn wants_both(&self) -> bool {
        let open = || self.goals.iter().filter(|goal| !goal.holds && !goal.is_barred);
        let asks = |kind: Exclusive| {
            open().any(|goal| {
                let there = goal.place.get(&self.stored);
                V::asks_for(&goal.place, there, goal.value.as_ref()) == Some(kind)
            })
        };
        asks(Exclusive::Commitment) && asks(Exclusive::Other)
    }
}
