//! Equality by value: member order, white space, escapes and number spelling don't count.

use alloc::vec::Vec;

use super::node::Node;
use super::reason::Reason;
use super::tape::TokenKind;
use super::text::Text;

/// Whether two values are the same, however they are spelt.
pub(crate) fn same(a: Node<'_, '_>, b: Node<'_, '_>) -> bool {
    match (a.kind(), b.kind()) {
        (TokenKind::Number, TokenKind::Number) => same_number(a.raw(), b.raw()),
        (TokenKind::Plain | TokenKind::Escaped, TokenKind::Plain | TokenKind::Escaped) => {
            a.text() == b.text()
        }
        (TokenKind::List, TokenKind::List) => {
            let (Some(mut a), Some(mut b)) = (a.elements(), b.elements()) else { return false };
            loop {
                match (a.next(), b.next()) {
                    (None, None) => return true,
                    (Some(a), Some(b)) if same(a, b) => {}
                    _ => return false,
                }
            }
        }
        (TokenKind::Object, TokenKind::Object) => {
            let (Some(a), Some(b)) = (sorted(a), sorted(b)) else { return false };
            a.len() == b.len()
                && a.iter().zip(&b).all(|((na, va), (nb, vb))| na == nb && same(*va, *vb))
        }
        (a, b) => a == b,
    }
}

/// The members of an object, by name.
#[inline(never)]
pub(crate) fn sorted<'d, 'a>(node: Node<'d, 'a>) -> Option<Vec<(Text<'a>, Node<'d, 'a>)>> {
    let mut sorted = Vec::new();
    node.members()?.for_each(|member| sorted.push(member));
    crate::json::sort_by(&mut sorted, |(one, _), (two, _)| one.cmp(two));
    Some(sorted)
}

/// Whether two numbers are equal as decimals: `1.10`, `1.1` and `11e-1` are.
pub(crate) fn same_number(a: &str, b: &str) -> bool {
    if a == b {
        return true;
    }
    let (Some(a), Some(b)) = (Decimal::parse(a), Decimal::parse(b)) else { return false };
    if a.is_zero() && b.is_zero() {
        return true;
    }
    a.negative == b.negative && a.magnitude == b.magnitude && a.digits().eq(b.digits())
}

/// The integer of 64 bits that a number's text stands for, however it is spelt: `7.0` and `70e-1`
/// are 7.
pub(crate) fn integer(text: &str) -> Result<i64, Reason> {
    if let Ok(integer) = text.parse() {
        return Ok(integer);
    }
    let number = Decimal::parse(text).ok_or(Reason::Range)?;
    if number.is_zero() {
        return Ok(0);
    }
    let digits = i128::try_from(number.digits().count()).map_err(|_| Reason::Range)?;
    // How many zeros follow the last digit; fewer than none where it is behind the point.
    let zeros = match number.magnitude.saturating_sub(digits) {
        ..0 => return Err(Reason::expected("an integer")),
        // An integer of 64 bits has not even twenty digits.
        20.. => return Err(Reason::Range),
        zeros => core::iter::repeat_n(b'0', usize::try_from(zeros).map_err(|_| Reason::Range)?),
    };
    let step = |sum: i64, digit: u8| {
        let (sum, digit) = (sum.checked_mul(10)?, i64::from(digit.wrapping_sub(b'0')));
        if number.negative { sum.checked_sub(digit) } else { sum.checked_add(digit) }
    };
    number.digits().chain(zeros).try_fold(0, step).ok_or(Reason::Range)
}

/// A number's text taken apart: sign, significant digits, and the power of ten of the first one.
struct Decimal<'a> {
    negative: bool,
    whole: &'a str,
    fraction: &'a str,
    magnitude: i128,
}

impl<'a> Decimal<'a> {
    /// `None` only when the exponent is beyond all measure: it has 39 digits or more.
    fn parse(text: &'a str) -> Option<Self> {
        let (negative, text) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text),
        };
        let (mantissa, exponent) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
        let (whole, fraction) = mantissa.split_once(['.']).unwrap_or((mantissa, ""));
        // Nothing is nothing, ten times or a tenth of it as often as you like.
        let is_zero = mantissa.bytes().all(|b| matches!(b, b'0' | b'.'));
        let exponent: i128 = if is_zero { 0 } else { exponent.parse().ok()? };
        let whole = whole.trim_start_matches('0');
        let first = if whole.is_empty() {
            let zeros = fraction.bytes().take_while(|b| *b == b'0').count();
            i128::try_from(zeros).ok()?.checked_neg()?
        } else {
            i128::try_from(whole.len()).ok()?
        };
        let magnitude = exponent.checked_add(first)?;
        Some(Self { negative, whole, fraction, magnitude })
    }

    fn is_zero(&self) -> bool {
        self.whole.is_empty() && self.fraction.bytes().all(|b| b == b'0')
    }

    /// The digits from the first to the last that is not zero.
    fn digits(&self) -> impl Iterator<Item = u8> + '_ {
        let tail = self.fraction.trim_end_matches('0');
        let whole = if tail.is_empty() { self.whole.trim_end_matches('0') } else { self.whole };
        let tail = if whole.is_empty() { tail.trim_start_matches('0') } else { tail };
        whole.bytes().chain(tail.bytes())
    }
}

#[cfg(test)]
mod tests {
    use super::{Reason, integer, same_number};

    #[test]
    fn numbers_are_equal_by_value_whatever_their_exponent() {
        for (one, two) in [
            ("0", "-0e999999999999999999999"),
            ("0.0", "0e9999999999999999999999999999999999999999999999"),
            ("10e99999999999999999998", "1e99999999999999999999"),
            ("1.2e9223372036854775808", "12e9223372036854775807"),
            ("0.01e-9223372036854775808", "1e-9223372036854775810"),
        ] {
            assert!(same_number(one, two), "{one} {two}");
        }
        for (one, two) in [
            ("1", "0e999999999999999999999"),
            ("1e99999999999999999998", "1e99999999999999999999"),
            ("1e99999999999999999999", "-1e99999999999999999999"),
            ("1e99999999999999999999", "1e-99999999999999999999"),
        ] {
            assert!(!same_number(one, two), "{one} {two}");
        }
    }

    #[test]
    fn an_integer_is_read_by_its_value() {
        for text in ["7", "7.0", "70e-1", "0.7E1", "7.000", "700e-2"] {
            assert_eq!(integer(text), Ok(7), "{text}");
        }
        assert_eq!(integer("-1.20e2"), Ok(-120));
        assert_eq!(integer("-0"), Ok(0));
        assert_eq!(integer("0.0e9"), Ok(0));
        assert_eq!(integer("-9223372036854775808.0"), Ok(i64::MIN));
        assert_eq!(integer("9223372036854775807e0"), Ok(i64::MAX));
        for text in ["7.5", "1e-1", "-0.001", "12345678901234567890.5", "1e-99999999999999999999"] {
            assert_eq!(integer(text), Err(Reason::expected("an integer")), "{text}");
        }
        let beyond = [
            "9223372036854775808",
            "-9223372036854775809.0",
            "1e19",
            "1e400",
            "3e18446744073709551616",
            "3e170141183460469231731687303715884105727",
        ];
        for text in beyond {
            assert_eq!(integer(text), Err(Reason::Range), "{text}");
        }
    }
}
