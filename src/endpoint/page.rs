//! Pages of a list.

use alloc::vec::Vec;
use core::cmp::Ordering;

use crate::json::sort_by;

/// Of all that a query means: in order, `take` behind the first `skip`, and how many there are.
pub(crate) fn page<T>(
    mut all: Vec<T>,
    order: impl Fn(&T, &T) -> Ordering,
    skip: u64,
    take: u64,
) -> (Vec<T>, u64) {
    sort_by(&mut all, order);
    let total = u64::try_from(all.len()).unwrap_or(u64::MAX);
    let whole = |n| usize::try_from(n).unwrap_or(usize::MAX);
    (all.into_iter().skip(whole(skip)).take(whole(take)).collect(), total)
}
