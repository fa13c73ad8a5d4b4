//! What keeps a corpus from being opened.

use std::io;
use std::path::{Path, PathBuf};

use super::left_out::LeftOut;

/// What keeps a corpus from being opened: found before the first document is read.
///
/// A file or a folder that is there and cannot be read is no error but an [`Unread`](crate::Unread).
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum CorpusError {
    /// There is nothing to read from.
    #[error("no file or folder was given")]
    NoPaths,
    /// A path that was given leads nowhere.
    #[error("{}: no such file or folder", path.display())]
    Missing {
        /// The path as given.
        path: PathBuf,
        /// The part of the path that is there; empty where even its first folder is not.
        present: PathBuf,
    },
    /// A path that was given cannot be looked at, for another reason than a missing permission.
    #[error("{}: {source}", path.display())]
    Unreadable {
        /// The path as given.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// The folder to which ids should be relative is not there, or no folder.
    #[error("{}: ids cannot be relative to it: {source}", path.display())]
    Root {
        /// The folder as given.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// A glob that is none.
    #[error("`{glob}` is no glob: {message}")]
    Glob {
        /// The glob as given.
        glob: String,
        /// What is wrong with it.
        message: String,
    },
    /// What is to be read is what is to be written.
    #[error("{}: it is a document of the run, and {}", input.display(), written(output))]
    Overwritten {
        /// The path of the document.
        input: PathBuf,
        /// The output that it is, or in which it stands, as given; `-` for the standard output, `/dev/stderr` for the
        /// standard error.
        output: PathBuf,
    },
    /// A list of paths cannot be read.
    #[error("{}: the list of paths cannot be read: {source}", path.display())]
    FilesFrom {
        /// The path of the list as given, `-` for the standard input.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// The program that files should go through is not there.
    #[error("`{}`: no such program", command.display())]
    Preprocessor {
        /// The program as given.
        command: PathBuf,
    },
    /// Something was set of a format that this build does not read.
    #[error("settings of {format}, which this build does not read: its cargo feature `{feature}` is off")]
    Unbuilt {
        /// The name of the format.
        format: &'static str,
        /// The cargo feature that reads it.
        feature: &'static str,
    },
    /// The folders that were given hold nothing to read.
    #[error("no documents in {}", listed(paths))]
    NoDocuments {
        /// The paths as given.
        paths: Vec<PathBuf>,
        /// Entries that were seen and left out.
        left_out: LeftOut,
    },
}

impl CorpusError {
    /// A path that leads nowhere, with the part of it that is there.
    pub(super) fn missing(path: &Path) -> Self {
        let present = path.ancestors().skip(1).find(|ancestor| ancestor.exists());
        Self::Missing { path: path.to_owned(), present: present.unwrap_or(Path::new("")).to_owned() }
    }

    /// A document that would be overwritten.
    pub(super) fn overwritten(input: &Path, output: &Path) -> Self {
        Self::Overwritten { input: input.to_owned(), output: output.to_owned() }
    }

    /// What can be done about it, where that is known.
    #[must_use]
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::NoPaths => Some("name files or folders, or `-` for the standard input".to_owned()),
            Self::Missing { path, present } => Some(missing_hint(path, present)),
            Self::Unreadable { .. } => None,
            Self::Root { .. } => Some("name the folder that holds the corpus".to_owned()),
            Self::Glob { .. } => {
                Some("globs are written as for `rg -g`, with `!` before what to leave out".to_owned())
            }
            Self::Overwritten { .. } => Some("nothing was written; give the output another path".to_owned()),
            Self::FilesFrom { .. } => None,
            Self::Preprocessor { .. } => {
                Some("name a program in a folder of PATH, or give its path; it takes no arguments".to_owned())
            }
            Self::Unbuilt { feature, .. } => {
                Some(format!("build textmill with `features = [\"{feature}\"]`"))
            }
            Self::NoDocuments { paths, left_out } if paths.is_empty() && left_out.is_empty() => {
                Some("the list is empty: is it the right one?".to_owned())
            }
            Self::NoDocuments { left_out, .. } if left_out.is_empty() => {
                Some("the folder is empty: is it the right one?".to_owned())
            }
            Self::NoDocuments { left_out, .. } => Some(left_out_hint(left_out)),
        }
    }
}

fn left_out_hint(left_out: &LeftOut) -> String {
    let reasons: Vec<_> = left_out.iter().map(|(reason, count)| format!("{count} {reason}")).collect();
    format!("left out: {}; what is named itself is read whatever it is", reasons.join(", "))
}

fn missing_hint(path: &Path, present: &Path) -> String {
    if let Some((scheme, _)) = path.to_str().and_then(|path| path.split_once("://"))
        && scheme.bytes().all(|byte| byte.is_ascii_alphanumeric())
    {
        return format!("textmill fetches nothing: `curl {} | textmill analyze -` reads it", path.display());
    }
    if present.is_file() {
        return format!("`{}` is a file, not a folder", present.display());
    }
    let absent = path.strip_prefix(present).ok().and_then(|rest| rest.components().next());
    let absent = absent.map_or(path, |component| Path::new(component.as_os_str())).display();
    match std::env::current_dir() {
        Ok(current) if present.as_os_str().is_empty() => {
            format!("there is no `{absent}` in the current folder, {}", current.display())
        }
        _ => format!("`{}` is there, `{absent}` in it is not", present.display()),
    }
}

/// How an output would overwrite a document.
fn written(output: &Path) -> String {
    match output.to_str() {
        Some("-") => "the standard output goes into it".to_owned(),
        Some("/dev/stderr") => "the standard error goes into it".to_owned(),
        _ if output.is_dir() => format!("stands in {}, which the run writes to", output.display()),
        _ => format!("the output {} would overwrite it", output.display()),
    }
}

/// The first few paths, between backticks.
fn listed(paths: &[PathBuf]) -> String {
    if paths.is_empty() {
        return "the list of paths".to_owned();
    }
    const SHOWN: usize = 3;
    let mut names: Vec<_> = paths.iter().take(SHOWN).map(|path| format!("`{}`", path.display())).collect();
    if paths.len() > SHOWN {
        names.push(format!("{} more", paths.len() - SHOWN));
    }
    names.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(error: &CorpusError, message: &str, hint: &str) {
        assert_eq!(error.to_string(), message);
        assert_eq!(error.hint().unwrap_or_default(), hint);
    }

    #[test]
    fn messages_name_the_place_and_hints_the_way_out() {
        let here = std::env::current_dir().unwrap();
        let folder = tempfile::tempdir().unwrap();
        let folder = folder.path().display();
        check(
            &CorpusError::NoPaths,
            "no file or folder was given",
            "name files or folders, or `-` for the standard input",
        );
        check(
            &CorpusError::missing(Path::new("nowhere/at/all.txt")),
            "nowhere/at/all.txt: no such file or folder",
            &format!("there is no `nowhere` in the current folder, {}", here.display()),
        );
        check(
            &CorpusError::missing(&PathBuf::from(format!("{folder}/news/2024"))),
            &format!("{folder}/news/2024: no such file or folder"),
            &format!("`{folder}` is there, `news` in it is not"),
        );
        check(
            &CorpusError::missing(Path::new("https://example.org/a.html")),
            "https://example.org/a.html: no such file or folder",
            "textmill fetches nothing: `curl https://example.org/a.html | textmill analyze -` reads it",
        );
        let file = tempfile::NamedTempFile::new().unwrap();
        check(
            &CorpusError::missing(&file.path().join("a.txt")),
            &format!("{}/a.txt: no such file or folder", file.path().display()),
            &format!("`{}` is a file, not a folder", file.path().display()),
        );
        check(
            &CorpusError::NoDocuments {
                paths: ["a", "b", "c", "d", "e"].map(PathBuf::from).to_vec(),
                left_out: LeftOut::default(),
            },
            "no documents in `a`, `b`, `c`, 2 more",
            "the folder is empty: is it the right one?",
        );
        let mut left_out = LeftOut::default();
        left_out.add(LeftOut::HIDDEN, 2);
        left_out.add(LeftOut::LINKS, 1);
        check(
            &CorpusError::NoDocuments { paths: vec![PathBuf::from("a")], left_out },
            "no documents in `a`",
            "left out: 2 hidden, 1 links; what is named itself is read whatever it is",
        );
        check(
            &CorpusError::NoDocuments { paths: Vec::new(), left_out: LeftOut::default() },
            "no documents in the list of paths",
            "the list is empty: is it the right one?",
        );
        check(
            &CorpusError::Glob { glob: "[a".to_owned(), message: "unclosed character class".to_owned() },
            "`[a` is no glob: unclosed character class",
            "globs are written as for `rg -g`, with `!` before what to leave out",
        );
        check(
            &CorpusError::overwritten(Path::new("c/a.txt"), Path::new("link")),
            "c/a.txt: it is a document of the run, and the output link would overwrite it",
            "nothing was written; give the output another path",
        );
        check(
            &CorpusError::overwritten(Path::new("c/a.txt"), Path::new("-")),
            "c/a.txt: it is a document of the run, and the standard output goes into it",
            "nothing was written; give the output another path",
        );
        let source = io::ErrorKind::PermissionDenied.into();
        check(
            &CorpusError::FilesFrom { path: PathBuf::from("list"), source },
            "list: the list of paths cannot be read: permission denied",
            "",
        );
        check(
            &CorpusError::Preprocessor { command: PathBuf::from("pdf-to-text") },
            "`pdf-to-text`: no such program",
            "name a program in a folder of PATH, or give its path; it takes no arguments",
        );
        let source = io::Error::from(io::ErrorKind::NotADirectory);
        check(
            &CorpusError::Root { path: PathBuf::from("a.txt"), source },
            "a.txt: ids cannot be relative to it: not a directory",
            "name the folder that holds the corpus",
        );
    }
}
