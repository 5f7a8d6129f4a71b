//! Vendors whose verbs have a bug.

use std::cell::Cell;
use std::fmt::Debug;

use customer_core::decision::FactName as _;
use customer_core::decision::{Changes, Misfit, Rejection, Violation};
use customer_core::generate::Source;
use customer_core::vendors::Vendor;
use serde_json::Value;

use super::{Breakable, canaries};
use crate::laws::{Asked, Decision, Facts, Input, Record, Rejected};

type Decided<S> = Result<Decision<S>, Rejected<S>>;
type Applied<S> = Result<(Record<S>, Decision<S>), Rejected<S>>;

fn applied<W: Breakable>(
    record: &W::Record,
    input: &W::Input<'static>,
    facts: &W::Facts,
) -> Result<(W::Record, W::Decision), Rejection<W::Fact>> {
    W::apply(record, input, facts).map(|outcome| (outcome.after, outcome.decision))
}

thread_local! {
    static TURN: Cell<bool> = const { Cell::new(false) };
}

canaries! {
    total: WantsItsOwn = "evolve wants the record that was decided about" {
        fn evolve(record: &mut Record<Self>, decision: &Decision<Self>) -> Result<(), Misfit> {
            let fits = W::evolve(record, decision);
            assert!(fits.is_ok(), "not my record");
            fits
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
            let (after, decision) = applied::<W>(r, i, f)?;
            if W::changes(&decision).is_empty() { Err(W::refusal()) } else { Ok((after, decision)) }
        }
    }
    every_step_is_allowed: Missteps = "an administrator goes, a token counts twice, a name goes" {
        fn evolve(record: &mut Record<Self>, decision: &Decision<Self>) -> Result<(), Misfit> {
            W::evolve(record, decision)?;
            W::misstep(record);
            Ok(())
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
        fn evolve(record: &mut Record<Self>, decision: &Decision<Self>) -> Result<(), Misfit> {
            W::evolve(record, decision)?;
            W::lose(record);
            Ok(())
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
        fn violations(rejection: &Rejected<Self>) -> Vec<Violation> {
            let mut all: Vec<_> = rejection.violations().cloned().collect();
            all.extend(rejection.violations().next().cloned());
            all
        }
    }
    violations_are_in_order: Backwards = "violations are told backwards" {
        fn violations(rejection: &Rejected<Self>) -> Vec<Violation> {
            let mut all: Vec<_> = rejection.violations().cloned().collect();
            all.reverse();
            all
        }
    }
    violations_are_in_order: ForeignRule = "a violation names a rule of no vendor" {
        fn violations(rejection: &Rejected<Self>) -> Vec<Violation> {
            let foreign = |one: &Violation| {
                let mut one = one.clone();
                one.rule = W::foreign();
                one
            };
            rejection.violations().map(foreign).collect()
        }
    }
    nothing_asked_is_nothing_done ["adobe", "commvault"]: MailsMore = "a mail too many" {
        fn effects(decision: &Decision<Self>, after: &Record<Self>) -> usize {
            W::effects(decision, after).len() + 1
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
            if W::is_echo(r, i) { Err(W::refusal()) } else { applied::<W>(r, i, f) }
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
            if !first && W::is_echo(r, i) { Err(W::refusal()) } else { applied::<W>(r, i, f) }
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
            let (after, decision) = applied::<W>(r, i, f)?;
            let idle = W::document(&after) == W::document(r);
            let pending = W::pending(&after).is_some();
            if idle || pending { Err(W::refusal()) } else { Ok((after, decision)) }
        }
    }
    twice_is_once: MoreAgain = "a second time a member is lost" {
        fn apply(r: &Record<Self>, i: &Input<Self>, f: &Facts<Self>) -> Applied<Self> {
            let (mut after, decision) = applied::<W>(r, i, f)?;
            if Some(i) != W::settlement(true).as_ref() {
                W::lose(&mut after);
            }
            Ok((after, decision))
        }
    }
    an_answer_counts_once ["commvault"]: LosesTheRequest = "a late yes loses what was asked" {
        fn apply(r: &Record<Self>, i: &Input<Self>, f: &Facts<Self>) -> Applied<Self> {
            let (mut after, decision) = applied::<W>(r, i, f)?;
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
            applied::<W>(&record, i, f)
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
    needs_are_enough: GuessesFacts = "a fact that is missing is taken as permitting" {
        fn decide(r: &Record<Self>, i: &Input<Self>, f: &Facts<Self>) -> Decided<Self> {
            match W::decide(r, i, f) {
                Err(Rejection::Undecided(_)) => W::decide(r, i, &W::permitting(f)),
                decided => decided,
            }
        }
    }
    needs_are_enough: NamesLess = "needs names nothing" {
        fn needs(_: &Record<Self>, _: &Input<Self>, _: &Facts<Self>) -> Asked<Self> {
            Asked::<Self>::NONE
        }
    }
    other_facts_do_not_count: EveryFactCounts = "knowing everything refuses, asked for or not" {
        fn decide(r: &Record<Self>, i: &Input<Self>, f: &Facts<Self>) -> Decided<Self> {
            let known = |fact: &&<W as Vendor>::Fact| W::knows(f, **fact);
            let all = <W as Vendor>::Fact::ALL;
            if all.iter().filter(known).count() == all.len() {
                return Err(W::refusal());
            }
            W::decide(r, i, f)
        }
    }
    a_decision_fits_once: FitsAgain = "a decision is made whether or not it fits" {
        fn evolve(record: &mut Record<Self>, decision: &Decision<Self>) -> Result<(), Misfit> {
            let _ = W::evolve(record, decision);
            Ok(())
        }
    }
    a_misfit_changes_nothing: HalfMade = "a misfit leaves something changed" {
        fn evolve(record: &mut Record<Self>, decision: &Decision<Self>) -> Result<(), Misfit> {
            let fits = W::evolve(record, decision);
            if fits.is_err() {
                W::lose(record);
            }
            fits
        }
    }
    stored_decisions_replay ["adobe"]: LosesNulls = "a stored decision loses its nulls" {
        fn restore(text: &str) -> serde_json::Result<Decision<Self>> {
            let mut value: Value = serde_json::from_str(text)?;
            inside(&mut value, &|stored| without(stored, &Value::is_null));
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
        fn evolve(record: &mut Record<Self>, decision: &Decision<Self>) -> Result<(), Misfit> {
            W::evolve(record, decision)?;
            W::lose(record);
            Ok(())
        }
    }
    nothing_personal_is_shown: ShowsNames = "Debug shows a name" {
        fn show(shown: &dyn Debug) -> String {
            format!("{shown:?} of Mickey Mouse, Acme Tools, Sunnyvale")
        }
    }
}

/// Changes whatever is stored as a text of JSON.
fn inside(value: &mut Value, change: &dyn Fn(&mut Value)) {
    match value {
        Value::Object(members) => members.values_mut().for_each(|one| inside(one, change)),
        Value::Array(list) => list.iter_mut().for_each(|one| inside(one, change)),
        Value::String(text) if text.starts_with('{') => {
            if let Ok(mut stored) = serde_json::from_str(text) {
                change(&mut stored);
                *text = stored.to_string();
            }
        }
        _ => {}
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
