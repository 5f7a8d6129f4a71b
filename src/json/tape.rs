//! Reading: JSON text to a flat tape of tokens, with the place of the first error.

use alloc::vec::Vec;

use super::errors::FormError;
use super::name::Name;
use super::node::Node;
use super::reason::Fault;
use super::scan;
use crate::json::{Index, Pointer};

/// The deepest nesting that is read. The outermost value has depth 1.
pub const DEPTH_MAX: usize = 128;

/// The deepest nesting of a vendor's document, from its own root. A question has more: every
/// document of an answer can stand in the next question.
pub const DOCUMENT_DEPTH_MAX: usize = 100;

/// The largest document of a vendor in bytes.
pub const DOCUMENT_SIZE_MAX: usize = 4 * 1024 * 1024;

/// The largest text of which a tape is made: places in it have 32 bits.
pub(super) const TEXT_SIZE_MAX: usize = u32::MAX as usize;

/// Up to this many members, a duplicate is looked for by comparing with each one before.
const FEW: u32 = 16;

/// What a token is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum TokenKind {
    Null,
    True,
    False,
    Number,
    /// A string without escapes.
    Plain,
    /// A string with escapes.
    Escaped,
    List,
    Object,
}

/// One value or member name. The tape holds an object as name, value, name, value, ...
#[derive(Clone, Copy)]
pub(super) struct Token {
    pub(super) kind: TokenKind,
    /// Offsets of its text; of a string, of what is between the quotes.
    pub(super) start: u32,
    pub(super) end: u32,
    /// Index of the token behind this one and all that is in it.
    pub(super) next: u32,
}

/// A JSON document that was read: well-formed, no duplicate members, not too deep.
///
/// ```
/// # use customer_core::json::Document;
/// let error = Document::parse(r#"{"a": [1, {"b": 2, "b": 3}]}"#).err().unwrap();
/// assert_eq!(error.pointer.as_str(), "/a/1/b");
/// ```
pub struct Document<'a> {
    pub(super) text: &'a str,
    pub(super) tape: Vec<Token>,
    #[cfg_attr(not(feature = "contract"), expect(dead_code, reason = "the contract asks"))]
    deepest: usize,
}

impl<'a> Document<'a> {
    /// Reads `text`, or returns the first error of syntax and its place. A name that is there twice
    /// is such an error.
    ///
    /// # Errors
    ///
    /// Anything that is not one JSON value (`{"a"`), a duplicate member (`{"a":1,"a":1}`), nesting
    /// beyond [`DEPTH_MAX`], a lone surrogate (`"\ud800"`), or something behind the value (`1 2`).
    pub fn parse(text: &'a str) -> Result<Self, FormError> {
        Self::parse_within(text, DEPTH_MAX)
    }

    /// The same with another limit for the nesting.
    pub(crate) fn parse_within(text: &'a str, depth: usize) -> Result<Self, FormError> {
        let mut parser = Parser::new(text);
        parser.limit = depth;
        match parser.document() {
            Ok(()) => Ok(Self { text, tape: parser.tape, deepest: parser.deepest }),
            Err(fault) => Err(FormError { pointer: parser.place(), reason: fault.into() }),
        }
    }

    /// How deep it is nested; a scalar has depth 0.
    #[cfg(feature = "contract")]
    pub(crate) const fn deepest(&self) -> usize {
        self.deepest
    }

    /// The outermost value.
    pub const fn root(&self) -> Node<'_, 'a> {
        Node { document: self, at: 0 }
    }
}

/// Where the value ends that starts at `from`, inside of as many containers as `around`; and the
/// deepest place in it.
pub(super) fn skip(text: &str, from: usize, around: usize) -> Result<(usize, usize), Fault> {
    let (tape, open, bytes) = (Vec::new(), Vec::new(), text.as_bytes());
    let (limit, deepest) = (DEPTH_MAX, 0);
    let mut parser = Parser { text, bytes, pos: from, tape, open, around, limit, deepest };
    parser.whole_value().map(|()| (parser.pos, parser.deepest))
}

/// How deep one JSON value is nested; a text that is none is as deep as nothing is.
pub(crate) fn deepest(text: &str) -> usize {
    skip(text, 0, 0).map_or(usize::MAX, |(_, deepest)| deepest)
}

