//! The generators: do they reach what they are for, and does what they find shrink?
//!
//! Goal: a generator whose cases are all refused, or all alike, tests nothing. Method: many cases
//! from a fixed sequence of choices; shares and reached rules are counted.

use std::cell::Cell;
use std::collections::BTreeSet;
use std::fmt::Debug;

use arbitrary::{Arbitrary, Unstructured};
use customer_core::commitment::{self, Commitment};
use customer_core::generate::{self, Case, Generate, Source};
use customer_core::vendors::{Adobe, Commvault, Ibm};
use customer_core::{adobe, commvault, ibm};
use proptest::prelude::{Strategy as _, any};
use proptest::test_runner::{Config, RngAlgorithm, TestError, TestRng, TestRunner};

/// Bytes that are the same on every run.
fn each(count: u64, mut then: impl FnMut(&[u8])) {
    let mut state: u64 = 42;
    for _ in 0..count {
        let mut bytes = [0; 300];
        for byte in &mut bytes {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695);
            *byte = u8::try_from(state >> 56).unwrap();
        }
        then(&bytes);
    }
}

const CASES: u64 = 6_000;

/// Of all cases so many in a hundred change something, and all but these rules refuse one.
fn reaches<W: Generate>(changing: u64, never: &[&str]) {
    let (mut changed, mut accepted, mut undecided) = (0_u64, 0_u64, 0_u64);
    let mut reached = BTreeSet::new();
    each(CASES, |bytes| {
        let case = W::case(&mut Source::new(bytes));
        match W::decide(&case.record, &case.input, &case.facts) {
            Ok(decision) => {
                accepted += 1;
                changed += u64::from(!W::changes(&decision).is_empty());
            }
            Err(rejection) => {
                undecided += u64::from(!rejection.needs().is_empty());
                reached.extend(rejection.violations().map(|one| one.rule.id));
            }
        }
    });
    println!(
        "{}: {accepted} accepted, {changed} of them change something, {undecided} undecided",
        W::NAME
    );
    assert!((1..30).contains(&(undecided * 100 / CASES)), "{}: {undecided} undecided", W::NAME);
    assert!(changed * 100 > changing * CASES, "{}: only {changed} change anything", W::NAME);
    assert!(accepted * 100 < 85 * CASES, "{}: only {} are refused", W::NAME, CASES - accepted);
    let refusing = crate::common::refusing::<W>().map(|rule| rule.id);
    let missing: Vec<_> = refusing.filter(|id| !reached.contains(id)).collect();
    assert_eq!(missing, never, "{}", W::NAME);
}

#[test]
fn adobe_is_reached() {
    reaches::<Adobe>(12, &["adobe.contacts.at-most", "adobe.account.not-found"]);
}

#[test]
fn ibm_is_reached() {
    reaches::<Ibm>(9, &["ibm.unknown.size"]);
}

#[test]
fn commvault_is_reached() {
    // The first can't be met; the others are about records that can't be read.
    let never = [
        "commvault.contacts.at-most",
        "commvault.settled.same-account",
        "commvault.settled.at-most",
    ];
    reaches::<Commvault>(15, &never);
}

/// The simplest case of every vendor is accepted and changes no value.
#[test]
fn the_simplest_case_is_an_ordinary_one() {
    let nothing = || Source::new(&[]);
    let case = generate::adobe::case(&mut nothing());
    assert!(Adobe::changes_of(&case).is_empty());
    let case = generate::ibm::case(&mut nothing());
    assert!(Ibm::changes_of(&case).is_empty());
    let case = generate::commvault::case(&mut nothing());
    let places: Vec<_> = Commvault::changes_of(&case);
    assert_eq!(places, ["/status", "/updateTs"]);
    assert_eq!(generate::commitment::commitment(&mut nothing()), Commitment::NONE);
}

trait ChangesOf: Generate {
    fn changes_of(case: &Case<Self>) -> Vec<String> {
        let decision = Self::decide(&case.record, &case.input, &case.facts).expect("accepted");
        let changes = Self::changes(&decision);
        changes.iter().map(|change| change.path.pointer().as_str().to_owned()).collect()
    }
}

impl<W: Generate> ChangesOf for W {}

