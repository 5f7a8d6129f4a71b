//! What is asked of a vendor without an input: to say two updates as one, and to read an answer.

use alloc::string::String;

use super::answer::{Verdict, begin, write_response};
use super::limits::{DOCUMENT_DEPTH_MAX, holds, sized};
use super::parsed;
use super::question::{Id, Question};
use crate::decision::{Instead, Next, TwoSteps};
use crate::json::{At, Errors, FormError, Node, Reason, Unreadable, Writer};
use crate::vendors::{self, Vendor};

/// What is asked.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Verb {
    /// One update for two.
    Compose,
    /// What the vendor's answer says.
    Answer,
}

impl Verb {
    pub(super) const ALL: [Self; 2] = [Self::Compose, Self::Answer];

    /// The member that asks it.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Compose => "compose",
            Self::Answer => "answer",
        }
    }

    /// The members that may stand in the question.
    const fn members(self) -> &'static [&'static str] {
        match self {
            Self::Compose => &["version", "vendor", "compose", "policy", "id"],
            Self::Answer => &["version", "vendor", "answer", "customer", "update", "policy", "id"],
        }
    }
}

/// A question that asks this, and the errors that were found in it so far.
pub(super) struct VerbQuestion<'q, 't, 'a> {
    verb: Verb,
    question: Question<'t, 'a>,
    id: &'q Id,
    errors: Errors,
}

/// Answers a question that asks this.
pub(super) fn answer(
    verb: Verb,
    question: Question<'_, '_>,
    id: &Id,
    out: &mut String,
) -> Result<Verdict, Unreadable> {
    let mut asked = VerbQuestion { verb, question, id, errors: Errors::default() };
    if !question.opens(&mut asked.errors)? {
        return asked.errors.finish(None);
    }
    asked.depths()?;
    question.version(&mut asked.errors);
    if question.vendor(&mut asked.errors).is_some()
        && let Some(vendor) = question.member("vendor").and_then(Node::text)
        && let Some(answer) = of_vendor(&vendor)
    {
        return answer(asked, out);
    }
    asked.shapes();
    asked.close();
    asked.errors.finish(None)
}

impl<'t, 'a> VerbQuestion<'_, 't, 'a> {
    /// Documents that are nested too deep: the first of them, alone.
    fn depths(&self) -> Result<(), Unreadable> {
        let root = At::ROOT;
        let member = |name| self.question.member(name);
        match self.verb {
            Verb::Compose => {
                let at = root.name("compose");
                let bodies = member("compose").and_then(Node::elements);
                for (index, body) in bodies.into_iter().flatten().enumerate() {
                    self.question.within_depth(body, &at.index(index))?;
                }
                Ok(())
            }
            Verb::Answer => match member("update") {
                Some(update) => self.question.within_depth(update, &root.name("update")),
                None => Ok(()),
            },
        }
    }

    /// Where the vendor is not known: what holds at every vendor.
    fn shapes(&mut self) {
        match self.verb {
            Verb::Compose => {
                let at = At::ROOT;
                let at = at.name("compose");
                for (index, body) in self.bodies().into_iter().enumerate() {
                    if let Some(body) = body {
                        body.object(&at.index(index), &mut self.errors);
                    }
                }
            }
            Verb::Answer => parsed::shapes(self),
        }
        self.question.policy_shape(&mut self.errors);
    }

    /// The errors so far.
    pub(super) const fn errors(&mut self) -> &mut Errors {
        &mut self.errors
    }

    /// A member that may be left out, but not null.
    pub(super) fn get(&mut self, name: &'static str) -> Option<Node<'t, 'a>> {
        self.question.get(name, &mut self.errors)
    }

    /// What was read, unless something is wrong.
    pub(super) fn finish<T>(&mut self, read: Option<T>) -> Result<T, Unreadable> {
        core::mem::take(&mut self.errors).finish(read)
    }

    /// Ends the reading.
    pub(super) fn close(&mut self) {
        self.question.check_id(&mut self.errors);
        self.question.close(self.verb.members(), &mut self.errors);
    }

    /// The two bodies.
    fn bodies(&mut self) -> [Option<Node<'t, 'a>>; 2] {
        let at = At::ROOT;
        let at = at.name("compose");
        let Some(node) = self.question.get("compose", &mut self.errors) else {
            return [None, None];
        };
        let mut bodies = node.elements().into_iter().flatten();
        match (bodies.next(), bodies.next(), bodies.next()) {
            (Some(first), Some(second), None) => {
                [self.body(first, &at.index(0)), self.body(second, &at.index(1))]
            }
            _ => {
                self.errors.push(&at, Reason::expected("an array of two updates"));
                [None, None]
            }
        }
    }

    /// One of the two bodies, at its place: an input of the contract is none.
    fn body(&mut self, node: Node<'t, 'a>, at: &At<'_>) -> Option<Node<'t, 'a>> {
        let mut members = node.members().into_iter().flatten();
        let is_input = members.next().is_some_and(|(name, value)| {
            *name == *"update" && value.members().is_some() && members.next().is_none()
        });
        if is_input {
            self.errors
                .push(at, Reason::expected("the body of an update, without `update` around it"));
        }
        (!is_input).then_some(node)
    }

    /// The body of an update, at its place.
    pub(super) fn update<V: Vendor>(
        &mut self,
        node: Node<'t, 'a>,
        at: &At<'_>,
    ) -> Option<V::Update<'a>> {
        if node.is_null() {
            self.errors.push(at, Reason::Null);
            return None;
        }
        let node = sized(Some(node), at, &mut self.errors)?;
        V::read_update(node, at, &mut self.errors)
    }

    /// The readings in force.
    pub(super) fn policy<V: Vendor>(&mut self) -> V::Policy {
        let at = At::ROOT;
        let policy = self.question.get("policy", &mut self.errors);
        V::read_policy(policy, &at.name("policy"), &mut self.errors)
    }

    /// Begins the answer.
    pub(super) fn begin(&self, verdict: Verdict, w: &mut Writer<'_>) {
        begin(self.id, verdict, w);
    }
}

