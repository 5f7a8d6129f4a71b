//! Test binaries before one mutant at a time.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufRead, BufReader};
use std::os::unix::process::{CommandExt, ExitStatusExt};
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

/// Tests that can't tell a mutant: they read the text of the sources, or ask
/// the generators; one that a busy machine fails, since it looks at the clock, and one that takes
/// minutes for each survivor, since it counts instructions.
const SKIP: [&str; 5] = [
    "bombs::work_is_linear",
    "budgets::",
    "it::contract::time_grows_with_the_question",
    "it::generators::",
    "it::tidy::",
];

/// What a module of tests may take without a mutant.
pub const MOST: Duration = Duration::from_secs(600);

/// How many times its patience a test may take by the clock: it may be waiting for itself.
const ASLEEP: u32 = 20;

/// What ends a process whose time of the processor is over.
const SIGXCPU: i32 = 24;

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

/// The tests of one module of a test binary.
pub struct Test {
    name: String,
    /// The target that makes the binary.
    target: String,
    path: PathBuf,
    /// As the binary lists them.
    tests: Vec<String>,
    cost: Duration,
    /// Mutants that this binary comes by.
    reaches: BTreeSet<usize>,
    runs: AtomicUsize,
    kills: AtomicUsize,
}

/// Runs every module of every binary without a mutant: only what passes, and in time, can kill.
pub fn baseline(
    root: &Path,
    binaries: &BTreeMap<String, PathBuf>,
    trace: &Path,
    most: Duration,
) -> Result<Vec<Test>> {
    let mut known = Vec::new();
    for (target, path) in binaries {
        for (module, tests) in modules(target, &list(root, path)?) {
            let name =
                if module.is_empty() { target.clone() } else { format!("{target}, {module}") };
            let start = Instant::now();
            match run(root, path, &tests, &[], most)? {
                Ended::Passed => {}
                Ended::Failed => {
                    eprintln!("{name}: fails without a mutant, not used");
                    continue;
                }
                Ended::TimedOut => {
                    eprintln!("{name}: takes more than {:.0} s, not used", most.as_secs_f64());
                    continue;
                }
            }
            let cost = start.elapsed();
            let _ = std::fs::remove_file(trace);
            let traced = [(TRACED, trace.as_os_str().to_owned())];
            // Traces cost allocations, which a test may count: only the run before must pass.
            run(root, path, &tests, &traced, MOST)?;
            let seen = std::fs::read_to_string(trace).unwrap_or_default();
            let reaches: BTreeSet<_> = seen.lines().filter_map(|line| line.parse().ok()).collect();
            eprintln!("{name}: {:.2} s, comes by {}", cost.as_secs_f64(), reaches.len());
            let (path, target) = (path.clone(), target.clone());
            let (runs, kills) = (AtomicUsize::new(1), AtomicUsize::new(1));
            known.push(Test { name, target, path, tests, cost, reaches, runs, kills });
        }
    }
    ensure!(!known.is_empty(), "no test passes without a mutant");
    Ok(known)
}

/// What a binary says of its tests, one a line.
fn list(root: &Path, path: &Path) -> Result<String> {
    let output = Command::new(path)
        .args(["--list", "--format=terse"])
        .current_dir(root)
        .env("CARGO_MANIFEST_DIR", root)
        .output()?;
    ensure!(output.status.success(), "{}: lists no tests", path.display());
    Ok(String::from_utf8(output.stdout)?)
}

/// The tests of a target's list, by their first module; those of [`SKIP`] are left out.
fn modules(target: &str, list: &str) -> BTreeMap<String, Vec<String>> {
    let mut found = BTreeMap::<_, Vec<_>>::new();
    for name in list.lines().filter_map(|line| line.strip_suffix(": test")) {
        let full = format!("{target}::{name}");
        if !SKIP.iter().any(|skip| full.starts_with(skip)) {
            let module = name.split_once("::").map_or("", |(module, _)| module);
            found.entry(module.to_owned()).or_default().push(name.to_owned());
        }
    }
    found
}

impl Test {
    /// Seconds to a kill, as far as is known.
    fn price(&self) -> f64 {
        let ratio = |n: &AtomicUsize| n.load(Ordering::Relaxed) as f64;
        (self.cost.as_secs_f64() + 0.05) * ratio(&self.runs) / ratio(&self.kills)
    }

