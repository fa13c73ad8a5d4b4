//! Whether limits have only grown, so that what was found within the old ones would be found within the new.

use std::collections::BTreeMap;

use crate::partial::flat;
use crate::report::Limits;

/// Limits that decide on no document: on what is loaded, logged and kept between documents.
const WITHOUT_VERDICT: [&str; 6] =
    ["component", "documents_per_instance", "function_bytes", "functions", "log_messages", "memory_kept"];

/// The budget of fuel: where there is none, it has no end.
const FUEL: &str = "fuel";

/// A limit that is lower than it was.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Lowered {
    pub(super) name: String,
    pub(super) was: String,
    pub(super) is: String,
}

/// The first limit, by name, that is lower than it was.
pub(super) fn lowered(was: &Limits, is: &Limits) -> Option<Lowered> {
    let (was, is) = (flat(was), flat(is));
    let is_counted = |values: &BTreeMap<String, String>| values.get(FUEL).is_some_and(|fuel| fuel != "null");
    let (counted_then, counted_now) = (is_counted(&was), is_counted(&is));
    let shown = |values: &BTreeMap<String, String>, name: &str| {
        values
            .get(name)
            .filter(|value| *value != "null")
            .cloned()
            .unwrap_or_else(|| "without end".to_string())
    };
    let is_lower = |name: &str| match name {
        _ if WITHOUT_VERDICT.contains(&name) => false,
        name if name.starts_with(FUEL) && !(counted_then && counted_now) => {
            name == FUEL && counted_now && !counted_then
        }
        name => number(is.get(name)) < number(was.get(name)),
    };
    let lower = is.keys().find(|name| is_lower(name))?;
    Some(Lowered { name: lower.clone(), was: shown(&was, lower), is: shown(&is, lower) })
}

/// Limits are whole numbers.
fn number(value: Option<&String>) -> u64 {
    value.and_then(|digits| digits.parse().ok()).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(was: Limits, is: Limits, expected: Option<(&str, &str, &str)>) {
        let found = lowered(&was, &is);
        let found = found.as_ref().map(|it| (it.name.as_str(), it.was.as_str(), it.is.as_str()));
        assert_eq!(found, expected);
    }

    #[test]
    fn limits_that_decide_may_grow_and_not_shrink() {
        let limits = Limits::default;
        check(limits(), limits(), None);
        check(Limits { memory: 1, ..limits() }, limits(), None);
        check(
            Limits { time_ms: 200, ..limits() },
            Limits { time_ms: 100, memory: 1 << 30, ..limits() },
            Some(("time_ms", "200", "100")),
        );
        let fuel = |fuel| Limits { fuel, ..limits() };
        check(fuel(Some(1)), fuel(Some(2)), None);
        check(fuel(Some(1)), fuel(None), None);
        check(fuel(Some(2)), fuel(Some(1)), Some(("fuel", "2", "1")));
        check(fuel(None), fuel(Some(1)), Some(("fuel", "without end", "1")));
        let less_per_byte = Limits { fuel_per_byte: 1, ..fuel(Some(1)) };
        check(fuel(Some(1)), less_per_byte.clone(), Some(("fuel_per_byte", "1000", "1")));
        check(limits(), Limits { fuel: None, ..less_per_byte }, None);
        check(limits(), Limits { log_messages: 0, component: 1, ..limits() }, None);
    }
}
