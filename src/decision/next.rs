//! What a caller does next.

use core::fmt;

/// What to do after an answer.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize,
)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Next {
    /// Nothing: it is over.
    Done,
    /// Ask again until it settles.
    Poll,
    /// Change the request.
    Fix,
    /// The request may be right: look up the facts that it needs, then ask again.
    Lookup,
    /// Read the record, make the change again, send again.
    Refetch,
    /// Send the same later.
    Wait,
    /// Send the same now.
    Retry,
    /// This API can't do it.
    Stop,
}

impl Next {
    /// All of them.
    pub const ALL: &'static [Self] = &[
        Self::Done,
        Self::Poll,
        Self::Fix,
        Self::Lookup,
        Self::Refetch,
        Self::Wait,
        Self::Retry,
        Self::Stop,
    ];

    /// The word of the JSON contract.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Poll => "poll",
            Self::Fix => "fix",
            Self::Lookup => "lookup",
            Self::Refetch => "refetch",
            Self::Wait => "wait",
            Self::Retry => "retry",
            Self::Stop => "stop",
        }
    }

    /// The same as a sentence for people.
    pub const fn advice(self) -> &'static str {
        match self {
            Self::Done => "nothing more to do",
            Self::Poll => "ask again until it settles",
            Self::Fix => "change the request, then send it",
            Self::Lookup => "look the needed facts up, then ask again",
            Self::Refetch => "read the record, make the change again, send again",
            Self::Wait => "send the same request later",
            Self::Retry => "send the same request now",
            Self::Stop => "this API can't do it",
        }
    }
}

impl fmt::Display for Next {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
