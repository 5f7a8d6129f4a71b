//! What the vendor does later by itself: activations and settlements.

use alloc::collections::BTreeSet;

use customer_core::endpoint::{Due, Revision};

use crate::clock::Moment;
use crate::crash::Point;
use crate::fault::{Phase, Target, Waiting};
use crate::history::{self, Happened, keep, sandbox};
use crate::knobs::Current;
use crate::service::Service;
use crate::store::{Owned, StoreError, Stored, Tables, Work};
use crate::vendor::{Played, read_facts};

/// Due work by its stored word.
fn kind(word: &str) -> Option<Due> {
    [Due::Activation, Due::Settlement].into_iter().find(|due| due.as_str() == word)
}

/// The moment at which work that begins now is due.
pub(crate) fn later(due: Due, tenant: &str, key: &str, now: &Current) -> Work {
    let delay = match due {
        Due::Activation => now.knobs.activation_delay_ms,
        _ => now.knobs.settlement_delay_ms,
    };
    Work {
        tenant: tenant.to_owned(),
        key: key.to_owned(),
        kind: due.as_str().to_owned(),
        at: now.at.later(i64::try_from(delay).unwrap_or(i64::MAX)),
    }
}

/// How long work waits that can't be done: what is wrong with it is wrong for long.
const PUT_OFF_MS: i64 = 60_000;

/// Does what is due by now: of one record, or of all of this vendor. Whether anything was.
pub(crate) fn perform<V: Played>(
    tables: &dyn Tables,
    service: &Service,
    key: Option<&str>,
    now: &Current,
) -> Stored<bool> {
    let due = tables.due(V::NAME, key, now.at)?;
    for work in &due {
        one::<V>(tables, service, work, now)?;
    }
    Ok(!due.is_empty())
}

/// Does what is due by now of these records. All are held before anything is done, in their order:
/// of two that want some of the same, one waits for the other.
pub(crate) fn perform_of<V: Played>(
    tables: &dyn Tables,
    service: &Service,
    keys: &BTreeSet<String>,
) -> Stored<()> {
    keys.iter().try_for_each(|key| tables.hold(V::NAME, key))?;
    let now = Current::read(tables, &service.start)?;
    for key in keys {
        perform::<V>(tables, service, Some(key), &now)?;
    }
    Ok(())
}

/// Work that can be done.
struct Ready<V: Played> {
    due: Due,
    record: V::Record,
    base: Revision,
    facts: V::Facts,
}

/// Does one piece of work. What can't be read is put off, and the other work goes on: a record that
/// is broken is in nobody's way.
fn one<V: Played>(
    tables: &dyn Tables,
    service: &Service,
    work: &Work,
    now: &Current,
) -> Stored<()> {
    match ready::<V>(tables, service, work, now) {
        Ok(Some(ready)) => done::<V>(tables, service, work, ready),
        Ok(None) => tables.remove_due(V::NAME, &work.key, &work.kind),
        Err(StoreError::Unreadable(what)) => {
            let (id, kind) = (&work.key, &work.kind);
            tracing::error!(vendor = V::NAME, id, kind, what, "due work can't be done");
            let at = now.at.later(PUT_OFF_MS);
            tables.set_due(V::NAME, &Work { at, ..work.clone() })
        }
        Err(error) => Err(error),
    }
}

/// What a piece of work needs, as of the moment at which it was due. Nothing is written yet. `None`
/// if there is nothing left to do.
fn ready<V: Played>(
    tables: &dyn Tables,
    service: &Service,
    work: &Work,
    now: &Current,
) -> Stored<Option<Ready<V>>> {
    let due = kind(&work.kind).ok_or(StoreError::Unreadable("due work"))?;
    let Some(row) = tables.record(V::NAME, &work.tenant, &work.key)? else { return Ok(None) };
    let record = history::record::<V>(&row)?;
    let stamp = work.at.timestamp().unwrap_or(now.stamp);
    let mut facts = V::facts(&service.tenants, &work.tenant, Some(&record));
    facts.extend(set(&row.facts)?);
    facts.extend(V::circumstances(stamp));
    let facts = read_facts::<V>(&facts, now.knobs.policy::<V>()?)?;
    Ok(Some(Ready { due, record, base: row.revision, facts }))
}

/// Does it. If the record has moved on, it is dropped.
fn done<V: Played>(
    tables: &dyn Tables,
    service: &Service,
    work: &Work,
    Ready { due, record, base, facts }: Ready<V>,
) -> Stored<()> {
    tables.remove_due(V::NAME, &work.key, &work.kind)?;
    let decide = |failing| {
        let (input, word) = V::due(due, failing)?;
        let decision = V::decide(&record, &input, &facts).ok()?;
        Some((decision, word))
    };
    let Some(decided) = decide(None) else { return Ok(()) };
    let target = Target { vendor: V::NAME, method: None, key: Some(&work.key) };
    let faults = Waiting::read(tables, &target)?;
    let fault = faults.take(tables, Phase::Due)?;
    let decided = match fault {
        Some(fault) => {
            service.metrics.fault(fault.kind.as_str());
            decide(Some(fault.code.as_deref().unwrap_or_default())).unwrap_or(decided)
        }
        None => decided,
    };
    let (decision, word) = decided;
    settle::<V>(tables, work, (record, base), decision, word)?;
    service.metrics.settlement(if fault.is_some() { "failed" } else { "succeeded" });
    service.crash.pass(Point::K6);
    Ok(())
}

fn settle<V: Played>(
    tables: &dyn Tables,
    work: &Work,
    (record, base): (V::Record, u64),
    decision: V::Decision,
    word: &str,
) -> Stored<()> {
    let owned = Owned { vendor: V::NAME, tenant: &work.tenant, key: &work.key };
    let mut after = record.clone();
    V::evolve(&mut after, &decision).map_err(|_| StoreError::Unreadable("a decision"))?;
    let effects = V::effects(&decision, &after);
    let event = customer_core::decision::Event::Decided(decision);
    let cause = sandbox(word);
    let happened = Happened { event, effects, cause, at: work.at, facts: String::new() };
    keep::<V>(tables, &owned, Some((Box::new(record), base)), happened)?;
    Ok(())
}

/// The facts that were set by hand.
pub(crate) fn set(facts: &str) -> Stored<crate::vendor::Facts> {
    serde_json::from_str(facts).map_err(|_| StoreError::Unreadable("facts"))
}

/// Does what is due at every vendor. Whether anything was.
pub(crate) fn perform_all(tables: &dyn Tables, service: &Service, now: &Current) -> Stored<bool> {
    let mut any = false;
    macro_rules! each {
        ($($(#[$doc:meta])* $Vendor:ident = $module:ident :: $Record:ident, $name:literal;)*) => {
            $( any |= perform::<customer_core::vendors::$Vendor>(tables, service, None, now)?; )*
        };
    }
    customer_core::for_each_vendor!(each);
    Ok(any)
}

/// Whether anything is due at any vendor.
pub(crate) fn is_any(tables: &dyn Tables, at: Moment) -> Stored<bool> {
    for vendor in customer_core::contract::VENDORS {
        if !tables.due(vendor.name, None, at)?.is_empty() {
            return Ok(true);
        }
    }
    Ok(false)
}
