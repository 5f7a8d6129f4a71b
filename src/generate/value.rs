//! Days, quantities and texts around the edges that matter.

use alloc::string::String;

use super::Source;
use crate::value::{Date, Owned, Quantities, Quantity, Timestamp};

/// Days that cases turn around: an ordinary one, ends of months and years, 29 February.
pub(super) const ANCHORS: [(i32, u8, u8); 8] = [
    (2026, 3, 1),
    (2024, 2, 29),
    (2025, 2, 28),
    (2026, 1, 31),
    (2026, 12, 31),
    (2027, 3, 1),
    (1, 1, 1),
    (9999, 12, 31),
];

/// Both sides of every window, and of the years.
const OFFSETS: [i64; 34] = [
    0, 1, -1, 7, -7, 8, -8, 6, -6, 30, -30, 31, -31, 29, -29, 365, -365, 366, -366, 364, -364, 730,
    -730, 1095, -1095, 1094, -1094, 1096, -1096, 14, -14, 60, -60, 3650,
];

/// Quantities around the minimums, and around what others ask for.
const AMOUNTS: [u32; 20] = [
    10,
    1000,
    9,
    11,
    999,
    1001,
    0,
    1,
    25,
    24,
    26,
    2500,
    2499,
    2501,
    255,
    256,
    65_535,
    65_536,
    2_147_483_646,
    2_147_483_647,
];

pub(super) fn anchor((year, month, day): &(i32, u8, u8)) -> Date {
    Date::new(*year, *month, *day).unwrap_or(Date::MIN)
}

/// Turns the source to another day, nine times in ten one of the ordinary ones.
pub fn turn(source: &mut Source<'_>) {
    let ordinary = ANCHORS.get(..6).unwrap_or(&ANCHORS);
    let pool = if source.one_in(20) { &ANCHORS[..] } else { ordinary };
    let at = source.below(pool.len());
    if let Some(day) = pool.get(at) {
        source.turn_to(anchor(day));
    }
}

/// A day, mostly on one side or the other of a window around [`Source::today`].
///
/// ```
/// use customer_core::generate::{Source, value};
/// assert_eq!(value::date(&mut Source::new(&[])).to_string(), "2026-03-01");
/// assert_eq!(value::date(&mut Source::new(&[0, 5])).to_string(), "2026-03-09");
/// ```
pub fn date(source: &mut Source<'_>) -> Date {
    if source.one_in(40) {
        let at = source.below(ANCHORS.len());
        return ANCHORS.get(at).map_or(Date::MIN, anchor);
    }
    let days = source.pick(&OFFSETS);
    source.today().add_days(days)
}

/// A moment, mostly on [`Source::today`] or next to it; none where it was not looked up.
pub fn timestamp(source: &mut Source<'_>) -> Option<Timestamp> {
    let days = source.pick(&[0, 1, -1]);
    let day = source.today().add_days(days);
    let clock = source.pick(&["12:00:00", "00:00:00", "23:59:59", ""]);
    Timestamp::parse(&alloc::format!("{day}T{clock}")).ok()
}

/// A quantity around a minimum or a power of two.
pub fn quantity(source: &mut Source<'_>) -> Quantity {
    Quantity::try_from(source.pick(&AMOUNTS)).unwrap_or(Quantity::MAX)
}

/// One offer, the other, both, or none.
pub fn quantities(source: &mut Source<'_>) -> Quantities {
    let license = source.unless(4, quantity);
    let consumables = source.maybe(3, quantity);
    Quantities::new(license, consumables)
}

/// What somebody owns.
pub fn owned(source: &mut Source<'_>) -> Owned {
    let mut amount = |simplest| match source.below(24) {
        0 => simplest,
        23 => i64::MAX.unsigned_abs(),
        at => AMOUNTS.get(at.saturating_sub(1)).map_or(simplest, |amount| u64::from(*amount)),
    };
    Owned { license: amount(0), consumables: amount(0) }
}

/// A text of `limit` characters, give or take one, of one, two, three or four bytes each.
///
/// ```
/// use customer_core::generate::{Source, value};
/// assert_eq!(value::text_around(35, &mut Source::new(&[])).chars().count(), 35);
/// assert_eq!(value::text_around(35, &mut Source::new(&[1])).chars().count(), 36);
/// assert_eq!(value::text_around(4, &mut Source::new(&[0, 3])), "🐸🐸🐸🐸");
/// ```
pub fn text_around(limit: usize, source: &mut Source<'_>) -> String {
    let length = match source.below(5) {
        0 => limit,
        1 => limit.saturating_add(1),
        2 => limit.saturating_sub(1),
        3 => limit.checked_div(2).unwrap_or(0),
        _ => limit.saturating_mul(2),
    };
    let letter = source.pick(&["x", "é", "文", "🐸"]);
    letter.repeat(length)
}
