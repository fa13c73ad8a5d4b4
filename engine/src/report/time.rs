//! The one place that asks the clock for a date.

/// The present time in UTC, to the second (RFC 3339).
pub(crate) fn now() -> String {
    jiff::Timestamp::now().strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}
