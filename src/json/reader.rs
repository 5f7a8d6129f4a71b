//! Reading typed values straight from the text, in the order in which they stand.
//!
//! One pass reads, checks the grammar and finds duplicates. When anything is wrong, be it syntax
//! or form, [`Document::parse`] is asked first: an error of syntax comes before all others, and it
//! knows the place. So this reader only has to notice that something is wrong.

use super::Pointer;
use super::errors::{Errors, FormError, Unreadable};
use super::reason::{Fault, Reason};
use super::tape::{self, DOCUMENT_DEPTH_MAX, DOCUMENT_SIZE_MAX, Document};
use super::text::Text;
use super::{node, scan};
use crate::json::At;

/// A place in a text that moves behind each value that is read. At the first error of syntax
/// nothing is left to read.
#[derive(Clone)]
pub struct Reader<'a> {
    text: &'a str,
    at: usize,
    /// Containers around the place.
    depth: usize,
    /// The deepest place that was skipped.
    deepest: usize,
    broken: bool,
}

// These are inlined, so that what is read is dropped where its type is.

/// Reads a whole document with `read`.
#[inline(always)]
pub(crate) fn read_whole<'a, T>(
    text: &'a str,
    read: impl FnOnce(&mut Reader<'a>, &mut Errors) -> Option<T>,
) -> Result<T, Unreadable> {
    let mut errors = Errors::default();
    let mut reader = Reader::new(text);
    let value = read(&mut reader, &mut errors);
    match value {
        Some(value) if reader.has_read(&errors) => Ok(value),
        _ => Err(why_not(text, errors)),
    }
}

/// Why a text can't be read: its first error of syntax, or what was found.
#[cold]
fn why_not(text: &str, errors: Errors) -> Unreadable {
    match Document::parse(text) {
        Ok(_) => errors.unreadable(),
        Err(error) => error.into(),
    }
}

/// Reads a vendor's document with `read`: no deeper than [`DOCUMENT_DEPTH_MAX`] and no larger than
/// the limit of a document.
#[inline(always)]
pub(crate) fn read_document<'a, T>(
    text: &'a str,
    read: impl FnOnce(&mut Reader<'a>, &mut Errors) -> Option<T>,
) -> Result<T, Unreadable> {
    read_wrapped(text, |_| 0, read)
}

/// The document in a text, if it is no larger than one may be, and counted from inside `around`
/// levels no deeper: a record beyond that can't be sent again.
pub(crate) fn as_document(text: &str, around: usize) -> Option<Document<'_>> {
    let depth = DOCUMENT_DEPTH_MAX.saturating_add(around);
    let is_small = text.len() <= DOCUMENT_SIZE_MAX;
    is_small.then(|| Document::parse_within(text, depth).ok()).flatten()
}

/// Reads the body of a call: no larger than a document, and as deep as a question.
#[cfg(feature = "endpoint")]
#[inline(always)]
pub(crate) fn read_body<'a, T>(
    text: &'a str,
    read: impl FnOnce(&mut Reader<'a>, &mut Errors) -> Option<T>,
) -> Result<T, Unreadable> {
    if text.len() > DOCUMENT_SIZE_MAX {
        return Err(FormError {
            pointer: Pointer::default(),
            reason: Reason::Size(DOCUMENT_SIZE_MAX),
        }
        .into());
    }
    read_whole(text, read)
}

/// The same for a document that may come wrapped: its depth counts from inside `around` levels.
#[inline(always)]
pub(crate) fn read_wrapped<'a, T>(
    text: &'a str,
    around: impl FnOnce(&T) -> usize,
    read: impl FnOnce(&mut Reader<'a>, &mut Errors) -> Option<T>,
) -> Result<T, Unreadable> {
    if text.len() > DOCUMENT_SIZE_MAX {
        return Err(FormError {
            pointer: Pointer::default(),
            reason: Reason::Size(DOCUMENT_SIZE_MAX),
        }
        .into());
    }
    read_whole(text, |reader, errors| {
        let value = read(reader, errors);
        let around = value.as_ref().map_or(0, around);
        let deepest = DOCUMENT_DEPTH_MAX.saturating_add(around);
        if reader.deepest > deepest {
            errors.push_too_deep(text, deepest);
        }
        value
    })
}

