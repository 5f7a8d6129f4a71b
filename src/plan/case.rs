//! One wish over one record: what is wished for and does not hold, and what nobody can wish for.

use alloc::borrow::Cow;
use alloc::vec::Vec;

use super::outcome::{Obstacle, Sides};
use super::place::{Place, is_below, steps};
use super::planner::{Planner, Spelt};
use super::tree::Json;
use super::wish::{Want, Wish};
use crate::decision::{Instead, Limit, Obstructed, Rule};
use crate::json::Pointer;
use crate::member::Raw;
use crate::neutral;
use crate::plan::Barred;

/// One wish over one record.
pub(crate) struct Case<'c, V: Planner> {
    pub(crate) record: &'c V::Record,
    pub(crate) facts: &'c V::Facts,
    pub(crate) policy: V::Policy,
    pub(crate) wish: &'c Wish<V>,
    /// What a read shows, where that is not what it will show.
    shown: Option<Json>,
    /// What a read will show when all that runs has succeeded.
    pub(crate) stored: Json,
    /// The document that is wished for.
    pub(crate) target: Cow<'c, Json>,
    /// What is wished for: all that does not hold, and what holds and may be in the way.
    pub(crate) goals: Vec<Goal>,
    /// Whether a member that the wished document lacks is wished to have no value, although nobody
    /// can wish for it: null in a merge patch.
    pub(crate) strict: bool,
    /// Whether members that nobody can wish for are compared.
    pub(crate) compares: bool,
    named: Named<'c>,
    barred: Vec<Barred>,
    spelt: Vec<Spelt>,
    sides: Vec<(Place, Sides)>,
    pub(crate) unsupported: Vec<Pointer>,
}

/// A place that is wished for.
#[derive(Clone)]
pub(crate) struct Goal {
    pub(crate) place: Place,
    pub(crate) value: Option<Json>,
    /// Where it is in the wished document; if it is not there, in the stored one.
    pub(crate) pointer: Pointer,
    /// Whether it reads so already.
    pub(crate) holds: bool,
    /// Whether nothing can say it.
    pub(crate) is_barred: bool,
    /// The rule by which no body can say it, and where.
    unsayable: Option<(&'static Rule, Pointer)>,
}

/// What a wish names.
enum Named<'c> {
    All,
    Patch(Cow<'c, Json>),
    Places(Vec<Place>),
}

/// Something in the way of the wish.
pub(crate) struct Finding<V: Planner> {
    pub(crate) rule: &'static Rule,
    pub(crate) pointer: Pointer,
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
        self.asked.is_none() && self.pointer.as_str().starts_with("/facts/")
    }
}

/// A document in which every member has its own name, and where that was another one.
fn respelt<V: Planner>(document: &Json) -> (Cow<'_, Json>, Vec<Spelt>) {
    if !V::has_spellings(document) {
        return (Cow::Borrowed(document), Vec::new());
    }
    let mut document = document.clone();
    let spelt = V::respell(&mut document);
    (Cow::Owned(document), spelt)
}

impl<'c, V: Planner> Case<'c, V> {
    pub(crate) fn new(record: &'c V::Record, wish: &'c Wish<V>, facts: &'c V::Facts) -> Self {
        let mut case = Self::bare(record, wish, facts);
        case.aim();
        case.aim_at_places();
        case
    }

    /// One that wishes for nothing yet.
    fn bare(record: &'c V::Record, wish: &'c Wish<V>, facts: &'c V::Facts) -> Self {
        let policy = V::policy_of(facts);
        let (shown, stored) = match V::pending(record) {
            Some(pending) => (Some(V::shown(record)), pending),
            None => (None, V::shown(record)),
        };
        Self {
            record,
            facts,
            policy,
            wish,
            target: Cow::Owned(Json::Null),
            shown,
            stored,
            goals: Vec::new(),
            strict: false,
            compares: false,
            named: Named::All,
            barred: Vec::new(),
            spelt: Vec::new(),
            sides: Vec::new(),
            unsupported: Vec::new(),
        }
    }

    /// The same places wished for over another record: what it reads as is not wished for anew.
    pub(crate) fn over<'r>(&'r self, record: &'r V::Record) -> Case<'r, V> {
        let target = Cow::Borrowed(&*self.target);
        let mut case = Case { target, ..Case::bare(record, self.wish, self.facts) };
        case.named = match &self.named {
            Named::All => Named::All,
            Named::Patch(patch) => Named::Patch(Cow::Borrowed(patch)),
            Named::Places(places) => Named::Places(places.clone()),
        };
        let again = |goal: &Goal| {
            let holds = V::same(
                &goal.place,
                goal.place.get(&case.stored),
                goal.value.as_ref(),
                &case.policy,
            );
            Goal { holds, ..goal.clone() }
        };
        case.goals = self.goals.iter().map(again).collect();
        case
    }

