//! Answers one request a line, from standard input.
use std::io::{BufRead, stdin};

fn main() {
    for line in stdin().lock().lines().map_while(Result::ok) {
        println!("{}", customer_core_fuzz::model::answer(&line));
    }
}
