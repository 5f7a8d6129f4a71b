//! The main thread's side: lines to shards, answers together again, checkpoints between.

use alloc::collections::VecDeque;
use core::hash::BuildHasher as _;
use core::time::Duration;
use std::fs::File;
use std::hash::RandomState;
use std::io::{self, BufReader, IsTerminal as _, Read, Write as _};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::{Scope, ScopedJoinHandle};
use std::time::Instant;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::journal::{Journal, Mark};
use super::shard::{Batch, Counts, Done, Kind, Message, Shard, parse};
use super::{BUFFER, record, unread, unwritten};
use crate::failure::Failure;
use crate::lines::Lines;

/// A round ends with this many lines or bytes, whatever comes first.
const LINES: usize = 4096;
const BYTES: usize = 1 << 21;

/// Rounds that may be under way, so that no shard waits for the next one to be read.
const ROUNDS: usize = 3;

/// One shard and the ways to it and back.
struct Worker<'s> {
    tell: Sender<Message>,
    answers: Receiver<Done>,
    handle: ScopedJoinHandle<'s, Shard>,
}

/// A run that is under way.
pub(super) struct Run<'s> {
    workers: Vec<Worker<'s>>,
    hasher: RandomState,
    /// Line and offset behind each round that is under way.
    rounds: VecDeque<(u64, u64)>,
    rejects: File,
    rejected: u64,
    journal: Journal,
    counts: Counts,
    /// Where the updates begin.
    from: (u64, u64),
}

