//! A hash index that needs no randomness: nobody who chooses the keys can make it slow.
//!
//! Open addressing with a fixed number of steps; what finds no place within them goes into an
//! ordered map. So colliding keys cost a squared logarithm, and every other is linear.

use alloc::vec::Vec;

use super::OverflowMap;

/// How many places are tried for one key.
const STEPS: usize = 32;

/// A key of an [`Index`].
pub(crate) trait Key: Copy + Ord {
    /// Equal keys have equal hashes.
    fn hash(&self) -> u64;
}

/// An ASCII-case-insensitive text as a key.
#[derive(Clone, Copy)]
pub(crate) struct Folded<'k>(pub(crate) &'k str);

/// From keys to numbers. The first number of a key stays.
pub(crate) struct Index<K> {
    /// Entry number plus one, or zero.
    slots: Vec<u32>,
    entries: Vec<(K, usize)>,
    overflow: OverflowMap<K, usize>,
}

impl<K: Key> Index<K> {
    /// An index for `count` keys; with more of them it grows.
    pub(crate) fn for_count(count: usize) -> Self {
        let slots = count.saturating_mul(2).next_power_of_two();
        Self {
            slots: alloc::vec![0; slots],
            entries: Vec::with_capacity(count),
            overflow: OverflowMap::new(),
        }
    }

    /// An index of up to `count` keys, each with its place as its number.
    pub(crate) fn of(keys: impl Iterator<Item = K>, count: usize) -> Self {
        let mut index = Self::for_count(count);
        for (number, key) in keys.enumerate() {
            index.get_or_insert(key, number);
        }
        index
    }

    /// The number of `key`, if it is there already; else it gets `number`.
    pub(crate) fn get_or_insert(&mut self, key: K, number: usize) -> Option<usize> {
        let mask = self.slots.len().wrapping_sub(1);
        let mut at = spread(key.hash()) & mask;
        for _ in 0..STEPS {
            let Some(slot) = self.slots.get_mut(at) else { break };
            match self.entries.get((*slot as usize).wrapping_sub(1)) {
                None => {
                    self.entries.push((key, number));
                    *slot = u32::try_from(self.entries.len()).unwrap_or(u32::MAX);
                    self.grow_when_full();
                    return None;
                }
                Some((one, found)) if *one == key => return Some(*found),
                Some(_) => at = at.wrapping_add(1) & mask,
            }
        }
        self.overflow.get_or_insert(key, number)
    }

    /// Half of the slots stay empty, so that few steps find a place.
    fn grow_when_full(&mut self) {
        if self.entries.len().saturating_mul(2) <= self.slots.len() {
            return;
        }
        let mut larger = Self::for_count(self.slots.len());
        larger.overflow = core::mem::replace(&mut self.overflow, OverflowMap::new());
        for (key, number) in core::mem::take(&mut self.entries) {
            larger.get_or_insert(key, number);
        }
        *self = larger;
    }

    /// The number of `key`, if it is there.
    pub(crate) fn get(&self, key: K) -> Option<usize> {
        let mask = self.slots.len().wrapping_sub(1);
        let mut at = spread(key.hash()) & mask;
        for _ in 0..STEPS {
            let slot = *self.slots.get(at)?;
            match self.entries.get((slot as usize).wrapping_sub(1)) {
                None => return None,
                Some((one, found)) if *one == key => return Some(*found),
                Some(_) => at = at.wrapping_add(1) & mask,
            }
        }
        self.overflow.get(&key)
    }
}

/// The upper bits of a multiplied hash are the good ones.
fn spread(hash: u64) -> usize {
    (hash ^ (hash >> 32)) as usize
}

/// Hashes a text; letters of both cases are the same.
pub(crate) fn hash_folded(text: &str, seed: u64) -> u64 {
    const MIX: u64 = 0x9E37_79B9_7F4A_7C15;
    // Setting this bit makes letters of both cases alike (and some marks as well: no harm).
    const CASE: u64 = u64::MAX / 0xFF * 0x20;
    let mix = |hash: u64, word: u64| (hash.rotate_left(29) ^ (word | CASE)).wrapping_mul(MIX);
    let (words, rest) = text.as_bytes().as_chunks::<8>();
    let hash = words.iter().fold(seed, |hash, word| mix(hash, u64::from_le_bytes(*word)));
    let mut last = [0; 8];
    last.iter_mut().zip(rest).for_each(|(slot, byte)| *slot = *byte);
    mix(hash, u64::from_le_bytes(last))
}

impl Key for Folded<'_> {
    fn hash(&self) -> u64 {
        hash_folded(self.0, 0)
    }
}

