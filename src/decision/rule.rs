//! A rule: one named statement about a vendor, with its evidence and its source.

use core::fmt;
use core::hash::{Hash, Hasher};

use super::{Next, Remedy};

/// How sure a rule is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Evidence {
    /// The vendor's page says so.
    Documented,
    /// Seen in a public client of the vendor.
    Observed,
    /// Follows from what is documented or observed.
    Inferred,
    /// Nobody says; this crate chose the reading that cannot lose data.
    Chosen,
}

impl fmt::Display for Evidence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Documented => "documented",
            Self::Observed => "observed",
            Self::Inferred => "inferred",
            Self::Chosen => "chosen",
        })
    }
}

/// What one preset decides at a point that the vendor leaves open.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Reading {
    /// Name of the preset, as in the JSON contract's `policy`.
    pub preset: &'static str,
    /// What it decides, in a few words.
    pub decides: &'static str,
}

/// What a rule does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum RuleKind {
    /// It refuses inputs.
    Refuses,
    /// It says how an input is read, and refuses nothing.
    States,
    /// It refuses no input, and can be in the way of a wish.
    Plans,
}

impl RuleKind {
    /// One word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Refuses => "refuses",
            Self::States => "states",
            Self::Plans => "plans",
        }
    }
}

impl fmt::Display for RuleKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// One named rule of a vendor.
///
/// Rules are data: `customer rules` prints them, a [`Violation`](super::Violation) names one. A row
/// answers everything about its rule: status, next step, precedence, and the facts it rests on.
/// Ids are never reused. Two rules are equal if their ids are.
#[derive(Clone, Copy)]
#[non_exhaustive]
pub struct Rule {
    /// Stable id: vendor, subject, what it says. For example `adobe.contacts.at-least-one`.
    pub id: &'static str,
    /// Whether it refuses.
    pub kind: RuleKind,
    /// How sure it is.
    pub evidence: Evidence,
    /// Where that comes from: page title and section, or a public client.
    pub source: &'static str,
    /// The vendor's error code for a refusal by this rule, where one is known.
    pub code: Option<&'static str>,
    /// The HTTP status of a refusal; `None` where no API call is answered.
    pub status: Option<u16>,
    /// What the caller does after a refusal.
    pub next: Next,
    /// Its place in the vendor's table. Which of several violations answers says their
    /// [`Refusal`](super::Refusal::answering).
    pub rank: u16,
    /// The facts that the rule rests on, one at each of its places, by their names in the JSON
    /// contract.
    pub facts: &'static [&'static str],
    /// What would do it instead, where the rule is in the way of a wish.
    pub instead: Remedy,
    /// What the rule says, as one sentence without personal data.
    pub says: &'static str,
    /// The way forward after a refusal; empty for a rule that never refuses.
    pub hint: &'static str,
    /// What each preset decides; empty where they agree.
    pub readings: &'static [Reading],
}

impl PartialEq for Rule {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id
    }
}

impl Eq for Rule {}

impl Hash for Rule {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.id.hash(state);
    }
}

/// By its id: who logs a violation seldom wants the whole row.
impl fmt::Debug for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Rule").field(&self.id).finish()
    }
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.id)
    }
}

