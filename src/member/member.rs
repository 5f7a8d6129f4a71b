//! What every member of every record can do: be read, sent, written, compared and changed.

use alloc::string::String;
use core::fmt;
use core::hash::Hash;

use super::Others;
use super::after;
use super::raw::Value;
use super::visit::{Label, Reading};
use crate::json::{At, Errors, Path, PathStep, Reader, Reason, Text, Writer};
use crate::member::{Cause, Change, Field, Shape};

/// How a request differs from what is stored, where it should only repeat it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(clippy::exhaustive_enums, reason = "it repeats what is stored, or does not")]
pub enum Echo {
    /// A member that the model does not know.
    Unknown,
    /// Null over a value.
    Null,
    /// Another form of no value: null over an empty text or list, or an empty list where there is
    /// none.
    Blank,
    /// An empty text over another one.
    Empty,
    /// Another value, or one where there is none.
    Different,
}

/// A type of members: how it is stored, and what a request may say of it (`Sent`).
pub trait Member: Sized + Clone + Eq + Hash {
    /// What a request carries.
    type Sent<'a>: Clone + Eq + Hash;

    /// Whether a list of these is one value, and not a list of elements.
    const SCALAR: bool;

    /// What [`read`](Self::read) takes.
    const STORED: Shape;

    /// What [`read_sent`](Self::read_sent) takes.
    const SENT: Shape = Self::STORED;

    /// Reads what is stored: one value, whatever it is. `None` after an error that is noted in
    /// `errors`, or one of syntax.
    fn read(from: &mut Reader<'_>, at: &At<'_>, errors: &mut Errors) -> Option<Self>;

