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

/// The bytes of a reader, which another thread opens and reads, as soon as they come.
///
/// Where it is stopped, it ends with an error, also where there is always more. The thread ends when its reader has given
/// something once more; nobody waits for that.
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
    /// The system said so, by this number.
    Refused(i32),
    Failed(io::ErrorKind, String),
}

impl End {
    fn of(error: &io::Error) -> Self {
        match error.raw_os_error() {
            Some(number) => Self::Refused(number),
            None if is_damage(error) => Self::Damaged(error.to_string()),
            None => Self::Failed(error.kind(), error.to_string()),
        }
    }
}

impl Wakeable {
    /// Reads what `open` gives, which may be waited for too: a pipe opens when somebody writes to it. Ends once `stop` is
    /// stopped, and then sets `ended`.
    ///
    /// # Errors
    /// Where the system has no more threads.
    pub(super) fn new<R: Read>(
        open: impl FnOnce() -> io::Result<R> + Send + 'static,
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
        thread.spawn(move || read_on(open, &sender, &ring))?;
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
            if self.stop.is_stopped() {
                self.ended.store(true, Ordering::SeqCst);
                return Err(io::Error::other("it was stopped before its end"));
            }
            match self.following.try_recv() {
                Ok(Ok(block)) if block.is_empty() => self.end = Some(End::Well),
                Ok(Ok(block)) => return Ok(block),
                Ok(Err(error)) => self.end = Some(End::of(&error)),
                Err(TryRecvError::Disconnected) => self.end = Some(End::Well),
                // After each block there is a ring.
                Err(TryRecvError::Empty) => drop(self.bell.recv()),
            }
        }
        match &self.end {
            Some(End::Damaged(message)) => Err(damage(message)),
            Some(End::Refused(number)) => Err(io::Error::from_raw_os_error(*number)),
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

fn read_on<R: Read>(
    open: impl FnOnce() -> io::Result<R>,
    sender: &SyncSender<io::Result<Vec<u8>>>,
    ring: &Sender<()>,
) {
    // Where nobody takes it, nobody waits.
    let send = |read| sender.send(read).is_ok() && ring.send(()).is_ok();
    let mut reader = match open() {
        Ok(reader) => reader,
        Err(error) => {
            send(Err(error));
            return;
        }
    };
    loop {
        let mut block = vec![0; BLOCK];
        let read = match reader.read(&mut block) {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            read => read,
        };
        let is_last = !matches!(read, Ok(1..));
        let is_taken = send(read.map(|read| {
            block.truncate(read);
            block
        }));
        if is_last || !is_taken {
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
        let mut wakeable =
            Wakeable::new(|| Ok(reader), &StopHandle::new(), Arc::default()).expect("a thread");
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
            Wakeable::new(|| Ok(Breaking(false)), &StopHandle::new(), Arc::default()).expect("a thread");
        let mut read = Vec::new();
        let error = wakeable.read_to_end(&mut read).expect_err("it breaks");
        assert_eq!((read.as_slice(), error.to_string()), (&b"a"[..], "it broke".to_owned()));
    }

    #[test]
    fn what_cannot_be_opened_says_why() {
        let open = || std::fs::File::open("/no/such/file");
        let mut wakeable = Wakeable::new(open, &StopHandle::new(), Arc::default()).expect("a thread");
        for _ in 0..2 {
            let error = wakeable.read(&mut [0]).expect_err("it is not there");
            assert_eq!(error.kind(), io::ErrorKind::NotFound);
        }
    }

    #[track_caller]
    fn check_stopped<R: Read + 'static>(open: impl FnOnce() -> io::Result<R> + Send + 'static) {
        let (stop, ended) = (StopHandle::new(), Arc::new(AtomicBool::new(false)));
        let mut wakeable = Wakeable::new(open, &stop, Arc::clone(&ended)).expect("a thread");
        let waiting = thread::spawn(move || io::copy(&mut wakeable, &mut io::sink()));
        stop.stop();
        let read = waiting.join().expect("no panic").map_err(|error| error.to_string());
        assert_eq!(read, Err("it was stopped before its end".to_owned()));
        assert!(ended.load(Ordering::SeqCst));
    }

    #[test]
    fn reading_ends_when_it_is_stopped() {
        fn never<T>() -> T {
            loop {
                thread::park();
            }
        }
        struct Silent;
        impl Read for Silent {
            fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
                never()
            }
        }
        check_stopped(|| Ok(Silent));
        check_stopped(never::<io::Result<Silent>>);
        check_stopped(|| Ok(io::repeat(b'a')));
    }
}
