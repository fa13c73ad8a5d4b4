//! The service: an engine after four routes. It knows nothing of arguments, signals and ports.

mod analyze;
mod gate;
mod metrics;
mod refusal;
mod settings;
mod stream;

use std::future::IntoFuture;
use std::io;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::serve::ListenerExt;
use serde_json::json;
use textmill::Engine;
use tokio::net::TcpListener;
use tokio::sync::watch;

use gate::Gate;
use metrics::Metrics;
pub(crate) use settings::Settings;

/// What all requests share.
#[derive(Debug)]
pub(crate) struct Service {
    engine: Engine,
    settings: Settings,
    calls: Gate,
    streams: Gate,
    metrics: Arc<Metrics>,
    stopping: watch::Sender<bool>,
}

impl Service {
    pub(crate) fn new(engine: Engine, settings: Settings) -> Self {
        Self {
            engine,
            calls: Gate::new(settings.at_work, settings.waiting),
            streams: Gate::new(settings.streams, 0),
            settings,
            metrics: Arc::default(),
            stopping: watch::Sender::new(false),
        }
    }

    /// Serves until `end` comes to its own: then no connection is accepted any more, calls end, streams end with what they
    /// have read, and whoever still holds a connection after the time limit is left.
    pub(crate) async fn serve(
        self,
        listener: TcpListener,
        end: impl Future<Output = ()> + Send + 'static,
    ) -> io::Result<()> {
        /// To send what the time limit has let come to its end.
        const TO_SEND: Duration = Duration::from_secs(1);
        let service = Arc::new(self);
        let router = Router::new()
            .route("/analyze", post(analyze::analyze))
            .route("/stream", post(stream::stream))
            .route("/health", get(health))
            .route("/metrics", get(metrics_page))
            .with_state(Arc::clone(&service));
        let listener = listener.tap_io(|connection| {
            // An answer is written at once. Where it cannot be set, answers are late, and nothing else.
            let _ = connection.set_nodelay(true);
        });
        let mut stopping = service.stopping.subscribe();
        let grace = service.settings.time_limit + TO_SEND;
        let shutdown = async move {
            end.await;
            service.stopping.send_replace(true);
        };
        tokio::select! {
            served = axum::serve(listener, router).with_graceful_shutdown(shutdown).into_future() => served,
            () = async {
                // The sender lives as long as the router.
                let _ = stopping.wait_for(|stopping| *stopping).await;
                tokio::time::sleep(grace).await;
            } => Ok(()),
        }
    }
}

/// Whether requests are welcome: for whoever shares them among servers.
async fn health(State(service): State<Arc<Service>>) -> Response {
    let (status, word) = match *service.stopping.borrow() {
        false => (StatusCode::OK, "ready"),
        true => (StatusCode::SERVICE_UNAVAILABLE, "stopping"),
    };
    let plugins = service.engine.plugins();
    let analyzers: Vec<&str> =
        plugins.iter().filter(|plugin| plugin.reported).map(|plugin| plugin.name.as_str()).collect();
    let body = json!({"status": word, "analyzers": analyzers});
    (status, [(header::CONTENT_TYPE, "application/json")], format!("{body}\n")).into_response()
}

async fn metrics_page(State(service): State<Arc<Service>>) -> Response {
    let page = service.metrics.to_text(&service.calls, &service.streams);
    ([(header::CONTENT_TYPE, "text/plain; version=0.0.4")], page).into_response()
}
