//! Compressed data of any number of members, one after the other: those of gzip (RFC 1952), the frames of Zstandard, the
//! streams of bzip2 and xz.
//!
//! What follows the last of them is passed over, as gzip does: files on tapes are padded with NUL bytes. Where a member is
//! damaged, an error says so, and whoever reads on is given the members after it.

use std::io::{self, BufRead, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};

use flate2::bufread::GzDecoder;

use super::lacks_memory;
use crate::damage::{After, damaged_piece};
use crate::lookahead::{Lookahead, read_ready};

/// How many of the compressed bytes that were read last are kept: a decoder notices within them that a member was cut. A
/// block of bzip2 is the largest piece that is decoded at once.
const KEPT: usize = 1 << 20;

/// How the members of a kind of compression are told and decoded.
pub(super) trait Codec: Send {
    const NAME: &'static str;

    /// A decoder of one member.
    type Decoder<R: BufRead + Send>: Read + Send;

    /// A decoder of the member that `input` begins with, which reads nothing of what is after it.
    fn decoder<R: BufRead + Send>(&self, input: R) -> io::Result<Self::Decoder<R>>;

    /// The input of a decoder, as far as it was not read.
    fn into_input<R: BufRead + Send>(decoder: Self::Decoder<R>) -> Option<R>;

    /// Whether bytes, of which there is one at least, are those that a member begins with, as far as they go.
    fn begins(bytes: &[u8]) -> bool;

    /// Where a member begins among other bytes, as far as the first bytes of it tell.
    fn find(bytes: &[u8]) -> Option<usize>;
}

/// The members of gzip.
pub(super) struct Gzip;

impl Codec for Gzip {
    const NAME: &'static str = "gzip";

    type Decoder<R: BufRead + Send> = GzDecoder<R>;

    fn decoder<R: BufRead + Send>(&self, input: R) -> io::Result<GzDecoder<R>> {
        Ok(GzDecoder::new(input))
    }

    fn into_input<R: BufRead + Send>(decoder: GzDecoder<R>) -> Option<R> {
        Some(decoder.into_inner())
    }

    fn begins(bytes: &[u8]) -> bool {
        is_prefix(bytes, b"\x1f\x8b\x08")
    }

    fn find(bytes: &[u8]) -> Option<usize> {
        memchr::memmem::find_iter(bytes, b"\x1f\x8b\x08").find(|&at| match bytes[at + 3..] {
            // Flags, a time, what the compressor did, and the system that it ran on.
            [flags, _, _, _, _, extra, system, ..] => {
                flags < 0x20 && matches!(extra, 0 | 2 | 4) && matches!(system, 0..=13 | 255)
            }
            _ => true,
        })
    }
}

/// Whether the first of `bytes` are those of `mark`, as far as there are some.
pub(super) fn is_prefix(bytes: &[u8], mark: &[u8]) -> bool {
    let length = bytes.len().min(mark.len());
    bytes[..length] == mark[..length]
}

/// A decoder of members.
pub(super) struct Members<C: Codec, R: BufRead + Send> {
    codec: C,
    state: State<C, R>,
    /// Bytes that the member has given.
    given: u64,
    /// Whether the compressed bytes could not be read: an error is then not about them.
    failed: Arc<AtomicBool>,
}

enum State<C: Codec, R: BufRead + Send> {
    Member(Box<C::Decoder<Kept<R>>>),
    Between(Kept<R>),
    Ended,
}

impl<C: Codec, R: BufRead + Send> Members<C, R> {
    pub(super) fn new(codec: C, input: R, failed: Arc<AtomicBool>) -> io::Result<Self> {
        let input = Kept { input: Lookahead::new(input), kept: Vec::new() };
        let state = State::Member(Box::new(codec.decoder(input)?));
        Ok(Self { codec, state, given: 0, failed })
    }

