//! Every file of the corpus through its target: what was interesting once stays tested.

use std::path::PathBuf;

use customer_core::vendors::VENDORS;
use customer_core_fuzz::targets::{self, TARGETS, Target};

/// Runs `target` over its folder; the number of files.
fn replay(name: &str, target: Target) -> usize {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("corpus").join(name);
    let files = std::fs::read_dir(&folder).unwrap_or_else(|e| panic!("{}: {e}", folder.display()));
    let mut count = 0;
    for file in files {
        let path = file.expect("an entry").path();
        let data = std::fs::read(&path).expect("a file that can be read");
        let outcome = std::panic::catch_unwind(|| target(&data));
        assert!(outcome.is_ok(), "{} no longer holds", path.display());
        count += 1;
    }
    count
}

#[test]
fn every_file_holds() {
    for (name, target) in TARGETS {
        assert!(replay(name, target) > 0, "{name} has no corpus");
    }
}

#[test]
fn every_folder_has_a_target() {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("corpus");
    for entry in std::fs::read_dir(folder).expect("the corpus") {
        let name = entry.expect("an entry").file_name().into_string().expect("a name");
        assert!(TARGETS.iter().any(|(other, _)| *other == name), "{name} is no target");
    }
}

#[test]
fn every_vendor_has_its_targets() {
    for (vendor, _) in VENDORS {
        for name in [format!("endpoint_{vendor}"), format!("plan_{vendor}")] {
            assert!(TARGETS.iter().any(|(other, _)| *other == name), "there is no target {name}");
        }
    }
}

/// A harness that finds nothing wrong with a wrong law finds nothing.
#[test]
fn the_canary_sings() {
    // The simplest account and the simplest update of it, which always starts something.
    let found = std::panic::catch_unwind(|| targets::canary(&[2])).is_err();
    assert!(found, "the canary is silent");
}
