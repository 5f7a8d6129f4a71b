//! Policies: one choice for each point that a vendor leaves open, by name. One table at each vendor
//! makes the struct and its reader.

use alloc::string::String;

use super::facts::exact_integer;
use crate::json::{At, Errors, Node, Reason, Writer};
use crate::member::Shape;
use crate::value::Quantity;

/// One reading of a vendor's policy, as documentation and schemas show it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct ReadingRow {
    /// The name in the JSON contract, such as `empty-contacts`.
    pub name: &'static str,
    /// The choices by name; of a number, what it may be.
    pub choices: &'static [&'static str],
    /// What is chosen about.
    pub about: &'static str,
    /// The choices, as a schema says them.
    pub shape: Shape,
}

/// A choice about one point.
pub(crate) trait Choice: Copy {
    /// The choices by name; of a number, what it may be.
    const CHOICES: &'static [&'static str];

    /// The choices, as a schema says them.
    const SHAPE: Shape = Shape::Word(Self::CHOICES);

    /// Reads it; `None` after an error that is noted in `errors`.
    fn read(node: Node<'_, '_>, at: &At<'_>, errors: &mut Errors) -> Option<Self>;

    /// Writes it as the contract does.
    fn write(self, w: &mut Writer<'_>);
}

impl Choice for u16 {
    const CHOICES: &'static [&'static str] = &["an integer from 0 to 65535"];

    const SHAPE: Shape = Shape::Integer { least: 0, most: 65_535 };

    fn read(node: Node<'_, '_>, at: &At<'_>, errors: &mut Errors) -> Option<Self> {
        let read = exact_integer(node, at, errors)?;
        let number = Self::try_from(read).ok();
        if number.is_none() {
            errors.push(at, Reason::Range);
        }
        number
    }

    fn write(self, w: &mut Writer<'_>) {
        w.number(self);
    }
}

/// A number of days, or any.
impl Choice for Option<u16> {
    const CHOICES: &'static [&'static str] = &["any", "an integer from 0 to 65535"];

    const SHAPE: Shape = Shape::OneOf(&[Shape::Word(&["any"]), u16::SHAPE]);

    fn read(node: Node<'_, '_>, at: &At<'_>, errors: &mut Errors) -> Option<Self> {
        if node.text().is_some_and(|text| *text == *"any") {
            return Some(None);
        }
        u16::read(node, at, errors).map(Some)
    }

    fn write(self, w: &mut Writer<'_>) {
        match self {
            None => w.text("any"),
            Some(number) => w.number(number),
        }
    }
}

impl Choice for Quantity {
    const CHOICES: &'static [&'static str] = &["an integer from 0 to 2147483647"];

    const SHAPE: Shape = Shape::QUANTITY;

    fn read(node: Node<'_, '_>, at: &At<'_>, errors: &mut Errors) -> Option<Self> {
        let read = exact_integer(node, at, errors)?;
        let quantity = Self::new(read).ok();
        if quantity.is_none() {
            errors.push(at, Reason::Range);
        }
        quantity
    }

    fn write(self, w: &mut Writer<'_>) {
        w.number(self.number());
    }
}

/// Reads one word of a choice.
pub(crate) fn chosen<C: Copy>(
    node: Node<'_, '_>,
    choices: &'static [&'static str],
    by_name: impl FnOnce(&str) -> Option<C>,
    at: &At<'_>,
    errors: &mut Errors,
) -> Option<C> {
    let text: String = node.read(at, errors)?;
    let read = by_name(&text);
    if read.is_none() {
        errors.push(at, Reason::one_of(choices));
    }
    read
}

