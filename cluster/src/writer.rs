//! A writer: many tasks that update customers and note what was acknowledged.

use std::collections::HashMap;
use std::fs::File;
use std::io::Write as _;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};
use std::time::Instant;

use customer_core::value::Intent;
use customer_core::{for_each_vendor, vendors};
use tokio::io::{AsyncBufReadExt as _, BufReader};
use tokio::sync::{mpsc, watch};
use tokio::task::JoinSet;

use crate::engine::{self, Cached, Copy, Counts, Engine, Stop};
use crate::random::Random;
use crate::workload::{self, Load};

/// What a writer does.
#[derive(Clone, Debug, clap::Args)]
pub struct Work {
    /// Number of this writer.
    #[arg(long, default_value_t = 0)]
    pub writer: u64,
    /// How many writers there are: for the customers that are its own.
    #[arg(long, default_value_t = 1)]
    pub writers: u64,
    /// Updates at the same time.
    #[arg(long, default_value_t = 8)]
    pub tasks: u64,
    /// Customers.
    #[arg(long, default_value_t = 400)]
    pub customers: u64,
    /// Updates in all.
    #[arg(long, default_value_t = 1000)]
    pub updates: u64,
    /// Of hundred updates so many are of customers that only this task updates.
    #[arg(long, default_value_t = 0)]
    pub sticky: u64,
    /// Folder for what was acknowledged.
    #[arg(long)]
    pub notes: PathBuf,
}

/// What one task has seen of a vendor's customers.
type Caches<V> = HashMap<u64, Cached<V>>;

/// A customer, the revision that created it, and the intent.
type Created = (String, u64, Intent);

/// What the tasks of a writer share.
#[derive(Clone)]
struct Shared {
    work: Work,
    notes: Arc<Mutex<File>>,
    written: mpsc::UnboundedSender<(Counts, Result<(), String>)>,
    /// True when everybody has written: then it is caught up.
    all_written: watch::Receiver<bool>,
}

/// Writes; then waits for a line on standard input, catches up what it has cached and notes it.
/// Each task has the customers of one vendor.
pub async fn run<E: Engine>(
    connect: impl AsyncFn() -> Result<E, String>,
    work: &Work,
) -> Result<(), String> {
    let path = work.notes.join(format!("{}.acknowledged", work.writer));
    let notes = Arc::new(Mutex::new(File::create(path).map_err(|error| error.to_string())?));
    let (written, mut all) = mpsc::unbounded_channel();
    let (go, all_written) = watch::channel(false);
    let shared = Shared { work: work.clone(), notes, written, all_written };
    let mut tasks = JoinSet::new();
    for task in 0..work.tasks {
        let engine = connect().await?;
        spawn(&mut tasks, engine, shared.clone(), task);
    }
    drop(shared);
    let (mut sum, mut ended) = (Counts::default(), Ok(()));
    for _ in 0..work.tasks {
        let (counts, written) = all.recv().await.ok_or("a task has ended")?;
        sum.add(counts);
        ended = ended.and(written);
    }
    println!("{} {} {}", sum.conflicts, sum.unclear, sum.found);
    // Who waits for so many updates sees by this that no more come.
    ended?;
    let mut line = String::new();
    BufReader::new(tokio::io::stdin()).read_line(&mut line).await.map_err(|e| e.to_string())?;
    go.send_replace(true);
    let mut caches = String::new();
    while let Some(ended) = tasks.join_next().await {
        caches.push_str(&ended.map_err(|error| error.to_string())??);
    }
    let path = work.notes.join(format!("{}.caches", work.writer));
    std::fs::write(path, caches).map_err(|error| error.to_string())
}

