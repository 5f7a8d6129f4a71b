//! Lists of members: elements are matched by index.

use alloc::vec::Vec;
use core::fmt;

use super::after;
use super::member::{Echo, Member, RedactedSent, differ_scalar, first_value, holds};
use super::raw::Value;
use crate::json::{At, Errors, Path, PathStep, Reader, Reason, Writer};
use crate::member::{Cause, Change, Field, Shape};

impl<T: Member> Member for Vec<T> {
    /// Elements of a request may be null.
    type Sent<'a> = Vec<Field<T::Sent<'a>>>;

    const SCALAR: bool = false;

    const STORED: Shape = Shape::List { of: &T::STORED, null: false };

    const SENT: Shape = Shape::List { of: &T::SENT, null: true };

    fn read(from: &mut Reader<'_>, at: &At<'_>, errors: &mut Errors) -> Option<Self> {
        let mut list = Self::new();
        let mut elements = from.list(at, errors)?;
        let mut index = 0_usize;
        while elements.next(from) {
            let at = at.index(index);
            if from.null() {
                errors.push(&at, Reason::Null);
            } else if let Some(element) = T::read(from, &at, errors) {
                list.push(element);
            }
            index = index.saturating_add(1);
        }
        list.shrink_to_fit();
        Some(list)
    }

    fn read_sent<'a>(
        from: &mut Reader<'a>,
        at: &At<'_>,
        errors: &mut Errors,
    ) -> Option<Self::Sent<'a>> {
        let mut list = Vec::new();
        let mut elements = from.list(at, errors)?;
        while elements.next(from) {
            let at = at.index(list.len());
            list.push(if from.null() {
                Field::Null
            } else {
                T::read_sent(from, &at, errors).map_or(Field::Absent, Field::Value)
            });
        }
        Some(list)
    }

    fn write(&self, w: &mut Writer<'_>) {
        w.begin_list();
        for element in self {
            element.write(w);
        }
        w.end_list();
    }

    fn write_after(&self, changes: &[Change], depth: usize, w: &mut Writer<'_>) -> usize {
        after::write_list(self, changes, depth, w)
    }

    fn bound(&self) -> usize {
        let each = self.iter().map(|element| element.bound().saturating_add(1));
        each.fold(2, usize::saturating_add)
    }

    fn write_sent(sent: &Self::Sent<'_>, w: &mut Writer<'_>) {
        w.begin_list();
        for element in sent {
            match element {
                Field::Value(element) => T::write_sent(element, w),
                Field::Absent | Field::Null => w.null(),
            }
        }
        w.end_list();
    }

    fn own(sent: Self::Sent<'_>) -> Self::Sent<'static> {
        sent.into_iter().map(|element| element.map(T::own)).collect()
    }

    fn sent(&self) -> Self::Sent<'_> {
        self.iter().map(|element| Field::Value(element.sent())).collect()
    }

    fn empty() -> Option<Self> {
        Some(Self::new())
    }

    fn put_in(&mut self, path: &[PathStep], changes: &[Change]) -> usize {
        let Some((PathStep::Index(index), rest)) = path.split_first() else { return 1 };
        match (rest, first_value(changes)) {
            // Elements go from the end of the list, so all behind this one go as well.
            ([], None) => self.truncate(*index),
            ([], Some(value)) => match (value.read(), self.get_mut(*index)) {
                (None, _) => {}
                (Some(read), Some(element)) => *element = read,
                (Some(read), None) => self.push(read),
            },
            _ => {
                if let Some(element) = self.get_mut(*index) {
                    return element.put_in(rest, changes);
                }
            }
        }
        1
    }

    fn holds(&self, path: &[PathStep], value: Option<&Value>) -> bool {
        match path.split_first() {
            None => Value::of(self).holds_once(path, value),
            Some((PathStep::Index(index), rest)) => holds(self.get(*index), rest, value),
            Some((PathStep::Name(_), _)) => value.is_none_or(Value::is_null),
        }
    }

    fn echo(
        stored: Option<&Self>,
        sent: &Field<Self::Sent<'_>>,
        at: &At<'_>,
        found: &mut dyn FnMut(&At<'_>, Echo),
    ) {
        let sent = match sent {
            Field::Absent => return,
            Field::Null if stored.is_none() => return,
            Field::Null if stored.is_some_and(Self::is_empty) => return found(at, Echo::Blank),
            Field::Null => return found(at, Echo::Null),
            Field::Value(sent) if stored.is_none() && sent.is_empty() => {
                return found(at, Echo::Blank);
            }
            Field::Value(sent) => sent,
        };
        let mut differs = stored.is_none_or(|stored| stored.len() != sent.len());
        let stored = stored.map_or(&[] as &[T], Vec::as_slice);
        let whole = differs || T::SCALAR;
        for (index, element) in sent.iter().enumerate() {
            T::echo(stored.get(index), element, &at.index(index), &mut |at, echo| {
                if !whole || echo == Echo::Unknown {
                    found(at, echo);
                } else {
                    differs = true;
                }
            });
        }
        if differs {
            found(at, Echo::Different);
        }
    }

    fn differ(
        before: Option<&Self>,
        after: Option<&Self>,
        at: &Path,
        each: &mut dyn FnMut(Change),
    ) {
        if T::SCALAR {
            return differ_scalar(before, after, at, each, Value::of);
        }
        let before = before.map_or(&[] as &[T], Vec::as_slice);
        let after = after.map_or(&[] as &[T], Vec::as_slice);
        for index in 0..before.len().max(after.len()) {
            let path = at.index(index);
            match (before.get(index), after.get(index)) {
                (Some(a), Some(b)) => T::differ(Some(a), Some(b), &path, each),
                (a, b) => {
                    let (before, after) = (a.map(Value::of), b.map(Value::of));
                    each(Change { path, cause: Cause::Replaced, before, after });
                }
            }
        }
    }

    fn show(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.iter().map(super::member::Redacted)).finish()
    }

    fn show_sent(sent: &Self::Sent<'_>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(sent.iter().map(RedactedSent::<T>)).finish()
    }
}
