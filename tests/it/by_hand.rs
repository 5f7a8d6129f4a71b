//! What is written by hand for each vendor and no compiler asks for.
//!
//! Goal: nobody misses a vendor in a place that leads to it. Method: the files are read as text, and
//! everything that a vendor of the list lacks is named at once.

use std::fs;
use std::path::Path;

use customer_core::vendors::VENDORS;

/// A file and what it says; `{}` is the name of the vendor. A file of its own need only be there.
const BY_HAND: &[(&str, &str)] = &[
    ("fuzz/src/model/{}.rs", ""),
    ("fuzz/src/search/{}.rs", ""),
    ("fuzz/Cargo.toml", "name = \"plan_{}\""),
    ("fuzz/Cargo.toml", "name = \"endpoint_{}\""),
    ("proofs/deliveries/src/{}.rs", ""),
    ("benches/src/budgets.rs", "(\"{}\", "),
    ("apps/customer/src/scenes.rs", "vendor: \"{}\""),
    ("apps/sandbox/src/development.toml", "[[{}."),
    ("README.md", "<!-- sandbox {} -->"),
    ("docs/SANDBOX.md", "{}.json"),
    ("docs/playground/index.html", "<option value=\"{}\">"),
    ("docs/playground/playground.js", "\n  {}: ["),
    ("docs/playground/examples.js", "\n  {}: ["),
    ("bindings/wasm/index.d.ts", "\"{}\""),
    ("bindings/wasm/index.d.ts", "\n  {}: Policy<"),
    ("bindings/python/python/customer_core/{}.py", ""),
    ("bindings/python/python/customer_core/__init__.py", "\"{}\","),
    ("bindings/python/python/customer_core/_compare.py", " {}: Part["),
    ("bindings/python/python/customer_core/_results.py", " {}: Compared["),
];

#[test]
fn what_is_written_by_hand_has_every_vendor() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut missing = Vec::new();
    for (vendor, _) in VENDORS {
        for (file, says) in BY_HAND {
            let (file, says) = (file.replace("{}", vendor), says.replace("{}", vendor));
            match fs::read_to_string(root.join(&file)) {
                Ok(text) if text.contains(&says) => {}
                Ok(_) => missing.push(format!("{file} does not say {says:?}")),
                Err(_) => missing.push(format!("there is no {file}")),
            }
        }
    }
    assert!(missing.is_empty(), "{} missing:\n{}", missing.len(), missing.join("\n"));
}
