//! A page: a report, with what was found in each document, as one file (`textmill_page`).

use std::fs::File;
use std::io::{self, BufRead, BufReader, BufWriter, Seek, Write};
use std::path::{Path, PathBuf};

use serde_json::Value;
use textmill::{DocumentLine, Engine, LineSpan};
use textmill_page::{Documents, Page, PageDocument, PageError, PageFault, PageRecord, PageSpan, TextDetail};

use crate::documents;
use crate::error::{Error, unnamed_file};
use crate::output::{self, Output, named};
use crate::terminal::{Console, number};

/// How every page begins, and nothing else does.
pub(crate) const BEGINNING: &str = "<!doctype html>\n<!-- Textmill page";

/// Layers that a page has no use for: every word and every sentence.
const NOT_SHOWN: [&str; 2] = ["tokens", "sentences"];

/// What is asked of a page.
#[derive(Clone, Debug)]
pub(crate) struct PagePlace {
    pub(crate) path: PathBuf,
    /// Bytes that it takes at most.
    pub(crate) bytes: u64,
    pub(crate) texts: TextDetail,
}

/// A page that is begun before its run, and the lines of documents that it will be made of. They go into a file of their own,
/// since what is in a page is known once all are there.
#[derive(Debug)]
pub(crate) struct PageDraft<'a> {
    place: &'a PagePlace,
    output: Output,
    lines: BufWriter<File>,
}

impl<'a> PageDraft<'a> {
    /// Opens the place for it.
    ///
    /// # Errors
    /// A folder that cannot be written.
    pub(crate) fn create(place: &'a PagePlace) -> Result<Self, Error> {
        let output = Output::create(&place.path)?;
        let lines = tempfile::tempfile().map_err(|error| Error::temporary(&error))?;
        Ok(Self { place, output, lines: BufWriter::with_capacity(1 << 20, lines) })
    }

    pub(crate) fn temporary_path(&self) -> Option<PathBuf> {
        self.output.temporary_path()
    }

    /// The layers that it shows, of those of a run.
    pub(crate) fn layers(engine: &Engine) -> impl Iterator<Item = String> {
        engine.layers().into_iter().filter(|name| !NOT_SHOWN.contains(&name.as_str()))
    }

    /// Writes the page of a report.
    ///
    /// # Errors
    /// A page that has no room, or cannot be written.
    pub(crate) fn finish(self, report: &Value, console: &Console) -> Result<Output, Error> {
        let Self { place, mut output, lines } = self;
        let lines = lines.into_inner().map_err(|error| Error::temporary(error.error()))?;
        let mut lines = Lines::new(lines);
        let page = Page { report, against: None, bytes: place.bytes, texts: place.texts };
        let record = write(page, Some(&mut lines), &mut output)?;
        tell(&place.path, record, console);
        Ok(output)
    }
}

impl Write for PageDraft<'_> {
    fn write(&mut self, buffer: &[u8]) -> io::Result<usize> {
        self.lines.write(buffer).map_err(|error| named(unnamed_file(), &error))
    }

    fn flush(&mut self) -> io::Result<()> {
        self.lines.flush().map_err(|error| named(unnamed_file(), &error))
    }
}

/// Writes a page.
///
/// # Errors
/// A page that has no room, or cannot be written.
pub(crate) fn write(
    page: Page<'_>,
    lines: Option<&mut Lines>,
    output: &mut Output,
) -> Result<PageRecord, Error> {
    let documents = lines.map(|lines| lines as &mut dyn Documents);
    let written = page.write(documents, output).and_then(|record| {
        output.flush()?;
        Ok(record)
    });
    written.map_err(|error| match error {
        PageError::TooSmall { needed, bytes } => Error::new(format!(
            "the page takes {} without documents, and may take {}",
            number::bytes(needed),
            number::bytes(bytes)
        ))
        .with_hint("allow it more with --html-size, or group by what has fewer groups"),
        PageError::Io(error) => Error::io("the page", &error),
    })
}

