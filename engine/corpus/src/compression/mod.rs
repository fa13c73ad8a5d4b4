//! Compressed data: gzip, Zstandard, bzip2 and xz, known by how they begin; how much they may become
//! (`budget.rs`), and their decoding ahead of who reads (`ahead.rs`).

mod ahead;
mod budget;
#[cfg_attr(not(feature = "compression"), path = "without_codecs.rs")]
mod codecs;
mod members;
#[cfg(feature = "compression")]
mod xz;

use std::ffi::OsStr;
use std::io::{self, BufRead, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};

use super::damage::{damage, is_damage};

pub(super) use ahead::Ahead;
pub(super) use budget::Budget;
#[cfg(feature = "archives")]
pub(super) use codecs::brotli;

/// How data is compressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Compression {
    /// RFC 1952, of any number of members.
    Gzip,
    /// RFC 8878, of any number of frames.
    Zstandard,
    /// Of any number of streams, as `pbzip2` makes.
    Bzip2,
    /// Of any number of streams.
    Xz,
    /// RFC 1951, bare: known by nothing, and met where an archive or a server says so.
    Deflate,
    /// RFC 1950, DEFLATE with a header and a checksum: what HTTP calls `deflate`.
    Zlib,
}

impl Compression {
    /// How data that begins with `head` is compressed.
    pub(super) fn of(head: &[u8]) -> Option<Self> {
        match head {
            [0x1f, 0x8b, 8, ..] => Some(Self::Gzip),
            // A frame, and one to be skipped, with which parallel compressors begin.
            [0x28, 0xb5, 0x2f, 0xfd, ..] | [0x50..=0x5f, 0x2a, 0x4d, 0x18, ..] => Some(Self::Zstandard),
            // A block, and the end of a stream of none.
            [b'B', b'Z', b'h', b'1'..=b'9', 0x31, 0x41, 0x59, 0x26, 0x53, 0x59, ..]
            | [b'B', b'Z', b'h', b'1'..=b'9', 0x17, 0x72, 0x45, 0x38, 0x50, 0x90, ..] => Some(Self::Bzip2),
            [0xfd, b'7', b'z', b'X', b'Z', 0, ..] => Some(Self::Xz),
            _ => None,
        }
    }

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Gzip => "gzip",
            Self::Zstandard => "Zstandard",
            Self::Bzip2 => "bzip2",
            Self::Xz => "xz",
            Self::Deflate | Self::Zlib => "DEFLATE",
        }
    }

    /// A reader of what `input` holds, which looks back at no more than `memory` bytes of it. Its errors say what is wrong
    /// with the data.
    ///
    /// # Errors
    /// Where this build has no decoder of it, or there is no memory for one.
    pub(super) fn decoder(
        self,
        input: Box<dyn BufRead + Send>,
        memory: u64,
    ) -> io::Result<Box<dyn Read + Send>> {
        let failed = Arc::new(AtomicBool::new(false));
        let input = Watched { inner: input, failed: Arc::clone(&failed) };
        let inner: Box<dyn Read + Send> = match self {
            Self::Gzip => Box::new(members::Members::new(members::Gzip, input, Arc::clone(&failed))?),
            Self::Zstandard => codecs::zstandard(input, memory, Arc::clone(&failed))?,
            Self::Bzip2 => codecs::bzip2(input, Arc::clone(&failed))?,
            Self::Deflate => Box::new(flate2::bufread::DeflateDecoder::new(input)),
            Self::Zlib => Box::new(flate2::bufread::ZlibDecoder::new(input)),
            Self::Xz => codecs::xz(input, memory, Arc::clone(&failed))?,
        };
        Ok(Box::new(Decoder { inner, name: self.name(), failed, memory }))
    }
}

/// The name of what a compressed file holds: `a.jsonl` of `a.jsonl.gz`, `a.tar` of `a.tgz`.
pub(super) fn inside(path: &Path) -> PathBuf {
    let extension = path.extension().unwrap_or_default();
    let is = |name: &&str| extension.eq_ignore_ascii_case(OsStr::new(name));
    if ["gz", "gzip", "z", "zst", "zstd", "bz2", "bz", "xz"].iter().any(is) {
        path.with_extension("")
    } else if ["tgz", "tzst", "tbz", "tbz2", "txz"].iter().any(is) {
        path.with_extension("tar")
    } else {
        path.to_owned()
    }
}

/// A decoder that says in its errors what it decodes.
struct Decoder {
    inner: Box<dyn Read + Send>,
    name: &'static str,
    /// Whether the compressed bytes could not be read: what the decoder says then is about them.
    failed: Arc<AtomicBool>,
    memory: u64,
}

