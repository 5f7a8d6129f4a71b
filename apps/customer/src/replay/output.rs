//! What a run writes: a file grows beside its place, and takes it when it is whole.

use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};

use super::BUFFER;
use super::plan::partial;
use super::stop::Stop;
use super::tally::{Part, Tally};

/// A file that grows.
pub(super) struct Output {
    path: PathBuf,
    partial: PathBuf,
    /// Nothing in a dry run.
    to: Option<BufWriter<File>>,
    tally: Tally,
}

impl Output {
    /// Begins the file; in a dry run it is only tallied.
    pub(super) fn begin(path: &Path, dry: bool) -> Result<Self, Stop> {
        let partial = partial(path);
        let to = if dry { None } else { Some(File::create(&partial)) };
        let to = to.transpose().map_err(|error| Stop::Unwritten(partial.clone(), error))?;
        Ok(Self::new(path, partial, to, Tally::default()))
    }

    /// Goes on with a file that begins with what the tally says; drops what is behind that.
    pub(super) fn go_on(path: &Path, tally: Tally) -> Result<Self, Stop> {
        let partial = partial(path);
        let to = cut(&partial, tally.bytes());
        let to = to.map_err(|error| Stop::Unwritten(partial.clone(), error))?;
        Ok(Self::new(path, partial, Some(to), tally))
    }

    fn new(path: &Path, partial: PathBuf, to: Option<File>, tally: Tally) -> Self {
        let to = to.map(|to| BufWriter::with_capacity(BUFFER, to));
        Self { path: path.to_path_buf(), partial, to, tally }
    }

    /// Adds bytes.
    pub(super) fn add(&mut self, bytes: &[u8]) -> Result<(), Stop> {
        self.tally.add(bytes);
        let Some(to) = &mut self.to else { return Ok(()) };
        to.write_all(bytes).map_err(|error| self.failed(error))
    }

    /// Sees that the disk has everything that was added, and tells what that is.
    pub(super) fn settle(&mut self) -> Result<Part, Stop> {
        if let Some(to) = &mut self.to {
            let settled = to.flush().and_then(|()| to.get_ref().sync_data());
            settled.map_err(|error| self.failed(error))?;
        }
        Ok(self.tally.part(&self.partial))
    }

    /// What was added so far.
    pub(super) const fn tally(&self) -> &Tally {
        &self.tally
    }

    /// Takes its place.
    pub(super) fn appear(self) -> Result<(), Stop> {
        if self.to.is_none() {
            return Ok(());
        }
        fs::rename(&self.partial, &self.path).map_err(|error| Stop::Unwritten(self.path, error))
    }

    /// Removes what was written; nobody needs it.
    pub(super) fn discard(self) {
        if let Some(to) = self.to {
            // What is still in the buffer must not be written on the way.
            drop(to.into_parts());
            // It would only take space.
            let _ = fs::remove_file(self.partial);
        }
    }

    fn failed(&self, error: io::Error) -> Stop {
        Stop::Unwritten(self.partial.clone(), error)
    }
}

/// Opens a file to go on behind its first `bytes`; what follows them is dropped.
pub(super) fn cut(path: &Path, bytes: u64) -> io::Result<File> {
    let mut file = OpenOptions::new().write(true).open(path)?;
    file.set_len(bytes)?;
    file.seek(SeekFrom::Start(bytes))?;
    Ok(file)
}
