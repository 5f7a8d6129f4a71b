//! The answer to a call, and everything that follows from it.

use alloc::vec::Vec;

use super::call::{Action, Call};
use super::list::Wrong;
use super::{Caller, Known, Query, Responded, Write, is_present};
use crate::decision::{Next, Refusal};
use crate::endpoint::{Found, Fresh, Stop, Tenant, fits, reply};
use crate::http::{Reply, reason};
use crate::ibm::{
    Born, Customer, Event, Facts, Input, Operation, Rejection, Update, check, create, decide,
    decide_update,
    response::{answered, is_too_large},
    rules,
};
use crate::json::{At, Pointer, Writer, decimal, written};
use crate::member::Member as _;

/// Nobody whom the vendor knows.
const STRANGER: Stop =
    Stop::RuleWith(&rules::AUTHORIZATION, &("WWW-Authenticate", r#"Basic realm="BSS""#));

/// Answers a call, as in the example of the [module](super). Total: there is always a reply, or
/// facts to look up.
///
/// Of `facts` the policy is read and what [`Lookup`](crate::endpoint::Lookup) asked for; role and
/// organization are those of `known`.
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
        w.name("BSSResponse");
        w.begin_object();
        w.member("ResponseCode", &decimal(status.into()));
        w.member("Severity", "Error");
        w.member("ResponseMessage", reason(status));
        w.member("Useraction", "send the same request later");
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
    let caller = known.caller.filter(|_| call.credential.is_some());
    Ok((action, caller.ok_or(STRANGER)?))
}

fn answer(call: &Call<'_>, known: &Known<'_>, facts: &Facts) -> Result<Responded, Stop> {
    let (action, caller) = admit(call, known)?;
    if let Some(rule) = call.transfer() {
        return Err(Stop::Rule(rule));
    }
    if !call.id_is_good() {
        return Ok(wrong((&rules::ID, "id")));
    }
    let facts = &of_caller(caller, known.record, facts);
    match action {
        Action::Register | Action::Update => {
            match Update::from_body(call.request.body) {
                Ok(update) if action == Action::Register => Ok(registered(&update, known, facts)),
                Ok(update) => updated(&update, known, facts),
                Err(unreadable) => {
                    // One reason, as everywhere at this vendor: the first.
                    let place = unreadable.errors.into_iter().next().map(|error| error.pointer);
                    Ok(refuse(Refusal::by(&rules::BODY, place.unwrap_or_default())))
                }
            }
        }
        Action::Operate(Err(error)) => {
            present(known, facts)?;
            Ok(wrong(error))
        }
        Action::Operate(Ok(operation)) => operated(operation, known, facts),
        Action::Unregister => operated(Operation::Unregister, known, facts),
        Action::Read => {
            let found = present(known, facts)?;
            Ok(Responded::only(Reply::json(200, Some(found.record.to_json())), Next::Done))
        }
        Action::List => {
            permit(facts)?;
            match &call.query {
                Ok(query) => listed(query.as_ref(), known),
                Err(error) => Ok(wrong(*error)),
            }
        }
        Action::Nothing => {
            permit(facts)?;
            Ok(Responded::only(Reply::json(200, Some(r#"{"List":[]}"#.into())), Next::Done))
        }
    }
}

/// Role and organization as the core asks for them. A customer that does not exist is in no other
/// organization.
fn of_caller(caller: &Caller, record: Option<Found<'_, Customer>>, facts: &Facts) -> Facts {
    let is_own = |found: Found<'_, Customer>| {
        found.tenant == Tenant::Own && (!caller.role.may_update() || caller.sees(found.record))
    };
    Facts {
        role: Some(caller.role.clone()),
        same_organization: Some(record.is_none_or(is_own)),
        ..facts.clone()
    }
}

/// Step 8, for calls that decide nothing.
fn permit(facts: &Facts) -> Result<(), Stop> {
    match check::caller(facts).into_iter().next() {
        Some(violation) => Err(Stop::Rule(violation.rule)),
        None => Ok(()),
    }
}

/// Steps 8 and 9, for calls that decide nothing.
fn present<'k>(known: &Known<'k>, facts: &Facts) -> Result<Found<'k, Customer>, Stop> {
    permit(facts)?;
    let found = known.record.ok_or(Stop::Rule(&rules::EXISTS))?;
    is_present(found.record).then_some(found).ok_or(Stop::Rule(&rules::STATE))
}

/// A part of the head that has another form.
fn wrong((rule, name): Wrong) -> Responded {
    refuse(Refusal::by(rule, At::ROOT.name(name).pointer()))
}

fn registered(update: &Update<'_>, known: &Known<'_>, facts: &Facts) -> Responded {
    let Some(born) = Born::new(known.fresh.customer_id, known.now) else {
        return Responded::lacking(Fresh::CUSTOMER_ID);
    };
    let customer = match create(update, facts, &born) {
        Ok(customer) => customer,
        Err(rejection) => return rejected(rejection),
    };
    if !fits(customer.bound(), |w| customer.write(w)) {
        return unreadable();
    }
    let body = written(|w| {
        w.begin_object();
        w.name("Long");
        w.number(customer.id().unwrap_or_default());
        w.end_object();
    });
    let write = Write { event: Some(Event::Created(customer)), ..Write::on(None) };
    Responded::storing(Reply::json(200, Some(body)), Next::Done, write)
}

/// The customer. Whether there is one is no business of who may not ask.
fn found<'k>(known: &Known<'k>, facts: &Facts) -> Result<Found<'k, Customer>, Stop> {
    if let Some(found) = known.record {
        return Ok(found);
    }
    permit(facts)?;
    Err(Stop::Rule(&rules::EXISTS))
}

