//! JSON under construction.

use alloc::string::String;
use alloc::vec::Vec;

use crate::json::{Document, Node, Writer};

/// A JSON value that is being built or edited. Numbers are text, members keep their order and may
/// repeat, so that whatever can be written can be built. `Debug` shows it: nothing here is real.
///
/// ```
/// use customer_core::generate::Tree;
/// let mut tree = Tree::parse(r#"{"a": [1.50, null], "b": "x"}"#).unwrap();
/// tree.set("b", Tree::Flag(true));
/// assert_eq!(tree.to_json(), r#"{"a":[1.50,null],"b":true}"#);
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Default)]
#[expect(clippy::exhaustive_enums, reason = "JSON has no other values")]
pub enum Tree {
    /// `null`
    #[default]
    Null,
    /// `true` or `false`
    Flag(bool),
    /// A number as it is spelt; what is no number is written all the same.
    Number(String),
    /// A text.
    Text(String),
    /// A list.
    List(Vec<Tree>),
    /// An object.
    Object(Vec<(String, Tree)>),
}

impl Tree {
    /// Reads JSON; `None` for what is none.
    pub fn parse(text: &str) -> Option<Self> {
        Document::parse(text).ok().map(|document| Self::of(document.root()))
    }

    fn of(node: Node<'_, '_>) -> Self {
        if let Some(text) = node.text() {
            return Self::text(&text);
        }
        if let Some(flag) = node.flag() {
            return Self::Flag(flag);
        }
        if let Some(elements) = node.elements() {
            return Self::List(elements.map(Self::of).collect());
        }
        if let Some(members) = node.members() {
            let members = members.map(|(name, value)| (String::from(&*name), Self::of(value)));
            return Self::Object(members.collect());
        }
        node.number().map_or(Self::Null, |number| Self::Number(number.into()))
    }

    /// A text.
    pub fn text(text: &str) -> Self {
        Self::Text(text.into())
    }

    /// An object without members.
    pub const fn object() -> Self {
        Self::Object(Vec::new())
    }

    /// The last member of this name, if this is an object that has it.
    pub fn get(&self, name: &str) -> Option<&Self> {
        let Self::Object(members) = self else { return None };
        members.iter().rev().find(|(other, _)| other == name).map(|(_, value)| value)
    }

    /// The same to be changed.
    pub fn get_mut(&mut self, name: &str) -> Option<&mut Self> {
        let Self::Object(members) = self else { return None };
        members.iter_mut().rev().find(|(other, _)| other == name).map(|(_, value)| value)
    }

    /// The first element, if this is a list that has one.
    pub fn first(&self) -> Option<&Self> {
        let Self::List(elements) = self else { return None };
        elements.first()
    }

    /// Gives an object this member, in its place if it has it already.
    pub fn set(&mut self, name: &str, value: Self) {
        if let Some(slot) = self.get_mut(name) {
            *slot = value;
        } else if let Self::Object(members) = self {
            members.push((name.into(), value));
        }
    }

    /// The same with this member.
    #[must_use]
    pub fn with(mut self, name: &str, value: Self) -> Self {
        self.set(name, value);
        self
    }

    /// The same with this member, if there is a value.
    #[must_use]
    pub fn with_some(self, name: &str, value: Option<Self>) -> Self {
        match value {
            Some(value) => self.with(name, value),
            None => self,
        }
    }

    /// Takes a member away.
    pub fn drop_member(&mut self, name: &str) {
        if let Self::Object(members) = self {
            members.retain(|(other, _)| other != name);
        }
    }

    /// The members, if this is an object.
    pub fn members(&self) -> &[(String, Self)] {
        if let Self::Object(members) = self { members } else { &[] }
    }

    /// Every text inside, in order.
    pub fn texts(&self) -> Vec<&str> {
        let mut texts = Vec::new();
        self.push_texts(&mut texts);
        texts
    }

    fn push_texts<'t>(&'t self, texts: &mut Vec<&'t str>) {
        match self {
            Self::Text(text) => texts.push(text),
            Self::List(elements) => elements.iter().for_each(|one| one.push_texts(texts)),
            Self::Object(members) => members.iter().for_each(|(_, one)| one.push_texts(texts)),
            Self::Null | Self::Flag(_) | Self::Number(_) => {}
        }
    }

    /// As JSON text.
    pub fn to_json(&self) -> String {
        let mut out = String::new();
        self.write(&mut Writer::new(&mut out));
        out
    }

    fn write(&self, w: &mut Writer<'_>) {
        match self {
            Self::Null => w.null(),
            Self::Flag(flag) => w.flag(*flag),
            Self::Number(number) => w.raw(number),
            Self::Text(text) => w.text(text),
            Self::List(elements) => {
                w.begin_list();
                elements.iter().for_each(|element| element.write(w));
                w.end_list();
            }
            Self::Object(members) => {
                w.begin_object();
                for (name, value) in members {
                    w.name(name);
                    value.write(w);
                }
                w.end_object();
            }
        }
    }
}

impl From<bool> for Tree {
    fn from(flag: bool) -> Self {
        Self::Flag(flag)
    }
}

impl From<u64> for Tree {
    fn from(number: u64) -> Self {
        Self::Number(alloc::format!("{number}"))
    }
}
