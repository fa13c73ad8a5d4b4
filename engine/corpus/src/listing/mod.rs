//! From the paths that were given to the inputs that are read.

mod ignoring;
mod list;
mod outputs;
mod walk;

use std::collections::HashSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::damage::damage;
use super::error::CorpusError;
use super::left_out::LeftOut;
use super::name::{Name, Place, Root};
use super::regular::Regular;
use walk::{Stamp, walk};

pub(super) use list::{List, paths_of};
pub(super) use outputs::Met;
pub(super) use walk::{Rules, TEMPORARY_PREFIX, TEMPORARY_SUFFIX};

/// The path that stands for the standard input.
const STANDARD_INPUT: &str = "-";

/// What there is to read, in order.
#[derive(Debug, Default)]
pub(super) struct Expansion {
    /// The paths that were given, of which an entry knows its own by index.
    places: Vec<(PathBuf, Place)>,
    pub(super) entries: Vec<Entry>,
    /// Entries of folders that were left out.
    pub(super) left_out: LeftOut,
    /// Whether symbolic links below folders are followed.
    follows: bool,
}

/// Something to read.
#[derive(Debug)]
pub(super) struct Entry {
    place: usize,
    /// The path below the place; empty for the place itself. Kept apart from it, so that the list of a large
    /// folder stays small.
    below: PathBuf,
    pub(super) kind: Kind,
}

/// What an entry is.
#[derive(Debug)]
pub(super) enum Kind {
    /// A regular file, whose name tells its format.
    File(Stamp),
    /// A pipe or a device, whose first line tells its format.
    Stream,
    /// The standard input, read as a stream.
    StandardInput,
    /// A file or folder that cannot be read.
    Lost(io::Error),
}

impl Expansion {
    /// The path by which an entry is opened.
    pub(super) fn path(&self, entry: &Entry) -> PathBuf {
        let path = &self.places[entry.place].0;
        if entry.below.as_os_str().is_empty() { path.clone() } else { path.join(&entry.below) }
    }

    /// An entry that is a file. One that was found below a folder is no link, unless links are followed there.
    pub(super) fn regular(&self, entry: &Entry) -> Regular {
        if self.follows || entry.below.as_os_str().is_empty() {
            return Regular::new(self.path(entry));
        }
        Regular::within(self.places[entry.place].0.clone(), &entry.below)
    }

    /// What an entry is called.
    pub(super) fn name(&self, entry: &Entry) -> Name {
        self.places[entry.place].1.name(&entry.below)
    }

    /// Bytes in all, unless there is a stream.
    pub(super) fn bytes(&self) -> Option<u64> {
        let streams =
            self.entries.iter().any(|entry| matches!(entry.kind, Kind::Stream | Kind::StandardInput));
        (!streams).then(|| self.entries.iter().map(Entry::bytes).sum())
    }
}

impl Entry {
    /// Its size in bytes, where it is a file.
    pub(super) fn bytes(&self) -> u64 {
        if let Kind::File(stamp) = self.kind { stamp.bytes } else { 0 }
    }
}

/// What is to be listed.
#[derive(Debug, Default)]
pub(super) struct Wanted<'corpus> {
    /// Paths that have to be there.
    pub(super) paths: &'corpus [PathBuf],
    /// Paths of a list: one that is not there is an entry of its own.
    pub(super) listed: Vec<PathBuf>,
    /// The folder to which names are relative.
    pub(super) root: Option<&'corpus Path>,
    pub(super) rules: Rules,
}

/// Lists what is wanted. A file that is reached twice is listed where it is first.
pub(super) fn expand(wanted: Wanted<'_>) -> Result<Expansion, CorpusError> {
    let Wanted { paths, listed, root, rules } = wanted;
    let again = paths.len() + listed.len() > 1 || rules.follow;
    let root = root.map(open_root).transpose()?;
    let expansion = Expansion { follows: rules.follow, ..Expansion::default() };
    let mut expander = Expander { root, rules, again, seen: HashSet::new(), expansion };
    for path in paths {
        expander.add(path)?;
    }
    for path in &listed {
        expander.add_listed(path)?;
    }
    let expansion = expander.expansion;
    if expansion.entries.is_empty() {
        return Err(CorpusError::NoDocuments { paths: paths.to_vec(), left_out: expansion.left_out });
    }
    Ok(expansion)
}

fn open_root(root: &Path) -> Result<Root, CorpusError> {
    Root::new(root).map_err(|source| CorpusError::Root { path: root.to_owned(), source })
}

struct Expander {
    root: Option<Root>,
    rules: Rules,
    /// Whether the same files may be reached by another path.
    again: bool,
    /// Canonical paths of the files that are listed.
    seen: HashSet<PathBuf>,
    expansion: Expansion,
}

