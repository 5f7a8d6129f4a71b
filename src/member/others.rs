//! Members that the model does not know, and nulls: kept exactly as they came.

use alloc::boxed::Box;
use alloc::vec::Vec;
use core::fmt;
use core::mem::swap;
use core::ops::Deref;

use super::diff;
use super::raw::{Raw, Value};
use crate::json::{At, Errors, Path, PathStep, Reader, Reason, Text, Writer};
use crate::member::Change;

/// What a record holds beside its model: unknown members, and known ones that are null. Sorted by
/// name, so that answers have one order.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct Others {
    members: Vec<(Box<str>, Raw)>,
}

/// Shows how many there are: a name may be that of a person.
impl fmt::Debug for Others {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Others({})", self.members.len())
    }
}

impl Others {
    /// Adds a member while reading; [`settle`](Self::settle) ends it.
    #[cold]
    pub(crate) fn push(&mut self, name: &str, raw: &str) {
        self.members.push((name.into(), Raw::trusted(raw)));
    }

    /// Adds that a member of the model is null, while reading. `nulls` are so many already: they
    /// are kept before all others, so that there are never more to look at than the model has.
    #[cold]
    pub(crate) fn push_null(&mut self, name: &str, nulls: &mut usize) {
        let last = self.members.len();
        self.push(name, "null");
        if let Ok([first, null]) = self.members.get_disjoint_mut([*nulls, last]) {
            swap(first, null);
        }
        *nulls = nulls.saturating_add(1);
    }

    /// Whether a member of the model has come as null while reading; `nulls` have.
    #[inline]
    pub(crate) fn has_come(&self, name: &str, nulls: usize) -> bool {
        nulls > 0 && self.names(name, nulls)
    }

    /// Whether it is one of the first, in whatever order they are.
    #[cold]
    fn names(&self, name: &str, count: usize) -> bool {
        self.members.iter().take(count).any(|(other, _)| **other == *name)
    }

    /// Brings the members into order and notes that one is there twice.
    pub(crate) fn settle(&mut self, at: &At<'_>, errors: &mut Errors) {
        settle(&mut self.members, at, errors);
    }

    /// Whether there is nothing.
    pub const fn is_empty(&self) -> bool {
        self.members.is_empty()
    }

