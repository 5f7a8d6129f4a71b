//! What a planner asks of a vendor, and the planner.

use alloc::boxed::Box;
use alloc::vec::Vec;

use super::attempt::{Body, Sketch, attempt};
use super::case::Case;
use super::finding::Finding;
use super::nearest::nearest;
use super::outcome::{Obstacle, Plan, Unreachable};
use super::place::{Place, Shape, is_at_or_below, order};
use super::tree::Json;
use super::wish::Wish;
use crate::decision::{Rule, Violation};
use crate::json::{At, Errors, Folded, Index, Node, OverflowMap, Pointer, Writer, sort_by};
use crate::member;
use crate::neutral::Reached;
use crate::vendors::Vendor;

/// A place that can't be wished for, and the rule that says so.
pub(crate) struct Barred {
    pub(crate) place: Place,
    pub(crate) rule: &'static Rule,
}

/// What a vendor lets a customer have one kind of at a time.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Exclusive {
    /// A commitment.
    Commitment,
    /// What can't be had beside one.
    Other,
}

/// Where a vendor keeps people.
pub(crate) enum People {
    /// A list of them.
    Many(Place),
    /// One: where, and the list that is without a value where there is none, if it is in a list.
    One(Place, Option<Place>),
}

/// A member that a document gives under another spelling.
pub(crate) struct Spelt {
    pub(crate) own: Pointer,
    pub(crate) given: Pointer,
    /// Whether both spellings are given, with different values.
    pub(crate) differs: bool,
}

/// What a planner must know of a vendor.
pub(crate) trait Planner: Vendor {
    /// What its document is made of.
    const SHAPE: &'static Shape;
    /// The form of a wished document, in each form that a record may come in.
    const WISHED: member::Shape;
    /// The form of a merge patch on it.
    const PATCH: member::Shape;
    /// Others have changed a place as well.
    const CONFLICT: &'static Rule;
    /// No word is known for a code.
    const WORD_UNKNOWN: &'static Rule;
    /// A code in two spellings.
    const SPELLING: Option<&'static Rule> = None;
    /// Its column in the table of the neutral customer.
    const COLUMN: usize;
    /// The place of the account's state.
    const STATE: &'static str;

    /// What a read shows.
    fn shown(record: &Self::Record) -> Json;

    /// What a read will show when all that runs has succeeded, where that is something else.
    fn pending(_record: &Self::Record) -> Option<Json> {
        None
    }

    /// What a read will show when all that runs has succeeded.
    fn read(record: &Self::Record) -> Json {
        Self::pending(record).unwrap_or_else(|| Self::shown(record))
    }

