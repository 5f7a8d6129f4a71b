//! `customer replay`: millions of requests on millions of customers, from files to files.
//!
//! The main thread reads lines and gives each to the shard of its key; shards share nothing. Work
//! goes in rounds: what a round's lines gave is put together in the order of the lines, so that
//! neither output, rejects nor changes tell how many shards there were.
//!
//! `REPLAY.md` says what a run leaves on the disk and what to do when it refuses.

mod changes;
mod checkpoint;
mod disk;
mod input;
mod lock;
mod output;
mod plan;
mod progress;
mod record;
mod rejects;
mod run;
mod shard;
mod signal;
mod stop;
mod store;
mod summary;
mod tally;
mod verify;

use core::num::NonZero;
use core::time::Duration;
use std::fs::{self, File};
use std::process::ExitCode;
use std::time::Instant;

use crate::args::Replay;
use crate::failure::Failure;
use crate::style;
use checkpoint::{Files, Keeper};
use disk::Disk;
use lock::Lock;
use output::Output;
use plan::{JOURNAL, LOCK, Plan, beside};
use progress::Progress;
use run::{Run, Settings, Taking};
use shard::{Counts, Kind, Shard};
use signal::Signals;
use stop::{Reach, Stop};
use store::{Memory, Store};
use summary::Summary;
use tally::{Source, Tally};
use verify::Resume;

/// Bytes read, and written, at once.
const BUFFER: usize = 1 << 18;

/// Bytes of records that are handed over at once.
const CHUNK: usize = 1 << 20;

/// Replays the updates on the state, and tells how it ended.
pub(crate) fn run(asked: &Replay) -> Result<ExitCode, Failure> {
    let began = Instant::now();
    let jobs = asked.jobs.or_else(|| std::thread::available_parallelism().ok());
    let jobs = jobs.map_or(1, NonZero::get);
    let mut reach = Reach::Unbegun;
    match replay(asked, jobs, &mut reach) {
        Ok(summary) => {
            style::print(&if asked.json { summary.json() } else { summary.text() })?;
            eprintln!("{jobs} jobs, {:.1} s", began.elapsed().as_secs_f64());
            Ok(ExitCode::SUCCESS)
        }
        Err(stop) => {
            let (what, todo) = stop.report(reach);
            let Stop::Signal(signal) = stop else { return Err(Failure::new(what, todo)) };
            if asked.json {
                Failure::new(what, todo).report(true);
            } else {
                eprintln!("{what}: {todo}");
            }
            Ok(ExitCode::from(signal.status()))
        }
    }
}

/// Looks at everything, takes the locks, then works.
fn replay(asked: &Replay, jobs: usize, reach: &mut Reach) -> Result<Summary, Stop> {
    // A pipe without a writer is waited for: until then a signal ends the process as ever.
    let mut plan = Plan::look(asked)?;
    let signals = Signals::listen();
    let _locks = locks(asked)?;
    let resume = match asked.dry_run {
        true => None,
        false => verify::find(&plan, &signals)?,
    };
    *reach = match &resume {
        _ if asked.dry_run => Reach::Dry,
        _ if !plan.repeatable => Reach::Once,
        None => Reach::Start,
        Some(resume) => Reach::Behind(resume.mark.line),
    };
    match *reach {
        Reach::Once => eprintln!("an input can be read only once: this run makes no checkpoint"),
        Reach::Behind(line) => eprintln!("going on behind line {line} of the updates"),
        Reach::Dry => eprintln!("a dry run: nothing is written"),
        Reach::Unbegun | Reach::Start => {}
    }
    let settings = Settings {
        every: Duration::from_secs(asked.checkpoint),
        signals,
        disk: asked.disk.clone().unwrap_or_default(),
    };
    let mut progress = begin(&plan, asked.dry_run, *reach, resume.as_ref())?;
    let worked = work(asked, jobs, &mut plan, (&mut progress, &settings), resume);
    *reach = progress.keeper.reach();
    match worked {
        Ok((customers, out, files)) => {
            let changes = progress.changes.as_ref().map(Output::tally);
            let tallies = [out.tally(), progress.rejects.tally()];
            let counts = (customers, progress.counts);
            let summary = Summary::new(counts, tallies, changes, asked.dry_run);
            if !asked.dry_run {
                progress.publish(out, files)?;
            }
            Ok(summary)
        }
        Err(stop) => {
            if !matches!(reach, Reach::Behind(_)) {
                progress.abandon();
            }
            Err(stop)
        }
    }
}

/// The locks of a run: on its outputs, and on the folder of its database.
fn locks(asked: &Replay) -> Result<Vec<Lock>, Stop> {
    if asked.dry_run {
        return Ok(Vec::new());
    }
    let mut locks = vec![Lock::take(beside(&asked.out, LOCK), &asked.out)?];
    if let Some(folder) = &asked.disk {
        fs::create_dir_all(folder).map_err(|error| Stop::Unwritten(folder.clone(), error))?;
        locks.push(Lock::take(folder.join("replay.lock"), folder)?);
        Disk::clear(folder)?;
    }
    Ok(locks)
}

/// Opens what a run writes, from the start or from where it goes on.
fn begin(
    plan: &Plan<'_>,
    dry: bool,
    reach: Reach,
    resume: Option<&Resume>,
) -> Result<Progress, Stop> {
    let keeper = Keeper::new(plan.out, reach, resume)?;
    let (rejects, changes, counts) = match resume {
        None => {
            let rejects = Output::begin(plan.rejects, dry)?;
            match plan.changes.map(|path| Output::begin(path, dry)).transpose() {
                Ok(changes) => (rejects, changes, Counts::default()),
                Err(stop) => {
                    rejects.discard();
                    return Err(stop);
                }
            }
        }
        Some(resume) => {
            let changes = plan.changes.zip(resume.changes.clone());
            let changes = changes.map(|(path, tally)| Output::go_on(path, tally)).transpose()?;
            (Output::go_on(plan.rejects, resume.rejects.clone())?, changes, resume.mark.counts)
        }
    };
    Ok(Progress { rejects, changes, counts, keeper, state: None, updates: (Tally::default(), 0) })
}

