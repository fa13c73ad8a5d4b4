//! Files of a state, and what proves that they are as they were written.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::{state, unusable};
use crate::error::Error;
use crate::partial::hexadecimal;
use crate::regular;

/// A file of a state as it was when it was saved.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct KeptFile {
    /// Its path in the folder of the state.
    pub(super) name: String,
    /// How much of it was saved: what comes after that is of an attempt that was not.
    pub(super) bytes: u64,
    /// The SHA-256 of that much, in hexadecimal digits.
    sha256: String,
}

impl KeptFile {
    /// A file without content, which need not be there.
    pub(super) fn empty(name: &str) -> Self {
        RunningHash::default().kept(name)
    }

    /// A file as it is now.
    ///
    /// # Errors
    /// What the system says where it cannot be read.
    pub(super) fn of(folder: &Path, name: &str) -> io::Result<Self> {
        let mut hash = RunningHash::default();
        hash.read(File::open(folder.join(name))?)?;
        Ok(hash.kept(name))
    }

    pub(super) fn path(&self, folder: &Path) -> PathBuf {
        folder.join(&self.name)
    }

    /// Proves that the file is to the last byte what was saved.
    ///
    /// # Errors
    /// [`ErrorKind::State`](crate::ErrorKind::State) where it is not, or cannot be read.
    pub(super) fn prove(&self, folder: &Path) -> Result<(), Error> {
        let file = self.open(folder)?;
        let length = file.metadata().map_err(|error| unusable(&self.path(folder), &error))?.len();
        if length > self.bytes {
            return Err(self.differs(folder, &format!("has {length} bytes, and had {}", self.bytes)));
        }
        self.prove_beginning(folder).map(drop)
    }

    /// Proves that the file begins with what was saved. Gives the hash of that, to be continued.
    ///
    /// # Errors
    /// As [`prove`](Self::prove).
    pub(super) fn prove_beginning(&self, folder: &Path) -> Result<RunningHash, Error> {
        let mut hash = RunningHash::default();
        if self.bytes == 0 {
            return Ok(hash);
        }
        let file = self.open(folder)?.take(self.bytes);
        hash.read(file).map_err(|error| unusable(&self.path(folder), &error))?;
        if hash.bytes < self.bytes {
            return Err(self.differs(folder, &format!("has {} bytes, and had {}", hash.bytes, self.bytes)));
        }
        match hash.kept(&self.name) == *self {
            true => Ok(hash),
            false => Err(self.differs(folder, "has other bytes than were written")),
        }
    }

    /// Opens what was saved of the file, for reading.
    ///
    /// # Errors
    /// [`ErrorKind::State`](crate::ErrorKind::State) where it is not there.
    pub(super) fn reader(&self, folder: &Path) -> Result<Box<dyn BufRead + Send>, Error> {
        if self.bytes == 0 {
            return Ok(Box::new(io::empty()));
        }
        Ok(Box::new(BufReader::with_capacity(1 << 20, self.open(folder)?).take(self.bytes)))
    }

    fn open(&self, folder: &Path) -> Result<File, Error> {
        let path = self.path(folder);
        regular::open(&path).map_err(|error| match error.kind() {
            io::ErrorKind::NotFound => self.differs(folder, "is not there"),
            _ => unusable(&path, &error),
        })
    }

    fn differs(&self, folder: &Path, how: &str) -> Error {
        damaged(&self.path(folder), how)
    }
}

/// A file that is not what was saved: `how` follows on its path.
pub(super) fn damaged(path: &Path, how: &str) -> Error {
    state(format!("{}: was damaged since the state was saved: it {how}", path.display()))
        .with_hint("put the folder back from a copy, or remove it to begin again")
}

/// The hash of what a file holds so far.
#[derive(Clone, Debug, Default)]
pub(super) struct RunningHash {
    sha256: Sha256,
    bytes: u64,
}

impl RunningHash {
    /// The file of that content.
    pub(super) fn kept(&self, name: &str) -> KeptFile {
        let sha256 = hexadecimal(self.sha256.clone());
        KeptFile { name: name.to_string(), bytes: self.bytes, sha256 }
    }

    fn add(&mut self, content: &[u8]) {
        self.sha256.update(content);
        self.bytes += content.len() as u64;
    }

