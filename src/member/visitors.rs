//! What every object does, written once: as visits of its members.

use core::fmt;
use core::slice::Iter;

use super::after;
use super::member::{Echo, Member, Redacted, RedactedSent, first_value, holds};
use super::visit::{Each, EachPair, EachSent, Fill, FillSent, Find, Label, Object, Reading};
use super::{Change, Field, OtherMembers, Others, Shape, Value};
use crate::json::{At, Errors, Path, PathStep, Reader, Writer};

impl Fill for Reading<'_, '_> {
    #[inline(always)]
    fn member<T: Member>(
        &mut self,
        label: &'static Label,
        slot: &mut Option<T>,
        others: &mut Others,
    ) {
        T::read_member(slot, self, label, others);
    }
}

impl<'a> FillSent<'a> for Reading<'_, 'a> {
    #[inline(always)]
    fn member<T: Member>(&mut self, label: &'static Label, slot: &mut Field<T::Sent<'a>>) {
        T::read_sent_member(slot, self, label);
    }
}

/// Writes members.
struct Writing<'v, 'o> {
    others: &'v Others,
    to: &'v mut Writer<'o>,
}

impl Each for Writing<'_, '_> {
    #[inline(never)]
    fn member<T: Member>(&mut self, label: &'static Label, stored: Option<&T>) {
        match stored {
            Some(value) => {
                self.to.key(label.key);
                value.write(self.to);
            }
            None if self.others.has_null(label.name) => {
                self.to.key(label.key);
                self.to.null();
            }
            None => {}
        }
    }
}

struct WritingSent<'v, 'o>(&'v mut Writer<'o>);

impl EachSent for WritingSent<'_, '_> {
    #[inline(never)]
    fn member<T: Member>(
        &mut self,
        label: &'static Label,
        _: Option<&T>,
        sent: &Field<T::Sent<'_>>,
    ) {
        match sent {
            Field::Absent => {}
            Field::Null => {
                self.0.key(label.key);
                self.0.null();
            }
            Field::Value(value) => {
                self.0.key(label.key);
                T::write_sent(value, self.0);
            }
        }
    }
}

/// Makes the first of `changes`, at `rest` inside of a member.
struct Putting<'v> {
    rest: &'v [PathStep],
    changes: &'v [Change],
    /// How many are made.
    made: usize,
}

impl Fill for Putting<'_> {
    #[inline(never)]
    fn member<T: Member>(
        &mut self,
        label: &'static Label,
        slot: &mut Option<T>,
        others: &mut Others,
    ) {
        let Self { rest, changes, .. } = *self;
        if !others.is_empty() && (rest.is_empty() || first_value(changes).is_some()) {
            others.forget(label.name);
        }
        self.made = T::put(slot, rest, changes);
    }
}

/// Compares what is at `rest` inside of a member.
struct Holding<'v> {
    rest: &'v [PathStep],
    value: Option<&'v Value>,
}

impl Find for Holding<'_> {
    type Found = bool;

    /// Whether it is `value`.
    #[inline(never)]
    fn member<T: Member>(&self, stored: Option<&T>) -> bool {
        holds(stored, self.rest, self.value)
    }
}

/// Finds where a request does not repeat what is stored.
struct Echoing<'v> {
    /// Whether there is anything that it could repeat.
    stored: bool,
    /// Whether it says anything where there is nothing.
    says: bool,
    at: &'v At<'v>,
    found: &'v mut dyn FnMut(&At<'_>, Echo),
}

impl EachSent for Echoing<'_> {
    #[inline(never)]
    fn member<T: Member>(
        &mut self,
        label: &'static Label,
        stored: Option<&T>,
        sent: &Field<T::Sent<'_>>,
    ) {
        let at = self.at.name(label.name);
        if self.stored {
            return T::echo(stored, sent, &at, self.found);
        }
        // The record lacks the object around this member. If any member has a value, the object is
        // reported as different, once; of the members only unknown ones are reported.
        T::echo(None, sent, &at, &mut |at, echo| match echo {
            Echo::Unknown => (self.found)(at, echo),
            Echo::Blank => {}
            _ => self.says = true,
        });
    }
}

/// Finds what differs.
struct Differing<'v> {
    at: &'v Path,
    each: &'v mut dyn FnMut(Change),
}

impl EachPair for Differing<'_> {
    #[inline(never)]
    fn member<T: Member>(&mut self, label: &'static Label, before: Option<&T>, after: Option<&T>) {
        // A path costs more than comparing, and most members are equal.
        if before != after {
            T::differ(before, after, &self.at.name(label.name), self.each);
        }
    }
}

/// Shows members without personal data.
struct Showing<'a, 'b> {
    to: fmt::DebugStruct<'a, 'b>,
    /// The names of the members that come.
    fields: Iter<'static, &'static str>,
}

impl Showing<'_, '_> {
    fn next(&mut self, label: &'static Label) -> &'static str {
        self.fields.next().copied().unwrap_or(label.name)
    }
}

impl Each for Showing<'_, '_> {
    fn member<T: Member>(&mut self, label: &'static Label, stored: Option<&T>) {
        let field = self.next(label);
        if let Some(value) = stored {
            self.to.field(field, &Redacted(value));
        }
    }
}

impl EachSent for Showing<'_, '_> {
    fn member<T: Member>(
        &mut self,
        label: &'static Label,
        _: Option<&T>,
        sent: &Field<T::Sent<'_>>,
    ) {
        let field = self.next(label);
        if !sent.is_absent() {
            self.to.field(field, &RedactedSent::<T>(sent));
        }
    }
}

impl<O: Object> Member for O {
    type Sent<'a> = O::Sent<'a>;

