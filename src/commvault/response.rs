//! The vendor's own answers: rendered for those who play the vendor.

use alloc::borrow::Cow;
use alloc::string::String;
use core::fmt::Write as _;

use super::record::{Account, CONTACTS_MAX};
use super::rules;
use crate::decision::{Refusal, Response, Rule};
use crate::json::{FormError, Pointer, Reason, decimal, written};

/// What the vendor answers to an accepted update: the account as a read shows it.
///
/// ```
/// # use customer_core::commvault::{Account, accepted};
/// let account = Account::from_json(r#"{"status": "updating"}"#)?;
/// let response = accepted(&account);
/// assert_eq!(response.status, 200);
/// assert_eq!(response.body.as_deref(), Some(r#"{"data":{"status":"updating"}}"#));
/// # Ok::<(), customer_core::json::Unreadable>(())
/// ```
pub fn accepted(account: &Account) -> Response {
    // Rule: commvault.answer.account
    let body = written(|w| account.write_document(true, w));
    Response { status: 200, body: Some(body) }
}

/// What the vendor answers to a refused update: the HTTP status is that of the rule which answers.
/// `None` for a refused settlement: it is no API call, and the vendor never answers one.
///
/// ```
/// use customer_core::commvault::{Account, Facts, Policy, Update, decide_update, refused};
///
/// let account = Account::from_json(r#"{"status": "updating"}"#)?;
/// let facts = Facts::unknown(Policy::documented());
/// let rejection = decide_update(&account, &Update::default(), &facts).unwrap_err();
/// let response = refused(rejection.refusal().unwrap()).unwrap();
/// assert_eq!(response.status, 409);
/// assert!(response.body.unwrap().starts_with(r#"{"error":{"code":409,"message":""#));
/// # Ok::<(), customer_core::json::Unreadable>(())
/// ```
pub fn refused(refusal: &Refusal) -> Option<Response> {
    // Rule: commvault.answer.error-status
    let rule = refusal.answering().rule;
    Some(answer(refusal, rule, rule.status?))
}

/// The same of a rule that refuses calls: the tables are checked for a status in each of these.
#[cfg(feature = "endpoint")]
pub(super) fn answered(refusal: &Refusal) -> Response {
    refused(refusal).unwrap_or(Response { status: 500, body: None })
}

fn answer(refusal: &Refusal, rule: &Rule, status: u16) -> Response {
    let body = written(|w| {
        w.begin_object();
        w.key("\"error\":");
        w.begin_object();
        w.key("\"code\":");
        // Rule: commvault.answer.error-code
        match rule.code {
            Some(code) => w.raw(code),
            None => w.raw(&decimal(status.into())),
        }
        w.key("\"message\":");
        w.words(message(refusal));
        w.end_object();
        w.end_object();
    });
    Response { status, body: Some(body) }
}

/// Each place with what is wrong there. Never a value.
fn message(refusal: &Refusal) -> Cow<'static, str> {
    if refusal.is_whole() {
        return refusal.answering().rule.says.into();
    }
    let mut message = String::new();
    for violation in refusal.violations() {
        if !message.is_empty() {
            message.push_str("; ");
        }
        let place = violation.pointer.dotted();
        if !place.is_empty() {
            let _ = write!(message, "{place}: ");
        }
        let _ = write!(message, "{violation}");
    }
    message.into()
}

/// Where and how a refusal says that the record would be beyond a limit: one more contact in a
/// list that is full.
pub(crate) fn at_fault(refusal: &Refusal) -> Option<FormError> {
    let is_full = refusal.violations().all(|violation| *violation.rule == rules::CONTACTS_MOST);
    let pointer = || Pointer::new("/input/update");
    is_full.then(|| FormError { pointer: pointer(), reason: Reason::Count(CONTACTS_MAX) })
}
