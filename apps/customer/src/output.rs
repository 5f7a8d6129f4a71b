//! Where output goes: standard output, or a file that takes its place when it is whole.

use std::fs::{self, File};
use std::io::{self, BufWriter, IsTerminal as _, Write};
use std::path::{Path, PathBuf};

use crate::args::To;
use crate::failure::Failure;
use crate::style::PAGE;
use crate::text::visible;

/// Bytes written at once.
const BUFFER: usize = 1 << 18;

/// An output that was opened.
pub(crate) enum Output {
    /// Standard output.
    Standard(BufWriter<io::Stdout>),
    /// A file that is written beside its place, then moved there.
    Beside {
        /// What is written.
        file: BufWriter<File>,
        /// Where it is written.
        partial: PathBuf,
        /// Its place.
        place: PathBuf,
    },
    /// What is no plain file, such as a device: written as it is.
    Direct {
        /// What is written.
        file: BufWriter<File>,
        /// Its name.
        place: PathBuf,
    },
}

impl To {
    /// Opens the output.
    pub(crate) fn open(&self) -> Result<Output, Failure> {
        let Some(place) = &self.output else {
            return Ok(Output::Standard(BufWriter::with_capacity(BUFFER, io::stdout())));
        };
        let refused = |error: io::Error| unwritten(place, &error);
        if fs::metadata(place).is_ok_and(|about| !about.is_file()) {
            let file = File::options().write(true).open(place).map_err(refused)?;
            let file = BufWriter::with_capacity(BUFFER, file);
            return Ok(Output::Direct { file, place: place.clone() });
        }
        // A link stays one: what it points to is written.
        let place = fs::canonicalize(place).unwrap_or_else(|_| place.clone());
        let mut name = place.file_name().unwrap_or_default().to_owned();
        name.push(".partial");
        let partial = place.with_file_name(name);
        let file = File::create(&partial).map_err(refused)?;
        Ok(Output::Beside { file: BufWriter::with_capacity(BUFFER, file), partial, place })
    }

    /// Writes text that may have colours; a file gets none of them.
    pub(crate) fn print(&self, text: &str) -> Result<(), Failure> {
        if self.output.is_none() {
            return crate::style::print(text);
        }
        self.write(anstream::adapter::strip_str(text).to_string().as_bytes())
    }

    /// Writes bytes as they are.
    pub(crate) fn write(&self, bytes: &[u8]) -> Result<(), Failure> {
        let mut output = self.open()?;
        let written = output.write_all(bytes);
        output.close(written)
    }

    /// How many columns a line may have; `None` where nothing must fit.
    pub(crate) fn columns(&self) -> Option<usize> {
        self.output.is_none().then(crate::style::columns).flatten()
    }

    /// How many columns text has that is laid out for reading.
    pub(crate) fn page(&self) -> usize {
        self.columns().unwrap_or(PAGE).min(PAGE)
    }
}

impl Output {
    /// Whether it is a terminal.
    pub(crate) fn is_terminal(&self) -> bool {
        matches!(self, Self::Standard(out) if out.get_ref().is_terminal())
    }

    /// Ends the output after `written`; a file takes its place.
    pub(crate) fn close(mut self, written: io::Result<()>) -> Result<(), Failure> {
        let ended = written.and_then(|()| self.flush());
        match self {
            Self::Standard(_) => ended.map_err(|error| Failure::output(&error)),
            Self::Direct { place, .. } => ended.map_err(|error| unwritten(&place, &error)),
            Self::Beside { file, partial, place } => {
                drop(file);
                let moved = ended.and_then(|()| fs::rename(&partial, &place));
                if moved.is_err() {
                    let _ = fs::remove_file(&partial);
                }
                moved.map_err(|error| unwritten(&place, &error))
            }
        }
    }
}

impl Write for Output {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Self::Standard(out) => out.write(bytes),
            Self::Beside { file, .. } | Self::Direct { file, .. } => file.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::Standard(out) => out.flush(),
            Self::Beside { file, .. } | Self::Direct { file, .. } => file.flush(),
        }
    }
}

/// A file that can't be written.
fn unwritten(place: &Path, error: &io::Error) -> Failure {
    let name = visible(&place.display().to_string()).into_owned();
    Failure::new(
        format!("{name} can't be written: {error}"),
        "check the folder and the name given with --output, then run this again",
    )
}
