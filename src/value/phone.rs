//! Phone numbers: a length, and no shape.

use super::text::text;

text! {
    /// A phone number of at most 40 characters. No vendor documents a shape for it.
    ///
    /// ```
    /// # use customer_core::value::Phone;
    /// assert!(Phone::parse("28880-7323-8195").is_ok());
    /// ```
    Phone, |text| super::text::check_length(text, 1, 40)
}
