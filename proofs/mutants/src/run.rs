//! Test binaries before one mutant at a time.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufRead, BufReader};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use anyhow::{Result, ensure};

/// Two at a time, whatever the machine has: it has other work.
const WORKERS: usize = 2;

/// Addresses in KiB that a test may ask for; a mutant that collects for ever ends there.
const MEMORY: &str = "4000000";

/// A test that a busy machine fails, since it looks at the clock, and one that takes minutes for each
/// survivor, since it counts instructions.
const SKIP: &str = "--skip time_grows_with_the_question --skip work_is_linear";

/// Names the file for the switches that a test comes by.
const TRACED: &str = "MUTANT_TRACE";

/// What the tests said of one mutant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    Unviable,
    Killed(String),
    TimedOut(String),
    Survived,
    /// No test comes by.
    Unreached,
}

enum Ended {
    Passed,
    Failed,
    TimedOut,
}

pub struct Test {
    pub name: String,
    path: PathBuf,
    cost: Duration,
    /// Mutants that this binary comes by.
    reaches: BTreeSet<usize>,
    runs: AtomicUsize,
    kills: AtomicUsize,
}

/// Runs every binary once without a mutant: only what passes can kill.
pub fn baseline(
    root: &Path,
    binaries: &BTreeMap<String, PathBuf>,
    trace: &Path,
    skip: &[&str],
) -> Result<Vec<Test>> {
    let mut tests = Vec::new();
    for (name, path) in binaries.iter().filter(|(name, _)| !skip.contains(&name.as_str())) {
        let _ = std::fs::remove_file(trace);
        let traced = [(TRACED, trace.as_os_str().to_owned())];
        let patience = Duration::from_secs(300);
        // Traces cost allocations, which a test may count: only the second run must pass.
        run(root, path, &traced, patience)?;
        let seen = std::fs::read_to_string(trace).unwrap_or_default();
        let start = Instant::now();
        if !matches!(run(root, path, &[], patience)?, Ended::Passed) {
            eprintln!("{name}: fails without a mutant, not used");
            continue;
        }
        let cost = start.elapsed();
        let reaches: BTreeSet<_> = seen.lines().filter_map(|line| line.parse().ok()).collect();
        eprintln!("{name}: {:.2} s, comes by {}", cost.as_secs_f64(), reaches.len());
        let (path, name) = (path.clone(), name.clone());
        let (runs, kills) = (AtomicUsize::new(1), AtomicUsize::new(1));
        tests.push(Test { name, path, cost, reaches, runs, kills });
    }
    ensure!(!tests.is_empty(), "no test passes without a mutant");
    Ok(tests)
}

impl Test {
    /// Seconds to a kill, as far as is known.
    fn price(&self) -> f64 {
        let ratio = |n: &AtomicUsize| n.load(Ordering::Relaxed) as f64;
        (self.cost.as_secs_f64() + 0.05) * ratio(&self.runs) / ratio(&self.kills)
    }

    fn patience(&self) -> Duration {
        self.cost * 5 + Duration::from_secs(10)
    }
}

/// All of `ids`, each switched on alone.
pub fn switched(
    root: &Path,
    tests: &[Test],
    ids: &[usize],
    tell: impl Fn(usize, &Verdict) + Sync,
) -> Result<BTreeMap<usize, Verdict>> {
    let next = AtomicUsize::new(0);
    let verdicts = Mutex::new(BTreeMap::new());
    std::thread::scope(|scope| {
        let work = || -> Result<()> {
            while let Some(id) = ids.get(next.fetch_add(1, Ordering::Relaxed)) {
                let verdict = one(root, tests, *id)?;
                tell(*id, &verdict);
                verdicts.lock().unwrap_or_else(|e| e.into_inner()).insert(*id, verdict);
            }
            Ok(())
        };
        let workers: Vec<_> = (0..WORKERS).map(|_| scope.spawn(work)).collect();
        workers.into_iter().try_for_each(|worker| match worker.join() {
            Ok(result) => result,
            Err(_) => anyhow::bail!("a worker panicked"),
        })
    })?;
    Ok(verdicts.into_inner().unwrap_or_else(|e| e.into_inner()))
}

