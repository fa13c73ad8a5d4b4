//! Lines of `--documents` among the paths of documents: what an earlier run kept of them, with their texts.

use std::borrow::Cow;
use std::collections::VecDeque;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

use serde_json::{Map, Value};
use textmill::{Document, DocumentLine, Item, Paths, Source, SourceProgress, Unread};

use crate::error::Error;

/// The documents of lines that an earlier run wrote, by the ids, the places and the metadata that they had in it.
#[derive(Debug)]
pub(crate) struct KeptLines {
    files: VecDeque<PathBuf>,
    open: Option<OpenFile>,
    progress: SourceProgress,
    failure: Option<String>,
}

/// What is read: documents, or what an earlier run kept of them.
#[derive(Debug)]
pub(crate) enum Opened {
    Documents(Box<Paths>),
    Kept(KeptLines),
}

impl Opened {
    pub(crate) fn source(&mut self) -> &mut dyn Source {
        match self {
            Self::Documents(documents) => &mut **documents,
            Self::Kept(lines) => lines,
        }
    }
}

#[derive(Debug)]
struct OpenFile {
    path: PathBuf,
    reader: BufReader<File>,
    line: u64,
}

impl KeptLines {
    /// The lines, where the paths lead to such; nothing where they lead to documents. `options` are those that were given and
    /// say how documents are read.
    ///
    /// # Errors
    /// Lines without texts, among other files, or with options that say nothing of them.
    pub(crate) fn of(paths: &[PathBuf], options: &[String]) -> Result<Option<Self>, Error> {
        let Some(kept) = paths.iter().find(|path| is_kept(path)) else { return Ok(None) };
        if let Some(other) = paths.iter().find(|path| !is_kept(path)) {
            let message = format!(
                "{} has what an earlier run found in documents, and {} has none of that",
                kept.display(),
                other.display()
            );
            return Err(Error::usage(message).with_hint("give them one at a time"));
        }
        if let Some(option) = options.first() {
            let message = format!(
                "{option} says how documents are read, and those of {} were, when it was written",
                kept.display()
            );
            return Err(Error::usage(message).with_hint(format!("leave {option} out, or give the documents")));
        }
        for path in paths {
            check_texts(path)?;
        }
        let total = paths.iter().map(|path| path.metadata().map_or(0, |found| found.len())).sum();
        Ok(Some(Self {
            files: paths.iter().cloned().collect(),
            open: None,
            progress: SourceProgress { read: 0, total: Some(total) },
            failure: None,
        }))
    }

    /// # Errors
    /// Why a file cannot be read on.
    fn next_line(&mut self) -> Result<Option<Item>, String> {
        loop {
            let file = match &mut self.open {
                Some(file) => file,
                None => {
                    let Some(path) = self.files.pop_front() else { return Ok(None) };
                    let opened = File::open(&path).map_err(|error| unread(&path, &error))?;
                    let reader = BufReader::with_capacity(1 << 20, opened);
                    self.open.insert(OpenFile { path, reader, line: 0 })
                }
            };
            let line = read_line(&mut file.reader).map_err(|error| unread(&file.path, &error))?;
            self.progress.read += line.len() as u64;
            file.line += 1;
            if line.is_empty() {
                self.open = None;
            } else if !line.trim().is_empty() {
                return Ok(Some(item(&line, &format!("{}#{}", file.path.display(), file.line))));
            }
        }
    }
}

impl Source for KeptLines {
    fn next_item(&mut self) -> Option<Item> {
        self.next_line().unwrap_or_else(|failure| {
            self.failure = Some(failure);
            None
        })
    }

    fn failure(&self) -> Option<String> {
        self.failure.clone()
    }

    fn progress(&self) -> SourceProgress {
        self.progress
    }
}

/// The longest line that is taken up, in bytes: one of the greatest document, with its layers, is shorter.
const LONGEST: u64 = 1 << 30;

/// The next line with its end; nothing is left where it is empty.
///
/// # Errors
/// Among them, that the line is longer than any that a run writes.
fn read_line(reader: &mut impl BufRead) -> io::Result<String> {
    let mut line = String::new();
    let read = reader.take(LONGEST).read_line(&mut line)?;
    if read as u64 == LONGEST && !line.ends_with('\n') {
        return Err(io::Error::other("it has a line of over 1 GiB"));
    }
    Ok(line)
}

fn unread(path: &Path, error: &io::Error) -> String {
    format!("{}: {error}", path.display())
}

/// What a line at `place` is of.
fn item(line: &str, place: &str) -> Item {
    let line: DocumentLine<'_> = match serde_json::from_str(line) {
        Ok(line) => line,
        Err(error) => {
            let message = format!("it is no line of `--documents`: {error}");
            return Item::Unread(Unread { id: place.to_owned(), position: place.to_owned(), message });
        }
    };
    let (id, position) = (line.id.to_string(), line.position().to_string());
    let Some(text) = line.text else {
        let reason = line.faults.iter().find(|fault| fault.analyzer.is_none());
        let message =
            reason.map_or_else(|| "its line has no text".to_owned(), |fault| fault.message.to_string());
        return Item::Unread(Unread { id, position, message });
    };
    let metadata = line.metadata.map(Cow::into_owned).unwrap_or_default();
    Item::Document(Document { id, position, text: text.into_owned(), metadata, ..Document::default() })
}

