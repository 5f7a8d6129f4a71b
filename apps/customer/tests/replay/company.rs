//! Two runs at once, runs that read what comes only once, and files of an earlier run.

use std::fs;
use std::io::Write as _;
use std::process::Command;

use serde_json::json;

use crate::setup::*;

/// A run whose updates come through standard input.
fn piped(folder: &Folder, name: &str) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_customer"));
    command.arg("replay").arg("--state").arg(folder.file("state")).args(["--updates", "-"]);
    for (arg, end) in ["--out", "--rejects", "--changes"].into_iter().zip(ENDS) {
        command.arg(arg).arg(folder.file(&format!("{name}.{end}")));
    }
    command.args(["--checkpoint", "0"]);
    command
}

#[test]
fn a_second_run_is_refused_and_hears_who_is_first() {
    let folder = Folder::new("two");
    prepare(&folder, &requests(3000));
    let whole = said(&full(&folder, "whole", 2, 30).output().unwrap());
    let mut first = fed(on_disk(piped(&folder, "one"), &folder));
    let began = folder.file("one.changes.partial");
    wait_for("the first run", || began.exists());
    let holder = format!("process {} is working on", first.id());
    for _ in 0..2 {
        let words = refused(&full(&folder, "one", 2, 0).output().unwrap());
        assert!(words.contains(&holder) && words.contains("one.final"), "{words}");
    }
    // Another output, but the same database.
    let words = refused(&on_disk(full(&folder, "two", 2, 0), &folder).output().unwrap());
    assert!(words.contains(&holder) && words.contains("disk"), "{words}");
    let mut pipe = first.stdin.take().unwrap();
    pipe.write_all(folder.read("updates").as_bytes()).unwrap();
    drop(pipe);
    assert_eq!(said(&first.wait_with_output().unwrap()), whole);
    same(&folder, "one", "whole");
    clean(&folder, "one");
    clean(&folder, "two");
    assert_eq!(left_on_disk(&folder), 0);
}

#[test]
fn many_started_at_once_end_as_one() {
    let folder = Folder::new("many");
    prepare(&folder, &requests(3000));
    let whole = said(&full(&folder, "whole", 2, 30).output().unwrap());
    let runs: Vec<_> = (0..6).map(|jobs| fed(full(&folder, "one", 1 + jobs % 3, 0))).collect();
    let mut ended = 0;
    for run in runs {
        let output = run.wait_with_output().unwrap();
        if output.status.success() {
            assert_eq!(said(&output), whole);
            ended += 1;
        } else {
            assert!(refused(&output).contains("is working on"));
        }
    }
    assert!(ended > 0);
    same(&folder, "one", "whole");
    clean(&folder, "one");
}

#[test]
fn standard_input_is_read_once_and_makes_no_checkpoint() {
    let folder = Folder::new("once");
    prepare(&folder, &requests(3000));
    let whole = said(&full(&folder, "whole", 2, 30).output().unwrap());
    let mut run = fed(piped(&folder, "one"));
    let mut pipe = run.stdin.take().unwrap();
    let updates = folder.read("updates");
    let (first, second) = updates.split_at(updates.len() / 2);
    pipe.write_all(first.as_bytes()).unwrap();
    pipe.write_all(second.as_bytes()).unwrap();
    drop(pipe);
    let output = run.wait_with_output().unwrap();
    assert!(told(&output).contains("this run makes no checkpoint"));
    assert_eq!(said(&output), whole);
    same(&folder, "one", "whole");
    // The state as well.
    let mut run = Command::new(env!("CARGO_BIN_EXE_customer"));
    run.args(["replay", "--state", "-", "--updates"]).arg(folder.file("updates"));
    run.arg("--out").arg(folder.file("two.final"));
    run.arg("--rejects").arg(folder.file("two.rejects"));
    let mut run = fed(run);
    let mut pipe = run.stdin.take().unwrap();
    pipe.write_all(folder.read("state").as_bytes()).unwrap();
    drop(pipe);
    assert!(run.wait_with_output().unwrap().status.success());
    for end in ["final", "rejects"] {
        assert!(folder.read(&format!("two.{end}")) == folder.read(&format!("whole.{end}")));
    }
}

