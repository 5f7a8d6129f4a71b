//! What was looked up, as one JSON text: for programs that answer a single call.

use alloc::string::String;
use alloc::vec::Vec;

use super::Endpoint;
use crate::decision::{FactValue as _, exact_integer, facts_member, unknown_members};
use crate::endpoint::{
    AnswerKey, Digest, Found, Fresh, Known, Responded, Revision, StoredAnswer, Tenant, needed,
    optional,
};
use crate::http::{Limits, Request};
use crate::json::{At, Document, Errors, Node, Reason, Unreadable};
use crate::value::Timestamp;

/// What was looked up for one call, owned: the whole store as far as the call can see it.
///
/// As JSON it is an object of these members, of which only `now` must be there:
///
/// | member | is |
/// |---|---|
/// | `now` | the moment, `YYYY-MM-DDTHH:MM:SS` in UTC |
/// | `fresh` | `{"requestId", "customerId"}`: what nobody has had before |
/// | `caller` | whose credential this is; left out, it is nobody's |
/// | `record` | `{"customer", "internal", "revision", "tenant"}`; `tenant` is `own` or `other` |
/// | `customers` | `[{"customer", "internal"}]`: what a list is made of |
/// | `answer` | a stored answer, as it is stored |
/// | `requestIdUsed` | whether another stored answer has the request id |
/// | `digest` | of the body: 64 hexadecimal digits |
/// | `facts`, `policy` | those of the JSON contract |
///
/// A record has `customer` and `revision`: what is stored is stored on top of that one. A call that
/// needs a fresh value which is not there, or empty, [asks for it](crate::endpoint::Lookup::fresh),
/// as for a fact.
///
/// ```
/// use customer_core::http::{Limits, Request};
/// use customer_core::vendors::{Commvault, Given};
///
/// let given = Given::<Commvault>::read(
///     r#"{"now": "2026-02-20T12:00:00", "caller": {"partner": "p"},
///         "record": {"customer": {"id": "7194", "status": "active"}, "revision": 3}}"#,
/// )?;
/// let headers: &[(&str, &[u8])] = &[("Authorization", b"Bearer t")];
/// let target = "/api/v1/partner/accounts/7194";
/// let request = Request { method: "GET", target, headers, body: b"" };
/// let responded = given.respond(&request, &Limits::default());
/// assert_eq!(responded.reply().unwrap().reply.status, 200);
/// # Ok::<(), customer_core::json::Unreadable>(())
/// ```
#[non_exhaustive]
pub struct Given<V: Endpoint> {
    /// The moment.
    pub now: Timestamp,
    /// A request id that nobody has had.
    pub request_id: String,
    /// The id of a customer that nobody has had.
    pub customer_id: String,
    /// Whose credential this is.
    pub caller: Option<V::Caller>,
    /// The record of the customer that the call is about.
    pub record: Option<(V::Record, Revision, Tenant)>,
    /// What a list is made of.
    pub customers: Vec<V::Record>,
    /// The answer that is stored under the key of the call.
    pub answer: Option<StoredAnswer>,
    /// Whether another stored answer has the request id.
    pub request_id_used: bool,
    /// The digest of the body.
    pub digest: Option<Digest>,
    /// Policy and facts.
    pub facts: V::Facts,
}

/// The members of the text.
const MEMBERS: &[&str] = &[
    "now",
    "fresh",
    "caller",
    "record",
    "customers",
    "answer",
    "requestIdUsed",
    "digest",
    "facts",
    "policy",
];

impl<V: Endpoint> core::fmt::Debug for Given<V> {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("Given").field("now", &self.now).finish_non_exhaustive()
    }
}

