//! How an object shows its members to a visitor. The macro `object!` writes it for each object;
//! whatever [`Member`] asks of one is a visit, written once in `visitors`.
//!
//! The walk over the members is inlined into each object; what a visitor does with one member is
//! there once for each type of members, since a record has many members of few types.

use core::hash::Hash;

use serde::{Deserializer, Serializer};

use super::{Field, Member, Others, Part, SentOthers};
use crate::json::{self, At, Errors, Reader, Reason};

/// The name of a member on the wire.
pub struct Label {
    /// As it is.
    pub name: &'static str,
    /// In quotes and with a colon: ready to be written.
    pub key: &'static str,
}

/// The label of the member that is `$name` on the wire.
macro_rules! label {
    ($name:literal) => {
        $crate::member::visit::Label { name: $name, key: concat!("\"", $name, "\":") }
    };
}
pub(crate) use label;

/// Visits each member of a stored object.
pub trait Each {
    fn member<T: Member>(&mut self, label: &'static Label, stored: Option<&T>);
}

/// Visits each member of two stored objects.
pub trait EachPair {
    fn member<T: Member>(&mut self, label: &'static Label, before: Option<&T>, after: Option<&T>);
}

/// Visits each member of a request, beside the stored one.
pub trait EachSent {
    fn member<T: Member>(
        &mut self,
        label: &'static Label,
        stored: Option<&T>,
        sent: &Field<T::Sent<'_>>,
    );
}

/// Visits one member of a stored object.
pub trait Find {
    type Found;

    fn member<T: Member>(&self, stored: Option<&T>) -> Self::Found;
}

/// Visits one member of a stored object, to change it.
pub trait Fill {
    fn member<T: Member>(
        &mut self,
        label: &'static Label,
        slot: &mut Option<T>,
        others: &mut Others,
    );
}

/// Visits one member of a request, to change it.
pub trait FillSent<'a> {
    fn member<T: Member>(&mut self, label: &'static Label, slot: &mut Field<T::Sent<'a>>);
}

/// Reads members.
pub struct Reading<'v, 'r> {
    pub(super) from: &'v mut Reader<'r>,
    pub(super) at: &'v At<'v>,
    pub(super) errors: &'v mut Errors,
    /// How many members of the model were null so far.
    pub(super) nulls: usize,
}

impl Reading<'_, '_> {
    /// Whether the member at `at` is null, which is read then; notes that it is there twice.
    #[inline(never)]
    pub(super) fn null(&mut self, at: &At<'_>, is_there: bool) -> bool {
        if is_there {
            self.errors.push(at, Reason::Duplicate);
        }
        self.from.null()
    }
}

/// An object: what the macro of that name declares.
pub trait Object: Clone + Eq + Hash + Default {
    /// What a request carries.
    type Sent<'a>: Clone + Eq + Hash + Default;

    const NAME: &'static str;
    const SENT_NAME: &'static str;
    /// Wire names of the model's members, in its order.
    const NAMES: &'static [&'static str];
    /// The names of the same in the program, for those who show them: they are linked for nobody
    /// else.
    const FIELDS: &'static [&'static str];
    /// The wire names as one text, a slash before each.
    const TEXT: &'static str;
    /// What each of them is when it is stored.
    const PARTS: &'static [Part];
    /// What each of them is when it is sent.
    const SENT_PARTS: &'static [Part];

    fn others(&self) -> &Others;
    fn others_mut(&mut self) -> &mut Others;
    fn sent_others<'s, 'a>(sent: &'s Self::Sent<'a>) -> &'s SentOthers<'a>;
    fn sent_others_mut<'s, 'a>(sent: &'s mut Self::Sent<'a>) -> &'s mut SentOthers<'a>;

    fn each(&self, visitor: &mut impl Each);
    fn each_pair(before: Option<&Self>, after: Option<&Self>, visitor: &mut impl EachPair);
    fn each_sent(stored: Option<&Self>, sent: &Self::Sent<'_>, visitor: &mut impl EachSent);

    /// Visits the member of this name; `None` if the model has none.
    fn find<V: Find>(&self, name: &str, visitor: &V) -> Option<V::Found>;
    /// The same to change it; false if the model has none.
    fn fill(&mut self, name: &str, visitor: &mut impl Fill) -> bool;
    fn fill_sent<'a>(
        sent: &mut Self::Sent<'a>,
        name: &str,
        visitor: &mut impl FillSent<'a>,
    ) -> bool;

    fn own(sent: Self::Sent<'_>) -> Self::Sent<'static>;
    fn repeat(&self) -> Self::Sent<'_>;
}

/// What was sent of a member, owned.
#[inline(never)]
pub(crate) fn owned<T: Member>(sent: Field<T::Sent<'_>>) -> Field<T::Sent<'static>> {
    sent.map(T::own)
}

/// What a request says that only repeats a member.
#[inline(never)]
pub(crate) fn repeated<T: Member>(stored: &Option<T>) -> Field<T::Sent<'_>> {
    stored.as_ref().map_or(Field::Absent, |stored| Field::Value(stored.sent()))
}

pub(crate) fn serialize<O: Object, S: Serializer>(this: &O, to: S) -> Result<S::Ok, S::Error> {
    json::serialize(|w| this.write(w), to)
}

pub(crate) fn deserialize<'de, O: Object, D: Deserializer<'de>>(from: D) -> Result<O, D::Error> {
    json::deserialize(from, |from, errors| O::read(from, &At::ROOT, errors))
}

pub(crate) fn serialize_sent<O: Object, S: Serializer>(
    sent: &<O as Object>::Sent<'_>,
    to: S,
) -> Result<S::Ok, S::Error> {
    json::serialize(|w| O::write_sent(sent, w), to)
}

pub(crate) fn deserialize_sent<'de, O: Object, D: Deserializer<'de>>(
    from: D,
) -> Result<<O as Object>::Sent<'static>, D::Error> {
    json::deserialize(from, |from, errors| {
        O::read_sent(from, &At::ROOT, errors).map(<O as Object>::own)
    })
}