/// A signal is heard although nothing comes in, and nothing is left that is worth nothing.
#[cfg(unix)]
#[test]
fn a_run_that_waits_for_standard_input_can_be_stopped() {
    let folder = Folder::new("waits");
    prepare(&folder, &requests(10));
    for (signal, code) in [("-INT", 130), ("-TERM", 143)] {
        let mut run = fed(piped(&folder, "one"));
        wait_for("the run", || folder.file("one.changes.partial").exists());
        send(signal, &run);
        let pipe = run.stdin.take();
        wait_for("its end", || run.try_wait().unwrap().is_some());
        let output = run.wait_with_output().unwrap();
        drop(pipe);
        assert_eq!(output.status.code(), Some(code), "{}", told(&output));
        assert!(told(&output).contains("send the input again from its start"));
        assert!(!folder.file("one.final").exists());
        clean(&folder, "one");
    }
}

#[test]
fn an_interrupted_run_is_not_begun_anew_by_another_one() {
    let folder = Folder::new("not-anew");
    prepare(&folder, &requests(12_000));
    interrupted(&folder, "one");
    let before = snapshot(&folder);
    let words = refused(&fed(piped(&folder, "one")).wait_with_output().unwrap());
    assert!(words.contains("one.final.resume is of an interrupted run"), "{words}");
    assert!(snapshot(&folder) == before);
}

#[test]
fn what_a_run_left_stays_until_the_next_one_is_whole() {
    let folder = Folder::new("stays");
    prepare(&folder, &requests(15_000));
    said(&full(&folder, "one", 2, 30).output().unwrap());
    said(&full(&folder, "old", 2, 30).output().unwrap());
    let mut next = fed(piped(&folder, "one"));
    let changes = folder.file("one.changes.partial");
    let mut pipe = next.stdin.take().unwrap();
    pipe.write_all(folder.read("updates").as_bytes()).unwrap();
    wait_for("changes", || fs::metadata(&changes).is_ok_and(|about| about.len() > 0));
    same(&folder, "one", "old");
    next.kill().unwrap();
    next.wait().unwrap();
    same(&folder, "one", "old");
    // With fewer requests, so that it leaves something else.
    prepare(&folder, &requests(30));
    said(&full(&folder, "one", 2, 30).output().unwrap());
    assert!(folder.read("one.rejects") != folder.read("old.rejects"));
    clean(&folder, "one");
}

/// A kill can come when some files are in their places and others are not yet.
#[test]
fn files_that_only_had_to_take_their_places_take_them() {
    let folder = Folder::new("places");
    prepare(&folder, &requests(300));
    said(&full(&folder, "one", 2, 30).output().unwrap());
    said(&full(&folder, "whole", 2, 30).output().unwrap());
    let part = |end: &str| {
        let bytes = fs::read(folder.file(&format!("one.{end}"))).unwrap();
        json!({"path": end, "bytes": bytes.len(), "sha256": sha256(&bytes)})
    };
    let note = json!({"whole":
        {"rejects": part("rejects"), "changes": part("changes"), "out": part("final")}});
    let set = || {
        seal(&folder, "one", &note);
        let _ = fs::remove_file(folder.file("one.changes.partial"));
        for (end, older) in [("rejects", "of an earlier run"), ("final", "as well")] {
            let path = folder.file(&format!("one.{end}"));
            fs::copy(
                folder.file(&format!("whole.{end}")),
                folder.file(&format!("one.{end}.partial")),
            )
            .unwrap();
            fs::write(path, older).unwrap();
        }
    };
    set();
    let mut next = fed(piped(&folder, "one"));
    wait_for("the next run", || folder.file("one.changes.partial").exists());
    same(&folder, "one", "whole");
    assert!(!folder.file("one.final.resume").exists());
    next.kill().unwrap();
    next.wait().unwrap();
    // Damaged, it does not.
    set();
    fs::write(folder.file("one.rejects.partial"), "something else").unwrap();
    let words = refused(&full(&folder, "one", 2, 30).output().unwrap());
    assert!(words.contains("one.rejects.partial"), "{words}");
    assert_eq!(folder.read("one.rejects"), "of an earlier run");
}
