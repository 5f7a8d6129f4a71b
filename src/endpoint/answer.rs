//! A stored answer: what the same call gets again.

use alloc::borrow::Cow;
use alloc::string::String;
use core::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::decision::Format;
use crate::json::stored;
use crate::value::Timestamp;

/// The version of the stored form.
const VERSION: u32 = 1;

stored! {
    /// Under which an answer is stored.
    #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
    #[non_exhaustive]
    pub struct AnswerKey {
        /// The client, by its API key.
        pub client: String,
        /// The method.
        pub method: Cow<'static, str>,
        /// The path, without a query.
        pub path: String,
        /// The correlation id.
        pub correlation_id: String,
    }
}

impl AnswerKey {
    /// The same, borrowed.
    pub fn by_ref(&self) -> AnswerKeyRef<'_> {
        AnswerKeyRef {
            client: &self.client,
            method: &self.method,
            path: &self.path,
            correlation_id: &self.correlation_id,
        }
    }
}

/// Under which an answer may be stored, borrowed from a call.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(clippy::exhaustive_structs, reason = "a service makes it from what it has stored")]
pub struct AnswerKeyRef<'c> {
    /// The client, by its API key.
    pub client: &'c str,
    /// The method.
    pub method: &'c str,
    /// The path, without a query.
    pub path: &'c str,
    /// The correlation id.
    pub correlation_id: &'c str,
}

impl AnswerKeyRef<'_> {
    /// The same, owned.
    pub fn into_owned(self) -> AnswerKey {
        AnswerKey {
            client: self.client.into(),
            method: owned_method(self.method),
            path: self.path.into(),
            correlation_id: self.correlation_id.into(),
        }
    }
}

/// A method that lasts: of those whose answers are stored, the text is there already.
fn owned_method(method: &str) -> Cow<'static, str> {
    let known = ["PATCH", "POST"].into_iter().find(|known| *known == method);
    known.map_or_else(|| Cow::Owned(method.into()), Cow::Borrowed)
}

stored! {
    /// An answer, stored with its decision in one transaction.
    #[derive(Clone, PartialEq, Eq, Hash)]
    #[non_exhaustive]
    pub struct StoredAnswer {
        version: Format<VERSION>,
        /// What it is found by.
        pub key: AnswerKey,
        /// The id of the request that it answered.
        pub request_id: Option<String>,
        /// The digest of the body of that request.
        pub body_digest: Digest,
        /// The status.
        pub status: u16,
        /// The body.
        pub body: String,
        /// When it was stored.
        pub stored_at: Timestamp,
    }
}

impl StoredAnswer {
    /// An answer of this version.
    pub fn new(
        key: AnswerKey,
        request_id: Option<String>,
        body_digest: Digest,
        (status, body): (u16, String),
        stored_at: Timestamp,
    ) -> Self {
        Self { version: Format, key, request_id, body_digest, status, body, stored_at }
    }

    /// Whether it counts at `now`: it is younger than so many days.
    pub fn is_young(&self, now: Timestamp, days: i64) -> bool {
        // Of two moments of a day the later one is later on every day.
        let age = self.stored_at.date().days_until(now.date());
        let clock = |at: Timestamp| (at.hour(), at.minute(), at.second());
        age < days || (age == days && clock(now) < clock(self.stored_at))
    }
}

/// Neither ids nor the body.
impl fmt::Debug for AnswerKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("AnswerKey(..)")
    }
}

/// Neither ids nor the body.
impl fmt::Debug for AnswerKeyRef<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("AnswerKeyRef(..)")
    }
}

/// Status and time; neither ids nor the body.
impl fmt::Debug for StoredAnswer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("StoredAnswer")
            .field("status", &self.status)
            .field("stored_at", &self.stored_at)
            .finish_non_exhaustive()
    }
}

/// A digest of a body, such as SHA-256: 32 bytes, stored as 64 hexadecimal digits.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
#[expect(clippy::exhaustive_structs, reason = "32 bytes, and nothing else")]
pub struct Digest(pub [u8; 32]);

impl Digest {
    /// No digest was made.
    pub const NONE: Self = Self([0; 32]);

    /// Reads 64 hexadecimal digits.
    ///
    /// ```
    /// # use customer_core::endpoint::Digest;
    /// let digest = Digest([0xAB; 32]);
    /// assert_eq!(Digest::parse(&digest.to_string()), Some(digest));
    /// assert_eq!(Digest::parse("ab"), None);
    /// ```
    pub fn parse(text: &str) -> Option<Self> {
        let mut bytes = [0; 32];
        if text.len() != 64 {
            return None;
        }
        let mut digits = text.chars().map(|digit| digit.to_digit(16));
        for byte in &mut bytes {
            let (high, low) = (digits.next()??, digits.next()??);
            *byte = u8::try_from(high.wrapping_shl(4) | low).ok()?;
        }
        Some(Self(bytes))
    }
}

impl Default for Digest {
    fn default() -> Self {
        Self::NONE
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

/// A digest of a short body tells the body.
impl fmt::Debug for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Digest(..)")
    }
}

impl Serialize for Digest {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Digest {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).ok_or_else(|| serde::de::Error::custom("not 64 hexadecimal digits"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a70_an_answer_counts_for_exactly_ten_days() {
        let at = |text| Timestamp::parse(text).unwrap();
        let key = AnswerKeyRef { client: "c", method: "PATCH", path: "/", correlation_id: "1" };
        let answer = |stored| {
            let body = (200, String::new());
            StoredAnswer::new(key.into_owned(), None, Digest::NONE, body, at(stored))
        };
        let one = answer("2026-02-20T12:00:00");
        assert!(one.is_young(at("2026-02-20T12:00:00"), 10));
        assert!(one.is_young(at("2026-03-02T11:59:59"), 10));
        assert!(!one.is_young(at("2026-03-02T12:00:00"), 10));
        assert!(!one.is_young(at("2026-03-03T00:00:00"), 10));
        // A clock that went back does not make it older.
        assert!(one.is_young(at("2026-02-19T00:00:00"), 10));
    }

    #[test]
    fn l16_a_stored_answer_reads_back_and_shows_nothing() {
        let key = AnswerKeyRef { client: "key", method: "P", path: "/p", correlation_id: "id" };
        let stored_at = Timestamp::parse("2026-02-20T12:00:00").unwrap();
        let body = (400, String::from("secret"));
        let answer =
            StoredAnswer::new(key.into_owned(), Some("r".into()), Digest([7; 32]), body, stored_at);
        let text = serde_json::to_string(&answer).unwrap();
        assert_eq!(serde_json::from_str::<StoredAnswer>(&text).unwrap(), answer);
        let shown = alloc::format!("{answer:?} {:?} {:?}", answer.key, answer.key.by_ref());
        assert!(!shown.contains("secret") && !shown.contains("key\""), "{shown}");
        let later = text.replace("\"version\":1", "\"version\":2");
        assert!(serde_json::from_str::<StoredAnswer>(&later).is_err());
    }
}
