//! What is near to a name that nothing has.

use customer_core::contract::{Described, VENDORS};

use crate::failure::Failure;
use crate::text::visible;

/// How many names are suggested for each vendor at most.
const SUGGESTIONS: usize = 5;

/// How like a suggestion must be, 0 to 1.
const ALIKE: f64 = 0.75;

/// Nothing has this name: what is near, by vendor.
pub(super) fn unknown(name: &str) -> Failure {
    let shown = visible(name);
    if let Some(vendor) = VENDORS.iter().find(|vendor| vendor.name.eq_ignore_ascii_case(name)) {
        return Failure::new(
            format!("{} is a vendor, not a rule", vendor.name),
            format!("use `customer rules --vendor {}`", vendor.name),
        );
    }
    if VENDORS.iter().any(|vendor| vendor.presets.contains(&name)) {
        let todo = "`customer readings` lists what it chooses";
        return Failure::new(format!("{shown} is a preset, not a rule"), todo);
    }
    let what = format!("no rule, code, status, fact or reading is called `{shown}`");
    let near: Vec<_> = near(name).iter().map(|(vendor, names)| line(vendor, names)).collect();
    if near.is_empty() {
        return Failure::new(what, "`customer rules` lists all ids and codes");
    }
    Failure::new(
        format!("{what}; near to it:{}", near.concat()),
        "explain one of these, or list all with `customer rules`",
    )
}

/// The names of one vendor that are near, each on its line.
fn line(vendor: &str, near: &[&str]) -> String {
    let more = near.len().saturating_sub(SUGGESTIONS);
    let mut lines = format!("\n  {vendor}:");
    for known in near.iter().take(SUGGESTIONS) {
        lines.push_str(&format!("\n    {known}"));
    }
    if more > 0 {
        lines.push_str(&format!("\n    and {more} more: `customer rules --vendor {vendor}`"));
    }
    lines
}

/// The names of each vendor that are most like `name`, best first. Where names have it as a part,
/// only these.
fn near(name: &str) -> Vec<(&'static str, Vec<&'static str>)> {
    let name = name.to_ascii_lowercase();
    let scored: Vec<_> =
        VENDORS.iter().map(|vendor| (vendor.name, scored(vendor, &name))).collect();
    let inside = scored.iter().flat_map(|(_, names)| names).any(|(score, _)| *score > 1.0);
    let least = if inside { 1.5 } else { ALIKE };
    let mut near = Vec::new();
    for (vendor, names) in scored {
        let names = names.into_iter().filter(|(score, _)| *score >= least);
        let names: Vec<_> = names.map(|(_, known)| known).collect();
        if !names.is_empty() {
            near.push((vendor, names));
        }
    }
    near
}

/// Every name of a vendor with how like it is, best first.
fn scored(vendor: &Described, name: &str) -> Vec<(f64, &'static str)> {
    let rules = vendor.rules.iter();
    let ids = rules.flat_map(|rule| core::iter::once(rule.id).chain(rule.code));
    let facts = vendor.facts.iter().map(|fact| fact.name);
    let readings = vendor.readings.iter().map(|row| row.name);
    let names = ids.chain(facts).chain(readings);
    let mut scored: Vec<_> =
        names.map(|known| (score(&known.to_ascii_lowercase(), name), known)).collect();
    scored.sort_by(|(one, a), (two, b)| two.total_cmp(one).then(a.cmp(b)));
    scored.dedup_by_key(|(_, known)| *known);
    scored
}

/// How like a known name is: more than 1 if it has the name as a part.
fn score(known: &str, name: &str) -> f64 {
    if !name.is_empty() && known.contains(name) {
        return 2.0;
    }
    let last = known.rsplit('.').next().unwrap_or_default();
    strsim::jaro_winkler(known, name).max(strsim::jaro_winkler(last, name))
}
