//! A day of the calendar, and arithmetic that never leaves it.

use core::fmt;
use core::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use thiserror::Error;
use time::Month;

/// A day of the proleptic Gregorian calendar, from 0001-01-01 to 9999-12-31.
///
/// Written and read as `YYYY-MM-DD`, exactly: ten characters, no sign, no zone, no time of day.
///
/// ```
/// # use customer_core::value::Date;
/// let day = Date::parse("2024-02-29")?;
/// assert_eq!(day.add_years(3), Date::parse("2027-03-01")?);
/// assert!(Date::parse("2023-02-29").is_err());
/// assert!(Date::parse("+2024-02-29").is_err());
/// # Ok::<(), customer_core::value::DateError>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date(time::Date);

/// Why a text or three numbers are no [`Date`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Error)]
#[non_exhaustive]
pub enum DateError {
    /// The text has another shape than `YYYY-MM-DD`.
    #[error("a date must have the form YYYY-MM-DD")]
    Form,
    /// The shape is right, but the calendar has no such day.
    #[error("a date must be a day of the calendar")]
    Day,
}

impl Date {
    /// The first day: 0001-01-01.
    pub const MIN: Self = Self(match time::Date::from_calendar_date(1, Month::January, 1) {
        Ok(day) => day,
        Err(_) => time::Date::MIN,
    });

    /// The last day: 9999-12-31.
    pub const MAX: Self = Self(match time::Date::from_calendar_date(9999, Month::December, 31) {
        Ok(day) => day,
        Err(_) => time::Date::MAX,
    });

    /// The day with these numbers.
    ///
    /// # Errors
    ///
    /// [`DateError::Day`] when the calendar has no such day, or it lies outside of the years
    /// 1 to 9999.
    pub fn new(year: i32, month: u8, day: u8) -> Result<Self, DateError> {
        if !(1..=9999).contains(&year) {
            return Err(DateError::Day);
        }
        let month = Month::try_from(month).map_err(|_| DateError::Day)?;
        time::Date::from_calendar_date(year, month, day).map(Self).map_err(|_| DateError::Day)
    }

    /// Reads `YYYY-MM-DD`.
    ///
    /// # Errors
    ///
    /// [`DateError::Form`] for any other shape: `2024-2-9`, `+2024-02-09`, `2024-02-09Z`,
    /// `2024-02-09T00:00:00`, digits other than ASCII ones.
    /// [`DateError::Day`] for `2023-02-29`, `2024-13-01`, `0000-01-01`.
    pub fn parse(text: &str) -> Result<Self, DateError> {
        let Ok(&[y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2]) =
            <&[u8; 10]>::try_from(text.as_bytes())
        else {
            return Err(DateError::Form);
        };
        let (high, low) = (two_digits(y1, y2), two_digits(y3, y4));
        let (Some(high), Some(low), Some(month), Some(day)) =
            (high, low, two_digits(m1, m2), two_digits(d1, d2))
        else {
            return Err(DateError::Form);
        };
        let year = i32::from(high).saturating_mul(100).saturating_add(i32::from(low));
        Self::new(year, month, day)
    }

    /// The year, 1 to 9999.
    #[must_use]
    pub const fn year(self) -> i32 {
        self.0.year()
    }

    /// The month, 1 to 12.
    #[must_use]
    pub fn month(self) -> u8 {
        u8::from(self.0.month())
    }

    /// The day of the month, 1 to 31.
    #[must_use]
    pub const fn day(self) -> u8 {
        self.0.day()
    }

    /// This day moved by so many days, backwards when negative; stops at [`MIN`](Self::MIN) and
    /// [`MAX`](Self::MAX).
    #[must_use]
    pub fn add_days(self, days: i64) -> Self {
        let (first, last) = (Self::MIN.number(), Self::MAX.number());
        let number = self.number().saturating_add(days).clamp(first, last);
        i32::try_from(number)
            .ok()
            .and_then(|number| time::Date::from_julian_day(number).ok())
            .map_or(self, Self)
    }

    /// The day after, unless this is the last one.
    #[must_use]
    pub fn next_day(self) -> Option<Self> {
        (self < Self::MAX).then(|| self.add_days(1))
    }

    /// The same day so many years later, or earlier when negative. 29 February becomes 1 March
    /// where the year has none; stops at [`MIN`](Self::MIN) and [`MAX`](Self::MAX).
    #[must_use]
    pub fn add_years(self, years: i32) -> Self {
        let year = self.year().saturating_add(years);
        if year < 1 {
            return Self::MIN;
        }
        if year > 9999 {
            return Self::MAX;
        }
        // Only 29 February can be missing in another year.
        Self::new(year, self.month(), self.day()).or_else(|_| Self::new(year, 3, 1)).unwrap_or(self)
    }

    /// How many days later the other one is; negative when it is earlier.
    #[must_use]
    pub fn days_until(self, other: Self) -> i64 {
        other.number().saturating_sub(self.number())
    }

    pub(super) const fn calendar(self) -> time::Date {
        self.0
    }

    pub(super) const fn of_calendar(day: time::Date) -> Self {
        Self(day)
    }

    fn number(self) -> i64 {
        i64::from(self.0.to_julian_day())
    }
}

/// The number that two ASCII digits write.
pub(super) fn two_digits(tens: u8, ones: u8) -> Option<u8> {
    if !tens.is_ascii_digit() || !ones.is_ascii_digit() {
        return None;
    }
    let (tens, ones) = (tens.checked_sub(b'0')?, ones.checked_sub(b'0')?);
    tens.checked_mul(10)?.checked_add(ones)
}