/// Declares a vendor's rules: a constant for each, and `RULES` with all of them.
///
/// The rows of `refuses` stand in the order of precedence, behind those of the table `before`; each
/// must say what would do it instead, where it is in the way of a wish. `also` names rules that
/// another module has declared; they stand between the two kinds. A row of `states` that may be in
/// the way of a wish says `instead` as well, and the rows of `plans` do nothing else.
macro_rules! rules {
    (
        $( before $before:path; )?
        refuses { $(
            $NAME:ident = $id:literal, $evidence:ident, $source:expr,
                code $code:expr, status $status:expr, next $next:ident,
                instead $instead:expr $(, fact $($fact:literal)|+)?,
                $says:literal, $hint:literal $(, { $( $preset:ident = $decides:literal, )+ })?;
        )* }
        also { $( $also:path, )* }
        states { $(
            $STATES:ident = $states_id:literal, $states_evidence:ident, $states_source:expr
                $(, instead $states_instead:expr)? $(, fact $states_fact:literal)?,
                $states_says:literal
                    $(, { $( $states_preset:ident = $states_decides:literal, )+ })?;
        )* }
        $( plans { $(
            $PLANS:ident = $plans_id:literal, instead $plans_instead:expr, $plans_says:literal;
        )* } )?
    ) => {
        /// Precedence is the place in the table.
        #[allow(non_camel_case_types, clippy::upper_case_acronyms)]
        #[allow(dead_code, reason = "a table may have no row of a kind")]
        enum Rank { $( $NAME, )* States }

        const BEFORE: &[$crate::decision::Rule] = [$( $before, )? &[]][0];
        const FIRST: u16 = BEFORE.len() as u16;

        $(
            #[doc = concat!("`", $id, "`: ", $says, ".")]
            #[allow(dead_code, reason = "every row has a name, used or not")]
            pub(crate) static $NAME: $crate::decision::Rule = $crate::decision::Rule {
                id: $id,
                kind: $crate::decision::RuleKind::Refuses,
                evidence: $crate::decision::Evidence::$evidence,
                source: $source,
                code: $code,
                status: $status,
                next: $crate::decision::Next::$next,
                rank: FIRST + Rank::$NAME as u16,
                facts: &[$( $($fact,)+ )?],
                instead: $instead,
                says: $says,
                hint: $hint,
                readings: &[$( $( $crate::decision::Reading {
                    preset: stringify!($preset),
                    decides: $decides,
                }, )+ )?],
            };
        )*
        $(
            #[doc = concat!("`", $states_id, "`: ", $states_says, ".")]
            #[allow(dead_code, reason = "every row has a name, used or not")]
            pub(crate) static $STATES: $crate::decision::Rule = $crate::decision::Rule {
                id: $states_id,
                kind: $crate::decision::RuleKind::States,
                evidence: $crate::decision::Evidence::$states_evidence,
                source: $states_source,
                code: None,
                status: None,
                next: $crate::decision::Next::Done,
                rank: FIRST + Rank::States as u16,
                facts: &[$( $states_fact )?],
                instead: [$( $states_instead, )? $crate::decision::Remedy::Never][0],
                says: $states_says,
                hint: "",
                readings: &[$( $( $crate::decision::Reading {
                    preset: stringify!($states_preset),
                    decides: $states_decides,
                }, )+ )?],
            };
        )*

        $( $(
            #[doc = concat!("`", $plans_id, "`: ", $plans_says, ".")]
            #[allow(dead_code, reason = "every row has a name, used or not")]
            pub(crate) static $PLANS: $crate::decision::Rule = $crate::decision::Rule {
                id: $plans_id,
                kind: $crate::decision::RuleKind::Plans,
                evidence: $crate::decision::Evidence::Chosen,
                source: "this crate",
                code: None,
                status: None,
                next: $crate::decision::Next::Done,
                rank: FIRST + Rank::States as u16,
                facts: &[],
                instead: $plans_instead,
                says: $plans_says,
                hint: "",
                readings: &[],
            };
        )* )?

        /// Every rule: those that refuse, in order of precedence, then those that never do.
        #[allow(unreachable_pub, reason = "a part of a table is no list of its own")]
        pub const RULES: &[$crate::decision::Rule] = {
            const OWN: &[$crate::decision::Rule] =
                &[$( $NAME, )* $( $also, )* $( $STATES, )* $( $( $PLANS, )* )?];
            &$crate::decision::joined::<{ BEFORE.len() + OWN.len() }>(BEFORE, OWN)
        };
    };
}

/// Whether every rule that refuses and has a code, or each of them if `all`, says with which HTTP
/// status it answers: asked where a table is made, so that no answer has to make one up.
pub(crate) const fn answers(rules: &[Rule], all: bool) -> bool {
    let mut rest = rules;
    while let [rule, others @ ..] = rest {
        let needs = matches!(rule.kind, RuleKind::Refuses) && (all || rule.code.is_some());
        if needs && rule.status.is_none() {
            return false;
        }
        rest = others;
    }
    true
}

/// One table behind the other, put together by the compiler; `N` is the length of both.
#[allow(clippy::indexing_slicing, clippy::arithmetic_side_effects, reason = "never runs")]
pub(crate) const fn joined<const N: usize>(before: &[Rule], own: &[Rule]) -> [Rule; N] {
    let mut all = [own[0]; N];
    let mut at = 0;
    while at < N {
        all[at] = if at < before.len() { before[at] } else { own[at - before.len()] };
        at += 1;
    }
    all
}
pub(crate) use rules;
