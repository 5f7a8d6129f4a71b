//! What a record will be after changes, without a copy of it: its text, and how long that can be.

use super::visit::{Each, Label, Object};
use super::{Change, Member, Others, Value};
use crate::json::{PathStep, Writer};

/// Writes members as they are after changes.
struct WritingAfter<'v, 'o, 'c> {
    to: &'v mut Writer<'o>,
    changes: &'c [Change],
    /// How many steps of their paths lead to the object.
    depth: usize,
    made: usize,
}

impl Each for WritingAfter<'_, '_, '_> {
    fn member<T: Member>(&mut self, label: &'static Label, stored: Option<&T>) {
        let is_here = |step: &PathStep| matches!(step, PathStep::Name(n) if **n == *label.name);
        let changes = below(self.changes, self.depth, is_here);
        let depth = self.depth.saturating_add(1);
        match stored {
            Some(value) if changes.iter().all(|change| change.path.steps().len() > depth) => {
                self.to.key(label.key);
                if changes.is_empty() {
                    return value.write(self.to);
                }
                self.made = self.made.saturating_add(value.write_after(changes, depth, self.to));
            }
            None if changes.is_empty() => {}
            _ => {
                let mut slot = stored.cloned();
                for change in changes {
                    let inside = change.path.steps().get(depth..).unwrap_or_default();
                    T::put(&mut slot, inside, change.after.as_ref());
                }
                if let Some(value) = slot {
                    self.to.key(label.key);
                    value.write(self.to);
                }
                self.made = self.made.saturating_add(changes.len());
            }
        }
    }
}

/// Those changes whose step at `depth` leads somewhere: in document order they are neighbours.
fn below(changes: &[Change], depth: usize, is_here: impl Fn(&PathStep) -> bool) -> &[Change] {
    let leads = |change: &Change| change.path.steps().get(depth).is_some_and(&is_here);
    let Some(first) = changes.iter().position(leads) else { return &[] };
    let found = changes.get(first..).unwrap_or_default();
    let count = found.iter().position(|change| !leads(change)).unwrap_or(found.len());
    found.get(..count).unwrap_or_default()
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
    w.begin_object();
    let mut writing = WritingAfter { to: &mut *w, changes, depth, made: 0 };
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
    let (inside, mut made) = (depth.saturating_add(1), 0_usize);
    w.begin_list();
    for (index, element) in list.iter().enumerate() {
        let is_here = |step: &PathStep| *step == PathStep::Index(index);
        let changes = below(changes, depth, is_here);
        if changes.is_empty() {
            element.write(w);
        } else if changes.iter().all(|change| change.path.steps().len() > inside) {
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
    for change in changes {
        let inside = change.path.steps().get(depth..).unwrap_or_default();
        after.put_in(inside, change.after.as_ref());
    }
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