    fn patience(&self) -> Duration {
        self.cost * 5 + Duration::from_secs(2)
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
        let ended = run(root, &test.path, &test.tests, &switch, test.patience())?;
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
    let mut built = BTreeMap::new();
    for test in order {
        let path = match built.get(&test.target) {
            Some(path) => path,
            None => {
                let Some(path) = build(&test.target)? else { return Ok(Verdict::Unviable) };
                built.entry(test.target.clone()).or_insert(path)
            }
        };
        match run(root, path, &test.tests, &[], test.patience() * 3)? {
            Ended::Passed => {}
            Ended::Failed => return Ok(Verdict::Killed(test.name.clone())),
            Ended::TimedOut => return Ok(Verdict::TimedOut(test.name.clone())),
        }
    }
    Ok(Verdict::Survived)
}

/// Runs these tests of a binary to their end, their first failure, or the end of the patience: that
/// is time of the processor, since a busy machine is no endless loop.
fn run(
    root: &Path,
    path: &Path,
    tests: &[String],
    env: &[(&str, std::ffi::OsString)],
    patience: Duration,
) -> Result<Ended> {
    let seconds = patience.as_secs_f64().ceil();
    let script = format!(
        "ulimit -v {MEMORY}; ulimit -S -t {seconds}; exec \"$0\" --test-threads=1 --exact \"$@\""
    );
    let mut child = Command::new("sh")
        .args(["-c", &script])
        .arg(path)
        .args(tests)
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
    let ended = match failure.recv_timeout(patience * ASLEEP) {
        Ok(()) => Ended::Failed,
        Err(RecvTimeoutError::Timeout) => Ended::TimedOut,
        Err(RecvTimeoutError::Disconnected) => match child.wait()? {
            status if status.success() => Ended::Passed,
            status if status.signal() == Some(SIGXCPU) => Ended::TimedOut,
            _ => Ended::Failed,
        },
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

#[cfg(test)]
mod tests {
    use super::*;

    const LIST: &str = "tidy::lines: test\nlaws::a: test\nlaws::deep::b: test\nc: test\n\
                        laws::speed: benchmark\n\n";

    #[test]
    fn tests_are_known_by_their_first_module() {
        let found = modules("it", LIST);
        assert_eq!(found["laws"], ["laws::a", "laws::deep::b"]);
        assert_eq!(found[""], ["c"]);
        assert_eq!(found.len(), 2, "tidy can't tell a mutant");
    }

    #[test]
    fn a_name_is_left_out_in_its_own_target_only() {
        assert!(modules("customer_core", LIST).contains_key("tidy"));
        assert!(modules("budgets", LIST).is_empty());
    }

    /// A test binary in shell: it fails for mutant 7, and never ends for mutant 8.
    fn binary(name: &str) -> (PathBuf, Vec<Test>) {
        use std::os::unix::fs::PermissionsExt;
        let folder = std::env::temp_dir().join(format!("mutants-{}-{name}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let path = folder.join("tests");
        let script = "#!/bin/sh\n\
            case $1 in --list) printf 'one: test\\n'; exit;; esac\n\
            test -z \"$MUTANT_TRACE\" || printf '7\\n8\\n9\\n' >>\"$MUTANT_TRACE\"\n\
            case $MUTANT in 7) echo 'test one ... FAILED'; exit 101;; esac\n\
            case $MUTANT in 8) while :; do :; done;; esac\n\
            echo 'test one ... ok'\n";
        std::fs::write(&path, script).unwrap();
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755)).unwrap();
        let binaries = BTreeMap::from([("it".to_owned(), path)]);
        let tests = baseline(&folder, &binaries, &folder.join("trace"), MOST).unwrap();
        (folder, tests)
    }

    #[test]
    fn each_mutant_gets_its_verdict() {
        let (folder, tests) = binary("verdicts");
        let verdicts = switched(&folder, &tests, &[7, 9, 10], |_, _| {}).unwrap();
        assert_eq!(verdicts[&7], Verdict::Killed("it".into()));
        assert_eq!(verdicts[&9], Verdict::Survived);
        assert_eq!(verdicts[&10], Verdict::Unreached, "no test comes by");
        std::fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn what_takes_the_processor_for_ever_is_timed_out() {
        let (folder, tests) = binary("endless");
        let run = |env: &[_]| run(&folder, &tests[0].path, &[], env, Duration::from_secs(1));
        let ended = run(&[("MUTANT", "8".into())]).unwrap();
        assert!(matches!(ended, Ended::TimedOut));
        assert!(matches!(run(&[]).unwrap(), Ended::Passed));
        std::fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn what_does_not_build_is_unviable() {
        let (folder, tests) = binary("single");
        let path = tests[0].path.clone();
        assert_eq!(single(&folder, &tests, |_| Ok(None)).unwrap(), Verdict::Unviable);
        let same = single(&folder, &tests, |_| Ok(Some(path.clone()))).unwrap();
        assert_eq!(same, Verdict::Survived);
        std::fs::remove_dir_all(folder).unwrap();
    }
}
