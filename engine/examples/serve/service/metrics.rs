//! What happened, as Prometheus reads it.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use textmill::DocumentResult;

use super::gate::Gate;

/// Counters of a service. None grows with the number of requests.
#[derive(Debug, Default)]
pub(crate) struct Metrics {
    in_flight: AtomicU64,
    /// By the discriminants of [`Route`] and [`Outcome`].
    requests: [[AtomicU64; Outcome::ALL.len()]; Route::ALL.len()],
    /// Of requests to `/analyze` that were let in: what is rejected at once would make the service look fast.
    latency: Histogram,
    documents: AtomicU64,
    /// By analyzer (nothing where a document could not be read) and kind.
    faults: Mutex<BTreeMap<(Option<String>, String), u64>>,
}

#[derive(Clone, Copy, Debug)]
pub(crate) enum Route {
    Analyze,
    Stream,
}

/// How a request ended.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Outcome {
    /// With results, faults of documents among them.
    Answered,
    /// It was not one that can be answered.
    BadRequest,
    /// There was no room.
    Rejected,
    Timeout,
    /// The client left before the answer.
    Left,
    Error,
}

/// A request that is not answered yet. Where it is dropped without an outcome, its client has left.
#[derive(Debug)]
pub(crate) struct InFlight {
    metrics: Arc<Metrics>,
    route: Route,
    began: Instant,
    outcome: Outcome,
}

impl Route {
    const ALL: [(Self, &'static str); 2] = [(Self::Analyze, "/analyze"), (Self::Stream, "/stream")];
}

impl Outcome {
    const ALL: [(Self, &'static str); 6] = [
        (Self::Answered, "answered"),
        (Self::BadRequest, "bad_request"),
        (Self::Rejected, "rejected"),
        (Self::Timeout, "timeout"),
        (Self::Left, "left"),
        (Self::Error, "error"),
    ];
}

impl Metrics {
    /// A request that has come.
    pub(crate) fn begin(self: &Arc<Self>, route: Route) -> InFlight {
        self.in_flight.fetch_add(1, Ordering::Relaxed);
        InFlight { metrics: Arc::clone(self), route, began: Instant::now(), outcome: Outcome::Left }
    }

    /// A document with a result.
    pub(crate) fn count(&self, result: &DocumentResult) {
        self.documents.fetch_add(1, Ordering::Relaxed);
        if !result.has_faults() {
            return;
        }
        let mut faults = self.faults.lock().unwrap_or_else(PoisonError::into_inner);
        for fault in result.faults() {
            *faults.entry((fault.analyzer, fault.kind.to_string())).or_default() += 1;
        }
    }

    /// All of them, in Prometheus' text format.
    pub(crate) fn to_text(&self, calls: &Gate, streams: &Gate) -> String {
        let mut page = Page::default();
        page.family("textmill_requests_total", "counter", "Requests that ended, by route and outcome.");
        for (route, of_route) in Route::ALL {
            for (outcome, of_outcome) in Outcome::ALL {
                let count = self.requests[route as usize][outcome as usize].load(Ordering::Relaxed);
                page.line(&[("route", of_route), ("outcome", of_outcome)], count as f64);
            }
        }
        page.family("textmill_requests_in_flight", "gauge", "Requests that are not answered yet.");
        page.line(&[], self.in_flight.load(Ordering::Relaxed) as f64);
        let (at_work, waiting) = calls.load();
        page.family("textmill_calls_at_work", "gauge", "Calls to the engine that have not ended.");
        page.line(&[], at_work as f64);
        page.family(
            "textmill_calls_waiting",
            "gauge",
            "Requests that wait for their turn, or for their body.",
        );
        page.line(&[], waiting as f64);
        page.family("textmill_streams", "gauge", "Streams that have not ended.");
        page.line(&[], streams.load().0 as f64);
        page.family("textmill_documents_total", "counter", "Documents with a result.");
        page.line(&[], self.documents.load(Ordering::Relaxed) as f64);
        page.family("textmill_faults_total", "counter", "Faults of documents, by analyzer and kind.");
        for ((analyzer, kind), count) in &*self.faults.lock().unwrap_or_else(PoisonError::into_inner) {
            let analyzer = analyzer.as_deref().unwrap_or("(reader)");
            page.line(&[("analyzer", analyzer), ("kind", kind)], *count as f64);
        }
        self.latency.write(&mut page);
        page.text
    }
}

impl InFlight {
    /// Says how it ended.
    pub(crate) fn end(mut self, outcome: Outcome) {
        self.outcome = outcome;
    }
}

impl Drop for InFlight {
    fn drop(&mut self) {
        self.metrics.requests[self.route as usize][self.outcome as usize].fetch_add(1, Ordering::Relaxed);
        if matches!((self.route, self.outcome), (Route::Analyze, Outcome::Answered | Outcome::Timeout)) {
            self.metrics.latency.add(self.began.elapsed());
        }
        self.metrics.in_flight.fetch_sub(1, Ordering::Relaxed);
    }
}

/// How many requests took how long.
#[derive(Debug, Default)]
struct Histogram {
    /// One for each bound, and one for what is above all.
    counts: [AtomicU64; Self::SECONDS.len() + 1],
    microseconds: AtomicU64,
}

impl Histogram {
    /// A short text takes a tenth of a millisecond, and a request has ten seconds.
    const SECONDS: [f64; 15] =
        [0.0002, 0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0];

    fn add(&self, time: Duration) {
        let seconds = time.as_secs_f64();
        let place = Self::SECONDS.partition_point(|bound| *bound < seconds);
        self.counts[place].fetch_add(1, Ordering::Relaxed);
        self.microseconds.fetch_add(u64::try_from(time.as_micros()).unwrap_or(u64::MAX), Ordering::Relaxed);
    }

    fn write(&self, page: &mut Page) {
        const NAME: &str = "textmill_request_seconds";
        page.family(NAME, "histogram", "Seconds from the head of a request to /analyze to its answer.");
        let mut count = 0;
        let bounds = Self::SECONDS.iter().map(f64::to_string).chain(["+Inf".to_owned()]);
        page.name = "textmill_request_seconds_bucket";
        for (bound, bucket) in bounds.zip(&self.counts) {
            count += bucket.load(Ordering::Relaxed);
            page.line(&[("le", &bound)], count as f64);
        }
        page.name = "textmill_request_seconds_sum";
        page.line(&[], self.microseconds.load(Ordering::Relaxed) as f64 / 1e6);
        page.name = "textmill_request_seconds_count";
        page.line(&[], count as f64);
    }
}

#[derive(Default)]
struct Page {
    text: String,
    name: &'static str,
}

impl Page {
    /// Begins a family of lines of one name.
    fn family(&mut self, name: &'static str, kind: &str, help: &str) {
        self.name = name;
        self.add(format_args!("# HELP {name} {help}\n# TYPE {name} {kind}\n"));
    }

    fn line(&mut self, labels: &[(&str, &str)], value: f64) {
        let labels: Vec<String> =
            labels.iter().map(|(label, value)| format!("{label}=\"{}\"", escaped(value))).collect();
        let labels = if labels.is_empty() { String::new() } else { format!("{{{}}}", labels.join(",")) };
        let name = self.name;
        self.add(format_args!("{name}{labels} {value}\n"));
    }

    fn add(&mut self, text: std::fmt::Arguments<'_>) {
        // A string takes all that is written to it.
        let _ = self.text.write_fmt(text);
    }
}

/// A label's value: the names of analyzers are their authors'.
fn escaped(value: &str) -> String {
    value.replace('\\', r"\\").replace('"', "\\\"").replace('\n', "\\n")
}
