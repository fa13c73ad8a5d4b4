//! `POST /analyze`: one text in, one line of JSON out.

use std::sync::Arc;

use axum::body::{Bytes, HttpBody, to_bytes};
use axum::extract::{Query, Request, State};
use axum::http::{HeaderMap, Uri, header};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use textmill::{Document, StopHandle};
use tokio::time::{Instant, timeout_at};

use super::Service;
use super::metrics::{Outcome, Route};
use super::refusal::Refusal;

/// A text, and what is asked of it: the body where it is JSON. Where the body is the text itself, the rest stands after the
/// path: `/analyze?language=ar&layers=entities,tokens`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Asked {
    text: String,
    language: Option<String>,
    #[serde(default)]
    layers: Vec<String>,
}

/// What stands after the path.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Parameters {
    pub(super) language: Option<String>,
    /// With commas between them.
    #[serde(default)]
    layers: String,
}

/// Breaks a call off when nobody waits for it any more: axum drops the future of a handler whose client has left.
struct BreakOff(StopHandle);

impl Drop for BreakOff {
    fn drop(&mut self) {
        self.0.stop();
    }
}

pub(super) async fn analyze(State(service): State<Arc<Service>>, request: Request) -> Response {
    let in_flight = service.metrics.begin(Route::Analyze);
    match answer(&service, request).await {
        Ok(line) => {
            in_flight.end(Outcome::Answered);
            ([(header::CONTENT_TYPE, "application/json")], line).into_response()
        }
        Err(refusal) => {
            in_flight.end(refusal.outcome());
            refusal.into_response()
        }
    }
}

async fn answer(service: &Service, request: Request) -> Result<String, Refusal> {
    let limit = service.settings.time_limit;
    let deadline = Instant::now() + limit;
    let inside = service.calls.enter().ok_or_else(Refusal::overload)?;
    let asked = timeout_at(deadline, Asked::of(request, service.settings.body_bytes));
    let asked = asked.await.map_err(|_| Refusal::slow_body(limit))??;
    let turn = timeout_at(deadline, inside.turn()).await.map_err(|_| Refusal::waited(limit))?;
    let turn = turn.map_err(|_| Refusal::stopping())?;

    let stop = StopHandle::new();
    let _break_off = BreakOff(stop.clone());
    let left = deadline.saturating_duration_since(Instant::now());
    let texts = service.engine.texts().layers(asked.layers).time_limit(left).stop(stop);
    let mut document = Document::new("0", asked.text);
    if let Some(language) = asked.language {
        document = document.with_metadata("language", language);
    }
    let metrics = Arc::clone(&service.metrics);
    let call = tokio::task::spawn_blocking(move || {
        // Until the call has really ended, and not only until nobody waits for it.
        let _turn = turn;
        let result = texts.analyze_document(document)?;
        metrics.count(&result);
        let mut line = result.to_json()?;
        line.push('\n');
        Ok::<_, textmill::Error>(line)
    });
    let called = call.await.map_err(|error| Refusal::internal(format!("a call did not end: {error}")))?;
    called.map_err(Refusal::from)
}

impl Asked {
    async fn of(request: Request, most: usize) -> Result<Self, Refusal> {
        let parameters = Parameters::of(request.uri())?;
        let media_type = media_type(request.headers()).to_ascii_lowercase();
        let reads = matches!(media_type.as_str(), "application/json" | "text/plain");
        if !reads {
            return Err(Refusal::media_type(&media_type));
        }
        let body = read(request, most).await?;
        if media_type == "application/json" {
            return serde_json::from_slice(&body).map_err(|error| {
                Refusal::request(
                    format!("the body is not as it should be: {error}"),
                    r#"send {"text": "…"}, and with it "language" and a list of "layers" where they matter"#,
                )
            });
        }
        let text = String::from_utf8(body.into()).map_err(|error| {
            Refusal::request(format!("the text is not UTF-8: {error}"), "send it in UTF-8")
        })?;
        let layers = parameters.layers();
        Ok(Self { text, language: parameters.language, layers })
    }
}

impl Parameters {
    pub(super) fn of(uri: &Uri) -> Result<Self, Refusal> {
        let Query(parameters) = Query::try_from_uri(uri).map_err(|error| {
            Refusal::request(error.body_text(), "after the path may stand ?language=…&layers=…,…")
        })?;
        Ok(parameters)
    }

    pub(super) fn layers(&self) -> Vec<String> {
        self.layers.split(',').filter(|layer| !layer.is_empty()).map(str::to_owned).collect()
    }
}

/// Without its parameters. By default the body is a text.
fn media_type(headers: &HeaderMap) -> &str {
    let given = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    given.unwrap_or("text/plain").split(';').next().unwrap_or_default().trim()
}

async fn read(request: Request, most: usize) -> Result<Bytes, Refusal> {
    let body = request.into_body();
    // What its head says, so that nobody sends a body in vain.
    if usize::try_from(body.size_hint().lower()).map_or(true, |least| least > most) {
        return Err(Refusal::too_large(most));
    }
    to_bytes(body, most).await.map_err(|error| {
        // Of what goes wrong here, the limit is the one thing that is not the connection's.
        match error.into_inner().to_string().contains("length limit") {
            true => Refusal::too_large(most),
            false => Refusal::body_cut_short(),
        }
    })
}
