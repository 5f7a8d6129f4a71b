//! Countries.

use super::text::{TextError, text};

text! {
    /// A country code of two or three ASCII letters, as ISO 3166-1 has them.
    ///
    /// ```
    /// # use customer_core::value::Country;
    /// assert!(Country::parse("US").is_ok());
    /// assert!(Country::parse("U1").is_err());
    /// ```
    Country, |text| {
        super::text::check(text, 2, 3, |c| c.is_ascii_alphabetic()).map_err(|_| TextError::Form)
    }
}
