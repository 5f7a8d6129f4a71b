//! Tables for a terminal and for a document.

use crate::style::{FAINT, STRONG, paint};
use crate::text::{fold, pad, width};

/// Fewest columns that the last cell gets beside the others; else the cells go below the first.
const LEAST: usize = 16;

/// Rows of cells below a heading, in at most `columns` columns. The last cell is wrapped; where
/// there is no space for it, every row becomes its first cell and the others below it.
pub(crate) fn table<const N: usize>(
    heading: [&str; N],
    rows: &[[String; N]],
    columns: Option<usize>,
) -> String {
    let mut widths = heading.map(width);
    for row in rows {
        for (widest, cell) in widths.iter_mut().zip(row) {
            *widest = width(cell).max(*widest);
        }
    }
    let before: usize =
        widths.iter().take(N.saturating_sub(1)).map(|one| one.saturating_add(2)).sum();
    let left = columns.map(|columns| columns.saturating_sub(before));
    if left.is_some_and(|left| left < LEAST) {
        return stacked(heading, rows, columns.unwrap_or(LEAST));
    }
    let mut out = format!("{}\n", paint(STRONG, line(&heading.map(String::from), &widths, "")));
    for row in rows {
        let (last, cells) =
            row.split_last().map_or(("", &[][..]), |(last, cells)| (&**last, cells));
        let parts = left.map_or_else(|| vec![last.to_owned()], |left| fold(last, left));
        for (at, part) in parts.iter().enumerate() {
            let text = if at == 0 {
                line(cells, &widths, part)
            } else {
                format!("{}{part}", " ".repeat(before))
            };
            out.push_str(text.trim_end());
            out.push('\n');
        }
    }
    out
}

/// Cells side by side, then the last one.
fn line(cells: &[String], widths: &[usize], last: &str) -> String {
    let cells = cells.iter().zip(widths).map(|(cell, width)| pad(cell, *width) + "  ");
    (cells.collect::<String>() + last).trim_end().to_owned()
}

/// Each row as its first cell, and the others below it by their headings.
fn stacked<const N: usize>(heading: [&str; N], rows: &[[String; N]], columns: usize) -> String {
    let labels = heading.iter().skip(1).map(|one| width(one)).max().unwrap_or_default();
    let mut out = String::new();
    for row in rows {
        for part in fold(row.first().map_or("", |cell| cell), columns) {
            out.push_str(&format!("{}\n", paint(STRONG, part)));
        }
        for (label, cell) in heading.iter().zip(row).skip(1).filter(|(_, cell)| !cell.is_empty()) {
            let taken = labels.saturating_add(4);
            for (at, part) in fold(cell, columns.saturating_sub(taken)).iter().enumerate() {
                let label = if at == 0 { label.to_lowercase() } else { String::new() };
                out.push_str(&format!("  {}  {part}\n", paint(FAINT, pad(&label, labels))));
            }
        }
    }
    out
}

/// The same in Markdown.
pub(crate) fn markdown<const N: usize>(heading: [&str; N], rows: &[[String; N]]) -> String {
    let mut out = format!("| {} |\n|{}\n", heading.join(" | "), "---|".repeat(N));
    for row in rows {
        out.push_str(&format!("| {} |\n", row.clone().map(|text| cell(&text)).join(" | ")));
    }
    out
}

/// Text that can't end its cell or its line, or begin a tag.
pub(crate) fn cell(text: &str) -> String {
    text.replace('|', "\\|").replace('\n', " ").replace('<', "&lt;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_line_is_too_long_and_no_word_is_broken() {
        let rows = [["first".to_owned(), "a word, then another one".to_owned()]];
        let plain = |columns| {
            let table = table(["NAME", "WHAT IT IS"], &rows, columns);
            anstream::adapter::strip_str(&table).to_string()
        };
        assert_eq!(plain(None), "NAME   WHAT IT IS\nfirst  a word, then another one\n");
        assert_eq!(plain(Some(25)), "NAME   WHAT IT IS\nfirst  a word, then\n       another one\n");
        assert_eq!(
            plain(Some(22)),
            "first\n  what it is  a word,\n              then\n              another\n\
             \x20             one\n"
        );
    }
}
