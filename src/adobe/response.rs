//! Adobe's own answers: rendered, and read back.

use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;

use super::record::{Customer, Resource};
use super::rules::RULES;
use crate::decision::{Next, Refusal, Response};
use crate::json::{
    At, Document, Errors, Index, Node, Pointer, Unreadable, Writer, code, read_document, sort_by,
};
use crate::member::Member;

/// What the vendor says of a code: its page's words, and ours where it lists the code nowhere.
const MESSAGES: &[(&str, &str)] = &[
    ("1115", "Invalid Reseller"),
    ("1116", "Invalid Customer"),
    ("1117", "Some fields are invalid"),
    (ADDRESS, "Invalid Address"),
    ("1119", "Some fields are not editable"),
    ("1121", "Request contains additional unexpected fields."),
    ("1122", "Request is missing required fields"),
    ("1124", "Internal Server Error. Please try again later"),
    ("1125", "Account cannot be updated while status is pending or blocked"),
    ("1126", "Customer cannot be created because reseller account is inactive"),
    ("1139", "Partner is not enabled for global sales"),
    ("1140", "Customer is not enabled for global sales"),
    ("1142", "Market segment not allowed for global sales"),
    ("2135", "Invalid market segment used for customer"),
    ("4115", "API key is invalid or missing"),
    ("4116", "Authorization token is invalid"),
    ("4117", "Authorization token is missing"),
    ("4118", "Too many requests"),
    ("4119", "Correlation ID is Invalid or Missing"),
    ("4120", "Duplicate request id, same requestId has already been processed"),
    ("1163", "The market segment is not allowed for large government agencies"),
    ("1164", "The partner is not enabled for large government agencies"),
    ("1167", "The country is invalid for large government agencies"),
    ("1168", "The sub-segment is not allowed for large government agencies"),
    ("1147", "A three-year-commitment customer is not allowed"),
    (QUANTITY, "The minimum quantity is out of range"),
];

/// The code that answers for 1117 where nothing but members of the address is invalid.
pub(super) const ADDRESS: &str = "1118";

/// The code whose details are offer types.
const QUANTITY: &str = "1135";

/// The answer to an accepted update: 200 and the customer afterwards.
pub fn accepted(after: &Customer) -> Response {
    Response { status: 200, body: Some(after.to_json()) }
}

/// The answer to a refused update: the code that wins, with all its places.
///
/// ```
/// use customer_core::adobe::{Customer, Facts, Policy, Update, decide_update, refused};
/// let customer = Customer::from_json("{}").unwrap();
/// let update = Update::from_json(r#"{"nickname": "x", "status": "1000"}"#).unwrap();
/// let facts = Facts::unknown(Policy::documented());
/// let rejection = decide_update(&customer, &update, &facts).unwrap_err();
/// let body = refused(rejection.refusal().unwrap()).body.unwrap();
/// assert!(body.starts_with(r#"{"code":"1121","#));
/// assert!(body.ends_with(r#""additionalDetails":["nickname"]}"#));
/// ```
pub fn refused(refusal: &Refusal) -> Response {
    let first = refusal.first();
    let code = first.code.unwrap_or_default();
    let message = MESSAGES.iter().find(|(one, _)| *one == code);
    let message = message.map_or(first.rule.says, |(_, message)| message);
    let mut details: Vec<String> = Vec::new();
    for violation in refusal.violations().filter(|one| one.code == Some(code)) {
        if code == QUANTITY {
            details.extend(violation.details.iter().cloned());
        } else if violation.pointer != Pointer::default() {
            details.push(violation.pointer.dotted());
        }
    }
    if code == QUANTITY {
        // In the usual order, which is that of the letters turned round.
        sort_by(&mut details, |one, two| two.cmp(one));
    }
    // Two rules may speak of one place: it is named once.
    let seen = Index::of(details.iter().map(|detail| (&**detail, "")), details.len());
    let once = details.iter().enumerate().filter(|(at, one)| seen.get((one, "")) == Some(*at));
    let body = error(code, message, once.map(|(_, detail)| &**detail));
    // Whatever refuses an update has a status; an input that is no call is never answered.
    Response { status: first.rule.status.unwrap_or(400), body: Some(body) }
}

/// The body of an error.
fn error<'d>(code: &str, message: &str, details: impl Iterator<Item = &'d str>) -> String {
    let mut body = String::new();
    let mut w = Writer::new(&mut body);
    w.begin_object();
    w.member("code", code);
    w.member("message", message);
    w.name("additionalDetails");
    w.begin_list();
    details.for_each(|detail| w.text(detail));
    w.end_list();
    w.end_object();
    body
}

