//! Long sequences against the model: up to sixty requests, events and answers, one record.
//!
//! The reference is the model: it answers each question about the record that it made itself. The
//! system under test is the core, asked twice: through the contract, about the document that it
//! answered last, and through its types, about the record that its decisions made. After each step
//! the answers are compared, the step's laws are checked, and a replica that is made from the
//! decisions as they are stored must read the same.
//!
//! 256 sequences a vendor; `PROPTEST_CASES` asks for others. A failure prints the questions as JSON.

use customer_core::generate::{Source, value};
use customer_core::json::Stored;
use customer_core::value::Date;
use customer_core::{for_each_vendor, vendors};
use customer_core_fuzz::laws::Lawful;
use customer_core_fuzz::{json, model, oracle};
use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use proptest_state_machine::{ReferenceStateMachine, StateMachineTest, prop_state_machine};
use serde_json::Value;
use std::fmt;
use std::marker::PhantomData;

fn read(text: &str) -> Value {
    json::read(text).expect("it is JSON")
}

/// What one side knows of a record: its document and its internal state, as answered last.
#[derive(Clone)]
struct Known {
    customer: Value,
    internal: Value,
}

/// In one line, ready to be asked again.
impl fmt::Debug for Known {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, r#""customer":{},"internal":{}"#, self.customer, self.internal)
    }
}

impl Known {
    fn of<W: Lawful>(record: &W::Record) -> Self {
        let stored = read(W::to_stored(record).as_str());
        Self { customer: stored["customer"].clone(), internal: stored["internal"].clone() }
    }

    /// The record that it tells of.
    fn record<W: Lawful>(&self) -> W::Record {
        let stored = serde_json::json!({
            "version": 1, "customer": self.customer, "internal": self.internal,
        });
        W::from_stored(&Stored::new(stored.to_string())).expect("a stored record")
    }

    /// The question about this record; `said` is all the rest of it.
    fn question(&self, said: &Value) -> String {
        let mut question = said.clone();
        question["customer"] = self.customer.clone();
        question["internal"] = self.internal.clone();
        question.to_string()
    }

    /// Takes over what the answer says of the record.
    fn learn(&mut self, answer: &Value) {
        if matches!(answer["verdict"].as_str(), Some("applied" | "unchanged")) {
            self.customer = answer["customer"].clone();
            self.internal = answer["internal"].clone();
        }
    }
}

/// The reference: what the model knows, and the day.
#[derive(Clone)]
struct Reference {
    known: Known,
    day: Date,
}

impl fmt::Debug for Reference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.known.fmt(f)
    }
}

/// Something that happens. Shown as the question without the record: nobody in it exists.
struct Transition<W: Lawful> {
    input: W::Input<'static>,
    facts: W::Facts,
    said: Value,
    day: Date,
}

impl<W: Lawful> Clone for Transition<W> {
    fn clone(&self) -> Self {
        let (input, facts) = (self.input.clone(), self.facts.clone());
        Self { input, facts, said: self.said.clone(), day: self.day }
    }
}

impl<W: Lawful> fmt::Debug for Transition<W> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.said)
    }
}

fn choices() -> impl Strategy<Value = Vec<u8>> {
    prop::collection::vec(any::<u8>(), 0..240)
}

/// The model as a machine.
struct Model<W>(PhantomData<W>);

impl<W: Lawful> ReferenceStateMachine for Model<W> {
    type State = Reference;
    type Transition = Transition<W>;

    fn init_state() -> BoxedStrategy<Reference> {
        let first = |bytes: Vec<u8>| {
            let mut source = Source::new(&bytes);
            value::turn(&mut source);
            let known = Known::of::<W>(&W::record(&mut source));
            Reference { known, day: source.today() }
        };
        choices().prop_map(first).boxed()
    }

