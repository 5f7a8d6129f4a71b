//! What one update is recognised by in a log.

use super::text::{TextError, check_length, text};

text! {
    /// What one update is recognised by: made by whoever sends it, and never used for another.
    ///
    /// A UUID or the correlation id of a call: 1 to 128 visible ASCII characters, so that it fits
    /// into a header and a column of any store.
    ///
    /// ```
    /// # use customer_core::value::Intent;
    /// assert!(Intent::parse("0b9a3f52-6d1e-4c0e-9f43-0a1b2c3d4e5f").is_ok());
    /// // All updates without one would be taken for the same.
    /// assert!(Intent::parse("").is_err());
    /// let error = Intent::parse("two words").unwrap_err();
    /// assert_eq!(error.to_string(), "must be visible ASCII characters, without spaces");
    /// ```
    Intent, |text| {
        check_length(text, 1, 128)?;
        if text.bytes().all(|byte| byte.is_ascii_graphic()) {
            Ok(())
        } else {
            Err(TextError::Visible)
        }
    }
}
