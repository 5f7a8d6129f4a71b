//! The members of a large object, found by their names.

use alloc::vec::Vec;

use super::tree::{Json, Name};
use crate::json::{OverflowMap, sort_by};

/// Up to how many members are looked through one by one.
pub(super) const FEW: usize = 32;

/// Many members, in their order.
#[derive(Clone)]
pub(crate) struct Many {
    /// One that was dropped leaves its place.
    list: Vec<Option<(Name, Json)>>,
    places: OverflowMap<Name, usize>,
    count: usize,
}

impl Many {
    /// Members, each name once.
    pub(super) fn of(members: Vec<(Name, Json)>) -> Self {
        let count = members.len();
        let named = members.iter().enumerate().map(|(at, (name, _))| (name.clone(), at));
        let mut places: Vec<(Name, usize)> = named.collect();
        sort_by(&mut places, |(one, _), (two, _)| one.cmp(two));
        let list = members.into_iter().map(Some).collect();
        Self { list, places: OverflowMap::sorted(places), count }
    }

    /// How many there are.
    pub(super) const fn count(&self) -> usize {
        self.count
    }

    /// All of them.
    pub(super) fn slots(&self) -> &[Option<(Name, Json)>] {
        &self.list
    }

    fn place(&self, name: &str) -> Option<usize> {
        self.places.find(|known| (**known).cmp(name))
    }

    /// The value of this name.
    pub(super) fn get(&self, name: &str) -> Option<&Json> {
        self.list.get(self.place(name)?)?.as_ref().map(|(_, value)| value)
    }

    /// The value of this name to change.
    pub(super) fn get_mut(&mut self, name: &str) -> Option<&mut Json> {
        let at = self.place(name)?;
        self.list.get_mut(at)?.as_mut().map(|(_, value)| value)
    }

    /// The value of this name to change; a missing one is null.
    pub(super) fn slot(&mut self, name: Name) -> Option<&mut Json> {
        let end = self.list.len();
        let at = match self.place(&name) {
            Some(at) => at,
            None => {
                self.places.get_or_insert(name.clone(), end);
                self.list.push(None);
                end
            }
        };
        let slot = self.list.get_mut(at)?;
        if slot.is_none() {
            self.count = self.count.saturating_add(1);
        }
        Some(&mut slot.get_or_insert((name, Json::Null)).1)
    }

    /// Drops the member of this name.
    pub(super) fn remove(&mut self, name: &str) {
        let at = self.place(name);
        if let Some(slot) = at.and_then(|at| self.list.get_mut(at))
            && slot.take().is_some()
        {
            self.count = self.count.saturating_sub(1);
        }
    }
}
