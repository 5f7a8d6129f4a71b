//! `customer rules`: every rule of every vendor, for a terminal, a document or a program.

use core::borrow::Borrow;
use std::process::ExitCode;

use customer_core::decision::{Reading, Rule};
use customer_core::vendors::VENDORS;
use serde::Serialize;

use crate::args::Format;
use crate::failure::Failure;
use crate::style::{self, FAINT, STRONG, paint};
use crate::text::{count, elide, pad, wrap};

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

/// Lists the rules of `vendor`, or of all.
pub(crate) fn run(vendor: Option<&str>, format: Format) -> Result<ExitCode, Failure> {
    let wanted = |name: &str| vendor.is_none_or(|vendor| vendor == name);
    let rules: Vec<_> = all().filter(|(name, _)| wanted(name)).collect();
    let text = match format {
        Format::Table => table(&rules, style::columns()),
        Format::Markdown => markdown(&rules),
        Format::Json => json(&rules)?,
    };
    style::print(&text)?;
    Ok(ExitCode::SUCCESS)
}

/// Every rule with its vendor, in the order of the list.
pub(crate) fn all() -> impl Iterator<Item = Named> {
    VENDORS.iter().flat_map(|(vendor, rules)| named(vendor, rules))
}

/// The presets of a vendor, as its rules' readings name them.
pub(crate) fn presets(vendor: &str) -> Vec<&'static str> {
    let mut found = Vec::new();
    for (_, rule) in all().filter(|(name, _)| *name == vendor) {
        for reading in rule.readings {
            if !found.contains(&reading.preset) {
                found.push(reading.preset);
            }
        }
    }
    found
}

/// A vendor's rules, held or pointed to, each with its vendor.
fn named<R: Borrow<Rule>>(
    vendor: &'static str,
    rules: &'static [R],
) -> impl Iterator<Item = Named> {
    rules.iter().map(move |rule| (vendor, rule.borrow()))
}

/// Fewest columns that are worth a column of sources.
const SOURCE: usize = 40;

/// A table: one line a rule, then what the presets decide. Sources get lines of their own where
/// there is no room beside the rest.
fn table(rules: &[Named], columns: Option<usize>) -> String {
    let ids = rules.iter().map(|(_, rule)| rule.id.len()).max().unwrap_or_default();
    let codes = rules.iter().filter_map(|(_, rule)| rule.code);
    let codes = codes.map(str::len).max().unwrap_or_default().max(4);
    let line = |id: &str, code: &str, evidence: &str, source: &str| {
        let (id, code, evidence) = (pad(id, ids), pad(code, codes), pad(evidence, 10));
        format!("{id}  {code}  {evidence}  {source}").trim_end().to_owned()
    };
    // What stands before the source.
    let taken = ids.saturating_add(codes).saturating_add(16);
    let beside = columns.is_none_or(|columns| columns.saturating_sub(taken) >= SOURCE);
    let heading = line("ID", "CODE", "EVIDENCE", if beside { "SOURCE" } else { "" });
    let mut out = format!("{}\n", paint(STRONG, heading));
    for (_, rule) in rules {
        let source = if beside { rule.source } else { "" };
        let source =
            columns.map_or(source.into(), |columns| elide(source, columns.saturating_sub(taken)));
        let evidence = rule.evidence.to_string();
        out.push_str(&line(rule.id, rule.code.unwrap_or("-"), &evidence, &source));
        out.push('\n');
        if !beside {
            indented("source", rule.source, columns, &mut out);
        }
        for Reading { preset, decides } in rule.readings {
            indented(preset, decides, columns, &mut out);
        }
    }
    let total = count(rules.len(), "rule");
    out.push_str(&format!("{total}; `customer explain ID` tells one in full\n"));
    out
}

/// A labelled text below its rule, wrapped where lines must fit.
fn indented(label: &str, text: &str, columns: Option<usize>, out: &mut String) {
    let text = format!("{label}: {text}");
    let lines = match columns {
        Some(columns) => wrap(&text, columns.saturating_sub(4)),
        None => vec![text],
    };
    for line in lines {
        out.push_str(&format!("    {}\n", paint(FAINT, line)));
    }
}

/// A Markdown table a vendor.
fn markdown(rules: &[Named]) -> String {
    let mut out = String::new();
    let mut last = "";
    for (vendor, rule) in rules {
        if *vendor != last {
            let gap = if last.is_empty() { "" } else { "\n" };
            out.push_str(&format!("{gap}## {vendor}\n\n"));
            out.push_str("| rule | code | says | evidence | source | presets |\n");
            out.push_str("|---|---|---|---|---|---|\n");
            last = vendor;
        }
        let reading = |r: &Reading| format!("`{}`: {}", r.preset, cell(r.decides));
        let readings: Vec<_> = rule.readings.iter().map(reading).collect();
        out.push_str(&format!(
            "| `{}` | {} | {} | {} | {} | {} |\n",
            rule.id,
            rule.code.unwrap_or_default(),
            cell(rule.says),
            rule.evidence,
            cell(rule.source),
            readings.join("<br>"),
        ));
    }
    out
}

/// Text that can't end its cell or its line, or begin a tag.
fn cell(text: &str) -> String {
    text.replace('|', "\\|").replace('\n', " ").replace('<', "&lt;")
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
        says: rule.says,
        hint: rule.hint,
        readings: rule.readings.iter().map(decides).collect(),
    }
}
