//! What is sent, and what is reported of it in journal, log and metrics.

use alloc::borrow::Cow;
use core::ops::Range;

use customer_core::endpoint::{Replayed, Revision};
use customer_core::http::Reply;

use crate::clock::Moment;
use crate::fault::{Asked, Kind};

/// More header fields than a reply usually has.
const FIELDS: usize = 6;

/// The texts of most answers are not longer.
const TEXT: usize = 1024;

/// What is answered.
pub(super) struct Answer {
    pub(super) reply: Reply,
    /// Header fields of the sandbox's own.
    pub(super) headers: Vec<Field>,
    /// How it is sent.
    pub(super) sending: Sending,
    pub(super) report: Report,
}

/// The name of a header field, and its value.
pub(super) type Field = (&'static str, Cow<'static, str>);

/// An answer on its way to the thread that sends it, in memory of that thread. What it would free
/// of another thread's, that one would lack for its next calls.
pub(crate) struct Outgoing {
    pub(crate) status: u16,
    /// The body, and behind it the values of header fields.
    pub(crate) text: String,
    /// How long the body is, if there is one.
    pub(crate) body: Option<usize>,
    pub(crate) fields: Vec<(&'static str, Value)>,
    pub(crate) sending: Sending,
    pub(crate) report: Report,
}

/// The value of a header field.
pub(crate) enum Value {
    Known(&'static str),
    /// A part of the text.
    Text(Range<usize>),
}

/// How an answer is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sending {
    /// As it is.
    Whole,
    /// The connection is closed instead.
    Closed,
    /// The process aborts in the middle.
    Torn,
}

/// What is reported of a call. Ids, no bodies, no names.
#[derive(Default)]
pub(crate) struct Report {
    /// Empty for a path of nobody.
    pub(crate) vendor: &'static str,
    pub(crate) route: Option<&'static str>,
    pub(crate) id: Option<String>,
    pub(crate) request_id: Option<String>,
    pub(crate) correlation_id: Option<String>,
    pub(crate) code: Option<String>,
    pub(crate) revision: Option<Revision>,
    pub(crate) replayed: Option<&'static str>,
    pub(crate) fault: Option<&'static str>,
    /// What became of a call that was decided.
    pub(crate) verdict: Option<&'static str>,
    /// The rules that refused it.
    pub(crate) rules: Vec<&'static str>,
    /// By the sandbox's clock.
    pub(crate) at: Option<Moment>,
}

impl Answer {
    /// A reply about which there is nothing more to say.
    pub(super) fn of(reply: Reply) -> Self {
        let (headers, report) = (Vec::new(), Report::default());
        Self { reply, headers, sending: Sending::Whole, report }
    }

    /// Says that it was sent before.
    pub(super) fn replayed(&mut self, replayed: Replayed) {
        let word = match replayed {
            Replayed::SameBody => "same-body",
            Replayed::OtherBody => "other-body",
        };
        self.headers.push(("X-Sandbox-Replayed", word.into()));
        self.report.replayed = Some(word);
    }

    /// Makes it the answer of a fault; `failed` is the vendor's form of a status.
    pub(super) fn fault(&mut self, asked: &Asked, failed: impl FnOnce(u16) -> Reply) {
        match asked.kind {
            Kind::Status => self.reply = failed(asked.status.unwrap_or(500)),
            Kind::StatusAfterCommit => self.reply = failed(500),
            Kind::GatewayTimeout => self.reply = failed(504),
            Kind::NotJson => self.reply = not_json(failed(500)),
            Kind::Drop | Kind::DropAfterCommit => self.sending = Sending::Closed,
            Kind::Delay | Kind::SettleFail | Kind::Inactivate => {}
        }
        if let Some(seconds) = asked.retry_after {
            self.headers.push(("Retry-After", seconds.to_string().into()));
        }
        self.faulted(asked.kind);
    }

    /// Lets the process abort in the middle of it. One that has no middle, for it has no body or is
    /// not sent at all, is not sent any more.
    pub(super) fn tear(&mut self) {
        if self.sending == Sending::Closed || self.reply.body.is_none() {
            std::process::abort();
        }
        self.sending = Sending::Torn;
    }

    /// Says which fault it was.
    pub(super) fn faulted(&mut self, kind: Kind) {
        self.headers.push(("X-Sandbox-Fault", kind.as_str().into()));
        self.report.fault = Some(kind.as_str());
    }
}

impl Outgoing {
    /// Memory for an answer.
    pub(super) fn empty() -> Box<Self> {
        let (fields, text) = (Vec::with_capacity(FIELDS), String::with_capacity(TEXT));
        let (sending, report) = (Sending::Whole, Report::default());
        Box::new(Self { status: 0, text, body: None, fields, sending, report })
    }

    /// Takes an answer over.
    pub(super) fn take(&mut self, answer: Answer) {
        let Answer { reply, headers, sending, report } = answer;
        (self.status, self.sending, self.report) = (reply.status, sending, report);
        self.body = reply.body.map(|body| {
            self.text.push_str(&body);
            body.len()
        });
        for (name, value) in reply.headers.into_iter().chain(headers) {
            let value = match value {
                Cow::Borrowed(known) => Value::Known(known),
                Cow::Owned(value) => {
                    let start = self.text.len();
                    self.text.push_str(&value);
                    Value::Text(start..self.text.len())
                }
            };
            self.fields.push((name, value));
        }
    }
}

/// An error of something that is not the vendor, in place of the vendor's, whose other header
/// fields it has.
fn not_json(mut reply: Reply) -> Reply {
    let body = "Internal Server Error";
    for (name, value) in &mut reply.headers {
        match *name {
            "Content-Type" => *value = "text/plain".into(),
            "Content-Length" => *value = body.len().to_string().into(),
            _ => {}
        }
    }
    reply.body = Some(body.to_owned());
    reply
}
