//! The answer to a call, and everything that follows from it.

use alloc::string::String;
use alloc::vec::Vec;

use super::call::{Action, Call};
use super::list::Query;
use super::{Caller, Known, Responded, Write};
use crate::commvault::{
    Account, Decision, Event, Fact, Facts, Rejection, Update, accepted, change, decide_update,
    response::answered, rules,
};
use crate::decision::{Next, Refusal, Response, Violation};
use crate::endpoint::{Due, Found, Fresh, Stop, Tenant, fits_shown, reply};
use crate::http::Reply;
use crate::json::{At, Pointer, Unreadable, written};
use crate::member::{Field, Member as _};

/// Nobody whom the vendor knows.
const STRANGER: Stop = Stop::RuleWith(&rules::AUTHORIZATION, &("WWW-Authenticate", "Bearer"));

/// Answers a call, as in the example of the [module](super). Total: there is always a reply, or
/// facts to look up.
///
/// Of `facts` the policy is read and what [`Lookup`](crate::endpoint::Lookup) asked for; `now` is
/// that of `known`.
pub fn respond(call: &Call<'_>, known: &Known<'_>, facts: &Facts) -> Responded {
    match answer(call, known, facts) {
        Ok(responded) => responded,
        Err(stop) => stop.responded(answered, |_| ()),
    }
}

/// Whether a call gets past the steps that are about the caller: where whoever plays the vendor may
/// answer with a fault instead. In the example of the [module](super).
pub fn admitted(call: &Call<'_>, known: &Known<'_>) -> bool {
    admit(call, known).is_ok()
}

/// The answer of a service that fails by itself, in the vendor's form; `status` is 429 or 5xx.
pub fn failed(call: &Call<'_>, status: u16, _fresh: &Fresh<'_>) -> Reply {
    if !call.is_ours() {
        return Reply::problem(status, "the service failed");
    }
    let body = written(|w| {
        w.begin_object();
        w.name("error");
        w.begin_object();
        w.name("code");
        w.number(status);
        w.member("message", if status == 429 { "too many calls" } else { "the service failed" });
        w.end_object();
        w.end_object();
    });
    Reply::json(status, Some(body))
}

/// The answer of a service that can't look up what a call depends on: its own words, and no code of
/// the vendor. Nothing is stored with it.
pub fn unavailable(call: &Call<'_>, fresh: &Fresh<'_>) -> Reply {
    failed(call, 503, fresh)
}

/// Steps 1 to 3.
fn admit<'k>(call: &Call<'_>, known: &Known<'k>) -> Result<(Action, &'k Caller), Stop> {
    let action = call.action?;
    // What was looked up for a value of another form is no answer to it.
    let caller = known.caller.filter(|_| call.token.is_some());
    let caller = caller.ok_or(STRANGER)?;
    if !caller.may_use_partner_apis {
        return Err(Stop::Rule(&rules::PARTNER_APIS));
    }
    Ok((action, caller))
}

fn answer(call: &Call<'_>, known: &Known<'_>, facts: &Facts) -> Result<Responded, Stop> {
    let (action, _) = admit(call, known)?;
    if let Some(rule) = call.transfer() {
        return Err(Stop::Rule(rule));
    }
    match action {
        Action::List => Ok(match &call.query {
            Ok(query) => listed(query.as_ref(), known),
            Err(name) => refuse(Refusal::by(&rules::LIST, place(name))),
        }),
        Action::Read => {
            let found = own(known)?;
            Ok(Responded::only(reply(accepted(found.record)), Next::Done))
        }
        Action::Update => {
            let update = match Update::from_body(call.request.body) {
                Ok(update) => update,
                Err(unreadable) => return Ok(refuse(misread(&unreadable))),
            };
            Ok(update_of(own(known)?, &update, &Facts { now: Some(known.now), ..facts.clone() }))
        }
    }
}

/// Step 7.
fn own<'k>(known: &Known<'k>) -> Result<Found<'k, Account>, Stop> {
    let found = known.record.filter(|found| found.tenant == Tenant::Own);
    found.ok_or(Stop::Rule(&rules::EXISTS))
}

/// Step 8.
fn update_of(found: Found<'_, Account>, update: &Update<'_>, facts: &Facts) -> Responded {
    let decision = match decide_update(found.record, update, facts) {
        Ok(decision) => decision,
        Err(Rejection::Refused(refusal)) => return refuse(refusal),
        Err(Rejection::Undecided(undecided)) => {
            let values =
                [(Fact::ExternalIdTaken, &update.external_id), (Fact::NameTaken, &update.name)];
            let asked = |fact| undecided.needs().iter().any(|need| need.fact == fact);
            let values = values.into_iter().filter(|(fact, _)| asked(*fact));
            let values = values.filter_map(|(fact, sent)| match sent {
                Field::Value(value) => Some((fact, String::from(value.as_str()))),
                Field::Absent | Field::Null => None,
            });
            let values = values.collect();
            return Responded::lookup(undecided.into_needs(), values);
        }
    };
    let effects = decision.effects(found.record).collect();
    let response = match decision.shown(found.record) {
        Some(body) => Response { status: 200, body: Some(body) },
        None => accepted(&carried_out(found.record, &decision)),
    };
    // What is pending is the account that is shown, after the values of the update.
    let shown = response.body.as_ref().map_or(0, String::len);
    let bound = shown.saturating_add(decision.bound());
    // A body that would make the account too large to be read again counts as one that can't be
    // read.
    if !fits_shown(&response, bound, |w| carried_out(found.record, &decision).write_internal(w)) {
        return refuse(Refusal::by(&rules::BODY, Pointer::default()));
    }
    let (reply, next) = (reply(response), decision.next());
    let write = Write {
        event: Some(Event::Decided(decision)),
        effects,
        due: Some(Due::Settlement),
        ..Write::on(Some(found.revision))
    };
    Responded::storing(reply, next, write)
}

fn carried_out(account: &Account, decision: &Decision) -> Account {
    let mut after = account.clone();
    change::carry_out(&mut after, decision);
    after
}

fn listed(query: Option<&Query>, known: &Known<'_>) -> Responded {
    let body = written(|w| {
        w.begin_object();
        w.name("data");
        w.begin_list();
        for account in known.page {
            account.document.write(w);
        }
        w.end_list();
        if let Some(query) = query {
            w.name("metadata");
            w.begin_object();
            w.member("filter", query.filter.as_deref().unwrap_or_default());
            w.member("sort", &query.sort);
            w.name("pagination");
            w.begin_object();
            w.name("pageNumber");
            w.number(query.page_number());
            w.name("pageSize");
            w.number(query.page_size());
            w.name("totalRecords");
            w.number(known.total);
            w.end_object();
            w.end_object();
        }
        w.end_object();
    });
    Responded::only(Reply::json(200, Some(body)), Next::Done)
}

/// A body that can't be read: every place of it at which it can't.
fn misread(unreadable: &Unreadable) -> Refusal {
    let at = |pointer: &Pointer| Violation::new(&rules::BODY, pointer.clone());
    let violations: Vec<_> = unreadable.errors.iter().map(|error| at(&error.pointer)).collect();
    Refusal::new(violations, Next::Fix)
        .unwrap_or_else(|| Refusal::by(&rules::BODY, Pointer::default()))
}

fn place(name: &str) -> Pointer {
    At::ROOT.other(name).pointer()
}

fn refuse(refusal: Refusal) -> Responded {
    Responded::refused(reply(answered(&refusal)), refusal, None)
}
