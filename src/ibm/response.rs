//! The vendor's own answers: rendered for those who play the vendor, read back for those who ask
//! it.

use alloc::string::String;
use core::fmt;

use super::rules::{
    ORGANIZATION, ORGANIZATION_KNOWN, ROLE, ROLE_KNOWN, STALE, STATE, SUBSCRIPTIONS,
    SUBSCRIPTIONS_KNOWN, SUSPEND, UNSUSPEND,
};
use crate::decision::{Next, Rejection, Response, Rule, Violation};
use crate::json::{Document, Node, Writer, code, shown};

/// How the vendor's stale answer names its cause.
const STALE_EXCEPTION: &str = "StaleObjectStateException";

/// HTTP status of a refusal by `rule`.
fn status(rule: &Rule) -> u16 {
    let is = |rules: &[&Rule]| rules.iter().any(|one| one.id == rule.id);
    if is(&[&ROLE, &ROLE_KNOWN, &ORGANIZATION, &ORGANIZATION_KNOWN]) {
        403
    } else if is(&[&STATE]) {
        404
    } else if is(&[&SUBSCRIPTIONS, &SUBSCRIPTIONS_KNOWN]) {
        409
    } else if is(&[&STALE]) {
        500
    } else {
        400
    }
}

/// What a caller does after this violation answered.
pub(super) fn next(violation: &Violation) -> Next {
    match status(violation.rule) {
        403 | 404 => Next::Stop,
        409 => Next::Wait,
        500 => Next::Refetch,
        _ if [SUSPEND.id, UNSUSPEND.id].contains(&violation.rule.id) => Next::Stop,
        _ => Next::Fix,
    }
}

/// Whether this is a refusal only because something was not looked up.
pub(super) fn is_unknown(violation: &Violation) -> bool {
    [ROLE_KNOWN.id, ORGANIZATION_KNOWN.id, SUBSCRIPTIONS_KNOWN.id].contains(&violation.rule.id)
}

/// What the vendor answers to whatever it accepts: nothing.
///
/// ```
/// let response = customer_core::ibm::accepted();
/// assert_eq!((response.status, response.body), (204, None));
/// ```
pub const fn accepted() -> Response {
    Response { status: 204, body: None }
}

/// What the vendor answers to what it refuses: the first violation.
///
/// ```
/// # use customer_core::ibm::{Answer, Customer, Facts, Input, Policy, Role, Update, decide, refused};
/// # use customer_core::decision::Next;
/// let customer = Customer::from_json(r#"{"Customer": {"Version": 7}}"#).unwrap();
/// let update = Update::from_json(r#"{"Customer": {"Version": 7}}"#).unwrap();
/// let facts = Facts {
///     policy: Policy::documented(),
///     role: Some(Role::Vsr),
///     same_organization: Some(true),
///     active_subscriptions: None,
/// };
/// let rejection = decide(&customer, &Input::Update(update), &facts).unwrap_err();
/// let response = refused(&rejection);
/// let answer = Answer::read(response.status, response.body.as_deref().unwrap());
/// assert_eq!(answer.message_code.as_deref(), Some("BZSAP1033E"));
/// assert_eq!(answer.next(), Next::Fix);
/// ```
pub fn refused(rejection: &Rejection) -> Response {
    let first = rejection.first();
    let status = status(first.rule);
    let mut body = String::new();
    let mut w = Writer::new(&mut body);
    w.begin_object();
    w.name("BSSResponse");
    w.begin_object();
    w.member("ResponseCode", &shown(&status));
    if first.rule.id == STALE.id {
        w.member("ResponseMessage", "the server could not store this");
        w.member(
            "ExceptionMessage",
            &shown(&format_args!("{STALE_EXCEPTION}: {}", first.rule.says)),
        );
    } else {
        if let Some(code) = first.code {
            w.member("MessageCode", code);
        }
        w.member("Severity", "Error");
        w.member("ResponseMessage", &message(first));
        w.member("Useraction", first.rule.hint);
    }
    w.end_object();
    w.end_object();
    Response { status, body: Some(body) }
}

/// The field in square brackets, then what is wrong. Never the value.
fn message(violation: &Violation) -> String {
    match violation.pointer.as_str().rsplit_once(['/']) {
        Some((_, field)) if violation.code.is_some() => {
            shown(&format_args!("[{field}] {violation}"))
        }
        _ => shown(violation),
    }
}

/// An answer of the vendor, read back.
#[derive(Clone, PartialEq, Eq)]
pub struct Answer {
    /// The status that counts: that of the body where it names one, else that of HTTP.
    pub status: u16,
    /// Code of the message.
    pub message_code: Option<String>,
    /// How grave it is.
    pub severity: Option<String>,
    /// The message.
    pub message: Option<String>,
    /// The exception behind it.
    pub exception: Option<String>,
    /// What the vendor advises.
    pub user_action: Option<String>,
}

impl Answer {
    /// Reads an answer. Total: a body that says nothing leaves only the status.
    ///
    /// ```
    /// # use customer_core::ibm::Answer;
    /// # use customer_core::decision::Next;
    /// let body = r#"{"BSSResponse": {"ResponseCode": "500",
    ///     "ExceptionMessage": "StaleObjectStateException occurred"}}"#;
    /// let answer = Answer::read(200, body);
    /// assert!(answer.is_stale());
    /// assert_eq!(answer.next(), Next::Refetch);
    /// assert_eq!(Answer::read(204, "").next(), Next::Done);
    /// let other = Answer::read(400, r#"{"BSSResponse": {"messageId": "BZSAP1011E"}}"#);
    /// assert_eq!(other.message_code.as_deref(), Some("BZSAP1011E"));
    /// ```
    pub fn read(status: u16, body: &str) -> Self {
        let document = Document::parse(body).ok();
        let inside = document.as_ref().and_then(|document| document.root().member("BSSResponse"));
        let text = |names: &[&str]| {
            let mut found = names.iter().filter_map(|name| inside?.member(name));
            found.find_map(text)
        };
        let code = text(&["ResponseCode", "responseCode"]).and_then(|code| code.parse().ok());
        Self {
            status: code.unwrap_or(status),
            message_code: text(&["MessageCode", "messageCode", "messageId"]),
            severity: text(&["Severity", "severity"]),
            message: text(&["ResponseMessage", "responseMessage"]),
            exception: text(&["ExceptionMessage", "exceptionMessage"]),
            user_action: text(&["Useraction", "UserAction", "userAction"]),
        }
    }

    /// Whether the request was made from a record that is no longer current.
    pub fn is_stale(&self) -> bool {
        let is_named = |text: &String| text.starts_with(STALE_EXCEPTION);
        self.status == 500 && self.exception.as_ref().is_some_and(is_named)
    }

    /// What to do next. Sending a PUT again is safe: its lock token lets it in only once.
    pub fn next(&self) -> Next {
        match self.status {
            500 if self.is_stale() => Next::Refetch,
            200..=299 => Next::Done,
            300..=399 => Next::Retry,
            400 => Next::Fix,
            409 | 429 | 500..=599 => Next::Wait,
            _ => Next::Stop,
        }
    }
}

/// Messages of the vendor quote values: `Debug` shows only what can be logged.
impl fmt::Debug for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Answer")
            .field("status", &self.status)
            .field("message_code", &self.message_code.as_deref().map(code))
            .finish_non_exhaustive()
    }
}

/// A text, or a number as text.
fn text(node: Node<'_, '_>) -> Option<String> {
    let number = || node.number().map(String::from);
    node.text().map(String::from).or_else(number)
}
