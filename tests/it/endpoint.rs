//! The endpoints: what their tests have in common.
//!
//! Goal: every statement about the vendors' HTTP is a test that names it (`A61`, `I4`, `G6`), and
//! every law (`L1` to `L17`) holds for each vendor of the one list. Method: [`Sent`] is a request to
//! be changed, [`Desk`] is what a vendor needs for a test, and [`Shop`] is the smallest service that
//! one can build: maps and lists, and one transaction after the other.

use std::collections::BTreeMap;
use std::fmt::Debug;

use customer_core::decision::Event;
use customer_core::endpoint::{
    Credential, Digest, Found, Fresh, Known, Replied, Responded, StoredAnswer, Tenant,
};
use customer_core::http::{Limits, Reply, Request};
use customer_core::value::Timestamp;
use customer_core::vendors::{Adobe, Commvault, Endpoint, Ibm};
use customer_core::{adobe, commvault, ibm};

/// A request that can be changed.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Sent {
    pub(crate) method: String,
    pub(crate) target: String,
    pub(crate) headers: Vec<(String, Vec<u8>)>,
    pub(crate) body: Vec<u8>,
}

impl Sent {
    pub(crate) fn new(method: &str, target: &str) -> Self {
        Self { method: method.into(), target: target.into(), headers: Vec::new(), body: Vec::new() }
    }

    /// The same with this header field, and with no other of its name.
    pub(crate) fn with(mut self, name: &str, value: impl AsRef<[u8]>) -> Self {
        self = self.without(name);
        self.and(name, value)
    }

    /// The same with one more header field.
    pub(crate) fn and(mut self, name: &str, value: impl AsRef<[u8]>) -> Self {
        self.headers.push((name.into(), value.as_ref().to_vec()));
        self
    }

    pub(crate) fn without(mut self, name: &str) -> Self {
        self.headers.retain(|(one, _)| !one.eq_ignore_ascii_case(name));
        self
    }

    /// The same with this header field twice.
    pub(crate) fn twice(self, name: &str) -> Self {
        let value = self.headers.iter().find(|(one, _)| one.eq_ignore_ascii_case(name));
        let value = value.unwrap().1.clone();
        self.and(name, value)
    }

    pub(crate) fn json(mut self, body: impl AsRef<[u8]>) -> Self {
        self.body = body.as_ref().to_vec();
        self.with("Content-Type", "application/json")
    }

    pub(crate) fn at(mut self, target: &str) -> Self {
        self.target = target.into();
        self
    }

    pub(crate) fn by(mut self, method: &str) -> Self {
        self.method = method.into();
        self
    }

    pub(crate) fn ask<R>(&self, ask: impl FnOnce(&Request<'_>) -> R) -> R {
        let headers: Vec<(&str, &[u8])> =
            self.headers.iter().map(|(name, value)| (name.as_str(), value.as_slice())).collect();
        ask(&Request {
            method: &self.method,
            target: &self.target,
            headers: &headers,
            body: &self.body,
        })
    }
}

pub(crate) fn at(text: &str) -> Timestamp {
    Timestamp::parse(text).unwrap()
}

pub(crate) const NOW: &str = "2026-02-20T12:00:00";
pub(crate) const FRESH: Fresh<'_> =
    Fresh { request_id: "9d6f4d1a-0000-4000-8000-000000000001", customer_id: "100000099" };

/// What a vendor needs for a test: somebody who may, somebody who may not, a record, calls.
pub(crate) trait Desk: Endpoint<Record: Debug, Facts: Debug> {
    /// Somebody who may see and change the record.
    fn caller() -> Self::Caller;
    /// A record that reads `id` in its path.
    fn record() -> Self::Record;
    /// The id of a record.
    fn id(record: &Self::Record) -> String;
    /// A read of the record.
    fn reading() -> Sent;
    /// An update of the record that is accepted and changes it.
    fn updating() -> Sent;
    /// An update of the record that is refused for what it says.
    fn refusing() -> Sent;
    /// A list with the record in it.
    fn listing() -> Sent;
    /// An update that makes the caller of a shop look something up.
    fn asking() -> Sent;
    /// Every fact, in favour of the caller.
    fn permitting() -> Self::Facts;
    /// The policy and nothing else.
    fn ignorant() -> Self::Facts;
    /// The facts that the endpoint sets for the caller, as the contract writes them.
    const SET: &'static str;
}

const ADOBE: &str = r#"{"customerId":"P1000000010","resellerId":"P1000000001",
    "globalSalesEnabled":false,"companyProfile":{"companyName":"Fairmont",
    "preferredLanguage":"en-US","marketSegment":"COM","address":{"country":"US","region":"CA",
    "city":"San Jose","addressLine1":"200 Fairmont Ave","postalCode":"95110"},
    "contacts":[{"firstName":"Mickey","lastName":"Mouse","email":"mickey@mouse.com"}]},
    "creationDate":"2026-01-02T03:04:05Z","status":"1000"}"#;

