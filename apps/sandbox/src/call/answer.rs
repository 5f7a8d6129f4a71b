//! What is sent, and what is told of it in journal, log and metrics.

use alloc::borrow::Cow;

use customer_core::endpoint::{Replayed, Revision};
use customer_core::http::Reply;

use crate::clock::Moment;
use crate::fault::{Asked, Kind};

/// More header fields than a reply usually has.
const FIELDS: usize = 6;

/// What is sent.
pub(crate) struct Answer {
    pub(crate) reply: Reply,
    /// The reply's header fields, if they are few. An answer goes to another thread, and what that
    /// one frees it frees under a lock of this one, which allocates all the time: so it has as
    /// little of that as can be.
    pub(crate) fields: [Option<(&'static str, Cow<'static, str>)>; FIELDS],
    /// Header fields of the sandbox's own.
    pub(crate) headers: Vec<(&'static str, String)>,
    /// How it is sent.
    pub(crate) sending: Sending,
    pub(crate) report: Report,
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

/// What is told of a call. Ids, no bodies, no names.
#[derive(Clone, Default)]
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
    pub(crate) fn of(reply: Reply) -> Self {
        let (fields, headers, report) = (Default::default(), Vec::new(), Report::default());
        Self { reply, fields, headers, sending: Sending::Whole, report }
    }

    /// Moves the reply's header fields into [`Self::fields`], and its body into a buffer of the
    /// thread that it goes to, if it is long enough.
    pub(super) fn unpack(&mut self, mut buffer: String) {
        if let Some(body) = self.reply.body.take_if(|body| body.len() <= buffer.capacity()) {
            buffer.push_str(&body);
            self.reply.body = Some(buffer);
        }
        if self.reply.headers.len() <= FIELDS {
            let fields = core::mem::take(&mut self.reply.headers);
            self.fields.iter_mut().zip(fields).for_each(|(to, field)| *to = Some(field));
        }
    }

    /// Says that it was sent before.
    pub(super) fn replayed(&mut self, replayed: Replayed) {
        let word = match replayed {
            Replayed::SameBody => "same-body",
            Replayed::OtherBody => "other-body",
        };
        self.headers.push(("X-Sandbox-Replayed", word.to_owned()));
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
            self.headers.push(("Retry-After", seconds.to_string()));
        }
        self.told(asked.kind);
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
    pub(super) fn told(&mut self, kind: Kind) {
        self.headers.push(("X-Sandbox-Fault", kind.as_str().to_owned()));
        self.report.fault = Some(kind.as_str());
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
