//! What a parser is given: a stream that is valid UTF-8, in pieces that are no longer than they may be.

use std::io::{self, BufRead, Read};

use crate::damage::damage;
use crate::lookahead::read_ready;

/// A stream in UTF-8, with U+FFFD in place of what is not valid.
#[derive(Debug)]
pub(super) struct Input<R> {
    inner: R,
    /// Bytes to give before `inner` is asked again: those from `given` on.
    ready: Vec<u8>,
    given: usize,
    /// How many of the bytes that `inner` has ready are known to be valid.
    valid: usize,
    /// How many bytes may still be read of the piece.
    left: u64,
    /// How many bytes were read in all.
    read: u64,
    /// Whether something was replaced since this was asked last.
    replaced: bool,
    /// Why the stream broke off: the parser would keep it to itself.
    failure: Option<io::Error>,
}

impl<R: BufRead> Input<R> {
    pub(super) fn new(inner: R) -> Self {
        Self {
            inner,
            ready: Vec::new(),
            given: 0,
            valid: 0,
            left: 0,
            read: 0,
            replaced: false,
            failure: None,
        }
    }

    /// A piece of at most `limit` bytes begins: a tag, or the text between two.
    pub(super) fn begin_piece(&mut self, limit: u64) {
        self.left = limit;
    }

    /// Whether something was replaced since this was asked last.
    pub(super) fn take_replaced(&mut self) -> bool {
        std::mem::take(&mut self.replaced)
    }

    /// How many bytes were read in all.
    pub(super) fn place(&self) -> u64 {
        self.read
    }

    /// What it is read from.
    pub(super) fn source(&self) -> &R {
        &self.inner
    }

    /// Why the stream broke off, if it did.
    pub(super) fn take_failure(&mut self) -> Option<io::Error> {
        self.failure.take()
    }

    /// Reads on to the next tag that begins with one of `names`, which is then read again. Gives whether there is one.
    pub(super) fn seek(&mut self, names: &[&str]) -> io::Result<bool> {
        let mut tag = Vec::new();
        loop {
            self.left = u64::MAX;
            let block = match self.fill_buf() {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                block => block?,
            };
            if block.is_empty() {
                return Ok(false);
            }
            if tag.is_empty() {
                let skipped = memchr::memchr(b'<', block).unwrap_or(block.len());
                if skipped < block.len() {
                    tag.push(b'<');
                }
                let read = (skipped + 1).min(block.len());
                self.consume(read);
                continue;
            }
            let byte = block[0];
            let ends = byte.is_ascii_whitespace() || matches!(byte, b'>' | b'/');
            if ends && names.iter().any(|name| name.as_bytes() == &tag[1..]) {
                let mut again = std::mem::take(&mut tag);
                self.read -= again.len() as u64;
                again.extend_from_slice(&self.ready[self.given..]);
                (self.ready, self.given) = (again, 0);
                return Ok(true);
            }
            tag.push(byte);
            if names.iter().any(|name| name.as_bytes().starts_with(&tag[1..])) {
                self.consume(1);
            } else {
                // The byte may begin the next tag.
                tag.clear();
            }
        }
    }

    /// Sees to it that there is something valid to give, or the end.
    fn settle(&mut self) -> io::Result<()> {
        let block = self.inner.fill_buf()?;
        let flaw = match simdutf8::compat::from_utf8(block) {
            Ok(_) => {
                self.valid = block.len();
                return Ok(());
            }
            Err(flaw) => flaw,
        };
        if flaw.valid_up_to() > 0 {
            self.valid = flaw.valid_up_to();
        } else if let Some(length) = flaw.error_len() {
            self.inner.consume(length);
            self.replace();
        } else {
            self.join()?;
        }
        Ok(())
    }

