//! What the loop needs of a store, and the loop with its waiting.
//!
//! Two questions: append this entry if the log is still where I saw it, and what came since. What
//! follows from the answers is the core's: [`customer_core::vendors::Step`].

use std::future::Future;
use std::time::Duration;

use tokio::time::Instant;

use customer_core::decision::{Event, Misfit, Revision, WrongBase};
use customer_core::json::Writer;
use customer_core::value::Intent;
use customer_core::vendors::{Answered, Appending, EntryOf, FoldedOf, Looking, Sent, Step, Vendor};

use crate::random::Random;

/// How long an update is tried before it is given up, and stays unclear.
const PATIENCE: Duration = Duration::from_secs(90);

/// What a store answers to an append.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// Stored, at this position.
    Stored(u64),
    /// Somebody was faster.
    Conflict,
    /// Anything else, and what was said.
    Unclear(String),
}

impl Answer {
    const fn answered(&self) -> Answered {
        match self {
            Self::Stored(_) => Answered::Stored,
            Self::Conflict => Answered::Conflict,
            Self::Unclear(_) => Answered::Unclear,
        }
    }
}

/// What is appended: the entry as text, and the work that is due if it is stored.
#[derive(Clone, Debug)]
pub struct Line {
    /// The entry, as JSON.
    pub entry: String,
    /// Rows of the outbox, as JSON.
    pub effects: Vec<String>,
}

/// Which copy of a log is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Copy {
    /// The nearest. It may lag behind.
    Any,
    /// The one that decides about appends.
    Leading,
}

/// A store with a log for each customer.
pub trait Engine: Clone + Send + Sync + 'static {
    /// Appends, if the customer's log still ends at `position`: where this store has the entry that
    /// the line's base means.
    fn append(
        &self,
        customer: &str,
        position: u64,
        line: &Line,
    ) -> impl Future<Output = Answer> + Send;

    /// What came behind `position`: positions and entries.
    fn read(
        &self,
        customer: &str,
        position: u64,
        copy: Copy,
    ) -> impl Future<Output = Result<Vec<(u64, String)>, String>> + Send;

    /// Every entry of every log in the order of the store: customer and entry.
    fn read_all(&self) -> impl Future<Output = Result<Vec<(String, String)>, String>> + Send;
}

/// A record as it was last seen, and where its store has the last entry. The revision is the
/// customer's; the position is the store's.
pub struct Cached<V: Vendor> {
    /// The record.
    pub folded: FoldedOf<V>,
    /// The position.
    pub position: u64,
}

impl<V: Vendor> Default for Cached<V> {
    fn default() -> Self {
        Self { folded: FoldedOf::<V>::default(), position: 0 }
    }
}

/// How an update went.
#[derive(Clone, Copy, Debug, Default)]
pub struct Counts {
    /// How often somebody was faster.
    pub conflicts: u64,
    /// How often the answer was no answer, reads included.
    pub unclear: u64,
    /// How often its own entry was found after an answer that was none.
    pub found: u64,
}

impl Counts {
    /// Adds those of another.
    pub const fn add(&mut self, other: Self) {
        self.conflicts += other.conflicts;
        self.unclear += other.unclear;
        self.found += other.found;
    }
}

/// Why an update was given up.
#[derive(Debug)]
pub enum Stop {
    /// No clear answer in all this time. Whether it is stored is not known.
    Patience(String),
    /// The log can't be read.
    Log(String),
    /// What was decided does not fit the record.
    Misfit(Misfit),
}

impl From<WrongBase> for Stop {
    fn from(error: WrongBase) -> Self {
        Self::Log(error.to_string())
    }
}

impl core::fmt::Display for Stop {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        match self {
            Self::Patience(last) => write!(f, "given up after {PATIENCE:?}: {last}"),
            Self::Log(error) => write!(f, "the log is damaged: {error}"),
            Self::Misfit(misfit) => write!(f, "decided wrongly: {misfit}"),
        }
    }
}

