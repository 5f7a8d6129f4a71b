//! Reading a member from a node of a document.

use super::Member;
use crate::json::{At, Errors, Node};

impl<'a> Node<'_, 'a> {
    /// What is stored, read as `M`. `None` after an error that is noted in `errors`.
    pub fn read<M: Member>(self, at: &At<'_>, errors: &mut Errors) -> Option<M> {
        M::read(&mut self.reader(), at, errors)
    }

    /// What was sent, read as `M`. `None` after an error that is noted in `errors`.
    pub fn read_sent<M: Member>(self, at: &At<'_>, errors: &mut Errors) -> Option<M::Sent<'a>> {
        M::read_sent(&mut self.reader(), at, errors)
    }
}
