//! The laws that every vendor keeps, instantiated from the list of vendors.
//!
//! Goal: what is true of every update, whatever the vendor. Method: the laws are functions of the
//! fuzz harness (`fuzz/src/laws`), where each is stated once and proven to fail on a planted bug.
//! Here they are put to questions from two sources: the stored records of `tests/cases` with edits
//! (`common`), and the generators that the crate ships. Every law is put to every vendor of
//! `for_each_vendor!`, so a new vendor is bound by them with its first line. `PROPTEST_CASES` scales
//! the number of questions.

use std::collections::BTreeSet;
use std::fmt;

use crate::common::{Ask, Lab, ask, parse, typed};
use customer_core::generate::{self, Case, Generate, Source};
use customer_core::{for_each_vendor, vendors};
use customer_core_fuzz::laws::{self, Lawful};
use proptest::prelude::*;

/// A case, and choices for laws that need more than it.
struct Given<W: Generate> {
    case: Case<W>,
    more: Vec<u8>,
}

impl<W: Generate> fmt::Debug for Given<W> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?} and {:?}", self.case, self.more)
    }
}

/// Questions from both sources.
fn given<W: Lab + Lawful + 'static>() -> BoxedStrategy<Given<W>> {
    let case =
        prop_oneof![ask::<W>().prop_map(|ask| asked::<W>(&ask)), generate::strategy(W::case),];
    let more = proptest::collection::vec(any::<u8>(), 0..64);
    (case, more).prop_map(|(case, more)| Given { case, more }).boxed()
}

fn asked<W: Lab + Generate>(ask: &Ask) -> Case<W> {
    let it = typed::<W>(ask);
    Case { record: it.record, input: it.input, facts: it.facts, question: ask.question() }
}