/// The two ASCII digits that a number below 100 is written in.
pub(super) const fn digits(number: u8) -> [u8; 2] {
    [(number / 10).wrapping_add(b'0'), (number % 10).wrapping_add(b'0')]
}

impl Date {
    /// What it is written in: ASCII, made without the usual way to write numbers, which is slow.
    pub(super) fn written(self) -> [u8; 10] {
        let year = self.year();
        // Both are below 100.
        let [century, year] = [year / 100, year % 100].map(|two| u8::try_from(two).unwrap_or(0));
        let ([c1, c2], [y1, y2]) = (digits(century), digits(year));
        let ([m1, m2], [d1, d2]) = (digits(self.month()), digits(self.day()));
        [c1, c2, y1, y2, b'-', m1, m2, b'-', d1, d2]
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(core::str::from_utf8(&self.written()).unwrap_or_default())
    }
}

impl fmt::Debug for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl TryFrom<&str> for Date {
    type Error = DateError;

    fn try_from(text: &str) -> Result<Self, DateError> {
        Self::parse(text)
    }
}

impl FromStr for Date {
    type Err = DateError;

    fn from_str(text: &str) -> Result<Self, DateError> {
        Self::parse(text)
    }
}

impl From<Date> for time::Date {
    fn from(day: Date) -> Self {
        day.0
    }
}

/// Days of the years 1 to 9999.
impl TryFrom<time::Date> for Date {
    type Error = DateError;

    fn try_from(day: time::Date) -> Result<Self, DateError> {
        let day = Self(day);
        if (Self::MIN..=Self::MAX).contains(&day) { Ok(day) } else { Err(DateError::Day) }
    }
}

impl Serialize for Date {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Date {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Text;

        impl de::Visitor<'_> for Text {
            type Value = Date;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a date of the form YYYY-MM-DD")
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<Date, E> {
                Date::parse(text).map_err(E::custom)
            }
        }

        deserializer.deserialize_str(Text)
    }
}

#[cfg(test)]
mod tests {
    use alloc::string::ToString;

    use super::*;

    fn day(text: &str) -> Date {
        Date::parse(text).unwrap()
    }

    #[test]
    fn only_ten_characters_of_the_right_shape() {
        let strange = ["", "2020-5-02", "+2020-05-02", "2020-05-02Z", "2020/05/02", "20200502"];
        for text in strange {
            assert_eq!(Date::parse(text), Err(DateError::Form), "{text}");
        }
        let stranger =
            ["2020-05-0a", " 020-05-02", "\u{ff12}020-05-02", "-020-05-02", "2020-05-\u{664}"];
        for text in stranger {
            assert_eq!(Date::parse(text), Err(DateError::Form), "{text}");
        }
    }

    #[test]
    fn only_days_of_the_calendar() {
        for text in ["2023-02-29", "1900-02-29", "2024-13-01", "2024-00-01", "2024-04-31"] {
            assert_eq!(Date::parse(text), Err(DateError::Day), "{text}");
        }
        for text in ["0000-01-01", "2024-01-00"] {
            assert_eq!(Date::parse(text), Err(DateError::Day), "{text}");
        }
        for text in ["0001-01-01", "2000-02-29", "2024-02-29", "9999-12-31"] {
            assert_eq!(day(text).to_string(), text);
        }
        assert_eq!(Date::new(-1, 1, 1), Err(DateError::Day));
        assert_eq!(Date::new(10_000, 1, 1), Err(DateError::Day));
    }

    #[test]
    fn the_leap_day_becomes_the_first_of_march() {
        assert_eq!(day("2024-02-29").add_years(1), day("2025-03-01"));
        assert_eq!(day("2024-02-29").add_years(4), day("2028-02-29"));
        assert_eq!(day("2024-02-29").add_years(-1), day("2023-03-01"));
        assert_eq!(day("2024-02-28").add_years(1), day("2025-02-28"));
    }

    #[test]
    fn arithmetic_stops_at_the_ends() {
        assert_eq!(Date::MIN.to_string(), "0001-01-01");
        assert_eq!(Date::MAX.to_string(), "9999-12-31");
        assert_eq!(day("2024-12-31").add_days(1), day("2025-01-01"));
        assert_eq!(day("2024-03-01").add_days(-1), day("2024-02-29"));
        assert_eq!(day("2024-03-01").add_days(i64::MAX), Date::MAX);
        assert_eq!(day("2024-03-01").add_days(i64::MIN), Date::MIN);
        assert_eq!(day("2024-03-01").add_years(i32::MAX), Date::MAX);
        assert_eq!(day("2024-03-01").add_years(i32::MIN), Date::MIN);
        assert_eq!(day("9998-05-02").add_years(1), day("9999-05-02"));
        assert_eq!(day("0002-05-02").add_years(-1), day("0001-05-02"));
        assert_eq!(Date::MAX.next_day(), None);
        assert_eq!(day("9999-12-30").next_day(), Some(Date::MAX));
        assert_eq!(Date::MIN.days_until(Date::MAX), 3_652_058);
        assert_eq!(Date::MAX.days_until(Date::MIN), -3_652_058);
    }

    #[test]
    fn serde_is_the_text_and_nothing_else() {
        let json = serde_json::to_string(&day("2024-02-29")).unwrap();
        assert_eq!(json, "\"2024-02-29\"");
        assert_eq!(serde_json::from_str::<Date>(&json).unwrap(), day("2024-02-29"));
        assert_eq!(
            serde_json::from_str::<Date>("\"2024-02-2\\u0039\"").unwrap(),
            day("2024-02-29")
        );
        for other in ["\"2024-02-30\"", "[2024,60]", "20240229", "null"] {
            assert!(serde_json::from_str::<Date>(other).is_err(), "{other}");
        }
    }
}
