//! What a plugin may use.

use std::time::Duration;

use serde::{Deserialize, Serialize};

/// What a plugin may use of the host. What grows with the text is a base plus a part per byte of the text in a call.
///
/// The defaults let the built-in plugins take a document of 64 MiB.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Limits {
    /// Linear memory of an instance, in bytes.
    pub memory: u64,
    /// Linear memory more, in bytes per byte of text.
    pub memory_per_byte: u64,
    /// Wall time of a call, in milliseconds.
    pub time_ms: u64,
    /// Wall time more, in milliseconds per mebibyte of text.
    pub time_ms_per_mib: u64,
    /// What a call may give back (outputs, states and layers), in bytes.
    pub output: u64,
    /// What a call may give back more, in bytes per byte of text.
    pub output_per_byte: u64,
    /// Spans in a layer.
    pub spans: u64,
    /// Spans more, per byte of text.
    pub spans_per_byte: u64,
    /// The size of the component, in bytes.
    pub component: u64,
    /// Messages that a plugin may log in a run; the rest is dropped.
    pub log_messages: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            memory: 256 << 20,
            memory_per_byte: 48,
            time_ms: 10_000,
            time_ms_per_mib: 4_000,
            output: 16 << 20,
            output_per_byte: 48,
            spans: 1 << 16,
            spans_per_byte: 2,
            component: 64 << 20,
            log_messages: 100,
        }
    }
}

impl Limits {
    /// The most that wasm32 can address.
    const ADDRESS_SPACE: u64 = 4 << 30;

    pub(crate) fn memory_for(&self, text_bytes: usize) -> usize {
        let limit = grown(self.memory, self.memory_per_byte, text_bytes).min(Self::ADDRESS_SPACE);
        usize::try_from(limit).unwrap_or(usize::MAX)
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
