//! Reading ahead: a decoder works on a thread of its own, while what it gave is parsed.

use std::io::{self, BufRead, Cursor, Read};
use std::sync::mpsc::{Receiver, SendError, SyncSender, sync_channel};
use std::thread;

use crate::caught::{all_of_this_thread, catch};
use crate::damage::{damage, passes};
use crate::lookahead::read_ready;

/// Bytes of one block.
const BLOCK: usize = 256 * 1024;

/// Blocks that wait, at most: as many as cover a moment in which the one side is slow.
const WAITING: usize = 4;

/// The bytes of a reader, read ahead.
///
/// A reader of less than a block is read at once, without a thread: a corpus may be a hundred thousand small files.
/// The thread ends with its reader, or after the block in hand when the `Ahead` is dropped; nobody waits for that.
pub(crate) struct Ahead {
    block: Cursor<Vec<u8>>,
    /// What comes after `block`; nothing once the end was reached.
    following: Option<Following>,
    /// An error that came with a block, told after it.
    error: Option<io::Error>,
}

/// What comes after a block.
enum Following {
    /// What a thread gives.
    Given(Receiver<io::Result<Vec<u8>>>),
    /// What is still to be read, where the system has no thread for it.
    Unread(Box<dyn Read + Send>),
}

impl Ahead {
    pub(crate) fn new(mut reader: impl Read + Send + 'static) -> Self {
        let (first, end) = read_block(&mut reader);
        let mut ahead = Self { block: Cursor::new(first), following: None, error: None };
        match end {
            End::Not => ahead.following = Some(spawn(reader)),
            End::Reached => {}
            End::Error(error) => {
                ahead.following = passes(&error).then(|| spawn(reader));
                ahead.error = Some(error);
            }
        }
        ahead
    }

    fn receive(&mut self) -> io::Result<()> {
        if let Some(error) = self.error.take() {
            return Err(error);
        }
        let following = match &mut self.following {
            None => return Ok(()),
            Some(Following::Given(following)) => following,
            Some(Following::Unread(reader)) => {
                let read = catch(|| read_block(reader));
                return self.take_block(read);
            }
        };
        match following.recv() {
            Ok(Ok(block)) => {
                if block.is_empty() {
                    self.following = None;
                }
                self.block = Cursor::new(block);
                Ok(())
            }
            Ok(Err(error)) => {
                if !passes(&error) {
                    self.following = None;
                }
                Err(error)
            }
            // The thread says when it ends, unless the decoder panicked.
            Err(_) => self.broke_down(),
        }
    }

    /// Takes a block that was read on this thread.
    fn take_block<P>(&mut self, read: Result<(Vec<u8>, End), P>) -> io::Result<()> {
        let Ok((block, end)) = read else { return self.broke_down() };
        let is_empty = block.is_empty();
        self.block = Cursor::new(block);
        match end {
            End::Not => {}
            End::Reached => self.following = None,
            End::Error(error) => {
                if !passes(&error) {
                    self.following = None;
                }
                if is_empty {
                    return Err(error);
                }
                self.error = Some(error);
            }
        }
        Ok(())
    }

    fn broke_down(&mut self) -> io::Result<()> {
        self.following = None;
        Err(damage("the decoder of its data broke down"))
    }
}

impl BufRead for Ahead {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.block.position() >= self.block.get_ref().len() as u64 {
            self.block = Cursor::default();
            self.receive()?;
        }
        self.block.fill_buf()
    }

    fn consume(&mut self, amount: usize) {
        self.block.consume(amount);
    }
}

impl Read for Ahead {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        read_ready(self, buffer)
    }
}

fn spawn(reader: impl Read + Send + 'static) -> Following {
    let (sender, receiver) = sync_channel(WAITING);
    let (give, given) = sync_channel(1);
    let work = move || {
        // Whoever receives is told that the decoder broke down.
        all_of_this_thread();
        let Ok(mut reader) = given.recv() else { return };
        while send_block(&mut reader, &sender) {}
    };
    match thread::Builder::new().name("decompression".to_owned()).spawn(work) {
        // Handed over when the thread is there: a system that has no more of them is no reason to lose it.
        Ok(_) => match give.send(reader) {
            Ok(()) => Following::Given(receiver),
            Err(SendError(reader)) => Following::Unread(Box::new(reader)),
        },
        Err(_) => Following::Unread(Box::new(reader)),
    }
}

/// Sends the next block. Whether there is another to come, and somebody who wants it.
fn send_block(reader: &mut impl Read, sender: &SyncSender<io::Result<Vec<u8>>>) -> bool {
    let (block, end) = read_block(reader);
    if !block.is_empty() && sender.send(Ok(block)).is_err() {
        return false;
    }
    match end {
        End::Not => return true,
        End::Reached => drop(sender.send(Ok(Vec::new()))),
        End::Error(error) => {
            let goes_on = passes(&error);
            return sender.send(Err(error)).is_ok() && goes_on;
        }
    }
    false
}

