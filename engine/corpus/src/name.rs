//! Ids and positions: what a file is called in reports.
//!
//! An id is for people: the path as given, with `/`. A position must tell any two places of a run apart, so it is
//! the same text with the few ambiguous bytes escaped: see [`Place::name`].

use std::io;
use std::path::{Component, Path, PathBuf};

use super::source::{Document, Made, Unread};

/// The id and the position of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Name {
    pub(super) id: String,
    pub(super) position: String,
}

impl Name {
    /// The name of the standard input: its position is `-`, whatever it is called.
    pub(super) fn standard_input(id: &str) -> Self {
        Self { id: id.to_owned(), position: "-".to_owned() }
    }

    /// What cannot be read and has this name.
    pub(super) fn unread(self, message: String) -> Unread {
        Unread { id: self.id, position: self.position, message }
    }

    /// What became of what has this name: a document, or why it is unread.
    pub(super) fn made(self, document: Result<Document, String>) -> Made {
        match document {
            Ok(document) => Ok(Document { id: self.id, position: self.position, ..document }),
            Err(message) => Err(self.unread(message)),
        }
    }

    /// The name of a line, counted from 1.
    pub(super) fn line(&self, number: u64) -> Self {
        let digits = number.to_string();
        let line_of = |name: &str| [name, "#", &digits].concat();
        Self { id: line_of(&self.id), position: line_of(&self.position) }
    }

    /// The name of an archive's member: `archive.tar!path/in/it`.
    ///
    /// `met` tells how often a member of that path was met, this time too: the position of all but the first ends
    /// in `%2B` and the number, which no other position does, as a `+` is never escaped.
    pub(super) fn member(&self, path: &[u8], met: u32) -> Self {
        let id = format!("{}!{}", self.id, String::from_utf8_lossy(path));
        let position = format!("{}!{}", self.position, escaped(path));
        Self { id, position }.met(met)
    }

    /// The name of what is met there for the `met`-th time.
    pub(super) fn met(mut self, met: u32) -> Self {
        if met > 1 {
            self.position.push_str(&format!("%2B{met}"));
        }
        self
    }
}

/// The folder to which ids are relative.
#[derive(Debug)]
pub(super) struct Root {
    absolute: PathBuf,
    canonical: PathBuf,
}

impl Root {
    pub(super) fn new(folder: &Path) -> io::Result<Self> {
        let canonical = folder.canonicalize()?;
        if !canonical.is_dir() {
            return Err(io::ErrorKind::NotADirectory.into());
        }
        Ok(Self { absolute: std::path::absolute(folder)?, canonical })
    }

    /// The path below the root of a file or folder, given as `path`, in truth `canonical`.
    fn below(&self, path: &Path, canonical: &Path) -> Option<PathBuf> {
        // As it was written first: a link in the corpus is a file of the corpus, wherever it leads.
        let written = std::path::absolute(path).ok()?;
        let written = written.strip_prefix(&self.absolute).ok().filter(|below| is_plain(below));
        written.or_else(|| canonical.strip_prefix(&self.canonical).ok()).map(Path::to_owned)
    }
}

/// Whether a path goes down alone, without `..`.
fn is_plain(path: &Path) -> bool {
    path.components().all(|component| matches!(component, Component::Normal(_) | Component::CurDir))
}

/// A path that was given, as reports write it.
#[derive(Debug)]
pub(super) struct Place {
    path: PathBuf,
    /// A relative path that is not below the root, where there is one: it could be mistaken for one that is.
    beside_root: bool,
}

impl Place {
    /// The place of `path`, which is in truth `canonical`.
    pub(super) fn new(path: &Path, canonical: &Path, root: Option<&Root>) -> Self {
        match root.map(|root| root.below(path, canonical)) {
            Some(Some(below)) => Self { path: below, beside_root: false },
            Some(None) => Self { path: path.to_owned(), beside_root: is_plain(path) },
            None => Self { path: path.to_owned(), beside_root: false },
        }
    }

    /// The name of the file `below` this place; that of the place itself where `below` is empty.
    ///
    /// Ids show bytes that are not UTF-8 as U+FFFD. Positions escape them as `%FF`, and so that no two paths share
    /// a position: `%` before two hexadecimal digits as `%25`, the `#` of a path that ends like a line (`a#12`) as
    /// `%23`, a `!` as `%21`, because members of archives stand after one, and a path that is `-` as `%2D`. Where ids are relative to a root, the position of a relative path
    /// outside of it begins with `./`.
    pub(super) fn name(&self, below: &Path) -> Name {
        let mut path = slashed(&self.path.join(below));
        if path.is_empty() {
            path.push(b'.');
        }
        let id = String::from_utf8_lossy(&path).into_owned();
        let prefix = if self.beside_root { "./" } else { "" };
        Name { id, position: format!("{prefix}{}", escaped(&path)) }
    }
}

/// The path with `/` between its components, and without those that are `.`.
fn slashed(path: &Path) -> Vec<u8> {
    let mut slashed = Vec::with_capacity(path.as_os_str().len());
    for component in path.components() {
        match component {
            Component::CurDir => continue,
            Component::RootDir => slashed.push(b'/'),
            _ => {
                if !slashed.is_empty() && !slashed.ends_with(b"/") {
                    slashed.push(b'/');
                }
                slashed.extend_from_slice(component.as_os_str().as_encoded_bytes());
            }
        }
    }
    slashed
}

