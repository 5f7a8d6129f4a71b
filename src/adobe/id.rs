//! The form of a customer's id.

/// The bytes that an id may have.
#[allow(clippy::indexing_slicing, clippy::arithmetic_side_effects, reason = "never runs")]
const IN_ID: [bool; 256] = {
    let mut good = [false; 256];
    let mut byte = 0_u8;
    while byte < 128 {
        good[byte as usize] = byte.is_ascii_alphanumeric() || byte == b'-';
        byte += 1;
    }
    good
};

/// Whether a text has the form of a customer's id: 4 to 40 letters and digits of ASCII and hyphens.
///
/// ```
/// use customer_core::adobe::is_id;
/// assert!(is_id("P1000000010") && !is_id("P1") && !is_id("P/123"));
/// ```
pub fn is_id(text: &str) -> bool {
    let is_good = |byte: u8| IN_ID.get(usize::from(byte)) == Some(&true);
    (4..=40).contains(&text.len()) && text.bytes().fold(true, |all, byte| all & is_good(byte))
}
