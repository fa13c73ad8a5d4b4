//! A Parquet table with a row per document.
//!
//! | column | type |
//! | --- | --- |
//! | `id` | string |
//! | `source` | string: where the document stands, the same as the id where that says it |
//! | an analyzer's name | JSON, null where the document has no output |
//! | `layer.` and a layer's name | list of {`start`, `end`: uint32, `label`: string, `attributes`: JSON}, null where the layer is not there |
//! | `faults` | JSON, null where there are none |

use std::io::{self, Write};
use std::mem;
use std::sync::Arc;

use parquet::basic::{Compression, Encoding, LogicalType, Repetition, Type as PhysicalType, ZstdLevel};
use parquet::errors::{ParquetError, Result};
use parquet::file::properties::{WriterProperties, WriterPropertiesBuilder};
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::types::{ColumnPath, Type, TypePtr};

use textmill::{DocumentLine, LineJson, LineSpan};

use super::column::{Spans, Texts};

/// The names of the columns that every table has.
pub(super) const FIXED_COLUMNS: [&str; 3] = ["id", "source", "faults"];

/// Rows of a row group at most.
const GROUP_ROWS: usize = 1 << 16;

/// Bytes of JSON Lines in a row group, about: what is held in memory before it is written.
const GROUP_BYTES: usize = 64 << 20;

/// A table that is being written.
pub(super) struct Table<'w> {
    writer: SerializedFileWriter<&'w mut (dyn Write + Send)>,
    rows: Rows,
}

impl<'w> Table<'w> {
    /// Begins a table with a column for each of `analyzers`, then one for each of `layers`.
    ///
    /// # Errors
    /// What the file system says.
    pub(super) fn new(
        output: &'w mut (dyn Write + Send),
        analyzers: &[&str],
        layers: &[String],
    ) -> io::Result<Self> {
        let mut distinct: Vec<&str> = Vec::with_capacity(layers.len());
        for layer in layers {
            if !distinct.contains(&layer.as_str()) {
                distinct.push(layer);
            }
        }
        let rows = Rows::new(analyzers, &distinct);
        let schema = schema(analyzers, &distinct).map_err(plain)?;
        let writer = SerializedFileWriter::new(output, schema, Arc::new(properties(&distinct)));
        Ok(Self { writer: writer.map_err(plain)?, rows })
    }

    /// Adds a document by its line.
    ///
    /// # Errors
    /// What is no line of a document, and what the file system says.
    pub(super) fn push(&mut self, line: &str) -> io::Result<()> {
        self.rows.push(serde_json::from_str(line)?)?;
        self.rows.bytes += line.len();
        if self.rows.count >= GROUP_ROWS || self.rows.bytes >= GROUP_BYTES {
            self.write_group().map_err(plain)?;
        }
        Ok(())
    }

    /// Writes what is left, and the table's end.
    ///
    /// # Errors
    /// What the file system says.
    pub(super) fn finish(mut self) -> io::Result<()> {
        if self.rows.count > 0 {
            self.write_group().map_err(plain)?;
        }
        self.writer.finish().map_err(plain)?;
        Ok(())
    }

    fn write_group(&mut self) -> Result<()> {
        let rows = self.rows.take();
        let mut group = self.writer.next_row_group()?;
        // In the order of the schema.
        rows.ids.write_required(&mut group)?;
        rows.sources.write_required(&mut group)?;
        for (_, outputs) in rows.analyzers {
            outputs.write_optional(&mut group)?;
        }
        for (_, spans) in rows.layers {
            spans.write(&mut group)?;
        }
        rows.faults.write_optional(&mut group)?;
        group.close()?;
        Ok(())
    }
}

/// The rows of a row group, by columns.
#[derive(Default)]
struct Rows {
    count: usize,
    /// Bytes of the lines they came in.
    bytes: usize,
    ids: Texts,
    sources: Texts,
    analyzers: Vec<(String, Texts)>,
    layers: Vec<(String, Spans)>,
    faults: Texts,
}

impl Rows {
    fn new(analyzers: &[&str], layers: &[&str]) -> Self {
        Self {
            analyzers: analyzers.iter().map(|name| ((*name).to_owned(), Texts::default())).collect(),
            layers: layers.iter().map(|name| ((*name).to_owned(), Spans::default())).collect(),
            ..Self::default()
        }
    }

    fn push(&mut self, line: DocumentLine<'_>) -> io::Result<()> {
        self.ids.push(Some(&line.id)).map_err(plain)?;
        self.sources.push(Some(line.position())).map_err(plain)?;
        for (name, outputs) in &mut self.analyzers {
            let output = line.analyzers.get(name.as_str());
            outputs.push(output.map(LineJson::json)).map_err(plain)?;
        }
        for (name, spans) in &mut self.layers {
            match line.layers.get(name.as_str()) {
                Some(layer) => {
                    layer.each(|span| push_span(spans, &span))?;
                    spans.end_list().map_err(plain)?;
                }
                None => spans.push_null(),
            }
        }
        let faults = Some(&line.faults).filter(|faults| !faults.is_empty());
        let faults = faults.map(serde_json::to_string).transpose()?;
        self.faults.push(faults.as_deref()).map_err(plain)?;
        self.count += 1;
        Ok(())
    }

