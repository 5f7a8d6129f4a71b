//! A writer: many tasks that update customers and note what was acknowledged.

use std::collections::HashMap;
use std::fs::File;
use std::io::Write as _;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};
use std::time::Instant;

use customer_core::value::Intent;
use customer_core::vendors::Adobe;
use tokio::io::{AsyncBufReadExt as _, BufReader};
use tokio::task::JoinSet;

use crate::engine::{self, Cached, Copy, Counts, Engine, Stop};
use crate::random::Random;
use crate::workload;

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

type Caches = HashMap<u64, Cached<Adobe>>;

/// Writes; then waits for a line on standard input, catches up what it has cached and notes it.
pub async fn run<E: Engine>(
    connect: impl AsyncFn() -> Result<E, String>,
    work: &Work,
) -> Result<(), String> {
    let engine = connect().await?;
    let path = work.notes.join(format!("{}.acknowledged", work.writer));
    let notes = Arc::new(Mutex::new(File::create(path).map_err(|error| error.to_string())?));
    let mut tasks = JoinSet::new();
    for task in 0..work.tasks {
        let engine = connect().await?;
        tasks.spawn(write(engine, work.clone(), task, Arc::clone(&notes)));
    }
    let (mut counts, mut caches) = (Counts::default(), Vec::new());
    let mut stopped = None;
    while let Some(ended) = tasks.join_next().await {
        let (of_task, cached, stop) = ended.map_err(|error| error.to_string())?;
        counts.add(of_task);
        caches.push(cached);
        stopped = stopped.or(stop);
    }
    println!("{} {} {}", counts.conflicts, counts.unclear, counts.found);
    if let Some(stop) = stopped {
        return Err(stop);
    }
    let mut line = String::new();
    BufReader::new(tokio::io::stdin()).read_line(&mut line).await.map_err(|e| e.to_string())?;
    catch_up(&engine, work, caches).await
}

async fn write<E: Engine>(
    engine: E,
    work: Work,
    task: u64,
    notes: Arc<Mutex<File>>,
) -> (Counts, Caches, Option<String>) {
    let (mut counts, mut caches) = (Counts::default(), Caches::new());
    let mut random = Random::of(&format!("{} {task}", work.writer));
    let mut number = task;
    while number < work.updates {
        let customer = choose(&mut random, &work, task);
        let text = format!("w{}-{number}", work.writer);
        let began = Instant::now();
        let done = update(&engine, customer, &text, &mut caches, &mut counts).await;
        let micros = began.elapsed().as_micros();
        let id = workload::name(customer);
        let noted = done.map_err(|stop| stop.to_string()).and_then(|revision| {
            let line = format!("{id} {revision} {text} {micros}\n");
            let mut notes = notes.lock().map_err(|error| error.to_string())?;
            notes.write_all(line.as_bytes()).map_err(|error| error.to_string())
        });
        if let Err(stop) = noted {
            return (counts, caches, Some(stop));
        }
        number += work.tasks;
    }
    (counts, caches, None)
}

/// One update, to its end.
async fn update<E: Engine>(
    engine: &E,
    customer: u64,
    text: &str,
    caches: &mut Caches,
    counts: &mut Counts,
) -> Result<u64, Stop> {
    let intent = Intent::parse(text).map_err(|error| Stop::Log(error.to_string()))?;
    let (id, body) = (workload::name(customer), workload::body(&intent));
    let cached = caches.entry(customer).or_default();
    let decide = |record: Option<&_>| workload::event(&id, record, &body).map_err(Stop::Log);
    engine::append(engine, &id, cached, intent, decide, counts).await
}

/// A customer: of all, or of those that only this task updates.
fn choose(random: &mut Random, work: &Work, task: u64) -> u64 {
    let owners = work.writers * work.tasks;
    let own = work.customers / owners.max(1);
    if own > 0 && random.below(100) < work.sticky {
        (work.writer * work.tasks + task) * own + random.below(own)
    } else {
        random.below(work.customers.max(1))
    }
}

/// Every cache, with what came since: what it then has is noted, for the verifier to compare.
async fn catch_up<E: Engine>(engine: &E, work: &Work, all: Vec<Caches>) -> Result<(), String> {
    let mut noted = String::new();
    for (customer, mut cached) in all.into_iter().flatten() {
        let id = workload::name(customer);
        for (_, text) in engine.read(&id, cached.position, Copy::Leading).await? {
            let entry = engine::entry::<Adobe>(&text)?;
            cached.folded.take::<Adobe>(&entry).map_err(|error| error.to_string())?;
        }
        let record = cached.folded.record.as_ref();
        let line = record.map(|record| workload::line(&id, record)).unwrap_or_default();
        let digest = workload::sha256(line);
        noted.push_str(&format!("{id} {} {digest}\n", cached.folded.revision));
    }
    let path = work.notes.join(format!("{}.caches", work.writer));
    std::fs::write(path, noted).map_err(|error| error.to_string())
}

/// Creates all customers.
pub async fn seed<E: Engine>(
    engine: &E,
    customers: u64,
) -> Result<Vec<(String, u64, Intent)>, String> {
    let mut tasks = JoinSet::new();
    let mut made = Vec::new();
    for customer in 0..customers {
        if tasks.len() >= 64 {
            made.push(tasks.join_next().await.ok_or("no task")?.map_err(|e| e.to_string())??);
        }
        let engine = engine.clone();
        tasks.spawn(async move {
            let id = workload::name(customer);
            let intent = Intent::parse(format!("create-{id}")).map_err(|e| e.to_string())?;
            let (mut caches, mut counts) = (Caches::new(), Counts::default());
            let text = intent.as_str().to_owned();
            let done = update(&engine, customer, &text, &mut caches, &mut counts).await;
            Ok::<_, String>((id, done.map_err(|stop| stop.to_string())?, intent))
        });
    }
    while let Some(ended) = tasks.join_next().await {
        made.push(ended.map_err(|error| error.to_string())??);
    }
    Ok(made)
}
