//! A quantity as a member: stored ones are whole numbers, sent ones any number until they are
//! checked.

use core::fmt;

use super::member::{Echo, Member, differ_scalar, echo_scalar};
use super::number::Number;
use super::raw::{Raw, Value};
use crate::json::{At, Errors, Path, Reader, Reason, Text, Writer, to_text};
use crate::member::{Change, Field, Shape};
use crate::value::Quantity;

impl Member for Quantity {
    type Sent<'a> = Text<'a>;

    const SCALAR: bool = true;

    const STORED: Shape = Shape::QUANTITY;

    const SENT: Shape = Shape::Number;

    fn read(from: &mut Reader<'_>, at: &At<'_>, errors: &mut Errors) -> Option<Self> {
        let quantity = parse(&Self::read_sent(from, at, errors)?);
        if quantity.is_none() {
            errors.push(at, Reason::Range);
        }
        quantity
    }

    fn read_sent<'a>(from: &mut Reader<'a>, at: &At<'_>, errors: &mut Errors) -> Option<Text<'a>> {
        Number::read_sent(from, at, errors)
    }

    fn write(&self, w: &mut Writer<'_>) {
        w.number(self);
    }

    fn write_sent(sent: &Text<'_>, w: &mut Writer<'_>) {
        w.raw(sent);
    }

    fn own(sent: Text<'_>) -> Text<'static> {
        sent.into_owned()
    }

    fn sent(&self) -> Text<'_> {
        Text::from(to_text(self))
    }

    fn echo(
        stored: Option<&Self>,
        sent: &Field<Text<'_>>,
        at: &At<'_>,
        found: &mut dyn FnMut(&At<'_>, Echo),
    ) {
        echo_scalar(stored, sent, at, found, |stored, sent| parse(sent) == Some(*stored));
    }

    fn differ(
        before: Option<&Self>,
        after: Option<&Self>,
        at: &Path,
        each: &mut dyn FnMut(Change),
    ) {
        differ_scalar(before, after, at, each, |quantity| {
            Value::Json(Raw::written(|w| w.number(quantity)))
        });
    }

    fn show(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self, f)
    }

    fn show_sent(_: &Text<'_>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("…")
    }
}

/// A whole number from 0 to 2^31 - 1, however it is spelt: `10`, `10.0` and `1e1` are the same.
pub(crate) fn parse(number: &str) -> Option<Quantity> {
    let (negative, number) = match number.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, number),
    };
    let (mantissa, exponent) = number.split_once(['e', 'E']).unwrap_or((number, "0"));
    let (whole, fraction) = mantissa.split_once(['.']).unwrap_or((mantissa, ""));
    let digits = || whole.bytes().chain(fraction.bytes());
    if digits().all(|digit| digit == b'0') {
        return Some(Quantity::ZERO);
    }
    if negative {
        return None;
    }
    // How many digits are before the point. An exponent that does not fit makes a number that is
    // no quantity.
    let exponent: i64 = exponent.parse().ok()?;
    let point = i64::try_from(whole.len()).ok()?.checked_add(exponent)?;
    let point = usize::try_from(point).ok()?;
    if digits().skip(point).any(|digit| digit != b'0') {
        return None;
    }
    let mut value = 0_u32;
    for digit in digits().take(point) {
        let digit = digit.checked_sub(b'0')?;
        value = value.checked_mul(10)?.checked_add(u32::from(digit))?;
    }
    let behind = u32::try_from(point.saturating_sub(digits().count())).ok()?;
    Quantity::try_from(value.checked_mul(10_u32.checked_pow(behind)?)?).ok()
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn a_quantity_is_read_by_value() {
        for ten in ["10", "10.0", "1e1", "1E+1", "100e-1", "0.1e2", "0010.000"] {
            assert_eq!(parse(ten).map(|one| one.number()), Some(10), "{ten}");
        }
        for zero in ["0", "-0", "0.0", "0e999999999999999999999", "-0.0e-7"] {
            assert_eq!(parse(zero).map(|one| one.number()), Some(0), "{zero}");
        }
        assert_eq!(parse("2147483647").map(|one| one.number()), Some(2_147_483_647));
        let others =
            ["-1", "2147483648", "9.5", "1e-1", "1e10", "1e999999999999999999999", "1E400", "0.5"];
        for other in others {
            assert_eq!(parse(other), None, "{other}");
        }
    }
}
