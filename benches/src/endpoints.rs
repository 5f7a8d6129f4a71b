//! Requests, as a service would have them answered: call, look up, respond.

use customer_core::adobe::MarketSegment;
use customer_core::adobe::endpoint::{Caller as AdobeCaller, Reseller};
use customer_core::commvault::endpoint::Caller as CommvaultCaller;
use customer_core::endpoint::{Found, Fresh, Known, Responded, StoredAnswer, Tenant};
use customer_core::http::{Limits, Request};
use customer_core::ibm::Role;
use customer_core::ibm::endpoint::Caller as IbmCaller;
use customer_core::value::Timestamp;
use customer_core::vendors::{Adobe, Commvault, Endpoint, Ibm};

use crate::payload;
use crate::vendors::Wire;

/// Method, path and header fields.
pub type Head = (&'static str, &'static str, &'static [(&'static str, &'static str)]);

/// A vendor with a record, somebody who may change it, and an update that changes two fields.
pub trait Served: Endpoint + Wire {
    /// Method, path and header fields of an update.
    const HEAD: Head;
    /// The field without which the call fails before its body is looked at.
    const NEEDED: &'static str;

    /// Somebody who may.
    fn caller() -> Self::Caller;
    /// The stored document.
    fn document() -> String;
    /// A body that changes two fields of it.
    fn two() -> String;
}

impl Served for Adobe {
    const HEAD: Head = (
        "PATCH",
        "/v3/customers/9876543210",
        &[
            ("X-Api-Key", "client-1"),
            ("Authorization", "Bearer token-1"),
            ("X-Request-Id", "5f1c0f6e-0000-4000-8000-000000000001"),
            ("X-Correlation-Id", "5f1c0f6e-0000-4000-8000-000000000002"),
            ("Accept", "application/json"),
            ("Content-Type", "application/json"),
        ],
    );
    const NEEDED: &'static str = "X-Correlation-Id";

    fn caller() -> AdobeCaller {
        let mut caller = AdobeCaller::new("client-1");
        caller.resellers = vec![Reseller::new("5556667778", [MarketSegment::Education])];
        caller.global_sales = true;
        caller
    }

    fn document() -> String {
        payload::adobe_customer(&payload::people(0, 1))
    }

    fn two() -> String {
        payload::adobe_update("99999", &payload::one_phone(1))
    }
}

impl Served for Ibm {
    const HEAD: Head = (
        "PUT",
        "/api/bss/resource/customer/123456789",
        &[
            ("Authorization", "Basic dnNyMTpkZXYtcGFzc3dvcmQtMQ=="),
            ("Accept", "application/json"),
            ("Content-Type", "application/json"),
        ],
    );
    const NEEDED: &'static str = "Authorization";

    fn caller() -> IbmCaller {
        IbmCaller::new(Role::Vsr)
    }

    fn document() -> String {
        payload::ibm_customer("555-0101", "555-0103")
    }

    fn two() -> String {
        payload::ibm_customer("555-0199", "555-0198")
    }
}

impl Served for Commvault {
    const HEAD: Head = (
        "PUT",
        "/api/v1/partner/accounts/7194af6f-1285-4295-94aa-ceed7ea2d792",
        &[
            ("Authorization", "Bearer token-1"),
            ("Accept", "application/json"),
            ("Content-Type", "application/json"),
        ],
    );
    const NEEDED: &'static str = "Authorization";

    fn caller() -> CommvaultCaller {
        CommvaultCaller::new("partner-1")
    }

    fn document() -> String {
        payload::commvault_account()
    }

    fn two() -> String {
        payload::commvault_update("acme.com", "408-555-0199")
    }
}

/// A service with one record, and the request that it gets again and again.
pub struct Desk<V: Served> {
    record: V::Record,
    caller: V::Caller,
    facts: V::Facts,
    headers: Vec<(&'static str, &'static [u8])>,
    body: String,
    now: Timestamp,
    answer: Option<StoredAnswer>,
}

impl<V: Served> Desk<V> {
    /// The update is accepted, and changes two fields.
    pub fn accepting() -> Self {
        let headers = V::HEAD.2.iter().map(|(name, value)| (*name, value.as_bytes())).collect();
        let desk = Self {
            record: V::record(&V::document()),
            caller: V::caller(),
            facts: V::facts(),
            headers,
            body: V::two(),
            now: Timestamp::parse("2026-02-20T12:00:00").expect("a time"),
            answer: None,
        };
        let status = desk.status();
        assert!((200..300).contains(&status), "{} answers {status}", V::NAME);
        desk
    }

    /// The call fails before its body is looked at.
    pub fn failing() -> Self {
        let mut desk = Self::accepting();
        desk.headers.retain(|(name, _)| *name != V::NEEDED);
        assert!((400..500).contains(&desk.status()));
        desk
    }

    /// The call was answered before, and its answer is stored.
    pub fn answered() -> Self {
        let mut desk = Self::accepting();
        desk.answer = desk.serve(|responded| {
            let Responded::Reply(replied) = responded else { return None };
            replied.write.as_ref().and_then(|write| write.answer.clone())
        });
        assert!(desk.answer.is_some());
        desk
    }

    fn status(&self) -> u16 {
        self.serve(|responded| responded.reply().map_or(0, |replied| replied.reply.status))
    }

    /// Serves the request once.
    pub fn serve<T>(
        &self,
        then: impl FnOnce(&Responded<V::Record, V::Decision, V::Effect, V::Fact>) -> T,
    ) -> T {
        let request = Request {
            method: V::HEAD.0,
            target: V::HEAD.1,
            headers: &self.headers,
            body: self.body.as_bytes(),
        };
        let call = V::call(&request, &Limits::default());
        let fresh = Fresh { request_id: "5f1c0f6e-0000-4000-8000-000000000003", customer_id: "1" };
        let mut known = Known::nothing(self.now, fresh);
        let wanted = V::wanted(&call);
        known.caller = Some(&self.caller);
        known.record = wanted.customer.map(|_| Found {
            record: &self.record,
            revision: 3,
            tenant: Tenant::Own,
        });
        known.answer = self.answer.as_ref().filter(|_| wanted.answer.is_some());
        then(&V::respond(&call, &known, &self.facts))
    }
}
