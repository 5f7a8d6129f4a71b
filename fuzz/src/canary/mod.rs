//! Bugs on purpose: for each law some vendors that break it, each by one bug.
//!
//! Nothing of this is in the core, where no feature changes what is answered. A canary is the true
//! vendor with one of its answers changed on the way to the law (`laws::Subject`); a law that does
//! not fail on its canaries would not see that bug in the core either.

mod clockwork;
mod contract;
mod planner;
mod verbs;

use customer_core::decision::{Change, Next, Refusal, Rejection, Rule, RuleKind, Violation};
use customer_core::generate::{Case, Source};
use customer_core::json::Pointer;
use customer_core::vendors::{Adobe, Commvault, Ibm, VENDORS};
use customer_core::{adobe, commvault, ibm};

use crate::laws::Lawful;

pub use clockwork::table as clockworks;
pub use planner::{PLANNERS, Planner};

/// A bug and the law that has to see it.
pub struct Canary<W: Lawful> {
    /// The name of the law.
    pub law: &'static str,
    /// The bug in words.
    pub bug: &'static str,
    /// The law, asked of the vendor with the bug.
    pub holds: fn(&Case<W>, &mut Source<'_>),
    /// The vendors at whom the law says anything; all, if empty.
    pub only: &'static [&'static str],
}

/// A bug of the machine and the law that has to see it.
pub struct Clock {
    /// The name of the law.
    pub law: &'static str,
    /// The bug in words.
    pub bug: &'static str,
    /// The law, asked of the machine with the bug.
    pub holds: fn(&crate::machine::Moment, &mut Source<'_>),
}

/// All bugs of vendors.
pub fn table<W: Breakable>() -> Vec<Canary<W>> {
    let mut all = verbs::table();
    all.extend(contract::table());
    all
}

/// Declares vendors with one bug each, and their table.
macro_rules! canaries {
    ($( $law:ident $([$($only:literal),*])?: $Bug:ident = $doc:literal { $($items:item)* } )*) => {
        $(
            #[doc = $doc]
            pub struct $Bug<W>(std::marker::PhantomData<W>);

            impl<W: crate::canary::Breakable> crate::laws::Subject for $Bug<W> {
                type W = W;
                $($items)*
            }
        )*

        pub(super) fn table<W: crate::canary::Breakable>() -> Vec<crate::canary::Canary<W>> {
            vec![$( crate::canary::Canary {
                law: stringify!($law),
                bug: $doc,
                holds: crate::laws::$law::<$Bug<W>>,
                only: &[$($($only),*)?],
            } ),*]
        }
    };
}

use canaries;

/// What a bug must know of a vendor.
pub trait Breakable: Lawful {
    /// Loses one member.
    fn lose(record: &mut Self::Record);
    /// Does what no step may do.
    fn misstep(record: &mut Self::Record);

    /// A refusal of something.
    fn refusal() -> Rejection<Self::Fact> {
        let rule = Self::RULES.iter().find(|rule| rule.kind == RuleKind::Refuses).expect("a rule");
        let violation = Violation::new(rule, Pointer::new("/nothing"));
        Rejection::Refused(Refusal::new(vec![violation], Next::Fix).expect("a violation"))
    }

    /// A rule of another vendor.
    fn foreign() -> &'static Rule {
        let other = VENDORS.iter().find(|(name, _)| *name != Self::NAME);
        other.and_then(|(_, rules)| rules.first()).expect("another vendor")
    }

    /// A change that nothing has made.
    fn untrue() -> Change {
        let record = Self::record(&mut Source::new(&[]));
        let mut other = record.clone();
        Self::lose(&mut other);
        Self::diff(&record, &other).pop().expect("a difference")
    }

    /// Whether an input repeats the record.
    fn is_echo(record: &Self::Record, input: &Self::Input<'static>) -> bool {
        Self::echo(record).as_ref() == Some(input)
    }
}

impl Breakable for Adobe {
    fn lose(record: &mut adobe::Customer) {
        if let Some(profile) = &mut record.document.company_profile {
            profile.preferred_language = None;
        }
    }

    fn misstep(record: &mut adobe::Customer) {
        record.internal.system_admins.clear();
    }
}

impl Breakable for Ibm {
    fn lose(record: &mut ibm::Customer) {
        if let Some(organization) = &mut record.document.organization {
            organization.org_name = None;
        }
    }

    fn misstep(record: &mut ibm::Customer) {
        record.document.version = record.document.version.map(|version| version.saturating_add(1));
    }
}

impl Breakable for Commvault {
    fn lose(record: &mut commvault::Account) {
        record.document.website = None;
    }

    fn misstep(record: &mut commvault::Account) {
        record.document.name = None;
    }
}
