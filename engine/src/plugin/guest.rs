//! What the host keeps for one instance: the accounts that its limits are held to, and the messages it logs.

use std::sync::Arc;

use textmill_wit::host::textmill::analyzer::{log, types};
use wasmtime::ResourceLimiter;

use super::runtime::{LogChannel, LogLevel};

/// The host's side of an instance.
pub(crate) struct Guest {
    memory_limit: usize,
    /// Whether a growth of memory was refused since [`Guest::begin_call`].
    refused_memory: bool,
    /// What the guest logged last at level `error`: the SDK's panic hook puts the message of a panic there.
    last_error: Option<String>,
    log: Arc<LogChannel>,
}

impl Guest {
    /// Entries in tables: function pointers, so as many as functions. A component has at most a few.
    const TABLE_ELEMENTS: usize = 1 << 20;
    /// Core instances, memories and tables of one component. Rust's has two or three of each.
    const CORE_INSTANCES: usize = 100;

    pub(crate) fn new(memory_limit: usize, log: Arc<LogChannel>) -> Self {
        Self { memory_limit, refused_memory: false, last_error: None, log }
    }

    /// Sets the memory that the next call may use, and forgets what happened in the last.
    pub(crate) fn begin_call(&mut self, memory_limit: usize) {
        self.memory_limit = memory_limit;
        self.refused_memory = false;
        self.last_error = None;
    }

    pub(crate) fn refused_memory(&self) -> bool {
        self.refused_memory
    }

    /// The message that the guest logged at level `error` in this call, if any.
    pub(crate) fn take_last_error(&mut self) -> Option<String> {
        self.last_error.take()
    }
}

impl ResourceLimiter for Guest {
    fn memory_growing(&mut self, _: usize, desired: usize, _: Option<usize>) -> wasmtime::Result<bool> {
        let granted = desired <= self.memory_limit;
        self.refused_memory |= !granted;
        Ok(granted)
    }

    fn table_growing(&mut self, _: usize, desired: usize, _: Option<usize>) -> wasmtime::Result<bool> {
        Ok(desired <= Self::TABLE_ELEMENTS)
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
    fn write(&mut self, level: log::Level, message: String) {
        let level = match level {
            log::Level::Error => LogLevel::Error,
            log::Level::Warn => LogLevel::Warn,
            log::Level::Info => LogLevel::Info,
            log::Level::Debug => LogLevel::Debug,
        };
        let message = printable(&message);
        self.log.write(level, &message);
        if level == LogLevel::Error {
            self.last_error = Some(message);
        }
    }
}

/// A message of a guest cut to 1 KiB, without the control characters that could move a terminal's cursor.
fn printable(message: &str) -> String {
    const MOST_BYTES: usize = 1024;
    let end = message.floor_char_boundary(MOST_BYTES);
    let more = if end < message.len() { "…" } else { "" };
    let visible =
        message[..end].chars().map(|character| if character.is_control() { ' ' } else { character });
    visible.chain(more.chars()).collect()
}

#[cfg(test)]
mod tests {
    use super::printable;

    #[test]
    fn control_characters_do_not_reach_a_terminal() {
        assert_eq!(printable("a\u{1b}[2Jb\r\nc"), "a [2Jb  c");
    }

    #[test]
    fn long_messages_are_cut_between_characters() {
        let message = printable(&"é".repeat(1000));
        assert_eq!(message.len(), 1024 + "…".len());
        assert!(message.ends_with("é…"));
    }
}
