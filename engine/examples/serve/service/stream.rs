//! `POST /stream`: JSON Lines of documents in, JSON Lines of results out, while the body still comes.

use std::convert::Infallible;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use axum::body::{Body, BodyDataStream, Bytes};
use axum::extract::{Request, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use futures::{Stream, StreamExt};
use serde::Deserialize;
use serde_json::{Map, Value, json};
use textmill::{Document, DocumentResult, Error, Item, Unread};
use tokio::sync::{mpsc, watch};
use tokio::time::timeout;

use super::Service;
use super::analyze::Parameters;
use super::gate::AtWork;
use super::metrics::{InFlight, Metrics, Outcome, Route};
use super::refusal::Refusal;

/// Results that go to the client together, where they are there already.
const TOGETHER: usize = 64;

type Results = std::pin::Pin<Box<dyn Stream<Item = Result<DocumentResult, Error>> + Send>>;

pub(super) async fn stream(State(service): State<Arc<Service>>, request: Request) -> Response {
    let in_flight = service.metrics.begin(Route::Stream);
    let cut_short = Arc::new(AtomicBool::new(false));
    let (room, results) = match begin(&service, request, &cut_short).await {
        Ok(begun) => begun,
        Err(refusal) => {
            in_flight.end(refusal.outcome());
            return refusal.into_response();
        }
    };
    // What the client does not take stays here, and in the run, and then in the client: nothing is read that has no place.
    let (sender, mut receiver) = mpsc::channel::<Bytes>(1);
    let given = Giving {
        metrics: Arc::clone(&service.metrics),
        time_limit: service.settings.time_limit,
        sender,
        cut_short,
        in_flight,
        _room: room,
    };
    tokio::spawn(given.give(results));
    let chunks = futures::stream::poll_fn(move |context| receiver.poll_recv(context));
    let body = Body::from_stream(chunks.map(Ok::<_, Infallible>));
    ([(header::CONTENT_TYPE, "application/jsonl")], body).into_response()
}

async fn begin(
    service: &Service,
    request: Request,
    cut_short: &Arc<AtomicBool>,
) -> Result<(AtWork, Results), Refusal> {
    let parameters = Parameters::of(request.uri())?;
    let inside = service.streams.enter().ok_or_else(Refusal::overload)?;
    let room = inside.turn().await.map_err(|_| Refusal::stopping())?;
    let lines = Lines {
        layout: Layout { language: parameters.language.clone(), number: 0 },
        body: request.into_body().into_data_stream(),
        read: Vec::new(),
        seen: 0,
        most: service.settings.body_bytes,
        time_limit: service.settings.time_limit,
        stopping: service.stopping.subscribe(),
        ended: false,
        cut_short: Arc::clone(cut_short),
    };
    let documents = futures::stream::unfold(lines, async |mut lines| Some((lines.next_item().await?, lines)));
    let results = service.engine.analysis().layers(parameters.layers()).stream_async(documents)?;
    Ok((room, Box::pin(results)))
}

/// Gives results to a client.
struct Giving {
    metrics: Arc<Metrics>,
    time_limit: Duration,
    sender: mpsc::Sender<Bytes>,
    /// Whether the body broke off, as it does when a client leaves.
    cut_short: Arc<AtomicBool>,
    in_flight: InFlight,
    _room: AtWork,
}

impl Giving {
    async fn give(self, results: Results) {
        let sender = self.sender.clone();
        let outcome = tokio::select! {
            () = sender.closed() => Outcome::Left,
            outcome = self.give_all(results) => outcome,
        };
        let left = self.cut_short.load(Ordering::Relaxed);
        self.in_flight.end(if left { Outcome::Left } else { outcome });
    }

    /// Dropped, it drops the results, and their run ends.
    async fn give_all(&self, results: Results) -> Outcome {
        let mut portions = results.ready_chunks(TOGETHER);
        while let Some(portion) = portions.next().await {
            let mut lines = String::new();
            let mut outcome = None;
            for result in portion {
                let line = result.and_then(|result| {
                    self.metrics.count(&result);
                    result.to_json()
                });
                match line {
                    Ok(line) => lines.push_str(&line),
                    Err(error) => {
                        lines.push_str(&json!({"error": {"message": error.to_string()}}).to_string());
                        outcome = Some(Outcome::Error);
                    }
                }
                lines.push('\n');
            }
            // A client that takes nothing holds its place no longer than one that sends nothing.
            match self.sender.send_timeout(lines.into(), self.time_limit).await {
                Ok(()) => {}
                Err(mpsc::error::SendTimeoutError::Timeout(_)) => return Outcome::Timeout,
                Err(mpsc::error::SendTimeoutError::Closed(_)) => return Outcome::Left,
            }
            if let Some(outcome) = outcome {
                return outcome;
            }
        }
        Outcome::Answered
    }
}

/// The lines of a body, as it comes.
struct Lines {
    body: BodyDataStream,
    /// What came and was not given yet.
    read: Vec<u8>,
    /// Bytes of it in which no line ends.
    seen: usize,
    layout: Layout,
    most: usize,
    time_limit: Duration,
    stopping: watch::Receiver<bool>,
    cut_short: Arc<AtomicBool>,
    ended: bool,
}

/// What a line holds.
struct Layout {
    /// Of documents that do not say their own.
    language: Option<String>,
    /// That of the line before, from 1.
    number: u64,
}

#[derive(Deserialize)]
struct Line {
    id: Option<String>,
    text: String,
    #[serde(flatten)]
    metadata: Map<String, Value>,
}

impl Lines {
    /// The next line with something in it. What is no document is unread, in its place; where no more can be told apart, it
    /// is the last.
    async fn next_item(&mut self) -> Option<Item> {
        loop {
            if let Some(end) = self.read[self.seen..].iter().position(|byte| *byte == b'\n') {
                let line: Vec<u8> = self.read.drain(..=self.seen + end).collect();
                self.seen = 0;
                if let Some(item) = self.layout.item(&line, self.most) {
                    return Some(item);
                }
                continue;
            }
            self.seen = self.read.len();
            if self.ended {
                let line = std::mem::take(&mut self.read);
                self.seen = 0;
                return self.layout.item(&line, self.most);
            }
            if self.read.len() > self.most {
                return Some(self.last(too_long(self.most)));
            }
            let more = tokio::select! {
                // What has come before the server was asked to end is answered; no more is waited for.
                _ = self.stopping.wait_for(|stopping| *stopping) => None,
                more = timeout(self.time_limit, self.body.next()) => Some(more),
            };
            let Some(more) = more else {
                return Some(self.last("the server is about to end: send what follows again".into()));
            };
            match more {
                Ok(Some(Ok(bytes))) => self.read.extend_from_slice(&bytes),
                Ok(None) => self.ended = true,
                Ok(Some(Err(_))) => {
                    self.cut_short.store(true, Ordering::Relaxed);
                    return Some(self.last("the body was not sent to its end".into()));
                }
                Err(_) => {
                    let limit = self.time_limit.as_millis();
                    return Some(self.last(format!("no more of the body came for {limit} ms")));
                }
            }
        }
    }

    fn last(&mut self, message: String) -> Item {
        self.ended = true;
        self.read = Vec::new();
        self.seen = 0;
        self.layout.number += 1;
        self.layout.unread(message)
    }
}

impl Layout {
    /// The document of the next line, or why there is none; nothing where the line is blank.
    fn item(&mut self, line: &[u8], most: usize) -> Option<Item> {
        // Blank lines count too, as an editor counts them.
        self.number += 1;
        let line = line.trim_ascii();
        if line.is_empty() {
            return None;
        }
        if line.len() > most {
            return Some(self.unread(too_long(most)));
        }
        Some(match serde_json::from_slice::<Line>(line) {
            Ok(line) => self.document(line).into(),
            Err(error) => self.unread(format!("the line is no document: {error}")),
        })
    }

    fn document(&self, line: Line) -> Document {
        let position = self.number.to_string();
        let id = line.id.unwrap_or_else(|| position.clone());
        let mut document = Document { position, metadata: line.metadata, ..Document::new(id, line.text) };
        if let (Some(language), false) = (&self.language, document.metadata.contains_key("language")) {
            document = document.with_metadata("language", language.as_str());
        }
        document
    }

    fn unread(&self, message: String) -> Item {
        let position = self.number.to_string();
        Item::Unread(Unread { id: position.clone(), position, message })
    }
}

fn too_long(most: usize) -> String {
    format!("the line has more than {most} bytes")
}
