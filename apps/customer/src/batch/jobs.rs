//! Several threads that answer, one that reads, one that writes: the order stays.
//!
//! Pieces of some lines go to the workers in turn and come back in turn, so nothing has to be
//! sorted. The queues are short: a slow reader of the answers slows down the reading of questions.

use core::num::NonZero;
use std::io::{Read, Write as _};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread;

use indicatif::ProgressBar;

use super::tally::Tally;
use super::{Input, ask, unread};
use crate::failure::Failure;
use crate::output::Output;

/// Bytes of lines that go to a worker at once.
const PIECE: usize = 1 << 16;

/// Pieces that wait before a worker, and behind it.
const QUEUE: usize = 2;

/// Some lines.
#[derive(Default)]
struct Lines {
    text: Vec<u8>,
    /// Where each of them ends.
    ends: Vec<usize>,
    /// The number of the first.
    first: u64,
    /// Bytes that were read up to their end.
    bytes: u64,
    /// Whether nothing more is there to be read at once, so that somebody may wait for the answers.
    last: bool,
}

/// Their answers.
struct Answers {
    text: String,
    tally: Tally,
    bytes: u64,
    last: bool,
}

/// Reads and answers all lines.
pub(super) fn run(
    input: &mut Input<impl Read>,
    out: &mut Output,
    bar: &ProgressBar,
    tally: &mut Tally,
    jobs: NonZero<usize>,
) -> Result<(), Failure> {
    thread::scope(|scope| {
        let (mut to, mut from) = (Vec::new(), Vec::new());
        for _ in 0..jobs.get() {
            let (send, lines) = sync_channel::<Lines>(QUEUE);
            let (answers, receive) = sync_channel::<Answers>(QUEUE);
            to.push(send);
            from.push(receive);
            scope.spawn(move || work(&lines, &answers));
        }
        let writer = scope.spawn(move || write(&from, out, bar, tally));
        let read = read(input, &to);
        drop(to);
        let written = writer.join().unwrap_or_else(|_| Err(Failure::bug()));
        // Reading ends early because writing did, and not the other way round.
        written.and(read)
    })
}

/// Reads all lines and gives them to the workers in turn, until nobody takes them.
fn read(input: &mut Input<impl Read>, to: &[SyncSender<Lines>]) -> Result<(), Failure> {
    for send in to.iter().cycle() {
        let piece = piece(input)?;
        if piece.ends.is_empty() || send.send(piece).is_err() {
            break;
        }
    }
    Ok(())
}

/// The next lines: as many as are there without waiting, and not too many at once.
fn piece(input: &mut Input<impl Read>) -> Result<Lines, Failure> {
    let mut piece = Lines::default();
    while piece.text.len() < PIECE && !piece.last {
        match input.lines.advance() {
            Ok(false) => break,
            Ok(true) => {
                piece.text.extend_from_slice(input.lines.line());
                piece.ends.push(piece.text.len());
                if piece.first == 0 {
                    piece.first = input.lines.number();
                }
            }
            // What was read before is answered; the next piece finds the error again.
            Err(_) if !piece.ends.is_empty() => break,
            Err(error) => return Err(unread(&input.name, &error)),
        }
        piece.last = !input.lines.source().buffer().contains(&b'\n');
    }
    piece.bytes = input.lines.bytes();
    Ok(piece)
}

/// Answers pieces until no more come, or nobody wants the answers.
fn work(lines: &Receiver<Lines>, answers: &SyncSender<Answers>) {
    let mut answer = String::new();
    while let Ok(piece) = lines.recv() {
        let Lines { text, ends, first, bytes, last } = piece;
        let mut done = Answers { text: String::new(), tally: Tally::default(), bytes, last };
        let mut start = 0;
        for (end, number) in ends.into_iter().zip(first..) {
            let line = text.get(start..end).unwrap_or_default();
            done.tally.count(ask(line, number, &mut answer));
            done.text.push_str(&answer);
            done.text.push('\n');
            start = end;
        }
        if answers.send(done).is_err() {
            break;
        }
    }
}

/// Writes the answers in turn, until a worker has none left.
fn write(
    from: &[Receiver<Answers>],
    out: &mut Output,
    bar: &ProgressBar,
    tally: &mut Tally,
) -> Result<(), Failure> {
    for receive in from.iter().cycle() {
        let Ok(Answers { text, tally: more, bytes, last }) = receive.recv() else { break };
        out.write_all(text.as_bytes()).map_err(|error| Failure::output(&error))?;
        if last {
            out.flush().map_err(|error| Failure::output(&error))?;
        }
        tally.add(&more);
        bar.set_position(bytes);
    }
    Ok(())
}
