//! The files below a folder.

use std::collections::HashSet;
use std::ffi::{OsStr, OsString};
use std::fs::{self, FileType};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use ignore::Match;
use ignore::overrides::Override;

use super::ignoring::{Ignoring, Verdict};
use super::outputs::{Met, Outputs};
use crate::damage::damage;
use crate::left_out::LeftOut;

/// How the name of a file begins and ends that is to become an output.
pub(crate) const TEMPORARY_PREFIX: &str = ".textmill-";
pub(crate) const TEMPORARY_SUFFIX: &str = ".part";

/// Which entries of folders are read.
#[derive(Clone, Debug)]
pub(crate) struct Rules {
    /// Names that begin with a dot too.
    pub(crate) hidden: bool,
    /// Ignore files are heeded.
    pub(crate) ignore_files: bool,
    /// Symbolic links are followed.
    pub(crate) follow: bool,
    pub(crate) globs: Override,
    /// What the run writes.
    pub(crate) outputs: Outputs,
}

impl Default for Rules {
    fn default() -> Self {
        Self {
            hidden: false,
            ignore_files: true,
            follow: false,
            globs: Override::empty(),
            outputs: Outputs::default(),
        }
    }
}

/// What a walk found.
#[derive(Debug, Default)]
pub(crate) struct Walk {
    /// Files, and what could not be listed, by the bytes of their paths.
    pub(crate) found: Vec<Found>,
    pub(crate) left_out: LeftOut,
    /// The first file by its path that the run would read and overwrite, and the output that it is.
    pub(crate) overwritten: Option<(PathBuf, PathBuf)>,
}

/// A file, or a folder that could not be listed.
#[derive(Debug)]
pub(crate) struct Found {
    /// The path below the folder; empty for that folder itself.
    pub(crate) below: PathBuf,
    /// What the listing says of a file, or why there is nothing to read.
    pub(crate) stamp: io::Result<Stamp>,
}

/// By what a file can be known again: its size and the time of its last change when it was listed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Stamp {
    pub(crate) bytes: u64,
    /// Nanoseconds since 1970; nothing where the system does not tell, or the time is beyond the years 1677 to 2262.
    pub(crate) modified: Option<i64>,
}

impl Stamp {
    pub(crate) fn of(metadata: &fs::Metadata) -> Self {
        Self { bytes: metadata.len(), modified: metadata.modified().ok().and_then(nanoseconds) }
    }
}

fn nanoseconds(time: SystemTime) -> Option<i64> {
    match time.duration_since(UNIX_EPOCH) {
        Ok(since) => i64::try_from(since.as_nanos()).ok(),
        Err(before) => i64::try_from(before.duration().as_nanos()).ok().map(|nanoseconds| -nanoseconds),
    }
}

/// Lists the files below `folder`, at any depth. One folder is open at a time, however deep they nest.
pub(crate) fn walk(folder: &Path, canonical: &Path, rules: &Rules) -> Walk {
    let ignoring = if rules.ignore_files { Ignoring::above(canonical) } else { None };
    let top = Folder { below: PathBuf::new(), canonical: canonical.to_owned(), around: None, ignoring };
    let mut walker = Walker { folder, rules, walk: Walk::default(), pending: vec![top] };
    while let Some(folder) = walker.pending.pop() {
        walker.visit(folder);
    }
    let mut walk = walker.walk;
    walk.found.sort_by(|a, b| path_bytes(&a.below).cmp(path_bytes(&b.below)));
    walk
}

struct Walker<'walk> {
    folder: &'walk Path,
    rules: &'walk Rules,
    walk: Walk,
    pending: Vec<Folder>,
}

/// A folder that is still to be listed.
struct Folder {
    below: PathBuf,
    /// Where it is in truth, as far as links were followed to it.
    canonical: PathBuf,
    /// The folders in which it was found by way of links: what leads back to one of them is a loop.
    around: Option<Arc<Around>>,
    ignoring: Option<Arc<Ignoring>>,
}

