//! A reader whose waiting can be ended: a terminal or a pipe may give nothing for ever.

use std::io::{self, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, Sender, SyncSender, TryRecvError, channel, sync_channel};
use std::thread;

use crate::damage::{damage, is_damage};
use crate::stop::{OnStop, StopHandle};

/// Bytes that are read at once.
const BLOCK: usize = 256 * 1024;

/// Blocks that wait at most.
const WAITING: usize = 4;

/// The bytes of a reader, which another thread reads, as soon as they come.
///
/// Where it is stopped while it waits, it ends with an error, and [`was_ended`](Self::was_ended) says so. The thread ends when
/// its reader has given something once more; nobody waits for that.
pub(super) struct Wakeable {
    block: io::Cursor<Vec<u8>>,
    following: Receiver<io::Result<Vec<u8>>>,
    /// Something has come, or it was stopped.
    bell: Receiver<()>,
    ended: Arc<AtomicBool>,
    stop: StopHandle,
    _ringing: OnStop,
    /// How it came to its end, once it has.
    end: Option<End>,
}

/// How a reader came to its end.
enum End {
    Well,
    /// Its data is damaged.
    Damaged(String),
    /// The system said so.
    Failed(io::ErrorKind, String),
}

impl End {
    fn of(error: &io::Error) -> Self {
        match is_damage(error) {
            true => Self::Damaged(error.to_string()),
            false => Self::Failed(error.kind(), error.to_string()),
        }
    }
}

impl Wakeable {
    /// Ends waiting once `stop` is stopped, and then sets `ended`.
    ///
    /// # Errors
    /// Where the system has no more threads.
    pub(super) fn new(
        reader: impl Read + Send + 'static,
        stop: &StopHandle,
        ended: Arc<AtomicBool>,
    ) -> io::Result<Self> {
        let (sender, following) = sync_channel(WAITING);
        let (ring, bell) = channel();
        let stopped = ring.clone();
        let ringing = stop.on_stop(move || {
            // Where nobody listens, nobody waits.
            let _ = stopped.send(());
        });
        let thread = thread::Builder::new().name("textmill-input".to_owned());
        thread.spawn(move || read_on(reader, &sender, &ring))?;
        Ok(Self {
            block: io::Cursor::default(),
            following,
            bell,
            ended,
            stop: stop.clone(),
            _ringing: ringing,
            end: None,
        })
    }

    /// The next block; an empty one at the end, and whatever broke it off again and again.
    fn receive(&mut self) -> io::Result<Vec<u8>> {
        while self.end.is_none() {
            match self.following.try_recv() {
                Ok(Ok(block)) if block.is_empty() => self.end = Some(End::Well),
                Ok(Ok(block)) => return Ok(block),
                Ok(Err(error)) => self.end = Some(End::of(&error)),
                Err(TryRecvError::Disconnected) => self.end = Some(End::Well),
                Err(TryRecvError::Empty) if self.stop.is_stopped() => {
                    self.ended.store(true, Ordering::SeqCst);
                    return Err(io::Error::other("it was stopped while it waited"));
                }
                // After each block there is a ring.
                Err(TryRecvError::Empty) => drop(self.bell.recv()),
            }
        }
        match &self.end {
            Some(End::Damaged(message)) => Err(damage(message)),
            Some(End::Failed(kind, message)) => Err(io::Error::new(*kind, message.clone())),
            Some(End::Well) | None => Ok(Vec::new()),
        }
    }
}

impl Read for Wakeable {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.block.position() >= self.block.get_ref().len() as u64 {
            self.block = io::Cursor::new(self.receive()?);
        }
        self.block.read(buffer)
    }
}

fn read_on(mut reader: impl Read, sender: &SyncSender<io::Result<Vec<u8>>>, ring: &Sender<()>) {
    loop {
        let mut block = vec![0; BLOCK];
        let read = match reader.read(&mut block) {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            read => read,
        };
        let is_last = !matches!(read, Ok(1..));
        let sent = sender.send(read.map(|read| {
            block.truncate(read);
            block
        }));
        if sent.is_err() || ring.send(()).is_err() || is_last {
            return;
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::*;

    #[test]
    fn what_is_read_comes_out() {
        let bytes: Vec<u8> = (0..3_000_000_u32).map(|number| number as u8).collect();
        let reader = Cursor::new(bytes.clone());
        let mut wakeable = Wakeable::new(reader, &StopHandle::new(), Arc::default()).expect("a thread");
        let mut read = Vec::new();
        wakeable.read_to_end(&mut read).expect("it can be read");
        assert!(read == bytes);
        assert_eq!(wakeable.read(&mut [0]).expect("it stays at its end"), 0);
    }

    #[test]
    fn an_error_comes_after_what_came_before_it() {
        struct Breaking(bool);
        impl Read for Breaking {
            fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
                if std::mem::replace(&mut self.0, true) {
                    return Err(io::Error::other("it broke"));
                }
                buffer[0] = b'a';
                Ok(1)
            }
        }
        let mut wakeable =
            Wakeable::new(Breaking(false), &StopHandle::new(), Arc::default()).expect("a thread");
        let mut read = Vec::new();
        let error = wakeable.read_to_end(&mut read).expect_err("it breaks");
        assert_eq!((read.as_slice(), error.to_string()), (&b"a"[..], "it broke".to_owned()));
    }

    #[test]
    fn waiting_ends_when_it_is_stopped() {
        struct Never;
        impl Read for Never {
            fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
                loop {
                    thread::park();
                }
            }
        }
        let (stop, ended) = (StopHandle::new(), Arc::new(AtomicBool::new(false)));
        let mut wakeable = Wakeable::new(Never, &stop, Arc::clone(&ended)).expect("a thread");
        let waiting = thread::spawn(move || wakeable.read(&mut [0]).map_err(|error| error.to_string()));
        stop.stop();
        let read = waiting.join().expect("no panic");
        assert_eq!(read, Err("it was stopped while it waited".to_owned()));
        assert!(ended.load(Ordering::SeqCst));
    }
}
