//! Serde for what can happen to a record: as the JSON contract writes it, an object with exactly
//! one member, which is named after what happened.

use crate::json::{At, Errors, Node, Reason};

/// Reads an input with `read`, which is given the name of its member and knows the `names` of all.
pub(crate) fn read_input<'t, 'a, I>(
    node: Node<'t, 'a>,
    names: &'static [&'static str],
    errors: &mut Errors,
    read: impl FnOnce(&str, Node<'t, 'a>, &At<'_>, &mut Errors) -> Option<I>,
) -> Option<I> {
    let root = At::ROOT;
    let mut members = node.object(&root, errors)?;
    let only = members.next().filter(|_| members.next().is_none());
    let Some((name, value)) = only else {
        errors.push(&root, Reason::expected("an object with exactly one member"));
        return None;
    };
    let at = root.other(&name);
    if !names.contains(&&*name) {
        errors.push(&at, Reason::none_of(names));
        return None;
    }
    if value.is_null() {
        errors.push(&at, Reason::Null);
        return None;
    }
    read(&name, value, &at, errors)
}

/// Serde for the inputs of a vendor, which write and read one member each.
macro_rules! stored_input {
    ($Input:ident) => {
        impl serde::Serialize for $Input<'_> {
            fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                let write = |w: &mut $crate::json::Writer<'_>| {
                    w.begin_object();
                    self.write(w);
                    w.end_object();
                };
                $crate::json::serialize(write, to)
            }
        }

        impl<'de> serde::Deserialize<'de> for $Input<'static> {
            fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                $crate::json::deserialize_node(from, |node, errors| {
                    let read = $crate::decision::read_input(
                        node,
                        $Input::NAMES,
                        errors,
                        |name, value, at, errors| $Input::read(name, value, at, errors),
                    );
                    read.map($Input::into_owned)
                })
            }
        }
    };
}
pub(crate) use stored_input;
