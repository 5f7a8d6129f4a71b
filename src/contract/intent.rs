//! The id of an intent: the same for the same update of the same record, however it is written.

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt::Write as _;

use sha2::{Digest as _, Sha256};

use super::question::Question;
use crate::decision::unknown_members;
use crate::json::{At, Document, Errors, FormError, Node, Reason, Text, sort_by};

/// What is hashed begins so: a name for what it is, and the version of this form.
const HEAD: &str = "[\"customer-core/intent\",1";

/// The members of `intent`.
const MEMBERS: &[&str] = &["revision", "tag"];

/// The id of an intent: what is sent to whom, and on which revision of the record it rests. A
/// caller that asks the vendor twice for the same thing by accident finds the same id; one that
/// wants it twice takes another tag.
///
/// It is the beginning of a SHA-256 in the form of a UUID of version 8. The order of members,
/// blanks and escapes in `update` don't count; the spelling of its numbers does.
///
/// ```
/// use customer_core::contract::intent_id;
///
/// let update = r#"{"companyProfile": {"preferredLanguage": "de-DE"}}"#;
/// let id = intent_id("adobe", "1234567890", "7", update, "")?;
/// assert_eq!(id, "0f372b7f-2ac4-8a78-a3cf-9c5cc7676ba2");
/// let again = intent_id("adobe", "1234567890", "7", update, "again")?;
/// assert_eq!(again, "78c5d2d1-cf8d-8f60-8c45-7d10c7c41508");
/// # Ok::<(), customer_core::json::FormError>(())
/// ```
///
/// # Errors
///
/// An update that is no JSON (`{`).
pub fn intent_id(
    vendor: &str,
    id: &str,
    revision: &str,
    update: &str,
    tag: &str,
) -> Result<String, FormError> {
    let update = Document::parse(update)?;
    Ok(id_of(vendor, id, revision, update.root(), tag))
}

fn id_of(vendor: &str, id: &str, revision: &str, update: Node<'_, '_>, tag: &str) -> String {
    let mut text = String::from(HEAD);
    for part in [vendor, id, revision] {
        text.push(',');
        quote(part, &mut text);
    }
    text.push(',');
    canonical(update, &mut text);
    text.push(',');
    quote(tag, &mut text);
    text.push(']');
    uuid(&Sha256::digest(text.as_bytes()))
}

/// The first half of a hash as a UUID of version 8 and variant 10.
fn uuid(hash: &[u8]) -> String {
    let mut uuid = String::with_capacity(36);
    for (place, byte) in hash.iter().take(16).enumerate() {
        if matches!(place, 4 | 6 | 8 | 10) {
            uuid.push('-');
        }
        let byte = match place {
            6 => byte & 0x0F | 0x80,
            8 => byte & 0x3F | 0x80,
            _ => *byte,
        };
        let _ = write!(uuid, "{byte:02x}");
    }
    uuid
}

/// Writes a value in its one form: no blanks, members by the bytes of their names, numbers as they
/// are.
fn canonical(node: Node<'_, '_>, out: &mut String) {
    if let Some(text) = node.text() {
        quote(&text, out);
    } else if let Some(members) = node.members() {
        let mut members: Vec<(Text<'_>, Node<'_, '_>)> = members.collect();
        sort_by(&mut members, |(one, _), (two, _)| one.cmp(two));
        out.push('{');
        for (place, (name, value)) in members.into_iter().enumerate() {
            if place > 0 {
                out.push(',');
            }
            quote(&name, out);
            out.push(':');
            canonical(value, out);
        }
        out.push('}');
    } else if let Some(elements) = node.elements() {
        out.push('[');
        for (place, value) in elements.enumerate() {
            if place > 0 {
                out.push(',');
            }
            canonical(value, out);
        }
        out.push(']');
    } else {
        out.push_str(node.raw());
    }
}

/// Writes a text with the shortest escapes, and only those that JSON demands.
fn quote(text: &str, out: &mut String) {
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\u{8}' => out.push_str("\\b"),
            '\u{c}' => out.push_str("\\f"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '\0'..'\u{20}' => {
                let _ = write!(out, "\\u{:04x}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out.push('"');
}

/// What a question says of the intent behind it.
pub(super) struct Intent<'a> {
    revision: Text<'a>,
    tag: Text<'a>,
}

impl Intent<'_> {
    /// The id for this update, given as text, of a record of this vendor.
    pub(super) fn id(&self, vendor: &str, id: Option<&str>, update: &str) -> String {
        let found = intent_id(vendor, id.unwrap_or_default(), &self.revision, update, &self.tag);
        // What this crate wrote, or has read, is JSON.
        found.unwrap_or_default()
    }
}

impl<'t, 'a> Question<'t, 'a> {
    /// The intent, if the question has one. It belongs to an update and to a wish.
    pub(super) fn intent(self, errors: &mut Errors) -> Option<Intent<'a>> {
        let at = At::ROOT;
        let at = at.name("intent");
        let node = self.get("intent", errors)?;
        let input = self.member("input");
        if input.is_some_and(|input| input.members().is_some() && input.member("update").is_none())
        {
            errors.push(&at, Reason::Unknown);
            return None;
        }
        node.object(&at, errors)?;
        let mut text = |name, is_needed| match node.member(name) {
            None if is_needed => {
                errors.push(&at.name(name), Reason::Missing);
                None
            }
            None => Some(Text::default()),
            Some(node) => {
                let text = node.text();
                if text.is_none() {
                    errors.push(&at.name(name), Reason::expected("a string"));
                }
                text
            }
        };
        let (revision, tag) = (text("revision", true), text("tag", false));
        unknown_members(node, MEMBERS, &at, errors);
        Some(Intent { revision: revision?, tag: tag? })
    }

    /// The id of the intent behind an update, for a record of this vendor with this id.
    pub(super) fn intent_id(self, vendor: &str, id: Option<&str>) -> Option<String> {
        let intent = self.intent(&mut Errors::default())?;
        let update = self.member("input")?.member("update")?;
        Some(intent.id(vendor, id, update.raw()))
    }
}
