//! The size of a record after a call.

use crate::json::{DOCUMENT_SIZE_MAX, Writer, written};

/// Whether what is written is no larger than a document may be: a record beyond it could never be
/// read again.
pub(crate) fn fits(write: impl FnOnce(&mut Writer<'_>)) -> bool {
    written(write).len() <= DOCUMENT_SIZE_MAX
}

/// Whether a reply shows a document that is no larger than a document may be.
pub(crate) fn shows_what_fits(response: &crate::decision::Response) -> bool {
    response.body.as_ref().is_none_or(|body| body.len() <= DOCUMENT_SIZE_MAX)
}
