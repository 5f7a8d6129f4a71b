//! What was decided, as data: stored as an event, replayed, audited.

use serde::{Deserialize, Serialize};

use super::effect::Effect;
use super::merge;
use super::record::{CUSTOMER, Customer};
use super::update::Operation;
use crate::decision::{Cause, Change, Changes, Format, Misfit, Next};
use crate::json::{At, InlineStr, Path, PathStep, stored};
use crate::member::{Raw, Value, each_put};

/// Version of the stored form of a [`Decision`].
pub const VERSION: u32 = 2;

/// What happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Happened {
    /// A PUT was accepted.
    Updated,
    /// The customer was suspended.
    Suspended,
    /// The customer was made active again.
    Unsuspended,
    /// The customer is on its way out.
    Unregistered,
}

impl From<Operation> for Happened {
    fn from(operation: Operation) -> Self {
        match operation {
            Operation::Suspend => Self::Suspended,
            Operation::Unsuspend => Self::Unsuspended,
            Operation::Unregister => Self::Unregistered,
        }
    }
}

stored! {
    /// What was decided about one input. Made by [`decide`](super::decide) only.
    ///
    /// What any released version stored, every later one reads; a decision of a later version is
    /// refused as a whole, and the error says so (`of the later version 3 (this crate reads up to
    /// 2)`): the reader is to be updated, the store is not broken. One of version 1 names no
    /// record: it is carried out on a customer of another id as well, if that one reads alike
    /// where it changes.
    ///
    /// The members are the stored form. A new one has a default that means what its absence meant;
    /// any other change of them takes another [`VERSION`], which reads both forms.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Decision {
        version: Format<VERSION>,
        /// The id of the record that it was made for. One of version 1 has none.
        record: Option<InlineStr> = default,
        event: Happened,
        /// One for each member; an unknown member is one value here, however deep it differs.
        changes: Changes,
    }
}

impl Decision {
    pub(super) fn new(record: &Customer, event: Happened, changes: Changes) -> Self {
        Self { version: Format, record: record.id().map(InlineStr::from), event, changes }
    }

    /// Version of the stored form.
    pub const fn version(&self) -> u32 {
        self.version.number()
    }

    /// The id of the record that it was made for, if that has one.
    pub fn record(&self) -> Option<&str> {
        self.record.as_deref()
    }

    /// What happened.
    pub const fn happened(&self) -> Happened {
        self.event
    }

    /// Whether the record stays as it is.
    pub const fn is_unchanged(&self) -> bool {
        self.changes.is_empty()
    }

    /// The changes in document order. Unknown members are reported leaf by leaf.
    pub fn changes(&self) -> Changes {
        let mut found = Changes::with_capacity(self.changes.len());
        for change in &self.changes {
            let (before, after) = (raw(change.before.as_ref()), raw(change.after.as_ref()));
            // Raw values are unknown members and elements of sets; elements end in an index.
            let is_named = matches!(change.path.steps().last(), Some(PathStep::Name(_)));
            if is_named && (before.is_some() || after.is_some()) {
                found.extend(merge::leaves(before, after, &change.path));
            } else {
                found.push(change.clone());
            }
        }
        found
    }

    /// What is due: never anything.
    pub fn effects(&self, _after: &Customer) -> impl Iterator<Item = Effect> + use<> {
        core::iter::empty()
    }

    /// What to do next: nothing, it is over.
    pub const fn next(&self) -> Next {
        Next::Done
    }

    /// Whether `record` reads as the one that this was made for: its id, and every place that
    /// changes.
    fn fits(&self, record: &Customer) -> Result<(), Misfit> {
        if let Some(id) = &self.record
            && !record
                .document
                .id
                .as_ref()
                .is_some_and(|own| id.is(own.as_str()) || own.same_value(id))
        {
            let at = At::ROOT;
            return Err(Misfit::at(at.name(CUSTOMER).name("Id").pointer()));
        }
        for change in &self.changes {
            if !record.holds(change.path.steps(), change.before.as_ref()) {
                return Err(Misfit::at(change.path.pointer()));
            }
        }
        self.fits_sets(record)
    }

    /// Whether the sets of `record` are as long as they were: elements come and go at the end, so a
    /// new one is the first that is not there, and behind one that goes there is no other.
    fn fits_sets(&self, record: &Customer) -> Result<(), Misfit> {
        for (at, change) in self.changes.iter().enumerate() {
            let Some((set, index, inside)) = element(&change.path) else { continue };
            let length = record.elements(set);
            let fits = match (inside, &change.before, &change.after) {
                ([], None, _) => {
                    index == length || self.is_element(at.checked_sub(1), set, index.checked_sub(1))
                }
                ([], Some(_), None) => {
                    let next = index.checked_add(1);
                    next == Some(length) || self.is_element(at.checked_add(1), set, next)
                }
                _ => index < length,
            };
            if !fits {
                return Err(Misfit::at(change.path.pointer()));
            }
        }
        Ok(())
    }