    /// Gives the rows, and leaves none.
    fn take(&mut self) -> Self {
        let analyzers: Vec<&str> = self.analyzers.iter().map(|(name, _)| name.as_str()).collect();
        let layers: Vec<&str> = self.layers.iter().map(|(name, _)| name.as_str()).collect();
        let empty = Self::new(&analyzers, &layers);
        mem::replace(self, empty)
    }
}

fn push_span(spans: &mut Spans, span: &LineSpan<'_>) -> Result<()> {
    let attributes = Some(&span.attributes).filter(|attributes| !attributes.is_empty());
    let attributes = attributes.map(serde_json::to_string).transpose();
    let attributes = attributes.map_err(|error| ParquetError::External(error.into()))?;
    let (Some(start), Some(end)) = (span.start, span.end) else {
        return Err(ParquetError::General(
            "a layer of documents, without offsets, has no place in a table".to_owned(),
        ));
    };
    spans.push(start..end, span.label.as_deref(), attributes.as_deref())
}

fn layer_column(layer: &str) -> String {
    format!("layer.{layer}")
}

fn schema(analyzers: &[&str], layers: &[&str]) -> Result<TypePtr> {
    let mut columns = vec![
        text("id", Repetition::REQUIRED, LogicalType::String)?,
        text("source", Repetition::REQUIRED, LogicalType::String)?,
    ];
    for analyzer in analyzers {
        columns.push(text(analyzer, Repetition::OPTIONAL, LogicalType::Json)?);
    }
    for layer in layers {
        columns.push(list(&layer_column(layer), span()?)?);
    }
    columns.push(text("faults", Repetition::OPTIONAL, LogicalType::Json)?);
    Ok(Arc::new(Type::group_type_builder("document").with_fields(columns).build()?))
}

fn span() -> Result<TypePtr> {
    let fields = vec![
        offset("start")?,
        offset("end")?,
        text("label", Repetition::OPTIONAL, LogicalType::String)?,
        text("attributes", Repetition::OPTIONAL, LogicalType::Json)?,
    ];
    let span = Type::group_type_builder("element").with_repetition(Repetition::REQUIRED).with_fields(fields);
    Ok(Arc::new(span.build()?))
}

/// A list in three levels, as Parquet's page on logical types wants it.
fn list(name: &str, element: TypePtr) -> Result<TypePtr> {
    let items = Type::group_type_builder("list")
        .with_repetition(Repetition::REPEATED)
        .with_fields(vec![element])
        .build()?;
    let list = Type::group_type_builder(name)
        .with_repetition(Repetition::OPTIONAL)
        .with_logical_type(Some(LogicalType::List))
        .with_fields(vec![Arc::new(items)]);
    Ok(Arc::new(list.build()?))
}

fn text(name: &str, repetition: Repetition, kind: LogicalType) -> Result<TypePtr> {
    let column = Type::primitive_type_builder(name, PhysicalType::BYTE_ARRAY)
        .with_repetition(repetition)
        .with_logical_type(Some(kind));
    Ok(Arc::new(column.build()?))
}

fn offset(name: &str) -> Result<TypePtr> {
    let column = Type::primitive_type_builder(name, PhysicalType::INT32)
        .with_repetition(Repetition::REQUIRED)
        .with_logical_type(Some(LogicalType::integer(32, false)));
    Ok(Arc::new(column.build()?))
}

fn properties(layers: &[&str]) -> WriterProperties {
    let plain = WriterProperties::builder()
        .set_created_by(concat!("textmill ", env!("CARGO_PKG_VERSION")).to_owned())
        .set_compression(Compression::ZSTD(ZstdLevel::default()));
    layers.iter().fold(plain, |properties, layer| pack_offsets(properties, layer)).build()
}

/// Offsets grow from span to span, and hardly one is there twice.
fn pack_offsets(properties: WriterPropertiesBuilder, layer: &str) -> WriterPropertiesBuilder {
    ["start", "end"].into_iter().fold(properties, |properties, field| {
        let parts = [&layer_column(layer), "list", "element", field].map(str::to_owned);
        let column = ColumnPath::new(parts.into());
        properties
            .set_column_dictionary_enabled(column.clone(), false)
            .set_column_encoding(column, Encoding::DELTA_BINARY_PACKED)
    })
}

/// The file system's own error, where it is one.
fn plain(error: ParquetError) -> io::Error {
    match error {
        ParquetError::External(cause) => match cause.downcast::<io::Error>() {
            Ok(error) => *error,
            Err(cause) => io::Error::other(cause),
        },
        error => io::Error::other(error),
    }
}
