//! Where a document comes from.

use core::convert::Infallible;
use std::ffi::OsString;
use std::path::PathBuf;

use clap::builder::{OsStringValueParser, TypedValueParser};

/// Where a document comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Source {
    /// Standard input.
    Stdin,
    /// A file.
    File(PathBuf),
    /// The argument itself.
    Inline(String),
}

/// A document: a path, `-`, or the JSON itself.
pub(super) fn sources() -> impl TypedValueParser<Value = Source> {
    OsStringValueParser::new().try_map(|given: OsString| -> Result<Source, Infallible> {
        Ok(match given.into_string() {
            Ok(text) if text == "-" => Source::Stdin,
            Ok(text) if text.starts_with('{') => Source::Inline(text),
            Ok(text) => Source::File(text.into()),
            Err(path) => Source::File(path.into()),
        })
    })
}
