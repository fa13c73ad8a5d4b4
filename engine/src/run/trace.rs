//! What workers did, and when: for a viewer of profiles.

use std::fmt;
use std::io::{self, Write};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use serde::Serialize;
use serde_json::{Map, Value, json};

/// A trace in the making, which all workers of a run add to.
///
/// It is written in the Trace Event Format of Chrome ("JSON Object Format", complete events), which Perfetto,
/// chrome://tracing, Speedscope and Firefox Profiler open.
#[derive(Debug)]
pub(crate) struct Trace {
    zero: Instant,
    events: Mutex<Events>,
}

#[derive(Debug, Default)]
struct Events {
    kept: Vec<Event>,
    dropped: u64,
}

/// Something that took time.
#[derive(Debug, Serialize)]
pub(crate) struct Event {
    name: String,
    #[serde(rename = "cat")]
    category: &'static str,
    /// A complete event, with a start and a duration.
    #[serde(rename = "ph")]
    phase: &'static str,
    /// Microseconds from the start of the trace.
    #[serde(rename = "ts")]
    start: f64,
    /// Microseconds.
    #[serde(rename = "dur")]
    duration: f64,
    #[serde(rename = "pid")]
    process: u32,
    /// The worker.
    #[serde(rename = "tid")]
    thread: usize,
    args: Map<String, Value>,
}

/// The way of one worker to the trace, where there is one.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Track<'a> {
    trace: Option<&'a Trace>,
    thread: usize,
}

impl Trace {
    /// Events that are kept: of more than these, no viewer can show anything.
    const MAX_EVENTS: usize = 1 << 20;

    pub(crate) fn new(zero: Instant) -> Self {
        Self { zero, events: Mutex::default() }
    }

    pub(crate) fn track(&self, thread: usize) -> Track<'_> {
        Track { trace: Some(self), thread }
    }

    /// Writes all events, sorted by worker and time.
    ///
    /// # Errors
    /// What the writer says.
    pub(crate) fn write(self, writer: &mut dyn Write) -> io::Result<()> {
        let Events { mut kept, dropped } = self.events.into_inner().unwrap_or_else(PoisonError::into_inner);
        kept.sort_by(|a, b| {
            a.thread.cmp(&b.thread).then(a.start.total_cmp(&b.start)).then(b.duration.total_cmp(&a.duration))
        });
        let threads: std::collections::BTreeSet<usize> = kept.iter().map(|event| event.thread).collect();
        let names = threads.into_iter().map(|thread| {
            json!({"name": "thread_name", "ph": "M", "pid": 1, "tid": thread,
                   "args": {"name": format!("worker {thread}")}})
        });
        let process = json!({"name": "process_name", "ph": "M", "pid": 1, "args": {"name": "textmill"}});
        writeln!(
            writer,
            "{{\"displayTimeUnit\":\"ms\",\"otherData\":{{\"dropped\":{dropped}}},\"traceEvents\":["
        )?;
        write!(writer, "{process}")?;
        for name in names {
            write!(writer, ",\n{name}")?;
        }
        for event in &kept {
            writer.write_all(b",\n")?;
            serde_json::to_writer(&mut *writer, event)?;
        }
        writer.write_all(b"\n]}\n")?;
        writer.flush()
    }

    fn add(&self, event: Event) {
        let mut events = self.events.lock().unwrap_or_else(PoisonError::into_inner);
        if events.kept.len() < Self::MAX_EVENTS {
            events.kept.push(event);
        } else {
            events.dropped += 1;
        }
    }
}

impl Track<'_> {
    /// Adds what began at `start` and took `duration`. `arguments` are shown with it.
    pub(crate) fn add(
        &self,
        category: &'static str,
        name: fmt::Arguments<'_>,
        start: Instant,
        duration: Duration,
        arguments: impl FnOnce() -> Value,
    ) {
        let Some(trace) = self.trace else { return };
        let args = match arguments() {
            Value::Object(args) => args,
            _ => Map::new(),
        };
        trace.add(Event {
            name: name.to_string(),
            category,
            phase: "X",
            start: microseconds(start.saturating_duration_since(trace.zero)),
            duration: microseconds(duration),
            process: 1,
            thread: self.thread,
            args,
        });
    }
}

fn microseconds(time: Duration) -> f64 {
    time.as_nanos() as f64 / 1e3
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, Instant};

    use serde_json::{Value, json};

    use super::{Trace, Track};

    #[test]
    fn events_are_written_as_viewers_read_them() {
        let zero = Instant::now();
        let trace = Trace::new(zero);
        let at = |milliseconds| zero + Duration::from_millis(milliseconds);
        trace.track(1).add(
            "call",
            format_args!("keywords"),
            at(5),
            Duration::from_millis(2),
            || json!({"documents": 3}),
        );
        trace.track(0).add("call", format_args!("tokenize"), at(7), Duration::from_micros(1), || Value::Null);
        Track::default().add("call", format_args!("nowhere"), at(7), Duration::ZERO, || {
            unreachable!("there is no trace")
        });
        let mut written = Vec::new();
        trace.write(&mut written).expect("memory can be written");
        let trace: Value = serde_json::from_slice(&written).expect("it is JSON");
        let events = trace["traceEvents"].as_array().expect("a list");
        assert_eq!(events.len(), 5);
        assert_eq!(events[1]["args"]["name"], "worker 0");
        assert_eq!(
            events[4],
            json!({"name": "keywords", "cat": "call", "ph": "X", "ts": 5000.0, "dur": 2000.0, "pid": 1, "tid": 1,
                   "args": {"documents": 3}})
        );
    }
}
