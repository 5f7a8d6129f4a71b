//! Appending to a log "if nobody was faster": the loop around a store, without the store.
//!
//! The store does what it does well: it appends an entry if the log is still where the writer saw
//! it, and reads entries from a place on. What goes wrong is the loop around it. So the loop is
//! here, and each state offers only what may follow: whoever has sent an entry and got anything but
//! a clean acknowledgement can't decide again before it has looked for its own entry.

use super::Vendor;
use super::fold::fold_into;
use crate::decision::{Entry, Event, Folded, Misfit, Revision, WrongBase};
use crate::value::Intent;

/// An entry of a vendor's log.
pub type EntryOf<V> = Entry<<V as Vendor>::Record, <V as Vendor>::Decision>;
/// A vendor's record, folded.
pub type FoldedOf<V> = Folded<<V as Vendor>::Record>;

impl<R> Folded<R> {
    /// Takes the next entry of the log.
    ///
    /// # Errors
    ///
    /// An entry that is not the next one, is of a later version, or does not fit. The record and
    /// the revision stay as they are.
    ///
    /// ```
    /// use customer_core::decision::{Entry, Event, Folded, WrongBase};
    /// use customer_core::value::Intent;
    /// use customer_core::{adobe::Customer, vendors::Adobe};
    ///
    /// let customer = Customer::from_json(r#"{"externalReferenceId": "342"}"#)?;
    /// let entry = |base, event| Entry::new(base, Intent::parse("a").unwrap(), event);
    ///
    /// let mut folded = Folded::default();
    /// folded.take::<Adobe>(&entry(0, Event::Created(customer.clone())))?;
    /// assert_eq!((folded.revision, &folded.record), (1, &Some(customer)));
    ///
    /// // The same again; one before which others are missing. Nothing changes.
    /// let stale = folded.take::<Adobe>(&entry(0, Event::Removed));
    /// assert_eq!(stale, Err(WrongBase::Stale { base: 0, revision: 1 }));
    /// let gap = folded.take::<Adobe>(&entry(2, Event::Removed));
    /// assert_eq!(gap, Err(WrongBase::Gap { base: 2, revision: 1 }));
    /// assert!(folded.record.is_some());
    ///
    /// folded.take::<Adobe>(&entry(1, Event::Removed))?;
    /// assert_eq!((folded.revision, folded.record), (2, None));
    /// # Ok::<(), Box<dyn core::error::Error>>(())
    /// ```
    pub fn take<V: Vendor<Record = R>>(&mut self, entry: &EntryOf<V>) -> Result<(), WrongBase> {
        self.step(entry, fold_into::<V>)
    }
}

/// What a store answers to an append.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(clippy::exhaustive_enums, reason = "whatever is neither of two is the third")]
pub enum Answered {
    /// The entry is in the log, and the store keeps it.
    Stored,
    /// Somebody was faster: nothing was appended.
    Conflict,
    /// Anything else: a closed connection, no answer in time, no leader. It may have been appended,
    /// or still be.
    Unclear,
}

/// What to do next with an update that is on its way into a log.
///
/// ```text
///            decided              answered: stored
/// Appending ─────────▶ Sent ─────────────────────────▶ Done
///     ▲                  │ answered: conflict, unclear   ▲
///     │                  ▼                               │
///     └────────────── Looking ───────────────────────────┘
///       not there              its own entry is there
/// ```
#[derive(Clone, Debug)]
#[must_use]
#[expect(clippy::exhaustive_enums, reason = "a loop does each of them")]
pub enum Step<V: Vendor> {
    /// Decide on the record as it is now.
    Decide(Appending<V>),
    /// Read the log from [`Looking::revision`] on.
    Look(Looking<V>),
    /// It is in the log, once.
    Done {
        /// The record as the log makes it, as far as it was read; a cache for the next update.
        folded: FoldedOf<V>,
        /// The revision that the update made.
        revision: Revision,
    },
}

