//! What the service may use.

use std::time::Duration;

/// What the service may use of the machine, and for how long.
#[derive(Clone, Debug)]
pub(crate) struct Settings {
    /// Bytes of a body, and of a line of a stream, at most.
    pub(crate) body_bytes: usize,
    /// How long a request may take, from its head to its answer; of a stream, how long it waits for the client.
    pub(crate) time_limit: Duration,
    /// Calls to the engine at once.
    pub(crate) at_work: usize,
    /// Requests that may wait for one of those to end. What comes beyond is rejected.
    pub(crate) waiting: usize,
    /// Streams at once. Each is a run of the engine with threads of its own, so none waits for another.
    pub(crate) streams: usize,
}

impl Default for Settings {
    fn default() -> Self {
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        Self {
            body_bytes: 1 << 20,
            time_limit: Duration::from_secs(10),
            at_work: cores,
            // At a tenth of a millisecond a call, those that wait are at work soon; with texts of a mebibyte it is the time
            // limit that ends their waiting.
            waiting: 64 * cores,
            streams: cores,
        }
    }
}
