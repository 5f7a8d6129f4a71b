//! `arbitrary::Arbitrary` for everything that is generated.

use arbitrary::{Arbitrary, Result, Unstructured};

use super::{Source, for_each_generated};

/// Takes as many bytes as the generator reads.
fn take<T>(bytes: &mut Unstructured<'_>, make: fn(&mut Source<'_>) -> T) -> Result<T> {
    let mut source = Source::new(bytes.peek_bytes(bytes.len()).unwrap_or_default());
    let made = make(&mut source);
    bytes.bytes(source.used())?;
    Ok(made)
}

macro_rules! fuzzed {
    ($( $Type:ty = $make:path; )*) => { $(
        impl<'a> Arbitrary<'a> for $Type {
            fn arbitrary(bytes: &mut Unstructured<'a>) -> Result<Self> {
                take(bytes, $make)
            }
        }
    )* };
}

for_each_generated!(fuzzed);
