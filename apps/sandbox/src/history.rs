//! What one transaction keeps of something that happened: the event, the record after it, what it
//! claims, and its effects. Calls, due work, inputs and placed records all come through here.

use customer_core::decision::Event as CoreEvent;
use customer_core::endpoint::Revision;
use customer_core::json::{Stored as Text, Writer};
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::clock::Moment;
use crate::store::{Effect, Event, Owned, Row, StoreError, Stored, Tables};
use crate::vendor::Played;

/// Something that happened to a record.
pub(crate) struct Happened<V: Played> {
    /// The core's event.
    pub(crate) event: CoreEvent<V::Record, V::Decision>,
    /// What follows from it.
    pub(crate) effects: Vec<V::Effect>,
    /// Who did it, as JSON.
    pub(crate) cause: String,
    /// When, by the sandbox's clock.
    pub(crate) at: Moment,
    /// The facts that are set with a new record.
    pub(crate) facts: String,
}

/// The cause of what the sandbox does by itself.
pub(crate) fn sandbox(word: &str) -> String {
    json!({ "sandbox": word }).to_string()
}

/// The record in a row.
pub(crate) fn record<V: Played>(row: &Row) -> Stored<V::Record> {
    let text = Text::new(row.document.as_str());
    V::from_stored(&text).map_err(|_| StoreError::Unreadable("a record"))
}

/// Reads an event.
pub(crate) fn event<V: Played>(row: &Event) -> Stored<CoreEvent<V::Record, V::Decision>> {
    serde_json::from_str(&row.event).map_err(|_| StoreError::Unreadable("an event"))
}

/// JSON text, in a buffer that seldom grows.
pub(crate) fn json(value: &impl Serialize, what: &'static str) -> Stored<String> {
    let mut text = Vec::with_capacity(512);
    serde_json::to_writer(&mut text, value).map_err(|_| StoreError::Unreadable(what))?;
    String::from_utf8(text).map_err(|_| StoreError::Unreadable(what))
}

/// What was stored.
pub(crate) struct Written<V: Played> {
    pub(crate) revision: Revision,
    /// The record afterwards and its text, unless it was removed.
    pub(crate) after: Option<(Box<V::Record>, String)>,
}

/// Stores what happened to a record that was found so, or was not there.
pub(crate) fn keep<V: Played>(
    tables: &dyn Tables,
    owned: &Owned<'_>,
    before: Option<(Box<V::Record>, Revision)>,
    happened: Happened<V>,
) -> Stored<Written<V>> {
    let Happened { event, effects, cause, at, facts } = happened;
    let (before, base) = before.unzip();
    let claims = |record: Option<&V::Record>| record.map(V::claims).unwrap_or_default();
    let claimed = claims(before.as_deref());
    let text = json(&event, "an event")?;
    let after = after::<V>(before, &event)?;
    let revision = base.map_or(0, |base| base.saturating_add(1));
    let id = after.as_deref().and_then(V::id).unwrap_or(owned.key).to_owned();
    let document = after.as_deref().map(|after| V::to_stored(after).into_string());
    match (&document, base) {
        (Some(document), Some(base)) => tables.update(owned, base, document)?,
        (Some(document), None) => {
            let row = Row { id: id.clone(), revision, document: document.clone(), facts };
            tables.insert(owned, &row)?;
        }
        (None, Some(base)) => tables.remove(owned, base)?,
        (None, None) => {}
    }
    let claims = claims(after.as_deref());
    if claims != claimed {
        tables.claim(owned, &claims)?;
    }
    tables.add_event(owned, &Event { revision, event: text, cause, at })?;
    for effect in &effects {
        let (name, data) = written::<V>(effect)?;
        tables.add_effect(&Effect {
            sequence: 0,
            vendor: V::NAME.to_owned(),
            id: id.clone(),
            key: owned.key.to_owned(),
            revision,
            effect: name,
            data,
            at,
            done_at: None,
        })?;
    }
    Ok(Written { revision, after: after.zip(document) })
}

/// The record after an event. A decision is carried out where the record is.
fn after<V: Played>(
    before: Option<Box<V::Record>>,
    event: &CoreEvent<V::Record, V::Decision>,
) -> Stored<Option<Box<V::Record>>> {
    let misfit = |_| StoreError::Unreadable("a decision");
    match (before, event) {
        (Some(mut record), CoreEvent::Decided(decision)) => {
            V::evolve(&mut record, decision).map_err(misfit)?;
            Ok(Some(record))
        }
        (before, event) => {
            let after = V::fold(before.map(|before| *before), event).map_err(misfit)?;
            Ok(after.map(Box::new))
        }
    }
}

/// The name of an effect, and the effect as the contract writes it.
fn written<V: Played>(effect: &V::Effect) -> Stored<(String, String)> {
    #[derive(Deserialize)]
    struct Named {
        effect: String,
    }
    let mut data = String::with_capacity(128);
    V::write_effect(effect, &mut Writer::new(&mut data));
    // It is written first.
    let first = data.strip_prefix(r#"{"effect":""#).and_then(|rest| rest.split_once('"'));
    if let Some((name, _)) = first.filter(|(name, _)| !name.contains('\\')) {
        return Ok((name.to_owned(), data));
    }
    let named: Named =
        serde_json::from_str(&data).map_err(|_| StoreError::Unreadable("an effect"))?;
    Ok((named.effect, data))
}

/// A key for a record that is new, from the numbers that nobody has had.
pub(crate) fn new_id<V: Played>(tables: &dyn Tables) -> Stored<String> {
    loop {
        let id = V::fresh_id(tables.next_number(V::NAME, V::FIRST)?);
        // A record may have been placed under it by hand.
        if tables.owner(V::NAME, &V::key(&id))?.is_none() {
            return Ok(id);
        }
    }
}
