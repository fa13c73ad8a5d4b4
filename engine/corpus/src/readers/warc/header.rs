//! The header of a WARC record (ISO 28500:2017, the fields of version 1.1 and 1.0), and where the next one begins.

use std::io::{self, BufRead, Read as _};

/// Bytes of a header, at most: real ones have a kilobyte.
const MAX_BYTES: u64 = 256 * 1024;

/// The named fields of a record.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Header {
    fields: Vec<(String, String)>,
    /// The length of the block after the header, in bytes.
    pub(super) length: u64,
    /// The length of the header itself, and of what stood before it since the last block.
    pub(super) bytes: u64,
}

impl Header {
    /// The value of a field, whose name is in any case.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        let found = self.fields.iter().find(|(field, _)| field.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value.as_str()).filter(|value| !value.is_empty())
    }
}

/// What stands where a record should begin.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Found {
    Header(Header),
    /// Something else, of so many bytes. The next record begins after it, or the end is reached.
    Flaw(&'static str, u64),
    /// The header of a record that breaks off at the end of the crawl.
    Cut,
    End,
}

/// The headers of a crawl, one after the other.
#[derive(Debug, Default)]
pub(super) struct Headers {
    /// The first line of a record that was met after a flaw.
    begun: bool,
    /// The length of the padding that was read after the last block.
    pub(super) padding: u64,
}

impl Headers {
    /// The next header. The block of the record before it was read.
    ///
    /// # Errors
    /// Where the crawl cannot be read on.
    pub(super) fn next(&mut self, input: &mut impl BufRead) -> io::Result<Found> {
        let bytes = std::mem::take(&mut self.padding);
        let mut lines = Lines { input, bytes, limit: bytes + MAX_BYTES };
        if !std::mem::take(&mut self.begun) {
            lines.skip_padding()?;
            match lines.next()? {
                Line::None => return Ok(Found::End),
                Line::Whole(line) if begins_record(&line) => {}
                line => return self.skip(lines, &line),
            }
        }
        let mut fields: Vec<(String, String)> = Vec::new();
        loop {
            let line = match lines.next()? {
                Line::None => return Ok(Found::Cut),
                Line::Part => {
                    let bytes = lines.bytes;
                    return Ok(Found::Flaw("a header of more than 262144 bytes", bytes));
                }
                Line::Whole(line) => line,
            };
            if line.is_empty() {
                break;
            }
            if let (true, Some((_, value))) = (line.starts_with([' ', '\t']), fields.last_mut()) {
                // A folded line, of version 1.0.
                value.push(' ');
                value.push_str(line.trim());
            } else if let Some((name, value)) = line.split_once(':') {
                fields.push((name.trim().to_owned(), value.trim().to_owned()));
            }
        }
        let bytes = lines.bytes;
        let header = Header { fields, length: 0, bytes };
        Ok(match header.get("Content-Length").and_then(|length| length.parse().ok()) {
            Some(length) => Found::Header(Header { length, ..header }),
            None => Found::Flaw("the record does not tell its length", bytes),
        })
    }

    /// Steps over what separates a record from the next.
    pub(super) fn skip_padding(&mut self, input: &mut impl BufRead) -> io::Result<()> {
        let mut lines = Lines { input, bytes: 0, limit: 0 };
        let skipped = lines.skip_padding();
        self.padding = lines.bytes;
        skipped
    }

    /// Steps over what is no record, up to where a line begins one.
    fn skip<R: BufRead>(&mut self, mut lines: Lines<'_, R>, first: &Line) -> io::Result<Found> {
        let mut line_goes_on = matches!(first, Line::Part);
        loop {
            let before = lines.bytes;
            lines.limit = before + MAX_BYTES;
            let line = lines.next()?;
            self.begun = !line_goes_on && matches!(&line, Line::Whole(line) if begins_record(line));
            if self.begun || matches!(line, Line::None) {
                // The first line of the record counts here, as it has been read.
                return Ok(Found::Flaw("no WARC record begins here", lines.bytes));
            }
            line_goes_on = matches!(line, Line::Part);
        }
    }
}

/// Whether a byte may stand between records.
pub(super) fn is_padding(byte: u8) -> bool {
    matches!(byte, 0 | b'\r' | b'\n' | b' ' | b'\t')
}

/// Whether a line is the first of a record.
fn begins_record(line: &str) -> bool {
    line.starts_with("WARC/") && line.len() > 5
}

