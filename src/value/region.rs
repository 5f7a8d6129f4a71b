//! Regions of a country.

use super::text::text;

text! {
    /// A region: what follows the hyphen in ISO 3166-2, at most 255 characters.
    ///
    /// ```
    /// # use customer_core::value::Region;
    /// assert!(Region::parse("CA").is_ok());
    /// ```
    Region, |text| super::text::check_length(text, 1, 255)
}
