//! The main thread's side: lines to shards, answers together again, checkpoints between.

use core::hash::BuildHasher as _;
use core::time::Duration;
use std::hash::RandomState;
use std::io::{self, IsTerminal as _};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::{Scope, ScopedJoinHandle};
use std::time::Instant;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::progress::Progress;
use super::record;
use super::shard::{Batch, Done, Kind, Message, Shard, Taken, Trouble, parse};
use super::signal::Signals;
use super::stop::{Stop, named};
use super::tally::{Part, Source};
use crate::lines::Lines;

/// A round ends with this many lines or bytes, whatever comes first.
const LINES: usize = 4096;
const BYTES: usize = 1 << 21;

/// Rounds that may be under way, so that no shard waits for the next one to be read.
const ROUNDS: usize = 3;

/// One shard and the ways to it and back.
struct Worker<'s> {
    sender: Sender<Message>,
    answers: Receiver<Done>,
    handle: ScopedJoinHandle<'s, Shard>,
}

/// What a run is asked to do.
pub(super) struct Settings {
    /// Between two checkpoints.
    pub(super) every: Duration,
    pub(super) signals: Signals,
    /// Where the database is, if there is one.
    pub(super) disk: PathBuf,
}

/// A run that is under way.
pub(super) struct Run<'s, 'p> {
    workers: Vec<Worker<'s>>,
    hasher: RandomState,
    /// How many rounds are under way.
    rounds: usize,
    /// Batches that came back empty.
    spare: Vec<Batch>,
    progress: &'p mut Progress,
    settings: &'p Settings,
}

/// A file that is taken line by line.
pub(super) struct Taking<'f> {
    pub(super) kind: Kind,
    pub(super) path: &'f Path,
    /// How long it is, if that is known.
    pub(super) size: Option<u64>,
    /// How many of its lines were taken before.
    pub(super) behind: u64,
    /// Whether its rejects are already in the file of rejects.
    pub(super) reported: bool,
}