/// Panics when a law does not hold.
fn hold<W: Generate>(law: fn(&Case<W>, &mut Source<'_>), it: &Given<W>) {
    law(&it.case, &mut Source::new(&it.more));
}

macro_rules! laws {
    ($( $(#[$doc:meta])* $Vendor:ident = $module:ident :: $Record:ident, $name:literal; )*) => { $(
        mod $module {
            use super::*;

            type W = vendors::$Vendor;

            proptest! {
                #![proptest_config(crate::common::config("tests/laws.proptest-regressions"))]

                #[test]
                fn total(it in given::<W>()) {
                    hold(laws::total::<W>, &it);
                }

                #[test]
                fn deterministic(it in given::<W>()) {
                    hold(laws::deterministic::<W>, &it);
                }

                #[test]
                fn deciding_changes_nothing(it in given::<W>()) {
                    hold(laws::deciding_changes_nothing::<W>, &it);
                }

                #[test]
                fn three_verbs_agree(it in given::<W>()) {
                    hold(laws::three_verbs_agree::<W>, &it);
                }

                #[test]
                fn every_step_is_allowed(it in given::<W>()) {
                    hold(laws::every_step_is_allowed::<W>, &it);
                }

                #[test]
                fn decision_is_difference(it in given::<W>()) {
                    hold(laws::decision_is_difference::<W>, &it);
                }

                #[test]
                fn a_record_differs_from_itself_in_nothing(it in given::<W>()) {
                    hold(laws::a_record_differs_from_itself_in_nothing::<W>, &it);
                }

                #[test]
                fn violations_are_in_order(it in given::<W>()) {
                    hold(laws::violations_are_in_order::<W>, &it);
                }

                #[test]
                fn nothing_asked_is_nothing_done(it in given::<W>()) {
                    hold(laws::nothing_asked_is_nothing_done::<W>, &it);
                }

                #[test]
                fn an_echo_is_accepted(it in given::<W>(), echo in crate::common::sound_echo::<W>()) {
                    hold(laws::an_echo_is_accepted::<W>, &it);
                    let it = crate::common::typed::<W>(&echo);
                    laws::what_is_sound_is_accepted::<W>(&it.record, &it.facts);
                }

                #[test]
                fn what_was_made_is_accepted(it in given::<W>()) {
                    hold(laws::what_was_made_is_accepted::<W>, &it);
                }

                #[test]
                fn an_echo_stays_one(it in given::<W>()) {
                    hold(laws::an_echo_stays_one::<W>, &it);
                }

                #[test]
                fn twice_is_once(it in given::<W>()) {
                    hold(laws::twice_is_once::<W>, &it);
                }

                #[test]
                fn an_answer_counts_once(it in given::<W>()) {
                    hold(laws::an_answer_counts_once::<W>, &it);
                }

                #[test]
                fn halves_commute(it in given::<W>()) {
                    hold(laws::halves_commute::<W>, &it);
                }

                #[test]
                fn what_is_not_named_stays(it in given::<W>()) {
                    hold(laws::what_is_not_named_stays::<W>, &it);
                }

                #[test]
                fn strangers_stay(it in given::<W>()) {
                    hold(laws::strangers_stay::<W>, &it);
                }

                #[test]
                fn contacts_are_a_set(it in given::<W>()) {
                    hold(laws::contacts_are_a_set::<W>, &it);
                }

                #[test]
                fn knowing_more_never_refuses(it in given::<W>()) {
                    hold(laws::knowing_more_never_refuses::<W>, &it);
                }

                #[test]
                fn needs_are_enough(it in given::<W>()) {
                    hold(laws::needs_are_enough::<W>, &it);
                }

                #[test]
                fn other_facts_do_not_count(it in given::<W>()) {
                    hold(laws::other_facts_do_not_count::<W>, &it);
                }

                #[test]
                fn a_decision_fits_once(it in given::<W>()) {
                    hold(laws::a_decision_fits_once::<W>, &it);
                }

                #[test]
                fn a_misfit_changes_nothing(it in given::<W>()) {
                    hold(laws::a_misfit_changes_nothing::<W>, &it);
                }

                #[test]
                fn stored_decisions_replay(it in given::<W>()) {
                    hold(laws::stored_decisions_replay::<W>, &it);
                }

                #[test]
                fn a_record_can_be_written(it in given::<W>()) {
                    hold(laws::a_record_can_be_written::<W>, &it);
                }

                #[test]
                fn events_fold_to_state(it in given::<W>()) {
                    hold(laws::events_fold_to_state::<W>, &it);
                }

                #[test]
                fn an_answer_is_of_the_contract(it in given::<W>()) {
                    hold(laws::an_answer_is_of_the_contract::<W>, &it);
                }

                #[test]
                fn an_answer_can_be_sent_back(it in given::<W>()) {
                    hold(laws::an_answer_can_be_sent_back::<W>, &it);
                }

                #[test]
                fn spelling_is_irrelevant(it in given::<W>()) {
                    hold(laws::spelling_is_irrelevant::<W>, &it);
                }

                #[test]
                fn changes_are_seen(it in given::<W>()) {
                    hold(laws::changes_are_seen::<W>, &it);
                }

                #[test]
                fn renaming_renames(it in given::<W>()) {
                    hold(laws::renaming_renames::<W>, &it);
                }

                #[test]
                fn four_years_later_is_four_years_later(it in given::<W>()) {
                    hold(laws::four_years_later_is_four_years_later::<W>, &it);
                }

                #[test]
                fn nothing_personal_is_shown(it in given::<W>()) {
                    hold(laws::nothing_personal_is_shown::<W>, &it);
                }
            }

            /// The laws would hold of nothing, were nothing accepted or nothing refused.
            #[test]
            fn the_questions_are_worth_asking() {
                super::worth_asking::<W>();
            }
        }
    )* };
}

for_each_vendor!(laws);

/// No law of the harness is left out here.
#[test]
fn every_law_is_here() {
    for name in laws::NAMES {
        assert!(include_str!("laws.rs").contains(&format!("fn {name}(it in")), "{name}");
    }
}

/// Records that no vendor would make, and that can be read all the same: nobody may see a change in
/// them where there is none.
#[test]
fn odd_records_differ_from_themselves_in_nothing() {
    fn check<W: Lab>(texts: &[&str]) {
        for text in texts {
            let record = W::record(&parse(text), None);
            assert!(W::diff(&record, &record).is_empty(), "{text}");
            let again = W::record(&parse(&W::document(&record)), W::internal(&record).as_ref());
            assert!(W::diff(&record, &again).is_empty(), "{text} read again");
        }
    }
    check::<vendors::Adobe>(&[
        "{}",
        r#"{"companyProfile":null,"benefits":[],"links":{}}"#,
        r#"{"companyProfile":{"contacts":[{}]}}"#,
        r#"{"companyProfile":{"contacts":[{"firstName":"M","lastName":"N"}]}}"#,
        r#"{"companyProfile":{"contacts":[{"email":"a@b.c"},{"email":"A@b.c"}]}}"#,
        r#"{"companyProfile":{"contacts":[{"email":""},{"email":""}]}}"#,
        r#"{"benefits":[{"type":"THREE_YEAR_COMMIT"},{"type":"THREE_YEAR_COMMIT"}]}"#,
        r#"{"x":{"a":1.0},"companyProfile":{"y":[1,{"z":null}]}}"#,
    ]);
    check::<vendors::Ibm>(&[
        r#"{"Customer":{}}"#,
        r#"{"Customer":{"Organization":{"AddressSet":[{},{}],"Contact":null}},"x":1}"#,
        r#"{"Customer":{"CustomerIdentifierSet":[{"Value":"1"},{"Value":"1"}],"y":[1.0,{}]}}"#,
    ]);
    check::<vendors::Commvault>(&[
        "{}",
        r#"{"contacts":[{},{}],"status":null}"#,
        r#"{"contacts":[{"address":{}}],"services":[{"a":1.0},{"a":null}],"z":{"b":[]}}"#,
    ]);
}

/// Of the drawn questions a good part is accepted with changes, accepted without, and refused; and
/// most rules that refuse are met.
fn worth_asking<W: Lab + Lawful + 'static>() {
    use proptest::strategy::ValueTree as _;
    use proptest::test_runner::TestRunner;

    let mut runner = TestRunner::deterministic();
    let (strategy, mut verdicts) = (given::<W>(), [0; 3]);
    let mut met = BTreeSet::new();
    for _ in 0..1200 {
        let it = strategy.new_tree(&mut runner).unwrap().current().case;
        match W::decide(&it.record, &it.input, &it.facts) {
            Ok(decision) => verdicts[usize::from(W::changes(&decision).is_empty())] += 1,
            Err(rejection) => {
                verdicts[2] += 1;
                met.extend(rejection.violations().map(|violation| violation.rule.id));
            }
        }
    }
    let refusing = crate::common::refusing::<W>().count();
    println!(
        "{}: {verdicts:?} changed, unchanged, refused; {} of {refusing} rules",
        W::NAME,
        met.len()
    );
    assert!(verdicts[0] >= 60 && verdicts[2] >= 120, "{verdicts:?}");
    assert!(met.len() * 5 > refusing * 2, "only {met:?}");
}
