//! What was decided, as data: stored as an event, replayed, audited.

use serde::{Deserialize, Serialize};

use super::effect::Effect;
use super::merge;
use super::record::{Customer, WRAPPER};
use super::update::Operation;
use crate::decision::{Cause, Change, Changes, Format};
use crate::json::{PathStep, stored};
use crate::member::{Raw, Value};

/// Version of the event format.
pub const FORMAT: u32 = 1;

/// What happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Event {
    /// A PUT was accepted.
    Updated,
    /// The customer was suspended.
    Suspended,
    /// The customer was made active again.
    Unsuspended,
    /// The customer is on its way out.
    Unregistered,
}

impl From<Operation> for Event {
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
    #[derive(Clone, Debug, PartialEq)]
    pub struct Decision {
        version: Format<FORMAT>,
        event: Event,
        /// One for each member; an unknown member is one value here, however deep it differs.
        changes: Changes,
    }
}

impl Decision {
    pub(super) const fn new(event: Event, changes: Changes) -> Self {
        Self { version: Format, event, changes }
    }

    /// Version of the event format.
    pub const fn version(&self) -> u32 {
        self.version.number()
    }

    /// What happened.
    pub const fn event(&self) -> Event {
        self.event
    }

    /// Whether the record stays as it is.
    pub const fn is_unchanged(&self) -> bool {
        self.changes.is_empty()
    }

    /// The changes in document order. Unknown members are told leaf by leaf.
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
    pub const fn effects(&self) -> &[Effect] {
        &[]
    }
}

fn raw(value: Option<&Value>) -> Option<&Raw> {
    match value {
        Some(Value::Json(raw)) => Some(raw),
        _ => None,
    }
}

/// Makes the changes of `decision`. Total: what does not fit the record is left alone.
///
/// ```
/// # use customer_core::ibm::{Customer, Facts, Input, Operation, Policy, Role, decide, evolve};
/// let mut customer = Customer::from_json(r#"{"Customer": {"Version": 1}}"#).unwrap();
/// let facts = Facts {
///     policy: Policy::documented(),
///     role: Some(Role::Vsr),
///     same_organization: Some(true),
///     active_subscriptions: None,
/// };
/// let decision = decide(&customer, &Input::Operation(Operation::Suspend), &facts).unwrap();
/// evolve(&mut customer, &decision);
/// assert_eq!(
///     customer.to_json(),
///     r#"{"Customer":{"CustomerState":"SUSPENDED","Version":2}}"#
/// );
/// ```
pub fn evolve(record: &mut Customer, decision: &Decision) {
    for change in &decision.changes {
        record.put(change.path.steps(), change.after.as_ref());
    }
    // An empty list stays when its elements were replaced by none; left out, it goes as well.
    if decision.changes.iter().any(is_omitted_identifier) {
        record.profile.customer_identifier_set = None;
    }
}

fn is_omitted_identifier(change: &Change) -> bool {
    match change.path.steps() {
        [PathStep::Name(wrapper), PathStep::Name(set), PathStep::Index(_)] => {
            *wrapper == WRAPPER && *set == "CustomerIdentifierSet" && change.cause == Cause::Omitted
        }
        _ => false,
    }
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
