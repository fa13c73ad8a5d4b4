//! The header of a WARC record (ISO 28500:2017, the fields of version 1.1 and 1.0).

use std::io::{self, BufRead, Read as _};

use crate::damage::damage;

/// Bytes of a header, at most: real ones have a kilobyte.
const MOST_BYTES: u64 = 256 * 1024;

/// The named fields of a record.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Header {
    fields: Vec<(String, String)>,
    /// The length of the block behind the header, in bytes.
    pub(super) length: u64,
    /// The length of the header itself, and of what stood before it since the last block.
    pub(super) bytes: u64,
}

impl Header {
    /// Reads the next header; nothing at the end of `input`.
    pub(super) fn read(input: &mut impl BufRead) -> io::Result<Option<Self>> {
        let mut lines = Lines { input, bytes: 0 };
        let Some(version) = lines.first()? else { return Ok(None) };
        if !version.starts_with("WARC/") {
            return Err(damage("no WARC record begins here"));
        }
        let mut fields: Vec<(String, String)> = Vec::new();
        loop {
            let line = lines.next()?.ok_or_else(|| damage("the header ends too early"))?;
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
        let mut header = Self { fields, length: 0, bytes };
        let length = header.get("Content-Length").and_then(|length| length.parse().ok());
        header.length = length.ok_or_else(|| damage("the record does not tell its length"))?;
        Ok(Some(header))
    }

    /// The value of a field, whose name is in any case.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        let found = self.fields.iter().find(|(field, _)| field.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value.as_str()).filter(|value| !value.is_empty())
    }
}

struct Lines<'input, R> {
    input: &'input mut R,
    bytes: u64,
}

impl<R: BufRead> Lines<'_, R> {
    /// The first line that is not blank.
    fn first(&mut self) -> io::Result<Option<String>> {
        loop {
            match self.next()? {
                Some(line) if line.is_empty() => {}
                line => return Ok(line),
            }
        }
    }

    fn next(&mut self) -> io::Result<Option<String>> {
        let mut line = Vec::new();
        let left = MOST_BYTES.saturating_sub(self.bytes);
        let read = self.input.by_ref().take(left).read_until(b'\n', &mut line)? as u64;
        self.bytes += read;
        if read == left && !line.ends_with(b"\n") {
            return Err(damage(format!("a header of more than {MOST_BYTES} bytes")));
        }
        let line = line.strip_suffix(b"\n").unwrap_or(&line);
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        Ok((read > 0).then(|| String::from_utf8_lossy(line).into_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check_error(input: &str, expected: &str) {
        assert_eq!(Header::read(&mut input.as_bytes()).unwrap_err().to_string(), expected);
    }

    #[test]
    fn fields_are_read_in_any_case_and_folded() {
        let text = "\r\n\r\nWARC/1.0\r\nwarc-type: response\r\nX: a\r\n  b\r\nContent-Length: 12\n\r\nblock";
        let header = Header::read(&mut text.as_bytes()).unwrap().unwrap();
        assert_eq!(
            (header.get("WARC-Type"), header.get("x"), header.length),
            (Some("response"), Some("a b"), 12)
        );
        assert_eq!(header.bytes, text.len() as u64 - 5);
        assert_eq!(Header::read(&mut &b"\r\n\n"[..]).unwrap(), None);
    }

    #[test]
    fn what_is_no_header_says_so() {
        check_error("text", "no WARC record begins here");
        check_error("WARC/1.0\r\nWARC-Type: x", "the header ends too early");
        check_error("WARC/1.0\r\n\r\n", "the record does not tell its length");
        check_error("WARC/1.0\r\nContent-Length: -1\r\n\r\n", "the record does not tell its length");
        let long = format!("WARC/1.0\r\nX: {}", "x".repeat(300_000));
        check_error(&long, "a header of more than 262144 bytes");
    }
}
