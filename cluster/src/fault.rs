//! One run: servers, writers, a fault in the middle, and what the verifier finds.

use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::{Duration, Instant};

use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::process::{Child, Command};
use tokio::time::sleep;

use crate::database::Database;
use crate::engine::{Counts, Engine as _};
use crate::network::Network;
use crate::plan::{Fault, Kind, Plan};
use crate::postgres::Postgres;
use crate::report::{self, Notes, Read};
use crate::servers::Servers;
use crate::verify::Acknowledged;
use crate::writer;

/// What a run found.
pub struct Row {
    pub counts: Counts,
    pub notes: Notes,
    /// From the first update to the last, the fault included.
    pub seconds: f64,
    /// What the verifier found at each node.
    pub reads: Vec<(String, Read)>,
    /// How long reading and verifying took once.
    pub verified: Duration,
    /// Rows of the outbox that are missing or too many; only PostgreSQL has one.
    pub outbox: u64,
    /// Why writers stopped.
    pub stopped: Vec<String>,
}

impl Row {
    /// Whether nothing was lost anywhere, and everybody read the same.
    pub fn is_sound(&self) -> bool {
        let digests = self.reads.iter().map(|(_, read)| &read.digest);
        let same = digests.clone().zip(digests.skip(1)).all(|(one, next)| one == next);
        let sound = self.reads.iter().all(|(_, read)| read.report.is_sound() && read.stale == 0);
        sound && same && !self.reads.is_empty() && self.outbox == 0 && self.stopped.is_empty()
    }
}

/// The servers of a run.
enum Engines {
    Jetstream(Servers),
    Postgres(Database),
}

impl Engines {
    fn at(&self) -> String {
        match self {
            Self::Jetstream(servers) => servers.urls().join(","),
            Self::Postgres(database) => database.url(),
        }
    }

    async fn suffer(&mut self, fault: Fault) -> Result<(), String> {
        match self {
            Self::Jetstream(servers) => suffer(servers, fault).await,
            Self::Postgres(database) => match fault {
                Fault::None => Ok(()),
                Fault::Pause => {
                    database.pause(true).await?;
                    fault.wait("the server is stopped", "it goes on").await;
                    database.pause(false).await
                }
                _ => {
                    database.kill().await?;
                    Fault::KillAll.wait("the server is killed", "it is started again").await;
                    database.run().await
                }
            },
        }
    }
}

async fn suffer(servers: &mut Servers, fault: Fault) -> Result<(), String> {
    if fault == Fault::None {
        return Ok(());
    }
    let leader = servers.leader().await?;
    let down: Vec<usize> = match fault {
        Fault::KillLeader => vec![leader],
        Fault::KillTwo => vec![leader, Servers::other(leader)],
        Fault::KillAll => (0..servers.count()).collect(),
        Fault::None | Fault::Pause | Fault::Partition => Vec::new(),
    };
    for number in &down {
        servers.kill(*number).await?;
    }
    match fault {
        Fault::Pause => servers.pause(leader, true).await?,
        Fault::Partition => servers.cut(leader, true).await?,
        _ => {}
    }
    let ((begin, end), names) = (fault.words(), servers.names());
    let name = names.get(leader).map_or("one", String::as_str);
    fault.wait(&format!("{name}, which leads, {begin}"), end).await;
    match fault {
        Fault::Pause => servers.pause(leader, false).await?,
        Fault::Partition => servers.cut(leader, false).await?,
        _ => {}
    }
    down.iter().try_for_each(|number| servers.run(*number))
}

/// A folder that goes when the run ends.
pub struct Folder(PathBuf);

