//! The files of the checkout.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

/// Folders of tools and of what is built.
const LEFT_OUT: [&str; 3] = [".git", "node_modules", "target"];

/// The files of a checkout, but for what is built.
pub(super) struct Tree {
    pub(super) root: PathBuf,
    /// By path from the root, with `/`.
    files: BTreeMap<String, Vec<u8>>,
}

impl Tree {
    pub(super) fn read(root: &Path) -> Result<Self> {
        let mut files = BTreeMap::new();
        read_folder(root, "", &mut files)?;
        Ok(Self { root: root.to_path_buf(), files })
    }

    /// A tree of these files, for tests.
    #[cfg(test)]
    pub(super) fn of<const N: usize>(files: [(&str, &str); N]) -> Self {
        let files = files.map(|(path, content)| (path.to_owned(), content.as_bytes().to_vec()));
        Self { root: PathBuf::from("/checkouts/textmill"), files: files.into() }
    }

    /// All files, in the order of their paths.
    pub(super) fn files(&self) -> impl Iterator<Item = (&str, &[u8])> {
        self.files.iter().map(|(path, content)| (path.as_str(), content.as_slice()))
    }

    /// The files that are text.
    pub(super) fn texts(&self) -> impl Iterator<Item = (&str, &str)> {
        self.files().filter_map(|(path, content)| Some((path, str::from_utf8(content).ok()?)))
    }

    /// The text of a file.
    pub(super) fn text(&self, path: &str) -> Option<&str> {
        str::from_utf8(self.files.get(path)?).ok()
    }

    /// Whether there is a file or a folder of this path.
    pub(super) fn has(&self, path: &str) -> bool {
        let folder = format!("{path}/");
        self.files.contains_key(path)
            || self.files.range(folder.clone()..).next().is_some_and(|(next, _)| next.starts_with(&folder))
    }
}

fn read_folder(folder: &Path, path: &str, files: &mut BTreeMap<String, Vec<u8>>) -> Result<()> {
    for entry in fs::read_dir(folder).with_context(|| folder.display().to_string())? {
        let entry = entry?;
        let name = entry.file_name().into_string().ok().context("a file name that is not UTF-8")?;
        if LEFT_OUT.contains(&name.as_str()) {
            continue;
        }
        let below = if path.is_empty() { name } else { format!("{path}/{name}") };
        let kind = entry.file_type()?;
        if kind.is_dir() {
            read_folder(&entry.path(), &below, files)?;
        } else if kind.is_file() {
            let content = fs::read(entry.path()).with_context(|| below.clone())?;
            files.insert(below, content);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::Tree;

    #[test]
    fn folders_are_known_by_their_files() {
        let tree = Tree::of([("a-b", ""), ("a/b/c.txt", ""), ("a0", "")]);
        for path in ["a", "a/b", "a/b/c.txt", "a-b"] {
            assert!(tree.has(path), "{path}");
        }
        for path in ["b", "a/c", "a/b/c", "a/b/c.txt/d"] {
            assert!(!tree.has(path), "{path}");
        }
    }
}
