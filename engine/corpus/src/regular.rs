//! Files as they were listed: whoever opens one neither waits for what has taken its place nor is led elsewhere by it.

use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};

use super::damage::damage;

/// A regular file by its path.
#[derive(Clone, Debug)]
pub(super) struct Regular {
    path: PathBuf,
    /// The folder that was given, below which no part of the path may be a symbolic link; nothing where links are followed.
    within: Option<PathBuf>,
}

impl Regular {
    /// A file whose path may lead through symbolic links.
    pub(super) fn new(path: PathBuf) -> Self {
        Self { path, within: None }
    }

    /// A file that was found in a folder, at any depth.
    pub(super) fn within(folder: PathBuf, below: &Path) -> Self {
        Self { path: folder.join(below), within: Some(folder) }
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// Opens the file.
    ///
    /// # Errors
    /// What the system says, and where something else stands there by now.
    pub(super) fn open(&self) -> io::Result<File> {
        let file = self.open_anything()?;
        match file.metadata()?.is_file() {
            true => Ok(file),
            false => Err(damage("it was a file when it was listed, and is none any more")),
        }
    }

    /// Opens what is there, without waiting for anybody: a pipe would be waited for until somebody writes to it.
    #[cfg(unix)]
    fn open_anything(&self) -> io::Result<File> {
        use rustix::fs::{Mode, OFlags, open};
        use rustix::io::Errno;

        let flags = OFlags::RDONLY | OFlags::CLOEXEC | OFlags::NONBLOCK | OFlags::NOCTTY;
        let opened = loop {
            let opened = match &self.within {
                None => open(&self.path, flags, Mode::empty()),
                Some(folder) => open_within(folder, &self.path, flags),
            };
            match opened {
                Err(Errno::INTR) => {}
                opened => break opened,
            }
        };
        match opened {
            Ok(descriptor) => Ok(descriptor.into()),
            // BSD has another number for it.
            Err(Errno::LOOP | Errno::MLINK) if self.within.is_some() => Err(damage(
                "it was a file when it was listed, and it, or a folder above it, is a symbolic link now",
            )),
            Err(error) => Err(error.into()),
        }
    }

    #[cfg(not(unix))]
    fn open_anything(&self) -> io::Result<File> {
        File::open(&self.path)
    }
}

/// Opens a file in a folder, through no symbolic link below that.
#[cfg(any(target_os = "linux", target_os = "android"))]
fn open_within(
    folder: &Path,
    path: &Path,
    flags: rustix::fs::OFlags,
) -> rustix::io::Result<rustix::fd::OwnedFd> {
    use rustix::fs::{Mode, OFlags, ResolveFlags, open, openat2};
    use rustix::io::Errno;

    let Ok(below) = path.strip_prefix(folder) else { return open_last(path, flags) };
    let folder = open(folder, OFlags::PATH | OFlags::DIRECTORY | OFlags::CLOEXEC, Mode::empty())?;
    let resolve = ResolveFlags::NO_SYMLINKS | ResolveFlags::BENEATH;
    match openat2(folder, below, flags, Mode::empty(), resolve) {
        // Linux before 5.6, and sandboxes that do not know the call.
        Err(Errno::NOSYS | Errno::PERM) => open_last(path, flags),
        opened => opened,
    }
}

/// The same where a system tells of the last part of a path alone whether it is a link.
#[cfg(all(unix, not(any(target_os = "linux", target_os = "android"))))]
fn open_within(_: &Path, path: &Path, flags: rustix::fs::OFlags) -> rustix::io::Result<rustix::fd::OwnedFd> {
    open_last(path, flags)
}

#[cfg(unix)]
fn open_last(path: &Path, flags: rustix::fs::OFlags) -> rustix::io::Result<rustix::fd::OwnedFd> {
    rustix::fs::open(path, flags | rustix::fs::OFlags::NOFOLLOW, rustix::fs::Mode::empty())
}

#[cfg(all(test, unix))]
mod tests {
    use std::io::Read as _;
    use std::os::unix::fs::symlink;
    use std::process::Command;

    use super::*;

    #[track_caller]
    fn check(file: Regular, expected: Result<&str, &str>) {
        let read = file.open().and_then(|mut file| {
            let mut text = String::new();
            file.read_to_string(&mut text).map(|_| text)
        });
        assert_eq!(read.as_deref().map_err(ToString::to_string), expected.map_err(String::from));
    }

    #[test]
    fn what_has_taken_the_place_of_a_file_is_neither_waited_for_nor_followed() {
        let folder = tempfile::tempdir().unwrap();
        let path = |name: &str| folder.path().join(name);
        std::fs::write(path("file"), "text").unwrap();
        symlink(path("file"), path("link")).unwrap();
        std::fs::create_dir(path("folder")).unwrap();
        assert!(Command::new("mkfifo").arg(path("pipe")).status().unwrap().success());
        std::fs::write(path("folder/file"), "other").unwrap();
        symlink(path("folder"), path("way")).unwrap();
        let none = Err("it was a file when it was listed, and is none any more");
        let link =
            Err("it was a file when it was listed, and it, or a folder above it, is a symbolic link now");
        let through = |name: &str| Regular::new(path(name));
        let within = |name: &str| Regular::within(folder.path().to_owned(), Path::new(name));
        check(within("file"), Ok("text"));
        check(within("folder/file"), Ok("other"));
        check(through("file"), Ok("text"));
        check(through("link"), Ok("text"));
        check(through("way/file"), Ok("other"));
        check(within("link"), link);
        check(within("pipe"), none);
        check(through("pipe"), none);
        check(within("folder"), none);
        check(Regular::new(PathBuf::from("/dev/null")), none);
        // The folder that is given may be a link itself, or be reached by one.
        check(Regular::within(path("way"), Path::new("file")), Ok("other"));
        if cfg!(target_os = "linux") {
            check(within("way/file"), link);
        }
    }
}