/// A container that is not closed yet.
struct Open<'a> {
    /// Its token.
    at: usize,
    object: bool,
    /// Members or elements so far, the current one included.
    count: u32,
    /// The current member's name.
    name: Option<Name<'a>>,
    /// One bit for each fingerprint of a name so far: a name whose bit is not set is new.
    seen: u64,
    /// Names so far, once there are more than a few.
    names: Option<Index<Name<'a>>>,
}

struct Parser<'a> {
    text: &'a str,
    bytes: &'a [u8],
    pos: usize,
    tape: Vec<Token>,
    open: Vec<Open<'a>>,
    /// Containers around what is read.
    around: usize,
    /// The deepest nesting that is read.
    limit: usize,
    /// The deepest nesting so far.
    deepest: usize,
}

impl<'a> Parser<'a> {
    fn new(text: &'a str) -> Self {
        // A token takes about nine bytes of text in the vendors' documents.
        let tape = Vec::with_capacity((text.len() / 9).wrapping_add(8));
        Self {
            text,
            bytes: text.as_bytes(),
            pos: 0,
            tape,
            open: Vec::with_capacity(8),
            around: 0,
            limit: DEPTH_MAX,
            deepest: 0,
        }
    }

    fn document(&mut self) -> Result<(), Fault> {
        if self.bytes.len() > TEXT_SIZE_MAX {
            return Err(Fault::Size);
        }
        self.whole_value()?;
        match self.peek() {
            None => Ok(()),
            Some(_) => Err(Fault::Trailing),
        }
    }

    /// Reads one value with all that is in it.
    fn whole_value(&mut self) -> Result<(), Fault> {
        let mut closed = self.value()?;
        loop {
            if closed {
                let Some(open) = self.open.last() else { return Ok(()) };
                let object = open.object;
                closed = self.behind(object)?;
            } else {
                closed = self.value()?;
            }
        }
    }

    /// The next byte that is not white space.
    #[inline]
    fn peek(&mut self) -> Option<u8> {
        match self.bytes.get(self.pos) {
            Some(byte) if *byte > b' ' => Some(*byte),
            _ => self.skip_blanks(),
        }
    }

    fn skip_blanks(&mut self) -> Option<u8> {
        self.pos = scan::blanks(self.bytes, self.pos);
        self.bytes.get(self.pos).copied()
    }

    /// Reads one value. True when it is complete, false when a container was opened and its first
    /// value comes next.
    fn value(&mut self) -> Result<bool, Fault> {
        match self.peek() {
            None => Err(Fault::Incomplete),
            Some(b'{') => self.container(TokenKind::Object),
            Some(b'[') => self.container(TokenKind::List),
            Some(b'"') => self.string().map(|()| true),
            Some(b't') => self.literal(TokenKind::True),
            Some(b'f') => self.literal(TokenKind::False),
            Some(b'n') => self.literal(TokenKind::Null),
            Some(b'-' | b'0'..=b'9') => {
                let end = scan::number(self.bytes, self.pos)?;
                self.token(TokenKind::Number, self.pos, end);
                self.pos = end;
                Ok(true)
            }
            Some(_) => Err(Fault::Syntax),
        }
    }

    fn container(&mut self, kind: TokenKind) -> Result<bool, Fault> {
        let around = self.open.len().saturating_add(self.around);
        if around >= self.limit {
            return Err(Fault::Depth);
        }
        self.deepest = self.deepest.max(around.saturating_add(1));
        let object = kind == TokenKind::Object;
        let at = self.tape.len();
        self.token(kind, self.pos, self.pos);
        self.pos = self.pos.wrapping_add(1);
        self.open.push(Open { at, object, count: 0, name: None, seen: 0, names: None });
        match (object, self.peek()) {
            (true, Some(b'}')) | (false, Some(b']')) => self.close(),
            (true, _) => self.name().map(|()| false),
            (false, _) => {
                self.next_element();
                Ok(false)
            }
        }
    }

    /// What follows a value in a container: a comma or the end.
    fn behind(&mut self, object: bool) -> Result<bool, Fault> {
        match (self.peek(), object) {
            (Some(b','), true) => {
                self.pos = self.pos.wrapping_add(1);
                self.name().map(|()| false)
            }
            (Some(b','), false) => {
                self.pos = self.pos.wrapping_add(1);
                self.next_element();
                Ok(false)
            }
            (Some(b'}'), true) | (Some(b']'), false) => self.close(),
            (Some(_), _) => Err(Fault::Syntax),
            (None, _) => Err(Fault::Incomplete),
        }
    }