    /// Reads what was sent, in the same way.
    fn read_sent<'a>(
        from: &mut Reader<'a>,
        at: &At<'_>,
        errors: &mut Errors,
    ) -> Option<Self::Sent<'a>>;

    // The next three are methods, and not functions for any type of members, so that the compiler
    // puts them beside what drops that type.

    /// Reads the value of a change, if it is one of these.
    #[inline(never)]
    fn read_value(value: &Value) -> Option<Self> {
        let (text, mut errors) = (value.raw(), Errors::default());
        let mut from = Reader::new(text.as_str());
        let member = Self::read(&mut from, &At::ROOT, &mut errors);
        let is_whole = from.has_read_without(errors);
        member.filter(|_| is_whole)
    }

    /// Reads what is stored as a member of an object.
    #[inline(never)]
    fn read_member(
        slot: &mut Option<Self>,
        reading: &mut Reading<'_, '_>,
        label: &'static Label,
        others: &mut Others,
    ) {
        let at = reading.at.name(label.name);
        let was_null = others.has_come(label.name, reading.nulls);
        if reading.null(&at, slot.is_some() || was_null) {
            if !was_null {
                others.push_null(label.name, &mut reading.nulls);
            }
            return;
        }
        *slot = Self::read(reading.from, &at, reading.errors);
    }

    /// Reads what was sent in the same way.
    #[inline(never)]
    fn read_sent_member<'a>(
        slot: &mut Field<Self::Sent<'a>>,
        reading: &mut Reading<'_, 'a>,
        label: &'static Label,
    ) {
        let at = reading.at.name(label.name);
        *slot = if reading.null(&at, !slot.is_absent()) {
            Field::Null
        } else {
            Self::read_sent(reading.from, &at, reading.errors).map_or(Field::Absent, Field::Value)
        };
    }

    /// Writes what is stored.
    fn write(&self, w: &mut Writer<'_>);

    /// Writes it as it is after these changes, all of which are inside: the first `depth` steps of
    /// their paths lead to it. Returns how many it has made; the text counts only if these are all.
    fn write_after(&self, changes: &[Change], depth: usize, w: &mut Writer<'_>) -> usize {
        after::write_copy(self, changes, depth, w)
    }

    /// At most how many bytes it is written in.
    fn bound(&self) -> usize {
        Value::of(self).bound()
    }

    /// Writes what was sent.
    fn write_sent(sent: &Self::Sent<'_>, w: &mut Writer<'_>);

    /// What was sent, owned.
    fn own(sent: Self::Sent<'_>) -> Self::Sent<'static>;

    /// What a request says that only repeats it, borrowed. A null inside is not said: not every
    /// vendor takes it back.
    fn sent(&self) -> Self::Sent<'_>;

    /// What a change below a member without a value starts from, if that makes sense.
    fn empty() -> Option<Self> {
        None
    }

    /// Makes the first of these changes, which leads to `path` below `slot`, and those behind it
    /// that are made in one go with it; how many these are. Total: what does not fit is left alone.
    fn put(slot: &mut Option<Self>, path: &[PathStep], changes: &[Change]) -> usize {
        let value = first_value(changes);
        if path.is_empty() {
            match value.map(Value::read) {
                Some(None) => {}
                read => *slot = read.flatten(),
            }
            return 1;
        }
        if slot.is_none() && value.is_some() {
            *slot = Self::empty();
        }
        slot.as_mut().map_or(1, |this| this.put_in(path, changes))
    }

    /// The same at `path`, which has at least one step. Scalars have nothing inside.
    fn put_in(&mut self, _path: &[PathStep], _changes: &[Change]) -> usize {
        1
    }

    /// Whether what is at `path` below this is `value`. Null is no value, and so is what is not
    /// there. Values are compared by what they are, not by how they are spelt.
    ///
    /// Right for every member, since it reads what the member writes; members that hold others or
    /// compare without writing say it in less time.
    fn holds(&self, path: &[PathStep], value: Option<&Value>) -> bool {
        Value::of(self).holds_once(path, value)
    }

    /// Finds where a request that should only repeat what is stored does not.
    fn echo(
        stored: Option<&Self>,
        sent: &Field<Self::Sent<'_>>,
        at: &At<'_>,
        found: &mut dyn FnMut(&At<'_>, Echo),
    );

    /// Finds every change between two stored values, in document order.
    fn differ(before: Option<&Self>, after: Option<&Self>, at: &Path, each: &mut dyn FnMut(Change));

    /// Shows it without personal data.
    fn show(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result;

    /// Shows what was sent without personal data.
    fn show_sent(sent: &Self::Sent<'_>, f: &mut fmt::Formatter<'_>) -> fmt::Result;
}

/// Whether what is at `path` below a member that may be missing is `value`.
pub(crate) fn holds<M: Member>(
    stored: Option<&M>,
    path: &[PathStep],
    value: Option<&Value>,
) -> bool {
    match stored {
        Some(stored) => stored.holds(path, value),
        None => value.is_none_or(Value::is_null),
    }
}

/// What is there after the first of these changes.
pub(crate) fn first_value(changes: &[Change]) -> Option<&Value> {
    changes.first()?.after.as_ref()
}

/// Makes changes in their order: `put` makes the first of those that are left, and says how many it
/// has made.
pub(crate) fn each_put(mut changes: &[Change], mut put: impl FnMut(&Change, &[Change]) -> usize) {
    while let Some(change) = changes.first() {
        let made = put(change, changes);
        changes = changes.get(made.max(1)..).unwrap_or_default();
    }
}

/// `Debug` without personal data.
#[expect(clippy::exhaustive_structs, reason = "a wrapper, and nothing else")]
pub struct Redacted<'s, M: Member>(pub &'s M);

impl<M: Member> fmt::Debug for Redacted<'_, M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.show(f)
    }
}

/// `Debug` of a sent member without personal data.
#[expect(clippy::exhaustive_structs, reason = "a wrapper, and nothing else")]
pub struct RedactedSent<'s, 'a, M: Member>(pub &'s Field<M::Sent<'a>>);

impl<M: Member> fmt::Debug for RedactedSent<'_, '_, M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Field::Absent => f.write_str("absent"),
            Field::Null => f.write_str("null"),
            Field::Value(sent) => M::show_sent(sent, f),
        }
    }
}

/// The change of a scalar, if it is one.
pub(crate) fn differ_scalar<M: Member>(
    before: Option<&M>,
    after: Option<&M>,
    at: &Path,
    each: &mut dyn FnMut(Change),
    value: impl Fn(&M) -> Value,
) {
    if before != after {
        set(before.map(&value), after.map(&value), at, each);
    }
}

