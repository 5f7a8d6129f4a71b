//! The answer to a call, and everything that follows from it.

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;

use super::call::{Action, Call, plain};
use super::list::Query;
use super::token::{invalid_client, token};
use super::{Caller, Known, Responded, Token, Write, entry};
use crate::adobe::{
    Born, Customer, Event, Facts, Rejection, Update, accepted, create, created, decide_update,
    refused, rules,
};
use crate::decision::{Next, Refusal, Response, Rule, Violation};
use crate::endpoint::{
    Due, Found, Fresh, Lookup, Responded as Any, Stop, Tenant, fits_shown, reply,
};
use crate::http::Reply;
use crate::json::{self, At, Pointer, Reason, Unreadable, utf8};
use crate::member::bound_text;

/// Answers a call. Total: there is always a reply, or facts to look up.
///
/// Of `facts` the policy is read and what [`Lookup`] asked for; the day is that of `known`. What
/// the partner and the reseller may is taken from the caller where `facts` does not say it, and
/// always for a creation.
pub fn respond(call: &Call<'_>, known: &Known<'_>, facts: &Facts) -> Responded {
    let mut responded = match answer(call, known, facts) {
        Ok(responded) => responded,
        Err(stop) => stop.responded(refused),
    };
    if let Any::Reply(replied) = &mut responded {
        name(call, &known.fresh, &mut replied.reply);
    }
    responded
}

/// Whether a call gets past the steps that are about the caller: where whoever plays the vendor may
/// answer with a fault instead.
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

