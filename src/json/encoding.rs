//! Bytes that should be text.

use super::{Document, FormError, Pointer, Reason, Unreadable};

/// The bytes as text; what is not UTF-8 is unreadable at its place.
pub(crate) fn utf8(bytes: &[u8]) -> Result<&str, Unreadable> {
    let error = match core::str::from_utf8(bytes) {
        Ok(text) => return Ok(text),
        Err(error) => error,
    };
    let valid = bytes.get(..error.valid_up_to()).unwrap_or_default();
    let text = core::str::from_utf8(valid).unwrap_or_default();
    // What stands before may be wrong as well; else the text ends where the bytes do.
    let found = match Document::parse(text) {
        Err(found) if found.reason != Reason::Incomplete => found,
        Err(found) => FormError { pointer: found.pointer, reason: Reason::Encoding },
        Ok(_) => FormError { pointer: Pointer::default(), reason: Reason::Encoding },
    };
    Err(found.into())
}
