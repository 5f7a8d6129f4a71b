//! Shapes of postal codes in ten countries, as public clients check them.

/// Whether `code` has its country's shape; a country without a known shape takes any.
pub(super) fn fits(country: &str, code: &str) -> bool {
    let shape = |patterns: &[&str]| patterns.iter().any(|pattern| matches(pattern, code));
    match country {
        "US" => shape(&["99999", "99999-9999"]),
        "CA" => shape(&["A9A 9A9"]) && canadian(code),
        "GB" => {
            shape(&[
                "A9 9AA", "A99 9AA", "AA9 9AA", "AA99 9AA", "A9A 9AA", "AA9A 9AA", "A99AA",
                "A999AA", "AA99AA", "AA999AA", "A9A9AA", "AA9A9AA", "AAA 9AA", "AAA9AA",
            ]) && code.bytes().all(|b| !b.is_ascii_lowercase())
        }
        "DE" => shape(&["99999"]) && ("01001".."99999").contains(&code),
        "JP" => shape(&["9999999", "999-9999"]),
        "IN" => shape(&["999999", "999 999"]),
        "BR" => shape(&["99999", "99999-999", "99999999"]),
        "AU" => shape(&["9999"]),
        "FR" => shape(&["99999", "F-99999", "2A999", "2B999", "F-2A999", "F-2B999"]),
        "NL" => shape(&["9999AA", "9999 AA"]),
        _ => true,
    }
}

/// In a pattern `9` is a digit, `A` a letter of either case, and anything else itself.
fn matches(pattern: &str, code: &str) -> bool {
    pattern.len() == code.len()
        && pattern.bytes().zip(code.bytes()).all(|(shape, b)| match shape {
            b'9' => b.is_ascii_digit(),
            b'A' => b.is_ascii_alphabetic(),
            other => b == other,
        })
}

/// Upper case; D F I O Q U nowhere, W and Z not in first place.
fn canadian(code: &str) -> bool {
    !code.starts_with(['W', 'Z'])
        && code.bytes().all(|b| !b.is_ascii_lowercase() && !b"DFIOQU".contains(&b))
}
