//! JSON for people: laid out, with every number and escape as it is written.

use maud::{Markup, html};

/// What a part of a JSON text is.
#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Name,
    Text,
    Other,
    Layout,
}

/// Lays out a JSON text. The text is taken as it is; nothing of it is read as a number.
pub(super) fn pretty(json: &str) -> Markup {
    html! {
        pre { @for (kind, part) in parts(json) {
            @match kind {
                Kind::Name => span.name { (part) },
                Kind::Text => span.text { (part) },
                Kind::Other => span.other { (part) },
                Kind::Layout => (part),
            }
        } }
    }
}

fn parts(json: &str) -> Vec<(Kind, String)> {
    let mut parts: Vec<(Kind, String)> = Vec::new();
    let mut depth = 0_usize;
    let mut chars = json.trim().chars().peekable();
    let line = |depth: usize| (Kind::Layout, format!("\n{}", "  ".repeat(depth)));
    while let Some(one) = chars.next() {
        match one {
            '"' => parts.push((Kind::Text, string(&mut chars))),
            ':' => {
                if let Some((kind, _)) = parts.last_mut() {
                    *kind = Kind::Name;
                }
                parts.push((Kind::Layout, ": ".to_owned()));
            }
            ',' => parts.extend([(Kind::Layout, ",".to_owned()), line(depth)]),
            '{' | '[' => {
                while chars.next_if(|next| next.is_ascii_whitespace()).is_some() {}
                if let Some(end) = chars.next_if(|next| matches!(next, '}' | ']')) {
                    parts.push((Kind::Layout, format!("{one}{end}")));
                } else {
                    depth = depth.saturating_add(1);
                    parts.extend([(Kind::Layout, one.to_string()), line(depth)]);
                }
            }
            '}' | ']' => {
                depth = depth.saturating_sub(1);
                parts.extend([line(depth), (Kind::Layout, one.to_string())]);
            }
            one if one.is_ascii_whitespace() => {}
            one => {
                let mut word = one.to_string();
                let goes_on = |next: &char| !matches!(next, ',' | '}' | ']' | ' ' | '\n');
                while let Some(next) = chars.next_if(goes_on) {
                    word.push(next);
                }
                parts.push((Kind::Other, word));
            }
        }
    }
    parts
}

/// A string to its end, escapes as they are.
fn string(chars: &mut core::iter::Peekable<core::str::Chars<'_>>) -> String {
    let mut string = String::from('"');
    let mut is_escaped = false;
    for one in chars.by_ref() {
        string.push(one);
        match one {
            '"' if !is_escaped => break,
            _ => is_escaped = one == '\\' && !is_escaped,
        }
    }
    string
}

#[cfg(test)]
mod tests {
    use super::{Kind, parts};

    #[test]
    fn the_layout_changes_no_value() {
        let json = r#"{"a":[1.50,-2e+400,{}],"b\"{":"x: , \\","c":[],"d":{"e":null}}"#;
        let laid: String = parts(json).into_iter().map(|(_, part)| part).collect();
        let expected = "{\n  \"a\": [\n    1.50,\n    -2e+400,\n    {}\n  ],\n  \
                        \"b\\\"{\": \"x: , \\\\\",\n  \"c\": [],\n  \"d\": {\n    \
                        \"e\": null\n  }\n}";
        assert_eq!(laid, expected);
        let names = parts(json).into_iter().filter(|(kind, _)| *kind == Kind::Name).count();
        assert_eq!(names, 5);
    }
}
