//! A line of the state or of the updates: the members of the contract, and a key.

use super::shard::parse;
pub(super) use customer_core::contract::Record;
use customer_core::contract::{Answer, Question};
use customer_core::json::{At, Document, Errors, Reason, Text, Unreadable, Writer};

/// The members of a state's line.
const STATE: &[&str] = &["version", "key", "vendor", "customer", "internal"];

/// The members of a request's line.
const REQUEST: &[&str] = &["version", "key", "vendor", "input", "facts", "policy"];

/// The longest key in bytes. Together with the contract's limits for what a record holds it leaves
/// space for every record's line below the limit of a line.
const KEY_MAX: usize = 1 << 20;

/// The key of a line.
pub(super) fn key<'a>(document: &Document<'a>) -> Result<Text<'a>, Unreadable> {
    let mut errors = Errors::default();
    let root = document.root();
    if root.object(&At::ROOT, &mut errors).is_none() {
        return errors.finish(None);
    }
    let at = &At::ROOT;
    let key = match root.member("key") {
        Some(node) if node.raw().len() > KEY_MAX => {
            errors.push(&at.name("key"), Reason::Size(KEY_MAX));
            None
        }
        Some(node) => node.read_sent::<String>(&at.name("key"), &mut errors),
        None => {
            errors.push(&at.name("key"), Reason::Missing);
            None
        }
    };
    errors.finish(key)
}

/// Reads a state's line.
pub(super) fn read(document: &Document<'_>) -> Result<Record, Unreadable> {
    Record::read(Question::of(document), STATE)
}

/// The record of a line that this program wrote.
pub(super) fn of_line(line: &[u8]) -> Result<Record, Unreadable> {
    read(&parse(line)?)
}

/// Takes one request's line.
pub(super) fn ask(record: &mut Record, document: &Document<'_>) -> Answer {
    record.ask(Question::of(document), REQUEST)
}

/// Writes a state's line, without its end.
pub(super) fn write(record: &Record, key: &str, out: &mut String) {
    let mut w = Writer::new(out);
    w.begin_object();
    w.member("key", key);
    w.member("vendor", record.vendor());
    w.name("customer");
    record.write_customer(&mut w);
    w.name("internal");
    record.write_internal(&mut w);
    w.end_object();
}
