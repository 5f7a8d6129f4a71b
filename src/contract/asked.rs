//! What a question asks of a record: an input under facts.

use super::limits::sized;
use super::question::{Question, only_member};
use crate::json::{At, Errors, FormError, Node, Reason, Text, Unreadable};
use crate::vendors::Vendor;

/// What is asked: input, facts, and the name of the input.
pub(super) struct Asked<'a, V: Vendor> {
    pub(super) input: V::Input<'a>,
    pub(super) facts: V::Facts,
    name: Text<'a>,
    pub(super) size: usize,
    pub(super) depth: usize,
}

impl<'a, V: Vendor> Asked<'a, V> {
    /// Reads a question to a record that is there already.
    pub(super) fn open(
        question: Question<'_, 'a>,
        known: &'static [&'static str],
    ) -> Result<Self, Unreadable> {
        let mut errors = Errors::default();
        if !question.opens(&mut errors)? {
            return errors.finish(None);
        }
        question.version(&mut errors);
        question.same_vendor(V::NAME, &mut errors);
        let asked = Self::read(question, &mut errors);
        question.close(known, &mut errors);
        errors.finish(asked)
    }

    pub(super) fn read(question: Question<'_, 'a>, errors: &mut Errors) -> Option<Self> {
        let root = At::ROOT;
        let input = question.need("input", errors);
        let at = root.name("input");
        let only = input.and_then(|input| only_member(input, &at, errors));
        let size = only.as_ref().map_or(0, |(_, value)| value.raw().len());
        let read = only.and_then(|(name, value)| {
            let input = read_input::<V>(&name, value, &at, errors)?;
            Some((name, input))
        });
        let mut later = Errors::default();
        let policy = question.get("policy", &mut later);
        let policy = V::read_policy(policy, &root.name("policy"), &mut later);
        let facts = question.get("facts", errors);
        let facts = V::read_facts(facts, policy, &root.name("facts"), errors);
        errors.append(later);
        let (name, input) = read?;
        Some(Self { input, facts, name, size, depth: question.deepest() })
    }

    /// The record after this input would be beyond a limit.
    pub(super) fn beyond(&self) -> Unreadable {
        let at = At::ROOT;
        let at = at.name("input");
        FormError { pointer: at.other(&self.name).pointer(), reason: Reason::Beyond }.into()
    }
}

fn read_input<'a, V: Vendor>(
    name: &str,
    value: Node<'_, 'a>,
    at: &At<'_>,
    errors: &mut Errors,
) -> Option<V::Input<'a>> {
    let before = errors.count();
    let at = at.other(name);
    if value.is_null() {
        errors.push(&at, Reason::Null);
        return None;
    }
    let value = sized(Some(value), &at, errors)?;
    let read = V::read_input(name, value, &at, errors);
    if read.is_none() && errors.count() == before {
        errors.push(&at, Reason::none_of(V::INPUTS));
    }
    read
}
