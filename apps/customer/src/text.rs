//! Text for people: safe to show, cut or wrapped to a width.

use alloc::borrow::Cow;

/// `text` with every character that could steer a terminal or hide something written as `\uXXXX`
/// (which, inside a JSON string, is the same value).
pub(crate) fn visible(text: &str) -> Cow<'_, str> {
    if !text.chars().any(is_unsafe) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if is_unsafe(c) {
            out.push_str(&format!("\\u{:04x}", u32::from(c)));
        } else {
            out.push(c);
        }
    }
    Cow::Owned(out)
}

/// Control characters, line separators, marks and overrides of the writing direction.
fn is_unsafe(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
            | '\u{feff}')
}

/// How many columns `text` takes.
pub(crate) fn width(text: &str) -> usize {
    console::measure_text_width(text)
}

/// `text` in at most `columns` columns, with `...` where something is left out.
pub(crate) fn elide(text: &str, columns: usize) -> Cow<'_, str> {
    console::truncate_str(text, columns, "...")
}

/// `text` followed by blanks up to `columns` columns.
pub(crate) fn pad(text: &str, columns: usize) -> String {
    format!("{text}{}", " ".repeat(columns.saturating_sub(width(text))))
}

/// Text in lines of at most `columns` columns, broken at blanks, and behind commas, slashes and
/// opening brackets. What has none of them within that width stays whole; nothing gets lost but
/// blanks at the breaks.
pub(crate) fn fold(text: &str, columns: usize) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = String::new();
    let mut part = String::new();
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        // The bracket of a colour is none of the text.
        let is_colour = c == '[' && part.ends_with('\u{1b}');
        part.push(c);
        if chars.peek().is_some() && (is_colour || !matches!(c, ' ' | ',' | '/' | '{' | '[')) {
            continue;
        }
        // The blank behind a part may go over the edge, where nobody sees it.
        let taken = width(&line).saturating_add(width(part.trim_end_matches(' ')));
        if !line.trim().is_empty() && taken > columns {
            lines.push(core::mem::take(&mut line).trim_end_matches(' ').to_owned());
        }
        line.push_str(&core::mem::take(&mut part));
    }
    lines.push(line);
    lines
}

/// A number of things: `1 change`, `2 changes`.
pub(crate) fn count(number: usize, thing: &str) -> String {
    let plural = if number == 1 { "" } else { "s" };
    format!("{number} {thing}{plural}")
}

#[cfg(test)]
mod tests {
    use super::{count, fold, visible};

    #[test]
    fn nothing_shown_steers_the_terminal() {
        assert_eq!(visible("Fairmont \u{1b}[31m"), "Fairmont \\u001b[31m");
        assert_eq!(visible("a\u{9b}b\u{202e}c"), "a\\u009bb\\u202ec");
        assert_eq!(visible("Zürich 東京"), "Zürich 東京");
    }

    #[test]
    fn lines_are_not_too_long() {
        assert_eq!(fold("one two three", 7), ["one two", "three"]);
    }

    #[test]
    fn nothing_gets_lost_in_folding() {
        assert_eq!(fold("[1,22,333]", 5), ["[1,", "22,", "333]"]);
        assert_eq!(fold("[1,22,333]", 6), ["[1,22,", "333]"]);
        assert_eq!(fold("\"long\"", 3), ["\"long\""]);
        assert_eq!(fold("", 3), [""]);
        assert_eq!(fold("/one/two/three  set", 9), ["/one/two/", "three", "set"]);
        assert_eq!(fold("\u{1b}[1mone\u{1b}[0m two", 3), ["\u{1b}[1mone\u{1b}[0m", "two"]);
    }

    #[test]
    fn one_is_singular() {
        assert_eq!(
            (count(1, "change"), count(0, "effect")),
            ("1 change".into(), "0 effects".into())
        );
    }
}
