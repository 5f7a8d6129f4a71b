//! `customer replay`: millions of requests on millions of customers, from files to files.
//!
//! The main thread reads lines and gives each to the shard of its key; shards share nothing. Work
//! goes in rounds: what a round's lines gave is put together in the order of the lines, so that
//! neither output nor rejects tell how many shards there were.

mod disk;
mod facts;
mod journal;
mod record;
mod rejects;
mod run;
mod shard;
mod store;

use core::num::NonZero;
use std::fs::{self, File};
use std::io::{self, BufReader, BufWriter, Read as _, Write};

use std::path::Path;
use std::process::ExitCode;
use std::time::Instant;

use sha2::{Digest as _, Sha256};

use crate::args::Replay;
use crate::failure::Failure;
use crate::style;
use crate::text::visible;
use disk::Disk;
use journal::{Begin, Journal, beside};
use run::Run;
use shard::{Counts, Kind, Shard};
use store::{Memory, Store};

/// Bytes read, and written, at once.
const BUFFER: usize = 1 << 18;

/// Replays the updates on the state.
pub(crate) fn run(asked: &Replay) -> Result<ExitCode, Failure> {
    let began = Instant::now();
    let jobs = asked.jobs.or_else(|| std::thread::available_parallelism().ok());
    let jobs = jobs.map_or(1, NonZero::get);
    for path in [&asked.state, &asked.updates] {
        File::open(path).map_err(|error| unread(path, &error))?;
    }
    let (journal, begin) = Journal::open(&asked.out, &asked.state, &asked.updates)
        .map_err(|error| unwritten(&asked.out, &error))?;
    let (offset, counts) = match &begin {
        Begin::Changed => return Err(changed(&asked.out)),
        Begin::Fresh => (None, Counts::default()),
        Begin::Behind(mark) => {
            eprintln!("going on behind line {} of the updates", mark.line);
            (Some(mark.clone()), mark.counts)
        }
    };
    let rejects = open_rejects(&asked.rejects, offset.as_ref().map_or(0, |mark| mark.rejects))?;
    let shards = shards(asked, jobs)?;
    let mut ended = Ok(Counts::default());
    let shards = std::thread::scope(|scope| {
        let mut run = Run::start(scope, shards, rejects, journal, counts);
        ended = replay(asked, &mut run, offset.as_ref());
        run.finish(&mut ended)
    });
    let (counts, (shards, journal)) = (ended?, shards?);
    let (mut customers, missing) = (0_u64, |e| unwritten(&asked.out, &e));
    for shard in &shards {
        customers = customers.saturating_add(shard.store().count().map_err(missing)?);
    }
    let digest = write_final(&asked.out, &shards).map_err(|e| unwritten(&asked.out, &e))?;
    journal.remove().map_err(|error| unwritten(&asked.out, &error))?;
    let rejects = digest_of(&asked.rejects).map_err(|error| unread(&asked.rejects, &error))?;
    tell(&counts, customers, &digest, &rejects)?;
    let seconds = began.elapsed().as_secs_f64();
    eprintln!("{jobs} jobs, {seconds:.1} s");
    Ok(ExitCode::SUCCESS)
}

/// Empty shards, in memory or in the folder that was asked for.
fn shards(asked: &Replay, jobs: usize) -> Result<Vec<Shard>, Failure> {
    let store = |number| match &asked.disk {
        None => Ok(Store::Memory(Memory::default())),
        Some(folder) => Disk::create(folder, number, jobs)
            .map(Store::Disk)
            .map_err(|error| unwritten(folder, &error)),
    };
    (0..jobs).map(|number| store(number).map(Shard::new)).collect()
}

