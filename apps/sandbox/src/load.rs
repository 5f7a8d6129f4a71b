//! Records to begin with: a body of `POST /_sandbox/{vendor}/customers` on each line.

use core::time::Duration;
use std::fs;
use std::path::Path;
use std::time::Instant;

use crate::admin::customers::{Placing, place};
use crate::admin::problem::Given;
use crate::failure::Failure;
use crate::knobs::Current;
use crate::service::Service;
use crate::store::{self, Stored, Tables};
use crate::vendor::with_vendor;

/// Longer than any file takes.
const LONG: Duration = Duration::from_secs(86_400);

/// Places the records of a file, all of them or none. An id that is in use stays what it is, so
/// that the same file can be given at every start. Gives how many were placed.
pub(crate) fn load(service: &Service, path: &Path) -> Result<u64, Failure> {
    let name = path.display();
    let text = fs::read_to_string(path)
        .map_err(|error| Failure::new(format!("{name} can't be read: {error}"), "check --load"))?;
    let mut wrong = None;
    let now = Instant::now();
    // As long as it takes: nobody waits for an answer yet.
    let deadline = now.checked_add(LONG).unwrap_or(now);
    let placed = store::write(&*service.store, deadline, |tables| {
        let (mut placed, now) = (0_u64, Current::read(tables, &service.start)?);
        for (number, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
            match one(tables, service, &now, line)? {
                Ok(true) => placed = placed.saturating_add(1),
                Ok(false) => {}
                Err(why) => {
                    wrong = Some((number.saturating_add(1), why));
                    return Err(store::StoreError::Unreadable("a line"));
                }
            }
        }
        Ok(placed)
    });
    match (wrong, placed) {
        (Some((line, why)), _) => {
            let todo = "each line is a body of POST /_sandbox/{vendor}/customers with `vendor`";
            Err(Failure::new(format!("{name}, line {line}: {why}"), todo))
        }
        (None, Ok(placed)) => Ok(placed),
        (None, Err(error)) => Err(Failure::new(error.to_string(), "check --store")),
    }
}

fn one(
    tables: &dyn Tables,
    service: &Service,
    now: &Current,
    line: &str,
) -> Stored<Result<bool, String>> {
    let placing: Placing<'_> = match serde_json::from_str(line) {
        Ok(placing) => placing,
        Err(error) => return Ok(Err(error.to_string())),
    };
    let vendor = placing.vendor.as_deref().unwrap_or_default();
    let placed: Option<Given<_>> = with_vendor!(vendor, place(tables, service, now, &placing));
    let Some(placed) = placed else { return Ok(Err("vendor is none of the vendors".into())) };
    Ok(match placed? {
        Ok(_) => Ok(true),
        Err(problem) if problem.is_conflict() => Ok(false),
        Err(problem) => Err(problem.detail().to_owned()),
    })
}