struct Around {
    canonical: PathBuf,
    parent: Option<Arc<Around>>,
}

/// An entry of a folder.
struct Entry {
    name: OsString,
    kind: FileType,
    /// What the system says of it; nothing of a link, nor of a folder where it does not matter.
    metadata: Option<fs::Metadata>,
}

impl Walker<'_> {
    fn visit(&mut self, mut folder: Folder) {
        // `join` of an empty path would end in a slash, which the messages of some systems show.
        let below = &folder.below;
        let path =
            if below.as_os_str().is_empty() { self.folder.to_owned() } else { self.folder.join(below) };
        let entries = match entries(&path, &self.rules.outputs) {
            Ok(entries) => entries,
            Err(error) => return self.walk.found.push(Found { below: folder.below, stamp: Err(error) }),
        };
        if self.rules.ignore_files {
            let names: HashSet<_> = entries.iter().filter_map(|entry| entry.name.to_str()).collect();
            let parent = folder.ignoring.take();
            folder.ignoring = Some(Ignoring::of(&folder.canonical, parent, |name| names.contains(name)));
        }
        for entry in entries {
            self.enter(&path, &folder, entry);
        }
    }

    fn enter(&mut self, path: &Path, folder: &Folder, entry: Entry) {
        if entry.kind.is_file() && is_temporary(&entry.name) {
            return;
        }
        let below = folder.below.join(&entry.name);
        if entry.kind.is_symlink() {
            return self.enter_link(path, folder, entry, below);
        }
        if let Some(reason) = self.left_out(path, folder, &entry, entry.kind.is_dir()) {
            self.walk.left_out.add(reason, 1);
            return;
        }
        if self.is_output(&path.join(&entry.name), entry.metadata.as_ref()) {
            return;
        }
        if entry.kind.is_dir() {
            let canonical = folder.canonical.join(&entry.name);
            self.descend(folder, below, canonical);
        } else if entry.kind.is_file() {
            let stamp = entry.metadata.as_ref().map_or(Stamp::default(), Stamp::of);
            self.walk.found.push(Found { below, stamp: Ok(stamp) });
        } else {
            self.walk.left_out.add(LeftOut::NOT_REGULAR, 1);
        }
    }

    /// Whether an entry is an output of the run, which is then counted, or remembered where it must not be one.
    fn is_output(&mut self, path: &Path, metadata: Option<&fs::Metadata>) -> bool {
        let Some(metadata) = metadata else { return false };
        match self.rules.outputs.find(path, metadata) {
            None => return false,
            Some((_, Met::LeftOut)) => self.walk.left_out.add(LeftOut::OUTPUTS, 1),
            Some((output, Met::Refused)) => {
                let first = self.walk.overwritten.as_ref().is_none_or(|(first, _)| path < first);
                if first {
                    self.walk.overwritten = Some((path.to_owned(), output.to_owned()));
                }
            }
        }
        true
    }

    fn enter_link(&mut self, path: &Path, folder: &Folder, entry: Entry, below: PathBuf) {
        let target = path.join(&entry.name);
        let metadata = self.rules.follow.then(|| fs::metadata(&target));
        let is_folder = matches!(&metadata, Some(Ok(metadata)) if metadata.is_dir());
        if let Some(reason) = self.left_out(path, folder, &entry, is_folder) {
            return self.walk.left_out.add(reason, 1);
        }
        match metadata {
            None => self.walk.left_out.add(LeftOut::LINKS, 1),
            Some(Ok(metadata)) if self.is_output(&target, Some(&metadata)) => {}
            Some(Err(error)) => {
                let error = dangling(error);
                self.walk.found.push(Found { below, stamp: Err(error) });
            }
            Some(Ok(metadata)) if metadata.is_dir() => self.follow(folder, below, &target),
            Some(Ok(metadata)) if metadata.is_file() => {
                self.walk.found.push(Found { below, stamp: Ok(Stamp::of(&metadata)) });
            }
            Some(Ok(_)) => self.walk.left_out.add(LeftOut::NOT_REGULAR, 1),
        }
    }

    /// Follows a link to a folder, unless it leads to one in which it stands.
    fn follow(&mut self, folder: &Folder, below: PathBuf, target: &Path) {
        match target.canonicalize() {
            Ok(canonical) if folder.is_in(&canonical) => {
                let error = damage("a symbolic link to a folder in which it stands");
                self.walk.found.push(Found { below, stamp: Err(error) });
            }
            Ok(canonical) => self.descend(folder, below, canonical),
            Err(error) => self.walk.found.push(Found { below, stamp: Err(dangling(error)) }),
        }
    }

    fn descend(&mut self, folder: &Folder, below: PathBuf, canonical: PathBuf) {
        let parent = folder.around.clone();
        let around =
            self.rules.follow.then(|| Arc::new(Around { canonical: folder.canonical.clone(), parent }));
        self.pending.push(Folder { below, canonical, around, ignoring: folder.ignoring.clone() });
    }

    /// Why an entry is left out; nothing where it is not. Globs are the strongest, then ignore files.
    fn left_out(&self, path: &Path, folder: &Folder, entry: &Entry, is_folder: bool) -> Option<&'static str> {
        match self.rules.globs.matched(path.join(&entry.name), is_folder) {
            Match::Ignore(_) => return Some(LeftOut::EXCLUDED),
            Match::Whitelist(_) => return None,
            Match::None => {}
        }
        let said = folder
            .ignoring
            .as_ref()
            .and_then(|ignoring| ignoring.says(&folder.canonical.join(&entry.name), is_folder));
        match said {
            Some(Verdict::Ignored) => Some(LeftOut::IGNORED),
            Some(Verdict::Kept) => None,
            None if !self.rules.hidden && is_hidden(&entry.name) => Some(LeftOut::HIDDEN),
            None => None,
        }
    }
}

