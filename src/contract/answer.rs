//! Writing an answer.

use alloc::boxed::Box;
use alloc::vec::Vec;
use core::any::Any;
use core::fmt;

use super::question::Id;
use super::{Record, VERSION};
use crate::decision::{
    Change, Changes, FactName, Need, Next, Rejection, Response, Violation, words,
};
use crate::json::{FormError, Path, Pointer, Unreadable, Writer, to_text};
use crate::vendors::Vendor;

words! {
    /// What became of a question. What comes after `accepted` needs more of the caller's care.
    pub enum Verdict {
        /// The record changed.
        Applied = "applied",
        /// Accepted, and the record reads as before.
        Unchanged = "unchanged",
        /// One update brings all that is wished.
        Planned = "planned",
        /// All that is wished holds already.
        Nothing = "nothing",
        /// A wish at several vendors, side by side.
        Compared = "compared",
        /// One update does what two do.
        Composed = "composed",
        /// The vendor's answer says that it accepted.
        Accepted = "accepted",
        /// A rule refused; nothing changed.
        Rejected = "rejected",
        /// The vendor's answer says that it refused.
        Refused = "refused",
        /// No update brings all that is wished.
        Unreachable = "unreachable",
        /// A fact that this input asks for was not given; nothing changed.
        Undecided = "undecided",
        /// Not of the contract, or a document that is not of the vendor's form.
        Unreadable = "unreadable",
    }
}

/// A fact that is missing: its name in the contract, what asks for it, and the rule's id.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct FactId {
    /// The name of the fact.
    pub fact: &'static str,
    /// What asks for it.
    pub pointer: Pointer,
    /// The rule that asks.
    pub rule: &'static str,
}

impl FactId {
    pub(super) fn of<F: FactName>(need: &Need<F>) -> Self {
        Self { fact: need.fact.name(), pointer: need.pointer.clone(), rule: need.rule.id }
    }
}

/// The answer to one question, before it is written.
pub struct Answer(Kind);

enum Kind {
    Accepted(Box<dyn Accepted>),
    Rejected {
        needs: Vec<FactId>,
        violations: Vec<Violation>,
        response: Option<Response>,
        next: Next,
    },
    Unreadable(Unreadable),
}

