//! Asked again, asked of what it is, asked for nothing, asked by halves.

use customer_core::generate::{Case, Generate as _, Source};
use customer_core::vendors::Vendor as _;
use serde_json::{Map, Value, json};

use super::subject::{Facts, Lawful, Record, Rejected, Subject};
use super::values::{asked, body, document, values};
use super::verbs::{evolved, list};

/// `{}` at a vendor where what is left out stays: if it is accepted no value changes and nothing is
/// due. One reading takes the absence of global sales for `false`.
pub fn nothing_asked_is_nothing_done<S: Subject>(case: &Case<S::W>, _: &mut Source<'_>) {
    let Some(nothing) = S::W::body("{}").filter(|_| S::W::PATCHES) else { return };
    let facts = S::W::permitting(&case.facts);
    let Ok((after, decision)) = S::apply(&case.record, &nothing, &facts) else { return };
    let global = S::W::NAME == "adobe";
    let changes = S::changes(&decision);
    let derived = |place: &str| {
        ["/status", "/updateTs"].contains(&place) || global && place == "/globalSalesEnabled"
    };
    let touched = changes.iter().find(|change| !derived(change.path.pointer().as_str()));
    assert!(touched.is_none(), "nothing was asked, {} change: {case:?}", list(&changes));
    // A vendor who settles later has to be asked again.
    let due = usize::from(S::W::settlement(true).is_some());
    assert_eq!(S::effects(&decision, &after), due, "nothing was asked: {case:?}");
    let pending = pending::<S>(&after).unwrap_or_else(|| values_of::<S>(&case.record));
    assert!(global || pending == values_of::<S>(&case.record), "{pending} is pending: {case:?}");
}

/// A record that any vendor would hold, sent back as it is: accepted, and no value changes.
pub fn an_echo_is_accepted<S: Subject>(case: &Case<S::W>, more: &mut Source<'_>) {
    let facts = S::W::permitting(&case.facts);
    what_is_sound_is_accepted::<S>(&sound_echo::<S::W>(&facts, more), &facts);
}

/// The document of a sound record sent back as it is: accepted, and no value changes.
pub fn what_is_sound_is_accepted<S: Subject>(record: &Record<S>, facts: &Facts<S>) {
    let shown = S::W::written(record);
    let echo = echo::<S::W>(record).unwrap_or_else(|| panic!("no echo of {shown}"));
    let (after, decision) = match S::apply(record, &echo, facts) {
        Ok(done) => done,
        Err(rejection) => panic!("an echo is refused: {rejection}: {shown}"),
    };
    let changes = S::changes(&decision);
    let derived = |place: &str| S::W::NAME == "commvault" && derived(place);
    let touched = changes.iter().find(|change| !derived(change.path.pointer().as_str()));
    assert!(touched.is_none(), "an echo changes {}: {shown}", list(&changes));
    if let Some(pending) = pending::<S>(&after) {
        assert_eq!(pending, values_of::<S>(record), "an echo of {shown}");
    }
}

/// What an accepted update has made of a sound record can be sent back as it is.
pub fn what_was_made_is_accepted<S: Subject>(case: &Case<S::W>, more: &mut Source<'_>) {
    let facts = S::W::permitting(&case.facts);
    let record = sound_echo::<S::W>(&facts, more);
    let next = S::W::then(record, more);
    let Ok((after, _)) = S::apply(&next.record, &next.input, &facts) else { return };
    let after = settled::<S>(after, &facts);
    if !S::W::closed(&after) {
        what_is_sound_is_accepted::<S>(&after, &facts);
    }
}

/// A record that any vendor would hold: the simplest, and up to three accepted things later.
pub fn sound_echo<W: Lawful>(facts: &W::Facts, more: &mut Source<'_>) -> W::Record {
    let mut record = W::record(&mut Source::new(&[]));
    for _ in 0..more.below(4) {
        let next = W::then(record.clone(), more);
        if let Ok((after, _)) =
            W::apply(&next.record, &next.input, facts).map(|o| (o.after, o.decision))
        {
            let after = settled::<W>(after, facts);
            if !W::closed(&after) {
                record = after;
            }
        }
    }
    record
}

