//! The mutants, as cargo-mutants lists them.

use std::collections::BTreeMap;
use std::ops::Range;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, ensure};
use serde::Deserialize;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub enum Genre {
    FnValue,
    BinaryOperator,
    UnaryOperator,
    MatchArm,
    MatchArmGuard,
    StructField,
}

#[derive(Deserialize)]
struct Listed {
    file: String,
    function: Option<Function>,
    genre: Genre,
    name: String,
    replacement: String,
    span: Span,
    diff: String,
}

#[derive(Deserialize)]
struct Function {
    return_type: String,
}

#[derive(Deserialize)]
struct Span {
    start: Place,
    end: Place,
}

#[derive(Deserialize)]
struct Place {
    line: usize,
    column: usize,
}

#[derive(Clone, Debug)]
pub struct Mutant {
    /// Name without line and column: it stays true when lines move.
    pub name: String,
    pub file: String,
    pub line: usize,
    pub genre: Genre,
    /// What is replaced, in bytes of the file.
    pub span: Range<usize>,
    pub replacement: String,
    /// Whether the function answers an `impl Trait`: then all its answers are of one type.
    pub opaque: bool,
    pub diff: String,
}

/// Asks cargo-mutants for its list; the configuration of the tree counts.
pub fn ask(root: &Path) -> Result<Vec<Mutant>> {
    let output = Command::new("cargo")
        .args(["mutants", "--list", "--json", "--diff"])
        .current_dir(root)
        .output()
        .context("cargo mutants")?;
    ensure!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let listed: Vec<Listed> = serde_json::from_slice(&output.stdout)?;
    let mut seen = BTreeMap::<String, usize>::new();
    let mut texts = BTreeMap::<String, String>::new();
    let mut mutants = Vec::new();
    for one in listed {
        if !texts.contains_key(&one.file) {
            texts.insert(one.file.clone(), std::fs::read_to_string(root.join(&one.file))?);
        }
        let span =
            offset(&texts[&one.file], &one.span.start)..offset(&texts[&one.file], &one.span.end);
        let what = one.name.splitn(4, ':').nth(3).unwrap_or_default().trim();
        let mut name = format!("{}: {what}", one.file);
        let count = seen.entry(name.clone()).or_default();
        *count += 1;
        if *count > 1 {
            name = format!("{name} #{count}");
        }
        mutants.push(Mutant {
            name,
            line: one.span.start.line,
            genre: one.genre,
            span,
            replacement: one.replacement,
            opaque: one.function.is_some_and(|f| f.return_type.contains("impl ")),
            diff: one.diff,
            file: one.file,
        });
    }
    Ok(mutants)
}

/// Byte of a place: lines and columns count from one, columns in characters.
fn offset(text: &str, place: &Place) -> usize {
    let lines = text.split_inclusive('\n').take(place.line - 1).map(str::len).sum::<usize>();
    let columns = text[lines..].chars().take(place.column - 1).map(char::len_utf8).sum::<usize>();
    lines + columns
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_a_byte_of_the_file() {
        let text = "ab\n\u{e9}\u{1f600}c\n";
        let at = |line, column| offset(text, &Place { line, column });
        assert_eq!(at(1, 1), 0);
        assert_eq!(at(1, 3), 2);
        assert_eq!(&text[at(2, 1)..at(2, 2)], "\u{e9}");
        assert_eq!(&text[at(2, 3)..at(2, 4)], "c");
        assert_eq!(at(9, 9), text.len(), "beyond the end is the end");
    }
}