/// The change of a place from one value to another.
#[inline(never)]
pub(crate) fn set(
    before: Option<Value>,
    after: Option<Value>,
    at: &Path,
    each: &mut dyn FnMut(Change),
) {
    each(Change { path: at.clone(), cause: Cause::Set, before, after });
}

/// The echo of a scalar: `same` compares what is stored with what was sent.
pub(crate) fn echo_scalar<M: Member>(
    stored: Option<&M>,
    sent: &Field<M::Sent<'_>>,
    at: &At<'_>,
    found: &mut dyn FnMut(&At<'_>, Echo),
    same: impl Fn(&M, &M::Sent<'_>) -> bool,
) {
    match (stored, sent) {
        (_, Field::Absent) | (None, Field::Null) => {}
        (Some(_), Field::Null) => found(at, Echo::Null),
        (Some(stored), Field::Value(sent)) if same(stored, sent) => {}
        (_, Field::Value(_)) => found(at, Echo::Different),
    }
}

/// The echo of a text: an empty one over another is found as that.
pub(crate) fn echo_text(
    stored: Option<&str>,
    sent: &Field<Text<'_>>,
    at: &At<'_>,
    found: &mut dyn FnMut(&At<'_>, Echo),
) {
    match (stored, sent) {
        (_, Field::Absent) | (None, Field::Null) => {}
        (Some(""), Field::Null) => found(at, Echo::Blank),
        (Some(_), Field::Null) => found(at, Echo::Null),
        (Some(stored), Field::Value(sent)) if *stored == **sent => {}
        (_, Field::Value(sent)) if sent.is_empty() => found(at, Echo::Empty),
        (_, Field::Value(_)) => found(at, Echo::Different),
    }
}

/// Whether a text holds `value` at `path`.
pub(crate) fn text_holds(text: &str, path: &[PathStep], value: Option<&Value>) -> bool {
    match (path, value) {
        ([], Some(Value::Text(value))) => value.is(text),
        _ => Value::Text(text.into()).holds(path, value),
    }
}

impl Member for String {
    type Sent<'a> = Text<'a>;

    const SCALAR: bool = true;

    const STORED: Shape = Shape::Text;

    fn read(from: &mut Reader<'_>, at: &At<'_>, errors: &mut Errors) -> Option<Self> {
        Self::read_sent(from, at, errors).map(Self::from)
    }

    fn read_sent<'a>(from: &mut Reader<'a>, at: &At<'_>, errors: &mut Errors) -> Option<Text<'a>> {
        let text = from.text();
        if text.is_none() {
            errors.push(at, Reason::expected("a string"));
        }
        text
    }

    fn write(&self, w: &mut Writer<'_>) {
        w.text(self);
    }

    fn bound(&self) -> usize {
        after::bound_text(self)
    }

    fn write_sent(sent: &Text<'_>, w: &mut Writer<'_>) {
        w.text(sent);
    }

    fn own(sent: Text<'_>) -> Text<'static> {
        sent.into_owned()
    }

    fn sent(&self) -> Text<'_> {
        Text::from(self.as_str())
    }

    fn put(slot: &mut Option<Self>, path: &[PathStep], changes: &[Change]) -> usize {
        match (path, first_value(changes)) {
            ([], Some(Value::Text(text))) => match slot {
                // The old buffer serves the new text.
                Some(old) => {
                    old.clear();
                    old.push_str(text);
                }
                None => *slot = Some(Self::from(&**text)),
            },
            ([], None) => *slot = None,
            _ => {}
        }
        1
    }

    fn holds(&self, path: &[PathStep], value: Option<&Value>) -> bool {
        text_holds(self, path, value)
    }

    fn echo(
        stored: Option<&Self>,
        sent: &Field<Text<'_>>,
        at: &At<'_>,
        found: &mut dyn FnMut(&At<'_>, Echo),
    ) {
        echo_text(stored.map(Self::as_str), sent, at, found);
    }

    fn differ(
        before: Option<&Self>,
        after: Option<&Self>,
        at: &Path,
        each: &mut dyn FnMut(Change),
    ) {
        differ_scalar(before, after, at, each, |text| Value::Text(text.as_str().into()));
    }

    fn show(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("\"…\"")
    }

    fn show_sent(sent: &Text<'_>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(sent, f)
    }
}