impl Errors {
    /// Notes what is too deep, if it is.
    #[cold]
    fn push_too_deep(&mut self, text: &str, deepest: usize) {
        if let Err(error) = Document::parse_within(text, deepest) {
            self.push_error(error);
        }
    }
}

impl<'a> Reader<'a> {
    pub(crate) const fn new(text: &'a str) -> Self {
        // Offsets of a larger one do not fit into a document.
        Self { text, at: 0, depth: 0, deepest: 0, broken: text.len() > u32::MAX as usize }
    }

    /// Whether all was read, and nothing was wrong.
    #[inline(never)]
    pub(crate) fn has_read(&mut self, errors: &Errors) -> bool {
        self.peek().is_none() && !self.broken && errors.is_empty()
    }

    /// The same, where nobody asks what was wrong: whoever reads need not drop it.
    #[inline(never)]
    pub(crate) fn has_read_without(&mut self, errors: Errors) -> bool {
        self.has_read(&errors)
    }

    #[cold]
    fn fail(&mut self) {
        *self = Self { text: "", at: 0, depth: 0, deepest: 0, broken: true };
    }

    /// The next byte that is not white space.
    #[inline]
    fn peek(&mut self) -> Option<u8> {
        match self.text.as_bytes().get(self.at) {
            Some(byte) if *byte > b' ' => Some(*byte),
            _ => self.skip_blanks(),
        }
    }

    #[inline(never)]
    fn skip_blanks(&mut self) -> Option<u8> {
        self.at = scan::blanks(self.text.as_bytes(), self.at);
        self.text.as_bytes().get(self.at).copied()
    }

    #[inline]
    fn step(&mut self) {
        self.at = self.at.wrapping_add(1);
    }

