//! How far a run is: what it has written, what became of the requests, and its checkpoints.

use std::path::Path;

use super::checkpoint::{At, Files, Keeper};
use super::output::Output;
use super::shard::Counts;
use super::stop::{Reach, Stop};
use super::tally::{Part, Tally};

/// How far a run is.
pub(super) struct Progress {
    pub(super) rejects: Output,
    pub(super) changes: Option<Output>,
    /// What became of the requests.
    pub(super) counts: Counts,
    pub(super) keeper: Keeper,
    /// All of the state, as soon as it is read.
    pub(super) state: Option<Part>,
    /// What was taken of the updates, and how many lines that is.
    pub(super) updates: (Tally, u64),
}

impl Progress {
    /// Makes a checkpoint of what is in the journal by now, if a run has checkpoints.
    pub(super) fn note(&mut self, updates: &Path) -> Result<(), Stop> {
        let Some(state) = self.state.clone().filter(|_| self.keeper.keeps()) else { return Ok(()) };
        let (tally, line) = &self.updates;
        let at = At {
            state,
            updates: tally.part(updates),
            line: *line,
            rejects: self.rejects.settle()?,
            changes: self.changes.as_mut().map(Output::settle).transpose()?,
        };
        self.keeper.note(at, self.counts)
    }

    /// Sees that the disk has everything that was written.
    pub(super) fn settle(&mut self, out: &mut Output) -> Result<Files, Stop> {
        Ok(Files {
            rejects: self.rejects.settle()?,
            changes: self.changes.as_mut().map(Output::settle).transpose()?,
            out: out.settle()?,
        })
    }

    /// Puts everything in its place. A run that is killed in between leaves a note, so that the
    /// next one ends this.
    pub(super) fn publish(mut self, out: Output, files: Files) -> Result<(), Stop> {
        self.keeper.note_whole(files)?;
        for output in self.changes.into_iter().chain([self.rejects, out]) {
            output.appear()?;
        }
        self.keeper.end()
    }

    /// Leaves nothing of a run that has no checkpoint.
    pub(super) fn abandon(self) {
        for output in self.changes.into_iter().chain([self.rejects]) {
            output.discard();
        }
        // A dry run leaves the checkpoints of others alone.
        if self.keeper.reach() == Reach::Start {
            let _ = self.keeper.end();
        }
    }
}