fn updated(update: &Update<'_>, known: &Known<'_>, facts: &Facts) -> Result<Responded, Stop> {
    let found = found(known, facts)?;
    Ok(decided(decide_update(found.record, update, facts), found))
}

fn operated(operation: Operation, known: &Known<'_>, facts: &Facts) -> Result<Responded, Stop> {
    let found = found(known, facts)?;
    Ok(decided(decide(found.record, &Input::Operation(operation), facts), found))
}

/// Steps 8 to 11.
fn decided(
    decided: Result<crate::ibm::Decision, Rejection>,
    found: Found<'_, Customer>,
) -> Responded {
    match decided {
        Err(rejection) => rejected(rejection),
        Ok(decision) if decision.is_unchanged() => {
            Responded::only(Reply::empty(204), decision.next())
        }
        Ok(decision) => {
            let bound = found.record.bound().saturating_add(decision.bound());
            let write = |w: &mut Writer<'_>| {
                let mut after = found.record.clone();
                decision.carry_out(&mut after);
                after.write(w);
            };
            if !fits(bound, write) {
                return unreadable();
            }
            let next = decision.next();
            let event = Some(Event::Decided(decision));
            let write = Write { event, ..Write::on(Some(found.revision)) };
            Responded::storing(Reply::empty(204), next, write)
        }
    }
}

/// A body that would make a customer too large to be read again counts as one that
/// can't be read.
fn unreadable() -> Responded {
    refuse(Refusal::by(&rules::BODY, Pointer::default()))
}

fn rejected(rejection: Rejection) -> Responded {
    match rejection {
        Rejection::Refused(refusal) if is_too_large(&refusal) => unreadable(),
        Rejection::Refused(refusal) => refuse(refusal),
        Rejection::Undecided(undecided) => Responded::lookup(undecided.into_needs(), Vec::new()),
    }
}

fn listed(query: Option<&Query>, known: &Known<'_>) -> Result<Responded, Stop> {
    if query.is_some_and(Query::is_named) && known.page.is_empty() {
        return Err(Stop::Rule(&rules::FOUND));
    }
    let body = written(|w| {
        w.begin_object();
        w.name("List");
        w.begin_list();
        for customer in known.page {
            customer.document.write(w);
        }
        w.end_list();
        w.end_object();
    });
    Ok(Responded::only(Reply::json(200, Some(body)), Next::Done))
}

fn refuse(refusal: Refusal) -> Responded {
    Responded::refused(reply(answered(&refusal)), refusal, None)
}
