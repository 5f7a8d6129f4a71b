//! What every type that holds a text can be taken for.

/// Lets a type with `as_str` be read as text and compared with one.
macro_rules! reads_as_text {
    ($Type:ident $(<$life:lifetime>)?) => {
        impl $(<$life>)? AsRef<str> for $Type $(<$life>)? {
            fn as_ref(&self) -> &str {
                self.as_str()
            }
        }

        impl $(<$life>)? PartialEq<str> for $Type $(<$life>)? {
            fn eq(&self, other: &str) -> bool {
                *self.as_str() == *other
            }
        }

        impl $(<$life>)? PartialEq<&str> for $Type $(<$life>)? {
            fn eq(&self, other: &&str) -> bool {
                *self.as_str() == **other
            }
        }
    };
}
pub(crate) use reads_as_text;
