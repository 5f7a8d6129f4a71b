//! A log: what is stored of one record, entry by entry, and the fold over it.
//!
//! A service that outgrows one process keeps one log for each record and appends "if nobody was
//! faster". Each [`Entry`] names the revision that it was decided on, so that whoever reads the log
//! notices a lost update, wherever it was lost. [`Folded`] is the record as the entries so far make
//! it: a cache, which is never needed for correctness.

use core::fmt;

use serde::de::{
    Deserialize, Deserializer, Error, IgnoredAny, IntoDeserializer as _, MapAccess, Visitor,
};
use serde::ser::{self, Serialize, SerializeMap as _, Serializer};

use super::aside::Aside;
use super::{Event, Format, Misfit};
use crate::value::Intent;

/// How often the record of one id has changed: how many entries its log has.
pub type Revision = u64;

/// The version of the stored form of an entry. It goes up with that of anything inside, a record or
/// a decision: so a reader that is too old learns it from the entry.
const VERSION: u32 = 1;

/// One entry of a log: what happened, the revision that it was decided on, and the update that
/// asked for it.
///
/// With serde it is a map with its version; only for formats that describe themselves. Of an entry
/// of a later version base and intent are read and nothing else: a reader that is too old stops
/// there and says why, and whoever sent the entry still finds it.
///
/// ```
/// use customer_core::decision::{Entry, Event};
/// use customer_core::value::Intent;
///
/// // Of a vendor: its record and its decision.
/// type Numbers = Entry<u8, u8>;
///
/// let entry = Numbers::new(7, Intent::parse("a").unwrap(), Event::Removed);
/// let text = serde_json::to_string(&entry).unwrap();
/// assert_eq!(text, r#"{"version":1,"base":7,"intent":"a","event":{"removed":true}}"#);
/// assert_eq!(serde_json::from_str::<Numbers>(&text).unwrap(), entry);
///
/// let later: Numbers =
///     serde_json::from_str(r#"{"version":2,"base":8,"intent":"b","event":"?"}"#).unwrap();
/// assert_eq!((later.base, later.intent.as_str(), later.event()), (8, "b", None));
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Entry<R, D> {
    version: u32,
    /// The revision that it was decided on. It makes the next one.
    pub base: Revision,
    /// What it was that asked for it.
    pub intent: Intent,
    /// Nothing if the version is a later one.
    event: Option<Event<R, D>>,
}

impl<R, D> Entry<R, D> {
    /// An entry of this version.
    pub const fn new(base: Revision, intent: Intent, event: Event<R, D>) -> Self {
        Self { version: VERSION, base, intent, event: Some(event) }
    }

    /// What happened; `None` if the entry is of a later version than this one can read.
    pub const fn event(&self) -> Option<&Event<R, D>> {
        self.event.as_ref()
    }

    /// The version that it was written in.
    pub const fn version(&self) -> u32 {
        self.version
    }
}

impl<R: Serialize, D: Serialize> Serialize for Entry<R, D> {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        let Some(event) = &self.event else {
            return Err(ser::Error::custom("an entry of a later version was not read whole"));
        };
        // Of unknown length, so that a format which could not read it back refuses it here.
        let mut map = s.serialize_map(None)?;
        map.serialize_entry("version", &self.version)?;
        map.serialize_entry("base", &self.base)?;
        map.serialize_entry("intent", &self.intent)?;
        map.serialize_entry("event", event)?;
        map.end()
    }
}

/// The names of the members; those of later versions are passed over.
#[derive(serde::Deserialize)]
#[serde(field_identifier, rename_all = "lowercase")]
enum Member {
    Version,
    Base,
    Intent,
    Event,
    #[serde(other)]
    Other,
}

/// What was found, member by member.
struct Parts<R, D> {
    version: Option<u32>,
    base: Option<Revision>,
    intent: Option<Intent>,
    event: Option<Met<R, D>>,
    has_unknown: bool,
}

/// An event that was met: behind its version it is read, before it is set aside.
enum Met<R, D> {
    Read(Event<R, D>),
    Aside(Aside),
}

impl<'de, R: Deserialize<'de>, D: Deserialize<'de>> Visitor<'de> for Parts<R, D> {
    type Value = Entry<R, D>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an entry of a log")
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut map: A) -> Result<Self::Value, A::Error> {
        while let Some(member) = map.next_key()? {
            let is_first = match member {
                Member::Version => self.version.replace(map.next_value()?).is_none(),
                Member::Base => self.base.replace(map.next_value()?).is_none(),
                Member::Intent => self.intent.replace(map.next_value()?).is_none(),
                Member::Event if self.version.is_none_or(|version| version <= VERSION) => {
                    // A store may have put the members into another order.
                    let event = match self.version {
                        Some(_) => Met::Read(map.next_value()?),
                        None => Met::Aside(map.next_value()?),
                    };
                    self.event.replace(event).is_none()
                }
                Member::Event | Member::Other => {
                    map.next_value::<IgnoredAny>()?;
                    self.has_unknown = true;
                    true
                }
            };
            if !is_first {
                return Err(A::Error::custom("a member is there twice"));
            }
        }
        let Self { version: Some(version), base: Some(base), intent: Some(intent), .. } = self
        else {
            return Err(A::Error::custom("a member is missing"));
        };
        if version > VERSION {
            return Ok(Entry { version, base, intent, event: None });
        }
        if version < VERSION || self.has_unknown {
            return Err(A::Error::custom("not an entry of this version"));
        }
        let event = match self.event {
            Some(Met::Read(event)) => event,
            Some(Met::Aside(event)) => Event::deserialize(event.into_deserializer())?,
            None => return Err(A::Error::custom("the event is missing")),
        };
        Ok(Entry::new(base, intent, event))
    }
}

