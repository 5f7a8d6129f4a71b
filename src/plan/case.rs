//! One wish over one record: what is wished for and does not hold, and what nobody can wish for.

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;

use super::attempt::Chosen;
use super::finding::{Finding, Owner};
use super::named::Named;
use super::outcome::Sides;
use super::place::{Place, is_at_or_below, upwards};
use super::planner::{Planner, Spelt};
use super::tree::Json;
use super::wish::{Want, Wish};
use crate::decision::Rule;
use crate::json::{Folded, Index, Pointer, sort_by, sort_by_key};
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
    pub(super) spelt: Vec<Spelt>,
    /// The document of a change, into which its obstacles point.
    mine: Option<Cow<'c, Json>>,
    /// Of each barred place, if they are conflicts.
    sides: Vec<Sides>,
    /// The goals in the order of their pointers.
    by_pointer: Vec<usize>,
    /// Who is to be mailed.
    resend: Option<Index<Folded<'c>>>,
    /// What may be lost, in order.
    acknowledged: Vec<&'c Pointer>,
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
        case
    }

    /// One that wishes for nothing yet.
    fn bare(record: &'c V::Record, wish: &'c Wish<V>, facts: &'c V::Facts) -> Self {
        let policy = V::policy_of(facts);
        let mailed = || wish.resend.iter().map(|address| Folded(address));
        let is_any = !wish.resend.is_empty();
        let resend = is_any.then(|| Index::of(mailed(), wish.resend.len()));
        let mut acknowledged: Vec<&Pointer> = wish.acknowledge.iter().collect();
        sort_by(&mut acknowledged, Ord::cmp);
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
            mine: None,
            sides: Vec::new(),
            by_pointer: Vec::new(),
            resend,
            acknowledged,
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
            Named::Places(places, _) => case.places(places.clone()),
        };
        let again = |goal: &Goal| {
            let there = goal.place.get(&case.stored);
            let holds = case.same(&goal.place, there, goal.value.as_ref());
            Goal { holds, ..goal.clone() }
        };
        let goals = self.goals.iter().map(again).collect();
        case.set_goals(goals);
        case
    }

    /// The places that a wish names, with where each is.
    fn places(&self, places: Vec<Place>) -> Named<'c> {
        let at = places.iter().map(|place| place.pointer(&self.target, &self.stored));
        let mut pointers: Vec<Pointer> = at.collect();
        sort_by(&mut pointers, Ord::cmp);
        Named::Places(places, pointers)
    }

    fn set_goals(&mut self, goals: Vec<Goal>) {
        let mut by_pointer: Vec<usize> = (0..goals.len()).collect();
        sort_by_key(&mut by_pointer, |index| goals.get(*index).map(|goal| &goal.pointer));
        (self.goals, self.by_pointer) = (goals, by_pointer);
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
                self.named = self.places(reached.named);
            }
            Want::Rebase { base, mine } => self.rebase(base, mine),
            Want::Undo { before, after: Some(after) } => self.rebase(after, before),
            Want::Undo { before, after: None } => self.rebase(&self.stored.clone(), before),
        }
    }

    /// What was changed from `base` to `mine`, on what is stored.
    fn rebase(&mut self, base: &Json, mine: &'c Json) {
        let is_same = |at: &Pointer| match (base.at(at.as_str()), mine.at(at.as_str())) {
            (Some(base), Some(mine)) => base.same(mine),
            (base, mine) => base.is_none() && mine.is_none(),
        };
        let (base_own, _) = respelt::<V>(base);
        let (mine_own, mut spelt) = respelt::<V>(mine);
        // Two spellings that base gives as well are no change.
        spelt.retain(|one| !(one.differs && is_same(&one.own) && is_same(&one.given)));
        let (base, mine) = (&*base_own, &*mine_own);
        let mut named = Vec::new();
        let mut target = self.stored.clone();
        let (mut barred, mut all_sides) = (Vec::new(), Vec::new());
        V::places(&[base, mine, &self.stored], &self.policy, &mut |place| {
            let [one, two, three] = [base, mine, &self.stored].map(|document| place.get(document));
            let same = |there, wished| self.same(place, there, wished);
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
                all_sides.push(sides);
            }
            place.set(&mut target, value);
            named.push(place.clone());
        });
        (self.barred, self.sides) = (barred, all_sides);
        self.target = Cow::Owned(target);
        self.named = self.places(named);
        (self.spelt, self.mine) = (spelt, Some(mine_own));
    }

    /// Whether the wished document is the one that there is.
    pub(crate) fn is_identity(&self) -> bool {
        self.compares && self.spelt.is_empty() && self.stored.same(&self.target)
    }

    /// Finds the places that are wished for.
    pub(crate) fn aim_at_places(&mut self) {
        let mut goals = Vec::new();
        let mut barred: Vec<&Place> = self.barred.iter().map(|one| &one.place).collect();
        sort_by(&mut barred, Ord::cmp);
        V::places(&[&self.stored, &self.target], &self.policy, &mut |place| {
            let (there, wished) = (place.get(&self.stored), place.get(&self.target));
            if wished.is_none() && place.is_unknown() && !self.wishes_away(place) {
                return;
            }
            let is_barred = place.is_inside_any(&barred);
            let reads_so = self.same(place, there, wished);
            let holds = reads_so && !is_barred;
            if holds && !V::is_joint(place) {
                return;
            }
            let pointer = place.pointer(&self.target, &self.stored);
            if holds && !self.names(pointer.as_str()) {
                return;
            }
            let unsayable = if reads_so { None } else { V::unsayable(place, wished, &pointer) };
            let is_barred = is_barred || unsayable.is_some();
            let value = if holds { there } else { wished }.cloned();
            let place = place.clone();
            goals.push(Goal { place, value, pointer, holds, is_barred, unsayable });
        });
        self.set_goals(goals);
    }

    /// Whether what is there reads as what is wished. A change speaks of what it takes away.
    pub(crate) fn same(&self, place: &Place, there: Option<&Json>, wished: Option<&Json>) -> bool {
        let is_change = matches!(self.wish.want, Want::Rebase { .. } | Want::Undo { .. });
        V::same(place, there, wished, &self.policy)
            && !(is_change && V::taken_away(place, there, wished).is_some())
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
        let resend = alloc::vec![true; self.wish.resend.len()];
        Chosen { goals, resend, is_part: false }
    }

    /// Whether the wish names a place, or one above it.
    pub(crate) fn names(&self, pointer: &str) -> bool {
        self.named.names(pointer)
    }

    /// Whether the wish names a place, one above it, or one inside of it.
    pub(crate) fn speaks_of(&self, pointer: &str) -> bool {
        self.named.speaks_of(pointer)
    }

    /// Whoever has a goal inside of a place, in the order of the goals.
    pub(crate) fn inside(&self, place: &Pointer) -> impl Iterator<Item = Owner> {
        let mut prefix = String::from(place.as_str());
        prefix.push('/');
        let is_inside = |index: &usize| self.at(*index).is_some_and(|at| at.starts_with(&*prefix));
        let mut inside: Vec<usize> = self.from(&prefix).take_while(is_inside).collect();
        sort_by(&mut inside, Ord::cmp);
        inside.into_iter().map(Owner::Goal)
    }

    /// The goals in the order of their pointers, from the first that is not before a place.
    fn from(&self, place: &str) -> impl Iterator<Item = usize> {
        let from = self.by_pointer.partition_point(|index| self.at(*index) < Some(place));
        self.by_pointer.iter().skip(from).copied()
    }

    /// The pointer of a goal.
    fn at(&self, index: usize) -> Option<&str> {
        self.goals.get(index).map(|goal| goal.pointer.as_str())
    }

    /// Whether somebody is to be mailed.
    pub(crate) fn mails(&self, address: &str) -> bool {
        self.resend.as_ref().is_some_and(|all| all.get(Folded(address)).is_some())
    }

    /// Whether it is accepted that this is lost.
    pub(crate) fn acknowledges(&self, lost: &Pointer) -> bool {
        is_at_or_below(lost.as_str(), &self.acknowledged)
            || self.wish.acknowledges_inside && !lost.as_str().is_empty()
    }

    /// What is in the way of the wish whatever is sent.
    pub(crate) fn found(&self) -> Vec<Finding<V>> {
        let mut found = Vec::new();
        let goals = self.goals.iter().enumerate().filter(|_| !self.barred.is_empty());
        let mut places: Vec<(&Place, usize)> = goals.map(|(at, goal)| (&goal.place, at)).collect();
        sort_by(&mut places, Ord::cmp);
        for (number, barred) in self.barred.iter().enumerate() {
            let pointer = barred.place.pointer(&self.target, &self.stored);
            // The goal there, or the first of those inside, or the one around it.
            let from = places.partition_point(|(place, _)| **place < barred.place);
            let inside = places.get(from).filter(|(place, _)| place.0.starts_with(&barred.place.0));
            let around = || self.owner(pointer.as_str());
            found.push(Finding {
                owner: inside.map_or_else(around, |(_, index)| Owner::Goal(*index)),
                sides: self.sides.get(number).cloned(),
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

    /// Where no word is known for a code, in order.
    pub(crate) fn unsaid(&self) -> Vec<Pointer> {
        let unknown = self.barred.iter().filter(|one| *one.rule == *V::WORD_UNKNOWN);
        let at = unknown.map(|one| one.place.pointer(&self.target, &self.stored));
        let mut pointers: Vec<Pointer> = at.collect();
        sort_by(&mut pointers, Ord::cmp);
        pointers
    }

    /// Where the wish itself has what is wished for at `pointer`: a change is wished for on the
    /// stored document, and may have an element at another index.
    pub(super) fn in_wish(&self, goal: &Goal, pointer: &Pointer) -> Option<Pointer> {
        let below = pointer.as_str().strip_prefix(goal.pointer.as_str())?;
        let mut text = String::from(goal.place.pointer(self.mine.as_ref()?, &self.stored).as_str());
        text.push_str(below);
        Some(Pointer::new(text))
    }

    /// The goal at or above a place.
    pub(crate) fn owner(&self, pointer: &str) -> Owner {
        let first = |place: &str| self.from(place).next().filter(|it| self.at(*it) == Some(place));
        upwards(pointer).filter_map(first).min().map_or(Owner::Nobody, Owner::Goal)
    }
}
