//! Adobe: clients with their resellers; tokens that are issued here.

use alloc::borrow::Cow;

use customer_core::adobe::endpoint::{Call, Caller, Reseller, Token};
use customer_core::adobe::{AccountInput, Customer, Inactive, Input, MarketSegment};
use customer_core::endpoint::{Credential, Due};
use customer_core::value::Timestamp;
use customer_core::vendors::Adobe;
use serde_json::{Value, json};

use super::{Facts, Identity, Issued, Played};
use crate::config::{Client, Tenants};
use crate::store::{Claim, Stored};

fn client<'t>(tenants: &'t Tenants, id: &str) -> Option<&'t Client> {
    tenants.adobe.client.iter().find(|client| client.id.as_str() == id)
}

impl Client {
    /// The client with a token of its own.
    fn caller(&self) -> &Caller {
        self.caller.get_or_init(|| self.new_caller())
    }

    fn new_caller(&self) -> Caller {
        let mut caller = Caller::new(self.id.as_str());
        caller.resellers = self
            .resellers
            .iter()
            .map(|one| {
                let segments = one.segments.iter().map(|word| MarketSegment::from(word.as_str()));
                let mut reseller = Reseller::new(one.id.as_str(), segments);
                reseller.active = one.active;
                reseller
            })
            .collect();
        caller.global_sales = self.global_sales;
        caller.large_government = self.large_government;
        caller.token = Token::Own;
        caller
    }
}

impl Played for Adobe {
    const FIRST: u64 = 2_000_000_001;

    fn fresh_id(number: u64) -> String {
        format!("P{number:010}")
    }

    fn id(record: &Customer) -> Option<&str> {
        record.id()
    }

    fn set_id(record: &mut Customer, id: &str) {
        record.document.customer_id = Some(id.to_owned());
    }

    fn identify<'t>(
        tenants: &'t Tenants,
        credential: &Credential<'_>,
        issued: &Issued<'_>,
    ) -> Stored<Option<Identity<'t, Caller>>> {
        let Credential::ApiKey { key, token } = credential else { return Ok(None) };
        let Some(client) = client(tenants, key) else { return Ok(None) };
        let mut caller = Cow::Borrowed(client.caller());
        let owner = token.map(issued).transpose()?.flatten();
        if owner.as_deref() != Some(client.id.as_str()) {
            caller.to_mut().token = if owner.is_some() { Token::Other } else { Token::Unknown };
        }
        Ok(Some(Identity { caller, tenant: &client.id, name: &client.id }))
    }

    fn tenants(tenants: &Tenants) -> Vec<&str> {
        tenants.adobe.client.iter().map(|client| client.id.as_str()).collect()
    }

    fn may_own(tenants: &Tenants, tenant: &str, record: &Customer) -> bool {
        client(tenants, tenant).is_some_and(|client| client.caller().sees(record))
    }

    fn facts(tenants: &Tenants, tenant: &str, record: Option<&Customer>) -> Facts {
        let mut facts = Facts::new();
        let Some(client) = client(tenants, tenant) else { return facts };
        let of = record.and_then(|record| record.document.reseller_id.as_deref());
        // A customer whose reseller is not known may be of each of them.
        let resellers =
            client.resellers.iter().filter(|one| of.is_none_or(|of| of == one.id.as_str()));
        let mut segments: Vec<_> = resellers.flat_map(|one| one.segments.iter()).collect();
        segments.sort();
        segments.dedup();
        facts.insert("activeSubscriptions".into(), json!(0));
        facts.insert("activeSubscriptionsInDeployments".into(), json!(0));
        facts.insert("resellerMarketSegments".into(), json!(segments));
        facts.insert("partnerGlobalSales".into(), json!(client.global_sales));
        facts.insert("partnerLargeGovernmentAgency".into(), json!(client.large_government));
        facts.insert("owned".into(), json!({}));
        facts
    }

    fn is_settable(fact: &str) -> bool {
        fact != "today"
    }

    fn circumstances(now: Timestamp) -> Facts {
        Facts::from_iter([("today".to_owned(), json!(now.date().to_string()))])
    }

    fn due(due: Due, failing: Option<&str>) -> Option<(Input<'static>, &'static str)> {
        let (input, cause) = match (due, failing) {
            (Due::Activation, None) => (AccountInput::Activated, "activated"),
            (Due::Activation, Some(code)) => {
                (AccountInput::Inactive(Inactive::by_name(code)?), "inactive")
            }
            _ => return None,
        };
        Some((Input::Account(input), cause))
    }

    fn does(input: &str) -> Option<Due> {
        (input == "account").then_some(Due::Activation)
    }

    fn claims(_: &Customer) -> Vec<Claim> {
        Vec::new()
    }

    fn correlation_id<'c>(call: &'c Call<'_>) -> Option<&'c str> {
        call.correlation_id()
    }

    fn code(body: &Value) -> Option<String> {
        Some(body.get("code")?.as_str()?.to_owned())
    }

    fn paths(address: &str) -> String {
        format!("{address}/v3, tokens {address}/ims/token/v3")
    }

    fn introduce(tenants: &Tenants) -> Vec<String> {
        let line = |client: &Client| {
            let resellers: Vec<_> = client.resellers.iter().map(|one| one.id.as_str()).collect();
            let (id, secret) = (&client.id, client.secret.reveal());
            format!("API key {id}, secret {secret}, {}", resellers.join(", "))
        };
        tenants.adobe.client.iter().map(line).collect()
    }
}