    /// The unknown members, by name; `known` are the model's names.
    pub fn unknown<'s>(
        &'s self,
        known: &'s [&'s str],
    ) -> impl Iterator<Item = (&'s str, &'s Raw)> + 's {
        self.members
            .iter()
            .filter(|(name, _)| !known.contains(&&**name))
            .map(|(name, raw)| (&**name, raw))
    }

    /// The raw value of a member.
    #[inline(never)]
    pub fn get(&self, name: &str) -> Option<&Raw> {
        let at = self.members.binary_search_by(|(other, _)| (**other).cmp(name)).ok()?;
        self.members.get(at).map(|(_, raw)| raw)
    }

    /// Whether the member `name` is there as null.
    #[inline]
    pub fn has_null(&self, name: &str) -> bool {
        !self.members.is_empty() && self.get(name).is_some_and(|raw| raw.as_str() == "null")
    }

    /// Notes that the known member `name` is there as null.
    pub(crate) fn set_null(&mut self, name: &str) {
        self.insert(name, "null");
    }

    /// Drops a member.
    pub fn forget(&mut self, name: &str) {
        // Most are not there, and of many only one is looked for.
        if self.get(name).is_some() {
            self.members.retain(|(other, _)| **other != *name);
        }
    }

    /// Sets or drops an unknown member.
    pub fn put(&mut self, name: &str, value: Option<&Value>) {
        match value {
            None => self.forget(name),
            Some(value) => self.insert(name, Raw::written(|w| value.write(w)).as_str()),
        }
    }

    fn insert(&mut self, name: &str, raw: &str) {
        let raw = Raw::trusted(raw);
        match self.members.binary_search_by(|(other, _)| (**other).cmp(name)) {
            Ok(at) => {
                if let Some((_, old)) = self.members.get_mut(at) {
                    *old = raw;
                }
            }
            Err(at) => self.members.insert(at, (name.into(), raw)),
        }
    }

    /// Makes the first of these changes, which is one of a member here, and those behind it that
    /// are so as well; how many these are. One pass for all of them: to put one member among many
    /// moves all those behind it.
    #[cold]
    pub(crate) fn put_all(&mut self, changes: &[Change], known: &[&str]) -> usize {
        let parent = changes.first().and_then(|change| change.path.steps().split_last());
        let unknown = |change: &&Change| match change.path.steps().split_last() {
            Some((PathStep::Name(name), steps)) => {
                parent.is_some_and(|(_, parent)| parent == steps) && !known.contains(&&**name)
            }
            _ => false,
        };
        let count = changes.iter().take_while(unknown).count();
        let there = self.members.len();
        let mut goes = false;
        for change in changes.iter().take(count) {
            if let Some(PathStep::Name(name)) = change.path.steps().last() {
                goes |= change.after.is_none();
                self.mark(name, change.after.as_ref(), there);
            }
        }
        if goes {
            self.members.retain(|(_, raw)| !raw.as_str().is_empty());
        }
        if self.members.len() > there || goes {
            crate::json::sort_by(&mut self.members, |(one, _), (two, _)| one.cmp(two));
            // Of two changes of one member the second counts.
            self.members.dedup_by(|(two, raw), (one, old)| {
                let is_same = one == two;
                if is_same {
                    swap(raw, old);
                }
                is_same
            });
        }
        count
    }

    /// Sets one of the members that were there, or adds a new one behind them; one that goes is
    /// left with an empty text, which no JSON is.
    fn mark(&mut self, name: &str, value: Option<&Value>, there: usize) {
        let raw = value.map_or_else(|| Raw::trusted(""), Value::raw);
        let members = self.members.get_mut(..there).unwrap_or_default();
        match members.binary_search_by(|(other, _)| (**other).cmp(name)) {
            Ok(at) => {
                if let Some((_, old)) = members.get_mut(at) {
                    *old = raw;
                }
            }
            Err(_) => self.members.push((name.into(), raw)),
        }
    }

    pub(crate) fn write(&self, known: &[&str], w: &mut Writer<'_>) {
        for (name, raw) in self.unknown(known) {
            w.name(name);
            w.raw(raw.as_str());
        }
    }

    fn list<'s>(this: Option<&'s Self>, known: &'s [&'s str]) -> Vec<(Text<'s>, &'s str)> {
        let mut list = Vec::new();
        if let Some(this) = this {
            let unknown = this.unknown(known);
            unknown.for_each(|(name, raw)| list.push((Text::from(name), raw.as_str())));
        }
        list
    }

    /// What differs between the unknown members of two records, by name.
    pub(crate) fn differ(
        before: Option<&Self>,
        after: Option<&Self>,
        known: &[&str],
        at: &Path,
        each: &mut dyn FnMut(Change),
    ) {
        diff::side_by_side(Self::list(before, known), Self::list(after, known), at, each);
    }
}

/// The unknown members of a request, by name, with their raw JSON.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct SentOthers<'a> {
    members: Vec<(Text<'a>, Text<'a>)>,
}

impl<'a> SentOthers<'a> {
    /// What repeats the unknown members of a record; `known` are the model's names.
    pub(crate) fn repeating(others: &'a Others, known: &[&str]) -> Self {
        let unknown = others.members.iter().filter(|(name, _)| !known.contains(&&**name));
        let sent =
            |(name, raw): &'a (Box<str>, Raw)| (Text::from(&**name), Text::from(raw.as_str()));
        Self { members: unknown.map(sent).collect() }
    }

    /// Adds a member while reading; [`settle`](Self::settle) ends it.
    #[cold]
    pub(crate) fn push(&mut self, name: Text<'a>, raw: &'a str) {
        self.members.push((name, Text::from(raw)));
    }

    /// Brings the members into order and notes that one is there twice.
    pub(crate) fn settle(&mut self, at: &At<'_>, errors: &mut Errors) {
        settle(&mut self.members, at, errors);
    }

    /// Whether there is nothing.
    pub const fn is_empty(&self) -> bool {
        self.members.is_empty()
    }

