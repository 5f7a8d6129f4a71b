//! The size of a record after a call.

use crate::decision::Response;
use crate::json::{DOCUMENT_SIZE_MAX, Writer, as_document, written};

/// Whether what is written is no larger than a document may be: a record beyond that could never be
/// read again. What is no longer than `bound` for sure is not written to be measured. No call makes
/// a record too deep: each vendor looks at the depth of what comes in.
pub(crate) fn fits(bound: usize, write: impl FnOnce(&mut Writer<'_>)) -> bool {
    bound <= DOCUMENT_SIZE_MAX || as_document(&written(write), 0).is_some()
}

/// The same of a record whose document is the body of this response, and of what the vendor keeps
/// to itself.
pub(crate) fn fits_shown(
    response: &Response,
    bound: usize,
    internal: impl FnOnce(&mut Writer<'_>),
) -> bool {
    let document = response.body.as_ref().map_or(0, |body| body.len());
    document <= DOCUMENT_SIZE_MAX && fits(bound, internal)
}
