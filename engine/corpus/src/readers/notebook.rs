//! Notebooks of Jupyter (nbformat 3 and 4): the text of their cells in Markdown.

use std::borrow::Cow;
use std::fmt;
use std::io;
use std::marker::PhantomData;

use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};

use super::json_lines::mended;
use super::markdown::{Plain, plain};
use super::page::Page;
use super::whole::{Kind, Whole};
use crate::encoding::{Decoded, decode};
use crate::left_out::LeftOut;
use crate::name::Name;
use crate::options::{Code, Format, InvalidText};
use crate::reader::{Context, Data, Reader};
use crate::source::Removed;

/// Begins with a notebook.
pub(super) fn open(data: Data, name: Name, context: &Context) -> io::Result<Box<dyn Reader>> {
    Ok(Whole::open(Kind::Notebook, data, name, context))
}

/// Counts the outputs of a notebook, and the pictures in them and in its cells: by the keys that each has.
pub(super) fn count_left_out(notebook: &[u8], context: &Context) {
    for (key, reason) in [(&b"\"output_type\""[..], "outputs"), (b"\"image/", LeftOut::IMAGES)] {
        context.leave_out_several(reason, memchr::memmem::find_iter(notebook, key).count() as u64);
    }
}

/// A notebook, as far as it is read. Of outputs nothing is: they are what a program wrote, most of them images.
#[derive(Debug, Default)]
struct Notebook {
    cells: Option<Vec<Cell>>,
    /// Where version 3 has its cells.
    worksheets: Option<Vec<Worksheet>>,
    metadata: Map<String, Value>,
}

#[derive(Debug, Default)]
struct Worksheet {
    cells: Vec<Cell>,
}

#[derive(Debug, Default)]
struct Cell {
    cell_type: String,
    source: Option<Source>,
    /// What version 3 calls the source of code.
    input: Option<Source>,
    /// The rank of a heading of version 3.
    level: Option<u8>,
}

/// What is read of an object, field by field. Of two fields with one name the last counts, as in lines of JSON Lines.
trait Fields: Default {
    /// Reads a field of that name; whether it is one of those that are read.
    fn field<'de, A: MapAccess<'de>>(&mut self, name: &str, map: &mut A) -> Result<bool, A::Error>;
}

impl Fields for Notebook {
    fn field<'de, A: MapAccess<'de>>(&mut self, name: &str, map: &mut A) -> Result<bool, A::Error> {
        match name {
            "cells" => self.cells = map.next_value()?,
            "worksheets" => self.worksheets = map.next_value()?,
            "metadata" => self.metadata = map.next_value::<Option<_>>()?.unwrap_or_default(),
            _ => return Ok(false),
        }
        Ok(true)
    }
}

impl Fields for Worksheet {
    fn field<'de, A: MapAccess<'de>>(&mut self, name: &str, map: &mut A) -> Result<bool, A::Error> {
        let is_read = name == "cells";
        if is_read {
            self.cells = map.next_value::<Option<_>>()?.unwrap_or_default();
        }
        Ok(is_read)
    }
}

impl Fields for Cell {
    fn field<'de, A: MapAccess<'de>>(&mut self, name: &str, map: &mut A) -> Result<bool, A::Error> {
        match name {
            "cell_type" => self.cell_type = map.next_value::<Option<_>>()?.unwrap_or_default(),
            "source" => self.source = map.next_value()?,
            "input" => self.input = map.next_value()?,
            "level" => self.level = map.next_value()?,
            _ => return Ok(false),
        }
        Ok(true)
    }
}

/// Reads an object.
struct Object<T>(PhantomData<T>);

impl<'de, T: Fields> Visitor<'de> for Object<T> {
    type Value = T;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<T, A::Error> {
        let mut read = T::default();
        while let Some(name) = map.next_key::<String>()? {
            if !read.field(&name, &mut map)? {
                map.next_value::<IgnoredAny>()?;
            }
        }
        Ok(read)
    }
}

macro_rules! read_as_object {
    ($($type:ty),*) => {$(
        impl<'de> Deserialize<'de> for $type {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                deserializer.deserialize_map(Object(PhantomData))
            }
        }
    )*};
}

read_as_object!(Notebook, Worksheet, Cell);

