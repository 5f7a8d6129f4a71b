//! The vendor's own answers: rendered for those who play the vendor, read back for those who ask
//! it.

use alloc::string::String;
use core::fmt;

use super::record::Customer;
use super::rules;
use crate::decision::{Next, Refusal, Response, Violation};
use crate::json::{Document, Node, Pointer, Writer, code, to_text};

/// How the vendor's stale answer begins to name its cause.
const STALE_EXCEPTION: &str = "StaleObjectStateException";

/// The vendor's stale answer in the page's own words; every copy of it has lost the blanks.
const STALE_MESSAGE: &str = "Internalservererror";
const STALE_CAUSE: &str = "StaleObjectStateExceptionOccured-\
    Rowwasupdatedordeletedbyanothertransaction.";

/// What the vendor answers to whatever it accepts: success, and an empty body.
///
/// ```
/// # use customer_core::ibm::{Customer, accepted};
/// let response = accepted(&Customer::default());
/// assert_eq!((response.status, response.body), (204, None));
/// ```
pub const fn accepted(_after: &Customer) -> Response {
    Response { status: 204, body: None }
}

/// What the vendor answers to what it refuses: the first violation.
///
/// ```
/// # use customer_core::ibm::{Answer, Customer, Facts, Policy, Role, Update};
/// # use customer_core::ibm::{decide_update, refused};
/// # use customer_core::decision::Next;
/// let customer = Customer::from_json(r#"{"Customer": {"Version": 7}}"#).unwrap();
/// let update = Update::from_json(r#"{"Customer": {"Version": 7}}"#).unwrap();
/// let facts = Facts {
///     role: Some(Role::Vsr),
///     same_organization: Some(true),
///     ..Facts::unknown(Policy::documented())
/// };
/// let rejection = decide_update(&customer, &update, &facts).unwrap_err();
/// let response = refused(rejection.refusal().unwrap());
/// let answer = Answer::read(response.status, response.body.as_deref().unwrap());
/// assert_eq!(answer.message_code.as_deref(), Some("BZSAP1033E"));
/// assert_eq!(answer.next(), Next::Fix);
/// ```
pub fn refused(refusal: &Refusal) -> Response {
    let first = refusal.first();
    // Every rule of this vendor has a status; a server error is said of what is none of them.
    let status = first.rule.status.unwrap_or(500);
    let mut body = String::new();
    let mut w = Writer::new(&mut body);
    w.begin_object();
    w.name("BSSResponse");
    w.begin_object();
    if *first.rule == rules::STALE {
        w.member("ResponseMessage", STALE_MESSAGE);
        w.member("ExceptionMessage", STALE_CAUSE);
        w.member("ResponseCode", &to_text(&status));
    } else {
        w.member("ResponseCode", &to_text(&status));
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

/// The place of the stored record that is at fault, where it is not the request: a lock token that
/// can't count any further.
pub(crate) fn at_fault(refusal: &Refusal) -> Option<Pointer> {
    let is_exhausted = *refusal.first().rule == rules::EXHAUSTED;
    is_exhausted.then(|| Pointer::new("/customer/Customer/Version"))
}

/// The field in square brackets, then what is wrong. Never the value.
fn message(violation: &Violation) -> String {
    match violation.pointer.as_str().rsplit_once(['/']) {
        Some((_, field)) if violation.code.is_some() => {
            to_text(&format_args!("[{field}] {violation}"))
        }
        _ => to_text(violation),
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
