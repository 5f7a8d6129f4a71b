//! Values as text.

use alloc::string::String;
use core::fmt::{Display, Write as _};

/// What `value` shows. Unlike `to_string` and `format!` it has no panic for values that refuse to
/// be shown: none of ours does.
pub(crate) fn to_text(value: &impl Display) -> String {
    let mut text = String::new();
    let _ = write!(text, "{value}");
    text
}

/// A code of a vendor's answer, for logs. A body may hold anything in its place: what does not look
/// like a code is not shown.
pub(crate) fn code(text: &str) -> &str {
    let is_code = |b: &u8| b.is_ascii_uppercase() || b.is_ascii_digit();
    if text.len() <= 12 && text.as_bytes().iter().all(is_code) { text } else { ".." }
}
