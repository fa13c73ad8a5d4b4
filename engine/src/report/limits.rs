//! What a plugin may use.

use std::time::Duration;

use serde::{Deserialize, Serialize};

/// What a plugin may use of the host. What grows with the text is a base plus a part per byte of the text in a call.
///
/// The defaults let the built-in plugins take a document of 64 MiB.
///
/// ```
/// use textmill::Limits;
///
/// let strict = Limits { memory: 32 << 20, time_ms: 200, ..Limits::default() };
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Limits {
    /// Linear memory of an instance, in bytes; of all its memories together.
    pub memory: u64,
    /// Linear memory more, in bytes per byte of text.
    pub memory_per_byte: u64,
    /// Entries of an instance's tables, such as pointers to functions; of all its tables together.
    pub table_elements: u64,
    /// The stack of a call, in bytes. At least [`Limits::MIN_STACK`], at most [`Limits::MAX_STACK`].
    pub stack: u64,
    /// Wall time of a call, in milliseconds.
    pub time_ms: u64,
    /// Wall time more, in milliseconds per mebibyte of text.
    pub time_ms_per_mib: u64,
    /// Fuel for a document: about one unit for each WebAssembly instruction. Where it is given, a document is at fault or
    /// not on every machine alike, however documents are batched; the limits of time then only end what would be in
    /// nobody's interest. Counting takes time (`benches/README.md`), so by default there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fuel: Option<u64>,
    /// Fuel more, in units per byte of the document. It means nothing without `fuel`.
    pub fuel_per_byte: u64,
    /// What a call may give back (outputs, states and layers), in bytes.
    pub output: u64,
    /// What a call may give back more, in bytes per byte of text.
    pub output_per_byte: u64,
    /// How deep the JSON of an output or state may nest. At most [`Limits::MAX_JSON_DEPTH`].
    pub json_depth: u64,
    /// Keys in the JSON of a call's outputs and states, each.
    pub json_keys: u64,
    /// Keys more, per byte of text.
    pub json_keys_per_byte: u64,
    /// Spans in a layer.
    pub spans: u64,
    /// Spans more, per byte of text.
    pub spans_per_byte: u64,
    /// What a section of the report, or the state that it is made of, keeps of documents word for word: values of `sample`,
    /// payloads of `top`, keys that are shown; in bytes. Each of them may have an equal part, and 4 KiB at least.
    pub state: u64,
    /// Messages that a plugin may log in a run; the rest is dropped.
    pub log_messages: u64,
    /// The size of the component, in bytes. With the two next it bounds the time to compile: the worst component that the
    /// defaults admit takes some two minutes of one core (`docs/sandbox.md`), and what componentize-py makes some seconds.
    pub component: u64,
    /// Functions in the component, in all its core modules.
    pub functions: u64,
    /// The size of a function: bytes of its code, and one for each of its local variables.
    pub function_bytes: u64,
    /// Documents after which an instance is replaced, whatever it has kept of them.
    pub documents_per_instance: u64,
    /// Linear memory in bytes above which an instance is replaced after a call: what it has grown to, it does not give
    /// back.
    pub memory_kept: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            memory: 256 << 20,
            memory_per_byte: 48,
            table_elements: 1 << 20,
            stack: 1 << 20,
            time_ms: 10_000,
            time_ms_per_mib: 4_000,
            fuel: None,
            fuel_per_byte: 1_000,
            output: 16 << 20,
            output_per_byte: 48,
            json_depth: 64,
            json_keys: 1 << 16,
            json_keys_per_byte: 2,
            spans: 1 << 16,
            spans_per_byte: 2,
            state: 256 << 20,
            log_messages: 100,
            component: 64 << 20,
            functions: 50_000,
            function_bytes: 1 << 20,
            documents_per_instance: 1_000_000,
            memory_kept: 128 << 20,
        }
    }
}

impl Limits {
    /// The least stack that a guest can do anything with, in bytes: 64 KiB.
    pub const MIN_STACK: u64 = 64 << 10;

    /// The greatest stack that a guest may be given, in bytes: 64 MiB. Each worker's thread has as much.
    pub const MAX_STACK: u64 = 64 << 20;