/// Declares an enum of choices, or of what can happen, with their names in the JSON contract.
macro_rules! choices {
    ($(
        $(#[$doc:meta])*
        pub enum $Choice:ident { $( $(#[$of_word:meta])* $Word:ident = $name:literal, )+ }
    )+) => { $(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[allow(clippy::exhaustive_enums, reason = "callers choose one, or say what happened")]
        pub enum $Choice { $( $(#[$of_word])* $Word, )+ }

        impl $Choice {
            /// All of them, in order.
            pub const ALL: &'static [Self] = &[$( Self::$Word, )+];

            /// The names in the JSON contract, in order.
            pub const NAMES: &'static [&'static str] = &[$( $name, )+];

            /// The name in the JSON contract.
            pub const fn name(self) -> &'static str {
                match self { $( Self::$Word => $name, )+ }
            }

            /// The choice of this name.
            pub fn by_name(name: &str) -> Option<Self> {
                match name {
                    $( $name => Some(Self::$Word), )+
                    _ => None,
                }
            }
        }

        impl core::fmt::Display for $Choice {
            fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                f.pad(self.name())
            }
        }

        impl core::str::FromStr for $Choice {
            type Err = $crate::decision::UnknownWord;

            fn from_str(name: &str) -> Result<Self, Self::Err> {
                Self::by_name(name).ok_or($crate::decision::UnknownWord::none_of(Self::NAMES))
            }
        }

        $crate::decision::serde_by_word!($Choice, name);

        impl $crate::decision::Choice for $Choice {
            const CHOICES: &'static [&'static str] = Self::NAMES;

            fn read(
                node: $crate::json::Node<'_, '_>,
                at: &$crate::json::At<'_>,
                errors: &mut $crate::json::Errors,
            ) -> Option<Self> {
                $crate::decision::chosen(node, Self::CHOICES, Self::by_name, at, errors)
            }

            fn write(self, w: &mut $crate::json::Writer<'_>) {
                w.text(self.name());
            }
        }
    )+ };
}
pub(crate) use choices;

/// Declares a vendor's policy: the struct, its presets by name, and its reader. The presets
/// themselves are functions that are written out, so that each answers every reading.
///
/// A row is: field, type, name in the contract, and what is chosen about, which is documentation as
/// well. Rows in `within` lie in a part of the policy that another module has declared.
macro_rules! policy {
    (
        $(#[$of_policy:meta])*
        pub struct Policy {
            $( $field:ident: $Type:ty = $name:literal, $about:literal; )+
        }
        $( within $part:ident: $Part:ty {
            $( $inner:ident: $Inner:ty = $inner_name:literal, $inner_about:literal; )+
        } )?
        presets { $( $preset:literal => $make:ident, )+ }
    ) => {
        $(#[$of_policy])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[allow(clippy::exhaustive_structs, reason = "a deployment chooses each")]
        pub struct Policy {
            $( #[doc = concat!("The choice about: ", $about, ".")] pub $field: $Type, )+
            $(
                /// The readings of a part that is a machine of its own.
                pub $part: $Part,
            )?
        }

        impl Policy {
            /// Names of the presets; the first is the default of the JSON contract.
            pub const NAMES: &'static [&'static str] = &[$( $preset, )+];

            /// Name, choices and subject of each reading, in order.
            pub const READINGS: &'static [$crate::decision::ReadingRow] = &[
                $( $crate::decision::ReadingRow {
                    name: $name,
                    choices: <$Type as $crate::decision::Choice>::CHOICES,
                    about: $about,
                    shape: <$Type as $crate::decision::Choice>::SHAPE,
                }, )+
                $( $( $crate::decision::ReadingRow {
                    name: $inner_name,
                    choices: <$Inner as $crate::decision::Choice>::CHOICES,
                    about: $inner_about,
                    shape: <$Inner as $crate::decision::Choice>::SHAPE,
                }, )+ )?
            ];

            const MEMBERS: &'static [&'static str] =
                &["preset", $( $name, )+ $( $( $inner_name, )+ )?];

            /// The preset of this name.
            pub fn by_name(name: &str) -> Option<Self> {
                match name {
                    $( $preset => Some(Self::$make()), )+
                    _ => None,
                }
            }

            /// Reads the contract's `policy`, found at `at`: the name of a preset, or an object
            /// with `preset` and single readings. Left out, it is the first preset.
            pub(crate) fn read(
                node: Option<$crate::json::Node<'_, '_>>,
                at: &$crate::json::At<'_>,
                errors: &mut $crate::json::Errors,
            ) -> Self {
                let default = Self::documented();
                let Some(node) = node else { return default };
                let chosen = |node, at: &$crate::json::At<'_>, errors: &mut _| {
                    $crate::decision::chosen(node, Self::NAMES, Self::by_name, at, errors)
                        .unwrap_or(default)
                };
                if node.text().is_some() {
                    return chosen(node, at, errors);
                }
                if node.members().is_none() {
                    let what = "the name of a preset, or an object";
                    errors.push(at, $crate::json::Reason::expected(what));
                    return default;
                }
                let member = $crate::decision::facts_member;
                let mut policy = match member(node, "preset", at, errors) {
                    Some(preset) => chosen(preset, &at.name("preset"), errors),
                    None => default,
                };
                $( if let Some(found) = member(node, $name, at, errors)
                    && let Some(read) = $crate::decision::Choice::read(
                        found, &at.name($name), errors,
                    )
                {
                    policy.$field = read;
                } )+
                $( $( if let Some(found) = member(node, $inner_name, at, errors)
                    && let Some(read) = $crate::decision::Choice::read(
                        found, &at.name($inner_name), errors,
                    )
                {
                    policy.$part.$inner = read;
                } )+ )?
                $crate::decision::unknown_members(node, Self::MEMBERS, at, errors);
                policy
            }

            /// Writes every reading, as an object of the contract.
            pub(crate) fn write(&self, w: &mut $crate::json::Writer<'_>) {
                w.begin_object();
                $( w.name($name); $crate::decision::Choice::write(self.$field, w); )+
                $( $( w.name($inner_name);
                    $crate::decision::Choice::write(self.$part.$inner, w); )+ )?
                w.end_object();
            }
        }

        impl serde::Serialize for Policy {
            fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
                $crate::json::serialize(|w| self.write(w), s)
            }
        }

        impl<'de> serde::Deserialize<'de> for Policy {
            fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
                $crate::json::deserialize_node(d, |node, errors| {
                    Some(Self::read(Some(node), &$crate::json::At::ROOT, errors))
                })
            }
        }
    };
}
pub(crate) use policy;
