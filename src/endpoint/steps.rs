//! The steps that every call passes before a vendor looks at it.

use alloc::borrow::Cow;

use super::Responded;
use crate::decision::{Next, Refusal, Response, Rule};
use crate::http::{Fields, Limits, Reply, Request};
use crate::json::Pointer;

/// Why a call is answered before anything is looked up.
#[derive(Clone, Copy)]
pub(crate) enum Stop {
    /// The path is none of the vendor's.
    Elsewhere(u16),
    /// A rule of the vendor refuses it.
    Rule(&'static Rule),
    /// The same, and a header field of the answer says more.
    RuleWith(&'static Rule, &'static (&'static str, &'static str)),
}

impl Stop {
    /// The reply, refused as the vendor does.
    pub(crate) fn reply(self, refused: fn(&Refusal) -> Response) -> Reply {
        match self.rule() {
            Ok(rule) => self.refusing(&Refusal::by(rule, Pointer::default()), refused),
            Err(status) => elsewhere(status),
        }
    }

    /// What follows; `finish` completes the reply of a refusal.
    pub(crate) fn responded<R, D, E, F>(
        self,
        refused: fn(&Refusal) -> Response,
        finish: impl FnOnce(&mut Reply),
    ) -> Responded<R, D, E, F> {
        let rule = match self.rule() {
            Ok(rule) => rule,
            Err(status) => return Responded::only(elsewhere(status), Next::Stop),
        };
        let refusal = Refusal::by(rule, Pointer::default());
        let mut reply = self.refusing(&refusal, refused);
        finish(&mut reply);
        Responded::refused(reply, refusal, None)
    }

    /// The rule that refuses, or the status of a path that is none of the vendor's.
    const fn rule(self) -> Result<&'static Rule, u16> {
        match self {
            Self::Elsewhere(status) => Err(status),
            Self::Rule(rule) | Self::RuleWith(rule, _) => Ok(rule),
        }
    }

    fn refusing(self, refusal: &Refusal, refused: fn(&Refusal) -> Response) -> Reply {
        let mut reply = reply(refused(refusal));
        if let Self::RuleWith(_, (name, value)) = self {
            reply.headers.push((name, Cow::Borrowed(value)));
        }
        reply
    }
}

fn elsewhere(status: u16) -> Reply {
    Reply::problem(status, "no path of this vendor")
}

/// What a vendor answers, as a reply.
pub(crate) fn reply(response: Response) -> Reply {
    Reply::json(response.status, response.body)
}

/// The rules of the first steps.
pub(crate) struct Opening {
    pub(crate) target: &'static Rule,
    pub(crate) head: &'static Rule,
    pub(crate) path: &'static Rule,
    pub(crate) method: &'static Rule,
}

/// Size of the head, path and method. `route` is `None` for a path that is not below the vendor's,
/// and in it `None` for one that leads nowhere; `methods` are those of the route.
pub(crate) fn open<R>(
    request: &Request<'_>,
    limits: &Limits,
    route: Option<Option<R>>,
    methods: impl FnOnce(&R) -> Methods,
    rules: &Opening,
) -> Result<R, Stop> {
    let refuse = |rule: &'static Rule, status| match route {
        Some(_) => Stop::Rule(rule),
        None => Stop::Elsewhere(status),
    };
    if request.target.len() > limits.target {
        return Err(refuse(rules.target, 414));
    }
    if !request.head_is_within(limits) {
        return Err(refuse(rules.head, 431));
    }
    let route = route.ok_or(Stop::Elsewhere(404))?.ok_or(Stop::Rule(rules.path))?;
    let methods = methods(&route);
    if !methods.list.contains(&request.method) {
        return Err(Stop::RuleWith(rules.method, methods.allow));
    }
    Ok(route)
}

/// The methods of a route, in alphabetic order, and the field that lists them.
#[derive(Clone, Copy)]
pub(crate) struct Methods {
    pub(crate) list: &'static [&'static str],
    pub(crate) allow: &'static (&'static str, &'static str),
}

/// The rules about the body as a whole, and about the form of the answer.
pub(crate) struct Transfer {
    pub(crate) size: &'static Rule,
    pub(crate) media: &'static Rule,
    pub(crate) accept: &'static Rule,
}

/// Size and type of a body that is read, and the types that are accepted.
pub(crate) fn transfer(
    request: &Request<'_>,
    fields: &Fields<'_>,
    limits: &Limits,
    reads_body: bool,
    rules: &Transfer,
) -> Option<&'static Rule> {
    if reads_body {
        if request.body.len() > limits.body {
            return Some(rules.size);
        }
        if !fields.sends_json() || !fields.is_plain() {
            return Some(rules.media);
        }
    }
    (!fields.accepts_json()).then_some(rules.accept)
}
