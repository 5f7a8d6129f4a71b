//! What a caller does next.

use super::words;

words! {
    /// What to do after an answer.
    pub enum Next {
        /// Nothing: it is over.
        Done = "done",
        /// Ask again until it settles.
        Poll = "poll",
        /// Change the request.
        Fix = "fix",
        /// The request may be right: look up the facts that it needs, then ask again.
        Lookup = "lookup",
        /// Read the record, make the change again, send again.
        Refetch = "refetch",
        /// Send the same later.
        Wait = "wait",
        /// Send the same now.
        Retry = "retry",
        /// This API can't do it.
        Stop = "stop",
    }
}

impl Next {
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
