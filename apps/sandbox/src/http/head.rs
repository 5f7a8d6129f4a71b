//! Heads as they arrive: control characters in values of header fields.

use memchr::memchr;

/// What hyper reads and the core refuses: no byte of ASCII.
const MARK: u8 = 0x80;

/// As much of a line as says how long the body is.
const LONGEST: usize = 64;

/// The fields that say it, as compared.
const LENGTH: &[u8] = b"content-length:";
const ENCODING: &[u8] = b"transfer-encoding:";

/// Where in the requests of a connection the next byte belongs.
#[derive(Default)]
enum Place {
    /// The request line, in which nothing is marked, or an empty line before it.
    #[default]
    Line,
    Fields,
    /// The body, of which so many bytes are still to come.
    Body(u64),
    /// Behind a head that does not say as a number how long its body is.
    Lost,
}

/// How far a connection's requests have arrived.
///
/// hyper answers a control character in a header field by itself, without a body and before anybody
/// knows whose call it is. At the vendors such a value is one of another form, as any with bytes
/// that are not printable ASCII, so it is made one of these. A client may send several requests at
/// once, so it is counted where the next head begins.
#[derive(Default)]
pub(super) struct Head {
    place: Place,
    /// The beginning of a line that has not arrived whole.
    line: Vec<u8>,
    /// How long the body is, if nothing else is said of it.
    length: Option<u64>,
}

impl Head {
    /// Whether it is not known where the next request begins.
    pub(super) const fn is_lost(&self) -> bool {
        matches!(self.place, Place::Lost)
    }

    /// Marks control characters in the next bytes.
    pub(super) fn mark(&mut self, mut bytes: &mut [u8]) {
        while !bytes.is_empty() {
            let part = match self.place {
                Place::Lost => return,
                Place::Body(left) => {
                    usize::try_from(left).map_or(bytes.len(), |n| n.min(bytes.len()))
                }
                Place::Line | Place::Fields => {
                    memchr(b'\n', bytes).map_or(bytes.len(), |end| end.saturating_add(1))
                }
            };
            let Some((part, rest)) = bytes.split_at_mut_checked(part) else { return };
            self.arrived(part);
            bytes = rest;
        }
    }

    /// A part of the body, or of one line.
    fn arrived(&mut self, part: &mut [u8]) {
        match &mut self.place {
            Place::Body(left) => {
                *left = left.saturating_sub(u64::try_from(part.len()).unwrap_or(u64::MAX));
                if *left == 0 {
                    self.place = Place::Line;
                }
                return;
            }
            Place::Fields => {
                // Without a branch, so that it takes many bytes at once.
                for byte in &mut *part {
                    let marks = byte.is_ascii_control() && *byte != b'\t' && !is_ending(*byte);
                    *byte = if marks { MARK } else { *byte };
                }
            }
            Place::Line | Place::Lost => {}
        }
        let is_end = part.ends_with(b"\n");
        if is_end && self.line.is_empty() {
            self.ended(part.get(..LONGEST).unwrap_or(part));
            return;
        }
        let wanted = LONGEST.saturating_sub(self.line.len()).min(part.len());
        self.line.extend_from_slice(part.get(..wanted).unwrap_or_default());
        if is_end {
            let line = core::mem::take(&mut self.line);
            self.ended(&line);
        }
    }

    /// A line has ended, which begins so.
    fn ended(&mut self, line: &[u8]) {
        // Few fields have their colon there.
        let is = |name: &[u8]| {
            let sent = line.get(..name.len()).filter(|sent| sent.ends_with(b":"));
            sent.is_some_and(|sent| sent.eq_ignore_ascii_case(name))
        };
        let is_empty = line.iter().all(|byte| is_ending(*byte));
        match self.place {
            Place::Line if !is_empty => (self.place, self.length) = (Place::Fields, Some(0)),
            Place::Fields if is_empty => {
                self.place = match self.length {
                    Some(0) => Place::Line,
                    Some(length) => Place::Body(length),
                    None => Place::Lost,
                };
            }
            Place::Fields if is(LENGTH) => {
                let value = line.get(LENGTH.len()..).unwrap_or_default();
                let number = core::str::from_utf8(value.trim_ascii()).ok();
                let number = number.filter(|text| text.bytes().all(|byte| byte.is_ascii_digit()));
                let number = number.filter(|_| self.length == Some(0) && value.ends_with(b"\n"));
                self.length = number.and_then(|number| number.parse().ok());
            }
            Place::Fields if is(ENCODING) => self.length = None,
            _ => {}
        }
    }
}

/// Whether a byte ends a line.
const fn is_ending(byte: u8) -> bool {
    matches!(byte, b'\r' | b'\n')
}

#[cfg(test)]
mod tests {
    use super::Head;

    /// What is read of what is sent, in whatever parts it arrives.
    fn reads(sent: &[u8], read: &[u8]) {
        for size in 1..sent.len() {
            let (mut head, mut bytes) = (Head::default(), sent.to_vec());
            bytes.chunks_mut(size).for_each(|part| head.mark(part));
            assert_eq!(bytes, read, "in parts of {size}");
        }
    }

    #[test]
    fn g3_only_control_characters_in_fields_are_marked() {
        let sent = b"\r\nGET /\x01 HTTP/1.1\r\nA: \x01b\x7f\tc\r\nContent-Length: 16\r\n\r\n\
            {\"\x01\":\n\"\x7f\"}\x01\n\n\x01\r\n\n";
        let read = b"\r\nGET /\x01 HTTP/1.1\r\nA: \x80b\x80\tc\r\nContent-Length: 16\r\n\r\n\
            {\"\x01\":\n\"\x7f\"}\x01\n\n\x01\r\n\n";
        reads(sent, read);
    }

    #[test]
    fn g3_the_next_request_is_looked_at_too() {
        let sent = b"GET /\x01 HTTP/1.1\r\nA: \x01\r\n\r\n\
            POST / HTTP/1.1\r\nCONTENT-length:  3 \r\nB: \x02\r\n\r\n\x01:\x01\
            \r\nGET / HTTP/1.1\nC: \x03\n\n";
        let read = b"GET /\x01 HTTP/1.1\r\nA: \x80\r\n\r\n\
            POST / HTTP/1.1\r\nCONTENT-length:  3 \r\nB: \x80\r\n\r\n\x01:\x01\
            \r\nGET / HTTP/1.1\nC: \x80\n\n";
        reads(sent, read);
    }

    #[test]
    fn g3_nothing_is_marked_behind_a_body_of_unknown_length() {
        for field in [
            "Transfer-Encoding: chunked",
            "Content-Length: 3\r\nTransfer-Encoding: chunked",
            "Content-Length: 3\r\nContent-Length: 3",
            "Content-Length: +3",
            "Content-Length: 99999999999999999999",
            &format!("Content-Length: {}3", " ".repeat(80)),
        ] {
            let sent = format!("POST / HTTP/1.1\r\n{field}\r\nA: \x01\r\n\r\nabc\r\nB: \x01\r\n");
            let mut bytes = sent.clone().into_bytes();
            let mut head = Head::default();
            head.mark(&mut bytes);
            assert!(head.is_lost(), "{field}");
            assert!(bytes.ends_with(b"\r\nabc\r\nB: \x01\r\n"), "{field}");
        }
    }
}
