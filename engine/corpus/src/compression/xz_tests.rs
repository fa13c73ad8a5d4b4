//! Files of xz that are made by hand, each with one lie: sums are right in all of them.

use std::io::{self, Read as _};

use super::Checked;
use crate::compression::Compression;

/// A stream of one block, part by part.
struct Parts {
    /// Kind of the checks: none.
    header_flags: [u8; 2],
    said_compressed: Option<Vec<u8>>,
    said_uncompressed: Option<Vec<u8>>,
    chunks: Vec<u8>,
    /// What stands where the block is filled up.
    block_padding: Option<Vec<u8>>,
    count: Vec<u8>,
    /// The index says so, in place of what is so.
    unpadded: Option<Vec<u8>>,
    uncompressed: Option<Vec<u8>>,
    more_records: Vec<u8>,
    index_padding: Option<Vec<u8>>,
    /// So many words more than the index has.
    backward: i64,
    after: Vec<u8>,
}

/// So long that both of its sizes take two bytes, and both paddings are there.
const TEXT: &[u8] = &[b'a'; 201];

/// A chunk that is not compressed and begins a dictionary.
fn chunk(control: u8, text: &[u8]) -> Vec<u8> {
    let length = u16::try_from(text.len() - 1).unwrap().to_be_bytes();
    [&[control], &length[..], text].concat()
}

/// A stream with the changes, as bytes.
fn made(change: impl FnOnce(&mut Parts)) -> Vec<u8> {
    let mut parts = Parts {
        header_flags: [0, 0],
        said_compressed: None,
        said_uncompressed: None,
        chunks: [chunk(1, TEXT), vec![0]].concat(),
        block_padding: None,
        count: vec![1],
        unpadded: None,
        uncompressed: None,
        more_records: Vec::new(),
        index_padding: None,
        backward: 0,
        after: Vec::new(),
    };
    change(&mut parts);
    parts.bytes()
}

impl Parts {
    fn bytes(self) -> Vec<u8> {
        let mut bytes = super::MAGIC.to_vec();
        bytes.extend(self.header_flags);
        bytes.extend(checksum(&self.header_flags));
        let header = self.block_header();
        let unpadded = header.len() + self.chunks.len();
        bytes.extend(header);
        let padding = |length: usize| vec![0; length.wrapping_neg() % 4];
        bytes.extend(&self.chunks);
        bytes.extend(self.block_padding.unwrap_or_else(|| padding(self.chunks.len())));
        let mut index = vec![0];
        index.extend(self.count);
        index.extend(self.unpadded.unwrap_or_else(|| number(unpadded as u64)));
        index.extend(self.uncompressed.unwrap_or_else(|| number(TEXT.len() as u64)));
        index.extend(self.more_records);
        index.extend(self.index_padding.unwrap_or_else(|| padding(index.len())));
        index.extend(checksum(&index));
        let words = i64::try_from(index.len() / 4).unwrap() - 1 + self.backward;
        bytes.extend(index);
        let mut footer = u32::try_from(words).unwrap().to_le_bytes().to_vec();
        footer.extend(self.header_flags);
        bytes.extend(checksum(&footer));
        bytes.extend(footer);
        bytes.extend(b"YZ");
        bytes.extend(self.after);
        bytes
    }

    fn block_header(&self) -> Vec<u8> {
        let said = [(&self.said_compressed, 0x40), (&self.said_uncompressed, 0x80)];
        let flags = said.iter().filter(|(said, _)| said.is_some()).map(|(_, flag)| flag).sum();
        let mut header = vec![0, flags];
        said.iter().flat_map(|(said, _)| said.iter()).for_each(|said| header.extend(said));
        // LZMA2, with a dictionary of 64 KiB.
        header.extend([0x21, 1, 8]);
        header.resize(header.len().next_multiple_of(4), 0);
        header[0] = u8::try_from(header.len() / 4).unwrap();
        header.extend(checksum(&header));
        header
    }
}

/// A number in as few bytes as it takes.
fn number(mut value: u64) -> Vec<u8> {
    let mut bytes = Vec::new();
    while value >= 0x80 {
        bytes.push((value & 0x7F) as u8 | 0x80);
        value >>= 7;
    }
    bytes.push(value as u8);
    bytes
}

/// CRC-32, as in gzip.
fn checksum(bytes: &[u8]) -> [u8; 4] {
    let mut sum = flate2::Crc::new();
    sum.update(bytes);
    sum.sum().to_le_bytes()
}

