//! Request bodies for a customer.

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::super::commitment::listed;
use super::super::edit::Editor;
use super::super::{Source, Tree, value};
use super::shape;
use crate::adobe::Customer;

/// A body: nothing, an echo of a part, or a scene; then some edits.
pub(super) fn body(customer: &Customer, source: &mut Source<'_>) -> Tree {
    let near = Tree::parse(&customer.to_json()).unwrap_or_default();
    let echo = |name: &str| near.get(name).cloned();
    let mut body = Tree::object();
    // Most ways need a profile under one preset and none under the other.
    let profile = if source.one_in(2) { None } else { echo("companyProfile") };
    body = body.with_some("companyProfile", profile);
    let editor = Editor { sent: true, near: &near };
    match source.below(12) {
        1 => body = near.clone(),
        2 | 3 => body.set("benefits", three_years(source)),
        4 => body.set("linkedMembership", group(source)),
        5 => convert(&mut body, source),
        6 | 7 => {
            let segment = source.pick(&["GOV", "EDU", "COM"]);
            in_profile(&mut body, "marketSegment", Tree::text(segment));
        }
        8 => body.set("globalSalesEnabled", Tree::Flag(!source.one_in(3))),
        9 | 10 => contacts(&mut body, &near, &editor, source),
        11 => body.set("externalReferenceId", shape_of("externalReferenceId", source)),
        _ => {}
    }
    if source.one_in(2) {
        editor.edit_some(&mut body, &shape::RESOURCE, source);
    }
    match source.below(12) {
        9 => {
            for name in ["links", "distributorId", "tags", "discounts", "linkedMembership"] {
                body = body.with_some(name, near.get(name).cloned());
            }
        }
        10 => editor.blank_some(&mut body, &shape::RESOURCE, source),
        11 => editor.echo_unknown(&mut body, &near, &shape::RESOURCE, source),
        _ => {}
    }
    body
}

fn shape_of(name: &str, source: &mut Source<'_>) -> Tree {
    let found = shape::RESOURCE.members().iter().find(|(other, _)| *other == name);
    found.map_or(Tree::Null, |(_, shape)| shape.fresh(true, source))
}

fn in_profile(body: &mut Tree, name: &str, value: Tree) {
    if body.get("companyProfile").is_none() {
        body.set("companyProfile", Tree::object());
    }
    if let Some(profile) = body.get_mut("companyProfile") {
        profile.set(name, value);
    }
}

/// A request for a commitment of either kind, or of both.
fn three_years(source: &mut Source<'_>) -> Tree {
    let request = |source: &mut Source<'_>| {
        let quantities = value::quantities(source);
        Tree::object().with("minimumQuantities", listed(quantities, source))
    };
    let first = source.unless(3, request);
    let second = if first.is_none() || source.one_in(8) { Some(request(source)) } else { None };
    let benefit = Tree::object()
        .with("type", Tree::text("THREE_YEAR_COMMIT"))
        .with_some("commitmentRequest", first)
        .with_some("recommitmentRequest", second);
    Tree::List(Vec::from([benefit]))
}

fn group(source: &mut Source<'_>) -> Tree {
    let kind = source.pick(&["STANDARD", "CONSORTIUM", "OTHER"]);
    let name = match source.below(8) {
        7 => value::text_around(80, source),
        _ => "The group".to_string(),
    };
    Tree::object().with("type", Tree::text(kind)).with("name", Tree::Text(name))
}

/// A conversion to a large-government customer.
fn convert(body: &mut Tree, source: &mut Source<'_>) {
    let benefit = Tree::object().with("type", Tree::text("LARGE_GOVERNMENT_AGENCY"));
    body.set("benefits", Tree::List(Vec::from([benefit])));
    if !source.one_in(4) {
        in_profile(body, "marketSegment", Tree::text("GOV"));
    }
    let word = source.pick(&["FEDERAL", "STATE", "K_12", ""]);
    if !word.is_empty() {
        in_profile(body, "marketSubSegments", Tree::List(Vec::from([Tree::text(word)])));
    }
}

/// The stored contacts with one to three edits of the list.
fn contacts(body: &mut Tree, near: &Tree, editor: &Editor<'_>, source: &mut Source<'_>) {
    let profile = near.get("companyProfile");
    let stored = profile.and_then(|one| one.get("contacts")).filter(|one| **one != Tree::Null);
    let mut list = stored.cloned().unwrap_or(Tree::List(Vec::new()));
    if let (Tree::List(list), true) = (&mut list, source.one_in(2)) {
        let email = source.pick(&["minnie@mouse.com", "daisy@duck.com", "goofy@dog.com"]);
        let first = source.pick(&["Minnie", "Mickey"]);
        let member = |name: &str, text: &str| (String::from(name), Tree::text(text));
        list.push(Tree::Object(Vec::from([
            member("firstName", first),
            member("lastName", "Mouse"),
            member("email", email),
        ])));
    }
    let edits = source.pick(&[0, 1, 2, 3]);
    for _ in 0..edits {
        editor.edit(&mut list, &shape::CONTACTS, source);
    }
    in_profile(body, "contacts", list);
}
