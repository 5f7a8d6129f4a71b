//! The answer to a call, and everything that follows from it.

use alloc::string::String;
use alloc::vec::Vec;

use super::call::{Action, Call, plain};
use super::list::Query;
use super::token::{invalid_client, token};
use super::{Caller, Known, Responded, Token, Write, entry};
use crate::adobe::{
    Born, Customer, Event, Facts, MarketSegment, Rejection, Update, accepted, create, created,
    decide_update, response::answered, rules,
};
use crate::decision::{Next, Refusal, Response, Revision, Rule, Violation};
use crate::endpoint::{self, Due, Found, Fresh, Stop, Tenant, fits_shown};
use crate::http::Reply;
use crate::json::{self, Pointer, Reason, Unreadable};
use crate::member::bound_text;

/// Answers a call, as in the example of the [module](super). Total: there is always a reply, or
/// facts to look up.
///
/// Of `facts` the policy is read and what [`Lookup`](endpoint::Lookup) asked for; the day is that
/// of `known`. What the partner and the reseller may is taken from the caller where `facts` does
/// not say it, and always for a creation.
pub fn respond(call: &Call<'_>, known: &Known<'_>, facts: &Facts) -> Responded {
    if matches!(call.action, Ok(Action::Token)) {
        // Nobody who could issue a token answers here.
        let refused = token(&call.request, call.limits()).err();
        return Responded::only(refused.unwrap_or_else(invalid_client), Next::Fix);
    }
    let names_itself = !says_request(call) || call.request_id().is_some();
    if !names_itself && known.fresh.request_id.is_empty() {
        return Responded::lacking(Fresh::REQUEST_ID);
    }
    let (action, caller) = match head(call, known) {
        Ok(passed) => passed,
        Err(stop) => return stopped(call, known, stop),
    };
    if let Some(answer) = entry::stored(call, known) {
        let response = Response { status: answer.status, body: Some(answer.body.clone()) };
        return entry::replay(answer, known, reply(call, known, response));
    }
    if let Err(stop) = request_id(call, known) {
        return stopped(call, known, stop);
    }
    match action {
        Action::Read => read(call, known, caller),
        // A token call is answered by now.
        Action::List | Action::Token => listed(call, known, caller),
        Action::Create | Action::Update => write(call, known, caller, facts),
    }
}

/// Whether a call gets past the steps that are about the caller: where whoever plays the vendor may
/// answer with a fault instead. In the example of the [module](super).
pub fn admitted(call: &Call<'_>, known: &Known<'_>) -> bool {
    admit(call, known).is_ok()
}

/// The answer of a service that fails by itself, in the vendor's form; `status` is 429 or 5xx. A
/// gateway says 504 in its own.
pub fn failed(call: &Call<'_>, status: u16, fresh: &Fresh<'_>) -> Reply {
    if !call.is_ours() {
        return Reply::problem(status, "the service failed");
    }
    let mut reply = match status {
        504 => {
            let body = r#"{"error_code":"504001","message":"Gateway Timeout"}"#;
            Reply::json(status, Some(body.into()))
        }
        _ => plain(status),
    };
    name(call, fresh, &mut reply);
    reply
}

/// The answer of a service that can't look up what a call depends on: its own words, and no code of
/// the vendor. Nothing is stored with it.
pub fn unavailable(call: &Call<'_>, fresh: &Fresh<'_>) -> Reply {
    failed(call, 503, fresh)
}

/// Whether the answer says the id of the request that it answers: every one of the vendor, but for
/// those to token calls.
const fn says_request(call: &Call<'_>) -> bool {
    call.is_ours() && !matches!(call.action, Ok(Action::Token))
}

/// Says the id of the request that is answered.
fn name(call: &Call<'_>, fresh: &Fresh<'_>, reply: &mut Reply) {
    let id = call.request_id().unwrap_or(fresh.request_id);
    // A service that fails before it has a fresh one says none.
    if says_request(call) && !id.is_empty() {
        reply.headers.push(("X-Request-Id", String::from(id).into()));
    }
}

/// What the vendor answers to this call, as a reply.
fn reply(call: &Call<'_>, known: &Known<'_>, response: Response) -> Reply {
    let mut reply = endpoint::reply(response);
    name(call, &known.fresh, &mut reply);
    reply
}

/// Steps 1 to 6.
fn admit<'k>(call: &Call<'_>, known: &Known<'k>) -> Result<(Action, &'k Caller), Stop> {
    let action = call.action?;
    let caller = known.caller.filter(|_| call.api_key().is_some());
    let caller = caller.ok_or(Stop::Rule(&rules::API_KEY))?;
    if !call.is_authorized() {
        return Err(Stop::Rule(&rules::AUTHORIZATION));
    }
    match caller.token {
        _ if call.token().is_none() => Err(Stop::Rule(&rules::TOKEN)),
        Token::Unknown => Err(Stop::Rule(&rules::TOKEN)),
        Token::Other => Err(Stop::Rule(&rules::TOKEN_KEY)),
        Token::Own => Ok((action, caller)),
    }
}