/// The body of an error that no rule has: this code, in the vendor's words where it has any.
#[cfg(feature = "endpoint")]
pub(super) fn plain(code: &str, otherwise: &str) -> String {
    let message = MESSAGES.iter().find(|(one, _)| *one == code);
    error(code, message.map_or(otherwise, |(_, message)| message), core::iter::empty())
}

/// The place of the record at which a refusal says that the record itself is at fault: none does.
pub const fn at_fault(_: &Refusal) -> Option<Pointer> {
    None
}

/// An answer of Adobe, read back.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub enum Answer {
    /// 200: the customer afterwards.
    Accepted(Box<Resource>),
    /// An error body.
    Refused(ErrorBody),
}

/// Shows what can be logged: the kind of answer, and a code that looks like one.
impl core::fmt::Debug for Answer {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        match self {
            Self::Accepted(_) => f.write_str("Accepted"),
            Self::Refused(body) => write!(f, "Refused({})", code(&body.code)),
        }
    }
}

/// An error body of Adobe.
#[derive(Clone, PartialEq, Eq)]
pub struct ErrorBody {
    /// HTTP status.
    pub status: u16,
    /// Adobe's code, a text of digits.
    pub code: String,
    /// What it concerns: dotted paths, offer types or prose.
    pub details: Vec<String>,
}

impl core::fmt::Debug for ErrorBody {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("ErrorBody")
            .field("status", &self.status)
            .field("code", &code(&self.code))
            .finish_non_exhaustive()
    }
}

impl ErrorBody {
    /// The details that are paths, as pointers into the request.
    ///
    /// ```
    /// use customer_core::adobe::Answer;
    /// let body = r#"{"code":"1117","message":"",
    ///     "additionalDetails":["companyProfile.contacts[0].email"]}"#;
    /// let Answer::Refused(error) = Answer::read(400, body).unwrap() else { unreachable!() };
    /// assert_eq!(error.pointers()[0].as_str(), "/companyProfile/contacts/0/email");
    /// ```
    pub fn pointers(&self) -> Vec<Pointer> {
        let path = |text: &&String| {
            !text.is_empty()
                && !text.contains([' '])
                && text.starts_with(|c: char| c.is_alphabetic())
        };
        self.details.iter().filter(path).map(|text| pointer(text)).collect()
    }

    /// What to do next. A gateway's 5xx and 429 say nothing of the request: send it again, but read
    /// the record first, since it may have been carried out.
    pub fn next(&self) -> Next {
        match (self.status, self.code.as_str()) {
            (429, _) | (_, "4118" | "4122") => Next::Wait,
            (500.., _) | (_, "1124") => Next::Refetch,
            (_, "4119" | "4120") => Next::Fix,
            // It answers for 1117.
            (_, ADDRESS) => Next::Fix,
            (_, code) => {
                let rule = RULES.iter().find(|rule| rule.code == Some(code));
                rule.map_or(Next::Stop, |rule| rule.next)
            }
        }
    }
}

fn pointer(dotted: &str) -> Pointer {
    let mut pointer = Pointer::default();
    for step in dotted.split(['.']) {
        let (name, indices) = step.split_once(['[']).unwrap_or((step, ""));
        pointer.push_name(name);
        for index in indices.split(['[', ']']).filter_map(|text| text.parse().ok()) {
            pointer.push_index(index);
        }
    }
    pointer
}

impl Answer {
    /// Reads an answer of Adobe. Error bodies of a gateway (`error_code`) and lists named
    /// `invalidFields` are understood as well.
    ///
    /// # Errors
    ///
    /// A body that is not JSON of either form (`<html>`).
    pub fn read(status: u16, body: &str) -> Result<Self, Unreadable> {
        if (200..300).contains(&status) {
            let read = read_document(body, |from, errors| Resource::read(from, &At::ROOT, errors));
            return read.map(|resource| Self::Accepted(Box::new(resource)));
        }
        let document = Document::parse(body)?;
        let root = document.root();
        let mut errors = Errors::default();
        if root.object(&At::ROOT, &mut errors).is_none() {
            return errors.finish(None);
        }
        let code = root.member("code").or_else(|| root.member("error_code"));
        let code = code.and_then(Node::text).map(String::from).unwrap_or_default();
        let lists = ["additionalDetails", "invalidFields"].into_iter();
        let details =
            lists.filter_map(|name| root.member(name)).filter_map(Node::elements).flatten();
        let details = details.filter_map(Node::text).map(String::from).collect();
        Ok(Self::Refused(ErrorBody { status, code, details }))
    }

    /// What to do next.
    pub fn next(&self) -> Next {
        match self {
            Self::Accepted(_) => Next::Done,
            Self::Refused(body) => body.next(),
        }
    }
}
