//! What the host keeps for one instance: the accounts that its limits are held to, and the messages it logs.

use std::sync::Arc;
use std::sync::atomic::AtomicU64;
use std::time::Duration;

use textmill_wit::host::textmill::analyzer::{log, types};
use wasmtime::ResourceLimiter;

use super::clock::Clock;
use super::runtime::{LogChannel, LogLevel};
use crate::plugin::instance::Bounds;
use crate::report::Limits;

/// The host's side of an instance.
pub(crate) struct Guest {
    memory: Account,
    tables: Account,
    clock: Clock,
    /// What the guest logged last at level `error`: the SDK's panic hook puts the message of a panic there.
    last_error: Option<String>,
    /// Messages about documents of the call, which is over before their ids are known here.
    pending: Vec<(LogLevel, u32, String)>,
    log: Arc<LogChannel>,
    /// Messages that were to be written in this run, by all instances of the analyzer.
    written: Arc<AtomicU64>,
    bounds: Bounds,
}

/// What all memories, or all tables, of an instance have come to.
struct Account {
    limit: usize,
    used: usize,
    /// What the growth that was granted last came to: it may fail still.
    last: usize,
    /// Whether one was refused since the call began.
    refused: bool,
}

impl Account {
    fn new(limit: usize) -> Self {
        Self { limit, used: 0, last: 0, refused: false }
    }

    fn grant(&mut self, current: usize, desired: usize) -> bool {
        let more = desired.saturating_sub(current);
        let granted = self.used.checked_add(more).is_some_and(|used| used <= self.limit);
        self.last = if granted { more } else { 0 };
        self.used += self.last;
        self.refused |= !granted;
        granted
    }

    fn take_back(&mut self) {
        self.used -= std::mem::take(&mut self.last);
    }
}

impl Guest {
    /// Core instances, memories and tables of one component. Rust's has two or three of each.
    const CORE_INSTANCES: usize = 100;

    pub(crate) fn new(limits: &Limits, log: Arc<LogChannel>) -> Self {
        let tables = usize::try_from(limits.table_elements).unwrap_or(usize::MAX);
        let memory = Account::new(limits.memory_for(0));
        let clock = Clock::start(limits.time_for(0));
        Self {
            memory,
            tables: Account::new(tables),
            clock,
            last_error: None,
            pending: Vec::new(),
            log,
            written: Arc::default(),
            bounds: Bounds::default(),
        }
    }

    /// Sets what the next call may use, which begins now, and forgets what happened in the last.
    pub(crate) fn begin_call(&mut self, memory_limit: usize, time_limit: Duration, bounds: &Bounds) {
        self.bounds = bounds.clone();
        self.clock = Clock::start(time_limit);
        self.memory.limit = memory_limit;
        self.memory.refused = false;
        self.tables.refused = false;
        self.last_error = None;
    }

    /// Whether the time of the call is over, or whoever asked for it waits no longer.
    pub(crate) fn time_is_over(&mut self) -> bool {
        self.clock.is_over() || self.bounds.are_passed()
    }

    /// Counts messages in `written` from now on.
    pub(crate) fn count_messages_in(&mut self, written: Arc<AtomicU64>) {
        self.written = written;
    }

    /// Bytes of linear memory. They never become fewer.
    pub(crate) fn memory(&self) -> usize {
        self.memory.used
    }

    pub(crate) fn refused_memory(&self) -> bool {
        self.memory.refused
    }

    pub(crate) fn refused_table(&self) -> bool {
        self.tables.refused
    }

    /// The message that the guest logged at level `error` in this call, if any.
    pub(crate) fn take_last_error(&mut self) -> Option<String> {
        self.last_error.take()
    }

    /// Writes the messages of the call that are about documents, with their ids.
    pub(crate) fn write_messages<'a>(&mut self, id: impl Fn(usize) -> Option<&'a str>) {
        for (level, document, message) in self.pending.drain(..) {
            match id(document as usize) {
                Some(id) => self.log.write(&self.written, level, &format!("{}: {message}", printable(id))),
                None => self.log.write(&self.written, level, &message),
            }
        }
    }
}

impl ResourceLimiter for Guest {
    fn memory_growing(&mut self, current: usize, desired: usize, _: Option<usize>) -> wasmtime::Result<bool> {
        Ok(self.memory.grant(current, desired))
    }

    fn memory_grow_failed(&mut self, _: wasmtime::Error) -> wasmtime::Result<()> {
        self.memory.take_back();
        Ok(())
    }

    fn table_growing(&mut self, current: usize, desired: usize, _: Option<usize>) -> wasmtime::Result<bool> {
        Ok(self.tables.grant(current, desired))
    }

    fn table_grow_failed(&mut self, _: wasmtime::Error) -> wasmtime::Result<()> {
        self.tables.take_back();
        Ok(())
    }

    fn instances(&self) -> usize {
        Self::CORE_INSTANCES
    }

    fn tables(&self) -> usize {
        Self::CORE_INSTANCES
    }

    fn memories(&self) -> usize {
        Self::CORE_INSTANCES
    }
}

impl types::Host for Guest {}

impl log::Host for Guest {
    fn write(&mut self, level: log::Level, document: Option<u32>, message: String) {
        /// Messages of one call that are kept until it is over.
        const MAX_PENDING: usize = 1000;
        let level = match level {
            log::Level::Error => LogLevel::Error,
            log::Level::Warn => LogLevel::Warn,
            log::Level::Info => LogLevel::Info,
            log::Level::Debug => LogLevel::Debug,
        };
        let message = printable(&message);
        if level == LogLevel::Error {
            self.last_error = Some(message.clone());
        }
        match document {
            Some(document) if self.pending.len() < MAX_PENDING => {
                self.pending.push((level, document, message));
            }
            _ => self.log.write(&self.written, level, &message),
        }
    }
}

/// A message of a guest cut to 1 KiB, without characters that could move a terminal's cursor or turn its text around.
pub(in crate::plugin) fn printable(message: &str) -> String {
    const MAX_BYTES: usize = 1024;
    let end = message.floor_char_boundary(MAX_BYTES);
    let more = if end < message.len() { "…" } else { "" };
    let visible =
        message[..end].chars().map(|character| if is_invisible(character) { ' ' } else { character });
    visible.chain(more.chars()).collect()
}

/// Control characters, and those that set the direction of text (UAX #9, explicit formatting).
fn is_invisible(character: char) -> bool {
    character.is_control() || matches!(character, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::{Account, printable};

    #[test]
    fn all_memories_of_an_instance_count_together() {
        let mut memory = Account::new(100);
        assert!(memory.grant(0, 60));
        assert!(memory.grant(0, 30));
        assert!(!memory.grant(30, 41));
        assert!(memory.refused);
        assert!(memory.grant(60, 70));
        assert_eq!(memory.used, 100);
        memory.take_back();
        assert_eq!(memory.used, 90);
        assert!(!memory.grant(0, usize::MAX));
    }

    #[test]
    fn control_characters_do_not_reach_a_terminal() {
        assert_eq!(printable("a\u{1b}[2Jb\r\nc"), "a [2Jb  c");
        assert_eq!(printable("safe\u{202e}exe.txt\u{2069}"), "safe exe.txt ");
    }

    #[test]
    fn long_messages_are_cut_between_characters() {
        let message = printable(&"é".repeat(1000));
        assert_eq!(message.len(), 1024 + "…".len());
        assert!(message.ends_with("é…"));
    }
}
