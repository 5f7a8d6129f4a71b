//! The vendor's own answers, read back.

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use super::check::status_rule;
use super::facts::Policy;
use super::record::{Account, Profile, Status, Update, read_either};
use super::rules;
use crate::decision::{self, Complaint, Next};
use crate::json::{At, Document, Errors, Pointer, Text, read_wrapped, to_text};
use crate::member::Field;

/// What an answer is the answer to.
pub type Asked<'s, 'a> = decision::Asked<'s, Account, Update<'a>, Policy>;

/// The error code for an account that does not exist: the only one that any page shows.
pub const NO_SUCH_ACCOUNT: i64 = 1006;

/// An answer of the vendor, read back.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Answer {
    /// HTTP status; no body names another.
    pub status: u16,
    /// The account, if a success shows it.
    pub account: Option<Account>,
    /// Whether the account came inside `data`.
    pub is_wrapped: bool,
    /// The code of the error, where the body has one.
    pub code: Option<i64>,
}

impl Answer {
    /// Reads an answer. Total: a body that is not of the vendor's form leaves only the status,
    /// since not every answer comes from the vendor itself.
    ///
    /// ```
    /// # use customer_core::commvault::{Answer, Asked, Policy};
    /// # use customer_core::decision::Next;
    /// let asked = Asked::unknown(Policy::documented());
    /// let answer = Answer::read(200, r#"{"data": {"status": "updating"}}"#);
    /// assert_eq!(answer.next(&asked), Next::Poll);
    /// let answer = Answer::read(404, r#"{"error": {"code": 1006, "message": "none"}}"#);
    /// assert_eq!(answer.next(&asked), Next::Stop);
    /// assert_eq!(Answer::read(503, "<html>").next(&asked), Next::Retry);
    /// ```
    pub fn read(status: u16, body: &str) -> Self {
        if !is_success(status) {
            return Self { status, account: None, is_wrapped: false, code: error_code(body) };
        }
        let around = |(_, wrapped): &(Profile, bool)| usize::from(*wrapped);
        let read = read_wrapped(body, around, |from, errors| read_either(from, &At::ROOT, errors));
        // Anything else that is an object would be an account that says nothing.
        let is_account = |(profile, wrapped): &(Profile, bool)| {
            *wrapped || profile.id.is_some() || profile.status.is_some()
        };
        let read = read.ok().filter(is_account);
        let is_wrapped = read.as_ref().is_some_and(|(_, wrapped)| *wrapped);
        let account = read.map(|(profile, _)| Account::new(profile));
        Self { status, account, is_wrapped, code: None }
    }

    /// Whether the vendor accepted.
    pub const fn is_accepted(&self) -> bool {
        is_success(self.status)
    }

    /// The document of the account afterwards, if the answer shows it.
    pub fn document(&self) -> Option<&Profile> {
        self.account.as_ref().map(|account| &account.document)
    }

    /// What the answer complains about; nothing if it accepted. The vendor names no place.
    ///
    /// ```
    /// # use customer_core::commvault::{Answer, Asked, Policy};
    /// let asked = Asked::unknown(Policy::documented());
    /// let complaints = Answer::read(502, "<html>").complaints(&asked);
    /// assert_eq!(complaints[0].rule.map(|rule| rule.id), Some("commvault.answer.unknown"));
    /// ```
    pub fn complaints(&self, _asked: &Asked<'_, '_>) -> Vec<Complaint> {
        if self.is_accepted() {
            return Vec::new();
        }
        Vec::from([match self.code {
            None => Complaint::by(&rules::ANSWER_UNKNOWN, Pointer::default()),
            Some(NO_SUCH_ACCOUNT) => Complaint::by(&rules::EXISTS, Pointer::default())
                .with_code(to_text(&NO_SUCH_ACCOUNT)),
            Some(code) => Complaint::of("the request is refused", Pointer::default())
                .with_code(to_text(&code)),
        }])
    }

    /// What to do next after an update or a poll that was answered so.
    ///
    /// A 409 speaks of the account's status or of a taken name, and reads the same: the account
    /// that was asked says which.
    pub fn next(&self, asked: &Asked<'_, '_>) -> Next {
        match self.status {
            200..=299 => match self.document().and_then(|document| document.status.as_ref()) {
                Some(Status::Updating) => Next::Poll,
                Some(Status::UpdateFailure) => Next::Retry,
                _ => Next::Done,
            },
            400 => Next::Fix,
            409 => conflict(asked),
            429 | 500..=599 => Next::Retry,
            _ => Next::Stop,
        }
    }

    /// The record that the answer shows, and whether it came wrapped.
    pub(crate) fn shown(&self) -> Option<(Account, bool)> {
        self.account.clone().map(|account| (account, self.is_wrapped))
    }
}

/// What to do after a 409.
fn conflict(asked: &Asked<'_, '_>) -> Next {
    let Some(account) = asked.record else { return Next::Wait };
    if let Some(rule) = status_rule(account.document.status.as_ref(), &asked.policy) {
        return rule.next;
    }
    let is_new = |stored: &Option<String>, sent: &Field<Text<'_>>| {
        sent.value().is_some_and(|sent| stored.as_deref() != Some(&**sent))
    };
    let names_new = |update: &Update<'_>| {
        is_new(&account.document.external_id, &update.external_id)
            || is_new(&account.document.name, &update.name)
    };
    // An account that may be updated, and no name that could be taken: it was busy meanwhile.
    if asked.update.is_none_or(names_new) { Next::Fix } else { Next::Wait }
}

const fn is_success(status: u16) -> bool {
    matches!(status, 200..=299)
}

fn error_code(body: &str) -> Option<i64> {
    let document = Document::parse(body).ok()?;
    let code = document.root().member("error")?.member("code")?;
    code.read(&At::ROOT, &mut Errors::default())
}

/// Shows the status and the code.
impl fmt::Debug for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Answer")
            .field("status", &self.status)
            .field("code", &self.code)
            .finish_non_exhaustive()
    }
}
