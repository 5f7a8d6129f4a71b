//! The vendor's own answers, read back for those who ask it.

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use super::facts::Policy;
use super::record::{Customer, Profile};
use super::rules;
use super::update::Update;
use crate::decision::{self, Complaint, Next};
use crate::json::{Document, Node, Pointer, code};

/// What an answer is the answer to.
pub type Asked<'s, 'a> = decision::Asked<'s, Customer, Update<'a>, Policy>;

/// How the vendor's stale answer begins to name its cause.
const STALE_EXCEPTION: &str = "StaleObjectStateException";

/// What the codes of the vendor say.
const MESSAGES: &[(&str, &str)] = &[
    ("BZSAP1033E", "a required attribute is missing or empty"),
    ("BZSAP1011E", "an attribute is not valid"),
];

/// An answer of the vendor, read back.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Answer {
    /// The HTTP status.
    pub http_status: u16,
    /// The status that counts: that of HTTP, but where the body names one and HTTP says success,
    /// that of the body. What says that it failed has failed.
    pub status: u16,
    /// Whether the body is an answer of the vendor.
    pub is_known: bool,
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
    /// The customer, if a success shows it.
    pub customer: Option<Customer>,
}

impl Answer {
    /// Reads an answer. Total: a body that says nothing leaves only the status.
    ///
    /// ```
    /// # use customer_core::ibm::{Answer, Asked, Policy};
    /// # use customer_core::decision::Next;
    /// let body = r#"{"BSSResponse": {"ResponseCode": "500",
    ///     "ExceptionMessage": "StaleObjectStateException occurred"}}"#;
    /// let asked = Asked::unknown(Policy::documented());
    /// let answer = Answer::read(200, body);
    /// assert!(answer.is_stale() && !answer.is_accepted());
    /// assert_eq!(answer.next(&asked), Next::Refetch);
    /// assert_eq!(Answer::read(204, "").next(&asked), Next::Done);
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
        // What is no status at all says nothing.
        let code = code.filter(|code| (100..600).contains(code));
        let counts = |code: &u16| is_success(status) || !is_success(*code);
        let shows = is_success(status) && inside.is_none();
        Self {
            http_status: status,
            status: code.filter(counts).unwrap_or(status),
            is_known: inside.is_some_and(|inside| inside.members().is_some()),
            message_code: text(&["MessageCode", "messageCode", "messageId"]),
            severity: text(&["Severity", "severity"]),
            message: text(&["ResponseMessage", "responseMessage"]),
            exception: text(&["ExceptionMessage", "exceptionMessage"]),
            user_action: text(&["Useraction", "UserAction", "userAction"]),
            customer: if shows { Customer::from_json(body).ok() } else { None },
        }
    }

    /// Whether the vendor accepted: by the status that counts.
    pub const fn is_accepted(&self) -> bool {
        is_success(self.status)
    }

    /// The document of the customer afterwards, if the answer shows it.
    pub fn document(&self) -> Option<&Profile> {
        self.customer.as_ref().map(|customer| &customer.document)
    }

    /// Whether the request was made from a record that is no longer current.
    pub fn is_stale(&self) -> bool {
        let is_named = |text: &String| text.starts_with(STALE_EXCEPTION);
        self.status == 500 && self.exception.as_ref().is_some_and(is_named)
    }

    /// What the answer complains about; nothing if it accepted. The vendor names no place.
    ///
    /// ```
    /// # use customer_core::ibm::{Answer, Asked, Policy};
    /// let body = r#"{"BSSResponse": {"ResponseCode": "400", "MessageCode": "BZSAP1033E"}}"#;
    /// let complaints = Answer::read(400, body).complaints(&Asked::unknown(Policy::documented()));
    /// assert_eq!(complaints[0].code.as_deref(), Some("BZSAP1033E"));
    /// assert_eq!(complaints[0].to_string(), "a required attribute is missing or empty");
    /// ```
    pub fn complaints(&self, _asked: &Asked<'_, '_>) -> Vec<Complaint> {
        if self.is_accepted() {
            return Vec::new();
        }
        if self.is_stale() {
            let place = Pointer::new("/Customer/Version");
            return Vec::from([Complaint::by(&rules::STALE, place)]);
        }
        if !self.is_known {
            return Vec::from([Complaint::by(&rules::ANSWER_UNKNOWN, Pointer::default())]);
        }
        let code = self.message_code.as_deref();
        let says = MESSAGES.iter().find(|(known, _)| Some(*known) == code);
        let says = says.map_or("the request is refused", |(_, says)| says);
        let complaint = Complaint::of(says, Pointer::default());
        Vec::from([match code {
            Some(code) => complaint.with_code(code),
            None => complaint,
        }])
    }

    /// What to do next. Sending a PUT again is safe: its lock token lets it in only once.
    pub fn next(&self, _asked: &Asked<'_, '_>) -> Next {
        match self.status {
            500 if self.is_stale() => Next::Refetch,
            200..=299 => Next::Done,
            400 => Next::Fix,
            409 => Next::Wait,
            429 | 500..=599 => Next::Retry,
            _ => Next::Stop,
        }
    }

    /// The record that the answer shows, and whether it came wrapped.
    pub(crate) fn shown(&self) -> Option<(Customer, bool)> {
        self.customer.clone().map(|customer| (customer, false))
    }
}

const fn is_success(status: u16) -> bool {
    matches!(status, 200..=299)
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