    /// What a read shows.
    pub(crate) fn shown(&self) -> &Json {
        self.shown.as_ref().unwrap_or(&self.stored)
    }

    /// Whether something runs after which it reads otherwise.
    pub(crate) const fn runs(&self) -> bool {
        self.shown.is_some()
    }

    /// Finds the document that is wished for.
    fn aim(&mut self) {
        let wish = self.wish;
        match &wish.want {
            Want::Document(document) => {
                (self.target, self.spelt) = respelt::<V>(document);
                self.compares = true;
            }
            Want::Merge(patch) => {
                let (patch, spelt) = respelt::<V>(patch);
                let mut target = self.stored.clone();
                target.merge(&patch);
                self.target = Cow::Owned(target);
                self.spelt = spelt;
                self.named = Named::Patch(patch);
                (self.strict, self.compares) = (true, true);
            }
            Want::Customer(customer) => {
                let reached = neutral::aim::<V>(&self.stored, customer, &wish.words, &self.policy);
                self.target = Cow::Owned(reached.target);
                self.barred = reached.barred;
                self.unsupported = reached.unsupported;
                self.named = Named::Places(reached.named);
            }
            Want::Rebase { base, mine } => {
                self.rebase(&respelt::<V>(base).0, &respelt::<V>(mine).0)
            }
            Want::Undo { before, after } => {
                let base = match after {
                    Some(after) => respelt::<V>(after).0,
                    None => Cow::Owned(self.stored.clone()),
                };
                self.rebase(&base, &respelt::<V>(before).0);
            }
        }
    }

    /// What was changed from `base` to `mine`, on what is stored.
    fn rebase(&mut self, base: &Json, mine: &Json) {
        let mut named = Vec::new();
        let mut target = self.stored.clone();
        let (mut barred, mut all_sides) = (Vec::new(), Vec::new());
        let stored = &self.stored;
        V::places(&[base, mine, stored], &self.policy, &mut |place| {
            let [one, two, three] = [base, mine, stored].map(|document| place.get(document));
            let same = |there, wished| V::same(place, there, wished, &self.policy);
            if same(one, two) {
                return;
            }
            let raw =
                |value: Option<&Json>| value.map(|value| Raw::trusted(value.to_text().as_str()));
            let is_conflict = !same(one, three) && !same(three, two);
            let value = two.cloned();
            if is_conflict {
                let sides = Sides { base: raw(one), mine: raw(two), theirs: raw(three) };
                barred.push(Barred { place: place.clone(), rule: V::CONFLICT });
                all_sides.push((place.clone(), sides));
            }
            place.set(&mut target, value);
            named.push(place.clone());
        });
        (self.barred, self.sides) = (barred, all_sides);
        self.target = Cow::Owned(target);
        self.named = Named::Places(named);
    }

    /// Finds the places that are wished for.
    fn aim_at_places(&mut self) {
        let mut goals = Vec::new();
        V::places(&[&self.stored, &self.target], &self.policy, &mut |place| {
            let (there, wished) = (place.get(&self.stored), place.get(&self.target));
            if wished.is_none() && place.is_unknown() && !self.wishes_away(place) {
                return;
            }
            let is_barred = self.barred.iter().any(|one| one.place == *place);
            let holds = !is_barred && V::same(place, there, wished, &self.policy);
            if holds && !V::is_joint(place) {
                return;
            }
            let pointer = place.pointer(&self.target, &self.stored);
            if holds && !self.names(pointer.as_str()) {
                return;
            }
            let unsayable = if holds { None } else { V::unsayable(place, wished, &pointer) };
            let is_barred = is_barred || unsayable.is_some();
            let value = if holds { there } else { wished }.cloned();
            let place = place.clone();
            goals.push(Goal { place, value, pointer, holds, is_barred, unsayable });
        });
        self.goals = goals;
    }

    /// Whether an unknown member that the wished document lacks is wished to have no value: a
    /// document does not speak of what it lacks, and neither does what is inside a list.
    fn wishes_away(&self, place: &Place) -> bool {
        match &self.wish.want {
            Want::Document(_) | Want::Customer(_) => false,
            Want::Merge(_) => !place.is_inside_list(),
            Want::Rebase { .. } | Want::Undo { .. } => true,
        }
    }