    fn close(&mut self) -> Result<bool, Fault> {
        self.pos = self.pos.wrapping_add(1);
        let (next, end) = (index(self.tape.len()), index(self.pos));
        if let Some(token) = self.open.pop().and_then(|open| self.tape.get_mut(open.at)) {
            token.next = next;
            token.end = end;
        }
        Ok(true)
    }

    fn next_element(&mut self) {
        if let Some(open) = self.open.last_mut() {
            open.count = open.count.saturating_add(1);
        }
    }

    /// Reads a member's name and its colon.
    fn name(&mut self) -> Result<(), Fault> {
        if let Some(open) = self.open.last_mut() {
            open.name = None;
        }
        match self.peek() {
            Some(b'"') => {}
            Some(_) => return Err(Fault::Syntax),
            None => return Err(Fault::Incomplete),
        }
        let at = self.tape.len();
        self.string()?;
        self.register(at)?;
        match self.peek() {
            Some(b':') => {
                self.pos = self.pos.wrapping_add(1);
                Ok(())
            }
            Some(_) => Err(Fault::Syntax),
            None => Err(Fault::Incomplete),
        }
    }

    /// Makes the name at `at` the current one and refuses it when it is there already.
    fn register(&mut self, at: usize) -> Result<(), Fault> {
        let Self { text, tape, open, .. } = self;
        let (Some(name), Some(open)) = (Name::at(text, tape, at), open.last_mut()) else {
            return Ok(());
        };
        open.name = Some(name);
        open.count = open.count.saturating_add(1);
        let bit = name.fingerprint();
        let new = open.seen & bit == 0;
        open.seen |= bit;
        let mut before = names(text, tape, open.at, at);
        let known = if open.count <= FEW {
            !new && before.any(|one| one == name)
        } else {
            let all = open.names.get_or_insert_with(|| Index::of(before, FEW as usize));
            all.get_or_insert(name, at).is_some()
        };
        if known { Err(Fault::Duplicate) } else { Ok(()) }
    }

    #[inline]
    fn string(&mut self) -> Result<(), Fault> {
        let start = self.pos.wrapping_add(1);
        let end = scan::plain(self.bytes, start);
        if self.bytes.get(end) == Some(&b'"') {
            self.token(TokenKind::Plain, start, end);
            self.pos = end.wrapping_add(1);
            return Ok(());
        }
        self.odd_string(start)
    }

    /// A string with escapes, or one that is none.
    fn odd_string(&mut self, start: usize) -> Result<(), Fault> {
        let end = scan::string(self.bytes, start)?;
        self.token(TokenKind::Escaped, start, end);
        self.pos = end.wrapping_add(1);
        Ok(())
    }

    fn literal(&mut self, kind: TokenKind) -> Result<bool, Fault> {
        let end = scan::literal(self.bytes, self.pos)?;
        self.token(kind, self.pos, end);
        self.pos = end;
        Ok(true)
    }

    fn token(&mut self, kind: TokenKind, start: usize, end: usize) {
        let next = index(self.tape.len().wrapping_add(1));
        self.tape.push(Token { kind, start: index(start), end: index(end), next });
    }

    /// The place that is being read.
    fn place(&self) -> Pointer {
        let mut pointer = Pointer::default();
        for open in &self.open {
            match (open.object, open.name) {
                (true, Some(name)) => pointer.push_name(&name.read()),
                (true, None) => {}
                (false, _) => pointer.push_index(open.count.saturating_sub(1) as usize),
            }
        }
        pointer
    }
}

/// The names of the object at `object` that stand before the one at `end`.
fn names<'a>(
    text: &'a str,
    tape: &[Token],
    object: usize,
    end: usize,
) -> impl Iterator<Item = Name<'a>> {
    let first = object.wrapping_add(1);
    let after = move |name: usize| tape.get(name.wrapping_add(1)).map(|value| value.next as usize);
    core::iter::successors(Some(first), move |name| after(*name))
        .take_while(move |one| *one < end)
        .filter_map(move |one| Name::at(text, tape, one))
}

/// Offsets were checked to fit when reading began.
#[inline]
const fn index(offset: usize) -> u32 {
    offset as u32
}
