//! One run at a time: an exclusive lock on a file, which holds who has it.
//!
//! The system gives a lock up with the process, however that ends, so a file that was left behind
//! by a kill locks nobody out.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Read as _, Seek as _, Write as _};
use std::path::{Path, PathBuf};

use same_file::Handle;

use super::stop::{Stop, named};

/// A lock that is held; its file goes with it.
pub(super) struct Lock {
    path: PathBuf,
    _file: File,
}

impl Lock {
    /// Takes the lock at `path`, which guards `what`.
    pub(super) fn take(path: PathBuf, what: &Path) -> Result<Self, Stop> {
        let failed = |error| Stop::Unwritten(path.clone(), error);
        loop {
            let mut options = OpenOptions::new();
            let options = options.read(true).write(true).create(true).truncate(false);
            let mut file = options.open(&path).map_err(failed)?;
            match file.try_lock() {
                Ok(()) => {}
                Err(TryLockError::WouldBlock) => return Err(held(&mut file, what)),
                Err(TryLockError::Error(error)) => return Err(failed(error)),
            }
            // Whoever held it before removes the file; a lock on what was removed guards nothing.
            if !is_at(&file, &path).map_err(failed)? {
                continue;
            }
            sign(&mut file).map_err(failed)?;
            return Ok(Self { path, _file: file });
        }
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        // Removed while it is locked, for the reason above. An empty lock harms nobody.
        let _ = fs::remove_file(&self.path);
    }
}

/// Whether the open file is still the one at `path`.
fn is_at(file: &File, path: &Path) -> io::Result<bool> {
    match Handle::from_path(path) {
        Ok(there) => Ok(there == Handle::from_file(file.try_clone()?)?),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
        Err(error) => Err(error),
    }
}

fn sign(file: &mut File) -> io::Result<()> {
    file.set_len(0)?;
    file.rewind()?;
    writeln!(file, "{}", std::process::id())
}

fn held(file: &mut File, what: &Path) -> Stop {
    let mut holder = String::new();
    let read = file.take(32).read_to_string(&mut holder);
    let holder = read.ok().and_then(|_| holder.trim().parse::<u32>().ok());
    let holder = holder.map_or_else(
        || "another run, which has only just begun,".to_owned(),
        |process| format!("process {process}"),
    );
    Stop::Refused(
        format!("{holder} is working on {}", named(what)),
        "let it end, or stop it, then run this again".into(),
    )
}

#[cfg(test)]
mod tests {
    use super::{File, Lock, Stop, fs, is_at};

    #[test]
    fn a_second_one_is_refused_and_hears_who_has_it() {
        let path = std::env::temp_dir().join(format!("lock-{}", std::process::id()));
        let first = Lock::take(path.clone(), &path).unwrap();
        match Lock::take(path.clone(), &path) {
            Err(Stop::Refused(what, _)) => {
                assert!(what.contains(&format!("process {} is", std::process::id())), "{what}");
            }
            _ => panic!("two have it"),
        }
        drop(first);
        assert!(!path.exists());
        // Left behind by a kill.
        fs::write(&path, "1\n").unwrap();
        drop(Lock::take(path.clone(), &path).unwrap());
        assert!(!path.exists());
    }
    #[test]
    fn a_file_that_was_removed_or_replaced_is_not_the_one_at_its_path() {
        let path = std::env::temp_dir().join(format!("lock-at-{}", std::process::id()));
        let file = File::create(&path).unwrap();
        assert!(is_at(&file, &path).unwrap());
        fs::remove_file(&path).unwrap();
        assert!(!is_at(&file, &path).unwrap());
        let _other = File::create(&path).unwrap();
        assert!(!is_at(&file, &path).unwrap());
        fs::remove_file(&path).unwrap();
    }
}
