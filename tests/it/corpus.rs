//! Every file of the fuzz corpus through its target, on every plain test run.
//!
//! Goal: what was interesting once stays tested. Method: the fuzz harness is a library; its targets
//! are functions from bytes that panic when a law does not hold.

use std::path::PathBuf;

use customer_core_fuzz::targets::TARGETS;

#[test]
fn every_file_holds() {
    let corpus = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus");
    for (name, target) in TARGETS {
        let files = std::fs::read_dir(corpus.join(name)).unwrap_or_else(|e| panic!("{name}: {e}"));
        let mut count = 0;
        for file in files {
            let path = file.unwrap().path();
            let data = std::fs::read(&path).unwrap();
            let held = std::panic::catch_unwind(|| target(&data)).is_ok();
            assert!(held, "{} no longer holds", path.display());
            count += 1;
        }
        assert!(count > 0, "{name} has no corpus");
    }
}
