//! The bytes of a part, once its compression is seen through.

use std::fs::File;
use std::io::{self, BufRead, Chain, Cursor, Read as _, Seek as _};

use super::Context;
use crate::damage::damage;
use crate::encoding::{Transcoding, Unit};
use crate::regular::Regular;

/// The bytes of a part: those that were looked at, then the others.
pub(crate) type Bytes = Chain<Cursor<Vec<u8>>, Box<dyn BufRead + Send>>;

/// How many bytes are written to a temporary file at most, where a format is read from its end.
const MAX_SPOOLED: u64 = 16 << 30;

/// What a part holds.
pub(crate) struct Data {
    /// Its first bytes, which `reader` gives no more.
    pub(crate) head: Vec<u8>,
    pub(crate) reader: Box<dyn BufRead + Send>,
    /// How many bytes it has in all, where that is known.
    pub(crate) size: Option<u64>,
    /// Where the same bytes can be read as a file.
    pub(crate) file: Option<Regular>,
}

impl Data {
    /// All of it, as a stream.
    pub(crate) fn bytes(self) -> Bytes {
        Cursor::new(self.head).chain(self.reader)
    }

    /// Without the byte-order mark of UTF-8, where its reader takes bytes.
    pub(crate) fn without_mark(mut self) -> Self {
        if self.head.starts_with(b"\xef\xbb\xbf") {
            self.head.drain(..3);
            self.file = None;
        }
        self
    }

    /// All of it, as a stream of text.
    pub(crate) fn transcoding(self, unit: Unit, context: &Context) -> Transcoding<Bytes> {
        let head = self.head.clone();
        Transcoding::new(self.bytes(), &head, context.format.encoding, unit)
    }

    /// All of it, as a file that can be read from any place: the file that it is, or a temporary one.
    pub(crate) fn into_file(self) -> io::Result<File> {
        if let Some(file) = &self.file {
            return file.open();
        }
        let mut file = tempfile::tempfile()?;
        let copied = io::copy(&mut self.bytes().take(MAX_SPOOLED + 1), &mut file)?;
        if copied > MAX_SPOOLED {
            return Err(damage(format!(
                "more than {} GiB of a format that is not read from its beginning to its end: decompress it first",
                MAX_SPOOLED >> 30
            )));
        }
        file.rewind()?;
        Ok(file)
    }
}
