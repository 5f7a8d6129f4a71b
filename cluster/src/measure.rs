//! Two figures: what the loop costs over the engine's own append, and how fast a log is folded.

use std::collections::HashMap;
use std::time::{Duration, Instant};

use customer_core::value::Intent;
use customer_core::vendors::{Adobe, Appending, FoldedOf};
use rustix::time::{ClockId, clock_gettime};

use crate::database::Database;
use crate::engine::{self, Answer, Cached, Counts, Engine, Line, Stop};
use crate::fault::Folder;
use crate::plan::{Kind, Plan};
use crate::postgres::Postgres;
use crate::servers::Servers;
use crate::workload;

/// Customers of a measurement.
const CUSTOMERS: u64 = 500;

/// Updates of each block; the blocks take turns, so that both see the same machine.
const BLOCK: u64 = 500;

/// Starts servers and prints what the loop costs.
pub async fn overhead(plan: &Plan, blocks: u64) -> Result<f64, String> {
    let folder = Folder::make()?;
    match plan.engine {
        Kind::Postgres => {
            let database = Database::start(folder.path()).await?;
            compare(&Postgres::connect(&database.url()).await?, blocks).await
        }
        Kind::Jetstream => {
            let path = folder.path();
            let servers = Servers::start(&plan.nats_server, path, plan.sync, false, None).await?;
            compare(&servers.connect().await?, blocks).await
        }
    }
}

/// The entries of a customer, one after the other, as the loop would send them.
fn lines(id: &str, of: &str, many: u64) -> Result<Vec<Line>, Stop> {
    let mut folded = FoldedOf::<Adobe>::default();
    let mut lines = Vec::new();
    for number in 0..many {
        let intent = Intent::parse(format!("{of}{number}-{id}"));
        let intent = intent.map_err(|error| Stop::Log(error.to_string()))?;
        let appending = Appending::<Adobe>::new(folded, intent.clone());
        let event = workload::event::<Adobe>(id, appending.record(), &intent).map_err(Stop::Log)?;
        let sent = appending.decided(event).map_err(Stop::Misfit)?;
        lines.push(engine::line(&sent)?);
        folded = FoldedOf::<Adobe> { record: sent.after().cloned(), revision: number + 1 };
    }
    Ok(lines)
}

async fn compare<E: Engine>(engine: &E, blocks: u64) -> Result<f64, String> {
    let each = BLOCK * blocks / CUSTOMERS + 2;
    let (mut plain, mut caches) = (HashMap::new(), HashMap::new());
    for number in 0..CUSTOMERS {
        let id = format!("plain{number}");
        let lines = lines(&id, "x", each).map_err(|stop| stop.to_string())?;
        plain.insert(number, (id, lines.into_iter(), 0));
        caches.insert(number, Cached::<Adobe>::default());
    }
    let (mut own, mut looped) = (Duration::ZERO, Duration::ZERO);
    let mut counts = Counts::default();
    for block in 0..=blocks {
        let (mut by_own, mut by_loop) = (Duration::ZERO, Duration::ZERO);
        for update in 0..BLOCK {
            let number = update % CUSTOMERS;
            let (id, lines, position) = plain.get_mut(&number).ok_or("no customer")?;
            let line = lines.next().ok_or("no line")?;
            let began = Instant::now();
            let answer = engine.append(id, *position, &line).await;
            by_own += began.elapsed();
            let Answer::Stored(at) = answer else { return Err(format!("{answer:?}")) };
            *position = at;

            let cached = caches.get_mut(&number).ok_or("no customer")?;
            let began = Instant::now();
            looped_update(engine, number, block, cached, &mut counts).await?;
            by_loop += began.elapsed();
        }
        // The first block creates the customers, and warms up.
        if block > 0 {
            own += by_own;
            looped += by_loop;
        }
    }
    let updates = u32::try_from(BLOCK * blocks).map_err(|error| error.to_string())?;
    let ratio = looped.as_secs_f64() / own.as_secs_f64();
    println!(
        "{updates} updates each, in turn: the engine's own append {:.1} us, the loop {:.1} us: \
         {ratio:.3} times",
        (own / updates).as_secs_f64() * 1e6,
        (looped / updates).as_secs_f64() * 1e6,
    );
    Ok(ratio)
}

async fn looped_update<E: Engine>(
    engine: &E,
    number: u64,
    block: u64,
    cached: &mut Cached<Adobe>,
    counts: &mut Counts,
) -> Result<(), String> {
    let id = format!("loops{number}");
    let intent = Intent::parse(format!("x{block}-{id}")).map_err(|error| error.to_string())?;
    let asked = intent.clone();
    let decide =
        |record: Option<&_>| workload::event::<Adobe>(&id, record, &asked).map_err(Stop::Log);
    let done = engine::append(engine, &id, cached, intent, decide, counts).await;
    done.map(|_| ()).map_err(|stop| stop.to_string())
}

/// How long this thread has been on a core: who else has the cores does not matter then.
fn on_core() -> Duration {
    let now = clock_gettime(ClockId::ThreadCPUTime);
    now.try_into().unwrap_or_default()
}

/// Folds so many entries, read from text, on one core; prints and returns how many a second.
pub fn fold(events: u64) -> Result<f64, String> {
    const EACH: u64 = 10;
    let (mut done, mut bytes, mut taken) = (0, 0, Duration::ZERO);
    while done < events {
        let mut logs = Vec::new();
        for number in 0..1000 {
            let lines = lines(&workload::name(done + number), "x", EACH);
            logs.push(lines.map_err(|stop| stop.to_string())?);
        }
        let began = on_core();
        for log in &logs {
            let mut folded = FoldedOf::<Adobe>::default();
            for line in log {
                let entry = engine::entry::<Adobe>(&line.entry)?;
                folded.take::<Adobe>(&entry).map_err(|error| error.to_string())?;
                bytes += line.entry.len();
                done += 1;
            }
        }
        taken += on_core().saturating_sub(began);
    }
    #[expect(clippy::cast_precision_loss, reason = "shown without digits")]
    let rate = done as f64 / taken.as_secs_f64();
    println!("{done} events, {bytes} bytes, folded on one core: {rate:.0} a second");
    Ok(rate)
}
