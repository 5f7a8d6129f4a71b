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
    /// How much of the line has arrived.
    line: usize,
    /// What follows is the body.
    is_over: bool,
}

impl Head {
    /// Marks control characters in the next bytes.
    pub(super) fn mark(&mut self, bytes: &mut [u8]) {
        for byte in bytes {
            if self.is_over {
                return;
            }
            match *byte {
                b'\n' => {
                    self.is_over = self.in_fields && self.line == 0;
                    self.in_fields |= self.line > 0;
                    self.line = 0;
                }
                b'\r' => {}
                other => {
                    self.line = self.line.saturating_add(1);
                    if self.in_fields && other.is_ascii_control() && other != b'\t' {
                        *byte = MARK;
                    }
                }
            }
        }
    }
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
