//! Commvault: partners with tokens; names that are unique among a partner's accounts.

use alloc::borrow::Cow;

use customer_core::commvault::endpoint::Caller;
use customer_core::commvault::{Account, Fact, Input, Settlement};
use customer_core::endpoint::{Credential, Due};
use customer_core::value::Timestamp;
use customer_core::vendors::Commvault;
use serde_json::{Value, json};

use super::{Facts, Identity, Issued, Played};
use crate::config::{Partner, Secret, Tenants};
use crate::store::{Claim, Stored};

impl Played for Commvault {
    const FIRST: u64 = 30_000_001;

    fn fresh_id(number: u64) -> String {
        number.to_string()
    }

    fn id(record: &Account) -> Option<&str> {
        record.id()
    }

    fn set_id(record: &mut Account, id: &str) {
        record.document.id = Some(id.to_owned());
    }

    fn identify<'t>(
        tenants: &'t Tenants,
        credential: &Credential<'_>,
        _: &Issued<'_>,
    ) -> Stored<Option<Identity<'t, Caller>>> {
        let Credential::Bearer(token) = credential else { return Ok(None) };
        let mut partners = tenants.commvault.partner.iter();
        let found = partners.find(|one| one.tokens.iter().any(|own| own.is(token)));
        Ok(found.map(|partner| {
            let mut caller = Caller::new(partner.name.as_str());
            caller.may_use_partner_apis = partner.partner_apis;
            Identity { caller: Cow::Owned(caller), tenant: &partner.name, name: &partner.name }
        }))
    }

    fn tenants(tenants: &Tenants) -> Vec<&str> {
        tenants.commvault.partner.iter().map(|partner| partner.name.as_str()).collect()
    }

    fn may_own(tenants: &Tenants, tenant: &str, _: &Account) -> bool {
        Self::tenants(tenants).contains(&tenant)
    }

    fn facts(_: &Tenants, _: &str, _: Option<&Account>) -> Facts {
        Facts::new()
    }

    fn is_settable(_: &str) -> bool {
        false
    }

    fn circumstances(now: Timestamp) -> Facts {
        Facts::from_iter([("now".to_owned(), json!(now.to_string()))])
    }

    fn due(due: Due, failing: Option<&str>) -> Option<(Input<'static>, &'static str)> {
        let how = if failing.is_none() { Settlement::Succeeded } else { Settlement::Failed };
        (due == Due::Settlement).then_some((Input::Settled(how), "settled"))
    }

    fn does(input: &str) -> Option<Due> {
        (input == "settled").then_some(Due::Settlement)
    }

    /// The values that hold, and those that will.
    fn claims(account: &Account) -> Vec<Claim> {
        let pending = account.pending();
        [Some(&account.document), pending.as_ref()]
            .into_iter()
            .flatten()
            .flat_map(|profile| {
                [
                    (Fact::ExternalIdTaken, profile.external_id.clone()),
                    (Fact::NameTaken, profile.name.clone()),
                ]
            })
            .filter_map(|(fact, value)| Some((fact.name(), value?)))
            .collect()
    }

    fn code(body: &Value) -> Option<String> {
        Some(body.pointer("/error/code")?.to_string())
    }

    fn paths(address: &str) -> String {
        format!("{address}/api/v1/partner")
    }

    fn introduce(tenants: &Tenants) -> Vec<String> {
        let line = |partner: &Partner| {
            let tokens: Vec<_> = partner.tokens.iter().map(Secret::reveal).collect();
            format!("token {}, {}", tokens.join(", "), partner.name)
        };
        tenants.commvault.partner.iter().map(line).collect()
    }
}
