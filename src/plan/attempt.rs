//! One attempt: the body that says what is chosen, what the vendor says to it, and what it brings.

use alloc::string::String;
use alloc::vec::Vec;

use super::case::{Case, Goal};
use super::finding::{Finding, Owner};
use super::outcome::Plan;
use super::outside;
use super::planner::{PlanOf, Planner};
use super::tree::Json;
use super::wanted::Wanted;
use crate::decision::{ChangeKind, FactName, Instead, Rejection};
use crate::json::{Folded, OverflowMap, Pointer, Reason};
use crate::member::Value;

/// What a body is to say.
pub(crate) struct Sketch<'s> {
    /// The document as it shall read.
    pub(crate) wanted: &'s Json,
    /// What is chosen and does not hold.
    pub(crate) goals: &'s [&'s Goal],
    /// What is left out because the vendor does not take it: places of the stored document.
    pub(crate) left_out: &'s OverflowMap<Pointer, ()>,
    /// Who is to be mailed.
    pub(crate) resend: &'s [&'s str],
}

impl Sketch<'_> {
    /// Whether this place is chosen and does not hold.
    pub(crate) fn has(&self, place: &super::Place) -> bool {
        self.goals.iter().any(|goal| goal.place == *place)
    }
}

/// A body, and where its lists come from.
pub(crate) struct Body {
    pub(crate) json: Json,
    /// For a list of the body, by pointer: the index that each element has in the document.
    pub(crate) lists: Vec<(&'static str, Vec<usize>)>,
}

impl Body {
    /// The place in the document for a place in the body.
    fn place(&self, pointer: &str, root: &'static str) -> Pointer {
        if pointer.is_empty() {
            return Pointer::new(root);
        }
        let mut mapped = Pointer::new(pointer);
        // Lists inside of others stand before these.
        for (list, indices) in &self.lists {
            let rest = mapped.as_str().strip_prefix(list).and_then(|rest| rest.strip_prefix(['/']));
            let Some(rest) = rest else { continue };
            let (index, below) = rest.split_once(['/']).map_or((rest, None), |(i, b)| (i, Some(b)));
            let found = index.parse().ok().and_then(|index: usize| indices.get(index));
            let Some(found) = found else { continue };
            let mut place = Pointer::new(*list);
            place.push_index(*found);
            mapped = match below {
                Some(below) => {
                    let mut inner = String::from("/");
                    inner.push_str(below);
                    place.followed_by(&Pointer::new(inner))
                }
                None => place,
            };
        }
        mapped
    }
}

/// What is chosen of a wish.
#[derive(Clone)]
pub(crate) struct Chosen {
    pub(crate) goals: Vec<bool>,
    pub(crate) resend: Vec<bool>,
    /// Whether what is not chosen is given up: then the wish does not name it.
    pub(crate) is_part: bool,
}

/// What became of an attempt.
pub(crate) struct Attempt<V: Planner> {
    /// Everything against it.
    pub(crate) findings: Vec<Finding<V>>,
    /// What it does, if nothing is against it.
    pub(crate) done: Option<Done<V>>,
    /// Whether it says more than an update may, or makes a record larger than one may be.
    pub(crate) is_beyond: bool,
}

impl<V: Planner> Attempt<V> {
    const fn refused(findings: Vec<Finding<V>>) -> Self {
        Self { findings, done: None, is_beyond: false }
    }

    const fn beyond() -> Self {
        Self { findings: Vec::new(), done: None, is_beyond: true }
    }
}

/// An accepted body that brings what was chosen.
pub(crate) struct Done<V: Planner> {
    body: String,
    decision: V::Decision,
    losses: Vec<Pointer>,
    pub(crate) after: V::Record,
}

impl<V: Planner> Done<V> {
    /// The plan.
    pub(crate) fn plan(self, unsupported: Vec<Pointer>) -> PlanOf<V> {
        let update = V::update(&self.body).ok().map(V::own_update);
        Plan { update, decision: Some(self.decision), losses: self.losses, unsupported }
    }

    /// The input of the contract.
    pub(crate) fn input(&self) -> Option<V::Input<'static>> {
        let update = V::update(&self.body).ok().map(V::own_update)?;
        Some(V::Input::from(update))
    }
}

/// What brings about what is chosen, with another value for one goal, if that is accepted.
pub(crate) fn attempt_with<V: Planner>(
    case: &Case<'_, V>,
    chosen: &Chosen,
    other: Option<(usize, Json)>,
) -> Option<Done<V>> {
    tried(case, chosen, other).done
}

/// Tries to bring about what is chosen.
pub(crate) fn attempt<V: Planner>(case: &Case<'_, V>, chosen: &Chosen) -> Attempt<V> {
    tried(case, chosen, None)
}

