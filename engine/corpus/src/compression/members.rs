//! gzip (RFC 1952), member after member.

use std::io::{self, BufRead, Read};

use flate2::bufread::GzDecoder;

use crate::damage::{After, damage, damaged_piece};
use crate::lookahead::{Lookahead, read_ready};

/// How many of the compressed bytes that were read last are kept: a decoder notices within them that a member was cut.
const KEPT: usize = 256 * 1024;

/// A decoder of members.
///
/// What follows the last of them is passed over, as gzip does: files on tapes are padded with NUL bytes. Where a member
/// is damaged, an error says so, and whoever reads on is given the members after it.
pub(super) struct Members<R> {
    state: State<R>,
    /// Bytes that the member has given.
    given: u64,
}

enum State<R> {
    Member(Box<GzDecoder<Kept<R>>>),
    Between(Kept<R>),
    Ended,
}

impl<R: BufRead> Members<R> {
    pub(super) fn new(input: R) -> Self {
        let input = Kept { input: Lookahead::new(input), kept: Vec::new() };
        Self { state: State::Member(Box::new(GzDecoder::new(input))), given: 0 }
    }
}

impl<R: BufRead> Read for Members<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while !buffer.is_empty() {
            match std::mem::replace(&mut self.state, State::Ended) {
                State::Ended => break,
                State::Between(mut input) => {
                    if next_member(&mut input)? {
                        input.kept.clear();
                        self.state = State::Member(Box::new(GzDecoder::new(input)));
                        self.given = 0;
                    }
                }
                State::Member(mut decoder) => match decoder.read(buffer) {
                    Ok(0) => self.state = State::Between(decoder.into_inner()),
                    Err(error) if is_about_data(&error) => {
                        let mut input = decoder.into_inner();
                        let after = if input.rewind_to_member() { After::Data } else { After::Nothing };
                        let message = match error.kind() {
                            io::ErrorKind::UnexpectedEof if after == After::Nothing => {
                                "the gzip data ends too early".to_owned()
                            }
                            _ => format!("the gzip data is damaged: {error}"),
                        };
                        if after == After::Data {
                            self.state = State::Between(input);
                        }
                        return Err(damaged_piece(message, self.given, after));
                    }
                    read => {
                        self.state = State::Member(decoder);
                        self.given += *read.as_ref().unwrap_or(&0) as u64;
                        return read;
                    }
                },
            }
        }
        Ok(0)
    }
}

fn is_about_data(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::InvalidInput | io::ErrorKind::InvalidData | io::ErrorKind::UnexpectedEof
    )
}

/// Whether another member comes. What is none is passed over, unless a member stands after it, which would be lost.
fn next_member(input: &mut impl BufRead) -> io::Result<bool> {
    let mut last = [0; 2];
    let mut padding = true;
    loop {
        let block = match input.fill_buf() {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            block => block?,
        };
        if block.is_empty() {
            return Ok(false);
        }
        if padding {
            let nuls = block.iter().take_while(|&&byte| byte == 0).count();
            match block.get(nuls) {
                Some(0x1f) => {
                    input.consume(nuls);
                    return Ok(true);
                }
                Some(_) => padding = false,
                None => {}
            }
            input.consume(nuls);
            continue;
        }
        let seen = [&last[..], block].concat();
        if begin_of_member(&seen).is_some() {
            return Err(damage("the gzip data is damaged: something else stands between its members"));
        }
        last = seen.last_chunk().copied().unwrap_or_default();
        let length = block.len();
        input.consume(length);
    }
}

/// Where a member begins, as far as its first bytes tell.
fn begin_of_member(bytes: &[u8]) -> Option<usize> {
    memchr::memmem::find_iter(bytes, b"\x1f\x8b\x08").find(|&at| match bytes[at + 3..] {
        // Flags, a time, what the compressor did, and the system that it ran on.
        [flags, _, _, _, _, extra, system, ..] => {
            flags < 0x20 && matches!(extra, 0 | 2 | 4) && matches!(system, 0..=13 | 255)
        }
        _ => true,
    })
}

