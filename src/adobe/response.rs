//! Adobe's own answers: rendered for those who play the vendor.

use alloc::string::String;
use alloc::vec::Vec;

use super::CONTACTS_MAX;
use super::record::Customer;
use super::rules;
use crate::decision::{Refusal, Response};
use crate::json::{FormError, Pointer, Reason, Writer, sort_by};

/// What the vendor says of a code.
pub(super) struct Said {
    pub(super) code: &'static str,
    pub(super) message: &'static str,
    /// The body of an error that names no place.
    whole: &'static str,
}

macro_rules! said {
    ($( $code:literal: $message:literal, )+) => {
        &[$( Said {
            code: $code,
            message: $message,
            whole: concat!(
                r#"{"code":""#, $code,
                r#"","message":""#, $message,
                r#"","additionalDetails":[]}"#,
            ),
        }, )+]
    };
}

/// The page's words, and ours where it lists a code nowhere.
pub(super) const MESSAGES: &[Said] = said! {
    "1115": "Invalid Reseller",
    "1116": "Invalid Customer",
    "1117": "Some fields are invalid",
    "1118": "Invalid Address",
    "1119": "Some fields are not editable",
    "1121": "Request contains additional unexpected fields.",
    "1122": "Request is missing required fields",
    "1124": "Internal Server Error. Please try again later",
    "1125": "Account cannot be updated while status is pending or blocked",
    "1126": "Customer cannot be created because reseller account is inactive",
    "1139": "Partner is not enabled for global sales",
    "1140": "Customer is not enabled for global sales",
    "1142": "Market segment not allowed for global sales",
    "2135": "Invalid market segment used for customer",
    "4115": "API key is invalid or missing",
    "4116": "Authorization token is invalid",
    "4117": "Authorization token is missing",
    "4118": "Too many requests",
    "4119": "Correlation ID is Invalid or Missing",
    "4120": "Duplicate request id, same requestId has already been processed",
    "1163": "The market segment is not allowed for large government agencies",
    "1164": "The partner is not enabled for large government agencies",
    "1167": "The country is invalid for large government agencies",
    "1168": "The sub-segment is not allowed for large government agencies",
    "1147": "A three-year-commitment customer is not allowed",
    "1135": "The minimum quantity is out of range",
};

/// The code that answers for 1117 where nothing but members of the address is invalid.
pub(super) const ADDRESS: &str = "1118";

/// The code whose details are offer types.
pub(super) const QUANTITY: &str = "1135";

/// The answer to an accepted update: 200 and the customer afterwards.
///
/// ```
/// use customer_core::adobe::{Customer, accepted};
/// let customer = Customer::from_json(r#"{"externalReferenceId": "342"}"#)?;
/// let response = accepted(&customer);
/// assert_eq!(response.status, 200);
/// assert_eq!(response.body, Some(customer.to_json()));
/// # Ok::<(), customer_core::json::Unreadable>(())
/// ```
pub fn accepted(after: &Customer) -> Response {
    Response { status: 200, body: Some(after.to_json()) }
}

/// The answer to a refused update: the code that wins, with all its places. `None` for the refusal
/// of an input that is no API call, which the vendor never answers.
///
/// ```
/// use customer_core::adobe::{Customer, Facts, Policy, Update, decide_update, refused};
/// let customer = Customer::from_json("{}").unwrap();
/// let update = Update::from_json(r#"{"nickname": "x", "status": "1000"}"#).unwrap();
/// let facts = Facts::unknown(Policy::documented());
/// let rejection = decide_update(&customer, &update, &facts).unwrap_err();
/// let body = refused(rejection.refusal().unwrap()).unwrap().body.unwrap();
/// assert!(body.starts_with(r#"{"code":"1121","#));
/// assert!(body.ends_with(r#""additionalDetails":["nickname"]}"#));
/// ```
pub fn refused(refusal: &Refusal) -> Option<Response> {
    let first = refusal.answering();
    Some(answer(refusal, first.code?, first.rule.status?))
}

/// The same of a rule that refuses calls: the tables are checked for a status in each of these.
#[cfg(feature = "endpoint")]
pub(super) fn answered(refusal: &Refusal) -> Response {
    refused(refusal).unwrap_or(Response { status: 500, body: None })
}

fn answer(refusal: &Refusal, code: &'static str, status: u16) -> Response {
    let first = refusal.answering();
    if refusal.is_whole() {
        return Response { status, body: Some(plain(code, first.rule.says)) };
    }
    let Some(said) = said(code) else {
        // A code that is only the HTTP status names no place.
        return Response { status, body: Some(plain(code, first.rule.says)) };
    };
    let mut details: Vec<String> = Vec::new();
    for violation in refusal.violations().filter(|one| one.code == Some(code)) {
        if code == QUANTITY {
            details.extend(violation.details.iter().cloned());
        } else if violation.pointer != Pointer::default() {
            details.push(violation.pointer.dotted());
        }
    }
    if code == QUANTITY {
        // The vendor names `recommitment` before `commitment`: descending by letters.
        sort_by(&mut details, |one, two| two.cmp(one));
    }
    // A place is named once for each rule that speaks of it: whoever reads it back needs no facts.
    let body = error(code, said.message, details.iter().map(|detail| &**detail));
    Response { status, body: Some(body) }
}

fn said(code: &str) -> Option<&'static Said> {
    // All have four characters, which are compared at once.
    let code: [u8; 4] = code.as_bytes().try_into().ok()?;
    MESSAGES.iter().find(|one| *one.code.as_bytes() == code)
}

/// The body of an error.
fn error<'d>(code: &str, message: &'static str, details: impl Iterator<Item = &'d str>) -> String {
    let mut body = String::with_capacity(1024);
    // Neither needs an escape.
    for part in [r#"{"code":""#, code, r#"","message":""#, message, r#"","additionalDetails":["#] {
        body.push_str(part);
    }
    let mut w = Writer::new(&mut body);
    details.for_each(|detail| w.text(detail));
    body.push_str("]}");
    body
}

/// The body of an error that names no place: this code, in the vendor's words where it has any.
pub(super) fn plain(code: &str, otherwise: &'static str) -> String {
    match said(code) {
        Some(said) => said.whole.into(),
        None => error(code, otherwise, core::iter::empty()),
    }
}

/// Where and how a refusal says that the record would be beyond a limit: by a contact list that no
/// reader would have read.
pub(crate) fn at_fault(refusal: &Refusal) -> Option<FormError> {
    let is_too_long = *refusal.first().rule == rules::CONTACTS_MOST;
    let pointer = || Pointer::new("/input/update").followed_by(&refusal.first().pointer);
    is_too_long.then(|| FormError { pointer: pointer(), reason: Reason::Count(CONTACTS_MAX) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::written;

    #[test]
    fn messages_need_no_escape_and_whole_bodies_are_errors() {
        for Said { code, message, whole } in MESSAGES {
            let (plain, quoted) = (written(|w| w.literal(message)), written(|w| w.text(message)));
            assert_eq!(plain, quoted);
            assert_eq!(error(code, message, core::iter::empty()), *whole);
        }
        for code in [ADDRESS, QUANTITY] {
            assert!(said(code).is_some());
        }
    }
}