impl<V: Endpoint> Given<V> {
    /// Reads the text.
    ///
    /// # Errors
    ///
    /// Everything that is wrong with its form: no object (`[]`), no time (`{}`).
    pub fn read(text: &str) -> Result<Self, Unreadable> {
        let document = Document::parse(text)?;
        let (root, at) = (document.root(), At::ROOT);
        let mut errors = Errors::default();
        if root.object(&at, &mut errors).is_none() {
            return errors.finish(None);
        }
        let errors_of = &mut errors;
        if root.member("now").is_none() {
            errors_of.push(&at.name("now"), Reason::Missing);
        }
        let now = facts_member(root, "now", &at, errors_of)
            .and_then(|node| Timestamp::read(node, &at.name("now"), errors_of));
        let (request_id, customer_id) = read_fresh(root, errors_of);
        let caller = facts_member(root, "caller", &at, errors_of)
            .and_then(|node| V::read_caller(node, &at.name("caller"), errors_of));
        let record = facts_member(root, "record", &at, errors_of)
            .and_then(|node| read_record::<V>(node, &at.name("record"), errors_of));
        let mut customers = Vec::new();
        if let Some(list) = facts_member(root, "customers", &at, errors_of) {
            let at = at.name("customers");
            for (index, node) in list.list(&at, errors_of).into_iter().flatten().enumerate() {
                customers.extend(read_customer::<V>(node, &at.index(index), errors_of));
            }
        }
        let answer = facts_member(root, "answer", &at, errors_of)
            .and_then(|node| read_answer(node, &at.name("answer"), errors_of));
        let used = optional::<bool>(root, "requestIdUsed", &at, errors_of);
        let digest = read_digest(root, "digest", &at, errors_of);
        let policy = facts_member(root, "policy", &at, errors_of);
        let policy = V::read_policy(policy, &at.name("policy"), errors_of);
        let facts = facts_member(root, "facts", &at, errors_of);
        let facts = V::read_facts(facts, policy, &at.name("facts"), errors_of);
        unknown_members(root, MEMBERS, &at, errors_of);
        let given = now.map(|now| Self {
            now,
            request_id: request_id.unwrap_or_default(),
            customer_id: customer_id.unwrap_or_default(),
            caller,
            record,
            customers,
            answer,
            request_id_used: used.unwrap_or_default(),
            digest,
            facts,
        });
        errors.finish(given)
    }

    /// Answers a request with what is given.
    pub fn respond(
        &self,
        request: &Request<'_>,
        limits: &Limits,
    ) -> Responded<V::Record, V::Decision, V::Effect, V::Fact> {
        let call = V::call(request, limits);
        let mut known = Known::nothing(self.now, self.fresh());
        known.caller = self.caller.as_ref();
        known.record = self.record.as_ref().map(|(record, revision, tenant)| Found {
            record,
            revision: *revision,
            tenant: *tenant,
        });
        known.answer = self.answer.as_ref();
        known.request_id_used = self.request_id_used;
        known.digest = self.digest.unwrap_or_default();
        let list = V::wanted(&call).list.zip(self.caller.as_ref());
        let (page, total) =
            list.map_or((Vec::new(), 0), |(query, caller)| V::page(query, caller, &self.customers));
        known.page = &page;
        known.total = total;
        V::respond(&call, &known, &self.facts)
    }

    /// What nobody has had before.
    pub fn fresh(&self) -> Fresh<'_> {
        Fresh { request_id: &self.request_id, customer_id: &self.customer_id }
    }
}

fn read_fresh(root: Node<'_, '_>, errors: &mut Errors) -> (Option<String>, Option<String>) {
    let at = At::ROOT;
    let Some(node) = facts_member(root, "fresh", &at, errors) else { return (None, None) };
    let at = at.name("fresh");
    if node.object(&at, errors).is_none() {
        return (None, None);
    }
    let request_id = optional::<String>(node, "requestId", &at, errors);
    let customer_id = optional::<String>(node, "customerId", &at, errors);
    unknown_members(node, &["requestId", "customerId"], &at, errors);
    (request_id, customer_id)
}

fn read_record<V: Endpoint>(
    node: Node<'_, '_>,
    at: &At<'_>,
    errors: &mut Errors,
) -> Option<(V::Record, Revision, Tenant)> {
    node.object(at, errors)?;
    let record = read_parts::<V>(node, at, errors);
    // What is stored is stored on top of this one: none is made up.
    if node.member("revision").is_none() {
        errors.push(&at.name("revision"), Reason::Missing);
    }
    let revision = facts_member(node, "revision", at, errors)
        .and_then(|node| u64::read(node, &at.name("revision"), errors));
    let tenant = match optional::<String>(node, "tenant", at, errors).as_deref() {
        None | Some("own") => Tenant::Own,
        Some("other") => Tenant::Other,
        Some(_) => {
            errors.push(&at.name("tenant"), Reason::one_of(&["own", "other"]));
            Tenant::Other
        }
    };
    unknown_members(node, &["customer", "internal", "revision", "tenant"], at, errors);
    Some((record?, revision?, tenant))
}

