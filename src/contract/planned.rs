//! Writing what became of a wish.

use alloc::string::String;

use super::answer::{Verdict, place, write_response};
use super::intent::Intent;
use crate::decision::Next;
use crate::json::{Pointer, Writer, to_text};
use crate::plan::{ObstacleOf, Plan, Planner, UnreachableOf, is_fact};

/// What became of a wish, at whichever vendor.
pub(super) trait Planned {
    /// What became of it.
    fn verdict(&self) -> Verdict;
    /// What to do next.
    fn next(&self) -> Next;
    /// The word of a comparison.
    fn outcome(&self) -> &'static str;
    /// The id of the intent, if there is an update.
    fn intent_id(&self, intent: &Intent<'_>) -> Option<String>;
    /// Writes the members of the answer that follow the verdict.
    fn write(&self, w: &mut Writer<'_>);
}

/// What became of a wish at one vendor.
pub(super) struct Done<V: Planner> {
    /// The member that wraps the document, if it came wrapped.
    pub(super) wrapper: Option<&'static str>,
    pub(super) is_neutral: bool,
    /// The record after the plan, or after the nearest one.
    pub(super) after: Option<V::Record>,
    pub(super) found: Result<Plan<V::Update<'static>, V::Decision>, UnreachableOf<V>>,
}

impl<V: Planner> Planned for Done<V> {
    fn verdict(&self) -> Verdict {
        match &self.found {
            Ok(plan) if plan.is_nothing() => Verdict::Nothing,
            Ok(_) => Verdict::Planned,
            Err(unreachable) if unreachable.undecided() => Verdict::Undecided,
            Err(_) => Verdict::Unreachable,
        }
    }

    fn next(&self) -> Next {
        match &self.found {
            Ok(plan) => plan.decision.as_ref().map_or(Next::Done, V::next),
            Err(unreachable) => unreachable.next(),
        }
    }

    fn intent_id(&self, intent: &Intent<'_>) -> Option<String> {
        let Ok(Plan { update: Some(update), .. }) = &self.found else { return None };
        let id = self.after.as_ref().and_then(V::record_id);
        Some(intent.id(V::NAME, id, &V::update_to_json(update)))
    }

    fn outcome(&self) -> &'static str {
        match &self.found {
            Ok(plan) if plan.unsupported.is_empty() => "accepted",
            Ok(_) => "partly",
            Err(unreachable) if unreachable.undecided() => "undecided",
            Err(unreachable) if unreachable.nearest.is_some() => "partly",
            Err(_) => "unreachable",
        }
    }

    fn write(&self, w: &mut Writer<'_>) {
        let unsupported = match &self.found {
            Ok(plan) => {
                self.write_plan(plan, w);
                &plan.unsupported
            }
            Err(unreachable) => {
                write_response(None, w);
                w.member("next", unreachable.next().as_str());
                w.name("obstacles");
                w.begin_list();
                unreachable.obstacles.iter().for_each(|one| self.write_obstacle(one, w));
                w.end_list();
                if let Some(nearest) = &unreachable.nearest {
                    w.name("nearest");
                    w.begin_object();
                    self.write_plan(nearest, w);
                    w.end_object();
                }
                &unreachable.unsupported
            }
        };
        if self.is_neutral {
            write_pointers("unsupported", unsupported, w, |pointer| pointer.clone());
        }
    }
}

impl<V: Planner> Done<V> {
    /// From `update` to `losses`.
    fn write_plan(&self, plan: &Plan<V::Update<'static>, V::Decision>, w: &mut Writer<'_>) {
        let (Some(update), Some(decision), Some(after)) =
            (&plan.update, &plan.decision, &self.after)
        else {
            write_response(None, w);
            return w.member("next", Next::Done.as_str());
        };
        w.name("update");
        w.raw(&V::update_to_json(update));
        w.name("customer");
        V::write_document(after, self.wrapper.is_some(), w);
        w.name("internal");
        V::write_internal(after, w);
        w.name("changes");
        w.begin_list();
        for mut change in V::changes(decision) {
            place(&mut change, self.wrapper);
            change.write(w);
        }
        w.end_list();
        w.name("effects");
        w.begin_list();
        V::effects(decision, after).iter().for_each(|effect| V::write_effect(effect, w));
        w.end_list();
        write_response(Some(&V::accepted(after)), w);
        w.member("next", V::next(decision).as_str());
        write_pointers("losses", &plan.losses, w, |pointer| self.wrapped(pointer));
    }

    /// The place of an obstacle: of the document as it came, or outside of it.
    fn place_of(&self, one: &ObstacleOf<V>) -> Pointer {
        let is_outside = V::RESEND == Some(one.rule) || is_fact(one.rule, &one.pointer);
        if is_outside { one.pointer.clone() } else { self.wrapped(&one.pointer) }
    }

    /// A place of the document as it came. The whole document is the whole.
    fn wrapped(&self, pointer: &Pointer) -> Pointer {
        match self.wrapper.filter(|_| !pointer.as_str().is_empty()) {
            None => pointer.clone(),
            Some(wrapper) => {
                let mut outer = Pointer::default();
                outer.push_name(wrapper);
                outer.followed_by(pointer)
            }
        }
    }

    fn write_obstacle(&self, one: &ObstacleOf<V>, w: &mut Writer<'_>) {
        w.begin_object();
        w.member("rule", one.rule.id);
        w.member("pointer", self.place_of(one).as_str());
        w.member("message", &to_text(one));
        w.member("instead", one.instead.as_str());
        if !one.steps.is_empty() {
            w.name("steps");
            w.begin_list();
            one.steps.iter().for_each(|step| V::write_step(step, w));
            w.end_list();
        }
        if let Some(sides) = &one.sides {
            let sides = [("base", &sides.base), ("mine", &sides.mine), ("theirs", &sides.theirs)];
            for (name, side) in sides {
                if let Some(side) = side {
                    w.name(name);
                    w.raw(side.as_str());
                }
            }
        }
        w.end_object();
    }
}

fn write_pointers(
    name: &str,
    pointers: &[Pointer],
    w: &mut Writer<'_>,
    placed: impl Fn(&Pointer) -> Pointer,
) {
    w.name(name);
    w.begin_list();
    pointers.iter().for_each(|pointer| w.text(placed(pointer).as_str()));
    w.end_list();
}
