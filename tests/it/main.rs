//! The tests of the crate, in one program: it links once, and each file is a module.
//!
//! Programs of their own are only those that count every allocation: `allocations`, `bombs` and
//! `budgets`.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::unreachable,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::arithmetic_side_effects,
    clippy::too_many_lines,
    reason = "a test may stop where it fails, and holds tables"
)]
#![allow(
    missing_docs,
    unreachable_pub,
    clippy::std_instead_of_alloc,
    clippy::std_instead_of_core,
    reason = "no library, and linked with the standard library anyway"
)]

mod common;

mod adobe;
mod adobe_answers;
mod adobe_decisions;
mod adobe_three_years;
mod answering;
mod append;
mod by_hand;
mod carried;
mod cases;
mod commitment;
mod commvault;
mod commvault_account;
mod comparisons;
mod composed;
mod contract;
mod contract_kept;
mod corpus;
mod customer_state;
mod days;
mod decision_forms;
mod differ;
mod document;
mod endpoint;
mod endpoint_adobe;
mod endpoint_commvault;
mod endpoint_depth;
mod endpoint_edges;
mod endpoint_given;
mod endpoint_ibm;
mod endpoint_laws;
mod endpoint_model;
mod endpoint_order;
mod endpoint_shown;
mod endpoint_size;
mod exact_answers;
mod exhaustive;
mod faults;
mod fits;
mod form;
mod formats;
mod generators;
mod golden;
mod golden_forms;
mod grown;
mod ibm;
mod ibm_readings;
mod laws;
mod limits;
mod log;
mod log_steps;
mod members;
mod neutral_wishes;
mod nouns;
mod plan;
mod plan_anew;
mod plan_answers;
mod plan_answers_commvault;
mod plan_answers_ibm;
mod plan_barred;
mod plan_form;
mod plan_laws;
mod plan_limits;
mod plan_lists;
mod plan_open;
mod plan_places;
mod plan_running;
mod plan_said;
mod plan_typed;
mod privacy;
mod privacy_names;
mod reader;
mod readme;
mod same_answer;
mod semantics;
mod shown;
mod statements;
mod status;
mod stored;
mod stored_records;
mod texts;
mod tidy;
mod traps;
mod values;
mod verb_laws;
mod verbs;
mod words;
