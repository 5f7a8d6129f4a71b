//! What effects have in common.

use alloc::string::String;

/// The key of an effect: the caller's name for the decision, the effect's name, and what it is
/// about if a decision may have several of that name.
pub(crate) fn effect_key(decision: &str, name: &str, about: Option<&str>) -> String {
    let mut key = String::from(decision);
    for part in [Some(name), about].into_iter().flatten() {
        key.push(':');
        key.push_str(part);
    }
    key
}
