//! Commands that could read nothing of what they were given.

use textmill::{FaultKind, Report};

use crate::error::Error;
use crate::terminal::number;
use crate::terminal::text::escaped;

/// A command that read no document, each time for the same reason, was told wrong how to read: it has no answer, and not the
/// answer that there is nothing to be found. `first` are positions of what could not be read, with the reason.
///
/// # Errors
/// With the reason, where it is one.
pub(crate) fn check_read<'a>(
    has_read: bool,
    unread: u64,
    first: impl IntoIterator<Item = (&'a str, &'a str)>,
) -> Result<(), Error> {
    let mut first = first.into_iter();
    let Some((position, reason)) = first.next() else { return Ok(()) };
    if has_read || !first.all(|(_, other)| other == reason) {
        return Ok(());
    }
    Err(Error::new(match unread {
        1 => format!("{} could not be read: {}", escaped(position), escaped(reason)),
        unread => {
            format!("none of {} could be read: {}", number::counted(unread, "document"), escaped(reason))
        }
    }))
}

/// The same of a run, whose report says so of each document.
///
/// # Errors
/// As [`check_read`].
pub(crate) fn check_report(report: &Report) -> Result<(), Error> {
    let faults = &report.faults.first;
    if faults.iter().any(|fault| fault.kind != FaultKind::Unread) {
        return Ok(());
    }
    let first = faults.iter().map(|fault| (fault.source.as_str(), fault.message.as_str()));
    check_read(report.corpus.documents > 0, report.corpus.unread, first)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_reason_for_everything_is_an_error() {
        let message = |has_read, first: &[(&'static str, &'static str)]| {
            check_read(has_read, first.len() as u64, first.iter().copied())
                .err()
                .map(|error| error.to_string())
        };
        let (one, same, other) = (("a#1", "no field `x`"), ("a#2", "no field `x`"), ("a#3", "no text"));
        assert_eq!(message(false, &[]), None);
        assert_eq!(message(false, &[one]).unwrap(), "a#1 could not be read: no field `x`");
        assert_eq!(message(false, &[one, same]).unwrap(), "none of 2 documents could be read: no field `x`");
        assert_eq!(message(false, &[one, other]), None);
        assert_eq!(message(true, &[one, same]), None);
    }
}
