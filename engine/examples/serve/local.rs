//! A server in this process, and a client that costs little: for the load test, and for `engine/tests/serve.rs`.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use textmill::Engine;
use tokio::net::TcpListener;
use tokio::sync::oneshot;

use super::service::{Service, Settings};

/// A server at a free port of the loopback address. Dropped, it ends in order.
#[derive(Debug)]
pub(crate) struct Server {
    address: SocketAddr,
    end: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<io::Result<()>>>,
}

impl Server {
    pub(crate) fn start(engine: Engine, settings: Settings) -> io::Result<Self> {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .enable_all()
            .max_blocking_threads(settings.at_work.max(1))
            .build()?;
        let listener = runtime.block_on(TcpListener::bind(("127.0.0.1", 0)))?;
        let address = listener.local_addr()?;
        let (end, ended) = oneshot::channel();
        let serving = async move {
            let asked = async {
                // Asked, or left alone: both are the end.
                let _ = ended.await;
            };
            Service::new(engine, settings).serve(listener, asked).await
        };
        let thread = thread::spawn(move || runtime.block_on(serving));
        Ok(Self { address, end: Some(end), thread: Some(thread) })
    }

    pub(crate) fn client(&self) -> io::Result<Client> {
        let connection = TcpStream::connect(self.address)?;
        connection.set_nodelay(true)?;
        // Nothing here takes as long: a test that would wait for ever says where.
        connection.set_read_timeout(Some(Duration::from_secs(120)))?;
        Ok(Client(BufReader::new(connection)))
    }

    /// A value of `/metrics` by what stands before it; 0 where there is none.
    pub(crate) fn metric(&self, name: &str) -> io::Result<f64> {
        let answer = self.client()?.ask(&get("/metrics"))?;
        let page = String::from_utf8_lossy(&answer.body).into_owned();
        let value = page.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(' ')?.parse().ok());
        Ok(value.unwrap_or(0.0))
    }

    /// Asks for metrics until one has a value. An error after a number of times.
    pub(crate) fn wait_for(&self, name: &str, expected: f64) -> io::Result<()> {
        const TIMES: usize = 3_000;
        const BETWEEN: Duration = Duration::from_millis(10);
        let mut found = self.metric(name)?;
        for _ in 0..TIMES {
            if found == expected {
                return Ok(());
            }
            thread::sleep(BETWEEN);
            found = self.metric(name)?;
        }
        Err(io::Error::other(format!("{name} is {found}, and not {expected}")))
    }

    /// Asks for the end.
    pub(crate) fn stop(&mut self) {
        if let Some(end) = self.end.take() {
            // Where nobody listens, it has ended.
            let _ = end.send(());
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.stop();
        if let Some(thread) = self.thread.take() {
            // How it ended is nothing to whoever has dropped it.
            let _ = thread.join();
        }
    }
}

/// A connection that is kept.
#[derive(Debug)]
pub(crate) struct Client(BufReader<TcpStream>);

/// What a server says.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    /// With names in small letters.
    pub(crate) head: String,
    /// Empty where it comes in chunks: [`Client::chunk`] has it.
    pub(crate) body: Vec<u8>,
}

impl Client {
    pub(crate) fn send(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.0.get_mut().write_all(bytes)
    }

    pub(crate) fn ask(&mut self, request: &[u8]) -> io::Result<Answer> {
        self.send(request)?;
        self.answer()
    }

    pub(crate) fn answer(&mut self) -> io::Result<Answer> {
        let mut head = String::new();
        while !head.ends_with("\r\n\r\n") {
            if self.0.read_line(&mut head)? == 0 {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
        }
        head.make_ascii_lowercase();
        let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or(0);
        let length = head.lines().find_map(|line| line.strip_prefix("content-length: ")?.parse().ok());
        let mut body = vec![0; length.unwrap_or(0)];
        self.0.read_exact(&mut body)?;
        Ok(Answer { status, head, body })
    }

    /// The next chunk; nothing after the last.
    pub(crate) fn chunk(&mut self) -> io::Result<Option<String>> {
        let mut size = String::new();
        self.0.read_line(&mut size)?;
        let size = usize::from_str_radix(size.trim(), 16).map_err(io::Error::other)?;
        let mut chunk = vec![0; size + 2];
        self.0.read_exact(&mut chunk)?;
        chunk.truncate(size);
        let chunk = String::from_utf8(chunk).map_err(io::Error::other)?;
        Ok((size > 0).then_some(chunk))
    }
}

pub(crate) fn get(path: &str) -> Vec<u8> {
    format!("GET {path} HTTP/1.1\r\nhost: localhost\r\n\r\n").into_bytes()
}

pub(crate) fn post(path: &str, media_type: &str, body: &[u8]) -> Vec<u8> {
    let length = body.len();
    let head = format!(
        "POST {path} HTTP/1.1\r\nhost: localhost\r\ncontent-type: {media_type}\r\ncontent-length: {length}\r\n\r\n"
    );
    [head.as_bytes(), body].concat()
}
