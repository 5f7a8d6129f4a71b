//! Wishes: reading them, and planning.

use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;

use super::answer::{Verdict, begin};
use super::limits;
use super::planned::{Done, Planned};
use super::question::{Id, Question};
use super::record::Holding;
use crate::json::{At, Errors, FormError, Node, Pointer, Reason, Unreadable, Writer};
use crate::plan::{Plan, Planner, Wish, Words, check_wish, plan};

/// Answers a question that has a wish and a vendor.
pub(super) fn answer(
    question: Question<'_, '_>,
    id: &Id,
    out: &mut String,
) -> Result<Verdict, Unreadable> {
    let mut errors = Errors::default();
    if !question.opens(&mut errors)? {
        return errors.finish(None);
    }
    question.version(&mut errors);
    let Some(vendor) = question.vendor(&mut errors) else {
        shapes(question, &mut errors);
        question.close_whole(&mut errors);
        return errors.finish(None);
    };
    let planned = vendor.plan(question, errors)?;
    let mut w = Writer::new(out);
    begin(id, planned.verdict(), &mut w);
    planned.write(&mut w);
    let intent = question.intent(&mut Errors::default());
    if let Some(id) = intent.and_then(|intent| planned.intent_id(&intent)) {
        w.member("intentId", &id);
    }
    w.end_object();
    Ok(planned.verdict())
}

/// Where the vendor is not known: what holds at every vendor.
fn shapes(question: Question<'_, '_>, errors: &mut Errors) {
    question.shapes(errors);
    let root = At::ROOT;
    let node = question.get("wish", errors);
    let is_neutral = node.is_none_or(|node| check_wish(node, &root.name("wish"), errors));
    if let Some(node) = question.get("resend", errors) {
        texts(node, &root.name("resend"), errors);
    }
    pointers(question, errors);
    words(question, is_neutral, errors);
}

/// Reads the parts of a question that belong to a wish of this vendor, and plans.
pub(super) fn planned<V: Planner>(
    question: Question<'_, '_>,
    mut errors: Errors,
) -> Result<Box<dyn Planned>, Unreadable> {
    let holding = Holding::<V>::read(question, &mut errors);
    let asked = Wished::<V>::read(question, None, &mut errors);
    question.close_whole(&mut errors);
    let (holding, asked) = errors.finish(holding.zip(asked))?;
    finished(holding, &asked, question.size(), question.deepest())
}

/// The same for a part of a comparison, whose wish is beside it; `errors` are those of the part.
pub(super) fn planned_part<V: Planner>(
    question: Question<'_, '_>,
    wish: Option<Node<'_, '_>>,
    errors: &mut Errors,
) -> Option<Parted> {
    let holding = Holding::<V>::read(question, errors);
    let asked = Wished::<V>::read(question, wish, errors);
    question.close(PART, errors);
    let (holding, asked) = holding.zip(asked)?;
    let size = question.size();
    let deepest = question.deepest();
    Some(Box::new(move || finished(holding, &asked, size, deepest)))
}

/// A part that was read and is not planned yet.
pub(super) type Parted = Box<dyn FnOnce() -> Result<Box<dyn Planned>, Unreadable>>;

/// The members of a part of a comparison.
const PART: &[&str] =
    &["customer", "internal", "facts", "policy", "resend", "acknowledge", "words"];

fn finished<V: Planner>(
    holding: Holding<V>,
    asked: &Wished<V>,
    size: usize,
    deepest: usize,
) -> Result<Box<dyn Planned>, Unreadable> {
    let Holding { record, wrapped, .. } = holding;
    let found = plan::<V>(&record, &asked.wish, &asked.facts);
    let wrapper = V::WRAPPER.filter(|_| wrapped);
    let is_neutral = asked.wish.is_neutral();
    let beyond = || FormError { pointer: Pointer::new("/wish"), reason: Reason::Beyond };
    let done = match found {
        Err(unreachable) if unreachable.is_beyond_limit() => return Err(beyond().into()),
        Err(unreachable) => {
            let nearest = unreachable.nearest.as_ref().map(|plan| after::<V>(&record, plan));
            Done::<V> { wrapper, is_neutral, after: nearest.flatten(), found: Err(unreachable) }
        }
        Ok(plan) => {
            let after = after::<V>(&record, &plan);
            Done { wrapper, is_neutral, after, found: Ok(plan) }
        }
    };
    // What would lead beyond a limit could not be sent back.
    let near = limits::is_near(size.saturating_mul(7).saturating_add(4096), deepest);
    if let (true, Some(after)) = (near, &done.after) {
        let held = Holding::<V> { record: after.clone(), wrapped, size, depth: deepest };
        if held.measured().is_none() {
            return Err(beyond().into());
        }
    }
    Ok(Box::new(done))
}

/// The record after a plan.
fn after<V: Planner>(
    record: &V::Record,
    plan: &Plan<V::Update<'static>, V::Decision>,
) -> Option<V::Record> {
    let mut after = record.clone();
    V::evolve(&mut after, plan.decision.as_ref()?).ok()?;
    Some(after)
}

/// What is asked with a wish.
struct Wished<V: Planner> {
    wish: Wish<V>,
    facts: V::Facts,
}