/// Steps 1 to 9.
fn head<'k>(call: &Call<'_>, known: &Known<'k>) -> Result<(Action, &'k Caller), Stop> {
    let (action, caller) = admit(call, known)?;
    if let Some(rule) = call.transfer() {
        return Err(Stop::Rule(rule));
    }
    if action != Action::List && call.correlation_id().is_none() {
        return Err(Stop::Rule(&rules::CORRELATION_ID));
    }
    Ok((action, caller))
}

/// Steps 11 and 12.
fn request_id(call: &Call<'_>, known: &Known<'_>) -> Result<(), Stop> {
    if !call.request_id_is_good() {
        return Err(Stop::Rule(&rules::REQUEST_ID));
    }
    // A call without a request id has a fresh one.
    if call.is_write() && known.request_id_used && call.request_id().is_some() {
        return Err(Stop::Rule(&rules::REQUEST_ID_NEW));
    }
    Ok(())
}

/// A customer of the right form, found, and under a reseller of this client.
fn own<'k>(call: &Call<'_>, known: &Known<'k>, caller: &Caller) -> Option<Found<'k, Customer>> {
    let found = known.record.filter(|_| call.customer().is_some())?;
    (found.tenant == Tenant::Own && caller.sees(found.record)).then_some(found)
}

fn read(call: &Call<'_>, known: &Known<'_>, caller: &Caller) -> Responded {
    match own(call, known, caller) {
        Some(found) => Responded::only(reply(call, known, accepted(found.record)), Next::Done),
        None => stopped(call, known, Stop::Rule(&rules::NOT_FOUND)),
    }
}

fn listed(call: &Call<'_>, known: &Known<'_>, caller: &Caller) -> Responded {
    let query: &Query = match call.query.as_deref() {
        Some(Ok(query)) => query,
        None => return stopped(call, known, Stop::Rule(&rules::PATH)),
        Some(Err(refusal)) => {
            let reply = reply(call, known, answered(refusal));
            return Responded::refused(reply, refusal.clone(), None);
        }
    };
    if call.reseller().and_then(|id| caller.reseller(id)).is_none() {
        return stopped(call, known, Stop::Rule(&rules::RESELLER));
    }
    let body = json::written(|w| query.write(known.page, known.total, w));
    let response = Response { status: 200, body: Some(body) };
    Responded::only(reply(call, known, response), Next::Done)
}

/// Steps 13 to 16: whatever they say is stored.
fn write(call: &Call<'_>, known: &Known<'_>, caller: &Caller, facts: &Facts) -> Responded {
    let read = Update::from_body(call.request.body);
    match &read {
        Ok(update) if matches!(call.action, Ok(Action::Create)) => {
            creation(call, known, caller, update, facts)
        }
        Ok(update) => change(call, known, caller, update, facts),
        Err(unreadable) => {
            let base = own(call, known, caller).map(|found| found.revision);
            refuse_stored(call, known, misread(unreadable), base)
        }
    }
}

fn no(rule: &'static Rule) -> Refusal {
    Refusal::by(rule, Pointer::default())
}

fn creation(
    call: &Call<'_>,
    known: &Known<'_>,
    caller: &Caller,
    update: &Update<'_>,
    facts: &Facts,
) -> Responded {
    let mut facts = Facts {
        partner_global_sales: Some(caller.global_sales),
        partner_large_government_agency: Some(caller.large_government),
        ..facts.clone()
    };
    // Without a reseller nobody asks for its segments.
    if let Some(id) = update.reseller_id.value() {
        let Some(reseller) = caller.reseller(id) else {
            return refuse_stored(call, known, no(&rules::RESELLER), None);
        };
        if !reseller.active {
            return refuse_stored(call, known, no(&rules::RESELLER_ACTIVE), None);
        }
        facts.reseller_market_segments = Some(reseller.segments.clone());
    }
    let Some(born) = Born::new(known.fresh.customer_id, known.now) else {
        return Responded::lacking(Fresh::CUSTOMER_ID);
    };
    let customer = match create(update, &facts, &born) {
        Ok(customer) => customer,
        Err(rejection) => return rejected(call, known, rejection, None),
    };
    let response = Response { status: 201, ..accepted(&customer) };
    if !is_readable(&response, &customer) {
        return refuse_stored(call, known, no(&rules::BODY), None);
    }
    let effects = created(&customer).collect();
    let reply = reply(call, known, response);
    let answer = entry::entry(call, known, &reply);
    let (event, due) = (Some(Event::Created(customer)), Some(Due::Activation));
    Responded::storing(reply, Next::Done, Write { event, effects, answer, due, base: None })
}