/// Loads the state, then what the journal says of it, then takes the updates.
fn replay(
    asked: &Replay,
    run: &mut Run<'_>,
    mark: Option<&journal::Mark>,
) -> Result<Counts, Failure> {
    let state = File::open(&asked.state).map_err(|error| unread(&asked.state, &error))?;
    run.take(Kind::State, state, &asked.state, mark.is_none(), None)?;
    if let Some(mark) = mark {
        let path = run.journal_path();
        let journal = File::open(&path).map_err(|error| unread(&path, &error))?;
        run.take(Kind::Journal, journal.take(mark.journal), &path, true, None)?;
    }
    run.go_on(mark);
    let mut updates = File::open(&asked.updates).map_err(|error| unread(&asked.updates, &error))?;
    let offset = mark.map_or(0, |mark| mark.offset);
    io::Seek::seek(&mut updates, io::SeekFrom::Start(offset))
        .map_err(|error| unread(&asked.updates, &error))?;
    run.take(Kind::Updates, updates, &asked.updates, true, Some(asked.checkpoint))?;
    Ok(run.counts())
}

/// Opens the rejects and drops what does not belong to the mark.
fn open_rejects(path: &Path, kept: u64) -> Result<File, Failure> {
    let mut options = fs::OpenOptions::new();
    let file = options.create(true).truncate(false).append(true).open(path);
    let file = file.and_then(|file| file.set_len(kept).map(|()| file));
    file.map_err(|error| unwritten(path, &error))
}

/// A writer that also digests.
struct Digested<W> {
    to: W,
    digest: Sha256,
}

impl<W: Write> Write for Digested<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.to.write(bytes)?;
        self.digest.update(bytes.get(..written).unwrap_or_default());
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.to.flush()
    }
}

/// Writes every customer in the order of the state; the output appears whole or not at all.
fn write_final(out: &Path, shards: &[Shard]) -> io::Result<String> {
    let partial = beside(out, ".partial");
    let to = Digested { to: File::create(&partial)?, digest: Sha256::new() };
    let mut writer = BufWriter::with_capacity(BUFFER, to);
    let mut parts = Vec::new();
    for shard in shards {
        let mut lines = shard.store().lines()?;
        parts.push((lines.next().transpose()?, lines));
    }
    loop {
        let first = parts.iter_mut().filter(|(next, _)| next.is_some());
        let first = first.min_by_key(|(next, _)| next.as_ref().map(|line| line.0));
        let Some((next, lines)) = first else { break };
        if let Some((_, line)) = core::mem::replace(next, lines.next().transpose()?) {
            writer.write_all(line.as_bytes())?;
            writer.write_all(b"\n")?;
        }
    }
    let Digested { to, digest } = writer.into_inner().map_err(io::IntoInnerError::into_error)?;
    to.sync_data()?;
    fs::rename(partial, out)?;
    Ok(hex(digest))
}

fn hex(digest: Sha256) -> String {
    digest.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The digest of a file.
fn digest_of(path: &Path) -> io::Result<String> {
    let mut from = BufReader::with_capacity(BUFFER, File::open(path)?);
    let mut digest = Sha256::new();
    let mut buffer = vec![0; BUFFER];
    loop {
        match from.read(&mut buffer)? {
            0 => return Ok(hex(digest)),
            read => digest.update(buffer.get(..read).unwrap_or_default()),
        }
    }
}

/// What does not depend on time or on the number of jobs.
fn tell(counts: &Counts, customers: u64, out: &str, rejects: &str) -> Result<(), Failure> {
    let Counts { applied, unchanged, rejected, unreadable, unknown } = counts;
    style::print(&format!(
        "customers   {customers}\nupdates     {}\napplied     {applied}\n\
         unchanged   {unchanged}\nrejected    {rejected}\nunreadable  {unreadable}\n\
         unknown     {unknown}\nfinal       sha256 {out}\nrejects     sha256 {rejects}\n",
        counts.total(),
    ))
}

fn unread(path: &Path, error: &io::Error) -> Failure {
    let name = path.display().to_string();
    Failure::new(
        format!("{} can't be read: {error}", visible(&name)),
        "name a file with one JSON object a line, then run this again",
    )
}

fn unwritten(path: &Path, error: &io::Error) -> Failure {
    let name = path.display().to_string();
    Failure::new(
        format!("{} can't be written: {error}", visible(&name)),
        "make room or choose another place, then run this again: it goes on where it was",
    )
}

fn changed(out: &Path) -> Failure {
    let name = beside(out, ".resume").display().to_string();
    Failure::new(
        "state or updates are not those of the run that was interrupted",
        format!("bring them back, or delete {} to begin anew", visible(&name)),
    )
}
