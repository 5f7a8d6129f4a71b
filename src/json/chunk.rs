//! Eight bytes at once, as a word.

/// One in each byte of a word.
pub(crate) const ONES: u64 = u64::MAX / 0xFF;
/// The high bit of each byte.
pub(crate) const HIGH: u64 = ONES * 0x80;

/// The high bits of the bytes that are zero, of which only the first counts; zero if there is none.
#[inline]
pub(crate) const fn zeros(word: u64) -> u64 {
    // A byte is zero if and only if taking one from it borrows into its high bit; bytes above 0x7F
    // are left out, and above the first hit nothing counts.
    word.wrapping_sub(ONES) & !word & HIGH
}

/// Whether a word of these bytes is a hit, or a byte where they are fewer than eight. The last
/// eight are looked at as a whole, even if some of them were before.
#[inline]
pub(crate) fn any(
    bytes: &[u8],
    in_word: impl Fn(u64) -> bool,
    is_hit: impl Fn(u8) -> bool,
) -> bool {
    match bytes.last_chunk::<8>() {
        Some(last) => {
            let mut chunks = bytes.as_chunks::<8>().0.iter().chain([last]);
            chunks.any(|chunk| in_word(u64::from_le_bytes(*chunk)))
        }
        None => bytes.iter().any(|b| is_hit(*b)),
    }
}

/// Whether a text has one of these bytes, which are of ASCII; eight bytes of the text a step.
#[cfg(any(feature = "contract", feature = "endpoint"))]
#[inline]
pub(crate) fn holds<const N: usize>(text: &str, bytes: [u8; N]) -> bool {
    let is_in = |word: u64| {
        let mut each = bytes.iter();
        each.any(|byte| zeros(word ^ ONES.wrapping_mul(u64::from(*byte))) != 0)
    };
    any(text.as_bytes(), is_in, |b| bytes.contains(&b))
}

#[cfg(all(test, feature = "contract"))]
mod tests {
    use super::holds;

    #[test]
    fn a_byte_is_found_wherever_it_is() {
        for before in 0..20 {
            for behind in 0..20 {
                let text = ["\u{e9}\0 ".repeat(before), "x\u{2f2f}".repeat(behind)].join("/");
                assert!(holds(&text, [b'/']) && holds(&text, [b'?', b'/']));
                assert!(!holds(&text, [b'?']) && !holds(&text, [b'?', b'%']));
            }
        }
        assert!(!holds("", [b'/']));
    }
}