    /// Moves to `end` and gives the text before it.
    #[inline]
    fn take(&mut self, end: Result<usize, Fault>) -> Option<&'a str> {
        let start = self.at;
        match end {
            Ok(end) => self.at = end,
            Err(_) => self.fail(),
        }
        self.text.get(start..self.at).filter(|_| !self.broken)
    }

    /// Whether the next value is `null`, which is read then.
    #[inline]
    pub fn null(&mut self) -> bool {
        self.peek() == Some(b'n') && self.literal()
    }

    /// Reads a literal, if it is one.
    #[cold]
    fn literal(&mut self) -> bool {
        let end = scan::literal(self.text.as_bytes(), self.at);
        self.take(end).is_some()
    }

    /// The next value's exact text.
    pub fn raw(&mut self) -> &'a str {
        let bytes = self.text.as_bytes();
        let end = match self.peek() {
            None => Err(Fault::Incomplete),
            Some(b'{' | b'[') => {
                tape::skip(self.text, self.at, self.depth).map(|(end, deepest)| {
                    self.deepest = self.deepest.max(deepest);
                    end
                })
            }
            Some(b'"') => {
                scan::string(bytes, self.at.wrapping_add(1)).map(|end| end.wrapping_add(1))
            }
            Some(b'-' | b'0'..=b'9') => scan::number(bytes, self.at),
            Some(_) => scan::literal(bytes, self.at),
        };
        self.take(end).unwrap_or_default()
    }

    /// The next value's text, if it is a string. This and its sisters read the value in any case.
    #[inline]
    pub fn text(&mut self) -> Option<Text<'a>> {
        if self.peek() == Some(b'"') {
            return self.string();
        }
        self.raw();
        None
    }

    /// The next value's truth, if it is a boolean.
    pub fn flag(&mut self) -> Option<bool> {
        match self.raw() {
            "true" => Some(true),
            "false" => Some(false),
            _ => None,
        }
    }

    /// The next value's exact text, if it is a number.
    pub fn number(&mut self) -> Option<&'a str> {
        let is_number = matches!(self.peek(), Some(b'-' | b'0'..=b'9'));
        let raw = self.raw();
        is_number.then_some(raw)
    }

    /// Whether the next value is an array; it is not read.
    pub fn is_list(&mut self) -> bool {
        self.peek() == Some(b'[')
    }

    /// Whether the next value is an object; it is not read.
    pub fn is_object(&mut self) -> bool {
        self.peek() == Some(b'{')
    }

    /// Goes into an object, or notes that it should be one.
    #[inline(never)]
    pub fn object(&mut self, at: &At<'_>, errors: &mut Errors) -> Option<Members> {
        let is_object = self.is_object();
        self.enter(is_object, at, "an object", errors)?;
        Some(Members { first: true })
    }

    /// Goes into an array, or notes that it should be one.
    #[inline(never)]
    pub fn list(&mut self, at: &At<'_>, errors: &mut Errors) -> Option<Elements> {
        let is_list = self.is_list();
        self.enter(is_list, at, "an array", errors)?;
        Some(Elements { first: true })
    }

    #[inline]
    fn enter(
        &mut self,
        fits: bool,
        at: &At<'_>,
        what: &'static str,
        errors: &mut Errors,
    ) -> Option<()> {
        // Types end somewhere: only what is carried can be too deep, and is read with its depth.
        if fits {
            self.step();
            self.depth = self.depth.wrapping_add(1);
            return Some(());
        }
        self.raw();
        errors.push(at, Reason::expected(what));
        None
    }

    /// Whether a container that ends with `end` goes on: behind its bracket or a comma. After its
    /// end, or an error, it doesn't.
    #[inline]
    fn goes_on(&mut self, first: &mut bool, end: u8) -> bool {
        let first = core::mem::replace(first, false);
        match self.peek() {
            Some(byte) if byte == end => {
                self.step();
                self.depth = self.depth.wrapping_sub(1);
                false
            }
            Some(b',') if !first => {
                self.step();
                true
            }
            Some(_) if first => true,
            _ => {
                self.fail();
                false
            }
        }
    }

    /// A string; the place is at its quote.
    #[inline]
    fn string(&mut self) -> Option<Text<'a>> {
        let start = self.at.wrapping_add(1);
        let end = scan::plain(self.text.as_bytes(), start);
        if self.text.as_bytes().get(end) == Some(&b'"') {
            self.at = end.wrapping_add(1);
            return self.text.get(start..end).map(Text::from);
        }
        self.odd_string(start)
    }

    /// A string with escapes, or one that is none.
    #[cold]
    fn odd_string(&mut self, start: usize) -> Option<Text<'a>> {
        let Ok(end) = scan::string(self.text.as_bytes(), start) else {
            self.fail();
            return None;
        };
        self.at = end.wrapping_add(1);
        self.text.get(start..end).map(|content| Text::from(node::unescape(content)))
    }
}

/// The members of an object that is being read.
pub struct Members {
    first: bool,
}

impl Members {
    /// The next member's name; its value must be read before the one after.
    #[inline(never)]
    pub fn next<'a>(&mut self, from: &mut Reader<'a>) -> Option<Text<'a>> {
        if !from.goes_on(&mut self.first, b'}') {
            return None;
        }
        if from.peek() != Some(b'"') {
            from.fail();
            return None;
        }
        let name = from.string();
        if from.peek() != Some(b':') {
            from.fail();
            return None;
        }
        from.step();
        name
    }
}

/// The elements of an array that is being read.
pub struct Elements {
    first: bool,
}

impl Elements {
    /// Whether there is one more; it must be read before the one after.
    #[inline(never)]
    pub fn next(&mut self, from: &mut Reader<'_>) -> bool {
        from.goes_on(&mut self.first, b']')
    }
}