    /// Name and raw JSON of each, by name.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.members.iter().map(|(name, raw)| (&**name, &**raw))
    }

    /// Adds a member, or gives it another value. For names that the model does not know: a member
    /// of the model has a field of its own, and is not written from here.
    ///
    /// ```
    /// # use customer_core::member::{Raw, SentOthers};
    /// let mut others = SentOthers::default();
    /// others.insert("tier", Raw::parse("1.50")?);
    /// assert_eq!(others.get("tier"), Some("1.50"));
    /// # Ok::<(), customer_core::json::FormError>(())
    /// ```
    pub fn insert(&mut self, name: impl Into<Text<'a>>, value: Raw) {
        let (name, value) = (name.into(), Text::from(value.into_string()));
        match self.members.binary_search_by(|(other, _)| (**other).cmp(&name)) {
            Ok(at) => {
                if let Some((_, old)) = self.members.get_mut(at) {
                    *old = value;
                }
            }
            Err(at) => self.members.insert(at, (name, value)),
        }
    }

    /// Drops a member.
    pub fn remove(&mut self, name: &str) {
        if self.get(name).is_some() {
            self.members.retain(|(other, _)| **other != *name);
        }
    }

    /// What two requests say, one after the other: each member as the second one says it, if it
    /// does.
    pub(crate) fn then(&self, second: &Self) -> Self {
        let first = self.members.iter().filter(|(name, _)| second.get(name).is_none());
        let mut members: Vec<_> = first.chain(&second.members).cloned().collect();
        crate::json::sort_by(&mut members, |(one, _), (two, _)| one.cmp(two));
        Self { members }
    }

    /// A reader of a member.
    pub(crate) fn reader(&self, name: &str) -> Option<Reader<'a>> {
        let at = self.members.binary_search_by(|(other, _)| (**other).cmp(name)).ok()?;
        let (_, raw) = self.members.get(at)?;
        raw.borrowed().map(Reader::new)
    }

    /// Keeps the members whose names are `wanted`.
    pub(crate) fn retain(&mut self, wanted: impl Fn(&str) -> bool) {
        self.members.retain(|(name, _)| wanted(name));
    }

    /// The raw JSON of a member.
    pub fn get(&self, name: &str) -> Option<&str> {
        let at = self.members.binary_search_by(|(other, _)| (**other).cmp(name)).ok()?;
        self.members.get(at).map(|(_, raw)| &**raw)
    }

    pub(crate) fn into_owned(self) -> SentOthers<'static> {
        let members = self.members.into_iter();
        SentOthers { members: members.map(|(n, r)| (n.into_owned(), r.into_owned())).collect() }
    }

    /// Writes the members that are none of `known`.
    pub(crate) fn write(&self, known: &[&str], w: &mut Writer<'_>) {
        for (name, raw) in self.iter().filter(|(name, _)| !known.contains(name)) {
            w.name(name);
            w.raw(raw);
        }
    }
}

/// Adds many members in one pass, whatever their order: [`insert`](SentOthers::insert) moves those
/// behind the one that comes in.
impl<'a, N: Into<Text<'a>>> Extend<(N, Raw)> for SentOthers<'a> {
    fn extend<I: IntoIterator<Item = (N, Raw)>>(&mut self, members: I) {
        let members = members.into_iter();
        let second = members.map(|(name, value)| (name.into(), Text::from(value.into_string())));
        self.members.extend(second);
        crate::json::sort_by(&mut self.members, |(one, _), (two, _)| one.cmp(two));
        // Of those of one name, the last came last.
        let mut last: Vec<(Text<'a>, Text<'a>)> = Vec::with_capacity(self.members.len());
        for member in self.members.drain(..) {
            last.pop_if(|(name, _)| *name == member.0);
            last.push(member);
        }
        self.members = last;
    }
}

/// Sorts members by name and notes that one is there twice.
#[cold]
fn settle<N, V>(members: &mut [(N, V)], at: &At<'_>, errors: &mut Errors)
where
    N: Deref<Target = str>,
{
    crate::json::sort_by(members, |(one, _), (two, _)| one.cmp(two));
    for ((one, _), (two, _)) in members.iter().zip(members.iter().skip(1)) {
        if **one == **two {
            errors.push(&at.other(two), Reason::Duplicate);
        }
    }
}
