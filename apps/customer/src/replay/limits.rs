//! Limits of a line: whatever a run writes of a record can be read again.
//!
//! OUT is to be the STATE of the next run, a database and a journal have to give back what was put
//! there. A record can come beyond a limit without any line that is: what is pending lies deeper
//! than what it was made from, and two texts are together longer than each. So a request after
//! which the record's line could not be read again counts as unreadable, with and without `--disk`.
//! Only records that could come near a limit are written and read to find out.

use customer_core::contract::SIZE_MAX;
use customer_core::json::{Document, FormError, Pointer, Unreadable};

use super::record::Record;
use super::shard::parse;

/// Texts this long in sum make no line beyond the limit: a record holds them twice at most, and no
/// escape that a line can hold becomes more than three times as long (`\b`).
const BYTES_FAR: usize = SIZE_MAX / 8;

/// A line this deep makes none beyond the limit of 128.
const DEPTH_FAR: usize = 64;

/// What is added to a record that came from no text: dates, states.
const DERIVED: usize = 512;

/// How near to a limit a record can be at most.
#[derive(Clone, Copy)]
pub(super) struct Bound {
    /// Length of all lines that it came from.
    bytes: u32,
    /// Whether one of them was deep.
    deep: bool,
}

impl Bound {
    /// That of a record that was read from `line`.
    pub(super) fn of(line: &[u8]) -> Self {
        Self { bytes: u32::try_from(line.len()).unwrap_or(u32::MAX), deep: is_deep(line) }
    }

    /// That of the record after it took `line`.
    pub(super) fn with(self, line: &[u8]) -> Self {
        let more = u32::try_from(line.len().saturating_add(DERIVED)).unwrap_or(u32::MAX);
        Self { bytes: self.bytes.saturating_add(more), deep: self.deep || is_deep(line) }
    }

    /// Whether the record could be beyond a limit.
    pub(super) fn is_near(self) -> bool {
        self.deep || usize::try_from(self.bytes).map_or(true, |bytes| bytes > BYTES_FAR)
    }
}

/// Whether a line of JSON is nested deeper than half of what is allowed.
fn is_deep(line: &[u8]) -> bool {
    // Most lines have not even as many brackets. Counting them in bytes costs next to nothing.
    let opened = |count: u8, byte: &u8| count.wrapping_add(u8::from(matches!(byte, b'{' | b'[')));
    let count = |part: &[u8]| usize::from(part.iter().fold(0, opened));
    if line.chunks(usize::from(u8::MAX)).map(count).sum::<usize>() <= DEPTH_FAR {
        return false;
    }
    let (mut depth, mut inside, mut escaped) = (0_usize, false, false);
    for byte in line {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if inside => escaped = true,
            b'"' => inside = !inside,
            b'{' | b'[' if !inside => {
                depth = depth.saturating_add(1);
                if depth > DEPTH_FAR {
                    return true;
                }
            }
            b'}' | b']' if !inside => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    false
}

/// A record's line.
pub(super) fn written(record: &Record, key: &str) -> String {
    let mut line = String::new();
    record.write(key, &mut line);
    line
}

/// The record of a line.
pub(super) fn read(line: &[u8]) -> Result<Record, Unreadable> {
    Record::read(&parse(line)?)
}

/// What is told of a request after which the record could not be read again.
pub(super) fn beyond(request: &Document<'_>, found: Unreadable) -> Unreadable {
    let members = request.root().member("input").and_then(|input| input.members());
    let name = members.and_then(|mut members| members.next()).map(|(name, _)| name);
    let pointer = name.map_or_else(|| "/input".to_owned(), |name| format!("/input/{}", &*name));
    let reason = found.errors.into_iter().next().map(|error| error.reason);
    let errors = reason.map(|reason| FormError { pointer: Pointer::new(pointer), reason });
    Unreadable { errors: errors.into_iter().collect() }
}

#[cfg(test)]
mod tests {
    use super::{DEPTH_FAR, is_deep};

    #[test]
    fn only_nesting_is_deep() {
        let nested = |depth: usize| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
        assert!(!is_deep(nested(DEPTH_FAR).as_bytes()));
        assert!(is_deep(nested(DEPTH_FAR + 1).as_bytes()));
        assert!(!is_deep("[]".repeat(200).as_bytes()));
        assert!(!is_deep(format!("[\"{}\"]", "[\\\"".repeat(200)).as_bytes()));
        assert!(is_deep(format!("{{\"\\\\\":{}}}", nested(DEPTH_FAR)).as_bytes()));
    }
}
