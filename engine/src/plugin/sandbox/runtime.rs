//! The WebAssembly engines, their clock, and the channel of plugins' messages.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError, Weak};
use std::thread::Thread;
use std::time::Duration;

use textmill_wit::host::AnalyzerPre;
use textmill_wit::host::textmill::analyzer::{log, types};
use wasmtime::component::{HasSelf, Linker};
use wasmtime::{Engine, EngineWeak, ProfilingStrategy};

use super::guest::Guest;
use super::settings::SandboxKind;
use crate::error::{Error, ErrorKind};
use crate::plugin::CompiledCode;
use crate::report::Limits;

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
}

impl LogChannel {
    pub(crate) fn new(origin: &str, handler: Option<LogHandler>, messages: u64) -> Self {
        Self { origin: origin.to_string(), analyzer: OnceLock::new(), handler, most: messages }
    }

    /// Says whose messages these are. Until then they go by the origin of the component.
    pub(crate) fn name(&self, analyzer: &str) {
        self.analyzer.get_or_init(|| analyzer.to_string());
    }

    /// Hands a message on, unless `written` in its run were too many; that there are more is said once.
    pub(crate) fn write(&self, written: &AtomicU64, level: LogLevel, message: &str) {
        let Some(handler) = &self.handler else { return };
        let name = self.analyzer.get().unwrap_or(&self.origin);
        let before = written.fetch_add(1, Ordering::Relaxed);
        if before < self.most {
            handler(name, level, message);
        } else if before == self.most {
            let message =
                format!("it says more than its limit of {} messages; the rest is left out", self.most);
            handler(name, LogLevel::Warn, &message);
        }
    }
}

/// The WebAssembly engines of an [`crate::Engine`].
///
/// The stack of a call and the counting of fuel are matters of a whole WebAssembly engine, so there is one for each of those
/// that the plugins' limits ask for. All engines of a process share them, and the code of plugins in them.
pub(crate) struct Runtime {
    sandboxes: BTreeMap<SandboxKind, Arc<Sandbox>>,
    code: CompiledCode,
}

/// A WebAssembly engine with what it offers to guests.
pub(crate) struct Sandbox {
    kind: SandboxKind,
    engine: Engine,
    linker: Linker<Guest>,
    ticker: Arc<Ticker>,
    /// By the SHA-256 of their components, the plugins that somebody uses.
    plugins: Mutex<BTreeMap<String, Arc<Slot>>>,
}

/// Where a plugin is, while somebody uses it. Whoever finds it locked waits for it to be compiled.
type Slot = Mutex<Weak<AnalyzerPre<Guest>>>;

/// The sandboxes that somebody uses, by their kind, and whether they tell `perf` their functions.
static SANDBOXES: Mutex<BTreeMap<(SandboxKind, bool), Weak<Sandbox>>> = Mutex::new(BTreeMap::new());

impl Runtime {
    /// Stack of a guest's thread beside the guest's own: what the host needs while it is called by one.
    const HOST_STACK_BYTES: usize = 7 << 20;

    /// Stack of a thread that guests with these limits run on. It has to be more than the guests', or wasmtime aborts.
    pub(crate) fn thread_stack<'a>(limits: impl IntoIterator<Item = &'a Limits>) -> usize {
        let stacks = limits.into_iter().map(|limits| kind(limits).stack);
        stacks.fold(kind(&Limits::default()).stack, usize::max) + Self::HOST_STACK_BYTES
    }

    /// Does `work`, which runs guests with these limits, with as much stack as that needs: that of the thread, or another where
    /// there is too little left of it.
    pub(crate) fn with_stack<'a, R>(
        limits: impl IntoIterator<Item = &'a Limits>,
        work: impl FnOnce() -> R,
    ) -> R {
        /// Of the host's stack, what a call to a guest needs: it neither loads nor compiles. With the guest's own it is below the
        /// 2 MiB of threads that say nothing of their stack, since another stack for each call costs as much as a third of a
        /// short text. Frames of unoptimized code are larger.
        const HOST_STACK_OF_CALLS: usize = if cfg!(debug_assertions) { 1 << 20 } else { 512 << 10 };
        let whole = Self::thread_stack(limits);
        let least = whole - Self::HOST_STACK_BYTES + HOST_STACK_OF_CALLS;
        stacker::maybe_grow(least, whole, work)
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
        let sandboxes = kinds.into_iter().map(|kind| Ok((kind, Sandbox::of(kind, names_for_perf)?)));
        Ok(Self { sandboxes: sandboxes.collect::<Result<_, Error>>()?, code: CompiledCode::default() })
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
    pub(crate) fn sandbox(&self, limits: &Limits) -> Result<&Arc<Sandbox>, Error> {
        self.sandboxes.get(&kind(limits)).ok_or_else(|| {
            Error::new(ErrorKind::System, "the engine was not made for a plugin of these limits")
        })
    }
}

/// The engine that limits ask for.
fn kind(limits: &Limits) -> SandboxKind {
    // Limits that cannot be kept are refused when their plugin is loaded; until then they do no harm.
    let stack = limits.stack.clamp(Limits::MIN_STACK, Limits::MAX_STACK);
    SandboxKind { stack: stack as usize, counts_fuel: limits.fuel.is_some() }
}

