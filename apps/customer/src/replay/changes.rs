//! Who changed what: each change and each effect of an accepted request as a line of JSON.
//!
//! A line has the key, the request's line number, and the members of the contract's `changes` or
//! `effects`. Unlike rejects it shows values, personal ones among them.

use customer_core::contract::{Answer, Record};
use customer_core::json::Writer;

/// The lines of one request.
pub(super) struct Changes {
    /// How each of them begins.
    head: String,
    lines: String,
    /// A change or an effect, as the contract writes it.
    object: String,
}

impl Changes {
    /// No lines yet, of the request at `number`.
    pub(super) fn new(key: &str, number: u64) -> Self {
        let mut head = String::new();
        let mut w = Writer::new(&mut head);
        w.begin_object();
        w.member("key", key);
        w.name("line");
        w.number(number);
        head.push(',');
        Self { head, lines: String::new(), object: String::new() }
    }

    /// Adds the changes and the effects of an accepted request.
    pub(super) fn accepted(&mut self, answer: &Answer, after: &Record) {
        answer.each_change(&mut |change| self.add(&mut |w| change.write(w)));
        answer.each_effect(after, |effect| self.add(&mut |w| effect(w)));
    }

    /// Adds what `write` writes, which is an object with members.
    fn add(&mut self, write: &mut dyn FnMut(&mut Writer<'_>)) {
        self.object.clear();
        write(&mut Writer::new(&mut self.object));
        self.lines.push_str(&self.head);
        self.lines.push_str(self.object.strip_prefix('{').unwrap_or_default());
        self.lines.push('\n');
    }

    /// The lines.
    pub(super) fn into_lines(self) -> String {
        self.lines
    }
}

#[cfg(test)]
mod tests {
    use super::Changes;

    #[test]
    fn a_line_is_the_head_and_the_members() {
        let mut changes = Changes::new("a\"b", 7);
        changes.add(&mut |w| w.raw(r#"{"effect":"x"}"#));
        assert_eq!(changes.into_lines(), "{\"key\":\"a\\\"b\",\"line\":7,\"effect\":\"x\"}\n");
    }
}