    const SCALAR: bool = false;

    const STORED: Shape =
        Shape::Object { name: O::NAME, parts: O::PARTS, others: OtherMembers::Read };

    const SENT: Shape =
        Shape::Object { name: O::SENT_NAME, parts: O::SENT_PARTS, others: OtherMembers::Read };

    fn read(from: &mut Reader<'_>, at: &At<'_>, errors: &mut Errors) -> Option<Self> {
        let mut this = Self::default();
        let before = errors.count();
        let mut members = from.object(at, errors)?;
        let mut reading = Reading { from, at, errors: &mut *errors, nulls: 0 };
        while let Some(name) = members.next(reading.from) {
            if !this.fill(&name, &mut reading) {
                this.others_mut().push(&name, reading.from.raw());
            }
        }
        if !this.others().is_empty() || errors.count() > before {
            this.others_mut().settle(at, errors);
            errors.arrange(before, at, O::NAMES);
        }
        Some(this)
    }

    fn read_sent<'a>(
        from: &mut Reader<'a>,
        at: &At<'_>,
        errors: &mut Errors,
    ) -> Option<O::Sent<'a>> {
        let mut this = O::Sent::default();
        let before = errors.count();
        let mut members = from.object(at, errors)?;
        let mut reading = Reading { from, at, errors: &mut *errors, nulls: 0 };
        while let Some(name) = members.next(reading.from) {
            if !O::fill_sent(&mut this, &name, &mut reading) {
                O::sent_others_mut(&mut this).push(name, reading.from.raw());
            }
        }
        if !O::sent_others(&this).is_empty() || errors.count() > before {
            O::sent_others_mut(&mut this).settle(at, errors);
            errors.arrange(before, at, O::NAMES);
        }
        Some(this)
    }

    fn write(&self, w: &mut Writer<'_>) {
        w.begin_object();
        self.each(&mut Writing { others: self.others(), to: &mut *w });
        self.others().write(O::NAMES, w);
        w.end_object();
    }

    fn write_after(&self, changes: &[Change], depth: usize, w: &mut Writer<'_>) -> usize {
        after::write_object(self, changes, depth, w)
    }

    fn bound(&self) -> usize {
        after::bound_object(self)
    }

    fn write_sent(sent: &O::Sent<'_>, w: &mut Writer<'_>) {
        w.begin_object();
        O::each_sent(None, sent, &mut WritingSent(&mut *w));
        O::sent_others(sent).write(O::NAMES, w);
        w.end_object();
    }

    fn own(sent: O::Sent<'_>) -> O::Sent<'static> {
        O::own(sent)
    }

    fn sent(&self) -> O::Sent<'_> {
        self.repeat()
    }

    fn empty() -> Option<Self> {
        Some(Self::default())
    }

    #[inline(never)]
    fn put_in(&mut self, path: &[PathStep], changes: &[Change]) -> usize {
        let Some((PathStep::Name(name), rest)) = path.split_first() else { return 1 };
        let mut putting = Putting { rest, changes, made: 1 };
        if !self.fill(name, &mut putting) && rest.is_empty() {
            return self.others_mut().put_all(changes, O::NAMES);
        }
        putting.made
    }

    fn holds(&self, path: &[PathStep], value: Option<&Value>) -> bool {
        match path.split_first() {
            None => Value::of(self).holds_once(path, value),
            Some((PathStep::Name(name), rest)) => {
                let known = self.find(name, &Holding { rest, value });
                known.unwrap_or_else(|| holds(self.others().get(name), rest, value))
            }
            // An object has no elements.
            Some((PathStep::Index(_), _)) => value.is_none_or(Value::is_null),
        }
    }

    fn echo(
        stored: Option<&Self>,
        sent: &Field<O::Sent<'_>>,
        at: &At<'_>,
        found: &mut dyn FnMut(&At<'_>, Echo),
    ) {
        let sent = match sent {
            Field::Absent => return,
            Field::Null if stored.is_none() => return,
            Field::Null => return found(at, Echo::Null),
            Field::Value(sent) => sent,
        };
        // Compared by the members that are given.
        let echoing =
            &mut Echoing { stored: stored.is_some(), says: false, at, found: &mut *found };
        O::each_sent(stored, sent, echoing);
        if echoing.says {
            found(at, Echo::Different);
        }
        for (name, raw) in O::sent_others(sent).iter() {
            // An unknown member that the record holds in the same way is an echo.
            let stored = stored.and_then(|one| one.others().get(name));
            if !stored.is_some_and(|one| one.same_value(raw)) {
                found(&at.other(name), Echo::Unknown);
            }
        }
    }

    fn differ(
        before: Option<&Self>,
        after: Option<&Self>,
        at: &Path,
        each: &mut dyn FnMut(Change),
    ) {
        O::each_pair(before, after, &mut Differing { at, each: &mut *each });
        let (before, after) = (before.map(O::others), after.map(O::others));
        if before != after {
            Others::differ(before, after, O::NAMES, at, each);
        }
    }

    fn show(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut showing = Showing { to: f.debug_struct(O::NAME), fields: O::FIELDS.iter() };
        self.each(&mut showing);
        showing.to.finish()
    }

    fn show_sent(sent: &O::Sent<'_>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let to = f.debug_struct(O::SENT_NAME);
        let mut showing = Showing { to, fields: O::FIELDS.iter() };
        O::each_sent(None, sent, &mut showing);
        showing.to.finish()
    }
}
