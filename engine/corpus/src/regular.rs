//! Files as they were listed: whoever opens one neither waits for what has taken its place nor is led elsewhere by it.

use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};

use super::damage::damage;

/// A regular file by its path.
#[derive(Clone, Debug)]
pub(super) struct Regular {
    path: PathBuf,
    /// Whether the path may be a symbolic link.
    may_be_link: bool,
}

impl Regular {
    pub(super) fn new(path: PathBuf, may_be_link: bool) -> Self {
        Self { path, may_be_link }
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

        let mut flags = OFlags::RDONLY | OFlags::CLOEXEC | OFlags::NONBLOCK | OFlags::NOCTTY;
        if !self.may_be_link {
            flags |= OFlags::NOFOLLOW;
        }
        let opened = loop {
            match open(&self.path, flags, Mode::empty()) {
                Err(Errno::INTR) => {}
                opened => break opened,
            }
        };
        match opened {
            Ok(descriptor) => Ok(descriptor.into()),
            // BSD has another number for it.
            Err(Errno::LOOP | Errno::MLINK) if !self.may_be_link => {
                Err(damage("it was a file when it was listed, and is a symbolic link now"))
            }
            Err(error) => Err(error.into()),
        }
    }

    #[cfg(not(unix))]
    fn open_anything(&self) -> io::Result<File> {
        File::open(&self.path)
    }
}

#[cfg(all(test, unix))]
mod tests {
    use std::io::Read as _;
    use std::os::unix::fs::symlink;
    use std::process::Command;

    use super::*;

    #[track_caller]
    fn check(path: PathBuf, may_be_link: bool, expected: Result<&str, &str>) {
        let read = Regular::new(path, may_be_link).open().and_then(|mut file| {
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
        let none = Err("it was a file when it was listed, and is none any more");
        check(path("file"), false, Ok("text"));
        check(path("file"), true, Ok("text"));
        check(path("link"), true, Ok("text"));
        check(path("link"), false, Err("it was a file when it was listed, and is a symbolic link now"));
        check(path("pipe"), false, none);
        check(path("pipe"), true, none);
        check(path("folder"), false, none);
        check(PathBuf::from("/dev/null"), true, none);
    }
}
