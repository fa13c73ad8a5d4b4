//! The WebAssembly engines, their clock, and the channel of plugins' messages.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, OnceLock};
use std::thread::JoinHandle;
use std::time::Duration;

use textmill_wit::host::textmill::analyzer::{log, types};
use wasmtime::component::{HasSelf, Linker};
use wasmtime::{Engine, ProfilingStrategy};

use super::guest::Guest;
use super::settings::SandboxKind;
use super::{CompiledCode, Limits};
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
    /// Messages that may be written in a run.
    most: u64,
    /// Messages that were to be written in this one.
    written: AtomicU64,
}

impl LogChannel {
    pub(crate) fn new(origin: &str, handler: Option<LogHandler>, messages: u64) -> Self {
        Self {
            origin: origin.to_string(),
            analyzer: OnceLock::new(),
            handler,
            most: messages,
            written: AtomicU64::new(0),
        }
    }

    /// Says whose messages these are. Until then they go by the origin of the component.
    pub(crate) fn name(&self, analyzer: &str) {
        self.analyzer.get_or_init(|| analyzer.to_string());
    }

    /// Begins to count anew.
    pub(crate) fn begin_run(&self) {
        self.written.store(0, Ordering::Relaxed);
    }

    /// Hands a message on, unless there were too many; that there are more is said once.
    pub(crate) fn write(&self, level: LogLevel, message: &str) {
        let Some(handler) = &self.handler else { return };
        let name = self.analyzer.get().unwrap_or(&self.origin);
        let before = self.written.fetch_add(1, Ordering::Relaxed);
        if before < self.most {
            handler(name, level, message);
        } else if before == self.most {
            let message =
                format!("it says more than its limit of {} messages; the rest is left out", self.most);
            handler(name, LogLevel::Warn, &message);
        }
    }
}

/// The WebAssembly engines of an [`crate::Engine`], and their clock.
///
/// The stack of a call and the counting of fuel are matters of a whole engine, so there is one for each of those that
/// the plugins' limits ask for.
pub(crate) struct Runtime {
    sandboxes: BTreeMap<SandboxKind, Sandbox>,
    ticker: Ticker,
    code: CompiledCode,
}

/// A WebAssembly engine with what it offers to guests.
pub(crate) struct Sandbox {
    kind: SandboxKind,
    engine: Engine,
    linker: Linker<Guest>,
}

impl Runtime {
    /// Stack of a guest's thread beside the guest's own: what the host needs while it is called by one.
    const HOST_STACK_BYTES: usize = 7 << 20;

    /// Stack of a thread that guests with these limits run on. It has to be more than the guests', or wasmtime aborts.
    pub(crate) fn thread_stack<'a>(limits: impl IntoIterator<Item = &'a Limits>) -> usize {
        let stacks = limits.into_iter().map(|limits| kind(limits).stack);
        stacks.fold(kind(&Limits::default()).stack, usize::max) + Self::HOST_STACK_BYTES
    }

    /// Makes what plugins with these limits run in, and those with none of their own; with `names_for_perf` their
    /// functions are told to `perf`.
    ///
    /// # Errors
    /// [`ErrorKind::System`] where the machine cannot run WebAssembly.
    pub(crate) fn new<'a>(
        limits: impl IntoIterator<Item = &'a Limits>,
        names_for_perf: bool,
    ) -> Result<Self, Error> {
        let mut kinds: BTreeSet<SandboxKind> = limits.into_iter().map(kind).collect();
        kinds.insert(kind(&Limits::default()));
        let sandboxes: BTreeMap<SandboxKind, Sandbox> = kinds
            .into_iter()
            .map(|kind| Ok((kind, Sandbox::new(kind, names_for_perf)?)))
            .collect::<Result<_, Error>>()?;
        let ticker = Ticker::start(sandboxes.values().map(|sandbox| sandbox.engine.clone()).collect())?;
        Ok(Self { sandboxes, ticker, code: CompiledCode::default() })
    }

    /// Takes compiled components from here, and keeps them here.
    pub(crate) fn with_code(self, code: CompiledCode) -> Self {
        Self { code, ..self }
    }

    /// Where compiled components come from.
    pub(crate) fn code(&self) -> &CompiledCode {
        &self.code
    }

    /// What a plugin with these limits runs in.
    ///
    /// # Errors
    /// [`ErrorKind::System`] where the runtime was not made for such limits.
    pub(crate) fn sandbox(&self, limits: &Limits) -> Result<&Sandbox, Error> {
        self.sandboxes.get(&kind(limits)).ok_or_else(|| {
            Error::new(ErrorKind::System, "the engine was not made for a plugin of these limits")
        })
    }
}

/// The engine that limits ask for.
fn kind(limits: &Limits) -> SandboxKind {
    // Limits that cannot be kept are refused when their plugin is loaded; until then they do no harm.
    let stack = limits.stack.clamp(Limits::LEAST_STACK, Limits::MOST_STACK);
    SandboxKind { stack: stack as usize, counts_fuel: limits.fuel.is_some() }
}

impl Sandbox {
    fn new(kind: SandboxKind, names_for_perf: bool) -> Result<Self, Error> {
        let mut config = kind.native();
        if names_for_perf {
            config.profiler(ProfilingStrategy::PerfMap);
        }
        let engine = Engine::new(&config).map_err(|error| unavailable(&error))?;
        let mut linker = Linker::new(&engine);
        types::add_to_linker::<_, HasSelf<Guest>>(&mut linker, |guest| guest)
            .and_then(|()| log::add_to_linker::<_, HasSelf<Guest>>(&mut linker, |guest| guest))
            .map_err(|error| unavailable(&error))?;
        Ok(Self { kind, engine, linker })
    }

    pub(crate) fn kind(&self) -> SandboxKind {
        self.kind
    }

    pub(crate) fn engine(&self) -> &Engine {
        &self.engine
    }

    pub(crate) fn linker(&self) -> &Linker<Guest> {
        &self.linker
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

/// A thread at whose ticks guests stop, so that the time of their calls is looked at.
#[derive(Debug)]
struct Ticker {
    stop: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl Ticker {
    const PERIOD: Duration = Duration::from_millis(10);

    fn start(engines: Vec<Engine>) -> Result<Self, Error> {
        let stop = Arc::new(AtomicBool::new(false));
        let stopped = Arc::clone(&stop);
        let thread = std::thread::Builder::new()
            .name("textmill-epochs".into())
            .spawn(move || {
                while !stopped.load(Ordering::Relaxed) {
                    std::thread::park_timeout(Self::PERIOD);
                    engines.iter().for_each(Engine::increment_epoch);
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
