//! What a customer update means at Adobe, IBM and Commvault: a pure, exact state machine.
//!
//! Three vendors take the same words and mean different things by them. This crate answers one
//! question for each of them: *this record, this request, these circumstances: what happens?* The
//! answer is either a decision (every change with its cause, and what is due afterwards) or every
//! reason against it, with the vendor's code and the place in the request.
//!
//! | the request says | Adobe PATCH | IBM PUT | Commvault update |
//! |---|---|---|---|
//! | member absent | keep | delete (a required one: refuse) | keep (a required one: refuse) |
//! | member null | refuse, unless there is no value | refuse | clear (a required one: refuse) |
//! | member present | set | set | set |
//! | list | the contact list is replaced whole | sets are replaced whole | one contact, merged |
//! | when it is over | at once, e-mails go out | at once, unless stale | later |
//!
//! # What it is not
//!
//! No client, no server, no store. Nothing here reads a clock, a file, the network, the environment
//! or a random number; nothing is logged and nothing is global. What a decision depends on is an
//! argument, and what follows from it is data. Whoever embeds it looks things up first and does the
//! work afterwards.
//!
//! # Three verbs
//!
//! The same in every vendor ([`adobe`], [`ibm`], [`commvault`]) and in [`commitment`], the machine
//! of the three-year commitment:
//!
//! - `decide(&record, &input, &facts)`: a decision, or all violations in order of precedence, or
//!   the facts that are missing (`needs` names them beforehand);
//! - `evolve(&mut record, &decision)`: makes the changes, on a record of the same id that reads
//!   at every place which changes as the decision found it; on any other it is a
//!   [`Misfit`](decision::Misfit) and changes nothing. What a decision only keeps is not compared,
//!   and one without changes fits every record of its id: effects are asked with the record that
//!   `evolve` or `apply` gave, when the decision is stored;
//! - `apply(&record, &input, &facts)`: both, on a copy.
//!
//! ```
//! use customer_core::commvault::{Account, Facts, Policy, Settlement, Update, decide, evolve};
//!
//! let mut account = Account::from_json(
//!     r#"{"status": "active", "externalId": "X1", "name": "Acme", "website": "acme.example"}"#,
//! )?;
//! let facts = Facts::unknown(Policy::documented()); // this update asks for none
//!
//! // Null clears, but not before the update has settled.
//! let body = r#"{"externalId": "X1", "name": "Acme", "website": null, "contacts": [{}]}"#;
//! let started = decide(&account, &Update::from_json(body)?.into(), &facts)?;
//! evolve(&mut account, &started)?;
//! assert_eq!(account.document.website.as_deref(), Some("acme.example"));
//!
//! let settled = decide(&account, &Settlement::Succeeded.into(), &facts)?;
//! evolve(&mut account, &settled)?;
//! assert_eq!(account.document.website, None);
//! // Delivered twice, it no longer fits.
//! assert!(evolve(&mut account, &settled).is_err());
//! # Ok::<(), Box<dyn core::error::Error>>(())
//! ```
//!
//! # The path of a request
//!
//! 1. `Update::from_json` reads the body, or lists every error of form with its place.
//! 2. `needs` names the facts that it asks for; the caller looks them up.
//! 3. `decide` holds it against the record, every rule in one walk: an update that repeats what is
//!    stored allocates nothing.
//! 4. A [`Refusal`](decision::Refusal) is rendered by `refused` in the vendor's form. Undecided is
//!    no refusal, and is never rendered.
//! 5. A decision is stored as the event, its effects go to an outbox, and `evolve` carries it out.
//! 6. `accepted` renders the vendor's answer.
//!
//! # Words
//!
//! | word | means |
//! |---|---|
//! | record | what is stored: `Customer`, at Commvault `Account` |
//! | input | anything that can happen to a record; the update carries the vendor's request body |
//! | [field](Field) | what the request said about one member: absent, null, a value |
//! | [edit](Edit) | what that means at this vendor: keep, clear, set |
//! | facts, needs | what the caller looked up, `None` where it did not; what an input asks for |
//! | policy, reading | one choice for each point that a vendor leaves open, in presets |
//! | [rule](decision::Rule) | a named statement with its evidence and its source |
//! | [violation](Violation) | a rule that refuses, at one place |
//! | [rejection](Rejection) | all violations of one call, or the facts that are missing |
//! | decision | what was decided, as data: store it as the event |
//! | [change](decision::Change), effect | a member before and after; what is due afterwards |
//! | [next](Next) | what the caller does now: done, poll, fix, lookup, refetch, wait, retry, stop |
//!
//! # Where to start
//!
//! The module of your vendor: its page says what an update means there, what is refused, and what
//! is left to you; its `Policy` has the readings and its `RULES` every rule. `contract::apply`
//! (feature `contract`) answers the same questions in one versioned JSON shape, for programs in any
//! language. [`vendors`] is for code that is generic over vendors, [`decision`], [`member`],
//! [`json`] and [`value`] hold the nouns.
//!
//! # Features
//!
//! Each vendor is one, on by default: `adobe`, which has [`commitment`] with it, `ibm` and
//! `commvault`. A service with one vendor says `default-features = false, features = ["adobe"]`.
//!
//! Nothing else is on by default: `plan` finds the smallest update for a wish, `contract` is the
//! JSON contract and turns `plan` and every vendor on, `endpoint` each vendor's HTTP endpoint as a
//! pure function, `arbitrary` and `proptest` are generators for tests of your own. Without those
//! two the crate is `no_std` and needs `alloc`. No feature changes behaviour.

#![no_std]
#![forbid(unsafe_code)]
#![cfg_attr(docsrs, feature(doc_cfg))]
// What is for every vendor stays in one piece: a `cfg` at each part that one vendor alone does not
// need would name vendors where nothing else does. With all three the lints hold in full.
#![cfg_attr(
    not(all(feature = "adobe", feature = "ibm", feature = "commvault")),
    allow(dead_code, unused_imports, unused_macros, reason = "another vendor needs it")
)]

extern crate alloc;

#[cfg(feature = "adobe")]
pub mod adobe;
#[cfg(feature = "adobe")]
pub mod commitment;
#[cfg(feature = "commvault")]
pub mod commvault;
#[cfg(feature = "contract")]
pub mod contract;
pub mod decision;
#[cfg(feature = "endpoint")]
pub mod endpoint;
#[cfg(test)]
mod formats;
#[cfg(any(feature = "arbitrary", feature = "proptest"))]
pub mod generate;
#[cfg(feature = "endpoint")]
pub mod http;
#[cfg(feature = "ibm")]
pub mod ibm;
pub mod json;
pub mod member;
#[cfg(feature = "plan")]
pub mod neutral;
#[cfg(feature = "plan")]
pub mod plan;
mod shown;
mod stored;
pub mod value;
pub mod vendors;

pub use decision::{Next, Outcome, Rejection, Violation};
pub use member::{Edit, Field};

/// The examples of the README, compiled and run with the documentation.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
