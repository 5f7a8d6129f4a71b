//! The error of a text that is none of a closed set of words.

use core::fmt;

/// A text that is none of these words. It shows them, and not the text.
///
/// ```
/// use customer_core::decision::Next;
///
/// assert_eq!("poll".parse(), Ok(Next::Poll));
/// let error = "Poll".parse::<Next>().unwrap_err();
/// let shown = "must be one of done, poll, fix, lookup, refetch, wait, retry, stop";
/// assert_eq!(error.to_string(), shown);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct UnknownWord(&'static [&'static str]);

impl UnknownWord {
    pub(crate) const fn none_of(words: &'static [&'static str]) -> Self {
        Self(words)
    }

    /// The words.
    pub const fn words(&self) -> &'static [&'static str] {
        self.0
    }
}

impl fmt::Display for UnknownWord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        crate::json::Reason::one_of(self.0).fmt(f)
    }
}

impl core::error::Error for UnknownWord {}

/// Declares a closed set of words that we say and others read: each with its word in the JSON
/// contract, by which it is written, read, and shown.
macro_rules! words {
    (
        $(#[$of_words:meta])*
        pub enum $Words:ident {
            $( $(#[$of_word:meta])* $Word:ident = $text:literal, )+
        }
    ) => {
        $(#[$of_words])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum $Words { $( $(#[$of_word])* $Word, )+ }

        impl $Words {
            /// All of them.
            pub const ALL: &'static [Self] = &[$( Self::$Word, )+];

            /// The word of the JSON contract.
            pub const fn as_str(self) -> &'static str {
                match self { $( Self::$Word => $text, )+ }
            }
        }

        impl core::fmt::Display for $Words {
            fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl core::str::FromStr for $Words {
            type Err = $crate::decision::UnknownWord;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                match text {
                    $( $text => Ok(Self::$Word), )+
                    _ => Err($crate::decision::UnknownWord::none_of(&[$( $text, )+])),
                }
            }
        }

        $crate::decision::serde_by_word!($Words, as_str);
    };
}
pub(crate) use words;

/// Serde for a closed set of words, as texts. What it can't read it does not quote.
macro_rules! serde_by_word {
    ($Words:ident, $word:ident) => {
        impl serde::Serialize for $Words {
            fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
                s.serialize_str(self.$word())
            }
        }

        impl<'de> serde::Deserialize<'de> for $Words {
            fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
                let what = concat!("not a ", stringify!($Words));
                let text = <alloc::string::String as serde::Deserialize>::deserialize(d);
                let text = text.map_err(|_| serde::de::Error::custom(what))?;
                text.parse().map_err(serde::de::Error::custom)
            }
        }
    };
}
pub(crate) use serde_by_word;
