//! Texts with limits: newtypes that only hold what fits.

use thiserror::Error;

use super::limits::{LengthUnit, longer_than, shorter_than};

/// Why a text is not one of its kind. Never holds the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Error)]
#[non_exhaustive]
pub enum TextError {
    /// Fewer characters than this.
    #[error("must have at least {0} characters")]
    Short(usize),
    /// More characters than this.
    #[error("must have at most {0} characters")]
    Long(usize),
    /// A character that is not allowed.
    #[error("has a character that is not allowed")]
    Character,
    /// A character that is not visible, or not ASCII.
    #[error("must be visible ASCII characters, without spaces")]
    Visible,
    /// Another shape.
    #[error("does not have the right form")]
    Form,
}

/// Checks the length of a text.
pub(crate) fn check_length(text: &str, min: usize, max: usize) -> Result<(), TextError> {
    if shorter_than(text, min) {
        return Err(TextError::Short(min));
    }
    if longer_than(text, max, LengthUnit::Scalars) {
        return Err(TextError::Long(max));
    }
    Ok(())
}

/// Declares a validated text: the only way in is `parse`, the way out is `as_str`.
macro_rules! text {
    (
        $(#[$meta:meta])*
        $Text:ident, |$arg:ident| $check:expr
    ) => {
        $(#[$meta])*
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
        #[serde(transparent)]
        pub struct $Text(alloc::string::String);

        impl $Text {
            /// Whether `text` is one.
            ///
            /// # Errors
            ///
            /// What is wrong with it, without quoting it; the smallest: an empty text.
            pub fn check($arg: &str) -> Result<(), $crate::value::TextError> {
                $check
            }

            /// Takes `text` if it is one.
            ///
            /// # Errors
            ///
            /// What is wrong with it, without quoting it; the smallest: an empty text.
            pub fn parse(
                text: impl Into<alloc::string::String>,
            ) -> Result<Self, $crate::value::TextError> {
                let text = text.into();
                Self::check(&text)?;
                Ok(Self(text))
            }

            /// The text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        $crate::json::reads_as_text!($Text);

        impl core::str::FromStr for $Text {
            type Err = $crate::value::TextError;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Self::parse(text)
            }
        }

        impl TryFrom<&str> for $Text {
            type Error = $crate::value::TextError;

            fn try_from(text: &str) -> Result<Self, Self::Error> {
                Self::parse(text)
            }
        }

        impl TryFrom<alloc::string::String> for $Text {
            type Error = $crate::value::TextError;

            fn try_from(text: alloc::string::String) -> Result<Self, Self::Error> {
                Self::parse(text)
            }
        }

        impl From<$Text> for alloc::string::String {
            fn from(text: $Text) -> Self {
                text.0
            }
        }

        /// Not shown: it may be personal data.
        impl core::fmt::Debug for $Text {
            fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                f.write_str(concat!(stringify!($Text), "(…)"))
            }
        }

        impl<'de> serde::Deserialize<'de> for $Text {
            fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
                let text = <alloc::string::String as serde::Deserialize>::deserialize(d)?;
                Self::parse(text).map_err(serde::de::Error::custom)
            }
        }
    };
}

pub(crate) use text;
