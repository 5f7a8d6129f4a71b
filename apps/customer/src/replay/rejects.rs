//! What goes to the rejects: file, line number, and why; never a value.

use customer_core::contract::Answer;
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
    line(file, number, verdict, |w| {
        w.name("violations");
        w.begin_list();
        w.end_list();
    })
}

/// A line that can't be read.
pub(super) fn unreadable(file: File, number: u64, unreadable: &Unreadable) -> String {
    line(file, number, "unreadable", |w| {
        w.name("violations");
        w.begin_list();
        for error in &unreadable.errors {
            w.begin_object();
            w.member("rule", "contract.form");
            w.member("pointer", error.pointer.as_str());
            w.member("message", &error.reason.to_string());
            w.end_object();
        }
        w.end_list();
    })
}

/// A request that was not accepted.
pub(super) fn answered(file: File, number: u64, answer: &Answer) -> String {
    line(file, number, answer.verdict().as_str(), |w| {
        if !answer.needs().is_empty() {
            w.name("needs");
            answer.write_needs(w);
        }
        w.name("violations");
        answer.write_violations(w);
    })
}

fn line(file: File, number: u64, verdict: &str, why: impl FnOnce(&mut Writer<'_>)) -> String {
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
    why(&mut w);
    w.end_object();
    out.push('\n');
    out
}
