//! JSON text over several lines, every number and string as it is written.

/// `json` (one valid JSON value) over several lines, two blanks a level.
pub(crate) fn pretty(json: &str) -> String {
    let mut out = String::with_capacity(json.len().saturating_mul(2));
    let mut depth = 0_usize;
    let mut rest = json.chars().peekable();
    while let Some(c) = rest.next() {
        match c {
            ' ' | '\n' | '\r' | '\t' => {}
            '"' => {
                out.push('"');
                let mut escaped = false;
                for c in rest.by_ref() {
                    out.push(c);
                    match c {
                        _ if escaped => escaped = false,
                        '\\' => escaped = true,
                        '"' => break,
                        _ => {}
                    }
                }
            }
            '{' | '[' => {
                out.push(c);
                while rest.next_if(|c| matches!(c, ' ' | '\n' | '\r' | '\t')).is_some() {}
                if let Some(end) = rest.next_if(|c| matches!(c, '}' | ']')) {
                    out.push(end);
                } else {
                    depth = depth.saturating_add(1);
                    line(&mut out, depth);
                }
            }
            '}' | ']' => {
                depth = depth.saturating_sub(1);
                line(&mut out, depth);
                out.push(c);
            }
            ',' => {
                out.push(',');
                line(&mut out, depth);
            }
            ':' => out.push_str(": "),
            c => out.push(c),
        }
    }
    out
}

/// Begins a line.
fn line(out: &mut String, depth: usize) {
    out.push('\n');
    out.push_str(&"  ".repeat(depth));
}

#[cfg(test)]
mod tests {
    use super::pretty;

    #[test]
    fn only_white_space_changes() {
        let json = r#"{"a":[1.50,{ },[ ]],"b\"{":"x, {y}: \\","n":-0e+1}"#;
        let lines = pretty(json);
        assert_eq!(
            lines,
            "{\n  \"a\": [\n    1.50,\n    {},\n    []\n  ],\n  \"b\\\"{\": \"x, {y}: \\\\\",\n  \
             \"n\": -0e+1\n}"
        );
        assert_eq!(pretty(&lines), lines);
    }
}
