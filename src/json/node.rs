//! One value of a document.

use alloc::borrow::Cow;
use alloc::string::String;

use super::errors::Errors;
use super::reader::Reader;
use super::reason::Reason;
use super::scan;
use super::tape::{Document, Token, TokenKind};
use super::text::Text;
use crate::json::At;

/// One value of a [`Document`]: a handle, free to copy.
#[derive(Clone, Copy)]
pub struct Node<'t, 'a> {
    pub(super) document: &'t Document<'a>,
    pub(super) at: usize,
}

impl<'t, 'a> Node<'t, 'a> {
    fn token(self) -> Token {
        let nothing = Token { kind: TokenKind::Null, start: 0, end: 0, next: 0 };
        self.document.tape.get(self.at).copied().unwrap_or(nothing)
    }

    pub(super) fn kind(self) -> TokenKind {
        self.token().kind
    }

    /// Whether it is `null`.
    pub fn is_null(self) -> bool {
        self.kind() == TokenKind::Null
    }

    /// Its exact text in the document.
    pub fn raw(self) -> &'a str {
        let token = self.token();
        let (start, end) = match token.kind {
            TokenKind::Plain | TokenKind::Escaped => {
                (token.start.saturating_sub(1), token.end.saturating_add(1))
            }
            _ => (token.start, token.end),
        };
        self.document.text.get(start as usize..end as usize).unwrap_or_default()
    }

    /// Where its exact text begins in the document.
    pub(super) fn start(self) -> usize {
        let token = self.token();
        let quote = u32::from(matches!(token.kind, TokenKind::Plain | TokenKind::Escaped));
        token.start.saturating_sub(quote) as usize
    }

    /// Its text, if it is a string.
    pub fn text(self) -> Option<Text<'a>> {
        let token = self.token();
        match token.kind {
            TokenKind::Plain | TokenKind::Escaped => {
                Some(Text::from(decode(self.document.text, token)))
            }
            _ => None,
        }
    }

    /// Its truth, if it is a boolean.
    pub fn flag(self) -> Option<bool> {
        match self.kind() {
            TokenKind::True => Some(true),
            TokenKind::False => Some(false),
            _ => None,
        }
    }

    /// Its exact text, if it is a number.
    pub fn number(self) -> Option<&'a str> {
        (self.kind() == TokenKind::Number).then(|| self.raw())
    }

    /// Its elements, if it is an array.
    pub fn elements(self) -> Option<Elements<'t, 'a>> {
        (self.kind() == TokenKind::List).then(|| Elements(self.inside()))
    }

    /// Its members in the order of the text, if it is an object.
    pub fn members(self) -> Option<Members<'t, 'a>> {
        (self.kind() == TokenKind::Object).then(|| Members(self.inside()))
    }

    /// The member of this name, if it is an object that has it.
    pub fn member(self, name: &str) -> Option<Self> {
        self.members()?.find(|(key, _)| &**key == name).map(|(_, value)| value)
    }

    /// A reader of its text.
    pub(crate) fn reader(self) -> Reader<'a> {
        Reader::new(self.raw())
    }

    /// Its members, or an error that it should be an object.
    pub fn object(self, at: &At<'_>, errors: &mut Errors) -> Option<Members<'t, 'a>> {
        let members = self.members();
        if members.is_none() {
            errors.push(at, Reason::expected("an object"));
        }
        members
    }

    /// Its elements, or an error that it should be an array.
    pub fn list(self, at: &At<'_>, errors: &mut Errors) -> Option<Elements<'t, 'a>> {
        let elements = self.elements();
        if elements.is_none() {
            errors.push(at, Reason::expected("an array"));
        }
        elements
    }

    /// Itself, unless its text is longer than a vendor's document may be: then an error.
    #[cfg(feature = "plan")]
    pub(crate) fn sized(self, at: &At<'_>, errors: &mut Errors) -> Option<Self> {
        let most = super::tape::DOCUMENT_SIZE_MAX;
        if self.raw().len() > most {
            errors.push(at, Reason::Size(most));
            return None;
        }
        Some(self)
    }

    fn inside(self) -> Inside<'t, 'a> {
        let end = self.token().next as usize;
        Inside { document: self.document, at: self.at.wrapping_add(1), end }
    }
}

struct Inside<'t, 'a> {
    document: &'t Document<'a>,
    at: usize,
    end: usize,
}

impl<'t, 'a> Inside<'t, 'a> {
    fn next(&mut self) -> Option<Node<'t, 'a>> {
        if self.at >= self.end {
            return None;
        }
        let node = Node { document: self.document, at: self.at };
        self.at = node.token().next as usize;
        Some(node)
    }
}

/// The elements of an array.
pub struct Elements<'t, 'a>(Inside<'t, 'a>);

impl<'t, 'a> Iterator for Elements<'t, 'a> {
    type Item = Node<'t, 'a>;

    fn next(&mut self) -> Option<Self::Item> {
        self.0.next()
    }
}

/// The members of an object.
pub struct Members<'t, 'a>(Inside<'t, 'a>);

impl<'t, 'a> Iterator for Members<'t, 'a> {
    type Item = (Text<'a>, Node<'t, 'a>);

    fn next(&mut self) -> Option<Self::Item> {
        let name = self.0.next()?;
        let value = self.0.next()?;
        Some((name.text().unwrap_or_default(), value))
    }
}

/// The text of a string token.
pub(super) fn decode(text: &str, token: Token) -> Cow<'_, str> {
    let content = text.get(token.start as usize..token.end as usize).unwrap_or_default();
    match token.kind {
        TokenKind::Escaped => Cow::Owned(unescape(content)),
        _ => Cow::Borrowed(content),
    }
}

/// The text that `content` spells with escapes. The scan has checked every one.
pub(super) fn unescape(content: &str) -> String {
    let mut out = String::with_capacity(content.len());
    let mut rest = content;
    while let Some((before, after)) = rest.split_once(['\\']) {
        out.push_str(before);
        rest = push_escape(&mut out, after);
    }
    out.push_str(rest);
    out
}

/// Decodes the escape at the start of `rest` (its backslash is gone); gives what follows.
fn push_escape<'a>(out: &mut String, rest: &'a str) -> &'a str {
    let mut chars = rest.chars();
    let (decoded, rest) = match chars.next() {
        None => return "",
        Some('u') => match unit(rest) {
            None => return "",
            Some((code, rest)) => {
                (char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER), rest)
            }
        },
        Some('b') => ('\u{8}', chars.as_str()),
        Some('f') => ('\u{c}', chars.as_str()),
        Some('n') => ('\n', chars.as_str()),
        Some('r') => ('\r', chars.as_str()),
        Some('t') => ('\t', chars.as_str()),
        Some(other) => (other, chars.as_str()),
    };
    out.push(decoded);
    rest
}

/// The code of one or two escaped units at the start of `rest`, and what follows.
fn unit(rest: &str) -> Option<(u32, &str)> {
    let bytes = rest.as_bytes();
    let (high, behind) = scan::unit(bytes, 1).ok()?;
    if !matches!(high, 0xD800..=0xDBFF) {
        return Some((high, rest.get(behind..)?));
    }
    let (low, behind) = scan::unit(bytes, behind.wrapping_add(2)).ok()?;
    let code = (high & 0x3FF).wrapping_shl(10).wrapping_add(low & 0x3FF);
    Some((code.wrapping_add(0x1_0000), rest.get(behind..)?))
}
