//! Colours, and the way to the terminal: `anstream` drops the colours where they don't belong
//! (not a terminal, `NO_COLOR`) and keeps them where they are forced (`CLICOLOR_FORCE`).

use core::fmt::Display;
use std::io::{IsTerminal as _, Write as _};

use anstyle::{AnsiColor, Style};

use crate::args::Color;
use crate::failure::Failure;

/// Accepted, or added.
pub(crate) const GOOD: Style = AnsiColor::Green.on_default().bold();
/// Refused, or gone.
pub(crate) const BAD: Style = AnsiColor::Red.on_default().bold();
/// Between the two: unchanged, modified, stale.
pub(crate) const MIDDLE: Style = AnsiColor::Yellow.on_default().bold();
/// Follow-up work.
pub(crate) const DUE: Style = AnsiColor::Cyan.on_default();
/// Headings and names.
pub(crate) const STRONG: Style = Style::new().bold();
/// What may be skipped.
pub(crate) const FAINT: Style = Style::new().dimmed();

/// Width of output that is laid out for reading.
pub(crate) const PAGE: usize = 80;

/// Chooses for the whole program when to write in colours.
pub(crate) fn choose(color: Color) {
    match color {
        Color::Auto => anstream::ColorChoice::Auto,
        Color::Always => anstream::ColorChoice::Always,
        Color::Never => anstream::ColorChoice::Never,
    }
    .write_global();
}

/// `text` in a style.
pub(crate) fn paint(style: Style, text: impl Display) -> String {
    format!("{style}{text}{style:#}")
}

/// Writes to standard output, with colours where they belong.
pub(crate) fn print(text: &str) -> Result<(), Failure> {
    let mut out = anstream::stdout().lock();
    out.write_all(text.as_bytes())
        .and_then(|()| out.flush())
        .map_err(|error| Failure::output(&error))
}

/// How many columns standard output has; `None` when it is no terminal and nothing must fit.
pub(crate) fn columns() -> Option<usize> {
    if !std::io::stdout().is_terminal() {
        return None;
    }
    let size = console::Term::stdout().size_checked();
    Some(size.map_or(PAGE, |(_, columns)| usize::from(columns).max(40)))
}
