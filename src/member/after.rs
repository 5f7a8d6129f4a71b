//! What a record will be after changes, without a copy of it: its text, and how long that can be.

use super::member::each_put;
use super::visit::{Each, Label, Object};
use super::{Change, Member, Others, Value};
use crate::json::{PathStep, Writer};

/// Writes members as they are after changes. Both are in document order, so it is enough to look at
/// the first change that is left.
struct WritingAfter<'v, 'o, 'c> {
    to: &'v mut Writer<'o>,
    left: &'c [Change],
    /// The member that the first of them leads to, or nothing.
    name: &'c str,
    /// How many steps of their paths lead to the object.
    depth: usize,
    made: usize,
}

impl<'c> WritingAfter<'_, '_, 'c> {
    /// Takes the changes of the member that the first one leads to.
    fn take(&mut self) -> &'c [Change] {
        let names = self.left.iter().map(|change| name_at(change, self.depth));
        // The first one leads there.
        let end = names.enumerate().skip(1).find(|(_, name)| *name != self.name);
        let (count, name) = end.unwrap_or((self.left.len(), ""));
        let (taken, left) = split_at(self.left, count);
        (self.left, self.name) = (left, name);
        taken
    }
}

/// The first changes, and the others.
fn split_at(changes: &[Change], count: usize) -> (&[Change], &[Change]) {
    changes.split_at_checked(count).unwrap_or((changes, &[]))
}

/// The name of a step, or nothing: no member is named so.
fn name_at(change: &Change, depth: usize) -> &str {
    match change.path.steps().get(depth) {
        Some(PathStep::Name(name)) => name,
        Some(PathStep::Index(_)) | None => "",
    }
}

impl Each for WritingAfter<'_, '_, '_> {
    #[inline(never)]
    fn member<T: Member>(&mut self, label: &'static Label, stored: Option<&T>) {
        if *label.name == *self.name {
            let (changes, inside) = (self.take(), self.depth.saturating_add(1));
            let made = write_member(label, stored, changes, inside, self.to);
            self.made = self.made.saturating_add(made);
        } else if let Some(value) = stored {
            self.to.key(label.key);
            value.write(self.to);
        }
    }
}

/// A member after changes of it or inside of it; how many have been made.
fn write_member<T: Member>(
    label: &'static Label,
    stored: Option<&T>,
    changes: &[Change],
    inside: usize,
    w: &mut Writer<'_>,
) -> usize {
    // A text that takes the place of a member is what the member writes afterwards.
    if let [Change { path, after: Some(Value::Text(text)), .. }] = changes
        && path.steps().len() == inside
    {
        w.key(label.key);
        w.text(text);
        return 1;
    }
    let is_inside = |change: &Change| change.path.steps().len() > inside;
    if let (Some(value), true) = (stored, changes.iter().all(is_inside)) {
        w.key(label.key);
        return value.write_after(changes, inside, w);
    }
    let mut slot = stored.cloned();
    each_put(changes, |change, left| {
        T::put(&mut slot, change.path.steps().get(inside..).unwrap_or_default(), left)
    });
    if let Some(value) = slot {
        w.key(label.key);
        value.write(w);
    }
    changes.len()
}

/// An object after changes; how many have been made.
pub(super) fn write_object<O: Object>(
    this: &O,
    changes: &[Change],
    depth: usize,
    w: &mut Writer<'_>,
) -> usize {
    // A change may drop a null or an unknown member.
    if !this.others().is_empty() {
        return write_copy(this, changes, depth, w);
    }
    let name = changes.first().map_or("", |change| name_at(change, depth));
    w.begin_object();
    let mut writing = WritingAfter { to: &mut *w, left: changes, name, depth, made: 0 };
    this.each(&mut writing);
    let made = writing.made;
    w.end_object();
    made
}

/// A list after changes inside of its elements; how many have been made.
pub(super) fn write_list<T: Member>(
    list: &[T],
    changes: &[Change],
    depth: usize,
    w: &mut Writer<'_>,
) -> usize {
    let (inside, mut left, mut made) = (depth.saturating_add(1), changes, 0_usize);
    w.begin_list();
    for (index, element) in list.iter().enumerate() {
        let leads = |change: &Change| {
            let steps = change.path.steps();
            steps.len() > inside && steps.get(depth) == Some(&PathStep::Index(index))
        };
        let count = left.iter().take_while(|change| leads(change)).count();
        let (changes, others) = split_at(left, count);
        left = others;
        if changes.is_empty() {
            element.write(w);
        } else {
            made = made.saturating_add(element.write_after(changes, inside, w));
        }
    }
    w.end_list();
    made
}

/// The same of any member, by changing a copy of it.
pub(super) fn write_copy<M: Member>(
    this: &M,
    changes: &[Change],
    depth: usize,
    w: &mut Writer<'_>,
) -> usize {
    let mut after = this.clone();
    each_put(changes, |change, left| {
        after.put_in(change.path.steps().get(depth..).unwrap_or_default(), left)
    });
    after.write(w);
    changes.len()
}

/// Sums up members.
struct Bounding(usize);

impl Each for Bounding {
    fn member<T: Member>(&mut self, label: &'static Label, stored: Option<&T>) {
        if let Some(value) = stored {
            let own = label.key.len().saturating_add(1).saturating_add(value.bound());
            self.0 = self.0.saturating_add(own);
        }
    }
}

/// At most how many bytes an object is written in.
pub(super) fn bound_object<O: Object>(this: &O) -> usize {
    let mut bounding = Bounding(this.others().bound().saturating_add(2));
    this.each(&mut bounding);
    bounding.0
}

/// At most how many bytes a text is written in: each may become six.
pub(crate) const fn bound_text(text: &str) -> usize {
    text.len().saturating_mul(6).saturating_add(2)
}

impl Others {
    /// At most how many bytes all of them are written in.
    pub(crate) fn bound(&self) -> usize {
        let all = self.unknown(&[]);
        all.fold(0, |sum, (name, raw)| {
            let own = bound_text(name).saturating_add(raw.as_str().len()).saturating_add(2);
            sum.saturating_add(own)
        })
    }
}

impl Value {
    /// At most how many bytes it is written in.
    pub(super) fn bound(&self) -> usize {
        match self {
            Self::Text(text) => bound_text(text),
            Self::Json(raw) => raw.as_str().len(),
            Self::Flag(_) | Self::Integer(_) => 20,
        }
    }
}

impl Change {
    /// At most how many bytes a record is longer after it.
    #[cfg(feature = "endpoint")]
    pub(crate) fn bound(&self) -> usize {
        let value = self.after.as_ref().map_or(0, Value::bound);
        // Objects and lists on the way may have to be written as well.
        self.path.steps().iter().fold(value, |sum, step| {
            let name = match step {
                PathStep::Name(name) => bound_text(name),
                PathStep::Index(_) => 0,
            };
            sum.saturating_add(name).saturating_add(4)
        })
    }
}
