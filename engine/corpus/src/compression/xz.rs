//! The container of xz, looked through while its bytes go to the decoder: what the decoder does not hold against what.
//!
//! The decoder checks sums and what it decodes. This checks what is said twice: the sizes in the header of a block, those
//! of its chunks and those in the index; the size of the index and the one in the footer; that numbers are written in as
//! few bytes as they take; that padding within a stream is whole; and that the data ends where a stream has ended. So a
//! stream that `xz` calls corrupt is not read as if it were sound.

use std::io::{self, BufRead, Read};

use sha2::{Digest as _, Sha256};

use crate::damage::damage;

pub(super) const MAGIC: [u8; 6] = [0xFD, b'7', b'z', b'X', b'Z', 0];

/// Bytes of a stream's header, and of its footer.
const HEADER: usize = 12;

/// Bytes of the checks by the number of their kind.
const CHECKS: [u64; 16] = [0, 4, 4, 4, 8, 8, 8, 16, 16, 16, 32, 32, 32, 64, 64, 64];

/// A reader of a stream of xz, and of nothing after it, that fails where its container contradicts itself.
pub(super) struct Checked<R> {
    input: R,
    container: Container,
}

impl<R> Checked<R> {
    pub(super) fn new(input: R) -> Self {
        Self { input, container: Container::default() }
    }

    pub(super) fn into_input(self) -> R {
        self.input
    }
}

impl<R: BufRead> Read for Checked<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if buffer.is_empty() || self.container.part == Part::After {
            return Ok(0);
        }
        let block = self.input.fill_buf()?;
        let block = &block[..block.len().min(buffer.len())];
        let taken = if block.is_empty() { Err(ENDS_EARLY) } else { self.container.take(block) };
        let taken = taken.map_err(|problem| match problem {
            ENDS_EARLY => damage("the xz data ends too early"),
            problem => damage(format!("the xz data is damaged: {problem}")),
        })?;
        buffer[..taken].copy_from_slice(&block[..taken]);
        self.input.consume(taken);
        Ok(taken)
    }
}

type Checking = Result<(), &'static str>;

const ENDS_EARLY: &str = "it ends too early";

/// Where in the container the next byte is, and what is known of the stream.
#[derive(Default)]
struct Container {
    part: Part,
    /// The bytes of the part, until they are all there.
    bytes: Vec<u8>,
    /// Bytes to go over before the part begins.
    skip: u64,
    /// Bytes of the check after each block.
    check: u64,
    block: Block,
    blocks: Records,
    index: Records,
    /// How many records the index has still.
    records: u64,
    /// The first number of a record.
    unpadded: Option<u64>,
    /// Bytes of the index.
    index_bytes: u64,
}

/// What comes next.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Part {
    #[default]
    Header,
    /// The size of a block's header, or the sign of an index.
    Block,
    BlockHeader,
    /// The first byte of a chunk of LZMA2.
    Chunk,
    /// Its sizes.
    ChunkSizes(u8),
    /// What fills up a block to a multiple of four bytes.
    BlockPadding,
    /// How many records the index has.
    Count,
    Record,
    IndexPadding,
    Footer,
    /// The stream has ended.
    After,
}

/// A block, as far as it was seen.
#[derive(Default)]
struct Block {
    header: u64,
    compressed: u64,
    uncompressed: u64,
    /// As its header says, where it does.
    said_compressed: Option<u64>,
    said_uncompressed: Option<u64>,
    /// Whether a chunk has begun the dictionary, and one has set the properties.
    has_dictionary: bool,
    has_properties: bool,
}

/// Sizes of blocks: a hash of them, since there may be any number.
#[derive(Default)]
struct Records {
    count: u64,
    hash: Sha256,
}

impl Records {
    fn add(&mut self, unpadded: u64, uncompressed: u64) {
        self.count += 1;
        self.hash.update(unpadded.to_le_bytes());
        self.hash.update(uncompressed.to_le_bytes());
    }
}

