//! `customer rules`: every rule of every vendor, for a terminal, a document or a program.

use std::process::ExitCode;

use customer_core::contract::VENDORS;
use customer_core::decision::{Instead, Reading, Rule, RuleKind};
use serde::Serialize;

use crate::args::{Format, List};
use crate::facts::reading_table;
use crate::failure::Failure;
use crate::style::{FAINT, STRONG, paint};
use crate::table::cell;
use crate::text::{count, elide, fold, pad};

/// What leads from a list of rules to one of them.
pub(crate) const ONE_IN_FULL: &str = "`customer explain ID` explains one in full";

/// A rule and its vendor.
pub(crate) type Named = (&'static str, &'static Rule);

/// A rule as a program reads it.
#[derive(Debug, Serialize)]
struct Row {
    vendor: &'static str,
    id: &'static str,
    evidence: String,
    source: &'static str,
    code: Option<&'static str>,
    status: Option<u16>,
    next: Option<&'static str>,
    facts: &'static [&'static str],
    instead: Vec<&'static str>,
    says: &'static str,
    hint: &'static str,
    readings: Vec<Decides>,
}

/// A reading as a program reads it.
#[derive(Debug, Serialize)]
struct Decides {
    preset: &'static str,
    decides: &'static str,
}

/// Lists the rules of a vendor, or of all.
pub(crate) fn run(list: &List) -> Result<ExitCode, Failure> {
    let wanted = |name: &str| list.vendor.as_deref().is_none_or(|vendor| vendor == name);
    let rules: Vec<_> = all().filter(|(name, _)| wanted(name)).collect();
    let columns = list.to.columns();
    let text = match list.format {
        Format::Table => table(&rules, columns) + &readings(&rules, list.format, columns),
        Format::Markdown => markdown(&rules),
        Format::Json => json(&rules)?,
    };
    list.to.print(&text)?;
    Ok(ExitCode::SUCCESS)
}

/// Every rule with its vendor, in the order of the list, and those that are no vendor's.
pub(crate) fn all() -> impl Iterator<Item = Named> {
    customer_core::vendors::rules()
}

/// What the presets decide, where they do not agree.
pub(crate) fn differing(rule: &Rule) -> &'static [Reading] {
    let first = rule.readings.first().map(|reading| reading.decides);
    let agree = rule.readings.iter().all(|reading| Some(reading.decides) == first);
    if agree { &[] } else { rule.readings }
}

/// What would do it, where a rule is in the way of a wish; nothing of a rule that no plan meets.
pub(crate) fn ways(rule: &Rule) -> Vec<Instead> {
    let mut ways = rule.instead.ways().to_vec();
    // What rests on a fact is looked up first, unless another rule asks for it.
    let asks = |other: &Rule| other.instead.ways() == [Instead::Facts];
    let rests = |fact| !all().any(|(_, other)| asks(other) && other.facts.contains(fact));
    if !ways.is_empty() && rule.facts.iter().any(rests) {
        ways.push(Instead::Facts);
    }
    ways
}

/// Whether a rule refuses.
pub(crate) fn refuses(rule: &Rule) -> bool {
    rule.kind == RuleKind::Refuses
}

/// The readings of the vendors whose rules these are.
fn readings(rules: &[Named], format: Format, columns: Option<usize>) -> String {
    let named = |name: &str| rules.iter().any(|(vendor, _)| *vendor == name);
    let parts = VENDORS.iter().filter(|vendor| named(vendor.name)).map(|vendor| {
        let heading = paint(STRONG, format!("Readings of {}", vendor.name));
        format!("\n{heading}\n{}", reading_table(vendor, format, columns))
    });
    parts.collect()
}

/// Fewest columns that are worth a column of sources.
const SOURCE: usize = 40;

