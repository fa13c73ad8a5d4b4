//! The decoders that are crates of some weight: those of Zstandard, bzip2, xz and Brotli.

use std::io::{self, BufRead, Cursor, Read};

use crate::damage::damage;

/// The dictionary of xz data, in KiB, at most: that of `xz -9` is 64 MiB. Zstandard has a like limit of its own,
/// 128 MiB.
const XZ_MEMORY_KIB: u32 = 256 * 1024;

/// How many bytes of Brotli are taken at once.
const BROTLI_BUFFER: usize = 16 * 1024;

/// A reader of what was compressed.
type Decoder = Box<dyn Read + Send>;

/// RFC 8878.
pub(super) fn zstandard(input: impl BufRead + Send + 'static) -> io::Result<Decoder> {
    Ok(Box::new(zstd::stream::read::Decoder::with_buffer(input)?))
}

pub(super) fn bzip2(input: impl BufRead + Send + 'static) -> io::Result<Decoder> {
    Ok(Box::new(::bzip2::bufread::MultiBzDecoder::new(input)))
}

pub(super) fn xz(input: impl BufRead + Send + 'static) -> io::Result<Decoder> {
    Ok(Box::new(lzma_rust2::XzReader::new_mem_limit(input, true, XZ_MEMORY_KIB)))
}

/// RFC 7932. Its errors are about the data.
pub(crate) fn brotli(input: Cursor<Vec<u8>>) -> io::Result<Decoder> {
    Ok(Box::new(Brotli(brotli_decompressor::Decompressor::new(input, BROTLI_BUFFER))))
}

struct Brotli(brotli_decompressor::Decompressor<Cursor<Vec<u8>>>);

impl Read for Brotli {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.0.read(buffer).map_err(|error| damage(format!("the Brotli data is damaged: {error}")))
    }
}
