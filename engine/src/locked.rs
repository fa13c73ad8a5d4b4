//! A file whose holder alone works in the folder that it is in.

use std::fs::{File, TryLockError};
use std::path::Path;

use crate::regular;

/// A file that is locked for as long as this lives.
///
/// Its end unlocks it: closing does not always, since a process that is just being started has the files of the one that
/// starts it, and with them the lock, until its program is run.
#[derive(Debug)]
pub(crate) struct LockedFile(File);

impl LockedFile {
    /// Makes the file where there is none, and locks it.
    ///
    /// # Errors
    /// [`TryLockError::WouldBlock`] where another holds it; else what the system says, and where there is a link or a pipe.
    pub(crate) fn take(path: &Path) -> Result<Self, TryLockError> {
        let file = regular::open_or_make(path).map_err(TryLockError::Error)?;
        file.try_lock()?;
        Ok(Self(file))
    }
}

impl Drop for LockedFile {
    fn drop(&mut self) {
        // Closing is what is left where this fails.
        let _ = self.0.unlock();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_holds_it_until_its_end_whoever_else_has_the_file_open() {
        let folder = tempfile::TempDir::new().unwrap();
        let path = folder.path().join("lock");
        let held = LockedFile::take(&path).unwrap();
        assert!(matches!(LockedFile::take(&path), Err(TryLockError::WouldBlock)));
        // As a process has it that was started meanwhile.
        let inherited = held.0.try_clone().unwrap();
        drop(held);
        LockedFile::take(&path).unwrap();
        drop(inherited);
    }
    #[cfg(unix)]
    #[test]
    fn neither_a_pipe_nor_a_link_is_locked() {
        let folder = tempfile::TempDir::new().unwrap();
        let of = |name: &str| folder.path().join(name);
        assert!(std::process::Command::new("mkfifo").arg(of("pipe")).status().unwrap().success());
        std::os::unix::fs::symlink(of("elsewhere"), of("link")).unwrap();
        for name in ["pipe", "link"] {
            assert!(matches!(LockedFile::take(&of(name)), Err(TryLockError::Error(_))), "{name}");
        }
        assert!(!of("elsewhere").exists());
    }
}
