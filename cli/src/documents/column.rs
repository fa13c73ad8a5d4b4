//! The values of a column in one row group, and how they are written.
//!
//! Parquet says with two numbers per value where nulls and lists are (definition and repetition levels, in the format's
//! page under "Nested Encoding"). They are made from lengths while a column is written, a portion at a time, and not kept.

use std::io::Write;
use std::ops::Range;

use bytes::Bytes;
use parquet::data_type::{ByteArray, ByteArrayType, Int32Type};
use parquet::errors::{ParquetError, Result};
use parquet::file::writer::{SerializedColumnWriter, SerializedRowGroupWriter};

/// A row group that is being written: its columns in the order of the schema.
pub(super) type RowGroupWriter<'g, 'w> = SerializedRowGroupWriter<'g, &'w mut (dyn Write + Send)>;

/// Values that are handed to the writer at a time; the list of a document is not cut.
const PORTION: usize = 8_192;

/// Texts or nulls, back to back.
#[derive(Debug, Default)]
pub(super) struct Texts {
    bytes: Vec<u8>,
    /// The UTF-8 bytes of each; nothing for a null.
    lengths: Vec<Option<u32>>,
}

impl Texts {
    /// Adds a text or a null.
    ///
    /// # Errors
    /// A text of 4 GiB or more, which Parquet has no length for.
    pub(super) fn push(&mut self, text: Option<&str>) -> Result<()> {
        self.lengths.push(text.map(|text| u32::try_from(text.len())).transpose()?);
        self.bytes.extend_from_slice(text.unwrap_or_default().as_bytes());
        Ok(())
    }

    /// Writes the next column of a row group, in which there may be no nulls.
    pub(super) fn write_required(self, group: &mut RowGroupWriter<'_, '_>) -> Result<()> {
        write_column(group, |column| {
            self.portions(|values, _| column.typed::<ByteArrayType>().write_batch(&values, None, None))
        })
    }

    /// Writes the next column of a row group, in which there may be nulls.
    pub(super) fn write_optional(self, group: &mut RowGroupWriter<'_, '_>) -> Result<()> {
        write_column(group, |column| {
            self.portions(|values, lengths| {
                let definitions: Vec<i16> = lengths.iter().map(|length| length.is_some().into()).collect();
                column.typed::<ByteArrayType>().write_batch(&values, Some(&definitions), None)
            })
        })
    }

    fn portions(self, mut write: impl FnMut(Vec<ByteArray>, &[Option<u32>]) -> Result<usize>) -> Result<()> {
        let mut values = Values { bytes: self.bytes.into(), offset: 0 };
        for lengths in self.lengths.chunks(PORTION) {
            write(values.take(lengths), lengths)?;
        }
        Ok(())
    }
}

/// Gives texts one portion after the other.
struct Values {
    bytes: Bytes,
    offset: usize,
}

impl Values {
    /// The next texts, without the nulls.
    fn take(&mut self, lengths: &[Option<u32>]) -> Vec<ByteArray> {
        let value = |length: &u32| {
            let begin = self.offset;
            self.offset += *length as usize;
            ByteArray::from(self.bytes.slice(begin..self.offset))
        };
        lengths.iter().flatten().map(value).collect()
    }
}

/// Lists of spans, or nulls: four columns.
#[derive(Debug, Default)]
pub(super) struct Spans {
    /// How many spans each document has; nothing for a document without the layer.
    lengths: Vec<Option<u32>>,
    /// Spans of all lists that were ended.
    listed: usize,
    starts: Vec<i32>,
    ends: Vec<i32>,
    labels: Texts,
    attributes: Texts,
}

impl Spans {
    /// Adds a span to the list that the next [`Spans::end_list`] ends.
    ///
    /// # Errors
    /// As [`Texts::push`].
    pub(super) fn push(
        &mut self,
        range: Range<u32>,
        label: Option<&str>,
        attributes: Option<&str>,
    ) -> Result<()> {
        // Parquet has unsigned numbers as signed ones of the same bits.
        self.starts.push(range.start.cast_signed());
        self.ends.push(range.end.cast_signed());
        self.labels.push(label)?;
        self.attributes.push(attributes)
    }

    /// Adds a document that has the spans which were pushed since the last.
    ///
    /// # Errors
    /// More spans than four bytes can count.
    pub(super) fn end_list(&mut self) -> Result<()> {
        self.lengths.push(Some(u32::try_from(self.starts.len() - self.listed)?));
        self.listed = self.starts.len();
        Ok(())
    }

    /// Adds a document without the layer.
    pub(super) fn push_null(&mut self) {
        self.lengths.push(None);
    }

