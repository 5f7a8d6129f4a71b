//! `customer batch`: one question a line in, one answer a line out, in the same order.

use std::fs::File;
use std::io::{self, BufReader, BufWriter, IsTerminal as _, Read, Write};
use std::path::Path;
use std::process::ExitCode;

use customer_core::contract::SIZE_MAX;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::answer::Unreadable;
use crate::failure::Failure;
use crate::lines::Lines;
use crate::text;

/// Bytes read, and written, at once.
const BUFFER: usize = 1 << 18;

/// How an unreadable answer begins; the order of an answer's members is fixed.
const UNREADABLE: &str = r#"{"version":1,"verdict":"unreadable""#;

/// Answers every line of `file`, or of standard input.
pub(crate) fn run(file: Option<&Path>) -> Result<ExitCode, Failure> {
    match file.filter(|file| *file != Path::new("-")) {
        None => answer(io::stdin().lock(), "standard input", None),
        Some(path) => {
            let name = text::visible(&path.display().to_string()).into_owned();
            let opened = File::open(path).map_err(|error| unread(&name, &error))?;
            let size = opened.metadata().ok().filter(|about| about.is_file());
            answer(opened, &name, size.map(|about| about.len()))
        }
    }
}

/// Answers every line of `from`.
fn answer(from: impl Read, name: &str, size: Option<u64>) -> Result<ExitCode, Failure> {
    let mut lines = Lines::new(BufReader::with_capacity(BUFFER, from));
    let mut out = BufWriter::with_capacity(BUFFER, io::stdout().lock());
    let bar = progress(size);
    let ended = answer_lines(&mut lines, &mut out, &bar, name);
    // A failure to read must not swallow what was answered before.
    let flushed = out.flush().map_err(|error| Failure::output(&error));
    bar.finish_and_clear();
    ended.and(flushed).map(|()| ExitCode::SUCCESS)
}

/// Reads, asks, writes, line by line.
fn answer_lines(
    lines: &mut Lines<BufReader<impl Read>>,
    out: &mut impl Write,
    bar: &ProgressBar,
    name: &str,
) -> Result<(), Failure> {
    loop {
        // Whoever sent the last line may wait for its answer before sending the next one.
        if !lines.source().buffer().contains(&b'\n') {
            out.flush().map_err(|error| Failure::output(&error))?;
        }
        if !lines.advance().map_err(|error| unread(name, &error))? {
            return Ok(());
        }
        let answer = numbered(ask(lines.line()), lines.number());
        out.write_all(answer.as_bytes())
            .and_then(|()| out.write_all(b"\n"))
            .map_err(|error| Failure::output(&error))?;
        bar.set_position(lines.bytes());
    }
}

/// The core's answer to one line.
fn ask(line: &[u8]) -> String {
    match core::str::from_utf8(line) {
        Ok(question) => customer_core::contract::apply(question),
        // A line that was cut for its length may end inside a character.
        Err(error) if error.error_len().is_none() && error.valid_up_to() > SIZE_MAX => {
            customer_core::contract::apply(&String::from_utf8_lossy(line))
        }
        Err(_) => customer_core::contract::apply_bytes(line),
    }
}

/// An unreadable answer with the line's number before each message; any other one as it is.
fn numbered(answer: String, number: u64) -> String {
    if !answer.starts_with(UNREADABLE) {
        return answer;
    }
    let Ok(mut read) = serde_json::from_str::<Unreadable>(&answer) else { return answer };
    for violation in &mut read.violations {
        violation.message = format!("line {number}: {}", violation.message);
    }
    serde_json::to_string(&read).unwrap_or(answer)
}

/// Progress on standard error: only on a terminal, and not between answers on the same one.
fn progress(size: Option<u64>) -> ProgressBar {
    if io::stdout().is_terminal() || !io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let template = match size {
        Some(_) => "{wide_bar} {percent:>3}%  {bytes} of {total_bytes}  {bytes_per_sec}  {eta}",
        None => "{spinner} {bytes}  {bytes_per_sec}  {elapsed}",
    };
    let style = ProgressStyle::with_template(template);
    ProgressBar::with_draw_target(size, ProgressDrawTarget::stderr_with_hz(10))
        .with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
}

/// Input that can't be opened or read.
fn unread(name: &str, error: &io::Error) -> Failure {
    Failure::new(
        format!("{name} can't be read: {error}"),
        "name a file with one JSON object a line, or send the lines to standard input",
    )
}

#[cfg(test)]
mod tests {
    use super::numbered;

    #[test]
    fn only_messages_of_unreadable_answers_are_edited() {
        let accepted = r#"{"version":1,"verdict":"applied","customer":{"n":1.50}}"#;
        assert_eq!(numbered(accepted.into(), 7), accepted);
        let unreadable = concat!(
            r#"{"version":1,"verdict":"unreadable","violations":[{"rule":"contract.form","#,
            r#""pointer":"/a\"b","message":"not JSON"}],"next":"fix"}"#
        );
        assert_eq!(
            numbered(unreadable.into(), 7),
            unreadable.replace("not JSON", "line 7: not JSON")
        );
    }
}
