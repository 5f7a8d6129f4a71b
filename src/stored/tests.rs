//! With the rules of the commitment, which belong to no vendor.

use alloc::vec::Vec;
use core::fmt;

use crate::commitment::RULES;
use crate::decision::{
    Event, FactName, Limit, Misfit, Need, Needs, Next, Outcome, Refusal, Rejection, Response,
    Undecided, Violation,
};
use crate::formats::{kept_by_all, stored};
use crate::json::{FormError, Pointer, Reason, Unreadable};

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Fact {
    Today,
    Owned,
}

impl FactName for Fact {
    const ALL: &'static [Self] = &[Self::Today, Self::Owned];

    fn name(self) -> &'static str {
        match self {
            Self::Today => "today",
            Self::Owned => "owned",
        }
    }
}

impl fmt::Display for Fact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

fn violations() -> Vec<Violation> {
    let mut violations = Vec::new();
    for (at, rule) in RULES.iter().enumerate() {
        let place = Pointer::new(alloc::format!("/a/{at}"));
        let plain = Violation::new(rule, place.clone());
        violations.push(plain.clone().with_limit(Limit::AtMost(u64::MAX)).with_detail("x"));
        violations.push(plain.clone().with_limit(Limit::AtLeast(0)));
        violations.push(plain);
    }
    violations
}

fn needs() -> Needs<Fact> {
    let mut needs = Needs::NONE;
    for (rule, fact) in RULES.iter().zip([Fact::Owned, Fact::Today, Fact::Owned]) {
        needs.push(fact, Pointer::new("/input"), rule);
    }
    needs
}

#[test]
fn what_was_refused_is_given_back() {
    let all = violations();
    all.iter().for_each(stored);
    let refusal = Refusal::new(all.clone(), Next::Wait).unwrap();
    stored(&refusal);
    stored(&Rejection::<Fact>::Refused(refusal));
    needs().iter().for_each(stored);
    stored(&needs());
    stored(&Needs::<Fact>::NONE);
    for violations in [Vec::new(), all] {
        let undecided = Undecided::new(needs(), violations).unwrap();
        stored(&undecided);
        stored(&Rejection::Undecided(undecided));
    }
}

#[test]
fn what_comes_of_a_decision_is_given_back() {
    for body in [None, Some("{}".into())] {
        stored(&Response { status: 400, body });
    }
    stored(&Misfit::at(Pointer::new("/a~1b")));
    let misfit = Misfit::at(Pointer::default());
    stored(&Outcome { after: misfit.clone(), decision: misfit.clone() });
    stored(&Event::<Misfit, Misfit>::Created(misfit.clone()));
    stored(&Event::<Misfit, Misfit>::Decided(misfit));
    stored(&Event::<Misfit, Misfit>::Removed);
}

/// Every reason, also those that list what would have been right.
#[test]
fn what_could_not_be_read_is_given_back() {
    let mut errors = Vec::new();
    for reason in [
        Reason::Incomplete,
        Reason::Syntax,
        Reason::Encoding,
        Reason::Duplicate,
        Reason::Depth,
        Reason::Trailing,
        Reason::Size(4),
        Reason::Count(10_000),
        Reason::Beyond,
        Reason::expected("a string"),
        Reason::Range,
        Reason::Null,
        Reason::Missing,
        Reason::Unknown,
        Reason::Word,
        Reason::one_of(&["a", "b"]),
        Reason::one_of(&[]),
        Reason::none_of(&["update"]),
    ] {
        kept_by_all(&reason);
        errors.push(FormError { pointer: Pointer::new("/a/0"), reason });
    }
    errors.iter().for_each(stored);
    stored(&Unreadable { errors });
    assert!(Reason::one_of(&["a"]) != Reason::one_of(&["b"]));
    let back: Reason = serde_json::from_str(r#"{"one-of":["a","b"]}"#).unwrap();
    assert_eq!(alloc::format!("{back}"), "must be one of a, b");
    assert_eq!(alloc::format!("{back:?}"), r#"OneOf(["a", "b"])"#);
}

/// The commitment, its decision and what they count, also where there is nothing to count.
#[test]
fn commitments_are_given_back() {
    use crate::commitment::{Commitment, Decision, Running, RunningStatus};
    use crate::value::{Date, Quantities, Quantity};

    let (one, all) = (Some(Quantity::of(1)), Some(Quantity::MAX));
    for quantities in [Quantities::NONE, Quantities::new(one, None), Quantities::new(None, all)] {
        stored(&quantities);
        let (status, end) = (RunningStatus::Committed, Some(Date::MAX));
        let running = Running { status, start: None, end, quantities };
        stored(&running);
        stored(&Commitment { running: Some(running), ..Commitment::NONE });
        let text = alloc::format!(
            r#"{{"transitions":[{{"requested":"commitment"}}],
                "coterm":{{"before":null,"after":null}},"running":{{"before":null,"after":{}}}}}"#,
            serde_json::to_string(&running).unwrap(),
        );
        let decision: Decision = serde_json::from_str(&text).unwrap();
        assert_eq!(decision.running.unwrap().after, Some(running));
        stored(&decision);
    }
    stored(&Commitment::NONE);
    stored(&Decision::NONE);
}

/// What this version does not know is refused, and nothing is quoted.
#[test]
fn what_is_unknown_is_refused() {
    let id = RULES[0].id;
    let refused = |text: &str| {
        let error = serde_json::from_str::<Rejection<Fact>>(text).unwrap_err();
        let error = alloc::format!("{error}");
        assert!(!error.contains("alice"), "{error}");
    };
    for rule in [alloc::format!(r#""{id}","code":"alice""#), r#""alice""#.into()] {
        refused(&alloc::format!(
            r#"{{"refused":{{"violations":[{{"rule":{rule},"pointer":""}}],"next":"fix"}}}}"#
        ));
    }
    let need = |fact: &str, rest: &str| {
        refused(&alloc::format!(
            r#"{{"undecided":{{"needs":[{{"fact":"{fact}","pointer":"","rule":"{id}"}}]{rest}}}}}"#
        ));
    };
    need("alice", "");
    need("today", r#","alice":1"#);
    for text in [
        r#"{"refused":{"violations":[],"next":"fix"}}"#,
        r#"{"undecided":{"needs":[]}}"#,
        r#"{"alice":1}"#,
        r#""alice""#,
    ] {
        refused(text);
    }
    assert!(serde_json::from_str::<Need<Fact>>("{}").is_err());
}