struct Lines<'input, R> {
    input: &'input mut R,
    bytes: u64,
    /// How many bytes may be read.
    limit: u64,
}

enum Line {
    Whole(String),
    /// The beginning of one that is too long, or what follows it.
    Part,
    None,
}

impl<R: BufRead> Lines<'_, R> {
    /// Steps over blank lines, and over the NUL bytes with which files are padded.
    fn skip_padding(&mut self) -> io::Result<()> {
        loop {
            let block = match self.input.fill_buf() {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                block => block?,
            };
            let padding = block.iter().take_while(|&&byte| is_padding(byte)).count();
            let is_all = padding > 0 && padding == block.len();
            self.input.consume(padding);
            self.bytes += padding as u64;
            if !is_all {
                self.limit = self.bytes + MAX_BYTES;
                return Ok(());
            }
        }
    }

    fn next(&mut self) -> io::Result<Line> {
        let mut line = Vec::new();
        let left = self.limit.saturating_sub(self.bytes);
        let read = self.input.by_ref().take(left).read_until(b'\n', &mut line)? as u64;
        self.bytes += read;
        if read == left && !line.ends_with(b"\n") {
            return Ok(Line::Part);
        }
        let line = line.strip_suffix(b"\n").unwrap_or(&line);
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        Ok(if read > 0 { Line::Whole(String::from_utf8_lossy(line).into_owned()) } else { Line::None })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(input: &str, expected: &[Found]) {
        let (mut headers, mut bytes) = (Headers::default(), input.as_bytes());
        for found in expected {
            assert_eq!(&headers.next(&mut bytes).unwrap(), found, "in {input:?}");
        }
        assert_eq!(headers.next(&mut bytes).unwrap(), Found::End, "in {input:?}");
    }

    #[test]
    fn fields_are_read_in_any_case_and_folded() {
        let text =
            "\r\n\0\0\r\nWARC/1.0\r\nwarc-type: response\r\nX: a\r\n  b\r\nContent-Length: 12\n\r\nblock";
        let Found::Header(header) = Headers::default().next(&mut text.as_bytes()).unwrap() else {
            panic!("a header")
        };
        assert_eq!(
            (header.get("WARC-Type"), header.get("x"), header.length),
            (Some("response"), Some("a b"), 12)
        );
        assert_eq!(header.bytes, text.len() as u64 - 5);
        check("\r\n\n\0\0\0", &[]);
    }

    #[test]
    fn what_is_no_header_is_stepped_over() {
        let none = |bytes| Found::Flaw("no WARC record begins here", bytes);
        check("text", &[none(4)]);
        check("WARC/1.0\r\nWARC-Type: x", &[Found::Cut]);
        let length = Found::Flaw("the record does not tell its length", 12);
        check("WARC/1.0\r\n\r\n", &[length]);
        check(
            "WARC/1.0\r\nContent-Length: -1\r\n\r\n",
            &[Found::Flaw("the record does not tell its length", 32)],
        );
        let fields = vec![("Content-Length".to_owned(), "0".to_owned())];
        let header = |bytes| Found::Header(Header { fields: fields.clone(), length: 0, bytes });
        // The first line of the record after a flaw was read with the flaw.
        check("x\r\n\r\nWARC/1.0\r\nContent-Length: 0\r\n\r\n", &[none(15), header(21)]);
        check("a WARC/1.0\nWARC/1.1\nContent-Length: 0\n\n", &[none(20), header(19)]);
    }

    #[test]
    fn lines_of_any_length_are_stepped_over() {
        let long = "x".repeat(300_000);
        let text = format!("WARC/1.0\r\nX: {long}\r\nWARC/1.0\r\nContent-Length: 0\r\n\r\n");
        let mut bytes = text.as_bytes();
        let mut headers = Headers::default();
        let mut read = 0;
        let mut found = Vec::new();
        loop {
            match headers.next(&mut bytes).unwrap() {
                Found::End => break,
                Found::Flaw(message, bytes) => {
                    read += bytes;
                    found.push(message);
                }
                Found::Header(header) => {
                    read += header.bytes;
                    found.push("header");
                }
                Found::Cut => found.push("cut"),
            }
        }
        assert_eq!(found, ["a header of more than 262144 bytes", "no WARC record begins here", "header"]);
        assert_eq!(read, text.len() as u64);
    }
}