fn escaped(path: &[u8]) -> String {
    if path == b"-" {
        return "%2D".to_owned();
    }
    let line_mark = line_mark(path);
    let mut escaped = String::with_capacity(path.len());
    let mut offset = 0;
    for chunk in path.utf8_chunks() {
        for (index, character) in chunk.valid().char_indices() {
            match character {
                '%' if reads_as_escape(&path[offset + index..]) => escaped.push_str("%25"),
                '!' => escaped.push_str("%21"),
                '#' if line_mark == Some(offset + index) => escaped.push_str("%23"),
                _ => escaped.push(character),
            }
        }
        offset += chunk.valid().len() + chunk.invalid().len();
        escaped.extend(chunk.invalid().iter().map(|byte| format!("%{byte:02X}")));
    }
    escaped
}

fn reads_as_escape(path: &[u8]) -> bool {
    matches!(path, [b'%', high, low, ..] if high.is_ascii_hexdigit() && low.is_ascii_hexdigit())
}

/// Where the `#` stands in a path that ends in `#` and digits, as the position of a line does.
fn line_mark(path: &[u8]) -> Option<usize> {
    let mark = path.iter().rposition(|byte| !byte.is_ascii_digit())?;
    (path[mark] == b'#' && mark + 1 < path.len()).then_some(mark)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn name(path: &str, below: &str) -> Name {
        Place::new(Path::new(path), Path::new(""), None).name(Path::new(below))
    }

    #[track_caller]
    fn check(path: &str, below: &str, id: &str, position: &str) {
        assert_eq!(name(path, below), Name { id: id.to_owned(), position: position.to_owned() });
    }

    #[test]
    fn a_name_is_the_path_as_given() {
        check("corpus", "news/a.txt", "corpus/news/a.txt", "corpus/news/a.txt");
        check("corpus/", "a.txt", "corpus/a.txt", "corpus/a.txt");
        check("./corpus", "a.txt", "corpus/a.txt", "corpus/a.txt");
        check(".", "a.txt", "a.txt", "a.txt");
        check("..", "a.txt", "../a.txt", "../a.txt");
        check("/data//corpus/./x", "a.txt", "/data/corpus/x/a.txt", "/data/corpus/x/a.txt");
        check("/", "a.txt", "/a.txt", "/a.txt");
        check("أخبار.txt", "", "أخبار.txt", "أخبار.txt");
        check(".", "", ".", ".");
    }

    #[test]
    fn a_position_escapes_what_could_be_mistaken() {
        check("100%.txt", "", "100%.txt", "100%.txt");
        check("a%20b.txt", "", "a%20b.txt", "a%2520b.txt");
        check("a.jsonl#12", "", "a.jsonl#12", "a.jsonl%2312");
        check("c#.txt", "", "c#.txt", "c#.txt");
        check("hello!.txt", "", "hello!.txt", "hello%21.txt");
        check("./-", "", "-", "%2D");
    }

    #[test]
    fn lines_are_numbered_behind_the_name() {
        let line = name("./-#3", "").line(7);
        assert_eq!(line, Name { id: "-#3#7".to_owned(), position: "-%233#7".to_owned() });
    }

    #[test]
    fn members_stand_behind_their_archive() {
        let archive = name("a!.tar", "");
        let expected = Name { id: "a!.tar!b!/c#1".to_owned(), position: "a%21.tar!b%21/c%231".to_owned() };
        assert_eq!(archive.member(b"b!/c#1", 1), expected);
        assert_eq!(archive.member(b"b", 2).position, "a%21.tar!b%2B2");
        assert_eq!(archive.member(b"b%2B2", 1).position, "a%21.tar!b%252B2");
    }

    #[cfg(unix)]
    #[test]
    fn bytes_that_are_not_utf8_are_kept_apart() {
        use std::ffi::OsStr;
        use std::os::unix::ffi::OsStrExt;
        let name =
            |bytes| Place::new(Path::new(OsStr::from_bytes(bytes)), Path::new(""), None).name(Path::new(""));
        let expected = Name { id: "a\u{fffd}.txt".to_owned(), position: "a%FF.txt".to_owned() };
        assert_eq!(name(b"a\xff.txt"), expected);
        assert_eq!(name(b"a%FF.txt").position, "a%25FF.txt");
    }

    #[test]
    fn below_a_root_names_are_relative_to_it() {
        let folder = tempfile::tempdir().unwrap();
        let folder = folder.path().canonicalize().unwrap();
        let root = Root::new(&folder).unwrap();
        let name = |path: &str| {
            let path = Path::new(path);
            Place::new(path, path, Some(&root)).name(Path::new("a.txt"))
        };
        let inside = name(&format!("{}/news", folder.display()));
        assert_eq!(inside, Name { id: "news/a.txt".to_owned(), position: "news/a.txt".to_owned() });
        let beside = name("news");
        assert_eq!(beside, Name { id: "news/a.txt".to_owned(), position: "./news/a.txt".to_owned() });
        assert_eq!(name("./news"), beside);
        let elsewhere = name("/elsewhere");
        assert_eq!(elsewhere.position, "/elsewhere/a.txt");
        assert_eq!(name(&folder.display().to_string()).id, "a.txt");
    }

    proptest! {
        #[test]
        fn different_paths_have_different_positions(
            a in "[-%#!2aF\u{fffd}]{1,6}", b in "[-%#!2aF\u{fffd}]{1,6}",
        ) {
            prop_assert_eq!(a == b, escaped(a.as_bytes()) == escaped(b.as_bytes()));
        }

        #[test]
        fn different_bytes_have_different_positions(
            a in proptest::collection::vec(prop::sample::select(&b"%#2F\xff\xd8\xb3"[..]), 1..6),
            b in proptest::collection::vec(prop::sample::select(&b"%#2F\xff\xd8\xb3"[..]), 1..6),
        ) {
            prop_assert_eq!(a == b, escaped(&a) == escaped(&b));
        }
    }
}
