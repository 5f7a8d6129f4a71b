//! What is near to a name that nothing has.

use customer_core::contract::VENDORS;

use crate::failure::Failure;
use crate::rules::all;
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
    let near: Vec<_> = VENDORS.iter().filter_map(|vendor| line(vendor.name, name)).collect();
    if near.is_empty() {
        return Failure::new(what, "`customer rules` lists all ids and codes");
    }
    Failure::new(
        format!("{what}; near to it:{}", near.concat()),
        "explain one of these, or list all with `customer rules`",
    )
}

/// The names of one vendor that are near, each on its line.
fn line(vendor: &str, name: &str) -> Option<String> {
    let near = near(vendor, name);
    let more = near.len().saturating_sub(SUGGESTIONS);
    let mut lines = format!("\n  {vendor}:");
    for known in near.iter().take(SUGGESTIONS) {
        lines.push_str(&format!("\n    {known}"));
    }
    if more > 0 {
        lines.push_str(&format!("\n    and {more} more: `customer rules --vendor {vendor}`"));
    }
    (!near.is_empty()).then_some(lines)
}

/// The names of one vendor that are most like `name`, best first. Where names have it as a part,
/// only these.
fn near(vendor: &str, name: &str) -> Vec<&'static str> {
    let name = name.to_ascii_lowercase();
    let rules = all().filter(|(one, _)| *one == vendor);
    let names = rules.flat_map(|(_, rule)| core::iter::once(rule.id).chain(rule.code));
    let described = VENDORS.iter().find(|one| one.name == vendor);
    let facts = described.into_iter().flat_map(|one| one.facts).map(|fact| fact.name);
    let readings = described.into_iter().flat_map(|one| one.readings).map(|row| row.name);
    let mut scored: Vec<(f64, &'static str)> = names
        .chain(facts)
        .chain(readings)
        .map(|known| (score(&known.to_ascii_lowercase(), &name), known))
        .filter(|(score, _)| *score >= ALIKE)
        .collect();
    let inside = scored.iter().any(|(score, _)| *score > 1.0);
    scored.retain(|(score, _)| !inside || *score > 1.0);
    scored.sort_by(|(one, a), (two, b)| two.total_cmp(one).then(a.cmp(b)));
    scored.dedup_by_key(|(_, known)| *known);
    scored.into_iter().map(|(_, known)| known).collect()
}

/// How like a known name is: more than 1 if it has the name as a part.
fn score(known: &str, name: &str) -> f64 {
    if !name.is_empty() && known.contains(name) {
        return 2.0;
    }
    let last = known.rsplit('.').next().unwrap_or_default();
    strsim::jaro_winkler(known, name).max(strsim::jaro_winkler(last, name))
}