/// Says what is in a page.
pub(crate) fn tell(path: &Path, record: PageRecord, console: &Console) {
    let place = path.display();
    let bytes = number::bytes(record.bytes);
    let of = number::counted(record.documents, "document");
    console.say(&match record.documents {
        0 => format!("{place}: {bytes}, of the report alone"),
        documents if documents == record.texts => format!("{place}: {bytes}, with the texts of {of}"),
        documents if documents == record.facts => {
            format!("{place}: {bytes}, with facts of {of} and the texts of {}", record.texts)
        }
        _ => format!(
            "{place}: {bytes}, with facts of {} and the texts of {} of {of}",
            record.facts, record.texts
        ),
    });
}

/// Lines of documents in a file.
#[derive(Debug)]
pub(crate) struct Lines(File);

impl Lines {
    pub(crate) fn new(file: File) -> Self {
        Self(file)
    }

    /// Opens what an earlier run wrote.
    ///
    /// # Errors
    /// A file that cannot be read.
    pub(crate) fn open(path: &Path) -> Result<Self, Error> {
        let fails = |error: io::Error| Error::io(path.display(), &error);
        // Looked at before it is opened, which would wait for whoever writes to a pipe.
        match path.metadata().map_err(fails)?.is_file() {
            true => File::open(path).map(Self).map_err(fails),
            false => Err(Error::new(format!("{}: it is no file, and is read twice", path.display()))
                .with_hint("write the lines of documents to a file, and give that")),
        }
    }
}

impl Documents for Lines {
    fn each(&mut self, take: &mut dyn FnMut(PageDocument<'_>) -> io::Result<()>) -> io::Result<()> {
        self.0.rewind()?;
        let mut reader = BufReader::with_capacity(1 << 20, &self.0);
        let mut line = String::new();
        let mut count = 0_u64;
        while reader.read_line(&mut line)? > 0 {
            count += 1;
            {
                let parsed: Result<DocumentLine<'_>, _> = serde_json::from_str(&line);
                let document = parsed.map_err(|error| {
                    io::Error::other(format!(
                        "line {count} of the documents is none of `--documents`: {error}"
                    ))
                })?;
                take(of_line(&document)?)?;
            }
            line.clear();
        }
        Ok(())
    }
}

/// What a page takes of a line.
fn of_line<'a>(line: &'a DocumentLine<'a>) -> io::Result<PageDocument<'a>> {
    let mut document = PageDocument {
        id: (&*line.id).into(),
        position: line.position().into(),
        group: line.group.as_deref().map(Into::into),
        metadata: line.metadata.as_deref().cloned().unwrap_or_default(),
        text: line.text.as_deref().map(Into::into),
        ..PageDocument::default()
    };
    for (name, output) in &line.analyzers {
        document.analyzers.push(((&**name).into(), output.read()?));
    }
    for (name, layer) in &line.layers {
        if NOT_SHOWN.contains(&&**name) {
            continue;
        }
        let mut spans = Vec::new();
        layer.each(|span: LineSpan<'_, Value>| {
            spans.push(PageSpan {
                bounds: span.start.zip(span.end),
                label: span.label.map(|label| label.into_owned().into()),
                attributes: span
                    .attributes
                    .into_iter()
                    .map(|(name, value)| (name.into_owned(), value))
                    .collect(),
            });
            Ok::<(), io::Error>(())
        })?;
        document.layers.push(((&**name).into(), spans));
    }
    let removed = line.removed.iter();
    document.removed = removed.map(|passage| ((&*passage.kind).into(), (&*passage.text).into())).collect();
    let faults = line.faults.iter().map(|fault| PageFault {
        analyzer: fault.analyzer.as_deref().map(Into::into),
        kind: fault.kind.to_string().into(),
        code: (&*fault.code).into(),
        message: (&*fault.message).into(),
    });
    document.faults = faults.collect();
    Ok(document)
}

