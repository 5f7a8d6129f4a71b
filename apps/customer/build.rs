//! Which commit the program is built from, and since when its presets are what they are.

use std::path::Path;
use std::process::Command;

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    // The folder of git may lie elsewhere; of a package without one, nothing is known.
    for place in ["HEAD", "logs/HEAD"] {
        let path = git(&["rev-parse", "--git-path", place]);
        // A file that is not there would mean to build anew every time.
        if let Some(path) = path.filter(|path| Path::new(path).exists()) {
            println!("cargo::rerun-if-changed={path}");
        }
    }
    let commit = git(&["rev-parse", "--short=12", "HEAD"]);
    println!("cargo::rustc-env=CUSTOMER_COMMIT={}", commit.as_deref().unwrap_or("unknown"));
    let presets = [
        "log",
        "-1",
        "--format=%cs",
        "--",
        // Of every vendor; those of `decision` are the macro.
        ":(top,glob)src/*/facts.rs",
        ":(top,exclude)src/decision/facts.rs",
        ":/src/commitment/policy.rs",
    ];
    let day = git(&presets);
    println!("cargo::rustc-env=CUSTOMER_PRESETS={}", day.as_deref().unwrap_or("unknown"));
}

/// The one line that a command of git says; `None` where there is no git, or nothing to say.
fn git(args: &[&str]) -> Option<String> {
    let output = Command::new("git").args(args).output().ok()?;
    let line = String::from_utf8(output.stdout).ok()?.trim().to_owned();
    (output.status.success() && !line.is_empty()).then_some(line)
}
