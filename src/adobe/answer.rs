//! Adobe's own answers, read back.

mod complaints;

use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use super::facts::Policy;
use super::record::{Customer, Resource, Status, Update};
use super::rules;
use crate::decision::{self, Complaint, Next, Rule};
use crate::json::{At, Document, Index, Node, Pointer, code, read_document};
use crate::member::Member as _;

/// What an answer is the answer to.
pub type Asked<'s, 'a> = decision::Asked<'s, Customer, Update<'a>, Policy>;

/// An answer of Adobe, read back.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Answer {
    /// A status of success: the customer afterwards, if the body shows it.
    Accepted(Option<Box<Resource>>),
    /// Any other status.
    Refused(ErrorBody),
}

/// Shows what can be logged: the kind of answer, and a code that looks like one.
impl fmt::Debug for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Accepted(_) => f.write_str("Accepted"),
            Self::Refused(body) if body.code.is_empty() => f.write_str("Refused(no code)"),
            Self::Refused(body) => write!(f, "Refused({})", code(&body.code)),
        }
    }
}

/// An error body of Adobe.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct ErrorBody {
    /// HTTP status; no body names another.
    pub status: u16,
    /// Adobe's code, a text of digits; empty where the body has none, and is not of Adobe's form.
    pub code: String,
    /// What it concerns: dotted paths, offer types or prose.
    pub details: Vec<String>,
}

impl fmt::Debug for ErrorBody {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ErrorBody")
            .field("status", &self.status)
            .field("code", &code(&self.code))
            .finish_non_exhaustive()
    }
}

impl Answer {
    /// Reads an answer. Total: a body that is not of Adobe's form (`<html>`) leaves only the
    /// status. Error bodies of a gateway (`error_code`) and lists named `invalidFields` are
    /// understood as well; what both lists name is named once.
    pub fn read(status: u16, body: &str) -> Self {
        if (200..300).contains(&status) {
            let read = read_document(body, |from, errors| Resource::read(from, &At::ROOT, errors));
            return Self::Accepted(read.ok().map(Box::new));
        }
        let document = Document::parse(body).ok();
        let root = document.as_ref().map(Document::root);
        let text = |name| root?.member(name)?.text();
        let code = text("code").or_else(|| text("error_code"));
        let list = |name| root?.member(name)?.elements();
        let texts = |name| {
            let found = list(name).into_iter().flatten();
            found.filter_map(Node::text).map(String::from).collect::<Vec<_>>()
        };
        let mut details = texts("additionalDetails");
        let known = details.clone();
        let known = Index::of(known.iter().map(|text| (&**text, "")), known.len());
        let others = texts("invalidFields").into_iter();
        details.extend(others.filter(|text| known.get((text, "")).is_none()));
        Self::Refused(ErrorBody {
            status,
            code: code.map(String::from).unwrap_or_default(),
            details,
        })
    }

    /// Whether the vendor accepted.
    pub const fn is_accepted(&self) -> bool {
        matches!(self, Self::Accepted(_))
    }

    /// The document of the customer afterwards, if the answer shows it.
    pub fn document(&self) -> Option<&Resource> {
        match self {
            Self::Accepted(resource) => resource.as_deref(),
            Self::Refused(_) => None,
        }
    }

    /// What the answer complains about, in its order; nothing if it accepted. What was asked helps
    /// to find the places: the code 1135 names no place, and a name may have a dot in it.
    ///
    /// ```
    /// use customer_core::adobe::{Answer, Asked, Policy, Update};
    ///
    /// let update = Update::from_json(r#"{"vat.id": "DE1"}"#)?;
    /// let body = r#"{"code": "1121", "message": "", "additionalDetails": ["vat.id"]}"#;
    /// let asked = Asked { update: Some(&update), ..Asked::unknown(Policy::documented()) };
    /// let complaints = Answer::read(400, body).complaints(&asked);
    /// assert_eq!(complaints[0].pointer.as_str(), "/vat.id");
    /// assert_eq!(complaints[0].rule.map(|rule| rule.id), Some("adobe.member.unknown"));
    /// # Ok::<(), customer_core::json::Unreadable>(())
    /// ```
    pub fn complaints(&self, asked: &Asked<'_, '_>) -> Vec<Complaint> {
        match self {
            Self::Accepted(_) => Vec::new(),
            Self::Refused(body) => complaints::of(body, asked),
        }
    }

    /// What to do next.
    pub fn next(&self, asked: &Asked<'_, '_>) -> Next {
        match self {
            Self::Accepted(_) => Next::Done,
            Self::Refused(body) => body.next(asked),
        }
    }

    /// The record that the answer shows, and whether it came wrapped.
    pub(crate) fn shown(&self) -> Option<(Customer, bool)> {
        self.document().map(|resource| (Customer::new(resource.clone()), false))
    }
}

impl ErrorBody {
    /// The details that are paths, as pointers into the request.
    ///
    /// ```
    /// use customer_core::adobe::Answer;
    /// let body = r#"{"code":"1117","message":"",
    ///     "additionalDetails":["companyProfile.contacts[0].email"]}"#;
    /// let Answer::Refused(error) = Answer::read(400, body) else { unreachable!() };
    /// assert_eq!(error.pointers()[0].as_str(), "/companyProfile/contacts/0/email");
    /// ```
    pub fn pointers(&self) -> Vec<Pointer> {
        self.details.iter().filter_map(|text| complaints::path(text)).collect()
    }

    /// What to do next: a server's trouble says nothing of the request, so it may be sent again;
    /// else it is what the rules with this code say, and without a code the status counts. What is
    /// wrong with the call itself is not to be mended by another update.
    fn next(&self, asked: &Asked<'_, '_>) -> Next {
        match (self.status, self.code.as_str()) {
            (429 | 500..=599, _) | (_, "4118" | "1124") => Next::Retry,
            (400, "") | (_, "4119") => Next::Fix,
            (_, "4120") => Next::Wait,
            (_, "1125") => {
                let status = asked.record.and_then(|record| record.document.status.as_ref());
                if status == Some(&Status::Blocked) { Next::Stop } else { Next::Wait }
            }
            // Rules with one code agree.
            (_, code) => {
                let code = Some(complaints::of_rule(code));
                let is_it = |rule: &&Rule| rule.code == code && !rules::call::RULES.contains(rule);
                super::RULES.iter().find(is_it).map_or(Next::Stop, |rule| rule.next)
            }
        }
    }
}
