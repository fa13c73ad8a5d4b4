//! A report that is read from a file.

use std::io;
use std::path::Path;

use serde_json::Value;
use textmill::Report;

use crate::bounded;
use crate::error::Error;
use crate::output::is_standard_stream;

/// A report of an earlier run.
#[derive(Debug)]
pub(crate) struct ReportFile {
    pub(crate) report: Report,
    /// All of it, fields among it that this version does not know.
    pub(crate) json: Value,
}

impl ReportFile {
    /// Reads a report from a file, or from the standard input where the path is `-`.
    ///
    /// # Errors
    /// A file that cannot be read, is no report, or is of another form than this version's.
    pub(crate) fn read(path: &Path) -> Result<Self, Error> {
        let text = match is_standard_stream(path) {
            true => bounded::text(io::stdin(), bounded::LARGE),
            false => bounded::text_of(path, bounded::LARGE),
        };
        let text = text.map_err(|error| Error::io(path.display(), &error))?;
        Self::parse(&text).map_err(|problem| {
            Error::new(format!("{}: {problem}", path.display()))
                .with_hint("`textmill analyze … -o FILE` writes a report")
        })
    }

    fn parse(text: &str) -> Result<Self, String> {
        let json: Value =
            serde_json::from_str(text).map_err(|error| format!("it is no report: it is no JSON: {error}"))?;
        match &json["format"] {
            Value::Null => return Err("it is no report: it has no `format`".to_owned()),
            format if *format != Report::FORMAT => {
                return Err(format!("it is of format {format}, and this version reads {}", Report::FORMAT));
            }
            _ => {}
        }
        let report = serde_path_to_error::deserialize(&json)
            .map_err(|error| format!("it is no report of this version: {}: {}", error.path(), error.inner()));
        Ok(Self { report: report?, json })
    }
}

/// A report that tests begin with.
#[cfg(test)]
pub(crate) mod example {
    use serde_json::{Value, json};
    use textmill::Report;

    /// Of an empty run, by this command.
    pub(crate) fn by_command(command: &Value) -> Report {
        let report = json!({
            "format": 1, "complete": true, "analyzers": {},
            "corpus": {"documents": 0, "bytes": 0, "unread": 0, "replaced": 0, "fingerprint": "0"},
            "faults": {"total": 0, "by": {}, "first": []},
            "provenance": {"engine": "0.1.0", "interface": "textmill:analyzer@0.1.0", "selection": {}, "plugins": {}},
            "run": {"started": "", "seconds": 0.0, "threads": 1, "batch_bytes": 0, "host": "", "sources": [],
                "command": command}
        });
        serde_json::from_value(report).expect("it is a report")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, message: &str) {
        assert_eq!(ReportFile::parse(text).expect_err(message), message);
    }

    #[test]
    fn what_is_no_report_is_said() {
        check("", "it is no report: it is no JSON: EOF while parsing a value at line 1 column 0");
        check("[1]", "it is no report: it has no `format`");
        check(r#"{"format": 2}"#, "it is of format 2, and this version reads 1");
        check(r#"{"format": "x"}"#, "it is of format \"x\", and this version reads 1");
        check(
            r#"{"format": 1, "complete": true, "corpus": {"documents": "many"}}"#,
            "it is no report of this version: corpus.documents: invalid type: string \"many\", expected u64",
        );
    }
}
