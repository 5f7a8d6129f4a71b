//! The only randomness: tokens and request ids.

use core::fmt::Write as _;

use crate::store::StoreError;

/// Random bytes.
fn bytes<const N: usize>() -> Result<[u8; N], StoreError> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(|_| StoreError::Failed("no randomness".into()))?;
    Ok(bytes)
}

/// A UUID of version 4 in lower case.
pub(crate) fn request_id() -> Result<String, StoreError> {
    Ok(uuid::Builder::from_random_bytes(bytes()?).into_uuid().to_string())
}

/// 32 bytes in hexadecimal digits.
pub(crate) fn token() -> Result<String, StoreError> {
    let mut text = String::new();
    for byte in bytes::<32>()? {
        let _ = write!(text, "{byte:02x}");
    }
    Ok(text)
}
