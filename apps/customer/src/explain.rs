//! `customer explain`: a rule in full, by its id, the vendor's code or the HTTP status.

mod near;

use std::process::ExitCode;

use customer_core::contract::VENDORS;
use customer_core::decision::{Evidence, Rule};

use crate::args::To;
use crate::failure::Failure;
use crate::rules::{Named, ONE_IN_FULL, all, differing, refuses, ways};
use crate::style::{FAINT, STRONG, paint};
use crate::text::{count, fold};

/// Up to how many rules are explained in full; of more, each has its id and what it says.
const FEW: usize = 3;

/// Explains the rule of this id, every rule that refuses with this code or status, or what a fact
/// or a reading of this name is.
pub(crate) fn run(name: &str, to: &To) -> Result<ExitCode, Failure> {
    let name = name.trim();
    let columns = to.page();
    let (found, way) = find(name);
    let is_brief = found.len() > FEW;
    let mut texts: Vec<_> = if is_brief {
        vec![found.iter().map(|(_, rule)| brief(rule, columns)).collect()]
    } else {
        found.iter().map(|(vendor, rule)| explain(vendor, rule, columns)).collect()
    };
    if found.len() > 1 {
        let lines = summary(name, &found, way).into_iter().flat_map(|line| fold(&line, columns));
        texts.insert(0, lines.map(|line| format!("{}\n", paint(STRONG, line))).collect());
    }
    if is_brief {
        texts.push(ONE_IN_FULL.to_owned() + "\n");
    }
    if texts.is_empty() {
        texts = named(name, columns);
    }
    if texts.is_empty() {
        return Err(near::unknown(name));
    }
    to.print(&texts.join("\n"))?;
    Ok(ExitCode::SUCCESS)
}

/// What a name was found as.
#[derive(Clone, Copy)]
enum Way {
    Id,
    Code,
    Status,
    Words,
}

