//! Shapes of postal codes in ten countries, as public clients check them.

/// Whether `code` has its country's shape; a country without a known shape takes any.
pub(super) fn fits(country: &str, code: &str) -> bool {
    let shape = |patterns: &[&str]| patterns.iter().any(|pattern| matches(pattern, code));
    match country {
        "US" => shape(&["99999", "99999-9999"]),
        "CA" => shape(&["A9A 9A9"]) && canadian(code),
        "GB" => british(code) && code.bytes().all(|b| !b.is_ascii_lowercase()),
        "DE" => shape(&["99999"]) && ("01001".."99999").contains(&code),
        "JP" => shape(&["9999999", "999-9999"]),
        "IN" => shape(&["999999", "999 999"]),
        "BR" => shape(&["99999", "99999-999", "99999999"]),
        "AU" => shape(&["9999"]),
        "FR" => french(code.strip_prefix("F-").unwrap_or(code)),
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

/// Five digits; in Corsica the first two are 2A or 2B.
fn french(code: &str) -> bool {
    let corsican = ["2A", "2B"].iter().find_map(|department| code.strip_prefix(department));
    matches("99999", code) || corsican.is_some_and(|rest| matches("999", rest))
}

/// Outward, a blank or none, inward: a digit and one letter or two.
fn british(code: &str) -> bool {
    const OUTWARD: [&str; 7] = ["A9", "A99", "AA9", "AA99", "A9A", "AA9A", "GIR"];
    ["9AA", "9A"].iter().any(|inward| {
        let split = code.len().checked_sub(inward.len()).and_then(|at| code.split_at_checked(at));
        split.is_some_and(|(before, behind)| {
            let outward = before.strip_suffix(' ').unwrap_or(before);
            matches(inward, behind) && OUTWARD.iter().any(|pattern| matches(pattern, outward))
        })
    })
}

/// Upper case; D F I O Q U nowhere, W and Z not in first place.
fn canadian(code: &str) -> bool {
    !code.starts_with(['W', 'Z'])
        && code.bytes().all(|b| !b.is_ascii_lowercase() && !b"DFIOQU".contains(&b))
}

#[cfg(test)]
mod tests {
    use super::fits;

    #[test]
    fn british_codes_end_in_a_digit_and_one_letter_or_two() {
        for good in ["SW1A 1AA", "SW1A1AA", "SW1A 1A", "M1 1A", "M11A", "EC1A 1BB", "GIR 0AA"] {
            assert!(fits("GB", good), "{good}");
        }
        for bad in
            ["SW1A", "SW1A  1AA", "SW1A 1", "sw1a 1AA", "1AA", " 1AA", "SW1A 1AAA", "", "é1AA"]
        {
            assert!(!fits("GB", bad), "{bad}");
        }
        // Of three letters there is one alone.
        for bad in ["ABC 1AA", "AAA 9AA", "gir 0AA"] {
            assert!(!fits("GB", bad), "{bad}");
        }
    }

    #[test]
    fn french_codes_have_a_letter_in_corsica_alone() {
        for good in ["75001", "F-75001", "2A004", "2B200", "F-2A004", "F-2B200"] {
            assert!(fits("FR", good), "{good}");
        }
        for bad in ["2C004", "2Z004", "2a004", "AA004", "2A04", "2A0004", "F2A004", "F-F-75001"] {
            assert!(!fits("FR", bad), "{bad}");
        }
    }
}
