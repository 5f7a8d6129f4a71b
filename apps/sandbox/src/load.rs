//! Records to begin with: a body of `POST /_sandbox/{vendor}/customers` on each line.

use alloc::collections::BTreeMap;
use core::time::Duration;
use std::fs;
use std::path::Path;
use std::time::Instant;

use crate::admin::customers::{Placing, named, place};
use crate::admin::problem::{Given, Problem, what_is_wrong};
use crate::failure::Failure;
use crate::knobs::Current;
use crate::object;
use crate::service::Service;
use crate::store::{self, Stored, Tables};
use crate::vendor::{Played, with_vendor};

/// Longer than any file takes.
const LONG: Duration = Duration::from_secs(86_400);

/// The lines of a file by vendor and key of their record.
type Seen = BTreeMap<(&'static str, String), usize>;

/// Places the records of a file, all of them or none. An id that is in use stays what it is, so
/// that the same file can be given at every start. Gives how many were placed.
pub(crate) fn load(service: &Service, path: &Path) -> Result<u64, Failure> {
    let name = path.display();
    let text = fs::read_to_string(path)
        .map_err(|error| Failure::new(format!("{name} can't be read: {error}"), "check --load"))?;
    if text.starts_with('\u{feff}') {
        let what = format!("{name} begins with a byte order mark");
        return Err(Failure::new(what, "store it as UTF-8 without one"));
    }
    let mut wrong = None;
    let now = Instant::now();
    // As long as it takes: nobody waits for an answer yet.
    let deadline = now.checked_add(LONG).unwrap_or(now);
    let placed = store::write(&*service.store, deadline, |tables| {
        let (mut placed, now) = (0_u64, Current::read(tables, &service.start)?);
        let mut seen = Seen::new();
        for (number, line) in (1_usize..).zip(text.lines()) {
            if line.trim().is_empty() {
                continue;
            }
            match one(tables, service, &now, (number, line), &mut seen)? {
                Ok(true) => placed = placed.saturating_add(1),
                Ok(false) => {}
                Err(why) => {
                    wrong = Some((number, why));
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

/// Places the record of a line; whether it was not there yet.
fn one(
    tables: &dyn Tables,
    service: &Service,
    now: &Current,
    (number, line): (usize, &str),
    seen: &mut Seen,
) -> Stored<Result<bool, String>> {
    let placing: Placing<'_> = match object::read(line.as_bytes()) {
        Ok(placing) => placing,
        Err(error) => {
            let (what, column) = (what_is_wrong(&error), error.column());
            return Ok(Err(format!("{what}: column {column}")));
        }
    };
    let vendor = placing.vendor.as_deref().unwrap_or_default();
    let placed: Option<Given<_>> =
        with_vendor!(vendor, of(tables, service, now, (number, &placing), seen));
    let Some(placed) = placed else { return Ok(Err("vendor is none of the vendors".into())) };
    Ok(placed?.map_err(|problem| problem.detail().to_owned()))
}

fn of<V: Played>(
    tables: &dyn Tables,
    service: &Service,
    now: &Current,
    (number, placing): (usize, &Placing<'_>),
    seen: &mut Seen,
) -> Given<bool> {
    let (id, is_new) = match place::<V>(tables, service, now, placing)? {
        Ok(placed) => (placed.id, true),
        Err(problem) if problem.is_conflict() => (named::<V>(placing).unwrap_or_default(), false),
        Err(problem) => return Ok(Err(problem)),
    };
    Ok(match seen.insert((V::NAME, V::key(&id).into_owned()), number) {
        Some(before) => Err(Problem::bad(format!("line {before} has the same id"))),
        None => Ok(is_new),
    })
}
