//! The fuzz harness of `customer-core`, as a library: questions, laws, an oracle, targets.
//!
//! - [`generate`] makes questions of the JSON contract from bytes; [`cases`] reads those of the
//!   tests, and makes questions next to them;
//! - [`laws`] and [`machine`] are equations that hold for every case;
//! - [`endpoint`] has the laws of HTTP calls, over any bytes;
//! - [`model`] is a naive model, written from the specification alone; [`oracle`] compares it with
//!   the core, and [`differ`] asks both a great many questions;
//! - [`plans`] has the laws of a plan, over any wish, [`undo`] those of one that leads back, and
//!   [`search`] holds plans against every update of a small world;
//! - [`targets`] ties them together: one function from bytes for each target of cargo-fuzz.
#![forbid(unsafe_code)]

#[cfg(feature = "canary")]
pub mod canary;
pub mod cases;
pub mod differ;
pub mod endpoint;
pub mod generate;
pub mod json;
pub mod laws;
pub mod machine;
pub mod model;
pub mod oracle;
pub mod plans;
pub mod search;
mod seen;
pub mod targets;
pub mod undo;
mod vendors;

/// The `main` of one target: libFuzzer's under cargo-fuzz, else one that replays the files that it
/// is given.
#[macro_export]
macro_rules! target {
    ($name:ident) => {
        #[cfg(fuzzing)]
        libfuzzer_sys::fuzz_target!(|data: &[u8]| $crate::targets::$name(data));

        #[cfg(not(fuzzing))]
        fn main() {
            for file in std::env::args_os().skip(1) {
                $crate::targets::$name(&std::fs::read(&file).expect("a file that can be read"));
                println!("{}: holds", file.display());
            }
        }
    };
}
