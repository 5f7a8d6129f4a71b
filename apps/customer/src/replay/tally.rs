//! Length and digest of what is read and written, taken on the way.

use core::fmt::Write as _;
use std::io::{self, BufRead, Read};
use std::path::Path;

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use super::BUFFER;

/// Length and digest of bytes that come one after the other.
#[derive(Clone, Default)]
pub(super) struct Tally {
    digest: Sha256,
    bytes: u64,
}

impl Tally {
    /// Adds what came next.
    pub(super) fn add(&mut self, bytes: &[u8]) {
        self.digest.update(bytes);
        self.bytes = self.bytes.saturating_add(u64::try_from(bytes.len()).unwrap_or(u64::MAX));
    }

    /// How many bytes came so far.
    pub(super) const fn bytes(&self) -> u64 {
        self.bytes
    }

    /// SHA-256 of what came so far, as `sha256sum` writes it.
    pub(super) fn sha256(&self) -> String {
        let mut hex = String::new();
        for byte in self.digest.clone().finalize() {
            let _ = write!(hex, "{byte:02x}");
        }
        hex
    }

    /// What came so far, as the beginning of the file at `path`.
    pub(super) fn part(&self, path: &Path) -> Part {
        let path = std::path::absolute(path).unwrap_or_else(|_| path.to_path_buf());
        let path = path.to_string_lossy().into_owned();
        Part { path, bytes: self.bytes, sha256: self.sha256() }
    }
}

/// The beginning of a file, or all of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Part {
    /// Where it was. Only for messages: length and digest decide.
    pub(super) path: String,
    pub(super) bytes: u64,
    pub(super) sha256: String,
}

/// Reads, and tallies what was consumed: not what was only read ahead.
pub(super) struct Source {
    from: Box<dyn Read>,
    buffer: Vec<u8>,
    /// What is read but not consumed.
    start: usize,
    end: usize,
    /// Everything before this place of the buffer is in the tally.
    tallied: usize,
    tally: Tally,
}

impl Source {
    /// Reads `from`; `behind` is what came before.
    pub(super) fn new(from: Box<dyn Read>, behind: Tally) -> Self {
        Self { from, buffer: vec![0; BUFFER], start: 0, end: 0, tallied: 0, tally: behind }
    }

    /// What was consumed so far.
    pub(super) fn tally(&self) -> Tally {
        let mut tally = self.tally.clone();
        tally.add(self.consumed());
        tally
    }

    /// How many bytes were consumed so far.
    pub(super) fn tally_bytes(&self) -> u64 {
        let more = u64::try_from(self.consumed().len()).unwrap_or(u64::MAX);
        self.tally.bytes().saturating_add(more)
    }

    fn consumed(&self) -> &[u8] {
        self.buffer.get(self.tallied..self.start).unwrap_or_default()
    }
}

impl BufRead for Source {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.start >= self.end {
            let consumed = self.buffer.get(self.tallied..self.start).unwrap_or_default();
            self.tally.add(consumed);
            (self.start, self.end, self.tallied) = (0, 0, 0);
            self.end = self.from.read(&mut self.buffer)?;
        }
        Ok(self.buffer.get(self.start..self.end).unwrap_or_default())
    }

    fn consume(&mut self, amount: usize) {
        self.start = self.start.saturating_add(amount).min(self.end);
    }
}

impl Read for Source {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let read = self.fill_buf()?.read(into)?;
        self.consume(read);
        Ok(read)
    }
}

#[cfg(test)]
mod tests {
    use super::{BufRead as _, Source, Tally};

    #[test]
    fn only_what_was_consumed_is_in_the_tally() {
        let mut source = Source::new(Box::new(&b"one\ntwo\n"[..]), Tally::default());
        let mut line = String::new();
        assert_eq!(source.fill_buf().unwrap(), b"one\ntwo\n");
        assert_eq!(source.tally().bytes(), 0);
        source.read_line(&mut line).unwrap();
        let tally = source.tally();
        assert_eq!(tally.bytes(), 4);
        // printf 'one\n' | sha256sum
        let known = "2c8b08da5ce60398e1f19af0e5dccc744df274b826abe585eaba68c525434806";
        assert_eq!(tally.sha256(), known);
        source.read_line(&mut line).unwrap();
        assert!(source.fill_buf().unwrap().is_empty());
        assert_eq!(source.tally().bytes(), 8);
    }
}