impl<'s, 'p> Run<'s, 'p> {
    /// Starts the shards.
    pub(super) fn start<'e>(
        scope: &'s Scope<'s, 'e>,
        shards: Vec<Shard>,
        progress: &'p mut Progress,
        settings: &'p Settings,
    ) -> Self {
        let workers = shards.into_iter().map(|shard| {
            let (sender, messages) = channel();
            let (answer, answers) = channel();
            let handle = scope.spawn(move || shard.run(&messages, &answer));
            Worker { sender, answers, handle }
        });
        let workers = workers.collect();
        let (hasher, spare) = (RandomState::new(), Vec::new());
        Self { workers, hasher, rounds: 0, spare, progress, settings }
    }

    /// Ends the shards and takes their customers.
    pub(super) fn finish(self) -> Result<Vec<Shard>, Stop> {
        let handles: Vec<_> = self.workers.into_iter().map(|worker| worker.handle).collect();
        let shards: Result<Vec<_>, _> = handles.into_iter().map(ScopedJoinHandle::join).collect();
        shards.map_err(|_| Stop::Lost)
    }

    /// All of the state was read.
    pub(super) fn loaded(&mut self, state: Part) {
        self.progress.state = Some(state);
    }

    /// Gives every line of a file to its shard. Updates are followed by checkpoints.
    pub(super) fn take(&mut self, source: &mut Source, taking: &Taking<'_>) -> Result<(), Stop> {
        let bar = progress(taking.kind, taking.size);
        let taken = self.take_lines(source, taking, &bar);
        bar.finish_and_clear();
        taken
    }

    fn take_lines(
        &mut self,
        source: &mut Source,
        taking: &Taking<'_>,
        bar: &ProgressBar,
    ) -> Result<(), Stop> {
        let updates = taking.kind == Kind::Updates;
        let mut lines = Lines::behind(source, taking.behind);
        let (began, before) = (Instant::now(), self.progress.counts.total());
        let mut last = began;
        loop {
            let read = self.read_round(&mut lines, taking);
            // Bytes that a signal has kept back are no reason of their own.
            let asked = self.settings.signals.check();
            let more = match read {
                Err(stop) => return asked.and(Err(stop)),
                Ok(more) => more && asked.is_ok(),
            };
            if self.rounds >= ROUNDS || !more {
                self.collect(taking)?;
            }
            bar.set_position(lines.source().tally_bytes());
            let count = self.progress.counts.total();
            let rate = count.saturating_sub(before) as f64;
            let rate = rate / began.elapsed().as_secs_f64().max(1e-3);
            bar.set_message(format!("{count} updates, {rate:.0}/s"));
            let due = updates && last.elapsed() >= self.settings.every;
            if due || !more {
                while self.rounds > 0 {
                    self.collect(taking)?;
                }
            }
            if updates && (due || !more) {
                self.progress.updates = (lines.source().tally(), lines.number());
            }
            if updates && (due || asked.is_err()) {
                self.checkpoint(taking.path)?;
                last = Instant::now();
            }
            asked?;
            if !more {
                return Ok(());
            }
        }
    }

    /// Reads one round and sends it; false at the end of the file.
    fn read_round(
        &mut self,
        lines: &mut Lines<&mut Source>,
        taking: &Taking<'_>,
    ) -> Result<bool, Stop> {
        let batches = self.workers.iter().map(|_| self.spare.pop().unwrap_or_default());
        let mut batches: Vec<Batch> = batches.collect();
        let (mut count, mut bytes, mut more) = (0_usize, 0_usize, true);
        while count < LINES && bytes < BYTES {
            let read = lines.advance();
            if !read.map_err(|error| Stop::Unread(taking.path.to_path_buf(), error))? {
                more = false;
                break;
            }
            count = count.saturating_add(1);
            bytes = bytes.saturating_add(lines.line().len());
            let shard = self.shard(lines.line());
            if let Some(batch) = batches.get_mut(shard) {
                batch.push(lines.number(), lines.line());
            }
        }
        for (worker, batch) in self.workers.iter().zip(batches) {
            worker.sender.send(Message::Lines(taking.kind, batch)).map_err(|_| Stop::Lost)?;
        }
        self.rounds = self.rounds.saturating_add(1);
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

    /// Waits for the oldest round and writes what it gave in the order of its lines.
    fn collect(&mut self, taking: &Taking<'_>) -> Result<(), Stop> {
        if self.rounds == 0 {
            return Ok(());
        }
        self.rounds = self.rounds.saturating_sub(1);
        let mut all = Taken::default();
        for worker in &self.workers {
            match worker.answers.recv() {
                Ok(Done::Batch(taken)) => {
                    all.rejects.extend(taken.rejects);
                    all.changes.extend(taken.changes);
                    self.progress.counts.add(taken.counts);
                    self.spare.push(taken.spare);
                }
                Ok(Done::Failed(trouble)) => return Err(self.failed(trouble, taking.path)),
                Ok(Done::Records(_) | Done::Settled) | Err(_) => return Err(Stop::Lost),
            }
        }
        if taking.reported {
            return Ok(());
        }
        self.progress.rejects.add(in_order(all.rejects).as_bytes())?;
        match &mut self.progress.changes {
            Some(changes) => changes.add(in_order(all.changes).as_bytes()),
            None => Ok(()),
        }
    }

    fn checkpoint(&mut self, updates: &Path) -> Result<(), Stop> {
        if !self.progress.keeper.keeps() {
            return Ok(());
        }
        for worker in &self.workers {
            worker.sender.send(Message::Checkpoint).map_err(|_| Stop::Lost)?;
        }
        for worker in &self.workers {
            loop {
                match worker.answers.recv() {
                    Ok(Done::Records(records)) => self.progress.keeper.add(&records)?,
                    Ok(Done::Settled) => break,
                    Ok(Done::Failed(trouble)) => return Err(self.failed(trouble, updates)),
                    Ok(Done::Batch(_)) | Err(_) => return Err(Stop::Lost),
                }
            }
        }
        self.progress.note(updates)
    }

    /// Why a shard can't go on; `path` is what it was given lines of.
    fn failed(&self, trouble: Trouble, path: &Path) -> Stop {
        match trouble {
            Trouble::Store(error) => Stop::Unwritten(self.settings.disk.clone(), error),
            Trouble::Journal(line) => Stop::Refused(
                format!("line {line} of {} is no record of the state: this is a bug", named(path)),
                "please report it; delete the file that ends in .resume to begin anew".into(),
            ),
        }
    }
}

/// Texts in the order of their lines.
fn in_order(mut all: Vec<(u64, String)>) -> String {
    all.sort_by_key(|(number, _)| *number);
    all.into_iter().map(|(_, text)| text).collect()
}

/// The key of a line that begins with it, as this program writes lines.
fn plain_key(line: &[u8]) -> Option<&[u8]> {
    let rest = line.strip_prefix(br#"{"key":""#)?;
    let end = rest.iter().position(|byte| matches!(byte, b'"' | b'\\'))?;
    (rest.get(end) == Some(&b'"')).then(|| rest.get(..end)).flatten()
}

/// Progress on standard error, only on a terminal: rate and time left.
fn progress(kind: Kind, size: Option<u64>) -> ProgressBar {
    if !io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let template = match (kind, size) {
        (Kind::State, Some(_)) => "{wide_bar} {percent:>3}%  loading {bytes_per_sec}  {eta} left",
        (Kind::State, None) => "{spinner} loading {bytes}  {bytes_per_sec}",
        (Kind::Journal, _) => "{wide_bar} {percent:>3}%  going on {bytes_per_sec}  {eta} left",
        (Kind::Updates, Some(_)) => "{wide_bar} {percent:>3}%  {msg}  {eta} left",
        (Kind::Updates, None) => "{spinner} {msg}  {elapsed}",
    };
    let style = ProgressStyle::with_template(template);
    ProgressBar::with_draw_target(size, ProgressDrawTarget::stderr_with_hz(10))
        .with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
}
