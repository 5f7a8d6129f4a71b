//! The vendor's own answers: rendered for those who play the vendor.

use alloc::borrow::Cow;

use super::record::Customer;
use super::rules;
use crate::decision::{Refusal, Response, Violation};
use crate::json::{FormError, Pointer, Reason, decimal, to_text, written};

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
    // Rule: ibm.answer.success
    Response { status: 204, body: None }
}

/// What the vendor answers to what it refuses: the first violation. Every input is an API call
/// here, so there is always an answer to a refusal by one of the vendor's rules.
///
/// ```
/// # use customer_core::ibm::{Answer, Asked, Customer, Facts, Policy, Role, Update};
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
/// let response = refused(rejection.refusal().unwrap()).unwrap();
/// let answer = Answer::read(response.status, response.body.as_deref().unwrap());
/// assert_eq!(answer.message_code.as_deref(), Some("BZSAP1033E"));
/// assert_eq!(answer.next(&Asked::unknown(Policy::documented())), Next::Fix);
/// ```
pub fn refused(refusal: &Refusal) -> Option<Response> {
    let first = refusal.answering();
    Some(answer(first, first.rule.status?))
}

/// The same of a rule of this vendor: the table is checked for a status in each of them.
#[cfg(feature = "endpoint")]
pub(super) fn answered(refusal: &Refusal) -> Response {
    refused(refusal).unwrap_or(Response { status: 500, body: None })
}

fn answer(first: &Violation, status: u16) -> Response {
    let digits = decimal(status.into());
    let body = written(|w| {
        w.begin_object();
        w.key("\"BSSResponse\":");
        w.begin_object();
        // Rule: ibm.answer.stale
        if *first.rule == rules::STALE {
            w.member("ResponseMessage", STALE_MESSAGE);
            w.member("ExceptionMessage", STALE_CAUSE);
            w.member("ResponseCode", &digits);
        } else {
            // Rule: ibm.answer.error
            w.key("\"ResponseCode\":");
            w.words(digits);
            if let Some(code) = first.code {
                w.member("MessageCode", code);
            }
            w.key("\"Severity\":");
            w.literal("Error");
            w.key("\"ResponseMessage\":");
            w.words(message(first));
            w.key("\"Useraction\":");
            w.literal(first.rule.hint);
        }
        w.end_object();
        w.end_object();
    });
    Response { status, body: Some(body) }
}

/// Where and how the record is at fault, before or after the update: a lock token that can't count
/// any further, and an unknown member with which it could not be read again.
pub(crate) fn at_fault(refusal: &Refusal) -> Option<FormError> {
    if is_too_large(refusal) {
        return Some(FormError { pointer: Pointer::new("/input/update"), reason: Reason::Beyond });
    }
    let is_exhausted = *refusal.first().rule == rules::EXHAUSTED;
    let pointer = || Pointer::new("/customer/Customer/Version");
    is_exhausted.then(|| FormError { pointer: pointer(), reason: Reason::Range })
}

/// Whether nothing is wrong but that the record could not be read again.
pub(super) fn is_too_large(refusal: &Refusal) -> bool {
    refusal.violations().all(|violation| *violation.rule == rules::UNKNOWN_SIZE)
}

/// The field in square brackets, then what is wrong; of an element the list that it is in. Never
/// the value. Only attributes have limits, and their rules have a code.
fn message(violation: &Violation) -> Cow<'static, str> {
    let mut steps = violation.pointer.as_str().rsplit(['/']);
    match steps.find(|step| !step.bytes().all(|b| b.is_ascii_digit())) {
        Some(field) if violation.code.is_some() => {
            to_text(&format_args!("[{field}] {violation}")).into()
        }
        _ => violation.rule.says.into(),
    }
}