impl Desk for Adobe {
    const SET: &'static str = r#"{"today":"2026-02-20","activeSubscriptions":0,
        "activeSubscriptionsInDeployments":0,"resellerMarketSegments":["COM","EDU"],
        "partnerGlobalSales":true,"partnerLargeGovernmentAgency":false}"#;

    fn caller() -> adobe::endpoint::Caller {
        let segments = [adobe::MarketSegment::Commercial, adobe::MarketSegment::Education];
        let mut caller = adobe::endpoint::Caller::new("dev-client-1");
        caller.resellers = vec![adobe::endpoint::Reseller::new("P1000000001", segments)];
        caller.global_sales = true;
        caller
    }

    fn record() -> adobe::Customer {
        adobe::Customer::from_json(ADOBE).unwrap()
    }

    fn id(record: &adobe::Customer) -> String {
        record.id().unwrap().into()
    }

    fn reading() -> Sent {
        Sent::new("GET", "/v3/customers/P1000000010")
            .with("X-Api-Key", "dev-client-1")
            .with("Authorization", "Bearer t0k3n")
            .with("X-Correlation-Id", "c-1")
            .with("X-Request-Id", "r-1")
            .with("Accept", "application/json")
    }

    fn updating() -> Sent {
        Self::reading().by("PATCH").json(r#"{"externalReferenceId":"342"}"#)
    }

    fn refusing() -> Sent {
        Self::updating().json(r#"{"nickname":"x"}"#)
    }

    fn listing() -> Sent {
        Self::reading().at("/v3/resellers/P1000000001/customers").without("X-Correlation-Id")
    }

    fn asking() -> Sent {
        Self::updating().json(r#"{"companyProfile":{"marketSegment":"EDU"}}"#)
    }

    fn permitting() -> adobe::Facts {
        adobe::Facts {
            active_subscriptions: Some(0),
            active_subscriptions_in_deployments: Some(0),
            ..Self::ignorant()
        }
    }

    fn ignorant() -> adobe::Facts {
        adobe::Facts::unknown(adobe::Policy::documented())
    }
}

/// The record of IBM with a version and a phone.
pub(crate) fn ibm_document(id: &str, version: u32, phone: &str) -> String {
    format!(
        r#"{{"Customer":{{"Id":{id},"CustomerState":"ACTIVE","Version":{version},
        "Organization":{{"OrgName":"Acme","Phone":"{phone}","AddressSet":[{{
        "AddressLine1":"1 Way","AddressType":"BILLING","City":"Boston","Country":"United States",
        "State":"Massachusetts","PostalCode":"02110"}}],"Contact":{{"FamilyName":"Doe",
        "GivenName":"Jo","EmailAddress":"jo@acme.example","WorkPhone":"1"}}}},
        "CustomerAccountSet":[{{"AccountNumber":"","LocationName":"Boston"}}]}}}}"#
    )
}

impl Desk for Ibm {
    const SET: &'static str = r#"{"role":"VSR","sameOrganization":true,"activeSubscriptions":0}"#;

    fn caller() -> ibm::endpoint::Caller {
        ibm::endpoint::Caller::new(ibm::Role::Vsr)
    }

    fn record() -> ibm::Customer {
        ibm::Customer::from_json(&ibm_document("100000001", 7, "1")).unwrap()
    }

    fn id(record: &ibm::Customer) -> String {
        record.id().unwrap().into()
    }

    fn reading() -> Sent {
        // vsr1:dev-password-1
        Sent::new("GET", "/api/bss/resource/customer/100000001")
            .with("Authorization", "Basic dnNyMTpkZXYtcGFzc3dvcmQtMQ==")
            .with("Accept", "application/json")
    }

    fn updating() -> Sent {
        Self::reading().by("PUT").json(ibm_document("100000001", 7, "2"))
    }

    fn refusing() -> Sent {
        Self::updating().json(ibm_document("100000001", 7, &"9".repeat(31)))
    }

