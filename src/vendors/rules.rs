//! Every rule, whoever's it is.

use super::VENDORS;
#[cfg(feature = "adobe")]
use crate::commitment;
use crate::decision::Rule;

/// The rules of no vendor: those of the three-year commitment by itself, which refuses in its own
/// words where it is asked without a vendor, and of planning.
const SHARED: &[(&str, &[Rule])] = &[
    #[cfg(feature = "adobe")]
    ("commitment", commitment::RULES),
    #[cfg(feature = "plan")]
    ("plan", crate::plan::RULES),
];

/// Every rule that an answer can name, with whose it is: the vendors' in the order of the list,
/// then those of `commitment` that no vendor has as its own, and of `plan`.
///
/// ```
/// # use customer_core::vendors::rules;
/// assert!(rules().any(|(whose, rule)| (whose, rule.id) == ("ibm", "ibm.version.stale")));
/// assert!(rules().any(|(whose, _)| whose == "commitment"));
/// ```
pub fn rules() -> impl Iterator<Item = (&'static str, &'static Rule)> {
    let listed = |rule: &Rule| VENDORS.iter().any(|(_, rules)| rules.contains(rule));
    let shared = each(SHARED).filter(move |(_, rule)| !listed(rule));
    each(VENDORS).chain(shared)
}

fn each(
    tables: &'static [(&'static str, &'static [Rule])],
) -> impl Iterator<Item = (&'static str, &'static Rule)> {
    tables.iter().flat_map(|(whose, rules)| rules.iter().map(|rule| (*whose, rule)))
}

/// The rule with this id, whoever's it is.
///
/// ```
/// # use customer_core::vendors::rule;
/// assert_eq!(rule("ibm.version.stale").and_then(|rule| rule.status), Some(500));
/// assert!(rule("ibm.version").is_none());
/// ```
pub fn rule(id: &str) -> Option<&'static Rule> {
    let mut all = VENDORS.iter().chain(SHARED).flat_map(|(_, rules)| *rules);
    all.find(|rule| rule.id == id)
}
