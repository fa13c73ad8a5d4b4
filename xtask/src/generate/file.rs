//! A file of the corpus, compressed or not.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::mem;
use std::path::Path;

use flate2::write::GzEncoder;

use super::arguments::Compression;

/// A file that is being written.
pub(super) enum Output {
    Plain(BufWriter<File>),
    Gzip(GzEncoder<BufWriter<File>>),
    Zstd(zstd::Encoder<'static, BufWriter<File>>),
    /// Only while a member of a gzip file ends and the next begins, and after an error in between.
    Broken,
}

impl Output {
    /// Makes the file.
    pub(super) fn create(path: &Path, compression: Compression) -> io::Result<Self> {
        let file = BufWriter::with_capacity(1 << 17, File::create_new(path)?);
        Ok(match compression {
            Compression::None => Self::Plain(file),
            Compression::Gzip => Self::Gzip(GzEncoder::new(file, flate2::Compression::default())),
            Compression::Zstd => Self::Zstd(zstd::Encoder::new(file, zstd::DEFAULT_COMPRESSION_LEVEL)?),
        })
    }

    /// Ends the member of a gzip file, so that the next document is in another.
    pub(super) fn end_member(&mut self) -> io::Result<()> {
        *self = match mem::replace(self, Self::Broken) {
            Self::Gzip(encoder) => {
                Self::Gzip(GzEncoder::new(encoder.finish()?, flate2::Compression::default()))
            }
            other => other,
        };
        Ok(())
    }

    /// Writes what is left.
    pub(super) fn finish(self) -> io::Result<()> {
        let mut file = match self {
            Self::Plain(file) => file,
            Self::Gzip(encoder) => encoder.finish()?,
            Self::Zstd(encoder) => encoder.finish()?,
            Self::Broken => return Err(broken()),
        };
        file.flush()
    }
}

impl Write for Output {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Self::Plain(file) => file.write(bytes),
            Self::Gzip(encoder) => encoder.write(bytes),
            Self::Zstd(encoder) => encoder.write(bytes),
            Self::Broken => Err(broken()),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::Plain(file) => file.flush(),
            Self::Gzip(encoder) => encoder.flush(),
            Self::Zstd(encoder) => encoder.flush(),
            Self::Broken => Err(broken()),
        }
    }
}

fn broken() -> io::Error {
    io::Error::other("a member of the file could not be ended")
}
