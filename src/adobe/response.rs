//! Adobe's own answers: rendered, and read back.

use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;

use super::record::{Customer, Resource, Status};
use crate::decision::{Next, Rejection, Response, Violation};
use crate::json::{
    Document, Index, Node, Pointer, Unreadable, Writer, code, read_whole, sort_by, sort_by_key,
};
use crate::member::Member;

/// The codes in order of precedence: which one answers when several apply.
const PRECEDENCE: [&str; 17] = [
    "1116", "1125", "1121", "1122", "1117", "1118", "1119", "2135", "1139", "1142", "1140", "1163",
    "1164", "1167", "1168", "1147", "1135",
];

/// What a code says, in a sentence of our own, and its HTTP status.
fn gist(code: &str) -> (u16, &'static str) {
    match code {
        "1116" => (404, "Invalid customer"),
        "1125" => (400, "The account can't be updated while it is pending or blocked"),
        "1121" => (400, "The request has unexpected fields"),
        "1122" => (400, "Required fields are missing"),
        "1117" => (400, "Some fields are invalid"),
        "1118" => (400, "The address is invalid"),
        "1119" => (400, "Some fields can't be edited"),
        "2135" => (400, "Invalid market segment for the customer"),
        "1139" => (400, "The partner is not enabled for global sales"),
        "1142" => (400, "The market segment is not allowed for global sales"),
        "1140" => (400, "Global sales can't be switched for the customer"),
        "1163" => (400, "The market segment is not allowed for large government agencies"),
        "1164" => (400, "The partner is not enabled for large government agencies"),
        "1167" => (400, "The country is invalid for large government agencies"),
        "1168" => (400, "The sub-segment is not allowed for large government agencies"),
        "1147" => (400, "A three-year-commitment customer is not allowed"),
        "1135" => (400, "The minimum quantity is out of range"),
        _ => (400, "Bad request"),
    }
}

fn rank(code: Option<&str>) -> usize {
    PRECEDENCE.iter().position(|one| Some(*one) == code).unwrap_or(PRECEDENCE.len())
}

/// Puts violations in order of precedence, then of the document; 1118 takes the place of 1117 when
/// nothing but members of the address is invalid.
pub(super) fn order(violations: &mut Vec<Violation>) {
    let in_address =
        |violation: &Violation| violation.pointer.as_str().starts_with("/companyProfile/address/");
    let invalid = |violation: &Violation| violation.code == Some("1117");
    if violations.iter().filter(|one| invalid(one)).all(in_address) {
        for violation in violations.iter_mut().filter(|one| invalid(one)) {
            violation.code = Some("1118");
        }
    }
    sort_by_key(violations, |violation| rank(violation.code));
}

/// What to do after a refusal: that of the code that answers, but a missing fact can be looked up.
pub(super) fn next(stored: &Resource, violations: &[Violation]) -> Next {
    if violations.iter().all(Violation::is_missing_fact) {
        return Next::Fix;
    }
    next_of(violations.first().and_then(|first| first.code), stored.status.as_ref())
}

fn next_of(code: Option<&str>, status: Option<&Status>) -> Next {
    match code {
        Some("1125") if status == Some(&Status::Pending) => Next::Wait,
        Some("1117" | "1118" | "1121" | "1122" | "1135" | "2135") => Next::Fix,
        _ => Next::Stop,
    }
}

/// The answer to an accepted update: 200 and the customer afterwards.
pub fn accepted(after: &Customer) -> Response {
    Response { status: 200, body: Some(after.to_json()) }
}

