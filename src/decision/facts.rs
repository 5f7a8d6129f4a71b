//! Facts: what the caller looked up. One table at each vendor makes the struct, the names and the
//! reader, so that they can't differ.

use alloc::vec::Vec;

use crate::json::{At, Errors, Node, Reason, Writer, sort_by, to_text};
use crate::member::{Member, OtherMembers, Part, Shape};
use crate::value::{Date, Owned, Timestamp};

/// One fact of a vendor, as documentation and schemas show it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct FactRow {
    /// The name in the JSON contract.
    pub name: &'static str,
    /// The type, in words: `a date YYYY-MM-DD`.
    pub kind: &'static str,
    /// What asks for it.
    pub asked_by: &'static str,
    /// What it says, as a sentence.
    pub about: &'static str,
    /// The type, as a schema says it.
    pub shape: Shape,
}

/// A value that a fact can have.
pub(crate) trait FactValue: Sized {
    /// The type, in words.
    const KIND: &'static str;

    /// The type, as a schema says it.
    const SHAPE: Shape;

    /// Reads it; `None` after an error that is noted in `errors`.
    fn read(node: Node<'_, '_>, at: &At<'_>, errors: &mut Errors) -> Option<Self>;

    /// Writes it as the contract does.
    fn write(&self, w: &mut Writer<'_>);
}

/// A text of a form.
fn form<T>(
    node: Node<'_, '_>,
    kind: &'static str,
    at: &At<'_>,
    errors: &mut Errors,
    parse: impl FnOnce(&str) -> Option<T>,
) -> Option<T> {
    let read = node.text().and_then(|text| parse(&text));
    if read.is_none() {
        errors.push(at, Reason::expected(kind));
    }
    read
}

impl FactValue for Date {
    const KIND: &'static str = "a date YYYY-MM-DD";

    const SHAPE: Shape = Shape::Date;

    fn read(node: Node<'_, '_>, at: &At<'_>, errors: &mut Errors) -> Option<Self> {
        form(node, Self::KIND, at, errors, |text| Self::parse(text).ok())
    }

    fn write(&self, w: &mut Writer<'_>) {
        w.text(&to_text(self));
    }
}

impl FactValue for Timestamp {
    const KIND: &'static str = "a timestamp YYYY-MM-DDTHH:MM:SS";

    const SHAPE: Shape = Shape::Timestamp;

    fn read(node: Node<'_, '_>, at: &At<'_>, errors: &mut Errors) -> Option<Self> {
        form(node, Self::KIND, at, errors, |text| Self::parse(text).ok())
    }

    fn write(&self, w: &mut Writer<'_>) {
        w.text(&to_text(self));
    }
}

impl FactValue for bool {
    const KIND: &'static str = "true or false";

    const SHAPE: Shape = Shape::Flag;

    fn read(node: Node<'_, '_>, at: &At<'_>, errors: &mut Errors) -> Option<Self> {
        node.read(at, errors)
    }

    fn write(&self, w: &mut Writer<'_>) {
        w.flag(*self);
    }
}

/// A count: 0 to 2^63-1, written as an integer.
impl FactValue for u64 {
    const KIND: &'static str = "an integer from 0 to 2^63-1";

    const SHAPE: Shape = Shape::COUNT;

    fn read(node: Node<'_, '_>, at: &At<'_>, errors: &mut Errors) -> Option<Self> {
        let count = exact_integer(node, at, errors)?;
        let count = Self::try_from(count).ok();
        if count.is_none() {
            errors.push(at, Reason::Range);
        }
        count
    }

    fn write(&self, w: &mut Writer<'_>) {
        w.number(self);
    }
}

/// An integer of the request itself: here `1.0` is not 1.
pub(crate) fn exact_integer(node: Node<'_, '_>, at: &At<'_>, errors: &mut Errors) -> Option<i64> {
    let Some(text) = node.number() else {
        errors.push(at, Reason::expected("an integer"));
        return None;
    };
    if text.contains(['.', 'e', 'E']) {
        errors.push(at, Reason::expected("an integer"));
        return None;
    }
    let read = text.parse().ok();
    if read.is_none() {
        errors.push(at, Reason::Range);
    }
    read
}

/// What is owned, as a whole: a type that is not named is owned zero times.
impl FactValue for Owned {
    const KIND: &'static str = "an object of LICENSE and CONSUMABLES to integers";

    const SHAPE: Shape = Shape::Object {
        name: "Owned",
        parts: &[
            Part::new("LICENSE", Shape::COUNT, "Licences; none when left out.").not_null(),
            Part::new("CONSUMABLES", Shape::COUNT, "Consumables; none when left out.").not_null(),
        ],
        others: OtherMembers::Closed,
    };

    fn read(node: Node<'_, '_>, at: &At<'_>, errors: &mut Errors) -> Option<Self> {
        let names = &["LICENSE", "CONSUMABLES"];
        node.object(at, errors)?;
        let before = errors.count();
        let mut count = |name| {
            let found = member(node, name, at, errors)?;
            u64::read(found, &at.name(name), errors)
        };
        let (license, consumables) = (count("LICENSE"), count("CONSUMABLES"));
        unknown_members(node, names, at, errors);
        let owned = Self {
            license: license.unwrap_or_default(),
            consumables: consumables.unwrap_or_default(),
        };
        (errors.count() == before).then_some(owned)
    }

    fn write(&self, w: &mut Writer<'_>) {
        w.begin_object();
        w.name("LICENSE");
        w.number(self.license);
        w.name("CONSUMABLES");
        w.number(self.consumables);
        w.end_object();
    }
}

/// A list of words of a closed set.
impl<W: Member + ClosedWord> FactValue for Vec<W> {
    const KIND: &'static str = W::LIST_KIND;

    const SHAPE: Shape = Shape::List { of: &Shape::Word(W::WORDS), null: false };

    fn read(node: Node<'_, '_>, at: &At<'_>, errors: &mut Errors) -> Option<Self> {
        let mut words = Self::new();
        let before = errors.count();
        for (index, element) in node.list(at, errors)?.enumerate() {
            let at = at.index(index);
            match element.read::<W>(&at, errors) {
                Some(word) if !word.is_known() => errors.push(&at, Reason::one_of(W::WORDS)),
                word => words.extend(word),
            }
        }
        (errors.count() == before).then_some(words)
    }

    fn write(&self, w: &mut Writer<'_>) {
        w.begin_list();
        for word in self {
            word.write(w);
        }
        w.end_list();
    }
}

/// A word that a list of facts may hold.
pub(crate) trait ClosedWord {
    /// What a list of them is, in words.
    const LIST_KIND: &'static str;
    /// The words.
    const WORDS: &'static [&'static str];

    /// Whether it is one of them.
    fn is_known(&self) -> bool;
}

/// The member `name` of a closed object of the request; null is an error.
pub(crate) fn member<'t, 'a>(
    node: Node<'t, 'a>,
    name: &'static str,
    at: &At<'_>,
    errors: &mut Errors,
) -> Option<Node<'t, 'a>> {
    let found = node.member(name)?;
    if found.is_null() {
        errors.push(&at.name(name), Reason::Null);
        return None;
    }
    Some(found)
}

/// Notes the members that are none of `known`, by name.
pub(crate) fn unknown_members(
    node: Node<'_, '_>,
    known: &'static [&'static str],
    at: &At<'_>,
    errors: &mut Errors,
) {
    let members = node.members().into_iter().flatten().map(|(name, _)| name);
    let mut unknown: Vec<_> = members.filter(|name| !known.contains(&&**name)).collect();
    sort_by(&mut unknown, Ord::cmp);
    for name in unknown {
        errors.push(&at.other(&name), Reason::none_of(known));
    }
}

