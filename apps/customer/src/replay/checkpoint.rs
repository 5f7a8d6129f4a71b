//! Checkpoints: how far a run came, so that a killed one goes on and takes nothing twice.
//!
//! Beside OUT stand two files while a run is under way. `.journal` holds the records that changed,
//! a later line instead of an earlier one of the same key. `.resume` says how far the inputs were
//! taken and how far journal, rejects and changes belong to that: of each its path, its length and
//! its SHA-256. It is replaced in one step; what the others hold beyond it is cut off when a run
//! goes on. Nothing is believed before all digests were found to be right, and what does not fit
//! refuses: going on would give other bytes than an undisturbed run.
//!
//! The journal is JSON lines, each a line as STATE and OUT have them: one reader and one writer for
//! all three, and any tool can look into it. Its check is the SHA-256 of all of it: it costs less
//! than one for each line, it is not fooled by a line that is missing or is elsewhere, and
//! `head -c LENGTH | sha256sum` confirms it. A database was the alternative: its checksums tell
//! that a page is damaged, not that a whole earlier file was put in its place.

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use super::output::cut;
use super::plan::{JOURNAL, NEXT, RESUME, beside};
use super::shard::Counts;
use super::stop::{Reach, Stop};
use super::tally::{Part, Tally};
use super::verify::Resume;

/// Checkpoints of another program may mean something else.
pub(super) const PROGRAM: &str = concat!("customer ", env!("CARGO_PKG_VERSION"));

/// What `.resume` holds: a note, and the digest of its text.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Sealed<'a> {
    #[serde(borrow)]
    note: &'a RawValue,
    sha256: String,
}

/// How far a run came.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(super) enum Note {
    /// It takes updates.
    UnderWay(Mark),
    /// Everything is written, and only has to take its place.
    Whole(Files),
}

/// A place in the updates, and all that belongs to it.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Mark {
    pub(super) program: String,
    /// All of the state.
    pub(super) state: Part,
    /// What was taken of the updates.
    pub(super) updates: Part,
    /// How many lines that is.
    pub(super) line: u64,
    pub(super) journal: Part,
    pub(super) rejects: Part,
    pub(super) changes: Option<Part>,
    /// What became of the requests.
    pub(super) counts: Counts,
}

/// The files that a run leaves.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Files {
    pub(super) rejects: Part,
    pub(super) changes: Option<Part>,
    pub(super) out: Part,
}

/// Reads what `.resume` holds; nothing if it is not as a run has written it.
pub(super) fn open(bytes: &[u8]) -> Option<Note> {
    let sealed: Sealed<'_> = serde_json::from_slice(bytes).ok()?;
    let mut tally = Tally::default();
    tally.add(sealed.note.get().as_bytes());
    if tally.sha256() != sealed.sha256 {
        return None;
    }
    serde_json::from_str(sealed.note.get()).ok()
}

/// Removes the files of checkpoints, the one that says what the other is worth first.
pub(super) fn remove(out: &Path) -> Result<(), Stop> {
    for end in [RESUME, NEXT, JOURNAL] {
        let path = beside(out, end);
        match fs::remove_file(&path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                return Err(Stop::Unwritten(path, error));
            }
            _ => {}
        }
    }
    Ok(())
}

/// Writes checkpoints.
pub(super) struct Keeper {
    out: PathBuf,
    path: PathBuf,
    /// Nothing before the first checkpoint.
    journal: Option<File>,
    tally: Tally,
    /// What a run that ends now comes to.
    reach: Reach,
}

impl Keeper {
    /// Of a run that begins, or goes on.
    pub(super) fn new(out: &Path, reach: Reach, resume: Option<&Resume>) -> Result<Self, Stop> {
        let path = beside(out, JOURNAL);
        let tally = resume.map_or_else(Tally::default, |resume| resume.journal.clone());
        let journal = resume.map(|_| cut(&path, tally.bytes())).transpose();
        let journal = journal.map_err(|error| Stop::Unwritten(path.clone(), error))?;
        Ok(Self { out: out.to_path_buf(), path, journal, tally, reach })
    }

    /// The run has ended.
    pub(super) fn end(self) -> Result<(), Stop> {
        drop(self.journal);
        remove(&self.out)
    }

    /// Whether there are checkpoints at all.
    pub(super) const fn keeps(&self) -> bool {
        matches!(self.reach, Reach::Start | Reach::Behind(_))
    }

    /// What a run that ends now comes to.
    pub(super) const fn reach(&self) -> Reach {
        self.reach
    }

    /// Adds changed records.
    pub(super) fn add(&mut self, records: &str) -> Result<(), Stop> {
        self.write(records.as_bytes()).map_err(|error| Stop::Unwritten(self.path.clone(), error))
    }

    fn write(&mut self, records: &[u8]) -> io::Result<()> {
        let journal = match &mut self.journal {
            Some(journal) => journal,
            None => self.journal.insert(File::create(&self.path)?),
        };
        journal.write_all(records)?;
        self.tally.add(records);
        Ok(())
    }

    /// Notes how far the run came; everything that belongs to it is on the disk by then.
    pub(super) fn note(&mut self, at: At, counts: Counts) -> Result<(), Stop> {
        let failed = |error| Stop::Unwritten(self.path.clone(), error);
        if let Some(journal) = &self.journal {
            journal.sync_data().map_err(failed)?;
        }
        let At { state, updates, line, rejects, changes } = at;
        let journal = self.tally.part(&self.path);
        let program = PROGRAM.to_owned();
        let mark = Mark { program, state, updates, line, journal, rejects, changes, counts };
        self.seal(&Note::UnderWay(mark))?;
        self.reach = Reach::Behind(line);
        Ok(())
    }

    /// Notes that everything is written.
    pub(super) fn note_whole(&mut self, files: Files) -> Result<(), Stop> {
        self.seal(&Note::Whole(files))
    }

    fn seal(&self, note: &Note) -> Result<(), Stop> {
        let next = beside(&self.out, NEXT);
        let write = || {
            let note = serde_json::value::to_raw_value(note)?;
            let mut tally = Tally::default();
            tally.add(note.get().as_bytes());
            let sealed = Sealed { note: &note, sha256: tally.sha256() };
            let mut file = File::create(&next)?;
            file.write_all(&serde_json::to_vec(&sealed)?)?;
            file.write_all(b"\n")?;
            file.sync_data()?;
            fs::rename(&next, beside(&self.out, RESUME))
        };
        write().map_err(|error: io::Error| Stop::Unwritten(next.clone(), error))
    }
}

/// A place in the updates, and the files that belong to it.
pub(super) struct At {
    pub(super) state: Part,
    pub(super) updates: Part,
    pub(super) line: u64,
    pub(super) rejects: Part,
    pub(super) changes: Option<Part>,
}