    /// Whether every place reads as it is wished.
    pub(crate) fn holds(&self) -> bool {
        self.goals.iter().all(|goal| goal.holds)
    }

    /// Everything that is wished for.
    pub(crate) fn all(&self) -> Chosen {
        let goals = self.goals.iter().map(|goal| !goal.is_barred).collect();
        Chosen { goals, resend: alloc::vec![true; self.wish.resend.len()] }
    }

    /// Whether the wish names a place, or one above it.
    pub(crate) fn names(&self, pointer: &str) -> bool {
        match &self.named {
            Named::All => true,
            Named::Patch(patch) => {
                let mut found: &Json = patch;
                for step in steps(pointer) {
                    if !matches!(found, Json::Object(_)) {
                        return true;
                    }
                    let Some(next) = found.get(&step) else { return false };
                    found = next;
                }
                true
            }
            Named::Places(places) => places
                .iter()
                .any(|place| is_below(pointer, place.pointer(&self.target, &self.stored).as_str())),
        }
    }

    /// What is in the way of the wish whatever is sent.
    pub(crate) fn found(&self) -> Vec<Finding<V>> {
        let mut found = Vec::new();
        for barred in &self.barred {
            let pointer = barred.place.pointer(&self.target, &self.stored);
            let owner = self.goals.iter().position(|goal| goal.place == barred.place);
            let sides = self.sides.iter().find(|(place, _)| *place == barred.place);
            found.push(Finding {
                owner: owner.map_or(Owner::Nobody, Owner::Goal),
                sides: sides.map(|(_, sides)| sides.clone()),
                ..Finding::new(barred.rule, pointer)
            });
        }
        for (index, goal) in self.goals.iter().enumerate() {
            if let Some((rule, pointer)) = &goal.unsayable {
                let owner = Owner::Goal(index);
                found.push(Finding { owner, ..Finding::new(rule, pointer.clone()) });
            }
        }
        if let Some(rule) = V::SPELLING {
            for spelt in self.spelt.iter().filter(|one| one.differs) {
                found.push(Finding {
                    owner: self.owner(spelt.own.as_str()),
                    ..Finding::new(rule, spelt.given.clone())
                });
            }
        }
        if self.compares {
            V::foreign(self, &mut found);
        }
        found
    }

    /// The goal at or above a place.
    pub(crate) fn owner(&self, pointer: &str) -> Owner {
        let owner = self.goals.iter().position(|goal| is_below(pointer, goal.pointer.as_str()));
        owner.map_or(Owner::Nobody, Owner::Goal)
    }

    /// The obstacle that a finding is.
    pub(crate) fn obstacle(&self, found: Finding<V>) -> Obstacle<V::Input<'static>> {
        let goal = match found.owner {
            Owner::Goal(index) => self.goals.get(index),
            Owner::Nobody | Owner::Resend(_) => None,
        };
        let at = found.pointer.as_str();
        let inside = steps(at).try_fold(&*self.target, |found, step| match found {
            Json::List(list) => list.get(step.parse::<usize>().ok()?),
            object => object.get(&step),
        });
        let place = Obstructed {
            pointer: at,
            wants_none: goal.is_some_and(|goal| goal.value.as_ref().is_none_or(Json::is_blank)),
            wished: inside.and_then(Json::text),
            may_be_left_out: found.may_be_left_out,
            wants_both: self.wants_both(),
        };
        let instead = found.instead.unwrap_or_else(|| found.rule.instead.at(&place));
        let is_it = |spelt: &&Spelt| !spelt.differs && spelt.own == found.pointer;
        let given = self.spelt.iter().find(is_it);
        let pointer = given.map_or(&found.pointer, |spelt| &spelt.given).clone();
        let Finding { rule, limit, steps, sides, .. } = found;
        Obstacle { rule, pointer, limit, instead, steps, sides }
    }

    /// Whether more than one of what may exclude each other is wished for.
    fn wants_both(&self) -> bool {
        let excluding = |goal: &&Goal| !goal.holds && V::excludes(&goal.place);
        self.goals.iter().filter(excluding).any(|goal| V::is_request(&goal.place))
            && self.goals.iter().filter(excluding).any(|goal| !V::is_request(&goal.place))
    }
}

/// What is chosen of a wish.
#[derive(Clone)]
pub(crate) struct Chosen {
    pub(crate) goals: Vec<bool>,
    pub(crate) resend: Vec<bool>,
}
