//! What is due after a decision.

use alloc::string::String;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::record::Status;
use crate::decision::{effect_key, unknown_members};
use crate::json::{At, Errors, Node, Reason, Writer, deserialize_node, serialize};
use crate::member::{OtherMembers, Part, Shape};

/// Follow-up work, described as data. With serde it has the shape of the JSON contract.
///
/// ```
/// # use customer_core::commvault::{Effect, Status};
/// let effect = Effect::AwaitSettlement { from: Status::Updating };
/// let text = serde_json::to_string(&effect).unwrap();
/// assert_eq!(text, r#"{"effect":"await-settlement","from":"updating"}"#);
/// assert_eq!(serde_json::from_str::<Effect>(&text).unwrap(), effect);
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[expect(clippy::exhaustive_enums, reason = "a worker does each of them")]
pub enum Effect {
    /// Ask for the account until its status is another one.
    AwaitSettlement {
        /// The status to leave.
        from: Status,
    },
}

const AWAIT_SETTLEMENT: &str = "await-settlement";

impl Effect {
    /// What each of them is in the JSON contract.
    pub const SHAPES: &'static [Shape] = &[Shape::Object {
        name: "AwaitSettlement",
        parts: &[
            Part::new("effect", Shape::Word(&[AWAIT_SETTLEMENT]), "An update was accepted.")
                .needed()
                .not_null(),
            Part::new("from", Shape::Open(Status::WORDS), "The status to leave.")
                .needed()
                .not_null(),
        ],
        others: OtherMembers::Closed,
    }];

    /// The name in the JSON contract.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::AwaitSettlement { .. } => AWAIT_SETTLEMENT,
        }
    }

    /// A key by which a worker recognises an effect that it has carried out: `decision` is the
    /// caller's name for the decision that it follows from.
    ///
    /// ```
    /// # use customer_core::commvault::{Effect, Status};
    /// let effect = Effect::AwaitSettlement { from: Status::Updating };
    /// assert_eq!(effect.key("7194/3"), "7194/3:await-settlement");
    /// ```
    pub fn key(&self, decision: &str) -> String {
        effect_key(decision, self.name(), None)
    }

    /// Writes it as an object of the JSON contract.
    ///
    /// ```
    /// # use customer_core::commvault::{Effect, Status};
    /// # use customer_core::json::Writer;
    /// let mut out = String::new();
    /// Effect::AwaitSettlement { from: Status::Updating }.write(&mut Writer::new(&mut out));
    /// assert_eq!(out, r#"{"effect":"await-settlement","from":"updating"}"#);
    /// ```
    pub fn write(&self, w: &mut Writer<'_>) {
        let Self::AwaitSettlement { from } = self;
        w.begin_object();
        w.member("effect", self.name());
        w.member("from", from.as_str());
        w.end_object();
    }

    fn read(node: Node<'_, '_>, errors: &mut Errors) -> Option<Self> {
        let root = At::ROOT;
        node.object(&root, errors)?;
        let mut word = |name| match node.member(name) {
            Some(found) => found.read::<String>(&root.name(name), errors),
            None => {
                errors.push(&root.name(name), Reason::Missing);
                None
            }
        };
        let (name, from) = (word("effect"), word("from"));
        if name.is_some_and(|name| name != AWAIT_SETTLEMENT) {
            errors.push(&root.name("effect"), Reason::one_of(&[AWAIT_SETTLEMENT]));
        }
        unknown_members(node, &["effect", "from"], &root, errors);
        from.map(|from| Self::AwaitSettlement { from: Status::from(from) })
    }
}

impl Serialize for Effect {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serialize(|w| self.write(w), serializer)
    }
}

impl<'de> Deserialize<'de> for Effect {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserialize_node(deserializer, Self::read)
    }
}
