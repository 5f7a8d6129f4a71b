//! What each line of the list of vendors becomes: a type that calls the vendor's own functions.

use alloc::string::String;
use alloc::vec::Vec;

use super::{Applied, AskedOf, Vendor, sealed};
use crate::decision::{
    Changes, Complaint, FactRow, Misfit, Needs, Next, ReadingRow, Refusal, Rejection, Response,
    Rule, TwoSteps,
};
use crate::json::{At, Errors, FormError, Node, Pointer, Stored, Unreadable, Writer};
use crate::member::{Part, Shape};
#[cfg(feature = "plan")]
use crate::plan::Wish;

macro_rules! register {
    ($( $(#[$doc:meta])* $Vendor:ident = $module:ident :: $Record:ident, $name:literal; )*) => {
        $(
            $(#[$doc])*
            #[derive(Clone, Copy, Debug)]
            #[expect(clippy::exhaustive_enums, reason = "there is no value of it")]
            pub enum $Vendor {}

            impl sealed::Sealed for $Vendor {}

            impl Vendor for $Vendor {
                const NAME: &'static str = $name;
                const RULES: &'static [Rule] = crate::$module::RULES;
                const PRESETS: &'static [&'static str] = crate::$module::Policy::NAMES;
                const READINGS: &'static [ReadingRow] = crate::$module::Policy::READINGS;
                const FACTS: &'static [FactRow] = crate::$module::Facts::ROWS;
                const INPUTS: &'static [&'static str] = crate::$module::Input::NAMES;
                const INPUT_PARTS: &'static [Part] = crate::$module::Input::PARTS;
                const DOCUMENT: Shape = crate::$module::$Record::DOCUMENT;
                const INTERNAL: Shape = crate::$module::$Record::INTERNAL;
                const EFFECTS: &'static [Shape] = crate::$module::Effect::SHAPES;
                const WRAPPER: Option<&'static str> = crate::$module::$Record::WRAPPER;
                const PENDING: Option<&'static str> = crate::$module::$Record::PENDING;
                type Record = crate::$module::$Record;
                type Update<'a> = crate::$module::Update<'a>;
                type Input<'a> = crate::$module::Input<'a>;
                type Policy = crate::$module::Policy;
                type Fact = crate::$module::Fact;
                type Facts = crate::$module::Facts;
                type Answer = crate::$module::Answer;
                type Decision = crate::$module::Decision;
                type Effect = crate::$module::Effect;

                fn policy(name: &str) -> Option<Self::Policy> {
                    Self::Policy::by_name(name)
                }

                fn unknown(policy: Self::Policy) -> Self::Facts {
                    Self::Facts::unknown(policy)
                }

                fn record_id(record: &Self::Record) -> Option<&str> {
                    record.id()
                }

                fn policy_of(facts: &Self::Facts) -> Self::Policy {
                    facts.policy
                }

                fn knows(facts: &Self::Facts, fact: Self::Fact) -> bool {
                    facts.knows(fact)
                }

                fn needs(
                    record: &Self::Record,
                    input: &Self::Input<'_>,
                    policy: &Self::Policy,
                ) -> Needs<Self::Fact> {
                    crate::$module::needs(record, input, policy)
                }

                fn decide(
                    record: &Self::Record,
                    input: &Self::Input<'_>,
                    facts: &Self::Facts,
                ) -> Result<Self::Decision, Rejection<Self::Fact>> {
                    crate::$module::decide(record, input, facts)
                }

                fn evolve(
                    record: &mut Self::Record,
                    decision: &Self::Decision,
                ) -> Result<(), Misfit> {
                    crate::$module::evolve(record, decision)
                }

                fn apply(
                    record: &Self::Record,
                    input: &Self::Input<'_>,
                    facts: &Self::Facts,
                ) -> Applied<Self> {
                    crate::$module::apply(record, input, facts)
                }

                fn changes(decision: &Self::Decision) -> Changes {
                    decision.changes()
                }

                fn is_unchanged(decision: &Self::Decision) -> bool {
                    decision.is_unchanged()
                }

                fn effects(decision: &Self::Decision, after: &Self::Record) -> Vec<Self::Effect> {
                    decision.effects(after).collect()
                }

                fn effect_key(effect: &Self::Effect, decision: &str) -> String {
                    effect.key(decision)
                }

                fn next(decision: &Self::Decision) -> Next {
                    decision.next()
                }

                #[cfg(feature = "plan")]
                #[inline]
                fn plan(
                    record: &Self::Record,
                    wish: &Wish<Self>,
                    facts: &Self::Facts,
                ) -> super::Planned<Self> {
                    crate::$module::plan(record, wish, facts)
                }

                #[cfg(feature = "plan")]
                fn wish(text: &str) -> Result<Wish<Self>, Unreadable> {
                    Wish::parse(text)
                }

                fn diff(before: &Self::Record, after: &Self::Record) -> Changes {
                    crate::$module::diff(before, after)
                }

                fn is_call(input: &Self::Input<'_>) -> bool {
                    input.is_call()
                }

                fn accepted(after: &Self::Record) -> Response {
                    crate::$module::accepted(after)
                }

                fn refused(input: &Self::Input<'_>, refusal: &Refusal) -> Option<Response> {
                    crate::$module::refused(refusal).filter(|_| input.is_call())
                }

                fn answer(status: u16, body: &str) -> Self::Answer {
                    Self::Answer::read(status, body)
                }

                fn is_accepted(answer: &Self::Answer) -> bool {
                    answer.is_accepted()
                }

                fn complaints(
                    answer: &Self::Answer,
                    asked: &AskedOf<'_, '_, Self>,
                ) -> Vec<Complaint> {
                    answer.complaints(asked)
                }

                fn next_after(answer: &Self::Answer, asked: &AskedOf<'_, '_, Self>) -> Next {
                    answer.next(asked)
                }

                fn from_json(text: &str) -> Result<Self::Record, Unreadable> {
                    Self::Record::from_json(text)
                }

                fn to_json(record: &Self::Record) -> String {
                    record.to_json()
                }

                fn update(text: &str) -> Result<Self::Update<'_>, Unreadable> {
                    Self::Update::from_json(text)
                }

                fn update_to_json(update: &Self::Update<'_>) -> String {
                    update.to_json()
                }

                fn own_update(update: Self::Update<'_>) -> Self::Update<'static> {
                    update.into_owned()
                }

                fn compose<'a>(
                    first: &Self::Update<'a>,
                    second: &Self::Update<'a>,
                    policy: &Self::Policy,
                ) -> Result<Self::Update<'a>, TwoSteps> {
                    crate::$module::compose(first, second, policy)
                }

                fn preview_loss(
                    record: &Self::Record,
                    update: &Self::Update<'_>,
                    policy: &Self::Policy,
                ) -> Vec<Pointer> {
                    crate::$module::preview_loss(record, update, policy)
                }

                fn owned(input: Self::Input<'_>) -> Self::Input<'static> {
                    input.into_owned()
                }

                fn to_stored(record: &Self::Record) -> Stored {
                    record.to_stored()
                }

                fn from_stored(stored: &Stored) -> Result<Self::Record, Unreadable> {
                    Self::Record::from_stored(stored)
                }

                fn is_readable(record: &Self::Record) -> bool {
                    record.is_readable()
                }

                fn read_record(
                    customer: Option<Node<'_, '_>>,
                    internal: Option<Node<'_, '_>>,
                    errors: &mut Errors,
                ) -> Option<(Self::Record, bool)> {
                    Self::Record::read_parts(customer, internal, errors)
                }

                fn write_document(record: &Self::Record, wrapped: bool, w: &mut Writer<'_>) {
                    record.write_document(wrapped, w);
                }

                fn write_internal(record: &Self::Record, w: &mut Writer<'_>) {
                    record.write_internal(w);
                }

                fn read_input<'a>(
                    name: &str,
                    value: Node<'_, 'a>,
                    at: &At<'_>,
                    errors: &mut Errors,
                ) -> Option<Self::Input<'a>> {
                    Self::Input::read(name, value, at, errors)
                }

                fn read_update<'a>(
                    value: Node<'_, 'a>,
                    at: &At<'_>,
                    errors: &mut Errors,
                ) -> Option<Self::Update<'a>> {
                    match Self::Input::read("update", value, at, errors)? {
                        Self::Input::Update(update) => Some(update),
                        #[allow(unreachable_patterns, reason = "it may be the only input")]
                        _ => None,
                    }
                }

                fn read_policy(
                    node: Option<Node<'_, '_>>,
                    at: &At<'_>,
                    errors: &mut Errors,
                ) -> Self::Policy {
                    Self::Policy::read(node, at, errors)
                }

                fn read_facts(
                    node: Option<Node<'_, '_>>,
                    policy: Self::Policy,
                    at: &At<'_>,
                    errors: &mut Errors,
                ) -> Self::Facts {
                    Self::Facts::read(node, policy, at, errors)
                }

                fn record_in(answer: &Self::Answer) -> Option<(Self::Record, bool)> {
                    answer.shown()
                }

                fn write_effect(effect: &Self::Effect, w: &mut Writer<'_>) {
                    effect.write(w);
                }

                fn at_fault(refusal: &Refusal) -> Option<FormError> {
                    crate::$module::at_fault(refusal)
                }
            }
        )*

        /// Name and rules of every vendor, in the order of the list.
        pub const VENDORS: &[(&str, &[Rule])] =
            &[$( ($name, crate::$module::RULES) ),*];

        /// Names of the members of every model, a slash before each.
        pub(crate) const NAMES: &[&[&str]] = &[$(
            crate::$module::NAMES, crate::$module::Facts::NAMES,
        )*];

        /// Codes that may answer and that no rule has as its own.
        pub(crate) const CODES: &[&[&str]] = &[$( crate::$module::CODES ),*];
    };
}

crate::for_each_vendor!(register);