fn tried<V: Planner>(
    case: &Case<'_, V>,
    chosen: &Chosen,
    other: Option<(usize, Json)>,
) -> Attempt<V> {
    let mut wanted = case.stored.clone();
    let is_chosen = |(goal, chosen): (_, &bool)| chosen.then_some(goal);
    let goals = case.goals.iter().zip(&chosen.goals).filter_map(is_chosen);
    let open: Vec<&Goal> = goals.filter(|goal| !goal.holds).collect();
    for goal in &open {
        goal.place.set(&mut wanted, goal.value.clone());
    }
    let other = other.and_then(|(index, value)| Some((case.goals.get(index)?, value)));
    if let Some((goal, value)) = &other {
        goal.place.set(&mut wanted, Some(value.clone()));
    }
    let addresses = case.wish.resend.iter().map(String::as_str).zip(&chosen.resend);
    let resend: Vec<&str> = addresses.filter_map(|(one, chosen)| chosen.then_some(one)).collect();
    let mut left_out = OverflowMap::new();
    loop {
        let sketch = Sketch { wanted: &wanted, goals: &open, left_out: &left_out, resend: &resend };
        let body = V::body(case, &sketch);
        let text = body.json.to_text();
        let Ok(update) = V::update(&text) else { return Attempt::beyond() };
        let written = V::update_to_json(&update);
        let input = V::Input::from(update);
        let others = other.as_ref().map(|(goal, value)| (*goal, value));
        let rejection = match V::decide(case.record, &input, case.facts) {
            Ok(decision) => return brought(case, chosen, others, written, decision),
            Err(rejection) => rejection,
        };
        let at_fault = rejection.refusal().and_then(V::at_fault);
        if at_fault.is_some_and(|error| matches!(error.reason, Reason::Count(_) | Reason::Beyond)) {
            return Attempt::beyond();
        }
        if give_up(case, chosen, &body, &rejection, &mut left_out) {
            continue;
        }
        let mut findings = refused(case, &body, &rejection, &left_out);
        if !rejection.needs().is_empty() {
            // What is in the way then, no fact can help.
            let facts = V::most_favourable(case.record, case.facts);
            match V::decide(case.record, &input, &facts) {
                Ok(decision) => {
                    let tried = brought(case, chosen, others, written, decision);
                    findings.extend(tried.findings);
                    return Attempt::refused(findings);
                }
                Err(rejection) => {
                    let certain = refused(case, &body, &rejection, &left_out).into_iter();
                    findings.extend(certain.filter(|one| one.rule.facts.is_empty()));
                }
            }
        }
        findings.extend(unknown_addresses(case, chosen, &wanted));
        findings.extend(lost_anyway(case));
        return Attempt::refused(findings);
    }
}

/// Notes what may be left out: it is refused, unnamed, and acknowledged. Whether there is any more.
fn give_up<V: Planner>(
    case: &Case<'_, V>,
    chosen: &Chosen,
    body: &Body,
    rejection: &Rejection<V::Fact>,
    left_out: &mut OverflowMap<Pointer, ()>,
) -> bool {
    let (mut is_more, mut wanted) = (false, None);
    for violation in rejection.violations() {
        let mut violation = violation.clone();
        violation.pointer = body.place(violation.pointer.as_str(), V::STATE);
        for lost in V::left_out(case, &violation) {
            if !case.acknowledges(&lost) {
                continue;
            }
            let wanted = wanted.get_or_insert_with(|| Wanted::of(case, chosen));
            if !wanted.speaks_of(lost.as_str()) {
                is_more |= left_out.get_or_insert(lost, ()).is_none();
            }
        }
    }
    is_more
}

/// What the vendor says against a body.
fn refused<V: Planner>(
    case: &Case<'_, V>,
    body: &Body,
    rejection: &Rejection<V::Fact>,
    left_out: &OverflowMap<Pointer, ()>,
) -> Vec<Finding<V>> {
    let mut findings = Vec::new();
    for need in rejection.needs() {
        let pointer = outside::fact(need.fact.name());
        let asked = body.place(need.pointer.as_str(), V::STATE);
        findings.push(Finding {
            owner: case.owner(asked.as_str()),
            fact: Some(need.fact),
            asked: Some(asked),
            instead: Some(Instead::Facts),
            ..Finding::new(need.rule, pointer)
        });
    }
    for violation in rejection.violations() {
        let mut violation = violation.clone();
        violation.pointer = body.place(violation.pointer.as_str(), V::STATE);
        let lost = V::left_out(case, &violation).into_iter();
        let lost = lost.filter(|lost| left_out.get(lost).is_none());
        let is_named = |lost: &Pointer| case.speaks_of(lost.as_str());
        let (named, lost): (Vec<Pointer>, Vec<Pointer>) = lost.partition(is_named);
        for lost in &lost {
            findings.push(Finding {
                may_be_left_out: true,
                limit: violation.limit,
                ..Finding::new(violation.rule, lost.clone())
            });
        }
        if !lost.is_empty() && named.is_empty() {
            continue;
        }
        // What is wished inside of what can't be left out is in the way.
        let mut owners: Vec<Owner> = named.iter().flat_map(|named| case.inside(named)).collect();
        if owners.is_empty() {
            owners.push(case.owner(violation.pointer.as_str()));
        }
        findings.extend(owners.into_iter().map(|owner| Finding {
            owner,
            limit: violation.limit,
            ..Finding::new(violation.rule, violation.pointer.clone())
        }));
    }
    findings
}