/// A question says the same as the values beside it.
#[test]
fn question_and_values_agree() {
    fn agree<W: Generate>() {
        each(500, |bytes| {
            let case = W::case(&mut Source::new(bytes));
            let answer = customer_core::contract::apply(&case.question);
            let verdict = match W::decide(&case.record, &case.input, &case.facts) {
                Ok(decision) if W::changes(&decision).is_empty() => "unchanged",
                Ok(_) => "applied",
                Err(rejection) if !rejection.needs().is_empty() => "undecided",
                Err(_) => "rejected",
            };
            let begin = format!(r#""version":1,"verdict":"{verdict}""#);
            // A lock token that can count no further makes the record unreadable.
            let spent = answer.contains(r#""pointer":"/customer/Customer/Version""#);
            assert!(answer.contains(&begin) || spent, "{case:?}\n{answer}");
        });
    }
    agree::<Adobe>();
    agree::<Ibm>();
    agree::<Commvault>();
}

/// `Arbitrary` makes what the generator makes of the same bytes, takes as many as that one, and leaves
/// the others to what is made next.
#[test]
fn arbitrary_and_generator_agree() {
    fn agree<T: for<'a> Arbitrary<'a> + PartialEq + Debug>(make: fn(&mut Source<'_>) -> T) {
        let mut seen = BTreeSet::new();
        each(100, |bytes| {
            let (mut source, mut given) = (Source::new(bytes), Unstructured::new(bytes));
            let made = make(&mut source);
            assert_eq!(T::arbitrary(&mut given).unwrap(), made);
            assert_eq!(source.is_empty(), given.is_empty());
            assert_eq!(T::arbitrary(&mut given).unwrap(), make(&mut source));
            seen.insert(format!("{made:?}"));
        });
        assert!(seen.len() > 1, "always {seen:?}");
    }
    agree(generate::adobe::customer);
    agree(generate::adobe::any_update);
    agree(generate::adobe::any_input);
    agree(generate::adobe::facts);
    agree(generate::adobe::policy);
    agree(generate::ibm::customer);
    agree(generate::ibm::any_update);
    agree(generate::ibm::any_input);
    agree(generate::ibm::facts);
    agree(generate::ibm::policy);
    agree(generate::commvault::account);
    agree(generate::commvault::any_update);
    agree(generate::commvault::any_input);
    agree(generate::commvault::facts);
    agree(generate::commvault::policy);
    agree(generate::commitment::commitment);
    agree(generate::commitment::input);
    agree(generate::commitment::facts);
    agree(generate::commitment::policy);
    agree(generate::value::date);
    agree(generate::value::quantity);
    agree(generate::value::quantities);
    agree(generate::value::owned);
}

/// Other readings than the presets' come too, and only the policy becomes another.
#[test]
fn policies_mix_their_readings() {
    fn mix<W: Generate>(named: usize, policy: fn(&W::Facts) -> String) {
        let mut seen = BTreeSet::new();
        each(2_000, |bytes| {
            let source = &mut Source::new(bytes);
            let case = W::case(source);
            let other = W::under_any_policy(&case.facts, source);
            seen.insert(policy(&other));
            let rest = |facts: &W::Facts| format!("{facts:?}").replace(&policy(facts), "");
            assert_eq!(rest(&other), rest(&case.facts));
        });
        assert!(seen.len() > 4 * named, "{}: {} of {named}", W::NAME, seen.len());
    }
    mix::<Adobe>(adobe::Policy::NAMES.len(), |facts| format!("{:?}", facts.policy));
    mix::<Ibm>(ibm::Policy::NAMES.len(), |facts| format!("{:?}", facts.policy));
    mix::<Commvault>(commvault::Policy::NAMES.len(), |facts| format!("{:?}", facts.policy));
}

/// proptest finds the strategy by the type.
#[test]
fn proptest_knows_every_type() {
    let config = Config { cases: 64, failure_persistence: None, ..Config::default() };
    let both = (any::<adobe::Update<'static>>(), any::<ibm::Policy>());
    assert_eq!(format!("{both:?}"), "(Generated, Generated)");
    let rng = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
    let mut runner = TestRunner::new_with_rng(config, rng);
    let tree = both.0.new_tree(&mut runner).unwrap();
    assert!(format!("{tree:?}").starts_with("Choices(["), "{tree:?}");
    let said = Cell::new(0);
    // As generic code has it, which does not know that they are `Copy`.
    fn another<S: Clone>(strategy: &S) -> S {
        strategy.clone()
    }
    let found = runner.run(&another(&both), |(update, _)| {
        said.set(said.get() + usize::from(update != adobe::Update::default()));
        Ok(())
    });
    assert_eq!(found, Ok(()));
    assert!(said.get() > 32, "only {} of 64 say anything", said.get());
}

/// A case is shown as the question that it asks.
#[test]
fn a_case_is_shown_as_its_question() {
    let case = generate::ibm::case(&mut Source::new(&[]));
    assert_eq!(format!("{case:?}"), case.question);
}

/// What fails shrinks to a small case: the one contact member that is refused, and no other.
#[test]
fn a_find_shrinks() {
    let config = Config { cases: 4_000, failure_persistence: None, ..Config::default() };
    let cases = generate::strategy(generate::commvault::case);
    let rng = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
    let found = TestRunner::new_with_rng(config, rng).run(&cases, |case| {
        let refused = Commvault::decides(&case)
            .is_err_and(|rules| rules.len() == 1 && rules[0] == "commvault.contact.type");
        assert!(!refused);
        Ok(())
    });
    let Err(TestError::Fail(_, case)) = found else { panic!("{found:?}") };
    // Not the smallest there is, but small enough to be read.
    assert!(case.question.len() < 1_500, "{case:?}");
    assert!(case.question.contains(r#""contacts":[{"type":"owner"}]"#), "{case:?}");
}

trait Decides: Generate {
    fn decides(case: &Case<Self>) -> Result<Self::Decision, Vec<&'static str>> {
        Self::decide(&case.record, &case.input, &case.facts)
            .map_err(|refusal| refusal.violations().map(|one| one.rule.id).collect())
    }
}

impl<W: Generate> Decides for W {}

/// Every commitment that is generated can be asked everything.
#[test]
fn commitments_are_decided() {
    let mut transitions = BTreeSet::new();
    each(6_000, |bytes| {
        let source = &mut Source::new(bytes);
        generate::value::turn(source);
        let record = generate::commitment::commitment(source);
        let (input, facts) =
            (generate::commitment::input(source), generate::commitment::facts(source));
        if let Ok(decision) = commitment::decide(&record, &input, &facts) {
            transitions.extend(decision.transitions.iter().map(|one| one.as_str()));
        }
    });
    assert_eq!(transitions.len(), 11, "{transitions:?}");
}