macro_rules! dispatch {
    ($( $(#[$doc:meta])* $Vendor:ident = $module:ident :: $Record:ident, $name:literal; )*) => {
        /// Starts a task: the tasks of all writers take the vendors in turn.
        fn spawn<E: Engine>(
            tasks: &mut JoinSet<Result<String, String>>,
            engine: E,
            shared: Shared,
            task: u64,
        ) {
            let turn = shared.work.writer * shared.work.tasks + task;
            match workload::vendor(&workload::name(turn)) {
                $( $name => {
                    tasks.spawn(work::<vendors::$Vendor, E>(engine, shared, task));
                } )*
                _ => {}
            }
        }

        /// Creates a customer.
        async fn create<E: Engine>(engine: E, customer: u64) -> Result<Created, String> {
            let id = workload::name(customer);
            let intent = Intent::parse(format!("create-{id}")).map_err(|e| e.to_string())?;
            let (text, mut counts) = (intent.as_str(), Counts::default());
            let done = match workload::vendor(&id) {
                $( $name => {
                    let mut caches = Caches::<vendors::$Vendor>::new();
                    update(&engine, customer, text, &mut caches, &mut counts).await
                } )*
                _ => Err(Stop::Log("a customer of no vendor".into())),
            };
            Ok((id, done.map_err(|stop| stop.to_string())?, intent))
        }
    };
}
for_each_vendor!(dispatch);

/// One task: what it has cached in the end.
async fn work<V: Load, E: Engine>(
    engine: E,
    mut shared: Shared,
    task: u64,
) -> Result<String, String> {
    let (mut counts, mut caches) = (Counts::default(), Caches::<V>::new());
    let written = write(&engine, &shared, task, &mut caches, &mut counts).await;
    let _ = shared.written.send((counts, written));
    // It ends early only if the writer does, as it does where a task has stopped.
    let _ = shared.all_written.wait_for(|all| *all).await;
    catch_up(&engine, caches).await
}

async fn write<V: Load, E: Engine>(
    engine: &E,
    Shared { work, notes, .. }: &Shared,
    task: u64,
    caches: &mut Caches<V>,
    counts: &mut Counts,
) -> Result<(), String> {
    let mut random = Random::of(&format!("{} {task}", work.writer));
    let mut number = task;
    while number < work.updates {
        let customer = choose(&mut random, work, task);
        let text = format!("w{}-{number}", work.writer);
        let began = Instant::now();
        let done = update(engine, customer, &text, caches, counts).await;
        let micros = began.elapsed().as_micros();
        let (id, revision) = (workload::name(customer), done.map_err(|stop| stop.to_string())?);
        let line = format!("{id} {revision} {text} {micros}\n");
        let mut notes = notes.lock().map_err(|error| error.to_string())?;
        notes.write_all(line.as_bytes()).map_err(|error| error.to_string())?;
        number += work.tasks;
    }
    Ok(())
}

/// One update, to its end.
async fn update<V: Load, E: Engine>(
    engine: &E,
    customer: u64,
    text: &str,
    caches: &mut Caches<V>,
    counts: &mut Counts,
) -> Result<u64, Stop> {
    let intent = Intent::parse(text).map_err(|error| Stop::Log(error.to_string()))?;
    let id = workload::name(customer);
    let cached = caches.entry(customer).or_default();
    let asked = intent.clone();
    let decide = |record: Option<&_>| workload::event::<V>(&id, record, &asked).map_err(Stop::Log);
    engine::append(engine, &id, cached, intent, decide, counts).await
}

/// A customer of this task's vendor: of all, or of those that only this task updates.
fn choose(random: &mut Random, work: &Work, task: u64) -> u64 {
    let (turn, owners) = (work.writer * work.tasks + task, work.writers * work.tasks);
    let vendors = vendors::VENDORS.len() as u64;
    // The tasks of one vendor, and its customers, each counted by themselves.
    let (mine, tasks) = (turn / vendors, owners.div_ceil(vendors).max(1));
    let customers = (work.customers / vendors).max(1);
    let own = customers / tasks;
    let of_vendor = if own > 0 && random.below(100) < work.sticky {
        mine * own + random.below(own)
    } else {
        random.below(customers)
    };
    of_vendor * vendors + turn % vendors
}

/// Every cache, with what came since: what it then has, for the verifier to compare.
async fn catch_up<V: Load, E: Engine>(engine: &E, caches: Caches<V>) -> Result<String, String> {
    let mut noted = String::new();
    for (customer, mut cached) in caches {
        let id = workload::name(customer);
        for (_, text) in engine.read(&id, cached.position, Copy::Leading).await? {
            let entry = engine::entry::<V>(&text)?;
            cached.folded.take::<V>(&entry).map_err(|error| error.to_string())?;
        }
        let record = cached.folded.record.as_ref();
        let line = record.map(|record| workload::line::<V>(&id, record)).unwrap_or_default();
        let digest = workload::sha256(line);
        noted.push_str(&format!("{id} {} {digest}\n", cached.folded.revision));
    }
    Ok(noted)
}

/// Creates all customers.
pub async fn seed<E: Engine>(engine: &E, customers: u64) -> Result<Vec<Created>, String> {
    let mut tasks = JoinSet::new();
    let mut made = Vec::new();
    for customer in 0..customers {
        if tasks.len() >= 64 {
            made.push(tasks.join_next().await.ok_or("no task")?.map_err(|e| e.to_string())??);
        }
        tasks.spawn(create(engine.clone(), customer));
    }
    while let Some(ended) = tasks.join_next().await {
        made.push(ended.map_err(|error| error.to_string())??);
    }
    Ok(made)
}
