//! Parts of a record inside a stored decision, exact to the last digit.

use core::fmt;

use serde::de::{Deserialize, Deserializer};
use serde::ser::{Serialize, Serializer};

use crate::json::{At, deserialize_node, read_whole};
use crate::member::{Member, Raw};

/// A part of a record as a decision keeps it. With serde it is a string that holds its JSON text,
/// so that no format can touch the numbers of its unknown members; version 1 of a decision wrote
/// the part itself, and that is still read.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Exact<M>(pub(super) M);

impl<M: fmt::Debug> fmt::Debug for Exact<M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl<M: Member> Serialize for Exact<M> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(Raw::written(|w| self.0.write(w)).as_str())
    }
}

impl<'de, M: Member> Deserialize<'de> for Exact<M> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let read = deserialize_node(deserializer, |node, errors| match node.text() {
            Some(text) => {
                let read = read_whole(&text, |from, errors| M::read(from, &At::ROOT, errors));
                read.map_err(|found| {
                    found.errors.into_iter().for_each(|one| errors.push_error(one))
                })
                .ok()
            }
            None => node.read(&At::ROOT, errors),
        });
        read.map(Self)
    }
}
