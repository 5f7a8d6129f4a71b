//! What goes to the rejects: file, line number, and why; never a value.

use customer_core::decision::Rejection;
use customer_core::json::{Unreadable, Writer};

/// Which file a line is from.
#[derive(Clone, Copy)]
pub(super) enum File {
    State,
    Updates,
}

/// No customer has the key.
pub(super) const UNKNOWN: &str = "unknown-customer";

/// An earlier line has the key.
pub(super) const TWICE: &str = "repeated-customer";

/// A line whose verdict says everything.
pub(super) fn other(file: File, number: u64, verdict: &str) -> String {
    line(file, number, verdict, |_| {})
}

/// A line that can't be read.
pub(super) fn unreadable(file: File, number: u64, unreadable: &Unreadable) -> String {
    line(file, number, "unreadable", |w| {
        for error in &unreadable.errors {
            w.begin_object();
            w.member("rule", "contract.form");
            w.member("pointer", error.pointer.as_str());
            w.member("message", &error.reason.to_string());
            w.end_object();
        }
    })
}

/// A request that rules refuse.
pub(super) fn rejected(file: File, number: u64, rejection: &Rejection) -> String {
    line(file, number, "rejected", |w| {
        for violation in rejection.violations() {
            w.begin_object();
            w.member("rule", violation.rule.id);
            w.member("pointer", violation.pointer.as_str());
            if let Some(code) = violation.code {
                w.member("code", code);
            }
            w.member("message", &violation.to_string());
            w.end_object();
        }
    })
}

fn line(
    file: File,
    number: u64,
    verdict: &str,
    violations: impl FnOnce(&mut Writer<'_>),
) -> String {
    let mut out = String::new();
    let mut w = Writer::new(&mut out);
    w.begin_object();
    w.member(
        "file",
        match file {
            File::State => "state",
            File::Updates => "updates",
        },
    );
    w.name("line");
    w.number(number);
    w.member("verdict", verdict);
    w.name("violations");
    w.begin_list();
    violations(&mut w);
    w.end_list();
    w.end_object();
    out.push('\n');
    out
}
