//! What the vendor does later by itself: activations and settlements.

use customer_core::endpoint::Due;

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

/// Does one piece of work, as of the moment at which it was due. If the record has moved on, it is
/// dropped.
fn one<V: Played>(
    tables: &dyn Tables,
    service: &Service,
    work: &Work,
    now: &Current,
) -> Stored<()> {
    tables.remove_due(V::NAME, &work.key, &work.kind)?;
    let due = kind(&work.kind).ok_or(StoreError::Unreadable("due work"))?;
    let Some(row) = tables.record(V::NAME, &work.tenant, &work.key)? else { return Ok(()) };
    let record = history::record::<V>(&row)?;
    let stamp = work.at.timestamp().unwrap_or(now.stamp);
    let mut facts = V::facts(&service.tenants, &work.tenant, Some(&record));
    facts.extend(set(&row.facts)?);
    facts.extend(V::circumstances(stamp));
    let facts = read_facts::<V>(&facts, now.knobs.policy::<V>()?)?;
    let decide = |told| {
        let (input, word) = V::due(due, told)?;
        let decision = V::decide(&record, &input, &facts).ok()?;
        Some((decision, word))
    };
    let Some(decided) = decide(None) else { return Ok(()) };
    let target = Target { vendor: V::NAME, method: None, key: Some(&work.key) };
    let faults = Waiting::read(tables, &target)?;
    let told = faults.take(tables, Phase::Due)?;
    let decided = match told {
        Some(told) => {
            service.metrics.fault(told.kind.as_str());
            decide(Some(told.code.as_deref().unwrap_or_default())).unwrap_or(decided)
        }
        None => decided,
    };
    let (decision, word) = decided;
    settle::<V>(tables, work, (record, row.revision), decision, word)?;
    service.metrics.settlement(if told.is_some() { "failed" } else { "succeeded" });
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
pub(crate) fn is_any(tables: &dyn Tables, now: &Current) -> Stored<bool> {
    for vendor in customer_core::contract::VENDORS {
        if !tables.due(vendor.name, None, now.at)?.is_empty() {
            return Ok(true);
        }
    }
    Ok(false)
}