    /// Writes the next four columns of a row group.
    pub(super) fn write(self, group: &mut RowGroupWriter<'_, '_>) -> Result<()> {
        let Self { lengths, starts, ends, labels, attributes, .. } = self;
        for offsets in [starts, ends] {
            write_column(group, |column| write_offsets(column, &lengths, &offsets))?;
        }
        for texts in [labels, attributes] {
            write_column(group, |column| write_texts(column, &lengths, texts))?;
        }
        Ok(())
    }
}

fn write_offsets(
    column: &mut SerializedColumnWriter<'_>,
    lengths: &[Option<u32>],
    offsets: &[i32],
) -> Result<()> {
    let column = column.typed::<Int32Type>();
    for portion in portions(lengths) {
        let values = &offsets[portion.spans.clone()];
        column.write_batch(values, Some(&portion.definitions), Some(&portion.repetitions))?;
    }
    Ok(())
}

fn write_texts(column: &mut SerializedColumnWriter<'_>, lengths: &[Option<u32>], texts: Texts) -> Result<()> {
    let column = column.typed::<ByteArrayType>();
    let mut values = Values { bytes: texts.bytes.into(), offset: 0 };
    for mut portion in portions(lengths) {
        let texts = &texts.lengths[portion.spans.clone()];
        let spans = portion.definitions.iter_mut().filter(|level| **level == SPAN);
        for (level, text) in spans.zip(texts) {
            *level += i16::from(text.is_some());
        }
        let values = values.take(texts);
        column.write_batch(&values, Some(&portion.definitions), Some(&portion.repetitions))?;
    }
    Ok(())
}

/// Definition levels of the columns of a layer: a document without the layer, one without spans, and a span. A label and
/// attributes that are there are one level deeper.
const NO_LIST: i16 = 0;
const EMPTY_LIST: i16 = 1;
const SPAN: i16 = 2;

/// The levels of some documents' lists.
#[derive(Debug, Default, PartialEq)]
struct Portion {
    definitions: Vec<i16>,
    /// 0 where a document begins, 1 in its list.
    repetitions: Vec<i16>,
    /// Which spans of the row group they are.
    spans: Range<usize>,
}

impl Portion {
    fn add(&mut self, length: Option<u32>) {
        let spans = length.unwrap_or_default() as usize;
        let level = match length {
            None => NO_LIST,
            Some(0) => EMPTY_LIST,
            Some(_) => SPAN,
        };
        // A document without spans has its levels too.
        let levels = self.definitions.len() + spans.max(1);
        self.definitions.resize(levels, level);
        self.repetitions.push(0);
        self.repetitions.resize(levels, 1);
        self.spans.end += spans;
    }
}

/// The levels of lists of these lengths, whole documents at a time.
fn portions(lengths: &[Option<u32>]) -> impl Iterator<Item = Portion> {
    let mut lengths = lengths.iter().copied().peekable();
    let mut begin = 0;
    std::iter::from_fn(move || {
        lengths.peek()?;
        let mut portion = Portion { spans: begin..begin, ..Portion::default() };
        while portion.definitions.len() < PORTION
            && let Some(length) = lengths.next()
        {
            portion.add(length);
        }
        begin = portion.spans.end;
        Some(portion)
    })
}

fn write_column(
    group: &mut RowGroupWriter<'_, '_>,
    write: impl FnOnce(&mut SerializedColumnWriter<'_>) -> Result<()>,
) -> Result<()> {
    let column = group.next_column()?;
    let mut column =
        column.ok_or_else(|| ParquetError::General("a column that is not in the schema".to_owned()))?;
    write(&mut column)?;
    column.close()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_have_levels() {
        let lengths = [None, Some(0), Some(1), Some(3), None];
        let portion = Portion {
            definitions: vec![0, 1, 2, 2, 2, 2, 0],
            repetitions: vec![0, 0, 0, 0, 1, 1, 0],
            spans: 0..4,
        };
        assert_eq!(portions(&lengths).collect::<Vec<_>>(), [portion]);
        assert_eq!(portions(&[]).count(), 0);
    }

    #[test]
    fn a_portion_ends_with_a_document() {
        let lengths = [Some(20_000), Some(8_000), Some(500), Some(1)];
        let spans: Vec<Range<usize>> = portions(&lengths).map(|portion| portion.spans).collect();
        assert_eq!(spans, [0..20_000, 20_000..28_500, 28_500..28_501]);
        assert!(portions(&lengths).all(|portion| portion.repetitions[0] == 0));
    }
}
