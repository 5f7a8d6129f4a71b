//! A small run of every bench, so that none rots.
//!
//! The benches are a workspace of their own (`benches/Cargo.toml` says why), so this asks cargo to
//! run their tests. Each of them first asserts that all contenders come to the same document.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::std_instead_of_core)]
#![allow(missing_docs)]

use std::path::Path;
use std::process::Command;

#[test]
fn every_bench_runs() {
    let manifest = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/Cargo.toml");
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).join("benches");
    let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo.args(["test", "--locked", "--quiet", "--manifest-path"]).arg(manifest);
    // What this run of cargo was told about coverage, wrappers and the like is not meant for them.
    cargo.env("CARGO_TARGET_DIR", target).env_remove("RUSTFLAGS");
    let output = cargo.output().unwrap();
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{told}");
}