/// A reader that keeps what was read last, to read it again.
struct Kept<R> {
    input: Lookahead<R>,
    kept: Vec<u8>,
}

impl<R: BufRead> Kept<R> {
    /// Goes to where a member begins after the one that was being read: back, as far as a decoder that noticed late has
    /// read, or on. Whether there is one.
    fn rewind_to_member(&mut self) -> bool {
        /// Bytes of a member's beginning by which it is known.
        const BEGIN: usize = 10;
        let mut seen = std::mem::take(&mut self.kept);
        seen.append(&mut self.input.take_seen());
        // The first byte may be that of the member itself.
        let mut begin = 1;
        loop {
            let read = self.input.by_ref().take(KEPT as u64).read_to_end(&mut seen);
            if let Some(at) = seen.get(begin..).and_then(begin_of_member) {
                self.input.put_back(seen.split_off(begin + at));
                return true;
            }
            if !matches!(read, Ok(1..)) {
                return false;
            }
            seen.drain(..seen.len().saturating_sub(BEGIN));
            begin = 0;
        }
    }
}

impl<R: BufRead> BufRead for Kept<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        self.input.fill_buf()
    }

    fn consume(&mut self, amount: usize) {
        if let Ok(block) = self.input.fill_buf() {
            self.kept.extend_from_slice(&block[..amount.min(block.len())]);
        }
        self.input.consume(amount);
        if self.kept.len() > 2 * KEPT {
            self.kept.drain(..self.kept.len() - KEPT);
        }
    }
}

impl<R: BufRead> Read for Kept<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        read_ready(self, buffer)
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use super::*;

    fn member(content: &[u8]) -> Vec<u8> {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        encoder.write_all(content).unwrap();
        encoder.finish().unwrap()
    }

    /// What is read up to each error, and to the end.
    fn read(bytes: &[u8]) -> Vec<(String, bool)> {
        let mut members = Members::new(io::BufReader::with_capacity(7, bytes));
        let mut found = Vec::new();
        for _ in 0..10 {
            let mut content = Vec::new();
            let broken = members.read_to_end(&mut content).is_err();
            found.push((String::from_utf8_lossy(&content).into_owned(), broken));
            if !broken {
                break;
            }
        }
        found
    }

    #[test]
    fn what_follows_the_last_member_is_passed_over() {
        let whole = |text: &str| vec![(text.to_owned(), false)];
        assert_eq!(read(&[member(b"a"), vec![0; 512]].concat()), whole("a"));
        assert_eq!(read(&[member(b"a"), vec![0; 512], member(b"b")].concat()), whole("ab"));
        assert_eq!(read(&[&member(b"a")[..], b"and garbage"].concat()), whole("a"));
        // Between members it is a flaw.
        let between = [&member(b"a")[..], b"and garbage", &member(b"b")].concat();
        assert!(read(&between)[0].1);
    }

    #[test]
    fn members_behind_one_that_was_cut_are_read() {
        let text = "one two three four five six seven eight nine ten ".repeat(30);
        let (first, second, third) = (member(b"first "), member(text.as_bytes()), member(b"third"));
        for cut in [15, second.len() / 2, second.len() - 9, second.len() - 2] {
            let found = read(&[&first[..], &second[..cut], &third].concat());
            assert_eq!(found.len(), 2, "cut to {cut}");
            assert!(found[0].0.starts_with("first ") && found[0].1, "cut to {cut}");
            assert_eq!(found[1], ("third".to_owned(), false), "cut to {cut}");
        }
        let mut changed = second.clone();
        changed[second.len() - 6] ^= 1;
        let found = read(&[&first[..], &changed, &third].concat());
        assert_eq!(found[1], ("third".to_owned(), false));
    }
}