    fn transitions(state: &Reference) -> BoxedStrategy<Transition<W>> {
        let (known, day) = (state.known.clone(), state.day);
        let next = move |bytes: Vec<u8>| {
            let mut source = Source::new(&bytes);
            let days = source.pick(&[0, 0, 1, 7, 8, 30, 31, 365, 1096]);
            let day = day.add_days(days);
            source.turn_to(day);
            let record = known.record::<W>();
            let case = W::then(record, &mut source);
            let mut said = read(&case.question);
            let members = said.as_object_mut().expect("an object");
            members.retain(|name, _| name != "customer" && name != "internal");
            Transition { input: case.input, facts: case.facts, said, day }
        };
        choices().prop_map(next).boxed()
    }

    fn apply(mut state: Reference, transition: &Transition<W>) -> Reference {
        let answer = model::answer(&state.known.question(&transition.said));
        state.known.learn(&answer);
        state.day = transition.day;
        state
    }
}

/// The core: what it knows through the contract, and the record that its decisions made.
struct Core<W: Lawful> {
    known: Known,
    first: W::Record,
    record: W::Record,
    decisions: Vec<W::Decision>,
}

impl<W: Lawful> Core<W> {
    /// The same through the types.
    fn step(&mut self, transition: &Transition<W>, answer: &Value) {
        let Transition { input, facts, said, .. } = transition;
        let decided = W::decide(&self.record, input, facts);
        let accepted = matches!(answer["verdict"].as_str(), Some("applied" | "unchanged"));
        assert_eq!(decided.is_ok(), accepted, "types and contract differ on {said}");
        let Ok(decision) = decided else { return };
        let before = self.record.clone();
        W::evolve(&mut self.record, &decision).expect("it fits");
        W::step(&before, &self.record, &decision);
        let changes = answer["changes"].as_array().map_or(0, Vec::len);
        assert_eq!(W::changes(&decision).len(), changes, "changes of {said}");
        assert_eq!(W::diff(&before, &self.record).len(), changes, "differences of {said}");
        self.decisions.push(stored(&decision));
    }
}

/// The decision as it was stored.
fn stored<D: serde::Serialize + serde::de::DeserializeOwned>(decision: &D) -> D {
    let text = serde_json::to_string(decision).expect("it is stored");
    serde_json::from_str(&text).expect("it reads as it wrote")
}

impl<W: Lawful> StateMachineTest for Core<W> {
    type SystemUnderTest = Self;
    type Reference = Model<W>;

    fn init_test(reference: &Reference) -> Self {
        let record = reference.known.record::<W>();
        let known = reference.known.clone();
        Self { known, first: record.clone(), record, decisions: vec![] }
    }

    fn apply(mut core: Self, _: &Reference, transition: Transition<W>) -> Self {
        let answer = oracle::agree(&core.known.question(&transition.said));
        core.known.learn(&answer);
        core.step(&transition, &answer);
        core
    }

    fn check_invariants(core: &Self, reference: &Reference) {
        let customer = W::to_json(&core.record);
        assert_eq!(read(&customer), core.known.customer, "types and contract");
        assert!(W::diff(&core.record, &W::reread(&core.record)).is_empty(), "written and read");
        assert_eq!(core.known.customer, reference.known.customer, "core and model");
        let mut folded = core.first.clone();
        for decision in &core.decisions {
            W::evolve(&mut folded, decision).expect("it fits");
        }
        assert!(
            W::diff(&folded, &core.record).is_empty(),
            "the decisions do not lead to {customer}"
        );
    }
}

/// The same sequences on every run, unless `PROPTEST_RNG_SEED` asks for others.
fn config() -> ProptestConfig {
    let mut config = ProptestConfig { failure_persistence: None, ..ProptestConfig::default() };
    if config.rng_seed == RngSeed::Random {
        config.rng_seed = RngSeed::Fixed(1);
    }
    config
}

macro_rules! sequences {
    ($( $(#[$doc:meta])* $Vendor:ident = $module:ident :: $Record:ident, $name:literal; )*) => { $(
        mod $module {
            use super::*;
            use vendors::$Vendor;

            prop_state_machine! {
                #![proptest_config(config())]

                #[test]
                fn sequences(sequential 1..=60 => Core<$Vendor>);
            }
        }
    )* };
}

for_each_vendor!(sequences);