/// An update that is not in the log, as far as the log was read.
///
/// ```
/// use customer_core::adobe::{Customer, Facts, Policy, Update, decide};
/// use customer_core::decision::{Event, Folded};
/// use customer_core::value::Intent;
/// use customer_core::vendors::{Adobe, Answered, Appending, Step};
///
/// let customer = Customer::from_json(r#"{"externalReferenceId": "342"}"#)?;
/// let cache = Folded { record: Some(customer), revision: 7 };
/// let body = r#"{"externalReferenceId": "343"}"#;
/// let facts = Facts::unknown(Policy::documented());
///
/// let appending = Appending::<Adobe>::new(cache, Intent::parse("0b9a3f52")?);
/// let record = appending.record().unwrap();
/// let decision = decide(record, &Update::from_json(body)?.into(), &facts)?;
/// let sent = appending.decided(Event::Decided(decision))?;
/// let entry = sent.entry().clone(); // to the store, if the log still ends at revision 7
/// assert_eq!(entry.base, 7);
///
/// // The connection broke. Was it stored? Who decides again now may send two welcome e-mails.
/// let Step::Look(mut looking) = sent.answered(Answered::Unclear) else { panic!() };
/// assert_eq!(looking.revision(), 7);
/// looking.take(&entry)?; // what the store reads from there on
/// let Step::Done { folded, revision } = looking.read() else { panic!() };
/// assert_eq!(revision, 8);
/// assert_eq!(folded.record.unwrap().document.external_reference_id.as_deref(), Some("343"));
/// # Ok::<(), Box<dyn core::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
#[must_use]
pub struct Appending<V: Vendor> {
    folded: FoldedOf<V>,
    intent: Intent,
}

impl<V: Vendor> Appending<V> {
    /// An update that nobody has sent before, to be decided on a record as it was last seen.
    ///
    /// An intent that may have been sent before, by this process or by one that ended, begins with
    /// [`Looking::new`] over an empty fold.
    pub const fn new(folded: FoldedOf<V>, intent: Intent) -> Self {
        Self { folded, intent }
    }

    /// The record to decide on; `None` if there is none.
    pub const fn record(&self) -> Option<&V::Record> {
        self.folded.record.as_ref()
    }

    /// The record and its revision, if nothing is to be appended: the update was refused.
    pub fn into_folded(self) -> FoldedOf<V> {
        self.folded
    }

    /// Takes what was decided.
    ///
    /// # Errors
    ///
    /// An event that does not fit the record: in the log it would stop every reader. With an empty
    /// fold, `Removed`.
    pub fn decided(self, event: Event<V::Record, V::Decision>) -> Result<Sent<V>, Misfit> {
        let Self { folded: before, intent } = self;
        let mut after = before.record.clone();
        fold_into::<V>(&mut after, &event)?;
        Ok(Sent { entry: Entry::new(before.revision, intent, event), before, after })
    }
}

/// An entry that is with the store.
#[derive(Clone, Debug)]
#[must_use]
pub struct Sent<V: Vendor> {
    before: FoldedOf<V>,
    after: Option<V::Record>,
    entry: EntryOf<V>,
}

impl<V: Vendor> Sent<V> {
    /// What the store is to append, if the log still ends at the entry's base.
    pub const fn entry(&self) -> &EntryOf<V> {
        &self.entry
    }

    /// The record as it is if the entry is stored.
    pub const fn after(&self) -> Option<&V::Record> {
        self.after.as_ref()
    }

    /// Takes the store's answer.
    pub fn answered(self, answer: Answered) -> Step<V> {
        let Self { before, after, entry } = self;
        match (answer, entry.base.checked_add(1)) {
            (Answered::Stored, Some(revision)) => {
                Step::Done { folded: Folded { record: after, revision }, revision }
            }
            // What the store says can't be: to look is never wrong.
            (Answered::Stored, None) | (Answered::Conflict | Answered::Unclear, _) => {
                Step::Look(Looking::new(before, entry.intent))
            }
        }
    }
}

/// An update of which it is not known whether it is in the log.
#[derive(Clone, Debug)]
#[must_use]
pub struct Looking<V: Vendor> {
    folded: FoldedOf<V>,
    intent: Intent,
    found: Option<Revision>,
}

impl<V: Vendor> Looking<V> {
    /// Looks for an update among the entries that come after what was folded.
    pub const fn new(folded: FoldedOf<V>, intent: Intent) -> Self {
        Self { folded, intent, found: None }
    }

    /// From where on the log is to be read: the base of the next entry.
    pub const fn revision(&self) -> Revision {
        self.folded.revision
    }

    /// Takes the next entry of the log.
    ///
    /// # Errors
    ///
    /// As [`Folded::take`]. The update is neither found nor missing then, and nothing may be
    /// decided: a reader that is too old, or a log that has lost an update.
    pub fn take(&mut self, entry: &EntryOf<V>) -> Result<(), WrongBase> {
        self.folded.take::<V>(entry)?;
        if entry.intent == self.intent {
            self.found = Some(self.folded.revision);
        }
        Ok(())
    }

    /// All entries that the store has were taken. A store that lags behind may have fewer than
    /// there are: then the next append is a conflict, and it is looked again.
    pub fn read(self) -> Step<V> {
        let Self { folded, intent, found } = self;
        match found {
            Some(revision) => Step::Done { folded, revision },
            None => Step::Decide(Appending { folded, intent }),
        }
    }
}