impl<'s> Run<'s> {
    /// Starts the shards.
    pub(super) fn start<'e>(
        scope: &'s Scope<'s, 'e>,
        shards: Vec<Shard>,
        rejects: File,
        journal: Journal,
        counts: Counts,
    ) -> Self {
        let workers = shards.into_iter().map(|shard| {
            let (tell, told) = channel();
            let (answer, answers) = channel();
            let handle = scope.spawn(move || shard.run(&told, &answer));
            Worker { tell, answers, handle }
        });
        Self {
            workers: workers.collect(),
            hasher: RandomState::new(),
            rounds: VecDeque::new(),
            rejected: rejects.metadata().map_or(0, |about| about.len()),
            rejects,
            journal,
            counts,
            from: (0, 0),
        }
    }

    /// What became of the requests.
    pub(super) const fn counts(&self) -> Counts {
        self.counts
    }

    /// Where the journal is.
    pub(super) fn journal_path(&self) -> PathBuf {
        self.journal.path().to_path_buf()
    }

    /// Goes on behind a mark.
    pub(super) fn go_on(&mut self, mark: Option<&Mark>) {
        self.from = mark.map_or((0, 0), |mark| (mark.offset, mark.line));
    }

    /// Ends the shards and takes their customers.
    pub(super) fn finish<T>(
        self,
        ended: &mut Result<T, Failure>,
    ) -> Result<(Vec<Shard>, Journal), Failure> {
        let handles: Vec<_> = self.workers.into_iter().map(|worker| worker.handle).collect();
        let shards: Result<Vec<_>, _> = handles.into_iter().map(ScopedJoinHandle::join).collect();
        let shards = shards.map_err(|_| lost());
        if shards.is_err() && ended.is_ok() {
            return Err(lost());
        }
        shards.map(|shards| (shards, self.journal))
    }

    /// Gives every line of a file to its shard; with a checkpoint every so many seconds. Without
    /// `told`, nothing goes to the rejects.
    pub(super) fn take(
        &mut self,
        kind: Kind,
        from: impl Read,
        path: &Path,
        told: bool,
        checkpoint: Option<u64>,
    ) -> Result<(), Failure> {
        let size = path.metadata().map_or(0, |about| about.len());
        let bar = progress(kind, size);
        let (offset, line) = if kind == Kind::Updates { self.from } else { (0, 0) };
        let mut lines = Lines::new(BufReader::with_capacity(BUFFER, from));
        let (began, before) = (Instant::now(), self.counts.total());
        let mut last = began;
        loop {
            let more = self.read_round(kind, &mut lines, (offset, line), path)?;
            if self.rounds.len() >= ROUNDS || !more {
                self.collect(told)?;
            }
            let at = offset.saturating_add(lines.bytes());
            bar.set_position(at);
            let rate = self.counts.total().saturating_sub(before) as f64;
            let rate = rate / began.elapsed().as_secs_f64().max(1e-3);
            bar.set_message(format!("{} updates, {rate:.0}/s", self.counts.total()));
            let due = checkpoint.is_some_and(|s| last.elapsed() >= Duration::from_secs(s));
            if due && kind == Kind::Updates {
                while !self.rounds.is_empty() {
                    self.collect(told)?;
                }
                self.checkpoint((at, line.saturating_add(lines.number())))?;
                last = Instant::now();
            }
            if !more {
                break;
            }
        }
        while !self.rounds.is_empty() {
            self.collect(told)?;
        }
        bar.finish_and_clear();
        Ok(())
    }

    /// Reads one round and sends it; false at the end of the file.
    fn read_round(
        &mut self,
        kind: Kind,
        lines: &mut Lines<BufReader<impl Read>>,
        (offset, line): (u64, u64),
        path: &Path,
    ) -> Result<bool, Failure> {
        let mut batches: Vec<Batch> = self.workers.iter().map(|_| Batch::default()).collect();
        let (mut count, mut bytes, mut more) = (0_usize, 0_usize, true);
        while count < LINES && bytes < BYTES {
            if !lines.advance().map_err(|error| unread(path, &error))? {
                more = false;
                break;
            }
            count = count.saturating_add(1);
            bytes = bytes.saturating_add(lines.line().len());
            let shard = self.shard(lines.line());
            if let Some(batch) = batches.get_mut(shard) {
                batch.push(line.saturating_add(lines.number()), lines.line());
            }
        }
        for (worker, batch) in self.workers.iter().zip(batches) {
            worker.tell.send(Message::Lines(kind, batch)).map_err(|_| lost())?;
        }
        let behind = (offset.saturating_add(lines.bytes()), line.saturating_add(lines.number()));
        self.rounds.push_back(behind);
        Ok(more)
    }

    /// The shard of a line. A line without a readable key is refused by whichever shard gets it.
    fn shard(&self, line: &[u8]) -> usize {
        let count = u64::try_from(self.workers.len()).unwrap_or(1).max(1);
        if count == 1 {
            return 0;
        }
        let hash = match plain_key(line) {
            Some(key) => self.hasher.hash_one(key),
            None => match parse(line).and_then(|document| record::key(&document)) {
                Ok(key) => self.hasher.hash_one(key.as_bytes()),
                Err(_) => 0,
            },
        };
        usize::try_from(hash.checked_rem(count).unwrap_or(0)).unwrap_or(0)
    }

    /// Waits for the oldest round and writes its rejects in the order of its lines.
    fn collect(&mut self, told: bool) -> Result<(), Failure> {
        if self.rounds.pop_front().is_none() {
            return Ok(());
        }
        let mut all = Vec::new();
        for worker in &self.workers {
            match worker.answers.recv() {
                Ok(Done::Batch { rejects, counts }) => {
                    all.extend(rejects);
                    self.counts.add(counts);
                }
                Ok(Done::Failed(error)) => return Err(stopped(&error)),
                Ok(Done::Records(_) | Done::Settled) | Err(_) => return Err(lost()),
            }
        }
        if !told {
            return Ok(());
        }
        all.sort_unstable_by_key(|(number, _)| *number);
        let text: String = all.into_iter().map(|(_, text)| text).collect();
        self.rejected = self.rejected.saturating_add(u64::try_from(text.len()).unwrap_or(u64::MAX));
        self.rejects
            .write_all(text.as_bytes())
            .map_err(|error| unwritten(Path::new("the file of rejects"), &error))
    }

    fn checkpoint(&mut self, at: (u64, u64)) -> Result<(), Failure> {
        let journal_path = self.journal_path();
        let failed = |error: io::Error| unwritten(&journal_path, &error);
        for worker in &self.workers {
            worker.tell.send(Message::Checkpoint).map_err(|_| lost())?;
        }
        for worker in &self.workers {
            loop {
                match worker.answers.recv() {
                    Ok(Done::Records(records)) => self.journal.add(&records).map_err(failed)?,
                    Ok(Done::Settled) => break,
                    Ok(Done::Failed(error)) => return Err(stopped(&error)),
                    Ok(Done::Batch { .. }) | Err(_) => return Err(lost()),
                }
            }
        }
        self.rejects.sync_data().map_err(failed)?;
        self.journal.note(at, self.rejected, self.counts).map_err(failed)
    }
}

/// The key of a line that begins with it, as this program writes lines.
fn plain_key(line: &[u8]) -> Option<&[u8]> {
    let rest = line.strip_prefix(br#"{"key":""#)?;
    let end = rest.iter().position(|byte| matches!(byte, b'"' | b'\\'))?;
    (rest.get(end) == Some(&b'"')).then(|| rest.get(..end)).flatten()
}

/// Progress on standard error, only on a terminal: rate and time left.
fn progress(kind: Kind, size: u64) -> ProgressBar {
    if !io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let template = match kind {
        Kind::State => "{wide_bar} {percent:>3}%  loading {bytes_per_sec}  {eta} left",
        Kind::Journal => "{wide_bar} {percent:>3}%  going on {bytes_per_sec}  {eta} left",
        Kind::Updates => "{wide_bar} {percent:>3}%  {msg}  {eta} left",
    };
    let style = ProgressStyle::with_template(template);
    ProgressBar::with_draw_target(Some(size), ProgressDrawTarget::stderr_with_hz(10))
        .with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
}

/// The database of a shard failed.
fn stopped(error: &io::Error) -> Failure {
    unwritten(Path::new("the folder of --disk"), error)
}

/// A thread is gone, which only a bug can bring about.
fn lost() -> Failure {
    Failure::new(
        "a part of this program has stopped: this is a bug",
        "please report it; run this again to go on where it was",
    )
}
