//! A value as text.

use alloc::string::String;
use core::fmt::{Display, Write as _};

/// What `value` shows. Unlike `to_string` and `format!` it has no panic for values that refuse to
/// be shown: none of ours does.
pub(crate) fn shown(value: &impl Display) -> String {
    let mut text = String::new();
    let _ = write!(text, "{value}");
    text
}
