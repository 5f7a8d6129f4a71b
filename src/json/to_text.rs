//! Values as text.

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

/// A number in decimal digits, without the way through a formatter.
pub(crate) struct Digits {
    /// Filled from the end; a number of 64 bits has at most twenty.
    digits: [u8; 20],
    from: usize,
}

impl Digits {
    pub(crate) fn of(number: usize) -> Self {
        let (mut digits, mut from, mut rest) = ([b'0'; 20], 20_usize, number);
        for digit in digits.iter_mut().rev() {
            *digit = b'0'.wrapping_add(u8::try_from(rest % 10).unwrap_or_default());
            from = from.wrapping_sub(1);
            rest /= 10;
            if rest == 0 {
                break;
            }
        }
        Self { digits, from }
    }

    pub(crate) fn as_str(&self) -> &str {
        let digits = self.digits.get(self.from..).unwrap_or_default();
        core::str::from_utf8(digits).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_are_those_that_a_number_shows() {
        for number in [0, 7, 10, 99, 100, 4_194_304, usize::MAX] {
            assert_eq!(Digits::of(number).as_str(), to_text(&number));
        }
    }
}
