//! Size and depth of a record after a call.

use crate::decision::Response;
use crate::json::{DOCUMENT_SIZE_MAX, Writer, as_document, written};

/// Whether what is written is no larger and no deeper than a document may be: a record beyond that
/// could never be read again. What is no longer than `bound` for sure, and not deep, is not written
/// to be measured.
pub(crate) fn fits(bound: usize, is_deep: bool, write: impl FnOnce(&mut Writer<'_>)) -> bool {
    if bound <= DOCUMENT_SIZE_MAX && !is_deep {
        return true;
    }
    as_document(&written(write), 0).is_some()
}

/// The same of a record whose document is the body of this response, and of what the vendor keeps
/// to itself.
pub(crate) fn fits_shown(
    response: &Response,
    bound: usize,
    internal: impl FnOnce(&mut Writer<'_>),
) -> bool {
    let document = response.body.as_ref().map_or(0, |body| body.len());
    document <= DOCUMENT_SIZE_MAX && fits(bound, false, internal)
}
