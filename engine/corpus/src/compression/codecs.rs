//! The decoders that are crates of some weight: those of Zstandard, bzip2, xz and Brotli.

use std::io::{self, BufRead, Cursor, Read};
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex, PoisonError};

use super::members::{Codec, Members, is_prefix};
use super::xz::{self, Checked};
use crate::damage::damage;

/// How many bytes of Brotli are taken at once.
const BROTLI_BUFFER: usize = 16 * 1024;

/// A reader of what was compressed.
type Decoder = Box<dyn Read + Send>;

/// The greatest window that Zstandard knows, as the exponent of 2: that of `zstd --long=31`.
const MAX_WINDOW_LOG: u32 = 31;

/// RFC 8878, with a window of at most `memory` bytes, or the power of 2 below.
pub(super) fn zstandard(
    input: impl BufRead + Send + 'static,
    memory: u64,
    failed: Arc<AtomicBool>,
) -> io::Result<Decoder> {
    // The least that a decoder takes is a KiB.
    let window_log = memory.max(1 << 10).ilog2().min(MAX_WINDOW_LOG);
    Ok(Box::new(Members::new(Zstandard { window_log }, input, failed)?))
}

/// The frames of Zstandard.
struct Zstandard {
    window_log: u32,
}

const FRAME: [u8; 4] = [0x28, 0xb5, 0x2f, 0xfd];

/// What a frame to be skipped begins with, after a byte from 0x50 to 0x5f.
const SKIPPABLE: [u8; 3] = [0x2a, 0x4d, 0x18];

impl Codec for Zstandard {
    const NAME: &'static str = "Zstandard";

    type Decoder<R: BufRead + Send> = zstd::stream::read::Decoder<'static, R>;

    fn decoder<R: BufRead + Send>(&self, input: R) -> io::Result<Self::Decoder<R>> {
        let mut decoder = zstd::stream::read::Decoder::with_buffer(input)?.single_frame();
        decoder.window_log_max(self.window_log)?;
        Ok(decoder)
    }

    fn into_input<R: BufRead + Send>(decoder: Self::Decoder<R>) -> Option<R> {
        Some(decoder.finish())
    }

    fn begins(bytes: &[u8]) -> bool {
        is_prefix(bytes, &FRAME)
            || matches!(bytes, [0x50..=0x5f, rest @ ..] if !rest.is_empty() && is_prefix(rest, &SKIPPABLE))
    }

    fn find(bytes: &[u8]) -> Option<usize> {
        let frame = memchr::memmem::find(bytes, &FRAME);
        let skippable = memchr::memmem::find_iter(bytes, &SKIPPABLE)
            .filter_map(|at| at.checked_sub(1))
            .find(|&at| matches!(bytes[at], 0x50..=0x5f));
        frame.into_iter().chain(skippable).min()
    }
}

pub(super) fn bzip2(input: impl BufRead + Send + 'static, failed: Arc<AtomicBool>) -> io::Result<Decoder> {
    Ok(Box::new(Members::new(Bzip2, input, failed)?))
}

/// The streams of bzip2.
struct Bzip2;

impl Codec for Bzip2 {
    const NAME: &'static str = "bzip2";

    type Decoder<R: BufRead + Send> = ::bzip2::bufread::BzDecoder<R>;

    fn decoder<R: BufRead + Send>(&self, input: R) -> io::Result<Self::Decoder<R>> {
        Ok(::bzip2::bufread::BzDecoder::new(input))
    }

    fn into_input<R: BufRead + Send>(decoder: Self::Decoder<R>) -> Option<R> {
        Some(decoder.into_inner())
    }

    fn begins(bytes: &[u8]) -> bool {
        is_prefix(bytes, b"BZh")
    }

    fn find(bytes: &[u8]) -> Option<usize> {
        // A block, and the end of a stream of none.
        const MARKS: [[u8; 6]; 2] =
            [[0x31, 0x41, 0x59, 0x26, 0x53, 0x59], [0x17, 0x72, 0x45, 0x38, 0x50, 0x90]];
        memchr::memmem::find_iter(bytes, b"BZh").find(|&at| match &bytes[at + 3..] {
            [b'1'..=b'9', rest @ ..] => MARKS.iter().any(|mark| is_prefix(rest, mark)),
            rest => rest.is_empty(),
        })
    }
}

/// With a dictionary of at most `memory` bytes: that of `xz -9` is 64 MiB.
pub(super) fn xz(
    input: impl BufRead + Send + 'static,
    memory: u64,
    failed: Arc<AtomicBool>,
) -> io::Result<Decoder> {
    let kibibytes = u32::try_from(memory >> 10).unwrap_or(u32::MAX);
    Ok(Box::new(Members::new(Xz { kibibytes }, input, failed)?))
}

/// The streams of xz.
struct Xz {
    kibibytes: u32,
}

/// A decoder of a stream of xz, and its input, which cannot be had back from a decoder that failed.
struct XzStream<R: BufRead> {
    decoder: lzma_rust2::XzReader<Shared<R>>,
    input: Shared<R>,
}

/// The input of a decoder, held by somebody else too.
struct Shared<R>(Arc<Mutex<Checked<R>>>);

impl<R: BufRead> Read for Shared<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).read(buffer)
    }
}

impl<R: BufRead> Read for XzStream<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.decoder.read(buffer)
    }
}

impl Codec for Xz {
    const NAME: &'static str = "xz";

    type Decoder<R: BufRead + Send> = XzStream<R>;

    fn decoder<R: BufRead + Send>(&self, input: R) -> io::Result<XzStream<R>> {
        let input = Arc::new(Mutex::new(Checked::new(input)));
        let shared = Shared(Arc::clone(&input));
        let decoder = lzma_rust2::XzReader::new_mem_limit(shared, false, self.kibibytes);
        Ok(XzStream { decoder, input: Shared(input) })
    }

    fn into_input<R: BufRead + Send>(decoder: XzStream<R>) -> Option<R> {
        let XzStream { decoder, input } = decoder;
        drop(decoder);
        let checked = Arc::into_inner(input.0)?;
        Some(checked.into_inner().unwrap_or_else(PoisonError::into_inner).into_input())
    }

    fn begins(bytes: &[u8]) -> bool {
        is_prefix(bytes, &xz::MAGIC)
    }

    fn find(bytes: &[u8]) -> Option<usize> {
        memchr::memmem::find(bytes, &xz::MAGIC)
    }
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
