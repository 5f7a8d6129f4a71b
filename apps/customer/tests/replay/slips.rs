//! Slips of whoever starts a run: refused before anything is written.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::setup::*;

/// A run with these paths.
fn with(folder: &Folder, [state, updates, out, rejects, changes]: [&str; 5]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_customer"));
    command.arg("replay").current_dir(&folder.0);
    for (name, path) in [("--state", state), ("--updates", updates), ("--out", out)] {
        command.args([name, path]);
    }
    command.args(["--rejects", rejects, "--changes", changes]);
    command
}

/// Refused with these words, and nothing was written.
fn slip(folder: &Folder, paths: [&str; 5], words: &[&str]) {
    let before = snapshot(folder);
    let said = refused(&with(folder, paths).output().unwrap());
    for word in words {
        assert!(said.contains(word), "{paths:?}: {word}: {said}");
    }
    assert!(snapshot(folder) == before, "{paths:?}: something was written");
    let said = refused(&with(folder, paths).arg("--dry-run").output().unwrap());
    assert!(said.contains(words[0]), "{paths:?}: {said}");
}

#[test]
fn two_paths_to_one_file() {
    let folder = Folder::new("one-file");
    prepare(&folder, &requests(10));
    let name = folder.0.file_name().unwrap().to_str().unwrap();
    let (around, full) = (format!("../{name}/updates"), folder.file("updates"));
    let full = full.to_str().unwrap();
    fs::hard_link(folder.file("updates"), folder.file("hard")).unwrap();
    let same = "are the same file";
    slip(&folder, ["state", "state", "o", "r", "c"], &[same, "--state and --updates"]);
    slip(&folder, ["state", "updates", "o", "updates", "c"], &[same, "--updates and --rejects"]);
    slip(&folder, ["state", "updates", "o", "state", "c"], &[same, "--state and --rejects"]);
    slip(&folder, ["state", "updates", "state", "r", "c"], &[same, "--state and --out"]);
    slip(&folder, ["state", "updates", "updates", "r", "c"], &[same, "--updates and --out"]);
    slip(&folder, ["state", "updates", "o", "r", "updates"], &[same, "--updates and --changes"]);
    slip(&folder, ["state", "updates", "o", "o", "c"], &[same, "--out and --rejects"]);
    slip(&folder, ["state", "updates", "o", "r", "o"], &[same, "--out and --changes"]);
    slip(&folder, ["state", "updates", "o", "r", "./r"], &[same, "--rejects and --changes"]);
    for path in ["./updates", &around, full, "hard"] {
        slip(&folder, ["state", "updates", "o", path, "c"], &[same, "--updates and --rejects"]);
        slip(&folder, ["state", path, "updates", "r", "c"], &[same, "--updates and --out"]);
    }
    for path in ["o.partial", "o.journal", "o.resume", "o.resume.new", "o.lock"] {
        slip(&folder, ["state", "updates", "o", path, "c"], &[same, "which belongs to --out"]);
    }
    slip(&folder, ["state", "updates", "o", "r", "r.partial"], &[same, "belongs to --rejects"]);
    slip(&folder, ["state", "updates", "hard.partial", "hard", "c"], &[same]);
    fs::rename(folder.file("hard"), folder.file("o.partial")).unwrap();
    slip(
        &folder,
        ["state", "updates", "o", "r", "c"],
        &[same, "o.partial (which belongs to --out)"],
    );
    fs::rename(folder.file("o.partial"), folder.file("hard")).unwrap();
    // And none of this is in the way of one that is right.
    let all = ["state", "updates", "o", "r", "c"];
    assert!(with(&folder, all).output().unwrap().status.success());
    assert!(with(&folder, all).output().unwrap().status.success(), "once more");
}

#[cfg(unix)]
#[test]
fn links_to_an_input_and_links_as_outputs() {
    use std::os::unix::fs::symlink;
    let folder = Folder::new("links");
    prepare(&folder, &requests(10));
    symlink("updates", folder.file("link")).unwrap();
    symlink("nowhere", folder.file("dangling")).unwrap();
    fs::create_dir(folder.file("real")).unwrap();
    symlink("real", folder.file("other")).unwrap();
    slip(&folder, ["state", "link", "o", "updates", "c"], &["are the same file"]);
    slip(&folder, ["state", "updates", "link", "r", "c"], &["link is a link"]);
    slip(&folder, ["state", "updates", "o", "dangling", "c"], &["dangling is a link"]);
    slip(&folder, ["state", "updates", "real/o", "other/o", "c"], &["are the same file"]);
    symlink("updates", folder.file("o.partial")).unwrap();
    slip(&folder, ["state", "updates", "o", "r", "c"], &["o.partial is a link"]);
    // An input may be one.
    let output = with(&folder, ["state", "link", "p", "r", "c"]).output().unwrap();
    assert!(output.status.success(), "{}", told(&output));
}

#[test]
fn folders_in_place_of_files_and_the_other_way_round() {
    let folder = Folder::new("folders");
    prepare(&folder, &requests(10));
    fs::create_dir(folder.file("d")).unwrap();
    slip(&folder, ["d", "updates", "o", "r", "c"], &["d is a folder", "name a file"]);
    slip(&folder, ["state", "d", "o", "r", "c"], &["d is a folder"]);
    slip(&folder, ["state", "updates", "d", "r", "c"], &["d is a folder"]);
    slip(&folder, ["state", "updates", "d/", "r", "c"], &["d/ names a folder"]);
    slip(&folder, ["state", "updates", "o", "..", "c"], &["names a folder"]);
    slip(&folder, ["state", "updates", "e/o", "r", "c"], &["is not there", "make the folder"]);
    slip(&folder, ["state", "updates", "-", "r", "c"], &["standard output"]);
    slip(&folder, ["-", "-", "o", "r", "c"], &["--state and --updates are both"]);
    slip(&folder, ["nowhere", "updates", "o", "r", "c"], &["nowhere can't be read"]);
    let before = snapshot(&folder);
    let mut run = with(&folder, ["state", "updates", "o", "r", "c"]);
    let words = refused(&run.args(["--disk", "updates"]).output().unwrap());
    assert!(words.contains("updates is no folder"), "{words}");
    assert!(snapshot(&folder) == before);
    // What stands in the folder of the database is not removed if it is an input.
    fs::rename(folder.file("state"), folder.file("d/shard-0.redb")).unwrap();
    let mut run = with(&folder, ["d/shard-0.redb", "updates", "o", "r", "c"]);
    let words = refused(&run.args(["--disk", "d"]).output().unwrap());
    assert!(words.contains("which belongs to --disk"), "{words}");
    assert!(folder.file("d/shard-0.redb").exists());
}

#[cfg(unix)]
#[test]
fn devices_and_pipes_as_outputs() {
    let folder = Folder::new("devices");
    prepare(&folder, &requests(10));
    let pipe = folder.file("pipe");
    assert!(Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    for path in ["pipe", "/dev/null"] {
        let output = with(&folder, ["state", "updates", path, "r", "c"]).output().unwrap();
        assert!(refused(&output).contains("is no plain file"));
        let output = with(&folder, ["state", "updates", "o", path, "c"]).output().unwrap();
        assert!(refused(&output).contains("is no plain file"));
    }
    assert!(!Path::new("/dev/null").is_file() && !folder.file("o").exists());
}