impl<V: Planner> Wished<V> {
    fn read(
        question: Question<'_, '_>,
        beside: Option<Node<'_, '_>>,
        errors: &mut Errors,
    ) -> Option<Self> {
        let root = At::ROOT;
        let mut later = Errors::default();
        let policy = question.get("policy", &mut later);
        let policy = V::read_policy(policy, &root.name("policy"), &mut later);
        let facts = question.get("facts", errors);
        let facts = V::read_facts(facts, policy, &root.name("facts"), errors);
        errors.append(later);
        let customer = question.member("customer");
        let wrapped = V::WRAPPER
            .is_some_and(|name| customer.is_some_and(|customer| customer.member(name).is_some()));
        let wish = match beside {
            // It is read once for all, and what is wrong with it is reported there.
            Some(node) => Wish::read(node, wrapped, &root.name("wish"), &mut Errors::default()),
            None => {
                let node = question.get("wish", errors);
                node.and_then(|node| Wish::read(node, wrapped, &root.name("wish"), errors))
            }
        };
        let resend = resend::<V>(question, errors);
        let (acknowledge, inside) = acknowledge::<V>(question, wrapped, errors);
        let is_neutral = wish.as_ref().is_none_or(Wish::is_neutral);
        let words = words(question, is_neutral, errors);
        let mut wish = wish?;
        (wish.resend, wish.acknowledge, wish.words) = (resend, acknowledge, words);
        wish.acknowledges_inside = inside;
        Some(Self { wish, facts })
    }
}

/// Who is to be mailed again.
fn resend<V: Planner>(question: Question<'_, '_>, errors: &mut Errors) -> Vec<String> {
    let at = At::ROOT;
    let at = at.name("resend");
    let Some(node) = question.get("resend", errors) else { return Vec::new() };
    if V::RESEND.is_none() {
        errors.push(&at, Reason::Unknown);
        return Vec::new();
    }
    texts(node, &at, errors)
}

/// The texts of a list.
fn texts(node: Node<'_, '_>, at: &At<'_>, errors: &mut Errors) -> Vec<String> {
    let mut found = Vec::new();
    for (index, one) in node.list(at, errors).into_iter().flatten().enumerate() {
        match one.text() {
            Some(text) => found.push(String::from(&*text)),
            None => errors.push(&at.index(index), Reason::expected("a string")),
        }
    }
    found
}

/// What may be lost: places of the document, inside of what wraps it; and whether all inside may.
fn acknowledge<V: Planner>(
    question: Question<'_, '_>,
    wrapped: bool,
    errors: &mut Errors,
) -> (Vec<Pointer>, bool) {
    let (mut found, mut is_inside) = (Vec::new(), false);
    for text in pointers(question, errors) {
        match V::WRAPPER.filter(|_| wrapped && !text.is_empty()) {
            None => found.push(Pointer::new(text)),
            Some(wrapper) => {
                let inside = text.strip_prefix(['/']).and_then(|text| text.strip_prefix(wrapper));
                is_inside |= inside.is_some_and(str::is_empty);
                found.extend(inside.filter(|rest| rest.starts_with(['/'])).map(Pointer::new));
            }
        }
    }
    (found, is_inside)
}

/// The pointers of `acknowledge`, as they are.
fn pointers(question: Question<'_, '_>, errors: &mut Errors) -> Vec<String> {
    let at = At::ROOT;
    let at = at.name("acknowledge");
    let Some(node) = question.get("acknowledge", errors) else { return Vec::new() };
    let mut found = texts(node, &at, errors);
    for (index, text) in found.iter().enumerate() {
        if !is_pointer(text) {
            errors.push(&at.index(index), Reason::expected("a JSON Pointer"));
        }
    }
    found.retain(|text| is_pointer(text));
    found
}

fn is_pointer(text: &str) -> bool {
    let escapes = |text: &str| text.split(['~']).skip(1).all(|rest| rest.starts_with(['0', '1']));
    (text.is_empty() || text.starts_with(['/'])) && escapes(text)
}

/// What a vendor may have words for.
const WORDS: &[&str] = &["country", "region", "language"];

/// The vendor's words for neutral codes.
fn words(question: Question<'_, '_>, is_neutral: bool, errors: &mut Errors) -> Words {
    let at = At::ROOT;
    let at = at.name("words");
    let mut words = Words::default();
    let Some(node) = question.get("words", errors) else { return words };
    if !is_neutral {
        errors.push(&at, Reason::Unknown);
        return words;
    }
    for (name, node) in node.object(&at, errors).into_iter().flatten() {
        let list = match &*name {
            "country" => &mut words.country,
            "region" => &mut words.region,
            "language" => &mut words.language,
            _ => {
                errors.push(&at.other(&name), Reason::none_of(WORDS));
                continue;
            }
        };
        let at = at.other(&name);
        for (code, word) in node.object(&at, errors).into_iter().flatten() {
            match word.text() {
                Some(word) => list.push((String::from(&*code), String::from(&*word))),
                None => errors.push(&at.other(&code), Reason::expected("a string")),
            }
        }
    }
    words
}
