//! Places in a JSON document: RFC 6901 pointers.

use alloc::string::String;
use core::fmt::{self, Write as _};

use serde::{Deserialize, Serialize};

use super::{Path, PathStep};

/// One step into a document.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
#[expect(clippy::exhaustive_enums, reason = "JSON has no other steps")]
pub enum Step<'a> {
    /// Into a member of the vendor's model.
    Name(&'static str),
    /// Into a member that the model does not know.
    Other(&'a str),
    /// Into the element at this index.
    Index(usize),
}

/// A place while walking down: a list on the stack, so that a walk that finds nothing wrong
/// allocates nothing. [`At::pointer`] writes it out.
///
/// ```
/// # use customer_core::json::At;
/// let root = At::ROOT;
/// let contacts = root.name("contacts");
/// assert_eq!(contacts.index(0).other("e/mail").pointer().as_str(), "/contacts/0/e~1mail");
/// assert_eq!(root.pointer().as_str(), "");
/// ```
#[derive(Clone, Copy, Debug)]
pub struct At<'a> {
    parent: Option<&'a At<'a>>,
    step: Option<Step<'a>>,
}

impl<'a> At<'a> {
    /// The whole document.
    pub const ROOT: At<'static> = At { parent: None, step: None };

    /// The member `name` of this place, one that the model knows.
    #[must_use]
    pub const fn name(&self, name: &'static str) -> At<'_> {
        At { parent: Some(self), step: Some(Step::Name(name)) }
    }

    /// The member `name` of this place, one that the model does not know.
    #[must_use]
    pub const fn other<'b>(&'b self, name: &'b str) -> At<'b> {
        At { parent: Some(self), step: Some(Step::Other(name)) }
    }

    /// The element `index` of this place.
    #[must_use]
    pub const fn index(&self, index: usize) -> At<'_> {
        At { parent: Some(self), step: Some(Step::Index(index)) }
    }

    /// The place as a pointer.
    pub fn pointer(&self) -> Pointer {
        let mut pointer = Pointer(String::with_capacity(self.length()));
        self.push_to(&mut pointer);
        pointer
    }

    /// The place in dotted form, as Adobe writes it: `companyProfile.contacts[0].email`.
    ///
    /// ```
    /// # use customer_core::json::At;
    /// let at = At::ROOT;
    /// let contacts = at.name("contacts");
    /// assert_eq!(contacts.index(0).name("email").dotted(), "contacts[0].email");
    /// ```
    pub fn dotted(&self) -> String {
        self.pointer().dotted()
    }

    /// The place as a path that outlives the walk.
    pub fn path(&self) -> Path {
        let upwards = || core::iter::successors(Some(self), |at| at.parent);
        let steps = || upwards().filter_map(|at| at.step);
        Path::from_end(
            steps().count(),
            steps().map(|step| match step {
                Step::Name(name) => PathStep::Name(name.into()),
                Step::Other(name) => PathStep::Name(String::from(name).into()),
                Step::Index(index) => PathStep::Index(index),
            }),
        )
    }

    /// How long the pointer is, escapes aside.
    fn length(&self) -> usize {
        let own = match self.step {
            None => 0,
            Some(Step::Name(name) | Step::Other(name)) => name.len().saturating_add(1),
            Some(Step::Index(_)) => 6,
        };
        self.parent.map_or(own, |parent| parent.length().saturating_add(own))
    }

    fn push_to(&self, pointer: &mut Pointer) {
        if let Some(parent) = self.parent {
            parent.push_to(pointer);
        }
        match self.step {
            None => {}
            Some(Step::Name(name)) => {
                // No model has a name that must be escaped.
                pointer.0.push('/');
                pointer.0.push_str(name);
            }
            Some(Step::Other(name)) => pointer.push_name(name),
            Some(Step::Index(index)) => pointer.push_index(index),
        }
    }
}

/// An RFC 6901 JSON pointer, owned. The empty pointer is the whole document.
///
/// A member that no model knows may be named after a person. The text and `Display` are the whole
/// place; `Debug` shows `…` for such a name.
#[derive(Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Pointer(String);

impl Pointer {
    /// A pointer from its text, taken as it is.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The pointer as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The place that `inner` names inside this one.
    #[must_use]
    pub fn followed_by(mut self, inner: &Self) -> Self {
        self.0.push_str(&inner.0);
        self
    }

    /// One step down to a member.
    pub fn push_name(&mut self, name: &str) {
        self.0.push('/');
        if !name.bytes().any(|byte| matches!(byte, b'~' | b'/')) {
            return self.0.push_str(name);
        }
        for c in name.chars() {
            match c {
                '~' => self.0.push_str("~0"),
                '/' => self.0.push_str("~1"),
                c => self.0.push(c),
            }
        }
    }

    /// One step down to an element.
    pub fn push_index(&mut self, index: usize) {
        self.0.push('/');
        // Most lists are short, and a formatter costs more than all the rest of a pointer.
        match u32::try_from(index).ok().and_then(|index| char::from_digit(index, 10)) {
            Some(digit) => self.0.push(digit),
            None => {
                let _ = write!(self.0, "{index}");
            }
        }
    }

    /// The place as a part of a sentence.
    pub(crate) const fn spoken(&self) -> Spoken<'_> {
        Spoken(self)
    }

    /// The place in dotted form; steps that are all digits are taken as indices, but for the first,
    /// since a document is an object.
    pub fn dotted(&self) -> String {
        let mut out = String::with_capacity(self.0.len());
        for step in self.0.split(['/']).skip(1) {
            let is_index = !step.is_empty() && step.bytes().all(|b| b.is_ascii_digit());
            if is_index && !out.is_empty() {
                let _ = write!(out, "[{step}]");
                continue;
            }
            if !out.is_empty() {
                out.push('.');
            }
            push_unescaped(&mut out, step);
        }
        out
    }
}

/// A place in a sentence: between backticks, or in words where it is the whole document.
pub(crate) struct Spoken<'p>(&'p Pointer);

impl fmt::Display for Spoken<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0.as_str() {
            "" => f.write_str("the root"),
            place => write!(f, "`{place}`"),
        }
    }
}

/// A step as the name that it stands for.
fn push_unescaped(out: &mut String, step: &str) {
    let mut rest = step.chars().peekable();
    while let Some(c) = rest.next() {
        let escaped = match c {
            '~' => rest.next_if(|next| matches!(next, '0' | '1')),
            _ => None,
        };
        out.push(match escaped {
            Some('1') => '/',
            Some(_) => '~',
            None => c,
        });
    }
}

super::reads_as_text!(Pointer);

impl From<&Path> for Pointer {
    fn from(path: &Path) -> Self {
        path.pointer()
    }
}

impl From<Pointer> for String {
    fn from(pointer: Pointer) -> Self {
        pointer.0
    }
}

impl fmt::Display for Pointer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
