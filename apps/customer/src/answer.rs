//! The core's answer, read for showing. Values keep their exact text.

use alloc::collections::BTreeMap;

use customer_core::contract::{FactId, Verdict};
use customer_core::json::FormError;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use crate::failure::Failure;
use crate::question::Fault;

/// An answer of the JSON contract.
#[derive(Debug, Deserialize)]
pub(crate) struct Answer {
    /// The verdict. What a nearest plan answers has none of its own: it is planned.
    #[serde(default = "planned")]
    pub(crate) verdict: String,
    /// What is to be sent.
    pub(crate) update: Option<Box<RawValue>>,
    /// The record afterwards.
    pub(crate) customer: Option<Box<RawValue>>,
    /// The internal state afterwards.
    pub(crate) internal: Option<Box<RawValue>>,
    /// What changed.
    #[serde(default)]
    pub(crate) changes: Vec<Change>,
    /// What is due: `effect`, and its data.
    #[serde(default)]
    pub(crate) effects: Vec<BTreeMap<String, String>>,
    /// The facts that are missing.
    #[serde(default)]
    pub(crate) needs: Vec<Need>,
    /// What is wrong.
    #[serde(default)]
    pub(crate) violations: Vec<Violation>,
    /// What the vendor answers; nothing for an event that is no API call.
    pub(crate) response: Option<Response>,
    /// What to do next.
    pub(crate) next: String,
    /// What of the record gets lost.
    #[serde(default)]
    pub(crate) losses: Vec<String>,
    /// What is in the way of a wish.
    #[serde(default)]
    pub(crate) obstacles: Vec<Obstacle>,
    /// The plan for the largest part of a wish.
    pub(crate) nearest: Option<Box<Self>>,
    /// What of a neutral customer this vendor has no place for.
    #[serde(default)]
    pub(crate) unsupported: Vec<String>,
}

/// The verdict of a plan.
fn planned() -> String {
    Verdict::Planned.as_str().to_owned()
}

/// One rule that is in the way of a wish.
#[derive(Debug, Deserialize)]
pub(crate) struct Obstacle {
    /// The rule's id.
    pub(crate) rule: String,
    /// Where.
    pub(crate) pointer: String,
    /// In words.
    pub(crate) message: String,
    /// What would do it.
    pub(crate) instead: String,
    /// Two inputs that do it one after the other.
    #[serde(default)]
    pub(crate) steps: Vec<Box<RawValue>>,
    /// Of a conflict: what both started from.
    pub(crate) base: Option<Box<RawValue>>,
    /// Of a conflict: what is wished.
    pub(crate) mine: Option<Box<RawValue>>,
    /// Of a conflict: what is stored.
    pub(crate) theirs: Option<Box<RawValue>>,
}

/// One member that changed.
#[derive(Debug, Deserialize)]
pub(crate) struct Change {
    /// Where.
    pub(crate) pointer: String,
    /// `added`, `modified` or `removed`.
    pub(crate) kind: String,
    /// Why.
    pub(crate) cause: String,
    /// The value before.
    pub(crate) before: Option<Box<RawValue>>,
    /// The value after.
    pub(crate) after: Option<Box<RawValue>>,
}

/// One fact that is missing.
#[derive(Debug, Deserialize, Serialize)]
pub(crate) struct Need {
    /// Its name.
    pub(crate) fact: String,
    /// What asks for it.
    pub(crate) pointer: String,
    /// The id of the rule that asks.
    pub(crate) rule: String,
}

/// One thing that is wrong.
#[derive(Debug, Deserialize, Serialize)]
pub(crate) struct Violation {
    /// The rule's id; empty where a vendor's answer leaves more than one.
    #[serde(default)]
    pub(crate) rule: String,
    /// Where.
    pub(crate) pointer: String,
    /// The vendor's code.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) code: Option<String>,
    /// In words.
    pub(crate) message: String,
}

/// What the vendor answers.
#[derive(Debug, Deserialize)]
pub(crate) struct Response {
    /// HTTP status.
    pub(crate) status: u16,
    /// Body; nothing when it is empty.
    pub(crate) body: Option<Box<RawValue>>,
}

/// An unreadable answer, whole: read to be changed and written again.
#[derive(Debug, Deserialize, Serialize)]
pub(crate) struct Unreadable {
    /// What names the question, exactly as it came.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) id: Option<Box<RawValue>>,
    /// Version of the contract.
    pub(crate) version: u32,
    /// `unreadable`.
    pub(crate) verdict: String,
    /// What is wrong.
    pub(crate) violations: Vec<Violation>,
    /// `fix`.
    pub(crate) next: String,
}

impl Answer {
    /// Reads an answer of the core.
    pub(crate) fn read(text: &str) -> Result<Self, Failure> {
        serde_json::from_str(text).map_err(|_| Failure::bug())
    }

    /// Whether the record has moved on since it was read.
    pub(crate) fn is_stale(&self) -> bool {
        self.verdict == "rejected" && self.next == "refetch"
    }
}

impl From<&FactId> for Need {
    fn from(need: &FactId) -> Self {
        Self {
            fact: need.fact.to_owned(),
            pointer: need.pointer.to_string(),
            rule: need.rule.to_owned(),
        }
    }
}

/// The rule behind every error of form.
const FORM: &str = "contract.form";

impl From<FormError> for Violation {
    fn from(error: FormError) -> Self {
        Self {
            rule: FORM.to_owned(),
            pointer: error.pointer.to_string(),
            code: None,
            message: error.reason.to_string(),
        }
    }
}

impl From<Fault> for Violation {
    fn from(fault: Fault) -> Self {
        Self { rule: FORM.to_owned(), pointer: fault.pointer, code: None, message: fault.message }
    }
}