/// Declares what a vendor's caller looks up: the struct `Facts`, the enum `Fact` of their names,
/// and their reader.
///
/// A row is: field, type, variant, name in the contract, what asks for it.
macro_rules! facts {
    (
        $(#[$of_facts:meta])*
        pub struct Facts {
            $( $(#[doc = $doc:literal])*
               $field:ident: $Type:ty = $Name:ident, $name:literal, $asked_by:literal; )+
        }
    ) => {
        $(#[$of_facts])*
        #[derive(Clone, Debug, PartialEq, Eq, Hash)]
        #[allow(clippy::exhaustive_structs, reason = "a caller says each, or that it is not known")]
        pub struct Facts {
            /// The readings in force.
            pub policy: Policy,
            $( $(#[doc = $doc])* pub $field: Option<$Type>, )+
        }

        /// The facts by name, in the order of the JSON contract. Exhaustive on purpose: a caller
        /// that can't look each of them up does not compile.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[allow(clippy::exhaustive_enums, reason = "a caller looks each of them up")]
        pub enum Fact {
            $( $(#[doc = $doc])* $Name, )+
        }

        impl Fact {
            /// The name in the JSON contract.
            pub const fn name(self) -> &'static str {
                match self { $( Self::$Name => $name, )+ }
            }
        }

        impl $crate::decision::FactName for Fact {
            const ALL: &'static [Self] = &[$( Self::$Name, )+];

            fn name(self) -> &'static str {
                self.name()
            }
        }

        impl core::fmt::Display for Fact {
            fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                f.pad(self.name())
            }
        }

        impl Facts {
            /// The names in the JSON contract, in order.
            pub(crate) const NAMES: &'static [&'static str] = &[$( $name, )+];

            /// Name, type and use of each fact, in order.
            pub const ROWS: &'static [$crate::decision::FactRow] = &[$(
                $crate::decision::FactRow {
                    name: $name,
                    kind: <$Type as $crate::decision::FactValue>::KIND,
                    asked_by: $asked_by,
                    about: concat!($($doc),*),
                    shape: <$Type as $crate::decision::FactValue>::SHAPE,
                },
            )+];

            /// Nothing was looked up.
            pub const fn unknown(policy: Policy) -> Self {
                Self { policy, $( $field: None, )+ }
            }

            /// Whether this fact was looked up.
            pub const fn knows(&self, fact: Fact) -> bool {
                match fact { $( Fact::$Name => self.$field.is_some(), )+ }
            }

            /// Reads the members of the contract's `facts`, found at `at`.
            pub(crate) fn read(
                node: Option<$crate::json::Node<'_, '_>>,
                policy: Policy,
                at: &$crate::json::At<'_>,
                errors: &mut $crate::json::Errors,
            ) -> Self {
                let mut facts = Self::unknown(policy);
                let Some(node) = node.filter(|node| node.object(at, errors).is_some()) else {
                    return facts;
                };
                $( if let Some(found) =
                    $crate::decision::facts_member(node, $name, at, errors)
                {
                    facts.$field = <$Type as $crate::decision::FactValue>::read(
                        found, &at.name($name), errors,
                    );
                } )+
                $crate::decision::unknown_members(node, Self::NAMES, at, errors);
                facts
            }

            /// Writes what is known, as the contract's `facts`.
            pub(crate) fn write(&self, w: &mut $crate::json::Writer<'_>) {
                w.begin_object();
                $( if let Some(value) = &self.$field {
                    w.name($name);
                    $crate::decision::FactValue::write(value, w);
                } )+
                w.end_object();
            }
        }

        $crate::decision::stored_facts!(Facts);
    };
}
pub(crate) use facts;

/// Serde for facts: `{"policy": {...}, "facts": {...}}`, as the JSON contract writes them.
macro_rules! stored_facts {
    ($Facts:ident) => {
        impl serde::Serialize for $Facts {
            fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
                $crate::json::serialize(
                    |w| {
                        w.begin_object();
                        w.name("policy");
                        self.policy.write(w);
                        w.name("facts");
                        self.write(w);
                        w.end_object();
                    },
                    s,
                )
            }
        }

        impl<'de> serde::Deserialize<'de> for $Facts {
            fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
                $crate::json::deserialize_node(d, |node, errors| {
                    let root = $crate::json::At::ROOT;
                    node.object(&root, errors)?;
                    let policy = $crate::decision::facts_member(node, "policy", &root, errors);
                    let policy = Policy::read(policy, &root.name("policy"), errors);
                    let facts = $crate::decision::facts_member(node, "facts", &root, errors);
                    let facts = Self::read(facts, policy, &root.name("facts"), errors);
                    let known = &["policy", "facts"];
                    $crate::decision::unknown_members(node, known, &root, errors);
                    Some(facts)
                })
            }
        }
    };
}
pub(crate) use stored_facts;