// Called, so that a call that fails at its head does not make place for a decision.
#[inline(never)]
fn change(
    call: &Call<'_>,
    known: &Known<'_>,
    caller: &Caller,
    update: &Update<'_>,
    facts: &Facts,
) -> Responded {
    let Some(found) = own(call, known, caller) else {
        return refuse_stored(call, known, no(&rules::NOT_FOUND), None);
    };
    let base = Some(found.revision);
    let mut facts = Facts { today: Some(known.now.date()), ..facts.clone() };
    facts.partner_global_sales.get_or_insert(caller.global_sales);
    facts.partner_large_government_agency.get_or_insert(caller.large_government);
    // Nothing else depends on what the reseller is enabled for.
    if facts.reseller_market_segments.is_none() && sends_segment(update, found.record) {
        let reseller = found.record.document.reseller_id.as_deref();
        let reseller = reseller.and_then(|id| caller.reseller(id));
        facts.reseller_market_segments = reseller.map(|one| one.segments.clone());
    }
    let decision = match decide_update(found.record, update, &facts) {
        Ok(decision) => decision,
        Err(rejection) => return rejected(call, known, rejection, base),
    };
    let shown = decision.shown(found.record);
    let copy = shown.is_none().then(|| {
        let mut after = found.record.clone();
        decision.carry_out(&mut after);
        after
    });
    // Without a copy, contacts and what the vendor keeps to itself are as they were.
    let after = copy.as_ref().unwrap_or(found.record);
    let response = Response { status: 200, body: Some(shown.unwrap_or_else(|| after.to_json())) };
    if !is_readable(&response, after) {
        return refuse_stored(call, known, no(&rules::BODY), base);
    }
    let mut effects = Vec::new();
    decision.effects(after).for_each(|effect| effects.push(effect));
    let stays = decision.is_unchanged() && effects.is_empty();
    // What the vendor keeps to itself may change alone.
    let stays = stays && after.internal == found.record.internal;
    let reply = reply(call, known, response);
    let answer = entry::entry(call, known, &reply);
    if stays {
        let write = Write { answer, ..Write::on(base) };
        return Responded::storing(reply, Next::Done, write);
    }
    let event = Some(Event::Decided(decision));
    Responded::storing(reply, Next::Done, Write { base, event, effects, answer, due: None })
}

/// Whether an update sends another market segment than the customer has.
fn sends_segment(update: &Update<'_>, record: &Customer) -> bool {
    let stored = record.document.company_profile.as_ref();
    let stored = stored.and_then(|one| one.market_segment.as_ref()).map(MarketSegment::as_str);
    let sent = update.company_profile.value().and_then(|one| one.market_segment.value());
    sent.is_some_and(|sent| stored != Some(sent))
}

/// Whether the record can be read again: a body that would make it too large counts as one that
/// can't be read.
fn is_readable(response: &Response, after: &Customer) -> bool {
    let admins = after.internal.system_admins.iter().map(|admin| bound_text(admin));
    // Names, dates, and commas between the administrators.
    let bound = admins.fold(100, |sum: usize, admin| sum.saturating_add(admin).saturating_add(1));
    fits_shown(response, bound, |w| after.write_internal(w))
}

/// Why a body can't be read: what is no JSON object at all, or the members that have other types.
fn misread(unreadable: &Unreadable) -> Refusal {
    let is_form = |reason: &Reason| {
        !matches!(
            reason,
            Reason::Incomplete
                | Reason::Syntax
                | Reason::Encoding
                | Reason::Duplicate
                | Reason::Depth
                | Reason::Trailing
                | Reason::Size(_)
                | Reason::Count(_)
                | Reason::Beyond
        )
    };
    let root = Pointer::default();
    let are_types =
        unreadable.errors.iter().all(|error| is_form(&error.reason) && error.pointer != root);
    let errors = unreadable.errors.iter().filter(|_| are_types);
    let at = |pointer: &Pointer| Violation::new(&rules::BODY_TYPES, pointer.clone());
    let violations = errors.map(|error| at(&error.pointer)).collect();
    Refusal::new(violations, Next::Fix).unwrap_or_else(|| Refusal::by(&rules::BODY, root))
}

fn rejected(
    call: &Call<'_>,
    known: &Known<'_>,
    rejection: Rejection,
    base: Option<Revision>,
) -> Responded {
    match rejection {
        Rejection::Refused(refusal) => refuse_stored(call, known, refusal, base),
        Rejection::Undecided(undecided) => Responded::lookup(undecided.into_needs(), Vec::new()),
    }
}

/// A refusal by steps 13 to 16, which is stored as an answer.
fn refuse_stored(
    call: &Call<'_>,
    known: &Known<'_>,
    refusal: Refusal,
    base: Option<Revision>,
) -> Responded {
    let reply = reply(call, known, answered(&refusal));
    let answer = entry::entry(call, known, &reply);
    Responded::refused(reply, refusal, Some(Write { answer, ..Write::on(base) }))
}

/// A step before them refuses.
fn stopped(call: &Call<'_>, known: &Known<'_>, stop: Stop) -> Responded {
    stop.responded(answered, |reply| name(call, &known.fresh, reply))
}
