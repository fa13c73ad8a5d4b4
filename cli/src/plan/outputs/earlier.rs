//! Whether a file is a result of an earlier run, by its content: such a one may be written again.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::Path;

use parquet::file::reader::{FileReader as _, SerializedFileReader};
use serde::Deserialize;
use serde::de::IgnoredAny;
use textmill::{DocumentLine, Report};

use crate::{documents, page, tables};

/// The longest line that is looked at: more than that is no line of a document that anybody wrote.
const MAX_LINE: u64 = 64 << 20;

/// Whether the file is a report, a partial file, lines or a table of documents, a profile, a page, or a table of a report. An empty
/// file is one too: there is nothing in it to lose. What is not there, or is no file, is none.
///
/// # Errors
/// What the system says where the file cannot be read.
pub(super) fn is_output(path: &Path) -> io::Result<bool> {
    if !path.is_file() {
        return Ok(false);
    }
    let mut reader = BufReader::new(File::open(path)?);
    let head = reader.fill_buf()?;
    Ok(match head.first() {
        None => true,
        Some(b'{') => is_json(path)?,
        Some(b'P') if head.starts_with(b"PAR1") => is_table_of_documents(path)?,
        Some(b'<') => page::begins(head),
        Some(_) => tables::begins(head),
    })
}

/// A way to tell whether a file is what an earlier run wrote.
#[cfg(unix)]
pub(super) type IsEarlier = fn(&Path) -> io::Result<bool>;

/// Whether the file is what a run told of itself, or a result: the standard error may go where the standard output goes.
///
/// # Errors
/// What the system says where the file cannot be read.
#[cfg(unix)]
pub(super) fn is_log_or_output(path: &Path) -> io::Result<bool> {
    /// What the first line of what a run tells begins with.
    const BEGIN: &[u8] = b"textmill: ";
    let mut head = Vec::new();
    File::open(path)?.take(BEGIN.len() as u64).read_to_end(&mut head)?;
    Ok(head == BEGIN || is_output(path)?)
}

fn is_json(path: &Path) -> io::Result<bool> {
    let mut line = Vec::new();
    BufReader::new(File::open(path)?).take(MAX_LINE).read_until(b'\n', &mut line)?;
    if serde_json::from_slice::<Head>(&line).is_ok_and(|head| head.textmill == "partial")
        || serde_json::from_slice::<DocumentLine<'_>>(&line).is_ok_and(|line| says_something(&line))
    {
        return Ok(true);
    }
    let reader = || File::open(path).map(BufReader::new);
    Ok(serde_json::from_reader::<_, ReportShape>(reader()?)
        .is_ok_and(|report| report.format == Report::FORMAT)
        || serde_json::from_reader::<_, ProfileShape>(reader()?).is_ok())
}

/// A record of somebody's data may have an `id`, but not also what analyzers found.
fn says_something(line: &DocumentLine<'_>) -> bool {
    !(line.analyzers.is_empty()
        && line.layers.is_empty()
        && line.removed.is_empty()
        && line.faults.is_empty())
}

/// The first line of a partial file.
#[derive(Deserialize)]
struct Head {
    textmill: String,
}

/// What every report has.
#[derive(Deserialize)]
#[expect(dead_code, reason = "that the fields are there is all that is asked")]
struct ReportShape {
    format: u32,
    complete: bool,
    corpus: IgnoredAny,
    analyzers: IgnoredAny,
    faults: IgnoredAny,
    provenance: IgnoredAny,
    run: IgnoredAny,
}

/// What every profile has.
#[derive(Deserialize)]
#[expect(dead_code, reason = "that the fields are there is all that is asked")]
#[serde(rename_all = "camelCase")]
struct ProfileShape {
    display_time_unit: IgnoredAny,
    other_data: Dropped,
    trace_events: IgnoredAny,
}

#[derive(Deserialize)]
#[expect(dead_code, reason = "that the field is there is all that is asked")]
struct Dropped {
    dropped: u64,
}

fn is_table_of_documents(path: &Path) -> io::Result<bool> {
    // A file that is no table after all was not made by a run.
    let Ok(table) = SerializedFileReader::new(File::open(path)?) else { return Ok(false) };
    Ok(table.metadata().file_metadata().created_by().is_some_and(documents::made_table))
}

#[cfg(test)]
mod tests {
    use std::fs;

    use serde_json::json;

    use super::*;
    use crate::report::example::by_command;

    #[track_caller]
    fn check(content: &[u8], expected: bool) {
        let file = tempfile::NamedTempFile::new().unwrap();
        fs::write(file.path(), content).unwrap();
        assert_eq!(is_output(file.path()).unwrap(), expected, "{}", String::from_utf8_lossy(content));
    }

    #[test]
    fn results_are_known_by_their_content() {
        check(b"", true);
        check(by_command(&json!({"arguments": [], "folder": "/"})).to_json().as_bytes(), true);
        check(b"{\"textmill\":\"partial\",\"format\":1}\n", true);
        check(b"{\"id\":\"a.txt\",\"analyzers\":{\"a\":{}}}\n{", true);
        check(
            b"{\"id\":\"a\",\"faults\":[{\"analyzer\":null,\"kind\":\"unread\",\"message\":\"m\"}]}\n",
            true,
        );
        check(b"{\"displayTimeUnit\":\"ms\",\"otherData\":{\"dropped\":0},\"traceEvents\":[]}", true);
        check(b"group,key,count\n", true);
    }

    #[cfg(unix)]
    #[test]
    fn what_a_run_told_is_known_too() {
        let file = tempfile::NamedTempFile::new().unwrap();
        for (content, expected) in
            [("textmill: r.json: 2 documents\n", true), ("group,key,count\n", true), ("A text", false)]
        {
            fs::write(file.path(), content).unwrap();
            assert_eq!(is_log_or_output(file.path()).unwrap(), expected, "{content}");
        }
    }

    #[test]
    fn what_others_wrote_is_none() {
        check(b"The harbour reopened.", false);
        check(b"{\"id\":\"1\",\"text\":\"The harbour reopened.\"}\n", false);
        check(b"{\"format\":1,\"analyzers\":{}}", false);
        check(b"{\"textmill\":\"another\"}\n", false);
        check(b"{\"traceEvents\":[]}", false);
        check(b"group\n", false);
        check(b"groups,key\n", false);
        check(b"PAR1", false);
        assert!(!is_output(Path::new("no/such/file")).unwrap());
        assert!(!is_output(Path::new("/")).unwrap());
    }
}