/// Takes whole lines with texts, and gives them to a page, and without what was asked for on its account to a file of lines.
#[derive(Debug)]
pub(crate) struct LineSplitter<'a, 'p> {
    page: &'a mut PageDraft<'p>,
    documents: Option<&'a mut documents::Documents>,
    /// Whether the file of lines has texts too.
    texts: bool,
    /// The layers that it has.
    layers: &'a [String],
    /// A line that is not whole yet.
    open: Vec<u8>,
}

impl<'a, 'p> LineSplitter<'a, 'p> {
    pub(crate) fn new(
        page: &'a mut PageDraft<'p>,
        documents: Option<&'a mut documents::Documents>,
        texts: bool,
        layers: &'a [String],
    ) -> Self {
        Self { page, documents, texts, layers, open: Vec::new() }
    }
}

impl Write for LineSplitter<'_, '_> {
    fn write(&mut self, buffer: &[u8]) -> io::Result<usize> {
        self.page.write_all(buffer)?;
        let Some(documents) = &mut self.documents else { return Ok(buffer.len()) };
        self.open.extend_from_slice(buffer);
        let whole = self.open.iter().rposition(|&byte| byte == b'\n').map_or(0, |last| last + 1);
        let rest = self.open.split_off(whole);
        let lines = std::mem::replace(&mut self.open, rest);
        for line in str::from_utf8(&lines).map_err(io::Error::other)?.lines() {
            let mut line: DocumentLine<'_> = serde_json::from_str(line)?;
            line.layers.retain(|name, _| self.layers.iter().any(|layer| *layer == **name));
            if !self.texts {
                (line.group, line.metadata, line.text) = (None, None, None);
            }
            let mut written = serde_json::to_vec(&line)?;
            written.push(b'\n');
            documents.write_all(&written)?;
        }
        Ok(buffer.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.page.flush()?;
        self.documents.as_mut().map_or(Ok(()), |documents| documents.flush())
    }
}

/// Whether a file begins as a page does.
pub(crate) fn begins(head: &[u8]) -> bool {
    head.starts_with(BEGINNING.as_bytes())
}

/// A file without a name for lines that cannot be read twice.
///
/// # Errors
/// What cannot be read or written.
pub(crate) fn copied(mut from: impl io::Read) -> Result<Lines, Error> {
    let fails = |error: io::Error| Error::temporary(&error);
    let mut file = tempfile::tempfile().map_err(fails)?;
    io::copy(&mut from, &mut file).map_err(fails)?;
    Ok(Lines(file))
}

/// The place of a page beside its report.
pub(crate) fn beside(report: &Path) -> PathBuf {
    match output::is_standard_stream(report) {
        true => PathBuf::from(Output::STDOUT),
        false => report.with_extension("html"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_stands_beside_its_report() {
        assert_eq!(beside(Path::new("a/news.json")), Path::new("a/news.html"));
        assert_eq!(beside(Path::new("-")), Path::new("-"));
    }

    #[test]
    fn a_line_is_taken_as_a_whole() {
        let line = r#"{"id":"a","source":"f#1","group":"g","metadata":{"city":"York"},"text":"Salma","analyzers":{"k":{"t":{"x":1}}},"layers":{"entities":[{"start":0,"end":5,"label":"person","canonical":"Salma"}],"tokens":[]},"removed":[{"kind":"code","text":"c"}],"faults":[{"analyzer":"m","kind":"trap","message":"one"}]}"#;
        let line: DocumentLine<'_> = serde_json::from_str(line).unwrap();
        let document = of_line(&line).unwrap();
        assert_eq!((&*document.id, &*document.position, document.group.as_deref()), ("a", "f#1", Some("g")));
        assert_eq!((document.text.as_deref(), &document.metadata["city"]), (Some("Salma"), &"York".into()));
        assert_eq!(document.layers.len(), 1);
        let span = &document.layers[0].1[0];
        assert_eq!((span.bounds, span.label.as_deref()), (Some((0, 5)), Some("person")));
        assert_eq!(span.attributes["canonical"], "Salma");
        assert_eq!((&*document.faults[0].kind, &*document.removed[0].0), ("trap", "code"));
    }
}
