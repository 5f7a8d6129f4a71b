//! Where choices come from: bytes, one for each choice.

use super::value;
use crate::value::Date;

/// Choices, read from bytes. A zero byte, and every byte behind the end, is the simplest choice.
///
/// ```
/// use customer_core::generate::Source;
///
/// let mut source = Source::new(&[1, 5]);
/// assert_eq!(source.pick(&["a", "b", "c"]), "b");
/// assert_eq!(source.below(3), 2);
/// assert_eq!(source.below(3), 0); // nothing is left: the simplest
/// assert_eq!(source.used(), 2);
/// ```
#[derive(Clone, Debug)]
pub struct Source<'a> {
    bytes: &'a [u8],
    used: usize,
    today: Date,
}

impl<'a> Source<'a> {
    /// Choices from these bytes. Days lie around 1 March 2026 unless [`Source::turn_to`] says
    /// otherwise.
    pub fn new(bytes: &'a [u8]) -> Self {
        Self { bytes, used: 0, today: value::ANCHORS.first().map_or(Date::MIN, value::anchor) }
    }

    /// How many bytes were read.
    pub const fn used(&self) -> usize {
        self.used
    }

    /// Whether every further choice is the simplest.
    pub const fn is_empty(&self) -> bool {
        self.used >= self.bytes.len()
    }

    /// The day around which days are chosen.
    pub const fn today(&self) -> Date {
        self.today
    }

    /// Chooses further days around this one.
    pub const fn turn_to(&mut self, today: Date) {
        self.today = today;
    }

    /// One byte.
    pub fn byte(&mut self) -> u8 {
        let Some(byte) = self.bytes.get(self.used) else { return 0 };
        self.used = self.used.saturating_add(1);
        *byte
    }

    /// A number below `end`; zero when there is none.
    pub fn below(&mut self, end: usize) -> usize {
        let low = usize::from(self.byte());
        let number = if end > 256 {
            low.saturating_add(usize::from(self.byte()).saturating_mul(256))
        } else {
            low
        };
        number.checked_rem(end).unwrap_or(0)
    }

    /// True once in `n` times; false when nothing is left.
    pub fn one_in(&mut self, n: usize) -> bool {
        self.below(n) == n.saturating_sub(1) && n > 1
    }

    /// One of these; the first is the simplest. The default when there is none.
    pub fn pick<T: Copy + Default>(&mut self, pool: &[T]) -> T {
        pool.get(self.below(pool.len())).copied().unwrap_or_default()
    }

    /// `simplest`, or one of the others.
    pub fn either<T: Copy>(&mut self, simplest: T, others: &[T]) -> T {
        let at = self.below(others.len().saturating_add(1));
        at.checked_sub(1).and_then(|at| others.get(at)).copied().unwrap_or(simplest)
    }

    /// A value, or none once in `n` times.
    pub fn unless<T>(&mut self, n: usize, make: impl FnOnce(&mut Self) -> T) -> Option<T> {
        if self.one_in(n) { None } else { Some(make(self)) }
    }

    /// A value once in `n` times.
    pub fn maybe<T>(&mut self, n: usize, make: impl FnOnce(&mut Self) -> T) -> Option<T> {
        if self.one_in(n) { Some(make(self)) } else { None }
    }
}
