//! A request understood: its head, without looking anything up.

use core::fmt;

use super::Wanted;
use super::list::Query;
use super::route::Route;
use crate::commvault::rules;
use crate::decision::Rule;
use crate::endpoint::{Credential, Opening, Stop, Transfer, open, transfer};
use crate::http::{Fields, Limits, Request, Target};

const OPENING: Opening = Opening {
    target: &rules::TARGET_SIZE,
    head: &rules::HEAD_SIZE,
    path: &rules::PATH,
    method: &rules::METHOD,
};

const TRANSFER: Transfer =
    Transfer { size: &rules::BODY_SIZE, media: &rules::CONTENT_TYPE, accept: &rules::ACCEPT };

/// A request, understood as a call of this vendor, or as none.
#[derive(Clone)]
pub struct Call<'a> {
    pub(super) request: Request<'a>,
    target: Target<'a>,
    /// Where the path leads, as [`Route::of`] says.
    route: Option<Option<Route>>,
    /// What it asks for; or why it is answered before anything is looked up.
    pub(super) action: Result<Action, Stop>,
    fields: Fields<'a>,
    limits: Limits,
    /// The token, if one was sent in good form.
    pub(super) token: Option<&'a str>,
    /// The query of the list, or the parameter that has another form.
    pub(super) query: Result<Option<Query>, &'static str>,
}

/// What a call asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Action {
    List,
    Read,
    Update,
}

/// Understands the head of a request. Total, and looks nothing up.
///
/// ```
/// use customer_core::commvault::endpoint::call;
/// use customer_core::http::{Limits, Request};
///
/// let target = "/api/v1/partner/accounts";
/// let request = Request { method: "GET", target, headers: &[], body: b"" };
/// let call = call(&request, &Limits::default());
/// assert_eq!(call.route(), Some("/api/v1/partner/accounts"));
/// assert!(call.wanted().list.is_some());
/// ```
pub fn call<'a>(request: &Request<'a>, limits: &Limits) -> Call<'a> {
    let target = Target::of(request.target);
    let route = Route::of(&target.path);
    let action = open(request, limits, route, Route::methods, &OPENING).map(|route| {
        match (route, request.method) {
            (Route::Accounts, _) => Action::List,
            (Route::Account, "GET") => Action::Read,
            (Route::Account, _) => Action::Update,
        }
    });
    let query = match action {
        Ok(Action::List) => Query::read(target.query).map(Some),
        _ => Ok(None),
    };
    let fields = Fields::of(request);
    let token = fields.authorization.bearer();
    Call { request: *request, target, route, action, fields, limits: *limits, token, query }
}

impl Call<'_> {
    /// What is to be looked up before it can be answered.
    pub fn wanted(&self) -> Wanted<'_> {
        let mut wanted = Wanted {
            credential: Credential::None,
            customer: None,
            reseller: None,
            // Rule: commvault.update.repeated
            answer: None,
            request_id: None,
            list: None,
        };
        let Ok(action) = self.action else { return wanted };
        if let Some(token) = self.token {
            wanted.credential = Credential::Bearer(token);
        }
        match action {
            Action::List => wanted.list = self.query.as_ref().ok().and_then(Option::as_ref),
            Action::Read | Action::Update => wanted.customer = Route::id(&self.target.path),
        }
        wanted
    }

    /// Why it is answered once the caller is admitted.
    pub(super) fn transfer(&self) -> Option<&'static Rule> {
        transfer(&self.request, &self.fields, &self.limits, self.is_write(), &TRANSFER)
    }

    /// The path with names in place of ids; `None` if it leads nowhere.
    pub fn route(&self) -> Option<&'static str> {
        self.route.flatten().map(Route::template)
    }

    /// Whether the path is one of the vendor's, known or not.
    pub const fn is_ours(&self) -> bool {
        self.route.is_some()
    }

    /// Whether it may change something; a read never does.
    pub fn is_write(&self) -> bool {
        matches!(self.action, Ok(Action::Update))
    }
}

/// Method and route, nothing that was sent.
impl fmt::Debug for Call<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Call")
            .field("request", &self.request)
            .field("route", &self.route())
            .finish_non_exhaustive()
    }
}
