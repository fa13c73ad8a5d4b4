//! Answers that are no results: what is wrong, and what to do about it.

use std::time::Duration;

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::json;
use textmill::{Error, ErrorKind};

use super::metrics::Outcome;

/// Why a request gets no result. As JSON: `{"error": {"kind", "message", "hint"}}`.
#[derive(Debug)]
pub(crate) struct Refusal {
    status: StatusCode,
    kind: &'static str,
    message: String,
    hint: String,
}

impl Refusal {
    fn new(
        status: StatusCode,
        kind: &'static str,
        message: impl Into<String>,
        hint: impl Into<String>,
    ) -> Self {
        Self { status, kind, message: message.into(), hint: hint.into() }
    }

    pub(crate) fn request(message: impl Into<String>, hint: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "request", message, hint)
    }

    pub(crate) fn media_type(found: &str) -> Self {
        Self::new(
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            "media_type",
            format!("the content type is `{found}`"),
            "send application/json or text/plain",
        )
    }

    pub(crate) fn too_large(most: usize) -> Self {
        Self::new(
            StatusCode::PAYLOAD_TOO_LARGE,
            "too_large",
            format!("the body has more than {most} bytes"),
            "cut the text into documents, and send them to /stream",
        )
    }

    pub(crate) fn body_cut_short() -> Self {
        Self::request("the body was not sent to its end", "send it again")
    }

    pub(crate) fn slow_body(limit: Duration) -> Self {
        Self::new(
            StatusCode::REQUEST_TIMEOUT,
            "slow_body",
            format!("the body was not there after {} ms", limit.as_millis()),
            "send it faster, or in smaller parts",
        )
    }

    /// Nothing was done yet.
    pub(crate) fn overload() -> Self {
        Self::new(
            StatusCode::SERVICE_UNAVAILABLE,
            "overload",
            "as many requests as may wait are waiting already",
            "send it again after the seconds of Retry-After, each time after twice as many",
        )
    }

    pub(crate) fn waited(limit: Duration) -> Self {
        Self::new(
            StatusCode::SERVICE_UNAVAILABLE,
            "waited",
            format!("its turn had not come after {} ms", limit.as_millis()),
            "send it again after the seconds of Retry-After, each time after twice as many",
        )
    }

    /// The server ends.
    pub(crate) fn stopping() -> Self {
        Self::new(
            StatusCode::SERVICE_UNAVAILABLE,
            "stopping",
            "the server is about to end",
            "send it again: another will be in its place",
        )
    }

    pub(crate) fn internal(message: impl Into<String>) -> Self {
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, "internal", message, "look into the log of the server")
    }

    /// How requests that end so are counted.
    pub(crate) fn outcome(&self) -> Outcome {
        match self.kind {
            "overload" | "waited" | "stopping" => Outcome::Rejected,
            "deadline" | "slow_body" => Outcome::Timeout,
            "internal" => Outcome::Error,
            _ => Outcome::BadRequest,
        }
    }
}

impl From<Error> for Refusal {
    fn from(error: Error) -> Self {
        let hint = |otherwise: &str| error.hint().unwrap_or(otherwise).to_owned();
        let message = error.to_string();
        match error.kind() {
            ErrorKind::Deadline => Self::new(
                StatusCode::GATEWAY_TIMEOUT,
                "deadline",
                message,
                hint(
                    "send a shorter text; a text that always takes so long is a case for the plugin's author",
                ),
            ),
            ErrorKind::Settings => Self::request(message, hint("ask for what there is")),
            ErrorKind::Stopped => Self::stopping(),
            _ => Self::internal(message),
        }
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let error = json!({"error": {"kind": self.kind, "message": self.message, "hint": self.hint}});
        let headers = [(header::CONTENT_TYPE, HeaderValue::from_static("application/json"))];
        let mut response = (self.status, headers, format!("{error}\n")).into_response();
        if self.status == StatusCode::SERVICE_UNAVAILABLE {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static("1"));
        }
        response
    }
}
