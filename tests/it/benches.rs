//! A small run of every bench, so that none rots.
//!
//! The benches are a workspace of their own (`benches/Cargo.toml` says why), so this asks cargo to
//! run their tests. Each of them first asserts that all contenders come to the same document. Never
//! asks the network: where the peers have not been fetched, it says so; `.ci/run` fetches them.

use std::path::Path;
use std::process::Command;

#[test]
fn every_bench_runs() {
    let manifest = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/Cargo.toml");
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).join("benches");
    let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo.args(["test", "--locked", "--offline", "--quiet", "--manifest-path"]).arg(manifest);
    // What this run of cargo was told about coverage, wrappers and the like is not meant for them.
    cargo.env("CARGO_TARGET_DIR", target).env_remove("RUSTFLAGS");
    let output = cargo.output().unwrap();
    let told = String::from_utf8_lossy(&output.stderr);
    if !output.status.success() && told.contains("--offline") {
        println!("skipped: run `cargo fetch --manifest-path benches/Cargo.toml` first");
        return;
    }
    assert!(output.status.success(), "{told}");
}
