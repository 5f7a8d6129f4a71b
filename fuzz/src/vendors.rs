//! What the laws ask of each vendor.

use customer_core::decision::Rejection;
use customer_core::generate::{Case, Generate as _};
use customer_core::vendors::{Adobe, Commvault, Ibm};
use customer_core::{adobe, commvault, ibm};

use crate::laws::Lawful;

impl Lawful for Adobe {
    const PATCHES: bool = true;

    fn document(record: &adobe::Customer) -> String {
        record.to_json()
    }

    fn pending(_: &adobe::Customer) -> Option<String> {
        None
    }

    fn update(body: &str) -> Option<adobe::Input<'static>> {
        adobe::Update::from_json(body).ok().map(|update| adobe::Input::Update(update.into_owned()))
    }

    fn settlement(_: bool) -> Option<adobe::Input<'static>> {
        None
    }

    fn closed(record: &adobe::Customer) -> bool {
        use adobe::Status;
        let status = record.resource.status.as_ref().map(Status::as_str);
        matches!(status, Some("1002" | "1012"))
    }

    fn guards(facts: &adobe::Facts) -> Vec<adobe::Facts> {
        let all = Self::permitting(facts);
        let (count, deployments) =
            (all.active_subscriptions, all.active_subscriptions_in_deployments);
        vec![
            adobe::Facts { active_subscriptions: count, ..facts.clone() },
            adobe::Facts { active_subscriptions_in_deployments: deployments, ..facts.clone() },
            adobe::Facts {
                reseller_market_segments: all.reseller_market_segments,
                ..facts.clone()
            },
            adobe::Facts { partner_global_sales: Some(true), ..facts.clone() },
            adobe::Facts { partner_large_government_agency: Some(true), ..facts.clone() },
        ]
    }

    fn unknown(facts: &adobe::Facts) -> adobe::Facts {
        let nothing = adobe::Facts::unknown(facts.policy);
        adobe::Facts { today: facts.today, owned: facts.owned, ..nothing }
    }

    fn effects(decision: &adobe::Decision, after: &adobe::Customer) -> usize {
        decision.effects(after).count()
    }

    fn written(record: &adobe::Customer) -> String {
        record.to_json()
    }

    fn reread(record: &adobe::Customer) -> adobe::Customer {
        let mut read = adobe::Customer::from_json(&record.to_json()).expect("its own document");
        read.internal = record.internal.clone();
        read
    }

    fn apply(
        record: &adobe::Customer,
        input: &adobe::Input<'_>,
        facts: &adobe::Facts,
    ) -> Result<(adobe::Customer, adobe::Decision), Rejection> {
        let outcome = adobe::apply(record, input, facts)?;
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
    const PATCHES: bool = false;

    fn document(record: &ibm::Customer) -> String {
        record.to_json()
    }

    fn pending(_: &ibm::Customer) -> Option<String> {
        None
    }

    fn update(body: &str) -> Option<ibm::Input<'static>> {
        ibm::Update::from_json(body).ok().map(|update| ibm::Input::Update(update.into_owned()))
    }

    fn settlement(_: bool) -> Option<ibm::Input<'static>> {
        None
    }

    fn closed(record: &ibm::Customer) -> bool {
        record.profile.customer_state == Some(ibm::CustomerState::DeregisterPending)
    }

    fn guards(facts: &ibm::Facts) -> Vec<ibm::Facts> {
        vec![
            ibm::Facts { role: Some(ibm::Role::CustomerAdministrator), ..facts.clone() },
            ibm::Facts { same_organization: Some(true), ..facts.clone() },
        ]
    }

    fn unknown(facts: &ibm::Facts) -> ibm::Facts {
        ibm::Facts::unknown(facts.policy)
    }

    fn effects(decision: &ibm::Decision, _: &ibm::Customer) -> usize {
        decision.effects().len()
    }

    fn written(record: &ibm::Customer) -> String {
        record.to_json()
    }

    fn reread(record: &ibm::Customer) -> ibm::Customer {
        ibm::Customer::from_json(&record.to_json()).expect("its own document")
    }

    fn apply(
        record: &ibm::Customer,
        input: &ibm::Input<'_>,
        facts: &ibm::Facts,
    ) -> Result<(ibm::Customer, ibm::Decision), Rejection> {
        let outcome = ibm::apply(record, input, facts)?;
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
    const PATCHES: bool = true;

    fn document(record: &commvault::Account) -> String {
        record.to_json()
    }

    fn pending(record: &commvault::Account) -> Option<String> {
        record.pending().map(|pending| pending.to_json())
    }

    fn update(body: &str) -> Option<commvault::Input<'static>> {
        commvault::Update::from_json(body)
            .ok()
            .map(|update| commvault::Input::Update(update.into_owned()))
    }

    fn settlement(yes: bool) -> Option<commvault::Input<'static>> {
        use commvault::Settlement::{Failed, Succeeded};
        Some(commvault::Input::Settled(if yes { Succeeded } else { Failed }))
    }

    fn closed(_: &commvault::Account) -> bool {
        false
    }

    fn guards(facts: &commvault::Facts) -> Vec<commvault::Facts> {
        vec![
            commvault::Facts { external_id_taken: Some(false), ..*facts },
            commvault::Facts { name_taken: Some(false), ..*facts },
        ]
    }

    fn unknown(facts: &commvault::Facts) -> commvault::Facts {
        commvault::Facts { now: facts.now, ..commvault::Facts::unknown(facts.policy) }
    }

    fn effects(decision: &commvault::Decision, _: &commvault::Account) -> usize {
        decision.effects().len()
    }

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

    fn apply(
        record: &commvault::Account,
        input: &commvault::Input<'_>,
        facts: &commvault::Facts,
    ) -> Result<(commvault::Account, commvault::Decision), Rejection> {
        let outcome = commvault::apply(record, input, facts)?;
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
