//! Scanning single tokens: strings and numbers. No allocation, no recursion.

use super::chunk::{self, HIGH, ONES, zeros};
use super::reason::Fault;

/// Where the run of plain bytes from `from` ends: at a quote, a backslash, a control character, or
/// the end. Eight bytes a step.
#[inline]
pub(super) fn plain(bytes: &[u8], from: usize) -> usize {
    let mut at = from;
    while let Some(chunk) = bytes.get(at..).and_then(<[u8]>::first_chunk::<8>) {
        let hits = hits(u64::from_le_bytes(*chunk));
        if hits != 0 {
            return at.wrapping_add((hits.trailing_zeros() / 8) as usize);
        }
        at = at.wrapping_add(8);
    }
    while let Some(b) = bytes.get(at) {
        if is_special(*b) {
            break;
        }
        at = at.wrapping_add(1);
    }
    at
}

/// Whether all bytes are plain.
#[inline]
pub(super) fn is_plain(bytes: &[u8]) -> bool {
    !chunk::any(bytes, |word| hits(word) != 0, is_special)
}

const fn is_special(b: u8) -> bool {
    b < 0x20 || b == b'"' || b == b'\\'
}

/// The high bits of special bytes, of which only the first counts; zero if there is none.
#[inline]
const fn hits(word: u64) -> u64 {
    let control = word.wrapping_sub(ONES * 0x20) & !word & HIGH;
    control | zeros(word ^ (ONES * 0x22)) | zeros(word ^ (ONES * 0x5C))
}

/// Where the run of white space from `from` ends.
pub(super) fn blanks(bytes: &[u8], mut from: usize) -> usize {
    while let Some(b' ' | b'\n' | b'\r' | b'\t') = bytes.get(from) {
        from = from.wrapping_add(1);
    }
    from
}

/// Scans `true`, `false` or `null`; gives the offset behind it.
pub(super) fn literal(bytes: &[u8], from: usize) -> Result<usize, Fault> {
    let word = match bytes.get(from) {
        Some(b't') => "true",
        Some(b'f') => "false",
        Some(b'n') => "null",
        _ => return Err(Fault::Syntax),
    };
    let end = from.wrapping_add(word.len());
    match bytes.get(from..end) {
        Some(found) if found == word.as_bytes() => Ok(end),
        None if word.as_bytes().starts_with(bytes.get(from..).unwrap_or_default()) => {
            Err(Fault::Incomplete)
        }
        _ => Err(Fault::Syntax),
    }
}

/// Scans a string whose content starts at `from`; gives the offset of its closing quote.
pub(super) fn string(bytes: &[u8], from: usize) -> Result<usize, Fault> {
    let mut at = from;
    loop {
        at = plain(bytes, at);
        match bytes.get(at) {
            None => return Err(Fault::Incomplete),
            Some(b'"') => return Ok(at),
            Some(b'\\') => at = escape(bytes, at.wrapping_add(1))?,
            Some(_) => return Err(Fault::Syntax),
        }
    }
}

/// Checks one escape after its backslash; gives the offset behind it.
fn escape(bytes: &[u8], at: usize) -> Result<usize, Fault> {
    match bytes.get(at) {
        None => Err(Fault::Incomplete),
        Some(b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't') => Ok(at.wrapping_add(1)),
        Some(b'u') => {
            let (unit, next) = unit(bytes, at.wrapping_add(1))?;
            match unit {
                // A low surrogate needs a high one before it.
                0xDC00..=0xDFFF => Err(Fault::Syntax),
                0xD800..=0xDBFF => {
                    let low = match bytes.get(next..next.wrapping_add(2)) {
                        Some(b"\\u") => self::unit(bytes, next.wrapping_add(2))?,
                        Some(_) => return Err(Fault::Syntax),
                        None => return Err(Fault::Incomplete),
                    };
                    if matches!(low.0, 0xDC00..=0xDFFF) { Ok(low.1) } else { Err(Fault::Syntax) }
                }
                _ => Ok(next),
            }
        }
        Some(_) => Err(Fault::Syntax),
    }
}

/// Four hexadecimal digits.
pub(super) fn unit(bytes: &[u8], at: usize) -> Result<(u32, usize), Fault> {
    let end = at.wrapping_add(4);
    let Some(digits) = bytes.get(at..end) else { return Err(Fault::Incomplete) };
    let mut unit = 0_u32;
    for &digit in digits {
        let Some(value) = char::from(digit).to_digit(16) else { return Err(Fault::Syntax) };
        unit = unit.wrapping_shl(4).wrapping_add(value);
    }
    Ok((unit, end))
}

/// Whether `text` is one number and nothing else.
pub(crate) fn is_number(text: &str) -> bool {
    number(text.as_bytes(), 0) == Ok(text.len())
}

/// Scans a number that starts at `from`; gives the offset behind it.
pub(super) fn number(bytes: &[u8], from: usize) -> Result<usize, Fault> {
    let mut at = from;
    if bytes.get(at) == Some(&b'-') {
        at = at.wrapping_add(1);
    }
    at = match bytes.get(at) {
        Some(b'0') => at.wrapping_add(1),
        Some(b'1'..=b'9') => digits(bytes, at),
        Some(_) => return Err(Fault::Syntax),
        None => return Err(Fault::Incomplete),
    };
    if bytes.get(at) == Some(&b'.') {
        at = some_digits(bytes, at.wrapping_add(1))?;
    }
    if let Some(b'e' | b'E') = bytes.get(at) {
        at = at.wrapping_add(1);
        if let Some(b'+' | b'-') = bytes.get(at) {
            at = at.wrapping_add(1);
        }
        at = some_digits(bytes, at)?;
    }
    Ok(at)
}

fn some_digits(bytes: &[u8], at: usize) -> Result<usize, Fault> {
    match bytes.get(at) {
        Some(b'0'..=b'9') => Ok(digits(bytes, at)),
        Some(_) => Err(Fault::Syntax),
        None => Err(Fault::Incomplete),
    }
}

fn digits(bytes: &[u8], mut at: usize) -> usize {
    while let Some(b'0'..=b'9') = bytes.get(at) {
        at = at.wrapping_add(1);
    }
    at
}
