//! E-mail addresses, as Adobe's published pattern reads them.

use super::same::same_inlined;
use super::text::{TextError, text};

text! {
    /// An e-mail address of at most 240 characters: ASCII, a local part of dot-separated atoms or
    /// in quotes, `@`, and a domain with at least one dot, or an address literal in brackets.
    ///
    /// ```
    /// # use customer_core::value::{Email, TextError};
    /// assert!(Email::parse("mickey@mouse.com").is_ok());
    /// assert_eq!(Email::parse("mickey@mouse"), Err(TextError::Form));
    /// assert_eq!(Email::parse(".mickey@mouse.com"), Err(TextError::Form));
    /// ```
    Email, |text| {
        super::text::check_length(text, 1, 240)?;
        if is_address(text) { Ok(()) } else { Err(TextError::Form) }
    }
}

/// Whether two addresses are the same one: ASCII letter case does not count.
pub fn same_address(a: &str, b: &str) -> bool {
    // Most are spelt alike, and that is cheaper to see.
    same_inlined(a, b) || a.eq_ignore_ascii_case(b)
}

fn is_address(text: &str) -> bool {
    // The local part may hold an `@` only in quotes, so the last one divides unless a literal does.
    let Some((local, domain)) = text.rsplit_once(['@']) else { return false };
    is_local(local) && is_domain(domain)
}

fn is_local(local: &str) -> bool {
    if let Some(quoted) = local.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')) {
        return is_quoted(quoted, b" \t\"");
    }
    !local.is_empty()
        && local.split(['.']).all(|atom| !atom.is_empty() && atom.bytes().all(is_atom))
}

fn is_atom(b: u8) -> bool {
    b.is_ascii_alphanumeric() || b"!#$%&'*+/=?^_`{|}~-".contains(&b)
}

/// Content of a quoted local part or of a literal: printable, specials behind a backslash.
#[inline(never)]
fn is_quoted(content: &str, special: &[u8]) -> bool {
    let mut bytes = content.bytes();
    while let Some(b) = bytes.next() {
        match b {
            b'\\' => match bytes.next() {
                Some(0x01..=0x09 | 0x0b | 0x0c | 0x0e..=0x7f) => {}
                _ => return false,
            },
            b if special.contains(&b) => return false,
            0x01..=0x08 | 0x0b | 0x0c | 0x0e..=0x1f | 0x21..=0x7f => {}
            _ => return false,
        }
    }
    true
}

fn is_domain(domain: &str) -> bool {
    if let Some(literal) = domain.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
        return is_literal(literal);
    }
    domain.contains(['.']) && domain.split(['.']).all(is_label)
}

#[inline(never)]
fn is_label(label: &str) -> bool {
    let edge = |b: Option<u8>| b.is_some_and(|b| b.is_ascii_alphanumeric());
    edge(label.bytes().next())
        && edge(label.bytes().last())
        && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
}

/// Three numbers up to 255 with dots, then a fourth, or a tag, a colon and something printable.
fn is_literal(literal: &str) -> bool {
    let mut parts = literal.splitn(4, ['.']);
    let numbers = parts.by_ref().take(3).filter(|part| is_octet(part)).count();
    match parts.next() {
        Some(last) if numbers == 3 => {
            is_octet(last)
                || last.split_once([':']).is_some_and(|(tag, rest)| {
                    is_label(tag) && !rest.is_empty() && is_quoted(rest, b"[]")
                })
        }
        _ => false,
    }
}

fn is_octet(part: &str) -> bool {
    (1..=3).contains(&part.len())
        && part.bytes().all(|b| b.is_ascii_digit())
        && part.parse::<u16>().is_ok_and(|n| n <= 255)
}
