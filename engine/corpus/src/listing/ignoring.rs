//! Ignore files, as ripgrep heeds them.

use std::io::Read as _;
use std::path::Path;
use std::sync::Arc;

use ignore::Match;
use ignore::gitignore::{Gitignore, GitignoreBuilder};

use crate::regular::Regular;

/// The names of ignore files, the strongest first: what one of them says of a path, for or against, no weaker one can
/// change. Among files of one name, that of the deeper folder is the stronger.
const NAMES: [&str; 3] = [".textmillignore", ".ignore", ".gitignore"];

/// The index of the name that is heeded in a repository of git alone.
const GIT: usize = 2;

/// The ignore files that say something of the entries of a folder.
#[derive(Debug)]
pub(super) struct Ignoring {
    parent: Option<Arc<Ignoring>>,
    files: [Option<Gitignore>; NAMES.len()],
    /// Whether the folder is the top of a repository: no `.gitignore` above it counts.
    repository: bool,
    /// Whether the folder is in a repository.
    in_repository: bool,
}

impl Ignoring {
    /// The ignore files above `folder`, an absolute path.
    pub(super) fn above(folder: &Path) -> Option<Arc<Self>> {
        let mut ancestors: Vec<_> = folder.ancestors().skip(1).collect();
        ancestors.reverse();
        ancestors
            .into_iter()
            .fold(None, |parent, folder| Some(Self::of(folder, parent, |name| folder.join(name).exists())))
    }

    /// Those of `folder` and above, of which `holds` tells what it holds.
    pub(super) fn of(folder: &Path, parent: Option<Arc<Self>>, holds: impl Fn(&str) -> bool) -> Arc<Self> {
        let files = NAMES.map(|name| holds(name).then(|| read(folder, name)).flatten());
        let repository = holds(".git");
        let in_repository = repository || parent.as_ref().is_some_and(|parent| parent.in_repository);
        // A folder that says nothing need not be asked.
        match parent {
            Some(parent) if !repository && files.iter().all(Option::is_none) => parent,
            parent => Arc::new(Self { parent, files, repository, in_repository }),
        }
    }

    /// Whether the entry at `path` is ignored, is kept against all other reasons, or neither.
    pub(super) fn says(&self, path: &Path, is_folder: bool) -> Option<Verdict> {
        (0..NAMES.len()).find_map(|kind| self.says_by(kind, path, is_folder))
    }

    fn says_by(&self, kind: usize, path: &Path, is_folder: bool) -> Option<Verdict> {
        if kind == GIT && !self.in_repository {
            return None;
        }
        let mut level = Some(self);
        while let Some(ignoring) = level {
            let said = ignoring.files[kind].as_ref().map(|file| file.matched(path, is_folder));
            match said {
                Some(Match::Ignore(_)) => return Some(Verdict::Ignored),
                Some(Match::Whitelist(_)) => return Some(Verdict::Kept),
                Some(Match::None) | None => {}
            }
            level = ignoring.parent.as_deref().filter(|_| kind != GIT || !ignoring.repository);
        }
        None
    }
}

/// What ignore files say of an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    Ignored,
    Kept,
}

/// What an ignore file says; nothing where it cannot be read, or is a pipe, say. As ripgrep, lines that are no patterns are
/// passed over.
fn read(folder: &Path, name: &str) -> Option<Gitignore> {
    /// Bytes that are read: each pattern is compiled, and held against each entry.
    const MOST: u64 = 1 << 20;
    let file = Regular::new(folder.join(name)).open().ok()?;
    let mut content = Vec::new();
    file.take(MOST).read_to_end(&mut content).ok()?;
    let mut builder = GitignoreBuilder::new(folder);
    for line in String::from_utf8_lossy(&content).trim_start_matches('\u{feff}').lines() {
        drop(builder.add_line(None, line));
    }
    builder.build().ok()
}
