//! Many questions on standard input, line by line.

use std::io::Write as _;
use std::process::Stdio;

use crate::program::{code, command, err, feed, file, out, quiet, run};
use serde_json::Value;

#[test]
fn batch_answers_every_line_in_order() {
    let elapsed = r#"{"vendor":"adobe","customer":{"status":"1000"},"input":{"update":{}}}"#;
    let lines: Vec<Vec<u8>> = vec![
        format!("\u{feff}{elapsed}\r").into(),
        vec![],
        b"\r".to_vec(),
        b"{\"vendor\": \"secret\xff\"}".to_vec(),
        b"{\"vendor\": 1}".to_vec(),
        format!("\u{feff}{elapsed}").into(),
        format!("  {elapsed}  ").into(),
        elapsed.into(),
    ];
    let input = lines.join(&b'\n');
    let answered = feed(&["batch"], &input);
    assert_eq!(
        (code(&answered), err(&answered).as_str()),
        (0, "8 answers: 3 unchanged, 5 unreadable\n")
    );
    let text = out(&answered);
    let answers: Vec<Value> =
        text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(answers.len(), lines.len());
    for (i, answer) in answers.iter().enumerate() {
        let unreadable = (1..=5).contains(&i);
        assert_eq!(answer["verdict"] == "unreadable", unreadable, "line {}: {answer}", i + 1);
        if unreadable {
            for violation in answer["violations"].as_array().unwrap() {
                let message = violation["message"].as_str().unwrap();
                assert!(message.starts_with(&format!("line {}: ", i + 1)), "{message}");
                assert!(!message.contains("secret"));
            }
        } else {
            assert_eq!(answer, &answers[0]);
        }
    }
    // The same from a file, with and without a line feed at the end, and by its other name.
    let with_end = [&input[..], b"\n"].concat();
    assert_eq!(quiet(&run(&["batch", "--quiet", &file("lines.jsonl", &with_end)])), text);
    assert_eq!(quiet(&run(&["batch", "-q", &file("lines.jsonl", &input)])), text);
    assert_eq!(quiet(&feed(&["batch", "-", "--quiet"], &with_end)), text);
    assert_eq!(quiet(&feed(&["batch", "-q"], b"")), "");
    assert_eq!(err(&feed(&["batch"], b"")), "0 answers\n");
}

#[test]
fn batch_refuses_endless_lines_and_goes_on() {
    let mut input = vec![b' '; 17 << 20];
    input.extend_from_slice(b"{}\n{}\n");
    let text = quiet(&feed(&["batch", "-q"], &input));
    let answers: Vec<&str> = text.lines().collect();
    assert_eq!(answers.len(), 2);
    assert!(answers[0].contains("\"line 1: too large: "), "{text}");
    assert!(answers[1].contains("\"line 2: "), "{text}");
}

#[test]
fn batch_answers_before_the_next_question_is_sent() {
    use std::io::BufRead as _;
    let mut batch = command(&["batch"]);
    let mut child = batch.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let mut answers = std::io::BufReader::new(child.stdout.take().unwrap()).lines();
    for number in 1..=3 {
        stdin.write_all(b"{}\n").unwrap();
        let answer = answers.next().unwrap().unwrap();
        assert!(answer.contains(&format!("line {number}: ")), "{answer}");
    }
    drop(stdin);
    assert_eq!(child.wait().unwrap().code(), Some(0));
}

#[test]
fn answers_keep_their_order_on_many_threads() {
    let line = |number: u32| match number % 3 {
        0 => format!(
            r#"{{"id":{number},"vendor":"commvault","customer":{{"status":"updating"}},
                "input":{{"settled":"failed"}}}}"#
        )
        .replace('\n', " "),
        1 => format!(r#"{{"id":"{number}","vendor":"ibm"}}"#),
        _ => format!("no JSON {number}"),
    };
    let input: String = (0..5_000).map(|number| line(number) + "\n").collect();
    let one = feed(&["batch"], input.as_bytes());
    for jobs in ["2", "3", "8"] {
        let many = feed(&["batch", "--jobs", jobs], input.as_bytes());
        assert!(out(&many) == out(&one), "{jobs} threads");
        assert_eq!(err(&many), "5000 answers: 1667 applied, 3333 unreadable\n");
    }
    let lines: Vec<_> = out(&one).lines().map(String::from).collect();
    assert_eq!(lines.len(), 5_000);
    assert!(
        lines[4].starts_with(r#"{"id":"4","version":1,"verdict":"unreadable""#),
        "{}",
        lines[4]
    );
    assert!(lines[4].contains("line 5: "), "{}", lines[4]);
    assert_eq!(code(&feed(&["batch", "--jobs", "0"], b"")), 2);
}

