//! What is due after a decision: nothing.

use alloc::string::String;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::json::{At, Reason, Writer, deserialize_node};
use crate::member::Shape;

/// Follow-up work. An accepted request to this vendor is over when it is answered: nobody is mailed
/// and nothing settles later, so no effect exists.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(clippy::exhaustive_enums, reason = "there is none")]
pub enum Effect {}

impl Effect {
    /// What each of them is in the JSON contract.
    pub const SHAPES: &'static [Shape] = &[];

    /// Its name in the JSON contract.
    pub const fn name(&self) -> &'static str {
        match *self {}
    }

    /// Writes it as an object of the JSON contract.
    pub fn write(&self, _: &mut Writer<'_>) {
        match *self {}
    }

    /// What a worker de-duplicates by; `decision` is the caller's name for the decision.
    pub fn key(&self, _decision: &str) -> String {
        match *self {}
    }
}

impl Serialize for Effect {
    fn serialize<S: Serializer>(&self, _: S) -> Result<S::Ok, S::Error> {
        match *self {}
    }
}

impl<'de> Deserialize<'de> for Effect {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserialize_node(deserializer, |_, errors| {
            errors.push(&At::ROOT, Reason::Unknown);
            None
        })
    }
}