    fn listing() -> Sent {
        Self::reading().at("/api/bss/resource/customer")
    }

    fn asking() -> Sent {
        Self::reading().by("DELETE")
    }

    fn permitting() -> ibm::Facts {
        ibm::Facts { active_subscriptions: Some(0), ..Self::ignorant() }
    }

    fn ignorant() -> ibm::Facts {
        ibm::Facts::unknown(ibm::Policy::documented())
    }
}

const COMMVAULT: &str = r#"{"id":"a7194","status":"active","insertTs":"2026-01-02T03:04:05",
    "updateTs":"2026-01-02T03:04:05","externalId":"X1","name":"Acme","website":"acme.example",
    "contacts":[{"type":"admin","email":"jo@acme.example","firstName":"Jo","lastName":"Doe"}]}"#;

impl Desk for Commvault {
    const SET: &'static str =
        r#"{"now":"2026-02-20T12:00:00","externalIdTaken":false,"nameTaken":false}"#;

    fn caller() -> commvault::endpoint::Caller {
        commvault::endpoint::Caller::new("partner-1")
    }

    fn record() -> commvault::Account {
        commvault::Account::from_json(COMMVAULT).unwrap()
    }

    fn id(record: &commvault::Account) -> String {
        record.id().unwrap().into()
    }

    fn reading() -> Sent {
        Sent::new("GET", "/api/v1/partner/accounts/a7194")
            .with("Authorization", "Bearer t0k3n")
            .with("Accept", "application/json")
    }

    fn updating() -> Sent {
        let body = r#"{"externalId":"X1","name":"Acme","website":null,"contacts":[{}]}"#;
        Self::reading().by("PUT").json(body)
    }

