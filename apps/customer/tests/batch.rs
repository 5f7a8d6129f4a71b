//! Many questions on standard input, line by line.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    missing_docs
)]

mod program;

use std::io::Write as _;
use std::process::Stdio;

use program::{code, command, err, feed, file, quiet, run};
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
    let text = quiet(&answered);
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
    assert_eq!(quiet(&run(&["batch", &file("lines.jsonl", &with_end)])), text);
    assert_eq!(quiet(&run(&["batch", &file("lines.jsonl", &input)])), text);
    assert_eq!(quiet(&feed(&["batch", "-"], &with_end)), text);
    assert_eq!(quiet(&feed(&["batch"], b"")), "");
}

#[test]
fn batch_refuses_endless_lines_and_goes_on() {
    let mut input = vec![b' '; 17 << 20];
    input.extend_from_slice(b"{}\n{}\n");
    let text = quiet(&feed(&["batch"], &input));
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
fn a_closed_pipe_ends_quietly() {
    for args in [&["batch"][..], &["rules"], &[]] {
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
        assert_eq!((code(&ended), err(&ended).as_str()), (0, ""), "{args:?}");
    }
}