    /// The deepest JSON that can be allowed: what reads it goes no deeper.
    pub const MAX_JSON_DEPTH: u64 = 126;

    /// The most that wasm32 can address.
    const ADDRESS_SPACE: u64 = 4 << 30;

    /// Whether each limit is one that can be kept.
    ///
    /// # Errors
    /// Which is not, and what it may be.
    pub(crate) fn check(&self) -> Result<(), String> {
        let (least, most) = (Self::MIN_STACK, Self::MAX_STACK);
        if !(least..=most).contains(&self.stack) {
            return Err(format!("its limit `stack` of {} is not from {least} to {most} bytes", self.stack));
        }
        if self.json_depth > Self::MAX_JSON_DEPTH {
            let most = Self::MAX_JSON_DEPTH;
            return Err(format!("its limit `json_depth` of {} is over {most}", self.json_depth));
        }
        Ok(())
    }

    pub(crate) fn memory_for(&self, text_bytes: usize) -> usize {
        let limit = grown(self.memory, self.memory_per_byte, text_bytes).min(Self::ADDRESS_SPACE);
        usize::try_from(limit).unwrap_or(usize::MAX)
    }

    /// The fuel of a document, where fuel is counted.
    pub(crate) fn fuel_for(&self, text_bytes: usize) -> Option<u64> {
        Some(grown(self.fuel?, self.fuel_per_byte, text_bytes))
    }

    pub(crate) fn json_keys_for(&self, text_bytes: usize) -> u64 {
        grown(self.json_keys, self.json_keys_per_byte, text_bytes)
    }

    pub(crate) fn output_for(&self, text_bytes: usize) -> usize {
        usize::try_from(grown(self.output, self.output_per_byte, text_bytes)).unwrap_or(usize::MAX)
    }

    pub(crate) fn spans_for(&self, text_bytes: usize) -> usize {
        usize::try_from(grown(self.spans, self.spans_per_byte, text_bytes)).unwrap_or(usize::MAX)
    }

    pub(crate) fn time_for(&self, text_bytes: usize) -> Duration {
        let more = u128::from(self.time_ms_per_mib) * text_bytes as u128 / (1 << 20);
        let limit = u128::from(self.time_ms) + more;
        Duration::from_millis(u64::try_from(limit).unwrap_or(u64::MAX))
    }
}

fn grown(base: u64, per_byte: u64, text_bytes: usize) -> u64 {
    base.saturating_add(per_byte.saturating_mul(text_bytes as u64))
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::Limits;

    #[test]
    fn limits_grow_with_the_text() {
        let limits =
            Limits { time_ms: 100, time_ms_per_mib: 10, spans: 3, spans_per_byte: 2, ..Limits::default() };
        assert_eq!(limits.time_for(0), Duration::from_millis(100));
        assert_eq!(limits.time_for(3 << 20), Duration::from_millis(130));
        assert_eq!(limits.spans_for(10), 23);
        assert_eq!(limits.fuel_for(10), None);
        let fuelled = Limits { fuel: Some(7), fuel_per_byte: 2, ..limits };
        assert_eq!(fuelled.fuel_for(10), Some(27));
    }

    #[test]
    fn what_cannot_be_kept_is_refused() {
        assert_eq!(Limits::default().check(), Ok(()));
        let check = |limits: Limits, message: &str| assert_eq!(limits.check(), Err(message.to_string()));
        check(
            Limits { stack: 1, ..Limits::default() },
            "its limit `stack` of 1 is not from 65536 to 67108864 bytes",
        );
        check(Limits { json_depth: 127, ..Limits::default() }, "its limit `json_depth` of 127 is over 126");
    }

    #[test]
    fn no_limit_overflows() {
        let limits = Limits {
            memory: u64::MAX,
            memory_per_byte: u64::MAX,
            time_ms: u64::MAX,
            time_ms_per_mib: u64::MAX,
            output_per_byte: u64::MAX,
            ..Limits::default()
        };
        assert_eq!(limits.memory_for(usize::MAX), 4 << 30);
        assert_eq!(limits.output_for(usize::MAX), usize::MAX);
        assert_eq!(limits.time_for(usize::MAX), Duration::from_millis(u64::MAX));
    }
}
