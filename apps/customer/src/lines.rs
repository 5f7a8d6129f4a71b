//! Lines of bytes, one after the other, of which none can fill the memory.

use std::io::{self, BufRead, Read};

use customer_core::contract::SIZE_MAX;

/// Most bytes that are kept of a line: more than a question may have, so that the core refuses it.
const KEPT: usize = SIZE_MAX.saturating_add(8);

/// Reads lines from `from`.
pub(crate) struct Lines<R> {
    from: R,
    line: Vec<u8>,
    number: u64,
    bytes: u64,
}

impl<R: BufRead> Lines<R> {
    /// Lines of `from`.
    pub(crate) const fn new(from: R) -> Self {
        Self { from, line: Vec::new(), number: 0, bytes: 0 }
    }

    /// Lines of `from`, which follows `number` lines that were read before.
    pub(crate) const fn behind(from: R, number: u64) -> Self {
        Self { from, line: Vec::new(), number, bytes: 0 }
    }

    /// Reads the next line; false at the end. A byte order mark at the very start is skipped.
    pub(crate) fn advance(&mut self) -> io::Result<bool> {
        self.line.clear();
        let most = u64::try_from(KEPT).unwrap_or(u64::MAX);
        let mut used = Read::take(&mut self.from, most).read_until(b'\n', &mut self.line)?;
        if self.line.last() == Some(&b'\n') {
            self.line.pop();
        } else if used == KEPT {
            used = used.saturating_add(self.from.skip_until(b'\n')?);
        }
        self.bytes = self.bytes.saturating_add(u64::try_from(used).unwrap_or(u64::MAX));
        let begun = used > 0;
        if begun {
            self.number = self.number.saturating_add(1);
        }
        if self.number == 1 && self.line.starts_with(b"\xef\xbb\xbf") {
            self.line.drain(..3);
        }
        Ok(begun)
    }

    /// Where the lines come from.
    pub(crate) const fn source(&self) -> &R {
        &self.from
    }

    /// The line, without its line feed.
    pub(crate) fn line(&self) -> &[u8] {
        &self.line
    }

    /// Its number; the first is 1.
    pub(crate) const fn number(&self) -> u64 {
        self.number
    }

    /// How many bytes were read so far.
    pub(crate) const fn bytes(&self) -> u64 {
        self.bytes
    }
}

#[cfg(test)]
mod tests {
    use super::Lines;

    fn read(input: &[u8], buffer: usize) -> Vec<(u64, Vec<u8>)> {
        let mut lines = Lines::new(std::io::BufReader::with_capacity(buffer, input));
        let mut found = Vec::new();
        while lines.advance().unwrap() {
            found.push((lines.number(), lines.line().to_vec()));
        }
        assert_eq!(lines.bytes(), u64::try_from(input.len()).unwrap());
        found
    }

    #[test]
    fn every_line_counts_whatever_the_buffer() {
        for buffer in 1..9 {
            assert_eq!(read(b"", buffer), []);
            assert_eq!(read(b"\n", buffer), [(1, vec![])]);
            assert_eq!(
                read(b"\xef\xbb\xbfa\r\n\n\xef\xbb\xbf", buffer),
                [(1, b"a\r".to_vec()), (2, vec![]), (3, b"\xef\xbb\xbf".to_vec())]
            );
        }
    }
}