impl<'de, R: Deserialize<'de>, D: Deserialize<'de>> Deserialize<'de> for Entry<R, D> {
    fn deserialize<De: Deserializer<'de>>(d: De) -> Result<Self, De::Error> {
        let parts =
            Parts { version: None, base: None, intent: None, event: None, has_unknown: false };
        // serde's own error would show what it found, and that may be personal.
        let read = d.deserialize_map(parts);
        read.map_err(|_| De::Error::custom("not a stored entry of a log"))
    }
}

/// A record as the entries so far make it, and how many these are.
///
/// With serde it is a snapshot with a version: a cache that must equal the fold from the start.
/// Only for formats that describe themselves. The error of one of a later version says so.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[expect(clippy::exhaustive_structs, reason = "a service makes it from what it has stored")]
pub struct Folded<R> {
    /// The record; `None` before it was created and after it was removed.
    pub record: Option<R>,
    /// How many entries were taken.
    pub revision: Revision,
}

impl<R> Default for Folded<R> {
    fn default() -> Self {
        Self { record: None, revision: 0 }
    }
}

impl<R> Folded<R> {
    /// Takes the next entry with the fold of a vendor.
    pub(crate) fn step<D>(
        &mut self,
        entry: &Entry<R, D>,
        fold: impl FnOnce(&mut Option<R>, &Event<R, D>) -> Result<(), Misfit>,
    ) -> Result<(), WrongBase> {
        let (base, revision) = (entry.base, self.revision);
        if base > revision {
            return Err(WrongBase::Gap { base, revision });
        }
        if base < revision {
            return Err(WrongBase::Stale { base, revision });
        }
        let next = revision.checked_add(1).ok_or(WrongBase::Full)?;
        let event = entry.event().ok_or(WrongBase::Later { version: entry.version() })?;
        fold(&mut self.record, event).map_err(WrongBase::Misfit)?;
        self.revision = next;
        Ok(())
    }
}

impl<R: Serialize> Serialize for Folded<R> {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        let mut map = s.serialize_map(None)?;
        map.serialize_entry("version", &Format::<VERSION>)?;
        map.serialize_entry("revision", &self.revision)?;
        if let Some(record) = &self.record {
            map.serialize_entry("record", record)?;
        }
        map.end()
    }
}

/// The stored form.
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Snapshot<R> {
    #[serde(rename = "version")]
    _version: Format<VERSION>,
    revision: Revision,
    #[serde(default = "none")]
    record: Option<R>,
}

const fn none<T>() -> Option<T> {
    None
}

impl<'de, R: Deserialize<'de>> Deserialize<'de> for Folded<R> {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let Snapshot { _version, revision, record } =
            Format::<VERSION>::read(d, "snapshot of a log")?;
        Ok(Self { record, revision })
    }
}

/// An entry that is not the next one. What was folded so far stays as it is.
#[derive(Clone, Debug, PartialEq, Eq, Hash, thiserror::Error)]
#[non_exhaustive]
pub enum WrongBase {
    /// Entries before it are missing: read from `revision` on. With an empty fold, any entry with
    /// base 1.
    #[error("the entry was decided on revision {base}, and this is only revision {revision}")]
    Gap {
        /// What it was decided on.
        base: Revision,
        /// What was folded.
        revision: Revision,
    },
    /// It was taken before, or an update was lost: two entries have one base. After one entry, the
    /// same again.
    #[error("the entry was decided on revision {base}, and this is revision {revision} already")]
    Stale {
        /// What it was decided on.
        base: Revision,
        /// What was folded.
        revision: Revision,
    },
    /// Written by a later version of this crate: update the reader. With an empty fold,
    /// `{"version":2,"base":0,"intent":"a"}`.
    #[error("the entry is of version {version}, and this reads up to version {VERSION}")]
    Later {
        /// Its version.
        version: u32,
    },
    /// The event does not fit the record. With an empty fold, `Removed` on base 0.
    #[error("the entry does not fit: {0}")]
    Misfit(Misfit),
    /// No revision comes after the last number. With a snapshot of revision `u64::MAX`, any
    /// entry on it.
    #[error("there is no later revision")]
    Full,
}
