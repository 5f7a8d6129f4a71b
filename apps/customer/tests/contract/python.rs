//! The program in Python that the documentation shows really runs, and prints what is shown.

use std::env;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use crate::root;

#[test]
fn the_python_program_runs_as_shown() {
    // The section moves into the README; until then it is a file of its own.
    let names = ["README.md", "docs/readme-cli.md"];
    let texts = names.map(|name| fs::read_to_string(root().join(name)));
    let shown = texts.into_iter().flatten().find_map(|text| {
        let (_, rest) = text.split_once("```python\n")?;
        let (program, rest) = rest.split_once("```\n\n```text\n")?;
        let (output, _) = rest.split_once("```\n")?;
        Some((program.to_owned(), output.to_owned()))
    });
    let (program, output) = shown.expect("a program in Python, then what it prints");
    let folder = Path::new(env!("CARGO_BIN_EXE_customer")).parent().unwrap().to_owned();
    let paths = env::var_os("PATH").unwrap_or_default();
    let path = env::join_paths([folder].into_iter().chain(env::split_paths(&paths))).unwrap();
    let mut python = Command::new("python3");
    python.args(["-c", &program]).env("PATH", path).stdin(Stdio::null());
    let Ok(run) = python.output() else {
        // Set by the gates: what is skipped there fails.
        let is_gate = env::var_os("SKIP_NOTHING").is_some();
        assert!(!is_gate, "there is no python3 here, and nothing may be skipped");
        eprintln!("skipped: there is no python3 here, so the documentation's program was not run");
        return;
    };
    assert_eq!(String::from_utf8_lossy(&run.stderr), "");
    assert_eq!(String::from_utf8_lossy(&run.stdout), output);
}
