//! `customer explain`: a rule in full, by its id or by the vendor's code.

use std::process::ExitCode;

use customer_core::decision::{Evidence, Rule};

use crate::failure::Failure;
use crate::rules::{Named, all};
use crate::style::{self, FAINT, PAGE, STRONG, paint};
use crate::text::{visible, wrap};

/// How many ids are suggested at most.
const SUGGESTIONS: usize = 5;

/// How like a suggestion must be, 0 to 1.
const ALIKE: f64 = 0.6;

/// Tells the rule of this id, or every rule that refuses with this code.
pub(crate) fn run(name: &str) -> Result<ExitCode, Failure> {
    let name = name.trim();
    let found = find(name);
    if found.is_empty() {
        return Err(unknown(name));
    }
    let texts: Vec<_> = found.iter().map(|(vendor, rule)| explain(vendor, rule)).collect();
    style::print(&texts.join("\n"))?;
    Ok(ExitCode::SUCCESS)
}

/// The rule of this id; else every rule with this code; else every rule that speaks of this code.
/// Letter case does not matter.
fn find(name: &str) -> Vec<Named> {
    let by_id = |rule: &Rule| rule.id.eq_ignore_ascii_case(name);
    let by_code = |rule: &Rule| rule.code.is_some_and(|code| code.eq_ignore_ascii_case(name));
    let mentions = |text: &str| {
        text.split(|c: char| !c.is_alphanumeric()).any(|word| word.eq_ignore_ascii_case(name))
    };
    let is_code = name.len() >= 4 && name.bytes().any(|byte| byte.is_ascii_digit());
    let by_words = |rule: &Rule| is_code && (mentions(rule.says) || mentions(rule.hint));
    let ways: [&dyn Fn(&Rule) -> bool; 3] = [&by_id, &by_code, &by_words];
    let found = ways.into_iter().map(|way| all().filter(|(_, rule)| way(rule)).collect::<Vec<_>>());
    found.into_iter().find(|found| !found.is_empty()).unwrap_or_default()
}

/// Everything about one rule.
fn explain(vendor: &str, rule: &Rule) -> String {
    let mut out = format!("{}\n", paint(STRONG, rule.id));
    field("vendor", vendor, &mut out);
    field("says", rule.says, &mut out);
    if let Some(code) = rule.code {
        field("code", code, &mut out);
    }
    field("evidence", &format!("{}: {}", rule.evidence, meaning(rule.evidence)), &mut out);
    field("source", rule.source, &mut out);
    if rule.hint.is_empty() {
        field("hint", "none: this rule never refuses", &mut out);
    } else {
        field("hint", rule.hint, &mut out);
    }
    if rule.readings.is_empty() {
        field("presets", "all decide alike", &mut out);
    }
    for (i, reading) in rule.readings.iter().enumerate() {
        let label = if i == 0 { "presets" } else { "" };
        field(label, &format!("{}: {}", reading.preset, reading.decides), &mut out);
    }
    out
}

/// A label and its text, wrapped.
fn field(label: &str, text: &str, out: &mut String) {
    for (i, line) in wrap(text, PAGE.saturating_sub(12)).iter().enumerate() {
        let label = if i == 0 { label } else { "" };
        out.push_str(&format!("  {}  {line}\n", paint(FAINT, format!("{label:<8}"))));
    }
}

/// What a grade of evidence means.
const fn meaning(evidence: Evidence) -> &'static str {
    match evidence {
        Evidence::Documented => "the vendor's page says so",
        Evidence::Observed => "seen in a public client of the vendor",
        Evidence::Inferred => "follows from what is documented or observed",
        Evidence::Chosen => "nobody says; the reading that cannot lose data",
    }
}

/// Nothing has this name: what is near.
fn unknown(name: &str) -> Failure {
    let what = format!("no rule and no code is called `{}`", visible(name));
    let near = near(name);
    if near.is_empty() {
        return Failure::new(what, "`customer rules` lists all ids and codes");
    }
    Failure::new(
        format!("{what}; near to it:\n  {}", near.join("\n  ")),
        "explain one of these, or list all with `customer rules`",
    )
}

/// The ids and codes most like `name`, best first.
fn near(name: &str) -> Vec<&'static str> {
    let name = name.to_ascii_lowercase();
    let names = all().flat_map(|(_, rule)| core::iter::once(rule.id).chain(rule.code));
    let mut scored: Vec<(f64, &'static str)> = names
        .map(|known| {
            let lower = known.to_ascii_lowercase();
            let inside = !name.is_empty() && lower.contains(&name);
            let alike = strsim::jaro_winkler(&lower, &name);
            let last = lower.rsplit('.').next().unwrap_or_default();
            (if inside { 2.0 } else { alike.max(strsim::jaro_winkler(last, &name)) }, known)
        })
        .filter(|(alike, _)| *alike >= ALIKE)
        .collect();
    scored.sort_by(|(one, a), (two, b)| two.total_cmp(one).then(a.cmp(b)));
    scored.dedup_by_key(|(_, known)| *known);
    scored.into_iter().map(|(_, known)| known).take(SUGGESTIONS).collect()
}
