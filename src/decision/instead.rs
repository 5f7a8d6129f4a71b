//! What would do what an update can't: the answer of a rule to a wish in whose way it is.

use core::fmt;

use super::words;

words! {
    /// What would bring a wished value that the update asked about can't bring.
    pub enum Instead {
        /// The vendor's support.
        SupportTicket = "support-ticket",
        /// The vendor's console.
        AdminConsole = "admin-console",
        /// Another call of the vendor.
        OtherEndpoint = "other-endpoint",
        /// Two calls, one after the other.
        TwoSteps = "two-steps",
        /// Nothing: this vendor can't do it.
        NotAtThisVendor = "not-at-this-vendor",
        /// A fact or a word that is looked up.
        Facts = "facts",
        /// The same later.
        Wait = "wait",
        /// To accept that something is lost.
        Acknowledge = "acknowledge",
        /// Another value, or one more.
        OtherValue = "other-value",
    }
}

impl Instead {
    /// What to do, in a few words.
    pub const fn advice(self) -> &'static str {
        match self {
            Self::SupportTicket => "ask the vendor's support",
            Self::AdminConsole => "change it in the vendor's console",
            Self::OtherEndpoint => "use another call of the vendor",
            Self::TwoSteps => "send two requests, one after the other",
            Self::NotAtThisVendor => "nothing does it at this vendor",
            Self::Facts => "look it up, then ask again",
            Self::Wait => "ask for the same later",
            Self::Acknowledge => "acknowledge that it gets lost",
            Self::OtherValue => "wish another value, or one more",
        }
    }
}

/// Where a rule is in the way of a wish: what its answer may depend on.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Obstructed<'o> {
    /// The place in the document.
    pub pointer: &'o str,
    /// Whether the wish wants this place to have no value.
    pub wants_none: bool,
    /// The text that the wish wants at this place, if it is one.
    pub wished: Option<&'o str>,
    /// The text that is stored at this place, if it is one.
    pub stored: Option<&'o str>,
    /// Whether the stored value may be left out, and the wish does not name it.
    pub may_be_left_out: bool,
    /// Whether the wish itself asks for what excludes each other.
    pub wants_both: bool,
}

/// What a rule answers to a wish in whose way it is.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub enum Remedy {
    /// It is never in the way of a wish.
    Never,
    /// Always this.
    Is(Instead),
    /// It depends on the place.
    By(Ways),
}

/// One of several ways out, by the place.
#[derive(Clone, Copy)]
pub struct Ways {
    /// What it may be.
    pub of: &'static [Instead],
    /// Which of them.
    #[cfg_attr(not(feature = "plan"), allow(dead_code, reason = "a planner asks"))]
    pub(crate) by: fn(&Obstructed<'_>) -> Instead,
}

/// Without the function, whose address differs from run to run.
impl fmt::Debug for Ways {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.of).finish()
    }
}

impl Remedy {
    /// What would do it. A rule that is never in the way of a wish has no answer; if it was,
    /// nothing would do it.
    #[cfg(feature = "plan")]
    pub(crate) fn at(self, place: &Obstructed<'_>) -> Instead {
        match self {
            Self::Never => Instead::NotAtThisVendor,
            Self::Is(instead) => instead,
            Self::By(ways) => (ways.by)(place),
        }
    }

    /// Everything that it may be.
    ///
    /// ```
    /// use customer_core::decision::{Instead, Remedy};
    ///
    /// assert_eq!(Remedy::Is(Instead::Wait).ways(), [Instead::Wait]);
    /// assert!(Remedy::Never.ways().is_empty());
    /// ```
    pub const fn ways(&self) -> &[Instead] {
        match self {
            Self::Never => &[],
            Self::Is(instead) => core::slice::from_ref(instead),
            Self::By(ways) => ways.of,
        }
    }
}
