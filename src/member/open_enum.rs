//! The macro that writes what is the same for every open set of words.

/// Declares an open set of words: the known ones, and any other, kept as it came.
macro_rules! open_enum {
    (
        $(#[$meta:meta])*
        pub enum $Words:ident {
            $( $(#[$word_meta:meta])* $Word:ident = $text:literal, )*
        }
    ) => {
        $(#[$meta])*
        #[derive(Clone, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
        #[serde(from = "alloc::string::String", into = "alloc::string::String")]
        #[allow(clippy::exhaustive_enums, reason = "whatever is not known is `Other`")]
        pub enum $Words {
            $( $(#[$word_meta])* $Word, )*
            /// Any other word, as it came.
            Other($crate::json::Word),
        }

        impl $Words {
            /// The known words.
            pub const WORDS: &'static [&'static str] = &[$( $text, )*];

            /// The word on the wire.
            pub fn as_str(&self) -> &str {
                match self {
                    $( Self::$Word => $text, )*
                    Self::Other(word) => word.as_str(),
                }
            }

            /// Whether this is one of the known words.
            pub const fn is_known(&self) -> bool {
                !matches!(self, Self::Other(_))
            }
        }

        impl From<&str> for $Words {
            fn from(text: &str) -> Self {
                match text {
                    $( $text => Self::$Word, )*
                    other => Self::Other($crate::json::Word::new(other)),
                }
            }
        }

        impl core::str::FromStr for $Words {
            type Err = core::convert::Infallible;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Ok(Self::from(text))
            }
        }

        impl core::fmt::Display for $Words {
            fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                f.pad(self.as_str())
            }
        }

        $crate::json::reads_as_text!($Words);

        impl From<alloc::string::String> for $Words {
            fn from(text: alloc::string::String) -> Self {
                Self::from(text.as_str())
            }
        }

        impl From<$Words> for alloc::string::String {
            fn from(word: $Words) -> Self {
                Self::from(word.as_str())
            }
        }

        impl $crate::member::Member for $Words {
            type Sent<'a> = $crate::json::Text<'a>;

            const SCALAR: bool = true;

            const STORED: $crate::member::Shape = $crate::member::Shape::Open(Self::WORDS);

            fn read(
                from: &mut $crate::json::Reader<'_>,
                at: &$crate::json::At<'_>,
                errors: &mut $crate::json::Errors,
            ) -> Option<Self> {
                Self::read_sent(from, at, errors).map(|text| Self::from(&*text))
            }

            fn read_sent<'a>(
                from: &mut $crate::json::Reader<'a>,
                at: &$crate::json::At<'_>,
                errors: &mut $crate::json::Errors,
            ) -> Option<$crate::json::Text<'a>> {
                <alloc::string::String as $crate::member::Member>::read_sent(from, at, errors)
            }

            fn write(&self, w: &mut $crate::json::Writer<'_>) {
                w.text(self.as_str());
            }

            fn bound(&self) -> usize {
                $crate::member::bound_text(self.as_str())
            }

            fn write_sent(
                sent: &$crate::json::Text<'_>,
                w: &mut $crate::json::Writer<'_>,
            ) {
                w.text(sent);
            }

            fn own(
                sent: $crate::json::Text<'_>,
            ) -> $crate::json::Text<'static> {
                sent.into_owned()
            }

            fn sent(&self) -> $crate::json::Text<'_> {
                $crate::json::Text::from(self.as_str())
            }

            fn put(
                slot: &mut Option<Self>,
                path: &[$crate::json::PathStep],
                changes: &[$crate::member::Change],
            ) -> usize {
                match (path, $crate::member::first_value(changes)) {
                    ([], Some($crate::member::Value::Text(text))) => {
                        *slot = Some(Self::from(text.as_str()));
                    }
                    ([], None) => *slot = None,
                    _ => {}
                }
                1
            }

            fn holds(
                &self,
                path: &[$crate::json::PathStep],
                value: Option<&$crate::member::Value>,
            ) -> bool {
                $crate::member::text_holds(self.as_str(), path, value)
            }

            fn echo(
                stored: Option<&Self>,
                sent: &$crate::member::Field<$crate::json::Text<'_>>,
                at: &$crate::json::At<'_>,
                found: &mut dyn FnMut(&$crate::json::At<'_>, $crate::member::Echo),
            ) {
                $crate::member::echo_text(stored.map(Self::as_str), sent, at, found);
            }

            fn differ(
                before: Option<&Self>,
                after: Option<&Self>,
                at: &$crate::json::Path,
                each: &mut dyn FnMut($crate::member::Change),
            ) {
                $crate::member::differ_scalar(before, after, at, each, |word| {
                    $crate::member::Value::Text(word.as_str().into())
                });
            }

            fn show(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                core::fmt::Debug::fmt(self, f)
            }

            fn show_sent(
                sent: &$crate::json::Text<'_>,
                f: &mut core::fmt::Formatter<'_>,
            ) -> core::fmt::Result {
                core::fmt::Debug::fmt(sent, f)
            }
        }
    };
}

pub(crate) use open_enum;
