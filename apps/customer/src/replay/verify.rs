//! What a checkpoint trusts is as it was, or the run refuses.

use std::fs::{self, File};
use std::io::{self, Read as _};
use std::path::Path;

use super::BUFFER;
use super::checkpoint::{Files, Mark, Note, PROGRAM, open, remove};
use super::plan::{JOURNAL, Plan, RESUME, beside, partial};
use super::signal::Signals;
use super::stop::{Stop, named};
use super::tally::{Part, Tally};

/// Where to go on: everything that the mark trusts was found as it was.
pub(super) struct Resume {
    pub(super) mark: Mark,
    pub(super) updates: Tally,
    pub(super) journal: Tally,
    pub(super) rejects: Tally,
    pub(super) changes: Option<Tally>,
}

/// Looks for a checkpoint beside OUT. What it trusts must be as it was.
pub(super) fn find(plan: &Plan<'_>, signals: &Signals) -> Result<Option<Resume>, Stop> {
    let path = beside(plan.out, RESUME);
    let bytes = match fs::read(&path) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(Stop::Unread(path, error)),
    };
    let see = See { resume: &path, signals };
    let refuse = |what: String| see.refused(what);
    match open(&bytes).ok_or_else(|| refuse(format!("{} is damaged", named(&path))))? {
        Note::Whole(files) => {
            see.put_in_place(plan, &files)?;
            remove(plan.out)?;
            Ok(None)
        }
        Note::UnderWay(_) if !plan.repeatable => Err(refuse(format!(
            "{} is of an interrupted run, which can't go on from an input that is read only once",
            named(&path)
        ))),
        Note::UnderWay(mark) if mark.program != PROGRAM => Err(refuse(format!(
            "the interrupted run was one of another program ({})",
            mark.program
        ))),
        Note::UnderWay(mark) => see.all(plan, mark).map(Some),
    }
}

/// How much of a file a part is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Share {
    /// All of it.
    Whole,
    /// Its first bytes; what follows does not matter.
    First,
    /// Its first lines; others may follow.
    Lines,
}

/// Compares files with what a checkpoint says of them.
struct See<'a> {
    resume: &'a Path,
    signals: &'a Signals,
}

impl See<'_> {
    fn refused(&self, what: String) -> Stop {
        let resume = named(self.resume);
        Stop::Refused(
            what,
            format!("bring it back as it was, or delete {resume} to begin anew from the start"),
        )
    }

    /// Everything that a mark trusts.
    fn all(&self, plan: &Plan<'_>, mark: Mark) -> Result<Resume, Stop> {
        let journal = beside(plan.out, JOURNAL);
        let (state, updates) = (plan.state.path(), plan.updates.path());
        self.part(state, &mark.state, Share::Whole)?;
        let updates = self.part(updates, &mark.updates, Share::Lines)?;
        let journal = self.part(&journal, &mark.journal, Share::First)?;
        let rejects = self.part(&partial(plan.rejects), &mark.rejects, Share::First)?;
        let changes = self.changes(plan, mark.changes.as_ref())?;
        let changes = changes.map(|(path, part)| self.part(&partial(path), part, Share::First));
        let changes = changes.transpose()?;
        Ok(Resume { mark, updates, journal, rejects, changes })
    }

    /// Changes are either asked for and written before, or neither.
    fn changes<'p>(
        &self,
        plan: &Plan<'p>,
        part: Option<&'p Part>,
    ) -> Result<Option<(&'p Path, &'p Part)>, Stop> {
        match (plan.changes, part) {
            (None, None) => Ok(None),
            (Some(path), Some(part)) => Ok(Some((path, part))),
            (Some(_), None) => {
                Err(self.refused("the interrupted run had no --changes, this one has".into()))
            }
            (None, Some(part)) => Err(self.refused(format!(
                "the interrupted run had --changes ({}), this one has not",
                named(Path::new(&part.path))
            ))),
        }
    }

    /// One file; gives the tally of the part.
    fn part(&self, path: &Path, part: &Part, share: Share) -> Result<Tally, Stop> {
        let name = named(path);
        let failed = |error| Stop::Unread(path.to_path_buf(), error);
        let mut file = match File::open(path) {
            Ok(file) => file,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                let mut what = format!("{name} is missing, which the interrupted run needs");
                if Path::new(&part.path) != std::path::absolute(path).unwrap_or_default() {
                    what = format!("{what}; there it was {}", named(Path::new(&part.path)));
                }
                return Err(self.refused(what));
            }
            Err(error) => return Err(failed(error)),
        };
        let size = file.metadata().map_err(failed)?.len();
        if size < part.bytes || (share == Share::Whole && size > part.bytes) {
            let bytes = part.bytes;
            return Err(self.refused(format!(
                "{name} is not what it was when the run was interrupted: {size} bytes, not {bytes}"
            )));
        }
        let (tally, last) = self.tally(&mut file, part.bytes).map_err(|error| match error {
            Trouble::Read(error) => failed(error),
            Trouble::Stop(stop) => stop,
        })?;
        // Without a line's end there, what follows would be more of a line that was taken.
        let more =
            share == Share::Lines && size > part.bytes && !matches!(last, None | Some(b'\n'));
        if tally.bytes() != part.bytes || tally.sha256() != part.sha256 || more {
            return Err(self.refused(format!(
                "{name} is not what it was when the run was interrupted: its first {} bytes are \
                 others",
                part.bytes
            )));
        }
        Ok(tally)
    }

    /// The tally of the first bytes of a file, and the last of them.
    fn tally(&self, file: &mut File, bytes: u64) -> Result<(Tally, Option<u8>), Trouble> {
        let (mut tally, mut last) = (Tally::default(), None);
        let mut buffer = vec![0; BUFFER];
        let mut first = file.take(bytes);
        loop {
            self.signals.check()?;
            let read = match first.read(&mut buffer) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                read => read?,
            };
            let read = buffer.get(..read).unwrap_or_default();
            let Some(byte) = read.last() else { return Ok((tally, last)) };
            last = Some(*byte);
            tally.add(read);
        }
    }

    /// Ends what a run could not: its files are whole, and some may be in their places.
    fn put_in_place(&self, plan: &Plan<'_>, files: &Files) -> Result<(), Stop> {
        let changes = self.changes(plan, files.changes.as_ref())?;
        let others = [(plan.rejects, &files.rejects), (plan.out, &files.out)];
        for (path, part) in changes.into_iter().chain(others) {
            let partial = partial(path);
            if partial.exists() {
                self.part(&partial, part, Share::Whole)?;
                fs::rename(&partial, path)
                    .map_err(|error| Stop::Unwritten(path.to_path_buf(), error))?;
            } else {
                self.part(path, part, Share::Whole)?;
            }
        }
        Ok(())
    }
}

/// Why there is no tally.
enum Trouble {
    Read(io::Error),
    Stop(Stop),
}

impl From<io::Error> for Trouble {
    fn from(error: io::Error) -> Self {
        Self::Read(error)
    }
}

impl From<Stop> for Trouble {
    fn from(stop: Stop) -> Self {
        Self::Stop(stop)
    }
}
