//! The questions of `tests/cases`.

use customer_core_fuzz::cases::Cases;
use serde::Deserialize as _;
use serde_json::Value;

/// Reads JSON, however deep.
pub(crate) fn read(text: &str) -> serde_json::Result<Value> {
    let mut reader = serde_json::Deserializer::from_str(text);
    reader.disable_recursion_limit();
    Value::deserialize(&mut reader)
}

/// A question and the name of its case.
pub(crate) struct Case {
    pub(crate) name: String,
    pub(crate) question: Value,
}

/// The question of every case, in each preset that it speaks of; literal ones that are no JSON are
/// left out.
pub(crate) fn all() -> Vec<Case> {
    let vendors = customer_core::contract::VENDORS.iter();
    let mut cases: Vec<_> = vendors.flat_map(|vendor| of(vendor.name)).collect();
    cases.extend(Cases::wishes().into_iter().map(|(name, question, _)| Case { name, question }));
    assert!(cases.len() > 300, "{} cases", cases.len());
    cases
}

fn of(vendor: &str) -> Vec<Case> {
    let Cases { texts, names, .. } = Cases::of(vendor);
    let cases = names.into_iter().zip(texts);
    cases.filter_map(|(name, text)| Some(Case { name, question: read(&text).ok()? })).collect()
}
