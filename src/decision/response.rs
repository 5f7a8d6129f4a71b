//! What a vendor answers.

use alloc::string::String;

use crate::json::stored;

stored! {
    /// A vendor's HTTP answer, rendered.
    #[derive(Clone, PartialEq, Eq, Hash)]
    #[non_exhaustive]
    pub struct Response {
        /// HTTP status.
        pub status: u16,
        /// JSON text of the body, or `None` for an empty body.
        pub body: Option<String> = default,
    }
}

/// The body may hold personal data: `Debug` shows the status only.
impl core::fmt::Debug for Response {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("Response").field("status", &self.status).finish_non_exhaustive()
    }
}
