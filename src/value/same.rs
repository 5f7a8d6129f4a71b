//! Equality of texts that are mostly short and mostly equal.

/// Whether two texts are the same. One copy serves all that call it, so that the code around it
/// stays small.
#[inline(never)]
pub(crate) fn same(a: &str, b: &str) -> bool {
    same_inlined(a, b)
}

/// The same, written out where it is used: for loops. Up to 32 bytes are compared in two
/// overlapping steps, because a call costs more than that; most texts of a record are not longer.
#[inline(always)]
pub(crate) fn same_inlined(a: &str, b: &str) -> bool {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    if a.len() != b.len() {
        return false;
    }
    // In this order a text takes the fewest steps to its arm.
    match a.len() {
        33.. => a == b,
        16.. => ends::<16>(a, b),
        8.. => ends::<8>(a, b),
        4.. => ends::<4>(a, b),
        // `ends` compares the first and the last byte; of three bytes the middle one is left.
        1.. => a.get(1) == b.get(1) && ends::<1>(a, b),
        0 => true,
    }
}

/// Whether the first and the last `N` bytes, which may overlap, are the same.
#[inline]
fn ends<const N: usize>(a: &[u8], b: &[u8]) -> bool {
    a.first_chunk::<N>() == b.first_chunk() && a.last_chunk::<N>() == b.last_chunk()
}

#[cfg(test)]
mod tests {
    use alloc::string::String;

    use super::same;

    #[test]
    fn every_byte_counts_at_every_length() {
        for len in 0..80 {
            let text = "abcdefgh".repeat(10).chars().take(len).collect::<String>();
            assert!(same(&text, &text.clone()), "{len}");
            for at in 0..len {
                let other = |(i, c)| if i == at { 'X' } else { c };
                let other: String = text.chars().enumerate().map(other).collect();
                assert!(!same(&text, &other), "{len} at {at}");
            }
            assert!(!same(&text, &(text.clone() + "a")), "{len}");
        }
    }
}
