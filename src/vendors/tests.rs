//! What holds for the rules of every vendor.

use super::VENDORS;
use crate::json::written;

/// An answer writes them as they are.
#[test]
fn what_rules_say_needs_no_escape() {
    let rules = VENDORS.iter().flat_map(|(_, rules)| *rules);
    for says in rules.flat_map(|rule| [rule.says, rule.hint]) {
        let (plain, quoted) = (written(|w| w.literal(says)), written(|w| w.text(says)));
        assert_eq!(plain, quoted);
    }
}
