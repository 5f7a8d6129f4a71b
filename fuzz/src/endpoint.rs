//! Laws of the endpoints, over requests that are made of any bytes.
//!
//! The first byte says what is known: who calls, whether there is a record and whose it is, whether
//! the request id was used. The rest is a request: a line with method and target, lines of header
//! fields, an empty line, the body.

use customer_core::decision::Event;
use customer_core::endpoint::{Replied, Responded, Tenant};
use customer_core::http::{Limits, Request};
use customer_core::vendors::{Endpoint, Given, Vendor};

/// What is known at most: the facts, somebody who may, and a record.
const KNOWN: [(&str, &str); 3] = [
    (
        "adobe",
        r#"{"now":"2026-02-20T12:00:00","fresh":{"requestId":"f","customerId":"P2000000001"},
        "caller":{"client":"k","resellers":[{"id":"P1","segments":["COM","EDU"]}],
        "globalSales":true},"record":{"revision":3,"customer":{"customerId":"P1000000010",
        "resellerId":"P1","companyProfile":{"companyName":"Fairmont","contacts":[{"firstName":"Ada",
        "lastName":"Byron","email":"ada@example.com"}]},"status":"1000"}},
        "facts":{"activeSubscriptions":0,"activeSubscriptionsInDeployments":0}}"#,
    ),
    (
        "ibm",
        r#"{"now":"2026-02-20T12:00:00","fresh":{"customerId":"204000117"},
        "caller":{"role":"VSR"},"record":{"revision":3,"customer":{"Customer":{"Id":5,
        "CustomerState":"ACTIVE","Version":7,"Organization":{"OrgName":"Acme"}}}},
        "facts":{"activeSubscriptions":0}}"#,
    ),
    (
        "commvault",
        r#"{"now":"2026-02-20T12:00:00","caller":{"partner":"p"},"record":{"revision":3,
        "customer":{"id":"a1","status":"active","externalId":"X","name":"Acme"}},
        "facts":{"externalIdTaken":false,"nameTaken":false}}"#,
    ),
];

type Whole<V> = Replied<<V as Vendor>::Record, <V as Vendor>::Decision, <V as Vendor>::Effect>;

/// One request of any bytes: every law that holds for a single call.
pub fn hold<V: Endpoint>(data: &[u8]) {
    let (flags, rest) = data.split_first().unwrap_or((&0, &[]));
    let known = KNOWN.iter().find(|(name, _)| *name == V::NAME).expect("known to the harness").1;
    let mut given = Given::<V>::read(known).expect("what is known can be read");
    if flags & 1 != 0 {
        given.caller = None;
    }
    if flags & 2 != 0 {
        given.record = None;
    }
    if let (true, Some((.., tenant))) = (flags & 4 != 0, &mut given.record) {
        *tenant = Tenant::Other;
    }
    given.request_id_used = flags & 8 != 0;
    let (lines, body) = head(rest);
    let mut lines = lines.iter().map(|line| line.as_str());
    let first = lines.next().unwrap_or_default();
    let (method, target) = first.split_once(' ').unwrap_or((first, ""));
    let headers: Vec<(&str, &[u8])> = lines
        .filter_map(|line| line.split_once(':'))
        .map(|(name, value)| (name, value.as_bytes()))
        .collect();
    let request = Request { method, target, headers: &headers, body };
    one(&mut given, &request);
}

/// The lines of the head, and the body.
fn head(data: &[u8]) -> (Vec<String>, &[u8]) {
    let mut lines = vec![];
    let mut rest = data;
    while let Some(at) = rest.iter().position(|byte| *byte == b'\n') {
        let line = &rest[..at];
        rest = &rest[at + 1..];
        if line.is_empty() {
            return (lines, rest);
        }
        lines.push(String::from_utf8_lossy(line).into_owned());
    }
    lines.push(String::from_utf8_lossy(rest).into_owned());
    (lines, &[])
}

fn one<V: Endpoint>(given: &mut Given<V>, request: &Request<'_>) {
    let limits = Limits::default();
    let replied = answer(given, request);
    let reply = &replied.reply;
    assert_eq!(replied, answer(given, request), "decided alike");
    assert!((200..600).contains(&reply.status));
    assert_eq!(reply.body.is_some(), reply.status != 204);
    if let Some(body) = &reply.body {
        assert!(crate::json::read(body).is_some(), "an answer is JSON: {body}");
        assert_eq!(reply.header("Content-Length"), Some(body.len().to_string().as_str()));
    }
    assert!(given.caller.is_some() || reply.status >= 400, "nobody is let in");
    let call = V::call(request, &limits);
    assert!(V::is_write(&call) || replied.write.is_none(), "a read writes nothing");
    let Some(write) = &replied.write else { return };
    let refused = reply.status >= 400;
    assert!(!refused || (write.event.is_none() && write.effects.is_empty()));
    let before = given.record.as_ref().map(|(record, ..)| record.clone());
    if let Some(event) = &write.event {
        let creates = matches!(event, Event::Created(_));
        let before = before.filter(|_| !creates);
        let base = given.record.as_ref().map(|(_, revision, _)| *revision);
        assert_eq!(write.base, base.filter(|_| !creates));
        let after = V::fold(before, event).expect("an event fits");
        assert!(V::fold(None, event).is_ok() == creates);
        if let Event::Decided(decision) = event
            && !V::is_unchanged(decision)
        {
            assert!(V::fold(after, event).is_err(), "and fits once");
        }
    }
    // The same call again gets what was stored.
    if write.answer.is_some() {
        given.answer.clone_from(&write.answer);
        let again = answer(given, request);
        assert_eq!((again.reply.status, &again.reply.body), (reply.status, &reply.body));
        assert!(again.replayed.is_some() && again.write.is_none());
    }
}

fn answer<V: Endpoint>(given: &Given<V>, request: &Request<'_>) -> Whole<V> {
    match given.respond(request, &Limits::default()) {
        Responded::Reply(replied) => replied,
        Responded::Lookup(lookup) => panic!("every fact is known: {lookup:?}"),
    }
}
