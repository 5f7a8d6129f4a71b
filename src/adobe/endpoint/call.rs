//! A request understood: its head, without looking anything up.

use alloc::boxed::Box;
use core::fmt;

use super::Wanted;
use super::list::Query;
use super::route::Route;

use crate::adobe::{is_id, response, rules};
use crate::decision::{Refusal, Rule};
use crate::endpoint::{Credential, Opening, Stop, Transfer, open, transfer};
use crate::http::{Fields, Limits, Reply, Request, Target, reason};
use crate::json::decimal;

pub(super) const OPENING: Opening = Opening {
    target: &rules::TARGET_SIZE,
    head: &rules::HEAD_SIZE,
    path: &rules::PATH,
    method: &rules::METHOD,
};

const TRANSFER: Transfer =
    Transfer { size: &rules::BODY_SIZE, media: &rules::CONTENT_TYPE, accept: &rules::ACCEPT };

/// The longest correlation id and request id.
const ID_MAX: usize = 128;

/// A request, understood as a call of this vendor, or as none.
#[derive(Clone)]
pub struct Call<'a> {
    pub(super) request: Request<'a>,
    target: Target<'a>,
    /// Where the path leads, as [`Route::of`] says.
    route: Option<Option<Route>>,
    limits: Limits,
    /// What it asks for; or why it is answered before anything is looked up.
    pub(super) action: Result<Action, Stop>,
    /// The id in the path of a customer, where the target is nothing but the path.
    customer: Option<&'a str>,
    /// The query of the list, or what is wrong with its parameters; nothing where no list is asked
    /// for.
    pub(super) query: Option<Box<Result<Query, Refusal>>>,
    fields: Fields<'a>,
    api_key: Option<&'a str>,
    /// The token, if one was sent in good form.
    token: Option<&'a str>,
    correlation_id: Option<&'a str>,
    /// The request id, if it was sent in its form.
    request_id: Option<&'a str>,
}

/// What a call asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Action {
    Create,
    Read,
    Update,
    List,
    Token,
}

/// Understands the head of a request. Total, and looks nothing up. A token call is understood by
/// [`token`](super::token) instead.
///
/// ```
/// use customer_core::adobe::endpoint::call;
/// use customer_core::http::{Limits, Request};
///
/// let headers: &[(&str, &[u8])] = &[("x-api-key", b"c"), ("x-correlation-id", b"1")];
/// let request = Request { method: "POST", target: "/v3/customers", headers, body: b"" };
/// let call = call(&request, &Limits::default());
/// assert_eq!(call.route(), Some("/v3/customers"));
/// assert_eq!(call.wanted().answer.unwrap().correlation_id, "1");
/// ```
pub fn call<'a>(request: &Request<'a>, limits: &Limits) -> Call<'a> {
    // An id has neither a question mark nor an escape: the path of most calls is the target.
    let customer = Route::Customer.id(request.target).filter(|id| is_id(id));
    let (target, route) = if customer.is_some() {
        (Target::path(request.target), Some(Some(Route::Customer)))
    } else {
        let target = Target::of(request.target);
        let route = Route::of(&target.path);
        (target, route)
    };
    let action = open(request, limits, route, Route::methods, &OPENING).map(|route| {
        match (route, request.method) {
            (Route::Customers, _) => Action::Create,
            (Route::Customer, "GET") => Action::Read,
            (Route::Customer, _) => Action::Update,
            (Route::OfReseller, _) => Action::List,
            (Route::Token, _) => Action::Token,
        }
    });
    let query = match action {
        Ok(Action::List) => {
            let reseller = Route::OfReseller.id(&target.path).unwrap_or_default();
            Some(Box::new(Query::read(reseller, target.query)))
        }
        _ => None,
    };
    let fields = Fields::of(request);
    Call {
        request: *request,
        target,
        route,
        limits: *limits,
        action,
        customer,
        query,
        api_key: fields.api_key.header().once().filter(|key| !key.is_empty()),
        token: fields.authorization.bearer(),
        correlation_id: fields.correlation_id.id(ID_MAX),
        request_id: fields.request_id.id(ID_MAX),
        fields,
    }
}

