//! `customer facts` and `customer readings`: what a question may say beside record and input.

use std::process::ExitCode;

use customer_core::contract::{Described, VENDORS};
use customer_core::decision::{FactRow, ReadingRow};
use serde_json::{Value, json};

use crate::args::{Format, List};
use crate::failure::Failure;
use crate::style::{STRONG, paint};
use crate::table::{markdown, table};

/// Lists the facts.
pub(crate) fn facts(list: &List) -> Result<ExitCode, Failure> {
    let text = match list.format {
        Format::Json => objects(list, |vendor| {
            let fact = |fact: &FactRow| {
                json!({
                    "vendor": vendor.name,
                    "name": fact.name,
                    "type": fact.kind,
                    "askedBy": fact.asked_by,
                    "says": fact.about.trim(),
                })
            };
            vendor.facts.iter().map(fact).collect()
        }),
        format => by_vendor(list, format, |vendor, columns| {
            let row = |fact: &FactRow| [fact.name, fact.kind, fact.asked_by].map(plain);
            let rows: Vec<_> = vendor.facts.iter().map(row).collect();
            match format {
                Format::Markdown => {
                    let rows = rows.into_iter().map(|[name, kind, by]| [code(&name), kind, by]);
                    markdown(["fact", "type", "asked for by"], &rows.collect::<Vec<_>>())
                }
                _ => table(["FACT", "TYPE", "ASKED FOR BY"], &rows, columns),
            }
        }),
    };
    list.to.print(&text)?;
    Ok(ExitCode::SUCCESS)
}

/// Lists the readings.
pub(crate) fn readings(list: &List) -> Result<ExitCode, Failure> {
    let text = match list.format {
        Format::Json => objects(list, |vendor| {
            let reading = |row: &ReadingRow| {
                let presets = vendor.presets.iter();
                let presets =
                    presets.map(|preset| ((*preset).to_owned(), choice(vendor, preset, row)));
                json!({
                    "vendor": vendor.name,
                    "name": row.name,
                    "about": row.about,
                    "choices": row.choices,
                    "presets": presets.collect::<serde_json::Map<_, _>>(),
                })
            };
            vendor.readings.iter().map(reading).collect()
        }),
        format => by_vendor(list, format, |vendor, columns| reading_table(vendor, format, columns)),
    };
    list.to.print(&text)?;
    Ok(ExitCode::SUCCESS)
}

/// The readings of one vendor.
pub(crate) fn reading_table(vendor: &Described, format: Format, columns: Option<usize>) -> String {
    let row = |row: &ReadingRow| {
        let presets = vendor.presets.iter();
        let presets = presets.map(|preset| match choice(vendor, preset, row) {
            Value::String(word) => format!("{preset}: {word}"),
            other => format!("{preset}: {other}"),
        });
        let presets = presets.collect::<Vec<_>>().join("; ");
        [row.name.to_owned(), row.choices.join(", "), presets, row.about.to_owned()]
    };
    let rows: Vec<_> = vendor.readings.iter().map(row).collect();
    match format {
        Format::Markdown => {
            let rows = rows
                .into_iter()
                .map(|[name, choices, presets, about]| [code(&name), about, choices, presets]);
            markdown(["reading", "about", "choices", "presets"], &rows.collect::<Vec<_>>())
        }
        _ => table(["READING", "CHOICES", "PRESETS", "ABOUT"], &rows, columns),
    }
}

/// What a preset chooses about one point.
fn choice(vendor: &Described, preset: &str, row: &ReadingRow) -> Value {
    let policy = vendor.preset(preset).unwrap_or_default();
    let policy: Value = serde_json::from_str(&policy).unwrap_or_default();
    policy.get(row.name).cloned().unwrap_or_default()
}

/// The vendors that are asked for.
fn wanted(list: &List) -> impl Iterator<Item = &'static Described> {
    let vendor = list.vendor.clone();
    VENDORS.iter().filter(move |one| vendor.as_deref().is_none_or(|vendor| vendor == one.name))
}

/// A part for each vendor, below its name.
fn by_vendor(
    list: &List,
    format: Format,
    part: impl Fn(&Described, Option<usize>) -> String,
) -> String {
    let columns = list.to.columns();
    let parts = wanted(list).map(|vendor| {
        let heading = match format {
            Format::Markdown => format!("## {}\n\n", vendor.name),
            _ => format!("{}\n", paint(STRONG, vendor.name)),
        };
        heading + &part(vendor, columns)
    });
    parts.collect::<Vec<_>>().join("\n")
}

/// An array of objects, one a line.
fn objects(list: &List, rows: impl Fn(&Described) -> Vec<Value>) -> String {
    let rows = wanted(list).flat_map(rows).map(|row| format!("  {row}"));
    format!("[\n{}\n]\n", rows.collect::<Vec<_>>().join(",\n"))
}

/// Text without the marks of code.
fn plain(text: &str) -> String {
    text.replace('`', "")
}

/// Text in the marks of code.
fn code(text: &str) -> String {
    format!("`{text}`")
}
