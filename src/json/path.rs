//! A place that outlives the walk: what a change carries.

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use serde::de::{self, Deserialize, DeserializeSeed, Deserializer, SeqAccess, Visitor};
use serde::ser::{Serialize, SerializeSeq, Serializer};

use crate::json::Pointer;

/// What an update changes is not deeper, in the model of any vendor; a commitment's quantity is.
const FEW: usize = 5;

/// One step of a [`Path`].
#[derive(Clone, PartialEq, Eq, Hash)]
#[expect(clippy::exhaustive_enums, reason = "JSON has no other steps")]
pub enum PathStep {
    /// Into a member.
    Name(Cow<'static, str>),
    /// Into an element.
    Index(usize),
}

/// A place in a record. Members of the model cost no allocation.
///
/// With serde it is a list of names and indices, not a pointer: a member may be named `0`. It is
/// written as a list of unknown length, because only a format that describes itself can tell a name
/// from an index when it is read; the others refuse it.
///
/// ```
/// # use customer_core::json::Path;
/// let path = Path::ROOT.name("set").index(0).other("0");
/// let stored = serde_json::to_string(&path).unwrap();
/// assert_eq!(stored, r#"["set",0,"0"]"#);
/// assert_eq!(serde_json::from_str::<Path>(&stored).unwrap(), path);
/// assert_eq!(path.pointer().as_str(), "/set/0/0");
/// ```
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Path(Steps);

#[derive(PartialEq, Eq, Hash)]
enum Steps {
    /// The first `len`; the others are [`NOWHERE`].
    Few {
        len: u8,
        steps: [PathStep; FEW],
    },
    Many(Vec<PathStep>),
}

const NOWHERE: PathStep = PathStep::Index(0);

impl Clone for Steps {
    fn clone(&self) -> Self {
        match self {
            Self::Few { len, steps } => {
                let mut few = [NOWHERE; FEW];
                for (slot, step) in few.iter_mut().zip(steps).take(usize::from(*len)) {
                    *slot = step.clone();
                }
                Self::Few { len: *len, steps: few }
            }
            Self::Many(steps) => Self::Many(steps.clone()),
        }
    }
}

impl Path {
    /// The whole record.
    pub const ROOT: Self = Self(Steps::Few { len: 0, steps: [NOWHERE; FEW] });

    /// A path from its `count` steps, the last one first.
    pub(crate) fn from_end(count: usize, upwards: impl Iterator<Item = PathStep>) -> Self {
        let (len, mut few) = (u8::try_from(count).unwrap_or(u8::MAX), [NOWHERE; FEW]);
        if let Some(slots) = few.get_mut(..count) {
            for (slot, step) in slots.iter_mut().rev().zip(upwards) {
                *slot = step;
            }
            return Self(Steps::Few { len, steps: few });
        }
        let mut steps = Vec::with_capacity(count);
        upwards.for_each(|step| steps.push(step));
        steps.reverse();
        Self(Steps::Many(steps))
    }

    /// One step down, in place.
    pub fn push(&mut self, step: PathStep) {
        match &mut self.0 {
            Steps::Many(steps) => steps.push(step),
            Steps::Few { len, steps } => match steps.get_mut(usize::from(*len)) {
                Some(slot) => {
                    *slot = step;
                    *len = len.saturating_add(1);
                }
                None => {
                    let mut many = steps.to_vec();
                    many.push(step);
                    self.0 = Steps::Many(many);
                }
            },
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
        match &self.0 {
            Steps::Few { len, steps } => steps.get(..usize::from(*len)).unwrap_or_default(),
            Steps::Many(steps) => steps,
        }
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
}

impl fmt::Display for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.pointer(), f)
    }
}

impl Default for Path {
    fn default() -> Self {
        Self::ROOT
    }
}

impl FromIterator<PathStep> for Path {
    fn from_iter<I: IntoIterator<Item = PathStep>>(steps: I) -> Self {
        let mut path = Self::ROOT;
        steps.into_iter().for_each(|step| path.push(step));
        path
    }
}

impl fmt::Debug for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.pointer(), f)
    }
}

impl Serialize for Path {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut list = serializer.serialize_seq(None)?;
        for step in self.steps() {
            match step {
                PathStep::Name(name) => list.serialize_element(&**name)?,
                PathStep::Index(index) => list.serialize_element(index)?,
            }
        }
        list.end()
    }
}

impl<'de> Deserialize<'de> for Path {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Seen;
        impl<'de> Visitor<'de> for Seen {
            type Value = Path;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a list of names and indices")
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Path, A::Error> {
                let mut path = Path::ROOT;
                while let Some(step) = seq.next_element_seed(OneStep)? {
                    path.push(step);
                }
                Ok(path)
            }
        }
        deserializer.deserialize_seq(Seen)
    }
}

/// Reads a step. Only a path does: alone, a step is a value that not every format gives back.
struct OneStep;

impl<'de> DeserializeSeed<'de> for OneStep {
    type Value = PathStep;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<PathStep, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl Visitor<'_> for OneStep {
    type Value = PathStep;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a name or an index")
    }

    fn visit_str<E: de::Error>(self, name: &str) -> Result<PathStep, E> {
        Ok(PathStep::Name(Cow::Owned(name.into())))
    }

    fn visit_u64<E: de::Error>(self, index: u64) -> Result<PathStep, E> {
        usize::try_from(index).map(PathStep::Index).map_err(E::custom)
    }

    fn visit_i64<E: de::Error>(self, index: i64) -> Result<PathStep, E> {
        let number = de::Unexpected::Signed(index);
        let index = usize::try_from(index).map(PathStep::Index);
        index.map_err(|_| E::invalid_value(number, &self))
    }
}
