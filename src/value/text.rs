//! Texts with limits: newtypes that only hold what fits.

use alloc::string::String;
use core::fmt;

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
    /// Another shape.
    #[error("does not have the right form")]
    Form,
}

/// Checks length and characters of a text.
pub(crate) fn check(
    text: &str,
    min: usize,
    max: usize,
    allowed: impl Fn(char) -> bool,
) -> Result<(), TextError> {
    check_length(text, min, max)?;
    if text.chars().all(allowed) { Ok(()) } else { Err(TextError::Character) }
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
            /// What is wrong with it, without quoting it.
            pub fn check($arg: &str) -> Result<(), $crate::value::TextError> {
                $check
            }

            /// Takes `text` if it is one.
            ///
            /// # Errors
            ///
            /// What is wrong with it, without quoting it.
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

/// A text of `MIN` to `MAX` Unicode scalar values, any characters.
///
/// ```
/// # use customer_core::value::{TextError, TextOf};
/// assert!(TextOf::<1, 4>::parse("Acme").is_ok());
/// assert_eq!(TextOf::<1, 4>::parse("Acme!"), Err(TextError::Long(4)));
/// assert_eq!(TextOf::<1, 4>::parse(""), Err(TextError::Short(1)));
/// ```
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TextOf<const MIN: usize, const MAX: usize>(String);

impl<const MIN: usize, const MAX: usize> TextOf<MIN, MAX> {
    /// Takes `text` if it fits.
    ///
    /// # Errors
    ///
    /// [`TextError::Short`] or [`TextError::Long`].
    pub fn parse(text: impl Into<String>) -> Result<Self, TextError> {
        let text = text.into();
        check_length(&text, MIN, MAX)?;
        Ok(Self(text))
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl<const MIN: usize, const MAX: usize> fmt::Debug for TextOf<MIN, MAX> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TextOf(…)")
    }
}