/// A table: one line a rule, then its fact and what the presets decide. Where there is no space for
/// the columns, each rule has its id, and all else below it.
fn table(rules: &[Named], columns: Option<usize>) -> String {
    let ids = rules.iter().map(|(_, rule)| rule.id.len()).max().unwrap_or_default();
    let codes = rules.iter().filter_map(|(_, rule)| rule.code);
    let codes = codes.map(str::len).max().unwrap_or_default().max(4);
    let line = |[id, code, status, next, evidence, source]: [&str; 6]| {
        let (id, code, status) = (pad(id, ids), pad(code, codes), pad(status, 4));
        let (next, evidence) = (pad(next, 7), pad(evidence, 10));
        let line = format!("{id}  {code}  {status}  {next}  {evidence}  {source}");
        line.trim_end().to_owned()
    };
    // What is before the source.
    let taken = ids.saturating_add(codes).saturating_add(31);
    let beside = columns.is_none_or(|columns| columns.saturating_sub(taken) >= SOURCE);
    let mut out = String::new();
    if beside {
        let heading = line(["ID", "CODE", "HTTP", "NEXT", "EVIDENCE", "SOURCE"]);
        out.push_str(&format!("{}\n", paint(STRONG, heading)));
    }
    for (_, rule) in rules {
        let status = rule.status.map_or("-".to_owned(), |status| status.to_string());
        let (code, evidence) = (rule.code.unwrap_or("-"), rule.evidence.to_string());
        let next = if refuses(rule) { rule.next.as_str() } else { "-" };
        if beside {
            let source = columns.map_or(rule.source.into(), |columns| {
                elide(rule.source, columns.saturating_sub(taken))
            });
            out.push_str(&line([rule.id, code, &status, next, &evidence, &source]));
            out.push('\n');
        } else {
            out.push_str(&format!("{}\n", paint(STRONG, rule.id)));
            let answers = if refuses(rule) {
                format!("code {code}, HTTP {status}, next {next}, {evidence}")
            } else {
                evidence
            };
            indented(&answers, columns, &mut out);
            indented(&format!("source: {}", rule.source), columns, &mut out);
        }
        for fact in rule.facts {
            indented(&format!("fact: {fact}"), columns, &mut out);
        }
        for Reading { preset, decides, .. } in differing(rule) {
            indented(&format!("{preset}: {decides}"), columns, &mut out);
        }
    }
    let total = count(rules.len(), "rule");
    let last = format!("{total}; {ONE_IN_FULL}");
    for line in fold(&last, columns.unwrap_or(usize::MAX)) {
        out.push_str(&format!("{line}\n"));
    }
    out
}

/// A text below its rule, wrapped where lines must fit.
fn indented(text: &str, columns: Option<usize>, out: &mut String) {
    let lines = match columns {
        Some(columns) => fold(text, columns.saturating_sub(4)),
        None => vec![text.to_owned()],
    };
    for line in lines {
        out.push_str(&format!("    {}\n", paint(FAINT, line)));
    }
}

/// Two Markdown tables a vendor: its rules, and its readings; and the rules that are no vendor's.
fn markdown(rules: &[Named]) -> String {
    let mut parts = Vec::new();
    let mut rest = rules;
    while let Some((whose, _)) = rest.first() {
        let (rows, others) = rest.split_at(rest.iter().take_while(|(one, _)| one == whose).count());
        rest = others;
        let mut out = format!("## {whose}\n\n");
        out.push_str(
            "| rule | code | status | next | fact | instead | says | evidence | source | presets \
             |\n",
        );
        out.push_str("|---|---|---|---|---|---|---|---|---|---|\n");
        rows.iter().for_each(|(_, rule)| out.push_str(&markdown_row(rule)));
        if let Some(vendor) = VENDORS.iter().find(|vendor| vendor.name == *whose) {
            out.push_str("\nReadings, as `policy` and `--reading` name them:\n\n");
            out.push_str(&reading_table(vendor, Format::Markdown, None));
        }
        parts.push(out);
    }
    parts.join("\n")
}

/// One rule in Markdown.
fn markdown_row(rule: &Rule) -> String {
    let reading = |r: &Reading| format!("`{}`: {}", r.preset, cell(r.decides));
    let readings: Vec<_> = differing(rule).iter().map(reading).collect();
    let (status, next) = if refuses(rule) {
        (rule.status.map_or(String::new(), |status| status.to_string()), rule.next.as_str())
    } else {
        (String::new(), "")
    };
    format!(
        "| `{}` | {} | {status} | {next} | {} | {} | {} | {} | {} | {} |\n",
        rule.id,
        rule.code.unwrap_or_default(),
        rule.facts.iter().map(|fact| format!("`{fact}`")).collect::<Vec<_>>().join("<br>"),
        ways(rule).iter().map(|way| format!("`{way}`")).collect::<Vec<_>>().join("<br>"),
        cell(rule.says),
        rule.evidence,
        cell(rule.source),
        readings.join("<br>"),
    )
}

/// An array of objects.
fn json(rules: &[Named]) -> Result<String, Failure> {
    let rows: Vec<_> = rules.iter().map(|(vendor, rule)| row(vendor, rule)).collect();
    let text = serde_json::to_string_pretty(&rows)
        .map_err(|_| Failure::new("the rules can't be written as JSON", "please report it"))?;
    Ok(text + "\n")
}

/// A rule as a program reads it.
fn row(vendor: &'static str, rule: &'static Rule) -> Row {
    let decides = |r: &Reading| Decides { preset: r.preset, decides: r.decides };
    Row {
        vendor,
        id: rule.id,
        evidence: rule.evidence.to_string(),
        source: rule.source,
        code: rule.code,
        status: rule.status,
        next: refuses(rule).then(|| rule.next.as_str()),
        facts: rule.facts,
        instead: ways(rule).into_iter().map(Instead::as_str).collect(),
        says: rule.says,
        hint: rule.hint,
        readings: differing(rule).iter().map(decides).collect(),
    }
}
