//! What going on trusts and is no longer as it was: refused, never gone on with.

use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use crate::setup::*;

/// What a run goes on from, and whether going on is possible without it.
const TRUSTED: [&str; 6] = [
    "state",
    "updates",
    "one.final.resume",
    "one.final.journal",
    "one.rejects.partial",
    "one.changes.partial",
];

#[derive(Clone, Copy, Debug)]
enum Damage {
    Removed,
    Emptied,
    /// Without its last byte that is trusted.
    Shorter(u64),
    /// With bytes behind it.
    Longer,
    /// One byte in the part that is trusted.
    Edited(u64),
}

fn damage(path: &Path, damage: Damage) {
    let mut bytes = fs::read(path).unwrap();
    match damage {
        Damage::Removed => return fs::remove_file(path).unwrap(),
        Damage::Emptied => bytes.clear(),
        Damage::Shorter(trusted) => bytes.truncate(usize::try_from(trusted).unwrap() - 1),
        Damage::Longer => bytes.extend_from_slice(b"\n"),
        Damage::Edited(trusted) => bytes[usize::try_from(trusted).unwrap() / 2] ^= 1,
    }
    fs::write(path, bytes).unwrap();
}

/// Puts every file back as it was.
fn restore(files: &std::collections::BTreeMap<std::path::PathBuf, Vec<u8>>) {
    for (path, bytes) in files {
        fs::write(path, bytes).unwrap();
    }
}

#[test]
fn whatever_is_damaged_refuses() {
    let folder = Folder::new("damage");
    prepare(&folder, &requests(12_000));
    let whole = said(&full(&folder, "whole", 2, 30).output().unwrap());
    interrupted(&folder, "one");
    let before = snapshot(&folder);
    let note = note(&folder, "one");
    for name in TRUSTED {
        let part = match name {
            "one.final.resume" => Value::Null,
            name => note["underWay"][name.split('.').nth(1).unwrap_or(name)].clone(),
        };
        let part = match name {
            "one.final.journal" => note["underWay"]["journal"].clone(),
            _ => part,
        };
        let size = fs::metadata(folder.file(name)).unwrap().len();
        let trusted = part["bytes"].as_u64().unwrap_or(size);
        let kinds = [
            Damage::Removed,
            Damage::Emptied,
            Damage::Shorter(trusted),
            Damage::Edited(trusted),
            Damage::Edited(2 * (trusted - 1)),
        ];
        let all_of_it = ["state", "one.final.resume"].contains(&name);
        for kind in kinds.into_iter().chain(all_of_it.then_some(Damage::Longer)) {
            if matches!(
                (name, kind),
                ("one.final.resume", Damage::Removed | Damage::Shorter(_) | Damage::Longer)
            ) {
                // Without it a run begins anew; a line's end more or less is none of its text.
                continue;
            }
            damage(&folder.file(name), kind);
            let damaged = snapshot(&folder);
            let words = refused(&full(&folder, "one", 2, 30).output().unwrap());
            assert!(words.contains(name), "{name} {kind:?}: {words}");
            let opens = matches!((name, kind), ("state" | "updates", Damage::Removed));
            assert!(opens || words.contains("one.final.resume"), "{name} {kind:?}: {words}");
            assert!(snapshot(&folder) == damaged, "{name} {kind:?}: something was written");
            restore(&before);
        }
    }
    // Nothing of all that has done any harm.
    let again = full(&folder, "one", 2, 30).output().unwrap();
    assert!(told(&again).contains("going on behind line"));
    assert_eq!(said(&again), whole);
    same(&folder, "one", "whole");
    // What a refusal says to do.
    restore(&before);
    fs::remove_file(folder.file("one.final.resume")).unwrap();
    damage(&folder.file("one.final.journal"), Damage::Emptied);
    let anew = full(&folder, "one", 2, 30).output().unwrap();
    assert!(!told(&anew).contains("going on"));
    assert_eq!(said(&anew), whole);
    same(&folder, "one", "whole");
    clean(&folder, "one");
}

#[test]
fn what_is_behind_the_checkpoint_does_not_matter() {
    let folder = Folder::new("behind");
    prepare(&folder, &requests(12_000));
    interrupted(&folder, "one");
    let append = |name: &str, more: &[u8]| {
        let mut bytes = fs::read(folder.file(name)).unwrap();
        bytes.extend_from_slice(more);
        fs::write(folder.file(name), bytes).unwrap();
    };
    for name in ["one.final.journal", "one.rejects.partial", "one.changes.partial"] {
        append(name, &b"{\"key\": half a line".repeat(1 << 17));
    }
    // A log of requests grows.
    append("updates", b"{\"key\": \"nobody\", \"input\": {}}\n");
    let again = full(&folder, "one", 2, 30).output().unwrap();
    assert!(told(&again).contains("going on behind line"));
    assert_eq!(said(&full(&folder, "whole", 1, 30).output().unwrap()), said(&again));
    same(&folder, "one", "whole");
}

