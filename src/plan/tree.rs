//! A document as a small tree: what is stored, what is wished, and the body that is made of both.

use alloc::borrow::Cow;
use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;

use super::members::{FEW, Many};
use super::place::{Shape, steps};
use crate::json::{Document, InlineStr, Node, Pointer, Text, Writer, equal, written};

/// The name of a member; the model's own cost nothing.
pub(crate) type Name = Cow<'static, str>;

/// One JSON value.
#[derive(Clone)]
pub(crate) enum Json {
    Null,
    Flag(bool),
    /// A number, with its exact text.
    Number(InlineStr),
    Text(InlineStr),
    List(Vec<Json>),
    Object(Vec<(Name, Json)>),
    /// An object of many members.
    Large(Box<Many>),
    /// A value of a member that the model does not know, with its exact text.
    Raw(String),
}

impl Json {
    /// The value of a node. Whatever `shape` does not know keeps its exact text.
    pub(crate) fn of(node: Node<'_, '_>, shape: &Shape) -> Self {
        match node.members() {
            Some(members) => {
                let member = |(name, value): (Text<'_>, Node<'_, '_>)| match shape.known(&name) {
                    Some((name, part)) => (Name::Borrowed(*name), part.read(value)),
                    None => (owned(&name), Self::Raw(value.raw().into())),
                };
                // Most objects have most of what they may have.
                let mut all = Vec::with_capacity(shape.0.len());
                all.extend(members.map(member));
                Self::of_members(all)
            }
            None => Self::plain(node),
        }
    }

