//! Records as they were stored last. Whoever updates one again need not read its text.

use core::any::Any;
use std::collections::HashMap;

use parking_lot::Mutex;

use crate::history;
use crate::store::{Row, Stored};
use crate::vendor::Played;

/// How many records are kept.
const MOST: usize = 1000;

/// The longest text of a record that is kept, so that all of them take a few MiB.
const LONGEST: usize = 4096;

/// A record, and the text that it has in the store.
struct Known {
    document: String,
    /// `None` while somebody has it.
    record: Option<Box<dyn Any + Send>>,
}

/// Some records, by key. The text in the store decides whether one of them still is what is stored,
/// so nothing depends on who else writes, or on what is rolled back.
#[derive(Default)]
pub(crate) struct Recent(Mutex<HashMap<String, Known>>);

impl Recent {
    /// The record in a row.
    pub(crate) fn record<V: Played>(&self, key: &str, row: &Row) -> Stored<Box<V::Record>> {
        match self.take::<V>(key, row) {
            Some(record) => {
                debug_assert!(history::record::<V>(row).is_ok_and(|read| read == *record));
                Ok(record)
            }
            None => history::record::<V>(row).map(Box::new),
        }
    }

    fn take<V: Played>(&self, key: &str, row: &Row) -> Option<Box<V::Record>> {
        let mut all = self.0.lock();
        let known = all.get_mut(key).filter(|known| known.document == row.document)?;
        known.record.take()?.downcast().ok()
    }

    /// Keeps a record that is stored as this text.
    pub(crate) fn keep<V: Played>(&self, key: &str, document: String, record: Box<V::Record>) {
        if document.len() > LONGEST {
            return;
        }
        let known = Known { document, record: Some(record) };
        let mut all = self.0.lock();
        if let Some(before) = all.get_mut(key) {
            *before = known;
            return;
        }
        if all.len() >= MOST {
            all.clear();
        }
        all.insert(key.to_owned(), known);
    }

    /// Forgets all of them.
    pub(crate) fn clear(&self) {
        self.0.lock().clear();
    }
}