#[test]
fn other_outputs_than_those_of_the_interrupted_run_refuse() {
    let folder = Folder::new("others");
    prepare(&folder, &requests(12_000));
    interrupted(&folder, "one");
    let words = refused(&run(&folder, "one", 2));
    assert!(words.contains("--changes"), "{words}");
    let mut other = command(&folder, "one", 2, 30);
    let args: Vec<_> = other.get_args().map(ToOwned::to_owned).collect();
    let at = args.iter().position(|arg| arg == "--rejects").unwrap();
    other = std::process::Command::new(other.get_program());
    other.args(&args[..at]).arg("--rejects").arg(folder.file("elsewhere"));
    other.args(&args[at + 2..]).arg("--changes").arg(folder.file("one.changes"));
    let words = refused(&other.output().unwrap());
    assert!(words.contains("elsewhere.partial is missing"), "{words}");
    assert!(words.contains("there it was") && words.contains("one.rejects.partial"), "{words}");
    fs::rename(folder.file("one.rejects.partial"), folder.file("elsewhere.partial")).unwrap();
    said(&other.output().unwrap());
}

#[test]
fn a_line_that_was_taken_does_not_grow() {
    let folder = Folder::new("grown");
    prepare(&folder, &requests(12_000));
    interrupted(&folder, "one");
    // As if the run had come to the end of a file whose last line had no end yet.
    let mut note = note(&folder, "one");
    let part = &mut note["underWay"]["updates"];
    let mut bytes = fs::read(folder.file("updates")).unwrap();
    bytes.truncate(usize::try_from(part["bytes"].as_u64().unwrap()).unwrap());
    assert_eq!(bytes.pop(), Some(b'\n'));
    part["bytes"] = json!(bytes.len());
    part["sha256"] = json!(sha256(&bytes));
    seal(&folder, "one", &note);
    bytes.extend_from_slice(b" \n");
    fs::write(folder.file("updates"), &bytes).unwrap();
    let words = refused(&full(&folder, "one", 2, 30).output().unwrap());
    assert!(words.contains("updates is not what it was"), "{words}");
    // As it was, it is taken.
    fs::write(folder.file("updates"), &bytes[..bytes.len() - 2]).unwrap();
    said(&full(&folder, "one", 2, 30).output().unwrap());
}

/// What this program would never write into a journal, or into a checkpoint, is a bug or a forgery.
#[test]
fn an_entry_of_the_journal_that_is_none_stops_the_run() {
    let folder = Folder::new("entry");
    prepare(&folder, &requests(12_000));
    interrupted(&folder, "one");
    let before = snapshot(&folder);
    let entries = [
        "{\"key\": \"c\\\"1\", \"vendor\": \"ibm\", \"customer\": 5}\n",
        "{\"key\": \"nobody\", \"vendor\": \"commvault\", \"customer\": {\"name\": \"A\"}}\n",
        "\n",
    ];
    for entry in entries {
        let journal = folder.read("one.final.journal") + entry;
        let mut note = note(&folder, "one");
        note["underWay"]["journal"]["bytes"] = json!(journal.len());
        note["underWay"]["journal"]["sha256"] = json!(sha256(journal.as_bytes()));
        fs::write(folder.file("one.final.journal"), &journal).unwrap();
        seal(&folder, "one", &note);
        let words = refused(&full(&folder, "one", 2, 30).output().unwrap());
        let line = journal.lines().count();
        assert!(words.contains(&format!("line {line} of ")), "{entry}: {words}");
        assert!(!folder.file("one.final").exists());
        restore(&before);
    }
    // Nothing but its own digest tells that a number in it is another one.
    let resume = folder.read("one.final.resume");
    let edited = resume.replacen("\"applied\":", "\"applied\":1", 1);
    assert!(resume != edited);
    fs::write(folder.file("one.final.resume"), edited).unwrap();
    let words = refused(&full(&folder, "one", 2, 30).output().unwrap());
    assert!(words.contains("one.final.resume is damaged"), "{words}");
    restore(&before);
    let mut other = note(&folder, "one");
    other["underWay"]["program"] = json!("customer 0.0.0");
    seal(&folder, "one", &other);
    let words = refused(&full(&folder, "one", 2, 30).output().unwrap());
    assert!(words.contains("customer 0.0.0"), "{words}");
}
