//! Limits of a vendor's document inside a question. They are below those of a question by more
//! than the question adds, so that every answer can be sent back.

use crate::json::{At, Document, Errors, FormError, Node};

pub use crate::json::{DOCUMENT_DEPTH_MAX, DOCUMENT_SIZE_MAX};

/// A document that is not too large; else an error is noted.
pub(super) fn sized<'t, 'a>(
    node: Option<Node<'t, 'a>>,
    at: &At<'_>,
    errors: &mut Errors,
) -> Option<Node<'t, 'a>> {
    node?.sized(at, errors)
}

/// The place at which a document is nested too deep: an error of syntax, so it is the only one.
pub(super) fn depth(
    document: &Document<'_>,
    node: Node<'_, '_>,
    at: &At<'_>,
) -> Result<(), FormError> {
    // A document that is nowhere deep has no part that is.
    if document.deepest() <= DOCUMENT_DEPTH_MAX {
        return Ok(());
    }
    match Document::parse_within(node.raw(), DOCUMENT_DEPTH_MAX) {
        Ok(_) => Ok(()),
        Err(error) => {
            let pointer = at.pointer().followed_by(&error.pointer);
            Err(FormError { pointer, reason: error.reason })
        }
    }
}

/// Whether a text that this crate wrote is a document within the limits.
pub(super) fn holds(text: &str, depth: usize) -> bool {
    text.len() <= DOCUMENT_SIZE_MAX && Document::parse_within(text, depth).is_ok()
}

/// Whether a document that is made from texts of this size and depth may be beyond a limit.
pub(super) const fn is_near(size: usize, depth: usize) -> bool {
    size > DOCUMENT_SIZE_MAX || depth.saturating_add(2) > DOCUMENT_DEPTH_MAX
}
