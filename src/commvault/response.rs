//! The vendor's own answers: rendered, and read back.

use alloc::string::String;
use core::fmt::Write as _;

use super::check::answering;
use super::record::{Account, Profile, Status, read_either};
use super::rules::CONTACTS_MOST;
use crate::decision::{Next, Refusal, Response};
use crate::json::{At, Document, Errors, Pointer, Reason, Unreadable, Writer};

/// The error code for an account that does not exist: the only one that any page shows.
pub const NO_SUCH_ACCOUNT: i64 = 1006;

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
    let mut body = String::new();
    account.write_document(true, &mut Writer::new(&mut body));
    Response { status: 200, body: Some(body) }
}

/// What the vendor answers to a refused update: the HTTP status is that of the rule which answers.
///
/// ```
/// use customer_core::commvault::{Account, Facts, Policy, Update, decide_update, refused};
///
/// let account = Account::from_json(r#"{"status": "updating"}"#)?;
/// let facts = Facts::unknown(Policy::documented());
/// let rejection = decide_update(&account, &Update::default(), &facts).unwrap_err();
/// let response = refused(rejection.refusal().unwrap());
/// assert_eq!(response.status, 409);
/// assert!(response.body.unwrap().starts_with(r#"{"error":{"code":409,"message":""#));
/// # Ok::<(), customer_core::json::Unreadable>(())
/// ```
pub fn refused(refusal: &Refusal) -> Response {
    let rule = answering(refusal.violations());
    // A settlement is no API call and has no status of its own.
    let status = rule.status.unwrap_or(400);
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
    let mut body = String::new();
    let mut w = Writer::new(&mut body);
    w.begin_object();
    w.name("error");
    w.begin_object();
    w.name("code");
    match rule.code {
        Some(code) => w.number(code),
        None => w.number(status),
    }
    w.member("message", &message);
    w.end_object();
    w.end_object();
    Response { status, body: Some(body) }
}

/// The place at which a refusal says that the record would be beyond a limit: one more contact in a
/// list that is full.
pub fn at_fault(refusal: &Refusal) -> Option<Pointer> {
    let is_full = refusal.violations().all(|violation| *violation.rule == CONTACTS_MOST);
    is_full.then(|| Pointer::new("/input/update"))
}

/// An answer of the vendor, read back.
#[derive(Clone, Debug, PartialEq)]
pub struct Answer {
    /// HTTP status.
    pub status: u16,
    /// The account, after success.
    pub account: Option<Account>,
    /// The code of the error, where the body has one.
    pub code: Option<i64>,
}

impl Answer {
    /// Reads an answer. An error's body may be anything: not every error comes from the vendor
    /// itself, so only its code is looked for.
    ///
    /// ```
    /// # use customer_core::commvault::Answer;
    /// # use customer_core::decision::Next;
    /// let answer = Answer::read(200, r#"{"data": {"status": "updating"}}"#)?;
    /// assert_eq!(answer.next(), Next::Poll);
    /// let answer = Answer::read(404, r#"{"error": {"code": 1006, "message": "none"}}"#)?;
    /// assert_eq!(answer.next(), Next::Stop);
    /// assert_eq!(Answer::read(503, "<html>")?.next(), Next::Wait);
    /// # Ok::<(), customer_core::json::Unreadable>(())
    /// ```
    ///
    /// # Errors
    ///
    /// A success whose body is no JSON (`{`), has no `data` (`{}`), or whose account has another
    /// form (`{"data":[]}`).
    pub fn read(status: u16, body: &str) -> Result<Self, Unreadable> {
        if !matches!(status, 200..=299) {
            return Ok(Self { status, account: None, code: error_code(body) });
        }
        let document = Document::parse(body)?;
        let mut errors = Errors::default();
        let at = At::ROOT;
        let root = document.root();
        let account = if root.members().is_some() && root.member("data").is_none() {
            errors.push(&at.name("data"), Reason::Missing);
            None
        } else {
            let read = read_either(&mut root.reader(), &at, &mut errors);
            read.map(|(document, _)| Account::new(document))
        };
        let account = errors.finish(account)?;
        Ok(Self { status, account: Some(account), code: None })
    }

    /// The account object, after success.
    pub fn document(&self) -> Option<&Profile> {
        self.account.as_ref().map(|account| &account.document)
    }

    /// What to do next after an update or a poll that was answered so.
    ///
    /// A 409 counts as busy. One for a taken name reads the same, and is told apart by the
    /// account's status. A code of 1006 counts whatever the status.
    pub fn next(&self) -> Next {
        if self.code == Some(NO_SUCH_ACCOUNT) {
            return Next::Stop;
        }
        match (self.status, self.document().and_then(|document| document.status.as_ref())) {
            (200..=299, Some(Status::Updating | Status::Activating | Status::Deactivating)) => {
                Next::Poll
            }
            (200..=299, Some(Status::Active | Status::Deactivated)) => Next::Done,
            (200..=299, Some(Status::UpdateFailure)) => Next::Retry,
            // Its limits: 100 writes and 1,000 reads an hour.
            (429, _) => Next::Wait,
            (408, _) => Next::Retry,
            (409, _) => Next::Wait,
            (400 | 401 | 413 | 415 | 422, _) => Next::Fix,
            (500..=599, _) => Next::Wait,
            // And an account in a status that nobody knows.
            _ => Next::Stop,
        }
    }
}

fn error_code(body: &str) -> Option<i64> {
    let document = Document::parse(body).ok()?;
    let code = document.root().member("error")?.member("code")?;
    code.read(&At::ROOT, &mut Errors::default())
}