/// What is read of the bytes, in blocks of a few bytes too.
fn read(bytes: &[u8]) -> Result<Vec<u8>, String> {
    let decoded = |capacity: usize| {
        let input = Box::new(io::BufReader::with_capacity(capacity, io::Cursor::new(bytes.to_vec())));
        let mut decoder = Compression::Xz.decoder(input, 1 << 20).unwrap();
        let mut text = Vec::new();
        decoder.read_to_end(&mut text).map(|_| text).map_err(|error| error.to_string())
    };
    let (few, many) = (decoded(1), decoded(1 << 16));
    assert_eq!(few.is_ok(), many.is_ok(), "{few:?} {many:?}");
    many
}

#[test]
fn what_is_sound_is_read() {
    let length = number(TEXT.len() as u64);
    let two = [TEXT, TEXT].concat();
    for (bytes, expected) in [
        (made(|_| ()), TEXT),
        (made(|parts| parts.said_uncompressed = Some(length.clone())), TEXT),
        (made(|parts| parts.said_compressed = Some(number(TEXT.len() as u64 + 4))), TEXT),
        (made(|parts| parts.after = vec![0; 8]), TEXT),
        (made(|parts| parts.after = vec![1, 2, 3, 4]), TEXT),
        ([made(|parts| parts.after = vec![0; 3]), made(|_| ())].concat(), &two),
        ([made(|parts| parts.after = vec![0; 4]), made(|_| ())].concat(), &two),
        ([made(|_| ()), made(|_| ())].concat(), &two),
    ] {
        assert_eq!(read(&bytes).as_deref(), Ok(expected));
    }
    assert!(Checked::new(&made(|_| ())[..]).read_to_end(&mut Vec::new()).is_ok());
}

#[test]
fn what_contradicts_itself_is_damaged() {
    let damaged = |bytes: &[u8], problem: &str| {
        assert_eq!(read(bytes), Err(format!("the xz data is damaged: {problem}")), "{problem}");
    };
    let check = |change: fn(&mut Parts), problem: &str| damaged(&made(change), problem);
    let sizes = "a block has another size than its header says";
    check(|parts| parts.said_uncompressed = Some(number(200)), sizes);
    check(|parts| parts.said_compressed = Some(number(206)), sizes);
    check(|parts| parts.said_compressed = Some(number(0)), "a block of no bytes");
    check(
        |parts| parts.said_uncompressed = Some(vec![0xC9, 0x81, 0]),
        "a number in more bytes than it takes",
    );
    check(|parts| parts.count = vec![0], "its index has another number of blocks");
    check(|parts| parts.count = vec![0x81, 0], "a number in more bytes than it takes");
    check(
        |parts| (parts.count, parts.more_records) = (vec![2], vec![1, 1]),
        "its index has another number of blocks",
    );
    check(|parts| parts.unpadded = Some(number(218)), "its index has other sizes than the blocks");
    check(|parts| parts.uncompressed = Some(number(202)), "its index has other sizes than the blocks");
    check(
        |parts| parts.uncompressed = Some(number(u64::MAX >> 1)),
        "its index has other sizes than the blocks",
    );
    check(|parts| parts.uncompressed = Some(vec![0xFF; 9]), "a number without an end");
    check(|parts| parts.backward = 1, "its footer says another size of the index");
    check(|parts| parts.backward = -1, "its footer says another size of the index");
    check(|parts| parts.block_padding = Some(vec![0, 0, 1]), "something stands in its padding");
    check(|parts| parts.index_padding = Some(vec![0, 1]), "something stands in its padding");
    check(|parts| parts.chunks[0] = 2, "its first chunk does not begin a dictionary");
    check(|parts| parts.chunks[0] = 7, "a chunk of no known kind");
    check(
        |parts| parts.chunks = [chunk(1, TEXT), vec![0x80, 0, 0, 0, 4, 0, 0, 0, 0, 0, 0]].concat(),
        "a chunk without properties",
    );
}

#[test]
fn what_is_cut_anywhere_is_damaged_but_between_streams() {
    let one = made(|_| ());
    let two = [one.clone(), one.clone()].concat();
    for length in 1..two.len() {
        assert_eq!(read(&two[..length]).is_ok(), length == one.len(), "{length} of {} bytes", two.len());
    }
    // What the last stream is, the file does not say: `xz` reads such a file too.
    assert_eq!(read(&two[..one.len()]).as_deref(), Ok(TEXT));
}
