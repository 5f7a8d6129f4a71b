//! Vendors whose verbs have a bug.

use std::cell::Cell;
use std::fmt::Debug;

use customer_core::decision::{Changes, Evidence, Rejection, Rule, Violation};
use customer_core::generate::Source;
use serde_json::Value;

use super::canaries;
use crate::laws::{Decision, Facts, Input, Record};

type Decided<S> = Result<Decision<S>, Rejection>;
type Applied<S> = Result<(Record<S>, Decision<S>), Rejection>;

/// A rule of no vendor.
static FOREIGN: Rule = Rule {
    id: "nobody.knows",
    evidence: Evidence::Chosen,
    source: "nowhere",
    code: None,
    says: "nothing",
    hint: "none",
    readings: &[],
};

thread_local! {
    static TURN: Cell<bool> = const { Cell::new(false) };
}

canaries! {
    total: WantsItsOwn = "evolve wants the record that was decided about" {
        fn evolve(record: &mut Record<Self>, decision: &Decision<Self>) {
            let mut after = record.clone();
            W::evolve(&mut after, decision);
            let found = W::diff(record, &after).len();
            assert_eq!(found, W::changes(decision).len(), "not my record");
            *record = after;
        }
    }
    total: Unreadable = "a member is lost when a record is read" {
        fn reread(record: &Record<Self>) -> Record<Self> {
            let mut read = W::reread(record);
            W::lose(&mut read);
            read
        }
    }
    deterministic: SecondTime = "the second time it refuses" {
        fn decide(r: &Record<Self>, i: &Input<Self>, f: &Facts<Self>) -> Decided<Self> {
            let second = TURN.with(|turn| turn.replace(!turn.get()));
            if second { Err(W::refusal()) } else { W::decide(r, i, f) }
        }
    }
    three_verbs_agree: OnlyDecides = "apply forgets to evolve" {
        fn apply(r: &Record<Self>, i: &Input<Self>, f: &Facts<Self>) -> Applied<Self> {
            W::decide(r, i, f).map(|decision| (r.clone(), decision))
        }
    }
    three_verbs_agree: AppliesLess = "apply refuses what changes nothing" {
        fn apply(r: &Record<Self>, i: &Input<Self>, f: &Facts<Self>) -> Applied<Self> {
            let (after, decision) = W::apply(r, i, f)?;
            if W::changes(&decision).is_empty() { Err(W::refusal()) } else { Ok((after, decision)) }
        }
    }
    every_step_is_allowed: Missteps = "an administrator goes, a token counts twice, a name goes" {
        fn evolve(record: &mut Record<Self>, decision: &Decision<Self>) {
            W::evolve(record, decision);
            W::misstep(record);
        }
    }
    decision_is_difference: TellsLess = "a decision does not tell its last change" {
        fn changes(decision: &Decision<Self>) -> Changes {
            let mut changes = W::changes(decision);
            changes.pop();
            changes
        }
    }
    decision_is_difference: TellsTwice = "a decision tells a change twice" {
        fn changes(decision: &Decision<Self>) -> Changes {
            let mut changes = W::changes(decision);
            changes.extend(changes.last().cloned());
            changes
        }
    }
    decision_is_difference: EvolvesMore = "evolve loses a member on the way" {
        fn evolve(record: &mut Record<Self>, decision: &Decision<Self>) {
            W::evolve(record, decision);
            W::lose(record);
        }
    }
    decision_is_difference: Overlooks = "diff overlooks the first difference" {
        fn diff(before: &Record<Self>, after: &Record<Self>) -> Changes {
            W::diff(before, after).into_iter().skip(1).collect()
        }
    }
    a_record_differs_from_itself_in_nothing: SeesMore = "diff sees what is not there" {
        fn diff(before: &Record<Self>, after: &Record<Self>) -> Changes {
            let mut changes = W::diff(before, after);
            changes.push(W::untrue());
            changes
        }
    }
    a_record_differs_from_itself_in_nothing: OneWay = "diff sees what comes, not what goes" {
        fn diff(before: &Record<Self>, after: &Record<Self>) -> Changes {
            W::diff(before, after).into_iter().filter(|change| change.after.is_some()).collect()
        }
    }
    violations_are_in_order: RefusesTwice = "a violation is told twice" {
        fn violations(rejection: &Rejection) -> Vec<Violation> {
            let mut all: Vec<_> = rejection.violations().cloned().collect();
            all.push(rejection.first().clone());
            all
        }
    }
    violations_are_in_order: Backwards = "violations are told backwards" {
        fn violations(rejection: &Rejection) -> Vec<Violation> {
            let mut all: Vec<_> = rejection.violations().cloned().collect();
            all.reverse();
            all
        }
    }
    violations_are_in_order: ForeignRule = "a violation names a rule of no vendor" {
        fn violations(rejection: &Rejection) -> Vec<Violation> {
            let foreign = |one: &Violation| Violation { rule: &FOREIGN, ..one.clone() };
            rejection.violations().map(foreign).collect()
        }
    }
    nothing_asked_is_nothing_done ["adobe", "commvault"]: MailsMore = "a mail too many" {
        fn effects(decision: &Decision<Self>, after: &Record<Self>) -> usize {
            W::effects(decision, after) + 1
        }
    }
    nothing_asked_is_nothing_done ["adobe", "commvault"]: TouchesUnasked = "an untrue change" {
        fn changes(decision: &Decision<Self>) -> Changes {
            let mut changes = W::changes(decision);
            changes.push(W::untrue());
            changes
        }
    }
    an_echo_is_accepted: RefusesEchoes = "what is permitted is refused: an echo" {
        fn apply(r: &Record<Self>, i: &Input<Self>, f: &Facts<Self>) -> Applied<Self> {
            if W::is_echo(r, i) { Err(W::refusal()) } else { W::apply(r, i, f) }
        }
    }
    an_echo_is_accepted: EchoesChange = "an echo tells a change" {
        fn changes(decision: &Decision<Self>) -> Changes {
            let mut changes = W::changes(decision);
            changes.push(W::untrue());
            changes
        }
    }
    what_was_made_is_accepted: OnlyTheFirst = "what was changed once has no echo" {
        fn apply(r: &Record<Self>, i: &Input<Self>, f: &Facts<Self>) -> Applied<Self> {
            let first = *r == W::record(&mut Source::new(&[]));
            if !first && W::is_echo(r, i) { Err(W::refusal()) } else { W::apply(r, i, f) }
        }
    }
    an_echo_stays_one ["adobe", "ibm"]: EveryOther = "every other record refuses its echo" {
        fn decide(r: &Record<Self>, i: &Input<Self>, f: &Facts<Self>) -> Decided<Self> {
            let odd = W::written(r).len() % 2 == 1;
            if odd && W::is_echo(r, i) { Err(W::refusal()) } else { W::decide(r, i, f) }
        }
    }
    twice_is_once: NotAgain = "what changes nothing is refused" {
        fn apply(r: &Record<Self>, i: &Input<Self>, f: &Facts<Self>) -> Applied<Self> {
            let (after, decision) = W::apply(r, i, f)?;
            let idle = W::document(&after) == W::document(r);
            let pending = W::pending(&after).is_some();
            if idle || pending { Err(W::refusal()) } else { Ok((after, decision)) }
        }
    }
    twice_is_once: MoreAgain = "a second time a member is lost" {
        fn apply(r: &Record<Self>, i: &Input<Self>, f: &Facts<Self>) -> Applied<Self> {
            let (mut after, decision) = W::apply(r, i, f)?;
            if Some(i) != W::settlement(true).as_ref() {
                W::lose(&mut after);
            }
            Ok((after, decision))
        }
    }
    an_answer_counts_once ["commvault"]: LosesTheRequest = "a late yes loses what was asked" {
        fn apply(r: &Record<Self>, i: &Input<Self>, f: &Facts<Self>) -> Applied<Self> {
            let (mut after, decision) = W::apply(r, i, f)?;
            if Some(i) == W::settlement(true).as_ref() {
                W::lose(&mut after);
            }
            Ok((after, decision))
        }
    }
    halves_commute ["adobe", "commvault"]: LastWins = "every update loses what another has set" {
        fn apply(r: &Record<Self>, i: &Input<Self>, f: &Facts<Self>) -> Applied<Self> {
            let mut record = r.clone();
            W::lose(&mut record);
            W::apply(&record, i, f)
        }
    }
    what_is_not_named_stays ["adobe", "commvault"]: ChangesUnnamed = "what was not named changes" {
        fn changes(decision: &Decision<Self>) -> Changes {
            let mut changes = W::changes(decision);
            changes.push(W::untrue());
            changes
        }
    }
    what_is_not_named_stays ["ibm"]: KeepsLeftOut = "what was left out is kept" {
        fn apply(r: &Record<Self>, i: &Input<Self>, f: &Facts<Self>) -> Applied<Self> {
            W::decide(r, i, f).map(|decision| (r.clone(), decision))
        }
    }
    knowing_more_never_refuses: PermissionForbids = "knowing everything refuses" {
        fn decide(r: &Record<Self>, i: &Input<Self>, f: &Facts<Self>) -> Decided<Self> {
            let all = format!("{:?}", W::permitting(f)) == format!("{f:?}");
            if all { Err(W::refusal()) } else { W::decide(r, i, f) }
        }
    }
    knowing_more_never_refuses ["adobe", "commvault"]: KnowledgeForbids = "knowing anything refuses" {
        fn decide(r: &Record<Self>, i: &Input<Self>, f: &Facts<Self>) -> Decided<Self> {
            let nothing = format!("{:?}", W::unknown(f)) == format!("{f:?}");
            if nothing { W::decide(r, i, f) } else { Err(W::refusal()) }
        }
    }
    stored_decisions_replay ["adobe"]: LosesNulls = "a stored decision loses its nulls" {
        fn restore(text: &str) -> serde_json::Result<Decision<Self>> {
            let mut value: Value = serde_json::from_str(text)?;
            without(&mut value, &Value::is_null);
            serde_json::from_value(value)
        }
    }
    stored_decisions_replay: LosesTheLast = "a stored decision loses the last of a list" {
        fn restore(text: &str) -> serde_json::Result<Decision<Self>> {
            let mut value: Value = serde_json::from_str(text)?;
            shorten(&mut value);
            serde_json::from_value(value)
        }
    }
    a_record_can_be_written: WritesLess = "a member is not written" {
        fn reread(record: &Record<Self>) -> Record<Self> {
            let mut written = record.clone();
            W::lose(&mut written);
            W::reread(&written)
        }
    }
    events_fold_to_state: FoldsLess = "a replay loses a member" {
        fn evolve(record: &mut Record<Self>, decision: &Decision<Self>) {
            W::evolve(record, decision);
            W::lose(record);
        }
    }
    nothing_personal_is_shown: ShowsNames = "Debug shows a name" {
        fn show(shown: &dyn Debug) -> String {
            format!("{shown:?} of Mickey Mouse, Acme Tools, Sunnyvale")
        }
    }
}

fn without(value: &mut Value, gone: &dyn Fn(&Value) -> bool) {
    match value {
        Value::Object(members) => {
            members.retain(|_, one| !gone(one));
            members.values_mut().for_each(|one| without(one, gone));
        }
        Value::Array(list) => list.iter_mut().for_each(|one| without(one, gone)),
        _ => {}
    }
}

fn shorten(value: &mut Value) {
    match value {
        Value::Object(members) => members.values_mut().for_each(shorten),
        Value::Array(list) => drop(list.pop()),
        _ => {}
    }
}
