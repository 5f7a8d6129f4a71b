//! Why a run ends before its end, and what to do then: a sentence for each reason.

use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use crate::text::visible;

/// Why a run ends before its end.
#[derive(Debug)]
pub(super) enum Stop {
    /// Something is not as it must be: what, and what to do.
    Refused(String, String),
    /// A file can't be read.
    Unread(PathBuf, io::Error),
    /// A file can't be written.
    Unwritten(PathBuf, io::Error),
    /// A thread is gone, which only a bug can bring about.
    Lost,
    /// The process was asked to stop, by this signal.
    Signal(Signal),
}

/// What asks a process to stop.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Signal {
    /// Ctrl-C.
    Interrupt,
    /// `kill`.
    Terminate,
}

impl Signal {
    /// The exit status that shells give to a process which this signal has ended.
    pub(super) const fn status(self) -> u8 {
        match self {
            Self::Interrupt => 130,
            Self::Terminate => 143,
        }
    }

    const fn word(self) -> &'static str {
        match self {
            Self::Interrupt => "interrupted",
            Self::Terminate => "terminated",
        }
    }
}

/// What the same command does after a run that did not come to its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reach {
    /// The run had not begun.
    Unbegun,
    /// No checkpoint yet.
    Start,
    /// The last checkpoint is behind this line of the updates.
    Behind(u64),
    /// An input can be read only once, so there is no checkpoint.
    Once,
    /// A dry run.
    Dry,
}

impl Reach {
    /// What the same command does.
    fn words(self) -> String {
        match self {
            Self::Unbegun => "run this again".into(),
            Self::Start => {
                "run this again: it begins anew, because there was no checkpoint yet".into()
            }
            Self::Behind(line) => {
                format!("run this again: it goes on behind line {line} of the updates")
            }
            Self::Once => "send the input again from its start: it can be read only once, so \
                           there is no checkpoint"
                .into(),
            Self::Dry => "run this again: it begins anew, because a dry run leaves nothing".into(),
        }
    }
}

impl Stop {
    /// What is wrong, and what to do.
    pub(super) fn report(&self, reach: Reach) -> (String, String) {
        let again = reach.words();
        match self {
            Self::Refused(what, todo) => (what.clone(), todo.clone()),
            Self::Unread(path, error) => {
                (format!("{} can't be read: {error}", named(path)), unread(error, &again))
            }
            Self::Unwritten(path, error) => {
                (format!("{} can't be written: {error}", named(path)), unwritten(error, &again))
            }
            Self::Lost => (
                "a part of this program has stopped: this is a bug".into(),
                format!("please report it; {again}"),
            ),
            Self::Signal(signal) => (signal.word().into(), again),
        }
    }
}

fn unread(error: &io::Error, again: &str) -> String {
    match error.kind() {
        ErrorKind::NotFound => "name a file with one JSON object a line, or - for standard input",
        ErrorKind::PermissionDenied => "allow this program to read it",
        _ => return format!("see what is wrong with the disk, then {again}"),
    }
    .into()
}

fn unwritten(error: &io::Error, again: &str) -> String {
    let first = match error.kind() {
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded | ErrorKind::FileTooLarge => "free space",
        ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => {
            "allow this program to write there, or choose another place"
        }
        ErrorKind::NotFound => "make its folder",
        ErrorKind::AlreadyExists | ErrorKind::NotADirectory | ErrorKind::IsADirectory => {
            "choose another place"
        }
        _ => "see what is wrong with the disk",
    };
    format!("{first}, then {again}")
}

/// A path as it can be shown.
pub(super) fn named(path: &Path) -> String {
    if path == Path::new("-") {
        return "standard input".into();
    }
    visible(&path.display().to_string()).into_owned()
}