/// Every answer of the vendor says the id of the request that it answers.
fn name(call: &Call<'_>, fresh: &Fresh<'_>, reply: &mut Reply) {
    if call.is_ours() && !matches!(call.action, Ok(Action::Token)) {
        let id = String::from(call.request_id().unwrap_or(fresh.request_id));
        reply.headers.push(("X-Request-Id", id.into()));
    }
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

fn answer(call: &Call<'_>, known: &Known<'_>, facts: &Facts) -> Result<Responded, Stop> {
    if matches!(call.action, Ok(Action::Token)) {
        // Nobody who could issue a token answers here.
        let refused = token(&call.request, call.limits()).err();
        return Ok(Responded::only(refused.unwrap_or_else(invalid_client), Next::Fix));
    }
    let (action, caller) = admit(call, known)?;
    if let Some(rule) = call.transfer() {
        return Err(Stop::Rule(rule));
    }
    if action != Action::List && call.correlation_id().is_none() {
        return Err(Stop::Rule(&rules::CORRELATION_ID));
    }
    if let Some(replayed) = entry::replay(call, known) {
        return Ok(replayed);
    }
    if !call.request_id_is_good() {
        return Err(Stop::Rule(&rules::REQUEST_ID));
    }
    match action {
        Action::Read => {
            let found = own(call, known, caller).ok_or(Stop::Rule(&rules::NOT_FOUND))?;
            Ok(Responded::only(reply(accepted(found.record)), Next::Done))
        }
        Action::List | Action::Token => listed(call, known, caller),
        Action::Create | Action::Update => {
            // A call without a request id has a fresh one.
            if known.request_id_used && call.request_id().is_some() {
                return Err(Stop::Rule(&rules::REQUEST_ID_NEW));
            }
            Ok(written(call, known, caller, facts, action == Action::Create))
        }
    }
}

/// A customer of the right form, found, and under a reseller of this client.
fn own<'k>(call: &Call<'_>, known: &Known<'k>, caller: &Caller) -> Option<Found<'k, Customer>> {
    let found = known.record.filter(|_| call.customer().is_some())?;
    (found.tenant == Tenant::Own && caller.sees(found.record)).then_some(found)
}

fn listed(call: &Call<'_>, known: &Known<'_>, caller: &Caller) -> Result<Responded, Stop> {
    let query: &Query = match &call.query {
        Ok(Some(query)) => query,
        Ok(None) => return Err(Stop::Rule(&rules::PATH)),
        Err(name) => {
            let place = At::ROOT.name(name).pointer();
            return Ok(refuse(Refusal::by(&rules::PARAMETER, place)));
        }
    };
    let reseller = call.reseller().and_then(|id| caller.reseller(id));
    if reseller.is_none() {
        return Err(Stop::Rule(&rules::RESELLER));
    }
    let body = json::written(|w| query.write(known.page, known.total, w));
    Ok(Responded::only(Reply::json(200, Some(body)), Next::Done))
}

/// Steps 13 to 16 of a write: whatever they say is stored.
fn written(
    call: &Call<'_>,
    known: &Known<'_>,
    caller: &Caller,
    facts: &Facts,
    creates: bool,
) -> Responded {
    let found = own(call, known, caller).filter(|_| !creates);
    let base = found.map(|found| found.revision);
    let update = match utf8(call.request.body).and_then(Update::from_json) {
        Ok(update) => update,
        Err(unreadable) => return refuse_stored(call, known, misread(&unreadable), base),
    };
    let decided = if creates {
        creation(&update, known, caller, facts)
    } else {
        change(found, &update, known, caller, facts)
    };
    match decided {
        Ok((response, mut write)) => {
            let next = Next::Done;
            let reply = reply(response);
            write.answer = entry::entry(call, known, &reply);
            Responded::storing(reply, next, write)
        }
        Err(Rejection::Refused(refusal)) => refuse_stored(call, known, refusal, base),
        Err(Rejection::Undecided(undecided)) => {
            Responded::Lookup(Lookup { needs: undecided.into_needs(), values: Vec::new() })
        }
    }
}

fn no(rule: &'static Rule, place: &str) -> Rejection {
    Rejection::Refused(Refusal::by(rule, Pointer::new(place)))
}

fn creation(
    update: &Update<'_>,
    known: &Known<'_>,
    caller: &Caller,
    facts: &Facts,
) -> Result<(Response, Write), Rejection> {
    let mut facts = Facts {
        partner_global_sales: Some(caller.global_sales),
        partner_large_government_agency: Some(caller.large_government),
        reseller_market_segments: None,
        ..facts.clone()
    };
    if let Some(id) = update.reseller_id.value() {
        let reseller = caller.reseller(id).ok_or_else(|| no(&rules::RESELLER, ""))?;
        if !reseller.active {
            return Err(no(&rules::RESELLER_ACTIVE, ""));
        }
        facts.reseller_market_segments = Some(reseller.segments.clone());
    }
    let born = Born { id: known.fresh.customer_id, now: known.now };
    let customer = create(update, &facts, &born)?;
    let response = Response { status: 201, ..accepted(&customer) };
    readable(&response, &customer)?;
    let effects = created(&customer).collect();
    let event = Some(Event::Created(customer));
    Ok((response, Write { event, effects, due: Some(Due::Activation), ..Write::on(None) }))
}

fn change(
    found: Option<Found<'_, Customer>>,
    update: &Update<'_>,
    known: &Known<'_>,
    caller: &Caller,
    facts: &Facts,
) -> Result<(Response, Write), Rejection> {
    let found = found.ok_or_else(|| no(&rules::NOT_FOUND, ""))?;
    let mut facts = Facts { today: Some(known.now.date()), ..facts.clone() };
    facts.partner_global_sales.get_or_insert(caller.global_sales);
    facts.partner_large_government_agency.get_or_insert(caller.large_government);
    let reseller = found.record.document.reseller_id.as_deref();
    if let (None, Some(reseller)) =
        (&facts.reseller_market_segments, reseller.and_then(|id| caller.reseller(id)))
    {
        facts.reseller_market_segments = Some(reseller.segments.clone());
    }
    let decision = decide_update(found.record, update, &facts)?;
    let (after, body) = match decision.shown(found.record) {
        // Contacts and what the vendor keeps to itself are as they were.
        Some(body) => (Cow::Borrowed(found.record), body),
        None => {
            let mut after = found.record.clone();
            decision.make(&mut after);
            let body = after.to_json();
            (Cow::Owned(after), body)
        }
    };
    let effects: Vec<_> = decision.effects(&after).collect();
    let stays = decision.is_unchanged() && effects.is_empty();
    // What the vendor keeps to itself may change alone.
    let stays = stays && after.internal == found.record.internal;
    let event = (!stays).then_some(Event::Decided(decision));
    let response = Response { status: 200, body: Some(body) };
    readable(&response, &after)?;
    Ok((response, Write { event, effects, ..Write::on(Some(found.revision)) }))
}

/// A body that would make the record too large to be read again counts as one that can't be read.
fn readable(response: &Response, after: &Customer) -> Result<(), Rejection> {
    let admins = after.internal.system_admins.iter().map(|admin| bound_text(admin));
    // Names, dates, and commas between the administrators.
    let bound = admins.fold(100, |sum: usize, admin| sum.saturating_add(admin).saturating_add(1));
    let is_readable = fits_shown(response, bound, |w| after.write_internal(w));
    is_readable.then_some(()).ok_or_else(|| no(&rules::BODY, ""))
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
                | Reason::Size
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

/// A refusal that is stored as an answer.
fn refuse_stored(
    call: &Call<'_>,
    known: &Known<'_>,
    refusal: Refusal,
    base: Option<u64>,
) -> Responded {
    let reply = reply(refused(&refusal));
    let answer = entry::entry(call, known, &reply);
    Responded::refused(reply, refusal, Some(Write { answer, ..Write::on(base) }))
}

fn refuse(refusal: Refusal) -> Responded {
    Responded::refused(reply(refused(&refusal)), refusal, None)
}
