//! The form in which a record is stored: alike at all vendors, with the vendor's name.

use super::exact_integer;
use super::facts::{member, unknown_members};
use crate::json::{At, Errors, Node, Reason, Writer, as_document, written};

/// The version of the form.
const VERSION: u32 = 1;

/// The members. What was stored before the vendor was named is still read.
const MEMBERS: &[&str] = &["version", "vendor", "customer", "internal"];

/// What it is not, where it has none of these members.
const RECORD: &str =
    "a record as it was stored; a document of the vendor is read by from_json or from_slice";

/// The document, or what the vendor keeps to itself; nothing if it is not there.
type Part<'t, 'a> = Option<Node<'t, 'a>>;

/// Writes a record of `vendor`.
pub(crate) fn write_stored(
    vendor: &'static str,
    customer: impl FnOnce(&mut Writer<'_>),
    internal: impl FnOnce(&mut Writer<'_>),
    w: &mut Writer<'_>,
) {
    w.begin_object();
    w.name("version");
    w.number(VERSION);
    w.member("vendor", vendor);
    w.name("customer");
    customer(w);
    w.name("internal");
    internal(w);
    w.end_object();
}

/// That a record is of a later version, if it is.
fn later(node: Node<'_, '_>) -> Option<Reason> {
    let version = node.member("version")?;
    let number = exact_integer(version, &At::ROOT, &mut Errors::default())?;
    let version = u32::try_from(number).ok().filter(|version| *version > VERSION)?;
    Some(Reason::Later { version, most: VERSION })
}

/// Reads a record of `vendor`, and of no other.
pub(crate) fn read_stored<'t, 'a, R>(
    vendor: &'static [&'static str; 1],
    node: Node<'t, 'a>,
    errors: &mut Errors,
    parts: impl FnOnce(Part<'t, 'a>, Part<'t, 'a>, &mut Errors) -> Option<(R, bool)>,
) -> Option<R> {
    let root = At::ROOT;
    let is_any = node.object(&root, errors)?.next().is_some();
    if is_any && MEMBERS.iter().all(|name| node.member(name).is_none()) {
        errors.push(&root, Reason::expected(RECORD));
        return None;
    }
    let version = root.name("version");
    if let Some(later) = later(node) {
        errors.push(&version, later);
        return None;
    }
    if let Some(found) = member(node, "vendor", &root, errors) {
        let at = root.name("vendor");
        let name = found.read::<alloc::string::String>(&at, errors)?;
        if !vendor.contains(&&*name) {
            errors.push(&at, Reason::one_of(vendor));
            // Its members are another vendor's: nothing more can be said.
            return None;
        }
    }
    let mut need = |name| {
        if node.member(name).is_none() {
            errors.push(&root.name(name), Reason::Missing);
        }
        member(node, name, &root, errors)
    };
    let (number, customer) = (need("version"), need("customer"));
    let internal = need("internal");
    let number = number.and_then(|node| exact_integer(node, &version, errors));
    if number.is_some_and(|number| number != i64::from(VERSION)) {
        errors.push(&version, Reason::one_of(&["1"]));
    }
    let read = parts(customer, internal, errors);
    unknown_members(node, MEMBERS, &root, errors);
    read.map(|(record, _)| record)
}

/// Whether a record can be read again wherever one is read: each part no larger and no deeper than
/// a document may be, counted from its own root, and of the form that its reader takes. Both are
/// written once: what is stored is the same with a frame around them.
pub(crate) fn is_readable<R>(
    customer: impl FnOnce(&mut Writer<'_>),
    internal: impl FnOnce(&mut Writer<'_>),
    parts: impl for<'t, 'a> FnOnce(Part<'t, 'a>, Part<'t, 'a>, &mut Errors) -> Option<(R, bool)>,
) -> bool {
    let (customer, internal) = (written(customer), written(internal));
    // What the vendor keeps to itself is an object around what counts.
    let (Some(customer), Some(internal)) = (as_document(&customer, 0), as_document(&internal, 1))
    else {
        return false;
    };
    let mut errors = Errors::default();
    let read = parts(Some(customer.root()), Some(internal.root()), &mut errors);
    read.is_some() && errors.is_empty()
}
