//! The contract as it is written down: schemas and document, compared with what the program does.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::std_instead_of_alloc,
    missing_docs
)]

mod cases;
mod document;
mod generated;
mod planning;
mod print;
mod python;
mod readers;
mod schemas;
mod wishes;

use std::fs;
use std::path::PathBuf;

#[path = "../program/mod.rs"]
mod program;

/// The folder of the workspace.
fn root() -> PathBuf {
    [env!("CARGO_MANIFEST_DIR"), "..", ".."].iter().collect()
}

/// Compares a file with what it should be, or writes it.
fn current(name: &str, expected: &str) {
    let path = root().join(name);
    if std::env::var_os("UPDATE").is_some() {
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, expected).unwrap();
    }
    let found = fs::read_to_string(&path).unwrap_or_default();
    assert!(found == expected, "{name} is not current: UPDATE=1 writes it anew");
}