/// Takes all requests and writes all customers; gives their number and what is written.
fn work(
    asked: &Replay,
    jobs: usize,
    plan: &mut Plan<'_>,
    (progress, settings): (&mut Progress, &Settings),
    resume: Option<Resume>,
) -> Result<(u64, Output, Files), Stop> {
    let shards = shards(asked, jobs)?;
    let mut shards = std::thread::scope(|scope| {
        let mut run = Run::start(scope, shards, progress, settings);
        let taken = take_all(&mut run, plan, settings, resume);
        let shards = run.finish();
        taken.and(shards)
    })?;
    let written = write_final(asked, &shards, progress, &settings.signals);
    if written.is_err() {
        // All requests are taken: it would be a pity to take them again. What was wrong before is
        // what is reported.
        let _ = checkpoint_at_end(plan, progress, &mut shards);
    }
    written
}

/// Empty shards, in memory or in the folder that was asked for.
fn shards(asked: &Replay, jobs: usize) -> Result<Vec<Shard>, Stop> {
    let store = |number| match &asked.disk {
        None => Ok(Store::Memory(Memory::default())),
        Some(folder) => Disk::create(folder, number, jobs)
            .map(Store::Disk)
            .map_err(|error| Stop::Unwritten(folder.clone(), error)),
    };
    let shard = |number| Ok(Shard::new(store(number)?, asked.changes.is_some()));
    (0..jobs).map(shard).collect()
}

/// Loads the state, then what the journal says of it, then takes the updates.
fn take_all(
    run: &mut Run<'_, '_>,
    plan: &mut Plan<'_>,
    settings: &Settings,
    resume: Option<Resume>,
) -> Result<(), Stop> {
    let reported = resume.is_some();
    let mut source = plan.state.source(Tally::default(), &settings.signals)?;
    let (path, size) = (plan.state.path(), plan.state.size());
    run.take(&mut source, &Taking { kind: Kind::State, path, size, behind: 0, reported })?;
    run.loaded(source.tally().part(path));
    let (mut taken, mut behind) = (Tally::default(), 0);
    if let Some(resume) = resume {
        let path = beside(plan.out, JOURNAL);
        let file = File::open(&path).map_err(|error| Stop::Unread(path.clone(), error))?;
        let size = resume.journal.bytes();
        let first = Box::new(std::io::Read::take(file, size));
        let (kind, size) = (Kind::Journal, Some(size));
        let taking = Taking { kind, path: &path, size, behind: 0, reported: true };
        run.take(&mut Source::new(first, Tally::default()), &taking)?;
        (taken, behind) = (resume.updates, resume.mark.line);
    }
    let mut source = plan.updates.source(taken, &settings.signals)?;
    let (path, size) = (plan.updates.path(), plan.updates.size());
    run.take(&mut source, &Taking { kind: Kind::Updates, path, size, behind, reported: false })
}

/// Writes every customer in the order of the state, beside OUT, and sees that all is on the disk.
fn write_final(
    asked: &Replay,
    shards: &[Shard],
    progress: &mut Progress,
    signals: &Signals,
) -> Result<(u64, Output, Files), Stop> {
    let mut out = Output::begin(&asked.out, asked.dry_run)?;
    let customers = write_all(asked, shards, signals, &mut out);
    match customers.and_then(|customers| Ok((customers, progress.settle(&mut out)?))) {
        Ok((customers, files)) => Ok((customers, out, files)),
        Err(stop) => {
            out.discard();
            Err(stop)
        }
    }
}

/// Writes every customer; gives their number.
fn write_all(
    asked: &Replay,
    shards: &[Shard],
    signals: &Signals,
    out: &mut Output,
) -> Result<u64, Stop> {
    let failed = |error| Stop::Unwritten(asked.disk.clone().unwrap_or_default(), error);
    let (mut parts, mut customers) = (Vec::new(), 0_u64);
    for shard in shards {
        let mut lines = shard.store().lines().map_err(failed)?;
        parts.push((lines.next().transpose().map_err(failed)?, lines));
    }
    loop {
        let first = parts.iter_mut().filter(|(next, _)| next.is_some());
        let first = first.min_by_key(|(next, _)| next.as_ref().map(|line| line.0));
        let Some((next, lines)) = first else { return Ok(customers) };
        let line = core::mem::replace(next, lines.next().transpose().map_err(failed)?);
        if let Some((_, line)) = line {
            out.add(line.as_bytes())?;
            out.add(b"\n")?;
            customers = customers.saturating_add(1);
        }
        signals.check()?;
    }
}

/// Makes a checkpoint behind the last request.
fn checkpoint_at_end(
    plan: &Plan<'_>,
    progress: &mut Progress,
    shards: &mut [Shard],
) -> Result<(), Stop> {
    if !progress.keeper.keeps() {
        return Ok(());
    }
    for shard in shards {
        let mut added = Ok(());
        let mut add = |records: String| {
            if added.is_ok() {
                added = progress.keeper.add(&records);
            }
        };
        let settled = shard.store_mut().settle(CHUNK, &mut add);
        added?;
        settled.map_err(|error| Stop::Unwritten(plan.out.to_path_buf(), error))?;
    }
    progress.note(plan.updates.path())
}
