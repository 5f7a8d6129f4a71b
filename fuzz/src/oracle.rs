//! The core against the model: two opinions about one question.

use serde_json::Value;

use crate::{json, model};

/// What the two say, if it differs.
#[derive(Debug)]
pub struct Difference {
    /// The first member of the answers that differs.
    pub member: &'static str,
    /// The core's answer without prose.
    pub core: Value,
    /// The model's answer without prose.
    pub model: Value,
}

const MEMBERS: [&str; 9] = [
    "version",
    "verdict",
    "violations",
    "customer",
    "internal",
    "changes",
    "effects",
    "response",
    "next",
];

/// Asks both. Prose and the ids of rules are left out; violations are compared by place and code.
/// Of text that is no JSON at all only the verdict: where it breaks off is each reader's own view.
pub fn difference(question: &str) -> Option<Difference> {
    let mut core = json::answer(&customer_core::json::apply(question));
    let mut model = model::answer(question);
    json::without_prose(&mut core);
    json::without_prose(&mut model);
    let broken = json::read(question).is_none();
    if core == model || broken && core["verdict"] == model["verdict"] {
        return None;
    }
    let differs = |member: &&&str| core.get(**member) != model.get(**member);
    let member = MEMBERS.iter().find(differs).copied().unwrap_or("another");
    Some(Difference { member, core, model })
}

/// `core(question) = model(question)`.
pub fn agree(question: &str) {
    if let Some(Difference { member, core, model }) = difference(question) {
        panic!("they differ in {member}\nasked {question}\ncore  {core}\nmodel {model}");
    }
}
