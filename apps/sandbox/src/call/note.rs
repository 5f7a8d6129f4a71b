//! What is reported of a call where it was done: to its span, and to the journal.

use tracing::Span;

use super::answer::Answer;
use crate::clock::Moment;
use crate::journal::Entry;
use crate::service::Service;

/// A method that may be a label: others may be anything.
pub(crate) fn known_method(method: &str) -> &'static str {
    let known = ["DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"];
    known.into_iter().find(|known| *known == method).unwrap_or("other")
}

/// Reports an answer. Ids stay here, in the memory of a thread that needs the next ones.
pub(super) fn note(service: &Service, method: &str, answer: &mut Answer, span: &Span) {
    let (status, report) = (answer.reply.status, &mut answer.report);
    span.record("vendor", report.vendor);
    span.record("route", report.route.unwrap_or_default());
    span.record("status", status);
    let texts = [
        ("code", report.code.as_deref()),
        ("request_id", report.request_id.as_deref()),
        ("correlation_id", report.correlation_id.as_deref()),
        ("fault", report.fault),
        ("replayed", report.replayed),
    ];
    for (name, text) in texts {
        if let Some(text) = text {
            span.record(name, text);
        }
    }
    if let Some(revision) = report.revision {
        span.record("revision", revision);
    }
    if report.vendor.is_empty() {
        return;
    }
    service.journal.add(Entry {
        at: report.at.unwrap_or_else(Moment::machine),
        method: known_method(method),
        route: report.route,
        status,
        code: report.code.clone(),
        id: report.id.take(),
        request_id: report.request_id.take(),
        correlation_id: report.correlation_id.take(),
        revision: report.revision,
    });
}