impl<'a> Call<'a> {
    /// What is to be looked up before it can be answered.
    pub fn wanted(&self) -> Wanted<'_> {
        let mut wanted = Wanted {
            credential: Credential::None,
            customer: None,
            reseller: None,
            answer: self.key(),
            request_id: self.request_id.filter(|_| self.is_write()),
            list: None,
        };
        let Ok(action) = self.action else { return wanted };
        if let Some(key) = self.api_key() {
            wanted.credential = Credential::ApiKey { key, token: self.token };
        }
        match action {
            Action::Create | Action::Token => {}
            Action::Read | Action::Update => wanted.customer = self.customer(),
            Action::List => {
                wanted.reseller = self.reseller();
                wanted.list = self.query.as_deref().and_then(|query| query.as_ref().ok());
            }
        }
        wanted
    }

    /// The path with names in place of ids; `None` if it leads nowhere.
    pub fn route(&self) -> Option<&'static str> {
        self.route.flatten().map(Route::template)
    }

    /// Whether the path is one of the vendor's, known or not.
    pub const fn is_ours(&self) -> bool {
        self.route.is_some()
    }

    /// The correlation id, if it was sent in its form; also that of a read, whose answer is never
    /// stored.
    ///
    /// ```
    /// use customer_core::adobe::endpoint::call;
    /// use customer_core::http::{Limits, Request};
    ///
    /// let headers: &[(&str, &[u8])] = &[("x-correlation-id", b"1")];
    /// let request = Request { method: "GET", target: "/v3/customers/P1", headers, body: b"" };
    /// let call = call(&request, &Limits::default());
    /// assert_eq!(call.correlation_id(), Some("1"));
    /// assert_eq!(call.wanted().answer, None);
    /// ```
    pub const fn correlation_id(&self) -> Option<&str> {
        self.correlation_id
    }

    /// Whether it may change something; a read never does.
    pub fn is_write(&self) -> bool {
        matches!(self.action, Ok(Action::Create | Action::Update))
    }

    /// The id of the customer, if it has the form of one.
    pub(super) fn customer(&self) -> Option<&str> {
        self.customer.or_else(|| Route::Customer.id(self.path()).filter(|id| is_id(id)))
    }

    /// The id of the reseller of a list.
    pub(super) fn reseller(&self) -> Option<&str> {
        Route::OfReseller.id(self.path())
    }

    /// The path as it is compared.
    pub(super) fn path(&self) -> &str {
        &self.target.path
    }

    pub(super) const fn api_key(&self) -> Option<&'a str> {
        self.api_key
    }

    pub(super) const fn token(&self) -> Option<&'a str> {
        self.token
    }

    /// Whether `Authorization` was sent, in whatever form.
    pub(super) const fn is_authorized(&self) -> bool {
        self.fields.authorization.is_there()
    }

    /// The request id, if it was sent in its form.
    pub(super) const fn request_id(&self) -> Option<&'a str> {
        self.request_id
    }

    /// Whether the request id, if it is there, has its form.
    pub(super) const fn request_id_is_good(&self) -> bool {
        self.request_id.is_some() || !self.fields.request_id.is_there()
    }

    /// Why it is answered once the caller is admitted.
    pub(super) fn transfer(&self) -> Option<&'static Rule> {
        transfer(&self.request, &self.fields, &self.limits, self.is_write(), &TRANSFER)
    }

    pub(super) const fn limits(&self) -> &Limits {
        &self.limits
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

/// An error that no rule has: its code is the vendor's for it, or repeats the status.
pub(super) fn plain(status: u16) -> Reply {
    let own = decimal(status.into());
    let code = match status {
        429 => "4118",
        500 => "1124",
        _ => &own,
    };
    Reply::json(status, Some(response::plain(code, reason(status))))
}