/// A text, or its lines: joined as they are read, since a list of a million lines takes ten times its bytes.
#[derive(Debug, Default)]
struct Source(String);

impl<'de> Deserialize<'de> for Source {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Joined)
    }
}

/// Joins the lines of a source.
struct Joined;

impl<'de> Visitor<'de> for Joined {
    type Value = Source;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a text, or a list of its lines")
    }

    fn visit_str<E>(self, text: &str) -> Result<Source, E> {
        Ok(Source(text.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut lines: A) -> Result<Source, A::Error> {
        let mut text = String::new();
        while let Some(line) = lines.next_element::<Cow<'de, str>>()? {
            text.push_str(&line);
        }
        Ok(Source(text))
    }
}

/// Reads a notebook.
///
/// # Errors
/// The message of what is none.
pub(super) fn read(bytes: Vec<u8>, format: &Format) -> Result<Page, String> {
    let decoded = decode(bytes, format.encoding, &[]);
    let (notebook, replaced) =
        parse(&decoded.text, format).map_err(|error| format!("no notebook of Jupyter: {error}"))?;
    let Notebook { cells, worksheets, metadata } = notebook;
    if cells.is_none() && worksheets.is_none() {
        return Err("no notebook of Jupyter: it has no cells".to_owned());
    }
    let older = worksheets.into_iter().flatten().flat_map(|sheet| sheet.cells);
    let mut all = Plain { metadata: about(&metadata, format), ..Plain::default() };
    for cell in cells.into_iter().flatten().chain(older) {
        add(&mut all, cell, format)?;
    }
    let Plain { text, removed, metadata } = all;
    // What was replaced is an escape, of which the place tells nothing.
    let first_invalid = decoded.first_invalid.or(replaced.then_some(0));
    Ok(Page { decoded: Decoded { text, first_invalid, ..decoded }, metadata, removed })
}

/// The notebook that a text is, mended where it must be, as lines of JSON Lines are; whether something of it was replaced.
fn parse(text: &str, format: &Format) -> serde_json::Result<(Notebook, bool)> {
    let error = match serde_json::from_str(text) {
        Ok(notebook) => return Ok((notebook, false)),
        Err(error) => error,
    };
    let may_replace = format.invalid_text == InvalidText::Replace;
    let mended = mended(text).filter(|mended| may_replace || !mended.replaced);
    match mended.map(|mended| (serde_json::from_str(&mended.line), mended.replaced)) {
        Some((Ok(notebook), replaced)) => Ok((notebook, replaced)),
        _ => Err(error),
    }
}

/// Adds what a cell says.
fn add(all: &mut Plain, cell: Cell, format: &Format) -> Result<(), String> {
    let source = cell.source.or(cell.input).unwrap_or_default().0;
    let source = match cell.level {
        Some(1) => format!("# {source}"),
        Some(_) => format!("## {source}"),
        None => source,
    };
    match cell.cell_type.as_str() {
        "markdown" | "heading" => {
            let mut cell = plain(&source, format)?;
            append(&mut all.text, &cell.text);
            all.removed.append(&mut cell.removed);
            for (field, value) in cell.metadata {
                all.metadata.entry(field).or_insert(value);
            }
        }
        // Cells of raw text are for a converter: LaTeX, or settings of it.
        _ if format.code == Code::Read => append(&mut all.text, source.trim_end_matches('\n')),
        _ if source.trim().is_empty() => {}
        _ => all.removed.push(Removed { kind: "code", text: source }),
    }
    Ok(())
}

fn append(text: &mut String, cell: &str) {
    if !text.is_empty() && !cell.is_empty() {
        text.push_str("\n\n");
    }
    text.push_str(cell);
}