/// The rule of this id; else every rule with this code; else with this status; else every rule that
/// speaks of this code. Letter case does not matter.
fn find(name: &str) -> (Vec<Named>, Way) {
    let by_id = |rule: &Rule| rule.id.eq_ignore_ascii_case(name);
    let by_code = |rule: &Rule| rule.code.is_some_and(|code| code.eq_ignore_ascii_case(name));
    let number = name
        .get(..5)
        .filter(|five| five.eq_ignore_ascii_case("http "))
        .map_or(name, |_| name.get(5..).unwrap_or_default().trim());
    let by_status = |rule: &Rule| {
        refuses(rule) && rule.status.is_some_and(|status| status.to_string() == number)
    };
    let mentions = |text: &str| {
        text.split(|c: char| !c.is_alphanumeric()).any(|word| word.eq_ignore_ascii_case(name))
    };
    let is_code = name.len() >= 4 && name.bytes().any(|byte| byte.is_ascii_digit());
    let by_words = |rule: &Rule| is_code && (mentions(rule.says) || mentions(rule.hint));
    type Fits<'f> = &'f dyn Fn(&Rule) -> bool;
    let ways: [(Fits<'_>, Way); 4] = [
        (&by_id, Way::Id),
        (&by_code, Way::Code),
        (&by_status, Way::Status),
        (&by_words, Way::Words),
    ];
    for (fits, way) in ways {
        let found: Vec<_> = all().filter(|(_, rule)| fits(rule)).collect();
        if !found.is_empty() {
            return (found, way);
        }
    }
    (Vec::new(), Way::Words)
}

/// A line for each vendor: how many rules, what they answer, what to do next.
fn summary(name: &str, found: &[Named], way: Way) -> Vec<String> {
    let mut lines = Vec::new();
    for vendor in VENDORS {
        let rules: Vec<_> = found.iter().filter(|(one, _)| *one == vendor.name).collect();
        if rules.is_empty() {
            continue;
        }
        let list = |of: &dyn Fn(&Rule) -> Option<String>| {
            let mut words: Vec<String> = Vec::new();
            for word in rules.iter().filter_map(|(_, rule)| of(rule)) {
                if !words.contains(&word) {
                    words.push(word);
                }
            }
            words.join(" or ")
        };
        let what = match way {
            Way::Id => String::new(),
            Way::Code => {
                let status = list(&|rule| rule.status.map(|status| format!("HTTP {status}")));
                format!(", answered with {status}")
            }
            Way::Status => {
                let codes = list(&|rule| rule.code.map(String::from));
                if codes.is_empty() { codes } else { format!(", with code {codes}") }
            }
            Way::Words => " that speak of it".to_owned(),
        };
        let next = list(&|rule| refuses(rule).then(|| rule.next.to_string()));
        let next = if next.is_empty() { next } else { format!("; next: {next}") };
        let many = count(rules.len(), "rule");
        lines.push(format!("{name} at {}: {many}{what}{next}", vendor.name));
    }
    lines
}

/// A rule among many: what it says.
fn brief(rule: &Rule, columns: usize) -> String {
    let lines = fold(rule.says, columns.saturating_sub(2));
    let lines = lines.iter().map(|line| format!("  {line}\n"));
    format!("{}\n{}", paint(STRONG, rule.id), lines.collect::<String>())
}

/// Everything about one rule.
fn explain(vendor: &str, rule: &Rule, columns: usize) -> String {
    let mut out = format!("{}\n", paint(STRONG, rule.id));
    let mut field = |label: &str, text: &str| field(label, text, columns, &mut out);
    field("vendor", vendor);
    field("says", rule.says);
    if let Some(code) = rule.code {
        field("code", code);
    }
    if refuses(rule) {
        match rule.status {
            Some(status) => field("status", &format!("HTTP {status}")),
            None => field("status", "none: no call of the API is answered"),
        }
        field("next", &format!("{}: {}", rule.next, rule.next.advice()));
    }
    for fact in rule.facts {
        field("fact", &format!("{fact}: left out, the answer is undecided"));
    }
    field("evidence", &format!("{}: {}", rule.evidence, meaning(rule.evidence)));
    field("source", rule.source);
    if rule.hint.is_empty() {
        field("hint", "none: this rule never refuses");
    } else {
        field("hint", rule.hint);
    }
    let ways = ways(rule);
    if ways.is_empty() {
        field("instead", "none: no plan meets this rule");
    }
    for (i, way) in ways.iter().enumerate() {
        let label = if i == 0 { "instead" } else { "" };
        field(label, &format!("{way}: {}", way.advice()));
    }
    let readings = differing(rule);
    if readings.is_empty() {
        field("presets", "all decide alike");
    }
    for (i, reading) in readings.iter().enumerate() {
        let label = if i == 0 { "presets" } else { "" };
        field(label, &format!("{}: {}", reading.preset, reading.decides));
    }
    out
}

/// The facts and readings of this name.
fn named(name: &str, columns: usize) -> Vec<String> {
    let mut texts = Vec::new();
    for vendor in VENDORS {
        for fact in vendor.facts.iter().filter(|fact| fact.name.eq_ignore_ascii_case(name)) {
            let mut out = format!("{}\n", paint(STRONG, fact.name));
            field("fact of", vendor.name, columns, &mut out);
            field("says", fact.about.trim(), columns, &mut out);
            field("type", fact.kind, columns, &mut out);
            field("asked", &format!("by {}", fact.asked_by), columns, &mut out);
            for (_, rule) in
                all().filter(|(one, rule)| *one == vendor.name && rule.facts.contains(&fact.name))
            {
                field("rule", rule.id, columns, &mut out);
            }
            texts.push(out);
        }
        for row in vendor.readings.iter().filter(|row| row.name.eq_ignore_ascii_case(name)) {
            let mut out = format!("{}\n", paint(STRONG, row.name));
            field("read. of", vendor.name, columns, &mut out);
            field("about", row.about, columns, &mut out);
            field("choices", &row.choices.join(", "), columns, &mut out);
            texts.push(out);
        }
    }
    texts
}

/// A label and its text, wrapped.
fn field(label: &str, text: &str, columns: usize, out: &mut String) {
    for (i, line) in fold(text, columns.saturating_sub(12)).iter().enumerate() {
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
        _ => "a grade that this program does not know",
    }
}
