//! Events: what the stream of one record is made of.

use serde::{Deserialize, Serialize};

use super::misfit::{Misfit, Unfit};

/// What happened to a record. A stream begins with `Created`, goes on with decisions, and may end
/// with `Removed`; after that it may begin anew.
///
/// With serde it is a map with one member; only for formats that describe themselves.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[expect(clippy::exhaustive_enums, reason = "a stream holds nothing else, and folds match on it")]
pub enum Event<R, D> {
    /// The record begins to be kept: it was created by the vendor, or imported from there.
    Created(R),
    /// An input was decided.
    Decided(D),
    /// The record is kept no longer.
    Removed,
}

impl<R: Clone, D> Event<R, D> {
    /// One step of the fold over the events of a record, by the vendor's `evolve`. A record that
    /// the event does not fit stays as it is.
    pub(crate) fn fold_into(
        &self,
        stored: &mut Option<R>,
        evolve: impl FnOnce(&mut R, &D) -> Result<(), Misfit>,
    ) -> Result<(), Misfit> {
        match (stored.as_mut(), self) {
            (None, Self::Created(record)) => *stored = Some(record.clone()),
            (Some(record), Self::Decided(decision)) => evolve(record, decision)?,
            (Some(_), Self::Removed) => *stored = None,
            (Some(_), Self::Created(_)) => return Err(Misfit::event(Unfit::Exists)),
            (None, Self::Decided(_)) => return Err(Misfit::event(Unfit::Missing)),
            (None, Self::Removed) => return Err(Misfit::event(Unfit::Gone)),
        }
        Ok(())
    }

    /// The same, from the record before to the record after.
    pub(crate) fn fold(
        &self,
        mut stored: Option<R>,
        evolve: impl FnOnce(&mut R, &D) -> Result<(), Misfit>,
    ) -> Result<Option<R>, Misfit> {
        self.fold_into(&mut stored, evolve)?;
        Ok(stored)
    }
}

/// The stored form: one member, named after what happened.
#[derive(Deserialize)]
#[serde(rename_all = "lowercase", deny_unknown_fields)]
struct Parts<R, D> {
    #[serde(default = "none")]
    created: Option<R>,
    #[serde(default = "none")]
    decided: Option<D>,
    #[serde(default)]
    removed: bool,
}

const fn none<T>() -> Option<T> {
    None
}

impl<R: Serialize, D: Serialize> Serialize for Event<R, D> {
    fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        use serde::ser::SerializeMap as _;
        // Of unknown length: a format that does not describe itself refuses it here, and not when
        // it is read back.
        let mut map = s.serialize_map(None)?;
        match self {
            Self::Created(record) => map.serialize_entry("created", record)?,
            Self::Decided(decision) => map.serialize_entry("decided", decision)?,
            Self::Removed => map.serialize_entry("removed", &true)?,
        }
        map.end()
    }
}

impl<'de, R: Deserialize<'de>, D: Deserialize<'de>> Deserialize<'de> for Event<R, D> {
    fn deserialize<De: serde::Deserializer<'de>>(d: De) -> Result<Self, De::Error> {
        // serde's own error would show what it found, and that may be personal.
        let parts = Parts::deserialize(d);
        match parts.map_err(|_| serde::de::Error::custom("not a stored event of this version"))? {
            Parts { created: Some(record), decided: None, removed: false } => {
                Ok(Self::Created(record))
            }
            Parts { created: None, decided: Some(decision), removed: false } => {
                Ok(Self::Decided(decision))
            }
            Parts { created: None, decided: None, removed: true } => Ok(Self::Removed),
            _ => Err(serde::de::Error::custom("an event has exactly one member")),
        }
    }
}