impl Read for Decoder {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.inner.read(buffer).map_err(|error| {
            let name = self.name;
            match error.kind() {
                _ if self.failed.load(Relaxed) || is_damage(&error) => error,
                io::ErrorKind::Interrupted => error,
                _ if lacks_memory(&error) => damage(format!(
                    "the {name} data takes more memory to decompress than {} bytes, as `zstd --long=31` makes it: allow \
                     more (--decompression-memory, at most 2G for Zstandard)",
                    self.memory
                )),
                io::ErrorKind::UnexpectedEof => damage(format!("the {name} data ends too early")),
                _ => damage(format!("the {name} data is damaged: {error}")),
            }
        })
    }
}

/// Whether a decoder stopped because it may not look back as far as the data asks: Zstandard and xz say so in words alone.
fn lacks_memory(error: &io::Error) -> bool {
    let message = error.to_string();
    message.contains("too much memory") || message.contains("memory limit")
}

/// A reader that remembers whether it failed.
struct Watched {
    inner: Box<dyn BufRead + Send>,
    failed: Arc<AtomicBool>,
}

impl Watched {
    fn watch<T>(failed: &AtomicBool, result: io::Result<T>) -> io::Result<T> {
        result.inspect_err(|error| {
            if error.kind() != io::ErrorKind::Interrupted {
                failed.store(true, Relaxed);
            }
        })
    }
}

impl Read for Watched {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer);
        Self::watch(&self.failed, read)
    }
}

impl BufRead for Watched {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        Self::watch(&self.failed, self.inner.fill_buf())
    }

    fn consume(&mut self, amount: usize) {
        self.inner.consume(amount);
    }
}

