//! Members that the account carries and no update can touch: of the right type, contents open.

use core::fmt;

use crate::decision::Change;
use crate::json::{At, Errors, Path, Reader, Reason, Text, Writer};
use crate::member::{Echo, Field, Member, OtherMembers, Raw, Shape, differ_raw};

/// A member kept exactly as it came, if `$fits` says that it has the right type; `$look` notes what
/// may not be stored, `$is_none` says which text of it is no value.
macro_rules! carried {
    (
        $(#[$meta:meta])* $Carried:ident, $stored:expr, $sent:expr,
        $what:literal, $fits:expr, $look:expr, $is_none:expr
    ) => {
        $(#[$meta])*
        #[derive(Clone, PartialEq, Eq, Hash)]
        pub struct $Carried(Raw);

        impl $Carried {
            /// The JSON text, exactly as it came.
            pub fn as_str(&self) -> &str {
                self.0.as_str()
            }
        }

        impl fmt::Debug for $Carried {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("…")
            }
        }

        impl Member for $Carried {
            type Sent<'a> = Text<'a>;

            const SCALAR: bool = true;

            const STORED: Shape = $stored;

            const SENT: Shape = $sent;

            fn read(from: &mut Reader<'_>, at: &At<'_>, errors: &mut Errors) -> Option<Self> {
                let look: fn(Reader<'_>, &At<'_>, &mut Errors) = $look;
                look(from.clone(), at, errors);
                Self::read_sent(from, at, errors).map(|text| Self(Raw::trusted(&*text)))
            }

            fn read_sent<'a>(
                from: &mut Reader<'a>,
                at: &At<'_>,
                errors: &mut Errors,
            ) -> Option<Text<'a>> {
                let fits = $fits(from);
                let raw = from.raw();
                if !fits {
                    errors.push(at, Reason::expected($what));
                }
                fits.then(|| Text::from(raw))
            }

            fn write(&self, w: &mut Writer<'_>) {
                w.raw(self.as_str());
            }

            fn write_sent(sent: &Text<'_>, w: &mut Writer<'_>) {
                w.raw(sent);
            }

            fn own(sent: Text<'_>) -> Text<'static> {
                sent.into_owned()
            }

            fn sent(&self) -> Text<'_> {
                Text::from(self.as_str())
            }

            fn echo(
                stored: Option<&Self>,
                sent: &Field<Text<'_>>,
                at: &At<'_>,
                found: &mut dyn FnMut(&At<'_>, Echo),
            ) {
                let is_none: fn(&str) -> bool = $is_none;
                // No value repeats no value.
                let stored = stored.filter(|stored| !is_none(stored.as_str()));
                match (stored, sent) {
                    (_, Field::Absent) | (None, Field::Null) => {}
                    (Some(_), Field::Null) => found(at, Echo::Null),
                    (None, Field::Value(sent)) if is_none(sent) => {}
                    (Some(stored), Field::Value(sent)) if stored.0.same_value(sent) => {}
                    (_, Field::Value(_)) => found(at, Echo::Different),
                }
            }

            // By value and leaf by leaf, although an echo is judged as a whole.
            fn differ(
                before: Option<&Self>,
                after: Option<&Self>,
                at: &Path,
                each: &mut dyn FnMut(Change),
            ) {
                differ_raw(before.map(Self::as_str), after.map(Self::as_str), at, each);
            }

            fn show(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("…")
            }

            fn show_sent(_: &Text<'_>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("…")
            }
        }
    };
}

carried!(
    /// The services of an account: an array whose elements differ from version to version of the
    /// page, so they are carried and not modelled.
    Services,
    Shape::List { of: &Shape::Any, null: false },
    Shape::List { of: &Shape::Any, null: true },
    "an array", Reader::is_list, refuse_nulls, is_empty_list
);

carried!(
    /// What is switched off for a deactivated account: an object.
    Options, OPTIONS, OPTIONS, "an object", Reader::is_object, |_, _, _| (), |_| false
);

const OPTIONS: Shape = Shape::Object { name: "Options", parts: &[], others: OtherMembers::Read };

/// Notes each element of a stored list that is null.
fn refuse_nulls(mut from: Reader<'_>, at: &At<'_>, errors: &mut Errors) {
    if !from.is_list() {
        return;
    }
    let Some(mut elements) = from.list(at, errors) else { return };
    let mut index = 0_usize;
    while elements.next(&mut from) {
        if from.null() {
            errors.push(&at.index(index), Reason::Null);
        } else {
            from.raw();
        }
        index = index.saturating_add(1);
    }
}

/// Whether a JSON array is empty.
fn is_empty_list(raw: &str) -> bool {
    let inside = raw.strip_prefix(['[']).and_then(|rest| rest.strip_suffix([']']));
    inside.is_some_and(|inside| inside.trim_matches([' ', '\n', '\r', '\t']).is_empty())
}