    /// Joins a character whose bytes come in several blocks.
    fn join(&mut self) -> io::Result<()> {
        let mut character = self.inner.fill_buf()?.to_vec();
        self.inner.consume(character.len());
        loop {
            let next = match self.inner.fill_buf() {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                block => block?.first().copied(),
            };
            character.extend(next);
            match str::from_utf8(&character) {
                Ok(_) => {
                    self.inner.consume(1);
                    (self.ready, self.given) = (character, 0);
                    return Ok(());
                }
                Err(flaw) if flaw.error_len().is_none() && next.is_some() => self.inner.consume(1),
                Err(_) => {
                    self.replace();
                    return Ok(());
                }
            }
        }
    }

    fn replace(&mut self) {
        self.ready.clear();
        self.ready.extend_from_slice("\u{fffd}".as_bytes());
        (self.given, self.replaced) = (0, true);
    }
}

impl<R: BufRead> BufRead for Input<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.left == 0 {
            self.failure =
                Some(damage("has a tag, a comment or a text that is longer than a document may be"));
            return Err(io::ErrorKind::InvalidData.into());
        }
        if self.given == self.ready.len() && self.valid == 0 {
            match self.settle() {
                Err(error) if error.kind() != io::ErrorKind::Interrupted => {
                    self.failure = Some(error);
                    return Err(io::ErrorKind::InvalidData.into());
                }
                settled => settled?,
            }
        }
        let left = usize::try_from(self.left).unwrap_or(usize::MAX);
        if self.given < self.ready.len() {
            let ready = &self.ready[self.given..];
            return Ok(&ready[..ready.len().min(left)]);
        }
        let length = self.valid.min(left);
        Ok(if length == 0 { &[] } else { &self.inner.fill_buf()?[..length] })
    }

    fn consume(&mut self, amount: usize) {
        self.left = self.left.saturating_sub(amount as u64);
        self.read += amount as u64;
        if self.given < self.ready.len() {
            self.given += amount;
        } else {
            self.valid = self.valid.saturating_sub(amount);
            self.inner.consume(amount);
        }
    }
}

impl<R: BufRead> Read for Input<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        read_ready(self, buffer)
    }
}

#[cfg(test)]
mod tests {
    use std::io::BufReader;

    use proptest::prelude::*;

    use super::*;

    fn read(bytes: &[u8], piece: usize) -> (String, bool) {
        let mut input = Input::new(BufReader::with_capacity(piece, bytes));
        input.begin_piece(u64::MAX);
        let mut text = String::new();
        input.read_to_string(&mut text).unwrap();
        (text, input.take_replaced())
    }

    #[test]
    fn a_piece_has_a_limit() {
        let mut input = Input::new(&b"12345"[..]);
        input.begin_piece(4);
        assert_eq!(input.read(&mut [0; 9]).unwrap(), 4);
        assert!(input.read(&mut [0; 9]).is_err());
        assert!(input.take_failure().is_some());
        input.begin_piece(4);
        assert_eq!(input.read(&mut [0; 9]).unwrap(), 1);
    }

    #[test]
    fn a_tag_is_found_by_its_whole_name() {
        for piece in [1, 3, 64] {
            let bytes = &b"</x <<it <items> <item\t>b"[..];
            let mut input = Input::new(BufReader::with_capacity(piece, bytes));
            assert!(input.seek(&["entry", "item"]).unwrap());
            let mut rest = String::new();
            input.read_to_string(&mut rest).unwrap();
            assert_eq!(rest, "<item\t>b");
            assert!(!input.seek(&["item"]).unwrap());
        }
    }

    proptest! {
        #[test]
        fn what_is_not_valid_is_replaced(
            bytes in proptest::collection::vec(prop::sample::select(&b"a<\xd8\xb3\xf0\x9f\x98\x80\xff"[..]), 0..40),
            piece in 1..9_usize,
        ) {
            let expected = String::from_utf8_lossy(&bytes);
            let replaced = str::from_utf8(&bytes).is_err();
            prop_assert_eq!(read(&bytes, piece), (expected.into_owned(), replaced));
        }
    }
}