/// The answer to a refused update: the code that wins, with all its places.
///
/// ```
/// use customer_core::adobe::{Customer, Facts, Input, Policy, Update, decide, refused};
/// let customer = Customer::from_json("{}").unwrap();
/// let update = Update::from_json(r#"{"nickname": "x", "status": "1000"}"#).unwrap();
/// let facts = Facts::unknown(Policy::documented());
/// let rejection = decide(&customer, &Input::Update(update), &facts).unwrap_err();
/// let body = refused(&rejection).body.unwrap();
/// assert!(body.starts_with(r#"{"code":"1121","#));
/// assert!(body.ends_with(r#""additionalDetails":["nickname"]}"#));
/// ```
pub fn refused(rejection: &Rejection) -> Response {
    let code = rejection.first().code.unwrap_or_default();
    let (status, message) = gist(code);
    let mut details: Vec<String> = Vec::new();
    for violation in rejection.violations().filter(|one| one.code == Some(code)) {
        if !violation.details.is_empty() {
            details.extend(violation.details.iter().cloned());
        } else if violation.pointer != Pointer::default() {
            details.push(violation.pointer.dotted());
        }
    }
    if code == "1135" {
        // The offer types concerned, in the usual order and each once.
        sort_by(&mut details, |one, two| two.cmp(one));
    }
    // Two rules may speak of one place: it is named once.
    let seen = Index::of(details.iter().map(|detail| (&**detail, "")), details.len());
    let once = details.iter().enumerate().filter(|(at, one)| seen.get((one, "")) == Some(*at));
    let mut body = String::new();
    let mut w = Writer::new(&mut body);
    w.begin_object();
    w.member("code", code);
    w.member("message", message);
    w.name("additionalDetails");
    w.begin_list();
    once.for_each(|(_, detail)| w.text(detail));
    w.end_list();
    w.end_object();
    Response { status, body: Some(body) }
}

/// An answer of Adobe, read back.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub enum Answer {
    /// 200: the customer afterwards.
    Accepted(Box<Resource>),
    /// An error body.
    Refused(Refusal),
}

/// Shows what can be logged: the kind of answer, and a code that looks like one.
impl core::fmt::Debug for Answer {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        match self {
            Self::Accepted(_) => f.write_str("Accepted"),
            Self::Refused(refusal) => write!(f, "Refused({})", code(&refusal.code)),
        }
    }
}

/// An error body of Adobe.
#[derive(Clone, PartialEq, Eq)]
pub struct Refusal {
    /// HTTP status.
    pub status: u16,
    /// Adobe's code, a text of digits.
    pub code: String,
    /// What it concerns: dotted paths, offer types or prose.
    pub details: Vec<String>,
}

impl core::fmt::Debug for Refusal {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("Refusal")
            .field("status", &self.status)
            .field("code", &code(&self.code))
            .finish_non_exhaustive()
    }
}

impl Refusal {
    /// The details that are paths, as pointers into the request.
    ///
    /// ```
    /// use customer_core::adobe::Answer;
    /// let body = r#"{"code":"1117","message":"",
    ///     "additionalDetails":["companyProfile.contacts[0].email"]}"#;
    /// let Answer::Refused(refusal) = Answer::read(400, body).unwrap() else { unreachable!() };
    /// assert_eq!(refusal.pointers()[0].as_str(), "/companyProfile/contacts/0/email");
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
            (_, "1125") => Next::Wait,
            (_, "4119" | "4120") => Next::Fix,
            (_, code) => next_of(Some(code), None),
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
            let read = read_whole(body, |from, errors| {
                Resource::read(from, &crate::json::At::ROOT, errors)
            });
            return read.map(|resource| Self::Accepted(Box::new(resource)));
        }
        let document = Document::parse(body)?;
        let root = document.root();
        let mut errors = crate::json::Errors::default();
        if root.object(&crate::json::At::ROOT, &mut errors).is_none() {
            return errors.finish(None);
        }
        let code = root.member("code").or_else(|| root.member("error_code"));
        let code = code.and_then(Node::text).map(String::from).unwrap_or_default();
        let lists = ["additionalDetails", "invalidFields"].into_iter();
        let details =
            lists.filter_map(|name| root.member(name)).filter_map(Node::elements).flatten();
        let details = details.filter_map(Node::text).map(String::from).collect();
        Ok(Self::Refused(Refusal { status, code, details }))
    }

    /// What to do next.
    pub fn next(&self) -> Next {
        match self {
            Self::Accepted(_) => Next::Done,
            Self::Refused(refusal) => refusal.next(),
        }
    }
}
