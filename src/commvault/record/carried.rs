//! Members that the account carries and no update can touch: of the right type, contents open.

use core::fmt;

use crate::decision::{Change, Changes};
use crate::json::{At, Errors, Path, PathStep, Reader, Reason, Text, Writer, sort_by_key};
use crate::member::{Echo, Field, Member, OtherMembers, Part, Raw, Shape, differ_raw};

/// A member kept exactly as it came, if `$fits` says that it has the right type; `$look` notes what
/// of its inside has another, or may not be stored; `$is_none` says which text is no value.
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

            fn take<'a>(
                from: &mut Reader<'a>,
                at: &At<'_>,
                stored: bool,
                errors: &mut Errors,
            ) -> Option<Text<'a>> {
                let fits = $fits(from);
                if fits {
                    $look(&mut from.clone(), at, stored, errors);
                } else {
                    errors.push(at, Reason::expected($what));
                }
                let raw = from.raw();
                fits.then(|| Text::from(raw))
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
                Self::take(from, at, true, errors).map(|text| Self(Raw::trusted(&*text)))
            }

            fn read_sent<'a>(
                from: &mut Reader<'a>,
                at: &At<'_>,
                errors: &mut Errors,
            ) -> Option<Text<'a>> {
                Self::take(from, at, false, errors)
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
                let mut found = Changes::new();
                let (before, after) = (before.map(Self::as_str), after.map(Self::as_str));
                differ_raw(before, after, at, &mut |change| found.push(change));
                sort_by_key(&mut found, |change| rank(at, change));
                found.into_iter().for_each(each);
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
    /// The services of an account: an array of objects whose members differ from version to version
    /// of the page, so they are carried and not modelled.
    Services,
    Shape::List { of: &SERVICE, null: false },
    Shape::List { of: &SERVICE, null: true },
    "an array", Reader::is_list, look_at_services, is_empty_list
);

carried!(
    /// What is switched off for a deactivated account: an object of booleans.
    Options, OPTIONS, OPTIONS, "an object", Reader::is_object, look_at_options, |_| false
);

const SERVICE: Shape = Shape::Object { name: "Service", parts: &[], others: OtherMembers::Read };

const OPTIONS: Shape =
    Shape::Object { name: "Options", parts: SWITCH_PARTS, others: OtherMembers::Read };

/// Names each switch once, in the order of the model.
macro_rules! switches {
    ($($name:literal: $about:literal,)*) => {
        /// What can be switched off.
        const SWITCHES: &[&str] = &[$($name),*];

        /// The same, a slash before each.
        pub(super) const SWITCHES_TEXT: &str = concat!($("/", $name),*);

        const SWITCH_PARTS: &[Part] = &[$(Part::new($name, Shape::Flag, $about)),*];
    };
}

switches! {
    "disableLogin": "Whether nobody can sign in.",
    "disableBackup": "Whether nothing is backed up.",
    "disableRestore": "Whether nothing can be restored.",
}

/// Where a change inside of a member belongs: at the switches in the order of the model, and behind
/// them.
fn rank(at: &Path, change: &Change) -> usize {
    let is_it = |step: &PathStep, switch: &str| match step {
        PathStep::Name(name) => **name == *switch,
        PathStep::Index(_) => false,
    };
    let step = change.path.steps().get(at.steps().len());
    let switch = step.and_then(|step| SWITCHES.iter().position(|switch| is_it(step, switch)));
    switch.unwrap_or(SWITCHES.len())
}

/// Notes each element that is no object; a stored list has no null.
fn look_at_services(from: &mut Reader<'_>, at: &At<'_>, stored: bool, errors: &mut Errors) {
    let Some(mut elements) = from.list(at, errors) else { return };
    let mut index = 0_usize;
    while elements.next(from) {
        if from.null() {
            if stored {
                errors.push(&at.index(index), Reason::Null);
            }
        } else {
            if !from.is_object() {
                errors.push(&at.index(index), Reason::expected("an object"));
            }
            from.raw();
        }
        index = index.saturating_add(1);
    }
}

/// Notes each switch that is neither on nor off.
fn look_at_options(from: &mut Reader<'_>, at: &At<'_>, _: bool, errors: &mut Errors) {
    let before = errors.count();
    let Some(mut members) = from.object(at, errors) else { return };
    while let Some(name) = members.next(from) {
        let switch = SWITCHES.iter().find(|switch| ***switch == *name);
        let is_null = from.null();
        let has_type = is_null || from.flag().is_some();
        if let Some(switch) = switch.filter(|_| !has_type) {
            errors.push(&at.name(switch), Reason::expected("true or false"));
        }
    }
    errors.arrange(before, at, SWITCHES);
}

/// Whether a JSON array is empty.
fn is_empty_list(raw: &str) -> bool {
    let inside = raw.strip_prefix(['[']).and_then(|rest| rest.strip_suffix([']']));
    inside.is_some_and(|inside| inside.trim_matches([' ', '\n', '\r', '\t']).is_empty())
}
