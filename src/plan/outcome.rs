//! What becomes of a wish: a plan, or everything in its way.

use alloc::boxed::Box;
use alloc::vec::Vec;
use core::fmt;

use crate::decision::{Evidence, FactName, Instead, Limit, Need, Next, Remedy, Rule, RuleKind};
use crate::json::Pointer;
use crate::member::Raw;

/// How a wish is brought about. Without an update it holds already.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Plan<U, D> {
    /// What is to be sent; `None` if nothing is.
    pub update: Option<U>,
    /// What that update decides; `None` if there is none.
    pub decision: Option<D>,
    /// What is lost by it, all of it acknowledged: places in the stored document.
    pub losses: Vec<Pointer>,
    /// What the neutral customer wishes and this vendor has no place for.
    pub unsupported: Vec<Pointer>,
}

impl<U, D> Plan<U, D> {
    /// Nothing is to be sent.
    pub(super) const fn nothing() -> Self {
        Self { update: None, decision: None, losses: Vec::new(), unsupported: Vec::new() }
    }

    /// Whether the wish holds already, so that there is nothing to send.
    pub const fn is_nothing(&self) -> bool {
        self.update.is_none()
    }
}

/// Why a wish can't be brought about by one update, and what can.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Unreachable<U, D, I, F> {
    /// Everything in its way, in the order of violations. Never empty.
    pub obstacles: Vec<Obstacle<I, F>>,
    /// The plan for the largest part of it that can be brought about, if there is one.
    pub nearest: Option<Box<Plan<U, D>>>,
    /// What the neutral customer wishes and this vendor has no place for.
    pub unsupported: Vec<Pointer>,
}

/// The rules of planning that are no vendor's.
pub(crate) const RULES: &[Rule] = &[BEYOND];

/// No vendor says so: this crate has limits, and a wish may lead beyond them.
const BEYOND: Rule = Rule {
    id: "plan.beyond-limit",
    kind: RuleKind::Plans,
    evidence: Evidence::Chosen,
    source: "limits of this crate",
    code: None,
    status: None,
    next: Next::Fix,
    rank: 0,
    facts: &[],
    instead: Remedy::Is(Instead::OtherValue),
    says: "what is wished is larger or deeper than a document may be",
    hint: "",
    readings: &[],
};

impl<U, D, I, F> Unreachable<U, D, I, F> {
    /// No update that can be read, or no record that can be kept, would bring the wish.
    pub(super) fn beyond(unsupported: Vec<Pointer>) -> Self {
        let obstacle = Obstacle {
            rule: &BEYOND,
            pointer: Pointer::default(),
            need: None,
            limit: None,
            instead: Instead::OtherValue,
            steps: Vec::new(),
            sides: None,
        };
        Self { obstacles: Vec::from([obstacle]), nearest: None, unsupported }
    }

    /// Whether the wish leads beyond a limit of this crate: that is its only obstacle then.
    pub fn is_beyond_limit(&self) -> bool {
        self.obstacles.iter().any(|one| *one.rule == BEYOND)
    }

    /// Whether nothing but facts is missing: with what is looked up the wish may be brought about.
    pub fn undecided(&self) -> bool {
        !self.obstacles.is_empty() && self.obstacles.iter().all(|one| one.instead == Instead::Facts)
    }

    /// The facts that are missing, in the order of the obstacles: one entry for each fact and rule.
    /// What is to be looked up before the wish is planned again.
    pub fn needs(&self) -> impl Iterator<Item = &Need<F>> {
        self.obstacles.iter().filter_map(|one| one.need.as_ref())
    }

    /// What to do next.
    pub fn next(&self) -> Next {
        let any = |wanted: &[Instead]| self.obstacles.iter().any(|o| wanted.contains(&o.instead));
        let stop = [
            Instead::SupportTicket,
            Instead::AdminConsole,
            Instead::OtherEndpoint,
            Instead::NotAtThisVendor,
        ];
        if any(&stop) {
            Next::Stop
        } else if any(&[Instead::Acknowledge, Instead::OtherValue, Instead::TwoSteps]) {
            Next::Fix
        } else if any(&[Instead::Facts]) {
            Next::Lookup
        } else {
            Next::Wait
        }
    }
}

/// What was not looked up first, as of an input that is undecided: that is not the vendor's word.
impl<U, D, I, F: FactName> fmt::Display for Unreachable<U, D, I, F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut between = "not looked up: ";
        for need in self.needs() {
            write!(f, "{between}{need}")?;
            between = ", ";
        }
        let is_any = self.needs().next().is_some();
        let mut between = if is_any { "; " } else { "" };
        for one in self.obstacles.iter().filter(|one| one.need.is_none()) {
            write!(f, "{between}{} at {}: {one}", one.rule.id, one.pointer.spoken())?;
            between = "; ";
        }
        Ok(())
    }
}

impl<U, D, I, F> core::error::Error for Unreachable<U, D, I, F>
where
    U: fmt::Debug,
    D: fmt::Debug,
    I: fmt::Debug,
    F: FactName,
{
}

/// One rule in the way of a wish, at one place. `Display` is its message, without a value.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Obstacle<I, F> {
    /// The rule.
    pub rule: &'static Rule,
    /// The place in the wished document; of what it does not hold, in the stored one. Outside of
    /// both it is `/facts/<name>` for a fact that is missing or that refuses by itself, and
    /// `/resend/<index>` for an address of [`Wish::resend`](super::Wish::resend).
    pub pointer: Pointer,
    /// The fact that is missing, where that is the obstacle; its place is the one that asks for it.
    /// Then nothing was refused, and the rule is the one that asks.
    pub need: Option<Need<F>>,
    /// The limit that would be broken, where there is one.
    pub limit: Option<Limit>,
    /// What would do it.
    pub instead: Instead,
    /// Of two steps, the inputs in order: the same at every such obstacle, and left out behind the
    /// first twelve.
    pub steps: Vec<I>,
    /// Of a conflict, the three sides.
    pub sides: Option<Sides>,
}

impl<I, F: FactName> fmt::Display for Obstacle<I, F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(need) = &self.need {
            return write!(f, "not looked up: {} ({})", need.fact.name(), self.rule.says);
        }
        f.write_str(self.rule.says)?;
        self.limit.map_or(Ok(()), |limit| write!(f, " ({limit})"))
    }
}

/// The three sides of a conflict; `None` is no value.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Sides {
    /// What both started from.
    pub base: Option<Raw>,
    /// What is wished.
    pub mine: Option<Raw>,
    /// What is stored.
    pub theirs: Option<Raw>,
}