impl Key for (&str, &str) {
    fn hash(&self) -> u64 {
        hash_folded(self.1, hash_folded(self.0, 0))
    }
}

impl PartialEq for Folded<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.0 == other.0 || self.0.eq_ignore_ascii_case(other.0)
    }
}

impl Eq for Folded<'_> {}

impl PartialOrd for Folded<'_> {
    fn partial_cmp(&self, other: &Self) -> Option<core::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Folded<'_> {
    fn cmp(&self, other: &Self) -> core::cmp::Ordering {
        let fold =
            |text: &str| -> Vec<u8> { text.bytes().map(|b| b.to_ascii_lowercase()).collect() };
        fold(self.0).cmp(&fold(other.0))
    }
}

#[cfg(test)]
mod tests {
    use alloc::format;
    use alloc::string::String;

    use super::*;

    /// Keys that all collide.
    #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
    struct Same(usize);

    impl Key for Same {
        fn hash(&self) -> u64 {
            7
        }
    }

    #[test]
    fn many_colliding_keys_are_still_distinct() {
        let mut index = Index::for_count(500);
        for key in 0..500 {
            assert_eq!(index.get_or_insert(Same(key), key), None);
        }
        for key in 0..500 {
            assert_eq!(index.get(Same(key)), Some(key));
            assert_eq!(index.get_or_insert(Same(key), 999), Some(key));
        }
        assert_eq!(index.get(Same(500)), None);
    }

    #[test]
    fn it_grows() {
        let texts: Vec<String> = (0..3000).map(|n| format!("person{n}@example.com")).collect();
        let mut index = Index::for_count(0);
        for (number, text) in texts.iter().enumerate() {
            assert_eq!(index.get_or_insert(Folded(text), number), None);
            assert!(index.slots.len() >= 2 * index.entries.len());
        }
        for (number, text) in texts.iter().enumerate() {
            assert_eq!(index.get_or_insert(Folded(text), 9999), Some(number));
            assert_eq!(index.overflow.get(&Folded(text)), None);
        }
        assert!(index.slots.len() <= 8 * texts.len(), "{}", index.slots.len());
    }

    #[test]
    fn letter_case_does_not_count() {
        let texts: Vec<String> = (0..300).map(|n| format!("Person{n}@Example.com")).collect();
        let mut index = Index::for_count(texts.len());
        for (number, text) in texts.iter().enumerate() {
            assert_eq!(index.get_or_insert(Folded(text), number), None);
        }
        for (number, text) in texts.iter().enumerate() {
            assert_eq!(index.get(Folded(&text.to_ascii_uppercase())), Some(number));
        }
        assert_eq!(index.get(Folded("person@example.com")), None);
    }

    #[test]
    fn letter_case_does_not_order() {
        assert!(Folded("a") < Folded("B") && Folded("B") < Folded("c"));
        let mut overflow = OverflowMap::new();
        for (number, text) in ["C@d.e", "a@b.c", "B@c.d"].into_iter().enumerate() {
            assert_eq!(overflow.get_or_insert(Folded(text), number), None);
        }
        let found = ["A@B.C", "b@c.d", "c@D.E", "d@e.f"].map(|text| overflow.get(&Folded(text)));
        assert_eq!(found, [Some(1), Some(2), Some(0), None]);
    }

    fn overflowing<K: Key>(keys: impl ExactSizeIterator<Item = K> + Clone) -> usize {
        let index = Index::of(keys.clone(), keys.len());
        keys.filter(|key| index.overflow.get(key).is_some()).count()
    }

    /// The map behind the steps is for who chooses keys with care: counted names need none of it.
    #[test]
    fn ordinary_keys_find_a_place_within_the_steps() {
        let shapes: [fn(usize) -> String; 4] = [
            |n| format!("{n}"),
            |n| format!("person{n}@example.com"),
            |n| format!("{n:08}@example"),
            |n| format!("{n:016}"),
        ];
        for shape in shapes {
            let texts: Vec<String> = (0..10_000).map(shape).collect();
            assert_eq!(overflowing(texts.iter().map(|text| Folded(text))), 0);
            assert_eq!(overflowing(texts.iter().map(|text| (&**text, "Doe"))), 0);
            assert_eq!(overflowing(texts.iter().map(|text| ("Jo", &**text))), 0);
        }
    }

    #[test]
    fn names_are_exact() {
        let mut index = Index::for_count(2);
        assert_eq!(index.get_or_insert(("a", "b"), 1), None);
        assert_eq!(index.get(("A", "b")), None);
        assert_eq!(index.get(("a", "b")), Some(1));
    }
}