/// If a record's own document is accepted as an update, and changes nothing, then so is that of the
/// record after any accepted update; also of records that no vendor would hold.
pub fn an_echo_stays_one<S: Subject>(case: &Case<S::W>, _: &mut Source<'_>) {
    let facts = S::W::permitting(&case.facts);
    let accepts = |record: &Record<S>| {
        let echo = S::W::echo(record)?;
        S::decide(record, &echo, &facts).ok().map(|decision| S::changes(&decision))
    };
    let was = accepts(&case.record);
    if was.is_none_or(|changes| !changes.iter().all(|one| derived(one.path.pointer().as_str()))) {
        return;
    }
    let Ok(decision) = S::decide(&case.record, &case.input, &facts) else { return };
    let after = settled::<S>(evolved::<S>(&case.record, &decision), &facts);
    if S::W::opens_something(case) || S::W::closed(&after) {
        return;
    }
    match accepts(&after) {
        Some(changes) => {
            let touched = changes.iter().find(|one| !derived(one.path.pointer().as_str()));
            assert!(touched.is_none(), "an echo changes {}: {case:?}", list(&changes))
        }
        None => panic!("the record afterwards refuses its own echo: {case:?}"),
    }
}

/// What was accepted and has ended, asked again of the record as it is then, changes nothing more.
/// It is refused a second time only where `refused_again` says so.
pub fn twice_is_once<S: Subject>(case: &Case<S::W>, _: &mut Source<'_>) {
    let Ok(decision) = S::decide(&case.record, &case.input, &case.facts) else { return };
    let mut update = match asked::<S::W>(case)["input"].get("update") {
        Some(update) => update.clone(),
        None => return,
    };
    let after = settled::<S>(evolved::<S>(&case.record, &decision), &case.facts);
    let shown = document::<S::W>(&after);
    renewed::<S::W>(&mut update, &shown, !S::changes(&decision).is_empty());
    let Some(again) = S::W::body(&update.to_string()) else { return };
    match S::apply(&after, &again, &case.facts) {
        Ok((last, _)) => {
            let last = settled::<S>(last, &case.facts);
            let (mut one, mut two) = (values::<S::W>(&shown), values_of::<S>(&last));
            let segment = "/companyProfile/marketSegment";
            // A change of segment drops the sub-segments sent with it; the second time they count.
            if S::changes(&decision).iter().any(|one| one.path.pointer().as_str() == segment) {
                for value in [&mut one, &mut two] {
                    drop(value["companyProfile"]["marketSubSegments"].take());
                }
            }
            assert!(one == two, "the second time changes {one} to {two}: {case:?}");
        }
        Err(rejection) => assert!(
            refused_again::<S>(case, &rejection),
            "the second time it is refused: {rejection}: {case:?}"
        ),
    }
}

/// The token is part of the record, and what no update can set is not repeated.
fn renewed<W: Lawful>(update: &mut Value, after: &Value, changed: bool) {
    match (W::NAME, update) {
        ("ibm", update) if changed => {
            let version = after["Customer"]["Version"].clone();
            match update.get_mut("Customer") {
                Some(inner) if inner.is_object() => inner["Version"] = version,
                Some(_) => {}
                None => update["Version"] = version,
            }
        }
        ("commvault", Value::Object(members)) => {
            for derived in ["status", "updateTs"] {
                members.shift_remove(derived);
            }
        }
        _ => {}
    }
}

