//! The version of a stored form.

use serde::de::{Deserialize, Deserializer, Error};
use serde::ser::{Serialize, Serializer};

/// The version of a stored form: written as `N`, read from any version up to `N`. Takes no memory.
/// A decision of a later form is refused, and never half understood.
///
/// ```
/// # use customer_core::decision::Format;
/// assert_eq!(serde_json::to_string(&Format::<2>).unwrap(), "2");
/// assert!(serde_json::from_str::<Format<2>>("1").is_ok());
/// assert!(serde_json::from_str::<Format<2>>("3").is_err());
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[expect(clippy::exhaustive_structs, reason = "the version is all that it says")]
pub struct Format<const N: u32>;

impl<const N: u32> Format<N> {
    /// The version that is written.
    pub const fn number(self) -> u32 {
        N
    }
}

impl<const N: u32> Serialize for Format<N> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_u32(N)
    }
}

impl<'de, const N: u32> Deserialize<'de> for Format<N> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match u32::deserialize(deserializer)? {
            version if (1..=N).contains(&version) => Ok(Self),
            _ => Err(D::Error::custom(format_args!("a stored form later than version {N}"))),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Format;
    use crate::decision::Next;
    use crate::formats::kept_by_all;

    #[test]
    fn small_values_are_given_back_by_every_format() {
        kept_by_all(&Next::Poll);
        kept_by_all(&Format::<2>);
    }
}
