//! Heads as they arrive: control characters in values of header fields.

/// What hyper reads and the core refuses: no byte of ASCII.
const MARK: u8 = 0x80;

/// How far a head has arrived.
///
/// hyper answers a control character in a header field by itself, without a body and before anybody
/// knows whose call it is. At the vendors such a value is one of another form, as any with bytes
/// that are not printable ASCII, so it is made one of these.
#[derive(Default)]
pub(super) struct Head {
    /// Behind the request line, in which nothing is marked.
    in_fields: bool,
    /// Whether some of the line has arrived.
    in_line: bool,
    /// What follows is the body.
    is_over: bool,
}

impl Head {
    /// Marks control characters in the next bytes.
    pub(super) fn mark(&mut self, bytes: &mut [u8]) {
        for part in bytes.split_inclusive_mut(|byte| *byte == b'\n') {
            if self.is_over {
                return;
            }
            self.in_line |= part.iter().any(|byte| !is_ending(*byte));
            if self.in_fields {
                // Without a branch, so that it takes many bytes at once.
                for byte in &mut *part {
                    let marks = byte.is_ascii_control() && *byte != b'\t' && !is_ending(*byte);
                    *byte = if marks { MARK } else { *byte };
                }
            }
            if part.ends_with(b"\n") {
                self.is_over = self.in_fields && !self.in_line;
                self.in_fields |= self.in_line;
                self.in_line = false;
            }
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

    #[test]
    fn g3_only_control_characters_in_fields_are_marked() {
        let sent = b"\r\nGET /\x01 HTTP/1.1\r\nA: \x01b\x7f\tc\r\n\r\n{\"\x01\":\n\"\x7f\"}";
        let read = b"\r\nGET /\x01 HTTP/1.1\r\nA: \x80b\x80\tc\r\n\r\n{\"\x01\":\n\"\x7f\"}";
        for size in 1..sent.len() {
            let (mut head, mut bytes) = (Head::default(), sent.to_vec());
            bytes.chunks_mut(size).for_each(|part| head.mark(part));
            assert_eq!(bytes, read, "in parts of {size}");
        }
    }
}