/// Where a vendor refuses the second time what it accepted the first time.
fn refused_again<S: Subject>(case: &Case<S::W>, rejection: &Rejected<S>) -> bool {
    S::violations(rejection).iter().all(|violation| match violation.rule.id {
        // A change of segment drops the sub-segments that were echoed with it; now they differ.
        "adobe.sub-segment.fixed" | "adobe.large-government.sub-segment" => {
            case.question.contains("marketS")
        }
        // A group gets an id and a role when it is created: null is no echo of them.
        // A deactivated account is one again, however its update came to be.
        "commvault.status.deactivated" => case.question.contains(r#""status":"deactivated""#),
        "adobe.null.over-value" => violation.pointer.as_str().starts_with("/linkedMembership/"),
        _ => false,
    })
}

/// Where a vendor answers later: the answer yes makes what was pending, no makes what was before,
/// and the same answer a second time finds nothing to do. The request is never lost.
pub fn an_answer_counts_once<S: Subject>(case: &Case<S::W>, _: &mut Source<'_>) {
    let mut record = case.record.clone();
    if let Ok((after, _)) = S::apply(&record, &case.input, &case.facts) {
        record = after;
    }
    for yes in [true, false] {
        let Some(answer) = S::W::settlement(yes) else { return };
        let Ok((after, _)) = S::apply(&record, &answer, &case.facts) else { continue };
        let promised = if yes { pending::<S>(&record) } else { Some(values_of::<S>(&record)) };
        assert_eq!(Some(values_of::<S>(&after)), promised, "{case:?}");
        assert!(S::W::pending(&after).is_none(), "something still waits: {case:?}");
        if let Ok((last, _)) = S::apply(&after, &answer, &case.facts) {
            assert!(last == after, "the same answer again changes something: {case:?}");
        }
    }
}

/// Halves of an update that name different members may come in either order, and make what the
/// whole makes; where all are accepted.
pub fn halves_commute<S: Subject>(case: &Case<S::W>, more: &mut Source<'_>) {
    let question = asked::<S::W>(case);
    let Some(update) = question["input"].get("update").filter(|_| S::W::PATCHES) else { return };
    let facts = S::W::permitting(&case.facts);
    let (one, other) = halves(update, more);
    let made = |updates: &[&Value]| {
        updates.iter().try_fold(case.record.clone(), |record, update| {
            let input = S::W::body(&update.to_string())?;
            let (after, _) = S::apply(&record, &input, &facts).ok()?;
            Some(settled::<S>(after, &facts))
        })
    };
    let (Some(there), Some(back)) = (made(&[&one, &other]), made(&[&other, &one])) else { return };
    let told = |record: &Record<S>| document::<S::W>(record);
    assert!(told(&there) == told(&back), "{one} and {other} do not commute: {case:?}");
    if let Some(whole) = made(&[update]) {
        assert!(told(&there) == told(&whole), "{one} and {other} are not the whole: {case:?}");
    }
}

/// Gives each member to one half; what is required, or belongs together, to both.
fn halves(update: &Value, more: &mut Source<'_>) -> (Value, Value) {
    let both = [
        "externalId",
        "name",
        "marketSegment",
        "marketSubSegments",
        "benefits",
        "globalSalesEnabled",
        "status",
        "updateTs",
    ];
    match update {
        Value::Object(members) => {
            let (mut one, mut other) = (Map::new(), Map::new());
            for (name, value) in members {
                let whole = both.contains(&name.as_str());
                let nested = value.is_object()
                    || name == "contacts" && value.as_array().is_some_and(|l| l.len() == 1);
                if whole || nested {
                    let (left, right) =
                        if whole { (value.clone(), value.clone()) } else { halves(value, more) };
                    one.insert(name.clone(), left);
                    other.insert(name.clone(), right);
                } else {
                    let half = if more.one_in(2) { &mut one } else { &mut other };
                    half.insert(name.clone(), value.clone());
                }
            }
            (Value::Object(one), Value::Object(other))
        }
        // A contact of Adobe's is not merged but replaced.
        Value::Array(list) if list.iter().any(|one| one.get("phoneNumber").is_none()) => {
            let (left, right) = halves(&list[0], more);
            (json!([left]), json!([right]))
        }
        whole => (whole.clone(), whole.clone()),
    }
}

fn derived(place: &str) -> bool {
    ["/status", "/updateTs"].contains(&place)
}

fn values_of<S: Subject>(record: &Record<S>) -> Value {
    values::<S::W>(&document::<S::W>(record))
}

fn pending<S: Subject>(record: &Record<S>) -> Option<Value> {
    let pending = S::W::pending(record)?;
    Some(values::<S::W>(&crate::json::answer(&pending)))
}

/// The record's document as an update, without what the vendor takes from nobody.
fn echo<W: Lawful>(record: &W::Record) -> Option<W::Input<'static>> {
    let document = document::<W>(record);
    let mut update = body(&document).clone();
    if W::PATCHES {
        super::naming::without_strangers(&mut update);
    }
    W::body(&update.to_string())
}

/// The record when the vendor has said yes, where that comes later.
fn settled<S: Subject>(record: Record<S>, facts: &Facts<S>) -> Record<S> {
    let settled = S::W::settlement(true).and_then(|yes| S::apply(&record, &yes, facts).ok());
    settled.map_or(record, |(after, _)| after)
}
