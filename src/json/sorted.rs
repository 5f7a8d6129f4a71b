//! Order without a way to panic: a stable sort and an ordered map.
//!
//! The ones of the standard library check what can't be, and their checks would stand in every
//! program that uses this crate. These compile to nothing but moves.

use alloc::vec::Vec;
use core::cmp::Ordering;
use core::mem::{replace, swap, take};

/// Up to how many elements are sorted in place: beyond that, moving them costs more than memory.
const FEW: usize = 16;

/// A list as its sorting sees it, so that there is one sorting for all types of lists.
trait Sorted {
    /// Whether one element is after another one.
    fn is_after(&self, one: usize, two: usize) -> bool;
    fn swap(&mut self, one: usize, two: usize);
}

struct List<'l, T, O>(&'l mut [T], O);

impl<T, O: Fn(&T, &T) -> Ordering> Sorted for List<'_, T, O> {
    fn is_after(&self, one: usize, two: usize) -> bool {
        match (self.0.get(one), self.0.get(two)) {
            (Some(one), Some(two)) => (self.1)(one, two) == Ordering::Greater,
            _ => false,
        }
    }

    fn swap(&mut self, one: usize, two: usize) {
        if let Ok([one, two]) = self.0.get_disjoint_mut([one, two]) {
            swap(one, two);
        }
    }
}

/// Sorts stably. What is in order already is only looked at.
pub(crate) fn sort_by<T>(list: &mut [T], order: impl Fn(&T, &T) -> Ordering) {
    sort(list.len(), &mut List(list, order));
}

fn sort(count: usize, list: &mut dyn Sorted) {
    if (1..count).all(|two| !list.is_after(two.wrapping_sub(1), two)) {
        return;
    }
    if count <= FEW {
        for end in 1..count {
            // Each element goes down to its place among those before it.
            let (mut at, mut before) = (end, end.checked_sub(1));
            while let Some(one) = before.filter(|one| list.is_after(*one, at)) {
                list.swap(one, at);
                (at, before) = (one, one.checked_sub(1));
            }
        }
        return;
    }
    let mut places = in_order(count, list);
    for start in 0..count {
        // Elements change places in a ring: each place gets its own, and the last one the first.
        let mut at = start;
        while let Some(from) = places.get_mut(at).map(|from| replace(from, at))
            && from != start
        {
            list.swap(at, from);
            at = from;
        }
    }
}

/// The indices of a list, stably sorted.
fn in_order(count: usize, list: &dyn Sorted) -> Vec<usize> {
    let is_after = |one, two| list.is_after(one, two);
    let (mut runs, mut run) = (Vec::new(), Vec::new());
    for one in 0..count {
        if run.last().is_some_and(|last| is_after(*last, one)) {
            add(&mut runs, take(&mut run), &is_after);
        }
        run.push(one);
    }
    while let Some(before) = runs.pop() {
        run = merged(before, run, &is_after);
    }
    run
}

/// Sorts by a key.
pub(crate) fn sort_by_key<T, K: Ord>(list: &mut [T], key: impl Fn(&T) -> K) {
    sort_by(list, |one, two| key(one).cmp(&key(two)));
}

/// Adds a run behind the others; runs of like length become one, so that each element is moved a
/// logarithmic number of times.
fn add(runs: &mut Vec<Vec<usize>>, mut run: Vec<usize>, is_after: &dyn Fn(usize, usize) -> bool) {
    while let Some(before) = runs.pop_if(|before| before.len() <= run.len().saturating_mul(2)) {
        run = merged(before, run, is_after);
    }
    runs.push(run);
}

/// Two runs as one; of equals, those of the first stand first.
fn merged(
    first: Vec<usize>,
    second: Vec<usize>,
    is_after: &dyn Fn(usize, usize) -> bool,
) -> Vec<usize> {
    let mut both = Vec::with_capacity(first.len().saturating_add(second.len()));
    let mut second = second.into_iter().peekable();
    for one in first {
        while let Some(before) = second.next_if(|two| is_after(one, *two)) {
            both.push(before);
        }
        both.push(one);
    }
    both.extend(second);
    both
}

/// An ordered map for when hashing does not tell keys apart. Whoever chooses the keys can't make
/// it slower than a squared logarithm a step.
#[derive(Clone)]
pub(crate) struct OverflowMap<K, V> {
    entries: Vec<(K, V)>,
    /// Places of entries, each run in order.
    runs: Vec<Vec<usize>>,
}

impl<K: Ord, V: Copy> OverflowMap<K, V> {
    /// An empty one.
    pub(crate) const fn new() -> Self {
        Self { entries: Vec::new(), runs: Vec::new() }
    }

    /// One of what is in order already, each key once.
    #[cfg(feature = "plan")]
    pub(crate) fn sorted(run: Vec<(K, V)>) -> Self {
        Self { runs: Vec::from([(0..run.len()).collect()]), entries: run }
    }

    /// The value of `key`.
    #[cold]
    pub(crate) fn get(&self, key: &K) -> Option<V> {
        self.find(|one| one.cmp(key))
    }

    /// The value of the key that `order` says to be the one, all others being before or after it.
    pub(crate) fn find(&self, order: impl Fn(&K) -> Ordering) -> Option<V> {
        let order = |at: &usize| self.entries.get(*at).map_or(Ordering::Less, |one| order(&one.0));
        self.runs.iter().find_map(|run| {
            let at = run.get(run.binary_search_by(order).ok()?)?;
            self.entries.get(*at).map(|(_, value)| *value)
        })
    }

    /// The value of `key`, if it is there already; else it gets `value`.
    #[cold]
    pub(crate) fn get_or_insert(&mut self, key: K, value: V) -> Option<V> {
        let found = self.get(&key);
        if found.is_none() {
            let run = Vec::from([self.entries.len()]);
            self.entries.push((key, value));
            let key = |at| self.entries.get(at).map(|(key, _)| key);
            add(&mut self.runs, run, &|one, two| key(one) > key(two));
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Numbers in no order, many of them more than once.
    fn mixed(count: u64, different: u64) -> Vec<(u64, u64)> {
        let number = |n: u64| n.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 32;
        (0..count).map(|n| (number(n).checked_rem(different).unwrap_or(0), n)).collect()
    }

    #[test]
    fn it_sorts_as_the_standard_library_does() {
        for count in [0, 1, 2, 3, 10, 1000] {
            for different in [1, 2, 7, 1_000_000] {
                let mut expected = mixed(count, different);
                let mut turned: Vec<_> = expected.iter().rev().copied().collect();
                let mut found = expected.clone();
                expected.sort_by_key(|one| one.0);
                sort_by_key(&mut found, |one| one.0);
                assert_eq!(found, expected);
                sort_by_key(&mut found, |one| one.0);
                assert_eq!(found, expected);
                sort_by(&mut turned, Ord::cmp);
                expected.sort_unstable();
                assert_eq!(turned, expected);
            }
        }
    }

    #[test]
    fn an_overflow_map_finds_what_is_in_it() {
        let mut overflow = OverflowMap::new();
        let mut known = alloc::collections::BTreeMap::new();
        for (key, value) in mixed(3000, 1000) {
            assert_eq!(overflow.get(&key), known.get(&key).copied());
            assert_eq!(overflow.get_or_insert(key, value), known.get(&key).copied());
            known.entry(key).or_insert(value);
            assert_eq!(overflow.get(&key), known.get(&key).copied());
        }
        assert_eq!(overflow.get(&1000), None);
        // So few runs that each look-up takes a few steps.
        assert!(overflow.runs.len() < 12, "{}", overflow.runs.len());
    }
}
