//! What `apply` hands back.

use serde::de::{Deserialize, Deserializer, Error};
use serde::ser::{Serialize, SerializeMap, Serializer};

/// The record afterwards and the decision that made it.
///
/// With serde it is a map of both; only for formats that describe themselves.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[must_use]
#[expect(clippy::exhaustive_structs, reason = "a pair that is taken apart")]
pub struct Outcome<R, D> {
    /// The record after the decision.
    pub after: R,
    /// What was decided: changes and effects.
    pub decision: D,
}

impl<R: Serialize, D: Serialize> Serialize for Outcome<R, D> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        // Of unknown length, so that a format which could not read it back refuses it here.
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("after", &self.after)?;
        map.serialize_entry("decision", &self.decision)?;
        map.end()
    }
}

/// The stored form.
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Parts<R, D> {
    after: R,
    decision: D,
}

impl<'de, R: Deserialize<'de>, D: Deserialize<'de>> Deserialize<'de> for Outcome<R, D> {
    fn deserialize<De: Deserializer<'de>>(deserializer: De) -> Result<Self, De::Error> {
        // serde's own error would show what it found, and that may be personal.
        let parts = Parts::deserialize(deserializer);
        let Parts { after, decision } =
            parts.map_err(|_| De::Error::custom("not a stored outcome of this version"))?;
        Ok(Self { after, decision })
    }
}