#[test]
fn threads_answer_before_the_next_question_as_well() {
    use std::io::BufRead as _;
    let mut batch = command(&["batch", "--jobs", "3"]);
    let mut child = batch.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let mut answers = std::io::BufReader::new(child.stdout.take().unwrap()).lines();
    for number in 1..=10 {
        stdin.write_all(b"{}\n").unwrap();
        let answer = answers.next().unwrap().unwrap();
        assert!(answer.contains(&format!("line {number}: ")), "{answer}");
    }
    drop(stdin);
    assert_eq!(child.wait().unwrap().code(), Some(0));
}

#[test]
fn a_run_fails_on_the_verdicts_that_were_named() {
    let settled = |status: &str, facts: &str| {
        format!(
            r#"{{"vendor":"ibm","customer":{{"Customer":{{"CustomerState":"{status}"}}}},
                "input":{{"operation":"suspendCustomer"}},"facts":{facts}}}"#
        )
        .replace('\n', " ")
    };
    let known = r#"{"role":"VSR","sameOrganization":true}"#;
    let (applied, undecided) = (settled("ACTIVE", known), settled("ACTIVE", "{}"));
    let rejected = settled("SUSPENDED", known);
    let verdicts = ["rejected", "undecided", "unreadable"];
    for (line, fails) in [
        (applied.as_str(), [0, 0, 0]),
        (&rejected, [1, 0, 0]),
        (&undecided, [1, 1, 0]),
        ("{}", [1, 1, 1]),
    ] {
        assert_eq!(code(&feed(&["batch"], line.as_bytes())), 0);
        for (verdict, status) in verdicts.iter().zip(fails) {
            let answered = feed(&["batch", "--fail-on", verdict], line.as_bytes());
            assert_eq!(code(&answered), status, "{line} with {verdict}");
            assert_eq!(out(&answered).lines().count(), 1);
        }
    }
    assert_eq!(code(&feed(&["batch", "--fail-on", "applied"], b"")), 2);
}

#[test]
fn an_output_file_takes_its_place_when_it_is_whole() {
    let questions = file("in-place.jsonl", "{}\n{}\n");
    let ended = run(&["batch", &questions, "--output", &questions, "--quiet"]);
    assert_eq!(
        (quiet(&ended), std::fs::read_to_string(&questions).unwrap().lines().count()),
        (String::new(), 2)
    );
    assert!(std::fs::read_to_string(&questions).unwrap().contains("\"line 2: "));
    assert!(!std::path::Path::new(&format!("{questions}.partial")).exists());
    let nowhere = run(&["batch", &questions, "--output", "no/such/folder/out.jsonl"]);
    assert!(crate::told(&nowhere).contains("can't be written: "), "{}", err(&nowhere));
    let rules = file("rules.txt", "");
    quiet(&run(&["rules", "-o", &rules, "--color", "always"]));
    assert_eq!(std::fs::read_to_string(&rules).unwrap(), quiet(&run(&["rules"])));
}

#[cfg(target_os = "linux")]
#[test]
fn output_that_cannot_be_written_is_2() {
    let full = || std::fs::File::options().write(true).open("/dev/full").unwrap();
    let questions = file("full.jsonl", "{}\n");
    for args in
        [&["batch", questions.as_str()][..], &["batch", "--jobs", "2", &questions], &["rules"]]
    {
        let ended = command(args).stdin(Stdio::null()).stdout(full()).output().unwrap();
        assert_eq!(code(&ended), 2, "{args:?}");
        assert!(err(&ended).contains("free space"), "{}", err(&ended));
    }
    let ended = run(&["rules", "--output", "/dev/full"]);
    assert!(crate::told(&ended).contains("/dev/full can't be written"), "{}", err(&ended));
}

#[test]
fn a_closed_pipe_ends_quietly() {
    for (args, status) in
        [(&["batch"][..], 2), (&["batch", "--jobs", "2"], 2), (&["rules"], 0), (&[], 0)]
    {
        let mut child = command(args)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        drop(child.stdout.take());
        if let Some(mut stdin) = child.stdin.take() {
            let _ = stdin.write_all(&b"{}\n".repeat(100_000));
        }
        let ended = child.wait_with_output().unwrap();
        assert_eq!((code(&ended), err(&ended).as_str()), (status, ""), "{args:?}");
    }
}