/// Whether a file has lines of `--documents`, by its first: an object with nothing in it but what they have, and with what was
/// found.
fn is_kept(path: &Path) -> bool {
    const FIELDS: [&str; 9] =
        ["id", "source", "group", "metadata", "text", "analyzers", "layers", "removed", "faults"];
    let Ok(Some(line)) = first_line(path) else { return false };
    let Ok(fields) = serde_json::from_str::<Map<String, Value>>(&line) else { return false };
    let is_known = fields.keys().all(|field| FIELDS.contains(&field.as_str()));
    let has_found = ["analyzers", "layers", "faults"].iter().any(|field| fields.contains_key(*field));
    is_known && has_found && serde_json::from_str::<DocumentLine<'_>>(&line).is_ok()
}

/// The first line of a file that can be such: what is no file would lose what is read from it.
fn first_line(path: &Path) -> io::Result<Option<String>> {
    if !path.metadata()?.is_file() {
        return Ok(None);
    }
    let mut reader = BufReader::new(File::open(path)?);
    if !reader.fill_buf()?.starts_with(br#"{"id":"#) {
        return Ok(None);
    }
    read_line(&mut reader).map(Some)
}

/// # Errors
/// Lines of which the first that is of a document has no text.
fn check_texts(path: &Path) -> Result<(), Error> {
    let fails = |error: io::Error| Error::io(path.display(), &error);
    let mut reader = BufReader::new(File::open(path).map_err(fails)?);
    loop {
        let line = read_line(&mut reader).map_err(fails)?;
        let Ok(line) = serde_json::from_str::<DocumentLine<'_>>(&line) else { return Ok(()) };
        if line.text.is_some() {
            return Ok(());
        }
        if !line.faults.iter().any(|fault| fault.analyzer.is_none()) {
            let message = format!("{} has what was found in documents, and not their texts", path.display());
            return Err(Error::usage(message)
                .with_hint("write it with `analyze --documents FILE --texts`, or give the documents"));
        }
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    const UNREAD: &str =
        r#"{"id":"b","faults":[{"analyzer":null,"kind":"unread","message":"no text there"}]}"#;
    const TEXT: &str =
        r#"{"id":"a","source":"f#1","metadata":{"city":"York"},"text":"A fox.","analyzers":{}}"#;
    const NO_TEXT: &str = r#"{"id":"a","analyzers":{"k":{}}}"#;

    #[track_caller]
    fn check(lines: &[&str], expected: Result<&[&str], &str>) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("lines.jsonl");
        fs::write(&path, lines.join("\n")).unwrap();
        let found = KeptLines::of(std::slice::from_ref(&path), &[]).map(|kept| {
            let items = kept.into_iter().flat_map(|mut kept| std::iter::from_fn(move || kept.next_item()));
            let shown = items.flat_map(Item::made).map(|made| match made {
                Ok(Document { id, position, text, metadata, .. }) => {
                    format!("{id} {position} {text} {}", Value::Object(metadata))
                }
                Err(unread) => format!("{} {}", unread.id, unread.message),
            });
            shown.collect::<Vec<String>>()
        });
        match (found, expected) {
            (Ok(found), Ok(expected)) => assert_eq!(found, expected),
            (Err(error), Err(expected)) => assert!(error.to_string().contains(expected), "{error}"),
            (found, _) => panic!("{lines:?}: {found:?}"),
        }
    }

    #[test]
    fn lines_are_the_documents_that_they_are_of() {
        let document = r#"a f#1 A fox. {"city":"York"}"#;
        check(&[TEXT, UNREAD, "", NO_TEXT], Ok(&[document, "b no text there", "a its line has no text"]));
        check(&[UNREAD, TEXT], Ok(&["b no text there", document]));
        check(&[NO_TEXT], Err("has what was found in documents, and not their texts"));
        check(&[UNREAD, NO_TEXT], Err("not their texts"));
    }

    #[test]
    fn what_others_wrote_is_no_such_line() {
        for line in [
            r#"{"id":"a","text":"A fox."}"#,
            r#"{"id":"a","text":"A fox.","analyzers":{},"own":1}"#,
            r#"{"text":"A fox.","analyzers":{},"id":"a"}"#,
            r#"{"id":1,"text":"A fox.","analyzers":{}}"#,
            "A fox.",
            "",
        ] {
            check(&[line], Ok(&[]));
        }
    }

    #[test]
    fn what_says_nothing_of_them_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let [kept, text] = ["kept.jsonl", "b.txt"].map(|name| folder.path().join(name));
        fs::write(&kept, TEXT).unwrap();
        fs::write(&text, "A fox.").unwrap();
        let message = |paths: &[PathBuf], options: &[String]| {
            KeptLines::of(paths, options).err().map(|error| error.to_string()).unwrap_or_default()
        };
        assert!(message(&[text, kept.clone()], &[]).ends_with("b.txt has none of that"));
        let options = ["--text-field".to_owned()];
        assert!(message(&[kept], &options).starts_with("--text-field says how documents are read"));
    }
}
