//! The decoders that are crates of some weight: those of Zstandard, bzip2, xz and Brotli.

use std::io::{self, BufRead, Cursor, Read};

use super::xz::Checked;
use crate::damage::damage;

/// How many bytes of Brotli are taken at once.
const BROTLI_BUFFER: usize = 16 * 1024;

/// A reader of what was compressed.
type Decoder = Box<dyn Read + Send>;

/// The greatest window that Zstandard knows, as the exponent of 2: that of `zstd --long=31`.
const MAX_WINDOW_LOG: u32 = 31;

/// RFC 8878, with a window of at most `memory` bytes, or the power of 2 below.
pub(super) fn zstandard(input: impl BufRead + Send + 'static, memory: u64) -> io::Result<Decoder> {
    let mut decoder = zstd::stream::read::Decoder::with_buffer(input)?;
    // The least that a decoder takes is a KiB.
    decoder.window_log_max(memory.max(1 << 10).ilog2().min(MAX_WINDOW_LOG))?;
    Ok(Box::new(decoder))
}

pub(super) fn bzip2(input: impl BufRead + Send + 'static) -> io::Result<Decoder> {
    Ok(Box::new(::bzip2::bufread::MultiBzDecoder::new(input)))
}

/// With a dictionary of at most `memory` bytes: that of `xz -9` is 64 MiB.
pub(super) fn xz(input: impl BufRead + Send + 'static, memory: u64) -> io::Result<Decoder> {
    let kibibytes = u32::try_from(memory >> 10).unwrap_or(u32::MAX);
    Ok(Box::new(lzma_rust2::XzReader::new_mem_limit(Checked::new(input), true, kibibytes)))
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
