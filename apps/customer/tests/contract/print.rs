//! JSON for a document: what fits into a line stays in it.

use serde_json::Value;

/// Columns of a line.
const WIDTH: usize = 98;

/// A value over as many lines as it needs.
pub(crate) fn pretty(value: &Value) -> String {
    let mut out = String::new();
    write(value, 0, 0, &mut out);
    out
}

/// `taken` columns of the line are taken, by what stands before and behind the value.
fn write(value: &Value, level: usize, taken: usize, out: &mut String) {
    let line = line(value);
    let fits = level > 0 && taken + line.chars().count() <= WIDTH;
    let indent = "  ".repeat(level + 1);
    match value {
        Value::Object(members) if !fits && !members.is_empty() => {
            for (at, (name, member)) in members.iter().enumerate() {
                out.push_str(if at == 0 { "{\n" } else { ",\n" });
                let name = Value::from(name.as_str()).to_string();
                out.push_str(&format!("{indent}{name}: "));
                write(member, level + 1, indent.len() + name.len() + 3, out);
            }
            out.push_str(&format!("\n{}}}", "  ".repeat(level)));
        }
        Value::Array(list) if !fits && !list.is_empty() => {
            for (at, element) in list.iter().enumerate() {
                out.push_str(if at == 0 { "[\n" } else { ",\n" });
                out.push_str(&indent);
                write(element, level + 1, indent.len() + 1, out);
            }
            out.push_str(&format!("\n{}]", "  ".repeat(level)));
        }
        _ => out.push_str(&line),
    }
}

/// A value in one line.
fn line(value: &Value) -> String {
    match value {
        Value::Object(members) => {
            let member = |(name, member): (&String, &Value)| {
                format!("{}: {}", Value::from(name.as_str()), line(member))
            };
            format!("{{{}}}", members.iter().map(member).collect::<Vec<_>>().join(", "))
        }
        Value::Array(list) => {
            format!("[{}]", list.iter().map(line).collect::<Vec<_>>().join(", "))
        }
        other => other.to_string(),
    }
}