/// Appends one update, exactly once: the loop.
///
/// `decide` is asked again whenever the record has changed meanwhile. An update that is given up
/// leaves an empty cache behind, which is never wrong.
pub async fn append<V: Vendor, E: Engine>(
    engine: &E,
    customer: &str,
    cached: &mut Cached<V>,
    intent: Intent,
    decide: impl Fn(Option<&V::Record>) -> Result<Event<V::Record, V::Decision>, Stop> + Send,
    counts: &mut Counts,
) -> Result<Revision, Stop> {
    let mut pause = Pause::new(&intent);
    let Cached { folded, mut position } = core::mem::take(cached);
    let mut copy = Copy::Any;
    let mut step = Step::Decide(Appending::<V>::new(folded, intent));
    loop {
        step = match step {
            Step::Decide(appending) => {
                let event = decide(appending.record())?;
                let sent = appending.decided(event).map_err(Stop::Misfit)?;
                let answer = engine.append(customer, position, &line(&sent)?).await;
                match &answer {
                    Answer::Stored(at) => position = *at,
                    Answer::Conflict => counts.conflicts += 1,
                    Answer::Unclear(why) => {
                        counts.unclear += 1;
                        pause.wait(why).await?;
                    }
                }
                sent.answered(answer.answered())
            }
            Step::Look(looking) => match engine.read(customer, position, copy).await {
                Err(why) => {
                    counts.unclear += 1;
                    pause.wait(&why).await?;
                    Step::Look(looking)
                }
                Ok(entries) => {
                    // A copy that lags behind has nothing new: without a pause this would spin.
                    if entries.is_empty() {
                        copy = Copy::Leading;
                        pause.wait("nothing new to read").await?;
                    }
                    let step = look(looking, entries, &mut position)?;
                    counts.found += u64::from(matches!(step, Step::Done { .. }));
                    step
                }
            },
            Step::Done { folded, revision } => {
                *cached = Cached { folded, position };
                return Ok(revision);
            }
        };
    }
}

/// Takes what was read; the position goes along.
fn look<V: Vendor>(
    mut looking: Looking<V>,
    entries: Vec<(u64, String)>,
    position: &mut u64,
) -> Result<Step<V>, Stop> {
    for (at, text) in entries {
        looking.take(&entry::<V>(&text).map_err(Stop::Log)?)?;
        *position = at;
    }
    Ok(looking.read())
}

/// Reads an entry.
pub fn entry<V: Vendor>(text: &str) -> Result<EntryOf<V>, String> {
    serde_json::from_str(text).map_err(|error| error.to_string())
}

/// What the store is given of an entry that is to be appended.
pub fn line<V: Vendor>(sent: &Sent<V>) -> Result<Line, Stop> {
    let entry = serde_json::to_string(sent.entry()).map_err(|e| Stop::Log(e.to_string()))?;
    let effects = match (sent.entry().event(), sent.after()) {
        (Some(Event::Decided(decision)), Some(after)) => V::effects(decision, after),
        _ => Vec::new(),
    };
    let text = |effect: &V::Effect| {
        let mut text = String::new();
        V::write_effect(effect, &mut Writer::new(&mut text));
        text
    };
    let effects = effects.iter().map(text).collect();
    Ok(Line { entry, effects })
}

/// Waiting longer and longer, each writer at its own pace: two that collide do not do so again.
struct Pause {
    random: Random,
    most: Duration,
    began: Instant,
}

impl Pause {
    fn new(intent: &Intent) -> Self {
        let random = Random::of(intent.as_str());
        Self { random, most: Duration::from_millis(1), began: Instant::now() }
    }

    async fn wait(&mut self, why: &str) -> Result<(), Stop> {
        if self.began.elapsed() > PATIENCE {
            return Err(Stop::Patience(why.to_owned()));
        }
        tokio::time::sleep(self.most.mul_f64(self.random.share())).await;
        self.most = (self.most * 2).min(Duration::from_millis(300));
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, Mutex};

    use customer_core::decision::Folded;
    use customer_core::vendors::{Adobe, Commvault, Ibm};

    use super::*;
    use crate::verify::{Acknowledged, Verifier};
    use crate::workload::{self, Load};

    /// Customers and entries.
    type Log = Vec<(String, String)>;

    /// A store in memory that answers as servers do when they fail.
    #[derive(Clone)]
    struct Failing(Arc<Mutex<(Random, Log)>>);

    impl Engine for Failing {
        async fn append(&self, customer: &str, position: u64, line: &Line) -> Answer {
            tokio::task::yield_now().await;
            let (random, log) = &mut *self.0.lock().unwrap();
            let last = log.iter().rposition(|(of, _)| of == customer).map_or(0, |at| at + 1);
            let fate = random.below(10);
            if fate == 0 {
                return Answer::Unclear("lost".into());
            }
            if u64::try_from(last).unwrap() != position {
                return Answer::Conflict;
            }
            log.push((customer.to_owned(), line.entry.clone()));
            match fate {
                1 | 2 => Answer::Unclear("stored".into()),
                _ => Answer::Stored(u64::try_from(log.len()).unwrap()),
            }
        }