/// An accepted input, of whichever vendor. `after` is the record after it, of the same vendor.
trait Accepted {
    fn is_unchanged(&self) -> bool;
    fn next(&self) -> Next;
    fn each_change(&self, each: &mut dyn FnMut(&Change));
    fn each_effect(&self, after: &dyn Any, each: Each<'_>);
    fn response(&self, after: &dyn Any) -> Option<Response>;
}

/// Takes what writes one object of a list.
type Each<'e> = &'e mut dyn FnMut(&dyn Fn(&mut Writer<'_>));

/// What was decided.
pub(super) struct Decided<V: Vendor> {
    pub(super) decision: V::Decision,
    /// Whether the input is an API call.
    pub(super) is_call: bool,
    /// The member that wraps the document, if it came wrapped.
    pub(super) wrapper: Option<&'static str>,
}

/// Changes between two records, each inside the member that wraps its document, if one does.
pub(super) fn placed(mut changes: Changes, wrappers: [Option<&'static str>; 2]) -> Changes {
    let [before, after] = wrappers;
    for change in &mut changes {
        // What went points into the old document, everything else into the new one.
        place(change, if change.after.is_none() { before } else { after });
    }
    changes
}

/// Places a change inside the member that wraps the document, if one does.
pub(super) fn place(change: &mut Change, wrapper: Option<&'static str>) {
    if let Some(wrapper) = wrapper {
        let mut path = Path::ROOT.name(wrapper);
        for step in change.path.steps() {
            path.push(step.clone());
        }
        change.path = path;
    }
}

impl<V: Vendor> Accepted for Decided<V> {
    fn is_unchanged(&self) -> bool {
        V::is_unchanged(&self.decision)
    }

    fn next(&self) -> Next {
        V::next(&self.decision)
    }

    fn each_change(&self, each: &mut dyn FnMut(&Change)) {
        for mut change in V::changes(&self.decision) {
            place(&mut change, self.wrapper);
            each(&change);
        }
    }

    fn each_effect(&self, after: &dyn Any, each: Each<'_>) {
        let Some(after) = after.downcast_ref::<V::Record>() else { return };
        for effect in V::effects(&self.decision, after) {
            each(&|w| V::write_effect(&effect, w));
        }
    }

    fn response(&self, after: &dyn Any) -> Option<Response> {
        let after = after.downcast_ref::<V::Record>()?;
        self.is_call.then(|| V::accepted(after))
    }
}

impl fmt::Debug for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Answer").field("verdict", &self.verdict()).finish_non_exhaustive()
    }
}

impl Answer {
    pub(super) fn accepted<V: Vendor>(decided: Decided<V>) -> Self {
        Self(Kind::Accepted(Box::new(decided)))
    }

    pub(super) fn rejected<V: Vendor>(input: &V::Input<'_>, rejection: Rejection<V::Fact>) -> Self {
        let needs = rejection.needs().iter().map(FactId::of).collect();
        let violations = rejection.violations().cloned().collect();
        let response = rejection.refusal().and_then(|refusal| V::refused(input, refusal));
        Self(Kind::Rejected { needs, violations, response, next: rejection.next() })
    }

    /// What became of the question.
    pub fn verdict(&self) -> Verdict {
        match &self.0 {
            Kind::Accepted(accepted) if accepted.is_unchanged() => Verdict::Unchanged,
            Kind::Accepted(_) => Verdict::Applied,
            Kind::Rejected { needs, .. } if needs.is_empty() => Verdict::Rejected,
            Kind::Rejected { .. } => Verdict::Undecided,
            Kind::Unreadable(_) => Verdict::Unreadable,
        }
    }

    /// What to do next.
    pub fn next(&self) -> Next {
        match &self.0 {
            Kind::Accepted(accepted) => accepted.next(),
            Kind::Rejected { next, .. } => *next,
            Kind::Unreadable(_) => Next::Fix,
        }
    }

    /// The violations, in order; none of what was accepted or can't be read.
    pub fn violations(&self) -> &[Violation] {
        match &self.0 {
            Kind::Rejected { violations, .. } => violations,
            Kind::Accepted(_) | Kind::Unreadable(_) => &[],
        }
    }

    /// The facts that are missing.
    pub fn needs(&self) -> &[FactId] {
        match &self.0 {
            Kind::Rejected { needs, .. } => needs,
            Kind::Accepted(_) | Kind::Unreadable(_) => &[],
        }
    }

    /// What makes the question unreadable.
    pub fn errors(&self) -> &[FormError] {
        match &self.0 {
            Kind::Unreadable(unreadable) => &unreadable.errors,
            Kind::Accepted(_) | Kind::Rejected { .. } => &[],
        }
    }

    /// Whether the input was accepted.
    pub const fn is_accepted(&self) -> bool {
        matches!(self.0, Kind::Accepted(_))
    }

    /// Gives each change of what was accepted to `each`, in document order.
    pub fn each_change(&self, each: &mut dyn FnMut(&Change)) {
        if let Kind::Accepted(accepted) = &self.0 {
            accepted.each_change(each);
        }
    }

    /// Gives to `each` what writes one effect of what was accepted, for each that is due, in order.
    /// `after` is the record that was asked.
    pub fn each_effect(&self, after: &Record, mut each: impl FnMut(&dyn Fn(&mut Writer<'_>))) {
        if let Kind::Accepted(accepted) = &self.0 {
            accepted.each_effect(after.as_any(), &mut each);
        }
    }

    /// Writes the violations, or what makes the question unreadable, as a list.
    pub fn write_violations(&self, w: &mut Writer<'_>) {
        w.begin_list();
        for violation in self.violations() {
            w.begin_object();
            w.member("rule", violation.rule.id);
            w.member("pointer", violation.pointer.as_str());
            if let Some(code) = violation.code {
                w.member("code", code);
            }
            w.member("message", &to_text(violation));
            w.end_object();
        }
        for error in self.errors() {
            w.begin_object();
            w.member("rule", FORM);
            w.member("pointer", error.pointer.as_str());
            w.member("message", &to_text(&error.reason));
            w.end_object();
        }
        w.end_list();
    }

    /// Writes the facts that are missing as a list.
    pub fn write_needs(&self, w: &mut Writer<'_>) {
        w.begin_list();
        for need in self.needs() {
            w.begin_object();
            w.member("fact", need.fact);
            w.member("pointer", need.pointer.as_str());
            w.member("rule", need.rule);
            w.end_object();
        }
        w.end_list();
    }

    /// Writes the whole answer; `after` is the record after it, `intent` the id of the intent.
    pub(super) fn write(&self, id: &Id, after: &Record, intent: Option<&str>, w: &mut Writer<'_>) {
        let Kind::Accepted(accepted) = &self.0 else { return self.write_alone(id, w) };
        begin(id, self.verdict(), w);
        w.name("customer");
        after.write_customer(w);
        w.name("internal");
        after.write_internal(w);
        w.name("changes");
        w.begin_list();
        accepted.each_change(&mut |change| change.write(w));
        w.end_list();
        w.name("effects");
        w.begin_list();
        accepted.each_effect(after.as_any(), &mut |effect| effect(w));
        w.end_list();
        write_response(accepted.response(after.as_any()).as_ref(), w);
        w.member("next", self.next().as_str());
        if let Some(intent) = intent {
            w.member("intentId", intent);
        }
        w.end_object();
    }

    /// Writes an answer that shows no record.
    pub(super) fn write_alone(&self, id: &Id, w: &mut Writer<'_>) {
        begin(id, self.verdict(), w);
        if !self.needs().is_empty() {
            w.name("needs");
            self.write_needs(w);
        }
        w.name("violations");
        self.write_violations(w);
        if let Kind::Rejected { response, .. } = &self.0 {
            write_response(response.as_ref(), w);
        }
        w.member("next", self.next().as_str());
        w.end_object();
    }
}

/// What can't be read is answered as it is wherever it was found.
impl From<Unreadable> for Answer {
    fn from(unreadable: Unreadable) -> Self {
        Self(Kind::Unreadable(unreadable))
    }
}

/// The rule behind every error of form.
const FORM: &str = "contract.form";

/// Begins an answer with what every answer begins with.
pub(super) fn begin(id: &Id, verdict: Verdict, w: &mut Writer<'_>) {
    w.begin_object();
    if let Some(id) = id.as_json() {
        w.name("id");
        w.raw(id);
    }
    w.name("version");
    w.number(VERSION);
    w.member("verdict", verdict.as_str());
}

pub(super) fn write_response(response: Option<&Response>, w: &mut Writer<'_>) {
    w.name("response");
    let Some(Response { status, body }) = response else { return w.null() };
    w.begin_object();
    w.name("status");
    w.number(status);
    w.name("body");
    w.raw(body.as_deref().unwrap_or("null"));
    w.end_object();
}
