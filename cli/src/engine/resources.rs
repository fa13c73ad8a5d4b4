//! Files that analyzers are given.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use textmill::Resource;

/// Resource files, each read once, however many analyzers are given it.
#[derive(Debug, Default)]
pub(crate) struct ResourceFiles {
    /// By their paths without links and detours.
    read: BTreeMap<PathBuf, Resource>,
}

impl ResourceFiles {
    /// # Errors
    /// A file that cannot be read, or is too long, by its name.
    pub(crate) fn read(&mut self, path: &Path) -> Result<Resource, textmill::Error> {
        let Ok(canonical) = path.canonicalize() else { return Resource::file(path) };
        if let Some(resource) = self.read.get(&canonical) {
            return Ok(resource.clone());
        }
        let resource = Resource::file(path)?;
        self.read.insert(canonical, resource.clone());
        Ok(resource)
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn a_file_is_read_once() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("words.txt");
        fs::write(&path, "one").unwrap();
        let mut files = ResourceFiles::default();
        let first = files.read(&path).unwrap();
        let again = files.read(&folder.path().join("./words.txt")).unwrap();
        assert!(std::ptr::eq(first.bytes(), again.bytes()));
        assert_eq!(again.bytes(), b"one");
    }
}