#[cfg(feature = "compression")]
#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use proptest::prelude::*;

    use super::*;

    const MEMORY: u64 = 1 << 28;

    const ALL: [Compression; 4] =
        [Compression::Gzip, Compression::Zstandard, Compression::Bzip2, Compression::Xz];

    /// `content`, compressed.
    fn compressed(compression: Compression, content: &[u8]) -> Vec<u8> {
        match compression {
            Compression::Gzip => {
                let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
                encoder.write_all(content).unwrap();
                encoder.finish().unwrap()
            }
            Compression::Zstandard => {
                let mut encoder = zstd::stream::write::Encoder::new(Vec::new(), 1).unwrap();
                encoder.include_checksum(true).unwrap();
                encoder.write_all(content).unwrap();
                encoder.finish().unwrap()
            }
            Compression::Bzip2 => {
                let mut encoder = bzip2::write::BzEncoder::new(Vec::new(), bzip2::Compression::fast());
                encoder.write_all(content).unwrap();
                encoder.finish().unwrap()
            }
            Compression::Xz => {
                let options = lzma_rust2::XzOptions::with_preset(1);
                let mut writer = lzma_rust2::XzWriter::new(Vec::new(), options).unwrap();
                writer.write_all(content).unwrap();
                writer.finish().unwrap()
            }
            Compression::Deflate | Compression::Zlib => {
                unreachable!("no data tells that it is so compressed")
            }
        }
    }

    #[test]
    fn data_that_looks_back_further_than_it_may_names_the_way_out() {
        let mut encoder = zstd::stream::write::Encoder::new(Vec::new(), 1).unwrap();
        encoder.long_distance_matching(true).unwrap();
        encoder.window_log(31).unwrap();
        // Data of a known size takes no larger window than that.
        encoder.include_contentsize(false).unwrap();
        encoder.write_all(b"The harbour reopened.").unwrap();
        let bytes = encoder.finish().unwrap();
        let read = |memory: u64| {
            let input = Box::new(io::Cursor::new(bytes.clone()));
            let mut content = String::new();
            let read = Compression::Zstandard.decoder(input, memory)?.read_to_string(&mut content);
            read.map(|_| content)
        };
        assert_eq!(read(2 << 30).unwrap(), "The harbour reopened.");
        assert_eq!(
            read(MEMORY).unwrap_err().to_string(),
            "the Zstandard data takes more memory to decompress than 268435456 bytes, as `zstd --long=31` makes it: allow \
             more (--decompression-memory, at most 2G for Zstandard)"
        );
    }

    fn decompressed(bytes: Vec<u8>) -> (Vec<u8>, Option<String>) {
        let compression = Compression::of(&bytes).unwrap();
        let mut content = Vec::new();
        let mut decoder = compression.decoder(Box::new(io::Cursor::new(bytes)), MEMORY).unwrap();
        let error = decoder.read_to_end(&mut content).err();
        (content, error.map(|error| error.to_string()))
    }

    #[test]
    fn members_behind_each_other_are_one() {
        for compression in ALL {
            let members =
                [&b"one "[..], b"", b"two"].map(|content| compressed(compression, content)).concat();
            assert_eq!(decompressed(members), (b"one two".to_vec(), None), "in {compression:?}");
            let nothing = compressed(compression, b"");
            assert_eq!(decompressed(nothing), (Vec::new(), None), "in {compression:?}");
        }
    }

    #[test]
    fn what_stands_after_the_last_member_is_passed_over() {
        for compression in ALL {
            let [one, two] = [&b"one "[..], b"two"].map(|content| compressed(compression, content));
            for after in [&[0; 512][..], &[0; 3], b"junk and more junk", b"\0\0j", b"\x01"] {
                let whole = [&one[..], after].concat();
                assert_eq!(decompressed(whole), (b"one ".to_vec(), None), "{after:?} in {compression:?}");
            }
            let padded = [&one[..], &[0; 7], &two].concat();
            assert_eq!(decompressed(padded), (b"one two".to_vec(), None), "in {compression:?}");
            let (content, error) = decompressed([&one[..], b"junk", &two].concat());
            let expected = format!(
                "the {} data is damaged: something else stands between its members",
                compression.name()
            );
            assert_eq!((content, error), (b"one ".to_vec(), Some(expected)));
            // A member that begins and is cut is not passed over.
            for length in [3, 6, 9] {
                let (_, error) = decompressed([&one[..], &two[..length]].concat());
                assert!(error.is_some(), "{length} bytes in {compression:?}");
            }
        }
    }

    #[test]
    fn members_after_one_that_is_damaged_are_read() {
        let text: Vec<u8> = (0..60_000_u32).flat_map(|n| n.wrapping_mul(n).to_le_bytes()).collect();
        for compression in ALL {
            let [first, second, third] =
                [&b"first "[..], &text, b"third"].map(|content| compressed(compression, content));
            let (middle, end) = (second.len() / 2, second.len());
            let mut changed = second.clone();
            changed[middle] ^= 0x55;
            for second in [&second[..20], &second[..middle], &second[..end - 3], &changed] {
                let bytes = [&first[..], second, &third].concat();
                let mut decoder = compression.decoder(Box::new(io::Cursor::new(bytes)), MEMORY).unwrap();
                let mut content = Vec::new();
                let error = decoder.read_to_end(&mut content).unwrap_err();
                assert!(
                    content.starts_with(b"first ") && crate::damage::passes(&error),
                    "{error} in {compression:?}"
                );
                let mut after = Vec::new();
                decoder.read_to_end(&mut after).unwrap();
                assert_eq!(after, b"third", "in {compression:?}");
            }
        }
    }

    #[test]
    fn data_that_was_cut_says_so() {
        for compression in ALL {
            let content: Vec<u8> = (0..100_000_u32).flat_map(|n| n.wrapping_mul(n).to_le_bytes()).collect();
            let whole = compressed(compression, &content);
            for length in [whole.len() - 1, whole.len() - 5, whole.len() / 2] {
                let (start, error) = decompressed(whole[..length].to_vec());
                assert!(content.starts_with(&start));
                let expected = format!("the {} data ends too early", compression.name());
                assert_eq!(error.as_deref(), Some(&*expected), "in {compression:?} cut to {length}");
            }
        }
    }

    #[test]
    fn data_that_was_changed_says_so() {
        for compression in ALL {
            let mut changed = compressed(compression, &b"some text ".repeat(1_000));
            let middle = changed.len() / 2;
            changed[middle] ^= 0x55;
            let (_, error) = decompressed(changed);
            let error = error.unwrap();
            let expected = format!("the {} data ", compression.name());
            assert!(error.starts_with(&expected), "{error} in {compression:?}");
        }
    }

    #[test]
    fn an_error_of_the_system_is_told_as_such() {
        struct Failing;
        impl Read for Failing {
            fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
                Err(io::Error::other("the disk is on fire"))
            }
        }
        for compression in ALL {
            let whole = compressed(compression, &b"some text ".repeat(1_000));
            let input = io::Cursor::new(whole[..20].to_vec()).chain(io::BufReader::new(Failing));
            let mut decoder = compression.decoder(Box::new(input), MEMORY).unwrap();
            let error = decoder.read_to_end(&mut Vec::new()).unwrap_err();
            assert_eq!(error.to_string(), "the disk is on fire", "in {compression:?}");
        }
    }

    #[test]
    fn a_name_tells_what_is_inside() {
        for (name, expected) in [
            ("a.jsonl.gz", "a.jsonl"),
            ("a.TXT.ZST", "a.TXT"),
            ("a.tgz", "a.tar"),
            ("dir.gz/a.jsonl.bz2", "dir.gz/a.jsonl"),
            ("a.gz", "a"),
            ("a.txt", "a.txt"),
            ("gz", "gz"),
        ] {
            assert_eq!(inside(Path::new(name)), Path::new(expected));
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn what_was_compressed_comes_back(content: Vec<u8>, which in 0..4_usize) {
            prop_assert_eq!(decompressed(compressed(ALL[which], &content)), (content, None));
        }

        #[test]
        fn any_bytes_end_without_a_panic(tail: Vec<u8>, which in 0..4_usize) {
            let mut bytes = compressed(ALL[which], b"text");
            bytes.truncate(12);
            bytes.extend(tail);
            decompressed(bytes);
        }
    }
}
