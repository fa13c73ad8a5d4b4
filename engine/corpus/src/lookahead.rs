//! A stream of which one can see more than is read, and read again what was.

use std::io::{self, BufRead, Read};

/// A stream, with what was seen of it and is still to be read.
#[derive(Debug)]
pub(crate) struct Lookahead<R> {
    input: R,
    /// Bytes to give before `input` is asked again: those from `given` on.
    seen: Vec<u8>,
    given: usize,
    /// Why `input` could not be read on when it was peeked at: told once all is given that was seen before.
    failed: Option<io::Error>,
}

impl<R: BufRead> Lookahead<R> {
    pub(crate) fn new(input: R) -> Self {
        Self { input, seen: Vec::new(), given: 0, failed: None }
    }

    /// The next `bytes` bytes, or as many as there are.
    pub(crate) fn see(&mut self, bytes: usize) -> io::Result<&[u8]> {
        if self.seen.len() - self.given < bytes {
            self.seen.drain(..self.given);
            self.given = 0;
            if let Some(error) = self.failed.take() {
                return Err(error);
            }
            let more = bytes - self.seen.len();
            self.input.by_ref().take(more as u64).read_to_end(&mut self.seen)?;
        }
        let seen = &self.seen[self.given..];
        Ok(&seen[..bytes.min(seen.len())])
    }

    /// The next `bytes` bytes, or as many as can be read. Whoever reads on is told why there are no more.
    pub(crate) fn peek(&mut self, bytes: usize) -> &[u8] {
        if self.failed.is_none() {
            self.failed = self.see(bytes).err();
        }
        let seen = &self.seen[self.given..];
        &seen[..bytes.min(seen.len())]
    }

    /// Takes what was seen and is still to be read, without a look at what comes after it.
    pub(crate) fn take_seen(&mut self) -> Vec<u8> {
        let mut seen = std::mem::take(&mut self.seen);
        seen.drain(..std::mem::take(&mut self.given));
        seen
    }

    /// Gives `bytes` again before all that is still to be read.
    pub(crate) fn put_back(&mut self, mut bytes: Vec<u8>) {
        match self.given.checked_sub(bytes.len()) {
            // So a stream of which little is put back again and again is not copied each time.
            Some(given) => {
                self.seen[given..self.given].copy_from_slice(&bytes);
                self.given = given;
            }
            None => {
                bytes.extend_from_slice(&self.seen[self.given..]);
                (self.seen, self.given) = (bytes, 0);
            }
        }
    }
}

impl<R: BufRead> BufRead for Lookahead<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.given < self.seen.len() {
            return Ok(&self.seen[self.given..]);
        }
        self.failed.take().map_or_else(|| self.input.fill_buf(), Err)
    }

    fn consume(&mut self, amount: usize) {
        if self.given < self.seen.len() {
            self.given += amount;
        } else {
            self.input.consume(amount);
        }
    }
}

impl<R: BufRead> Read for Lookahead<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        read_ready(self, buffer)
    }
}

/// Reads what a reader has ready: what [`Read`] does where all else is told by [`BufRead`].
pub(crate) fn read_ready(input: &mut impl BufRead, buffer: &mut [u8]) -> io::Result<usize> {
    let read = input.fill_buf()?.read(buffer)?;
    input.consume(read);
    Ok(read)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_seen_is_still_read() {
        let mut input = Lookahead::new(io::BufReader::with_capacity(3, &b"one two three"[..]));
        let mut read = [0; 2];
        input.read_exact(&mut read).unwrap();
        assert_eq!(input.see(7).unwrap(), b"e two t");
        assert_eq!(input.see(2).unwrap(), b"e ");
        input.read_exact(&mut read).unwrap();
        assert_eq!(input.see(100).unwrap(), b"two three");
        let mut rest = String::new();
        input.read_to_string(&mut rest).unwrap();
        assert_eq!(rest, "two three");
    }

    #[test]
    fn an_error_that_was_peeked_at_is_told_to_who_reads_on() {
        struct Failing;
        impl Read for Failing {
            fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
                Err(io::Error::other("no more"))
            }
        }
        let mut input = Lookahead::new(io::BufReader::new(b"one".chain(Failing)));
        assert_eq!(input.peek(9), b"one");
        assert_eq!(input.peek(2), b"on");
        let mut read = Vec::new();
        assert_eq!(input.read_to_end(&mut read).unwrap_err().to_string(), "no more");
        assert_eq!(read, b"one");
    }

    #[test]
    fn what_was_put_back_is_read_again() {
        let mut input = Lookahead::new(io::BufReader::with_capacity(3, &b"one two"[..]));
        input.see(5).unwrap();
        input.consume(1);
        assert_eq!(input.take_seen(), b"ne t");
        input.put_back(b"t w".to_vec());
        input.consume(2);
        input.put_back(b" ".to_vec());
        input.put_back(b"t".to_vec());
        input.put_back(b"ne ".to_vec());
        let mut rest = String::new();
        input.read_to_string(&mut rest).unwrap();
        assert_eq!(rest, "ne t wwo");
    }
}
