//! Whether anybody but the user could have written a file.
//!
//! As `sshd` looks at the files that it lets people in by: each folder of the path has to belong to the user or to root
//! and be closed to writing by all others. A folder above ours may be open if it is sticky, as `/tmp` is, where only the
//! owner of a thing can rename or delete it. The group's bits of a mode bound what an access control list of POSIX grants,
//! so that such lists are covered; those of macOS and NFS 4 are not looked at.
//!
//! The check is of the path without symbolic links, and that path is used from then on. Since nobody else can change any
//! folder of it, it still leads to the same place later.

use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};

/// A folder whose content is the user's alone, made where it is not there: `below`, one in another, in `base`.
///
/// Gives its path without symbolic links.
///
/// # Errors
/// Why the folder is not to be trusted, in words for the user.
pub(super) fn private_folder(base: &Path, below: &[&str]) -> Result<PathBuf, String> {
    system::private_folder(base, below)
}

/// Opens a file that lies in a trusted folder, if it is one that the user's own processes made.
///
/// # Errors
/// Also where it is a link, no file, another user's, or open to writing by others.
pub(super) fn open_private(path: &Path) -> io::Result<File> {
    system::open_private(path)
}

#[cfg(unix)]
mod system {
    use std::fs::{self, DirBuilder, File, Metadata};
    use std::io;
    use std::os::unix::fs::{DirBuilderExt, MetadataExt};
    use std::path::{Path, PathBuf};

    use rustix::process::geteuid;

    use crate::regular;

    const WRITABLE_BY_OTHERS: u32 = 0o022;
    const STICKY: u32 = 0o1000;
    const ROOT: u32 = 0;

    pub(super) fn private_folder(base: &Path, below: &[&str]) -> Result<PathBuf, String> {
        let base = std::path::absolute(base).map_err(|error| format!("{}: {error}", base.display()))?;
        let ours = ours(&base, below);
        let folder = ours.last().unwrap_or(&base);
        let problem = |error: io::Error| format!("{}: {error}", folder.display());
        // What is there already is looked at first, lest a folder is made in a place where it is of no use.
        let there = base.ancestors().find(|path| path.exists()).unwrap_or(&base);
        check_all(&there.canonicalize().map_err(problem)?)?;
        DirBuilder::new().recursive(true).mode(0o700).create(folder).map_err(problem)?;
        for path in &ours {
            check_own(path, &path.symlink_metadata().map_err(problem)?)?;
        }
        let folder = folder.canonicalize().map_err(problem)?;
        check_all(&folder)?;
        Ok(folder)
    }

    /// The folders that are of nobody's concern but ours: `below`, or the base itself.
    fn ours(base: &Path, below: &[&str]) -> Vec<PathBuf> {
        let mut ours = vec![base.to_path_buf()];
        for name in below {
            ours.push(ours.last().unwrap_or(&base.to_path_buf()).join(name));
        }
        if !below.is_empty() {
            ours.remove(0);
        }
        ours
    }

    fn check_own(path: &Path, metadata: &Metadata) -> Result<(), String> {
        let problem = if !metadata.is_dir() {
            "is not a folder"
        } else if metadata.uid() != geteuid().as_raw() {
            "belongs to another user"
        } else if metadata.mode() & WRITABLE_BY_OTHERS != 0 {
            "can be written by other users"
        } else {
            return Ok(());
        };
        Err(format!("{} {problem}", path.display()))
    }

    /// Checks a path without symbolic links, from its end to the root.
    fn check_all(path: &Path) -> Result<(), String> {
        path.ancestors().try_for_each(|folder| {
            let metadata =
                fs::symlink_metadata(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
            check_above(folder, &metadata)
        })
    }

    fn check_above(path: &Path, metadata: &Metadata) -> Result<(), String> {
        let is_open = metadata.mode() & WRITABLE_BY_OTHERS != 0 && metadata.mode() & STICKY == 0;
        let problem = if !metadata.is_dir() {
            "is not a folder"
        } else if ![ROOT, geteuid().as_raw()].contains(&metadata.uid()) {
            "belongs to another user"
        } else if is_open {
            "can be written by other users"
        } else {
            return Ok(());
        };
        Err(format!("{} {problem}", path.display()))
    }

    pub(super) fn open_private(path: &Path) -> io::Result<File> {
        let file = regular::open(path)?;
        let metadata = file.metadata()?;
        let is_private = metadata.uid() == geteuid().as_raw() && metadata.mode() & WRITABLE_BY_OTHERS == 0;
        if is_private { Ok(file) } else { Err(io::ErrorKind::PermissionDenied.into()) }
    }
}

#[cfg(not(unix))]
mod system {
    use std::fs::File;
    use std::io;
    use std::path::{Path, PathBuf};

    pub(super) fn private_folder(_: &Path, _: &[&str]) -> Result<PathBuf, String> {
        Err("who can write a folder is not known on this system".into())
    }

    pub(super) fn open_private(_: &Path) -> io::Result<File> {
        Err(io::ErrorKind::Unsupported.into())
    }
}
