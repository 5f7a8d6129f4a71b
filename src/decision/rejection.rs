//! Why nothing happened: the vendor refuses, or the caller has to look something up first.

use alloc::vec::Vec;
use core::fmt;

#[cfg(feature = "endpoint")]
use super::Rule;
use super::violation::list;
use super::{FactName, Need, Needs, Next, Violation};
#[cfg(feature = "endpoint")]
use crate::json::Pointer;

/// Why an input was not accepted. Nothing has changed.
///
/// Only a [`Refusal`] can be rendered as a vendor's answer: what the caller did not look up is
/// never said in the vendor's name. With serde it names rules by id and facts by name.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[expect(clippy::exhaustive_enums, reason = "a caller must tell the two apart")]
pub enum Rejection<F> {
    /// Rules of the vendor refuse it.
    Refused(Refusal),
    /// It depends on facts that were not given.
    Undecided(Undecided<F>),
}

/// All violations of one call, in order of precedence, then of the document. Never empty. Not
/// always the first of them [answers](Refusal::answering).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Refusal {
    first: Violation,
    rest: Vec<Violation>,
    next: Next,
}

/// The facts that are missing, and what is wrong whatever they are. There is always one that is
/// missing.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Undecided<F> {
    needs: Needs<F>,
    violations: Vec<Violation>,
}

impl Refusal {
    /// A refusal for these violations, or `None` when there are none.
    pub fn new(mut violations: Vec<Violation>, next: Next) -> Option<Self> {
        // The first goes to the end and is taken from there: the others need no list of their own.
        for at in 1..violations.len() {
            if let Some([one, two]) = violations.get_mut(at.saturating_sub(1)..=at) {
                core::mem::swap(one, two);
            }
        }
        let first = violations.pop()?;
        Some(Self { first, rest: violations, next })
    }

    /// The refusal by one rule at one place.
    #[cfg(feature = "endpoint")]
    pub(crate) fn by(rule: &'static Rule, place: Pointer) -> Self {
        Self { first: Violation::new(rule, place), rest: Vec::new(), next: rule.next }
    }

    /// Whether it is about the whole request, and says nothing more than its rule does.
    pub(crate) fn is_whole(&self) -> bool {
        let Violation { rule: _, pointer, code: _, limit, details } = &self.first;
        let is_alone = self.rest.is_empty() && details.is_empty() && limit.is_none();
        is_alone && pointer.as_str().is_empty()
    }

    /// The first violation in order.
    pub const fn first(&self) -> &Violation {
        &self.first
    }

    /// The violation that answers: status, code and what to do next are by its rule. The first in
    /// order, but for a name that others have (HTTP 409, to be fixed): whether it is taken is asked
    /// last, so any other violation answers before it.
    pub fn answering(&self) -> &Violation {
        answering(self.violations()).unwrap_or(&self.first)
    }

    /// All violations, in order.
    pub fn violations(&self) -> impl Iterator<Item = &Violation> + Clone {
        core::iter::once(&self.first).chain(&self.rest)
    }

    /// What to do next.
    pub const fn next(&self) -> Next {
        self.next
    }
}

/// The one of these violations that answers, if there are any.
pub(crate) fn answering<'v>(
    violations: impl IntoIterator<Item = &'v Violation, IntoIter: Clone>,
) -> Option<&'v Violation> {
    let mut all = violations.into_iter();
    let is_taken = |one: &&Violation| one.rule.status == Some(409) && one.rule.next == Next::Fix;
    let first = all.clone().next();
    all.find(|one| !is_taken(one)).or(first)
}

impl<F> Undecided<F> {
    /// Undecided for these facts, or `None` when none is missing.
    pub(crate) fn new(needs: Needs<F>, violations: Vec<Violation>) -> Option<Self> {
        (!needs.is_empty()).then_some(Self { needs, violations })
    }

    /// The facts that this input asks for and that were not given, in the order of the contract.
    pub fn needs(&self) -> &[Need<F>] {
        self.needs.as_slice()
    }

    /// The same, owned.
    pub fn into_needs(self) -> Needs<F> {
        self.needs
    }

    /// What is wrong whatever the facts are, in order; perhaps nothing.
    pub fn violations(&self) -> &[Violation] {
        &self.violations
    }
}

impl<F> Rejection<F> {
    /// Nothing if nothing is wrong and no fact is missing; else why the input is not accepted.
    /// `next` says what to do after these violations.
    pub(crate) fn unless_none(
        violations: Vec<Violation>,
        needs: Needs<F>,
        next: impl FnOnce(&[Violation]) -> Next,
    ) -> Result<(), Self> {
        if !needs.is_empty() {
            return Err(Self::Undecided(Undecided { needs, violations }));
        }
        let next = if violations.is_empty() { Next::Done } else { next(&violations) };
        Refusal::new(violations, next).map_or(Ok(()), |refusal| Err(Self::Refused(refusal)))
    }

    /// The vendor's refusal, if it is one.
    pub const fn refusal(&self) -> Option<&Refusal> {
        match self {
            Self::Refused(refusal) => Some(refusal),
            Self::Undecided(_) => None,
        }
    }

    /// What is wrong, in order: all of a refusal; beside missing facts what is certain.
    pub fn violations(&self) -> impl Iterator<Item = &Violation> + Clone {
        let (first, rest) = match self {
            Self::Refused(refusal) => (Some(&refusal.first), &refusal.rest),
            Self::Undecided(undecided) => (None, &undecided.violations),
        };
        first.into_iter().chain(rest)
    }

    /// The facts that are missing; none of a refusal.
    pub fn needs(&self) -> &[Need<F>] {
        match self {
            Self::Refused(_) => &[],
            Self::Undecided(undecided) => undecided.needs(),
        }
    }

    /// What to do next: [`Next::Lookup`] where a fact is missing.
    pub const fn next(&self) -> Next {
        match self {
            Self::Refused(refusal) => refusal.next,
            Self::Undecided(_) => Next::Lookup,
        }
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        list(self.violations(), f)
    }
}

impl core::error::Error for Refusal {}

impl<F: FactName> fmt::Display for Undecided<F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not looked up: ")?;
        for (i, need) in self.needs().iter().enumerate() {
            if i > 0 {
                f.write_str(", ")?;
            }
            write!(f, "{need}")?;
        }
        if !self.violations.is_empty() {
            f.write_str("; ")?;
        }
        list(self.violations.iter(), f)
    }
}

impl<F: FactName> core::error::Error for Undecided<F> {}

impl<F: FactName> fmt::Display for Rejection<F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Refused(refusal) => refusal.fmt(f),
            Self::Undecided(undecided) => undecided.fmt(f),
        }
    }
}

impl<F: FactName> core::error::Error for Rejection<F> {}
