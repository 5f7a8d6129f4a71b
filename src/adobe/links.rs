//! Links of the resource: any JSON, carried as it came.

use core::fmt;

use crate::decision::Change;
use crate::json::{At, Document, Errors, Node, Path, Reader, Text, Writer, equal};
use crate::member::{Echo, Field, Member, Raw, Shape, differ_raw};

/// The links of a customer, exactly as they came. Read-only.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Links(Raw);

impl Links {
    /// Their JSON.
    pub const fn as_raw(&self) -> &Raw {
        &self.0
    }
}

impl From<Raw> for Links {
    fn from(raw: Raw) -> Self {
        Self(raw)
    }
}

impl fmt::Debug for Links {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl Member for Links {
    type Sent<'a> = Text<'a>;

    const SCALAR: bool = true;

    const STORED: Shape = Shape::Any;

    fn read(from: &mut Reader<'_>, at: &At<'_>, errors: &mut Errors) -> Option<Self> {
        Raw::read(from, at, errors).map(Self)
    }

    fn read_sent<'a>(from: &mut Reader<'a>, at: &At<'_>, errors: &mut Errors) -> Option<Text<'a>> {
        Raw::read_sent(from, at, errors)
    }

    fn write(&self, w: &mut Writer<'_>) {
        self.0.write(w);
    }

    fn write_sent(sent: &Text<'_>, w: &mut Writer<'_>) {
        Raw::write_sent(sent, w);
    }

    fn own(sent: Text<'_>) -> Text<'static> {
        Raw::own(sent)
    }

    fn sent(&self) -> Text<'_> {
        Text::from(self.0.as_str())
    }

    /// Objects are compared by the members that are sent, everything else by value.
    fn echo(
        stored: Option<&Self>,
        sent: &Field<Text<'_>>,
        at: &At<'_>,
        found: &mut dyn FnMut(&At<'_>, Echo),
    ) {
        if let (Some(stored), Field::Value(sent)) = (stored, sent)
            && *stored.0.as_str() == **sent
        {
            return;
        }
        let sent = match sent {
            Field::Absent => return,
            Field::Null => "null",
            Field::Value(sent) => sent,
        };
        let stored = stored.and_then(|stored| Document::parse(stored.0.as_str()).ok());
        if let Ok(sent) = Document::parse(sent) {
            compare(stored.as_ref().map(Document::root), sent.root(), at, found);
        }
    }

    fn differ(
        before: Option<&Self>,
        after: Option<&Self>,
        at: &Path,
        each: &mut dyn FnMut(Change),
    ) {
        let (before, after) = (before.map(Self::as_raw), after.map(Self::as_raw));
        differ_raw(before.map(Raw::as_str), after.map(Raw::as_str), at, each);
    }

    fn show(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.show(f)
    }

    fn show_sent(sent: &Text<'_>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Raw::show_sent(sent, f)
    }
}

fn compare(
    stored: Option<Node<'_, '_>>,
    sent: Node<'_, '_>,
    at: &At<'_>,
    found: &mut dyn FnMut(&At<'_>, Echo),
) {
    let stored = stored.filter(|node| !node.is_null());
    let Some(stored) = stored else {
        match sent.text() {
            _ if sent.is_null() => {}
            Some(text) if text.is_empty() => found(at, Echo::Empty),
            _ => found(at, Echo::Different),
        }
        return;
    };
    // Rule: adobe.links.carried
    if let (Some(old), Some(new)) = (equal::sorted(stored), equal::sorted(sent)) {
        for (name, sent) in new {
            let place = old.binary_search_by(|(one, _)| one.cmp(&name));
            let stored = place.ok().and_then(|place| old.get(place)).map(|(_, node)| *node);
            compare(stored, sent, &at.other(&name), found);
        }
        return;
    }
    let is_blank = stored.text().is_some_and(|text| text.is_empty())
        || stored.elements().is_some_and(|mut all| all.next().is_none());
    match sent.text() {
        _ if sent.is_null() && is_blank => found(at, Echo::Blank),
        _ if sent.is_null() => found(at, Echo::Null),
        _ if equal::same(stored, sent) => {}
        Some(text) if text.is_empty() => found(at, Echo::Empty),
        _ => found(at, Echo::Different),
    }
}
