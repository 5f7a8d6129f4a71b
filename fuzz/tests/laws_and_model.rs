//! The modules of `tests/it` that ask most questions, once more beside the canaries: `.ci/laws` asks
//! many times as many, and shares the optimised build of the core with the planted bugs.

#![allow(dead_code, unreachable_pub, reason = "written for tests/it, which uses more of it")]

#[path = "../../tests/it/common/mod.rs"]
mod common;
#[path = "../../tests/it/differ.rs"]
mod differ;
#[path = "../../tests/it/endpoint.rs"]
mod endpoint;
#[path = "../../tests/it/endpoint_adobe.rs"]
mod endpoint_adobe;
#[path = "../../tests/it/endpoint_laws.rs"]
mod endpoint_laws;
#[path = "../../tests/it/endpoint_model.rs"]
mod endpoint_model;
#[path = "../../tests/it/laws.rs"]
mod laws;
#[path = "../../tests/it/verb_laws.rs"]
mod verb_laws;
