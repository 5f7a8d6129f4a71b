//! The clock: milliseconds of the machine's clock, moved by the sandbox's offset.

use core::fmt;
use std::time::{SystemTime, UNIX_EPOCH};

use customer_core::value::Timestamp;
use time::format_description::well_known::Rfc3339;
use time::{OffsetDateTime, PrimitiveDateTime};

/// A moment in milliseconds since 1970, in UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Moment(pub(crate) i64);

impl Moment {
    /// The last second that the sandbox's clock shows.
    pub(crate) const LAST: Self = Self(253_402_300_799_000);

    /// Now, by the machine's clock.
    pub(crate) fn machine() -> Self {
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        Self(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
    }

    /// So many milliseconds later.
    pub(crate) const fn later(self, milliseconds: i64) -> Self {
        Self(self.0.saturating_add(milliseconds))
    }

    /// The whole second, from 1970 to 9999.
    pub(crate) const fn seconds(self) -> i64 {
        self.0.div_euclid(1000)
    }

    /// As the core sees it: cut to the second, and never beyond what its calendar has.
    pub(crate) fn timestamp(self) -> Option<Timestamp> {
        let at = self.calendar()?;
        Timestamp::try_from(PrimitiveDateTime::new(at.date(), at.time())).ok()
    }

    /// The text of [`Self::timestamp`].
    pub(crate) fn text(self) -> String {
        self.timestamp().map(|at| at.to_string()).unwrap_or_default()
    }

    fn calendar(self) -> Option<OffsetDateTime> {
        OffsetDateTime::from_unix_timestamp(self.min(Self::LAST).seconds()).ok()
    }

    /// Reads a moment of RFC 3339, or one without its zone, which is UTC then.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let at = OffsetDateTime::parse(text, &Rfc3339).ok().or_else(|| {
            let zoned = format!("{text}Z");
            OffsetDateTime::parse(&zoned, &Rfc3339).ok()
        })?;
        i64::try_from(at.unix_timestamp_nanos().div_euclid(1_000_000)).ok().map(Self)
    }
}

/// `YYYY-MM-DDTHH:MM:SSZ`.
impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = self.calendar().and_then(|at| at.format(&Rfc3339).ok());
        f.write_str(text.as_deref().unwrap_or("-"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_read_back_and_are_cut_to_the_second() {
        let at = Moment::parse("2026-02-20T12:00:00.999Z").unwrap();
        assert_eq!(at.to_string(), "2026-02-20T12:00:00Z");
        assert_eq!(at.timestamp(), Timestamp::parse("2026-02-20T12:00:00").ok());
        assert_eq!(Moment::parse("2026-02-20T12:00:00"), Some(Moment(at.0 - 999)));
        assert_eq!(Moment::parse("2026-02-20T14:00:00+02:00"), Some(Moment(at.0 - 999)));
        assert_eq!(Moment::LAST.to_string(), "9999-12-31T23:59:59Z");
        assert_eq!(Moment::LAST.later(9_000_000).to_string(), "9999-12-31T23:59:59Z");
        assert_eq!(Moment::parse("tomorrow"), None);
    }

    #[test]
    fn a_moment_is_written_as_the_core_writes_it() {
        for at in [0, 951_782_400_000, 1_772_323_199_999, Moment::LAST.0, i64::MAX] {
            let text = Moment(at).timestamp().unwrap().to_string();
            assert_eq!(Moment(at).text(), text);
        }
    }
}
