//! Answers requests from standard input, one a line: `ask [model|core|both]`.
//!
//! The default is the model alone. With `both`, two lines for each request, and a third where the
//! answers differ in more than words.

use std::io::{BufRead, stdin};

use customer_core_fuzz::{model, oracle};

fn main() {
    let who = std::env::args().nth(1).unwrap_or_else(|| "model".into());
    for line in stdin().lock().lines().map_while(Result::ok) {
        match &*who {
            "core" => println!("{}", customer_core::contract::apply(&line)),
            "both" => {
                println!("core  {}", customer_core::contract::apply(&line));
                println!("model {}", model::text_of(&line));
                if let (_, Some(found)) = oracle::ask(&line) {
                    println!("they differ in {}", found.member);
                }
            }
            _ => println!("{}", model::answer(&line)),
        }
    }
}
