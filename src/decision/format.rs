//! The version of a stored event's form.

use serde::de::{Deserialize, Deserializer, Error};
use serde::ser::{Serialize, Serializer};

/// The version `N` of an event's form. Takes no room, and reads no other version: a decision of
/// another form must be converted, and never half understood.
///
/// ```
/// # use customer_core::decision::Format;
/// assert_eq!(serde_json::to_string(&Format::<2>).unwrap(), "2");
/// assert!(serde_json::from_str::<Format<2>>("2").is_ok());
/// assert!(serde_json::from_str::<Format<2>>("1").is_err());
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Format<const N: u32>;

impl<const N: u32> Format<N> {
    /// The version.
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
        if u32::deserialize(deserializer)? == N {
            Ok(Self)
        } else {
            Err(D::Error::custom(format_args!("an event of another form than {N}")))
        }
    }
}
