//! Checkpoints: how far a run came, so that a killed one goes on and applies nothing twice.
//!
//! Beside the output stand two files while a run is under way: `.journal` holds the records that
//! changed, `.resume` says how far journal, rejects and updates belong together. The latter is
//! replaced in one step; whatever the other two hold beyond it is cut off when a run goes on.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use serde::{Deserialize, Serialize};

use super::shard::Counts;

/// How far a run came.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Mark {
    /// The state and the updates, as they were.
    inputs: [Stamp; 2],
    /// Bytes of the updates that were taken, and how many lines they are.
    pub(super) offset: u64,
    pub(super) line: u64,
    /// Bytes of the rejects and of the journal that belong to them.
    pub(super) rejects: u64,
    pub(super) journal: u64,
    /// What became of the requests.
    pub(super) counts: Counts,
}

/// What tells whether a file is still the same.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Stamp {
    bytes: u64,
    modified: u128,
}

impl Stamp {
    fn of(path: &Path) -> io::Result<Self> {
        let about = fs::metadata(path)?;
        let modified = about.modified()?.duration_since(UNIX_EPOCH);
        Ok(Self { bytes: about.len(), modified: modified.map_or(0, |time| time.as_nanos()) })
    }
}

/// The two files of a run.
pub(super) struct Journal {
    mark_path: PathBuf,
    journal_path: PathBuf,
    journal: File,
    mark: Mark,
}

/// Where to begin.
pub(super) enum Begin {
    /// At the start.
    Fresh,
    /// Behind this mark.
    Behind(Mark),
    /// Nowhere: the inputs are not those of the mark.
    Changed,
}

/// `path` with something behind its name.
pub(super) fn beside(path: &Path, end: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(end);
    name.into()
}

impl Journal {
    /// Opens the files beside `out`.
    pub(super) fn open(out: &Path, state: &Path, updates: &Path) -> io::Result<(Self, Begin)> {
        let (mark_path, journal_path) = (beside(out, ".resume"), beside(out, ".journal"));
        let inputs = [Stamp::of(state)?, Stamp::of(updates)?];
        let found = fs::read(&mark_path).ok();
        let found = found.and_then(|bytes| serde_json::from_slice::<Mark>(&bytes).ok());
        let mut options = OpenOptions::new();
        let journal = options.create(true).truncate(false).append(true).open(&journal_path)?;
        let begin = match found {
            None => Begin::Fresh,
            Some(mark) if mark.inputs == inputs => Begin::Behind(mark),
            Some(_) => Begin::Changed,
        };
        let mark = match &begin {
            Begin::Behind(mark) => mark.clone(),
            Begin::Fresh | Begin::Changed => Mark { inputs, ..Mark::default() },
        };
        if !matches!(begin, Begin::Changed) {
            journal.set_len(mark.journal)?;
        }
        Ok((Self { mark_path, journal_path, journal, mark }, begin))
    }

    /// Where the records are.
    pub(super) fn path(&self) -> &Path {
        &self.journal_path
    }

    /// Adds changed records.
    pub(super) fn add(&mut self, records: &str) -> io::Result<()> {
        self.journal.write_all(records.as_bytes())?;
        let more = u64::try_from(records.len()).unwrap_or(u64::MAX);
        self.mark.journal = self.mark.journal.saturating_add(more);
        Ok(())
    }

    /// Notes how far the run came; everything before is on the disk by then.
    pub(super) fn note(
        &mut self,
        (offset, line): (u64, u64),
        rejects: u64,
        counts: Counts,
    ) -> io::Result<()> {
        self.journal.sync_data()?;
        self.mark = Mark { offset, line, rejects, counts, ..self.mark.clone() };
        let new = beside(&self.mark_path, ".new");
        let mut file = File::create(&new)?;
        file.write_all(&serde_json::to_vec(&self.mark)?)?;
        file.sync_data()?;
        fs::rename(new, &self.mark_path)
    }

    /// The run has ended.
    pub(super) fn remove(self) -> io::Result<()> {
        if self.mark_path.exists() {
            fs::remove_file(&self.mark_path)?;
        }
        fs::remove_file(&self.journal_path)
    }
}