fn one(root: &Path, tests: &[Test], id: usize) -> Result<Verdict> {
    let mut order: Vec<_> = tests.iter().filter(|test| test.reaches.contains(&id)).collect();
    if order.is_empty() {
        return Ok(Verdict::Unreached);
    }
    order.sort_by(|a, b| a.price().total_cmp(&b.price()));
    for test in order {
        test.runs.fetch_add(1, Ordering::Relaxed);
        let switch = [("MUTANT", id.to_string().into())];
        let mut ended = run(root, &test.path, &switch, test.patience())?;
        if matches!(ended, Ended::TimedOut) {
            // A busy machine is no endless loop.
            ended = run(root, &test.path, &switch, test.patience() * 4)?;
        }
        if !matches!(ended, Ended::Passed) {
            test.kills.fetch_add(1, Ordering::Relaxed);
        }
        match ended {
            Ended::Passed => {}
            Ended::Failed => return Ok(Verdict::Killed(test.name.clone())),
            Ended::TimedOut => return Ok(Verdict::TimedOut(test.name.clone())),
        }
    }
    Ok(Verdict::Survived)
}

/// The mutant that the tree holds, before the binaries that `build` makes.
pub fn single(
    root: &Path,
    tests: &[Test],
    build: impl Fn(&str) -> Result<Option<PathBuf>>,
) -> Result<Verdict> {
    let mut order: Vec<_> = tests.iter().collect();
    order.sort_by(|a, b| a.price().total_cmp(&b.price()));
    for test in order {
        let Some(path) = build(&test.name)? else { return Ok(Verdict::Unviable) };
        match run(root, &path, &[], test.patience() * 3)? {
            Ended::Passed => {}
            Ended::Failed => return Ok(Verdict::Killed(test.name.clone())),
            Ended::TimedOut => return Ok(Verdict::TimedOut(test.name.clone())),
        }
    }
    Ok(Verdict::Survived)
}

/// Runs a test binary to its end or its first failure.
fn run(
    root: &Path,
    path: &Path,
    env: &[(&str, std::ffi::OsString)],
    patience: Duration,
) -> Result<Ended> {
    let mut child = Command::new("sh")
        .args(["-c", &format!("ulimit -v {MEMORY}; exec \"$0\" --test-threads=1 {SKIP}")])
        .arg(path)
        .current_dir(root)
        .env("CARGO_MANIFEST_DIR", root)
        .env("PROPTEST_RNG_SEED", "20260101")
        .env("PROPTEST_MAX_SHRINK_ITERS", "0")
        .env_remove("UPDATE")
        .envs(env.iter().map(|(name, value)| (name, value)))
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .process_group(0)
        .spawn()?;
    let Some(output) = child.stdout.take() else { anyhow::bail!("no output") };
    let (send, failure) = channel();
    // What is traced runs to its end: a test that counts allocations fails on the trace itself.
    let stops = !env.iter().any(|(name, _)| *name == TRACED);
    let reader = std::thread::spawn(move || {
        let mut lines = BufReader::new(output).lines().map_while(Result::ok);
        if lines.any(|line| stops && line.starts_with("test ") && line.ends_with("FAILED")) {
            let _ = send.send(());
        }
    });
    let ended = match failure.recv_timeout(patience) {
        Ok(()) => Ended::Failed,
        Err(RecvTimeoutError::Timeout) => Ended::TimedOut,
        Err(RecvTimeoutError::Disconnected) if child.wait()?.success() => Ended::Passed,
        Err(RecvTimeoutError::Disconnected) => Ended::Failed,
    };
    end(&mut child);
    let _ = reader.join();
    Ok(ended)
}

/// Ends the whole group: a test may have started something.
fn end(child: &mut Child) {
    if !matches!(child.try_wait(), Ok(Some(_))) {
        let group = format!("-{}", child.id());
        let _ = Command::new("kill").args(["-KILL", "--", &group]).stderr(Stdio::null()).status();
        let _ = child.wait();
    }
}
