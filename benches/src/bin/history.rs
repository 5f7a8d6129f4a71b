//! Writes customers of all three vendors and a history of requests for `customer replay`:
//! `history CUSTOMERS UPDATES FOLDER` leaves `state.jsonl` and `updates.jsonl` there, the same on
//! every run. One request in a hundred is refused.

use std::env::args;
use std::error::Error;
use std::fs::File;
use std::io::{BufWriter, Write as _};
use std::path::PathBuf;

use customer_bench::payload::{
    Random, adobe_customer, adobe_refused, adobe_update, commvault_account, commvault_update,
    ibm_customer, people,
};

/// The lock token of IBM's profile in the payloads.
const VERSION: u64 = 7;

fn main() -> Result<(), Box<dyn Error>> {
    let [customers, updates, folder] = &args().skip(1).collect::<Vec<_>>()[..] else {
        return Err("history CUSTOMERS UPDATES FOLDER".into());
    };
    let (customers, updates): (usize, usize) = (customers.parse()?, updates.parse()?);
    let folder = PathBuf::from(folder);
    let mut state = BufWriter::new(File::create(folder.join("state.jsonl"))?);
    for customer in 0..customers {
        let (vendor, document) = match customer % 3 {
            0 => ("adobe", adobe_customer(&people(0, 3))),
            1 => ("ibm", ibm_customer("555-0101", "555-0103")),
            _ => ("commvault", commvault_account()),
        };
        let document = document.trim();
        writeln!(state, r#"{{"key":"{customer}","vendor":"{vendor}","customer":{document}}}"#)?;
    }
    state.flush()?;
    let mut history = History { random: Random::new(3), taken: vec![0; customers] };
    let mut file = BufWriter::new(File::create(folder.join("updates.jsonl"))?);
    for _ in 0..updates {
        let (key, rest) = history.next();
        writeln!(file, r#"{{"key":"{key}",{rest}}}"#)?;
    }
    Ok(file.flush()?)
}

struct History {
    random: Random,
    /// How many requests of each customer were taken.
    taken: Vec<u64>,
}

impl History {
    /// The key, and the other members of the line.
    fn next(&mut self) -> (usize, String) {
        let key = self.random.below(self.taken.len());
        let (refused, number) = (self.random.below(100) == 0, self.random.below(9000) + 1000);
        let before = self.taken[key];
        if !refused {
            self.taken[key] += 1;
        }
        let line = match key % 3 {
            0 => {
                let mut list = people(0, 3);
                list[number % 3].1 = number;
                let reference = number.to_string();
                let update = if refused { adobe_refused } else { adobe_update };
                format!(r#""input":{{"update":{}}}"#, update(&reference, &list).trim())
            }
            1 => {
                // A copy as it was before the last update is stale.
                let version = if refused { 1 } else { VERSION + before };
                let document = ibm_customer(&format!("555-{number}"), "555-0103");
                let current = document.replace(
                    &format!(r#""Version":{VERSION}"#),
                    &format!(r#""Version":{version}"#),
                );
                let facts = r#"{"role":"CustomerAdministrator","sameOrganization":true}"#;
                format!(r#""input":{{"update":{}}},"facts":{facts}"#, current.trim())
            }
            // Each update settles before the next one.
            _ if refused => r#""input":{"update":{"nobody":"knows"}}"#.into(),
            _ if before % 2 == 1 => r#""input":{"settled":"succeeded"}"#.into(),
            _ => {
                let phone = format!("555-{number}");
                let update = commvault_update("https://example.com", &phone);
                format!(r#""input":{{"update":{}}}"#, update.trim())
            }
        };
        (key, line)
    }
}
