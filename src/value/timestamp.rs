//! A day and a time of day, in a zone that nobody names.

use core::fmt;
use core::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use thiserror::Error;

use super::date::{Date, DateError, digits, two_digits};

/// A day and a time of day to the second.
///
/// Written and read as `YYYY-MM-DDTHH:MM:SS`, exactly: 19 characters, no zone and no fraction,
/// because dropping either would silently change what was said.
///
/// ```
/// # use customer_core::value::Timestamp;
/// assert!(Timestamp::parse("2026-05-02T23:59:59").is_ok());
/// assert!(Timestamp::parse("2026-05-02T23:59:59Z").is_err());
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp(time::PrimitiveDateTime);

/// Why a text is no [`Timestamp`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Error)]
#[non_exhaustive]
pub enum TimestampError {
    /// The text has another shape than `YYYY-MM-DDTHH:MM:SS`.
    #[error("a timestamp must have the form YYYY-MM-DDTHH:MM:SS")]
    Form,
    /// The shape is right, but the calendar has no such day.
    #[error("a timestamp must be on a day of the calendar")]
    Day,
    /// The shape is right, but the clock shows no such time.
    #[error("a timestamp must be a time of the clock")]
    Clock,
}

impl Timestamp {
    /// Reads `YYYY-MM-DDTHH:MM:SS`.
    ///
    /// # Errors
    ///
    /// [`TimestampError::Form`] for any other shape, a zone or a fraction included;
    /// [`TimestampError::Day`] for `2023-02-29T00:00:00`;
    /// [`TimestampError::Clock`] for `2023-02-28T24:00:00`, and for a leap second.
    pub fn parse(text: &str) -> Result<Self, TimestampError> {
        let Some((date, clock)) = text.split_once(['T']) else {
            return Err(TimestampError::Form);
        };
        let Ok(&[h1, h2, b':', m1, m2, b':', s1, s2]) = <&[u8; 8]>::try_from(clock.as_bytes())
        else {
            return Err(TimestampError::Form);
        };
        let (Some(hour), Some(minute), Some(second)) =
            (two_digits(h1, h2), two_digits(m1, m2), two_digits(s1, s2))
        else {
            return Err(TimestampError::Form);
        };
        let date = Date::parse(date).map_err(|error| match error {
            DateError::Form => TimestampError::Form,
            DateError::Day => TimestampError::Day,
        })?;
        Self::new(date, hour, minute, second)
    }

    /// The moment with this day and these numbers.
    ///
    /// # Errors
    ///
    /// [`TimestampError::Clock`] when the clock shows no such time.
    pub fn new(date: Date, hour: u8, minute: u8, second: u8) -> Result<Self, TimestampError> {
        let clock = time::Time::from_hms(hour, minute, second);
        let clock = clock.map_err(|_| TimestampError::Clock)?;
        Ok(Self(time::PrimitiveDateTime::new(date.calendar(), clock)))
    }

    /// The hour, 0 to 23.
    #[must_use]
    pub const fn hour(self) -> u8 {
        self.0.hour()
    }

    /// The minute, 0 to 59.
    #[must_use]
    pub const fn minute(self) -> u8 {
        self.0.minute()
    }

    /// The second, 0 to 59.
    #[must_use]
    pub const fn second(self) -> u8 {
        self.0.second()
    }

    /// The day.
    #[must_use]
    pub const fn date(self) -> Date {
        Date::of_calendar(self.0.date())
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (hour, minute, second) = self.0.as_hms();
        let [c1, c2, y1, y2, _, n1, n2, _, d1, d2] = self.date().written();
        let [[h1, h2], [m1, m2], [s1, s2]] = [hour, minute, second].map(digits);
        let text =
            [c1, c2, y1, y2, b'-', n1, n2, b'-', d1, d2, b'T', h1, h2, b':', m1, m2, b':', s1, s2];
        f.write_str(core::str::from_utf8(&text).unwrap_or_default())
    }
}

impl fmt::Debug for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl TryFrom<&str> for Timestamp {
    type Error = TimestampError;

    fn try_from(text: &str) -> Result<Self, TimestampError> {
        Self::parse(text)
    }
}

impl FromStr for Timestamp {
    type Err = TimestampError;

    fn from_str(text: &str) -> Result<Self, TimestampError> {
        Self::parse(text)
    }
}

impl From<Timestamp> for time::PrimitiveDateTime {
    fn from(moment: Timestamp) -> Self {
        moment.0
    }
}

/// Whole seconds of the years 1 to 9999: a fraction is refused and not dropped.
impl TryFrom<time::PrimitiveDateTime> for Timestamp {
    type Error = TimestampError;

    fn try_from(moment: time::PrimitiveDateTime) -> Result<Self, TimestampError> {
        if moment.nanosecond() != 0 {
            return Err(TimestampError::Form);
        }
        let (hour, minute, second) = moment.as_hms();
        let day = Date::try_from(moment.date()).map_err(|_| TimestampError::Day)?;
        Self::new(day, hour, minute, second)
    }
}

impl Serialize for Timestamp {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Timestamp {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Text;

        impl de::Visitor<'_> for Text {
            type Value = Timestamp;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a timestamp of the form YYYY-MM-DDTHH:MM:SS")
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<Timestamp, E> {
                Timestamp::parse(text).map_err(E::custom)
            }
        }

        deserializer.deserialize_str(Text)
    }
}

#[cfg(test)]
mod tests {
    use alloc::string::ToString;

    use super::*;

    #[test]
    fn reads_back_what_it_writes() {
        for text in ["0001-01-01T00:00:00", "2024-02-29T09:08:07", "9999-12-31T23:59:59"] {
            let stamp = Timestamp::parse(text).unwrap();
            assert_eq!(stamp.to_string(), text);
            assert!(text.starts_with(&stamp.date().to_string()));
            let json = serde_json::to_string(&stamp).unwrap();
            assert_eq!(serde_json::from_str::<Timestamp>(&json).unwrap(), stamp);
        }
    }

    #[test]
    fn refuses_zones_fractions_and_other_shapes() {
        for tail in ["Z", ".0", "+00:00", " ", ":00"] {
            let text = alloc::format!("2024-02-29T09:08:07{tail}");
            assert_eq!(Timestamp::parse(&text), Err(TimestampError::Form), "{text}");
        }
        for text in ["", "2024-02-29", "2024-02-29 09:08:07", "2024-02-29t09:08:07", "T"] {
            assert_eq!(Timestamp::parse(text), Err(TimestampError::Form), "{text}");
        }
        assert_eq!(Timestamp::parse("+2024-02-29T09:08:07"), Err(TimestampError::Form));
        assert_eq!(Timestamp::parse("2024-02-29T9:08:07"), Err(TimestampError::Form));
    }

    #[test]
    fn refuses_days_and_times_that_never_come() {
        assert_eq!(Timestamp::parse("2023-02-29T00:00:00"), Err(TimestampError::Day));
        for clock in ["24:00:00", "23:60:00", "23:59:60"] {
            let text = alloc::format!("2023-02-28T{clock}");
            assert_eq!(Timestamp::parse(&text), Err(TimestampError::Clock), "{text}");
        }
    }

    #[test]
    fn earlier_is_less() {
        let at = |text| Timestamp::parse(text).unwrap();
        assert!(at("2024-02-29T09:08:07") < at("2024-02-29T09:08:08"));
        assert!(at("2024-02-29T23:59:59") < at("2024-03-01T00:00:00"));
    }
}
