//! Planning: from what is wanted to the smallest request that the vendor takes.
//!
//! A [`Wish`] says what a record shall read as. [`Plan`] is the update that brings it about, and
//! [`Unreachable`] reports everything in its way, what would do it instead, and the
//! largest part of it that can be had. No rule of a vendor is written here a second time: the
//! planner makes the body that says what is wished, and asks the vendor's own `decide`.
//!
//! Nothing here knows a vendor. What vendors differ in is in their own modules.

#![cfg_attr(
    not(feature = "contract"),
    allow(dead_code, reason = "its tables describe the contract")
)]

mod attempt;
mod case;
mod finding;
mod foreign;
mod members;
mod named;
mod nearest;
mod outcome;
mod place;
mod planner;
mod tree;
mod wanted;
mod wish;

pub(crate) use outcome::RULES;
pub use outcome::{Obstacle, Plan, Sides, Unreachable};
pub use wish::{Wish, Words};

pub(crate) use attempt::{Body, Chosen, Sketch, attempt_with};
pub(crate) use case::{Case, Goal};
pub(crate) use finding::Finding;
pub(crate) use foreign::{unknown_names, unlike};
pub(crate) use place::{Part, Place, Shape, Step, is_at_or_below, is_below, steps as steps_of};
pub(crate) use planner::{Barred, Exclusive, People, Planner, Spelt, plan};
#[cfg(feature = "contract")]
pub(crate) use planner::{ObstacleOf, UnreachableOf};
pub(crate) use tree::Json;
#[cfg(feature = "contract")]
pub(crate) use wish::check as check_wish;
