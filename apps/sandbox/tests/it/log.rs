//! The log: whoever does not read it, or breaks it, holds up nobody.

use std::fs::OpenOptions;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::json;

use crate::adobe::Client;
use crate::server::{Server, program, until};

const DROPPED: &str = "sandbox_log_lines_dropped_total ";

/// The program with a standard error of the test's.
fn with_log(to: Stdio) -> Child {
    let mut command = program(&["--port", "0"]);
    command.stdout(Stdio::piped()).stderr(to).spawn().unwrap()
}

/// Where nothing can be written.
fn full() -> Stdio {
    OpenOptions::new().write(true).open("/dev/full").unwrap().into()
}

/// Calls that write are answered, and are done once.
fn serves(server: &Server) {
    let client = Client::one(server);
    let id = client.place();
    for name in ["1", "2", "3"] {
        client.patch(&id, json!({"externalReferenceId": name})).expect(200);
    }
    assert_eq!(server.history("adobe", &id).len(), 4);
}

/// Whether it serves, counts the lines that it drops, and ends in good order.
fn loses_no_answer(child: Child) {
    let server = Server::of(child);
    serves(&server);
    until("dropped lines are counted", || server.metric(DROPPED) >= 4.0);
    server.signal("-TERM");
    assert_eq!(server.ended().code(), Some(0));
}

#[test]
fn b1_b22_a_log_that_cannot_be_written_loses_no_answer() {
    loses_no_answer(with_log(full()));
}

#[test]
fn b1_b22_a_log_whose_reader_is_gone_loses_no_answer() {
    let mut child = with_log(Stdio::piped());
    drop(child.stderr.take());
    loses_no_answer(child);
}

#[test]
fn b20_b25_a_log_that_nobody_reads_holds_nobody_up() {
    for seconds in [0, 9] {
        let mut child = with_log(Stdio::piped());
        let unread = child.stderr.take();
        let server = Server::of(child);
        let client = Client::one(&server);
        let id = client.place();
        // Many more than a pipe takes.
        for _ in 0..600 {
            client.get(&id).expect(200);
        }
        serves(&server);
        let mut running = None;
        if seconds > 0 {
            let delay = json!({"kind": "delay", "vendor": "adobe", "ms": seconds * 1000});
            server.fault(delay);
            let get = client.get(&id);
            running = Some(std::thread::spawn(move || get.try_send()));
            until("the call runs", || server.must("GET", "/faults", None) == json!([]));
        }
        let began = Instant::now();
        server.signal("-TERM");
        if let Some(running) = running {
            std::thread::sleep(Duration::from_millis(200));
            server.signal("-TERM");
            assert_eq!(server.ended().code(), Some(1));
            assert_eq!(running.join().unwrap(), None);
        } else {
            assert_eq!(server.ended().code(), Some(0));
        }
        assert!(began.elapsed() < Duration::from_secs(5), "{:?}", began.elapsed());
        drop(unread);
    }
}

#[test]
fn b26_nobody_needs_to_read_what_is_printed() {
    let port = {
        let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        free.local_addr().unwrap().port()
    };
    // The pipe is full before the program begins.
    let mut command = Command::new("sh");
    let fill = "head -c 65536 /dev/zero; exec \"$0\" --port \"$1\"";
    command.args(["-c", fill, env!("CARGO_BIN_EXE_sandbox"), &port.to_string()]);
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(full());
    let mut child = command.spawn().unwrap();
    let at = std::net::SocketAddr::from(([127, 0, 0, 1], port));
    until("it listens", || std::net::TcpStream::connect(at).is_ok());
    let health = crate::client::Sending::new(at, "GET", "/_sandbox/health");
    health.expect(200);
    let id = child.id().to_string();
    assert!(Command::new("kill").args(["-TERM", &id]).status().unwrap().success());
    let began = Instant::now();
    let mut ended = None;
    until("it ends", || {
        ended = child.try_wait().unwrap();
        ended.is_some() || began.elapsed() > Duration::from_secs(8)
    });
    let _ = child.kill();
    assert_eq!(ended.and_then(|ended| ended.code()), Some(0));
}
