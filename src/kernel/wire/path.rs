//! A place that outlives the walk: what a change carries.

use alloc::borrow::Cow;
use alloc::string::String;
use core::fmt;

use serde::de::{Deserialize, Deserializer, Error};
use serde::ser::{Serialize, Serializer};

use crate::kernel::Pointer;

/// No record of any vendor is deeper.
const STEPS_MAX: usize = 8;

/// One step of a [`Path`].
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum PathStep {
    /// Into a member.
    Name(Cow<'static, str>),
    /// Into an element.
    Index(usize),
}

/// A place in a record. Members of the model cost no allocation.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Path {
    steps: [PathStep; STEPS_MAX],
    len: usize,
}

impl Path {
    /// The whole record.
    pub const ROOT: Self = Self { steps: [const { PathStep::Index(0) }; STEPS_MAX], len: 0 };

    /// One step down, in place. A path deeper than any record stays where it is.
    pub fn push(&mut self, step: PathStep) {
        if let Some(slot) = self.steps.get_mut(self.len) {
            *slot = step;
            self.len = self.len.saturating_add(1);
        }
    }

    /// The member `name` of this place.
    #[must_use]
    pub fn name(&self, name: &'static str) -> Self {
        let mut path = self.clone();
        path.push(PathStep::Name(Cow::Borrowed(name)));
        path
    }

    /// The member `name` of this place, one that the model does not know.
    #[must_use]
    pub fn other(&self, name: &str) -> Self {
        let mut path = self.clone();
        path.push(PathStep::Name(Cow::Owned(String::from(name))));
        path
    }

    /// The element `index` of this place.
    #[must_use]
    pub fn index(&self, index: usize) -> Self {
        let mut path = self.clone();
        path.push(PathStep::Index(index));
        path
    }

    /// The steps from the root.
    pub fn steps(&self) -> &[PathStep] {
        self.steps.get(..self.len).unwrap_or_default()
    }

    /// The place as a pointer.
    pub fn pointer(&self) -> Pointer {
        let mut pointer = Pointer::default();
        for step in self.steps() {
            match step {
                PathStep::Name(name) => pointer.push_name(name),
                PathStep::Index(index) => pointer.push_index(*index),
            }
        }
        pointer
    }

    /// The path of a pointer's text; steps that are all digits are taken as indices.
    fn parse(text: &str) -> Option<Self> {
        let mut path = Self::ROOT;
        for step in text.split('/').skip(1) {
            let step = match step.parse() {
                Ok(index) => PathStep::Index(index),
                Err(_) => PathStep::Name(Cow::Owned(step.replace("~1", "/").replace("~0", "~"))),
            };
            if path.len >= STEPS_MAX {
                return None;
            }
            path.push(step);
        }
        Some(path)
    }
}

impl fmt::Debug for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.pointer(), f)
    }
}

impl Serialize for Path {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.pointer().as_str())
    }
}

impl<'de> Deserialize<'de> for Path {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).ok_or_else(|| D::Error::custom("a path deeper than any record"))
    }
}