/// How a block ended.
enum End {
    /// It is full.
    Not,
    Reached,
    Error(io::Error),
}

fn read_block(reader: &mut impl Read) -> (Vec<u8>, End) {
    let mut block = Vec::with_capacity(BLOCK);
    let end = match reader.take(BLOCK as u64).read_to_end(&mut block) {
        Ok(_) if block.len() < BLOCK => End::Reached,
        Ok(_) => End::Not,
        // What came before it is kept.
        Err(error) => End::Error(error),
    };
    (block, end)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::time::{Duration, Instant};

    use super::*;

    /// `bytes` bytes, then the end or an error.
    fn reader(bytes: usize, breaks: bool) -> impl Read + Send + 'static {
        struct Breaking(bool);
        impl Read for Breaking {
            fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
                if self.0 { Err(damage("the end is missing")) } else { Ok(0) }
            }
        }
        let content: Vec<u8> = (0..bytes).map(|index| (index % 251) as u8).collect();
        Cursor::new(content).chain(Breaking(breaks))
    }

    #[test]
    fn bytes_come_as_they_were_and_errors_after_them() {
        for bytes in [0, 1, BLOCK - 1, BLOCK, BLOCK + 1, 2 * BLOCK, 12 * BLOCK + 7] {
            for breaks in [false, true] {
                let (mut expected, mut read) = (Vec::new(), Vec::new());
                reader(bytes, false).read_to_end(&mut expected).unwrap();
                let result = Ahead::new(reader(bytes, breaks)).read_to_end(&mut read);
                assert_eq!((read == expected, result.is_err()), (true, breaks), "{bytes} bytes");
            }
        }
    }

    #[test]
    fn without_a_thread_the_same_is_read() {
        for bytes in [0, 1, BLOCK, 2 * BLOCK, 3 * BLOCK + 7] {
            for breaks in [false, true] {
                let here = Following::Unread(Box::new(reader(bytes, breaks)));
                let mut ahead = Ahead { block: Cursor::default(), following: Some(here), error: None };
                let (mut expected, mut read) = (Vec::new(), Vec::new());
                reader(bytes, false).read_to_end(&mut expected).unwrap();
                let result = ahead.read_to_end(&mut read);
                assert_eq!((read == expected, result.is_err()), (true, breaks), "{bytes} bytes");
                assert_eq!(ahead.read(&mut [0]).unwrap(), 0);
            }
        }
    }

    #[test]
    fn a_decoder_that_breaks_down_on_this_thread_is_an_error() {
        struct Broken;
        impl Read for Broken {
            fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
                panic!("a flaw")
            }
        }
        let here = Some(Following::Unread(Box::new(Broken)));
        let mut ahead = Ahead { block: Cursor::default(), following: here, error: None };
        assert!(ahead.read(&mut [0]).is_err());
        assert_eq!(ahead.read(&mut [0]).unwrap(), 0);
    }

    #[test]
    fn an_end_and_an_error_stay_so() {
        let mut ahead = Ahead::new(reader(2 * BLOCK, true));
        assert!(io::copy(&mut ahead, &mut io::sink()).is_err());
        assert_eq!(ahead.read(&mut [0]).unwrap(), 0);
    }

    #[test]
    fn a_thread_ends_when_nobody_reads() {
        struct Endless(#[expect(dead_code, reason = "tells that the reader lives")] Arc<()>);
        impl Read for Endless {
            fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
                Ok(buffer.len())
            }
        }
        let alive = Arc::new(());
        let mut ahead = Ahead::new(Endless(Arc::clone(&alive)));
        ahead.read_exact(&mut vec![0; 3 * BLOCK]).unwrap();
        drop(ahead);
        let start = Instant::now();
        while Arc::strong_count(&alive) > 1 && start.elapsed() < Duration::from_secs(20) {
            thread::yield_now();
        }
        assert_eq!(Arc::strong_count(&alive), 1);
    }

    #[test]
    fn a_decoder_that_panics_is_no_end() {
        struct Panicking(usize);
        impl Read for Panicking {
            fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
                assert!(self.0 < 2 * BLOCK, "a panic of a decoder");
                self.0 += buffer.len();
                Ok(buffer.len())
            }
        }
        let error = io::copy(&mut Ahead::new(Panicking(0)), &mut io::sink()).unwrap_err();
        assert_eq!(error.to_string(), "the decoder of its data broke down");
    }
}