    /// The value of a node, all of it known.
    pub(crate) fn plain(node: Node<'_, '_>) -> Self {
        if let Some(text) = node.text() {
            Self::Text(InlineStr::from(&*text))
        } else if let Some(flag) = node.flag() {
            Self::Flag(flag)
        } else if let Some(number) = node.number() {
            Self::Number(number.into())
        } else if let Some(elements) = node.elements() {
            Self::List(elements.map(Self::plain).collect())
        } else if let Some(members) = node.members() {
            let member = |(name, value): (Text<'_>, _)| (owned(&name), Self::plain(value));
            Self::of_members(members.map(member).collect())
        } else {
            Self::Null
        }
    }

    /// A document that this crate wrote.
    pub(crate) fn parse(text: &str, shape: &Shape) -> Self {
        Document::parse(text).map_or(Self::Null, |document| Self::of(document.root(), shape))
    }

    /// An object of these members.
    fn of_members(members: Vec<(Name, Self)>) -> Self {
        if members.len() > FEW {
            Self::Large(Box::new(Many::of(members)))
        } else {
            Self::Object(members)
        }
    }

    /// Whether it is an object.
    pub(crate) const fn is_object(&self) -> bool {
        matches!(self, Self::Object(_) | Self::Large(_))
    }

    /// An object without members.
    pub(crate) const fn object() -> Self {
        Self::Object(Vec::new())
    }

    /// A number, from its text.
    pub(crate) fn number(text: &str) -> Self {
        Self::Number(text.into())
    }

    /// A text.
    pub(crate) fn from_text(text: &str) -> Self {
        Self::Text(text.into())
    }

    /// Its text, if it is one.
    pub(crate) fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    /// Its members; none if it is no object.
    pub(crate) fn members(&self) -> impl Iterator<Item = &(Name, Self)> {
        let (few, many) = match self {
            Self::Object(members) => (&**members, &[][..]),
            Self::Large(members) => (&[][..], members.slots()),
            _ => (&[][..], &[][..]),
        };
        few.iter().chain(many.iter().flatten())
    }

    /// How many members it has.
    fn count(&self) -> usize {
        match self {
            Self::Object(members) => members.len(),
            Self::Large(members) => members.count(),
            _ => 0,
        }
    }

    /// Its elements, if it is a list.
    pub(crate) fn list(&self) -> Option<&[Self]> {
        match self {
            Self::List(list) => Some(list),
            _ => None,
        }
    }

    /// Its elements; none if it is no list.
    pub(crate) fn elements(&self) -> &[Self] {
        self.list().unwrap_or_default()
    }

    /// The member of this name, if it has one.
    pub(crate) fn get(&self, name: &str) -> Option<&Self> {
        match self {
            Self::Object(members) => {
                members.iter().find(|(known, _)| known == name).map(|(_, value)| value)
            }
            Self::Large(members) => members.get(name),
            _ => None,
        }
    }

    /// The member of this name to change, if it has one.
    pub(crate) fn get_mut(&mut self, name: &str) -> Option<&mut Self> {
        match self {
            Self::Object(members) => {
                members.iter_mut().find(|(known, _)| known == name).map(|(_, value)| value)
            }
            Self::Large(members) => members.get_mut(name),
            _ => None,
        }
    }

    /// The value at a place.
    pub(crate) fn at(&self, pointer: &str) -> Option<&Self> {
        steps(pointer).try_fold(self, |found, step| match found {
            Self::List(list) => list.get(step.parse::<usize>().ok()?),
            object => object.get(&step),
        })
    }

    /// The text of a member.
    pub(crate) fn text_of(&self, name: &str) -> Option<&str> {
        self.get(name)?.text()
    }

    /// The member of this name to change; whatever is no object becomes one.
    pub(crate) fn member_mut(&mut self, name: impl Into<Name>) -> Option<&mut Self> {
        if !self.is_object() {
            *self = Self::object();
        }
        if let Self::Object(members) = self
            && members.len() > FEW
        {
            *self = Self::of_members(core::mem::take(members));
        }
        let name = name.into();
        let members = match self {
            Self::Object(members) => members,
            Self::Large(members) => return members.slot(name),
            _ => return None,
        };
        match members.iter().position(|(known, _)| *known == name) {
            Some(at) => members.get_mut(at).map(|(_, value)| value),
            None => {
                members.push((name, Self::Null));
                members.last_mut().map(|(_, value)| value)
            }
        }
    }

    /// Gives a member a value.
    pub(crate) fn put(&mut self, name: impl Into<Name>, value: Self) {
        if let Some(slot) = self.member_mut(name) {
            *slot = value;
        }
    }

    /// Drops a member.
    pub(crate) fn drop(&mut self, name: &str) {
        match self {
            Self::Object(members) => members.retain(|(known, _)| known != name),
            Self::Large(members) => members.remove(name),
            _ => {}
        }
    }

    /// Whether it is null, which is no value.
    pub(crate) fn is_null(&self) -> bool {
        match self {
            Self::Null => true,
            Self::Raw(raw) => raw == "null",
            _ => false,
        }
    }

    /// Whether it says nothing: null, or nothing inside.
    pub(crate) fn is_blank(&self) -> bool {
        match self {
            Self::Text(text) => text.is_empty(),
            Self::List(list) => list.is_empty(),
            Self::Object(_) | Self::Large(_) => self.count() == 0,
            Self::Null | Self::Flag(_) | Self::Number(_) | Self::Raw(_) => self.is_null(),
        }
    }

    /// Whether both are the same value, however they are spelt.
    pub(crate) fn same(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Null, Self::Null) => true,
            (Self::Flag(one), Self::Flag(two)) => one == two,
            (Self::Number(one), Self::Number(two)) => equal::same_number(one, two),
            (Self::Text(one), Self::Text(two)) => one == two,
            (Self::List(one), Self::List(two)) => {
                one.len() == two.len() && one.iter().zip(two).all(|(one, two)| one.same(two))
            }
            _ if self.is_object() && other.is_object() => {
                // Mostly both are in the order of the model.
                let mut beside = other.members();
                let mut there = |name: &Name| match beside.next() {
                    Some((known, value)) if known == name => Some(value),
                    _ => other.get(name),
                };
                self.count() == other.count()
                    && self
                        .members()
                        .all(|(name, value)| there(name).is_some_and(|other| value.same(other)))
            }
            (Self::Raw(one), Self::Raw(two)) if one == two => true,
            (Self::Raw(_), _) | (_, Self::Raw(_)) => {
                let (one, two) = (self.to_text(), other.to_text());
                match (Document::parse(&one), Document::parse(&two)) {
                    (Ok(one), Ok(two)) => equal::same(one.root(), two.root()),
                    _ => false,
                }
            }
            _ => false,
        }
    }

    /// Notes the places at and below `at` that have a value here, and not the same one `there`.
    pub(crate) fn gone(&self, there: Option<&Self>, at: &Pointer, found: &mut Vec<Pointer>) {
        match self {
            Self::List(list) => {
                let there = there.map_or(&[][..], Self::elements);
                for (index, one) in list.iter().enumerate() {
                    let mut at = at.clone();
                    at.push_index(index);
                    one.gone(there.get(index), &at, found);
                }
            }
            Self::Object(_) | Self::Large(_) => {
                for (name, value) in self.members() {
                    let mut at = at.clone();
                    at.push_name(name);
                    value.gone(there.and_then(|there| there.get(name)), &at, found);
                }
            }
            _ if self.is_blank() || there.is_some_and(|there| self.same(there)) => {}
            _ => found.push(at.clone()),
        }
    }

    /// Applies an RFC 7396 merge patch.
    pub(crate) fn merge(&mut self, patch: &Self) {
        let opened;
        let patch = match patch {
            Self::Raw(raw) => {
                opened = Document::parse(raw).map_or(Self::Null, |one| Self::plain(one.root()));
                // Nothing is taken apart whose exact text stays.
                if opened.count() == 0 {
                    let is_object = match self {
                        Self::Raw(raw) => raw.starts_with(['{']),
                        _ => self.is_object(),
                    };
                    // An object without members changes none of another one.
                    if !(is_object && opened.is_object()) {
                        *self = patch.clone();
                    }
                    return;
                }
                &opened
            }
            known if known.is_object() => known,
            known => return *self = known.clone(),
        };
        if let Self::Raw(raw) = self {
            *self = Document::parse(raw).map_or(Self::Null, |one| Self::plain(one.root()));
        }
        if !self.is_object() {
            *self = Self::object();
        }
        for (name, value) in patch.members() {
            if value.is_null() {
                self.drop(name);
            } else if let Some(slot) = self.member_mut(name.clone()) {
                slot.merge(value);
            }
        }
    }

    /// Writes it.
    pub(crate) fn write(&self, w: &mut Writer<'_>) {
        match self {
            Self::Null => w.null(),
            Self::Flag(flag) => w.flag(*flag),
            Self::Number(number) => w.raw(number),
            Self::Text(text) => w.text(text),
            Self::List(list) => {
                w.begin_list();
                list.iter().for_each(|one| one.write(w));
                w.end_list();
            }
            Self::Object(_) | Self::Large(_) => {
                w.begin_object();
                for (name, value) in self.members() {
                    w.name(name);
                    value.write(w);
                }
                w.end_object();
            }
            Self::Raw(raw) => w.raw(raw),
        }
    }

    /// Its text.
    pub(crate) fn to_text(&self) -> String {
        written(|w| self.write(w))
    }
}

fn owned(name: &str) -> Name {
    Name::Owned(String::from(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_the_same_by_what_they_are() {
        let read = |text| Json::plain(Document::parse(text).unwrap().root());
        for (one, two, is_same) in [
            ("null", "null", true),
            ("1.0", "1", true),
            (r#"{"a":1,"b":2}"#, r#"{"b":2,"a":1}"#, true),
            (r#"{"a":1,"b":2}"#, r#"{"a":2,"b":1}"#, false),
            (r#"{"a":1}"#, r#"{"b":1}"#, false),
            (r#"{"a":1}"#, r#"{"a":1,"b":2}"#, false),
        ] {
            assert_eq!(read(one).same(&read(two)), is_same, "{one} {two}");
            assert_eq!(read(two).same(&read(one)), is_same, "{two} {one}");
        }
    }
}