impl Expander {
    /// Lists what is at `path`.
    fn add(&mut self, path: &Path) -> Result<(), CorpusError> {
        if path.as_os_str() == STANDARD_INPUT {
            self.place(path, path);
            self.push(path.to_owned(), PathBuf::new(), Kind::StandardInput);
            return Ok(());
        }
        let kind = kind_of(path)?;
        self.add_kind(path, kind)
    }

    /// Lists what is at a path of a list, in which `-` is a file.
    fn add_listed(&mut self, path: &Path) -> Result<(), CorpusError> {
        let kind = match kind_of(path) {
            Ok(kind) => kind,
            Err(CorpusError::Unreadable { source, .. }) => Some(Kind::Lost(source)),
            Err(_) => Some(Kind::Lost(damage("no such file or folder"))),
        };
        self.add_kind(path, kind)
    }

    fn add_kind(&mut self, path: &Path, kind: Option<Kind>) -> Result<(), CorpusError> {
        let canonical = path.canonicalize().unwrap_or_else(|_| path.to_owned());
        self.check_is_no_output(path, &canonical)?;
        self.place(path, &canonical);
        match kind {
            None => self.add_folder(path, &canonical)?,
            Some(kind) => self.push(canonical, PathBuf::new(), kind),
        }
        Ok(())
    }

    /// Refuses a path that was given and is an output, or stands in a folder that is one.
    fn check_is_no_output(&self, path: &Path, canonical: &Path) -> Result<(), CorpusError> {
        let outputs = &self.rules.outputs;
        let found = canonical
            .ancestors()
            .take_while(|_| !outputs.is_empty())
            .find_map(|place| outputs.find(place, &fs::metadata(place).ok()?));
        found.map_or(Ok(()), |(output, _)| Err(CorpusError::overwritten(path, output)))
    }

    fn place(&mut self, path: &Path, canonical: &Path) {
        let place = Place::new(path, canonical, self.root.as_ref());
        self.expansion.places.push((path.to_owned(), place));
    }

    fn add_folder(&mut self, path: &Path, canonical: &Path) -> Result<(), CorpusError> {
        let walk = walk(path, canonical, &self.rules);
        if let Some((input, output)) = walk.overwritten {
            return Err(CorpusError::overwritten(&input, &output));
        }
        self.expansion.left_out.merge(&walk.left_out);
        for found in walk.found {
            // Where links are not followed, a file's canonical path is known from the folder's, without asking the
            // system for each.
            let below = canonical.join(&found.below);
            let truth = if self.rules.follow { below.canonicalize().unwrap_or(below) } else { below };
            let kind = found.stamp.map_or_else(Kind::Lost, Kind::File);
            self.push(truth, found.below, kind);
        }
        Ok(())
    }

    /// Lists an entry of the last place. What is lost is told wherever it is met.
    fn push(&mut self, canonical: PathBuf, below: PathBuf, kind: Kind) {
        let lost = self.rules.follow && matches!(kind, Kind::Lost(_));
        if !self.again || lost || self.seen.insert(canonical) {
            let place = self.expansion.places.len() - 1;
            self.expansion.entries.push(Entry { place, below, kind });
        }
    }
}