    /// Notes what is wrong with the form of a whole document.
    fn check_document(node: Node<'_, '_>, at: &At<'_>, errors: &mut Errors);

    /// Notes what is wrong with the types of a merge patch.
    fn check_patch(node: Node<'_, '_>, at: &At<'_>, errors: &mut Errors);

    /// Whether a document has a member under another spelling.
    fn has_spellings(_document: &Json) -> bool {
        false
    }

    /// Gives members that have another spelling their own name.
    fn respell(_document: &mut Json) -> Vec<Spelt> {
        Vec::new()
    }

    /// Gives to `each` the places of these documents, in the order of the model.
    fn places(documents: &[&Json], policy: &Self::Policy, each: &mut dyn FnMut(&Place));

    /// Whether what is there reads as what is wished.
    fn same(
        place: &Place,
        there: Option<&Json>,
        wished: Option<&Json>,
        policy: &Self::Policy,
    ) -> bool;

    /// Where a change takes away what a wished document does not speak of. Where a list that is one
    /// place has, in an element that stays, a member that no page knows and the wished list lacks.
    fn taken_away(
        _place: &Place,
        _there: Option<&Json>,
        _wished: Option<&Json>,
    ) -> Option<Pointer> {
        None
    }

    /// Whether a place may stand in the way of another, or need it.
    fn is_joint(place: &Place) -> bool;

    /// Which of those that exclude each other is asked for here; `there` is what is stored.
    fn asks_for(
        _place: &Place,
        _there: Option<&Json>,
        _wished: Option<&Json>,
    ) -> Option<Exclusive> {
        None
    }

    /// The rule by which no body can say what is wished here, and where.
    fn unsayable(
        _place: &Place,
        _wished: Option<&Json>,
        _pointer: &Pointer,
    ) -> Option<(&'static Rule, Pointer)> {
        None
    }

    /// What the wish gives otherwise although nobody can wish for it.
    fn foreign(case: &Case<'_, Self>, found: &mut Vec<Finding<Self>>)
    where
        Self: Sized;

    /// What nobody can wish for, was as the wish gives it, and goes with what an update makes anew.
    fn gone(_case: &Case<'_, Self>, _after: &Json, _found: &mut Vec<Finding<Self>>)
    where
        Self: Sized,
    {
    }

    /// The body that says what is wished.
    fn body(case: &Case<'_, Self>, sketch: &Sketch<'_>) -> Body
    where
        Self: Sized;

    /// The rule by which an accepted body does not bring a place, and where.
    fn unbrought(
        case: &Case<'_, Self>,
        place: &Place,
        after: &Json,
    ) -> (&'static Rule, Option<Pointer>)
    where
        Self: Sized;

    /// The facts with the value that is least in the way of an update for each that is missing.
    fn most_favourable(record: &Self::Record, facts: &Self::Facts) -> Self::Facts;

    /// In which stage of the vendor's checks a rule is.
    fn stage(rule: &'static Rule) -> u16;

    /// What is lost if that which is refused here is left out of the body.
    fn left_out(case: &Case<'_, Self>, violation: &Violation) -> Vec<Pointer>
    where
        Self: Sized;

    /// The rule by which something is lost.
    fn loses(pointer: &Pointer) -> &'static Rule;

    /// What any update would lose.
    fn lost_anyway(_record: &Self::Record, _policy: &Self::Policy) -> Option<Pointer> {
        None
    }

    /// What was to read so once all that runs has succeeded, and will not any more.
    fn forgotten(_before: &Json, _after: &Json) -> Vec<Pointer> {
        Vec::new()
    }

    /// The addresses of a document that can be mailed again.
    fn addresses(_document: &Json) -> Index<Folded<'_>> {
        Index::for_count(0)
    }

    /// The rule for an address that nobody has.
    const RESEND: Option<&'static Rule> = None;

    /// The place that a wanted mail depends on.
    fn mailing() -> Option<Place> {
        None
    }

    /// Writes an input of two steps as the contract takes it.
    fn write_step(input: &Self::Input<'_>, w: &mut Writer<'_>);

    /// Where people are kept.
    fn people(policy: &Self::Policy) -> People;

    /// Whether it has three-year commitments.
    fn commits() -> bool {
        false
    }

    /// Wishes for a commitment.
    fn commit(_stored: &Json, _wished: &Json, _reached: &mut Reached) {}

    /// What is committed to or asked for.
    fn committed(_stored: &Json) -> Json {
        Json::object()
    }

    /// Offers two steps for obstacles that these would overcome.
    fn two_steps(_case: &Case<'_, Self>, _found: &mut [Finding<Self>])
    where
        Self: Sized,
    {
    }
}

/// What a plan of `V` is.
pub(crate) type PlanOf<V> = Plan<<V as Vendor>::Update<'static>, <V as Vendor>::Decision>;

/// Why a wish is unreachable at `V`.
pub(crate) type UnreachableOf<V> = Unreachable<
    <V as Vendor>::Update<'static>,
    <V as Vendor>::Decision,
    <V as Vendor>::Input<'static>,
    <V as Vendor>::Fact,
>;

/// What is in the way of a wish at `V`.
pub(crate) type ObstacleOf<V> = Obstacle<<V as Vendor>::Input<'static>, <V as Vendor>::Fact>;

/// Plans how `wish` is brought about.
pub(crate) fn plan<V: Planner>(
    record: &V::Record,
    wish: &Wish<V>,
    facts: &V::Facts,
) -> Result<PlanOf<V>, UnreachableOf<V>> {
    if wish.is_blank() {
        return Ok(Plan::nothing());
    }
    let mut case = Case::<V>::new(record, wish, facts);
    if wish.resend.is_empty() && case.is_identity() {
        return Ok(Plan::nothing());
    }
    case.aim_at_places();
    let mut found = case.found();
    let unsupported = case.unsupported.clone();
    if found.is_empty() && case.holds() && wish.resend.is_empty() {
        return Ok(Plan { update: None, decision: None, losses: Vec::new(), unsupported });
    }
    let all = case.all();
    let tried = attempt(&case, &all);
    if found.is_empty()
        && let Some(done) = tried.done
    {
        return Ok(done.plan(unsupported));
    }
    if tried.is_beyond {
        return Err(Unreachable::beyond(unsupported));
    }
    let may_not = |one: &Finding<V>| one.is_caller();
    let is_barred = tried.findings.iter().any(may_not);
    if is_barred {
        found = tried.findings;
        found.retain(may_not);
    } else {
        // What is not said for want of a word is missed for that.
        let unsaid = case.unsaid();
        let is_missed = |one: &Finding<V>| is_at_or_below(one.pointer.as_str(), &unsaid);
        found.extend(tried.findings.into_iter().filter(|one| !is_missed(one)));
    }
    arrange::<V>(&mut found);
    let nearest = if is_barred { None } else { nearest(&case, &found) };
    if !is_barred {
        V::two_steps(&case, &mut found);
    }
    let obstacles = case.obstacles(found);
    let nearest = nearest.map(|done| Box::new(done.plan(Vec::new())));
    Err(Unreachable { obstacles, nearest, unsupported })
}

/// Each place and rule once, in the order of violations.
fn arrange<V: Planner>(found: &mut Vec<Finding<V>>) {
    let mut keyed: Vec<_> = core::mem::take(found)
        .into_iter()
        .map(|one| {
            let by = order(V::SHAPE, one.asked.as_ref().unwrap_or(&one.pointer).as_str());
            ((V::stage(one.rule), by), one)
        })
        .collect();
    sort_by(&mut keyed, |(one, _), (two, _)| one.cmp(two));
    let mut known = OverflowMap::new();
    for (_, one) in keyed {
        if known.get_or_insert((one.rule.id, one.pointer.clone()), ()).is_none() {
            found.push(one);
        }
    }
}