    /// Whether the change at `at` is that of the element `index` of `set` as a whole.
    fn is_element(&self, at: Option<usize>, set: &[PathStep], index: Option<usize>) -> bool {
        let change = at.and_then(|at| self.changes.get(at));
        let found = change.and_then(|change| element(&change.path));
        found.zip(index).is_some_and(|((its_set, its_index, inside), index)| {
            its_set == set && its_index == index && inside.is_empty()
        })
    }

    /// At most how many bytes the record is longer afterwards.
    #[cfg(feature = "endpoint")]
    pub(super) fn bound(&self) -> usize {
        self.changes.iter().map(Change::bound).fold(0, usize::saturating_add)
    }

    /// Makes the changes on the record that this was made for.
    #[inline(never)]
    pub(super) fn carry_out(&self, record: &mut Customer) {
        each_put(&self.changes, |change, left| {
            if is_of_omitted_list(change) {
                // Elements that are replaced by none leave an empty list; a list that was left out
                // goes with them.
                record.document.customer_identifier_set = None;
                return 1;
            }
            // Rule: ibm.identifiers.empty
            record.put(change.path.steps(), left)
        });
    }
}

/// The set, the index of its element, and the place in it.
fn element(path: &Path) -> Option<(&[PathStep], usize, &[PathStep])> {
    let steps = path.steps();
    let at = steps.iter().position(|step| matches!(step, PathStep::Index(_)))?;
    let (set, rest) = steps.split_at_checked(at)?;
    match rest {
        [PathStep::Index(index), inside @ ..] => Some((set, *index, inside)),
        _ => None,
    }
}

/// Identifiers are the only list that may be left out.
fn is_of_omitted_list(change: &Change) -> bool {
    change.cause == Cause::Omitted
        && matches!(
            change.path.steps(),
            [_, PathStep::Name(set), PathStep::Index(_)] if *set == "CustomerIdentifierSet"
        )
}

fn raw(value: Option<&Value>) -> Option<&Raw> {
    match value {
        Some(Value::Json(raw)) => Some(raw),
        _ => None,
    }
}

/// Makes the changes of `decision`.
///
/// Every decision that changes anything changes the lock token, so one that is late or delivered
/// twice does not fit. One that changes nothing fits every record of its id.
///
/// ```
/// # use customer_core::ibm::{Customer, Facts, Operation, Policy, Role, decide, evolve};
/// let mut customer =
///     Customer::from_json(r#"{"Customer": {"CustomerState": "ACTIVE", "Version": 1}}"#).unwrap();
/// let facts = Facts {
///     role: Some(Role::Vsr),
///     same_organization: Some(true),
///     ..Facts::unknown(Policy::documented())
/// };
/// let decision = decide(&customer, &Operation::Suspend.into(), &facts).unwrap();
/// evolve(&mut customer, &decision).unwrap();
/// let suspended = r#"{"Customer":{"CustomerState":"SUSPENDED","Version":2}}"#;
/// assert_eq!(customer.to_json(), suspended);
/// // Delivered twice, it changes nothing and says so.
/// let misfit = evolve(&mut customer, &decision).unwrap_err();
/// assert_eq!(misfit.pointer.as_str(), "/Customer/CustomerState");
/// assert_eq!(customer.to_json(), suspended);
/// ```
///
/// # Errors
///
/// A record that does not read as the one that the decision was made for: another `Id`, or another
/// value at a place that it changes. The record stays as it is.
pub fn evolve(record: &mut Customer, decision: &Decision) -> Result<(), Misfit> {
    decision.fits(record)?;
    if !decision.is_unchanged() {
        decision.carry_out(record);
    }
    Ok(())
}

/// What differs between two records, found by comparing them and nothing else. The cause of a
/// difference is not in the records: it is `replaced` for elements and `set` for the rest.
///
/// ```
/// # use customer_core::ibm::{Customer, diff};
/// let before = Customer::from_json(r#"{"Customer": {"CustomerNumber": "1"}}"#).unwrap();
/// let after = Customer::from_json(r#"{"Customer": {"CustomerNumber": "2"}}"#).unwrap();
/// assert!(diff(&before, &before).is_empty());
/// let changes = diff(&before, &after);
/// assert_eq!(changes[0].path.pointer().as_str(), "/Customer/CustomerNumber");
/// ```
pub fn diff(before: &Customer, after: &Customer) -> Changes {
    let mut found = Changes::new();
    before.differ(after, &mut |change| found.push(change));
    found
}