impl Sandbox {
    /// The one of this kind.
    fn of(kind: SandboxKind, names_for_perf: bool) -> Result<Arc<Self>, Error> {
        let mut sandboxes = SANDBOXES.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(sandbox) = sandboxes.get(&(kind, names_for_perf)).and_then(Weak::upgrade) {
            return Ok(sandbox);
        }
        let sandbox = Arc::new(Self::new(kind, names_for_perf)?);
        sandboxes.retain(|_, sandbox| sandbox.strong_count() > 0);
        sandboxes.insert((kind, names_for_perf), Arc::downgrade(&sandbox));
        Ok(sandbox)
    }

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
        let ticker = Ticker::of_process(&engine)?;
        Ok(Self { kind, engine, linker, ticker, plugins: Mutex::default() })
    }

    /// The plugin of a component that has this SHA-256: as another engine has it, or as `make` makes it. Says whether it was
    /// there.
    ///
    /// # Errors
    /// Those of `make`.
    pub(in crate::plugin) fn plugin(
        &self,
        sha256: &str,
        make: impl FnOnce() -> Result<AnalyzerPre<Guest>, Error>,
    ) -> Result<(Arc<AnalyzerPre<Guest>>, bool), Error> {
        let slot = {
            let mut plugins = self.plugins.lock().unwrap_or_else(PoisonError::into_inner);
            // What nobody uses and nobody is about to make.
            plugins.retain(|_, slot| {
                Arc::strong_count(slot) > 1
                    || slot.try_lock().map_or(true, |plugin| plugin.strong_count() > 0)
            });
            Arc::clone(plugins.entry(sha256.to_owned()).or_default())
        };
        let mut slot = slot.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(plugin) = slot.upgrade() {
            return Ok((plugin, true));
        }
        let plugin = Arc::new(make()?);
        *slot = Arc::downgrade(&plugin);
        Ok((plugin, false))
    }

    /// Has guests stop at each tick of the clock until the result is dropped.
    pub(in crate::plugin) fn tick(&self) -> Ticking<'_> {
        self.ticker.tick()
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
        formatter.debug_struct("Runtime").field("kinds", &self.sandboxes.keys()).finish_non_exhaustive()
    }
}

fn unavailable(error: &wasmtime::Error) -> Error {
    Error::new(ErrorKind::System, format!("WebAssembly cannot be run on this machine: {error}"))
}

/// A thread at whose ticks guests stop, so that the time of their calls is looked at. A process has one, and it sleeps while
/// no guest runs.
struct Ticker {
    shared: Arc<Clockwork>,
    thread: Thread,
}

#[derive(Default)]
struct Clockwork {
    engines: Mutex<Vec<EngineWeak>>,
    /// Calls of guests that continue.
    calls: AtomicUsize,
    ended: AtomicBool,
}

/// Keeps the clock ticking until it is dropped.
pub(in crate::plugin) struct Ticking<'t>(&'t Ticker);

impl Ticker {
    const PERIOD: Duration = Duration::from_millis(10);

    /// The ticker of this process, which `engine` is added to.
    fn of_process(engine: &Engine) -> Result<Arc<Self>, Error> {
        static TICKER: Mutex<Weak<Ticker>> = Mutex::new(Weak::new());
        let mut ticker = TICKER.lock().unwrap_or_else(PoisonError::into_inner);
        let started = match ticker.upgrade() {
            Some(started) => started,
            None => {
                let started = Arc::new(Self::start()?);
                *ticker = Arc::downgrade(&started);
                started
            }
        };
        started.shared.lock().push(engine.weak());
        Ok(started)
    }

    fn start() -> Result<Self, Error> {
        let shared = Arc::new(Clockwork::default());
        let clockwork = Arc::clone(&shared);
        let thread = std::thread::Builder::new().name("textmill-epochs".into());
        let thread = thread.spawn(move || clockwork.run()).map_err(|error| {
            Error::new(ErrorKind::System, format!("no thread for the clock of plugins: {error}"))
        })?;
        Ok(Self { shared, thread: thread.thread().clone() })
    }

    fn tick(&self) -> Ticking<'_> {
        if self.shared.calls.fetch_add(1, Ordering::SeqCst) == 0 {
            self.thread.unpark();
        }
        Ticking(self)
    }
}

impl Clockwork {
    fn run(&self) {
        while !self.ended.load(Ordering::SeqCst) {
            if self.calls.load(Ordering::SeqCst) == 0 {
                // Whoever begins a call meanwhile has this return at once.
                std::thread::park();
            }
            std::thread::sleep(Ticker::PERIOD);
            self.lock().retain(|engine| {
                let engine = engine.upgrade();
                engine.as_ref().inspect(|engine| engine.increment_epoch()).is_some()
            });
        }
    }

    fn lock(&self) -> MutexGuard<'_, Vec<EngineWeak>> {
        self.engines.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Ticking<'_> {
    fn drop(&mut self) {
        self.0.shared.calls.fetch_sub(1, Ordering::SeqCst);
    }
}

/// The thread ends by itself, within a tick.
impl Drop for Ticker {
    fn drop(&mut self) {
        self.shared.ended.store(true, Ordering::SeqCst);
        self.thread.unpark();
    }
}
