//! A request understood: its head, without looking anything up.

use alloc::string::String;
use core::fmt;

use super::Wanted;
use super::list::{Query, Wrong};
use super::route::Route;
use crate::decision::Rule;
use crate::endpoint::{Credential, Opening, Stop, Transfer, open, transfer};
use crate::http::{Fields, Header, Limits, Request, Sent, Target, decode_base64};
use crate::ibm::{Operation, is_id, rules};

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
    /// User and password, with a colon between them.
    pub(super) credential: Option<String>,
    /// The query of the list; or what is wrong with it.
    pub(super) query: Result<Option<Query>, Wrong>,
}

/// What a call asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Action {
    Register,
    List,
    Read,
    Update,
    /// Suspend, unsuspend: which, says the header; or what is wrong with it.
    Operate(Result<Operation, Wrong>),
    Unregister,
    /// A list that is always empty.
    Nothing,
}

/// Understands the head of a request. Total, and looks nothing up.
///
/// ```
/// use customer_core::http::{Limits, Request};
/// use customer_core::ibm::endpoint::call;
///
/// let target = "/resource/customer/7";
/// let request = Request { method: "DELETE", target, headers: &[], body: b"" };
/// let call = call(&request, &Limits::default());
/// assert_eq!(call.route(), Some("/api/bss/resource/customer/{id}"));
/// assert!(call.is_write());
/// ```
pub fn call<'a>(request: &Request<'a>, limits: &Limits) -> Call<'a> {
    let target = Target::of(request.target);
    let route = Route::of(&target.path);
    let fields = Fields::of(request);
    let action = open(request, limits, route, Route::methods, &OPENING)
        .map(|route| action(route, request.method, &fields));
    let query = match action {
        Ok(Action::List) => Query::read(target.query).map(Some),
        _ => Ok(None),
    };
    let credential = action.ok().and_then(|_| basic(fields.authorization));
    let (request, limits) = (*request, *limits);
    Call { request, target, route, action, fields, limits, credential, query }
}

fn action(route: Route, method: &str, fields: &Fields<'_>) -> Action {
    match (route, method) {
        (Route::Customers, "POST") => Action::Register,
        (Route::Customers, _) => Action::List,
        (Route::Customer, "GET") => Action::Read,
        (Route::Customer, "PUT") => Action::Update,
        (Route::Customer, "DELETE") => Action::Unregister,
        (Route::Customer, _) => Action::Operate(operation(fields.operation)),
        (Route::Subscriptions | Route::Subscribers, _) => Action::Nothing,
    }
}

/// The operation that the header names. Unregistering has a method of its own.
fn operation(sent: Sent<'_>) -> Result<Operation, Wrong> {
    match sent.header() {
        Header::Once(name) if !name.is_empty() => Operation::by_name(name)
            .filter(|operation| *operation != Operation::Unregister)
            .ok_or((&rules::OPERATION_UNKNOWN, "x-operation")),
        Header::Invalid if !sent.is_repeated() => Err((&rules::OPERATION_UNKNOWN, "x-operation")),
        _ => Err((&rules::OPERATION_MISSING, "x-operation")),
    }
}

/// User and password of `Basic <Base64 of user:password>`.
fn basic(authorization: Sent<'_>) -> Option<String> {
    let sent = decode_base64(authorization.after_scheme("Basic")?)?;
    String::from_utf8(sent).ok().filter(|sent| sent.bytes().any(|b| b == b':'))
}

impl Call<'_> {
    /// What is to be looked up before it can be answered.
    pub fn wanted(&self) -> Wanted<'_> {
        let credential = self.credential.as_deref().and_then(|sent| sent.split_once([':']));
        let (credential, customer) = match (credential, self.action) {
            (None, _) | (_, Err(_)) => (Credential::None, None),
            (Some((user, password)), Ok(action)) => {
                let is_of_one =
                    !matches!(action, Action::Register | Action::List | Action::Nothing);
                let id = Route::id(&self.target.path).filter(|id| is_of_one && is_id(id));
                (Credential::Basic { user, password }, id)
            }
        };
        Wanted {
            credential,
            customer,
            reseller: None,
            answer: None,
            request_id: None,
            list: self.query.as_ref().ok().and_then(Option::as_ref),
        }
    }

    /// Whether the id in the path, if there is one, has the form of an id.
    pub(super) fn id_is_good(&self) -> bool {
        Route::id(&self.target.path).is_none_or(is_id)
    }

    /// Why it is answered once the caller is admitted.
    pub(super) fn transfer(&self) -> Option<&'static Rule> {
        let reads_body = matches!(self.action, Ok(Action::Update | Action::Register));
        transfer(&self.request, &self.fields, &self.limits, reads_body, &TRANSFER)
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
        !matches!(self.action, Err(_) | Ok(Action::List | Action::Read | Action::Nothing))
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
