//! From bytes to text.

use super::Pointer;
use super::errors::{FormError, Unreadable};
use super::reason::Reason;
use super::tape::Document;

/// The text that `bytes` are; else the first thing that is wrong: an error of syntax before the
/// place at which they are no UTF-8, or that place.
pub(crate) fn utf8(bytes: &[u8]) -> Result<&str, Unreadable> {
    core::str::from_utf8(bytes).map_err(|error| {
        let valid = bytes.get(..error.valid_up_to()).unwrap_or_default();
        let text = core::str::from_utf8(valid).unwrap_or_default();
        let found = match Document::parse(text) {
            Err(found) if found.reason != Reason::Incomplete => found,
            Err(found) => FormError { pointer: found.pointer, reason: Reason::Encoding },
            Ok(_) => FormError { pointer: Pointer::default(), reason: Reason::Encoding },
        };
        found.into()
    })
}
