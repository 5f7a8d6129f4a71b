//! Values as text.

use alloc::borrow::Cow;
use alloc::string::String;
use core::fmt::{Display, Write as _};

/// What `value` shows. Unlike `to_string` and `format!` it has no panic for values that refuse to
/// be shown: none of ours does.
pub(crate) fn to_text(value: &impl Display) -> String {
    let mut text = String::new();
    let _ = write!(text, "{value}");
    text
}

/// A code of a vendor's answer, for logs. A body may hold anything in its place: what does not look
/// like a code is not shown.
pub(crate) fn code(text: &str) -> &str {
    let is_code = |b: &u8| b.is_ascii_uppercase() || b.is_ascii_digit();
    if text.len() <= 12 && text.as_bytes().iter().all(is_code) { text } else { ".." }
}

/// How many numbers have at most three digits.
const THOUSAND: usize = 1000;

/// The digits of 000 to 999, one after the other.
const TRIPLES: &str = {
    const DIGITS: [u8; 3 * THOUSAND] = triples();
    match core::str::from_utf8(&DIGITS) {
        Ok(digits) => digits,
        Err(_) => "",
    }
};

#[allow(clippy::indexing_slicing, clippy::arithmetic_side_effects, reason = "never runs")]
#[allow(clippy::cast_possible_truncation, reason = "digits")]
const fn triples() -> [u8; 3 * THOUSAND] {
    let mut digits = [b'0'; 3 * THOUSAND];
    let mut number = 0;
    while number < THOUSAND {
        digits[3 * number] += (number / 100) as u8;
        digits[3 * number + 1] += (number / 10 % 10) as u8;
        digits[3 * number + 2] += (number % 10) as u8;
        number += 1;
    }
    digits
}

/// A number in decimal digits, without the way through a formatter. Below a thousand, as a status
/// and the length of most errors are, it is there already.
#[inline]
pub(crate) fn decimal(number: usize) -> Cow<'static, str> {
    match number {
        0..10 => Cow::Borrowed(last(number, 1)),
        10..100 => Cow::Borrowed(last(number, 2)),
        100..THOUSAND => Cow::Borrowed(last(number, 3)),
        THOUSAND.. => Cow::Owned(long(number)),
    }
}

/// The last digits of a number below a thousand.
fn last(number: usize, digits: usize) -> &'static str {
    let end = number.wrapping_mul(3).wrapping_add(3);
    TRIPLES.get(end.wrapping_sub(digits)..end).unwrap_or_default()
}

fn long(number: usize) -> String {
    let before = decimal(number / THOUSAND);
    let mut digits = String::with_capacity(before.len().wrapping_add(3));
    digits.push_str(&before);
    digits.push_str(last(number % THOUSAND, 3));
    digits
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_are_those_that_a_number_shows() {
        for number in (0..2_100).chain([999_999, 1_000_000, 4_194_304, usize::MAX]) {
            assert_eq!(decimal(number), to_text(&number));
        }
    }
}
