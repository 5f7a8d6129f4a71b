//! What a run reads: plain files, and what can be read only once.

use core::time::Duration;
use std::fs::{self, File};
use std::io::{self, Read, Seek as _, SeekFrom};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, sync_channel};
use std::thread;

use same_file::Handle;

use super::BUFFER;
use super::signal::Signals;
use super::stop::{Stop, named};
use super::tally::{Source, Tally};

/// A file, or standard input, that was opened for reading.
pub(super) struct Input {
    path: PathBuf,
    /// The file; nothing is standard input.
    file: Option<File>,
    /// How long a plain file is. What else there is can be read only once.
    size: Option<u64>,
}

impl Input {
    /// Opens `path`; `-` is standard input.
    pub(super) fn open(path: &Path) -> Result<Self, Stop> {
        let failed = |error| Stop::Unread(path.to_path_buf(), error);
        if path == Path::new("-") {
            return Ok(Self { path: path.to_path_buf(), file: None, size: None });
        }
        let about = fs::metadata(path).map_err(failed)?;
        if about.is_dir() {
            return Err(Stop::Refused(
                format!("{} is a folder", named(path)),
                "name a file with one JSON object a line, or - for standard input".into(),
            ));
        }
        let file = File::open(path).map_err(failed)?;
        let size = about.is_file().then_some(about.len());
        Ok(Self { path: path.to_path_buf(), file: Some(file), size })
    }

    /// Where it is.
    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// How long it is, if it can be read again.
    pub(super) const fn size(&self) -> Option<u64> {
        self.size
    }

    /// Which file it is.
    pub(super) fn identity(&self) -> io::Result<Handle> {
        match &self.file {
            Some(file) => Handle::from_file(file.try_clone()?),
            None => Handle::stdin(),
        }
    }

    /// Reads it, `behind` what was taken before.
    pub(super) fn source(&mut self, behind: Tally, signals: &Signals) -> Result<Source, Stop> {
        let mut file = self.file.take();
        if let (Some(file), 1..) = (&mut file, behind.bytes()) {
            let to = SeekFrom::Start(behind.bytes());
            file.seek(to).map_err(|error| Stop::Unread(self.path.clone(), error))?;
        }
        let from: Box<dyn Read> = match (file, self.size) {
            (Some(file), Some(_)) => Box::new(file),
            (Some(file), None) => Box::new(Piped::read(file, signals.clone())),
            (None, _) => Box::new(Piped::read(io::stdin(), signals.clone())),
        };
        Ok(Source::new(from, behind))
    }
}

/// Bytes that another thread reads, so that a signal is heard while nothing comes.
struct Piped {
    chunks: Receiver<io::Result<Vec<u8>>>,
    chunk: Vec<u8>,
    taken: usize,
    signals: Signals,
}

impl Piped {
    fn read(mut from: impl Read + Send + 'static, signals: Signals) -> Self {
        let (send, chunks) = sync_channel(4);
        // Not waited for: at the end of the process it may still be waiting for bytes.
        thread::spawn(move || {
            loop {
                let mut chunk = vec![0; BUFFER];
                let read = match from.read(&mut chunk) {
                    Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                    Err(error) => Err(error),
                    Ok(count) => {
                        chunk.truncate(count);
                        Ok(chunk)
                    }
                };
                let last = read.as_ref().map_or(true, Vec::is_empty);
                if send.send(read).is_err() || last {
                    break;
                }
            }
        });
        Self { chunks, chunk: Vec::new(), taken: 0, signals }
    }
}

impl Read for Piped {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        while self.taken >= self.chunk.len() {
            if self.signals.check().is_err() {
                return Err(io::Error::other("stopped"));
            }
            match self.chunks.recv_timeout(Duration::from_millis(50)) {
                Ok(chunk) => (self.chunk, self.taken) = (chunk?, 0),
                Err(RecvTimeoutError::Timeout) => continue,
                Err(RecvTimeoutError::Disconnected) => return Ok(0),
            }
            if self.chunk.is_empty() {
                return Ok(0);
            }
        }
        let mut rest = self.chunk.get(self.taken..).unwrap_or_default();
        let count = rest.read(into)?;
        self.taken = self.taken.saturating_add(count);
        Ok(count)
    }
}
