//! JSON as the harness reads and compares it.

use customer_core::generate::{Source, Tree};
use serde::Deserialize as _;
use serde_json::Value;

/// Reads JSON of any depth; an answer may be deeper than the question.
pub fn read(text: &str) -> Option<Value> {
    let mut reader = serde_json::Deserializer::from_str(text);
    reader.disable_recursion_limit();
    Value::deserialize(&mut reader).ok()
}

/// Reads an answer, which is always JSON.
pub fn answer(text: &str) -> Value {
    read(text).unwrap_or_else(|| panic!("the answer is not JSON: {text}"))
}

/// The same question with its members in the opposite order, wherever order can't be carried: not
/// inside of members that are kept as they came.
pub fn reversed(tree: &Tree) -> Tree {
    match tree {
        Tree::Object(members) => Tree::Object(
            members.iter().rev().map(|(name, one)| (name.clone(), reversed(one))).collect(),
        ),
        Tree::List(elements) => Tree::List(elements.iter().map(reversed).collect()),
        other => other.clone(),
    }
}

/// The same question with its members in any order.
pub fn shuffled(tree: &Tree, source: &mut Source<'_>) -> Tree {
    match tree {
        Tree::Object(members) => {
            let mut left: Vec<_> = members.iter().collect();
            let mut members = vec![];
            while !left.is_empty() {
                let (name, one) = left.remove(source.below(left.len()));
                members.push((name.clone(), shuffled(one, source)));
            }
            Tree::Object(members)
        }
        Tree::List(elements) => {
            Tree::List(elements.iter().map(|one| shuffled(one, source)).collect())
        }
        other => other.clone(),
    }
}

/// The same text with every letter of a string written as an escape, and blanks between tokens.
pub fn escaped(tree: &Tree) -> String {
    let mut out = String::new();
    write(tree, &mut out);
    out
}

fn write(tree: &Tree, out: &mut String) {
    match tree {
        Tree::Null => out.push_str(" null\t"),
        Tree::Flag(flag) => out.push_str(&format!(" {flag}\r\n")),
        Tree::Number(number) => out.push_str(number),
        Tree::Text(text) => write_text(text, out),
        Tree::List(elements) => {
            out.push_str("[ ");
            for (i, element) in elements.iter().enumerate() {
                out.push_str(if i > 0 { " ,\n" } else { "" });
                write(element, out);
            }
            out.push_str(" ]");
        }
        Tree::Object(members) => {
            out.push_str("{ ");
            for (i, (name, value)) in members.iter().enumerate() {
                out.push_str(if i > 0 { " ,\n" } else { "" });
                write_text(name, out);
                out.push_str(" : ");
                write(value, out);
            }
            out.push_str(" }");
        }
    }
}

fn write_text(text: &str, out: &mut String) {
    out.push('"');
    for unit in text.encode_utf16() {
        out.push_str(&format!("\\u{unit:04X}"));
    }
    out.push('"');
}
