//! Laws: equations that hold for every record, input and facts, at every vendor.
//!
//! Each is a function that returns when the law holds and panics with the case when it does not. A
//! law is stated once, here: the fuzz targets, the property tests (`tests/it/laws.rs` of the core) and
//! the canaries (`canary`, which plant bugs) all call the same function. A law that needs more
//! choices than the case, another record say, takes them from `more`.

mod contract;
mod fits;
mod guards;
mod lists;
mod naming;
mod order;
mod privacy;
mod refusals;
mod renamed;
mod repeat;
mod stored;
mod subject;
mod values;
mod verbs;

use customer_core::generate::{Case, Source};
use customer_core::{for_each_vendor, vendors};

pub use contract::of_the_contract;
pub use repeat::{sound_echo, what_is_sound_is_accepted};
pub use subject::{Asked, Decision, Facts, Input, Lawful, Record, Rejected, Subject};

/// A law by its name.
pub struct Law<S: Subject> {
    /// The name of its function.
    pub name: &'static str,
    /// Returns when it holds of the case, and panics when it does not.
    pub holds: fn(&Case<S::W>, &mut Source<'_>),
    /// Whether it asks the JSON contract, which knows presets only.
    pub asks_contract: bool,
}

macro_rules! laws {
    ($( $room:ident::$name:ident $(, $contract:literal)?; )*) => {
        $( pub use $room::$name; )*

        /// The names of all laws of vendors.
        pub const NAMES: &[&str] = &[$( stringify!($name) ),*];

        /// All laws of vendors.
        pub fn table<S: Subject>() -> Vec<Law<S>> {
            vec![$( Law {
                name: stringify!($name),
                holds: $room::$name::<S>,
                asks_contract: [$( $contract, )? ""][0] == "contract",
            } ),*]
        }
    };
}

laws! {
    verbs::total;
    verbs::deterministic;
    verbs::deciding_changes_nothing, "contract";
    verbs::three_verbs_agree;
    verbs::every_step_is_allowed;
    verbs::decision_is_difference;
    verbs::a_record_differs_from_itself_in_nothing;
    refusals::violations_are_in_order;
    repeat::nothing_asked_is_nothing_done;
    repeat::an_echo_is_accepted;
    repeat::what_was_made_is_accepted;
    repeat::an_echo_stays_one;
    repeat::twice_is_once;
    repeat::an_answer_counts_once;
    repeat::halves_commute, "contract";
    naming::what_is_not_named_stays, "contract";
    naming::strangers_stay, "contract";
    lists::contacts_are_a_set, "contract";
    guards::knowing_more_never_refuses;
    guards::needs_are_enough;
    guards::other_facts_do_not_count;
    fits::a_decision_fits_once;
    fits::a_misfit_changes_nothing;
    stored::stored_decisions_replay;
    stored::a_record_can_be_written;
    stored::events_fold_to_state;
    contract::an_answer_is_of_the_contract, "contract";
    contract::an_answer_can_be_sent_back, "contract";
    contract::spelling_is_irrelevant, "contract";
    values::changes_are_seen, "contract";
    renamed::renaming_renames, "contract";
    renamed::four_years_later_is_four_years_later, "contract";
    privacy::nothing_personal_is_shown;
}

/// All laws over one case; each takes the same choices.
pub fn all<W: Lawful>(case: &Case<W>, more: &Source<'_>) {
    for law in table::<W>() {
        (law.holds)(case, &mut more.clone());
    }
}

/// All laws over what the bytes choose: a vendor, a case, and once in four times another policy
/// than the one that the case's question has.
pub fn hold(source: &mut Source<'_>) {
    fn ask<W: Lawful>(source: &mut Source<'_>) {
        let mut case = W::case(source);
        all(&case, source);
        if source.one_in(4) {
            case.facts = W::under_any_policy(&case.facts, source);
            for law in table::<W>().into_iter().filter(|law| !law.asks_contract) {
                (law.holds)(&case, &mut source.clone());
            }
        }
    }
    macro_rules! each {
        ($( $(#[$doc:meta])* $Vendor:ident = $module:ident :: $Record:ident, $name:literal; )*) => {
            &[$( ask::<vendors::$Vendor> ),*]
        };
    }
    let all: &[fn(&mut Source<'_>)] = for_each_vendor!(each);
    all[source.below(all.len())](source);
}
