//! In place of `codecs.rs`, where gzip and DEFLATE alone are read.

use std::io::{self, BufRead, Cursor, Read};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use crate::damage::unbuilt;

type Decoder = Box<dyn Read + Send>;

pub(super) fn zstandard(_: impl BufRead + Send + 'static, _: u64, _: Arc<AtomicBool>) -> io::Result<Decoder> {
    Err(unbuilt("Zstandard data", "compression"))
}

pub(super) fn bzip2(_: impl BufRead + Send + 'static, _: Arc<AtomicBool>) -> io::Result<Decoder> {
    Err(unbuilt("bzip2 data", "compression"))
}

pub(super) fn xz(_: impl BufRead + Send + 'static, _: u64, _: Arc<AtomicBool>) -> io::Result<Decoder> {
    Err(unbuilt("xz data", "compression"))
}

pub(crate) fn brotli(_: Cursor<Vec<u8>>) -> io::Result<Decoder> {
    Err(unbuilt("Brotli data", "compression"))
}
