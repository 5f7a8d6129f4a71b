//! What the laws ask of each wing.

use customer_core::generate::Case;
use customer_core::kernel::Rejection;
use customer_core::roster::{Adobe, Commvault, Ibm};
use customer_core::{adobe, commvault, ibm};

use crate::laws::Lawful;

impl Lawful for Adobe {
    fn written(record: &adobe::Customer) -> String {
        record.to_json()
    }

    fn reread(record: &adobe::Customer) -> adobe::Customer {
        let mut read = adobe::Customer::from_json(&record.to_json()).expect("its own document");
        read.internal = record.internal.clone();
        read
    }

    fn apply(case: &Case<Self>) -> Result<(adobe::Customer, adobe::Decision), Rejection> {
        let outcome = adobe::apply(&case.record, &case.input, &case.facts)?;
        Ok((outcome.after, outcome.decision))
    }

    /// Requests, events, and sub-segments that a change of segment drops although they are sent.
    fn opens_something(case: &Case<Self>) -> bool {
        match &case.input {
            adobe::Input::Update(update) => {
                !update.benefits.is_absent()
                    || !update.company_profile.value().is_none_or(|profile| {
                        profile.market_segment.is_absent()
                            || profile.market_sub_segments.is_absent()
                    })
            }
            adobe::Input::Commitment(_) => true,
        }
    }

    /// Administrators stay; what Adobe alone writes stays.
    fn step(before: &adobe::Customer, after: &adobe::Customer, decision: &adobe::Decision) {
        let (old, new) = (&before.internal.system_admins, &after.internal.system_admins);
        assert!(new.starts_with(old), "an administrator is gone");
        let (old, new) = (&before.resource, &after.resource);
        assert!(old.customer_id == new.customer_id && old.status == new.status);
        assert!(old.discounts == new.discounts && old.links == new.links && old.tags == new.tags);
        if decision.is_unchanged() {
            assert!(before.resource == after.resource, "unchanged and not the same");
        }
        for effect in decision.effects(after) {
            assert!(!effect.name().is_empty());
        }
    }
}

impl Lawful for Ibm {
    fn written(record: &ibm::Customer) -> String {
        record.to_json()
    }

    fn reread(record: &ibm::Customer) -> ibm::Customer {
        ibm::Customer::from_json(&record.to_json()).expect("its own document")
    }

    fn apply(case: &Case<Self>) -> Result<(ibm::Customer, ibm::Decision), Rejection> {
        let outcome = ibm::apply(&case.record, &case.input, &case.facts)?;
        Ok((outcome.after, outcome.decision))
    }

    fn opens_something(case: &Case<Self>) -> bool {
        matches!(case.input, ibm::Input::Operation(_))
    }

    /// The lock token counts the changes; nothing unknown is lost beside the profile.
    fn step(before: &ibm::Customer, after: &ibm::Customer, decision: &ibm::Decision) {
        let (old, new) = (before.profile.version.unwrap_or(0), after.profile.version.unwrap_or(0));
        let added = i64::from(!decision.is_unchanged());
        assert_eq!(old.checked_add(added), Some(new), "the lock token");
        assert!(before.others == after.others && before.profile.id == after.profile.id);
        assert!(decision.effects().is_empty());
    }
}

impl Lawful for Commvault {
    fn written(record: &commvault::Account) -> String {
        let pending = record.pending().map(|pending| pending.to_json());
        format!("{} {pending:?}", record.to_json())
    }

    fn reread(record: &commvault::Account) -> commvault::Account {
        let read = commvault::Account::from_json(&record.to_json()).expect("its own document");
        match record.pending() {
            None => read,
            Some(pending) => {
                let text = pending.to_json();
                read.with_pending(commvault::Profile::from_json(&text).expect("its own document"))
            }
        }
    }

    fn apply(case: &Case<Self>) -> Result<(commvault::Account, commvault::Decision), Rejection> {
        let outcome = commvault::apply(&case.record, &case.input, &case.facts)?;
        Ok((outcome.after, outcome.decision))
    }

    /// An update always runs: the record afterwards is busy.
    fn opens_something(_: &Case<Self>) -> bool {
        true
    }

    /// A running update shows the old values; a settled one leaves nothing pending.
    fn step(before: &commvault::Account, after: &commvault::Account, _: &commvault::Decision) {
        let updating = after.profile.status == Some(commvault::Status::Updating);
        assert_eq!(updating, after.pending().is_some(), "pending while it runs, and only then");
        if updating {
            assert!(before.profile.name == after.profile.name, "the old name is shown");
            assert!(before.profile.contacts == after.profile.contacts, "the old contacts");
        }
    }
}