impl Folder {
    /// Makes it.
    pub fn make() -> Result<Self, String> {
        let nanos = std::time::SystemTime::now()
            .duration_since(std::time::UNIX_EPOCH)
            .map_or(0, |time| time.as_nanos());
        let name = format!("customer-cluster-{}-{nanos}", std::process::id());
        let path = std::env::temp_dir().join(name);
        std::fs::create_dir(&path).map_err(|error| error.to_string())?;
        Ok(Self(path))
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // It would only take room.
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// Runs; an error where the run itself could not be made.
pub async fn run(plan: &Plan, fault: Fault) -> Result<Row, String> {
    let folder = Folder::make()?;
    let mut engines = match plan.engine {
        Kind::Postgres => Engines::Postgres(Database::start(folder.path()).await?),
        Kind::Jetstream => {
            let network = match fault {
                Fault::Partition => Some(Network::make(3).await?),
                _ => None,
            };
            let (binary, path) = (&plan.nats_server, folder.path());
            Engines::Jetstream(Servers::start(binary, path, plan.sync, plan.old, network).await?)
        }
    };
    let notes = folder.path().join("notes");
    std::fs::create_dir(&notes).map_err(|error| error.to_string())?;
    let created = seed(plan, &engines).await?;
    let began = Instant::now();
    let mut children = Vec::new();
    for number in 0..plan.writers {
        children.push(Writer::start(plan, &engines.at(), number, &notes)?);
    }
    // A quarter of the way.
    until(&notes, plan.writers * plan.updates / 4, &mut children).await;
    engines.suffer(fault).await?;
    let mut counts = Counts::default();
    for child in &mut children {
        counts.add(child.counts().await?);
    }
    let seconds = began.elapsed().as_secs_f64();
    let mut stopped = Vec::new();
    for child in children {
        stopped.extend(child.end().await);
    }
    let mut notes = Notes::read(&notes)?;
    notes.acknowledged.extend(created);
    let mut verified = Duration::ZERO;
    let (reads, outbox) = verify(plan, &engines, &notes, &mut verified).await?;
    Ok(Row { counts, notes, seconds, reads, verified, outbox, stopped })
}

async fn seed(plan: &Plan, engines: &Engines) -> Result<Vec<Acknowledged>, String> {
    let made = match engines {
        Engines::Jetstream(servers) => {
            writer::seed(&servers.connect().await?, plan.customers).await?
        }
        Engines::Postgres(database) => {
            writer::seed(&Postgres::connect(&database.url()).await?, plan.customers).await?
        }
    };
    let acknowledged = |(customer, revision, intent)| Acknowledged { customer, revision, intent };
    Ok(made.into_iter().map(acknowledged).collect())
}

async fn verify(
    plan: &Plan,
    engines: &Engines,
    notes: &Notes,
    verified: &mut Duration,
) -> Result<(Vec<(String, Read)>, u64), String> {
    let (mut reads, mut outbox) = (Vec::new(), 0);
    let began = Instant::now();
    match engines {
        Engines::Jetstream(servers) => {
            let steering = servers.connect().await?;
            let entries = steering.read_all().await?;
            reads.push(("consumer".into(), report::read(&entries, notes)?));
            export(plan, &entries)?;
            *verified = began.elapsed();
            // A client at a server does not read that server's copy: the leader is moved.
            let nodes = if plan.old { Vec::new() } else { servers.names() };
            for name in nodes {
                steering.lead(&name).await?;
                let entries = steering.read_leader().await?;
                reads.push((name, report::read(&entries, notes)?));
            }
        }
        Engines::Postgres(database) => {
            let postgres = Postgres::connect(&database.url()).await?;
            let entries = postgres.read_all().await?;
            let read = report::read(&entries, notes)?;
            *verified = began.elapsed();
            let rows: std::collections::BTreeMap<_, _> =
                postgres.outbox().await?.into_iter().collect();
            let due = |customer: &String| read.effects.get(customer).copied().unwrap_or(0);
            let has = |customer: &String| rows.get(customer).map_or(0, |rows| rows.unsigned_abs());
            let all: std::collections::BTreeSet<_> =
                rows.keys().chain(read.effects.keys()).collect();
            outbox = all.into_iter().map(|one| due(one).abs_diff(has(one))).sum();
            reads.push(("postgres".into(), read));
            export(plan, &entries)?;
        }
    }
    Ok((reads, outbox))
}

fn export(plan: &Plan, entries: &[(String, String)]) -> Result<(), String> {
    let Some(folder) = &plan.export else { return Ok(()) };
    std::fs::create_dir_all(folder).map_err(|error| error.to_string())?;
    report::export(entries, folder)
}

/// Waits until so many updates were acknowledged, or a writer has ended.
async fn until(notes: &Path, updates: u64, children: &mut [Writer]) {
    let lines = || {
        let files = std::fs::read_dir(notes).into_iter().flatten().flatten();
        let texts = files.filter_map(|file| std::fs::read(file.path()).ok());
        texts.map(|text| text.iter().filter(|byte| **byte == b'\n').count() as u64).sum::<u64>()
    };
    while lines() < updates && !children.iter_mut().any(Writer::has_ended) {
        sleep(Duration::from_millis(50)).await;
    }
}

/// A writer, a process of its own.
struct Writer {
    number: u64,
    child: Child,
    out: BufReader<tokio::process::ChildStdout>,
}

impl Writer {
    fn start(plan: &Plan, at: &str, number: u64, notes: &Path) -> Result<Self, String> {
        let program = std::env::current_exe().map_err(|error| error.to_string())?;
        let mut command = Command::new(program);
        command.args(["write", "--at", at]).arg("--notes").arg(notes);
        for (name, value) in [
            ("--writer", number),
            ("--writers", plan.writers),
            ("--tasks", plan.tasks),
            ("--customers", plan.customers),
            ("--updates", plan.updates),
            ("--sticky", plan.sticky),
        ] {
            command.arg(name).arg(value.to_string());
        }
        if plan.old {
            command.arg("--old");
        }
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.kill_on_drop(true).spawn().map_err(|error| error.to_string())?;
        let out = BufReader::new(child.stdout.take().ok_or("no output")?);
        Ok(Self { number, child, out })
    }

    fn has_ended(&mut self) -> bool {
        !matches!(self.child.try_wait(), Ok(None))
    }

    /// Waits until it has written, and takes its counts.
    async fn counts(&mut self) -> Result<Counts, String> {
        let mut line = String::new();
        self.out.read_line(&mut line).await.map_err(|error| error.to_string())?;
        let mut numbers = line.split_whitespace().map(|number| number.parse().unwrap_or(0));
        let mut next = || numbers.next().unwrap_or(0);
        Ok(Counts { conflicts: next(), unclear: next(), found: next() })
    }

    /// Lets it catch up and end; what it says if it did not end well.
    async fn end(mut self) -> Option<String> {
        if let Some(mut stdin) = self.child.stdin.take() {
            // One that has ended already does not listen.
            let _ = stdin.write_all(b"\n").await;
        }
        let number = self.number;
        match self.child.wait_with_output().await {
            Ok(output) if output.status.success() => None,
            Ok(output) => {
                let said = String::from_utf8_lossy(&output.stderr).trim().to_owned();
                Some(format!("writer {number}: {said}"))
            }
            Err(error) => Some(format!("writer {number}: {error}")),
        }
    }
}