/// What is at `path`; nothing for a folder.
fn kind_of(path: &Path) -> Result<Option<Kind>, CorpusError> {
    use io::ErrorKind::{InvalidInput, NotADirectory, NotFound, PermissionDenied};
    match fs::metadata(path) {
        Ok(metadata) if metadata.is_dir() => Ok(None),
        Ok(metadata) if metadata.is_file() => Ok(Some(Kind::File(Stamp::of(&metadata)))),
        Ok(_) => Ok(Some(Kind::Stream)),
        Err(error) => match error.kind() {
            PermissionDenied => Ok(Some(Kind::Lost(error))),
            NotFound | NotADirectory | InvalidInput => Err(CorpusError::missing(path)),
            _ => Err(CorpusError::Unreadable { path: path.to_owned(), source: error }),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A folder with `a.txt`, `b/c.txt`, `b/.hidden` and the empty folder `empty`.
    fn folder() -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("b")).unwrap();
        fs::create_dir(folder.path().join("empty")).unwrap();
        for (path, text) in [("a.txt", "four"), ("b/c.txt", "six ch"), ("b/.hidden", "")] {
            fs::write(folder.path().join(path), text).unwrap();
        }
        folder
    }

    fn expanded(folder: &Path, paths: &[&str]) -> Result<Expansion, CorpusError> {
        let paths: Vec<_> = paths.iter().map(|path| folder.join(path)).collect();
        expand(Wanted { paths: &paths, root: Some(folder), ..Wanted::default() })
    }

    #[track_caller]
    fn check(paths: &[&str], positions: &[&str]) {
        let folder = folder();
        let expansion = expanded(folder.path(), paths).unwrap();
        let names = expansion.entries.iter().map(|entry| expansion.name(entry).position);
        assert_eq!(names.collect::<Vec<_>>(), positions, "of {paths:?}");
        assert!(expansion.entries.iter().all(|entry| expansion.path(entry).is_file()));
    }

    #[test]
    fn folders_are_listed_and_files_taken_as_they_are() {
        check(&[""], &["a.txt", "b/c.txt"]);
        check(&["b", "a.txt"], &["b/c.txt", "a.txt"]);
        check(&["b/.hidden"], &["b/.hidden"]);
        check(&["empty", "a.txt"], &["a.txt"]);
    }

    #[test]
    fn a_file_is_read_once_however_often_it_is_reached() {
        check(&["a.txt", "a.txt"], &["a.txt"]);
        check(&["b/c.txt", ""], &["b/c.txt", "a.txt"]);
        check(&["", "b", "b/../a.txt"], &["a.txt", "b/c.txt"]);
    }

    #[cfg(unix)]
    #[test]
    fn a_link_is_read_where_it_is_given_and_once() {
        let folder = folder();
        std::os::unix::fs::symlink("b/c.txt", folder.path().join("link.txt")).unwrap();
        let expansion = expanded(folder.path(), &["link.txt", "b"]).unwrap();
        let names: Vec<_> = expansion.entries.iter().map(|entry| expansion.name(entry).id).collect();
        assert_eq!(names, ["link.txt"]);
    }

    #[test]
    fn the_standard_input_comes_once_and_leaves_the_size_unknown() {
        let folder = folder();
        let file = folder.path().join("a.txt");
        let expanded_alone = |paths: &[PathBuf]| expand(Wanted { paths, ..Wanted::default() }).unwrap();
        let expansion = expanded_alone(&["-".into(), file.clone(), "-".into()]);
        assert_eq!(expansion.entries.len(), 2);
        assert_eq!(expansion.bytes(), None);
        assert_eq!(expanded_alone(&[file]).bytes(), Some(4));
        assert_eq!(expanded(folder.path(), &[""]).unwrap().bytes(), Some(10));
    }

    #[test]
    fn what_a_list_names_and_is_not_there_is_an_entry() {
        let folder = folder();
        let listed = ["b", "gone.txt", "a.txt", "b/c.txt"].map(|path| folder.path().join(path)).to_vec();
        let expansion = expand(Wanted { listed, root: Some(folder.path()), ..Wanted::default() }).unwrap();
        let entries = expansion.entries.iter().map(|entry| match &entry.kind {
            Kind::Lost(error) => format!("{}! {error}", expansion.name(entry).position),
            _ => expansion.name(entry).position,
        });
        let expected = ["b/c.txt", "gone.txt! no such file or folder", "a.txt"];
        assert_eq!(entries.collect::<Vec<_>>(), expected);
    }

    #[cfg(unix)]
    #[test]
    fn a_file_that_links_lead_to_is_read_once() {
        let folder = folder();
        std::os::unix::fs::symlink("b/c.txt", folder.path().join("z.txt")).unwrap();
        let rules = Rules { follow: true, ..Rules::default() };
        let paths = [folder.path().to_owned()];
        let expansion =
            expand(Wanted { paths: &paths, root: Some(folder.path()), rules, ..Wanted::default() });
        let expansion = expansion.unwrap();
        let names: Vec<_> = expansion.entries.iter().map(|entry| expansion.name(entry).id).collect();
        assert_eq!(names, ["a.txt", "b/c.txt"]);
    }

    #[test]
    fn what_is_not_there_is_an_error() {
        let folder = folder();
        let error = |paths: &[&str]| expanded(folder.path(), paths).unwrap_err();

        assert!(matches!(error(&["a.txt", "gone"]), CorpusError::Missing { .. }));
        assert!(matches!(error(&["a.txt/below"]), CorpusError::Missing { .. }));
        let left_out = |error| match error {
            CorpusError::NoDocuments { left_out, .. } => left_out.total(),
            error => panic!("{error}"),
        };
        assert_eq!(left_out(error(&["empty"])), 0);
        fs::remove_file(folder.path().join("b/c.txt")).unwrap();
        assert_eq!(left_out(error(&["b"])), 1);
        let (paths, root) = ([folder.path().into()], folder.path().join("a.txt"));
        let root = expand(Wanted { paths: &paths, root: Some(&root), ..Wanted::default() });
        assert!(matches!(root.unwrap_err(), CorpusError::Root { .. }));
    }
}
