//! What belongs to a reply, in the transaction of the call.

use customer_core::endpoint::{Revision, Write};

use crate::due;
use crate::history::{self, Happened};
use crate::knobs::Current;
use crate::recent::Recent;
use crate::store::{Owned, Stored, Tables};
use crate::vendor::Played;

/// Of what, and when.
pub(super) struct What<'w> {
    pub(super) recent: &'w Recent,
    /// The caller's name in histories.
    pub(super) name: &'w str,
    pub(super) now: &'w Current,
    /// Answers that were stored up to here no longer count.
    pub(super) since: &'w str,
    pub(super) owned: Owned<'w>,
}

/// Stores the event, the record after it, the effects, the answer and the due work. Gives the new
/// revision, if there is one.
pub(super) fn keep<V: Played>(
    tables: &dyn Tables,
    write: Write<V::Record, V::Decision, V::Effect>,
    before: Option<(Box<V::Record>, Revision)>,
    what: &What<'_>,
    cause: String,
) -> Stored<Option<Revision>> {
    let What { recent, now, since, owned, .. } = what;
    let mut revision = None;
    if let Some(event) = write.event {
        let before = before.filter(|_| write.base.is_some());
        let facts = "{}".to_owned();
        let happened = Happened { event, effects: write.effects, cause, at: now.at, facts };
        let written = history::keep::<V>(tables, owned, before, happened)?;
        if let Some((record, document)) = written.after {
            recent.keep::<V>(owned.key, document, record);
        }
        revision = Some(written.revision);
    }
    if let Some(answer) = &write.answer {
        tables.add_answer(answer, since)?;
    }
    if let Some(due) = write.due {
        tables.set_due(V::NAME, &due::later(due, owned.tenant, owned.key, now))?;
    }
    Ok(revision)
}
