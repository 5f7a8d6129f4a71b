//! Whatever ends a run, at whatever moment: the same command goes on, to the same bytes.

use std::fs;
use std::process::{Command, Stdio};
use std::time::Duration;

use serde_json::json;

use crate::setup::*;

#[test]
fn a_killed_run_goes_on_and_takes_nothing_twice() {
    let folder = Folder::new("killed");
    prepare(&folder, &requests(20_000));
    let whole = said(&full(&folder, "whole", 2, 30).output().unwrap());
    // Killed again and again, with another number of jobs each time.
    let mut kills = 0;
    loop {
        // The database is scratch: it may be there in one run and not in the next.
        let mut run = full(&folder, "killed", 1 + kills, 0);
        if kills % 2 == 1 {
            run = on_disk(run, &folder);
        }
        if kills == 4 || !kill_early(&folder, "killed", run) {
            break;
        }
        kills += 1;
    }
    assert!(kills > 0, "it was too quick to be killed");
    if !folder.file("killed.final").exists() {
        let last = on_disk(full(&folder, "killed", 3, 0), &folder).output().unwrap();
        assert!(told(&last).contains("going on behind line"));
        assert_eq!(said(&last), whole);
    }
    same(&folder, "killed", "whole");
    clean(&folder, "killed");
}

/// Numbers that look random, the same in every test.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        (self.0 >> 33) % limit
    }
}

#[cfg(unix)]
#[test]
fn it_may_be_ended_at_any_moment_by_any_signal() {
    let folder = Folder::new("moments");
    prepare(&folder, &requests(6000));
    let whole = said(&full(&folder, "whole", 2, 30).output().unwrap());
    let mut random = Random(7);
    for round in 0..3 {
        for end in ENDS {
            let _ = fs::remove_file(folder.file(&format!("r.{end}")));
        }
        for turn in 0..6 {
            let mut run = full(&folder, "r", 1 + turn % 3, turn % 2);
            if (turn + round) % 3 == 0 {
                run = on_disk(run, &folder);
            }
            let mut run = run.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
            std::thread::sleep(Duration::from_micros(random.below(120_000)));
            let signal = ["-KILL", "-INT", "-TERM"][random.below(3) as usize];
            if run.try_wait().unwrap().is_none() {
                send(signal, &run);
            }
            let output = run.wait_with_output().unwrap();
            match output.status.code() {
                None | Some(0) => {}
                Some(130 | 143) => assert!(told(&output).contains("run this again"), "{output:?}"),
                _ => panic!("{output:?}"),
            }
            if folder.file("r.final").exists() {
                same(&folder, "r", "whole");
            }
        }
        let last = full(&folder, "r", 2, 0).output().unwrap();
        assert_eq!(said(&last), whole);
        same(&folder, "r", "whole");
        clean(&folder, "r");
    }
}

#[cfg(unix)]
#[test]
fn ctrl_c_makes_a_checkpoint_and_says_so() {
    let folder = Folder::new("ctrl-c");
    prepare(&folder, &requests(25_000));
    let whole = said(&full(&folder, "whole", 2, 30).output().unwrap());
    // No checkpoint is due in this run: the one that it goes on from is that of the signal.
    let mut run = full(&folder, "one", 2, 3000);
    let run = run.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
    let rejects = folder.file("one.rejects.partial");
    let changes = folder.file("one.changes.partial");
    wait_for("changes", || {
        rejects.exists() && fs::metadata(&changes).is_ok_and(|about| about.len() > 0)
    });
    send("-INT", &run);
    let output = run.wait_with_output().unwrap();
    let words = told(&output);
    assert_eq!(output.status.code(), Some(130), "{words}");
    let line = note(&folder, "one")["underWay"]["line"].as_u64().unwrap();
    let expected =
        format!("interrupted: run this again: it goes on behind line {line} of the updates\n");
    assert_eq!(words, expected);
    assert!(!folder.file("one.final").exists());
    let again = full(&folder, "one", 1, 30).output().unwrap();
    assert!(told(&again).contains(&format!("going on behind line {line} of")));
    assert_eq!(said(&again), whole);
    same(&folder, "one", "whole");
    clean(&folder, "one");
}

#[test]
fn a_mark_of_byte_order_is_one_only_at_the_start() {
    let folder = Folder::new("mark");
    prepare(&folder, &[]);
    let line = format!("\u{feff}{}\n", json!({"key": "nobody", "input": {}}));
    fs::write(folder.file("updates"), line.repeat(60_000)).unwrap();
    let whole = said(&full(&folder, "whole", 2, 30).output().unwrap());
    assert!(whole.contains("unreadable  59999\nunknown     1\n"), "{whole}");
    interrupted(&folder, "one");
    assert_eq!(said(&full(&folder, "one", 2, 30).output().unwrap()), whole);
    same(&folder, "one", "whole");
}

/// A command whose files may not have more than so many blocks of 1 KiB: as if there was no space.
#[cfg(unix)]
fn cramped(run: &Command, blocks: u32) -> Command {
    let mut cramped = Command::new("bash");
    cramped.args(["-c", "trap '' XFSZ; ulimit -f $1; shift; exec \"$@\"", "-"]);
    cramped.arg(blocks.to_string()).arg(run.get_program()).args(run.get_args());
    cramped
}

#[cfg(unix)]
#[test]
fn without_room_it_stops_and_goes_on_when_there_is_some() {
    let folder = Folder::new("space");
    prepare(&folder, &requests(6000));
    let whole = said(&full(&folder, "whole", 2, 30).output().unwrap());
    let run = full(&folder, "one", 2, 0);
    for blocks in [8, 200, 800] {
        let words = refused(&cramped(&run, blocks).output().unwrap());
        assert!(words.contains("can't be written") && words.contains("free space"), "{words}");
        assert!(words.contains("run this again: it"), "{words}");
        if words.contains("begins anew") {
            clean(&folder, "one");
        }
        assert!(!folder.file("one.final").exists());
    }
    assert_eq!(said(&full(&folder, "one", 2, 0).output().unwrap()), whole);
    same(&folder, "one", "whole");
    clean(&folder, "one");
}

#[cfg(unix)]
#[test]
fn requests_are_not_taken_again_because_the_output_had_no_room() {
    let folder = Folder::new("space-out");
    prepare(&folder, &requests(300));
    // Customers that no request is for: OUT is larger than all else.
    let mut state = folder.read("state");
    for number in 0..3000 {
        let (vendor, customer) = customer(number);
        let key = format!("other {number}");
        state += &format!("{}\n", json!({"key": key, "vendor": vendor, "customer": customer}));
    }
    fs::write(folder.file("state"), state).unwrap();
    let whole = said(&full(&folder, "whole", 2, 30).output().unwrap());
    let run = full(&folder, "one", 2, 30);
    let words = refused(&cramped(&run, 400).output().unwrap());
    assert!(words.contains("one.final.partial can't be written"), "{words}");
    assert!(
        words.contains("free space, then run this again: it goes on behind line 303"),
        "{words}"
    );
    assert!(!folder.file("one.final.partial").exists(), "it would only take space");
    let again = full(&folder, "one", 2, 30).output().unwrap();
    assert!(told(&again).contains("going on behind line 303"));
    assert_eq!(said(&again), whole);
    same(&folder, "one", "whole");
    clean(&folder, "one");
}
