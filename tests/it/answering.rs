//! Which refusals are answered, and by which rules.
//!
//! Goal: nothing is said in a vendor's name that it never says, and every rule is found by its id.
//! Method: inputs that are no API calls, and every rule that there is.

use std::collections::BTreeSet;

use customer_core::decision::{Next, Refusal, RuleKind, Violation};
use customer_core::json::Pointer;
use customer_core::vendors::{Adobe, Commvault, Ibm, VENDORS, Vendor, rule, rules};
use customer_core::{adobe, commitment, commvault, ibm};

/// What is no API call gets no answer, from the vendor's own function and from the trait's.
#[test]
fn only_calls_are_answered() {
    let customer = adobe::Customer::from_json(r#"{"customerId": "P1", "status": "1000"}"#).unwrap();
    let facts = adobe::Facts {
        today: Some(customer_core::value::Date::parse("2026-03-03").unwrap()),
        owned: Some(customer_core::value::Owned::default()),
        ..adobe::Facts::unknown(adobe::Policy::documented())
    };
    let inputs: [adobe::Input<'_>; 2] =
        [adobe::CommitmentInput::Accepted.into(), adobe::AccountInput::Activated.into()];
    for input in inputs {
        let rejection = adobe::decide(&customer, &input, &facts).unwrap_err();
        let refusal = rejection.refusal().unwrap();
        assert_eq!(adobe::refused(refusal), None);
        assert_eq!(Adobe::refused(&input, refusal), None);
    }
    let account = commvault::Account::from_json(r#"{"status": "active"}"#).unwrap();
    let facts = commvault::Facts::unknown(commvault::Policy::documented());
    let input = commvault::Settlement::Failed.into();
    let rejection = commvault::decide(&account, &input, &facts).unwrap_err();
    let refusal = rejection.refusal().unwrap();
    assert_eq!(commvault::refused(refusal), None);
    assert_eq!(Commvault::refused(&input, refusal), None);
}

/// Of every rule that refuses: it answers with its status, or it is about no call.
#[test]
fn a_refusal_is_answered_with_the_status_of_its_rule() {
    fn answered<V: Vendor>(refused: fn(&Refusal) -> Option<customer_core::decision::Response>) {
        for rule in V::RULES.iter().filter(|rule| rule.kind == RuleKind::Refuses) {
            let violation = Violation::new(rule, Pointer::default());
            let refusal = Refusal::new(vec![violation], Next::Fix).unwrap();
            assert_eq!(refused(&refusal).map(|response| response.status), rule.status, "{rule}");
        }
    }
    answered::<Adobe>(adobe::refused);
    answered::<Ibm>(ibm::refused);
    answered::<Commvault>(commvault::refused);
    let silent: Vec<_> = rules()
        .filter(|(whose, rule)| {
            let is_own = rule.id.split('.').next() == Some(whose);
            is_own && rule.kind == RuleKind::Refuses && rule.status.is_none()
        })
        .filter(|(whose, _)| *whose != "commitment")
        .map(|(_, rule)| rule.id)
        .collect();
    let expected = [
        "adobe.account.checked",
        "commvault.settled.nothing-runs",
        "commvault.settled.needs-pending",
        "commvault.settled.same-account",
        "commvault.settled.at-most",
    ];
    assert_eq!(silent, expected);
}

#[test]
fn every_rule_is_found_by_its_id() {
    for id in ["plan.beyond-limit", "commitment.quantity.minimum", "adobe.contact.complete"] {
        assert_eq!(rule(id).map(|rule| rule.id), Some(id));
    }
    assert_eq!(rule("adobe.no-such-rule"), None);
    let listed: Vec<_> = rules().map(|(_, rule)| rule.id).collect();
    let once: BTreeSet<_> = listed.iter().copied().collect();
    assert_eq!(once.len(), listed.len(), "none is there twice");
    let all = VENDORS.iter().flat_map(|(_, rules)| *rules).chain(commitment::RULES);
    for one in all {
        assert!(once.contains(one.id) && rule(one.id) == Some(one), "{one}");
    }
}