    fn refusing() -> Sent {
        Self::updating().json(r#"{"externalId":"X1","name":"Acme"}"#)
    }

    fn listing() -> Sent {
        Self::reading().at("/api/v1/partner/accounts")
    }

    fn asking() -> Sent {
        Self::updating().json(r#"{"externalId":"X2","name":"Acme","contacts":[{}]}"#)
    }

    fn permitting() -> commvault::Facts {
        commvault::Facts {
            external_id_taken: Some(false),
            name_taken: Some(false),
            ..Self::ignorant()
        }
    }

    fn ignorant() -> commvault::Facts {
        commvault::Facts::unknown(commvault::Policy::documented())
    }
}

/// What follows from a call, in the types of a vendor.
pub(crate) type Answered<V> = Responded<
    <V as customer_core::vendors::Vendor>::Record,
    <V as customer_core::vendors::Vendor>::Decision,
    <V as customer_core::vendors::Vendor>::Effect,
    <V as customer_core::vendors::Vendor>::Fact,
>;

/// A reply and what belongs to it, in the types of a vendor.
pub(crate) type Whole<V> = Replied<
    <V as customer_core::vendors::Vendor>::Record,
    <V as customer_core::vendors::Vendor>::Decision,
    <V as customer_core::vendors::Vendor>::Effect,
>;

/// Asks one question about one record.
pub(crate) fn respond<V: Desk>(
    sent: &Sent,
    caller: Option<&V::Caller>,
    record: Option<&V::Record>,
) -> Whole<V> {
    respond_with::<V>(sent, |known| {
        known.caller = caller;
        known.record = record.map(|record| Found { record, revision: 3, tenant: Tenant::Own });
    })
}

/// The same with everything that can be known.
pub(crate) fn respond_with<'k, V: Desk>(
    sent: &Sent,
    know: impl FnOnce(&mut Known<'k, V::Record, V::Caller>),
) -> Whole<V> {
    match answered::<V>(sent, &V::permitting(), know) {
        Responded::Reply(replied) => replied,
        Responded::Lookup(lookup) => panic!("{lookup:?}"),
    }
}

pub(crate) fn answered<'k, V: Desk>(
    sent: &Sent,
    facts: &V::Facts,
    know: impl FnOnce(&mut Known<'k, V::Record, V::Caller>),
) -> Answered<V> {
    let mut known = Known::nothing(at(NOW), FRESH);
    know(&mut known);
    sent.ask(|request| V::respond(&V::call(request, &Limits::default()), &known, facts))
}

/// Somebody who may asks about the record of the desk.
pub(crate) fn own<V: Desk>(sent: &Sent) -> Whole<V> {
    respond::<V>(sent, Some(&V::caller()), Some(&V::record()))
}

/// The body of a reply.
pub(crate) fn body(reply: &Reply) -> &str {
    reply.body.as_deref().unwrap_or_default()
}

/// A digest that a test can do with: the bytes of a hash.
pub(crate) fn digest(body: &[u8]) -> Digest {
    use std::hash::{DefaultHasher, Hash as _, Hasher as _};
    let mut hasher = DefaultHasher::new();
    body.hash(&mut hasher);
    let mut bytes = [7; 32];
    bytes[..8].copy_from_slice(&hasher.finish().to_be_bytes());
    Digest(bytes)
}

/// An event, in the types of a vendor.
type Happened<V> = Event<
    <V as customer_core::vendors::Vendor>::Record,
    <V as customer_core::vendors::Vendor>::Decision,
>;

/// The smallest service: every call is one transaction.
pub(crate) struct Shop<V: Desk> {
    pub(crate) now: Timestamp,
    pub(crate) records: BTreeMap<String, (V::Record, u64)>,
    pub(crate) events: Vec<(String, Happened<V>)>,
    pub(crate) outbox: Vec<V::Effect>,
    pub(crate) answers: Vec<StoredAnswer>,
    made: u64,
}

impl<V: Desk> Clone for Shop<V> {
    fn clone(&self) -> Self {
        Self {
            now: self.now,
            records: self.records.clone(),
            events: self.events.clone(),
            outbox: self.outbox.clone(),
            answers: self.answers.clone(),
            made: self.made,
        }
    }
}

impl<V: Desk> Shop<V> {
    /// A shop with the record of the desk.
    pub(crate) fn open() -> Self {
        let record = V::record();
        Self {
            now: at(NOW),
            records: BTreeMap::from([(V::id(&record), (record, 1))]),
            events: Vec::new(),
            outbox: Vec::new(),
            answers: Vec::new(),
            made: 0,
        }
    }

    /// Serves a call: looks up what it wants, responds, stores.
    pub(crate) fn serve(&mut self, sent: &Sent) -> Whole<V> {
        let caller = V::caller();
        let made = format!("1{:08}", self.made);
        let request_id = format!("fresh-{}", self.made);
        let fresh = Fresh { request_id: &request_id, customer_id: &made };
        let replied = sent.ask(|request| {
            let call = V::call(request, &Limits::default());
            let wanted = V::wanted(&call);
            let mut known = Known::nothing(self.now, fresh);
            known.caller = (wanted.credential != Credential::None).then_some(&caller);
            let found = wanted.customer.and_then(|id| self.records.get(id));
            known.record = found.map(|(record, revision)| Found {
                record,
                revision: *revision,
                tenant: Tenant::Own,
            });
            let of_key = |one: &&StoredAnswer| Some(one.key.by_ref()) == wanted.answer;
            known.answer = self.answers.iter().rev().find(of_key);
            known.request_id_used = wanted.request_id.is_some_and(|id| {
                let mut young = self.answers.iter().filter(|one| one.is_young(self.now, 10));
                young.any(|one| {
                    one.request_id.as_deref() == Some(id) && Some(one.key.by_ref()) != wanted.answer
                })
            });
            known.digest = digest(request.body);
            match V::respond(&call, &known, &V::ignorant()) {
                Responded::Reply(replied) => replied,
                Responded::Lookup(_) => match V::respond(&call, &known, &V::permitting()) {
                    Responded::Reply(replied) => replied,
                    Responded::Lookup(lookup) => panic!("L17: {lookup:?}"),
                },
            }
        });
        self.made += 1;
        self.store(sent, &replied);
        replied
    }

    fn store(&mut self, sent: &Sent, replied: &Whole<V>) {
        let Some(write) = &replied.write else { return };
        if let Some(event) = &write.event {
            let id = match event {
                Event::Created(record) => V::id(record),
                Event::Decided(_) | Event::Removed => {
                    sent.target.rsplit('/').next().unwrap().to_owned()
                }
            };
            let stored = self.records.remove(&id);
            // L15: a write fits the revision that it was decided on.
            assert_eq!(write.base, stored.as_ref().map(|(_, revision)| *revision));
            let revision = write.base.map_or(1, |base| base + 1);
            if let Some(record) = V::fold(stored.map(|(record, _)| record), event).unwrap() {
                self.records.insert(id.clone(), (record, revision));
            }
            self.events.push((id, event.clone()));
        }
        self.outbox.extend(write.effects.iter().cloned());
        self.answers.extend(write.answer.clone());
    }
}