/// Answers for a vendor.
fn answer_of<V: Vendor>(
    asked: VerbQuestion<'_, '_, '_>,
    out: &mut String,
) -> Result<Verdict, Unreadable> {
    match asked.verb {
        Verb::Compose => compose::<V>(asked, out),
        Verb::Answer => parsed::answer::<V>(asked, out),
    }
}

fn compose<V: Vendor>(
    mut asked: VerbQuestion<'_, '_, '_>,
    out: &mut String,
) -> Result<Verdict, Unreadable> {
    let [first, second] = asked.bodies();
    let at = At::ROOT;
    let at = at.name("compose");
    let first = first.and_then(|node| asked.update::<V>(node, &at.index(0)));
    let second = second.and_then(|node| asked.update::<V>(node, &at.index(1)));
    let policy = asked.policy::<V>();
    asked.close();
    let (first, second) = asked.finish(first.zip(second))?;
    let mut w = Writer::new(out);
    match V::compose(&first, &second, &policy) {
        Ok(update) => {
            let body = V::update_to_json(&update);
            if !holds(&body, DOCUMENT_DEPTH_MAX) {
                // It could not be sent.
                let at = At::ROOT;
                let pointer = at.name("compose").pointer();
                return Err(FormError { pointer, reason: Reason::Beyond }.into());
            }
            asked.begin(Verdict::Composed, &mut w);
            w.name("update");
            w.raw(&body);
            write_response(None, &mut w);
            w.member("next", Next::Done.as_str());
            w.end_object();
            Ok(Verdict::Composed)
        }
        Err(two_steps) => {
            asked.begin(Verdict::Unreachable, &mut w);
            write_response(None, &mut w);
            w.member("next", Next::Fix.as_str());
            let steps = [V::update_to_json(&first), V::update_to_json(&second)];
            write_obstacles(&two_steps, &steps, &mut w);
            w.end_object();
            Ok(Verdict::Unreachable)
        }
    }
}

/// Each place of the second update that needs a step of its own.
fn write_obstacles(two_steps: &TwoSteps, steps: &[String; 2], w: &mut Writer<'_>) {
    w.name("obstacles");
    w.begin_list();
    for place in two_steps.places() {
        w.begin_object();
        w.member("rule", two_steps.rule().id);
        w.member("pointer", place.as_str());
        w.member("message", two_steps.rule().says);
        w.member("instead", Instead::TwoSteps.as_str());
        w.name("steps");
        w.begin_list();
        for step in steps {
            w.begin_object();
            w.name("update");
            w.raw(step);
            w.end_object();
        }
        w.end_list();
        w.end_object();
    }
    w.end_list();
}

/// What answers a question to one vendor.
type Answering = fn(VerbQuestion<'_, '_, '_>, &mut String) -> Result<Verdict, Unreadable>;

macro_rules! dispatch {
    ($( $(#[$doc:meta])* $Vendor:ident = $module:ident :: $Record:ident, $name:literal; )*) => {
        /// What answers for the vendor of this name.
        fn of_vendor(name: &str) -> Option<Answering> {
            match name {
                $( $name => Some(answer_of::<vendors::$Vendor>), )*
                _ => None,
            }
        }
    };
}

crate::for_each_vendor!(dispatch);