fn read_customer<V: Endpoint>(
    node: Node<'_, '_>,
    at: &At<'_>,
    errors: &mut Errors,
) -> Option<V::Record> {
    node.object(at, errors)?;
    let record = read_parts::<V>(node, at, errors);
    unknown_members(node, &["customer", "internal"], at, errors);
    record
}

/// `customer` and `internal`; the vendor tells their places from where they stand.
fn read_parts<V: Endpoint>(
    node: Node<'_, '_>,
    at: &At<'_>,
    errors: &mut Errors,
) -> Option<V::Record> {
    if node.member("customer").is_none() {
        errors.push(&at.name("customer"), Reason::Missing);
    }
    let customer = facts_member(node, "customer", at, errors);
    let internal = facts_member(node, "internal", at, errors);
    let mut inside = Errors::default();
    let read = V::read_record(customer, internal, &mut inside);
    if let Err(unreadable) = inside.finish(Some(())) {
        for mut error in unreadable.errors {
            error.pointer = at.pointer().followed_by(&error.pointer);
            errors.push_error(error);
        }
    }
    read.map(|(record, _)| record)
}

fn read_digest(
    node: Node<'_, '_>,
    name: &'static str,
    at: &At<'_>,
    errors: &mut Errors,
) -> Option<Digest> {
    let text = optional::<String>(node, name, at, errors)?;
    let digest = Digest::parse(&text);
    if digest.is_none() {
        errors.push(&at.name(name), Reason::expected("64 hexadecimal digits"));
    }
    digest
}

/// A stored answer as serde writes it.
fn read_answer(node: Node<'_, '_>, at: &At<'_>, errors: &mut Errors) -> Option<StoredAnswer> {
    node.object(at, errors)?;
    let version = facts_member(node, "version", at, errors)
        .and_then(|node| exact_integer(node, &at.name("version"), errors));
    if version.is_some_and(|version| version != 1) {
        errors.push(&at.name("version"), Reason::one_of(&["1"]));
    }
    let place = at.name("key");
    let key = facts_member(node, "key", at, errors);
    if key.is_none() {
        errors.push(&place, Reason::Missing);
    }
    let key = key.and_then(|key| {
        let [client, method, path, correlation_id] = ["client", "method", "path", "correlation_id"]
            .map(|name| needed::<String>(key, name, &place, errors));
        let known = &["client", "method", "path", "correlation_id"];
        unknown_members(key, known, &place, errors);
        let correlation_id = correlation_id?;
        Some(AnswerKey { client: client?, method: method?.into(), path: path?, correlation_id })
    });
    // serde writes null for none.
    let id = node.member("request_id").filter(|node| !node.is_null());
    let id = id.and_then(|node| node.read::<String>(&at.name("request_id"), errors));
    let digest = read_digest(node, "body_digest", at, errors);
    let status = needed::<i64>(node, "status", at, errors);
    let body = needed::<String>(node, "body", at, errors);
    let stored_at = facts_member(node, "stored_at", at, errors);
    if stored_at.is_none() {
        errors.push(&at.name("stored_at"), Reason::Missing);
    }
    let stored_at = stored_at.and_then(|node| Timestamp::read(node, &at.name("stored_at"), errors));
    let known = &["version", "key", "request_id", "body_digest", "status", "body", "stored_at"];
    unknown_members(node, known, at, errors);
    let status = u16::try_from(status?).ok().filter(|status| (200..600).contains(status));
    if status.is_none() {
        errors.push(&at.name("status"), Reason::Range);
    }
    let digest = digest.unwrap_or_default();
    Some(StoredAnswer::new(key?, id, digest, (status?, body?), stored_at?))
}
