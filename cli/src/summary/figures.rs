//! Figures of a report as a page shows them. They are those of the report: beyond 64 bits that is a float.

use serde_json::Number;

use crate::terminal::number;

/// A number of things: its digits in groups of three.
pub(super) fn whole(count: &Number) -> String {
    count.as_u64().map_or_else(|| decimal(count), number::whole)
}

/// A number as short as it can be told.
pub(super) fn decimal(number: &Number) -> String {
    number::decimal(float(number))
}

/// A number of things with their name.
pub(super) fn counted(count: &Number, thing: &str) -> String {
    match count.as_u64() {
        Some(count) => number::counted(count, thing),
        None => format!("{} {thing}s", decimal(count)),
    }
}

/// A share in percent.
pub(super) fn share(part: &Number, of: &Number) -> String {
    match (part.as_u64(), of.as_u64()) {
        (Some(part), Some(of)) => number::share(part, of),
        _ => number::share((float(part) / float(of).max(1.0) * 1e6) as u64, 1_000_000),
    }
}

/// The nearest float, for the length of a bar.
pub(super) fn float(number: &Number) -> f64 {
    number.as_f64().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_64_bits_do_not_hold_is_shown_as_the_report_has_it() {
        let (huge, few) = (Number::from_f64(1e30).unwrap(), Number::from(1_204));
        assert_eq!((whole(&huge), whole(&few)), ("1.00e30".to_owned(), "1\u{202f}204".to_owned()));
        assert_eq!(counted(&huge, "word"), "1.00e30 words");
        assert_eq!(counted(&Number::from(1), "word"), "1 word");
        let half = Number::from_f64(5e29).unwrap();
        assert_eq!((share(&half, &huge), share(&few, &huge)), ("50 %".to_owned(), "0 %".to_owned()));
    }
}
