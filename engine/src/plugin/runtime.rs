//! The WebAssembly engine, its clock, and the channel of plugins' messages.

use std::fmt;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, OnceLock};
use std::thread::JoinHandle;
use std::time::Duration;

use textmill_wit::host::textmill::analyzer::{log, types};
use wasmtime::component::{HasSelf, Linker};
use wasmtime::{Config, Engine};

use super::guest::Guest;
use crate::error::{Error, ErrorKind};

/// How much a plugin's message matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum LogLevel {
    /// Something is wrong with the plugin.
    Error,
    /// Something is odd, and results may suffer.
    Warn,
    /// A fact of interest.
    Info,
    /// For the plugin's author.
    Debug,
}

impl fmt::Display for LogLevel {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Error => "error",
            Self::Warn => "warn",
            Self::Info => "info",
            Self::Debug => "debug",
        })
    }
}

/// Takes the messages of plugins: the analyzer's name, the level, the message without control characters.
pub(crate) type LogHandler = Arc<dyn Fn(&str, LogLevel, &str) + Send + Sync>;

/// The bounded way of one plugin's messages to the handler.
pub(crate) struct LogChannel {
    origin: String,
    /// The analyzer's name, once it has said it.
    analyzer: OnceLock<String>,
    handler: Option<LogHandler>,
    left: AtomicU64,
}

impl LogChannel {
    pub(crate) fn new(origin: &str, handler: Option<LogHandler>, messages: u64) -> Self {
        Self {
            origin: origin.to_string(),
            analyzer: OnceLock::new(),
            handler,
            left: AtomicU64::new(messages),
        }
    }

    /// Says whose messages these are. Until then they go by the origin of the component.
    pub(crate) fn name(&self, analyzer: &str) {
        self.analyzer.get_or_init(|| analyzer.to_string());
    }

    pub(crate) fn write(&self, level: LogLevel, message: &str) {
        let Some(handler) = &self.handler else { return };
        let left = self.left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| left.checked_sub(1));
        if left.is_ok() {
            handler(self.analyzer.get().unwrap_or(&self.origin), level, message);
        }
    }
}

/// The WebAssembly engine that all plugins of an [`crate::Engine`] share.
pub(crate) struct Runtime {
    engine: Engine,
    linker: Linker<Guest>,
    ticker: Ticker,
}

impl Runtime {
    /// Stack that a guest may use. Threads that guests run on have more (`STACK_BYTES`), or wasmtime aborts.
    const GUEST_STACK_BYTES: usize = 1 << 20;

    /// Stack of the threads that guests run on.
    pub(crate) const STACK_BYTES: usize = 8 << 20;

    pub(crate) fn new() -> Result<Self, Error> {
        let engine = Engine::new(&Self::config()).map_err(|error| unavailable(&error))?;
        let mut linker = Linker::new(&engine);
        types::add_to_linker::<_, HasSelf<Guest>>(&mut linker, |guest| guest)
            .and_then(|()| log::add_to_linker::<_, HasSelf<Guest>>(&mut linker, |guest| guest))
            .map_err(|error| unavailable(&error))?;
        let ticker = Ticker::start(engine.clone())?;
        Ok(Self { engine, linker, ticker })
    }

    fn config() -> Config {
        let mut config = Config::new();
        config.wasm_component_model(true);
        // Calls are synchronous; without its support for concurrency a call costs 0.14 µs rather than 0.48.
        config.concurrency_support(false);
        config.epoch_interruption(true);
        config.max_wasm_stack(Self::GUEST_STACK_BYTES);
        // The same bits on every machine.
        config.cranelift_nan_canonicalization(true);
        config.relaxed_simd_deterministic(true);
        config
    }

    pub(crate) fn engine(&self) -> &Engine {
        &self.engine
    }

    pub(crate) fn linker(&self) -> &Linker<Guest> {
        &self.linker
    }

    /// Epochs from now until `time` has passed at the least.
    pub(crate) fn epochs(time: Duration) -> u64 {
        let ticks = time.as_millis().div_ceil(Ticker::PERIOD.as_millis());
        // One more, since the epoch in hand may end at once. wasmtime adds this to the present epoch.
        u64::try_from(ticks).unwrap_or(u64::MAX / 2).min(u64::MAX / 2).saturating_add(1)
    }
}

impl fmt::Debug for Runtime {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Runtime").field("ticker", &self.ticker).finish_non_exhaustive()
    }
}

fn unavailable(error: &wasmtime::Error) -> Error {
    Error::new(ErrorKind::System, format!("WebAssembly cannot be run on this machine: {error}"))
}

/// A thread that counts the epochs by which calls are timed.
#[derive(Debug)]
struct Ticker {
    stop: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl Ticker {
    const PERIOD: Duration = Duration::from_millis(10);

    fn start(engine: Engine) -> Result<Self, Error> {
        let stop = Arc::new(AtomicBool::new(false));
        let stopped = Arc::clone(&stop);
        let thread = std::thread::Builder::new()
            .name("textmill-epochs".into())
            .spawn(move || {
                while !stopped.load(Ordering::Relaxed) {
                    std::thread::park_timeout(Self::PERIOD);
                    engine.increment_epoch();
                }
            })
            .map_err(|error| {
                Error::new(ErrorKind::System, format!("no thread for the clock of plugins: {error}"))
            })?;
        Ok(Self { stop, thread: Some(thread) })
    }
}

impl Drop for Ticker {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::Relaxed);
        if let Some(thread) = self.thread.take() {
            thread.thread().unpark();
            // It cannot have panicked, and nothing could be done about it here.
            let _ = thread.join();
        }
    }
}
