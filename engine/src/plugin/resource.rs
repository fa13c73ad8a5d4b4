//! What the user gives to a plugin beside its settings: a lexicon, a model.

use std::fmt;
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;
use std::sync::{Arc, OnceLock};

use super::sandbox::component;
use crate::error::{Error, ErrorKind};

/// The bytes of a resource: read once, hashed once, and shared by all that are given them.
///
/// Clones share the bytes. So two plugins with one lexicon, and all instances of both, have it in the host's memory once;
/// each instance has its own copy within its sandbox, as far as it keeps one.
///
/// ```
/// use textmill::Resource;
///
/// let words = Resource::from("cramped\t-2\nspacious\t2\n");
/// assert_eq!((words.bytes().len(), words.sha256().len()), (22, 64));
/// ```
#[derive(Clone)]
pub struct Resource(Arc<Content>);

struct Content {
    bytes: Vec<u8>,
    sha256: OnceLock<String>,
}

impl Resource {
    /// The greatest size of a resource, in bytes: 1 GiB. A plugin can address four times that, and has more than one copy of them
    /// while it takes them up.
    pub const MAX_BYTES: u64 = 1 << 30;

    /// Reads a file.
    ///
    /// ```no_run
    /// let lexicon = textmill::Resource::file("finance.tsv")?;
    /// println!("{} bytes, SHA-256 {}", lexicon.bytes().len(), lexicon.sha256());
    /// # Ok::<(), textmill::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`ErrorKind::Settings`] where it cannot be read or is longer than [`Resource::MAX_BYTES`], with its path.
    pub fn file(path: impl AsRef<Path>) -> Result<Self, Error> {
        let path = path.as_ref();
        let error =
            |problem: String| Error::new(ErrorKind::Settings, format!("{}: {problem}", path.display()));
        let of_system = |problem: io::Error| error(problem.to_string()).with_source(problem);
        // A pipe would be waited for, and a configuration may come from anybody.
        if !path.metadata().map_err(of_system)?.is_file() {
            return Err(error("it is no file".to_string()));
        }
        let bytes = read(path, Self::MAX_BYTES).map_err(of_system)?;
        let most = Self::MAX_BYTES;
        let bytes = bytes
            .ok_or_else(|| error(format!("it has more than the {most} bytes that a plugin can be given")))?;
        Ok(bytes.into())
    }

    /// The bytes.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        &self.0.bytes
    }

    /// Their SHA-256, in hexadecimal digits. It is computed when it is first asked for.
    #[must_use]
    pub fn sha256(&self) -> &str {
        self.0.sha256.get_or_init(|| component::sha256(&self.0.bytes))
    }
}

/// The bytes of a file, or nothing where there are more than `most`.
pub(super) fn read(path: &Path, most: u64) -> io::Result<Option<Vec<u8>>> {
    let file = File::open(path)?;
    let is_too_long = |length: u64| length > most;
    if is_too_long(file.metadata()?.len()) {
        return Ok(None);
    }
    let mut bytes = Vec::new();
    // A pipe does not say how long it is. One byte more than may be there tells that there are too many.
    file.take(most + 1).read_to_end(&mut bytes)?;
    Ok(if is_too_long(bytes.len() as u64) { None } else { Some(bytes) })
}

impl From<Vec<u8>> for Resource {
    fn from(bytes: Vec<u8>) -> Self {
        Self(Arc::new(Content { bytes, sha256: OnceLock::new() }))
    }
}

impl From<&[u8]> for Resource {
    fn from(bytes: &[u8]) -> Self {
        bytes.to_vec().into()
    }
}

impl From<String> for Resource {
    fn from(text: String) -> Self {
        text.into_bytes().into()
    }
}

impl From<&str> for Resource {
    fn from(text: &str) -> Self {
        text.as_bytes().into()
    }
}

impl PartialEq for Resource {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0) || self.bytes() == other.bytes()
    }
}

impl Eq for Resource {}

impl fmt::Debug for Resource {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Resource").field("bytes", &self.bytes().len()).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::Resource;

    #[test]
    fn clones_share_the_bytes_and_their_hash() {
        let resource = Resource::from("words");
        let clone = resource.clone();
        assert!(std::ptr::eq(resource.bytes(), clone.bytes()));
        assert!(std::ptr::eq(resource.sha256(), clone.sha256()));
        // As `printf words | sha256sum` has it.
        assert_eq!(resource.sha256(), "dba36bffa5cab0f922d087a3aeb179f9d4e745df40b323e1b1471402848c8a3e");
    }

    #[test]
    fn a_file_that_cannot_be_read_is_named() {
        let error = Resource::file("nowhere/words.txt").expect_err("it is not there");
        assert_eq!(error.to_string(), "nowhere/words.txt: No such file or directory (os error 2)");
        let folder = tempfile::tempdir().expect("a temporary folder");
        let error = Resource::file(folder.path()).expect_err("it is a folder");
        assert!(error.to_string().starts_with(&folder.path().display().to_string()), "{error}");
    }

    #[test]
    fn a_file_that_is_too_long_is_named() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = folder.path().join("words.txt");
        // A hole takes no room on disk.
        std::fs::File::create(&path)
            .and_then(|file| file.set_len(Resource::MAX_BYTES + 1))
            .expect("the folder is ours");
        let error = Resource::file(&path).expect_err("it is too long");
        let problem = "it has more than the 1073741824 bytes that a plugin can be given";
        assert_eq!(error.to_string(), format!("{}: {problem}", path.display()));
    }
}
