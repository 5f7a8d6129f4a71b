//! What Adobe takes for a name, an address, a language, a postal code.

/// Each between blanks.
const LANGUAGES: &str = " \
    bg-BG cs-CZ da-DK de-DE en-AE en-GB en-IL en-US en-XM es-ES es-LA es-MX es-NA et-EE fi-FI \
    fr-CA fr-FR fr-MA fr-XM hr-HR hu-HU it-IT ja-JP ko-KR lt-LT lv-LV nb-NO nl-NL pl-PL pt-BR \
    ro-RO ru-RU sk-SK sl-SI sr-RS sr-SP sv-SE tr-TR uk-UA zh-CN zh-HANS zh-HANT zh-TW ";

pub(crate) fn is_language(s: &str) -> bool {
    !s.contains(' ') && LANGUAGES.contains(&format!(" {s} "))
}

pub(crate) fn is_name(s: &str) -> bool {
    let good =
        |c: char| c.is_alphabetic() || c.is_numeric() || "-_ \u{3000},.\u{ff06}&'\"".contains(c);
    (1..=35).contains(&s.chars().count()) && s.chars().all(good)
}

pub(crate) fn is_email(s: &str) -> bool {
    // characters of a quoted part or an address literal, each of which may follow a backslash
    let escaped = |t: &str, plain: &dyn Fn(u8) -> bool| {
        let mut b = t.bytes();
        while let Some(c) = b.next() {
            let pair = c == b'\\'
                && b.clone().next().is_some_and(|d| matches!(d, 1..=9 | 11 | 12 | 14..=127));
            if pair {
                b.next();
            } else if !plain(c) {
                return false;
            }
        }
        true
    };
    let odd = |c: u8| matches!(c, 1..=8 | 11 | 12 | 14..=31);
    let Some((local, domain)) = s.rsplit_once('@') else { return false };
    let quoted =
        local.strip_prefix('"').and_then(|l| l.strip_suffix('"')).filter(|_| local.len() > 1);
    let atom = |a: &str| {
        !a.is_empty()
            && a.bytes().all(|c| c.is_ascii_alphanumeric() || b"!#$%&'*+/=?^_`{|}~-".contains(&c))
    };
    let good_local = match quoted {
        Some(q) => escaped(q, &|c| odd(c) || matches!(c, 0x21 | 0x23..=0x5b | 0x5d..=0x7f)),
        None => local.split('.').all(atom),
    };
    let label = |l: &str| {
        !l.is_empty()
            && !l.starts_with('-')
            && !l.ends_with('-')
            && l.bytes().all(|c| c.is_ascii_alphanumeric() || c == b'-')
    };
    let octet = |o: &str| {
        matches!(o.len(), 1..=3) && o.bytes().all(|c| c.is_ascii_digit()) && o.parse::<u8>().is_ok()
    };
    let good_domain = match domain.strip_prefix('[').and_then(|d| d.strip_suffix(']')) {
        Some(literal) => {
            let parts: Vec<&str> = literal.splitn(4, '.').collect();
            let tagged = |t: &str| {
                t.split_once(':').is_some_and(|(tag, rest)| {
                    let content = |c| odd(c) || matches!(c, 0x21..=0x7f);
                    tag.ends_with(|c: char| c.is_ascii_alphanumeric())
                        && tag.bytes().all(|c| c.is_ascii_alphanumeric() || c == b'-')
                        && !rest.is_empty()
                        && escaped(rest, &content)
                })
            };
            let first = parts.len() == 4 && parts.iter().take(3).all(|p| octet(p));
            first && parts.last().is_some_and(|p| octet(p) || tagged(p))
        }
        None => domain.contains('.') && domain.split('.').all(label),
    };
    s.chars().count() <= 240 && good_local && good_domain
}

/// The shapes of ten countries: `9` is a digit, `L` a letter, `U` an upper-case one.
pub(crate) fn postal(country: &str, s: &str) -> bool {
    let shapes: &[&str] = match country {
        "US" => &["99999", "99999-9999"],
        "CA" => &["U9U 9U9"],
        "DE" => &["99999"],
        "JP" => &["9999999", "999-9999"],
        "IN" => &["999999", "999 999"],
        "BR" => &["99999", "99999999", "99999-999"],
        "AU" => &["9999"],
        "FR" => &["99999", "F-99999", "2A999", "2B999", "F-2A999", "F-2B999"],
        "NL" => &["9999LL", "9999 LL"],
        "GB" => {
            let outward = |o: &str| {
                ["U9", "U99", "UU9", "UU99", "U9U", "UU9U", "GIR"].iter().any(|p| fits(p, o))
            };
            let cut = |n| s.split_at_checked(s.len().saturating_sub(n));
            let inward = |(o, i): (&str, &str)| {
                outward(o.strip_suffix(' ').unwrap_or(o)) && (fits("9U", i) || fits("9UU", i))
            };
            return cut(2).is_some_and(inward) || cut(3).is_some_and(inward);
        }
        _ => return true,
    };
    let barred = country == "CA"
        && (s.contains(['D', 'F', 'I', 'O', 'Q', 'U']) || s.starts_with(['W', 'Z']));
    let range = country != "DE" || ("01001"..="99998").contains(&s);
    !barred && range && shapes.iter().any(|p| fits(p, s))
}

fn fits(shape: &str, s: &str) -> bool {
    let one = |p: u8, c: u8| match p {
        b'9' => c.is_ascii_digit(),
        b'L' => c.is_ascii_alphabetic(),
        b'U' => c.is_ascii_uppercase(),
        p => p == c,
    };
    shape.len() == s.len() && shape.bytes().zip(s.bytes()).all(|(p, c)| one(p, c))
}