impl Container {
    /// Takes bytes up to the end of the stream; gives how many.
    fn take(&mut self, bytes: &[u8]) -> Result<usize, &'static str> {
        let mut taken = 0;
        while taken < bytes.len() && self.part != Part::After {
            let skipped = self.skip.min((bytes.len() - taken) as u64) as usize;
            self.skip -= skipped as u64;
            taken += skipped;
            let Some(byte) = bytes.get(taken) else { break };
            taken += 1;
            self.bytes.push(*byte);
            self.step()?;
        }
        Ok(taken)
    }

    /// One byte more of the part is there.
    fn step(&mut self) -> Checking {
        let whole = match self.part {
            Part::Header => return self.header(),
            Part::After => return Ok(()),
            Part::Block | Part::Chunk => 1,
            Part::BlockHeader => self.block.header as usize,
            Part::ChunkSizes(control) => sizes_of(control),
            Part::BlockPadding => padding_of(self.block.compressed) as usize,
            Part::Count | Part::Record => return self.number(),
            Part::IndexPadding => padding_of(self.index_bytes) as usize,
            Part::Footer => HEADER,
        };
        if self.bytes.len() < whole {
            return Ok(());
        }
        let bytes = std::mem::take(&mut self.bytes);
        match self.part {
            Part::Block => self.begin_block(bytes),
            Part::BlockHeader => self.block_header(&bytes),
            Part::Chunk => self.chunk(bytes[0]),
            Part::ChunkSizes(control) => {
                self.chunk_sizes(control, &bytes);
                Ok(())
            }
            Part::BlockPadding => {
                all_zero(&bytes)?;
                self.end_block();
                Ok(())
            }
            Part::IndexPadding => {
                all_zero(&bytes)?;
                self.end_index();
                Ok(())
            }
            _ => self.footer(&bytes),
        }
    }

    fn header(&mut self) -> Checking {
        let seen = self.bytes.len().min(MAGIC.len());
        if self.bytes[..seen] != MAGIC[..seen] {
            return Err("something else stands where a stream should begin");
        }
        if self.bytes.len() == HEADER {
            self.check = CHECKS[usize::from(self.bytes[7] & 15)];
            self.next(Part::Block);
        }
        Ok(())
    }

    fn begin_block(&mut self, bytes: Vec<u8>) -> Checking {
        if bytes == [0] {
            self.index_bytes = 1;
            self.next(Part::Count);
            return Ok(());
        }
        self.block = Block { header: (u64::from(bytes[0]) + 1) * 4, ..Block::default() };
        self.next(Part::BlockHeader);
        self.bytes = bytes;
        Ok(())
    }

    fn block_header(&mut self, bytes: &[u8]) -> Checking {
        let flags = bytes[1];
        let mut rest = &bytes[2..];
        let mut said = |flag: u8| match flags & flag {
            0 => Ok(None),
            _ => take_number(&mut rest).map(Some),
        };
        self.block.said_compressed = said(0x40)?;
        self.block.said_uncompressed = said(0x80)?;
        if self.block.said_compressed == Some(0) {
            return Err("a block of no bytes");
        }
        self.next(Part::Chunk);
        Ok(())
    }

    fn chunk(&mut self, control: u8) -> Checking {
        self.block.compressed += 1;
        if control == 0 {
            self.next(Part::BlockPadding);
            if padding_of(self.block.compressed) == 0 {
                self.end_block();
            }
            return self.hold_block();
        }
        if (3..0x80).contains(&control) {
            return Err("a chunk of no known kind");
        }
        let block = &mut self.block;
        let resets_dictionary = control == 1 || control >= 0xE0;
        if !(block.has_dictionary || resets_dictionary) {
            return Err("its first chunk does not begin a dictionary");
        }
        // After a chunk that begins a dictionary anew and is not compressed, properties are as they were.
        if control >= 0x80 && !(block.has_properties || control >= 0xC0) {
            return Err("a chunk without properties");
        }
        block.has_dictionary = true;
        block.has_properties |= control >= 0xC0;
        self.next(Part::ChunkSizes(control));
        Ok(())
    }

    fn chunk_sizes(&mut self, control: u8, bytes: &[u8]) {
        let pair = |at: usize| u64::from(bytes[at]) << 8 | u64::from(bytes[at + 1]);
        let (uncompressed, data) = match control < 0x80 {
            true => (pair(0) + 1, pair(0) + 1),
            false => ((u64::from(control & 0x1F) << 16) + pair(0) + 1, pair(2) + 1),
        };
        self.block.uncompressed += uncompressed;
        self.block.compressed += bytes.len() as u64 + data;
        self.skip = data;
        self.next(Part::Chunk);
    }

    /// Holds what the header of a block said.
    fn hold_block(&self) -> Checking {
        let Block { compressed, uncompressed, said_compressed, said_uncompressed, .. } = self.block;
        let is_so = said_compressed.is_none_or(|said| said == compressed)
            && said_uncompressed.is_none_or(|said| said == uncompressed);
        if is_so { Ok(()) } else { Err("a block has another size than its header says") }
    }

    fn end_block(&mut self) {
        let Block { header, compressed, uncompressed, .. } = self.block;
        self.blocks.add(header + compressed + self.check, uncompressed);
        self.skip = self.check;
        self.next(Part::Block);
    }

    /// A byte more of a number of the index.
    fn number(&mut self) -> Checking {
        self.index_bytes += 1;
        if self.bytes.last().is_some_and(|byte| *byte >= 0x80) && self.bytes.len() < MOST_BYTES {
            return Ok(());
        }
        let bytes = std::mem::take(&mut self.bytes);
        let number = take_number(&mut &bytes[..])?;
        match (self.part, self.unpadded.take()) {
            (Part::Count, _) => {
                self.records = number;
                if number != self.blocks.count {
                    return Err("its index has another number of blocks");
                }
            }
            (_, None) => self.unpadded = Some(number),
            (_, Some(unpadded)) => {
                self.index.add(unpadded, number);
                self.records -= 1;
            }
        }
        if self.records > 0 {
            self.next(Part::Record);
            return Ok(());
        }
        if self.index.hash.clone().finalize() != self.blocks.hash.clone().finalize() {
            return Err("its index has other sizes than the blocks");
        }
        self.next(Part::IndexPadding);
        if padding_of(self.index_bytes) == 0 {
            self.end_index();
        }
        Ok(())
    }

    fn end_index(&mut self) {
        /// The checksum of the index.
        const CHECKSUM: u64 = 4;
        self.index_bytes += padding_of(self.index_bytes) + CHECKSUM;
        self.skip = CHECKSUM;
        self.next(Part::Footer);
    }

    fn footer(&mut self, bytes: &[u8]) -> Checking {
        let said = u32::from_le_bytes([bytes[4], bytes[5], bytes[6], bytes[7]]);
        if (u64::from(said) + 1) * 4 != self.index_bytes {
            return Err("its footer says another size of the index");
        }
        self.next(Part::After);
        Ok(())
    }

    fn next(&mut self, part: Part) {
        self.part = part;
        self.bytes.clear();
    }
}

/// Bytes of the longest number, of 63 bits.
const MOST_BYTES: usize = 9;

/// Takes a number, which has to be in as few bytes as it takes.
fn take_number(bytes: &mut &[u8]) -> Result<u64, &'static str> {
    let length =
        bytes.iter().take(MOST_BYTES).position(|byte| *byte < 0x80).ok_or("a number without an end")?;
    let (number, rest) = bytes.split_at(length + 1);
    *bytes = rest;
    if length > 0 && number[length] == 0 {
        return Err("a number in more bytes than it takes");
    }
    Ok(number.iter().rev().fold(0, |value, byte| value << 7 | u64::from(byte & 0x7F)))
}

/// Bytes of a chunk's sizes, and of its properties.
fn sizes_of(control: u8) -> usize {
    match control {
        0..0x80 => 2,
        0x80..0xC0 => 4,
        0xC0.. => 5,
    }
}

fn padding_of(bytes: u64) -> u64 {
    bytes.wrapping_neg() % 4
}

fn all_zero(bytes: &[u8]) -> Checking {
    if bytes.iter().all(|byte| *byte == 0) { Ok(()) } else { Err("something stands in its padding") }
}

#[cfg(test)]
#[path = "xz_tests.rs"]
mod tests;
