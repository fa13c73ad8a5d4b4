//! The block of a record, and where it ends where its header is wrong about it.

use std::io::{self, Read as _};

use super::AROUND;
use super::crawl::{Crawl, Starts};
use super::header::is_padding;
use crate::damage::damage;

/// Bytes that are read at once of a block that is stepped over.
const PIECE: u64 = 64 * 1024;

/// Bytes that are looked at to tell what follows a block, at first and at most: the line before a record of ARC has a URL
/// in it.
const FIRST_LOOK: usize = 256;
const LAST_LOOK: usize = 64 * 1024;

/// Bytes of a line of which a part stands in the block before it.
const LINE: usize = 4096;

/// How often the bytes of a crawl may be read again in all, and how many may in any case: what a block that is too long has
/// of the next records.
const TIMES_AGAIN: u64 = 8;
const ALWAYS_AGAIN: u64 = 64 << 20;

impl Crawl {
    /// The block of a record, `length` bytes long as its header says; where it is not `wanted`, it is stepped over. If
    /// something else follows it than the next record or the end, and a record begins in it, the crawl goes on there, and
    /// the record is damaged: the message says so.
    ///
    /// # Errors
    /// Where the crawl cannot be read on.
    pub(super) fn block<S: Starts>(
        &mut self,
        length: u64,
        wanted: bool,
    ) -> io::Result<Result<Vec<u8>, String>> {
        // The block, or what of it may have to be read again: from `from` on.
        let (mut bytes, mut from) = (Vec::new(), 0);
        let most = self.context.format.max_document.saturating_add(AROUND);
        let mut read = 0;
        let mut begin = None;
        while read < length {
            let piece = if wanted { length - read } else { PIECE.min(length - read) };
            let more = self.input.by_ref().take(piece).read_to_end(&mut bytes)? as u64;
            read += more;
            if more == 0 {
                break;
            }
            if !wanted && begin.is_none() {
                begin = first_start::<S>(&bytes).map(|at| from + at as u64);
                let kept = begin.map_or(bytes.len().saturating_sub(LAST_LOOK) as u64, |begin| begin - from);
                bytes.drain(..usize::try_from(kept).unwrap_or(bytes.len()));
                from += kept;
            } else if bytes.len() as u64 > most && !wanted {
                from += bytes.len() as u64;
                bytes.clear();
            }
        }
        if read == length && self.is_followed::<S>() {
            return Ok(Ok(bytes));
        }
        // The first line of the next record may go on behind the block.
        let block = bytes.len();
        bytes.extend_from_slice(self.rest_of_line());
        let Some(at) = first_start::<S>(&bytes).filter(|&at| at < block) else {
            bytes.truncate(block);
            return if read == length { Ok(Ok(bytes)) } else { Err(cut(read, length)) };
        };
        bytes.truncate(block);
        let again = bytes.split_off(at);
        let (end, again_bytes) = (from + at as u64, again.len() as u64);
        let fact = format!("ends too early, after {end} of {length} bytes, where another record begins");
        let reached = self.offset.saturating_sub(length) + read;
        if self.again + again_bytes > ALWAYS_AGAIN.max(reached.saturating_mul(TIMES_AGAIN)) {
            return Ok(Err(format!("{fact}: {again_bytes} bytes from there on are not read")));
        }
        self.again += again_bytes;
        self.offset = self.offset.saturating_sub(length - end);
        self.input.put_back(again);
        Ok(Err(fact))
    }

    /// What stands next up to the end of the line, and the first bytes of the next.
    fn rest_of_line(&mut self) -> &[u8] {
        const NEXT_LINE: usize = 16;
        let seen = self.input.peek(LINE);
        let end = memchr::memchr(b'\n', seen).map_or(0, |end| end + NEXT_LINE);
        &seen[..end.min(seen.len())]
    }

    /// Whether what has to follow a block stands next.
    fn is_followed<S: Starts>(&mut self) -> bool {
        let mut look = FIRST_LOOK;
        loop {
            let seen = self.input.peek(look);
            let is_all = seen.len() < look;
            let padding = seen.iter().take_while(|&&byte| is_padding(byte)).count();
            let next = &seen[padding..];
            if next.is_empty() && (is_all || look >= LAST_LOOK) {
                return true;
            }
            match S::follows(next) {
                Some(follows) => return follows,
                None if is_all || look >= LAST_LOOK => return false,
                None => look *= 4,
            }
        }
    }
}

/// The first place in a block where a record begins, at the beginning of a line.
fn first_start<S: Starts>(bytes: &[u8]) -> Option<usize> {
    let lines = memchr::memchr_iter(b'\n', bytes).map(|end| end + 1);
    std::iter::once(0).chain(lines).find(|&line| S::starts(&bytes[line..]))
}

fn cut(read: u64, length: u64) -> io::Error {
    damage(format!("ends too early, after {read} of {length} bytes"))
}
