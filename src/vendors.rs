//! The only list of vendors. Laws, benches and dispatch are instantiated from it; a new vendor is one
//! line here.

use crate::decision::{Changes, Rejection, Rule};

/// What every vendor offers, for code that is generic over vendors (laws, benches, dispatch).
///
/// A service calls `adobe::decide` and needs no trait. Sealed: the list here is the only one.
pub trait Vendor: sealed::Sealed {
    /// The vendor's name in the JSON contract.
    const NAME: &'static str;
    /// Every rule of the vendor, in order of precedence.
    const RULES: &'static [Rule];
    /// What is stored.
    type Record: Clone + PartialEq + core::fmt::Debug;
    /// Everything that can happen to it.
    type Input<'a>: Clone + PartialEq + core::fmt::Debug;
    /// What the caller looked up first.
    type Facts: Clone + core::fmt::Debug;
    /// What was decided.
    type Decision: Clone + PartialEq + core::fmt::Debug;

    /// Decides what `input` does to `record`, or tells everything that is against it.
    ///
    /// # Errors
    ///
    /// All violations, in the vendor's order of precedence.
    fn decide(
        record: &Self::Record,
        input: &Self::Input<'_>,
        facts: &Self::Facts,
    ) -> Result<Self::Decision, Rejection>;

    /// Makes the changes. Total.
    fn evolve(record: &mut Self::Record, decision: &Self::Decision);

    /// The changes of a decision, in document order.
    fn changes(decision: &Self::Decision) -> Changes;

    /// What differs between two records, found by comparing them.
    fn diff(before: &Self::Record, after: &Self::Record) -> Changes;
}

mod sealed {
    pub trait Sealed {}
}

/// Calls `$then!` with one line for each vendor: doc, name, module, record type.
#[macro_export]
macro_rules! for_each_vendor {
    ($then:ident) => {
        $then! {
            /// Adobe VIP Marketplace: a partial update; the contact list is replaced whole.
            Adobe = adobe::Customer, "adobe";
            /// IBM BSS: a full replacement; what is left out is deleted.
            Ibm = ibm::Customer, "ibm";
            /// Commvault: absent keeps, null clears; settles later.
            Commvault = commvault::Account, "commvault";
        }
    };
}

macro_rules! register {
    ($( $(#[$doc:meta])* $Vendor:ident = $module:ident :: $Record:ident, $name:literal; )*) => {
        $(
            $(#[$doc])*
            #[derive(Clone, Copy, Debug)]
            pub enum $Vendor {}

            impl sealed::Sealed for $Vendor {}

            impl Vendor for $Vendor {
                const NAME: &'static str = $name;
                const RULES: &'static [Rule] = crate::$module::RULES;
                type Record = crate::$module::$Record;
                type Input<'a> = crate::$module::Input<'a>;
                type Facts = crate::$module::Facts;
                type Decision = crate::$module::Decision;

                fn decide(
                    record: &Self::Record,
                    input: &Self::Input<'_>,
                    facts: &Self::Facts,
                ) -> Result<Self::Decision, Rejection> {
                    crate::$module::decide(record, input, facts)
                }

                fn evolve(record: &mut Self::Record, decision: &Self::Decision) {
                    crate::$module::evolve(record, decision);
                }

                fn changes(decision: &Self::Decision) -> Changes {
                    decision.changes()
                }

                fn diff(before: &Self::Record, after: &Self::Record) -> Changes {
                    crate::$module::diff(before, after)
                }
            }
        )*

        /// Name and rules of every vendor, in the order of the list.
        pub const VENDORS: &[(&str, &[Rule])] =
            &[$( ($name, crate::$module::RULES) ),*];
    };
}

for_each_vendor!(register);