/// Addresses that are to be mailed and that the record would not have.
fn unknown_addresses<V: Planner>(
    case: &Case<'_, V>,
    chosen: &Chosen,
    after: &Json,
) -> Vec<Finding<V>> {
    let Some(rule) = V::RESEND.filter(|_| !case.wish.resend.is_empty()) else {
        return Vec::new();
    };
    let mailed = V::addresses(after);
    let mut findings = Vec::new();
    for (index, address) in case.wish.resend.iter().enumerate() {
        if chosen.resend.get(index) == Some(&true) && mailed.get(Folded(address)).is_none() {
            let pointer = outside::resend(index);
            let owner = Owner::Resend(index);
            findings.push(Finding { owner, ..Finding::new(rule, pointer) });
        }
    }
    findings
}

/// What any update would lose, not acknowledged.
fn lost_anyway<V: Planner>(case: &Case<'_, V>) -> Option<Finding<V>> {
    let lost = V::lost_anyway(case.record, &case.policy)?;
    let rule = V::loses(&lost);
    let found = Finding { may_be_left_out: true, ..Finding::new(rule, lost) };
    (!case.acknowledges(&found.pointer)).then_some(found)
}

/// What an accepted body brings, and what it loses.
fn brought<V: Planner>(
    case: &Case<'_, V>,
    chosen: &Chosen,
    other: Option<(&Goal, &Json)>,
    body: String,
    decision: V::Decision,
) -> Attempt<V> {
    let mut after = case.record.clone();
    // A decision fits the record that it was made for.
    let _ = V::evolve(&mut after, &decision);
    let reads = V::read(&after);
    let mut findings = Vec::new();
    let all = case.goals.iter().zip(&chosen.goals).enumerate();
    for (index, (goal, _)) in all.filter(|(_, (_, is_chosen))| **is_chosen) {
        let value = match other {
            Some((of, value)) if of.place == goal.place => Some(value),
            _ => goal.value.as_ref(),
        };
        if !case.same(&goal.place, goal.place.get(&reads), value) {
            let (rule, pointer) = V::unbrought(case, &goal.place, &reads);
            findings.push(Finding {
                owner: Owner::Goal(index),
                ..Finding::new(rule, pointer.unwrap_or_else(|| goal.pointer.clone()))
            });
        }
    }
    if case.compares && !chosen.is_part {
        V::gone(case, &reads, &mut findings);
    }
    findings.extend(unknown_addresses(case, chosen, &reads));
    let mut losses: Vec<Pointer> = V::lost_anyway(case.record, &case.policy).into_iter().collect();
    let mut wanted = None;
    if case.runs() {
        let wanted = wanted.get_or_insert_with(|| Wanted::of(case, chosen));
        let forgotten = V::forgotten(&case.stored, &reads).into_iter();
        losses.extend(forgotten.filter(|lost| !wanted.has(lost.as_str())));
    }
    for change in V::changes(&decision) {
        let had = change.before.as_ref().is_some_and(|before| !is_blank(before));
        if change.kind() == ChangeKind::Removed && had {
            let wanted = wanted.get_or_insert_with(|| Wanted::of(case, chosen));
            let pointer = change.path.pointer();
            if !wanted.has(pointer.as_str()) {
                losses.push(pointer);
            }
        }
    }
    let mut lost: Vec<&Pointer> = losses.iter().filter(|lost| !case.acknowledges(lost)).collect();
    if !lost.is_empty() {
        // One that the wish wants to keep is found already.
        let mut kept = OverflowMap::new();
        for one in &findings {
            kept.get_or_insert((one.rule.id, one.pointer.clone()), ());
        }
        lost.retain(|lost| kept.get(&(V::loses(lost).id, (*lost).clone())).is_none());
        findings.extend(lost.into_iter().map(|lost| Finding {
            may_be_left_out: true,
            ..Finding::new(V::loses(lost), lost.clone())
        }));
    }
    let done = findings.is_empty().then_some(Done { body, decision, losses, after });
    Attempt { findings, done, is_beyond: false }
}

fn is_blank(value: &Value) -> bool {
    match value {
        Value::Text(text) => text.is_empty(),
        Value::Json(raw) => matches!(raw.as_str(), "[]" | "null" | "\"\""),
        Value::Flag(_) | Value::Integer(_) => false,
    }
}
