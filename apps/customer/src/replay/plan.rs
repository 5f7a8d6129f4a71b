//! Which files a run reads and writes; everything is looked at before anything is written.

use std::collections::HashMap;
use std::ffi::OsString;
use std::fs;
use std::io;
use std::path::{Path, PathBuf, is_separator};

use same_file::Handle;

use super::input::Input;
use super::stop::{Stop, named};
use crate::args::Replay;

/// The files of a run.
pub(super) struct Plan<'a> {
    pub(super) state: Input,
    pub(super) updates: Input,
    pub(super) out: &'a Path,
    pub(super) rejects: &'a Path,
    pub(super) changes: Option<&'a Path>,
    /// Whether both inputs can be read again, so that a checkpoint is worth something.
    pub(super) repeatable: bool,
}

/// `path` with something behind its name.
pub(super) fn beside(path: &Path, end: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(end);
    name.into()
}

/// Where `path` is written until it is whole.
pub(super) fn partial(path: &Path) -> PathBuf {
    beside(path, ".partial")
}

/// Behind the name of OUT: the records that changed, how far the run came, the next such file
/// until it is whole, the lock.
pub(super) const JOURNAL: &str = ".journal";
pub(super) const RESUME: &str = ".resume";
pub(super) const NEXT: &str = ".resume.new";
pub(super) const LOCK: &str = ".lock";

/// Which file a path leads to.
#[derive(PartialEq, Eq, Hash)]
enum Identity {
    /// One that is there.
    There(Handle),
    /// One that would be made: its folder and its name.
    Made(PathBuf, OsString),
}

impl<'a> Plan<'a> {
    /// Opens the inputs and looks at the outputs.
    pub(super) fn look(asked: &'a Replay) -> Result<Self, Stop> {
        if asked.state == Path::new("-") && asked.updates == Path::new("-") {
            return Err(Stop::Refused(
                "--state and --updates are both standard input".into(),
                "name a file for one of them".into(),
            ));
        }
        let (state, updates) = (Input::open(&asked.state)?, Input::open(&asked.updates)?);
        let mut seen = HashMap::new();
        for (input, name) in [(&state, "--state"), (&updates, "--updates")] {
            let failed = |error| Stop::Unread(input.path().to_path_buf(), error);
            let identity = Identity::There(input.identity().map_err(failed)?);
            apart(&mut seen, identity, name.to_owned(), input.path())?;
        }
        let changes = asked.changes.as_deref();
        let outputs = [
            (Some(&*asked.out), "--out", &[JOURNAL, RESUME, NEXT, LOCK][..]),
            (Some(&*asked.rejects), "--rejects", &[]),
            (changes, "--changes", &[]),
        ];
        for (path, name, ends) in outputs {
            let Some(path) = path else { continue };
            apart(&mut seen, output(path)?, name.to_owned(), path)?;
            for end in [".partial"].iter().chain(ends) {
                let path = beside(path, end);
                let label = format!("{} (which belongs to {name})", named(&path));
                apart(&mut seen, output(&path)?, label, &path)?;
            }
        }
        if let Some(folder) = asked.disk.as_deref().filter(|folder| folder.exists()) {
            if !folder.is_dir() {
                return Err(Stop::Refused(
                    format!("{} is no folder", named(folder)),
                    "name a folder for --disk; it is made if it is not there".into(),
                ));
            }
            for name in shard_files(folder)? {
                let label = format!("{} (which belongs to --disk)", named(&name));
                apart(&mut seen, output(&name)?, label, &name)?;
            }
        }
        let repeatable = state.size().is_some() && updates.size().is_some();
        let (out, rejects) = (&*asked.out, &*asked.rejects);
        Ok(Self { state, updates, out, rejects, changes, repeatable })
    }
}

/// What an earlier run, or another one, has put into the folder of `--disk`.
pub(super) fn shard_files(folder: &Path) -> Result<Vec<PathBuf>, Stop> {
    let failed = |error| Stop::Unread(folder.to_path_buf(), error);
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).map_err(failed)? {
        let path = entry.map_err(failed)?.path();
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        let number = name.strip_prefix("shard-").and_then(|name| name.strip_suffix(".redb"));
        if number.is_some_and(|number| number.bytes().all(|byte| byte.is_ascii_digit())) {
            found.push(path);
        }
    }
    Ok(found)
}

/// Notes a file under its name; another name must not lead to the same one.
fn apart(
    seen: &mut HashMap<Identity, String>,
    identity: Identity,
    name: String,
    path: &Path,
) -> Result<(), Stop> {
    match seen.get(&identity) {
        None => {
            seen.insert(identity, name);
            Ok(())
        }
        Some(other) => Err(Stop::Refused(
            format!("{other} and {name} are the same file: {}", named(path)),
            "name another file for one of them".into(),
        )),
    }
}

/// Looks at an output: it is a plain file, or nothing at all in a folder that is there.
fn output(path: &Path) -> Result<Identity, Stop> {
    let refused = |what: &str, todo: &str| {
        Err(Stop::Refused(format!("{} {what}", named(path)), todo.to_owned()))
    };
    if path == Path::new("-") {
        return Err(Stop::Refused(
            "an output can't go to standard output".into(),
            "name a file: it is written beside and appears when it is whole".into(),
        ));
    }
    let ends = path.to_string_lossy().ends_with(is_separator);
    let Some(name) = path.file_name().filter(|_| !ends) else {
        return refused("names a folder", "name a file in it");
    };
    let failed = |error| Stop::Unwritten(path.to_path_buf(), error);
    let gone = |error: &io::Error| error.kind() == io::ErrorKind::NotFound;
    match fs::symlink_metadata(path) {
        Ok(about) if about.is_file() => match Handle::from_path(path) {
            // Another run has just put it in its place, or removed it.
            Err(error) if gone(&error) => output(path),
            handle => handle.map(Identity::There).map_err(failed),
        },
        Ok(about) if about.is_symlink() => {
            refused("is a link", "name the file that it leads to, or remove the link")
        }
        Ok(about) if about.is_dir() => refused("is a folder", "name a file in it"),
        Ok(_) => refused("is no plain file", "name a plain file, or one that is not there yet"),
        Err(error) if gone(&error) => {
            let folder = match path.parent() {
                Some(folder) if folder != Path::new("") => folder,
                _ => Path::new("."),
            };
            match folder.canonicalize() {
                Ok(folder) => Ok(Identity::Made(folder, name.to_owned())),
                Err(error) if gone(&error) => {
                    refused("would be in a folder that is not there", "make the folder first")
                }
                Err(error) => Err(failed(error)),
            }
        }
        Err(error) => Err(failed(error)),
    }
}
