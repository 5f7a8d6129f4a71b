//! `customer batch`: one question a line in, one answer a line out, in the same order.

mod jobs;
mod tally;

use std::fs::File;
use std::io::{self, BufReader, IsTerminal as _, Read, Write};
use std::path::Path;
use std::process::ExitCode;

use customer_core::contract::{SIZE_MAX, Verdict, apply_into};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::answer::Unreadable;
use crate::args::{Batch, FailOn};
use crate::failure::{Failure, UNREADABLE};
use crate::lines::Lines;
use crate::output::Output;
use crate::text;
use tally::Tally;

/// Bytes read at once.
const BUFFER: usize = 1 << 18;

/// Exit status of a run with an answer that is as bad as it was asked about.
const BAD_ANSWER: u8 = 1;

/// What is read.
struct Input<R> {
    lines: Lines<BufReader<R>>,
    /// What people call it.
    name: String,
}

/// Answers every line of the file, or of standard input.
pub(crate) fn run(asked: &Batch, quiet: bool) -> Result<ExitCode, Failure> {
    match asked.file.as_deref().filter(|file| *file != Path::new("-")) {
        None => {
            if io::stdin().is_terminal() && !quiet {
                eprintln!(
                    "waiting for questions: one JSON object a line, then the end of input \
                     (Ctrl-D); `customer batch --help` shows one"
                );
            }
            answer(io::stdin().lock(), "standard input".to_owned(), None, asked, quiet)
        }
        Some(path) => {
            let name = text::visible(&path.display().to_string()).into_owned();
            let opened = File::open(path).map_err(|error| unread(&name, &error))?;
            let size = opened.metadata().ok().filter(|about| about.is_file());
            answer(opened, name, size.map(|about| about.len()), asked, quiet)
        }
    }
}

/// Answers every line of `from`.
fn answer(
    from: impl Read,
    name: String,
    size: Option<u64>,
    asked: &Batch,
    quiet: bool,
) -> Result<ExitCode, Failure> {
    let mut input = Input { lines: Lines::new(BufReader::with_capacity(BUFFER, from)), name };
    let mut out = asked.to.open()?;
    let bar = if quiet { ProgressBar::hidden() } else { progress(size, &out) };
    let mut tally = Tally::default();
    let ended = if asked.jobs.get() == 1 {
        one_by_one(&mut input, &mut out, &bar, &mut tally)
    } else {
        jobs::run(&mut input, &mut out, &bar, &mut tally, asked.jobs)
    };
    // A failure to read must not swallow what was answered before.
    let closed = out.close(Ok(()));
    bar.finish_and_clear();
    match ended.and(closed) {
        // Nobody reads on: that is no success of a program that was asked to answer.
        Err(Failure::Closed) => return Ok(ExitCode::from(UNREADABLE)),
        ended => ended?,
    }
    if !quiet {
        eprintln!("{tally}");
    }
    let failed = asked.fail_on.is_some_and(|verdict| tally.has(least(verdict)));
    Ok(if failed { ExitCode::from(BAD_ANSWER) } else { ExitCode::SUCCESS })
}

/// The verdict from which on a run fails.
const fn least(fail_on: FailOn) -> Verdict {
    match fail_on {
        FailOn::Rejected => Verdict::Rejected,
        FailOn::Undecided => Verdict::Undecided,
        FailOn::Unreadable => Verdict::Unreadable,
    }
}

/// Reads, asks, writes, line by line.
fn one_by_one(
    input: &mut Input<impl Read>,
    out: &mut Output,
    bar: &ProgressBar,
    tally: &mut Tally,
) -> Result<(), Failure> {
    let mut answer = String::new();
    loop {
        // Whoever sent the last line may wait for its answer before sending the next one.
        if !input.lines.source().buffer().contains(&b'\n') {
            out.flush().map_err(|error| Failure::output(&error))?;
        }
        if !input.lines.advance().map_err(|error| unread(&input.name, &error))? {
            return Ok(());
        }
        tally.count(ask(input.lines.line(), input.lines.number(), &mut answer));
        answer.push('\n');
        out.write_all(answer.as_bytes()).map_err(|error| Failure::output(&error))?;
        bar.set_position(input.lines.bytes());
    }
}

/// The core's answer to one line; an unreadable one names the line.
fn ask(line: &[u8], number: u64, answer: &mut String) -> Verdict {
    let verdict = match core::str::from_utf8(line) {
        // A line that was cut for its length may end inside a character.
        Err(error) if error.error_len().is_none() && error.valid_up_to() > SIZE_MAX => {
            apply_into(String::from_utf8_lossy(line).as_bytes(), answer)
        }
        _ => apply_into(line, answer),
    };
    if verdict == Verdict::Unreadable {
        *answer = numbered(core::mem::take(answer), number);
    }
    verdict
}

/// An unreadable answer with the line's number before each message.
fn numbered(answer: String, number: u64) -> String {
    let Ok(mut read) = serde_json::from_str::<Unreadable>(&answer) else { return answer };
    for violation in &mut read.violations {
        violation.message = format!("line {number}: {}", violation.message);
    }
    serde_json::to_string(&read).unwrap_or(answer)
}

/// Progress on standard error: only on a terminal, and not between answers on the same one.
fn progress(size: Option<u64>, out: &Output) -> ProgressBar {
    if out.is_terminal() || !io::stderr().is_terminal() {
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
    fn messages_name_the_line_and_the_id_stays() {
        for id in ["", r#""id":1.0e2,"#, r#""id":"a\"b","#] {
            let violations = r#"[{"rule":"contract.form","pointer":"/a\"b","message":"not JSON"}]"#;
            let next = r#""next":"fix""#;
            let unreadable = format!(
                r#"{{{id}"version":1,"verdict":"unreadable","violations":{violations},{next}}}"#
            );
            let expected = unreadable.replace("not JSON", "line 7: not JSON");
            assert_eq!(numbered(unreadable, 7), expected);
        }
    }
}
