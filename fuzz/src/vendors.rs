//! What the laws ask of each vendor.

use customer_core::generate::{Case, Generate as _};
use customer_core::vendors::{Adobe, Commvault, Ibm};
use customer_core::{adobe, commvault, ibm};

use crate::laws::Lawful;

impl Lawful for Adobe {
    const PATCHES: bool = true;

    fn pending(_: &adobe::Customer) -> Option<String> {
        None
    }

    fn settlement(_: bool) -> Option<adobe::Input<'static>> {
        None
    }

    fn closed(record: &adobe::Customer) -> bool {
        use adobe::Status;
        let status = record.document.status.as_ref().map(Status::as_str);
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
            adobe::Input::Commitment(_) | adobe::Input::Account(_) => true,
        }
    }

    /// Administrators stay; what Adobe alone writes stays.
    fn step(before: &adobe::Customer, after: &adobe::Customer, decision: &adobe::Decision) {
        use adobe::Status;
        let (old, new) = (&before.internal.system_admins, &after.internal.system_admins);
        assert!(new.starts_with(old), "an administrator is gone");
        let (old, new) = (&before.document, &after.document);
        assert!(old.customer_id == new.customer_id);
        // Only the check of a new account moves the status, and only from there.
        let (from, to) = (&old.status, &new.status);
        let is_checked = *from == Some(Status::Pending)
            && to.as_ref().is_some_and(|to| to.is_known() && *to != Status::Pending);
        assert!(from == to || is_checked, "{from:?} to {to:?}");
        assert!(old.discounts == new.discounts && old.links == new.links && old.tags == new.tags);
        if decision.is_unchanged() {
            assert!(before.document == after.document, "unchanged and not the same");
        }
        for effect in decision.effects(after) {
            assert!(!effect.name().is_empty());
        }
    }

    fn with_fact(facts: &adobe::Facts, other: &adobe::Facts, fact: adobe::Fact) -> adobe::Facts {
        use adobe::Fact;
        let (mut facts, other) = (facts.clone(), other.clone());
        match fact {
            Fact::Today => facts.today = other.today,
            Fact::ActiveSubscriptions => facts.active_subscriptions = other.active_subscriptions,
            Fact::ActiveSubscriptionsInDeployments => {
                facts.active_subscriptions_in_deployments =
                    other.active_subscriptions_in_deployments;
            }
            Fact::ResellerMarketSegments => {
                facts.reseller_market_segments = other.reseller_market_segments;
            }
            Fact::PartnerGlobalSales => facts.partner_global_sales = other.partner_global_sales,
            Fact::PartnerLargeGovernmentAgency => {
                facts.partner_large_government_agency = other.partner_large_government_agency;
            }
            Fact::Owned => facts.owned = other.owned,
        }
        facts
    }
}

impl Lawful for Ibm {
    const PATCHES: bool = false;

    fn pending(_: &ibm::Customer) -> Option<String> {
        None
    }

    fn settlement(_: bool) -> Option<ibm::Input<'static>> {
        None
    }

    fn closed(record: &ibm::Customer) -> bool {
        record.document.customer_state == Some(ibm::CustomerState::DeregisterPending)
    }

    fn guards(facts: &ibm::Facts) -> Vec<ibm::Facts> {
        vec![
            ibm::Facts { role: Some(ibm::Role::CustomerAdministrator), ..facts.clone() },
            ibm::Facts { same_organization: Some(true), ..facts.clone() },
        ]
    }

    fn opens_something(case: &Case<Self>) -> bool {
        matches!(case.input, ibm::Input::Operation(_))
    }

    /// The lock token counts the changes; nothing unknown is lost beside the profile.
    fn step(before: &ibm::Customer, after: &ibm::Customer, decision: &ibm::Decision) {
        let (old, new) =
            (before.document.version.unwrap_or(0), after.document.version.unwrap_or(0));
        let added = i64::from(!decision.is_unchanged());
        assert_eq!(old.checked_add(added), Some(new), "the lock token");
        assert!(before.others == after.others && before.document.id == after.document.id);
        assert_eq!(decision.effects(after).count(), 0);
    }

    fn with_fact(facts: &ibm::Facts, other: &ibm::Facts, fact: ibm::Fact) -> ibm::Facts {
        use ibm::Fact;
        let (mut facts, other) = (facts.clone(), other.clone());
        match fact {
            Fact::Role => facts.role = other.role,
            Fact::SameOrganization => facts.same_organization = other.same_organization,
            Fact::ActiveSubscriptions => facts.active_subscriptions = other.active_subscriptions,
        }
        facts
    }
}

impl Lawful for Commvault {
    const PATCHES: bool = true;

    fn pending(record: &commvault::Account) -> Option<String> {
        record.pending().map(|pending| pending.to_json())
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
            commvault::Facts { external_id_taken: Some(false), ..facts.clone() },
            commvault::Facts { name_taken: Some(false), ..facts.clone() },
        ]
    }

    /// An update always runs: the record afterwards is busy.
    fn opens_something(_: &Case<Self>) -> bool {
        true
    }

    /// A running update shows the old values; a settled one leaves nothing pending.
    fn step(before: &commvault::Account, after: &commvault::Account, _: &commvault::Decision) {
        let updating = after.document.status == Some(commvault::Status::Updating);
        assert_eq!(updating, after.pending().is_some(), "pending while it runs, and only then");
        if updating {
            assert!(before.document.name == after.document.name, "the old name is shown");
            assert!(before.document.contacts == after.document.contacts, "the old contacts");
        }
    }

    fn with_fact(
        facts: &commvault::Facts,
        other: &commvault::Facts,
        fact: commvault::Fact,
    ) -> commvault::Facts {
        use commvault::Fact;
        let (mut facts, other) = (facts.clone(), other.clone());
        match fact {
            Fact::Now => facts.now = other.now,
            Fact::ExternalIdTaken => facts.external_id_taken = other.external_id_taken,
            Fact::NameTaken => facts.name_taken = other.name_taken,
        }
        facts
    }
}