impl Folder {
    fn is_in(&self, canonical: &Path) -> bool {
        let mut around = self.around.as_deref();
        let mut found = self.canonical == canonical;
        while let Some(folder) = around.filter(|_| !found) {
            found = folder.canonical == canonical;
            around = folder.parent.as_deref();
        }
        found
    }
}

fn entries(path: &Path, outputs: &Outputs) -> io::Result<Vec<Entry>> {
    let entries = fs::read_dir(path)?.map(|entry| {
        let entry = entry?;
        let kind = entry.file_type()?;
        // A file that is gone by now is told of when it is opened.
        // A folder is asked for only where it may be an output.
        let is_asked = kind.is_file() || kind.is_dir() && !outputs.is_empty();
        let metadata = is_asked.then(|| entry.metadata().ok()).flatten();
        Ok(Entry { name: entry.file_name(), kind, metadata })
    });
    entries.collect()
}

fn dangling(error: io::Error) -> io::Error {
    match error.kind() {
        io::ErrorKind::NotFound => damage("a symbolic link that leads nowhere"),
        io::ErrorKind::PermissionDenied => error,
        // That it leads to itself among them, for which there is no stable name.
        _ => damage(format!("a symbolic link that cannot be followed: {error}")),
    }
}

/// Whether a file is a result that is not whole yet, or never became so: it takes its name when it is. Those of this run
/// come and go, so they are not counted.
fn is_temporary(name: &OsStr) -> bool {
    let name = name.as_encoded_bytes();
    name.starts_with(TEMPORARY_PREFIX.as_bytes()) && name.ends_with(TEMPORARY_SUFFIX.as_bytes())
}

fn is_hidden(name: &OsString) -> bool {
    name.as_encoded_bytes().starts_with(b".")
}

fn path_bytes(path: &Path) -> &[u8] {
    path.as_os_str().as_encoded_bytes()
}

#[cfg(test)]
mod tests;