    fn read(&mut self, mut from: impl Read) -> io::Result<()> {
        let mut buffer = vec![0; 1 << 16];
        loop {
            match from.read(&mut buffer) {
                Ok(0) => return Ok(()),
                Ok(read) => self.add(&buffer[..read]),
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
    }
}

/// A hash that its file's writer continues, and that whoever saves the file looks at.
#[derive(Clone, Debug, Default)]
pub(super) struct SharedHash(Arc<Mutex<RunningHash>>);

impl SharedHash {
    pub(super) fn new(hash: RunningHash) -> Self {
        Self(Arc::new(Mutex::new(hash)))
    }

    pub(super) fn lock(&self) -> MutexGuard<'_, RunningHash> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Writes to the end of a file, and hashes what it writes.
#[derive(Debug)]
pub(super) struct HashedFile {
    pub(super) path: PathBuf,
    pub(super) file: File,
    pub(super) hash: SharedHash,
}

impl Write for HashedFile {
    fn write(&mut self, buffer: &[u8]) -> io::Result<usize> {
        let named =
            |error: io::Error| io::Error::new(error.kind(), format!("{}: {error}", self.path.display()));
        let written = self.file.write(buffer).map_err(named)?;
        self.hash.lock().add(&buffer[..written]);
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

/// Adds to a JSON object, as it is written in lines of its own, a last field with the hash of all before.
pub(super) fn seal(mut object: Vec<u8>) -> Vec<u8> {
    object.truncate(object.trim_ascii_end().strip_suffix(b"}").unwrap_or(&object).trim_ascii_end().len());
    let end = seal_of(&object);
    object.extend(end.as_bytes());
    object
}

/// Whether an object ends with the hash of all before.
pub(super) fn is_sealed(content: &[u8]) -> bool {
    let length = seal_of(&[]).len();
    let Some(at) = content.len().checked_sub(length) else { return false };
    let (object, end) = content.split_at(at);
    end == seal_of(object).as_bytes()
}

fn seal_of(object: &[u8]) -> String {
    let mut sha256 = Sha256::new();
    sha256.update(object);
    format!(",\n  \"sha256\": \"{}\"\n}}\n", hexadecimal(sha256))
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn any_change_breaks_a_seal() {
        let sealed = seal(b"{\n  \"a\": 1\n}".to_vec());
        let value: serde_json::Value = serde_json::from_slice(&sealed).unwrap();
        assert_eq!((&value["a"], value["sha256"].as_str().map(str::len)), (&1.into(), Some(64)));
        assert!(is_sealed(&sealed));
        for at in 0..sealed.len() {
            let mut other = sealed.clone();
            other[at] ^= 1;
            assert!(!is_sealed(&other), "byte {at}");
            assert!(!is_sealed(&sealed[..at]), "the first {at}");
        }
        assert!(!is_sealed(b""));
    }

    #[test]
    fn a_file_is_proved_by_what_was_saved_of_it() {
        let folder = tempfile::tempdir().unwrap();
        let (folder, path) = (folder.path(), folder.path().join("f"));
        let (file, hash) = (File::create(&path).unwrap(), SharedHash::default());
        let mut writer = HashedFile { path: path.clone(), file, hash };
        writer.write_all(b"one\n").unwrap();
        let kept = writer.hash.lock().kept("f");
        assert_eq!(kept, KeptFile::of(folder, "f").unwrap());
        kept.prove(folder).unwrap();
        writer.write_all(b"two\n").unwrap();
        let hash = kept.prove_beginning(folder).unwrap();
        assert_eq!(hash.kept("f"), kept);
        let mut saved = String::new();
        kept.reader(folder).unwrap().read_to_string(&mut saved).unwrap();
        assert_eq!(saved, "one\n");
        let check = |content: Option<&str>, message: &str| {
            content.map_or_else(|| fs::remove_file(&path), |content| fs::write(&path, content)).unwrap();
            let error = kept.prove(folder).unwrap_err().to_string();
            assert_eq!(
                error,
                format!("{}: was damaged since the state was saved: it {message}", path.display())
            );
        };
        check(Some("one\ntwo\n"), "has 8 bytes, and had 4");
        check(Some("one"), "has 3 bytes, and had 4");
        check(Some("onE\n"), "has other bytes than were written");
        check(None, "is not there");
        KeptFile::empty("f").prove_beginning(folder).unwrap();
    }
}
