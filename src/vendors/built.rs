//! Which lines of the list of vendors are built.
//!
//! A `cfg` inside an exported macro asks the features of the crate that calls it. So the macros
//! have none: the module of a line is the name of a macro here, and which of two it is asks our
//! features.

#[cfg(feature = "adobe")]
pub use crate::vendor_built as adobe;
#[cfg(not(feature = "adobe"))]
pub use crate::vendor_left_out as adobe;

#[cfg(feature = "commvault")]
pub use crate::vendor_built as commvault;
#[cfg(not(feature = "commvault"))]
pub use crate::vendor_left_out as commvault;

#[cfg(feature = "ibm")]
pub use crate::vendor_built as ibm;
#[cfg(not(feature = "ibm"))]
pub use crate::vendor_left_out as ibm;

/// Asks of the first line whether it is built; after the last calls `$then!` with those that are.
#[doc(hidden)]
#[macro_export]
macro_rules! built_vendors {
    ($then:ident [$($built:tt)*]) => {
        $then! { $($built)* }
    };
    (
        $then:ident $built:tt
        $(#[$doc:meta])* $Vendor:ident = $module:ident :: $Record:ident, $name:literal;
        $($rest:tt)*
    ) => {
        $crate::vendors::built::$module! {
            $then $built [$(#[$doc])* $Vendor = $module::$Record, $name;] $($rest)*
        }
    };
}

/// Puts the line to those that are built.
#[doc(hidden)]
#[macro_export]
macro_rules! vendor_built {
    ($then:ident [$($built:tt)*] [$($line:tt)*] $($rest:tt)*) => {
        $crate::built_vendors! { $then [$($built)* $($line)*] $($rest)* }
    };
}

/// Drops the line.
#[doc(hidden)]
#[macro_export]
macro_rules! vendor_left_out {
    ($then:ident $built:tt $line:tt $($rest:tt)*) => {
        $crate::built_vendors! { $then $built $($rest)* }
    };
}
