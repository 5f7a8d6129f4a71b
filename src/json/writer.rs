//! Writing JSON text into the caller's buffer.

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt::{Display, Write as _};

use super::scan;

/// A text of its own, large enough for a common document, so that it seldom grows.
pub(crate) fn written(write: impl FnOnce(&mut Writer<'_>)) -> String {
    let mut text = String::with_capacity(1024);
    write(&mut Writer::new(&mut text));
    text
}

/// Writes JSON into a buffer that the caller owns. Commas are placed by it.
///
/// ```
/// # use customer_core::json::Writer;
/// let mut out = String::new();
/// let mut w = Writer::new(&mut out);
/// w.begin_object();
/// w.name("a");
/// w.text("x\"y");
/// w.end_object();
/// assert_eq!(out, r#"{"a":"x\"y"}"#);
/// ```
pub struct Writer<'o> {
    out: &'o mut String,
    /// Whether the next value needs a comma before it.
    comma: bool,
    /// Where the values begin that were written as they were, for whoever asks.
    carried: Option<&'o mut Vec<usize>>,
}

impl<'o> Writer<'o> {
    /// A writer that appends to `out`.
    pub const fn new(out: &'o mut String) -> Self {
        Self { out, comma: false, carried: None }
    }

    /// The same, which also notes where each value begins that is written by [`raw`](Self::raw).
    pub(crate) const fn noting(out: &'o mut String, carried: &'o mut Vec<usize>) -> Self {
        Self { out, comma: false, carried: Some(carried) }
    }

    fn before(&mut self) {
        if self.comma {
            self.out.push(',');
        }
        self.comma = true;
    }

    #[inline(never)]
    fn open(&mut self, bracket: char) {
        self.before();
        self.out.push(bracket);
        self.comma = false;
    }

    #[inline(never)]
    fn close(&mut self, bracket: char) {
        self.out.push(bracket);
        self.comma = true;
    }

    /// `{`
    pub fn begin_object(&mut self) {
        self.open('{');
    }

    /// `}`
    pub fn end_object(&mut self) {
        self.close('}');
    }

    /// `[`
    pub fn begin_list(&mut self) {
        self.open('[');
    }

    /// `]`
    pub fn end_list(&mut self) {
        self.close(']');
    }

    /// A member's name; its value comes next.
    pub fn name(&mut self, name: &str) {
        self.before();
        quote(self.out, name);
        self.out.push(':');
        self.comma = false;
    }

    /// A member's name, given as `"name":`, ready to be written; its value comes next.
    #[inline(never)]
    pub(crate) fn key(&mut self, quoted: &'static str) {
        self.before();
        self.out.push_str(quoted);
        self.comma = false;
    }

    /// A string.
    #[inline(never)]
    pub fn text(&mut self, text: &str) {
        self.before();
        quote(self.out, text);
    }

    /// A string of ours, which needs no escape.
    pub(crate) fn literal(&mut self, text: &'static str) {
        self.before();
        self.out.push('"');
        self.out.push_str(text);
        self.out.push('"');
    }

    /// What we say: as it is if it is our own, else with the escapes that it needs.
    pub(crate) fn words(&mut self, text: Cow<'static, str>) {
        match text {
            Cow::Borrowed(own) => self.literal(own),
            Cow::Owned(text) => self.text(&text),
        }
    }

    /// A boolean.
    pub fn flag(&mut self, flag: bool) {
        self.before();
        self.out.push_str(if flag { "true" } else { "false" });
    }

    /// `null`
    #[cold]
    pub fn null(&mut self) {
        self.before();
        self.out.push_str("null");
    }

    /// A number, as it displays.
    pub fn number(&mut self, number: impl Display) {
        self.before();
        let _ = write!(self.out, "{number}");
    }

    /// JSON text as it is.
    #[inline(never)]
    pub fn raw(&mut self, json: &str) {
        self.before();
        if let Some(carried) = &mut self.carried {
            carried.push(self.out.len());
        }
        self.out.push_str(json);
    }

    /// A member with a text.
    pub fn member(&mut self, name: &str, text: &str) {
        self.name(name);
        self.text(text);
    }
}

/// Appends `text` in quotes, with the escapes that JSON demands and no others.
fn quote(out: &mut String, text: &str) {
    out.reserve(text.len().wrapping_add(2));
    out.push('"');
    if scan::is_plain(text.as_bytes()) {
        out.push_str(text);
    } else {
        escape(out, text);
    }
    out.push('"');
}

/// Appends a text in which something needs an escape.
#[cold]
fn escape(out: &mut String, text: &str) {
    let mut rest = text;
    loop {
        let at = scan::plain(rest.as_bytes(), 0);
        let Some((before, from)) = rest.split_at_checked(at) else { return };
        out.push_str(before);
        let mut chars = from.chars();
        match chars.next() {
            None => return,
            Some('"') => out.push_str("\\\""),
            Some('\\') => out.push_str("\\\\"),
            Some('\n') => out.push_str("\\n"),
            Some('\r') => out.push_str("\\r"),
            Some('\t') => out.push_str("\\t"),
            Some(control) => {
                let _ = write!(out, "\\u{:04x}", u32::from(control));
            }
        }
        rest = chars.as_str();
    }
}
