//! What keeps a damaged file from asking for more memory than there is.

use std::fs::File;
use std::io::{BufReader, Read, Seek, SeekFrom};

use ::parquet::basic::Encoding;
use ::parquet::bloom_filter::Sbbf;
use ::parquet::column::page::{Page, PageMetadata, PageReader};
use ::parquet::errors::{ParquetError, Result};
use ::parquet::file::metadata::RowGroupMetaData;
use ::parquet::file::reader::{ChunkReader, Length, RowGroupReader};
use ::parquet::record::reader::RowIter;
use ::parquet::schema::types::Type;
use bytes::Bytes;

use super::delta::tells_too_much;

/// A file of which nothing is read that is not there.
pub(super) struct GuardedFile {
    file: File,
    length: u64,
}

impl GuardedFile {
    pub(super) fn new(file: File) -> Result<Self> {
        let length = file.metadata()?.len();
        Ok(Self { file, length })
    }

    fn at(&self, start: u64) -> Result<File> {
        let mut file = self.file.try_clone()?;
        file.seek(SeekFrom::Start(start))?;
        Ok(file)
    }
}

impl Length for GuardedFile {
    fn len(&self) -> u64 {
        self.length
    }
}

impl ChunkReader for GuardedFile {
    type T = BufReader<File>;

    fn get_read(&self, start: u64) -> Result<Self::T> {
        Ok(BufReader::new(self.at(start)?))
    }

    fn get_bytes(&self, start: u64, length: usize) -> Result<Bytes> {
        if start.checked_add(length as u64).is_none_or(|end| end > self.length) {
            return Err(ParquetError::EOF(format!("{length} bytes at offset {start} are not in the file")));
        }
        let mut bytes = vec![0; length];
        self.at(start)?.read_exact(&mut bytes)?;
        Ok(bytes.into())
    }
}

/// A row group whose pages say no more than is in them.
pub(super) struct GuardedGroup<'file>(pub(super) Box<dyn RowGroupReader + 'file>);

impl RowGroupReader for GuardedGroup<'_> {
    fn metadata(&self) -> &RowGroupMetaData {
        self.0.metadata()
    }

    fn num_columns(&self) -> usize {
        self.0.num_columns()
    }

    fn get_column_page_reader(&self, column: usize) -> Result<Box<dyn PageReader>> {
        let described = self.metadata().column(column).column_descr();
        let levels =
            Levels { definition: described.max_def_level() > 0, repetition: described.max_rep_level() > 0 };
        Ok(Box::new(GuardedPages { pages: self.0.get_column_page_reader(column)?, levels }))
    }

    fn get_column_bloom_filter(&self, column: usize) -> Option<&Sbbf> {
        self.0.get_column_bloom_filter(column)
    }

    fn get_row_iter(&self, projection: Option<Type>) -> Result<RowIter<'_>> {
        RowIter::from_row_group(projection, self)
    }
}

struct GuardedPages {
    pages: Box<dyn PageReader>,
    levels: Levels,
}

/// Which levels stand before the values of a column's pages.
#[derive(Clone, Copy)]
struct Levels {
    definition: bool,
    repetition: bool,
}

/// Room is made for as many values as a dictionary says it has, each of which takes four bytes or more in it, and for as
/// many strings as the lengths of a page say there are.
fn checked(page: Page, levels: Levels) -> Result<Page> {
    let too_much = match &page {
        Page::DictionaryPage { buf, num_values, .. } => *num_values as usize > buf.len(),
        Page::DataPage { buf, encoding, .. } if are_deltas(*encoding) => {
            let values = values(&page, buf, levels);
            values.is_none_or(|values| tells_too_much(*encoding, values))
        }
        Page::DataPageV2 { buf, encoding, def_levels_byte_len, rep_levels_byte_len, .. } => {
            let start = u64::from(*def_levels_byte_len) + u64::from(*rep_levels_byte_len);
            let values = usize::try_from(start).ok().and_then(|start| buf.get(start..));
            values.is_none_or(|values| tells_too_much(*encoding, values))
        }
        Page::DataPage { .. } => false,
    };
    if !too_much {
        return Ok(page);
    }
    let (values, bytes) = (page.num_values(), page.buffer().len());
    Err(ParquetError::General(format!(
        "a page tells of more than its {bytes} bytes can have ({values} values)"
    )))
}

fn are_deltas(encoding: Encoding) -> bool {
    matches!(encoding, Encoding::DELTA_BYTE_ARRAY | Encoding::DELTA_LENGTH_BYTE_ARRAY)
}

/// The values of a page of the first version, after its levels.
fn values<'a>(page: &Page, buffer: &'a [u8], levels: Levels) -> Option<&'a [u8]> {
    let Page::DataPage { def_level_encoding, rep_level_encoding, .. } = page else { return None };
    let mut rest = buffer;
    for (are_there, encoding) in
        [(levels.repetition, rep_level_encoding), (levels.definition, def_level_encoding)]
    {
        if !are_there {
            continue;
        }
        // The other encoding of levels was given up before there were strings of this one.
        if *encoding != Encoding::RLE {
            return None;
        }
        let (length, after) = rest.split_first_chunk::<4>()?;
        rest = after.get(usize::try_from(u32::from_le_bytes(*length)).ok()?..)?;
    }
    Some(rest)
}

impl Iterator for GuardedPages {
    type Item = Result<Page>;

    fn next(&mut self) -> Option<Self::Item> {
        let levels = self.levels;
        self.pages.next().map(|page| checked(page?, levels))
    }
}

impl PageReader for GuardedPages {
    fn get_next_page(&mut self) -> Result<Option<Page>> {
        self.pages.get_next_page()?.map(|page| checked(page, self.levels)).transpose()
    }

    fn peek_next_page(&mut self) -> Result<Option<PageMetadata>> {
        self.pages.peek_next_page()
    }

    fn skip_next_page(&mut self) -> Result<()> {
        self.pages.skip_next_page()
    }

    fn supports_deferred_dictionary(&self) -> bool {
        self.pages.supports_deferred_dictionary()
    }

    fn take_deferred_dictionary(&mut self) -> Result<Option<Page>> {
        self.pages.take_deferred_dictionary()?.map(|page| checked(page, self.levels)).transpose()
    }

    fn at_record_boundary(&mut self) -> Result<bool> {
        self.pages.at_record_boundary()
    }
}