        async fn read(
            &self,
            customer: &str,
            position: u64,
            copy: Copy,
        ) -> Result<Vec<(u64, String)>, String> {
            tokio::task::yield_now().await;
            let (random, log) = &mut *self.0.lock().unwrap();
            // A copy that lags behind, and one that does not answer.
            let end = match random.below(10) {
                0 => return Err("nobody answers".into()),
                1 | 2 if copy == Copy::Any => random.below(u64::try_from(log.len()).unwrap() + 1),
                _ => u64::MAX,
            };
            let all = (1..).zip(log.iter());
            let behind = all.filter(|(at, (of, _))| *at > position && *at <= end && of == customer);
            Ok(behind.map(|(at, (_, entry))| (at, entry.clone())).collect())
        }

        async fn read_all(&self) -> Result<Vec<(String, String)>, String> {
            Ok(self.0.lock().unwrap().1.clone())
        }
    }

    async fn writer<V: Load>(engine: Failing, number: u64) -> (Vec<Acknowledged>, Counts) {
        let (mut told, mut counts, mut cached) = (Vec::new(), Counts::default(), Cached::default());
        for update in 0..20 {
            let intent = Intent::parse(format!("w{number}-{update}")).unwrap();
            let asked = intent.clone();
            let decide =
                |record: Option<&_>| workload::event::<V>("c", record, &asked).map_err(Stop::Log);
            let revision =
                append::<V, _>(&engine, "c", &mut cached, intent.clone(), decide, &mut counts);
            let revision = revision.await.unwrap();
            told.push(Acknowledged { customer: "c".into(), revision, intent });
        }
        (told, counts)
    }

    /// Pitfalls 2, 3, 5 and 10: an answer that is none is followed by a look, reads may fail and
    /// lag behind, and what is sent back is the store's position, not the revision.
    #[tokio::test(start_paused = true)]
    async fn the_loop_loses_nothing_over_a_store_that_fails() {
        loses_nothing::<Adobe>().await;
        loses_nothing::<Ibm>().await;
        loses_nothing::<Commvault>().await;
    }

    async fn loses_nothing<V: Load>() {
        let mut found = 0;
        for seed in 0..50 {
            let log = vec![("other".to_owned(), String::new())];
            let engine = Failing(Arc::new(Mutex::new((Random::new(seed), log))));
            let writers: Vec<_> =
                (0..4).map(|number| tokio::spawn(writer::<V>(engine.clone(), number))).collect();
            let mut verifier = Verifier::<V>::default();
            let mut all = Vec::new();
            for writer in writers {
                let (told, counts) = writer.await.unwrap();
                all.extend(told);
                found += counts.found;
            }
            for (customer, text) in engine.read_all().await.unwrap().iter().skip(1) {
                verifier.take(customer, &entry::<V>(text).unwrap());
            }
            all.iter().for_each(|one| verifier.acknowledged(one));
            let report = verifier.report();
            assert!(report.is_sound() && report.stored == 80, "seed {seed}: {report:?}");
        }
        assert!(found > 100, "{found} found their own entry");
    }

    /// Nobody waits for ever, and what was given up leaves nothing wrong behind.
    #[tokio::test(start_paused = true)]
    async fn patience_ends() {
        #[derive(Clone)]
        struct Gone;
        impl Engine for Gone {
            async fn append(&self, _: &str, _: u64, _: &Line) -> Answer {
                Answer::Unclear("gone".into())
            }
            async fn read(&self, _: &str, _: u64, _: Copy) -> Result<Vec<(u64, String)>, String> {
                Err("gone".into())
            }
            async fn read_all(&self) -> Result<Vec<(String, String)>, String> {
                Err("gone".into())
            }
        }
        let mut cached = Cached::<Adobe> { folded: Folded::default(), position: 7 };
        let (intent, mut counts) = (Intent::parse("a").unwrap(), Counts::default());
        let created = workload::event::<Adobe>("c", None, &intent).unwrap();
        let decide = |_: Option<&_>| Ok(created.clone());
        let ended = append(&Gone, "c", &mut cached, intent, decide, &mut counts).await;
        assert!(matches!(ended, Err(Stop::Patience(_))));
        assert_eq!((cached.position, cached.folded.revision), (0, 0));
    }
}