    /// Goes on after a member: to the next, to what is told of something else between them, or to the end.
    fn go_on(&mut self, mut input: Kept<R>) -> io::Result<()> {
        match next(&mut input, C::begins) {
            Ok(Next::Member) => {
                input.kept.clear();
                self.state = State::Member(Box::new(self.codec.decoder(input)?));
                self.given = 0;
                Ok(())
            }
            Ok(Next::End) => Ok(()),
            Ok(Next::Other) => {
                input.kept.clear();
                if !input.rewind_to_member(C::find)? {
                    return Ok(());
                }
                self.state = State::Between(input);
                let message =
                    format!("the {} data is damaged: something else stands between its members", C::NAME);
                Err(damaged_piece(message, 0, After::Data))
            }
            Err(error) => {
                self.state = State::Between(input);
                Err(error)
            }
        }
    }

    /// What is said of a member that is damaged, after which the next is gone to.
    fn damaged(&mut self, decoder: C::Decoder<Kept<R>>, error: &io::Error) -> io::Error {
        let rewound = C::into_input(decoder).and_then(|mut input| {
            let is_there = input.rewind_to_member(C::find).unwrap_or(false);
            is_there.then_some(input)
        });
        let after = if rewound.is_some() { After::Data } else { After::Nothing };
        let message = match error.kind() {
            io::ErrorKind::UnexpectedEof if after == After::Nothing => {
                format!("the {} data ends too early", C::NAME)
            }
            _ if crate::damage::is_damage(error) => error.to_string(),
            _ => format!("the {} data is damaged: {error}", C::NAME),
        };
        self.state = rewound.map_or(State::Ended, State::Between);
        damaged_piece(message, self.given, after)
    }
}

impl<C: Codec, R: BufRead + Send> Read for Members<C, R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while !buffer.is_empty() {
            match std::mem::replace(&mut self.state, State::Ended) {
                State::Ended => break,
                State::Between(input) => self.go_on(input)?,
                State::Member(mut decoder) => match decoder.read(buffer) {
                    Ok(0) => self.state = C::into_input(*decoder).map_or(State::Ended, State::Between),
                    Err(error) if self.is_about_data(&error) => return Err(self.damaged(*decoder, &error)),
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

impl<C: Codec, R: BufRead + Send> Members<C, R> {
    fn is_about_data(&self, error: &io::Error) -> bool {
        error.kind() != io::ErrorKind::Interrupted && !self.failed.load(Relaxed) && !lacks_memory(error)
    }
}

/// What comes after a member.
enum Next {
    Member,
    Other,
    End,
}

/// What comes next, after padding.
fn next<R: BufRead>(input: &mut Kept<R>, begins: fn(&[u8]) -> bool) -> io::Result<Next> {
    /// Bytes that tell a member.
    const BEGIN: usize = 6;
    loop {
        let block = match input.fill_buf() {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            block => block?,
        };
        if block.is_empty() {
            return Ok(Next::End);
        }
        let nuls = block.iter().take_while(|&&byte| byte == 0).count();
        let is_all = nuls == block.len();
        input.consume(nuls);
        if !is_all {
            return Ok(if begins(input.input.see(BEGIN)?) { Next::Member } else { Next::Other });
        }
    }
}

/// A reader that keeps what was read last, to read it again.
struct Kept<R> {
    input: Lookahead<R>,
    kept: Vec<u8>,
}

impl<R: BufRead> Kept<R> {
    /// Goes to where a member begins after the one that was being read: back, as far as a decoder that noticed late has
    /// read, or on. Whether there is one.
    fn rewind_to_member(&mut self, find: fn(&[u8]) -> Option<usize>) -> io::Result<bool> {
        /// Bytes of a member's beginning by which it is known.
        const BEGIN: usize = 10;
        let mut seen = std::mem::take(&mut self.kept);
        seen.append(&mut self.input.take_seen());
        // The first byte may be that of the member itself.
        let mut begin = 1;
        loop {
            let read = self.input.by_ref().take(KEPT as u64).read_to_end(&mut seen);
            if let Some(at) = seen.get(begin..).and_then(find) {
                self.input.put_back(seen.split_off(begin + at));
                return Ok(true);
            }
            if read? == 0 {
                return Ok(false);
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
        let input = io::BufReader::with_capacity(7, bytes);
        let mut members = Members::new(Gzip, input, Arc::default()).unwrap();
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
        assert_eq!(read(&between), [("a".to_owned(), true), ("b".to_owned(), false)]);
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