/// What a notebook says of itself: `title`, `author`.
fn about(metadata: &Map<String, Value>, format: &Format) -> Map<String, Value> {
    let authors = metadata.get("authors").and_then(Value::as_array).into_iter().flatten();
    let authors: Vec<&str> =
        authors.filter_map(|author| author.get("name").unwrap_or(author).as_str()).collect();
    let title = metadata.get("title").and_then(Value::as_str).unwrap_or_default();
    let fields = [("title", title.to_owned()), ("author", authors.join(", "))];
    let wanted = |field: &str| format.metadata_fields.as_ref().is_none_or(|fields| fields.contains(field));
    let fields = fields.into_iter().filter(|(field, value)| wanted(field) && !value.trim().is_empty());
    fields.map(|(field, value)| (field.to_owned(), value.into())).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn page(notebook: &Value, code: Code) -> Page {
        read(notebook.to_string().into_bytes(), &Format { code, ..Format::default() }).unwrap()
    }

    #[test]
    fn cells_of_markdown_are_the_text() {
        let notebook = json!({
            "cells": [
                {"cell_type": "markdown", "source": ["# عنوان\n", "\n", "**One** two."]},
                {"cell_type": "code", "source": "print(1)", "outputs": [{"text": ["1"]}]},
                {"cell_type": "raw", "source": ""},
                {"cell_type": "markdown", "source": "Three.", "attachments": {"a.png": {"image/png": "x"}}},
            ],
            "metadata": {"authors": [{"name": "A"}, {"name": "B"}]}, "nbformat": 4, "nbformat_minor": 5,
        });
        let left = page(&notebook, Code::LeaveOut);
        assert_eq!(left.decoded.text, "عنوان\n\nOne two.\n\nThree.");
        assert_eq!(left.removed, [Removed { kind: "code", text: "print(1)".to_owned() }]);
        assert_eq!(Value::Object(left.metadata), json!({"title": "عنوان", "author": "A, B"}));
        let read = page(&notebook, Code::Read);
        assert_eq!(read.decoded.text, "عنوان\n\nOne two.\n\nprint(1)\n\nThree.");
    }

    #[test]
    fn version_3_is_read() {
        let notebook = json!({
            "worksheets": [{"cells": [
                {"cell_type": "heading", "level": 1, "source": ["Title"]},
                {"cell_type": "markdown", "source": ["text"]},
                {"cell_type": "code", "input": ["1"], "outputs": []},
            ]}],
            "metadata": {"name": ""}, "nbformat": 3,
        });
        let page = page(&notebook, Code::LeaveOut);
        assert_eq!((&*page.decoded.text, page.removed.len()), ("Title\n\ntext", 1));
    }

    #[test]
    fn what_programs_write_for_json_is_read() {
        let cell = r#"{"cell_type":"markdown","source":"The harbour","metadata":{}}"#;
        for (notebook, replaced) in [
            (format!(r#"{{"metadata":{{"x":NaN}},"cells":[{cell}]}}"#), false),
            (format!(r#"{{"cells":[{{"outputs":[{{"a":[-Infinity,1e400]}}],"source":""}},{cell}]}}"#), false),
            (format!("{{\"cells\":[{cell},]}}\n\0\0\u{1a}"), false),
            (format!(r#"{{"cells":[],"cells":[{cell}],"metadata":null}}"#), false),
            (r#"{"cells":[{"source":"a","cell_type":"markdown","source":"The harbour"}]}"#.to_owned(), false),
            (r#"{"cells":[{"cell_type":"markdown","source":"The harbour\ud83d"}]}"#.to_owned(), true),
        ] {
            let page = read(notebook.clone().into_bytes(), &Format::default()).unwrap();
            assert!(page.decoded.text.starts_with("The harbour"), "{notebook}");
            assert_eq!(page.decoded.first_invalid.is_some(), replaced, "{notebook}");
            let format = Format { invalid_text: InvalidText::Fault, ..Format::default() };
            assert_eq!(read(notebook.clone().into_bytes(), &format).is_err(), replaced, "{notebook}");
        }
    }

    #[test]
    fn what_is_no_notebook_is_named() {
        for (text, expected) in [
            ("{}", "no notebook of Jupyter: it has no cells"),
            ("", "no notebook of Jupyter: EOF while parsing a value at line 1 column 0"),
            ("{\"cells\": [", "no notebook of Jupyter: EOF while parsing a list at line 1 column 11"),
        ] {
            assert_eq!(read(text.as_bytes().to_vec(), &Format::default()).unwrap_err(), expected);
        }
        let deep = format!("{{\"cells\":[],\"metadata\":{}", "[".repeat(100_000));
        assert!(read(deep.into_bytes(), &Format::default()).is_err());
    }
}
