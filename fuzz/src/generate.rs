//! Questions of the JSON contract from bytes: valid ones, and valid ones with structured edits.

use customer_core::generate::{Generate as _, Source, Tree};
use customer_core::{for_each_vendor, vendors};

/// A generator of questions.
pub type Question = fn(&mut Source<'_>) -> String;

macro_rules! questions {
    ($( $(#[$doc:meta])* $Vendor:ident = $module:ident :: $Record:ident, $name:literal; )*) => {
        /// Of each vendor questions whose documents are of the right form.
        pub const VENDORS: &[(&str, Question)] =
            &[$( ($name, |source| vendors::$Vendor::case(source).question) ),*];
    };
}

for_each_vendor!(questions);

/// Choices for the `n`-th question, the same on every run.
pub fn choices(n: u64) -> Vec<u8> {
    let mut state = n.wrapping_add(1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let mut next = move || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state
    };
    (0..next() % 300).map(|_| (next() >> 24) as u8).collect()
}

/// A question of any vendor whose documents are of the right form.
pub fn question(source: &mut Source<'_>) -> String {
    VENDORS[source.below(VENDORS.len())].1(source)
}

/// The same with up to eight edits of its structure, which may break its form: members dropped,
/// repeated, renamed or of another type; texts and numbers otherwise spelt; values buried deep.
pub fn mutated(source: &mut Source<'_>) -> String {
    let question = question(source);
    edited(&question, source)
}

/// A question with such edits.
pub fn edited(question: &str, source: &mut Source<'_>) -> String {
    let mut tree = Tree::parse(question).unwrap_or_default();
    let edits = source.below(8) + 1;
    for _ in 0..edits {
        let mut steps = source.below(12);
        mutate(&mut tree, &mut steps, source);
    }
    let text = tree.to_json();
    match source.below(24) {
        23 => format!("{text} "),
        22 => format!("\u{feff}{text}"),
        21 => format!("{text}{}", source.pick(&["x", "}", "null", "\0"])),
        20 => text.chars().take(source.below(400)).collect(),
        _ => text,
    }
}

/// A question with a document that is about as large as one may be, or a list of about as many
/// contacts.
pub fn sized(question: &str, source: &mut Source<'_>) -> String {
    let mut tree = Tree::parse(question).unwrap_or_default();
    let place = source.pick(&["customer", "update", "internal", "contacts"]);
    let more = source.pick(&[0, 1, 2]);
    let Some(document) = inner(&mut tree, place) else { return tree.to_json() };
    if let Tree::List(contacts) = document {
        let one = contacts.first().cloned().unwrap_or(Tree::object());
        let numbered = |n: usize| one.clone().with("email", Tree::text(&format!("{n}@mouse.com")));
        contacts.extend((contacts.len()..9_999 + more).map(numbered));
        return tree.to_json();
    }
    document.set("xPad", Tree::text(""));
    // Up to the limit, one byte less, or one more.
    let room = (4_usize << 20) - 1 + more - document.to_json().len();
    document.set("xPad", Tree::Text("x".repeat(room)));
    tree.to_json()
}

fn inner<'t>(tree: &'t mut Tree, place: &str) -> Option<&'t mut Tree> {
    if place == "contacts" {
        let name = if tree.get("input")?.get("update").is_some() { "input" } else { "customer" };
        let mut document = tree.get_mut(name)?;
        if name == "input" {
            document = document.get_mut("update")?;
        }
        if document.get("companyProfile").is_some() {
            document = document.get_mut("companyProfile")?;
        }
        return document.get_mut("contacts").filter(|list| matches!(list, Tree::List(_)));
    }
    let document = match place {
        "update" => tree.get_mut("input")?.get_mut("update"),
        name => tree.get_mut(name),
    };
    document.filter(|one| matches!(one, Tree::Object(_)))
}

/// Walks down by choice, then edits.
pub(crate) fn mutate(tree: &mut Tree, steps: &mut usize, source: &mut Source<'_>) {
    if *steps > 0 {
        *steps -= 1;
        match tree {
            Tree::Object(members) if !members.is_empty() => {
                let at = source.below(members.len());
                return mutate(&mut members[at].1, steps, source);
            }
            Tree::List(elements) if !elements.is_empty() => {
                let at = source.below(elements.len());
                return mutate(&mut elements[at], steps, source);
            }
            _ => {}
        }
    }
    if let Tree::Object(members) = tree
        && !members.is_empty()
        && !source.one_in(3)
    {
        return mutate_members(members, source);
    }
    if let Tree::List(elements) = tree
        && !source.one_in(3)
    {
        return match source.below(4) {
            1 => elements.reverse(),
            2 => elements.push(scalar(source)),
            3 => elements.extend(elements.first().cloned()),
            _ => drop(elements.pop()),
        };
    }
    *tree = match (source.below(8), &tree) {
        (1, _) => Tree::object(),
        (2, _) => Tree::List(vec![]),
        (3, _) => Tree::List(vec![tree.clone()]),
        (4, _) => buried(tree.clone(), source),
        (5, Tree::Text(text)) => Tree::Number(text.clone()).or_text(text),
        (5, Tree::Number(number)) => Tree::text(number),
        (_, Tree::Number(number)) => Tree::Number(respelt(number, source)),
        _ => scalar(source),
    };
}

fn mutate_members(members: &mut Vec<(String, Tree)>, source: &mut Source<'_>) {
    let at = source.below(members.len());
    let name = members[at].0.clone();
    match source.below(7) {
        1 => members[at].1 = Tree::Null,
        2 => members.push((name, scalar(source))),
        3 => members[at].0 = format!("{name}x"),
        4 => {
            let other = source.below(members.len());
            members[at].0 = members[other].0.clone();
        }
        5 => {
            let names = ["wish", "resend", "internal", "version", "x", "Version", "data", ""];
            let name = source.pick(&names);
            members.push((name.into(), scalar(source)));
        }
        6 => members[at].1 = scalar(source),
        _ => drop(members.remove(at)),
    }
}

fn scalar(source: &mut Source<'_>) -> Tree {
    let spelt = [
        "null",
        "true",
        "\"\"",
        "\"x\"",
        "1",
        "0",
        "-1",
        "1.0",
        "1e0",
        "-0",
        "[]",
        "{}",
        "[null]",
        "9223372036854775807",
        "9223372036854775808",
        "1E400",
        "\"documented\"",
        "\"2026-03-01\"",
        "\"\\u0000\"",
        "\"\u{2028}\"",
    ];
    Tree::parse(source.pick(&spelt)).unwrap_or_default()
}

fn respelt(number: &str, source: &mut Source<'_>) -> String {
    match source.below(6) {
        1 => format!("{number}.0"),
        2 => format!("{number}e0"),
        3 => format!("-{number}"),
        4 => format!("{number}0E-1"),
        5 => format!("0{number}"),
        _ => format!("{number}0"),
    }
}

/// The value inside of lists or objects, around the depth that is still read.
fn buried(mut tree: Tree, source: &mut Source<'_>) -> Tree {
    let depth = source.pick(&[
        1, 2, 93, 94, 95, 96, 97, 98, 99, 100, 120, 122, 123, 124, 125, 126, 127, 128, 200,
    ]);
    for _ in 0..depth {
        tree = match source.one_in(2) {
            true => Tree::Object(vec![("x".into(), tree)]),
            false => Tree::List(vec![tree]),
        };
    }
    tree
}

/// A number where the text is one.
trait OrText {
    fn or_text(self, text: &str) -> Tree;
}

impl OrText for Tree {
    fn or_text(self, text: &str) -> Tree {
        if text.parse::<u64>().is_ok() { self } else { Tree::text(text) }
    }
}
