//! The only randomness: tokens and request ids.

use core::cell::RefCell;
use core::fmt::Write as _;

use crate::store::StoreError;

/// Random bytes.
fn bytes<const N: usize>() -> Result<[u8; N], StoreError> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(|_| StoreError::Failed("no randomness".into()))?;
    Ok(bytes)
}

thread_local! {
    /// Randomness for the next ids of requests, which are no secrets: one question to the system
    /// is enough for many.
    static AHEAD: RefCell<Vec<[u8; 16]>> = const { RefCell::new(Vec::new()) };
}

/// A UUID of version 4 in lower case.
pub(crate) fn request_id() -> Result<String, StoreError> {
    let id = AHEAD.with_borrow_mut(|ahead| {
        if ahead.is_empty() {
            ahead.extend_from_slice(bytes::<1024>()?.as_chunks().0);
        }
        ahead.pop().ok_or_else(|| StoreError::Failed("no randomness".into()))
    })?;
    Ok(uuid::Builder::from_random_bytes(id).into_uuid().to_string())
}

/// 32 bytes in hexadecimal digits.
pub(crate) fn token() -> Result<String, StoreError> {
    let mut text = String::new();
    for byte in bytes::<32>()? {
        let _ = write!(text, "{byte:02x}");
    }
    Ok(text)
}
